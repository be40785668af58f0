/* dump.h: a story as lines that a reader of the tests can check. */
#ifndef WIRECOPY_TESTS_EXTRACT_DUMP_H
#define WIRECOPY_TESTS_EXTRACT_DUMP_H
#include "wirecopy/read.h"

static void dump_field(wire_out *out, const char *name, wire_str value)
{
    if (value.n)
        wire_out_print(out, "%s: %.*s\n", name, WIRE_ARG(value));
}

static void dump_stamp(wire_out *out, const char *name, const wire_stamp *stamp)
{
    if (!stamp->is_known)
        return;
    wire_out_print(out, "%s: ", name);
    wire_stamp_write(stamp, out);
    wire_out_print(out, stamp->zone[0] ? " %s%s\n" : "%s%s\n", stamp->zone, stamp->is_unsure ? "?" : "");
}

/* Spans as [text](link) and with marks around: *em* **strong** `code`. */
static void dump_spans(wire_out *out, const wire_block *block)
{
    for (uint32_t i = 0; i < block->n_spans; i++) {
        const wire_span *s = &block->spans[i];
        const char *mark = s->marks & WIRE_MARK_CODE ? "`" : s->marks & WIRE_MARK_STRONG ? "**" : s->marks ? "*" : "";
        wire_out_print(out, "%s%s%.*s%s", s->href.n ? "[" : "", mark, WIRE_ARG(s->text), mark);
        if (s->href.n)
            wire_out_print(out, "](%.*s)", WIRE_ARG(s->href));
    }
}

static void dump_block(wire_out *out, const wire_block *block)
{
    static const char *const names[] = {
#define NAME(name, text) [WIRE_BLOCK_##name] = text,
        WIRE_BLOCKS(NAME)
#undef NAME
    };
    wire_out_print(out, "%*s%s", 2 * block->depth, "", names[block->kind]);
    if (block->level)
        wire_out_print(out, " %u", block->level);
    if (block->is_ordered || block->is_header)
        wire_out_print(out, "%s", block->is_ordered ? " ordered" : " header");
    wire_out_lit(out, ": ");
    dump_spans(out, block);
    if (block->update) {
        wire_out_print(out, "#%.*s %.*s ", WIRE_ARG(block->update->id), WIRE_ARG(block->update->headline));
        wire_stamp_write(&block->update->published, out);
        if (block->update->modified.is_known)
            wire_out_lit(out, ", edited ");
        wire_stamp_write(&block->update->modified, out);
    }
    wire_out_lit(out, "\n");
    if (!block->figure)
        return;
    const wire_figure *f = block->figure;
    dump_field(out, "  url", f->url);
    dump_field(out, "  alt", f->alt);
    dump_field(out, "  caption", f->caption);
    dump_field(out, "  credit", f->credit);
    dump_field(out, "  provider", f->provider);
    dump_field(out, "  text", f->text);
}

static inline void dump_story(const wire_story *s, wire_out *out)
{
    static const char *const types[] = {"article", "live", "page"};
    wire_out_print(out, "type: %s\n", types[s->type]);
    dump_field(out, "url", s->url);
    dump_field(out, "headline", s->headline);
    dump_field(out, "alternative", s->alternative);
    dump_field(out, "abstract", s->abstract);
    dump_field(out, "description", s->description);
    for (uint32_t i = 0; i < s->n_authors; i++)
        dump_field(out, s->authors[i].is_organization ? "organization" : "author", s->authors[i].name);
    dump_field(out, "publisher", s->publisher);
    dump_stamp(out, "published", &s->published);
    dump_stamp(out, "modified", &s->modified);
    dump_field(out, "language", s->language);
    dump_field(out, "section", s->section);
    for (uint32_t i = 0; i < s->n_keywords; i++)
        dump_field(out, "keyword", s->keywords[i]);
    dump_field(out, "location", s->location);
    for (uint32_t i = 0; i < s->n_images; i++)
        dump_field(out, "image", s->images[i].url);
    if (s->has_access)
        wire_out_print(out, "free: %s\n", s->is_free ? "yes" : "no");
    for (uint32_t i = 0; i < s->n_omitted; i++)
        dump_field(out, "omitted", s->omitted[i].what);
    wire_out_lit(out, "\n");
    for (uint32_t i = 0; i < s->n_blocks; i++)
        dump_block(out, &s->blocks[i]);
}

#endif
