/* place.h: from the path of a request to a file below the folder, and never to any other. Inside the library only. */
#ifndef WIRECOPY_SERVE_PLACE_H
#define WIRECOPY_SERVE_PLACE_H
#include "wirecopy/base.h"

#include <sys/stat.h>

enum { WIRE__LONGEST_PLACE = 2048 };

/* Reads the path of a request target.
 * in     target: as it was sent, without query; also in absolute form
 * out    place: relative, zero-ended, "index.html" added to what ends in a slash; room for WIRE__LONGEST_PLACE
 * fails  WIRE_EFORMAT: broken percent-encoding; WIRE_ELIMIT: too long; WIRE_NONE: a name that cannot be served (dot
 *        names, empty names, control characters, backslashes) */
WIRE_USE wire_code wire__place_read(wire_str target, char place[WIRE__LONGEST_PLACE]);
/* Opens a regular file below `root`, following no link.
 * out    *fd: the caller's; *info
 * fails  WIRE_NONE: there is none; WIRE_SAME: it is a folder; WIRE_EIO: no descriptors, no rights */
WIRE_USE wire_code wire__place_open(int root, const char *place, int *fd, struct stat *info);

#endif
