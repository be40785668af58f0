/* slug.h: text as it stands in paths. Inside the library only. */
#ifndef WIRECOPY_MODEL_SLUG_H
#define WIRECOPY_MODEL_SLUG_H
#include "wirecopy/base.h"

enum { WIRE__SLUG_MAX = 60 }; /* bytes */

typedef struct wire__slug {
    char text[WIRE__SLUG_MAX];
    uint32_t n;
    uint32_t n_words;   /* parted by hyphens */
    uint32_t n_letters; /* bytes that are letters */
    uint32_t n_plain;   /* words of two letters and more without a digit */
} wire__slug;

/* The words of a text in a-z and 0-9, parted by single hyphens; Latin letters lose their marks, other scripts
 * part words. Whole words up to WIRE__SLUG_MAX; only a first word that is longer is cut. n is 0 where there is none. */
wire__slug wire__slug_make(wire_str text);

#endif
