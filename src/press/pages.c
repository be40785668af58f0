/* pages.c: what the plan has for a page, put into the form that render takes. */
#include "press/forms.h"

#include <string.h>

static wire_teaser teaser_of(const wire__planned *s)
{
    return (wire_teaser){.path = s->path, .headline = s->headline, .language = s->language, .published = s->published};
}

static void lack_memory(wire_out *out)
{
    if (!out->code)
        out->code = WIRE_ENOMEM;
}

/* Sorts stories into racks by section, in the order of the sections; empty racks are left out.
 * in     n_top: the first of these stand above all sections
 * fails  NULL: no memory */
static wire_rack *make_racks(const wire__plan *plan, const uint32_t *items, size_t n_items, uint32_t n_top,
                             bool with_leads, wire_arena *scratch, uint32_t *n_racks)
{
    const uint32_t n_sections = plan->site.n_sections;
    wire_rack *racks = WIRE_TAKE(scratch, wire_rack, n_sections + 2u);
    wire_teaser *teasers = WIRE_TAKE(scratch, wire_teaser, n_items + 1u);
    uint32_t *ends = WIRE_TAKE(scratch, uint32_t, n_sections + 1u); /* counts, then where each rack ends so far */
    if (!racks || !teasers || !ends)
        return NULL;
    for (size_t i = n_top; i < n_items; i++)
        ends[plan->stories[items[i]].section]++;
    uint32_t at = n_top;
    *n_racks = 0;
    if (at) /* above all sections, without a heading */
        racks[(*n_racks)++] = (wire_rack){.teasers = teasers, .n_teasers = at};
    for (uint32_t i = 0; i < n_sections; i++) {
        const uint32_t n = ends[i];
        const wire_section *section = &plan->site.sections[i];
        if (n)
            racks[(*n_racks)++] = (wire_rack){section->name, section->slug, teasers + at, n};
        ends[i] = at;
        at += n;
    }
    for (size_t i = 0; i < n_items; i++) {
        const wire__planned *s = &plan->stories[items[i]];
        wire_teaser *teaser = i < n_top ? &teasers[i] : &teasers[ends[s->section]++];
        *teaser = teaser_of(s);
        if (with_leads)
            teaser->summary = s->summary;
    }
    return racks;
}

static void render_front(const wire__plan *plan, const wire__leaf *leaf, wire_arena *scratch, wire_out *out)
{
    uint32_t n = 0;
    const bool is_gmi = leaf->kind == WIRE__LEAF_GMI;
    const size_t n_leads = leaf->n_items && !is_gmi ? 1 : 0;
    wire_teaser lead;
    if (n_leads) {
        lead = teaser_of(&plan->stories[leaf->items[0]]);
        lead.summary = plan->stories[leaf->items[0]].summary;
    }
    uint32_t n_top = leaf->n_pinned > n_leads ? leaf->n_pinned - (uint32_t)n_leads : 0; /* besides the lead */
    if (n_top > leaf->n_items - n_leads) /* a front that was too heavy names fewer */
        n_top = (uint32_t)(leaf->n_items - n_leads);
    const wire_rack *racks = make_racks(plan, leaf->items + n_leads, leaf->n_items - n_leads, n_top, true, scratch, &n);
    if (racks && is_gmi)
        wire_render_gmi_list(&plan->site, plan->site.edition->name, WIRE_STR(""), racks, n, out);
    else if (racks)
        wire_render_front(&plan->site, n_leads ? &lead : NULL, racks, n, out);
    else
        lack_memory(out);
}

/* "archive/2026/11/" of "archive/2026/11/index.html". */
static wire_str folder_of(wire_str file)
{
    while (file.n && file.p[file.n - 1] != '/')
        file.n--;
    return file;
}

static void render_section(const wire__plan *plan, const wire__leaf *leaf, wire_arena *scratch, wire_out *out)
{
    const wire_section *section = &plan->site.sections[leaf->section];
    wire_teaser *teasers = WIRE_TAKE(scratch, wire_teaser, leaf->n_items + 1u);
    if (!teasers) {
        lack_memory(out);
        return;
    }
    for (size_t i = 0; i < leaf->n_items; i++) {
        teasers[i] = teaser_of(&plan->stories[leaf->items[i]]);
        teasers[i].summary = plan->stories[leaf->items[i]].summary;
    }
    wire_rack rack = {section->name, section->slug, teasers, (uint32_t)leaf->n_items};
    if (leaf->kind == WIRE__LEAF_GMI) {
        rack.heading = (wire_str){0};
        wire_render_gmi_list(&plan->site, section->name, folder_of(leaf->file), &rack, 1, out);
        return;
    }
    wire__render_section(&plan->site, section, &rack, leaf->has_more, leaf->n_books, out);
}

static void render_list(const wire__plan *plan, const wire__leaf *leaf, wire_str title, wire_str up,
                        const wire_rack *racks, uint32_t n_racks, wire_out *out)
{
    const wire_str folder = folder_of(leaf->file);
    if (leaf->kind == WIRE__LEAF_GMI)
        wire_render_gmi_list(&plan->site, title, folder, racks, n_racks, out);
    else
        wire_render_archive(&plan->site, title, folder, up, racks, n_racks, out);
}

static wire_str day_name(const wire__plan *plan, uint32_t day, bool is_month, wire_arena *scratch)
{
    wire_out name;
    wire_str copy = {0};
    wire_out_open_memory(&name, 0);
    wire__render_day(&plan->site, (int32_t)(day / 10000), (uint8_t)(day / 100 % 100),
                     is_month ? 0 : (uint8_t)(day % 100), &name);
    if (name.code || !wire_arena_copy(scratch, wire_out_text(&name), &copy))
        copy = (wire_str){0};
    (void)wire_out_close(&name, NULL);
    return copy;
}

static void render_day(const wire__plan *plan, const wire__leaf *leaf, const wire__part *part, wire_arena *scratch,
                       wire_out *out)
{
    const size_t from = part->n ? part->starts[part->at] : 0;
    const size_t to = part->at + 1 < part->n ? part->starts[part->at + 1] : leaf->n_items;
    uint32_t n = 0;
    const uint32_t day = plan->stories[leaf->items[0]].day;
    const wire_str title = day_name(plan, day, false, scratch);
    wire_rack *racks = make_racks(plan, leaf->items + from, to - from, 0, false, scratch, &n);
    if (!title.p || !racks) {
        lack_memory(out);
        return;
    }
    const wire_str folder = folder_of(leaf->file); /* "archive/2026/11/20/" */
    const wire_str up = wire_str_cut(folder, 0, folder.n - 3);
    if (leaf->kind == WIRE__LEAF_GMI)
        render_list(plan, leaf, title, up, racks, n, out);
    else
        wire__render_archive_part(&plan->site, title, folder, up, racks, n, leaf->n_books, part, out);
}

/* Teasers of the days or months that a run of stories has. fails  NULL */
static wire_teaser *make_dates(const wire__plan *plan, const uint32_t *items, size_t n_items, bool are_months,
                               wire_arena *scratch, uint32_t *n)
{
    const uint32_t unit = are_months ? 100 : 1;
    size_t n_dates = 0;
    for (size_t i = 0; i < n_items; i++)
        n_dates += !i || plan->stories[items[i]].day / unit != plan->stories[items[i - 1]].day / unit;
    wire_teaser *teasers = WIRE_TAKE(scratch, wire_teaser, n_dates + 1u);
    *n = 0;
    for (size_t i = 0; teasers && i < n_items; i++) {
        const uint32_t day = plan->stories[items[i]].day;
        if (!day || (i && day / unit == plan->stories[items[i - 1]].day / unit))
            continue;
        wire_teaser *t = &teasers[(*n)++];
        t->headline = day_name(plan, day, are_months, scratch);
        t->path = are_months
                      ? wire_arena_print(scratch, "archive/%04u/%02u/", day / 10000, day / 100 % 100)
                      : wire_arena_print(scratch, "archive/%04u/%02u/%02u/", day / 10000, day / 100 % 100, day % 100);
        if (!t->headline.p || !t->path.p)
            return NULL;
    }
    return teasers;
}

static void render_month(const wire__plan *plan, const wire__leaf *leaf, wire_arena *scratch, wire_out *out)
{
    wire_rack rack = {0};
    rack.teasers = make_dates(plan, leaf->items, leaf->n_items, false, scratch, &rack.n_teasers);
    const wire_str title = day_name(plan, plan->stories[leaf->items[0]].day, true, scratch);
    if (rack.teasers && title.p)
        render_list(plan, leaf, title, WIRE_STR("archive/"), &rack, 1, out);
    else
        lack_memory(out);
}

static void render_archive(const wire__plan *plan, const wire__leaf *leaf, wire_arena *scratch, wire_out *out)
{
    uint32_t n = 0, n_racks = 0;
    const wire_teaser *months = make_dates(plan, plan->by_day, plan->n_stories, true, scratch, &n);
    wire_rack *racks = months ? WIRE_TAKE(scratch, wire_rack, n + 1u) : NULL;
    if (!racks) {
        lack_memory(out);
        return;
    }
    for (uint32_t i = 0; i < n; i++) { /* a rack a year: "archive/2026/" */
        const wire_str year = wire_str_cut(months[i].path, sizeof "archive/" - 1, sizeof "archive/2026" - 1);
        if (!n_racks || !wire_str_is(racks[n_racks - 1].heading, year))
            racks[n_racks++] = (wire_rack){.heading = year, .teasers = months + i};
        racks[n_racks - 1].n_teasers++;
    }
    render_list(plan, leaf, (wire_str){0}, (wire_str){0}, racks, n_racks, out);
}

static void render_sitemap(const wire__plan *plan, const wire__leaf *leaf, wire_arena *scratch, wire_out *out)
{
    const wire_site *site = &plan->site;
    const bool is_all = wire_str_is(leaf->file, WIRE_STR("sitemap.xml"));
    const bool with_fronts = is_all || wire_str_is(leaf->file, WIRE_STR("sitemap-fronts.xml"));
    wire__place *places = WIRE_TAKE(scratch, wire__place, leaf->n_items + site->n_sections + 3u);
    size_t n = 0;
    if (!places) {
        lack_memory(out);
        return;
    }
    if (with_fronts) {
        places[n++] = (wire__place){WIRE_STR(""), 0};
        for (uint32_t i = 0; i < site->n_sections; i++)
            places[n++] = (wire__place){site->sections[i].slug, 0};
        places[n++] = (wire__place){WIRE_STR("archive/"), 0};
        places[n++] = (wire__place){WIRE_STR("about/"), 0};
    }
    for (size_t i = 0; i < leaf->n_items; i++)
        places[n++] = (wire__place){plan->stories[leaf->items[i]].path, plan->stories[leaf->items[i]].changed};
    wire__render_sitemap(site, places, n, out);
}

static void render_index(const wire__plan *plan, wire_arena *scratch, wire_out *out)
{
    wire__place *places = WIRE_TAKE(scratch, wire__place, plan->n_leaves + 1u);
    size_t n = 0;
    if (!places) {
        lack_memory(out);
        return;
    }
    for (uint32_t i = 0; i < plan->n_leaves; i++)
        if (plan->leaves[i].kind == WIRE__LEAF_SITEMAP)
            places[n++] = (wire__place){plan->leaves[i].file, 0};
    wire__render_sitemap_index(&plan->site, places, n, out);
}

static void render_news(const wire__plan *plan, const wire__leaf *leaf, wire_arena *scratch, wire_out *out)
{
    wire_teaser *teasers = WIRE_TAKE(scratch, wire_teaser, leaf->n_items + 1u);
    if (!teasers) {
        lack_memory(out);
        return;
    }
    for (size_t i = 0; i < leaf->n_items; i++)
        teasers[i] = teaser_of(&plan->stories[leaf->items[i]]);
    wire__render_news_sitemap(&plan->site, teasers, leaf->n_items, out);
}

void wire__leaf_render(const wire__plan *plan, const wire__leaf *leaf, const wire__part *part, wire_arena *scratch,
                       wire_out *out)
{
    switch (leaf->kind == WIRE__LEAF_GMI ? leaf->like : leaf->kind) {
    case WIRE__LEAF_DAY:
        render_day(plan, leaf, part, scratch, out);
        break;
    case WIRE__LEAF_MONTH:
        render_month(plan, leaf, scratch, out);
        break;
    case WIRE__LEAF_ARCHIVE:
        render_archive(plan, leaf, scratch, out);
        break;
    case WIRE__LEAF_ABOUT:
        wire_render_about(&plan->site, out);
        break;
    case WIRE__LEAF_MISSING:
        wire_render_missing(&plan->site, out);
        break;
    case WIRE__LEAF_SECTION:
        render_section(plan, leaf, scratch, out);
        break;
    case WIRE__LEAF_FRONT:
        render_front(plan, leaf, scratch, out);
        break;
    case WIRE__LEAF_SITEMAP:
        render_sitemap(plan, leaf, scratch, out);
        break;
    case WIRE__LEAF_SITEMAP_INDEX:
        render_index(plan, scratch, out);
        break;
    case WIRE__LEAF_NEWS:
        render_news(plan, leaf, scratch, out);
        break;
    case WIRE__LEAF_ROBOTS:
        wire__render_robots(&plan->site, out);
        break;
    case WIRE__LEAF_GONE: /* bench.c */
    case WIRE__LEAF_FORM:
    case WIRE__LEAF_BOOK:
    case WIRE__LEAF_PHOTO:
    case WIRE__LEAF_GMI:
    case WIRE__LEAF_STORY: /* of the store's JSON: press.c */
    case WIRE__LEAF_FEED:
    case WIRE__LEAF_SECTION_FEED:
    case WIRE__LEAF_JSON_FEED:
        break;
    }
}
