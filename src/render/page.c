/* page.c: head, links and footer that all pages share. */
#include "render/page.h"

#include <stdio.h>
#include <string.h>

wire__page wire__page_of(const wire_site *site, wire_str language, wire_out *out)
{
    wire__page page = {.site = site, .out = out, .language = language};
    if (!page.language.n)
        page.language = site->edition->language;
    if (!page.language.n)
        page.language = WIRE_STR("en");
    page.words = wire__theme_words(site->theme, page.language);
    page.is_rtl = wire_language_is_rtl(page.language);
    return page;
}

wire_str wire__site_prefix(const wire_site *site)
{
    const wire_str url = site->edition->url;
    const size_t scheme = wire_str_find(url, WIRE_STR("://"));
    const wire_str rest = scheme == SIZE_MAX ? (wire_str){0} : wire_str_cut(url, scheme + 3, url.n);
    const char *slash = rest.n ? memchr(rest.p, '/', rest.n) : NULL;
    return slash ? wire_str_cut(rest, (size_t)(slash - rest.p), rest.n) : WIRE_STR("/");
}

static wire_str primary(wire_str language)
{
    const char *dash = language.n ? memchr(language.p, '-', language.n) : NULL;
    return dash ? wire_str_cut(language, 0, (size_t)(dash - language.p)) : language;
}

/* The language to mark fixed words with: none where they are in the page's. */
static wire_str words_language(const wire__page *page)
{
    return wire_str_is_ci(primary(page->words->tag), primary(page->language)) ? (wire_str){0} : page->words->tag;
}

/* The language to mark the edition's own words with: none where the page is in it, whatever the country. */
static wire_str edition_language(const wire__page *page)
{
    const wire_str language = page->site->edition->language;
    return wire_str_is_ci(primary(language), primary(page->language)) ? (wire_str){0} : language;
}

static bool is_path_bare(wire_str path)
{
    for (size_t i = 0; i < path.n; i++)
        if (!((path.p[i] >= 'a' && path.p[i] <= 'z') || (path.p[i] >= '0' && path.p[i] <= '9') || path.p[i] == '/' ||
              path.p[i] == '-' || path.p[i] == '.' || path.p[i] == '_'))
            return false;
    return true;
}

void wire__page_href(wire__page *page, wire_str folder, wire_str file)
{
    const wire_str prefix = wire__site_prefix(page->site);
    const bool is_bare = is_path_bare(prefix) && is_path_bare(folder);
    const wire_str parts[] = {prefix, folder, folder.n && folder.p[folder.n - 1] != '/' ? WIRE_STR("/") : (wire_str){0},
                              file};
    wire_out_put(page->out, is_bare ? WIRE_STR("href=") : WIRE_STR("href=\""));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (is_bare)
            wire_out_put(page->out, parts[i]);
        else
            wire_out_html_attr(page->out, parts[i]);
    }
    if (!is_bare)
        wire_out_byte(page->out, '"');
}

void wire__page_link_begin(wire__page *page, wire_str path)
{
    wire_out_lit(page->out, "<a ");
    wire__page_href(page, path, (wire_str){0});
}

void wire__page_link_name(wire__page *page, wire_str path, wire_str name)
{
    wire__page_link_begin(page, path);
    wire__html_language(page->out, edition_language(page), page->language);
    wire_out_byte(page->out, '>');
    wire__html_text(page->out, name);
    wire_out_lit(page->out, "</a>");
}

void wire__page_link_word(wire__page *page, wire_str path, wire__word word)
{
    wire__page_link_begin(page, path);
    wire__html_language(page->out, words_language(page), page->language);
    wire_out_byte(page->out, '>');
    wire__html_text(page->out, page->words->words[word]);
    wire_out_lit(page->out, "</a>");
}

void wire__page_word(wire__page *page, wire__word word)
{
    const wire_str language = words_language(page);
    if (language.n) {
        wire_out_lit(page->out, "<span");
        wire__html_language(page->out, language, page->language);
        wire_out_byte(page->out, '>');
    }
    wire__html_text(page->out, page->words->words[word]);
    if (language.n)
        wire_out_lit(page->out, "</span>");
}

void wire__page_pattern(wire__page *page, wire__word word, wire_str slot,
                        void (*inner)(wire__page *page, wire_str text), wire_str text)
{
    wire_str before, after;
    wire__pattern_part(page->words->words[word], slot, &before, &after);
    wire__html_text(page->out, before);
    inner(page, text);
    wire__html_text(page->out, after);
}

void wire__page_put_name(wire__page *page, wire_str name)
{
    wire__html_name(page->out, name, page->is_rtl);
}

static void put_title(wire__page *page, wire_str title)
{
    const wire_str name = page->site->edition->name;
    wire_out_lit(page->out, "<title>");
    wire__html_text(page->out, title);
    if (name.n && !wire_str_is(title, name)) {
        wire_out_lit(page->out, " – ");
        wire__html_text(page->out, name);
    }
    wire_out_lit(page->out, "</title>");
}

static void put_notice(wire__page *page)
{
    const wire_edition *edition = page->site->edition;
    if (!edition->notice.n)
        return;
    wire_out_lit(page->out, "<aside");
    wire__html_language(page->out, edition_language(page), page->language);
    wire_out_lit(page->out, " aria-label=");
    wire__html_value(page->out, wire__theme_words(page->site->theme, edition->language)->words[WIRE__WORD_NOTICE]);
    wire_out_lit(page->out, "><p>");
    wire__html_text(page->out, edition->notice);
    wire_out_lit(page->out, "</aside>");
}

/* True where a list, each in spaces, has the language. */
static bool has_language(const char *list, wire_str language)
{
    char name[8];
    if (language.n + 3 > sizeof name)
        return false;
    name[0] = ' ';
    for (size_t i = 0; i < language.n; i++)
        name[i + 1] = language.p[i] >= 'A' && language.p[i] <= 'Z' ? (char)(language.p[i] + 32) : language.p[i];
    name[language.n + 1] = ' ';
    return wire_str_find(wire_str_of(list), (wire_str){name, language.n + 2}) != SIZE_MAX;
}

static void put_style(wire__page *page, const wire__head *head)
{
    static const struct script {
        const char *languages; /* each in spaces */
        uint32_t where;
    } SCRIPTS[] = {
        {" zh ja ko yue ", WIRE__WHERE_CJK},
        {" ar fa ur ps ug ckb sd ", WIRE__WHERE_ARABIC},
        {" he yi ", WIRE__WHERE_HEBREW},
        {" hi mr ne sa bn as gu pa or ta te kn ml si th lo km my ", WIRE__WHERE_INDIC},
        {" ru uk bg be sr mk kk ky mn tg el ", WIRE__WHERE_CYRILLIC},
    };
    const wire_str language = primary(page->language);
    uint32_t where = head->where | (page->site->edition->notice.n ? (uint32_t)WIRE__WHERE_NOTICE : 0);
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
        where |= has_language(SCRIPTS[i].languages, language) ? SCRIPTS[i].where : 0;
    for (uint32_t i = 0; i < head->style->n_parts; i++)
        if (!head->style->parts[i].where || head->style->parts[i].where & where)
            wire_out_put(page->out, head->style->parts[i].css);
}

static void put_fragment(wire__page *page, const wire__fragment *fragment)
{
    const wire_edition *e = page->site->edition;
    for (uint32_t i = 0; i < fragment->n_parts; i++) {
        wire_out_put(page->out, fragment->parts[i].text);
        switch (fragment->parts[i].slot) {
        case WIRE__SLOT_NAME:
            wire_out_html_attr(page->out, e->name);
            break;
        case WIRE__SLOT_HOME:
            wire_out_html_attr(page->out, wire__site_prefix(page->site));
            break;
        case WIRE__SLOT_FULL_SITE:
            wire_out_html_attr(page->out, wire__is_link(e->full_site) ? e->full_site : WIRE_STR(""));
            break;
        case WIRE__SLOT_COPYRIGHT:
            wire_out_html_attr(page->out, e->copyright);
            break;
        case WIRE__SLOT_LOGO:
            wire_out_put(page->out, page->site->theme->logo);
            break;
        case WIRE__SLOT_NONE:
            break;
        }
    }
}

/* What the page is about, for whoever names it elsewhere: a front is of the lite edition. One element says it to search
 * engines and, as OpenGraph, to those who show a link to others; what it is called they take from its title. */
static void put_about(wire__page *page, const wire__head *head)
{
    wire_str before, after;
    if (page->site->is_private || head->is_unlisted || (!head->about.n && !head->has_skip))
        return;
    wire__pattern_part(page->words->words[WIRE__WORD_ABOUT_TEXT], WIRE_STR("{name}"), &before, &after);
    if (head->is_shared)
        wire_out_lit(page->out, "<meta name=\"description\" property=\"og:description\" content=\"");
    else
        wire_out_lit(page->out, "<meta name=description content=\"");
    wire__html_quoted(page->out, head->about.n ? head->about : before);
    if (!head->about.n) {
        wire__html_quoted(page->out, page->site->edition->name);
        wire__html_quoted(page->out, after);
    }
    wire_out_lit(page->out, "\">");
}

void wire__page_head(wire__page *page, const wire__head *head)
{
    wire_out *out = page->out;
    wire_out_lit(out, "<!doctype html><html lang=");
    wire__html_value(out, page->language);
    if (page->is_rtl)
        wire_out_lit(out, " dir=rtl");
    wire_out_lit(out, "><meta charset=\"utf-8\"><meta name=viewport content=\"width=device-width\">");
    put_title(page, head->title);
    if (page->site->is_private || head->is_unlisted)
        wire_out_lit(out, "<meta name=robots content=noindex>");
    if (wire__is_link(head->canonical)) {
        wire_out_lit(out, "<link rel=\"canonical\" href=");
        wire__html_value(out, head->canonical);
        wire_out_lit(out, ">");
    } else if (head->path.n) {
        wire_out_lit(out, "<link rel=\"canonical\" href=\"");
        wire_out_html_attr(out, page->site->edition->url);
        wire_out_html_attr(out, head->path);
        wire_out_lit(out, "/\">");
    }
    if (head->has_feed) {
        wire_out_lit(out, "<link rel=alternate type=application/atom+xml ");
        wire__page_href(page, head->feed_folder, WIRE_STR("feed.xml"));
        wire_out_lit(out, ">");
    }
    put_about(page, head);
    wire_out_lit(out, "<link rel=icon href=data:,><style>"); /* else browsers ask for /favicon.ico */
    put_style(page, head);
    wire_out_lit(out, "</style>");
    put_fragment(page, &page->site->theme->head);
    if (head->has_skip) {
        wire_out_lit(out, "<a href=#m");
        wire__html_language(out, words_language(page), page->language);
        wire_out_byte(out, '>');
        wire__html_text(out, page->words->words[WIRE__WORD_SKIP]);
        wire_out_lit(out, "</a>");
    }
    put_notice(page);
    put_fragment(page, &page->site->theme->top);
}

static void put_foreign_link(wire__page *page, wire_str url, wire_str language)
{
    wire_out_lit(page->out, "<a href=");
    wire__html_value(page->out, url);
    wire__html_language(page->out, language, page->language);
    wire_out_byte(page->out, '>');
}

static void put_legal(wire__page *page)
{
    const wire_edition *edition = page->site->edition;
    uint32_t n = 0;
    for (uint32_t i = 0; i < edition->n_links; i++) {
        if (!wire__is_link(edition->links[i].url))
            continue;
        if (n++) {
            wire_out_lit(page->out, " | ");
        } else {
            wire_out_lit(page->out, "<p");
            wire__html_language(page->out, edition_language(page), page->language);
            wire_out_byte(page->out, '>');
        }
        put_foreign_link(page, edition->links[i].url, (wire_str){0});
        wire__html_text(page->out, edition->links[i].text);
        wire_out_lit(page->out, "</a>");
    }
    if (n)
        wire_out_byte(page->out, '\n');
}

void wire__page_footer(wire__page *page, wire_str full)
{
    const wire_edition *edition = page->site->edition;
    wire_out *out = page->out;
    wire_out_lit(out, "<footer>\n");
    if (wire__is_link(full)) {
        wire_out_lit(out, "<p>");
        put_foreign_link(page, full, words_language(page));
        wire__html_text(out, page->words->words[WIRE__WORD_SEE_FULL]);
        wire_out_lit(out, "</a>\n");
    }
    if (wire__is_link(edition->full_site)) {
        wire_out_lit(out, "<p>");
        put_foreign_link(page, edition->full_site, words_language(page));
        wire__page_pattern(page, WIRE__WORD_FULL_SITE, WIRE_STR("{name}"), wire__page_put_name, edition->name);
        wire_out_lit(out, "</a>\n");
    }
    if (edition->copyright.n) {
        wire_out_lit(out, "<p");
        wire__html_language(out, edition_language(page), page->language);
        wire_out_byte(out, '>');
        wire__html_text(out, edition->copyright);
        wire_out_byte(out, '\n');
    }
    put_legal(page);
    put_fragment(page, &page->site->theme->bottom);
    wire_out_lit(out, "</footer>\n");
}

/* Pages of what is long ---------------------------------------------------------------------- */

static void put_number(wire__page *page, wire__word word, uint32_t number)
{
    wire_str before, after;
    wire__pattern_part(page->words->words[word], WIRE_STR("{n}"), &before, &after);
    wire__html_text(page->out, before);
    wire_out_print(page->out, "%u", number);
    wire__html_text(page->out, after);
}

void wire__page_part_begin(wire__page *page, wire_str path, uint32_t number, bool with_id)
{
    char tail[16] = "";
    if (number > 1)
        snprintf(tail, sizeof tail, "%u/%s", number, with_id ? "#" : "");
    wire_out_lit(page->out, "<a ");
    wire__page_href(page, path, wire_str_of(tail));
}

void wire__page_parts(wire__page *page, wire_str path, const wire__part *part)
{
    if (!part->at)
        return;
    wire_out_lit(page->out, "<p>");
    wire__page_part_begin(page, path, 1, false);
    wire_out_byte(page->out, '>');
    put_number(page, WIRE__WORD_PAGE, 1);
    wire_out_lit(page->out, "</a> · ");
    put_number(page, WIRE__WORD_PAGE, part->at + 1);
    wire_out_byte(page->out, '\n');
}

void wire__page_next(wire__page *page, wire_str path, const wire__part *part)
{
    if (part->at + 1 >= part->n)
        return;
    wire_out_lit(page->out, "<p>");
    wire__page_part_begin(page, path, part->at + 2, false);
    wire_out_lit(page->out, " rel=next>");
    put_number(page, WIRE__WORD_GO_ON, part->at + 2);
    wire_out_lit(page->out, "</a>\n");
}
