/* path.c: where a story and a section stand in an edition. */
#include <string.h>

#include "base/hash.h"
#include "model/slug.h"
#include "wirecopy/story.h"

enum { MAX_SEGMENT = 1000 }; /* bytes that are looked at */

static wire_str text_of(const wire__slug *slug)
{
    return (wire_str){slug->text, slug->n};
}

static bool is_any(wire_str s, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (wire_str_is(s, wire_str_of(names[i])))
            return true;
    return false;
}

/* Sections ------------------------------------------------------------------------------------ */

static bool is_reserved(wire_str slug)
{
    static const char *const names[] = {"archive", "about", "search", "read",         "feed",   "sitemap",
                                        "robots",  "404",   "index",  "news-sitemap", "atom",   "rss",
                                        "con",     "prn",   "aux",    "nul",          "assets", "edition"};
    bool is_year = slug.n == 4;
    for (size_t i = 0; i < slug.n; i++)
        is_year = is_year && slug.p[i] >= '0' && slug.p[i] <= '9';
    return is_year || is_any(slug, names, sizeof names / sizeof *names);
}

wire_code wire_section_slug(wire_str name, wire_arena *arena, wire_str *slug)
{
    name = wire_str_trim(name);
    const wire__slug made = wire__slug_make(name);
    wire_str text;
    if (!name.n)
        text = WIRE_STR("news");
    else if (!made.n) /* another script: a name of its own for each */
        text = wire_arena_print(arena, "section-%08x", (unsigned)(wire__hash64(name) & UINT32_MAX));
    else
        text = wire_arena_print(arena, "%.*s%s", WIRE_ARG(text_of(&made)), is_reserved(text_of(&made)) ? "-news" : "");
    if (!text.p)
        return WIRE_ENOMEM;
    *slug = text;
    return WIRE_OK;
}

/* Stories ------------------------------------------------------------------------------------- */

static int hex_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t percent_decode(wire_str s, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        const int high = s.p[i] == '%' && i + 2 < s.n ? hex_of(s.p[i + 1]) : -1;
        const int low = high >= 0 ? hex_of(s.p[i + 2]) : -1;
        to[n++] = low >= 0 ? (char)(high << 4 | low) : s.p[i];
        i += low >= 0 ? 2 : 0;
    }
    return n;
}

/* "harbour.amp.html" without its extensions. */
static wire_str strip_extensions(wire_str s)
{
    for (;;) {
        size_t dot = s.n;
        while (dot && s.p[dot - 1] != '.')
            dot--;
        const size_t n = s.n - dot;
        if (dot < 2 || !n || n > 5)
            return s;
        for (size_t i = dot; i < s.n; i++)
            if ((s.p[i] | 0x20) < 'a' || (s.p[i] | 0x20) > 'z')
                return s;
        s.n = dot - 1;
    }
}

/* Names that publishers' systems give to every page. */
static bool is_common(wire_str slug)
{
    static const char *const names[] = {"index", "default", "amp",    "story",  "article", "articles", "stories",
                                        "print", "page",    "view",   "detail", "details", "content",  "news",
                                        "post",  "posts",   "mobile", "html",   "full",    "single",   "home"};
    return is_any(slug, names, sizeof names / sizeof *names);
}

/* "3f2b1c9e-77aa-4c1e-9a55-0123456789ab" and other runs of hexadecimal words say nothing. */
static bool is_hex_id(wire_str slug)
{
    uint32_t n_digits = 0, n_hex = 0;
    for (size_t i = 0; i < slug.n; i++) {
        if (slug.p[i] != '-' && hex_of(slug.p[i]) < 0)
            return false;
        n_hex += slug.p[i] != '-';
        n_digits += slug.p[i] >= '0' && slug.p[i] <= '9';
    }
    return n_hex >= 8 && n_digits * 4 >= n_hex;
}

/* A segment that stands higher in the address is more often a section: it must have the words of a headline. */
static bool is_telling(const wire__slug *slug, bool is_last)
{
    const wire_str text = text_of(slug);
    if (!slug->n_plain || is_common(text) || is_hex_id(text))
        return false;
    if (slug->n_words == 1)
        return is_last && slug->n >= 3;
    return is_last ? slug->n_letters * 3 >= slug->n : slug->n_plain >= 3;
}

static wire_str path_of(wire_str url)
{
    size_t start = wire_str_find(url, WIRE_STR("://"));
    start = start == SIZE_MAX ? 0 : start + 3;
    while (start < url.n && url.p[start] != '/' && url.p[start] != '?' && url.p[start] != '#')
        start++; /* the host */
    size_t end = start;
    while (end < url.n && url.p[end] != '?' && url.p[end] != '#')
        end++;
    return wire_str_cut(url, start, end);
}

static wire__slug slug_of_address(wire_str url)
{
    wire_str rest = path_of(url);
    bool is_last = true;
    while (rest.n) {
        size_t start = rest.n;
        while (start && rest.p[start - 1] != '/')
            start--;
        const wire_str segment = wire_str_cut(rest, start, rest.n < start + MAX_SEGMENT ? rest.n : start + MAX_SEGMENT);
        rest.n = start ? start - 1 : 0;
        char decoded[MAX_SEGMENT];
        const wire_str text = {decoded, percent_decode(segment, decoded)};
        const wire__slug slug = wire__slug_make(strip_extensions(text));
        if (is_telling(&slug, is_last))
            return slug;
        is_last = is_last && (!segment.n || is_common(text_of(&slug))); /* "harbour/index.html" ends in harbour */
    }
    return (wire__slug){.n = 0};
}

static wire_civil day_of(const wire_story *story, const wire_zone *zone, int64_t first_seen)
{
    const wire_stamp *stamp = story->published.is_known ? &story->published : &story->modified;
    if (stamp->is_known && !stamp->has_time) /* a bare date is that day everywhere */
        return wire_civil_of(stamp->at, stamp->offset_s);
    const int64_t at = stamp->is_known ? stamp->at : first_seen;
    char abbreviation[8];
    return wire_civil_of(at, zone ? wire_zone_offset(zone, at, abbreviation) : 0);
}

wire_code wire_story_path(const wire_story *story, const wire_zone *zone, int64_t first_seen, uint64_t id,
                          wire_arena *arena, wire_str *path)
{
    wire_str section;
    if (wire_section_slug(story->section, arena, &section))
        return WIRE_ENOMEM;
    wire__slug slug = slug_of_address(story->url);
    if (!slug.n) {
        slug = wire__slug_make(story->headline);
        slug.n = slug.n_plain ? slug.n : 0;
    }
    wire_str name = text_of(&slug);
    if (!name.n)
        name = wire_arena_print(arena, "%llu", (unsigned long long)id);
    const wire_civil day = day_of(story, zone, first_seen);
    const wire_str made = name.p ? wire_arena_print(arena, "%04d/%02u/%02u/%.*s/%.*s", day.year, day.month, day.day,
                                                    WIRE_ARG(section), WIRE_ARG(name))
                                 : (wire_str){NULL, 0};
    if (!made.p)
        return WIRE_ENOMEM;
    *path = made;
    return WIRE_OK;
}
