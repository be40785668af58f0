/* address.c: addresses through lexbor's url module, with its memory used again. */
#include "wirecopy/address.h"

#include <lexbor/url/url.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ADDRESS = 64 << 10 };

/* A parser and the memory of the one address it has read. */
typedef struct url_parser {
    lxb_url_parser_t *lexbor;
    lexbor_mraw_t *memory;
} url_parser;

struct wire_address_reader {
    url_parser text, base;
    const lxb_url_t *base_url; /* what base_text was read as, NULL: no address; lies in base.memory */
    char *base_text;           /* links come by the hundred with the same base: it is read once */
    size_t n_base_text, cap_base_text;
};

static bool open_parser(url_parser *p)
{
    p->memory = lexbor_mraw_create();
    if (!p->memory || lexbor_mraw_init(p->memory, 4096) != LXB_STATUS_OK)
        return false;
    p->lexbor = lxb_url_parser_create();
    return p->lexbor && lxb_url_parser_init(p->lexbor, p->memory) == LXB_STATUS_OK;
}

static void close_parser(url_parser *p)
{
    if (p->lexbor)
        lxb_url_parser_destroy(p->lexbor, true);
    lexbor_mraw_destroy(p->memory, true);
}

wire_address_reader *wire_address_reader_new(void)
{
    wire_address_reader *reader = calloc(1, sizeof *reader);
    if (reader && open_parser(&reader->text) && open_parser(&reader->base))
        return reader;
    wire_address_reader_free(reader);
    return NULL;
}

void wire_address_reader_free(wire_address_reader *reader)
{
    if (!reader)
        return;
    close_parser(&reader->text);
    close_parser(&reader->base);
    free(reader->base_text);
    free(reader);
}

/* fails  WIRE_NONE, WIRE_ENOMEM. The address before is forgotten. */
static wire_code parse(url_parser *p, wire_str text, const lxb_url_t *base, const lxb_url_t **url)
{
    lxb_url_parser_clean(p->lexbor);
    lexbor_mraw_clean(p->memory);
    const lxb_char_t *bytes = (const lxb_char_t *)(text.p ? text.p : "");
    const lxb_status_t status =
        lxb_url_parse_basic(p->lexbor, NULL, base, bytes, text.n, LXB_URL_STATE__UNDEF, LXB_ENCODING_AUTO);
    if (status == LXB_STATUS_ERROR_MEMORY_ALLOCATION || status == LXB_STATUS_ERROR_OBJECT_IS_NULL)
        return WIRE_ENOMEM; /* the latter: lexbor could not make something of its own */
    *url = lxb_url_get(p->lexbor);
    return status == LXB_STATUS_OK && *url ? WIRE_OK : WIRE_NONE;
}

static wire_code use_base(wire_address_reader *reader, wire_str base)
{
    if (reader->base_text && wire_str_is(base, (wire_str){reader->base_text, reader->n_base_text}))
        return reader->base_url ? WIRE_OK : WIRE_NONE;
    if (base.n > reader->cap_base_text || !reader->base_text) {
        char *larger = realloc(reader->base_text, base.n + 256);
        if (!larger)
            return WIRE_ENOMEM;
        reader->base_text = larger;
        reader->cap_base_text = base.n + 256;
    }
    memcpy(reader->base_text, base.p, base.n);
    reader->n_base_text = base.n;
    reader->base_url = NULL;
    const wire_code code = parse(&reader->base, base, NULL, &reader->base_url);
    if (code) {
        reader->base_url = NULL;
        reader->n_base_text = code == WIRE_ENOMEM ? 0 : base.n; /* try again next time */
    }
    return code;
}

/* What lexbor writes piece by piece, put together. */
typedef struct written {
    char *p;
    size_t n, cap;
} written;

static lxb_status_t write_piece(const lxb_char_t *data, size_t n, void *user)
{
    written *w = user;
    if (n > w->cap - w->n)
        return LXB_STATUS_ERROR_OVERFLOW;
    if (n)
        memcpy(w->p + w->n, data, n);
    w->n += n;
    return LXB_STATUS_OK;
}

/* The most the pieces can take, and the signs between them. */
static size_t written_bound(const lxb_url_t *url)
{
    const size_t host = url->host.type == LXB_URL_HOST_TYPE_DOMAIN || url->host.type == LXB_URL_HOST_TYPE_OPAQUE
                            ? url->host.u.domain.length
                            : 48;
    return url->scheme.name.length + url->username.length + url->password.length + host + url->path.str.length +
           url->query.length + url->fragment.length + 24;
}

static uint16_t usual_port(wire_str scheme)
{
    static const struct {
        const char *scheme;
        uint16_t port;
    } ports[] = {{"https", 443}, {"http", 80}, {"ws", 80}, {"wss", 443}, {"ftp", 21}};
    for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
        if (wire_str_is(scheme, wire_str_of(ports[i].scheme)))
            return ports[i].port;
    return 0;
}

/* Takes a part of n bytes and the sign before it off the end of *rest, where there is such a part. */
static wire_str take_end(wire_str *rest, const lexbor_str_t *part, char sign)
{
    if (!part->data || part->length >= rest->n || rest->p[rest->n - part->length - 1] != sign)
        return (wire_str){NULL, 0};
    rest->n -= part->length + 1;
    return (wire_str){rest->p + rest->n + 1, part->length};
}

static void split(wire_address *a, wire_str href, const lxb_url_t *url)
{
    wire_str rest = href;
    *a = (wire_address){.href = href, .scheme = {href.p, url->scheme.name.length}};
    a->fragment = take_end(&rest, &url->fragment, '#');
    a->query = take_end(&rest, &url->query, '?');
    const size_t n_path = url->path.str.length < rest.n ? url->path.str.length : rest.n;
    a->path = (wire_str){rest.p + rest.n - n_path, n_path};
    if (url->host.type == LXB_URL_HOST_TYPE__UNDEF)
        return;

    wire_str host = wire_str_cut(rest, a->scheme.n + 3, rest.n - n_path); /* user:password@host:port */
    const char *at = host.n ? memrchr(host.p, '@', host.n) : NULL;
    if (at)
        host = wire_str_cut(host, (size_t)(at - host.p) + 1, host.n);
    a->port = url->has_port ? url->port : usual_port(a->scheme);
    if (url->has_port)
        host.n = (size_t)((const char *)memrchr(host.p, ':', host.n) - host.p);
    a->host = host;
}

static bool is_plain(wire_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < ' ' || (unsigned char)text.p[i] > 0x7E)
            return false;
    return true;
}

/* Escaped letters of a host come out as they are: it takes another look to make them small. */
static bool has_capital(wire_str host)
{
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] >= 'A' && host.p[i] <= 'Z')
            return true;
    return false;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static bool is_stray(wire_str text, size_t at)
{
    return text.p[at] == '%' && (at + 2 >= text.n || !is_hex(text.p[at + 1]) || !is_hex(text.p[at + 2]));
}

/* A "%" that begins no escape is escaped itself: lexbor takes what stands behind one as it is, controls and bytes
 * beyond ASCII too, and in another way the next time it reads. out  the text itself where there is none. fails  {NULL,
 * 0} */
static wire_str escape_stray(wire_str text, wire_arena *arena)
{
    size_t n_stray = 0;
    for (size_t i = 0; i < text.n; i++)
        n_stray += is_stray(text, i);
    if (!n_stray)
        return text;
    char *escaped = wire_arena_take(arena, text.n + 2 * n_stray, 1);
    if (!escaped)
        return (wire_str){NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        escaped[n++] = text.p[i];
        if (is_stray(text, i)) {
            escaped[n++] = '2';
            escaped[n++] = '5';
        }
    }
    return (wire_str){escaped, n};
}

static wire_code read_address(wire_address_reader *reader, wire_str text, const lxb_url_t *base, wire_arena *arena,
                              wire_address *address)
{
    const lxb_url_t *url = NULL;
    const wire_code code = parse(&reader->text, text, base, &url);
    if (code)
        return code;
    const size_t bound = written_bound(url);
    written w = {wire_arena_take(arena, bound, 1), 0, bound};
    if (!w.p || lxb_url_serialize(url, write_piece, &w, false) != LXB_STATUS_OK)
        return WIRE_ENOMEM;
    split(address, (wire_str){w.p, w.n}, url);
    return WIRE_OK;
}

/* Reads an address again until it stays as it is: lexbor does not look at all that stands behind a wild byte. */
static wire_code settle(wire_address_reader *reader, wire_arena *arena, wire_address *address)
{
    enum { MOST_TIMES = 4 };
    for (int i = 0; i < MOST_TIMES; i++) {
        const wire_str before = address->href;
        const wire_code code = read_address(reader, before, NULL, arena, address);
        if (code || wire_str_is(address->href, before))
            return code;
    }
    return WIRE_OK;
}

wire_code wire_address_read(wire_address_reader *reader, wire_str text, wire_str base, wire_arena *arena,
                            wire_address *address)
{
    if (text.n > MAX_ADDRESS || base.n > MAX_ADDRESS)
        return WIRE_NONE;
    const wire_str whole = escape_stray(text, arena), upon = escape_stray(base, arena);
    if ((text.n && !whole.p) || (base.n && !upon.p))
        return WIRE_ENOMEM;
    wire_code code = base.n ? use_base(reader, upon) : WIRE_NONE;
    if (code < 0)
        return code;
    wire_address read;
    code = read_address(reader, whole, code == WIRE_OK ? reader->base_url : NULL, arena, &read);
    if (code == WIRE_OK && (!is_plain(text) || has_capital(read.host)))
        code = settle(reader, arena, &read);
    if (code == WIRE_OK)
        *address = read;
    return code;
}

static bool has_user(const wire_address *a)
{
    return a->host.p != a->href.p + a->scheme.n + 3;
}

bool wire_address_is_web(const wire_address *address)
{
    const bool is_http =
        wire_str_is(address->scheme, WIRE_STR("https")) || wire_str_is(address->scheme, WIRE_STR("http"));
    return is_http && address->host.n && !has_user(address);
}

/* Parameters that say how a reader came, not what they read. A name that ends in * stands for all that begin so. */
static const char *const tracking[] = {
    "utm_*",
    "at_*",
    "mtm_*",
    "matomo_*",
    "pk_*",
    "piwik_*",
    "hsa_*",
    "ns_*",
    "oly_*",
    "vero_*",
    "_hs*",
    "fb_action_*",
    "guce_*",
    "ml_subscriber*",
    "wt.*",
    "wt_*",
    "sc_*",
    "stm_*",
    "fbclid",
    "gclid",
    "gclsrc",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ocid",
    "cmpid",
    "cmp",
    "xtor",
    "icid",
    "ncid",
    "ito",
    "smid",
    "smtyp",
    "sref",
    "srnd",
    "mbid",
    "cndid",
    "intcmp",
    "int_cmp",
    "intcid",
    "int_cid",
    "s_cid",
    "s_kwcid",
    "ref_src",
    "ref_url",
    "fb_ref",
    "fb_source",
    "epik",
    "guccounter",
    "wickedid",
    "rb_clickid",
    "_branch_match_id",
    "_openstat",
    "_ga",
    "_gl",
    "soc_src",
    "soc_trk",
    "trk",
    "__twitter_impression",
    "amp_js_v",
    "usqp",
    "ftag",
    "tblci",
    "obclickid",
    "outputtype",
    "echobox",
    "cvid",
    "_kx",
    "dm_i",
    "ef_id",
    "zanpid",
    "traffic_source",
    "xtref",
};

static bool is_tracking(wire_str parameter)
{
    if (wire_str_has_prefix(parameter, WIRE_STR("amp;"))) /* an address that was escaped twice */
        parameter = wire_str_cut(parameter, 4, parameter.n);
    const size_t n = wire_str_find(parameter, WIRE_STR("="));
    const wire_str name = wire_str_cut(parameter, 0, n);
    for (size_t i = 0; i < sizeof tracking / sizeof *tracking; i++) {
        wire_str known = wire_str_of(tracking[i]);
        const bool is_prefix = known.p[known.n - 1] == '*';
        known.n -= is_prefix;
        if (wire_str_is_ci(is_prefix ? wire_str_cut(name, 0, known.n) : name, known))
            return true;
    }
    return false;
}

wire_code wire_address_key(const wire_address *address, wire_arena *arena, wire_str *key)
{
    const wire_str href = address->href;
    const bool has_query = address->query.n > 0;
    size_t n = href.n - (address->fragment.p ? address->fragment.n + 1 : 0);
    n -= address->query.p ? address->query.n + 1 : 0;
    char *p = wire_arena_take(arena, n + address->query.n + 1, 1);
    if (!p)
        return WIRE_ENOMEM;
    if (n)
        memcpy(p, href.p, n);

    char sign = '?';
    for (wire_str rest = address->query; has_query && rest.p;) {
        const size_t end = wire_str_find(rest, WIRE_STR("&"));
        const wire_str parameter = wire_str_cut(rest, 0, end);
        rest = end < rest.n ? wire_str_cut(rest, end + 1, rest.n) : (wire_str){NULL, 0};
        if (!parameter.n || is_tracking(parameter))
            continue;
        p[n++] = sign;
        memcpy(p + n, parameter.p, parameter.n);
        n += parameter.n;
        sign = '&';
    }
    *key = (wire_str){p, n};
    return WIRE_OK;
}
