/* twin.h: what is said of a story whose text was withdrawn elsewhere. Inside the library only. */
#ifndef WIRECOPY_RUN_TWIN_H
#define WIRECOPY_RUN_TWIN_H
#include "wirecopy/store.h"

/* Tells of a new story that has it. in  put: what wire_store_put gave */
void wire__tell_withdrawn(const wire_hooks *hooks, wire_code put, const wire_record *record);

#endif
