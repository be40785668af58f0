/* archive.h: the inputs of a reading that are web archives: one input, many pages. Inside the library only. */
#ifndef WIRECOPY_RUN_ARCHIVE_H
#define WIRECOPY_RUN_ARCHIVE_H
#include "run/pool.h"

/* True for a file that begins as an archive does, packed or not, or is named as one; for standard input by its bytes,
 * which stay there. in  hooks: stop is asked while standard input is waited for */
bool wire__is_archive(const wire_input *input, const wire_hooks *hooks);
/* Reads an archive's pages as wire_run_read reads inputs, each named ARCHIVE@OFFSET; records that cannot be read are
 * failed inputs. in     from: where to begin; at: set to where a record begins before it is handed over */
WIRE_USE wire_code wire__archive_read(const wire_input *archive, wire_warc_place from, wire_warc_place *at,
                                      const wire_run_opts *opts,
                                      void (*on_story)(void *user, const wire_input *input, const wire_story *story,
                                                       const wire_error *err),
                                      void *user, uint64_t *n_failed, wire_error *err);
/* Fills the next open slot with the archive's next page. The lock is held before and after, not meanwhile. */
void wire__archive_feed(wire__pool *pool);

/* How far an import has come, kept in the store beside its stories. */
typedef struct wire__mark {
    char name[4200]; /* of the note: the archive's full path */
    char file[64];   /* what tells that the file is still the same: its size and time */
    wire_warc_place at;
} wire__mark;

/* Finds out where an import stopped. fails  WIRE_ESTORE; WIRE_ENOMEM */
WIRE_USE wire_code wire__mark_find(wire_store *store, const wire_input *archive, wire__mark *mark, wire_error *err);
/* Keeps where it is, or that it is done. fails  WIRE_ESTORE; WIRE_ENOMEM */
WIRE_USE wire_code wire__mark_put(wire_store *store, const wire__mark *mark, bool is_done, int64_t now,
                                  wire_error *err);

#endif
