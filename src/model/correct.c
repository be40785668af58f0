/* correct.c: replaces words within texts and across the spans of blocks. */
#include "model/correct.h"

#include <string.h>

#include "model/build.h"

/* A story being corrected: a copy of its own, changed before anybody else sees it. */
typedef struct desk {
    wire_story *story;
    wire__correction *c;
    wire_out text; /* of the block or fact at hand, corrected */
    bool is_short; /* of memory */
} desk;

/* A fact's text with the words replaced. */
static void correct_text(desk *d, wire_str *text)
{
    wire_str rest = *text;
    size_t at = text->n ? wire_str_find(rest, d->c->was) : SIZE_MAX;
    if (at == SIZE_MAX)
        return;
    d->c->applies = true;
    wire_out_reset(&d->text);
    for (; at != SIZE_MAX; at = wire_str_find(rest, d->c->was)) {
        wire_out_put(&d->text, wire_str_cut(rest, 0, at));
        wire_out_put(&d->text, d->c->is_now);
        rest = wire_str_cut(rest, at + d->c->was.n, rest.n);
    }
    wire_out_put(&d->text, rest);
    if (d->text.code || !wire_arena_copy(d->story->arena, wire_out_text(&d->text), text))
        d->is_short = true;
}

static const wire_figure *correct_figure(desk *d, const wire_figure *figure)
{
    wire_figure *copy = WIRE_TAKE(d->story->arena, wire_figure, 1);
    if (!copy) {
        d->is_short = true;
        return figure;
    }
    *copy = *figure;
    correct_text(d, &copy->caption);
    correct_text(d, &copy->alt);
    correct_text(d, &copy->text);
    return copy;
}

static void correct_facts(desk *d)
{
    wire_story *s = d->story;
    wire_str *const texts[] = {&s->headline, &s->alternative, &s->abstract, &s->description};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        correct_text(d, texts[i]);
    wire_author *authors = WIRE_TAKE(s->arena, wire_author, s->n_authors + 1u);
    for (uint32_t i = 0; authors && i < s->n_authors; i++) {
        authors[i] = s->authors[i];
        correct_text(d, &authors[i].name);
    }
    if (authors)
        s->authors = authors;
    wire_figure *images = WIRE_TAKE(s->arena, wire_figure, s->n_images + 1u);
    for (uint32_t i = 0; images && i < s->n_images; i++)
        images[i] = *correct_figure(d, &s->images[i]);
    if (images)
        s->images = images;
    d->is_short |= !images || !authors;
}

/* Writes the spans of a block from byte `from` to `to` of its text. */
static void build_part(wire__builder *b, const wire_block *block, size_t from, size_t to)
{
    size_t at = 0;
    for (uint32_t i = 0; i < block->n_spans && at < to; i++) {
        const wire_span *span = &block->spans[i];
        const size_t end = at + span->text.n;
        if (end > from)
            wire__build_text(b, wire_str_cut(span->text, from > at ? from - at : 0, to < end ? to - at : span->text.n),
                             span->marks, span->href);
        at = end;
    }
}

/* The span that holds a byte of the block's text: new words look as the first of the old did. */
static const wire_span *span_at(const wire_block *block, size_t at)
{
    uint32_t i = 0;
    for (; i + 1 < block->n_spans && at >= block->spans[i].text.n; i++)
        at -= block->spans[i].text.n;
    return &block->spans[i];
}

static void correct_spans(desk *d, wire__builder *b, const wire_block *block)
{
    wire_out_reset(&d->text);
    wire_block_text(block, &d->text);
    const wire_str text = wire_out_text(&d->text);
    size_t done = 0;
    d->is_short |= d->text.code != WIRE_OK;
    for (size_t found; (found = wire_str_find(wire_str_cut(text, done, text.n), d->c->was)) != SIZE_MAX;) {
        const wire_span *span = span_at(block, done + found);
        build_part(b, block, done, done + found);
        wire__build_text(b, d->c->is_now, span->marks, span->href);
        done += found + d->c->was.n;
        d->c->applies = true;
    }
    build_part(b, block, done, text.n);
}

static void correct_block(desk *d, wire__builder *b, const wire_block *block)
{
    wire_block *made = wire__build_block(b, block->kind, block->depth);
    if (!made)
        return;
    made->level = block->level;
    made->is_ordered = block->is_ordered;
    made->is_header = block->is_header;
    made->source = block->source;
    wire_figure *figure = block->figure ? wire__build_figure(b) : NULL;
    if (figure)
        *figure = *correct_figure(d, block->figure);
    wire_update *update = block->update ? wire__build_update(b) : NULL;
    if (update) {
        *update = *block->update;
        correct_text(d, &update->headline);
    }
    correct_spans(d, b, block);
}

static wire_code correct_all(desk *d, wire_error *err)
{
    const wire_block *blocks = d->story->blocks;
    const uint32_t n = d->story->n_blocks;
    const wire_omission *omitted = d->story->omitted;
    const uint32_t n_omitted = d->story->n_omitted;
    wire__builder b;
    wire__build_begin(&b, d->story);
    correct_facts(d);
    for (uint32_t i = 0; i < n; i++)
        correct_block(d, &b, &blocks[i]);
    const wire_code code = wire__build_end(&b, err);
    d->story->omitted = omitted;
    d->story->n_omitted = n_omitted;
    return code ? code : d->is_short ? wire_fail(err, WIRE_ENOMEM, "story: no memory to correct it") : WIRE_OK;
}

static wire_code copy_story(const wire_story *story, wire_out *json, wire_story **copy, wire_error *err)
{
    wire_out_reset(json);
    wire_story_write_json(story, NULL, json);
    if (json->code)
        return wire_fail(err, json->code, "story: no memory to correct it");
    return wire_story_read_json(wire_out_text(json), copy, err);
}

wire_code wire__story_correct(const wire_story *story, wire__correction *corrections, size_t n, wire_story **made,
                              wire_error *err)
{
    desk d = {0};
    wire_out_open_memory(&d.text, 0);
    wire_code code = copy_story(story, &d.text, &d.story, err);
    for (size_t i = 0; i < n && !code; i++) {
        d.c = &corrections[i];
        d.c->applies = false;
        code = correct_all(&d, err);
    }
    (void)wire_out_close(&d.text, NULL);
    if (code)
        wire_story_free(d.story);
    else
        *made = d.story;
    return code;
}
