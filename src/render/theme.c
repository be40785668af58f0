/* theme.c: style and fixed words, read once. */
#include "render/theme.h"
#include "base/hash.h"

#include <assert.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "theme.embed.h"

enum { MAX_LANGUAGES = 256 };

static const char *const KEYS[WIRE__N_WORDS] = {
#define X(name, key) key,
#include "render/words.def"
#undef X
};

/* Lists of names. */
static const struct list {
    const char *key;
    size_t offset, n;
} LISTS[] = {
    {"months", offsetof(wire__words, months), 12},
    {"months-short", offsetof(wire__words, months_short), 12},
    {"days", offsetof(wire__words, days), 7},
    {"days-short", offsetof(wire__words, days_short), 7},
};

enum { N_LISTS = sizeof LISTS / sizeof *LISTS };

/* A section while it is read: lists are parted at the end, since a value may come in several lines. */
typedef struct draft {
    wire__words words;
    wire_str lists[N_LISTS];
} draft;

typedef struct reading {
    wire_arena *arena;
    draft *drafts;
    uint32_t n;
    wire_code code;
    wire_error *err;
    const char *folder;
    wire_str text; /* of words.ini */
    wire_error why;
} reading;

static draft *find_draft(reading *r, wire_str tag)
{
    if (r->n && wire_str_is(r->drafts[r->n - 1].words.tag, tag))
        return &r->drafts[r->n - 1];
    for (uint32_t i = 0; i < r->n; i++)
        if (wire_str_is(r->drafts[i].words.tag, tag))
            return &r->drafts[i];
    if (r->n == MAX_LANGUAGES || !tag.n)
        return NULL;
    draft *d = &r->drafts[r->n];
    if (!wire_arena_copy(r->arena, tag, &d->words.tag))
        return NULL;
    r->n++;
    return d;
}

static wire_str *find_slot(draft *d, const char *key)
{
    if (!strcmp(key, "also"))
        return &d->words.also;
    if (!strcmp(key, "like"))
        return &d->words.like;
    for (size_t i = 0; i < N_LISTS; i++)
        if (!strcmp(key, LISTS[i].key))
            return &d->lists[i];
    for (size_t i = 0; i < WIRE__N_WORDS; i++)
        if (!strcmp(key, KEYS[i]))
            return &d->words.words[i];
    return NULL;
}

static wire_str without_quotes(wire_str s)
{
    return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? wire_str_cut(s, 1, s.n - 1) : s;
}

/* inih's handler: 0 is an error on this line. */
static int on_value(void *user, const char *section, const char *key, const char *value)
{
    reading *r = user;
    if (r->code)
        return 0;
    draft *d = find_draft(r, wire_str_of(section));
    wire_str *slot = d ? find_slot(d, key) : NULL;
    if (!slot) {
        r->code = wire_fail(&r->why, WIRE_ECONFIG, "[%s] has an unknown key \"%s\"", section, key);
        return 0;
    }
    const wire_str text = without_quotes(wire_str_of(value));
    *slot = slot->n ? wire_arena_print(r->arena, "%.*s %.*s", WIRE_ARG(*slot), WIRE_ARG(text))
                    : wire_arena_print(r->arena, "%.*s", WIRE_ARG(text));
    if (!slot->p)
        r->code = wire_fail(r->err, WIRE_ENOMEM, "theme: no memory for words.ini");
    return r->code == WIRE_OK;
}

/* The line that a section begins on. */
static uint32_t line_of(const reading *r, wire_str tag)
{
    uint32_t line = 1;
    for (size_t i = 0; i < r->text.n; i++) {
        const wire_str rest = wire_str_cut(r->text, i, r->text.n);
        if ((!i || r->text.p[i - 1] == '\n') && rest.p[0] == '[' &&
            wire_str_has_prefix(wire_str_cut(rest, 1, rest.n), tag) && rest.n > tag.n + 1 && rest.p[tag.n + 1] == ']')
            return line;
        line += r->text.p[i] == '\n';
    }
    return 1;
}

static bool part_list(wire_str text, wire_str *names, size_t n)
{
    size_t got = 0;
    for (bool more = text.n > 0; more && got < n; got++) {
        const char *comma = memchr(text.p, ',', text.n);
        const size_t end = comma ? (size_t)(comma - text.p) : text.n;
        names[got] = wire_str_trim(wire_str_cut(text, 0, end));
        if (!names[got].n)
            return false;
        more = comma;
        text = comma ? wire_str_cut(text, end + 1, text.n) : (wire_str){0};
    }
    return got == n && !text.n;
}

/* Fills what is missing from the section that `like` names, which must stand before. */
static wire_code inherit(reading *r, draft *d)
{
    if (!d->words.like.n)
        return WIRE_OK;
    const draft *from = NULL;
    for (const draft *other = r->drafts; other < d && !from; other++)
        if (wire_str_is(other->words.tag, d->words.like))
            from = other;
    if (!from)
        return wire_fail(r->err, WIRE_ECONFIG, "%s/words.ini:%u: [%.*s] is like \"%.*s\", which no section before is",
                         r->folder, line_of(r, d->words.tag), WIRE_ARG(d->words.tag), WIRE_ARG(d->words.like));
    for (size_t i = 0; i < WIRE__N_WORDS; i++)
        if (!d->words.words[i].p)
            d->words.words[i] = from->words.words[i];
    for (size_t i = 0; i < N_LISTS; i++)
        if (!d->lists[i].p)
            d->lists[i] = from->lists[i];
    return WIRE_OK;
}

static wire_code finish(reading *r, draft *d)
{
    const wire_code code = inherit(r, d);
    if (code)
        return code;
    for (size_t i = 0; i < N_LISTS; i++)
        if (!part_list(d->lists[i], (wire_str *)(void *)((char *)&d->words + LISTS[i].offset), LISTS[i].n))
            return wire_fail(r->err, WIRE_ECONFIG, "%s/words.ini:%u: [%.*s] needs %zu names in \"%s\"", r->folder,
                             line_of(r, d->words.tag), WIRE_ARG(d->words.tag), LISTS[i].n, LISTS[i].key);
    for (size_t i = 0; i < WIRE__N_WORDS; i++)
        if (!d->words.words[i].p)
            return wire_fail(r->err, WIRE_ECONFIG, "%s/words.ini:%u: [%.*s] lacks \"%s\"", r->folder,
                             line_of(r, d->words.tag), WIRE_ARG(d->words.tag), KEYS[i]);
    return WIRE_OK;
}

static wire_code read_words(wire_theme *theme, wire_str text, const char *folder, wire_error *err)
{
    reading r = {.arena = theme->arena, .err = err, .folder = folder, .text = text};
    wire_str copy;
    r.drafts = WIRE_TAKE(theme->arena, draft, MAX_LANGUAGES);
    if (!r.drafts || !wire_arena_copy(theme->arena, text, &copy))
        return wire_fail(err, WIRE_ENOMEM, "theme: no memory for words.ini");
    const int line = ini_parse_string(copy.p, on_value, &r);
    if (r.code)
        return r.why.text[0] ? wire_fail(err, r.code, "%s/words.ini:%d: %s", folder, line, r.why.text) : r.code;
    if (line)
        return wire_fail(err, WIRE_ECONFIG, "%s/words.ini:%d: neither a section nor a value", folder, line);
    if (!r.n || !wire_str_is(r.drafts[0].words.tag, WIRE_STR("en")))
        return wire_fail(err, WIRE_ECONFIG, "%s/words.ini:1: the first section is to be [en]", folder);
    wire__words *languages = WIRE_TAKE(theme->arena, wire__words, r.n);
    if (!languages)
        return wire_fail(err, WIRE_ENOMEM, "theme: no memory for words.ini");
    for (uint32_t i = 0; i < r.n; i++) {
        const wire_code code = finish(&r, &r.drafts[i]);
        if (code)
            return code;
        languages[i] = r.drafts[i].words;
    }
    theme->languages = languages;
    theme->n_languages = r.n;
    return WIRE_OK;
}

static bool is_css_joint(char c)
{
    return c == '{' || c == '}' || c == ';' || c == ',' || c == '>';
}

/* The length of the string that begins a text, with its quotes. */
static size_t string_at(wire_str css)
{
    for (size_t i = 1; i < css.n; i++) {
        if (css.p[i] == css.p[0])
            return i + 1;
        i += css.p[i] == '\\';
    }
    return css.n;
}

/* Appends CSS without comments and needless space; strings as they are. */
static size_t put_minified(wire_str css, char *to, size_t n)
{
    for (size_t i = 0; i < css.n; i++) {
        const char c = css.p[i];
        const bool is_space = c == ' ' || c == '\n' || c == '\t';
        if (c == '/' && i + 1 < css.n && css.p[i + 1] == '*') {
            const size_t end = wire_str_find(wire_str_cut(css, i + 2, css.n), WIRE_STR("*/"));
            i = end == SIZE_MAX ? css.n : i + end + 3;
        } else if (c == '"' || c == '\'') {
            const size_t length = string_at(wire_str_cut(css, i, css.n));
            memcpy(to + n, css.p + i, length);
            n += length;
            i += length - 1;
        } else if (is_space && n && (is_css_joint(to[n - 1]) || to[n - 1] == ':' || to[n - 1] == ' ')) {
            continue;
        } else {
            if (is_css_joint(c) && n && to[n - 1] == ' ')
                n--;
            if (c == '}' && n && to[n - 1] == ';')
                n--;
            if (n || !is_space)
                to[n++] = is_space ? ' ' : c;
        }
    }
    return n && to[n - 1] == ' ' ? n - 1 : n;
}

static const struct where {
    const char *name;
    uint32_t bit;
} WHERES[] = {
    {"notice", WIRE__WHERE_NOTICE},   {"cjk", WIRE__WHERE_CJK},
    {"arabic", WIRE__WHERE_ARABIC},   {"standfirst", WIRE__WHERE_STANDFIRST},
    {"heading", WIRE__WHERE_HEADING}, {"quote", WIRE__WHERE_QUOTE},
    {"list", WIRE__WHERE_LIST},       {"table", WIRE__WHERE_TABLE},
    {"code", WIRE__WHERE_CODE},       {"figure", WIRE__WHERE_FIGURE},
    {"update", WIRE__WHERE_UPDATE},   {"omitted", WIRE__WHERE_OMITTED},
    {"hebrew", WIRE__WHERE_HEBREW},   {"correction", WIRE__WHERE_CORRECTION},
    {"indic", WIRE__WHERE_INDIC},     {"cyrillic", WIRE__WHERE_CYRILLIC},
    {"photo", WIRE__WHERE_PHOTO},     {"part", WIRE__WHERE_PART},
};

enum { N_WHERES = sizeof WHERES / sizeof *WHERES, MAX_PARTS = 64 };

/* The next comment that says where a part is for. in *at: from there; out *at: behind it, or the end
 * out  *end: where the part before it ends */
static wire_code next_where(wire_str css, size_t *at, size_t *end, uint32_t *where, wire_error *err)
{
    static const wire_str OPEN = {"/* where ", 9}, CLOSE = {" */", 3}, ALWAYS = {"/* everywhere */", 16};
    const wire_str rest = wire_str_cut(css, *at, css.n);
    const size_t open = wire_str_find(rest, OPEN), always = wire_str_find(rest, ALWAYS);
    if (open == SIZE_MAX && always == SIZE_MAX) {
        *at = *end = css.n;
        return WIRE_OK;
    }
    *end = *at + (open < always ? open : always);
    if (always < open) {
        *at = *end + ALWAYS.n;
        *where = 0;
        return WIRE_OK;
    }
    wire_str name = wire_str_cut(rest, open + OPEN.n, rest.n);
    name = wire_str_cut(name, 0, wire_str_find(name, CLOSE));
    *at = *end + OPEN.n + name.n + CLOSE.n;
    for (size_t i = 0; i < N_WHERES; i++) {
        if (wire_str_is(name, wire_str_of(WHERES[i].name))) {
            *where = WHERES[i].bit;
            return WIRE_OK;
        }
    }
    return wire_fail(err, WIRE_ECONFIG, "theme: a style has \"where %.*s\", which no page has",
                     (int)(name.n < 40 ? name.n : 40), name.p);
}

/* Adds a style sheet's parts to a style. */
static wire_code add_style(wire_theme *theme, wire_str css, wire__style *style, wire_error *err)
{
    uint32_t where = 0;
    for (size_t at = 0, from = 0, end; at < css.n; from = at) {
        const uint32_t its = where;
        const wire_code code = next_where(css, &at, &end, &where, err);
        if (code)
            return code;
        char *text = wire_arena_take(theme->arena, end - from + 1, 1);
        if (!text)
            return wire_fail(err, WIRE_ENOMEM, "theme: no memory");
        const size_t n = put_minified(wire_str_cut(css, from, end), text, 0);
        if (n && style->n_parts == MAX_PARTS)
            return wire_fail(err, WIRE_ECONFIG, "theme: style has more than %d parts", MAX_PARTS);
        if (n)
            style->parts[style->n_parts++] = (struct wire__style_part){its, {text, n}};
    }
    return WIRE_OK;
}

static wire_code read_style(wire_theme *theme, wire_str base, wire_str more, wire__style *style, wire_error *err)
{
    style->parts = WIRE_TAKE(theme->arena, struct wire__style_part, MAX_PARTS);
    if (!style->parts)
        return wire_fail(err, WIRE_ENOMEM, "theme: no memory");
    const wire_code code = add_style(theme, base, style, err);
    return code ? code : add_style(theme, more, style, err);
}

static const struct slot {
    const char *name;
    wire__slot_kind kind;
} SLOTS[] = {{"{name}", WIRE__SLOT_NAME},
             {"{home}", WIRE__SLOT_HOME},
             {"{full-site}", WIRE__SLOT_FULL_SITE},
             {"{copyright}", WIRE__SLOT_COPYRIGHT},
             {"{logo}", WIRE__SLOT_LOGO}};

enum { N_SLOTS = sizeof SLOTS / sizeof *SLOTS, MAX_FRAGMENT_PARTS = 64 };

static uint32_t line_at(wire_str text, size_t at)
{
    uint32_t line = 1;
    assert(text.p || !at);
    for (size_t i = 0; i < at; i++)
        line += text.p[i] == '\n';
    return line;
}

/* A copy without comments: whoever writes a theme may leave notes that no page carries. */
static bool copy_bare(wire_arena *arena, wire_str text, wire_str *copy)
{
    char *to = wire_arena_take(arena, text.n + 1, 1);
    size_t n = 0;
    if (!to)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        const wire_str rest = wire_str_cut(text, i, text.n);
        const size_t end =
            wire_str_has_prefix(rest, WIRE_STR("<!--")) ? wire_str_find(rest, WIRE_STR("-->")) : SIZE_MAX;
        if (end == SIZE_MAX)
            to[n++] = text.p[i];
        else
            i += end + 2;
    }
    *copy = wire_str_trim((wire_str){to, n});
    return true;
}

/* The slot that a text begins with; WIRE__SLOT_NONE: none. */
static wire__slot_kind slot_at(wire_str text, size_t *length)
{
    for (size_t i = 0; i < N_SLOTS; i++)
        if (wire_str_has_prefix(text, wire_str_of(SLOTS[i].name))) {
            *length = strlen(SLOTS[i].name);
            return SLOTS[i].kind;
        }
    return WIRE__SLOT_NONE;
}

/* Parts a fragment at its slots. A brace that is no slot's is an error: a slot misspelt would stand on every page. */
static wire_code read_fragment(wire_theme *theme, const wire__theme_files *files, const char *name, wire_str text,
                               wire__fragment *f, wire_error *err)
{
    wire_str bare;
    const char *folder = files->folder ? files->folder : "themes/lite";
    f->parts = WIRE_TAKE(theme->arena, struct wire__fragment_part, MAX_FRAGMENT_PARTS);
    if (!f->parts || !copy_bare(theme->arena, text, &bare))
        return wire_fail(err, WIRE_ENOMEM, "theme: no memory");
    size_t from = 0, length = 0;
    for (size_t i = 0; i < bare.n; i++) {
        if (bare.p[i] != '{')
            continue;
        const wire__slot_kind kind = slot_at(wire_str_cut(bare, i, bare.n), &length);
        if (!kind || f->n_parts + 1 == MAX_FRAGMENT_PARTS) {
            const wire_str slot = wire_str_cut(bare, i, i + 20);
            const size_t at = wire_str_find(text, slot);
            return wire_fail(err, WIRE_ECONFIG,
                             "%s/%s:%u: no slot \"%.*s\"; there are {name} {home} {full-site} {copyright} {logo}",
                             folder, name, line_at(text, at == SIZE_MAX ? 0 : at),
                             WIRE_ARG(wire_str_cut(slot, 0, wire_str_find(slot, WIRE_STR("}")) + 1)));
        }
        f->parts[f->n_parts++] = (struct wire__fragment_part){wire_str_cut(bare, from, i), kind};
        from = i + length;
        i = from - 1;
    }
    if (from < bare.n)
        f->parts[f->n_parts++] = (struct wire__fragment_part){wire_str_cut(bare, from, bare.n), WIRE__SLOT_NONE};
    return WIRE_OK;
}

static wire_code read_fragments(wire_theme *theme, const wire__theme_files *files, wire_error *err)
{
    wire_code code = read_fragment(theme, files, "head.html", files->head, &theme->head, err);
    if (!code)
        code = read_fragment(theme, files, "top.html", files->top, &theme->top, err);
    if (!code)
        code = read_fragment(theme, files, "bottom.html", files->bottom, &theme->bottom, err);
    if (!code && !copy_bare(theme->arena, files->logo, &theme->logo))
        code = wire_fail(err, WIRE_ENOMEM, "theme: no memory");
    return code;
}

static uint64_t hash_style(const wire__style *style, uint64_t hash)
{
    for (uint32_t i = 0; i < style->n_parts; i++)
        hash = wire__hash64_seeded(style->parts[i].css, hash ^ style->parts[i].where);
    return hash;
}

wire_code wire__theme_read(const wire__theme_files *files, wire_theme **theme, wire_error *err)
{
    wire_theme *made = calloc(1, sizeof *made);
    wire_code code =
        made && (made->arena = wire_arena_new(0)) ? WIRE_OK : wire_fail(err, WIRE_ENOMEM, "theme: no memory");
    if (!code)
        code = read_style(made, files->style, files->story, &made->story_style, err);
    if (!code)
        code = read_style(made, files->style, files->front, &made->front_style, err);
    if (!code)
        code = read_words(made, files->words, files->folder ? files->folder : "themes/lite", err);
    if (!code)
        code = read_fragments(made, files, err);
    if (code) {
        wire_theme_free(made);
        return code;
    }
    made->hash = wire__hash64(files->words);
    made->hash = hash_style(&made->story_style, made->hash);
    made->hash = hash_style(&made->front_style, made->hash);
    const wire_str texts[] = {files->head, files->top, files->bottom, files->logo};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].n) /* so that the built-in theme's stays what it was */
            made->hash = wire__hash64_seeded(texts[i], made->hash + i);
    *theme = made;
    return WIRE_OK;
}

wire__theme_files wire__theme_own(void)
{
    return (wire__theme_files){
        .words = {wire__words_ini, wire__words_ini_size},
        .style = {wire__style_css, wire__style_css_size},
        .story = {wire__story_css, wire__story_css_size},
        .front = {wire__front_css, wire__front_css_size},
    };
}

wire_code wire_theme_load(wire_theme **theme, wire_error *err)
{
    const wire__theme_files files = wire__theme_own();
    return wire__theme_read(&files, theme, err);
}

void wire_theme_free(wire_theme *theme)
{
    if (!theme)
        return;
    wire_arena_free(theme->arena);
    free(theme);
}

uint64_t wire_theme_hash(const wire_theme *theme)
{
    return theme->hash;
}

/* True where the list of tags has the tag, or a pattern of it ("en-*"). */
static bool has_tag(wire_str list, wire_str tag, bool by_pattern)
{
    while (list.n) {
        const char *space = memchr(list.p, ' ', list.n);
        const size_t end = space ? (size_t)(space - list.p) : list.n;
        const wire_str one = wire_str_cut(list, 0, end);
        const bool is_pattern = wire_str_has_suffix(one, WIRE_STR("*"));
        if (is_pattern == by_pattern && (is_pattern ? tag.n >= one.n && wire_str_is_ci(wire_str_cut(tag, 0, one.n - 1),
                                                                                       wire_str_cut(one, 0, one.n - 1))
                                                    : wire_str_is_ci(one, tag)))
            return true;
        list = wire_str_cut(list, end + 1, list.n);
    }
    return false;
}

const wire__words *wire__theme_words(const wire_theme *theme, wire_str language)
{
    const wire__words *end = theme->languages + theme->n_languages;
    while (language.n) {
        for (const wire__words *w = theme->languages; w < end; w++)
            if (wire_str_is_ci(w->tag, language) || has_tag(w->also, language, false))
                return w;
        for (const wire__words *w = theme->languages; w < end; w++)
            if (has_tag(w->also, language, true))
                return w;
        const char *dash = memrchr(language.p, '-', language.n);
        language.n = dash ? (size_t)(dash - language.p) : 0;
    }
    return theme->languages;
}

wire_str wire_theme_word(const wire_theme *theme, wire_str language, wire_str key)
{
    for (size_t i = 0; i < WIRE__N_WORDS; i++)
        if (wire_str_is(key, wire_str_of(KEYS[i])))
            return wire__theme_words(theme, language)->words[i];
    return (wire_str){0};
}

void wire__pattern_part(wire_str pattern, wire_str slot, wire_str *before, wire_str *after)
{
    const size_t at = wire_str_find(pattern, slot);
    *before = wire_str_cut(pattern, 0, at);
    *after = at == SIZE_MAX ? (wire_str){0} : wire_str_cut(pattern, at + slot.n, pattern.n);
}
