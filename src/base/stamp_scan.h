/* stamp_scan.h: a stamp's text as tokens: numbers in any digits, folded words, signs. Inside the library only. */
#ifndef WIRECOPY_BASE_STAMP_SCAN_H
#define WIRECOPY_BASE_STAMP_SCAN_H
#include "wirecopy/base.h"

typedef enum wire__token_kind {
    WIRE__TOKEN_END,
    WIRE__TOKEN_NUMBER,
    WIRE__TOKEN_WORD,
    WIRE__TOKEN_SIGN, /* value: its code point, dashes and colons of every kind as '-' and ':' */
    WIRE__TOKEN_UNIT, /* a Chinese, Japanese or Korean unit behind a number; value: 'Y' 'M' 'D' 'h' 'm' 's' */
    WIRE__TOKEN_HALF  /* value: 0 before noon, 1 after noon, in those scripts */
} wire__token_kind;

typedef struct wire__token {
    wire__token_kind kind;
    bool is_apart;  /* white space, or the beginning, comes before */
    bool is_upper;  /* a word of ASCII capitals */
    bool is_lower;  /* a word of ASCII lower case */
    uint8_t month;  /* 1-12, 13-24 of the Persian calendar, 0: no month's name */
    uint8_t digits; /* of a number */
    uint64_t value;
    wire_str word; /* folded: lower case, no accents; lies in the scan */
} wire__token;

enum { WIRE__SCAN_BYTES = 200, WIRE__SCAN_TOKENS = 96 };

typedef struct wire__scan {
    wire__token tokens[WIRE__SCAN_TOKENS + 1]; /* the last is always an END */
    size_t n;
    char folded[WIRE__SCAN_BYTES + 8];
    size_t n_folded;
} wire__scan;

void wire__scan_text(wire_str text, wire__scan *scan);
/* The token, END past the last. */
const wire__token *wire__scan_at(const wire__scan *scan, size_t i);
bool wire__scan_is_sign(const wire__scan *scan, size_t i, char sign);
bool wire__scan_is_word(const wire__scan *scan, size_t i, const char *word);

#endif
