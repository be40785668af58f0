/* seen.c: byline and stamp as the visible page shows them, and all facts put into the story. */
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

static void take_names(const wire__scan *scan, wire__node *node, wire_arena *arena, wire__facts *seen)
{
    char text[MAX_LINE];
    const wire_str line = {text, wire__node_copy_parted(scan, node, text, sizeof text)};
    wire_str copy;
    if (line.n > 1 && line.n < 160 && wire_arena_copy(arena, line, &copy))
        wire__byline_split(copy, arena, seen);
}

static void take_line(const wire__scan *scan, uint32_t at, wire_arena *arena, wire__facts *seen)
{
    char text[MAX_LINE];
    const wire_str line = {text, wire__text_copy_parted(scan, &scan->texts[at], text, sizeof text)};
    wire_str copy;
    if (wire_arena_copy(arena, line, &copy))
        wire__byline_split(copy, arena, seen);
}

/* Elements that say they hold an author, among the texts [from, to) or anywhere but in comments. */
static void see_marked(const wire__scan *scan, wire_arena *arena, uint32_t from, uint32_t to, wire__facts *seen)
{
    static const wire_str kinds[] = {WIRE_STR("byline-class"), WIRE_STR("rel-author"), WIRE_STR("author-class")};
    for (size_t k = 0; k < 3 && !seen->n_authors; k++)
        for (uint32_t i = 0; i < scan->n_notes; i++) {
            const wire__note *n = &scan->notes[i];
            const uint64_t near = scan->boxes[n->box].near;
            if (!wire_str_is(n->name, kinds[k]) || n->at < from || n->at >= to ||
                (near >> 4 * WIRE__TOPIC_COMMENT & 15) < 8 || (near >> 4 * WIRE__TOPIC_RELATED & 15) < 2)
                continue;
            take_names(scan, n->node, arena, seen);
            if (seen->n_authors && k != 1)
                break; /* several links may each name one, but the next box is another's */
        }
}

/* Lines that start as bylines do, "By A"; or "By" and the name in the next. */
static void see_lines(const wire__scan *scan, wire_arena *arena, uint32_t from, uint32_t to, wire__facts *seen)
{
    for (uint32_t i = from; i < to && !seen->n_authors; i++) {
        const wire__text *t = &scan->texts[i];
        if (!is_short(t, 120) || t->heading == 1)
            continue;
        char text[MAX_LINE];
        wire_str line = {text, wire__text_copy_parted(scan, t, text, sizeof text)};
        bool is_bare;
        if (wire__byline_has_lead(line, &is_bare)) {
            take_line(scan, is_bare && i + 1 < scan->n_texts ? i + 1 : i, arena, seen);
            continue;
        }
        const size_t by = wire_str_find_ci(line, WIRE_STR(" by ")); /* "Published August 7 by A" */
        wire_str copy;
        if (by != SIZE_MAX && t->digits >= 2 && t->words < 14 &&
            wire_arena_copy(arena, wire_str_cut(line, by + 1, line.n), &copy))
            wire__byline_split(copy, arena, seen);
    }
}

/* Where links to people's pages lead. */
static bool is_author_page(wire_str href)
{
    static const char *const parts[] = {
        "/author/",      "/authors/",    "/autor/",     "/autores/",      "/auteur/",      "/autoren/",
        "/people/",      "/our-people/", "/producers/", "/contributors/", "/contributor/", "/journalist/",
        "/journalists/", "/writers/",    "/writer/",    "/staff/",        "/profile/",     "/reporter/",
        "/reporters/",   "/redakteur/",  "/byline/",    "/team/"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (wire_str_find(href, wire_str_of(parts[i])) != SIZE_MAX)
            return true;
    return false;
}

/* Names that are links to their owners' pages, near the headline. */
static void see_links(const wire__scan *scan, wire_arena *arena, uint32_t from, uint32_t to, wire__facts *seen)
{
    for (uint32_t i = from; i < to; i++) {
        const wire__text *t = &scan->texts[i];
        if (t->is_kept || t->chars > 120 || !t->link_chars || t->heading == 1)
            continue;
        uint32_t steps = 0;
        for (wire__node *n = t->first; n && steps < 40; steps++, n = n == t->last ? NULL : wire__node_next(n, NULL)) {
            wire__node *link = wire__node_is_text(n) ? n->parent : NULL;
            for (int up = 0; link && up < 3 && !wire__node_is(link, LXB_TAG_A); up++)
                link = link->parent;
            if (link && wire__node_is(link, LXB_TAG_A) &&
                is_author_page(wire__node_attr(scan->dom, link, WIRE__ATTR_HREF)))
                take_names(scan, link, arena, seen);
        }
        if (seen->n_authors)
            return;
    }
}

/* "Written by A" says the same wherever it stands. */
static void see_written(const wire__scan *scan, wire_arena *arena, wire__facts *seen)
{
    static const wire_str starts[] = {WIRE_STR("written by "), WIRE_STR("posted by "), WIRE_STR("article by "),
                                      WIRE_STR("author: "), WIRE_STR("words by ")};
    for (uint32_t i = 0; i < scan->n_texts && !seen->n_authors; i++) {
        const wire__text *t = &scan->texts[i];
        if (t->chars > 80 || t->chars < 10 || (scan->boxes[t->box].near >> 4 * WIRE__TOPIC_COMMENT & 15) < 8)
            continue;
        const wire_str head = wire_str_trim(wire__node_text(t->first));
        for (size_t k = 0; k < sizeof starts / sizeof *starts; k++)
            if (head.n + 1 >= starts[k].n &&
                wire_str_is_ci(wire_str_cut(head, 0, starts[k].n - 1), wire_str_cut(starts[k], 0, starts[k].n - 1)))
                take_line(scan, i, arena, seen);
    }
}

static void see_byline(wire__scan *scan, wire_arena *arena, uint32_t from, uint32_t to, wire__facts *seen)
{
    see_marked(scan, arena, from, to, seen);
    if (!seen->n_authors)
        see_lines(scan, arena, from, to, seen);
    if (!seen->n_authors)
        see_links(scan, arena, from, to, seen);
    if (!seen->n_authors)
        see_marked(scan, arena, 0, scan->n_texts + 1, seen);
    if (!seen->n_authors)
        see_written(scan, arena, seen);
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

static void see_stamps(wire__scan *scan, wire_arena *arena, uint32_t from, uint32_t to, wire__all_facts *facts)
{
    (void)arena;
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
    see_byline(scan, arena, from, to, &facts->seen);
    read_stamp(facts->ld.published, &facts->published);
    read_stamp(facts->meta.published, &facts->published);
    read_stamp(facts->seen.published, &facts->published);
    read_stamp(facts->ld.modified, &facts->modified);
    read_stamp(facts->meta.modified, &facts->modified);
    read_stamp(facts->seen.modified, &facts->modified);
    see_stamps(scan, arena, from, to, facts);
    if (!facts->published.is_known) {
        const wire_str url = scan->canonical.n ? scan->canonical : page->url;
        if (!date_of_address(url, &facts->published) && facts->modified.is_known)
            facts->published = facts->modified;
    }
    if (facts->modified.is_known && facts->published.is_known && facts->modified.at < facts->published.at - DAY)
        facts->modified = (wire_stamp){0};
}

/* Into the story -------------------------------------------------------------------------- */

static wire_str first_of(wire_str a, wire_str b, wire_str c)
{
    return a.n ? a : b.n ? b : c;
}

static bool copy_to(wire_story *story, wire_str *to, wire_str text)
{
    return !text.n || wire_arena_copy(story->arena, text, to);
}

/* "en_us" as BCP 47 has it: "en-US". */
static bool put_language(wire_story *story, wire_str tag)
{
    tag = wire_str_trim(tag);
    size_t n = 0;
    while (n < tag.n && n < 35 &&
           (tag.p[n] == '-' || tag.p[n] == '_' || (tag.p[n] >= '0' && tag.p[n] <= '9') ||
            ((tag.p[n] | 32) >= 'a' && (tag.p[n] | 32) <= 'z')))
        n++;
    tag.n = n;
    if (tag.n < 2)
        return true;
    char *p = wire_arena_take(story->arena, tag.n + 1, 1);
    if (!p)
        return false;
    size_t part = 0, at = 0;
    for (size_t i = 0; i < tag.n; i++) {
        char c = tag.p[i];
        if (c == '_' || c == '-') {
            part++;
            at = 0;
            p[i] = '-';
            continue;
        }
        size_t len = at;
        while (i + len - at < tag.n && tag.p[i + len - at] != '-' && tag.p[i + len - at] != '_')
            len++;
        const bool is_letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        if (is_letter)
            c = part && (len == 2 || (len == 4 && at == 0)) ? (char)(c & ~32) : (char)(c | 32);
        p[i] = c;
        at++;
    }
    p[tag.n] = '\0';
    const size_t first = wire_str_find((wire_str){p, tag.n}, WIRE_STR("-"));
    if ((first == SIZE_MAX ? tag.n : first) <= 3)
        story->language = (wire_str){p, tag.n};
    return true;
}

static bool put_authors(wire_story *story, const wire__all_facts *facts)
{
    const wire__facts *from = facts->ld.n_authors ? &facts->ld : facts->meta.n_authors ? &facts->meta : &facts->seen;
    if (!from->n_authors)
        return true;
    /* An organisation in the metadata is the house; names shown are the writers. */
    bool has_person = false;
    for (uint32_t i = 0; i < from->n_authors; i++)
        has_person = has_person || !from->authors[i].is_organization;
    if (!has_person)
        for (uint32_t k = 0; k < 2; k++) {
            const wire__facts *other = k ? &facts->seen : &facts->meta;
            for (uint32_t i = 0; i < other->n_authors; i++)
                if (!other->authors[i].is_organization) {
                    from = other;
                    k = 2;
                    break;
                }
        }
    wire_author *authors = WIRE_TAKE(story->arena, wire_author, from->n_authors);
    if (!authors)
        return false;
    for (uint32_t i = 0; i < from->n_authors; i++) {
        authors[i].is_organization = from->authors[i].is_organization;
        if (!wire_arena_copy(story->arena, from->authors[i].name, &authors[i].name))
            return false;
    }
    story->authors = authors;
    story->n_authors = from->n_authors;
    return true;
}

static bool put_keywords(wire_story *story, const wire__all_facts *facts)
{
    const wire__facts *from = facts->ld.n_keywords ? &facts->ld : &facts->meta;
    wire_str *words = from->n_keywords ? WIRE_TAKE(story->arena, wire_str, from->n_keywords) : NULL;
    if (from->n_keywords && !words)
        return false;
    for (uint32_t i = 0; i < from->n_keywords; i++)
        if (!wire_arena_copy(story->arena, from->keywords[i], &words[i]))
            return false;
    story->keywords = words;
    story->n_keywords = from->n_keywords;
    return true;
}

/* The address read against the page's, if it is the web's. */
static wire_code read_web(wire_address_reader *addresses, wire_str text, wire_str base, wire_arena *arena,
                          wire_str *href)
{
    wire_address address;
    if (!text.n)
        return WIRE_NONE;
    const wire_code code = wire_address_read(addresses, text, base, arena, &address);
    if (code != WIRE_OK)
        return code;
    if (!wire_address_is_web(&address))
        return WIRE_NONE;
    *href = address.href;
    return WIRE_OK;
}

static wire_code put_url(const wire__scan *scan, const wire_page *page, const wire__all_facts *facts,
                         wire_address_reader *addresses, wire_str base, wire_story *story)
{
    const wire_str candidates[] = {scan->canonical, facts->meta.url, facts->ld.url, page->url};
    for (size_t i = 0; i < 4; i++) {
        const wire_code code = read_web(addresses, candidates[i], base, story->arena, &story->url);
        if (code != WIRE_NONE)
            return code;
    }
    return WIRE_OK;
}

static wire_code put_image(const wire__all_facts *facts, wire_address_reader *addresses, wire_str base,
                           wire_story *story)
{
    const wire__facts *from = facts->ld.image.n ? &facts->ld : &facts->meta;
    wire_str url = {NULL, 0};
    wire_code code = read_web(addresses, from->image, base, story->arena, &url);
    if (code != WIRE_OK)
        return code == WIRE_NONE ? WIRE_OK : code;
    wire_figure *figure = WIRE_TAKE(story->arena, wire_figure, 1);
    if (!figure || !copy_to(story, &figure->caption, from->caption) || !copy_to(story, &figure->credit, from->credit))
        return WIRE_ENOMEM;
    figure->url = url;
    story->images = figure;
    story->n_images = 1;
    return WIRE_OK;
}

wire_code wire__facts_put(const wire__scan *scan, const wire_page *page, const wire__all_facts *facts,
                          wire_address_reader *addresses, wire_str base, wire_story *story, wire_error *err)
{
    const wire__facts *ld = &facts->ld, *meta = &facts->meta, *seen = &facts->seen;
    bool fits = wire_arena_copy(story->arena, page->input, &story->input) &&
                wire_arena_copy(story->arena, facts->headline, &story->headline);
    fits = fits && copy_to(story, &story->description, first_of(ld->description, meta->description, seen->description));
    fits = fits && copy_to(story, &story->publisher, facts->site);
    fits = fits && copy_to(story, &story->section, first_of(ld->section, meta->section, seen->section));
    const wire_str second = ld->alternative.n ? ld->alternative : facts->kicker;
    if (second.n && !wire__is_same_words(second, facts->headline))
        fits = fits && copy_to(story, &story->alternative, second);
    fits = fits && put_language(story, first_of(scan->language, ld->language, meta->language));
    fits = fits && put_authors(story, facts) && put_keywords(story, facts);
    story->published = facts->published;
    story->modified = facts->modified;
    if (ld->has_access || meta->has_access) {
        story->has_access = true;
        story->is_free = ld->has_access ? ld->is_free : meta->is_free;
    }
    wire_code code = fits ? put_url(scan, page, facts, addresses, base, story) : WIRE_ENOMEM;
    if (code == WIRE_OK)
        code = put_image(facts, addresses, base, story);
    return code == WIRE_OK ? WIRE_OK : wire_fail(err, code, "extract: no memory for the story's facts");
}
