/* answer.c: from the request to the file, its form, its headers and its status. */
#include "serve/answer.h"

#include "base/hash.h"
#include "serve/negotiate.h"
#include "serve/place.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SMALL = 512 << 10, /* bytes: read and sent from memory; larger files are streamed */
    STEP = 64 << 10,
    ETAG = 32
};

/* A file in the form it will be sent in. */
typedef struct found {
    int fd;
    struct stat info;
    wire__sent_form form;
    uint64_t hash;
    char *bytes; /* of a small one, from malloc; else NULL */
} found;

static const struct {
    const char *suffix, *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},
    {".xml", "application/xml; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".ndjson", "application/x-ndjson; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/markdown; charset=utf-8"},
    {".gmi", "text/gemini; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".epub", "application/epub+zip"},
    {".jpg", "image/jpeg"},
    {".png", "image/png"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".svg", "image/svg+xml"},
    {".ico", "image/x-icon"},
};

static const char *const codings[] = {
#define CODING(name, coding, suffix) coding,
    WIRE__FORMS(CODING)
#undef CODING
};

static const char *const suffixes[] = {
#define SUFFIX(name, coding, suffix) suffix,
    WIRE__FORMS(SUFFIX)
#undef SUFFIX
};

/* Feeds are known by their place, since both of them end as plain XML and JSON do. */
static const char *type_of(const char *place)
{
    const wire_str name = wire_str_of(place);
    if (wire_str_is(name, WIRE_STR("feed.xml")) || wire_str_has_suffix(name, WIRE_STR("/feed.xml")))
        return "application/atom+xml; charset=utf-8";
    if (wire_str_is(name, WIRE_STR("feed.json")) || wire_str_has_suffix(name, WIRE_STR("/feed.json")))
        return "application/feed+json; charset=utf-8";
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (wire_str_has_suffix(name, wire_str_of(types[i].suffix)))
            return types[i].type;
    return "application/octet-stream";
}

/* Reading ---------------------------------------------------------------------------------- */

static bool read_small(found *f)
{
    const size_t size = (size_t)f->info.st_size;
    size_t n = 0;
    f->bytes = malloc(size + 1);
    while (f->bytes && n < size) {
        const ssize_t got = pread(f->fd, f->bytes + n, size - n, (off_t)n);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    if (f->bytes && n == size) {
        f->hash = wire__hash64((wire_str){f->bytes, size});
        return true;
    }
    free(f->bytes);
    f->bytes = NULL;
    return false;
}

static bool is_mark(const wire__mark *mark, const struct stat *info)
{
    return mark->hash && mark->dev == info->st_dev && mark->ino == info->st_ino && mark->size == info->st_size &&
           !memcmp(&mark->mtime, &info->st_mtim, sizeof mark->mtime) &&
           !memcmp(&mark->ctime, &info->st_ctim, sizeof mark->ctime);
}

static bool hash_file(found *f)
{
    char *step = malloc(STEP);
    wire__hash hash;
    wire__hash_begin(&hash);
    off_t at = 0;
    for (ssize_t got = 1; step && got > 0 && at<f->info.st_size; at += got> 0 ? got : 0) {
        got = pread(f->fd, step, STEP, at);
        if (got > 0)
            wire__hash_add(&hash, (wire_str){step, (size_t)got});
    }
    f->hash = wire__hash_end(&hash);
    free(step);
    return at == f->info.st_size;
}

/* A large file's hash is worked out once, not at every request. */
static bool mark_large(wire__site_root *root, found *f)
{
    wire__mark *mark = &root->marks[(uint64_t)f->info.st_ino % WIRE__N_MARKS];
    pthread_mutex_lock(&root->lock);
    const bool is_known = is_mark(mark, &f->info);
    if (is_known)
        f->hash = mark->hash;
    pthread_mutex_unlock(&root->lock);
    if (is_known)
        return true;
    if (!hash_file(f))
        return false;
    pthread_mutex_lock(&root->lock);
    *mark = (wire__mark){f->info.st_dev, f->info.st_ino, f->info.st_size, f->info.st_mtim, f->info.st_ctim, f->hash};
    pthread_mutex_unlock(&root->lock);
    return true;
}

/* Opens the form of a page that the request wants most of those there are.
 * fails  WIRE_NONE, WIRE_SAME, WIRE_EIO: as wire__place_open; WIRE_EDENIED: there, but in no form that is allowed */
static wire_code find(wire__site_root *root, const char *place, wire_str accept, found *f)
{
    wire__sent_form order[WIRE__N_SENT];
    const size_t n = wire__accept_encoding(accept, order);
    wire_code code = WIRE_NONE;
    *f = (found){.fd = -1};
    for (size_t i = 0; i < n && code == WIRE_NONE; i++) {
        char name[WIRE__LONGEST_PLACE + 8];
        snprintf(name, sizeof name, "%s%s", place, suffixes[order[i]]);
        code = wire__place_open(root->fd, name, &f->fd, &f->info);
        if (code == WIRE_SAME && order[i] != WIRE__SENT_PLAIN)
            code = WIRE_NONE; /* a folder that happens to be named so */
        f->form = order[i];
    }
    if (code == WIRE_NONE && (!n || order[n - 1] != WIRE__SENT_PLAIN)) {
        code = wire__place_open(root->fd, place, &f->fd, &f->info);
        if (!code)
            close(f->fd);
        return code ? code : WIRE_EDENIED;
    }
    if (code)
        return code;
    if (f->info.st_size <= SMALL ? read_small(f) : mark_large(root, f))
        return WIRE_OK;
    close(f->fd);
    return WIRE_EIO;
}

/* Answering -------------------------------------------------------------------------------- */

static void add_common(struct MHD_Response *response)
{
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "same-origin");
    MHD_add_response_header(
        response, "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'");
    MHD_add_response_header(response, "Accept-Ranges", "none");
}

static enum MHD_Result reply(struct MHD_Connection *connection, unsigned status, struct MHD_Response *response)
{
    if (!response)
        return MHD_NO;
    add_common(response);
    const enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

/* An answer of a line of text, with a header of its own where one is named. */
static enum MHD_Result send_line(struct MHD_Connection *connection, unsigned status, const char *line,
                                 const char *header, const char *value)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(line), (void *)(uintptr_t)line, MHD_RESPMEM_PERSISTENT);
    if (response) {
        MHD_add_response_header(response, "Content-Type", "text/plain; charset=utf-8");
        MHD_add_response_header(response, "Cache-Control", "no-store");
        if (header)
            MHD_add_response_header(response, header, value);
    }
    return reply(connection, status, response);
}

/* Makes the body's response, which takes the file over. */
static struct MHD_Response *make_body(found *f)
{
    struct MHD_Response *response;
    if (f->bytes) {
        response = MHD_create_response_from_buffer((size_t)f->info.st_size, f->bytes, MHD_RESPMEM_MUST_FREE);
        close(f->fd);
        if (!response)
            free(f->bytes);
    } else {
        response = MHD_create_response_from_fd64((uint64_t)f->info.st_size, f->fd);
        if (!response)
            close(f->fd);
    }
    return response;
}

static wire_str header(struct MHD_Connection *connection, const char *name)
{
    return wire_str_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

/* Sends what was found, or that the reader has it already. */
static enum MHD_Result send_found(struct MHD_Connection *connection, unsigned status, const char *place, found *f)
{
    char etag[ETAG];
    const int n = snprintf(etag, sizeof etag, "\"%016" PRIx64 "%s%s\"", f->hash, f->form == WIRE__SENT_PLAIN ? "" : "-",
                           f->form == WIRE__SENT_PLAIN ? "" : codings[f->form]);
    const bool is_same =
        status == MHD_HTTP_OK && wire__none_match(header(connection, "If-None-Match"), (wire_str){etag, (size_t)n});
    /* the server leaves the body of a 304 out, and says the length that it would have */
    struct MHD_Response *response = make_body(f);
    if (!response)
        return MHD_NO;
    if (is_same) {
        status = MHD_HTTP_NOT_MODIFIED;
    } else {
        MHD_add_response_header(response, "Content-Type", type_of(place));
        if (f->form != WIRE__SENT_PLAIN)
            MHD_add_response_header(response, "Content-Encoding", codings[f->form]);
    }
    const bool is_there = status == MHD_HTTP_OK || is_same;
    if (is_there)
        MHD_add_response_header(response, "ETag", etag);
    MHD_add_response_header(response, "Cache-Control", is_there ? "max-age=60" : "no-cache");
    MHD_add_response_header(response, "Vary", "Accept-Encoding");
    return reply(connection, status, response);
}

/* What was withdrawn has left a file of that name where its page was; its further pages lay in folders below. */
static bool find_gone(wire__site_root *root, const char *place, wire_str accept, found *f)
{
    char name[WIRE__LONGEST_PLACE + 8];
    const char *end = strrchr(place, '/');
    for (int i = 0; i < 2 && end; i++) {
        snprintf(name, sizeof name, "%.*s/.gone", (int)(end - place), place);
        if (find(root, name, accept, f) == WIRE_OK)
            return true;
        end = memrchr(place, '/', (size_t)(end - place));
    }
    return false;
}

static enum MHD_Result send_missing(wire__site_root *root, struct MHD_Connection *connection, const char *place)
{
    found f;
    if (find_gone(root, place, header(connection, "Accept-Encoding"), &f))
        return send_found(connection, MHD_HTTP_GONE, "gone.html", &f);
    if (!find(root, "404.html", header(connection, "Accept-Encoding"), &f))
        return send_found(connection, MHD_HTTP_NOT_FOUND, "404.html", &f);
    return send_line(connection, MHD_HTTP_NOT_FOUND, "Not found\n", NULL, NULL);
}

/* A folder's page is asked for by its slash; the path came through wire__place_read, so it begins with one alone. */
static enum MHD_Result send_on(struct MHD_Connection *connection, const char *place)
{
    static const char SAFE[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    char to[WIRE__LONGEST_PLACE * 3 + 3];
    size_t n = 0;
    to[n++] = '/';
    for (; *place; place++) {
        if (strchr(SAFE, *place))
            to[n++] = *place;
        else
            n += (size_t)snprintf(to + n, sizeof to - n, "%%%02X", (unsigned)(unsigned char)*place);
    }
    to[n++] = '/';
    to[n] = '\0';
    return send_line(connection, MHD_HTTP_MOVED_PERMANENTLY, "Moved\n", "Location", to);
}

/* "lite" of "lite/". */
static bool is_bare_prefix(const wire__site_root *root, const char *place)
{
    return root->n_prefix && strlen(place) + 1 == root->n_prefix && !strncmp(place, root->prefix, root->n_prefix - 1);
}

static enum MHD_Result send_place(wire__site_root *root, struct MHD_Connection *connection, const char *target)
{
    found f;
    char place[WIRE__LONGEST_PLACE];
    place[0] = '\0'; /* of a name that cannot be served nothing was withdrawn */
    wire_code code = wire__place_read(wire_str_of(target), place);
    if (code == WIRE_EFORMAT)
        return send_line(connection, MHD_HTTP_BAD_REQUEST, "Bad request\n", NULL, NULL);
    if (code == WIRE_ELIMIT)
        return send_line(connection, MHD_HTTP_URI_TOO_LONG, "Address too long\n", NULL, NULL);
    const char *asked = place;
    if (!code && root->n_prefix && !strncmp(place, root->prefix, root->n_prefix))
        asked += root->n_prefix;
    if (!code)
        code = is_bare_prefix(root, place) ? WIRE_SAME : find(root, asked, header(connection, "Accept-Encoding"), &f);
    switch (code) {
    case WIRE_OK:
        return send_found(connection, MHD_HTTP_OK, asked, &f);
    case WIRE_SAME:
        return send_on(connection, place);
    case WIRE_EDENIED:
        return send_line(connection, MHD_HTTP_NOT_ACCEPTABLE, "Not acceptable\n", "Vary", "Accept-Encoding");
    case WIRE_NONE:
        return send_missing(root, connection, asked);
    default:
        return send_line(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "Not available now\n", "Retry-After", "10");
    }
}

enum MHD_Result wire__answer(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                             const char *version, const char *upload_data, size_t *upload_data_size, void **con_cls)
{
    static const char SEEN = 0; /* only its address counts */
    (void)version, (void)upload_data;
    const bool is_first = !*con_cls;
    *con_cls = (void *)(uintptr_t)&SEEN;
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        return send_line(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "Only GET and HEAD\n", "Allow", "GET, HEAD");
    if (is_first) {
        const wire_str length = header(connection, "Content-Length");
        if (header(connection, "Transfer-Encoding").n || (length.n && !wire_str_is(length, WIRE_STR("0"))))
            return send_line(connection, MHD_HTTP_CONTENT_TOO_LARGE, "No body is taken\n", NULL, NULL);
        return MHD_YES; /* the end of the request is waited for, so that the connection can be used again */
    }
    if (*upload_data_size)
        return MHD_NO;
    return send_place(cls, connection, url);
}
