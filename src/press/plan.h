/* plan.h: every file of the edition, what it is made of, and in which order they are written. Inside src/press only. */
#ifndef WIRECOPY_PRESS_PLAN_H
#define WIRECOPY_PRESS_PLAN_H
#include "press/map.h"
#include "render/page.h"
#include "wirecopy/press.h"

/* Kinds of files in the order they are written: what links comes after what it links to. */
typedef enum wire__leaf_kind {
    WIRE__LEAF_STORY,
    WIRE__LEAF_FORM, /* a story in another format */
    WIRE__LEAF_BOOK, /* a day or section as EPUB */
    WIRE__LEAF_GONE, /* in place of a story that has been withdrawn or has expired */
    WIRE__LEAF_DAY,
    WIRE__LEAF_MONTH,
    WIRE__LEAF_ARCHIVE,
    WIRE__LEAF_SECTION_FEED,
    WIRE__LEAF_FEED,
    WIRE__LEAF_JSON_FEED,
    WIRE__LEAF_ABOUT,
    WIRE__LEAF_MISSING,
    WIRE__LEAF_SECTION,
    WIRE__LEAF_FRONT,
    WIRE__LEAF_SITEMAP, /* a shard, or all */
    WIRE__LEAF_SITEMAP_INDEX,
    WIRE__LEAF_NEWS,
    WIRE__LEAF_ROBOTS,
    WIRE__LEAF_GMI,  /* a list of stories as gemtext */
    WIRE__LEAF_PHOTO /* of a story, written before it */
} wire__leaf_kind;

/* Where a story stands now. */
typedef enum wire__standing {
    WIRE__STANDING_LISTED,
    WIRE__STANDING_HIDDEN, /* has its page; nothing names it */
    WIRE__STANDING_GONE,
    WIRE__STANDING_NOWHERE /* its embargo has not ended */
} wire__standing;

/* A story as the plan needs it. */
typedef struct wire__planned {
    uint64_t id, hash;
    uint64_t teaser; /* hash of all that fronts show of it */
    int64_t published, changed;
    wire_str path, headline, language;
    wire_str summary; /* of what leads its section or is pinned; else absent */
    wire_str reason;  /* of one that is gone; may be absent */
    int64_t pinned;   /* 0: it is not */
    uint32_t section; /* among the plan's */
    uint32_t day;     /* 20261120, of its path; 0: none */
    bool is_hot;      /* named by a front */
    wire__standing standing;
} wire__planned;

/* What is known of a file on disk: a line of the manifest. Sizes of 0: not there. */
typedef struct wire__entry {
    wire_str file;
    uint64_t key;      /* hash of all it was made of; 0: not to be relied on */
    uint64_t content;  /* hash of its plain bytes */
    uint64_t sizes[4]; /* by wire__form */
    uint32_t n_parts;  /* pages that the story or day goes on over; 0, 1: this one alone */
    bool is_hot;       /* packed as what is read often */
    bool is_over;      /* over the budget, and cannot be made to fit */
} wire__entry;

typedef enum wire__form { WIRE__FORM_PLAIN, WIRE__FORM_BR, WIRE__FORM_GZ, WIRE__FORM_ZST, WIRE__N_FORMS } wire__form;

/* A file of the edition. */
typedef struct wire__leaf {
    wire__leaf_kind kind;
    wire_str file;         /* "archive/2026/11/index.html" */
    uint64_t key;          /* never 0 */
    const uint32_t *items; /* stories it names, numbers in the plan; STORY: itself */
    size_t n_items;
    uint32_t n_pinned;         /* FRONT: of the first of these */
    uint32_t section;          /* SECTION, SECTION_FEED */
    wire__leaf_kind like;      /* GMI, BOOK: the page that it is of */
    uint32_t part;             /* BOOK: which, from 1 */
    uint32_t n_books;          /* DAY, SECTION: that they are bound in; BOOK: of how many it is one */
    const wire_format *format; /* FORM */
    const wire_photo *photo;   /* PHOTO */
    bool is_hot;
    bool has_more;      /* there are more stories than it names */
    bool is_hub;        /* linked to by pages that are written before it: bare first, where it is missing */
    bool is_due;        /* to be written */
    bool is_there;      /* its plain form is on disk */
    bool is_done;       /* is whole on disk, as entry says */
    bool is_written;    /* now */
    wire__entry entry;  /* as it was, then as it is */
    wire__entry *parts; /* of the pages from the second on, without their names: entry.n_parts - 1, from malloc */
} wire__leaf;

enum { WIRE__N_RECENT = 64, WIRE__N_INDEX = 11 /* bytes of "/index.html", which stands behind each story's path */ };

typedef struct wire__plan {
    wire_arena *arena;
    wire_site site;
    wire__planned *stories; /* those listed, newest first; behind them those hidden, then those gone */
    uint32_t n_stories, n_hidden, n_gone, cap_stories;
    uint32_t n_expected; /* stories in the store */
    wire__map sections_by_name;
    struct wire__recent { /* names of sections that came of late */
        wire_str name;
        uint32_t number;
    } recent[WIRE__N_RECENT];
    wire_str *section_names; /* by a story's section until the sections are ordered; the newest story's first */
    uint32_t n_section_names;
    wire_photo *photos;  /* by their stories' ids; empty unless the edition shows small ones */
    uint64_t *photos_of; /* the story of each */
    uint32_t n_photos, cap_photos;
    uint32_t *pinned; /* among those listed, the latest pin first */
    uint32_t n_pinned;
    uint32_t *all;          /* 0, 1, 2 ... of all kinds */
    uint32_t *n_in_section; /* stories listed */
    uint32_t *by_day;       /* newest day first, within a day as in stories */
    wire__leaf *leaves;     /* those of stories have the numbers of their stories */
    uint32_t n_leaves, cap_leaves;
    uint32_t first_form, n_forms; /* leaves of story i in other formats: n_forms from first_form + i * n_forms */
    uint32_t max_places;          /* of a sitemap */
} wire__plan;

/* Reads the store's records and plans the whole edition.
 * in     plan: site's edition, theme and zone are set; arena is
 * fails  WIRE_ESTORE; WIRE_ENOMEM */
WIRE_USE wire_code wire__plan_make(wire__plan *plan, wire_store *store, wire_error *err);
/* Reads the store's stories into the plan, in order. fails  WIRE_ESTORE; WIRE_ENOMEM: gather.c */
WIRE_USE wire_code wire__plan_gather(wire__plan *plan, wire_store *store, wire_error *err);
wire_code wire__plan_no_memory(wire_error *err);
/* Keys are made of what a file is made of, one thing mixed in after the other. */
uint64_t wire__mix_text(uint64_t key, wire_str text);
uint64_t wire__mix_number(uint64_t key, uint64_t number);
/* Photos: photos.c. fails  WIRE_ESTORE; WIRE_ENOMEM */
WIRE_USE wire_code wire__plan_read_photos(wire__plan *plan, wire_store *store, wire_error *err);
/* Adds their leaves. fails  false: no memory */
WIRE_USE bool wire__plan_add_photos(wire__plan *plan);
/* A story's photos. out  *n */
const wire_photo *wire__plan_photos(const wire__plan *plan, uint64_t story, uint32_t *n);
/* Adds a leaf, empty but for kind and file. fails  NULL: no memory, or file is {NULL, 0} */
wire__leaf *wire__plan_leaf(wire__plan *plan, wire__leaf_kind kind, wire_str file);
/* Renders a leaf other than a story or feed. in  part: of a DAY: which of its pages, and the stories they begin with */
void wire__leaf_render(const wire__plan *plan, const wire__leaf *leaf, const wire__part *part, wire_arena *scratch,
                       wire_out *out);
/* wire_press with another most for a sitemap's places, which is 50,000. */
WIRE_USE wire_code wire__press(const wire_edition *edition, wire_store *store, const wire_theme *theme,
                               const wire_press_opts *opts, uint32_t max_places, wire_press_sums *sums,
                               wire_error *err);

#endif
