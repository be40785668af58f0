/* facts.h: who, when, where from: what a page says of its story, from the best source that says it. */
#ifndef WIRECOPY_EXTRACT_FACTS_H
#define WIRECOPY_EXTRACT_FACTS_H
#include "extract/page.h"
#include "wirecopy/address.h"
#include "wirecopy/page.h"

/* Where a fact was found. */
typedef enum wire__source {
    WIRE__FROM_NOWHERE,
    WIRE__FROM_LD,
    WIRE__FROM_META,
    WIRE__FROM_MICRODATA,
    WIRE__FROM_SHOWN,
    WIRE__FROM_TITLE,
    WIRE__FROM_ADDRESS,
    WIRE__FROM_DECLARED,
    WIRE__FROM_TEXT
} wire__source;

typedef struct wire__all_facts {
    wire__facts ld, meta, seen, shown; /* JSON-LD; meta elements; microdata and RDFa; the visible page */
    wire__facts by;                    /* the authors that were chosen, and where from */
    wire__source by_source;
    wire_str headline, site, title; /* chosen headline; the site's name; <title> */
    wire_str kicker;                /* what stands before the headline in its heading */
    wire__source headline_source;
    uint32_t headline_text;           /* number of the text that shows the headline; UINT32_MAX: none */
    uint32_t correction_text;         /* of the first note that says what was wrong, alike */
    uint32_t stamp_text, byline_text; /* and of those that show when and by whom */
    wire_stamp published, modified, expires;
    wire__source published_source, modified_source;
    wire_str language; /* declared, else guessed from the text */
    wire__source language_source;
    char country[3]; /* the publisher's; "": not known */
} wire__all_facts;

/* Reads what stands in metadata: before the texts are scored. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__facts_read(const wire__scan *scan, const wire_page *page, wire_arena *arena,
                                    wire__all_facts *facts);
/* What of them tells the body's texts from others. */
wire__hints wire__facts_hints(const wire__all_facts *facts);
/* seen.c: what the visible page shows around the body's first text; after scoring. */
void wire__facts_see(wire__scan *scan, const wire_page *page, wire_arena *arena, wire__all_facts *facts);
/* Puts the facts into the story. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__facts_put(const wire__scan *scan, const wire_page *page, const wire__all_facts *facts,
                                   wire_address_reader *addresses, wire_str base, wire_story *story, wire_error *err);

/* correction.c: keeps notes of correction in and around the body. out: number of the first, or UINT32_MAX */
uint32_t wire__corrections_keep(wire__scan *scan);

/* country.c: how to read the stamps of a publisher that is where address and language say. */
wire_stamp_opts wire__country_find(const wire__scan *scan, const wire_page *page, wire__all_facts *facts);

/* language.c: the tag of a text's language, static; NULL: too little text, or not clear. At most 4,000 bytes are looked
 * at. */
const char *wire__language_guess(wire_str text);

/* Gives the lead image the words that the body's blocks have for it. */
void wire__facts_describe_image(wire_story *story, const wire_block *blocks, uint32_t n_blocks);

/* title.c: the headline: without the site's name, as shown where it is shown. */
void wire__title_choose(const wire__scan *scan, wire_arena *arena, wire__all_facts *facts);
/* The element is called the site's title or logo. */
bool wire__is_site_banner(const wire__scan *scan, wire__node *node);
/* Letters and digits only, ASCII lower: what is left when two texts are set differently. Returns how many bytes. */
size_t wire__fold_words(wire_str s, char *to, size_t most);
/* The words of two texts are the same, case, space and punctuation aside. */
bool wire__is_same_words(wire_str a, wire_str b);

/* byline.c: the names in a line such as "By A, B and C, ORG | Updated 4:53 AM". */
void wire__byline_split(wire_str line, wire_arena *arena, wire__facts *facts);
/* The same for "Byrne, Ada"; false: it is no such name. */
bool wire__byline_turn(wire_str line, wire_arena *arena, wire__facts *facts);
/* True for a line that starts as bylines do ("By A"); *is_bare: nothing more than that stands in it. */
bool wire__byline_has_lead(wire_str line, bool *is_bare);
bool wire__is_organization(wire_str name);
/* A name that metadata states, whole where it may be. */
void wire__byline_take(wire_str name, bool is_organization, wire_arena *arena, wire__facts *facts);
bool wire__is_role(wire_str words);  /* "Senior Writer" */
bool wire__is_handle(wire_str name); /* "ada.byrne" */
bool wire__is_person(wire_str line); /* nothing but two to four names */

/* authors.c: what the visible page shows among the texts [from, to), and the choice among all. */
void wire__authors_see(wire__scan *scan, uint32_t from, uint32_t to, wire_arena *arena, wire__all_facts *facts);

/* dateline.c: "LISBON, Nov 20 (Agency) -" at the head of a body. */
typedef struct wire__dateline {
    size_t n; /* bytes of it, with the space behind; 0: there is none */
    wire_str location, agency;
} wire__dateline;
wire__dateline wire__dateline_find(wire_str text, wire_str publisher);

#endif
