/* authors.c: by whom the story is: what metadata states, what the visible page shows, and which of them counts. */
#include <string.h>

#include "extract/facts.h"

enum { MAX_LINE = 300, NEAR = 8 };

/* A cell without what joins names: "and ", "By ", a comma. */
static wire_str bare_cell(wire_str cell)
{
    static const wire_str joins[] = {WIRE_STR("by "),  WIRE_STR("and "), WIRE_STR("und "), WIRE_STR("et "),
                                     WIRE_STR("von "), WIRE_STR("y "),   WIRE_STR("& "),   WIRE_STR(", ")};
    cell = wire_str_trim(cell);
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++)
        if (cell.n > joins[i].n && wire_str_is_ci(wire_str_cut(cell, 0, joins[i].n), joins[i]))
            return bare_cell(wire_str_cut(cell, joins[i].n, cell.n));
    while (cell.n && strchr(",;|", cell.p[cell.n - 1]))
        cell.n--;
    return wire_str_trim(cell);
}

/* People who stand in elements of their own, with roles, places and stamps in others. */
static void take_cells(wire_str cells, wire_arena *arena, wire__facts *seen)
{
    while (cells.n) {
        const char *end = memchr(cells.p, '\n', cells.n);
        const size_t len = end ? (size_t)(end - cells.p) : cells.n;
        const wire_str cell = bare_cell(wire_str_cut(cells, 0, len));
        wire_str copy;
        if (wire__is_person(cell) && wire_arena_copy(arena, cell, &copy))
            wire__facts_add_author(seen, copy, false);
        cells = wire_str_cut(cells, end ? len + 1 : len, cells.n);
    }
}

static void take_names(const wire__scan *scan, wire__node *node, wire_arena *arena, wire__facts *seen)
{
    char text[MAX_LINE], cells[MAX_LINE];
    const wire_str line = {text, wire__node_copy_parted(scan, node, text, sizeof text)};
    wire_str copy;
    if (line.n < 2 || line.n >= 200)
        return;
    wire__facts apart = {0}, split = {0};
    take_cells((wire_str){cells, wire__node_copy_cells(scan, node, cells, sizeof cells)}, arena, &apart);
    if (wire_arena_copy(arena, line, &copy))
        wire__byline_split(copy, arena, &split);
    const wire__facts *best = apart.n_authors >= split.n_authors ? &apart : &split;
    for (uint32_t i = 0; i < best->n_authors; i++)
        wire__facts_add_author(seen, best->authors[i].name, best->authors[i].is_organization);
}

static void take_line(const wire__scan *scan, uint32_t at, wire_arena *arena, wire__facts *seen)
{
    char text[MAX_LINE];
    const wire_str line = {text, wire__text_copy_parted(scan, &scan->texts[at], text, sizeof text)};
    wire_str copy;
    if (wire_arena_copy(arena, line, &copy))
        wire__byline_split(copy, arena, seen);
}

/* "By <a rel=author>Ada Byrne</a>, Harbour News": the house stands beside the link. */
static void take_house_beside(const wire__scan *scan, uint32_t at, wire_arena *arena, wire__facts *seen)
{
    for (uint32_t i = at ? at - 1 : 0; i <= at && i < scan->n_texts; i++) {
        char text[MAX_LINE];
        bool is_bare;
        const wire_str line = {text, wire__text_copy_parted(scan, &scan->texts[i], text, sizeof text)};
        if (scan->texts[i].chars > 90 || !wire__byline_has_lead(line, &is_bare) ||
            wire_str_find(line, seen->authors[0].name) == SIZE_MAX)
            continue;
        wire__facts all = {0};
        take_line(scan, i, arena, &all);
        for (uint32_t k = 0; k < all.n_authors; k++)
            if (all.authors[k].is_organization)
                wire__facts_add_author(seen, all.authors[k].name, true);
        return;
    }
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
                (near >> 4 * WIRE__TOPIC_COMMENT & 15) < 8 || (near >> 4 * WIRE__TOPIC_RELATED & 15) < 2 ||
                (near >> 4 * WIRE__TOPIC_CAPTION & 15) < 2)
                continue;
            take_names(scan, n->node, arena, seen);
            if (k == 1 && seen->n_authors == 1)
                take_house_beside(scan, n->at, arena, seen);
            if (seen->n_authors && k != 1)
                break; /* several links may each name one, but the next box is another's */
        }
}

/* The names that follow a label, a text each. */
static void take_following(const wire__scan *scan, uint32_t at, wire_arena *arena, wire__facts *seen)
{
    for (uint32_t i = at; i < scan->n_texts && i < at + 8; i++) {
        const wire__text *t = &scan->texts[i];
        if (t->chars > 60 || (t->is_kept && t->is_para) ||
            (i > at && scan->boxes[t->box].pair != scan->boxes[t[-1].box].pair))
            return;
        char text[MAX_LINE];
        if (i > at && !wire__is_person((wire_str){text, wire__text_copy(scan, t, text, sizeof text)}))
            return;
        take_line(scan, i, arena, seen);
    }
}

/* Lines that start as bylines do, "By A"; or "By" and the name in the next. */
static void see_lines(wire__scan *scan, wire_arena *arena, uint32_t from, uint32_t to, wire__facts *seen)
{
    for (uint32_t i = from; i < to && !seen->n_authors; i++) {
        wire__text *t = &scan->texts[i];
        if (t->chars > (t->is_kept ? 60 : 120) || t->heading == 1 || (t->is_kept && t->ends_stop))
            continue;
        char text[MAX_LINE];
        wire_str line = {text, wire__text_copy_parted(scan, t, text, sizeof text)};
        bool is_bare;
        if (wire__byline_has_lead(line, &is_bare)) {
            if (is_bare)
                take_following(scan, i + 1, arena, seen);
            else
                take_line(scan, i, arena, seen);
            if (t->is_kept && !is_bare && seen->n_authors) { /* "By Ada Byrne" as the body's first paragraph */
                t->is_kept = wire__is_person(seen->authors[0].name) == false;
                t->role = t->is_kept ? t->role : WIRE__ROLE_BYLINE;
            }
            continue;
        }
        if (t->is_kept)
            continue;
        const size_t by = wire_str_find_ci(line, WIRE_STR(" by ")); /* "Published August 7 by A" */
        wire_str copy;
        if (by != SIZE_MAX && t->digits >= 2 && t->words < 14 &&
            wire_arena_copy(arena, wire_str_cut(line, by + 1, line.n), &copy))
            wire__byline_split(copy, arena, seen);
    }
}

/* Pages without headings may set headline, byline and stamp as lines of one text. */
static void see_head_lines(const wire__scan *scan, uint32_t head, wire_arena *arena, wire__facts *seen)
{
    char text[MAX_LINE];
    if (head == UINT32_MAX || scan->texts[head].heading)
        return;
    wire_str rest = {text, wire__text_copy_cells(scan, &scan->texts[head], text, sizeof text)};
    while (rest.n && !seen->n_authors) {
        const char *end = memchr(rest.p, '\n', rest.n);
        const size_t n = end ? (size_t)(end - rest.p) : rest.n;
        const wire_str line = wire_str_cut(rest, 0, n);
        rest = wire_str_cut(rest, end ? n + 1 : n, rest.n);
        bool is_bare;
        wire_str copy;
        if (line.p != text && wire__byline_has_lead(line, &is_bare) && !is_bare && wire_arena_copy(arena, line, &copy))
            wire__byline_split(copy, arena, seen);
    }
}

/* Where links to people's pages lead. */
static bool is_author_page(wire_str href)
{
    static const char *const parts[] = {
        "/author/",     "/authors/",   "/autor/",        "/autores/",     "/auteur/",     "/autoren/",     "/people/",
        "/our-people/", "/producers/", "/contributors/", "/contributor/", "/journalist/", "/journalists/", "/writers/",
        "/writer/",     "/staff/",     "/reporter/",     "/reporters/",   "/redakteur/",  "/byline/",      "/team/"};
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

/* "<strong>Author</strong> Ada Byrne": a label in an element of its own. */
static bool is_labelled(const wire__scan *scan, const wire__text *t)
{
    char text[MAX_LINE];
    bool is_bare = false;
    const wire_str cells = {text, wire__text_copy_cells(scan, t, text, sizeof text)};
    const char *end = cells.n ? memchr(cells.p, '\n', cells.n) : NULL;
    return end && wire__byline_has_lead(wire_str_cut(cells, 0, (size_t)(end - cells.p)), &is_bare) && is_bare;
}

/* "Written by A" says the same wherever it stands; or "Author", and the name in the next text. */
static void see_written(const wire__scan *scan, wire_arena *arena, wire__facts *seen)
{
    static const struct {
        wire_str start;
        bool is_label; /* says so with a colon, or alone */
    } starts[] = {{WIRE_STR("written by"), false},
                  {WIRE_STR("posted by"), false},
                  {WIRE_STR("article by"), false},
                  {WIRE_STR("words by"), false},
                  {WIRE_STR("by"), true},
                  {WIRE_STR("author"), true},
                  {WIRE_STR("contributors"), true},
                  {WIRE_STR("autor"), true},
                  {WIRE_STR("auteur"), true},
                  {WIRE_STR("\xe8\xb4\xa3\xe7\xbc\x96"), true},
                  {WIRE_STR("(\xe8\xb4\xa3\xe7\xbc\x96"), false}};
    const uint32_t n_before = seen->n_authors;
    for (uint32_t i = 0; i < scan->n_texts && seen->n_authors == n_before; i++) {
        const wire__text *t = &scan->texts[i];
        const bool is_in_list = (scan->boxes[t->box].near >> 4 * WIRE__TOPIC_RELATED & 15) < 2;
        if (t->chars > 100 || t->chars < 2 || (scan->boxes[t->box].near >> 4 * WIRE__TOPIC_COMMENT & 15) < 8 ||
            (is_in_list && t->link_chars))
            continue;
        wire_str head = wire_str_trim(wire__node_text(t->first));
        const size_t written = wire_str_find(head, WIRE_STR(" was written by ")); /* "This post was written by A" */
        wire_str copy;
        if (written != SIZE_MAX && head.n < 120 &&
            wire_arena_copy(arena, wire_str_cut(head, written + 5, head.n), &copy))
            wire__byline_split(copy, arena, seen);
        for (size_t k = 0; k < sizeof starts / sizeof *starts; k++) {
            const wire_str start = starts[k].start;
            if (head.n < start.n || !wire_str_is_ci(wire_str_cut(head, 0, start.n), start))
                continue;
            char text[MAX_LINE];
            const wire_str line = {text, wire__text_copy_parted(scan, t, text, sizeof text)};
            bool is_bare;
            const bool has_lead = wire__byline_has_lead(line, &is_bare) || line.p[0] == '(';
            const bool is_named = has_lead && is_labelled(scan, t);
            const bool is_marked = is_bare || !starts[k].is_label || memchr(line.p, ':', line.n) || is_named;
            if (is_in_list && !is_named && !(is_bare && memchr(line.p, ':', line.n)))
                break; /* among links to others' stories a label alone counts */
            if (has_lead && is_marked && is_bare)
                take_following(scan, i + 1, arena, seen);
            else if (has_lead && is_marked)
                take_line(scan, i, arena, seen);
            break;
        }
    }
}

static bool is_stamp_line(const wire__scan *scan, uint32_t at)
{
    if (at >= scan->n_texts)
        return false;
    const wire__text *t = &scan->texts[at];
    char text[MAX_LINE];
    wire_stamp stamp;
    if (t->digits < 3 || t->chars > 80)
        return false;
    return wire_stamp_read((wire_str){text, wire__text_copy(scan, t, text, sizeof text)}, NULL, &stamp) == WIRE_OK;
}

static bool is_role_line(const wire__scan *scan, uint32_t at)
{
    char text[MAX_LINE];
    if (at >= scan->n_texts || scan->texts[at].chars > 60 || scan->texts[at].words > 6)
        return false;
    return wire__is_role((wire_str){text, wire__text_copy(scan, &scan->texts[at], text, sizeof text)});
}

/* Of "Ada Byrne | Senior Writer | July 2, 2025" or "Dec 26, 2025 • Ada Byrne in Harbours" the person. */
static wire_str person_in(wire_str line)
{
    while (line.n) {
        size_t end = 0;
        while (end < line.n && line.p[end] != '|' && (unsigned char)line.p[end] != 0xC2 &&
               (unsigned char)line.p[end] != 0xE2)
            end++;
        wire_str piece = wire_str_trim(wire_str_cut(line, 0, end));
        const size_t in = wire_str_find(piece, WIRE_STR(" in "));
        piece = in == SIZE_MAX ? piece : wire_str_cut(piece, 0, in);
        if (wire__is_person(piece))
            return piece;
        while (end < line.n && (line.p[end] == '|' || line.p[end] == ' ' || (unsigned char)line.p[end] >= 0x80))
            end++;
        line = wire_str_cut(line, end, line.n);
    }
    return line;
}

/* A line that is a person's name alone, beside the stamp or a role; or one that has all of them. */
static void see_lone(wire__scan *scan, wire_arena *arena, uint32_t head, uint32_t to, wire_str headline,
                     wire__facts *seen)
{
    for (uint32_t i = head; i < to && i < head + NEAR && !seen->n_authors; i++) {
        wire__text *t = &scan->texts[i];
        if (t->chars > (t->is_kept ? 60 : 90) || t->ends_stop || t->heading == 1 || t->chars < 5)
            continue;
        char text[MAX_LINE];
        const wire_str line = {text, wire__text_copy_parted(scan, t, text, sizeof text)};
        const wire_str name = person_in(line);
        if (!name.n || wire_str_find_ci(headline, name) != SIZE_MAX)
            continue;
        const bool is_part = name.n < line.n && is_stamp_line(scan, i);
        const bool is_beside = name.n == line.n && (is_stamp_line(scan, i + 1) || (i && is_stamp_line(scan, i - 1)) ||
                                                    is_role_line(scan, i + 1));
        wire_str copy;
        if (t->is_kept && !is_part)
            continue;
        if ((is_part || is_beside) && wire_arena_copy(arena, name, &copy))
            wire__facts_add_author(seen, copy, false);
        if (t->is_kept && seen->n_authors) {
            t->is_kept = false;
            t->role = WIRE__ROLE_BYLINE;
        }
    }
}

/* Some sign in the body: its first line, or one of its last, set in bold or italics, is a name. */
static void see_signature(wire__scan *scan, wire_arena *arena, wire__facts *seen)
{
    uint32_t kept[2] = {UINT32_MAX, UINT32_MAX};
    for (uint32_t i = 0; i < scan->n_texts; i++)
        if (scan->texts[i].is_kept) {
            kept[0] = kept[0] == UINT32_MAX ? i : kept[0];
            kept[1] = i;
        }
    const uint32_t n_before = seen->n_authors;
    for (size_t k = 0; k < 2 && kept[0] != UINT32_MAX && seen->n_authors == n_before; k++) {
        wire__text *t = &scan->texts[kept[k]];
        if (t->chars > 60 || t->heading || t->link_chars || t->ends_stop || !(t->is_strong || t->is_em) ||
            (scan->boxes[t->box].near >> 4 * WIRE__TOPIC_CAPTION & 15) < 3)
            continue;
        char text[MAX_LINE];
        const wire_str line = {text, wire__text_copy(scan, t, text, sizeof text)};
        wire__facts found = {0};
        wire_str copy;
        if (!wire_arena_copy(arena, line, &copy))
            return;
        wire__byline_split(copy, arena, &found);
        size_t letters = 0;
        for (uint32_t i = 0; i < found.n_authors; i++)
            letters += found.authors[i].name.n + 3;
        if (!found.n_authors || letters + 6 < line.n ||
            !(found.authors[0].is_organization || wire__is_person(found.authors[0].name)))
            continue;
        for (uint32_t i = 0; i < found.n_authors; i++)
            wire__facts_add_author(seen, found.authors[i].name, found.authors[i].is_organization);
        t->is_kept = false;
        t->role = WIRE__ROLE_BYLINE;
    }
}

/* The choice ------------------------------------------------------------------------------- */

static bool is_same_house(wire_str name, wire_str house)
{
    return house.n >= 3 && name.n >= 3 &&
           (wire_str_find_ci(house, name) != SIZE_MAX || wire_str_find_ci(name, house) != SIZE_MAX);
}

/* Many a newspaper says that a person of its own name wrote what has no byline. Bloggers' sites have their names too.
 */
static void mark_houses(wire__facts *from, const wire__all_facts *facts)
{
    for (uint32_t i = 0; i < from->n_authors; i++)
        if (facts->ld.is_news && is_same_house(from->authors[i].name, facts->site))
            from->authors[i].is_organization = true;
}

static bool is_person(const wire__facts *from, uint32_t i, wire_str site)
{
    const wire_author *a = &from->authors[i];
    return !a->is_organization && !wire__is_handle(a->name) && !wire_str_is_ci(a->name, site);
}

static uint32_t n_people(const wire__facts *from, wire_str site)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < from->n_authors; i++)
        n += is_person(from, i, site);
    return n;
}

/* People who can hardly be anything else. */
static uint32_t n_sure(const wire__facts *from, wire_str site)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < from->n_authors; i++)
        n += is_person(from, i, site) && wire__is_person(from->authors[i].name);
    return n;
}

static bool has_author(const wire__facts *from, wire_str name)
{
    for (uint32_t k = 0; k < from->n_authors; k++)
        if (wire_str_find_ci(from->authors[k].name, name) != SIZE_MAX ||
            wire_str_find_ci(name, from->authors[k].name) != SIZE_MAX)
            return true;
    return false;
}

/* Metadata often has the first author alone: where the byline shown has all of it, its other people count too. */
static void join_shown(wire__facts *by, const wire__facts *shown)
{
    for (uint32_t i = 0; i < by->n_authors; i++)
        if (!by->authors[i].is_organization && !has_author(shown, by->authors[i].name))
            return;
    const wire__facts stated = *by;
    for (uint32_t i = 0; i < shown->n_authors; i++)
        if (!has_author(&stated, shown->authors[i].name) && !shown->authors[i].is_organization &&
            wire__is_person(shown->authors[i].name))
            wire__facts_add_author(by, shown->authors[i].name, false);
}

/* People go before houses and logins; the publisher's name beside people says nothing more, but where the byline has
 * it. */
static void tidy(wire__facts *by, const wire__facts *shown, wire_str site)
{
    const uint32_t people = n_people(by, site);
    uint32_t n = 0;
    for (uint32_t i = 0; i < by->n_authors; i++) {
        const wire_author a = by->authors[i];
        const bool is_house = a.is_organization ? is_same_house(a.name, site) : wire_str_is_ci(a.name, site);
        if (people && ((is_house && !has_author(shown, a.name)) || (!a.is_organization && wire__is_handle(a.name))))
            continue;
        by->authors[n++] = a;
    }
    by->n_authors = n;
}

/* The byline around the headline; where it and metadata name nobody, the rest of the page. */
static void see_byline(wire__scan *scan, uint32_t from, uint32_t to, bool is_stated, wire_arena *arena,
                       wire__all_facts *facts)
{
    wire__facts *shown = &facts->shown;
    see_marked(scan, arena, from, to, shown);
    if (!shown->n_authors)
        see_head_lines(scan, facts->headline_text, arena, shown);
    if (!shown->n_authors)
        see_lines(scan, arena, from, to, shown);
    const uint32_t head = facts->headline_text == UINT32_MAX ? from : facts->headline_text + 1;
    if (!shown->n_authors && !is_stated)
        see_lone(scan, arena, head, to, facts->headline, shown);
    if (!shown->n_authors)
        see_links(scan, arena, from, to, shown);
    if (is_stated || n_people(shown, facts->site))
        return;
    wire__facts more = {0}, late = {0};
    see_marked(scan, arena, 0, scan->n_texts + 1, &more);
    if (!n_people(&more, facts->site))
        see_written(scan, arena, &late);
    if (!n_people(&more, facts->site) && !n_people(&late, facts->site))
        see_signature(scan, arena, &late);
    if (n_people(&late, facts->site) || !more.n_authors)
        more = late;
    if (n_people(&more, facts->site) || !shown->n_authors)
        *shown = more;
}

static bool is_disjoint(const wire__facts *a, const wire__facts *b)
{
    for (uint32_t i = 0; i < a->n_authors; i++)
        if (has_author(b, a->authors[i].name))
            return false;
    return true;
}

/* Systems state who put a page there: where "By Ada Byrne" stands at the headline and metadata has quite others, or a
 * name of one word, the readers' byline counts. */
static bool contradicts(wire__scan *scan, const wire__facts *stated, uint32_t from, uint32_t to, wire_arena *arena,
                        wire__all_facts *facts)
{
    if (facts->shown.n_authors && !is_disjoint(stated, &facts->shown))
        return false;
    wire__facts lines = {0};
    see_lines(scan, arena, from, to, &lines);
    const bool is_login = stated->n_authors == 1 && !memchr(stated->authors[0].name.p, ' ', stated->authors[0].name.n);
    const wire__facts *better = n_sure(&lines, facts->site) ? &lines : is_login ? &facts->shown : NULL;
    if (!better || !n_sure(better, facts->site) || !is_disjoint(stated, better))
        return false;
    facts->shown = *better;
    return true;
}

void wire__authors_see(wire__scan *scan, uint32_t from, uint32_t to, wire_arena *arena, wire__all_facts *facts)
{
    wire__facts *stated[] = {&facts->ld, &facts->meta, &facts->seen};
    const wire__facts *best = NULL, *house = NULL;
    for (size_t i = 0; i < 3; i++) {
        mark_houses(stated[i], facts);
        best = !best && n_people(stated[i], facts->site) ? stated[i] : best;
        house = !house && stated[i]->n_authors ? stated[i] : house;
    }
    see_byline(scan, from, to, best != NULL, arena, facts);
    const wire__facts *shown = &facts->shown;
    const bool is_login = house && !house->authors[0].is_organization && wire__is_handle(house->authors[0].name);
    if (!best)
        best = n_sure(shown, facts->site) || !house || (is_login && shown->n_authors) ? shown : house;
    else if (contradicts(scan, best, from, to, arena, facts))
        best = shown;
    facts->by = *best;
    if (best != shown)
        join_shown(&facts->by, shown);
    facts->by_source = best == shown       ? WIRE__FROM_SHOWN
                       : best == stated[0] ? WIRE__FROM_LD
                       : best == stated[1] ? WIRE__FROM_META
                                           : WIRE__FROM_MICRODATA;
    tidy(&facts->by, shown, facts->site);
}
