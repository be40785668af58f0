/* edition_keys.c: the sections and keys of wirecopy.ini: a table of names, and what each value may be. */
#include "model/edition_keys.h"

#include <stdio.h>
#include <string.h>

#include "wirecopy/time.h"

enum { MAX_SOURCES = 10000, MAX_COUNT = 100000, MAX_NAME = 48 };

typedef wire_code key_setter(wire__ini *ini, wire_str value);

struct wire__key {
    const char *name;
    key_setter *set;
};

wire_code wire__ini_fail(wire__ini *ini, const char *what, wire_str value, const char *advice)
{
    if (!ini->code)
        ini->code = wire_fail(ini->err, WIRE_ECONFIG, "%.*s:%u: %s \"%.*s\"%s", WIRE_ARG(ini->file), ini->line, what,
                              (int)(value.n < 120 ? value.n : 120), value.p, advice);
    return ini->code;
}

wire_code wire__ini_fail_memory(wire__ini *ini)
{
    if (!ini->code)
        ini->code = wire_fail(ini->err, WIRE_ENOMEM, "%.*s: no memory", WIRE_ARG(ini->file));
    return ini->code;
}

/* The nearest right name ---------------------------------------------------------------------- */

/* Edits that make one word of the other (Levenshtein). */
static unsigned distance(wire_str a, wire_str b)
{
    unsigned row[MAX_NAME + 1];
    a = wire_str_cut(a, 0, MAX_NAME);
    b = wire_str_cut(b, 0, MAX_NAME);
    for (size_t i = 0; i <= b.n; i++)
        row[i] = (unsigned)i;
    for (size_t k = 0; k < a.n; k++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)k + 1;
        for (size_t i = 0; i < b.n; i++) {
            const unsigned swap = diagonal + (a.p[k] != b.p[i]);
            diagonal = row[i + 1];
            const unsigned step = (row[i] < diagonal ? row[i] : diagonal) + 1;
            row[i + 1] = swap < step ? swap : step;
        }
    }
    return row[b.n];
}

/* in  stride_bytes: from name to name */
static const char *nearest(wire_str wrong, const void *names, size_t stride_bytes, size_t n)
{
    const char *best = NULL;
    unsigned least = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        const char *name = *(const char *const *)(const void *)((const char *)names + i * stride_bytes);
        const unsigned d = distance(wrong, wire_str_of(name));
        if (d < least) {
            least = d;
            best = name;
        }
    }
    return best;
}

static wire_code fail_unknown(wire__ini *ini, const char *what, wire_str wrong, const void *names, size_t stride_bytes,
                              size_t n)
{
    char advice[100];
    snprintf(advice, sizeof advice, "; did you mean \"%s\"?", nearest(wrong, names, stride_bytes, n));
    return wire__ini_fail(ini, what, wrong, advice);
}

/* Values -------------------------------------------------------------------------------------- */

static wire_code keep(wire__ini *ini, wire_str value, wire_str *to)
{
    return wire_arena_copy(ini->edition->arena, value, to) ? WIRE_OK : wire__ini_fail_memory(ini);
}

/* out  *at: which of the words */
static wire_code choose(wire__ini *ini, wire_str value, const char *const *words, size_t n, const char *what,
                        uint32_t *at)
{
    for (uint32_t i = 0; i < n; i++)
        if (wire_str_is(value, wire_str_of(words[i]))) {
            *at = i;
            return WIRE_OK;
        }
    return fail_unknown(ini, what, value, words, sizeof *words, n);
}

static wire_code keep_address(wire__ini *ini, wire_str value, wire_str *to)
{
    wire_address address;
    const wire_code code = wire_address_read(ini->addresses, value, (wire_str){NULL, 0}, ini->edition->arena, &address);
    if (code < 0)
        return wire__ini_fail_memory(ini);
    if (code || !wire_address_is_web(&address))
        return wire__ini_fail(ini, "not an http or https address:", value,
                              wire_str_find(value, WIRE_STR(":")) < value.n ? "" : "; it begins with https://");
    *to = address.href;
    return WIRE_OK;
}

static wire_code keep_count(wire__ini *ini, wire_str value, uint32_t *to)
{
    uint32_t n = 0;
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] < '0' || value.p[i] > '9' || n > MAX_COUNT)
            return wire__ini_fail(ini, "not a number from 1 to 100000:", value, "");
        n = n * 10 + (uint32_t)(value.p[i] - '0');
    }
    if (!n || n > MAX_COUNT)
        return wire__ini_fail(ini, "not a number from 1 to 100000:", value, "");
    *to = n;
    return WIRE_OK;
}

static wire_code set_name(wire__ini *ini, wire_str value)
{
    return keep(ini, value, &ini->edition->name);
}

static wire_code set_url(wire__ini *ini, wire_str value)
{
    wire_str url = WIRE_STR("");
    if (keep_address(ini, value, &url))
        return ini->code;
    if (memchr(url.p, '?', url.n) || memchr(url.p, '#', url.n))
        return wire__ini_fail(ini, "the edition's address is a folder, without ? and #:", value, "");
    ini->edition->url =
        wire_str_has_suffix(url, WIRE_STR("/")) ? url : wire_arena_print(ini->edition->arena, "%.*s/", WIRE_ARG(url));
    return ini->edition->url.p ? WIRE_OK : wire__ini_fail_memory(ini);
}

/* RFC 5646, 2.1: its shape. */
static wire_code set_language(wire__ini *ini, wire_str value)
{
    size_t n = 0, n_subtags = 0;
    bool is_good = value.n > 0 && value.n <= 35;
    for (size_t i = 0; i <= value.n && is_good; i++) {
        const char c = i < value.n ? value.p[i] : '-', low = (char)(c | 0x20);
        if (c == '-') {
            is_good = n >= (n_subtags ? 1 : 2) && n <= 8;
            n_subtags++;
            n = 0;
        } else {
            is_good = (low >= 'a' && low <= 'z') || (n_subtags && c >= '0' && c <= '9');
            n++;
        }
    }
    return is_good ? keep(ini, value, &ini->edition->language)
                   : wire__ini_fail(ini, "not a language tag such as \"en-GB\":", value, "");
}

static wire_code set_timezone(wire__ini *ini, wire_str value)
{
    wire_zone *zone;
    wire_error why;
    const wire_code code = wire_zone_open(value, &zone, &why);
    if (code == WIRE_ENOMEM)
        return wire__ini_fail_memory(ini);
    if (code)
        return wire__ini_fail(ini, "no time zone", value,
                              " on this machine; zones have names such as \"Europe/Lisbon\"");
    wire_zone_close(zone);
    return keep(ini, value, &ini->edition->timezone);
}

static wire_code set_full_site(wire__ini *ini, wire_str value)
{
    return keep_address(ini, value, &ini->edition->full_site);
}

static wire_code set_copyright(wire__ini *ini, wire_str value)
{
    return keep(ini, value, &ini->edition->copyright);
}

static wire_code set_link(wire__ini *ini, wire_str value)
{
    const char *comma = memrchr(value.p, ',', value.n);
    const size_t at = comma ? (size_t)(comma - value.p) : 0;
    const wire_str text = wire_str_trim(wire_str_cut(value, 0, at));
    if (!text.n)
        return wire__ini_fail(ini, "a link is \"Words, https://address\", not", value, "");
    if (ini->edition->n_links == WIRE__MAX_LINKS)
        return wire__ini_fail(ini, "more than 64 links:", value, "");
    wire_link *link = &ini->links[ini->edition->n_links];
    if (keep(ini, text, &link->text) ||
        keep_address(ini, wire_str_trim(wire_str_cut(value, at + 1, value.n)), &link->url))
        return ini->code;
    ini->edition->n_links++;
    return WIRE_OK;
}

static wire_code set_front(wire__ini *ini, wire_str value)
{
    return keep_count(ini, value, &ini->edition->n_front);
}

static wire_code set_section_count(wire__ini *ini, wire_str value)
{
    return keep_count(ini, value, &ini->edition->n_section);
}

static wire_code set_notice(wire__ini *ini, wire_str value)
{
    return keep(ini, value, &ini->edition->notice);
}

/* It stands in every request, where only printing characters of ASCII may. */
static wire_code set_contact(wire__ini *ini, wire_str value)
{
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] <= ' ' || value.p[i] > '~' || value.p[i] == '(' || value.p[i] == ')')
            return wire__ini_fail(ini, "not an address of mail or the web:", value, "");
    return keep(ini, value, &ini->edition->contact);
}

static wire_code set_proxy(wire__ini *ini, wire_str value)
{
    return keep_address(ini, value, &ini->edition->proxy);
}

static wire_code set_photos(wire__ini *ini, wire_str value)
{
    static const char *const words[] = {"off", "link", "small"};
    uint32_t at = 0;
    if (!choose(ini, value, words, 3, "photos are off, link or small, not", &at))
        ini->edition->photos = (wire_photos)at;
    return ini->code;
}

static wire_code set_summaries(wire__ini *ini, wire_str value)
{
    static const char *const words[] = {"lead", "off", "all"};
    uint32_t at = 0;
    if (!choose(ini, value, words, 3, "summaries are lead, off or all, not", &at))
        ini->edition->summaries = (wire_summaries)at;
    return ini->code;
}

static wire_code set_budget(wire__ini *ini, wire_str value)
{
    const wire_code code = keep_count(ini, value, &ini->edition->budget_bytes);
    return code || ini->edition->budget_bytes >= 4000
               ? code
               : wire__ini_fail(ini, "a page's budget is 4000 bytes or more, not", value, "");
}

static wire_code set_over_budget(wire__ini *ini, wire_str value)
{
    static const char *const words[] = {"warn", "fail"};
    uint32_t at = 0;
    if (!choose(ini, value, words, 2, "over-budget is warn or fail, not", &at))
        ini->edition->fails_over_budget = at;
    return ini->code;
}

static wire_code set_theme(wire__ini *ini, wire_str value)
{
    return value.n ? keep(ini, value, &ini->edition->theme)
                   : wire__ini_fail(ini, "a theme's folder is to be named, not", value, "");
}

static wire_code set_output(wire__ini *ini, wire_str value)
{
    return value.n ? keep(ini, value, &ini->edition->output)
                   : wire__ini_fail(ini, "a folder is to be named, not", value, "");
}

/* Takes the next word from a list parted by spaces; false: no more. */
static bool next_word(wire_str *list, wire_str *word)
{
    *list = wire_str_trim(*list);
    size_t n = 0;
    while (n < list->n && list->p[n] != ' ' && list->p[n] != '\t')
        n++;
    *word = wire_str_cut(*list, 0, n);
    *list = wire_str_cut(*list, n, list->n);
    return n > 0;
}

static wire_code set_compress(wire__ini *ini, wire_str value)
{
    static const char *const words[] = {"br", "gz", "zst", "none"};
    bool with[4] = {false};
    wire_str word;
    while (next_word(&value, &word)) {
        uint32_t at = 0;
        if (choose(ini, word, words, 4, "compressed forms are br, gz and zst, or none, not", &at))
            return ini->code;
        with[at] = true;
    }
    if (with[3] && (with[0] || with[1] || with[2]))
        return wire__ini_fail(ini, "compress = none stands alone; besides it there is another,",
                              WIRE_STR("br, gz or zst"), "");
    ini->edition->with_br = with[0];
    ini->edition->with_gz = with[1];
    ini->edition->with_zst = with[2];
    return WIRE_OK;
}

static wire_code set_formats(wire__ini *ini, wire_str value)
{
    static const char *const words[] = {"html", "epub", "gmi", "md", "txt", "json"};
    wire_edition *e = ini->edition;
    bool *const with[] = {NULL, &e->with_epub, &e->with_gmi, &e->with_md, &e->with_txt, &e->with_json};
    wire_str word;
    uint32_t at = 0;
    while (next_word(&value, &word)) {
        if (choose(ini, word, words, 6, "formats are html, epub, gmi, md, txt and json, not", &at))
            return ini->code;
        if (with[at])
            *with[at] = true;
    }
    return WIRE_OK;
}

static wire_code set_database(wire__ini *ini, wire_str value)
{
    if (wire_str_has_prefix(value, WIRE_STR("postgresql:")) || wire_str_has_prefix(value, WIRE_STR("postgres:")))
        return wire__ini_fail(ini, "this wirecopy keeps stories in SQLite only: a file is to be named, not", value, "");
    return value.n ? keep(ini, value, &ini->edition->database)
                   : wire__ini_fail(ini, "a file is to be named, not", value, "");
}

static wire_source *source(wire__ini *ini)
{
    return &ini->sources[ini->edition->n_sources - 1];
}

static wire_code set_source_url(wire__ini *ini, wire_str value)
{
    return keep_address(ini, value, &source(ini)->url);
}

static wire_code set_source_section(wire__ini *ini, wire_str value)
{
    return keep(ini, value, &source(ini)->section);
}

static wire_code set_rights(wire__ini *ini, wire_str value)
{
    static const char *const words[] = {"personal", "licensed", "own"};
    uint32_t at = 0;
    if (!choose(ini, value, words, 3, "rights are own, licensed or personal, not", &at))
        source(ini)->rights = (wire_rights)at;
    return ini->code;
}

static wire_code set_network(wire__ini *ini, wire_str value)
{
    static const char *const words[] = {"public", "local"};
    uint32_t at = 0;
    if (!choose(ini, value, words, 2, "the network is public or local, not", &at))
        source(ini)->network = (wire_network)at;
    return ini->code;
}

/* Sections ------------------------------------------------------------------------------------ */

static const wire__key EDITION_KEYS[] = {
    {"name", set_name},
    {"url", set_url},
    {"language", set_language},
    {"timezone", set_timezone},
    {"full-site", set_full_site},
    {"copyright", set_copyright},
    {"link", set_link},
    {"front", set_front},
    {"section", set_section_count},
    {"notice", set_notice},
    {"contact", set_contact},
    {"proxy", set_proxy},
    {"photos", set_photos},
    {"summaries", set_summaries},
    {"budget", set_budget},
    {"over-budget", set_over_budget},
    {"theme", set_theme},
    {"output", set_output},
    {"compress", set_compress},
    {"formats", set_formats},
};

static const wire__key STORE_KEYS[] = {{"database", set_database}};

static const wire__key SOURCE_KEYS[] = {
    {"url", set_source_url}, {"section", set_source_section}, {"rights", set_rights}, {"network", set_network}};

static wire_code add_source(wire__ini *ini, wire_str name)
{
    wire_edition *e = ini->edition;
    for (uint32_t i = 0; i < e->n_sources; i++)
        if (wire_str_is(e->sources[i].name, name))
            return wire__ini_fail(ini, "there is a source of this name already:", name, "");
    if (e->n_sources == MAX_SOURCES)
        return wire__ini_fail(ini, "more than 10,000 sources:", name, "");
    if (e->n_sources == ini->sources_cap) {
        const uint32_t cap = ini->sources_cap ? ini->sources_cap * 2 : 16;
        wire_source *more = WIRE_TAKE(e->arena, wire_source, cap);
        if (!more)
            return wire__ini_fail_memory(ini);
        if (ini->sources)
            memcpy(more, ini->sources, e->n_sources * sizeof *more);
        e->sources = ini->sources = more;
        ini->sources_cap = cap;
    }
    e->n_sources++;
    return keep(ini, name, &source(ini)->name);
}

wire_code wire__ini_section(wire__ini *ini, wire_str section)
{
    static const char *const sections[] = {"edition", "store", "source"};
    ini->section = section;
    ini->seen = 0;
    if (wire_str_is(section, WIRE_STR("edition"))) {
        ini->keys = EDITION_KEYS;
        ini->n_keys = sizeof EDITION_KEYS / sizeof *EDITION_KEYS;
        return WIRE_OK;
    }
    if (wire_str_is(section, WIRE_STR("store"))) {
        ini->keys = STORE_KEYS;
        ini->n_keys = sizeof STORE_KEYS / sizeof *STORE_KEYS;
        return WIRE_OK;
    }
    ini->keys = SOURCE_KEYS;
    ini->n_keys = sizeof SOURCE_KEYS / sizeof *SOURCE_KEYS;
    if (wire_str_is(section, WIRE_STR("source")))
        return wire__ini_fail(ini, "a source has a name, [source NAME]; this has none:", section, "");
    wire_str word, name = section;
    next_word(&name, &word);
    if (!wire_str_is(word, WIRE_STR("source")))
        return fail_unknown(ini, "unknown section", word, sections, sizeof *sections, 3);
    return add_source(ini, wire_str_trim(name));
}

wire_code wire__ini_value(wire__ini *ini, wire_str name, wire_str value)
{
    for (size_t i = 0; i < ini->n_keys; i++) {
        if (!wire_str_is(name, wire_str_of(ini->keys[i].name)))
            continue;
        if (ini->seen & 1ull << i)
            return wire__ini_fail(ini, "this key stands here a second time:", name, "");
        if (ini->keys[i].set != set_link)
            ini->seen |= 1ull << i;
        const bool must_say = ini->keys[i].set == set_output || ini->keys[i].set == set_database;
        return value.n || must_say ? ini->keys[i].set(ini, value) : WIRE_OK;
    }
    char what[100];
    snprintf(what, sizeof what, "unknown key in [%.*s]:", (int)(ini->section.n < 60 ? ini->section.n : 60),
             ini->section.p);
    return fail_unknown(ini, what, name, ini->keys, sizeof *ini->keys, ini->n_keys);
}
