/* jsonld_repair.h: reading JSON that is nearly JSON. */
#ifndef WIRECOPY_PARSE_JSONLD_REPAIR_H
#define WIRECOPY_PARSE_JSONLD_REPAIR_H
#include <cjson/cJSON.h>

#include "wirecopy/base.h"

/* Reads the first value of a text, past comments and CDATA marks; if it is broken, once more with quotes, commas,
 * escapes and brackets mended.
 * out    the caller's, ends with cJSON_Delete; NULL: past mending, or no memory */
cJSON *wire__json_mend(wire_str json, wire_arena *arena);

#endif
