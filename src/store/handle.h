/* handle.h: a store's handle, which store.c and its neighbours share. Inside src/store only. */
#ifndef WIRECOPY_STORE_HANDLE_H
#define WIRECOPY_STORE_HANDLE_H
#include "store/driver.h"

struct wire_store {
    const wire__store_driver *driver;
    void *db;
    wire_arena *arena; /* of the call under way and what it lent */
    wire_address_reader *reader;
    wire_out json, original;
    bool is_read_only;
};

/* Begins a transaction for a single call, unless one is under way. */
WIRE_USE wire_code wire__store_begin_own(wire_store *store, bool *is_own, wire_error *err);
/* Ends what a single call has begun for itself: commits unless `code` is a failure. */
WIRE_USE wire_code wire__store_end_own(wire_store *store, wire_code code, wire_error *err);
/* A story's two forms, with its corrections made. out  *forms: borrowed until the next call on the store */
WIRE_USE wire_code wire__store_forms(wire_store *store, uint64_t id, const wire_story *story, const wire_story **shown,
                                     wire_story **corrected, wire__forms *forms, wire_error *err);
/* What a record takes from the form of a story that is shown. */
void wire__store_describe(const wire_story *story, wire_str section, int64_t now, wire_str json, wire_record *record);

#endif
