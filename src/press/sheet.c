/* sheet.c: a page is packed and written in all its forms; a page that is too heavy is shortened, or goes on on others.
 */
#include "base/hash.h"
#include "press/forms.h"
#include "press/work.h"

#include "wirecopy/codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How hard each form is pressed: pages that fronts name are read by many, the rest by few. */
static const struct packing {
    wire_codec codec;
    int hot, cold;
} PACKINGS[WIRE__N_FORMS] = {
    [WIRE__FORM_BR] = {WIRE_CODEC_BROTLI, 11, 5},
    [WIRE__FORM_GZ] = {WIRE_CODEC_GZIP, 9, 9},
    [WIRE__FORM_ZST] = {WIRE_CODEC_ZSTD, 19, 12},
};

enum { HEADERS = 600, MAX_TRIES = 24 }; /* bytes of headers that a server may send with a page */

/* A page on its way to disk. */
typedef struct sheet {
    wire_str file;
    wire__entry was;
    bool is_hot;
} sheet;

/* Whether a form that is on disk is already as it would be made. */
static bool is_kept(const wire__bench *b, const sheet *s, wire__form form, uint64_t content)
{
    const struct packing *p = &PACKINGS[form];
    return s->was.content == content && s->was.key && s->was.sizes[form] &&
           (form == WIRE__FORM_PLAIN || p->hot == p->cold || s->was.is_hot == s->is_hot) &&
           wire__folder_size(b->shop->folder, s->file, wire__form_suffix(form)) == s->was.sizes[form];
}

static wire_code put_form(wire__bench *b, const sheet *s, wire__form form, wire__entry *entry, bool is_alone,
                          bool *is_written, wire_error *err)
{
    const char *suffix = wire__form_suffix(form);
    const struct packing *p = &PACKINGS[form];
    if (!b->shop->forms[form] || wire__form_is_packed(s->file)) /* an old form of the page would go on being served */
        return is_alone ? WIRE_OK : wire__folder_remove(b->shop->folder, s->file, suffix, err);
    entry->sizes[form] = s->was.sizes[form];
    if (is_kept(b, s, form, entry->content))
        return WIRE_OK;
    wire_out_reset(&b->packed);
    wire_code code = wire_pack(p->codec, s->is_hot ? p->hot : p->cold, wire_out_text(&b->plain), &b->packed, err);
    if (!code && b->packed.code)
        code = wire_fail(err, b->packed.code, "press: no memory to pack %.*s", WIRE_ARG(s->file));
    if (code)
        return code;
    entry->sizes[form] = b->packed.n;
    *is_written = true;
    return wire__folder_put(b->shop->folder, s->file, suffix, wire_out_text(&b->packed), NULL, err);
}

/* Writes what is in `plain` in all forms wanted. out  *entry: what is on disk then; is_written: set where it was */
static wire_code put_sheet(wire__bench *b, const sheet *s, uint64_t key, wire__entry *entry, bool *is_written,
                           wire_error *err)
{
    const wire_str bytes = wire_out_text(&b->plain);
    wire__entry made = {.file = s->file, .key = key, .is_hot = s->is_hot};
    made.content = wire__hash64(bytes);
    made.sizes[WIRE__FORM_PLAIN] = bytes.n;
    bool is_alone = false;
    wire_code code = WIRE_OK;
    if (!is_kept(b, s, WIRE__FORM_PLAIN, made.content)) {
        *is_written = true;
        code = wire__folder_put(b->shop->folder, s->file, "", bytes, &is_alone, err);
    }
    for (wire__form form = WIRE__FORM_BR; form < WIRE__N_FORMS && !code; form++)
        code = put_form(b, s, form, &made, is_alone, is_written, err);
    if (!code)
        *entry = made;
    return code;
}

/* Weight ------------------------------------------------------------------------------------ */

static wire_code render(wire__bench *b, const wire__job *job, const wire__part *pages, wire_error *err)
{
    const wire__plan *plan = b->shop->plan;
    const wire_site *site = &plan->site;
    const wire__leaf *leaf = job->leaf;
    wire_out_reset(&b->plain);
    wire_arena_reset(b->scratch);
    if (leaf->kind == WIRE__LEAF_GONE) {
        const wire__planned *s = &plan->stories[leaf->items[0]];
        wire_render_gone(site, s->language, s->reason, &b->plain);
    } else if (leaf->kind == WIRE__LEAF_STORY) {
        const wire_record record = wire__planned_record(plan, &plan->stories[leaf->items[0]]);
        wire__photos photos = {0};
        photos.list = wire__plan_photos(plan, record.id, &photos.n);
        wire__render_story_part(site, &record, job->story, pages, &photos, &b->plain);
    } else if (leaf->kind == WIRE__LEAF_PHOTO) {
        wire_out_put(&b->plain, job->body);
    } else if (leaf->kind == WIRE__LEAF_FORM) {
        const wire_record record = wire__planned_record(plan, &plan->stories[leaf->items[0]]);
        wire__form_render(plan, leaf, &record, job->story, &b->plain);
    } else if (leaf->kind == WIRE__LEAF_BOOK) {
        wire__book_render(plan, leaf, job->items, job->n_items, b->scratch, &b->plain);
    } else if (leaf->kind == WIRE__LEAF_SECTION_FEED) {
        wire_render_atom(site, &site->sections[leaf->section], job->items, job->n_items, &b->plain);
    } else if (leaf->kind == WIRE__LEAF_FEED) {
        wire_render_atom(site, NULL, job->items, job->n_items, &b->plain);
    } else if (leaf->kind == WIRE__LEAF_JSON_FEED) {
        wire_render_json_feed(site, job->items, job->n_items, &b->plain);
    } else {
        wire__leaf_render(plan, leaf, pages, b->scratch, &b->plain);
    }
    if (!b->plain.code)
        return WIRE_OK;
    return wire_fail(err, b->plain.code, "press: cannot render %.*s: %s", WIRE_ARG(leaf->file),
                     wire_code_text(b->plain.code));
}

/* What a page weighs as sent: by gzip, whatever forms are wanted, so that a story's pages do not depend on them. */
static wire_code weigh(wire__bench *b, size_t *weight, wire_error *err)
{
    *weight = b->plain.n + HEADERS;
    if (*weight <= b->shop->plan->site.edition->budget_bytes)
        return WIRE_OK;
    wire_out_reset(&b->packed);
    wire_code code = wire_pack(WIRE_CODEC_GZIP, PACKINGS[WIRE__FORM_GZ].hot, wire_out_text(&b->plain), &b->packed, err);
    if (!code && b->packed.code)
        code = wire_fail(err, b->packed.code, "press: no memory to weigh a page");
    *weight = b->packed.n + HEADERS;
    return code;
}

static wire_code render_and_weigh(wire__bench *b, const wire__job *job, const wire__part *pages, size_t *weight,
                                  wire_error *err)
{
    const wire_code code = render(b, job, pages, err);
    return code ? code : weigh(b, weight, err);
}

/* Pages ------------------------------------------------------------------------------------- */

/* True of a block that may be parted between what stands right in it, if it is too long for a page. */
static bool can_go_on(const wire_block *block)
{
    return block->kind == WIRE_BLOCK_LIST || block->kind == WIRE_BLOCK_TABLE || block->kind == WIRE_BLOCK_UPDATE ||
           block->kind == WIRE_BLOCK_QUOTE;
}

static size_t weight_of(const wire_block *block)
{
    size_t weight = 12; /* of tags */
    for (uint32_t j = 0; j < block->n_spans; j++)
        weight += block->spans[j].text.n + (block->spans[j].href.n ? block->spans[j].href.n + 10 : 0);
    if (block->figure)
        weight += block->figure->text.n + block->figure->caption.n + block->figure->alt.n + block->figure->url.n;
    return weight;
}

/* What can be parted: a day's stories, a story's blocks of depth 0; of a list, table, quote or update that may be more
 * than a page by itself, what stands in it. Fills in what each unit weighs, about, and the story or block that it
 * begins with.
 * in     budget: bytes of a page; starts, weights: room for as many as the day has stories, or the story blocks
 * Returns how many there are. */
static uint32_t weigh_units(const wire__job *job, size_t budget, uint32_t *starts, size_t *weights)
{
    uint32_t n = 0;
    const wire_story *story = job->story;
    if (job->leaf->kind != WIRE__LEAF_STORY) {
        for (; n < job->leaf->n_items; n++)
            starts[n] = n, weights[n] = 1;
        return n;
    }
    for (uint32_t i = 0, end; i < story->n_blocks; i = end) {
        size_t whole = 0;
        end = i + 1;
        while (end < story->n_blocks && story->blocks[end].depth > story->blocks[i].depth)
            end++;
        for (uint32_t k = i; k < end; k++)
            whole += weight_of(&story->blocks[k]);
        starts[n] = i, weights[n++] = whole;
        if (whole < budget || !can_go_on(&story->blocks[i]))
            continue;
        weights[n - 1] = weight_of(&story->blocks[i]);
        for (uint32_t k = i + 1; k < end; k++) { /* the first stays with what it stands in */
            if (k > i + 1 && story->blocks[k].depth <= story->blocks[i].depth + 1)
                starts[n] = k, weights[n++] = 0;
            weights[n - 1] += weight_of(&story->blocks[k]);
        }
    }
    return n;
}

/* Fills pages one after the other, each up to `room` of the units' weight. Returns how many. */
static uint32_t fill_pages(const uint32_t *starts, const size_t *weights, uint32_t n, size_t room, uint32_t *pages)
{
    uint32_t n_pages = 0;
    size_t used = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!i || used + weights[i] > room) {
            pages[n_pages++] = starts[i];
            used = 0;
        }
        used += weights[i];
    }
    return n_pages;
}

/* Finds the starts of pages that all weigh little enough, or of one unit each. out  pages: n set; starts in `room` */
static wire_code part_pages(wire__bench *b, const wire__job *job, size_t whole, const uint32_t *starts,
                            const size_t *weights, uint32_t n_units, uint32_t *room_for_starts, wire__part *pages,
                            bool *is_over, wire_error *err)
{
    const size_t budget = b->shop->plan->site.edition->budget_bytes;
    size_t all = 0;
    for (uint32_t i = 0; i < n_units; i++)
        all += weights[i];
    size_t room = (size_t)((double)all * 0.9 * ((double)budget - 2000) / (double)whole) + 1;
    wire_code code = WIRE_OK;
    for (int tries = 0; tries < MAX_TRIES && !code; tries++, room = room * 4 / 5 + 1) {
        *pages = (wire__part){.starts = room_for_starts};
        pages->n = fill_pages(starts, weights, n_units, room, room_for_starts);
        bool fits = true;
        *is_over = false;
        for (pages->at = 0; pages->at < pages->n && fits && !code; pages->at++) {
            size_t weight = 0;
            code = render_and_weigh(b, job, pages, &weight, err);
            const uint32_t end = pages->at + 1 < pages->n ? room_for_starts[pages->at + 1] : UINT32_MAX;
            uint32_t n_on_page = 0;
            for (uint32_t i = 0; i < n_units && weight > budget; i++)
                n_on_page += starts[i] >= room_for_starts[pages->at] && starts[i] < end;
            fits = weight <= budget || n_on_page == 1;
            *is_over |= weight > budget;
        }
        if (fits)
            break;
    }
    return code;
}

/* A story or a day over several pages. The whole of it stands on the first one while the others are written, where
 * there was none: so no page links to one that is not there. docs/decisions/write-order.md */
static wire_code press_pages(wire__bench *b, const wire__job *job, wire__part *pages, bool *is_written, wire_error *err)
{
    wire__leaf *leaf = job->leaf;
    char name[PATH_MAX];
    wire_code code = WIRE_OK;
    if (!leaf->is_there) {
        code = render(b, job, &(wire__part){0}, err);
        if (!code)
            code = wire__folder_put(b->shop->folder, leaf->file, "", wire_out_text(&b->plain), NULL, err);
        for (wire__form form = WIRE__FORM_BR; form < WIRE__N_FORMS && !code; form++)
            code = wire__folder_remove(b->shop->folder, leaf->file, wire__form_suffix(form), err);
    }
    wire__entry *parts = code ? NULL : calloc(pages->n ? pages->n : 1, sizeof *parts);
    if (!code && !parts)
        code = wire_fail(err, WIRE_ENOMEM, "press: no memory for the pages of %.*s", WIRE_ARG(leaf->file));
    for (uint32_t at = pages->n; at-- && !code;) { /* the last page first, since each leads to the next */
        const bool is_first = !at;
        sheet s = {.file = is_first ? leaf->file : wire__page_name(leaf->file, at + 1, name), .is_hot = leaf->is_hot};
        if (is_first)
            s.was = leaf->entry;
        else if (at < leaf->entry.n_parts)
            s.was = leaf->parts[at - 1];
        pages->at = at;
        code = render(b, job, pages, err);
        if (!code)
            code = put_sheet(b, &s, leaf->key, is_first ? &leaf->entry : &parts[at - 1], is_written, err);
        if (at)
            parts[at - 1].file = (wire_str){0}; /* by its number */
    }
    if (!code) {
        free(leaf->parts);
        leaf->parts = parts;
        leaf->entry.n_parts = pages->n;
        parts = NULL;
    }
    free(parts);
    return code;
}

static wire_code fail_over(const wire__bench *b, const wire__leaf *leaf, wire_error *err)
{
    return wire_fail(err, WIRE_ELIMIT,
                     "press: %.*s cannot be made to fit the budget of %u bytes a page; raise `budget`, or set "
                     "`over-budget = warn`",
                     WIRE_ARG(leaf->file), b->shop->plan->site.edition->budget_bytes);
}

static bool has_units(const wire__job *job)
{
    return job->leaf->kind == WIRE__LEAF_STORY ? job->story->n_blocks > 1 : job->leaf->n_items > 1;
}

static wire_code part_and_press(wire__bench *b, const wire__job *job, size_t whole, bool *is_over, wire_error *err)
{
    const size_t most = job->leaf->kind == WIRE__LEAF_STORY ? job->story->n_blocks : job->leaf->n_items;
    uint32_t *starts = calloc(2 * most + 1, sizeof *starts);
    size_t *weights = calloc(most + 1, sizeof *weights);
    wire__part pages = {0};
    wire_code code = starts && weights ? WIRE_OK : wire_fail(err, WIRE_ENOMEM, "press: no memory to part a page");
    if (!code) {
        const uint32_t n = weigh_units(job, b->shop->plan->site.edition->budget_bytes, starts, weights);
        code = part_pages(b, job, whole, starts, weights, n, starts + most, &pages, is_over, err);
    }
    if (!code && *is_over && b->shop->plan->site.edition->fails_over_budget)
        code = fail_over(b, job->leaf, err);
    if (!code)
        code = press_pages(b, job, &pages, &job->leaf->is_written, err);
    free(weights);
    free(starts);
    return code;
}

/* A front names fewer stories until it weighs little enough; the archive has them all. */
static wire_code shorten(wire__bench *b, const wire__job *job, size_t *weight, wire_error *err)
{
    const size_t budget = b->shop->plan->site.edition->budget_bytes, base = 2000;
    wire__leaf shown = *job->leaf;
    const wire__job its = {.leaf = &shown};
    wire_code code = WIRE_OK;
    shown.has_more = true;
    while (!code && *weight > budget && shown.n_items > 1) {
        const size_t n = budget > base ? shown.n_items * (budget - base) / (*weight - base) : 1;
        shown.n_items = n >= shown.n_items ? shown.n_items - 1 : n ? n : 1;
        code = render_and_weigh(b, &its, &(wire__part){0}, weight, err);
    }
    return code;
}

wire_code wire__bench_press(wire__bench *b, const wire__job *job, wire_error *err)
{
    wire__leaf *leaf = job->leaf;
    const wire_edition *edition = b->shop->plan->site.edition;
    const bool can_part = leaf->kind == WIRE__LEAF_STORY || leaf->kind == WIRE__LEAF_DAY;
    const bool was_there = leaf->is_there;
    size_t weight = 0;
    bool is_over = false;
    wire_code code = render(b, job, &(wire__part){0}, err);
    if (!code && wire_str_has_suffix(leaf->file, WIRE_STR(".html")))
        code = weigh(b, &weight, err);
    if (!code && weight > edition->budget_bytes && (leaf->kind == WIRE__LEAF_FRONT || leaf->kind == WIRE__LEAF_SECTION))
        code = shorten(b, job, &weight, err);
    is_over = weight > edition->budget_bytes;
    if (!code && is_over && can_part && has_units(job)) {
        code = part_and_press(b, job, weight, &is_over, err);
    } else if (!code) {
        const sheet s = {leaf->file, leaf->entry, leaf->is_hot};
        code = is_over && edition->fails_over_budget
                   ? fail_over(b, leaf, err)
                   : put_sheet(b, &s, leaf->key, &leaf->entry, &leaf->is_written, err);
        leaf->entry.n_parts = code ? leaf->entry.n_parts : 1;
    }
    if (!code && can_part && was_there)
        code = wire__pages_remove(b->shop->folder, leaf->file, leaf->entry.n_parts, err);
    if (code)
        return code;
    leaf->entry.is_over = is_over;
    leaf->is_done = true;
    return WIRE_OK;
}
