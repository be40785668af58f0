/* feed.c: Atom (RFC 4287) and JSON Feed 1.1, with the stories' full text. */
#include "render/page.h"

/* When an item last changed: what the story says, else what the store saw. */
static int64_t changed_of(const wire_feed_item *item)
{
    const wire_story *story = item->story;
    if (story->modified.is_known && story->modified.at > item->record->published)
        return story->modified.at;
    return item->record->published;
}

static void put_time(wire_out *out, int64_t at)
{
    const wire_stamp stamp = {.at = at, .is_known = true, .has_offset = true, .has_time = true};
    wire_stamp_write(&stamp, out);
}

static wire_str headline_of(const wire_site *site, const wire_story *story)
{
    return wire_str_trim(story->headline).n
               ? story->headline
               : wire__theme_words(site->theme, story->language)->words[WIRE__WORD_UNTITLED];
}

/* The story's body as HTML, into a memory sink that is emptied first. */
static void make_body(const wire_site *site, const wire_story *story, wire_out *html)
{
    const wire__body_opts opts = {.photos = site->edition->photos, .zone = site->zone, .is_feed = true};
    wire_out_reset(html);
    wire__html_body(wire__theme_words(site->theme, story->language), story, &opts, html);
}

static void pass_code(wire_out *out, const wire_out *html)
{
    if (html->code && !out->code)
        out->code = html->code;
}

/* Atom -------------------------------------------------------------------------------------- */

static void put_element(wire_out *out, const char *name, wire_str text)
{
    if (!text.n)
        return;
    wire_out_print(out, "<%s>", name);
    wire__html_text(out, text);
    wire_out_print(out, "</%s>\n", name);
}

static void put_date(wire_out *out, const char *name, int64_t at)
{
    wire_out_print(out, "<%s>", name);
    put_time(out, at);
    wire_out_print(out, "</%s>\n", name);
}

static void put_link(wire_out *out, const char *rel, const char *type, wire_str url, wire_str path)
{
    wire_out_print(out, "<link rel=\"%s\"", rel);
    if (*type)
        wire_out_print(out, " type=\"%s\"", type);
    wire_out_lit(out, " href=\"");
    wire_out_html_attr(out, url);
    wire_out_html_attr(out, path);
    wire_out_lit(out, "\"/>\n");
}

static void put_address(const wire_site *site, const wire_record *record, wire_out *out)
{
    wire__html_text(out, site->edition->url);
    wire__html_text(out, record->path);
    wire_out_byte(out, '/');
}

static void put_entry(const wire_site *site, const wire_feed_item *item, wire_out *html, wire_out *out)
{
    const wire_story *story = item->story;
    wire_out_lit(out, "<entry");
    if (story->language.n) {
        wire_out_lit(out, " xml:lang=\"");
        wire_out_html_attr(out, story->language);
        wire_out_byte(out, '"');
    }
    wire_out_lit(out, ">\n<id>"); /* its address never changes */
    put_address(site, item->record, out);
    wire_out_lit(out, "</id>\n");
    put_element(out, "title", headline_of(site, story));
    wire_out_lit(out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
    put_address(site, item->record, out);
    wire_out_lit(out, "\"/>\n");
    if (wire__is_link(story->url))
        put_link(out, "via", "", story->url, (wire_str){0});
    put_date(out, "published", item->record->published);
    put_date(out, "updated", changed_of(item));
    for (uint32_t i = 0; i < story->n_authors; i++) {
        wire_out_lit(out, "<author>");
        put_element(out, "name", story->authors[i].name);
        wire_out_lit(out, "</author>\n");
    }
    wire_out_lit(out, "<category term=\"");
    wire_out_html_attr(out, item->record->section);
    wire_out_lit(out, "\"/>\n");
    put_element(out, "summary", story->abstract.n ? story->abstract : story->description);
    make_body(site, story, html);
    pass_code(out, html);
    wire_out_lit(out, "<content type=\"html\">");
    wire_out_html_text(out, wire_out_text(html));
    wire_out_lit(out, "</content>\n</entry>\n");
}

void wire_render_atom(const wire_site *site, const wire_section *section, const wire_feed_item *items, uint32_t n_items,
                      wire_out *out)
{
    const wire_edition *edition = site->edition;
    const wire_str folder = section ? section->slug : (wire_str){0};
    int64_t updated = 0;
    for (uint32_t i = 0; i < n_items; i++)
        updated = changed_of(&items[i]) > updated ? changed_of(&items[i]) : updated;
    wire_out html;
    wire_out_open_memory(&html, 0);
    wire_out_lit(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
                      "xml:lang=\"");
    wire_out_html_attr(out, edition->language);
    wire_out_lit(out, "\">\n<id>");
    wire__html_text(out, edition->url);
    wire__html_text(out, folder);
    wire_out_put(out, section ? WIRE_STR("/feed.xml</id>\n<title>") : WIRE_STR("feed.xml</id>\n<title>"));
    wire__html_text(out, edition->name);
    if (section)
        wire_out_lit(out, " – "), wire__html_text(out, section->name);
    wire_out_lit(out, "</title>\n");
    put_date(out, "updated", updated);
    wire_out_lit(out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
    wire_out_html_attr(out, edition->url);
    wire_out_html_attr(out, folder);
    wire_out_put(out, section ? WIRE_STR("/\"/>\n") : WIRE_STR("\"/>\n"));
    wire_out_lit(out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"");
    wire_out_html_attr(out, edition->url);
    wire_out_html_attr(out, folder);
    wire_out_put(out, section ? WIRE_STR("/feed.xml\"/>\n") : WIRE_STR("feed.xml\"/>\n"));
    wire_out_lit(out, "<author>");
    put_element(out, "name", edition->name);
    wire_out_lit(out, "</author>\n<generator>Wirecopy</generator>\n");
    put_element(out, "rights", edition->copyright);
    for (uint32_t i = 0; i < n_items; i++)
        put_entry(site, &items[i], &html, out);
    wire_out_lit(out, "</feed>\n");
    (void)wire_out_close(&html, NULL);
}

/* JSON Feed --------------------------------------------------------------------------------- */

static void put_member(wire_out *out, const char *name, wire_str text)
{
    if (!text.n)
        return;
    wire_out_print(out, ",\"%s\":\"", name);
    wire_out_json_text(out, text);
    wire_out_byte(out, '"');
}

static void put_people(const wire_story *story, wire_out *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < story->n_authors; i++) {
        if (!story->authors[i].name.n)
            continue;
        wire_out_put(out, n++ ? WIRE_STR(",{\"name\":\"") : WIRE_STR(",\"authors\":[{\"name\":\""));
        wire_out_json_text(out, story->authors[i].name);
        wire_out_lit(out, "\"}");
    }
    if (n)
        wire_out_byte(out, ']');
}

static void put_json_item(const wire_site *site, const wire_feed_item *item, wire_out *html, wire_out *out)
{
    const wire_story *story = item->story;
    for (int i = 0; i < 2; i++) {
        wire_out_put(out, i ? WIRE_STR(",\"url\":\"") : WIRE_STR("{\"id\":\""));
        wire_out_json_text(out, site->edition->url);
        wire_out_json_text(out, item->record->path);
        wire_out_lit(out, "/\"");
    }
    if (wire__is_link(story->url))
        put_member(out, "external_url", story->url);
    put_member(out, "title", headline_of(site, story));
    make_body(site, story, html);
    pass_code(out, html);
    put_member(out, "content_html", html->n ? wire_out_text(html) : WIRE_STR(" "));
    put_member(out, "summary", story->abstract.n ? story->abstract : story->description);
    wire_out_lit(out, ",\"date_published\":\"");
    put_time(out, item->record->published);
    wire_out_lit(out, "\",\"date_modified\":\"");
    put_time(out, changed_of(item));
    wire_out_byte(out, '"');
    put_people(story, out);
    wire_out_lit(out, ",\"tags\":[\"");
    wire_out_json_text(out, item->record->section);
    wire_out_lit(out, "\"]");
    put_member(out, "language", story->language);
    wire_out_byte(out, '}');
}

void wire_render_json_feed(const wire_site *site, const wire_feed_item *items, uint32_t n_items, wire_out *out)
{
    const wire_edition *edition = site->edition;
    wire_out html;
    wire_out_open_memory(&html, 0);
    wire_out_lit(out, "{\"version\":\"https://jsonfeed.org/version/1.1\"");
    put_member(out, "title", edition->name.n ? edition->name : WIRE_STR("Wirecopy"));
    put_member(out, "home_page_url", edition->url);
    wire_out_lit(out, ",\"feed_url\":\"");
    wire_out_json_text(out, edition->url);
    wire_out_lit(out, "feed.json\"");
    put_member(out, "language", edition->language);
    wire_out_lit(out, ",\"authors\":[{\"name\":\"");
    wire_out_json_text(out, edition->name);
    wire_out_lit(out, "\"}],\"items\":[");
    for (uint32_t i = 0; i < n_items; i++) {
        wire_out_put(out, i ? WIRE_STR(",\n") : WIRE_STR("\n"));
        put_json_item(site, &items[i], &html, out);
    }
    wire_out_lit(out, "\n]}\n");
    (void)wire_out_close(&html, NULL);
}
