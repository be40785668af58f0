/* remark.h: what is odd about a story that is taken all the same, told by its line. Inside the library only. */
#ifndef WIRECOPY_RUN_REMARK_H
#define WIRECOPY_RUN_REMARK_H
#include "run/seen.h"
#include "wirecopy/story.h"

/* All zero but hooks: none made yet. Ends with wire__seen_free(&seen). */
typedef struct wire__remarks {
    const wire_hooks *hooks;
    wire__seen seen; /* addresses of the lines before */
    uint64_t n;
} wire__remarks;

/* Tells, by file and line, of a headline that is missing, an address that came before and times without a zone; of the
 * first hundred of them. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__remark(wire__remarks *remarks, const wire_story *story, wire_str where);

#endif
