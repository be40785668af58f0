/* edition_keys.h: the sections and keys of wirecopy.ini, and what their values may be. Inside the library only. */
#ifndef WIRECOPY_MODEL_EDITION_KEYS_H
#define WIRECOPY_MODEL_EDITION_KEYS_H
#include "wirecopy/address.h"
#include "wirecopy/edition.h"

enum { WIRE__MAX_LINKS = 64 };

typedef struct wire__key wire__key;

/* While a wirecopy.ini is read. */
typedef struct wire__ini {
    wire_edition *edition;
    wire_source *sources;
    wire_link *links; /* room for WIRE__MAX_LINKS */
    uint32_t sources_cap;
    wire_address_reader *addresses;
    wire_str file;
    uint32_t line;
    const wire__key *keys; /* of the section */
    size_t n_keys;         /* 0: no section yet */
    wire_str section;
    uint64_t seen; /* a bit for each of the section's keys; links are never seen */
    wire_code code;
    wire_error *err;
} wire__ini;

/* FILE:LINE: what "value"advice. The first failure stays. */
wire_code wire__ini_fail(wire__ini *ini, const char *what, wire_str value, const char *advice);
wire_code wire__ini_fail_memory(wire__ini *ini);
/* in  section: what stands in the brackets */
wire_code wire__ini_section(wire__ini *ini, wire_str section);
/* in  value: trimmed; empty: as if it were not there */
wire_code wire__ini_value(wire__ini *ini, wire_str name, wire_str value);

#endif
