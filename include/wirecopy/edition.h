/* edition.h: what wirecopy.ini says. */
#ifndef WIRECOPY_EDITION_H
#define WIRECOPY_EDITION_H
#include "wirecopy/out.h"

WIRE_BEGIN

typedef enum wire_rights { WIRE_RIGHTS_PERSONAL, WIRE_RIGHTS_LICENSED, WIRE_RIGHTS_OWN } wire_rights;
typedef enum wire_network { WIRE_NETWORK_PUBLIC, WIRE_NETWORK_LOCAL } wire_network;
typedef enum wire_photos { WIRE_PHOTOS_OFF, WIRE_PHOTOS_LINK, WIRE_PHOTOS_SMALL } wire_photos;

typedef struct wire_source {
    wire_str name; /* of the section: [source harbour] is "harbour" */
    wire_str url;
    wire_str section; /* {NULL, 0}: the story's own */
    wire_rights rights;
    wire_network network;
} wire_source;

typedef struct wire_link {
    wire_str text, url;
} wire_link;

/* Which stories have their standfirst on fronts. */
typedef enum wire_summaries { WIRE_SUMMARIES_LEAD, WIRE_SUMMARIES_OFF, WIRE_SUMMARIES_ALL } wire_summaries;

/* Owns its arena; made by wire_edition_read, then only read. */
typedef struct wire_edition {
    wire_arena *arena;
    wire_str name, url; /* url ends in a slash */
    wire_str language;  /* BCP 47; default en */
    wire_str timezone;  /* default UTC */
    wire_str full_site, copyright, notice;
    wire_str proxy;   /* of the public network; absent: none, whatever the environment says */
    wire_str contact; /* where publishers find who asks: an address, of mail or the web; absent: url */
    const wire_link *links;
    uint32_t n_links;
    uint32_t n_front, n_section; /* stories on a front; defaults 60, 100 */
    wire_photos photos;
    wire_summaries summaries;
    uint32_t budget_bytes;                                  /* of a page as sent, with its headers; default 14,600 */
    bool fails_over_budget;                                 /* else a warning */
    wire_str theme;                                         /* folder as given; absent: the built-in one */
    wire_str output;                                        /* path as given, default "edition" */
    bool with_br, with_gz, with_zst;                        /* compress */
    bool with_epub, with_gmi, with_md, with_txt, with_json; /* formats, besides HTML */
    wire_str database;                                      /* path as given, default "wirecopy.db" */
    const wire_source *sources;
    uint32_t n_sources;
    wire_str folder; /* where wirecopy.ini lies; output and database start from there */
} wire_edition;

/* Reads wirecopy.ini.
 * in     folder: the edition's; the file is folder/wirecopy.ini, at most 1 MiB
 * out    *edition: the caller's
 * fails  WIRE_NONE: no such file; WIRE_ECONFIG: "FILE:LINE: unknown key in [edition]: \"fornt\"; did you mean
 *        \"front\"?" for the first thing wrong; WIRE_EIO; WIRE_ENOMEM
 * by     docs/contract.md, "wirecopy.ini" */
WIRE_API WIRE_USE wire_code wire_edition_read(wire_str folder, wire_edition **edition, wire_error *err);
/* The same from text; `file` is the name for messages. */
WIRE_API WIRE_USE wire_code wire_edition_read_text(wire_str text, wire_str file, wire_str folder,
                                                   wire_edition **edition, wire_error *err);
/* Adds sources to wirecopy.ini, behind what stands there; those whose address is there already are left out. A source's
 * name is made of the text given as its name, so that it is one of its own; rights and network are the defaults.
 * fails  WIRE_ECONFIG: the file would be wrong; WIRE_ELIMIT: over 1 MiB; WIRE_EIO; WIRE_ENOMEM; the file is as it was
 */
WIRE_API WIRE_USE wire_code wire_edition_add(const wire_edition *edition, const wire_source *sources, size_t n,
                                             size_t *n_added, wire_error *err);
/* Writes the sources as OPML 2.0, for readers of feeds: a section is a folder. */
WIRE_API void wire_edition_write_opml(const wire_edition *edition, wire_out *out);
WIRE_API void wire_edition_free(wire_edition *edition);
/* folder/path, or path itself where it is absolute; zero-ended, in `arena`. {NULL, 0}: no memory. */
WIRE_API wire_str wire_edition_place(const wire_edition *edition, wire_str path, wire_arena *arena);
WIRE_API const wire_source *wire_edition_find_source(const wire_edition *edition, wire_str name);

WIRE_END
#endif
