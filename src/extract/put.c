/* put.c: the facts, each from the best source that has it, go into the story. */
#include <string.h>

#include "extract/facts.h"

static wire_str first_of(wire_str a, wire_str b, wire_str c)
{
    return a.n ? a : b.n ? b : c;
}

static bool copy_to(wire_story *story, wire_str *to, wire_str text)
{
    return !text.n || wire_arena_copy(story->arena, text, to);
}

/* "en_us" as BCP 47 has it: "en-US". */
static bool put_language(wire_story *story, wire_str tag)
{
    tag = wire_str_trim(tag);
    size_t n = 0;
    while (n < tag.n && n < 35 &&
           (tag.p[n] == '-' || tag.p[n] == '_' || (tag.p[n] >= '0' && tag.p[n] <= '9') ||
            ((tag.p[n] | 32) >= 'a' && (tag.p[n] | 32) <= 'z')))
        n++;
    tag.n = n;
    if (tag.n < 2)
        return true;
    char *p = wire_arena_take(story->arena, tag.n + 1, 1);
    if (!p)
        return false;
    size_t part = 0, at = 0;
    for (size_t i = 0; i < tag.n; i++) {
        char c = tag.p[i];
        if (c == '_' || c == '-') {
            part++;
            at = 0;
            p[i] = '-';
            continue;
        }
        size_t len = at;
        while (i + len - at < tag.n && tag.p[i + len - at] != '-' && tag.p[i + len - at] != '_')
            len++;
        const bool is_letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        if (is_letter)
            c = part && (len == 2 || (len == 4 && at == 0)) ? (char)(c & ~32) : (char)(c | 32);
        p[i] = c;
        at++;
    }
    p[tag.n] = '\0';
    const size_t first = wire_str_find((wire_str){p, tag.n}, WIRE_STR("-"));
    if ((first == SIZE_MAX ? tag.n : first) <= 3)
        story->language = (wire_str){p, tag.n};
    return true;
}

static bool put_authors(wire_story *story, const wire__facts *from)
{
    wire_author *authors = from->n_authors ? WIRE_TAKE(story->arena, wire_author, from->n_authors) : NULL;
    if (from->n_authors && !authors)
        return false;
    for (uint32_t i = 0; i < from->n_authors; i++) {
        authors[i].is_organization = from->authors[i].is_organization;
        if (!wire_arena_copy(story->arena, from->authors[i].name, &authors[i].name))
            return false;
    }
    story->authors = authors;
    story->n_authors = from->n_authors;
    return true;
}

static bool put_keywords(wire_story *story, const wire__all_facts *facts)
{
    const wire__facts *from = facts->ld.n_keywords ? &facts->ld : &facts->meta;
    wire_str *words = from->n_keywords ? WIRE_TAKE(story->arena, wire_str, from->n_keywords) : NULL;
    if (from->n_keywords && !words)
        return false;
    for (uint32_t i = 0; i < from->n_keywords; i++)
        if (!wire_arena_copy(story->arena, from->keywords[i], &words[i]))
            return false;
    story->keywords = words;
    story->n_keywords = from->n_keywords;
    return true;
}

/* The address read against the page's, if it is the web's. */
static wire_code read_web(wire_address_reader *addresses, wire_str text, wire_str base, wire_arena *arena,
                          wire_str *href)
{
    wire_address address;
    if (!text.n)
        return WIRE_NONE;
    const wire_code code = wire_address_read(addresses, text, base, arena, &address);
    if (code != WIRE_OK)
        return code;
    if (!wire_address_is_web(&address))
        return WIRE_NONE;
    *href = address.href;
    return WIRE_OK;
}

static wire_code put_url(const wire__scan *scan, const wire_page *page, const wire__all_facts *facts,
                         wire_address_reader *addresses, wire_str base, wire_story *story)
{
    const wire_str candidates[] = {scan->canonical, facts->meta.url, facts->ld.url, page->url};
    for (size_t i = 0; i < 4; i++) {
        const wire_code code = read_web(addresses, candidates[i], base, story->arena, &story->url);
        if (code != WIRE_NONE)
            return code;
    }
    return WIRE_OK;
}

static wire_code put_image(const wire__all_facts *facts, wire_address_reader *addresses, wire_str base,
                           wire_story *story)
{
    const wire__facts *from = facts->ld.image.n ? &facts->ld : &facts->meta;
    wire_str url = {NULL, 0};
    wire_code code = read_web(addresses, from->image, base, story->arena, &url);
    if (code != WIRE_OK)
        return code == WIRE_NONE ? WIRE_OK : code;
    wire_figure *figure = WIRE_TAKE(story->arena, wire_figure, 1);
    if (!figure || !copy_to(story, &figure->caption, from->caption) || !copy_to(story, &figure->credit, from->credit))
        return WIRE_ENOMEM;
    figure->url = url;
    story->images = figure;
    story->n_images = 1;
    return WIRE_OK;
}

/* The file's name without its kind, its size ("-1024x683") and what a query asks for. */
static wire_str stem_of(wire_str url)
{
    const char *query = url.n ? memchr(url.p, '?', url.n) : NULL;
    wire_str name = query ? wire_str_cut(url, 0, (size_t)(query - url.p)) : url;
    for (size_t i = name.n; i; i--)
        if (name.p[i - 1] == '/') {
            name = wire_str_cut(name, i, name.n);
            break;
        }
    for (size_t i = name.n; i > 1; i--)
        if (name.p[i - 1] == '.') {
            name.n = i - 1;
            break;
        }
    size_t n = name.n;
    while (n && ((name.p[n - 1] >= '0' && name.p[n - 1] <= '9') || name.p[n - 1] == 'x'))
        n--;
    return n && n + 3 < name.n && name.p[n - 1] == '-' ? wire_str_cut(name, 0, n - 1) : name;
}

/* Metadata seldom says what is on its picture; where the body shows the same, its caption does. */
void wire__facts_describe_image(wire_story *story, const wire_block *blocks, uint32_t n_blocks)
{
    const wire_figure *lead = story->n_images ? &story->images[0] : NULL;
    const wire_str stem = lead ? stem_of(lead->url) : (wire_str){NULL, 0};
    if (stem.n < 4 || lead->caption.n || lead->credit.n)
        return;
    for (uint32_t i = 0; i < n_blocks; i++) {
        const wire_figure *f = blocks[i].kind == WIRE_BLOCK_IMAGE ? blocks[i].figure : NULL;
        if (!f || !wire_str_is(stem_of(f->url), stem))
            continue;
        wire_figure *figure = WIRE_TAKE(story->arena, wire_figure, 1);
        if (figure) { /* else the picture stays without its words */
            *figure = (wire_figure){.url = lead->url, .caption = f->caption, .credit = f->credit};
            story->images = figure;
        }
        return;
    }
}

wire_code wire__facts_put(const wire__scan *scan, const wire_page *page, const wire__all_facts *facts,
                          wire_address_reader *addresses, wire_str base, wire_story *story, wire_error *err)
{
    const wire__facts *ld = &facts->ld, *meta = &facts->meta, *seen = &facts->seen;
    bool fits = wire_arena_copy(story->arena, page->input, &story->input) &&
                wire_arena_copy(story->arena, facts->headline, &story->headline);
    fits = fits && copy_to(story, &story->description, first_of(ld->description, meta->description, seen->description));
    fits = fits && copy_to(story, &story->publisher, facts->site);
    fits = fits && copy_to(story, &story->section, first_of(ld->section, meta->section, seen->section));
    const bool is_said_again = facts->kicker.n && wire_str_find(ld->alternative, facts->headline) != SIZE_MAX;
    const wire_str second = ld->alternative.n && !is_said_again ? ld->alternative : facts->kicker;
    if (second.n && !wire__is_same_words(second, facts->headline))
        fits = fits && copy_to(story, &story->alternative, second);
    fits = fits && put_language(story, facts->language);
    fits = fits && put_authors(story, &facts->by) && put_keywords(story, facts);
    story->published = facts->published;
    story->modified = facts->modified;
    story->expires = facts->expires;
    if (ld->has_access || meta->has_access) {
        story->has_access = true;
        story->is_free = ld->has_access ? ld->is_free : meta->is_free;
    }
    wire_code code = fits ? put_url(scan, page, facts, addresses, base, story) : WIRE_ENOMEM;
    if (code == WIRE_OK)
        code = put_image(facts, addresses, base, story);
    return code == WIRE_OK ? WIRE_OK : wire_fail(err, code, "extract: no memory for the story's facts");
}
