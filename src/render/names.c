/* names.c: the byline, the stamp and what was left out, as every format needs them. */
#include "render/markup.h"

typedef void put_text(void *user, wire_out *out, wire_str text);

/* Writes what parts item i of n from the one before. */
static void put_joint(const wire__words *words, wire_out *out, uint32_t i, uint32_t n)
{
    if (i)
        wire_out_put(out, words->words[i + 1 < n ? WIRE__WORD_COMMA : WIRE__WORD_AND]);
}

static uint32_t count_authors(const wire_story *story, bool is_organization)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < story->n_authors; i++)
        n += story->authors[i].is_organization == is_organization && story->authors[i].name.n;
    return n;
}

static void put_authors(const wire__words *words, const wire_story *story, bool is_organization, uint32_t n,
                        wire_out *out, put_text *put, void *user)
{
    uint32_t done = 0;
    for (uint32_t i = 0; i < story->n_authors; i++) {
        if (story->authors[i].is_organization != is_organization || !story->authors[i].name.n)
            continue;
        put_joint(words, out, done++, n);
        put(user, out, story->authors[i].name);
    }
}

bool wire__names_write(const wire__words *words, const wire_story *story, wire_out *out, put_text *put, void *user)
{
    const uint32_t n_people = count_authors(story, false), n_houses = count_authors(story, true);
    put_authors(words, story, false, n_people, out, put, user);
    if (!n_people || (!n_houses && !story->publisher.n)) {
        put_authors(words, story, true, n_houses, out, put, user);
        return n_people || n_houses;
    }
    wire_str before, after;
    wire__pattern_part(words->words[WIRE__WORD_ORGANIZATION], WIRE_STR("{name}"), &before, &after);
    wire_out_put(out, before);
    if (n_houses)
        put_authors(words, story, true, n_houses, out, put, user);
    else
        put(user, out, story->publisher);
    wire_out_put(out, after);
    return true;
}

const wire_stamp *wire__story_stamp(const wire_story *story, wire__word *word)
{
    const bool is_changed =
        story->modified.is_known && (!story->published.is_known || story->modified.at > story->published.at);
    *word = is_changed ? WIRE__WORD_UPDATED : WIRE__WORD_PUBLISHED;
    return is_changed ? &story->modified : &story->published;
}

static const struct what {
    wire_str what;
    wire__word word;
} WHATS[] = {
    {{"paywall", 7}, WIRE__WORD_WHAT_PAYWALL}, {{"interactive", 11}, WIRE__WORD_WHAT_INTERACTIVE},
    {{"video", 5}, WIRE__WORD_WHAT_VIDEO},     {{"embed", 5}, WIRE__WORD_WHAT_EMBED},
    {{"cut", 3}, WIRE__WORD_WHAT_CUT},
};

static wire__word find_what(wire_str what)
{
    for (size_t i = 0; i < sizeof WHATS / sizeof *WHATS; i++)
        if (wire_str_is(WHATS[i].what, what))
            return WHATS[i].word;
    return WIRE__WORD_WHAT_OTHER;
}

/* Walks the omissions that are to be named (the same without a note once), writing them where out is given. */
static uint32_t walk_omitted(const wire__words *words, const wire_story *story, uint32_t n, wire_out *out,
                             put_text *put, void *user)
{
    uint64_t seen = 0;
    uint32_t done = 0;
    for (uint32_t i = 0; i < story->n_omitted; i++) {
        const wire_omission *o = &story->omitted[i];
        const wire__word word = find_what(o->what);
        const uint64_t bit = (uint64_t)1 << (word - WIRE__WORD_WHAT_PAYWALL);
        if (!o->note.n && seen & bit)
            continue;
        seen |= o->note.n ? 0 : bit;
        if (out) {
            wire_str before, after;
            wire__pattern_part(words->words[WIRE__WORD_PAREN], WIRE_STR("{note}"), &before, &after);
            put_joint(words, out, done, n);
            wire_out_put(out, words->words[word]);
            if (o->note.n) {
                wire_out_put(out, before);
                put(user, out, o->note);
                wire_out_put(out, after);
            }
        }
        done++;
    }
    return done;
}

bool wire__omitted_write(const wire__words *words, const wire_story *story, wire_out *out, put_text *put, void *user)
{
    const uint32_t n = walk_omitted(words, story, 0, NULL, NULL, NULL);
    return n && walk_omitted(words, story, n, out, put, user);
}
