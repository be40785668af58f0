/* seen.c: when the story was published and changed, as the visible page shows it. */
#include <string.h>

#include "extract/facts.h"

enum { MAX_LINE = 300, BEFORE = 30, AFTER = 12, DAY = 86400 };

/* The texts among which a byline and a stamp are looked for: around the headline and the body's first text. */
static void region(const wire__scan *scan, const wire__all_facts *facts, uint32_t *from, uint32_t *to)
{
    uint32_t first = 0;
    while (first < scan->n_texts && !scan->texts[first].is_kept)
        first++;
    if (first == scan->n_texts)
        first = scan->n_texts < 40 ? scan->n_texts : 40;
    uint32_t head = facts->headline_text;
    if (head == UINT32_MAX || head > first)
        head = first > 8 ? first - 8 : 0;
    *from = head > 6 ? head - 6 : 0;
    if (first - *from > BEFORE + 6)
        first = *from + BEFORE;
    *to = first + AFTER < scan->n_texts ? first + AFTER : scan->n_texts;
}

static bool is_short(const wire__text *t, uint32_t most)
{
    return !t->is_kept && t->chars <= most;
}

static bool has_year(wire_str s)
{
    for (size_t i = 0; i + 4 <= s.n; i++)
        if ((s.p[i] == '1' || s.p[i] == '2') && (s.p[i + 1] == '9' || s.p[i + 1] == '0') && s.p[i + 2] >= '0' &&
            s.p[i + 2] <= '9' && s.p[i + 3] >= '0' && s.p[i + 3] <= '9')
            return true;
    return false;
}

/* A zone named in a shown stamp goes before the metadata's offset where both are the same minute. */
static void take_zone(const wire_stamp *shown, wire_stamp *stamp)
{
    if (!stamp->is_known || !shown->has_time || !shown->zone[0] || !shown->has_offset)
        return;
    const int64_t apart = stamp->at - shown->at;
    if (stamp->has_time && apart > -120 && apart < 120) {
        stamp->offset_s = shown->offset_s;
        stamp->has_offset = true;
        memcpy(stamp->zone, shown->zone, sizeof stamp->zone);
    }
}

static void weigh_stamp(const wire_stamp *shown, wire_str line, wire__all_facts *facts)
{
    const bool says_updated = wire_str_find_ci(line, WIRE_STR("updat")) != SIZE_MAX ||
                              wire_str_find_ci(line, WIRE_STR("modif")) != SIZE_MAX ||
                              wire_str_find_ci(line, WIRE_STR("aktualis")) != SIZE_MAX ||
                              wire_str_find_ci(line, WIRE_STR("actuali")) != SIZE_MAX;
    take_zone(shown, &facts->published);
    take_zone(shown, &facts->modified);
    wire_stamp *to = says_updated ? &facts->modified : &facts->published;
    if (!to->is_known)
        *to = *shown;
}

static void see_stamps(wire__scan *scan, uint32_t from, uint32_t to, wire__all_facts *facts)
{
    wire_stamp stamp;
    for (uint32_t i = 0; i < scan->n_notes; i++) { /* <time datetime>, or a class that says date */
        const wire__note *n = &scan->notes[i];
        const bool is_time = wire_str_is(n->name, WIRE_STR("time"));
        if ((!is_time && !wire_str_is(n->name, WIRE_STR("date-class"))) || n->at < from || n->at >= to)
            continue;
        char text[MAX_LINE];
        const wire_str line = {text, wire__node_copy(scan, n->node, text, sizeof text)};
        const wire_str stated = wire__node_attr(scan->dom, n->node, WIRE__ATTR_DATETIME);
        if (stated.n && wire_stamp_read(stated, NULL, &stamp) == WIRE_OK)
            weigh_stamp(&stamp, line, facts);
        if (line.n && line.n < 200 && has_year(line) && wire_stamp_read(line, NULL, &stamp) == WIRE_OK)
            weigh_stamp(&stamp, line, facts);
    }
    for (uint32_t i = from; i < to; i++) {
        const wire__text *t = &scan->texts[i];
        if (!is_short(t, 110) || t->digits < 5 || t->heading == 1)
            continue;
        char text[MAX_LINE];
        const wire_str line = {text, wire__text_copy(scan, t, text, sizeof text)};
        if (has_year(line) && wire_stamp_read(line, NULL, &stamp) == WIRE_OK) {
            weigh_stamp(&stamp, line, facts);
            if (facts->stamp_text == UINT32_MAX)
                facts->stamp_text = i;
        }
    }
}

/* "/2026/11/20/" in the page's address. */
static bool date_of_address(wire_str url, wire_stamp *stamp)
{
    for (size_t i = 0; i + 11 <= url.n; i++) {
        const char *p = url.p + i;
        if (p[0] != '/' || p[1] != '2' || p[2] != '0' || p[5] != p[8] || (p[5] != '/' && p[5] != '-'))
            continue;
        char day[11] = {p[1], p[2], p[3], p[4], '-', p[6], p[7], '-', p[9], p[10], 0};
        bool is_number = true;
        for (int k = 0; k < 10; k++)
            is_number = is_number && (k == 4 || k == 7 || (day[k] >= '0' && day[k] <= '9'));
        if (is_number && wire_stamp_read(wire_str_of(day), NULL, stamp) == WIRE_OK)
            return true;
    }
    return false;
}

static void read_stamp(wire_str text, wire_stamp *stamp)
{
    wire_stamp read;
    if (!stamp->is_known && text.n && wire_stamp_read(text, NULL, &read) == WIRE_OK && read.is_known)
        *stamp = read;
}

void wire__facts_see(wire__scan *scan, const wire_page *page, wire_arena *arena, wire__all_facts *facts)
{
    uint32_t from, to;
    region(scan, facts, &from, &to);
    wire__authors_see(scan, from, to, arena, facts);
    read_stamp(facts->ld.published, &facts->published);
    read_stamp(facts->meta.published, &facts->published);
    read_stamp(facts->seen.published, &facts->published);
    read_stamp(facts->ld.modified, &facts->modified);
    read_stamp(facts->meta.modified, &facts->modified);
    read_stamp(facts->seen.modified, &facts->modified);
    see_stamps(scan, from, to, facts);
    if (!facts->published.is_known) {
        const wire_str url = scan->canonical.n ? scan->canonical : page->url;
        if (!date_of_address(url, &facts->published) && facts->modified.is_known)
            facts->published = facts->modified;
    }
    if (facts->modified.is_known && facts->published.is_known && facts->modified.at < facts->published.at - DAY)
        facts->modified = (wire_stamp){0};
}
