/* stamp_words.h: the words of stamps, in many languages: months, halves of the day, zones. Inside the library only. */
#ifndef WIRECOPY_BASE_STAMP_WORDS_H
#define WIRECOPY_BASE_STAMP_WORDS_H
#include "wirecopy/base.h"

/* in  folded: as stamp_scan.h folds. out  1-12; 13-24: Farvardin to Esfand of the Persian calendar; 0: no month */
uint8_t wire__month_of(wire_str folded);
/* Whether the names stand in the order that looking them up needs: for the tests. */
bool wire__months_are_ordered(void);
/* Vietnamese numbers its months behind this word. */
bool wire__is_month_word(wire_str folded);
/* "kanun" and "tishrin", the Levant's pairs of months, told apart by the word behind. 0: no such month */
uint8_t wire__month_of_pair(wire_str first, wire_str second);
/* Words that may stand between the parts of a date: "of", "de", "th". */
bool wire__is_date_glue(wire_str folded);
/* Words that may stand between a date and its time: "at", "um", "kl". */
bool wire__is_clock_glue(wire_str folded);
/* 0: before noon, 1: after noon, -1: neither */
int wire__half_of(wire_str folded);

typedef enum wire__zone_turns { WIRE__TURNS_NONE, WIRE__TURNS_US, WIRE__TURNS_AU } wire__zone_turns;

typedef struct wire__zone_name {
    const char *name;       /* lower case */
    int16_t offset_m;       /* minutes east of UTC; in winter, where it turns */
    wire__zone_turns turns; /* "ET" and its like are an hour ahead in summer */
    const char *countries;  /* those that mean this by it, "IE GB"; NULL: whoever the others leave */
    bool may_be_lower;      /* no word of a language, so "11 am est" is one */
} wire__zone_name;

/* in  country: settles names that several use; may be empty. fails  NULL: no zone */
const wire__zone_name *wire__zone_find(wire_str folded, wire_str country);

/* Short names in any case: IST, BST and CST mean one thing here and another there. */
bool wire__zone_is_ambiguous(wire_str name);
/* Whether the name has that offset somewhere, at some time of the year. */
bool wire__zone_may_mean(wire_str name, int32_t offset_s);

#endif
