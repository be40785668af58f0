/* forms.c: the files of an edition in formats besides HTML. */
#include "press/forms.h"

#include <stdlib.h>

enum { MOST_IN_BOOK = 1000 };

bool wire__form_is_packed(wire_str file)
{
    return wire_str_has_suffix(file, WIRE_STR(".epub")) || wire_str_has_suffix(file, WIRE_STR(".webp"));
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
    leaf->key =
        wire__mix_text(wire__mix_text(wire__mix_number(key, s->hash), s->path), plan->site.sections[s->section].name);
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
    leaf->key = wire__mix_number(like.key, WIRE__LEAF_GMI);
    return true;
}

/* Books ------------------------------------------------------------------------------------- */

/* A leaf's stories by section, in each as they were. fails  NULL: no memory */
static uint32_t *by_section(wire__plan *plan, const wire__leaf *leaf)
{
    const size_t n = leaf->n_items;
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

wire_str wire__day_book(const wire__plan *plan, uint32_t day)
{
    return wire_arena_print(plan->arena, "archive/%04u/%02u/%02u/%04u-%02u-%02u", day / 10000, day / 100 % 100,
                            day % 100, day / 10000, day / 100 % 100, day % 100);
}

/* "local/local.epub", "archive/2026/11/20/2026-11-20.epub"; those after the first end in "-2.epub". */
static wire_str book_file(const wire__plan *plan, const wire__leaf *like, uint32_t part)
{
    const wire_str slug = plan->site.sections[like->section].slug;
    const wire_str name = like->kind == WIRE__LEAF_SECTION
                              ? wire_arena_print(plan->arena, "%.*s/%.*s", WIRE_ARG(slug), WIRE_ARG(slug))
                              : wire__day_book(plan, plan->stories[like->items[0]].day);
    if (!name.p)
        return name;
    return part > 1 ? wire_arena_print(plan->arena, "%.*s-%u.epub", WIRE_ARG(name), (unsigned)part)
                    : wire_arena_print(plan->arena, "%.*s.epub", WIRE_ARG(name));
}

/* Binds a day's or a section's stories, as many as a book holds in each. fails  false: no memory */
static bool add_books(wire__plan *plan, uint32_t at, uint64_t key)
{
    const wire__leaf like = plan->leaves[at];
    const uint32_t n_books = (uint32_t)((like.n_items + MOST_IN_BOOK - 1) / MOST_IN_BOOK);
    plan->leaves[at].n_books = n_books;
    uint32_t *items = n_books ? by_section(plan, &like) : NULL;
    for (uint32_t part = 1; part <= n_books; part++) {
        const size_t from = (size_t)(part - 1) * MOST_IN_BOOK, left = like.n_items - from;
        wire__leaf *leaf = items ? wire__plan_leaf(plan, WIRE__LEAF_BOOK, book_file(plan, &like, part)) : NULL;
        if (!leaf)
            return false;
        leaf->items = items + from;
        leaf->n_items = left < MOST_IN_BOOK ? left : MOST_IN_BOOK;
        leaf->like = like.kind;
        leaf->section = like.section;
        leaf->part = part;
        leaf->n_books = n_books;
        leaf->key = wire__mix_number(wire__mix_number(wire__mix_number(key, WIRE__LEAF_BOOK), like.kind),
                                     (uint64_t)n_books << 32 | part);
        for (size_t i = 0; i < leaf->n_items; i++) {
            const wire__planned *s = &plan->stories[leaf->items[i]];
            leaf->key = wire__mix_text(wire__mix_number(wire__mix_number(leaf->key, s->hash), s->teaser),
                                       plan->site.sections[s->section].name);
        }
    }
    return true;
}

bool wire__plan_forms(wire__plan *plan, uint64_t key, uint64_t hub_key)
{
    const wire_edition *e = plan->site.edition;
    const struct {
        bool is_wanted;
        const char *ending;
    } forms[] = {
        {e->with_gmi, "gmi"}, {e->with_md, "md"}, {e->with_txt, "txt"}, {e->with_json, "json"}, {e->with_epub, "epub"}};
    enum { N_FORMS = sizeof forms / sizeof *forms };
    const uint32_t n_leaves = plan->n_leaves;
    bool done = true;
    plan->first_form = n_leaves;
    for (size_t k = 0; k < N_FORMS; k++)
        plan->n_forms += forms[k].is_wanted;
    for (uint32_t i = 0; i < plan->n_stories + plan->n_hidden && plan->n_forms; i++)
        for (size_t k = 0; k < N_FORMS && done; k++)
            done = !forms[k].is_wanted ||
                   add_story(plan, forms[k].ending, i, !k ? hub_key : key); /* gemtext links to all sections */
    for (uint32_t i = 0; i < n_leaves && done; i++) {
        const wire__leaf_kind kind = plan->leaves[i].kind;
        if (e->with_gmi && is_list(kind))
            done = add_gmi(plan, i);
        if (e->with_epub && done && (kind == WIRE__LEAF_DAY || kind == WIRE__LEAF_SECTION))
            done = add_books(plan, i, key);
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

/* "The Harbour Light – Friday 20 November 2026", "… (2/3)" */
static wire_str title_of(const wire__plan *plan, const wire__leaf *leaf, wire_arena *scratch)
{
    const wire_site *site = &plan->site;
    const uint32_t day = plan->stories[leaf->items[0]].day;
    wire_out title;
    wire_str copy = {0};
    wire_out_open_memory(&title, 0);
    wire_out_put(&title, site->edition->name);
    wire_out_lit(&title, " – ");
    if (leaf->like == WIRE__LEAF_SECTION)
        wire_out_put(&title, site->sections[leaf->section].name);
    else
        wire__render_day(site, (int32_t)(day / 10000), (uint8_t)(day / 100 % 100), (uint8_t)(day % 100), &title);
    if (leaf->n_books > 1)
        wire_out_print(&title, " (%u/%u)", (unsigned)leaf->part, (unsigned)leaf->n_books);
    if (title.code || !wire_arena_copy(scratch, wire_out_text(&title), &copy))
        copy = (wire_str){0};
    (void)wire_out_close(&title, NULL);
    return copy;
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
