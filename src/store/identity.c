/* identity.c: which story is it, and does it say something else than before? */
#include "base/hash.h"
#include "store/driver.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_KEY = 2048 }; /* bytes; longer names become their hash, so that indexes stay small */

/* Length of the white space at p: ASCII's or a no-break space; 0: none. */
static size_t space_at(const char *p, size_t n)
{
    if (*p == ' ' || (*p >= '\t' && *p <= '\r'))
        return 1;
    return n > 1 && (unsigned char)p[0] == 0xC2 && (unsigned char)p[1] == 0xA0 ? 2 : 0;
}

/* Puts words parted by single spaces: reflowed text says the same. */
static void put_words(wire_out *out, wire_str text)
{
    size_t begin = 0;
    bool has_word = false;
    for (size_t i = 0; i <= text.n;) {
        const size_t n_space = i < text.n ? space_at(text.p + i, text.n - i) : 1;
        if (!n_space) {
            i++;
            continue;
        }
        if (i > begin) {
            if (has_word)
                wire_out_byte(out, ' ');
            wire_out_put(out, (wire_str){text.p + begin, i - begin});
            has_word = true;
        }
        i += n_space;
        begin = i;
    }
    wire_out_byte(out, '\0');
}

static void put_stamp(wire_out *out, const wire_stamp *stamp)
{
    if (stamp->is_known)
        wire_out_print(out, "%lld%c", (long long)stamp->at, stamp->has_time ? 't' : 'd');
    wire_out_byte(out, '\0');
}

static void put_facts(wire_out *out, const wire_story *story)
{
    put_words(out, story->headline);
    put_words(out, story->alternative);
    put_words(out, story->abstract);
    put_words(out, story->language);
    put_stamp(out, &story->published);
    put_stamp(out, &story->modified);
    if (story->embargoed.is_known || story->expires.is_known) { /* stories without are known by what they were before */
        put_stamp(out, &story->embargoed);
        put_stamp(out, &story->expires);
    }
    for (uint32_t i = 0; i < story->n_authors; i++) {
        put_words(out, story->authors[i].name);
        wire_out_byte(out, story->authors[i].is_organization ? 'o' : 'p');
    }
    for (uint32_t i = 0; i < story->n_blocks; i++) { /* what articleBody leaves out, but a reader reads */
        const wire_block *block = &story->blocks[i];
        if (block->update) {
            put_words(out, block->update->headline);
            put_stamp(out, &block->update->published);
            if (block->update->modified.is_known) /* those without are known by what they were before */
                put_stamp(out, &block->update->modified);
        }
        if (block->kind == WIRE_BLOCK_IMAGE && block->figure)
            put_words(out, block->figure->caption);
    }
}

wire_code wire__story_sense(const wire_story *story, uint64_t *sense, wire_error *err)
{
    wire_out facts, body;
    wire_out_open_memory(&facts, 0);
    wire_out_open_memory(&body, 0);
    wire_story_body(story, &body);
    put_facts(&facts, story);
    put_words(&facts, wire_out_text(&body));
    const uint64_t hash = wire__hash64(wire_out_text(&facts));
    const wire_code body_code = wire_out_close(&body, err);
    const wire_code facts_code = wire_out_close(&facts, err);
    if (body_code || facts_code)
        return body_code ? body_code : facts_code;
    *sense = hash;
    return WIRE_OK;
}

static wire_code print_key(const char *what, uint64_t hash, wire_arena *arena, wire_str *key, wire_error *err)
{
    const wire_str text = wire_arena_print(arena, "%s:%016llx", what, (unsigned long long)hash);
    if (!text.p)
        return wire_fail(err, WIRE_ENOMEM, "store: no memory for a key");
    *key = text;
    return WIRE_OK;
}

/* The same pages for telephones, for a searcher's cache, for bad lines: by the host's first label, where a name is
 * left. */
static wire_str skip_label(wire_str host)
{
    static const char *const labels[] = {"www.", "m.", "mobile.", "amp.", "lite."};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        const wire_str label = wire_str_of(labels[i]);
        const wire_str rest = wire_str_has_prefix(host, label) ? wire_str_cut(host, label.n, host.n) : (wire_str){0};
        if (wire_str_find(rest, WIRE_STR(".")) < rest.n)
            return rest;
    }
    return host;
}

static wire_str cut_suffix(wire_str text, wire_str suffix)
{
    return wire_str_has_suffix(text, suffix) ? wire_str_cut(text, 0, text.n - suffix.n) : text;
}

wire_code wire__key_fold(wire_str url, wire_arena *arena, wire_str *fold, wire_error *err)
{
    *fold = (wire_str){NULL, 0};
    if (!wire_str_has_prefix(url, WIRE_STR("https://")) && !wire_str_has_prefix(url, WIRE_STR("http://")))
        return WIRE_OK;
    const size_t colon = wire_str_find(url, WIRE_STR("://")), from = colon + 3;
    const wire_str rest = wire_str_cut(url, from, url.n);
    const size_t slash = wire_str_find(rest, WIRE_STR("/")), mark = wire_str_find(rest, WIRE_STR("?"));
    const wire_str host = skip_label(wire_str_cut(rest, 0, slash));
    wire_str path = wire_str_cut(rest, slash, mark), query = wire_str_cut(rest, mark, rest.n);
    path = cut_suffix(cut_suffix(cut_suffix(path, WIRE_STR("/")), WIRE_STR("/amp")), WIRE_STR("/"));
    if (wire_str_is(query, WIRE_STR("?amp")) || wire_str_is(query, WIRE_STR("?amp=1")))
        query = (wire_str){0};
    *fold = wire_arena_print(arena, "%.*s%.*s%.*s%.*s", WIRE_ARG(wire_str_cut(url, 0, from)), WIRE_ARG(host),
                             WIRE_ARG(path), WIRE_ARG(query));
    return fold->p ? WIRE_OK : wire_fail(err, WIRE_ENOMEM, "store: no memory for a key");
}

wire_code wire__key_of(wire_str text, wire_address_reader *reader, wire_arena *arena, wire_str *key, wire_error *err)
{
    text = wire_str_trim(text);
    wire_str made = text;
    wire_address address;
    const bool may_be_address = text.n && text.n <= LONGEST_KEY && memchr(text.p, ':', text.n);
    wire_code code = may_be_address ? wire_address_read(reader, text, (wire_str){NULL, 0}, arena, &address) : WIRE_NONE;
    if (code == WIRE_OK && wire_address_is_web(&address))
        code = wire_address_key(&address, arena, &made);
    if (code < 0)
        return wire_fail(err, code, "store: no memory for a key");
    if (made.n > LONGEST_KEY)
        return print_key("long", wire__hash64(made), arena, key, err);
    if (!wire_arena_copy(arena, made, key))
        return wire_fail(err, WIRE_ENOMEM, "store: no memory for a key");
    return WIRE_OK;
}

/* A story without a name is known by its headline and its moment, so that a corrected one is a revision; without
 * these by all it says. */
static wire_code nameless_key(const wire_story *story, wire_arena *arena, wire_str *key, wire_error *err)
{
    uint64_t hash;
    if (story->headline.n && story->published.is_known && story->published.has_time) {
        hash = wire__hash64_seeded(story->headline, (uint64_t)story->published.at);
    } else {
        const wire_code code = wire__story_sense(story, &hash, err);
        if (code)
            return code;
    }
    return print_key("text", hash, arena, key, err);
}

wire_code wire__story_key(const wire_story *story, wire_address_reader *reader, wire_arena *arena, wire_str *key,
                          wire_error *err)
{
    if (wire_str_trim(story->url).n)
        return wire__key_of(story->url, reader, arena, key, err);
    const wire_str input = wire_str_trim(story->input);
    if (input.n && !wire_str_is(input, WIRE_STR("-"))) /* standard input is another every time */
        return wire__key_of(input, reader, arena, key, err);
    return nameless_key(story, arena, key, err);
}
