/* folder.h: the output folder: its lock, its files written whole, and the manifest of what lies there. Inside src/press
 * only. */
#ifndef WIRECOPY_PRESS_FOLDER_H
#define WIRECOPY_PRESS_FOLDER_H
#include "press/plan.h"

#include <limits.h>

/* An output folder that nobody else presses into. Workers share it. */
typedef struct wire__folder {
    const char *name; /* for messages and opening; zero-ended, the caller's */
    int fd;           /* of the folder */
    int lock_fd;
} wire__folder;

/* Makes the folder where it is missing, and locks it. out  *folder: ends with wire__folder_close
 * fails  WIRE_EIO; WIRE_EBUSY */
WIRE_USE wire_code wire__folder_open(const char *name, wire__folder *folder, wire_error *err);
void wire__folder_close(wire__folder *folder);
/* Writes a file under a dot name and moves it into place, making folders on the way.
 * One thread at a time may write into one folder of the output, but for books.
 * out    *is_new: true where the file's folder was made for it, so that nothing can stand beside it; may be NULL
 * fails  WIRE_EIO with the file's name and the reason: what was there is untouched */
WIRE_USE wire_code wire__folder_put(const wire__folder *folder, wire_str file, const char *suffix, wire_str bytes,
                                    bool *is_new, wire_error *err);
/* Removes a file if it is there. fails  WIRE_EIO */
WIRE_USE wire_code wire__folder_remove(const wire__folder *folder, wire_str file, const char *suffix, wire_error *err);
/* Removes the folders that the file has left empty. */
void wire__folder_prune(const wire__folder *folder, wire_str file);
/* Size of a file; UINT64_MAX: it is not there. */
uint64_t wire__folder_size(const wire__folder *folder, wire_str file, const char *suffix);
/* Writes the name of a later page of a story or day into `name`. Absent where it is too long. */
WIRE_USE wire_str wire__page_name(wire_str file, uint32_t number, char name[PATH_MAX]);
/* Removes a page in all forms, with the later pages of a story or day, and the folders that it leaves empty.
 * fails  WIRE_EIO */
WIRE_USE wire_code wire__page_remove(const wire__folder *folder, wire_str file, wire_error *err);
/* Removes the pages that a story or day no longer has, the first one first: each leads to the next. fails  WIRE_EIO */
WIRE_USE wire_code wire__pages_remove(const wire__folder *folder, wire_str file, uint32_t n_kept, wire_error *err);
/* Sees to it that what was written outlives a power cut. fails  WIRE_EIO */
WIRE_USE wire_code wire__folder_sync(const wire__folder *folder, wire_error *err);

const char *wire__form_suffix(wire__form form); /* "", ".br", ".gz", ".zst" */

/* The manifest: one entry for each file of the edition. */
typedef struct wire__manifest {
    wire_arena *arena;
    wire__entry *entries;
    uint32_t n;
    uint32_t next;  /* what is looked for next is likely to stand here */
    bool is_mapped; /* by_file has them all */
    wire__map by_file;
    bool is_lost; /* missing or damaged: nothing is known of what lies in the folder */
} wire__manifest;

/* Reads the manifest, if there is one; files that an interrupted press was to write have the key 0.
 * in     manifest: arena is set. fails  WIRE_EIO; WIRE_ENOMEM. A damaged manifest is a lost one. */
WIRE_USE wire_code wire__manifest_read(wire__manifest *manifest, const wire__folder *folder, wire_error *err);
/* The same of a manifest's bytes, which must outlive it, and of a note's, lines of files: those that a press had begun
 * on cannot be relied on; one that the manifest does not know may be there, or be not. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__manifest_take(wire__manifest *manifest, wire_str text, wire_error *err);
WIRE_USE wire_code wire__manifest_doubt(wire__manifest *manifest, wire_str note, wire_error *err);
/* Forgets entries, among those that the plan has left over, whose names lead out of the folder: what is left over is
 * removed. */
void wire__manifest_restrict(wire__manifest *manifest);
/* Finds an entry by its file; those looked for in their order, at once. out  *at: UINT32_MAX: there is none
 * fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__manifest_find(wire__manifest *manifest, wire_str file, uint32_t *at, wire_error *err);
/* Adds the pages of ours that lie in the folder, for a manifest that is lost. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__manifest_search(wire__manifest *manifest, const wire__folder *folder, wire_error *err);
/* Notes which files are about to be written, until wire__manifest_write. */
WIRE_USE wire_code wire__manifest_note(const wire__folder *folder, const wire__plan *plan, wire_error *err);
/* Writes the manifest of all leaves that are done, and of what is left of the old. */
WIRE_USE wire_code wire__manifest_write(const wire__folder *folder, const wire__plan *plan, const wire__manifest *old,
                                        wire_error *err);

#endif
