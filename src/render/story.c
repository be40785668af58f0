/* story.c: a story's page, element by element in the contract's order. */
#include "render/page.h"

/* How a text begins: whole words of its first line, at most max_bytes. */
static wire_str cut_words(wire_str text, size_t max_bytes)
{
    text = wire_str_trim(wire_str_cut(text, 0, wire_str_find(text, WIRE_STR("\n"))));
    if (text.n <= max_bytes)
        return text;
    size_t n = max_bytes;
    while (n && text.p[n] != ' ')
        n--;
    for (n = n ? n : max_bytes; n && ((unsigned char)text.p[n] & 0xc0) == 0x80;)
        n--; /* never within a character */
    return wire_str_cut(text, 0, n);
}

static void put_name(void *user, wire_out *out, wire_str name)
{
    const wire__page *page = user;
    wire__html_name(out, name, page->is_rtl);
}

static void put_way(wire__page *page, const wire_record *record)
{
    const wire_site *site = page->site;
    if (!site->edition->url.n)
        return; /* a page by itself */
    wire_out_lit(page->out, "<nav>");
    wire__page_link_name(page, (wire_str){0}, site->edition->name);
    for (uint32_t i = 0; i < site->n_sections; i++) {
        if (!wire_str_is(site->sections[i].name, record->section))
            continue;
        wire_out_lit(page->out, " · ");
        wire__page_link_name(page, site->sections[i].slug, site->sections[i].name);
        break;
    }
    wire_out_lit(page->out, "</nav>");
}

static void put_byline(wire__page *page, const wire_story *story)
{
    wire_str before, after;
    if (!story->n_authors)
        return;
    wire_out *out = page->out;
    const wire_str by = page->words->words[WIRE__WORD_BY];
    wire__pattern_part(by, WIRE_STR("{names}"), &before, &after);
    wire_out_lit(out, "<p>");
    wire__html_text(out, before);
    wire__names_write(page->words, story, out, put_name, page);
    wire__html_text(out, after);
    wire_out_byte(out, '\n');
}

static void put_stamp(wire__page *page, const wire_story *story)
{
    wire__word word;
    wire_str before, after;
    const wire_stamp *stamp = wire__story_stamp(story, &word);
    if (!stamp->is_known)
        return;
    const wire__moment m = wire__moment_of(stamp, page->site->zone, page->language);
    wire__pattern_part(page->words->words[word], WIRE_STR("{stamp}"), &before, &after);
    wire_out_lit(page->out, "<p>");
    wire__html_text(page->out, before);
    wire__html_time(page->out, stamp);
    wire__moment_write(page->words, &m, m.has_time ? WIRE__WORD_STAMP : WIRE__WORD_DATE, page->out);
    wire_out_lit(page->out, "</time>");
    wire__html_text(page->out, after);
    wire_out_byte(page->out, '\n');
}

static void put_omitted(wire__page *page, const wire_story *story)
{
    wire_str before, after;
    wire_out *out = page->out;
    if (!story->n_omitted)
        return;
    wire__pattern_part(page->words->words[WIRE__WORD_OMITTED], WIRE_STR("{list}"), &before, &after);
    wire_out_lit(out, "<p><small>");
    wire__html_text(out, before);
    wire__omitted_write(page->words, story, out, put_name, page);
    wire__html_text(out, after);
    if (wire__is_link(story->url)) {
        wire_out_lit(out, " <a href=");
        wire__html_value(out, story->url);
        wire_out_byte(out, '>');
        wire__html_text(out, page->words->words[WIRE__WORD_OMITTED_FULL]);
        wire_out_lit(out, "</a>");
    }
    wire_out_lit(out, "</small>\n");
}

static void put_header(wire__page *page, const wire_story *story, wire_str headline)
{
    wire_out *out = page->out;
    wire_out_lit(out, "<main><header>");
    if (story->abstract.n)
        wire_out_lit(out, "<hgroup>");
    wire_out_lit(out, "<h1>");
    wire__html_text(out, headline);
    wire_out_lit(out, "</h1>\n");
    if (story->abstract.n) {
        wire_out_lit(out, "<p>");
        wire__html_text(out, story->abstract);
        wire_out_lit(out, "</hgroup>\n");
    }
    put_byline(page, story);
    put_stamp(page, story);
    if (story->publisher.n) {
        wire_out_lit(out, "<p>");
        wire__page_pattern(page, WIRE__WORD_SOURCE, WIRE_STR("{name}"), wire__page_put_name, story->publisher);
        wire_out_byte(out, '\n');
    }
    wire_out_lit(out, "</header>\n");
}

/* The head of a page after the first. */
static void put_again(wire__page *page, wire_str path, wire_str headline, const wire__part *part)
{
    wire_out_lit(page->out, "<main><header><h1>");
    wire__html_text(page->out, headline);
    wire_out_lit(page->out, "</h1>\n");
    wire__page_parts(page, path, part);
    wire_out_lit(page->out, "</header>\n");
}

/* Live updates ------------------------------------------------------------------------------- */

enum { N_LATEST = 5, FEW_UPDATES = 3 };

/* An update among its story's. */
typedef struct latest {
    uint32_t block, number;
    int64_t at;
} latest;

/* The newest updates, newest first; of equals and of those without a stamp, as the page has them. */
static uint32_t find_latest(const wire_story *story, latest found[N_LATEST], uint32_t *n_all)
{
    uint32_t n = 0;
    *n_all = 0;
    for (uint32_t i = 0; i < story->n_blocks; i++) {
        const wire_block *block = &story->blocks[i];
        if (block->kind != WIRE_BLOCK_UPDATE)
            continue;
        const bool is_known = block->update && block->update->published.is_known;
        const latest one = {i, ++*n_all, is_known ? block->update->published.at : INT64_MIN};
        uint32_t at = n < N_LATEST ? n++ : N_LATEST;
        while (at && found[at - 1].at < one.at) {
            if (at < N_LATEST)
                found[at] = found[at - 1];
            at--;
        }
        if (at < N_LATEST)
            found[at] = one;
    }
    return n;
}

/* What to call an update that has no headline: how its text begins. */
static wire_str first_words(const wire_story *story, uint32_t block)
{
    const uint32_t end = block + wire_block_extent(story, block);
    for (uint32_t i = block; i < end; i++) {
        const wire_str text = story->blocks[i].n_spans ? cut_words(story->blocks[i].spans[0].text, 80) : (wire_str){0};
        if (text.n)
            return text;
    }
    return (wire_str){0};
}

static uint32_t page_of_block(const wire__part *part, uint32_t block)
{
    uint32_t number = 1;
    while (number < part->n && part->starts[number] <= block)
        number++;
    return number;
}

/* A short list of the newest updates, at the head of the first page. */
static void put_latest(wire__page *page, wire_str path, const wire_story *story, const wire__part *part)
{
    latest found[N_LATEST];
    uint32_t n_all = 0;
    wire_out *out = page->out;
    const uint32_t n = find_latest(story, found, &n_all);
    if (part->at || n_all < FEW_UPDATES)
        return;
    wire_out_lit(out, "<h2>");
    wire__page_word(page, WIRE__WORD_LATEST);
    wire_out_lit(out, "</h2><ul>");
    for (uint32_t i = 0; i < n; i++) {
        const wire_update *update = story->blocks[found[i].block].update;
        const uint32_t number = page_of_block(part, found[i].block);
        const wire_str name = update && update->headline.n ? update->headline : first_words(story, found[i].block);
        wire_out_lit(out, "<li>");
        if (number > 1)
            wire__page_part_begin(page, path, number, true);
        else
            wire_out_lit(out, "<a href=#");
        wire__html_update_id(out, update, found[i].number);
        wire_out_byte(out, '>');
        if (name.n)
            wire__html_text(out, name);
        else
            wire_out_print(out, "%u", found[i].number);
        wire_out_lit(out, "</a>");
        if (update && update->published.is_known) {
            const wire__moment m = wire__moment_of(&update->published, page->site->zone, page->language);
            wire_out_byte(out, ' ');
            wire__html_time(out, &update->published);
            wire__moment_write(page->words, &m, m.has_time ? WIRE__WORD_TIME : WIRE__WORD_DATE, out);
            wire_out_lit(out, "</time>");
        }
    }
    wire_out_lit(out, "</ul>\n");
}

/* What a story has that some of the style is for. */
static uint32_t where_of(const wire__words *words, const wire_story *story, const wire__part *part, bool has_photos)
{
    static const uint32_t WHERES[] = {
        [WIRE_BLOCK_PARAGRAPH] = 0,
        [WIRE_BLOCK_HEADING] = WIRE__WHERE_HEADING,
        [WIRE_BLOCK_QUOTE] = WIRE__WHERE_QUOTE,
        [WIRE_BLOCK_LIST] = WIRE__WHERE_LIST,
        [WIRE_BLOCK_ITEM] = WIRE__WHERE_LIST,
        [WIRE_BLOCK_TABLE] = WIRE__WHERE_TABLE,
        [WIRE_BLOCK_ROW] = WIRE__WHERE_TABLE,
        [WIRE_BLOCK_CELL] = WIRE__WHERE_TABLE,
        [WIRE_BLOCK_CODE] = WIRE__WHERE_CODE,
        [WIRE_BLOCK_IMAGE] = WIRE__WHERE_FIGURE,
        [WIRE_BLOCK_EMBED] = WIRE__WHERE_FIGURE | WIRE__WHERE_QUOTE,
        [WIRE_BLOCK_UPDATE] = WIRE__WHERE_UPDATE | WIRE__WHERE_HEADING,
    };
    uint32_t from, to;
    wire__part_range(part, story, &from, &to);
    uint32_t where = (story->abstract.n && !part->at ? WIRE__WHERE_STANDFIRST : 0u) |
                     (story->n_omitted && part->at + 1 >= part->n ? WIRE__WHERE_OMITTED : 0u) |
                     (has_photos ? WIRE__WHERE_PHOTO : 0u) | (part->n > 1 ? WIRE__WHERE_PART : 0u);
    uint32_t parents[WIRE__MOST_PARENTS];
    for (uint32_t n = from ? wire__part_parents(story, from, parents) : 0; n--;)
        where |= WHERES[story->blocks[parents[n]].kind];
    for (uint32_t i = from; i < to; i++)
        where |= WHERES[story->blocks[i].kind] |
                 (wire__is_correction(words, &story->blocks[i]) ? WIRE__WHERE_CORRECTION : 0u);
    return where;
}

/* What a story is about, in a line: its standfirst, else how it begins. */
static wire_str about_of(const wire_story *story)
{
    enum { MOST = 100 };
    if (story->abstract.n)
        return cut_words(story->abstract, MOST);
    for (uint32_t i = 0; i < story->n_blocks; i++)
        if (story->blocks[i].kind == WIRE_BLOCK_PARAGRAPH && story->blocks[i].n_spans)
            return cut_words(story->blocks[i].spans[0].text, MOST);
    return (wire_str){0};
}

/* Writes a JSON string that cannot end the element it stands in. */
static void put_data(wire_out *out, wire_str text)
{
    while (text.n) {
        const size_t at = wire_str_find(text, WIRE_STR("<"));
        wire_out_json_text(out, wire_str_cut(text, 0, at));
        if (at != SIZE_MAX)
            wire_out_lit(out, "\\u003c");
        text = at == SIZE_MAX ? (wire_str){0} : wire_str_cut(text, at + 1, text.n);
    }
}

/* What search engines ask of a story whose only address is here; of any other they read the publisher's page. */
static void put_linked_data(wire__page *page, const wire_story *story, wire_str headline)
{
    wire_out *out = page->out;
    wire_out_lit(out, "<script type=application/ld+json>{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\","
                      "\"headline\":\"");
    put_data(out, headline);
    wire_out_byte(out, '"');
    if (story->published.is_known) {
        wire_out_lit(out, ",\"datePublished\":\"");
        wire_stamp_write(&story->published, out);
        wire_out_byte(out, '"');
    }
    wire_out_lit(out, "}</script>");
}

void wire__render_story_part(const wire_site *site, const wire_record *record, const wire_story *story,
                             const wire__part *part, const wire__photos *photos, wire_out *out)
{
    wire__page page = wire__page_of(site, story->language.n ? story->language : record->language, out);
    const wire_str headline =
        wire_str_trim(story->headline).n ? story->headline : page.words->words[WIRE__WORD_UNTITLED];
    const bool is_home = !wire__is_link(story->url) && site->edition->url.n;
    wire__page_head(&page, &(wire__head){.title = headline,
                                         .canonical = story->url,
                                         .path = is_home ? record->path : (wire_str){0},
                                         .is_shared = site->edition->url.n > 0,
                                         .about = site->edition->url.n ? about_of(story) : (wire_str){0},
                                         .style = &site->theme->story_style,
                                         .where = where_of(page.words, story, part, photos->n > 0),
                                         .is_unlisted = record->state == WIRE_STATE_HIDDEN});
    if (is_home && !site->is_private && !part->at)
        put_linked_data(&page, story, headline);
    put_way(&page, record);
    if (part->at) {
        put_again(&page, record->path, headline, part);
    } else {
        put_header(&page, story, headline);
        put_latest(&page, record->path, story, part);
    }
    const wire__body_opts opts = {.photos = site->edition->photos, .small = *photos, .zone = site->zone, .part = *part};
    wire__html_body(page.words, story, &opts, out);
    wire__page_next(&page, record->path, part);
    if (part->at + 1 >= part->n)
        put_omitted(&page, story);
    wire_out_lit(out, "</main>");
    wire__page_footer(&page, story->url);
}

void wire_render_story(const wire_site *site, const wire_record *record, const wire_story *story, wire_out *out)
{
    wire__render_story_part(site, record, story, &(wire__part){0}, &(wire__photos){0}, out);
}
