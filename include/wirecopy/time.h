/* time.h: instants with the offset they were stated in; calendars; time zones. */
#ifndef WIRECOPY_TIME_H
#define WIRECOPY_TIME_H
#include "wirecopy/out.h"

WIRE_BEGIN

/* An instant as somebody stated it. All zero: none is known. */
typedef struct wire_stamp {
    int64_t at;       /* Unix seconds, UTC */
    int32_t offset_s; /* stated offset east of UTC; 0 where has_offset is false */
    bool is_known;    /* false: there is no stamp */
    bool has_offset;  /* an offset or zone was stated; else `at` takes the time as UTC */
    bool has_time;    /* false: a bare date, `at` is its midnight */
    bool is_unsure;   /* the zone's name means several, and nothing settles which: the most common was taken */
    char zone[8];     /* short name as stated, "EDT", "WET"; "" where none. zero-ended */
    uint32_t nanos;   /* of the second, as stated */
} wire_stamp;

/* A moment on a calendar. */
typedef struct wire_civil {
    int32_t year;
    uint8_t month, day;           /* 1-12, 1-31 */
    uint8_t hour, minute, second; /* 0-23, 0-59, 0-60 */
    uint8_t weekday;              /* 0 Sunday - 6 Saturday */
} wire_civil;

/* Proleptic Gregorian, years 1 to 9999; outside, clamped to the nearest end. */
WIRE_API wire_civil wire_civil_of(int64_t at, int32_t offset_s);
WIRE_API int64_t wire_civil_at(const wire_civil *civil, int32_t offset_s); /* weekday ignored */

typedef struct wire_stamp_opts {
    int32_t offset_s; /* what a stamp without zone is taken to be in, with has_offset false */
    bool day_first;   /* 03/04/2026 is 3 April (default: month first) */
    wire_str country; /* ISO 3166 alpha-2 of the publisher, settles IST, BST, CST; may be empty */
} wire_stamp_opts;

/* Reads a date or date and time in any form met in the wild: RFC 3339 and other ISO 8601, RFC 822
 * and 2822, asctime, W3CDTF, and visible stamps ("4:53 AM EDT, Wed April 24, 2024", "20 de
 * noviembre de 2026, 09:53 CET"), names of months in many languages.
 * in     text: at most 200 bytes are looked at; opts may be NULL
 * fails  WIRE_NONE: no date in it */
WIRE_API WIRE_USE wire_code wire_stamp_read(wire_str text, const wire_stamp_opts *opts, wire_stamp *stamp);
/* Writes RFC 3339 with the stated offset ("2026-11-20T04:53:00-05:00", Z for none or UTC), a bare
 * date as "2026-11-20". Nothing where the stamp is not known. */
WIRE_API void wire_stamp_write(const wire_stamp *stamp, wire_out *out);
/* The same with -00:00 where a time has no offset (RFC 3339, 4.3). */
WIRE_API void wire_stamp_write_local(const wire_stamp *stamp, wire_out *out);
WIRE_API bool wire_stamp_is(const wire_stamp *a, const wire_stamp *b); /* the same in every field */

/* A time zone of the IANA database. Immutable once open; all threads may share it. */
typedef struct wire_zone wire_zone;

/* in     name: "Europe/Lisbon", "UTC"; no dots, no leading slash
 * fails  WIRE_NONE: no such zone on this machine (UTC is always there); WIRE_EFORMAT; WIRE_ENOMEM
 * by     RFC 9636 (TZif), read from TZDIR or /usr/share/zoneinfo */
WIRE_API WIRE_USE wire_code wire_zone_open(wire_str name, wire_zone **zone, wire_error *err);
WIRE_API void wire_zone_close(wire_zone *zone);
/* The zone's offset at an instant.
 * out    abbreviation: up to 7 bytes and a zero, "WET"; "" where the zone has only numbers */
WIRE_API int32_t wire_zone_offset(const wire_zone *zone, int64_t at, char abbreviation[8]);

WIRE_END
#endif
