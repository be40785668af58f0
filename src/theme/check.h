/* check.h: what a theme may hold. Inside src/theme only. */
#ifndef WIRECOPY_THEME_CHECK_H
#define WIRECOPY_THEME_CHECK_H
#include "wirecopy/base.h"

/* A file of a theme. */
typedef struct wire__theme_file {
    const char *name; /* for messages: "theme/top.html" */
    wire_str text;
} wire__theme_file;

typedef enum wire__fragment_kind {
    WIRE__FRAGMENT_HEAD, /* stands in a page's head */
    WIRE__FRAGMENT_BODY,
    WIRE__FRAGMENT_LOGO /* one svg element */
} wire__fragment_kind;

/* Fails with "NAME:LINE: why" for the first thing that is wrong: WIRE_ECONFIG; WIRE_ENOMEM. */
WIRE_USE wire_code wire__check_style(const wire__theme_file *file, wire_error *err);
WIRE_USE wire_code wire__check_fragment(const wire__theme_file *file, wire__fragment_kind kind, wire_error *err);
/* The line that a byte stands in, from 1. */
uint32_t wire__line_of(wire_str text, size_t at);

#endif
