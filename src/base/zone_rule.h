/* zone_rule.h: the rule at the end of a time zone file, a POSIX TZ string: "WET0WEST,M3.5.0/1,M10.5.0". Inside the
 * library only. */
#ifndef WIRECOPY_BASE_ZONE_RULE_H
#define WIRECOPY_BASE_ZONE_RULE_H
#include "wirecopy/time.h"

typedef enum wire__turn_kind {
    WIRE__TURN_DAY_NO_LEAP, /* "J60": day 1 to 365, 29 February never counted */
    WIRE__TURN_DAY,         /* "59": day 0 to 365 */
    WIRE__TURN_WEEKDAY      /* "M3.5.0": month, week (5: the last), weekday */
} wire__turn_kind;

/* When in a year the clocks turn. */
typedef struct wire__turn {
    wire__turn_kind kind;
    int16_t day, month, week; /* day: of the year, or weekday */
    int32_t time_s;           /* on the clock before the turn; may be below zero or past a day */
} wire__turn;

typedef struct wire__zone_rule {
    bool is_set, has_summer;
    int32_t offset_s, summer_offset_s; /* east of UTC */
    wire__turn to_summer, from_summer;
    char name[8], summer_name[8]; /* "" where only numbers */
} wire__zone_rule;

/* fails  false: not such a rule; *rule untouched */
WIRE_USE bool wire__zone_rule_read(wire_str text, wire__zone_rule *rule);
bool wire__zone_rule_is_summer(const wire__zone_rule *rule, int64_t at);

#endif
