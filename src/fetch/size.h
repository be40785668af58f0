/* size.h: a number of bytes as people say it, for messages. Inside the library only. */
#ifndef WIRECOPY_FETCH_SIZE_H
#define WIRECOPY_FETCH_SIZE_H
#include <stddef.h>

enum { WIRE__SIZE = 32 };

/* "64 MiB", "1000 bytes"; gives `text` back. */
const char *wire__size_text(size_t bytes, char text[WIRE__SIZE]);

#endif
