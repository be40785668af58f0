/* feed_map.h: which element of which vocabulary says what. Inside src/parse/feed*.c only. */
#ifndef WIRECOPY_PARSE_FEED_MAP_H
#define WIRECOPY_PARSE_FEED_MAP_H
#include "feed_make.h"

/* Vocabularies, by namespace. The core is RSS of all ages, Atom's own is apart only where it is stricter. */
typedef enum wire__space {
    WIRE__SPACE_OTHER,
    WIRE__SPACE_CORE,
    WIRE__SPACE_ATOM,
    WIRE__SPACE_SITEMAP,
    WIRE__SPACE_CONTENT,
    WIRE__SPACE_DC,
    WIRE__SPACE_DCTERMS,
    WIRE__SPACE_MEDIA,
    WIRE__SPACE_ITUNES,
    WIRE__SPACE_NEWS,
    WIRE__SPACE_IMAGE,
    WIRE__SPACE_FEEDBURNER,
    WIRE__SPACE_SYNDICATION,
    WIRE__SPACE_PRISM,
    WIRE__SPACE_RDF,
    WIRE__SPACE_XHTML
} wire__space;

/* What an element stands in. */
typedef enum wire__in { WIRE__IN_FEED = 1, WIRE__IN_ITEM = 2, WIRE__IN_BOTH = 3, WIRE__IN_PERSON = 4 } wire__in;

/* How it is read. */
typedef enum wire__how {
    WIRE__HOW_SKIP,      /* with all it holds */
    WIRE__HOW_THROUGH,   /* its children stand where it stands */
    WIRE__HOW_ITEM,      /* it is an item */
    WIRE__HOW_PERSON,    /* it holds a person, or names one */
    WIRE__HOW_PLAIN,     /* words: a name, a language, an id */
    WIRE__HOW_DATE,      /* the last of several is the one that stands */
    WIRE__HOW_MARKUP,    /* words that may be marked up */
    WIRE__HOW_URL,       /* an address */
    WIRE__HOW_GUID,      /* an id; the address too, unless it says that it is not */
    WIRE__HOW_LINK,      /* Atom's link by its attributes, RSS's by its text */
    WIRE__HOW_CATEGORY,  /* a tag by attribute or text */
    WIRE__HOW_KEYWORDS,  /* tags parted by commas */
    WIRE__HOW_ENCLOSURE, /* an attachment by its attributes */
    WIRE__HOW_MEDIA,     /* the same of Media RSS; holds further elements */
    WIRE__HOW_PICTURE,   /* an image by its attribute href or url */
    WIRE__HOW_HOUR,      /* an hour in which nobody need ask */
    WIRE__HOW_DAY        /* such a day */
} wire__how;

typedef struct wire__rule {
    unsigned in;       /* wire__in, or-ed */
    wire__space space; /* CORE is matched by ATOM too */
    const char *element;
    wire__how how;
    wire__field field;
    uint8_t rank; /* the highest is taken */
} wire__rule;

/* The vocabulary of a namespace, or of the usual prefix where none was declared.
 * in     root: what the root's own unknown namespace, and none at all, stand for; root_uri: that namespace */
wire__space wire__feed_space(wire_str uri, wire_str prefix, wire_str root_uri, wire__space root);
/* NULL: the element says nothing that is wanted. Names are compared without case. */
const wire__rule *wire__feed_rule(wire__in in, wire__space space, wire_str element);
/* The kind of feed by its root element; false: it is not one. */
bool wire__feed_kind_of(wire_str root, wire_feed_kind *kind);
#endif
