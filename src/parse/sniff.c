/* sniff.c: what an input is: by its bytes, then by its declared type and its name. */
#include "wirecopy/read.h"

#include "utf32.h"

#include <string.h>

enum {
    HEAD_BYTES = 4096,
    PROLOG_BYTES = 64 << 10 /* comments before a root can be long */
};

typedef struct kind_row {
    const char *text;
    wire_input_kind kind;
    const char *what;
} kind_row;

/* First bytes, at an offset. */
static const struct magic {
    size_t offset;
    wire_str bytes;
    wire_input_kind kind;
    const char *what;
} magics[] = {
    {0, WIRE_STR("WARC/"), WIRE_INPUT_WARC, "WARC"},
    {0, WIRE_STR("%PDF-"), WIRE_INPUT_OTHER, "PDF"},
    {0, WIRE_STR("\x89PNG\r\n\x1A\n"), WIRE_INPUT_OTHER, "PNG image"},
    {0, WIRE_STR("\xFF\xD8\xFF"), WIRE_INPUT_OTHER, "JPEG image"},
    {0, WIRE_STR("GIF87a"), WIRE_INPUT_OTHER, "GIF image"},
    {0, WIRE_STR("GIF89a"), WIRE_INPUT_OTHER, "GIF image"},
    {8, WIRE_STR("WEBPVP"), WIRE_INPUT_OTHER, "WebP image"},
    {8, WIRE_STR("WAVE"), WIRE_INPUT_OTHER, "WAVE audio"},
    {8, WIRE_STR("AVI "), WIRE_INPUT_OTHER, "AVI video"},
    {4, WIRE_STR("ftypavif"), WIRE_INPUT_OTHER, "AVIF image"},
    {4, WIRE_STR("ftypheic"), WIRE_INPUT_OTHER, "HEIC image"},
    {4, WIRE_STR("ftyp"), WIRE_INPUT_OTHER, "MP4 video"},
    {0, WIRE_STR("BM\0"), WIRE_INPUT_OTHER, "BMP image"},
    {0, WIRE_STR("II*\0"), WIRE_INPUT_OTHER, "TIFF image"},
    {0, WIRE_STR("MM\0*"), WIRE_INPUT_OTHER, "TIFF image"},
    {0, WIRE_STR("\0\0\1\0"), WIRE_INPUT_OTHER, "icon"},
    {0, WIRE_STR("OggS\0"), WIRE_INPUT_OTHER, "Ogg audio or video"},
    {0, WIRE_STR("fLaC"), WIRE_INPUT_OTHER, "FLAC audio"},
    {0, WIRE_STR("ID3"), WIRE_INPUT_OTHER, "MP3 audio"},
    {0, WIRE_STR("\x1A\x45\xDF\xA3"), WIRE_INPUT_OTHER, "WebM or Matroska video"},
    {0, WIRE_STR("wOFF"), WIRE_INPUT_OTHER, "WOFF font"},
    {0, WIRE_STR("wOF2"), WIRE_INPUT_OTHER, "WOFF2 font"},
    {30, WIRE_STR("mimetypeapplication/epub+zip"), WIRE_INPUT_OTHER, "EPUB"},
    {30, WIRE_STR("mimetypeapplication/vnd.oasis"), WIRE_INPUT_OTHER, "OpenDocument"},
    {30, WIRE_STR("[Content_Types].xml"), WIRE_INPUT_OTHER, "Office document"},
    {0, WIRE_STR("PK\3\4"), WIRE_INPUT_OTHER, "ZIP archive"},
    {0, WIRE_STR("PK\5\6"), WIRE_INPUT_OTHER, "ZIP archive"},
    {0, WIRE_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), WIRE_INPUT_OTHER, "old Office document"},
    {0, WIRE_STR("{\\rtf"), WIRE_INPUT_OTHER, "RTF"},
    {0, WIRE_STR("%!PS"), WIRE_INPUT_OTHER, "PostScript"},
    {0, WIRE_STR("\x1F\x8B"), WIRE_INPUT_OTHER, "gzip, still packed"},
    {0, WIRE_STR("\x28\xB5\x2F\xFD"), WIRE_INPUT_OTHER, "zstd, still packed"},
    {0, WIRE_STR("BZh"), WIRE_INPUT_OTHER, "bzip2 archive"},
    {0,
     WIRE_STR("\xFD"
              "7zXZ"),
     WIRE_INPUT_OTHER, "xz archive"},
    {0, WIRE_STR("7z\xBC\xAF\x27\x1C"), WIRE_INPUT_OTHER, "7z archive"},
    {0, WIRE_STR("Rar!\x1A\x07"), WIRE_INPUT_OTHER, "RAR archive"},
    {257, WIRE_STR("ustar"), WIRE_INPUT_OTHER, "tar archive"},
    {0, WIRE_STR("SQLite format 3"), WIRE_INPUT_OTHER, "SQLite database"},
    {0,
     WIRE_STR("\x7F"
              "ELF"),
     WIRE_INPUT_OTHER, "program"},
    {0, WIRE_STR("MZ\x90\0"), WIRE_INPUT_OTHER, "program"},
    {0, WIRE_STR("\0asm"), WIRE_INPUT_OTHER, "WebAssembly"},
};

/* The root of a document in XML or HTML, without its prefix. Any other root is XML if it was declared so. */
static const kind_row roots[] = {
    {"html", WIRE_INPUT_HTML, "HTML"},        {"rss", WIRE_INPUT_FEED, "RSS"},
    {"rdf", WIRE_INPUT_FEED, "RSS 1.0"},      {"feed", WIRE_INPUT_FEED, "Atom"},
    {"entry", WIRE_INPUT_FEED, "Atom entry"}, {"channel", WIRE_INPUT_FEED, "RSS"},
    {"urlset", WIRE_INPUT_FEED, "sitemap"},   {"sitemapindex", WIRE_INPUT_FEED, "sitemap index"},
    {"opml", WIRE_INPUT_OPML, "OPML"},        {"svg", WIRE_INPUT_OTHER, "SVG image"},
};

/* Elements that a page or a piece of one begins with. */
static const char *const html_elements = " a abbr article aside b base blockquote body br center div dl em figure font "
                                         "footer form frameset h1 h2 h3 h4 h5 h6 "
                                         "head header hr i iframe img li link main meta nav noscript ol p pre script "
                                         "section span strong style table tbody td "
                                         "template title tr ul ";

/* By the declared type, where the bytes leave it open. */
static const kind_row types[] = {
    {"text/html", WIRE_INPUT_HTML, "HTML"},
    {"application/xhtml+xml", WIRE_INPUT_HTML, "HTML"},
    {"application/x-ndjson", WIRE_INPUT_NDJSON, "NDJSON"},
    {"application/jsonl", WIRE_INPUT_NDJSON, "NDJSON"},
    {"text/plain", WIRE_INPUT_TEXT, "plain text"},
};

/* By the ending of the name, where bytes and type leave it open. */
static const kind_row endings[] = {
    {".html", WIRE_INPUT_HTML, "HTML"},      {".htm", WIRE_INPUT_HTML, "HTML"},
    {".xhtml", WIRE_INPUT_HTML, "HTML"},     {".ndjson", WIRE_INPUT_NDJSON, "NDJSON"},
    {".jsonl", WIRE_INPUT_NDJSON, "NDJSON"}, {".txt", WIRE_INPUT_TEXT, "plain text"},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

typedef struct verdict {
    wire_input_kind kind;
    const char *what; /* NULL: none */
} verdict;

static const verdict open_verdict = {WIRE_INPUT_EMPTY, NULL};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name_char(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':';
}

/* The first bytes without a byte order mark; UTF-16 as its low bytes, which is enough to know ASCII names by. */
static wire_str take_head(wire_str bytes, char room[HEAD_BYTES], bool *is_wide)
{
    const bool le = wire_str_has_prefix(bytes, WIRE_STR("\xFF\xFE")),
               be = wire_str_has_prefix(bytes, WIRE_STR("\xFE\xFF"));
    const bool zero_odd = bytes.n >= 4 && bytes.p[0] && !bytes.p[1] && bytes.p[2] && !bytes.p[3];
    const bool zero_even = bytes.n >= 4 && !bytes.p[0] && bytes.p[1] && !bytes.p[2] && bytes.p[3];
    *is_wide = le || be || zero_odd || zero_even;
    if (wire_str_has_prefix(bytes, WIRE_STR("\xEF\xBB\xBF")))
        bytes = wire_str_cut(bytes, 3, bytes.n);
    if (!*is_wide)
        return wire_str_cut(bytes, 0, PROLOG_BYTES);
    size_t n = 0;
    const size_t high = be || zero_even ? 0 : 1;
    for (size_t i = le || be ? 2 : 0; i + 1 < bytes.n && n < HEAD_BYTES; i += 2)
        room[n++] = bytes.p[i + high] ? '?' : bytes.p[i + 1 - high];
    return (wire_str){room, n};
}

static verdict by_magic(wire_str bytes)
{
    for (size_t i = 0; i < COUNT(magics); i++) {
        const struct magic *m = &magics[i];
        if (bytes.n > m->offset && wire_str_has_prefix(wire_str_cut(bytes, m->offset, bytes.n), m->bytes))
            return (verdict){m->kind, m->what};
    }
    return open_verdict;
}

/* Bytes that no text has (MIME sniffing standard, "binary data byte"), more than one in a hundred. */
static bool is_binary(wire_str head)
{
    size_t n = 0;
    for (size_t i = 0; i < head.n; i++) {
        const unsigned char c = (unsigned char)head.p[i];
        n += c < 0x09 || c == 0x0B || (c >= 0x0E && c <= 0x1A) || (c >= 0x1C && c < 0x20);
    }
    return n * 100 > head.n;
}

/* Past white space, comments, declarations and processing instructions; to the root's "<" or to text. */
static wire_str skip_prolog(wire_str s, bool *is_xml)
{
    for (;;) {
        s = wire_str_trim(s);
        const char *end = "";
        if (wire_str_has_prefix(s, WIRE_STR("<!--")))
            end = "-->";
        else if (wire_str_has_prefix(s, WIRE_STR("<?")))
            end = "?>";
        else
            return s;
        *is_xml |= wire_str_has_prefix(s, WIRE_STR("<?xml"));
        const size_t at = wire_str_find(s, wire_str_of(end));
        if (at == SIZE_MAX)
            return (wire_str){"", 0};
        s = wire_str_cut(s, at + strlen(end), s.n);
    }
}

static wire_str name_at(wire_str s) /* s begins with "<" */
{
    size_t n = 1, from = 1;
    for (; n < s.n && is_name_char(s.p[n]); n++)
        if (s.p[n] == ':')
            from = n + 1;
    return wire_str_cut(s, from, n);
}

static bool is_html_element(wire_str name)
{
    const wire_str all = wire_str_of(html_elements);
    if (!name.n || name.n > 10)
        return false;
    for (size_t at = 0, end; at + 1 < all.n; at = end) {
        for (end = at + 1; all.p[end] != ' ';)
            end++;
        if (wire_str_is_ci(wire_str_cut(all, at + 1, end), name))
            return true;
    }
    return false;
}

static verdict by_root(wire_str head)
{
    bool is_xml = false;
    wire_str s = skip_prolog(head, &is_xml);
    if (wire_str_is_ci(wire_str_cut(s, 0, 14), WIRE_STR("<!doctype html")))
        return (verdict){WIRE_INPUT_HTML, "HTML"};
    if (wire_str_is_ci(wire_str_cut(s, 0, 9), WIRE_STR("<!doctype"))) { /* of RSS 0.91, or with entities */
        const size_t subset = wire_str_find(s, WIRE_STR("[")), end = wire_str_find(s, WIRE_STR(">"));
        const size_t close = subset < end ? wire_str_find(s, WIRE_STR("]")) : end;
        s = close == SIZE_MAX ? WIRE_STR("") : wire_str_cut(s, close, s.n);
        const size_t after = wire_str_find(s, WIRE_STR(">"));
        s = after == SIZE_MAX ? WIRE_STR("") : skip_prolog(wire_str_cut(s, after + 1, s.n), &is_xml);
    }
    if (s.n < 2 || s.p[0] != '<' || !is_letter(s.p[1]))
        return is_xml ? (verdict){WIRE_INPUT_OTHER, "XML"} : open_verdict;
    const wire_str name = name_at(s);
    for (size_t i = 0; i < COUNT(roots); i++)
        if (wire_str_is_ci(name, wire_str_of(roots[i].text)))
            return (verdict){roots[i].kind, roots[i].what};
    if (is_html_element(name))
        return (verdict){WIRE_INPUT_HTML, "HTML"};
    return is_xml ? (verdict){WIRE_INPUT_OTHER, "XML"} : open_verdict;
}

/* A root that something stands before: a warning of the server's, text that was pasted in. */
static verdict by_late_root(wire_str head)
{
    static const kind_row late[] = {
        {"<!doctype html", WIRE_INPUT_HTML, "HTML"}, {"<html", WIRE_INPUT_HTML, "HTML"},
        {"<rss ", WIRE_INPUT_FEED, "RSS"},           {"<rss>", WIRE_INPUT_FEED, "RSS"},
        {"<rdf:rdf", WIRE_INPUT_FEED, "RSS 1.0"},    {"<feed ", WIRE_INPUT_FEED, "Atom"},
        {"<urlset", WIRE_INPUT_FEED, "sitemap"},
    };
    for (size_t i = 0; i < COUNT(late); i++)
        if (wire_str_find_ci(head, wire_str_of(late[i].text)) != SIZE_MAX)
            return (verdict){late[i].kind, late[i].what};
    return open_verdict;
}

/* JSON begins with { or [; which kind is told by the member names that stand early. */
static verdict by_json(wire_str head)
{
    const wire_str s = wire_str_trim(head);
    if (!s.n || (s.p[0] != '{' && s.p[0] != '['))
        return open_verdict;
    const wire_str rest = wire_str_trim(wire_str_cut(s, 1, s.n));
    if (rest.n && !strchr("\"{}[]", rest.p[0]))
        return open_verdict; /* text in brackets */
    if (s.p[0] == '{' && wire_str_find(s, WIRE_STR("jsonfeed.org/version")) != SIZE_MAX)
        return (verdict){WIRE_INPUT_FEED, "JSON Feed"};
    if (s.p[0] == '{' && wire_str_find(s, WIRE_STR("\"items\"")) != SIZE_MAX &&
        wire_str_find(s, WIRE_STR("\"headline\"")) == SIZE_MAX && wire_str_find(s, WIRE_STR("\"title\"")) != SIZE_MAX)
        return (verdict){WIRE_INPUT_FEED, "JSON Feed"};
    const size_t line = wire_str_find(s, WIRE_STR("\n"));
    const wire_str first = wire_str_trim(wire_str_cut(s, 0, line));
    if (s.p[0] == '{' && first.n > 1 && (first.p[first.n - 1] == '}' || first.n >= HEAD_BYTES - 3))
        return (verdict){WIRE_INPUT_NDJSON, "NDJSON"};
    return (verdict){WIRE_INPUT_OTHER, "JSON"};
}

static verdict by_hints(const wire_page *page)
{
    wire_str type = page->content_type;
    const size_t semicolon = wire_str_find(type, WIRE_STR(";"));
    type = wire_str_trim(wire_str_cut(type, 0, semicolon));
    for (size_t i = 0; i < COUNT(types); i++)
        if (wire_str_is_ci(type, wire_str_of(types[i].text)))
            return (verdict){types[i].kind, types[i].what};
    static const wire_str packed[] = {WIRE_STR(".gz"), WIRE_STR(".br"), WIRE_STR(".zst")};
    wire_str name = page->input;
    for (size_t i = 0; i < COUNT(packed); i++)
        if (wire_str_has_suffix(name, packed[i]))
            name.n -= packed[i].n;
    for (size_t i = 0; i < COUNT(endings); i++) {
        const wire_str ending = wire_str_of(endings[i].text);
        if (name.n >= ending.n && wire_str_is_ci(wire_str_cut(name, name.n - ending.n, name.n), ending))
            return (verdict){endings[i].kind, endings[i].what};
    }
    return open_verdict;
}

static bool is_some_xml(verdict v)
{
    return v.kind == WIRE_INPUT_OTHER && v.what && !strcmp(v.what, "XML");
}

static verdict by_text(const wire_page *page, wire_str head)
{
    const verdict hint = by_hints(page);
    verdict v = by_json(head);
    if (v.kind == WIRE_INPUT_OTHER && v.what && hint.kind == WIRE_INPUT_NDJSON)
        return hint;
    if (!v.what && hint.kind != WIRE_INPUT_TEXT) /* plain text may well speak of <html> */
        v = by_late_root(head);
    if (!v.what)
        v = hint;
    return v.what ? v : (verdict){WIRE_INPUT_TEXT, "plain text"};
}

/* Feeds may be in UTF-32; pages may not. */
static verdict by_utf32(wire_str bytes)
{
    wire_out head;
    if (!wire__is_utf32(bytes))
        return open_verdict;
    wire_out_open_memory(&head, 0);
    wire__utf32_read(wire_str_cut(bytes, 0, 4 * HEAD_BYTES), &head);
    const verdict v = by_root(wire_out_text(&head));
    wire_out_close(&head, NULL);
    return v.kind == WIRE_INPUT_FEED || v.kind == WIRE_INPUT_OPML ? v : open_verdict;
}

/* A warning of the server's in HTML, and behind it a feed that says it is XML. */
static bool is_feed_behind(wire_str head)
{
    const size_t at = wire_str_find(head, WIRE_STR("<?xml "));
    return at != SIZE_MAX && by_late_root(head).kind == WIRE_INPUT_FEED &&
           by_root(wire_str_cut(head, at, head.n)).kind == WIRE_INPUT_FEED;
}

static verdict decide(const wire_page *page)
{
    char room[HEAD_BYTES];
    bool is_wide;
    verdict v = by_magic(page->bytes);
    if (v.what || (v = by_utf32(page->bytes)).what)
        return v;
    const wire_str long_head = take_head(page->bytes, room, &is_wide);
    if (!wire_str_trim(long_head).n && page->bytes.n <= PROLOG_BYTES)
        return (verdict){WIRE_INPUT_EMPTY, "empty"};
    const wire_str head = wire_str_cut(wire_str_trim(long_head), 0, HEAD_BYTES);
    v = by_root(long_head);
    if (is_some_xml(v) || (v.kind == WIRE_INPUT_HTML && is_feed_behind(head))) {
        const verdict late = by_late_root(head);
        return late.what ? late : v;
    }
    if (v.what)
        return v;
    if (is_binary(head))
        return (verdict){WIRE_INPUT_OTHER, "binary data"};
    return by_text(page, head);
}

wire_input_kind wire_input_sniff(const wire_page *page, const char **what)
{
    const verdict v = decide(page);
    if (what)
        *what = v.what;
    return v.kind;
}
