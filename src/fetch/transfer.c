/* transfer.c: one request through curl: what is asked, what is taken, what it means. */
#include "fetch/transfer.h"

#include "fetch/size.h"
#include "wirecopy/codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MOST_HEAD_BYTES = 256 << 10, /* of all headers of an answer */
    MOST_HEAD_VALUE = 16 << 10,
    MOST_CODINGS = 3,   /* one on the other */
    SLOW_BYTES = 100,   /* a second: slower than this ... */
    SLOW_SECONDS = 10,  /* ... for so long is given up */
    CONNECT_MS = 15000, /* of name, connection and TLS */
    LARGEST_BUFFER = 128 << 10
};

/* Making ----------------------------------------------------------------------------------- */

/* A validator goes back as it came, but never something that would end its header line. */
static bool keep_validator(wire_arena *arena, wire_str text, wire_str *kept)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7F)
            return true;
    return !text.n || wire_arena_copy(arena, text, kept);
}

static bool keep_request(wire__transfer *t, const wire_request *request)
{
    t->request.tag = request->tag;
    t->request.network = request->network;
    return wire_arena_copy(t->arena, request->url, &t->request.url) &&
           keep_validator(t->arena, request->etag, &t->request.etag) &&
           keep_validator(t->arena, request->last_modified, &t->request.last_modified);
}

wire_code wire__transfer_new(const wire_request *request, wire_address_reader *reader, size_t max_bytes,
                             uint32_t timeout_ms, wire__transfer **transfer, wire_error *err)
{
    wire__transfer *t = calloc(1, sizeof *t);
    if (!t)
        return wire_fail(err, WIRE_ENOMEM, "no memory for another request");
    t->max_bytes = max_bytes;
    t->timeout_ms = timeout_ms;
    t->arena = wire_arena_new((size_t)2 << 20);
    t->heads = wire_arena_new(2 * MOST_HEAD_BYTES);
    wire_out_open_memory(&t->body, max_bytes);
    wire_code code = t->arena && t->heads && keep_request(t, request) ? WIRE_OK : WIRE_ENOMEM;
    if (!code)
        code = wire_address_read(reader, t->request.url, (wire_str){0}, t->arena, &t->address);
    if (!code && !wire_address_is_web(&t->address))
        code = WIRE_NONE;
    if (!code && !wire_arena_copy(t->arena, t->address.href, &t->href))
        code = WIRE_ENOMEM;
    if (!code) {
        *transfer = t;
        return WIRE_OK;
    }
    wire__transfer_free(t);
    return code == WIRE_NONE ? wire_fail(err, WIRE_EUSE, "not an http or https address")
                             : wire_fail(err, WIRE_ENOMEM, "no memory for another request");
}

static void end_hop(wire__transfer *t)
{
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->headers);
    t->easy = NULL;
    t->headers = NULL;
}

void wire__transfer_free(wire__transfer *t)
{
    if (!t)
        return;
    end_hop(t);
    wire_out_close(&t->body, NULL);
    wire_arena_free(t->heads);
    wire_arena_free(t->arena);
    free(t);
}

/* What curl calls -------------------------------------------------------------------------- */

static size_t on_body(char *bytes, size_t size, size_t n, void *user)
{
    wire__transfer *t = user;
    wire_out_put(&t->body, (wire_str){bytes, size * n});
    t->is_too_large |= t->body.code == WIRE_ELIMIT;
    return t->body.code ? 0 : size * n;
}

static void forget_heads(wire__transfer *t)
{
    wire_arena_reset(t->heads);
    t->content_type = t->content_encoding = t->etag = t->last_modified = t->location = (wire_str){0};
    t->hints = (wire__hints){0};
}

static void keep_head(wire__transfer *t, wire_str name, wire_str value)
{
    const struct {
        wire_str name;
        wire_str *value;
    } wanted[] = {{WIRE_STR("content-type"), &t->content_type},
                  {WIRE_STR("content-encoding"), &t->content_encoding},
                  {WIRE_STR("etag"), &t->etag},
                  {WIRE_STR("last-modified"), &t->last_modified},
                  {WIRE_STR("location"), &t->location},
                  {WIRE_STR("retry-after"), &t->hints.retry_after},
                  {WIRE_STR("cache-control"), &t->hints.cache_control},
                  {WIRE_STR("expires"), &t->hints.expires},
                  {WIRE_STR("date"), &t->hints.date},
                  {WIRE_STR("age"), &t->hints.age}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (!wire_str_is_ci(name, wanted[i].name) || value.n > MOST_HEAD_VALUE)
            continue;
        if (wanted[i].value == &t->content_encoding && t->content_encoding.n) /* a list may stand on two lines */
            t->content_encoding =
                wire_arena_print(t->heads, "%.*s, %.*s", WIRE_ARG(t->content_encoding), WIRE_ARG(value));
        else if (!wire_arena_copy(t->heads, value, wanted[i].value))
            *wanted[i].value = (wire_str){0};
    }
}

static size_t on_head(char *bytes, size_t size, size_t n, void *user)
{
    wire__transfer *t = user;
    const wire_str line = wire_str_trim((wire_str){bytes, size * n});
    t->n_head_bytes += size * n;
    if (t->n_head_bytes > MOST_HEAD_BYTES) {
        t->is_too_large = true;
        return 0;
    }
    const size_t colon = wire_str_find(line, WIRE_STR(":"));
    if (wire_str_has_prefix(line, WIRE_STR("HTTP/")))
        forget_heads(t); /* a first answer was but informational */
    else if (colon < line.n)
        keep_head(t, wire_str_cut(line, 0, colon), wire_str_trim(wire_str_cut(line, colon + 1, line.n)));
    return size * n;
}

/* Asked before each new connection, once the name is an address: nothing can change between asking and connecting. */
static curl_socket_t on_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    wire__transfer *t = user;
    if (purpose != CURLSOCKTYPE_IPCXN)
        return CURL_SOCKET_BAD;
    if (t->request.network != WIRE_NETWORK_LOCAL && !t->is_proxied && !wire__guard_is_public(&address->addr)) {
        wire__guard_text(&address->addr, t->refused);
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* Asked before each request: a connection that is used again may have been made for a local source. */
static int on_request(void *user, char *ip, char *own_ip, int port, int own_port)
{
    wire__transfer *t = user;
    (void)own_ip, (void)port, (void)own_port;
    if (t->request.network == WIRE_NETWORK_LOCAL || t->is_proxied || wire__guard_is_public_text(ip))
        return CURL_PREREQFUNC_OK;
    snprintf(t->refused, sizeof t->refused, "%.*s", (int)sizeof t->refused - 1, ip);
    return CURL_PREREQFUNC_ABORT;
}

/* Beginning -------------------------------------------------------------------------------- */

static bool add_header(wire__transfer *t, const char *name, wire_str value)
{
    wire_out line;
    wire_out_open_memory(&line, 0);
    wire_out_print(&line, "%s: %.*s", name, WIRE_ARG(value));
    wire_out_byte(&line, '\0');
    struct curl_slist *more = line.code ? NULL : curl_slist_append(t->headers, line.buf);
    wire_out_close(&line, NULL);
    if (more)
        t->headers = more;
    return more != NULL;
}

static bool set_headers(wire__transfer *t)
{
    return add_header(t, "Accept", WIRE_STR("text/html, application/xhtml+xml, application/xml, */*;q=0.8")) &&
           add_header(t, "Accept-Encoding", WIRE_STR("br, zstd, gzip")) &&
           (!t->request.etag.n || add_header(t, "If-None-Match", t->request.etag)) &&
           (!t->request.last_modified.n || add_header(t, "If-Modified-Since", t->request.last_modified)) &&
           !curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

/* Only what the publisher's page needs: no cookies, no credentials, no proxy that the environment names, no other
 * protocol; redirects and unpacking are ours, so that pace and bounds hold for them too. */
static bool set_options(wire__transfer *t, const char *user_agent, const char *proxy, int64_t left_ms)
{
    CURL *e = t->easy;
    const long left = (long)(left_ms > 1 ? left_ms : 1), connect = left < CONNECT_MS ? left : CONNECT_MS;
    CURLcode bad = curl_easy_setopt(e, CURLOPT_URL, t->href.p);
    bad |= curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
    bad |= curl_easy_setopt(e, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    bad |= curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
    bad |= curl_easy_setopt(e, CURLOPT_PROXY, t->is_proxied ? proxy : "");
    bad |= curl_easy_setopt(e, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    bad |= curl_easy_setopt(e, CURLOPT_USERAGENT, user_agent);
    bad |= curl_easy_setopt(e, CURLOPT_PATH_AS_IS, 1L);
    bad |= curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    bad |= curl_easy_setopt(e, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    bad |= curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, left);
    bad |= curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, connect);
    bad |= curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    bad |= curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
    bad |= curl_easy_setopt(e, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->max_bytes);
    bad |= curl_easy_setopt(e, CURLOPT_BUFFERSIZE, (long)LARGEST_BUFFER);
    bad |= curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->why);
    bad |= curl_easy_setopt(e, CURLOPT_PRIVATE, t);
    bad |= curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
    bad |= curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
    bad |= curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_head);
    bad |= curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
    bad |= curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    bad |= curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t);
    bad |= curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, on_request);
    bad |= curl_easy_setopt(e, CURLOPT_PREREQDATA, t);
    if (bad)
        return false;
    /* a libcurl without HTTP/2 speaks 1.1, which is as good */
    curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    return true;
}

wire_code wire__transfer_begin(wire__transfer *t, const char *user_agent, const char *proxy, int64_t now_ms,
                               wire_error *err)
{
    end_hop(t);
    forget_heads(t);
    wire_out_reset(&t->body);
    t->n_head_bytes = 0;
    t->is_too_large = false;
    t->refused[0] = t->why[0] = '\0';
    if (!t->deadline_ms)
        t->deadline_ms = now_ms + t->timeout_ms;
    t->is_proxied = *proxy && t->request.network != WIRE_NETWORK_LOCAL;
    t->easy = curl_easy_init();
    if (t->easy && set_options(t, user_agent, proxy, t->deadline_ms - now_ms) && set_headers(t))
        return WIRE_OK;
    end_hop(t);
    return wire_fail(err, WIRE_ENOMEM, "no memory for another transfer");
}

/* Ending ----------------------------------------------------------------------------------- */

static uint32_t status_of(const wire__transfer *t)
{
    long status = 0;
    if (t->easy)
        curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    return status > 0 ? (uint32_t)status : 0;
}

wire_code wire__transfer_follow(wire__transfer *t, wire_address_reader *reader, wire_error *err)
{
    const uint32_t status = status_of(t);
    const bool is_redirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    wire_address next;
    if (!is_redirect || !t->location.n)
        return WIRE_NONE;
    if (t->n_redirects++ >= WIRE__MOST_REDIRECTS)
        return wire_fail(err, WIRE_EHTTP, "more than %d redirects", WIRE__MOST_REDIRECTS);
    t->is_moved = (t->is_moved || t->n_redirects == 1) && (status == 301 || status == 308);
    const wire_code code = wire_address_read(reader, t->location, t->address.href, t->arena, &next);
    if (code == WIRE_ENOMEM || (!code && !wire_arena_copy(t->arena, next.href, &t->href)))
        return wire_fail(err, WIRE_ENOMEM, "no memory for a redirect");
    if (code || !wire_address_is_web(&next))
        return wire_fail(err, WIRE_EHTTP, "redirected to what is not an http or https address: %.*s",
                         WIRE_ARG(wire_str_cut(t->location, 0, 200)));
    t->address = next;
    return WIRE_OK;
}

static wire_code explain(const wire__transfer *t, CURLcode result, wire_error *err)
{
    char size[WIRE__SIZE];
    if (t->refused[0]) {
        const wire_str host = wire_str_cut(t->address.host, 0, 200);
        return wire_str_is(host, wire_str_of(t->refused))
                   ? wire_fail(err, WIRE_EDENIED, "%s is on this machine or a private network; not fetched", t->refused)
                   : wire_fail(err, WIRE_EDENIED, "%.*s leads to %s, on this machine or a private network; not fetched",
                               WIRE_ARG(host), t->refused);
    }
    if (t->n_head_bytes > MOST_HEAD_BYTES)
        return wire_fail(err, WIRE_ELIMIT, "headers larger than %s", wire__size_text(MOST_HEAD_BYTES, size));
#if LIBCURL_VERSION_NUM >= 0x080600 /* has a bound of its own on their number */
    if (result == CURLE_TOO_LARGE)
        return wire_fail(err, WIRE_ELIMIT, "too many headers");
#endif
    if (t->is_too_large || result == CURLE_FILESIZE_EXCEEDED)
        return wire_fail(err, WIRE_ELIMIT, "larger than %s", wire__size_text(t->max_bytes, size));
    if (t->body.code || result == CURLE_OUT_OF_MEMORY)
        return wire_fail(err, WIRE_ENOMEM, "no memory for the answer");
    if (result == CURLE_OPERATION_TIMEDOUT && strstr(t->why, "too slow"))
        return wire_fail(err, WIRE_ENET, "too slow: under %d bytes a second for %d s", SLOW_BYTES, SLOW_SECONDS);
    if (result == CURLE_OPERATION_TIMEDOUT)
        return wire_fail(err, WIRE_ENET, "timed out after %g s", t->timeout_ms / 1000.0);
    if (result == CURLE_COULDNT_RESOLVE_HOST)
        return wire_fail(err, WIRE_ENET, "no such host: %.*s", WIRE_ARG(wire_str_cut(t->address.host, 0, 200)));
    if (result == CURLE_COULDNT_CONNECT) {
        long number = 0;
        curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &number);
        return wire_fail(err, WIRE_ENET, "cannot connect to %.*s, port %u: %s",
                         WIRE_ARG(wire_str_cut(t->address.host, 0, 200)), (unsigned)t->address.port,
                         number ? strerror((int)number) : "nobody answers");
    }
    return wire_fail(err, WIRE_ENET, "%s", t->why[0] ? t->why : curl_easy_strerror(result));
}

/* Takes one coding off. out  *plain: the bytes, *is_cut: there were more that are damaged */
static wire_code take_off(const wire__transfer *t, wire_codec codec, wire_str bytes, wire_out *plain, bool *is_cut,
                          wire_error *err)
{
    char size[WIRE__SIZE];
    const wire_code code = wire_unpack(codec, bytes, t->max_bytes, plain, err);
    if (code == WIRE_ELIMIT || plain->code == WIRE_ELIMIT)
        return wire_fail(err, WIRE_ELIMIT, "larger than %s once unpacked", wire__size_text(t->max_bytes, size));
    if (plain->code)
        return wire_fail(err, WIRE_ENOMEM, "no memory to unpack the answer");
    if (code == WIRE_EFORMAT && plain->n) {
        *is_cut = true;
        return WIRE_OK;
    }
    return code;
}

/* The codings of Content-Encoding in the order in which they were put on. fails  -1: one that was not asked for */
static int find_codings(wire_str list, wire_codec codecs[MOST_CODINGS])
{
    int n = 0;
    while (list.n) {
        const size_t comma = wire_str_find(list, WIRE_STR(","));
        const wire_str name = wire_str_trim(wire_str_cut(list, 0, comma));
        list = comma < list.n ? wire_str_cut(list, comma + 1, list.n) : (wire_str){0};
        wire_codec codec;
        if (!name.n)
            continue;
        if (wire_codec_find(name, &codec))
            return -1;
        if (codec == WIRE_CODEC_NONE)
            continue;
        if (n == MOST_CODINGS)
            return -1;
        codecs[n++] = codec;
    }
    return n;
}

static wire_code unpack(const wire__transfer *t, wire_out *plain, wire_page *page, wire_error *err)
{
    wire_codec codecs[MOST_CODINGS];
    int n = find_codings(t->content_encoding, codecs);
    const wire_str sent = wire_out_text(&t->body);
    if (!n && (codecs[0] = wire_codec_sniff(sent, (wire_str){0})) != WIRE_CODEC_NONE)
        n = 1; /* a packed file as such: sitemaps are */
    if (n < 0)
        return wire_fail(err, WIRE_EFORMAT, "packed in an unknown way: %.*s",
                         WIRE_ARG(wire_str_cut(t->content_encoding, 0, 100)));
    page->bytes = sent;
    if (!page->bytes.n)
        return WIRE_OK;
    wire_out last = {.fd = -1};
    wire_code code = WIRE_OK;
    while (n-- && !code) {
        wire_out next;
        wire_out_open_memory(&next, t->max_bytes);
        code = take_off(t, codecs[n], page->bytes, &next, &page->is_cut, err);
        wire_out_close(&last, NULL);
        last = next;
        page->bytes = wire_out_text(&last);
    }
    if (last.buf) { /* the sink takes the memory over */
        wire_out_close(plain, NULL);
        *plain = last;
        page->bytes = wire_out_text(plain);
    }
    return code;
}

void wire__transfer_answer(wire__transfer *t, CURLcode result, wire_out *plain, wire_answer *answer)
{
    const int64_t now = (int64_t)time(NULL);
    *answer = (wire_answer){.request = &t->request,
                            .n_wire_bytes = t->body.total,
                            .moved = t->is_moved ? t->href : (wire_str){0},
                            .fresh_s = wire__hint_fresh(&t->hints, now),
                            .retry_s = wire__hint_retry(&t->hints, now)};
    wire_page *page = &answer->page;
    *page = (wire_page){.input = t->request.url,
                        .url = t->href,
                        .content_type = t->content_type,
                        .etag = t->etag,
                        .last_modified = t->last_modified,
                        .status = status_of(t),
                        .fetched_at = now};
    /* a body that breaks off is still a page, marked as cut */
    const bool is_broken = result == CURLE_PARTIAL_FILE || result == CURLE_RECV_ERROR;
    if (result && !(is_broken && page->status && t->body.n)) {
        answer->error.code = explain(t, result, &answer->error);
        return;
    }
    page->is_cut = is_broken;
    if (page->status != 304)
        answer->error.code = unpack(t, plain, page, &answer->error);
}
