/* evidence.c: where each fact of a page was found, who else says so, and how sure that makes it. */
#include "extract/evidence.h"

#include <string.h>

enum { MAX_FACTS = 20, MAX_VALUE = 400 };

typedef struct listing {
    const wire__scan *scan;
    const wire__all_facts *facts;
    wire_arena *arena;
    wire_evidence *items;
    uint32_t n;
} listing;

#define BIT(source) (1u << (source))

static const char *source_name(wire__source source)
{
    static const char *const names[] = {
        [WIRE__FROM_NOWHERE] = "nothing",     [WIRE__FROM_LD] = "JSON-LD",        [WIRE__FROM_META] = "meta",
        [WIRE__FROM_MICRODATA] = "microdata", [WIRE__FROM_SHOWN] = "shown",       [WIRE__FROM_TITLE] = "title",
        [WIRE__FROM_ADDRESS] = "address",     [WIRE__FROM_DECLARED] = "declared", [WIRE__FROM_TEXT] = "text"};
    return names[source];
}

/* "shown, JSON-LD, meta": the one it was taken from, then those that say the same. */
static wire_str name_sources(const listing *l, wire__source from, uint32_t agree)
{
    char text[120];
    int n = snprintf(text, sizeof text, "%s", source_name(from));
    for (uint32_t s = WIRE__FROM_LD; s <= WIRE__FROM_TEXT; s++)
        if (agree >> s & 1 && s != from && n > 0 && (size_t)n < sizeof text)
            n += snprintf(text + n, sizeof text - (size_t)n, ", %s", source_name((wire__source)s));
    wire_str copy = {NULL, 0};
    return wire_arena_copy(l->arena, wire_str_of(text), &copy) ? copy : (wire_str){NULL, 0};
}

static void add(listing *l, const char *fact, wire_str value, wire__source from, uint32_t agree, double confidence)
{
    if (value.n && l->n < MAX_FACTS)
        l->items[l->n++] = (wire_evidence){wire_str_of(fact), value, name_sources(l, from, agree), confidence};
}

static uint32_t count_bits(uint32_t mask)
{
    return (uint32_t)__builtin_popcount(mask);
}

/* Measured (bench/facts.py): how often a fact is right that so many sources agree on. */
static double sure(const double by_count[4], uint32_t agree)
{
    const uint32_t n = count_bits(agree);
    return by_count[n > 3 ? 3 : n ? n - 1 : 0];
}

static void add_headline(listing *l)
{
    static const double shown[] = {0.65, 0.90, 0.98, 0.98}, stated[] = {0.45, 0.85, 0.90, 0.90};
    const wire__all_facts *f = l->facts;
    const wire_str said[] = {f->ld.headline, f->meta.headline, f->seen.headline};
    const bool is_shown = f->headline_source == WIRE__FROM_SHOWN;
    uint32_t agree = BIT(f->headline_source);
    for (uint32_t i = 0; i < 3; i++)
        agree |= wire__is_same_words(said[i], f->headline) ? BIT(WIRE__FROM_LD + i) : 0;
    const wire_str title = wire_str_cut(f->title, 0, f->headline.n + 8 < f->title.n ? f->headline.n : f->title.n);
    agree |= wire__is_same_words(title, f->headline) ? BIT(WIRE__FROM_TITLE) : 0;
    add(l, "headline", f->headline, f->headline_source, agree, sure(is_shown ? shown : stated, agree));
}

static bool has_any(const wire__facts *a, const wire__facts *b)
{
    for (uint32_t i = 0; i < a->n_authors; i++)
        for (uint32_t k = 0; k < b->n_authors; k++)
            if (wire_str_is_ci(a->authors[i].name, b->authors[k].name))
                return true;
    return false;
}

static void add_author(listing *l)
{
    static const double person[] = {0.88, 0.98, 0.99, 0.99};
    const wire__all_facts *f = l->facts;
    const wire__facts *said[] = {&f->ld, &f->meta, &f->seen, &f->shown};
    uint32_t agree = f->by.n_authors ? BIT(f->by_source) : 0;
    for (uint32_t i = 0; i < 4; i++)
        agree |= has_any(said[i], &f->by) ? BIT(WIRE__FROM_LD + i) : 0;
    char names[MAX_VALUE];
    size_t n = 0;
    bool is_house = true;
    for (uint32_t i = 0; i < f->by.n_authors; i++) {
        const wire_str name = f->by.authors[i].name;
        is_house = is_house && f->by.authors[i].is_organization;
        if (n + name.n + 3 >= sizeof names)
            break;
        memcpy(names + n, i ? ", " : "", i ? 2 : 0);
        n += i ? 2 : 0;
        memcpy(names + n, name.p, name.n);
        n += name.n;
    }
    wire_str value = {NULL, 0};
    if (n && wire_arena_copy(l->arena, (wire_str){names, n}, &value))
        add(l, "author", value, f->by_source, agree, is_house ? 0.86 : sure(person, agree));
}

static bool is_same_day(wire_str said, const wire_stamp *stamp)
{
    wire_stamp read;
    return said.n && wire_stamp_read(said, NULL, &read) == WIRE_OK && read.at / 86400 == stamp->at / 86400;
}

static void add_stamp(listing *l, const char *fact, const wire_stamp *stamp, wire__source from, const wire_str said[3])
{
    static const double known[] = {0.86, 0.97, 0.97, 0.97};
    if (!stamp->is_known)
        return;
    uint32_t agree = BIT(from);
    for (uint32_t i = 0; i < 3; i++)
        agree |= is_same_day(said[i], stamp) ? BIT(WIRE__FROM_LD + i) : 0;
    wire_out out;
    wire_out_open_memory(&out, 0);
    wire_stamp_write(stamp, &out);
    if (stamp->zone[0])
        wire_out_print(&out, " %s%s", stamp->zone, stamp->is_unsure ? "?" : "");
    wire_str value = {NULL, 0};
    const bool fits = wire_arena_copy(l->arena, wire_out_text(&out), &value);
    const double confidence = from == WIRE__FROM_ADDRESS ? 0.80 : sure(known, agree);
    if (wire_out_close(&out, NULL) == WIRE_OK && fits)
        add(l, fact, value, from, agree, stamp->is_unsure ? confidence / 2 : confidence);
}

/* A fact that is taken from the first of several sources that has it. */
static void add_first(listing *l, const char *fact, const wire_str said[3], wire_str chosen, double confidence)
{
    wire__source from = WIRE__FROM_NOWHERE;
    uint32_t agree = 0;
    for (uint32_t i = 0; i < 3; i++) {
        if (!said[i].n)
            continue;
        from = from == WIRE__FROM_NOWHERE ? (wire__source)(WIRE__FROM_LD + i) : from;
        agree |= wire_str_is_ci(said[i], chosen) ? BIT(WIRE__FROM_LD + i) : 0;
    }
    if (from != WIRE__FROM_NOWHERE)
        add(l, fact, chosen, from, agree, count_bits(agree) > 1 ? confidence + 0.05 : confidence);
}

static wire_str text_of(const listing *l, uint32_t at)
{
    char text[MAX_VALUE];
    wire_str copy = {NULL, 0};
    if (at == UINT32_MAX)
        return copy;
    const wire_str line = {text, wire__text_copy(l->scan, &l->scan->texts[at], text, sizeof text)};
    return wire_arena_copy(l->arena, line, &copy) ? copy : (wire_str){NULL, 0};
}

static void add_others(listing *l, uint32_t standfirst, uint32_t kicker)
{
    const wire__all_facts *f = l->facts;
    const wire__facts *ld = &f->ld, *meta = &f->meta, *seen = &f->seen;
    if (ld->alternative.n)
        add(l, "alternativeHeadline", ld->alternative, WIRE__FROM_LD, 0, 0.85);
    else
        add(l, "alternativeHeadline", f->kicker.n ? f->kicker : text_of(l, kicker), WIRE__FROM_SHOWN, 0, 0.80);
    const wire_str abstract = text_of(l, standfirst);
    const bool is_said =
        wire__is_same_words(abstract, ld->description) || wire__is_same_words(abstract, meta->description);
    add(l, "abstract", abstract, WIRE__FROM_SHOWN, is_said ? BIT(WIRE__FROM_META) : 0, is_said ? 0.95 : 0.75);
    add(l, "correction", text_of(l, f->correction_text), WIRE__FROM_SHOWN, 0, 0.95);
    const wire_str none = {NULL, 0};
    add_first(l, "publisher", (wire_str[]){ld->publisher, meta->publisher, none}, f->site, 0.90);
    if (!ld->publisher.n && !meta->publisher.n)
        add(l, "publisher", f->site, WIRE__FROM_TITLE, 0, 0.85);
    add_first(l, "articleSection", (wire_str[]){ld->section, meta->section, seen->section},
              ld->section.n     ? ld->section
              : meta->section.n ? meta->section
                                : seen->section,
              0.85);
    add(l, "inLanguage", f->language, f->language_source, 0, f->language_source == WIRE__FROM_DECLARED ? 0.97 : 0.95);
    add(l, "url", l->scan->canonical, WIRE__FROM_DECLARED, 0, 0.98);
    add_first(l, "image", (wire_str[]){ld->image, meta->image, none}, ld->image.n ? ld->image : meta->image, 0.85);
    if (ld->has_access || meta->has_access)
        add(l, "isAccessibleForFree",
            (ld->has_access ? ld->is_free : meta->is_free) ? WIRE_STR("true") : WIRE_STR("false"),
            ld->has_access ? WIRE__FROM_LD : WIRE__FROM_META, 0, 0.95);
    else if (l->scan->has_paywall)
        add(l, "isAccessibleForFree", WIRE_STR("false"), WIRE__FROM_SHOWN, 0, 0.50);
}

const wire_evidence *wire__evidence_list(const wire__scan *scan, const wire__all_facts *facts, uint32_t standfirst,
                                         uint32_t kicker, wire_arena *arena, uint32_t *n)
{
    listing l = {.scan = scan, .facts = facts, .arena = arena, .items = WIRE_TAKE(arena, wire_evidence, MAX_FACTS)};
    *n = 0;
    if (!l.items)
        return NULL;
    add_headline(&l);
    add_author(&l);
    add_stamp(&l, "datePublished", &facts->published, facts->published_source,
              (wire_str[]){facts->ld.published, facts->meta.published, facts->seen.published});
    add_stamp(&l, "dateModified", &facts->modified, facts->modified_source,
              (wire_str[]){facts->ld.modified, facts->meta.modified, facts->seen.modified});
    add_others(&l, standfirst, kicker);
    *n = l.n;
    return l.items;
}

void wire__evidence_write(const wire_evidence *evidence, uint32_t n, wire_out *out)
{
    for (uint32_t i = 0; i < n; i++) {
        const wire_evidence *e = &evidence[i];
        wire_out_print(out, "fact    %.2f %-20.*s (%.*s)  %.*s\n", e->confidence, WIRE_ARG(e->fact),
                       WIRE_ARG(e->source), WIRE_ARG(e->value));
    }
}

void wire__evidence_write_html(const wire_evidence *evidence, uint32_t n, wire_out *out)
{
    wire_out_lit(out, "<dl>\n");
    for (uint32_t i = 0; i < n; i++) {
        const wire_evidence *e = &evidence[i];
        wire_out_lit(out, "<dt>");
        wire_out_html_text(out, e->fact);
        wire_out_lit(out, "<dd dir=auto>");
        wire_out_html_text(out, e->value);
        wire_out_print(out, "<p class=why>%.2f ", e->confidence);
        wire_out_html_text(out, e->source);
        wire_out_byte(out, '\n');
    }
    wire_out_lit(out, "</dl>\n");
}
