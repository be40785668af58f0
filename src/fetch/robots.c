/* robots.c: robots.txt by RFC 9309: one pass over the lines, then the longest rule that matches. */
#include "wirecopy/robots.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_BYTES = 500 << 10,
    MAX_LINE = 16 << 10, /* bytes of a line that are looked at */
    MAX_SITEMAPS = 1000,
    MAX_DELAY_S = 86400,
    BUDGET = 16 << 20
};

typedef struct rule {
    wire_str pattern; /* as normalise() gives it; without the "$" at its end */
    bool is_allowed, is_whole;
} rule;

typedef struct rules {
    rule *list;
    uint32_t n, cap;
    uint32_t delay_ms;
    bool is_named; /* a group of this agent stands there */
} rules;

struct wire_robots {
    wire_arena *arena;
    rules own, other; /* the agent's; those of "*" */
    wire_str *sitemaps;
    uint32_t n_sitemaps;
};

typedef struct reading {
    wire_robots *robots;
    wire_str agent;
    bool is_own, is_other; /* the group is for this agent; for "*" */
    bool has_rule;         /* a rule was seen since the last user-agent line: the next one begins a group */
    bool is_full;          /* no memory */
} reading;

/* Paths ------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

static size_t put_hex(char *to, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    to[0] = '%';
    to[1] = digits[c >> 4];
    to[2] = digits[c & 15];
    return 3;
}

/* Makes paths that mean the same the same: octets beyond ASCII are escaped, escaped ones that need not be are not.
 * in  escaped: characters to be escaped as well. to: room for three times the text. gives the length */
static size_t normalise(wire_str text, const char *escaped, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.p[i];
        const int high = c == '%' && i + 2 < text.n ? hex_digit(text.p[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text.p[i + 2]) : -1;
        if (low >= 0) {
            const unsigned char octet = (unsigned char)(high << 4 | low);
            if (is_unreserved(octet))
                to[n++] = (char)octet;
            else
                n += put_hex(to + n, octet);
            i += 2;
        } else if (c <= ' ' || c >= 0x7F || (escaped && strchr(escaped, c))) {
            n += put_hex(to + n, c);
        } else {
            to[n++] = (char)c;
        }
    }
    return n;
}

/* Does the pattern match from the path's start on? "*" stands for anything: each piece between two is taken where it
 * first occurs, so that nothing is tried twice. */
static bool matches(const rule *r, wire_str path)
{
    wire_str rest = r->pattern;
    for (bool is_first = true;; is_first = false) {
        const char *star = rest.n ? memchr(rest.p, '*', rest.n) : NULL;
        const wire_str piece = wire_str_cut(rest, 0, star ? (size_t)(star - rest.p) : rest.n);
        if (!star && r->is_whole)
            return is_first ? wire_str_is(path, piece) : wire_str_has_suffix(path, piece);
        const size_t at = is_first ? (wire_str_has_prefix(path, piece) ? 0 : SIZE_MAX) : wire_str_find(path, piece);
        if (!star || at == SIZE_MAX)
            return at != SIZE_MAX;
        path = wire_str_cut(path, at + piece.n, path.n);
        rest = wire_str_cut(rest, piece.n + 1, rest.n);
    }
}

/* Lines ------------------------------------------------------------------------------------- */

static bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

static wire_str token_of(wire_str agent)
{
    size_t n = 0;
    while (n < agent.n && is_token_char(agent.p[n]))
        n++;
    return wire_str_cut(agent, 0, n);
}

static void read_agent(reading *r, wire_str value)
{
    if (r->has_rule)
        r->is_own = r->is_other = r->has_rule = false;
    if (value.n && value.p[0] == '*' && (value.n == 1 || value.p[1] == ' ' || value.p[1] == '\t'))
        r->is_other = true;
    else if (token_of(value).n && wire_str_is_ci(token_of(value), r->agent))
        r->is_own = r->robots->own.is_named = true;
}

static void add_rule(reading *r, rules *to, wire_str value, bool is_allowed)
{
    if (to->n == to->cap) {
        const uint32_t cap = to->cap ? to->cap * 2 : 16;
        rule *list = WIRE_TAKE(r->robots->arena, rule, cap);
        if (!list) {
            r->is_full = true;
            return;
        }
        if (to->n)
            memcpy(list, to->list, to->n * sizeof *list);
        to->list = list;
        to->cap = cap;
    }
    const bool is_whole = value.n && value.p[value.n - 1] == '$';
    value.n -= is_whole;
    char *text = wire_arena_take(r->robots->arena, value.n * 3 + 1, 1);
    if (!text) {
        r->is_full = true;
        return;
    }
    const size_t n = normalise(value, NULL, text);
    to->list[to->n++] = (rule){{text, n}, is_allowed, is_whole};
}

static void read_rule(reading *r, wire_str value, bool is_allowed)
{
    r->has_rule = true;
    if (!value.n) /* "Disallow:" forbids nothing */
        return;
    if (r->is_own)
        add_rule(r, &r->robots->own, value, is_allowed);
    if (r->is_other)
        add_rule(r, &r->robots->other, value, is_allowed);
}

/* Seconds, with decimals. It ends no list of agents: RFC 9309 knows it not. */
static void read_delay(reading *r, wire_str value)
{
    uint64_t ms = 0, unit = 0;
    for (size_t i = 0; i < value.n && ms <= (uint64_t)MAX_DELAY_S * 1000; i++) {
        const char c = value.p[i];
        if (c == '.' && !unit) {
            unit = 100;
        } else if (c >= '0' && c <= '9') {
            ms = unit ? ms + (uint64_t)(c - '0') * unit : ms * 10 + (uint64_t)(c - '0') * 1000;
            if (unit && !(unit /= 10))
                break;
        } else {
            break;
        }
    }
    ms = ms < (uint64_t)MAX_DELAY_S * 1000 ? ms : (uint64_t)MAX_DELAY_S * 1000;
    if (r->is_own && ms > r->robots->own.delay_ms)
        r->robots->own.delay_ms = (uint32_t)ms;
    if (r->is_other && ms > r->robots->other.delay_ms)
        r->robots->other.delay_ms = (uint32_t)ms;
}

static void read_sitemap(reading *r, wire_str value)
{
    wire_robots *robots = r->robots;
    if (!value.n || robots->n_sitemaps == MAX_SITEMAPS)
        return;
    if (!robots->sitemaps)
        robots->sitemaps = WIRE_TAKE(robots->arena, wire_str, MAX_SITEMAPS);
    if (!robots->sitemaps || !wire_arena_copy(robots->arena, value, &robots->sitemaps[robots->n_sitemaps]))
        r->is_full = true;
    else
        robots->n_sitemaps++;
}

typedef enum key { KEY_NONE, KEY_AGENT, KEY_ALLOW, KEY_DISALLOW, KEY_DELAY, KEY_SITEMAP } key;

/* With the slips of the pen that are met, as others take them. */
static key key_of(wire_str name)
{
    static const struct {
        const char *name;
        key key;
    } keys[] = {
        {"disallow", KEY_DISALLOW},  {"allow", KEY_ALLOW},       {"user-agent", KEY_AGENT},  {"sitemap", KEY_SITEMAP},
        {"crawl-delay", KEY_DELAY},  {"useragent", KEY_AGENT},   {"user agent", KEY_AGENT},  {"site-map", KEY_SITEMAP},
        {"dissallow", KEY_DISALLOW}, {"dissalow", KEY_DISALLOW}, {"disalow", KEY_DISALLOW},  {"diasllow", KEY_DISALLOW},
        {"disallaw", KEY_DISALLOW},  {"crawldelay", KEY_DELAY},  {"crawl delay", KEY_DELAY},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (wire_str_is_ci(name, wire_str_of(keys[i].name)))
            return keys[i].key;
    return KEY_NONE;
}

/* A line without a colon may still be "Disallow /private". */
static size_t end_of_name(wire_str line)
{
    const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
    size_t n = 0;
    if (colon)
        return (size_t)(colon - line.p);
    while (n < line.n && line.p[n] != ' ' && line.p[n] != '\t')
        n++;
    return n;
}

static void read_line(reading *r, wire_str line)
{
    line = wire_str_cut(line, 0, MAX_LINE);
    const char *comment = line.n ? memchr(line.p, '#', line.n) : NULL;
    line = wire_str_trim(wire_str_cut(line, 0, comment ? (size_t)(comment - line.p) : line.n));
    const size_t end = end_of_name(line);
    if (end >= line.n)
        return;
    const wire_str value = wire_str_trim(wire_str_cut(line, end + 1, line.n));
    switch (key_of(wire_str_trim(wire_str_cut(line, 0, end)))) {
    case KEY_AGENT:
        read_agent(r, value);
        break;
    case KEY_ALLOW:
        read_rule(r, value, true);
        break;
    case KEY_DISALLOW:
        read_rule(r, value, false);
        break;
    case KEY_DELAY:
        read_delay(r, value);
        break;
    case KEY_SITEMAP:
        read_sitemap(r, value);
        break;
    case KEY_NONE:
        break;
    }
}

static void read_lines(reading *r, wire_str bytes)
{
    const bool is_cut = bytes.n > MAX_BYTES;
    bytes = wire_str_cut(bytes, 0, MAX_BYTES);
    if (wire_str_has_prefix(bytes, WIRE_STR("\xEF\xBB\xBF")))
        bytes = wire_str_cut(bytes, 3, bytes.n);
    for (size_t from = 0; from < bytes.n && !r->is_full;) {
        size_t end = from;
        while (end < bytes.n && bytes.p[end] != '\n' && bytes.p[end] != '\r')
            end++;
        if (end == bytes.n && is_cut)
            return; /* half a rule says something else */
        read_line(r, wire_str_cut(bytes, from, end));
        from = end + 1;
    }
}

/* The whole --------------------------------------------------------------------------------- */

wire_code wire_robots_read(wire_str bytes, wire_str agent, wire_robots **robots, wire_error *err)
{
    wire_arena *arena = wire_arena_new(BUDGET);
    wire_robots *made = arena ? WIRE_TAKE(arena, wire_robots, 1) : NULL;
    if (!made) {
        wire_arena_free(arena);
        return wire_fail(err, WIRE_ENOMEM, "robots: no memory");
    }
    made->arena = arena;
    reading r = {.robots = made, .agent = token_of(agent.n ? agent : WIRE_STR("wirecopy"))};
    read_lines(&r, bytes);
    if (r.is_full) {
        wire_robots_free(made);
        return wire_fail(err, WIRE_ENOMEM, "robots: no memory for %zu bytes", bytes.n);
    }
    *robots = made;
    return WIRE_OK;
}

void wire_robots_free(wire_robots *robots)
{
    if (robots)
        wire_arena_free(robots->arena);
}

static const rules *rules_of(const wire_robots *robots)
{
    return robots->own.is_named ? &robots->own : &robots->other;
}

static bool decide(const rules *all, wire_str path)
{
    const rule *best = NULL;
    for (uint32_t i = 0; i < all->n; i++) {
        const rule *r = &all->list[i];
        const size_t n = r->pattern.n + r->is_whole, most = best ? best->pattern.n + best->is_whole : 0;
        if (best && (n < most || (n == most && (best->is_allowed || !r->is_allowed))))
            continue;
        if (matches(r, path))
            best = r;
    }
    return !best || best->is_allowed;
}

bool wire_robots_allows(const wire_robots *robots, const wire_address *address)
{
    enum { MAX_PATH = 8 << 10 };
    char path[MAX_PATH * 3 + 16];
    if (wire_str_is(address->path, WIRE_STR("/robots.txt")) && !address->query.n)
        return true;
    const wire_str whole = wire_str_cut(address->path, 0, MAX_PATH / 2);
    size_t n = whole.n ? normalise(whole, "*$", path) : 0;
    if (!n)
        path[n++] = '/';
    if (address->query.p && address->query.n) {
        path[n++] = '?';
        n += normalise(wire_str_cut(address->query, 0, MAX_PATH / 2), "*$", path + n);
    }
    return decide(rules_of(robots), (wire_str){path, n});
}

uint32_t wire_robots_delay_ms(const wire_robots *robots)
{
    return rules_of(robots)->delay_ms;
}

uint32_t wire_robots_sitemaps(const wire_robots *robots, const wire_str **urls)
{
    *urls = robots->sitemaps;
    return robots->n_sitemaps;
}
