/* front.c: the front, sections' fronts, the archive, and the pages that are always there. */
#include "render/page.h"

#include <stdio.h>
#include <string.h>

/* Teasers ----------------------------------------------------------------------------------- */

static int64_t newest_of(const wire_rack *racks, uint32_t n_racks)
{
    int64_t newest = 0;
    for (uint32_t i = 0; i < n_racks; i++)
        for (uint32_t j = 0; j < racks[i].n_teasers; j++)
            if (racks[i].teasers[j].published > newest)
                newest = racks[i].teasers[j].published;
    return newest;
}

static uint64_t count_teasers(const wire_rack *racks, uint32_t n_racks)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < n_racks; i++)
        n += racks[i].n_teasers;
    return n;
}

static wire_stamp stamp_of(int64_t at)
{
    return (wire_stamp){.at = at, .is_known = true, .has_offset = true, .has_time = true};
}

/* How to say when: the time on the page's own day, weekday and time in the six days before, else the date. */
static wire__word when_of(const wire_civil *then, const wire_civil *day)
{
    const wire_civil a = {.year = then->year, .month = then->month, .day = then->day};
    const wire_civil b = {.year = day->year, .month = day->month, .day = day->day};
    const int64_t days = (wire_civil_at(&b, 0) - wire_civil_at(&a, 0)) / 86400;
    return !days                     ? WIRE__WORD_TIME
           : days > 0 && days < 7    ? WIRE__WORD_DAY_TIME
           : then->year == day->year ? WIRE__WORD_DATE_SHORT
                                     : WIRE__WORD_DATE;
}

/* Opens an element for a teaser that runs the way its language does. */
static void open_teaser(wire__page *page, const char *name, const wire_teaser *teaser)
{
    const bool is_rtl = teaser->language.n ? wire_language_is_rtl(teaser->language) : page->is_rtl;
    wire_out_print(page->out, is_rtl == page->is_rtl ? "<%s>" : is_rtl ? "<%s dir=rtl>" : "<%s dir=ltr>", name);
}

static void put_language(wire_out *out, wire_str language)
{
    wire_out_lit(out, " lang=");
    wire__html_value(out, language);
}

/* in     level: of the headline as a heading; 0: it is none */
static void put_teaser(wire__page *page, const wire_teaser *teaser, uint32_t level, const wire_civil *day)
{
    wire_out *out = page->out;
    const wire_str untitled = wire__theme_words(page->site->theme, teaser->language)->words[WIRE__WORD_UNTITLED];
    const bool is_marked = teaser->language.n && !wire_str_is_ci(teaser->language, page->language);
    if (level)
        wire_out_print(out, "<h%u>", level);
    wire__page_link_begin(page, teaser->path);
    if (is_marked)
        put_language(out, teaser->language);
    wire_out_byte(out, '>');
    wire__html_text(out, wire_str_trim(teaser->headline).n ? teaser->headline : untitled);
    wire_out_lit(out, "</a>");
    if (level)
        wire_out_print(out, "</h%u>", level);
    if (teaser->summary.n) {
        wire_out_lit(out, "<p");
        if (is_marked)
            put_language(out, teaser->language);
        wire_out_byte(out, '>');
        wire__html_text(out, teaser->summary);
        wire_out_lit(out, "</p>");
    }
    if (teaser->published) {
        const wire_stamp stamp = stamp_of(teaser->published);
        const wire__moment m = wire__moment_of(&stamp, page->site->zone, page->language);
        if (!teaser->summary.n)
            wire_out_byte(out, ' '); /* programs that set headline and time in one line keep them apart */
        wire__html_time(out, &stamp);
        wire__moment_write(page->words, &m, when_of(&m.civil, day), out);
        wire_out_lit(out, "</time>");
    }
    wire_out_byte(out, '\n');
}

static void put_rack(wire__page *page, const wire_rack *rack, const wire_civil *day)
{
    wire_out *out = page->out;
    if (rack->heading.n) {
        wire_out_lit(out, "<h2");
        if (rack->path.n) {
            wire_str id = rack->path;
            while (id.n && id.p[id.n - 1] == '/')
                id.n--;
            wire_out_lit(out, " id=");
            wire__html_value(out, id);
        }
        wire_out_byte(out, '>');
        if (rack->path.n)
            wire__page_link_name(page, rack->path, rack->heading);
        else
            wire__html_text(out, rack->heading);
        wire_out_lit(out, "</h2>\n");
    }
    wire_out_lit(out, "<ol role=list>\n"); /* Safari takes a list without bullets for none */
    for (uint32_t i = 0; i < rack->n_teasers; i++) {
        open_teaser(page, "li", &rack->teasers[i]);
        put_teaser(page, &rack->teasers[i], !rack->teasers[i].published ? 0 : rack->heading.n ? 3 : 2, day);
    }
    wire_out_lit(out, "</ol>\n");
}

/* in     newest: of all that the page names */
static void put_racks(wire__page *page, const wire_teaser *lead, const wire_rack *racks, uint32_t n_racks,
                      int64_t newest_at)
{
    const wire_stamp newest = stamp_of(newest_at);
    const wire__moment m = wire__moment_of(&newest, page->site->zone, page->language);
    if (lead) {
        open_teaser(page, "article", lead);
        put_teaser(page, lead, 2, &m.civil);
        wire_out_lit(page->out, "</article>");
    }
    if (!lead && !count_teasers(racks, n_racks)) {
        wire_out_lit(page->out, "<p>");
        wire__page_word(page, WIRE__WORD_EMPTY);
        wire_out_byte(page->out, '\n');
    }
    for (uint32_t i = 0; i < n_racks; i++)
        if (racks[i].n_teasers)
            put_rack(page, &racks[i], &m.civil);
}

/* Ways -------------------------------------------------------------------------------------- */

static void put_dot(wire__page *page, uint32_t *n)
{
    if ((*n)++)
        wire_out_lit(page->out, " · ");
}

static void put_sections(wire__page *page, const wire_section *here, const wire_rack *racks, uint32_t n_racks,
                         uint32_t *n)
{
    const wire_site *site = page->site;
    for (uint32_t i = 0; i < site->n_sections; i++) {
        const wire_section *section = &site->sections[i];
        bool is_on_page = false;
        for (uint32_t j = 0; j < n_racks && !is_on_page; j++)
            is_on_page = racks[j].n_teasers && wire_str_has_prefix(racks[j].path, section->slug) &&
                         racks[j].path.n <= section->slug.n + 1;
        put_dot(page, n);
        if (is_on_page) {
            wire_out_lit(page->out, "<a href=#");
            wire__html_text(page->out, section->slug);
            wire_out_byte(page->out, '>');
        } else {
            wire__page_link_begin(page, section->slug);
            wire_out_put(page->out, here && wire_str_is(here->slug, section->slug) ? WIRE_STR(" aria-current=page>")
                                                                                   : WIRE_STR(">"));
        }
        wire__html_text(page->out, section->name);
        wire_out_lit(page->out, "</a>");
    }
}

static void put_standing(wire__page *page, uint32_t *n)
{
    put_dot(page, n);
    wire__page_link_word(page, WIRE_STR("archive/"), WIRE__WORD_ARCHIVE);
    put_dot(page, n);
    wire__page_link_word(page, WIRE_STR("about/"), WIRE__WORD_ABOUT);
}

/* Ways to the EPUBs of what a page names. in  name: "2026-11-20", the first one's without its ending */
static void put_books(wire__page *page, wire_str folder, wire_str name, uint32_t n_books)
{
    for (uint32_t i = 1; i <= n_books; i++) {
        char number[16] = "", file[160];
        if (i > 1)
            snprintf(number, sizeof number, "-%u", (unsigned)i);
        snprintf(file, sizeof file, "%.*s%s.epub", WIRE_ARG(name), number);
        wire_out_put(page->out, i == 1 ? WIRE_STR("<p><a ") : WIRE_STR(", <a "));
        wire__page_href(page, folder, wire_str_of(file));
        wire_out_print(page->out, ">EPUB%s%s</a>", i > 1 ? " " : "", i > 1 ? number + 1 : "");
    }
    if (n_books)
        wire_out_byte(page->out, '\n');
}

/* The way at the head of every page but the front and the stories. */
static void put_way(wire__page *page, const wire_section *here)
{
    uint32_t n = 0;
    wire_out_lit(page->out, "<nav>");
    put_dot(page, &n);
    wire__page_link_name(page, (wire_str){0}, page->site->edition->name);
    put_sections(page, here, NULL, 0, &n);
    put_standing(page, &n);
    wire_out_lit(page->out, "</nav>");
}

/* Pages ------------------------------------------------------------------------------------- */

static void put_dateline(wire__page *page, uint64_t n_teasers, int64_t newest_at)
{
    const wire_stamp newest = stamp_of(newest_at);
    wire_out *out = page->out;
    wire_out_lit(out, "<p>");
    if (newest.at) {
        const wire__moment m = wire__moment_of(&newest, page->site->zone, page->language);
        wire__html_time(out, &newest);
        wire__moment_write(page->words, &m, WIRE__WORD_DATE_LONG, out);
        wire_out_lit(out, "</time> · ");
    }
    wire__page_word(page, WIRE__WORD_LITE);
    wire_out_lit(out, " · ");
    wire_str before, after;
    wire__pattern_part(page->words->words[WIRE__WORD_N_STORIES], WIRE_STR("{n}"), &before, &after);
    wire__html_text(out, before);
    wire_out_print(out, "%llu", (unsigned long long)n_teasers);
    wire__html_text(out, after);
    wire_out_byte(out, '\n');
}

/* Where a page that has no room for all says where the others are. */
static void put_more(wire__page *page, bool has_more)
{
    if (!has_more)
        return;
    wire_out_lit(page->out, "<p>");
    wire__page_link_word(page, WIRE_STR("archive/"), WIRE__WORD_MORE);
    wire_out_byte(page->out, '\n');
}

void wire_render_front(const wire_site *site, const wire_teaser *lead, const wire_rack *racks, uint32_t n_racks,
                       wire_out *out)
{
    wire__page page = wire__page_of(site, site->edition->language, out);
    uint32_t n = 0;
    const uint64_t n_teasers = count_teasers(racks, n_racks) + (lead != NULL);
    int64_t newest = newest_of(racks, n_racks);
    if (lead && lead->published > newest)
        newest = lead->published;
    wire__page_head(&page, &(wire__head){.title = site->edition->name,
                                         .has_feed = true,
                                         .has_skip = true,
                                         .is_shared = true,
                                         .style = &site->theme->front_style});
    wire_out_lit(out, "<header><h1>");
    wire__html_text(out, site->edition->name);
    wire_out_lit(out, "</h1>\n");
    put_dateline(&page, n_teasers, newest);
    wire_out_lit(out, "<nav>");
    put_sections(&page, NULL, racks, n_racks, &n);
    put_standing(&page, &n);
    wire_out_lit(out, "</nav></header><main id=m>");
    put_racks(&page, lead, racks, n_racks, newest);
    put_more(&page, site->n_stories > n_teasers);
    put_books(&page, (wire_str){0}, site->book, site->book.n > 0);
    wire_out_lit(out, "</main>");
    wire__page_footer(&page, (wire_str){0});
}

void wire__render_section(const wire_site *site, const wire_section *section, const wire_rack *rack, bool has_more,
                          uint32_t n_books, wire_out *out)
{
    wire__page page = wire__page_of(site, site->edition->language, out);
    wire_rack bare = *rack;
    bare.heading = (wire_str){0}; /* the page's own heading says it */
    wire__page_head(&page, &(wire__head){.title = section->name,
                                         .has_feed = true,
                                         .feed_folder = section->slug,
                                         .has_skip = true,
                                         .is_shared = true,
                                         .style = &site->theme->front_style});
    put_way(&page, section);
    wire_out_lit(out, "<main id=m><h1>");
    wire__html_text(out, section->name);
    wire_out_lit(out, "</h1>\n");
    put_racks(&page, NULL, &bare, 1, newest_of(&bare, 1));
    put_more(&page, has_more);
    put_books(&page, section->slug, section->slug, n_books);
    wire_out_lit(out, "</main>");
    wire__page_footer(&page, (wire_str){0});
}

void wire_render_section(const wire_site *site, const wire_section *section, const wire_rack *rack, bool has_more,
                         wire_out *out)
{
    wire__render_section(site, section, rack, has_more, site->book.n && rack->n_teasers, out);
}

static uint32_t number_at(wire_str s, size_t at, size_t n)
{
    uint32_t number = 0;
    for (size_t i = at; i < at + n; i++)
        number = i < s.n && s.p[i] >= '0' && s.p[i] <= '9' ? number * 10 + (uint32_t)(s.p[i] - '0') : 0;
    return number;
}

/* Names the month of "archive/2026/11/". */
static void put_month(wire__page *page, wire_str path)
{
    const size_t at = sizeof "archive/" - 1;
    wire__render_day(page->site, (int32_t)number_at(path, at, 4), (uint8_t)number_at(path, at + 5, 2), 0, page->out);
}

/* in     path: "archive/2026/11/20/" */
static void put_day_books(wire__page *page, wire_str path, uint32_t n_books)
{
    const size_t at = sizeof "archive/" - 1;
    char day[16];
    snprintf(day, sizeof day, "%04u-%02u-%02u", number_at(path, at, 4), number_at(path, at + 5, 2),
             number_at(path, at + 8, 2));
    put_books(page, path, wire_str_of(day), n_books);
}

void wire__render_archive_part(const wire_site *site, wire_str title, wire_str path, wire_str up,
                               const wire_rack *racks, uint32_t n_racks, uint32_t n_books, const wire__part *part,
                               wire_out *out)
{
    wire__page page = wire__page_of(site, site->edition->language, out);
    const wire_str heading = title.n ? title : page.words->words[WIRE__WORD_ARCHIVE];
    wire__page_head(&page, &(wire__head){.title = heading, .has_skip = true, .style = &site->theme->front_style});
    put_way(&page, NULL);
    wire_out_lit(out, "<main id=m><h1>");
    wire__html_text(out, heading);
    wire_out_lit(out, "</h1>\n");
    if (up.n && !wire_str_is(up, WIRE_STR("archive/"))) {
        wire_out_lit(out, "<p>");
        wire__page_link_begin(&page, up);
        wire_out_byte(out, '>');
        put_month(&page, up);
        wire_out_lit(out, "</a>\n");
    }
    wire__page_parts(&page, path, part);
    put_racks(&page, NULL, racks, n_racks, newest_of(racks, n_racks));
    wire__page_next(&page, path, part);
    put_day_books(&page, path, n_books);
    wire_out_lit(out, "</main>");
    wire__page_footer(&page, (wire_str){0});
}

void wire_render_archive(const wire_site *site, wire_str title, wire_str path, wire_str up, const wire_rack *racks,
                         uint32_t n_racks, wire_out *out)
{
    wire__render_archive_part(site, title, path, up, racks, n_racks, 0, &(wire__part){0}, out);
}

static void put_feeds(wire__page *page, wire_str text)
{
    (void)text;
    wire_out_lit(page->out, "<a ");
    wire__page_href(page, (wire_str){0}, WIRE_STR("feed.xml"));
    wire_out_lit(page->out, ">Atom</a>, <a ");
    wire__page_href(page, (wire_str){0}, WIRE_STR("feed.json"));
    wire_out_lit(page->out, ">JSON Feed</a>");
}

static void put_paragraph(wire__page *page, wire__word word)
{
    wire_out_lit(page->out, "<p>");
    wire__page_word(page, word);
    wire_out_byte(page->out, '\n');
}

void wire_render_about(const wire_site *site, wire_out *out)
{
    wire__page page = wire__page_of(site, site->edition->language, out);
    wire__page_head(&page, &(wire__head){.title = page.words->words[WIRE__WORD_ABOUT],
                                         .has_feed = true,
                                         .has_skip = true,
                                         .style = &site->theme->front_style});
    put_way(&page, NULL);
    wire_out_lit(out, "<main id=m><h1>");
    wire__page_word(&page, WIRE__WORD_ABOUT);
    wire_out_lit(out, "</h1>\n<p>");
    wire__page_pattern(&page, WIRE__WORD_ABOUT_TEXT, WIRE_STR("{name}"), wire__page_put_name, site->edition->name);
    wire_out_byte(out, '\n');
    put_paragraph(&page, WIRE__WORD_ABOUT_WORDS);
    if (site->is_private)
        put_paragraph(&page, WIRE__WORD_ABOUT_PRIVATE);
    wire_out_lit(out, "<p>");
    wire__page_pattern(&page, WIRE__WORD_ABOUT_FEEDS, WIRE_STR("{list}"), put_feeds, (wire_str){0});
    wire_out_lit(out, "\n<p>");
    wire__page_pattern(&page, WIRE__WORD_ABOUT_MADE, WIRE_STR("{name}"), wire__page_put_name, WIRE_STR("Wirecopy"));
    wire_out_lit(out, "\n</main>");
    wire__page_footer(&page, (wire_str){0});
}

void wire_render_missing(const wire_site *site, wire_out *out)
{
    wire__page page = wire__page_of(site, site->edition->language, out);
    wire__page_head(&page, &(wire__head){.title = page.words->words[WIRE__WORD_MISSING],
                                         .has_skip = true,
                                         .style = &site->theme->front_style});
    put_way(&page, NULL);
    wire_out_lit(out, "<main id=m><h1>");
    wire__page_word(&page, WIRE__WORD_MISSING);
    wire_out_lit(out, "</h1>\n");
    put_paragraph(&page, WIRE__WORD_MISSING_TEXT);
    wire_out_lit(out, "</main>");
    wire__page_footer(&page, (wire_str){0});
}

void wire_render_gone(const wire_site *site, wire_str language, wire_str reason, wire_out *out)
{
    wire__page page = wire__page_of(site, language.n ? language : site->edition->language, out);
    wire__page_head(&page, &(wire__head){.title = page.words->words[WIRE__WORD_GONE],
                                         .has_skip = true,
                                         .style = &site->theme->front_style,
                                         .is_unlisted = true});
    put_way(&page, NULL);
    wire_out_lit(out, "<main id=m><h1>");
    wire__page_word(&page, WIRE__WORD_GONE);
    wire_out_lit(out, "</h1>\n");
    put_paragraph(&page, WIRE__WORD_GONE_TEXT);
    if (reason.n) {
        wire_out_lit(out, "<p>");
        wire__html_text(out, reason);
        wire_out_byte(out, '\n');
    }
    wire_out_lit(out, "</main>");
    wire__page_footer(&page, (wire_str){0});
}

void wire__render_bare(const wire_site *site, wire_out *out)
{
    const wire__page page = wire__page_of(site, site->edition->language, out);
    wire_out_lit(out, "<!doctype html>\n<html lang=");
    wire__html_value(out, page.language);
    if (page.is_rtl)
        wire_out_lit(out, " dir=rtl");
    wire_out_lit(out, ">\n<meta charset=utf-8>\n<meta name=viewport content=\"width=device-width\">\n"
                      "<meta name=robots content=noindex>\n<title>");
    wire__html_text(out, site->edition->name);
    wire_out_lit(out, "</title>\n<main>\n<h1>");
    wire__html_text(out, site->edition->name);
    wire_out_lit(out, "</h1>\n<p>");
    wire__html_text(out, page.words->words[WIRE__WORD_SOON]);
    wire_out_lit(out, "\n</main><footer></footer>\n");
}

void wire__render_day(const wire_site *site, int32_t year, uint8_t month, uint8_t day, wire_out *out)
{
    const wire_civil civil = {.year = year, .month = month, .day = day ? day : 1};
    const wire__moment m = {.civil = wire_civil_of(wire_civil_at(&civil, 0), 0)};
    const wire__words *words = wire__theme_words(site->theme, site->edition->language);
    wire__moment_write(words, &m, day ? WIRE__WORD_DATE_LONG : WIRE__WORD_MONTH_YEAR, out);
}
