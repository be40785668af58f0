/* bench.c: one leaf: render, compare, pack, write. */
#include "base/hash.h"
#include "press/work.h"

#include "wirecopy/codec.h"

/* How hard each form is pressed: pages that fronts name are read by many, the rest by few. */
static const struct packing {
    wire_codec codec;
    int hot, cold;
} PACKINGS[WIRE__N_FORMS] = {
    [WIRE__FORM_BR] = {WIRE_CODEC_BROTLI, 11, 5},
    [WIRE__FORM_GZ] = {WIRE_CODEC_GZIP, 9, 9},
    [WIRE__FORM_ZST] = {WIRE_CODEC_ZSTD, 19, 12},
};

wire_code wire__bench_open(wire__bench *bench, const wire__shop *shop, wire_error *err)
{
    *bench = (wire__bench){.shop = shop, .scratch = wire_arena_new((size_t)1 << 30)};
    wire_out_open_memory(&bench->plain, 0);
    wire_out_open_memory(&bench->packed, 0);
    return bench->scratch ? WIRE_OK : wire_fail(err, WIRE_ENOMEM, "press: no memory for a worker");
}

void wire__bench_close(wire__bench *bench)
{
    (void)wire_out_close(&bench->plain, NULL);
    (void)wire_out_close(&bench->packed, NULL);
    wire_arena_free(bench->scratch);
    bench->scratch = NULL;
}

wire_record wire__planned_record(const wire__plan *plan, const wire__planned *s)
{
    return (wire_record){.id = s->id,
                         .hash = s->hash,
                         .published = s->published,
                         .last_changed = s->changed,
                         .path = s->path,
                         .section = plan->site.sections[s->section].name,
                         .headline = s->headline,
                         .language = s->language};
}

static void render(wire__bench *b, const wire__leaf *leaf, const wire_story *story, const wire_feed_item *items,
                   uint32_t n_items)
{
    const wire__plan *plan = b->shop->plan;
    const wire_site *site = &plan->site;
    if (leaf->kind == WIRE__LEAF_STORY) {
        const wire_record record = wire__planned_record(plan, &plan->stories[leaf->items[0]]);
        wire_render_story(site, &record, story, &b->plain);
    } else if (leaf->kind == WIRE__LEAF_SECTION_FEED) {
        wire_render_atom(site, &site->sections[leaf->section], items, n_items, &b->plain);
    } else if (leaf->kind == WIRE__LEAF_FEED) {
        wire_render_atom(site, NULL, items, n_items, &b->plain);
    } else if (leaf->kind == WIRE__LEAF_JSON_FEED) {
        wire_render_json_feed(site, items, n_items, &b->plain);
    } else {
        wire__leaf_render(plan, leaf, b->scratch, &b->plain);
    }
}

/* Whether a form that is on disk is already as it would be made. */
static bool is_kept(const wire__bench *b, const wire__leaf *leaf, wire__form form, uint64_t content)
{
    const wire__entry *was = &leaf->entry;
    const struct packing *p = &PACKINGS[form];
    return was->content == content && was->key && was->sizes[form] &&
           (form == WIRE__FORM_PLAIN || p->hot == p->cold || was->is_hot == leaf->is_hot) &&
           wire__folder_size(b->shop->folder, leaf->file, wire__form_suffix(form)) == was->sizes[form];
}

static wire_code press_form(wire__bench *b, wire__leaf *leaf, wire__form form, wire__entry *entry, bool is_alone,
                            wire_error *err)
{
    const char *suffix = wire__form_suffix(form);
    const struct packing *p = &PACKINGS[form];
    wire_str bytes = wire_out_text(&b->plain);
    if (!b->shop->forms[form]) /* an old form of the page would go on being served */
        return is_alone ? WIRE_OK : wire__folder_remove(b->shop->folder, leaf->file, suffix, err);
    entry->sizes[form] = leaf->entry.sizes[form];
    if (is_kept(b, leaf, form, entry->content))
        return WIRE_OK;
    wire_out_reset(&b->packed);
    wire_code code = wire_pack(p->codec, leaf->is_hot ? p->hot : p->cold, bytes, &b->packed, err);
    if (!code && b->packed.code)
        code = wire_fail(err, b->packed.code, "press: no memory to pack %.*s", WIRE_ARG(leaf->file));
    if (code)
        return code;
    entry->sizes[form] = b->packed.n;
    leaf->is_written = true;
    return wire__folder_put(b->shop->folder, leaf->file, suffix, wire_out_text(&b->packed), NULL, err);
}

wire_code wire__bench_press(wire__bench *b, wire__leaf *leaf, const wire_story *story, const wire_feed_item *items,
                            uint32_t n_items, wire_error *err)
{
    wire_out_reset(&b->plain);
    wire_arena_reset(b->scratch);
    render(b, leaf, story, items, n_items);
    if (b->plain.code)
        return wire_fail(err, b->plain.code, "press: cannot render %.*s: %s", WIRE_ARG(leaf->file),
                         wire_code_text(b->plain.code));
    const wire_str bytes = wire_out_text(&b->plain);
    wire__entry entry = {.file = leaf->file, .key = leaf->key, .is_hot = leaf->is_hot};
    entry.content = wire__hash64(bytes);
    entry.sizes[WIRE__FORM_PLAIN] = bytes.n;
    bool is_alone = false;
    wire_code code = WIRE_OK;
    if (!is_kept(b, leaf, WIRE__FORM_PLAIN, entry.content)) {
        leaf->is_written = true;
        code = wire__folder_put(b->shop->folder, leaf->file, "", bytes, &is_alone, err);
    }
    for (wire__form form = WIRE__FORM_BR; form < WIRE__N_FORMS && !code; form++)
        code = press_form(b, leaf, form, &entry, is_alone, err);
    if (code)
        return code;
    leaf->entry = entry;
    leaf->is_done = true;
    return WIRE_OK;
}
