/* hints.h: what an answer's headers say about when to ask again. Inside the library only. */
#ifndef WIRECOPY_FETCH_HINTS_H
#define WIRECOPY_FETCH_HINTS_H
#include "wirecopy/base.h"

/* Headers as they came; absent ones are {NULL, 0}. */
typedef struct wire__hints {
    wire_str cache_control, expires, date, age, retry_after;
} wire__hints;

/* Seconds for which the answer stays fresh, at most a year; 0: ask again at once; -1: it does not say.
 * in  now: Unix seconds, where the answer states no date. by  RFC 9111, 4.2 and 5.2, of a private cache */
int64_t wire__hint_fresh(const wire__hints *hints, int64_t now);
/* Seconds to wait before asking again, at most 30 days; -1: it does not say. by  RFC 9110, 10.2.3 */
int64_t wire__hint_retry(const wire__hints *hints, int64_t now);
/* A wait made longer or shorter by up to a fifth, so that many who wait do not come back at once.
 * in  who: what tells one who waits from another */
int64_t wire__hint_jitter(int64_t wait, wire_str who, int64_t now);

#endif
