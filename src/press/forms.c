/* forms.c: the files of an edition in formats besides HTML. */
#include "press/forms.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"

enum { MOST_IN_BOOK = 1000 };

static uint64_t mix(uint64_t key, uint64_t number)
{
    return wire__hash64_seeded((wire_str){(const char *)&number, sizeof number}, key);
}

static uint64_t mix_text(uint64_t key, wire_str text)
{
    return wire__hash64_seeded(text.n ? text : WIRE_STR(""), key ^ text.n);
}

bool wire__form_is_packed(wire_str file)
{
    return wire_str_has_suffix(file, WIRE_STR(".epub"));
}

/* Stories ----------------------------------------------------------------------------------- */

static wire_str slug_of(wire_str path)
{
    size_t at = path.n;
    while (at && path.p[at - 1] != '/')
        at--;
    return wire_str_cut(path, at, path.n);
}

static bool add_story(wire__plan *plan, const char *ending, uint32_t at, uint64_t key)
{
    const wire__planned *s = &plan->stories[at];
    const wire_format *format = wire_format_find(wire_str_of(ending));
    const wire_str slug = format->is_book ? slug_of(s->path) : WIRE_STR("index");
    wire__leaf *leaf =
        wire__plan_leaf(plan, WIRE__LEAF_FORM,
                        wire_arena_print(plan->arena, "%.*s/%.*s.%s", WIRE_ARG(s->path), WIRE_ARG(slug), ending));
    if (!leaf)
        return false;
    leaf->items = &plan->all[at];
    leaf->n_items = 1;
    leaf->format = format;
    leaf->key = mix_text(mix_text(mix(key, s->hash), s->path), plan->site.sections[s->section].name);
    return true;
}

/* Lists ------------------------------------------------------------------------------------- */

static bool is_list(wire__leaf_kind kind)
{
    return kind == WIRE__LEAF_FRONT || kind == WIRE__LEAF_SECTION || kind == WIRE__LEAF_DAY ||
           kind == WIRE__LEAF_MONTH || kind == WIRE__LEAF_ARCHIVE;
}

/* The same as a page of HTML, beside it. */
static bool add_gmi(wire__plan *plan, uint32_t at)
{
    const wire__leaf like = plan->leaves[at];
    const wire_str folder = wire_str_cut(like.file, 0, like.file.n - (sizeof "index.html" - 1));
    wire__leaf *leaf =
        wire__plan_leaf(plan, WIRE__LEAF_GMI, wire_arena_print(plan->arena, "%.*sindex.gmi", WIRE_ARG(folder)));
    if (!leaf)
        return false;
    leaf->like = like.kind;
    leaf->items = like.items;
    leaf->n_items = like.n_items;
    leaf->n_pinned = like.n_pinned;
    leaf->section = like.section;
    leaf->is_hub = like.kind != WIRE__LEAF_DAY;
    leaf->key = mix(like.key, WIRE__LEAF_GMI);
    return true;
}

/* Books ------------------------------------------------------------------------------------- */

/* A leaf's stories by section, in each as they were; at most as many as a book holds. fails  NULL: no memory */
static uint32_t *by_section(wire__plan *plan, const wire__leaf *leaf, size_t n)
{
    const uint32_t n_sections = plan->site.n_sections;
    uint32_t *items = WIRE_TAKE(plan->arena, uint32_t, n + 1);
    uint32_t *ends = WIRE_TAKE(plan->arena, uint32_t, n_sections + 1u);
    if (!items || !ends)
        return NULL;
    for (size_t i = 0; i < n; i++)
        ends[plan->stories[leaf->items[i]].section]++;
    for (uint32_t i = 0, at = 0; i < n_sections; i++) {
        const uint32_t count = ends[i];
        ends[i] = at;
        at += count;
    }
    for (size_t i = 0; i < n; i++)
        items[ends[plan->stories[leaf->items[i]].section]++] = leaf->items[i];
    return items;
}

static bool add_book(wire__plan *plan, uint32_t at, uint64_t key)
{
    const wire__leaf like = plan->leaves[at];
    const size_t n = like.n_items < MOST_IN_BOOK ? like.n_items : MOST_IN_BOOK;
    const wire_str slug = plan->site.n_sections ? plan->site.sections[like.section].slug : (wire_str){NULL, 0};
    const uint32_t day = like.n_items ? plan->stories[like.items[0]].day : 0;
    if (!n)
        return true;
    wire__leaf *leaf =
        wire__plan_leaf(plan, WIRE__LEAF_BOOK,
                        like.kind == WIRE__LEAF_SECTION
                            ? wire_arena_print(plan->arena, "%.*s/%.*s.epub", WIRE_ARG(slug), WIRE_ARG(slug))
                            : wire_arena_print(plan->arena, "archive/%04u/%02u/%02u/%04u-%02u-%02u.epub", day / 10000,
                                               day / 100 % 100, day % 100, day / 10000, day / 100 % 100, day % 100));
    if (!leaf || !(leaf->items = by_section(plan, &like, n)))
        return false;
    leaf->like = like.kind;
    leaf->n_items = n;
    leaf->section = like.section;
    leaf->key = mix(mix(key, WIRE__LEAF_BOOK), like.kind);
    for (size_t i = 0; i < n; i++) {
        const wire__planned *s = &plan->stories[leaf->items[i]];
        leaf->key = mix_text(mix(mix(leaf->key, s->hash), s->teaser), plan->site.sections[s->section].name);
    }
    return true;
}

bool wire__plan_forms(wire__plan *plan, uint64_t key)
{
    const wire_edition *e = plan->site.edition;
    const struct {
        bool is_wanted;
        const char *ending;
    } forms[] = {
        {e->with_gmi, "gmi"}, {e->with_md, "md"}, {e->with_txt, "txt"}, {e->with_json, "json"}, {e->with_epub, "epub"}};
    const uint32_t n_leaves = plan->n_leaves;
    bool done = true;
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        for (uint32_t i = 0; i < plan->n_stories + plan->n_hidden && done && forms[k].is_wanted; i++)
            done = add_story(plan, forms[k].ending, i, key);
    for (uint32_t i = 0; i < n_leaves && done; i++) {
        const wire__leaf_kind kind = plan->leaves[i].kind;
        if (e->with_gmi && is_list(kind))
            done = add_gmi(plan, i);
        if (e->with_epub && done && (kind == WIRE__LEAF_DAY || kind == WIRE__LEAF_SECTION))
            done = add_book(plan, i, key);
    }
    return done;
}

/* Rendering --------------------------------------------------------------------------------- */

void wire__form_render(const wire__plan *plan, const wire__leaf *leaf, const wire_record *record,
                       const wire_story *story, wire_out *out)
{
    static const wire_render_opts opts = {.columns = 80};
    wire_story shown = *story;
    if (story->url.n)
        shown.input = story->url; /* what its input was called is nobody's business */
    else
        shown.input = record->path;
    if (wire_str_is(wire_str_of(leaf->format->name), WIRE_STR("gmi")))
        wire_render_gmi_story(&plan->site, record, &shown, out);
    else
        leaf->format->write(plan->site.theme, &shown, &opts, out);
}

static wire_str title_of(const wire__plan *plan, const wire__leaf *leaf, wire_arena *scratch)
{
    const wire_site *site = &plan->site;
    if (leaf->like == WIRE__LEAF_SECTION)
        return wire_arena_print(scratch, "%.*s – %.*s", WIRE_ARG(site->edition->name),
                                WIRE_ARG(site->sections[leaf->section].name));
    const uint32_t day = plan->stories[leaf->items[0]].day;
    wire_out name;
    wire_out_open_memory(&name, 0);
    wire__render_day(site, (int32_t)(day / 10000), (uint8_t)(day / 100 % 100), (uint8_t)(day % 100), &name);
    const wire_str title =
        wire_arena_print(scratch, "%.*s – %.*s", WIRE_ARG(site->edition->name), WIRE_ARG(wire_out_text(&name)));
    (void)wire_out_close(&name, NULL);
    return title;
}

void wire__book_render(const wire__plan *plan, const wire__leaf *leaf, const wire_feed_item *items, uint32_t n_items,
                       wire_arena *scratch, wire_out *out)
{
    const wire_edition *e = plan->site.edition;
    wire_book_story *stories = WIRE_TAKE(scratch, wire_book_story, n_items + 1u);
    const wire_str id = wire_arena_print(scratch, "%.*s%.*s", WIRE_ARG(e->url), WIRE_ARG(leaf->file));
    const wire_str title = title_of(plan, leaf, scratch);
    if (!stories || !id.p || !title.p) {
        out->code = out->code ? out->code : WIRE_ENOMEM;
        return;
    }
    for (uint32_t i = 0; i < n_items; i++) {
        stories[i].story = items[i].story;
        if (leaf->like != WIRE__LEAF_SECTION)
            stories[i].section = items[i].record->section;
    }
    const wire_book book = {.title = title,
                            .language = e->language,
                            .publisher = e->name,
                            .rights = e->copyright,
                            .id = id,
                            .stories = stories,
                            .n_stories = n_items,
                            .zone = plan->site.zone};
    wire_render_book(plan->site.theme, &book, out);
}
