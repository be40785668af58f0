/* stamp_clock.h: a time of day and its zone among the tokens of a stamp. Inside the library only. */
#ifndef WIRECOPY_BASE_STAMP_CLOCK_H
#define WIRECOPY_BASE_STAMP_CLOCK_H
#include "base/stamp_scan.h"
#include "base/stamp_words.h"
#include "wirecopy/time.h"

typedef struct wire__clock {
    uint8_t hour, minute, second; /* hour 24: the next day's beginning */
    uint32_t nanos;               /* of the second */
    bool has_zone, has_offset;    /* has_offset: offset_s was stated in numbers */
    int32_t offset_s;
    wire_str zone_word; /* as folded, {NULL, 0}: none; lies in the scan */
    size_t first, end;  /* tokens */
} wire__clock;

/* Reads a time that begins at token i.
 * in     is_next: it stands right behind a date, where "9.53" may be one
 * fails  false: none */
bool wire__clock_read(const wire__scan *scan, size_t i, bool is_next, wire__clock *clock);
/* The offset of the clock's zone on a day, and its short name in capitals. */
int32_t wire__clock_offset(const wire__clock *clock, const wire_civil *day, wire_str country, char name[8]);

#endif
