/* feed_date.h: the dates of feeds. Inside src/parse/feed*.c only. */
#ifndef WIRECOPY_PARSE_FEED_DATE_H
#define WIRECOPY_PARSE_FEED_DATE_H
#include "wirecopy/time.h"

/* wire_stamp_read, but the two forms that feeds are meant to use (RFC 822 with an offset or GMT, RFC 3339) at a
 * hundredth of the cost. fails  WIRE_NONE */
WIRE_USE wire_code wire__feed_date(wire_str text, wire_stamp *stamp);
#endif
