/* size.c: a number of bytes as people say it. */
#include "fetch/size.h"

#include <stdio.h>

const char *wire__size_text(size_t bytes, char text[WIRE__SIZE])
{
    if (bytes >= 1 << 20 && bytes % (1 << 20) == 0)
        snprintf(text, WIRE__SIZE, "%zu MiB", bytes >> 20);
    else if (bytes >= 1 << 10 && bytes % (1 << 10) == 0)
        snprintf(text, WIRE__SIZE, "%zu KiB", bytes >> 10);
    else
        snprintf(text, WIRE__SIZE, "%zu bytes", bytes);
    return text;
}
