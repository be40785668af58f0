/* pack.c: each field is passed by one function that writes or reads it, so that the two cannot differ. */
#include "model/pack.h"

#include "base/utf8.h"
#include "model/build.h"

#include <string.h>

#define ABSENT UINT32_MAX

enum { MOST_THINGS = 1 << 20, LARGEST_THING = 320 };

/* Who adds a field to one of these passes it here, too; then the sum is put right. */
#ifdef __LP64__
_Static_assert(sizeof(wire_story) + sizeof(wire_block) + sizeof(wire_figure) + sizeof(wire_update) ==
                   400 + 56 + 96 + 96,
               "a story has another field: pass it in pass_facts, pass_block, pass_figure or pass_update");
_Static_assert(sizeof(wire_feed) + sizeof(wire_entry) + sizeof(wire_attachment) == 152 + 320 + 64,
               "a feed has another field: pass it in wire__feed_pass, pass_entry or pass_attachment");
#endif
_Static_assert(sizeof(wire_entry) <= LARGEST_THING, "an entry is the largest thing in a list");

static void fail(wire__packing *k, wire_code code)
{
    if (!k->code)
        k->code = code;
}

/* Parts ------------------------------------------------------------------------------------ */

/* Most are a few bytes, for which the sink has room. */
static inline void pass_raw(wire__packing *k, void *bytes, size_t n)
{
    wire_out *out = k->out;
    if (out && !out->code && out->fd < 0 && out->cap - out->n >= n) {
        memcpy(out->buf + out->n, bytes, n);
        out->n += n;
        out->total += n;
    } else if (out) {
        wire_out_put(out, (wire_str){bytes, n});
    } else if (k->code || k->rest.n < n) {
        fail(k, WIRE_EFORMAT);
        memset(bytes, 0, n);
    } else {
        memcpy(bytes, k->rest.p, n);
        k->rest = (wire_str){k->rest.p + n, k->rest.n - n};
    }
}

void wire__pack_raw(wire__packing *k, void *bytes, size_t n)
{
    pass_raw(k, bytes, n);
}

void wire__pack_number(wire__packing *k, uint32_t *number)
{
    pass_raw(k, number, sizeof *number);
}

static void pass_choice(wire__packing *k, uint32_t *number, uint32_t n_choices)
{
    wire__pack_number(k, number);
    if (*number < n_choices)
        return;
    fail(k, WIRE_EFORMAT);
    *number = 0;
}

void wire__pack_flag(wire__packing *k, bool *flag)
{
    uint8_t byte = *flag;
    pass_raw(k, &byte, 1);
    *flag = byte != 0;
}

void wire__pack_text(wire__packing *k, wire_str *text)
{
    uint32_t n = text->p ? (uint32_t)text->n : ABSENT;
    if (k->out && text->p && text->n >= ABSENT)
        fail(k, WIRE_ELIMIT);
    wire__pack_number(k, &n);
    if (k->out) {
        if (text->p)
            pass_raw(k, (char *)(uintptr_t)text->p, text->n);
        return;
    }
    *text = (wire_str){NULL, 0};
    if (k->code || n == ABSENT)
        return;
    if (n > k->rest.n) {
        fail(k, WIRE_EFORMAT);
        return;
    }
    *text = (wire_str){k->rest.p, n};
    if (k->is_copying && !(wire_arena_copy(k->arena, *text, text) && wire__utf8_mend(k->arena, *text, text)))
        fail(k, WIRE_ENOMEM);
    k->rest = (wire_str){k->rest.p + n, k->rest.n - n};
}

static bool is_address(wire_str text)
{
    return wire_str_has_prefix(text, WIRE_STR("http://")) || wire_str_has_prefix(text, WIRE_STR("https://"));
}

/* An address of the web; another is dropped. */
static void pass_address(wire__packing *k, wire_str *address)
{
    wire__pack_text(k, address);
    if (!k->out && !is_address(*address))
        *address = (wire_str){NULL, 0};
}

void wire__pack_list(wire__packing *k, const void **list, uint32_t *n, size_t size,
                     void (*pass)(wire__packing *k, void *thing))
{
    _Alignas(max_align_t) char thing[LARGEST_THING];
    wire__pack_number(k, n);
    if (!k->out && (*n > MOST_THINGS || (*n > k->rest.n && !k->next_part))) {
        fail(k, WIRE_EFORMAT);
        *n = 0;
    }
    char *made = k->out || !*n ? NULL : wire_arena_take_zero(k->arena, *n, size, _Alignof(max_align_t));
    if (!k->out && *n && !made) {
        fail(k, WIRE_ENOMEM);
        *n = 0;
    }
    for (uint32_t i = 0; i < *n && !k->code; i++) {
        if (made) {
            pass(k, made + i * size);
            continue;
        }
        memcpy(thing, (const char *)*list + i * size, size);
        pass(k, thing);
    }
    if (!k->out)
        *list = made;
}

/* Facts ------------------------------------------------------------------------------------ */

static void pass_stamp(wire__packing *k, wire_stamp *stamp)
{
    pass_raw(k, &stamp->at, sizeof stamp->at);
    pass_raw(k, &stamp->offset_s, sizeof stamp->offset_s);
    wire__pack_flag(k, &stamp->is_known);
    wire__pack_flag(k, &stamp->has_offset);
    wire__pack_flag(k, &stamp->has_time);
    wire__pack_flag(k, &stamp->is_unsure);
    pass_raw(k, &stamp->nanos, sizeof stamp->nanos);
    pass_raw(k, stamp->zone, sizeof stamp->zone);
    stamp->zone[sizeof stamp->zone - 1] = '\0';
    if (stamp->offset_s < -86400 || stamp->offset_s > 86400)
        stamp->offset_s = 0;
    stamp->nanos %= 1000000000;
}

static void pass_author(wire__packing *k, void *thing)
{
    wire_author *author = thing;
    wire__pack_text(k, &author->name);
    wire__pack_flag(k, &author->is_organization);
}

static void pass_word(wire__packing *k, void *thing)
{
    wire__pack_text(k, thing);
}

static void pass_figure(wire__packing *k, void *thing)
{
    wire_figure *figure = thing;
    pass_address(k, &figure->url);
    wire__pack_text(k, &figure->alt);
    wire__pack_text(k, &figure->caption);
    wire__pack_text(k, &figure->credit);
    wire__pack_text(k, &figure->provider);
    wire__pack_text(k, &figure->text);
}

static void pass_update(wire__packing *k, wire_update *update)
{
    wire__pack_text(k, &update->id);
    wire__pack_text(k, &update->headline);
    pass_stamp(k, &update->published);
    pass_stamp(k, &update->modified);
}

static void pass_authors(wire__packing *k, const wire_author **authors, uint32_t *n)
{
    const void *list = *authors;
    wire__pack_list(k, &list, n, sizeof **authors, pass_author);
    *authors = list;
}

static void pass_words(wire__packing *k, const wire_str **words, uint32_t *n)
{
    const void *list = *words;
    wire__pack_list(k, &list, n, sizeof **words, pass_word);
    *words = list;
}

static void pass_images(wire__packing *k, const wire_figure **images, uint32_t *n)
{
    const void *list = *images;
    wire__pack_list(k, &list, n, sizeof **images, pass_figure);
    *images = list;
}

static void pass_facts(wire__packing *k, wire_story *s)
{
    uint32_t type = s->type;
    wire_str *const texts[] = {&s->input,     &s->headline, &s->alternative, &s->abstract, &s->description,
                               &s->publisher, &s->language, &s->section,     &s->location};
    pass_choice(k, &type, WIRE_STORY_PAGE + 1);
    s->type = (wire_story_type)type;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        wire__pack_text(k, texts[i]);
    pass_address(k, &s->url);
    pass_authors(k, &s->authors, &s->n_authors);
    pass_words(k, &s->keywords, &s->n_keywords);
    pass_images(k, &s->images, &s->n_images);
    pass_stamp(k, &s->published);
    pass_stamp(k, &s->modified);
    pass_stamp(k, &s->embargoed);
    pass_stamp(k, &s->expires);
    pass_raw(k, &s->source_hash, sizeof s->source_hash);
    wire__pack_flag(k, &s->has_access);
    wire__pack_flag(k, &s->is_free);
    wire__pack_flag(k, &s->has_confidence);
    pass_raw(k, &s->confidence, sizeof s->confidence);
    if (!(s->confidence >= 0 && s->confidence <= 1))
        s->confidence = 0;
}

/* Blocks ----------------------------------------------------------------------------------- */

static void pass_span(wire__packing *k, wire_span *span)
{
    wire__pack_text(k, &span->text);
    wire__pack_text(k, &span->href);
    wire__pack_number(k, &span->marks);
}

static void pass_block(wire__packing *k, wire_block *b, uint32_t *kind)
{
    pass_choice(k, kind, WIRE_BLOCK_UPDATE + 1);
    pass_raw(k, &b->depth, 1);
    pass_raw(k, &b->level, 1);
    wire__pack_flag(k, &b->is_ordered);
    wire__pack_flag(k, &b->is_header);
    pass_raw(k, &b->source, sizeof b->source);
    wire__pack_number(k, &b->n_spans);
}

static void write_block(wire__packing *k, const wire_block *block)
{
    wire_block b = *block;
    uint32_t kind = b.kind;
    pass_block(k, &b, &kind);
    for (uint32_t i = 0; i < b.n_spans; i++) {
        wire_span span = b.spans[i];
        pass_span(k, &span);
    }
    if (b.figure) {
        wire_figure figure = *b.figure;
        pass_figure(k, &figure);
    }
    if (b.update) {
        wire_update update = *b.update;
        pass_update(k, &update);
    }
}

static void read_block(wire__packing *k, wire__builder *build)
{
    uint32_t kind = 0;
    wire_block read = {0};
    pass_block(k, &read, &kind);
    wire_block *b = k->code ? NULL : wire__build_block(build, (wire_block_kind)kind, read.depth);
    if (!b)
        return;
    b->level = read.level;
    b->is_ordered = read.is_ordered;
    b->is_header = read.is_header;
    if (read.source.start < read.source.end && read.source.end <= UINT32_MAX)
        b->source = read.source;
    k->is_copying = false; /* the builder does */
    for (uint32_t i = 0; i < read.n_spans && !k->code; i++) {
        wire_span span = {0};
        pass_span(k, &span);
        wire__build_text(build, span.text, span.marks & 63, span.href);
    }
    k->is_copying = true;
    wire_figure *figure = kind == WIRE_BLOCK_IMAGE || kind == WIRE_BLOCK_EMBED ? wire__build_figure(build) : NULL;
    if (figure)
        pass_figure(k, figure);
    wire_update *update = kind == WIRE_BLOCK_UPDATE ? wire__build_update(build) : NULL;
    if (update)
        pass_update(k, update);
}

void wire__story_pack(const wire_story *story, wire_out *out)
{
    wire__packing k = {.out = out};
    wire_story s = *story;
    pass_facts(&k, &s);
    wire__pack_number(&k, &s.n_blocks);
    for (uint32_t i = 0; i < s.n_blocks; i++)
        write_block(&k, &s.blocks[i]);
    wire__pack_number(&k, &s.n_omitted);
    for (uint32_t i = 0; i < s.n_omitted; i++) {
        wire_omission omission = s.omitted[i];
        wire__pack_text(&k, &omission.what);
        wire__pack_text(&k, &omission.note);
    }
    if (k.code && !out->code)
        out->code = k.code;
}

/* What is left out is named by one of these words. */
static const char *omitted_word(wire_str what)
{
    static const char *const words[] = {"paywall", "interactive", "video", "embed", "cut"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (wire_str_is(what, wire_str_of(words[i])))
            return words[i];
    return NULL;
}

static wire_code read_story(wire__packing *k, wire_story *story, wire_error *err)
{
    wire__builder build;
    uint32_t n = 0;
    pass_facts(k, story);
    wire__build_begin(&build, story);
    wire__pack_number(k, &n);
    for (uint32_t i = 0; i < n && !k->code && !build.code; i++)
        read_block(k, &build);
    wire__pack_number(k, &n);
    for (uint32_t i = 0; i < n && !k->code && !build.code; i++) {
        wire_str what, note;
        wire__pack_text(k, &what);
        wire__pack_text(k, &note);
        const char *word = omitted_word(what);
        if (word)
            wire__build_omission(&build, word, note);
    }
    if (!story->headline.p)
        story->headline = WIRE_STR("");
    return k->code ? wire_fail(err, k->code, "not a story as it was packed") : wire__build_end(&build, err);
}

wire_code wire__story_unpack(wire_str bytes, wire_story **story, wire_error *err)
{
    wire_story *made = wire_story_new(0);
    if (!made)
        return wire_fail(err, WIRE_ENOMEM, "no memory for a story");
    wire__packing k = {.rest = bytes, .arena = made->arena, .is_copying = true};
    const wire_code code = read_story(&k, made, err);
    if (code)
        wire_story_free(made);
    else
        *story = made;
    return code;
}

/* Feeds ------------------------------------------------------------------------------------ */

static void pass_attachment(wire__packing *k, void *thing)
{
    wire_attachment *a = thing;
    pass_address(k, &a->url);
    wire__pack_text(k, &a->mime_type);
    wire__pack_text(k, &a->title);
    pass_raw(k, &a->bytes, sizeof a->bytes);
    pass_raw(k, &a->duration_s, sizeof a->duration_s);
}

static void pass_part(wire__packing *k)
{
    if (k->next_part && !k->code && !k->next_part(k))
        fail(k, WIRE_EFORMAT);
}

static void pass_entry(wire__packing *k, void *thing)
{
    wire_entry *e = thing;
    pass_part(k);
    wire_str *const texts[] = {&e->id, &e->title, &e->summary, &e->content_html, &e->content_text, &e->language};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        wire__pack_text(k, texts[i]);
    pass_address(k, &e->url);
    pass_address(k, &e->external_url);
    pass_address(k, &e->image);
    pass_stamp(k, &e->published);
    pass_stamp(k, &e->modified);
    pass_stamp(k, &e->embargoed);
    pass_stamp(k, &e->expires);
    pass_authors(k, &e->authors, &e->n_authors);
    pass_words(k, &e->tags, &e->n_tags);
    const void *list = e->attachments;
    wire__pack_list(k, &list, &e->n_attachments, sizeof *e->attachments, pass_attachment);
    e->attachments = list;
}

void wire__feed_pass(wire__packing *k, wire_feed *f)
{
    uint32_t kind = f->kind;
    wire_str *const texts[] = {&f->input, &f->title, &f->description, &f->language};
    pass_choice(k, &kind, WIRE_FEED_FRONT + 1);
    f->kind = (wire_feed_kind)kind;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        wire__pack_text(k, texts[i]);
    pass_address(k, &f->home_page_url);
    pass_address(k, &f->feed_url);
    pass_authors(k, &f->authors, &f->n_authors);
    const void *list = f->entries;
    wire__pack_list(k, &list, &f->n_entries, sizeof *f->entries, pass_entry);
    f->entries = list;
    pass_part(k);
    wire__pack_number(k, &f->ttl_min);
    wire__pack_number(k, &f->skip_hours);
    pass_raw(k, &f->skip_days, 1);
    wire__pack_flag(k, &f->is_index);
    wire__pack_flag(k, &f->is_recovered);
}

void wire__feed_pack(const wire_feed *feed, wire_out *out)
{
    wire__packing k = {.out = out};
    wire_feed f = *feed;
    wire__feed_pass(&k, &f);
    if (k.code && !out->code)
        out->code = k.code;
}

wire_code wire__feed_unpack(wire_str bytes, wire_feed *feed, wire_error *err)
{
    wire__packing k = {.rest = bytes, .arena = feed->arena};
    wire__feed_pass(&k, feed);
    return k.code ? wire_fail(err, k.code, "not a feed as it was packed") : WIRE_OK;
}
