/* dom_skip.c: what is gone over without making a tree of it: comments, what scripts and styles hold, drawings, and, for
 * stories, the menus, buttons and choices whose text is never looked at. All of it only where the tree around it cannot
 * tell the difference: every element is closed where it should be, and none ends another by its coming. */
#include "parse/dom_skip.h"

#include <lexbor/html/tree/insertion_mode.h>

#include "parse/dom_bytes.h"

/* From behind a tag's name to its ">"; NULL: not plain. *is_self_closed: it ends in "/>", which a value's own "/" is
 * none of; may be NULL. */
static bytes skip_attributes(bytes p, bytes end, bool *is_self_closed)
{
    attr_value v;
    bytes slash = NULL;
    while (p) {
        p = skip_space(p, end);
        if (p == end)
            return NULL;
        if (*p == '>') {
            if (is_self_closed)
                *is_self_closed = slash && slash + 1 == p;
            return p;
        }
        if (*p == '/') {
            slash = p++;
            continue;
        }
        bytes name = p;
        while ((p = name_end(p, end)) < end && is_a(*p, UPPER))
            p++;
        if (p == end || p == name || is_a(*p, ODD))
            return NULL;
        p = skip_space(p, end);
        if (p < end && *p == '=')
            p = read_value(p + 1, end, &v);
    }
    return NULL;
}

/* Drawings -------------------------------------------------------------------------------- */

enum { MAX_DRAWN = 32 };

/* Elements of drawings that cannot hold, or end in, anything else; a title's text is read as HTML's, so it holds no
 * elements here. */
enum { TITLE }; /* the first of them */
static const wire_str drawn[] = {
    WIRE_STR("title"),    WIRE_STR("path"),    WIRE_STR("g"),        WIRE_STR("use"),
    WIRE_STR("circle"),   WIRE_STR("rect"),    WIRE_STR("line"),     WIRE_STR("polygon"),
    WIRE_STR("polyline"), WIRE_STR("defs"),    WIRE_STR("stop"),     WIRE_STR("symbol"),
    WIRE_STR("mask"),     WIRE_STR("ellipse"), WIRE_STR("clippath"), WIRE_STR("lineargradient"),
};
enum { N_DRAWN = sizeof drawn / sizeof *drawn };

/* out  N_DRAWN: none of them */
static uint8_t drawn_of(wire_str name)
{
    uint8_t i = 0;
    while (i < N_DRAWN && !wire_str_is_ci(drawn[i], name))
        i++;
    return i;
}

bytes wire__drawing_end(bytes p, bytes end)
{
    uint8_t open[MAX_DRAWN];
    size_t n_open = 0;
    while ((p = memchr(p, '<', (size_t)(end - p)))) {
        const bool is_close = end - p > 1 && p[1] == '/';
        bytes name = p + 1 + is_close, behind = name;
        while (behind < end && is_a(*behind, ALPHA))
            behind++;
        if (behind == end || !is_a(*behind, NAME_ENDS))
            return NULL;
        const wire_str text = {(const char *)name, (size_t)(behind - name)};
        if (is_close && !n_open && wire_str_is_ci(text, WIRE_STR("svg")))
            return p;
        const uint8_t which = drawn_of(text);
        const bool is_titled = n_open && open[n_open - 1] == TITLE;
        bool is_self_closed;
        if (which == N_DRAWN || (is_close ? !n_open || open[--n_open] != which : is_titled))
            return NULL;
        p = skip_attributes(behind, end, &is_self_closed);
        if (!p)
            return NULL;
        if (is_close || is_self_closed)
            continue;
        if (n_open == MAX_DRAWN)
            return NULL;
        open[n_open++] = which;
    }
    return NULL;
}

/* From "<!--" to behind its end; NULL: not plain, or not whole. */
bytes wire__comment_end(bytes p, bytes end)
{
    if (end - p < 7 || memcmp(p, "<!--", 4) || p[4] == '>' || (p[4] == '-' && p[5] == '>'))
        return NULL;
    for (p += 4; (p = memchr(p, '-', (size_t)(end - p))); p++) {
        if (end - p > 3 && p[1] == '-' && p[2] == '!')
            return NULL;
        if (end - p > 2 && p[1] == '-' && p[2] == '>')
            return p + 3;
    }
    return NULL;
}

static bool has_name(bytes p, bytes end, const char *name, size_t n)
{
    if ((size_t)(end - p) <= n)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((p[i] | 32) != name[i])
            return false;
    return is_a(p[n], SPACE) || p[n] == '/' || p[n] == '>';
}

bytes wire__find_end_tag(bytes p, bytes end, const char *name, size_t n, bytes *comment)
{
    *comment = NULL;
#ifdef __SSE2__
    const __m128i less = _mm_set1_epi8('<'), slash = _mm_set1_epi8('/'), bang = _mm_set1_epi8('!');
    for (; end - p >= 17; p += 16) {
        const __m128i here = _mm_loadu_si128((const __m128i *)p), next = _mm_loadu_si128((const __m128i *)(p + 1));
        const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(next, slash), _mm_cmpeq_epi8(next, bang));
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(here, less), marks));
        for (; mask; mask &= mask - 1) {
            bytes at = p + __builtin_ctz(mask);
            if (at[1] == '/' && has_name(at + 2, end, name, n))
                return at;
            if (!*comment && end - at > 3 && at[1] == '!' && at[2] == '-' && at[3] == '-')
                *comment = at;
        }
    }
#endif
    for (; end - p >= 2; p++) {
        if (p[0] == '<' && p[1] == '/' && has_name(p + 2, end, name, n))
            return p;
        if (!*comment && end - p > 3 && p[0] == '<' && p[1] == '!' && p[2] == '-' && p[3] == '-')
            *comment = p;
    }
    return NULL;
}

/* Menus ----------------------------------------------------------------------------------- */

/* What an element may do to others where it begins. */
enum {
    UNKNOWN,    /* more than is known here */
    VOID,       /* nothing, and it has no end */
    PHRASE,     /* nothing */
    FORMATTING, /* goes on behind its end, if it is not closed where it should be; ends one of its kind */
    BLOCK,      /* ends a paragraph */
    HEADING,    /* as well, and may end a heading */
    PARAGRAPH,  /* ends a paragraph */
    ITEM,       /* as well, and the item before it */
    TERM,
    BUTTON, /* ends a button */
    FORM,   /* is nothing within a form */
    CHOICE, /* holds options alone */
    DRAWING,
    RAW, /* holds no elements */
    N_KINDS
};

static const uint8_t kinds[LXB_TAG__LAST_ENTRY] = {
    [LXB_TAG_BR] = VOID,           [LXB_TAG_IMG] = VOID,      [LXB_TAG_INPUT] = VOID,    [LXB_TAG_WBR] = VOID,
    [LXB_TAG_ABBR] = PHRASE,       [LXB_TAG_BDI] = PHRASE,    [LXB_TAG_CITE] = PHRASE,   [LXB_TAG_DATA] = PHRASE,
    [LXB_TAG_DEL] = PHRASE,        [LXB_TAG_INS] = PHRASE,    [LXB_TAG_LABEL] = PHRASE,  [LXB_TAG_MARK] = PHRASE,
    [LXB_TAG_OUTPUT] = PHRASE,     [LXB_TAG_SPAN] = PHRASE,   [LXB_TAG_SUB] = PHRASE,    [LXB_TAG_SUP] = PHRASE,
    [LXB_TAG_TIME] = PHRASE,       [LXB_TAG_A] = FORMATTING,  [LXB_TAG_B] = FORMATTING,  [LXB_TAG_EM] = FORMATTING,
    [LXB_TAG_FONT] = FORMATTING,   [LXB_TAG_I] = FORMATTING,  [LXB_TAG_S] = FORMATTING,  [LXB_TAG_SMALL] = FORMATTING,
    [LXB_TAG_STRONG] = FORMATTING, [LXB_TAG_U] = FORMATTING,  [LXB_TAG_ADDRESS] = BLOCK, [LXB_TAG_ARTICLE] = BLOCK,
    [LXB_TAG_ASIDE] = BLOCK,       [LXB_TAG_DETAILS] = BLOCK, [LXB_TAG_DIV] = BLOCK,     [LXB_TAG_DL] = BLOCK,
    [LXB_TAG_FIGCAPTION] = BLOCK,  [LXB_TAG_FIGURE] = BLOCK,  [LXB_TAG_FOOTER] = BLOCK,  [LXB_TAG_HEADER] = BLOCK,
    [LXB_TAG_MAIN] = BLOCK,        [LXB_TAG_NAV] = BLOCK,     [LXB_TAG_OL] = BLOCK,      [LXB_TAG_SECTION] = BLOCK,
    [LXB_TAG_SUMMARY] = BLOCK,     [LXB_TAG_UL] = BLOCK,      [LXB_TAG_H1] = HEADING,    [LXB_TAG_H2] = HEADING,
    [LXB_TAG_H3] = HEADING,        [LXB_TAG_H4] = HEADING,    [LXB_TAG_H5] = HEADING,    [LXB_TAG_H6] = HEADING,
    [LXB_TAG_P] = PARAGRAPH,       [LXB_TAG_LI] = ITEM,       [LXB_TAG_DD] = TERM,       [LXB_TAG_DT] = TERM,
    [LXB_TAG_BUTTON] = BUTTON,     [LXB_TAG_FORM] = FORM,     [LXB_TAG_SELECT] = CHOICE, [LXB_TAG_SVG] = DRAWING,
    [LXB_TAG_SCRIPT] = RAW,        [LXB_TAG_STYLE] = RAW,
};

enum { MAX_MENU = 64 };

typedef struct element {
    bytes name;
    size_t n;
    lxb_tag_id_t id; /* 0: a name that lexbor has not seen */
    uint8_t kind;
} element;

typedef struct menu {
    lxb_html_tokenizer_t *tkz;
    wire__dom_watch *watch;
    element open[MAX_MENU];
    uint32_t n_open, n_of[N_KINDS];
    bool shows; /* a text, or an element, behind which no <frameset> can take the body's place */
} menu;

/* A name from p on. out  behind it; NULL: none */
static bytes read_name(lxb_html_tokenizer_t *tkz, wire__dom_watch *watch, bytes p, bytes end, element *e)
{
    e->name = p;
    if (p == end || !is_a(*p, ALPHA))
        return NULL;
    p = name_end(p, end);
    if (p == end || is_a(*p, ODD | UPPER) || *p == '=')
        return NULL;
    e->n = (size_t)(p - e->name);
    e->id = wire__tag_of(tkz, watch, e->name, e->n);
    e->kind = e->id && e->id < LXB_TAG__LAST_ENTRY ? kinds[e->id] : PHRASE;
    return p;
}

static bool is_same(const element *a, const element *b)
{
    return a->id == b->id && (a->id || (a->name && b->name && a->n == b->n && !memcmp(a->name, b->name, a->n)));
}

/* Is an item of this kind still open where another would begin? */
static bool is_in_item(const menu *m, uint8_t kind)
{
    for (uint32_t i = m->n_open; i-- > 0;) {
        const element *e = &m->open[i];
        if (e->kind == kind)
            return true;
        if (e->kind > FORMATTING && e->id != LXB_TAG_DIV && e->id != LXB_TAG_ADDRESS)
            return false;
    }
    return false;
}

/* Does the element begin here without ending another? */
static bool may_begin(const menu *m, const element *e)
{
    if (e->kind >= BLOCK && e->kind != BUTTON && e->kind != CHOICE && m->n_of[PARAGRAPH])
        return false;
    switch (e->kind) {
    case UNKNOWN:
        return false;
    case FORMATTING:
        for (uint32_t i = 0; i < m->n_open; i++)
            if (m->open[i].id == e->id)
                return false;
        return true;
    case HEADING:
    case BUTTON:
        return !m->n_of[e->kind];
    case ITEM:
    case TERM:
        return !is_in_item(m, e->kind);
    case FORM:
        return !m->n_of[FORM] && !m->watch->tree->form;
    default:
        return true;
    }
}

/* From behind a tag to behind the end tag of what holds no elements; NULL: not plain. */
static bytes pass_raw(const menu *m, const element *e, bytes p, bytes end)
{
    bytes comment = NULL;
    bytes close = e->kind == CHOICE    ? wire__choice_end(m->tkz, m->watch, p, end)
                  : e->kind == DRAWING ? wire__drawing_end(p, end)
                                       : wire__find_end_tag(p, end, (const char *)e->name, e->n, &comment);
    if (!close || comment || end - close < 3)
        return NULL;
    close = skip_attributes(close + 2 + e->n, end, NULL);
    return close ? close + 1 : NULL;
}

/* From behind a start tag's name; NULL: not plain. */
static bytes begin(menu *m, const element *e, bytes p, bytes end)
{
    bool is_self_closed;
    if (!may_begin(m, e) || !(p = skip_attributes(p, end, &is_self_closed)))
        return NULL;
    p++;
    m->shows |= (e->kind == VOID && e->id != LXB_TAG_INPUT) || e->kind == ITEM || e->kind == TERM ||
                e->kind == BUTTON || e->kind == CHOICE;
    if (e->kind == VOID || (e->kind == DRAWING && is_self_closed))
        return p;
    if (e->kind >= CHOICE)
        return pass_raw(m, e, p, end);
    if (m->n_open == MAX_MENU)
        return NULL;
    m->open[m->n_open++] = *e;
    m->n_of[e->kind]++;
    return p;
}

/* References and zeros may stand for space, or nothing. */
static bool is_shown(bytes p, bytes end)
{
    p = skip_space(p, end);
    return p < end && *p && *p != '&';
}

/* From "<" of a tag or comment to behind it; NULL: not plain. *is_end: it is the end tag of the whole. */
static bytes pass(menu *m, bytes p, bytes end, bool *is_end)
{
    element e;
    const bool is_close = end - p > 1 && p[1] == '/';
    if (end - p > 1 && p[1] == '!')
        return wire__comment_end(p, end);
    p = read_name(m->tkz, m->watch, p + 1 + is_close, end, &e);
    if (!p)
        return NULL;
    if (!is_close)
        return begin(m, &e, p, end);
    const element *top = &m->open[m->n_open - 1];
    if (!is_same(top, &e) || !(p = skip_attributes(p, end, NULL)))
        return NULL;
    m->n_of[top->kind]--;
    *is_end = !--m->n_open;
    return p + 1;
}

bytes wire__choice_end(lxb_html_tokenizer_t *tkz, wire__dom_watch *watch, bytes p, bytes end)
{
    element e;
    while (p && (p = memchr(p, '<', (size_t)(end - p)))) {
        const bool is_close = end - p > 1 && p[1] == '/';
        bytes name = read_name(tkz, watch, p + 1 + is_close, end, &e);
        if (!name || (e.id != LXB_TAG_OPTION && e.id != LXB_TAG_OPTGROUP))
            return name && is_close && e.id == LXB_TAG_SELECT ? p : NULL;
        p = skip_attributes(name, end, NULL);
    }
    return NULL;
}

/* Can the tree around an element see what is in it? Not if nothing is open that it could end. */
static bool is_apart(const lxb_html_tree_t *tree)
{
    if (tree->mode != lxb_html_tree_insertion_mode_in_body || tree->active_formatting->length)
        return false;
    for (size_t i = 0; i + 1 < tree->open_elements->length; i++)
        if (((const lxb_dom_node_t *)tree->open_elements->list[i])->local_name == LXB_TAG_BUTTON)
            return false;
    return true;
}

bytes wire__menu_end(lxb_html_tokenizer_t *tkz, wire__dom_watch *watch, lxb_tag_id_t id, bytes p, bytes end)
{
    if (p < watch->looked_to || !is_apart(watch->tree))
        return NULL;
    menu m;
    m.tkz = tkz;
    m.watch = watch;
    m.open[0] = (element){.id = id, .kind = kinds[id]};
    m.n_open = 1;
    memset(m.n_of, 0, sizeof m.n_of);
    m.n_of[kinds[id]] = 1;
    m.shows = false;
    bool is_end = false;
    bytes close = NULL;
    for (bytes next = p; next && !is_end; p = next ? next : p) {
        close = memchr(next, '<', (size_t)(end - next));
        m.shows = m.shows || (close && is_shown(next, close));
        next = close ? pass(&m, close, end, &is_end) : NULL;
    }
    watch->looked_to = p; /* what is found to be otherwise is not looked at again: a page may be full of it */
    if (!is_end || (watch->tree->frameset_ok && !m.shows))
        return NULL;
    watch->tree->frameset_ok = false;
    return close;
}
