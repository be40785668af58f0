/* story.c: a story's page, element by element in the contract's order. */
#include "render/page.h"

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
    wire_out_lit(page->out, "</nav>\n");
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
    wire_out_lit(out, "<main id=m>\n<header>\n");
    if (story->abstract.n)
        wire_out_lit(out, "<hgroup>\n");
    wire_out_lit(out, "<h1>");
    wire__html_text(out, headline);
    wire_out_lit(out, "</h1>\n");
    if (story->abstract.n) {
        wire_out_lit(out, "<p>");
        wire__html_text(out, story->abstract);
        wire_out_lit(out, "\n</hgroup>\n");
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

/* What a story has that some of the style is for. */
static uint32_t where_of(const wire_story *story)
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
    uint32_t where = (story->abstract.n ? WIRE__WHERE_STANDFIRST : 0u) | (story->n_omitted ? WIRE__WHERE_OMITTED : 0u);
    for (uint32_t i = 0; i < story->n_blocks; i++)
        where |= WHERES[story->blocks[i].kind];
    return where;
}

void wire_render_story(const wire_site *site, const wire_record *record, const wire_story *story, wire_out *out)
{
    wire__page page = wire__page_of(site, story->language.n ? story->language : record->language, out);
    const wire_str headline =
        wire_str_trim(story->headline).n ? story->headline : page.words->words[WIRE__WORD_UNTITLED];
    wire__page_head(&page, &(wire__head){.title = headline,
                                         .canonical = story->url,
                                         .style = &site->theme->story_style,
                                         .where = where_of(story)});
    put_way(&page, record);
    put_header(&page, story, headline);
    const wire__body_opts opts = {.photos = site->edition->photos, .zone = site->zone};
    wire__html_body(page.words, story, &opts, out);
    put_omitted(&page, story);
    wire_out_lit(out, "</main>\n");
    wire__page_footer(&page, story->url);
}
