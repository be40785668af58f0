/* web.h: the inputs of a reading that are addresses: fetched by one thread, for all that read. Inside the library only.
 */
#ifndef WIRECOPY_RUN_WEB_H
#define WIRECOPY_RUN_WEB_H
#include "run/pool.h"

typedef struct wire__web wire__web;

/* True where any input is an address. */
bool wire__web_is_wanted(const wire_inputs *inputs);
/* Starts the thread. It ends by itself once pool->is_over. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__web_start(wire__pool *pool, wire__web **web, wire_error *err);
/* Waits for the thread's end; pool->is_over must be set. NULL is fine. */
void wire__web_end(wire__web *web);

#endif
