/* epub.c: stories bound together as an EPUB 3.3, the same bytes for the same stories. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "render/format.h"
#include "render/xhtml.h"
#include "render/zip.h"

static const char CONTAINER[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n"
    "<rootfiles><rootfile full-path=\"EPUB/package.opf\" "
    "media-type=\"application/oebps-package+xml\"/></rootfiles>\n</container>\n";

static const char STYLE[] =
    "h1{font-size:1.4em;line-height:1.2}h2{font-size:1.1em}.standfirst{font-style:italic}"
    ".fact,.figure{font-size:.85em;margin:.2em 0}blockquote{margin:1em 1.5em}"
    "pre{white-space:pre-wrap}table{border-collapse:collapse}td,th{border:1px solid;padding:.2em "
    ".4em;text-align:start}\n";

typedef struct book {
    const wire_book *book;
    wire__zip zip;
    wire_out text; /* of the member being made */
    wire__xhtml x;
} book;

static void begin(book *b)
{
    wire_out_reset(&b->text);
    wire_out_lit(&b->text, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
}

static void end(book *b, const char *name)
{
    if (b->text.code && !b->zip.out->code)
        b->zip.out->code = b->text.code;
    wire__zip_add(&b->zip, name, wire_out_text(&b->text), false);
}

/* Begins a page. in  language: of its text */
static void open_page(book *b, wire_str language, wire_str title)
{
    begin(b);
    wire_out_lit(&b->text, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" "
                           "xmlns:epub=\"http://www.idpf.org/2007/ops\"");
    wire__xhtml_language(&b->x, language);
    wire_out_lit(&b->text, ">\n<head><title>");
    wire__html_text(&b->text, title);
    wire_out_lit(&b->text, "</title><link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head>\n<body>\n");
}

static void close_page(book *b, const char *name)
{
    wire_out_lit(&b->text, "</body>\n</html>\n");
    end(b, name);
}

static wire_str headline_of(const book *b, const wire_story *story)
{
    const wire__words *words = wire__theme_words(b->x.theme, story->language);
    return wire_str_trim(story->headline).n ? story->headline : words->words[WIRE__WORD_UNTITLED];
}

static wire_str language_of(const book *b, const wire_story *story)
{
    return story && wire__is_language(story->language) ? story->language
           : wire__is_language(b->book->language)      ? b->book->language
                                                       : WIRE_STR("en");
}

static void put_story(book *b, uint32_t at)
{
    const wire_story *story = b->book->stories[at].story;
    char name[40];
    snprintf(name, sizeof name, "EPUB/s%u.xhtml", (unsigned)at + 1);
    b->x.language = language_of(b, story);
    b->x.words = wire__theme_words(b->x.theme, b->x.language);
    open_page(b, b->x.language, headline_of(b, story));
    wire__xhtml_story(&b->x, story);
    close_page(b, name);
}

/* The stories by section: the page that comes first, and what readers show as the contents. */
static void put_nav(book *b)
{
    wire_out *out = &b->text;
    const wire_book *k = b->book;
    bool is_in_section = false;
    open_page(b, language_of(b, NULL), k->title);
    wire_out_lit(out, "<nav epub:type=\"toc\"><h1>");
    wire__html_text(out, k->title);
    wire_out_lit(out, "</h1>\n<ol>\n");
    for (uint32_t i = 0; i < k->n_stories; i++) {
        const wire_str section = k->stories[i].section;
        if (section.n && (!i || !wire_str_is(section, k->stories[i - 1].section))) {
            if (is_in_section)
                wire_out_lit(out, "</ol></li>\n");
            wire_out_lit(out, "<li><span>");
            wire__html_text(out, section);
            wire_out_lit(out, "</span><ol>\n");
            is_in_section = true;
        }
        wire_out_print(out, "<li><a href=\"s%u.xhtml\"", (unsigned)i + 1);
        wire__xhtml_language(&b->x, language_of(b, k->stories[i].story));
        wire_out_byte(out, '>');
        wire__html_text(out, headline_of(b, k->stories[i].story));
        wire_out_lit(out, "</a></li>\n");
    }
    if (is_in_section)
        wire_out_lit(out, "</ol></li>\n");
    wire_out_lit(out, "</ol></nav>\n");
    close_page(b, "EPUB/nav.xhtml");
}

static void put_element(book *b, const char *tag, wire_str text)
{
    if (!wire_str_trim(text).n)
        return;
    wire_out_print(&b->text, "<%s>", tag);
    wire__html_text(&b->text, text);
    wire_out_print(&b->text, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

/* A name that stays the same for the same book: its address, else a UUID (version 8) of what it holds. */
static void put_identifier(book *b)
{
    const wire_book *k = b->book;
    if (k->id.n) {
        put_element(b, "dc:identifier id=\"id\"", k->id);
        return;
    }
    uint64_t high = wire__hash64(k->title), low = ~high;
    for (uint32_t i = 0; i < k->n_stories; i++) {
        const wire_story *s = k->stories[i].story;
        high = wire__hash64_seeded(s->url.n ? s->url : s->input.n ? s->input : s->headline, high);
        low = wire__hash64_seeded(s->headline, low ^ high);
    }
    wire_out_print(&b->text, "<dc:identifier id=\"id\">urn:uuid:%08x-%04x-8%03x-%04x-%012llx</dc:identifier>\n",
                   (unsigned)(high >> 32), (unsigned)(high >> 16 & 0xffff), (unsigned)(high & 0xfff),
                   (unsigned)(0x8000 | (low >> 48 & 0x3fff)), (unsigned long long)(low & 0xffffffffffff));
}

/* When the newest of the stories was changed; books do not know when they were made. */
static void put_modified(book *b)
{
    int64_t newest = 946684800; /* 2000: nothing is said */
    for (uint32_t i = 0; i < b->book->n_stories; i++) {
        wire__word word;
        const wire_stamp *stamp = wire__story_stamp(b->book->stories[i].story, &word);
        if (stamp->is_known && stamp->at > newest && stamp->at < 253402300800)
            newest = stamp->at;
    }
    const wire_civil c = wire_civil_of(newest, 0);
    wire_out_print(&b->text, "<meta property=\"dcterms:modified\">%04d-%02u-%02uT%02u:%02u:%02uZ</meta>\n", (int)c.year,
                   c.month, c.day, c.hour, c.minute, c.second);
}

static void put_package(book *b)
{
    static const char ACCESS[] =
        "<meta property=\"schema:accessMode\">textual</meta>\n"
        "<meta property=\"schema:accessModeSufficient\">textual</meta>\n"
        "<meta property=\"schema:accessibilityFeature\">structuralNavigation</meta>\n"
        "<meta property=\"schema:accessibilityFeature\">tableOfContents</meta>\n"
        "<meta property=\"schema:accessibilityHazard\">none</meta>\n"
        "<meta property=\"schema:accessibilitySummary\">Text alone, with headings and a table of contents.</meta>\n";
    const wire_book *k = b->book;
    begin(b);
    wire_out_lit(&b->text, "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n"
                           "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    put_identifier(b);
    put_element(b, "dc:title", k->title);
    put_element(b, "dc:language", language_of(b, NULL));
    put_element(b, "dc:publisher", k->publisher);
    put_element(b, "dc:rights", k->rights);
    for (uint32_t i = 0; k->n_stories == 1 && i < k->stories[0].story->n_authors; i++)
        put_element(b, "dc:creator", k->stories[0].story->authors[i].name);
    put_modified(b);
    wire_out_put(&b->text, wire_str_of(ACCESS));
    wire_out_lit(&b->text,
                 "</metadata>\n<manifest>\n"
                 "<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n"
                 "<item id=\"css\" href=\"style.css\" media-type=\"text/css\"/>\n");
    for (uint32_t i = 1; i <= k->n_stories; i++)
        wire_out_print(&b->text, "<item id=\"s%u\" href=\"s%u.xhtml\" media-type=\"application/xhtml+xml\"/>\n", i, i);
    wire_out_put(&b->text, wire_language_is_rtl(language_of(b, NULL))
                               ? WIRE_STR("</manifest>\n<spine page-progression-direction=\"rtl\">\n")
                               : WIRE_STR("</manifest>\n<spine>\n"));
    if (k->n_stories != 1) /* a book of one story opens with it */
        wire_out_lit(&b->text, "<itemref idref=\"nav\"/>\n");
    for (uint32_t i = 1; i <= k->n_stories; i++)
        wire_out_print(&b->text, "<itemref idref=\"s%u\"/>\n", i);
    wire_out_lit(&b->text, "</spine>\n</package>\n");
    end(b, "EPUB/package.opf");
}

void wire_render_book(const wire_theme *theme, const wire_book *k, wire_out *out)
{
    book b = {.book = k};
    wire_out_open_memory(&b.text, 0);
    b.x = (wire__xhtml){.out = &b.text, .theme = theme, .zone = k->zone};
    b.x.addresses = wire_address_reader_new();
    b.x.scratch = wire_arena_new(0);
    b.x.language = language_of(&b, NULL);
    b.x.words = wire__theme_words(theme, b.x.language);
    if (!b.x.addresses || !b.x.scratch) {
        out->code = out->code ? out->code : WIRE_ENOMEM;
    } else {
        wire__zip_begin(&b.zip, out);
        wire__zip_add(&b.zip, "mimetype", WIRE_STR("application/epub+zip"), true);
        wire__zip_add(&b.zip, "META-INF/container.xml", wire_str_of(CONTAINER), false);
        put_package(&b);
        put_nav(&b);
        wire__zip_add(&b.zip, "EPUB/style.css", wire_str_of(STYLE), false);
        for (uint32_t i = 0; i < k->n_stories && !out->code; i++)
            put_story(&b, i);
        wire__zip_end(&b.zip);
    }
    wire_arena_free(b.x.scratch);
    wire_address_reader_free(b.x.addresses);
    (void)wire_out_close(&b.text, NULL);
}

/* One story by itself. */
void wire__write_epub(const wire_theme *theme, const wire_story *story, const wire_render_opts *opts, wire_out *out)
{
    (void)opts;
    const wire_book_story one = {.story = story};
    const wire__words *words = wire__theme_words(theme, story->language);
    const wire_book k = {.title =
                             wire_str_trim(story->headline).n ? story->headline : words->words[WIRE__WORD_UNTITLED],
                         .language = story->language,
                         .publisher = story->publisher,
                         .stories = &one,
                         .n_stories = 1};
    wire_render_book(theme, &k, out);
}
