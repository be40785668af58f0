/* zone.c: time zones from the machine's IANA database, TZif versions 1 to 4 (RFC 9636). */
#include "wirecopy/time.h"

#include "base/zone_rule.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILE = 256 << 10, HEADER = 44 };

typedef struct local_type {
    int32_t offset_s;
    char abbreviation[8];
} local_type;

struct wire_zone {
    wire__zone_rule rule; /* for all after the last change; rule.is_set false: none */
    size_t n_changes, n_types;
    local_type *types;  /* at least one; the first also rules before the first change */
    int64_t *changes;   /* ascending */
    uint8_t *type_from; /* of each change */
};

/* One block of a file: counts, then where its parts lie. */
typedef struct block {
    uint32_t n_utc, n_std, n_leaps, n_changes, n_types, n_chars;
    size_t time_size; /* 4 or 8 */
    const unsigned char *changes, *type_from, *types, *chars, *end;
} block;

static uint32_t read32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t read_time(const unsigned char *p, size_t size)
{
    return size == 4 ? (int32_t)read32(p) : (int64_t)((uint64_t)read32(p) << 32 | read32(p + 4));
}

/* Lays a block out over [p, end). false: it does not fit or cannot be. */
static bool find_block(const unsigned char *p, const unsigned char *end, size_t time_size, block *b)
{
    if ((size_t)(end - p) < HEADER || memcmp(p, "TZif", 4) != 0)
        return false;
    *b = (block){read32(p + 20), read32(p + 24), read32(p + 28), read32(p + 32), read32(p + 36), read32(p + 40),
                 time_size,      NULL,           NULL,           NULL,           NULL,           NULL};
    const uint64_t n = (uint64_t)b->n_changes * (time_size + 1) + (uint64_t)b->n_types * 6 + b->n_chars +
                       (uint64_t)b->n_leaps * (time_size + 4) + b->n_std + b->n_utc;
    if (n > (size_t)(end - p) - HEADER)
        return false;
    b->changes = p + HEADER;
    b->type_from = b->changes + b->n_changes * time_size;
    b->types = b->type_from + b->n_changes;
    b->chars = b->types + (size_t)b->n_types * 6;
    b->end = p + HEADER + n;
    return true;
}

/* Names of numbers alone ("+03") are none. */
static void copy_abbreviation(const char *from, size_t n, char to[8])
{
    bool has_letter_first = n && ((*from >= 'A' && *from <= 'Z') || (*from >= 'a' && *from <= 'z'));
    for (size_t i = 0; i < n; i++)
        if (from[i] <= ' ' || from[i] > '~')
            has_letter_first = false;
    n = has_letter_first && n < 8 ? n : 0;
    memcpy(to, from, n);
    to[n] = '\0';
}

static bool read_type(const block *b, size_t i, local_type *type)
{
    const unsigned char *p = b->types + i * 6;
    const int32_t offset = (int32_t)read32(p);
    if (offset < -93599 || offset > 93599 || p[4] > 1 || p[5] >= b->n_chars)
        return false;
    const char *name = (const char *)b->chars + p[5];
    const size_t most = b->n_chars - p[5], n = strnlen(name, most);
    type->offset_s = offset;
    copy_abbreviation(name, n, type->abbreviation);
    return n < most; /* it must end inside the block */
}

static bool fill(wire_zone *zone, const block *b)
{
    for (size_t i = 0; i < b->n_types; i++)
        if (!read_type(b, i, &zone->types[i]))
            return false;
    for (size_t i = 0; i < b->n_changes; i++) {
        zone->changes[i] = read_time(b->changes + i * b->time_size, b->time_size);
        zone->type_from[i] = b->type_from[i];
        if (zone->type_from[i] >= b->n_types || (i && zone->changes[i] <= zone->changes[i - 1]))
            return false;
    }
    return true;
}

static wire_zone *make_zone(size_t n_types, size_t n_changes)
{
    wire_zone *zone = calloc(1, sizeof *zone + n_changes * (sizeof(int64_t) + 1) + n_types * sizeof(local_type));
    if (!zone)
        return NULL;
    zone->n_types = n_types;
    zone->n_changes = n_changes;
    zone->changes = (int64_t *)(zone + 1);
    zone->types = (local_type *)(zone->changes + n_changes);
    zone->type_from = (uint8_t *)(zone->types + n_types);
    return zone;
}

static wire_code parse(const unsigned char *p, size_t n, wire_str name, wire_zone **zone, wire_error *err)
{
    block b;
    const unsigned char *end = p + n;
    bool good = find_block(p, end, 4, &b);
    const bool is_long = good && p[4] >= '2';
    if (is_long) /* the second block says all that the first does, with longer times */
        good = find_block(b.end, end, 8, &b);
    if (!good || !b.n_types || b.n_types > 256)
        return wire_fail(err, WIRE_EFORMAT, "zone: %.*s is not a time zone file", WIRE_ARG(name));
    wire_zone *z = make_zone(b.n_types, b.n_changes);
    if (!z)
        return wire_fail(err, WIRE_ENOMEM, "zone: no memory for %.*s", WIRE_ARG(name));
    good = fill(z, &b);
    if (good && is_long) {
        const char *footer = (const char *)b.end;
        const size_t left = (size_t)(end - b.end);
        const char *stop = left > 1 && *footer == '\n' ? memchr(footer + 1, '\n', left - 1) : NULL;
        good = stop && (stop == footer + 1 ||
                        wire__zone_rule_read((wire_str){footer + 1, (size_t)(stop - footer) - 1}, &z->rule));
    }
    if (!good) {
        free(z);
        return wire_fail(err, WIRE_EFORMAT, "zone: %.*s is damaged", WIRE_ARG(name));
    }
    *zone = z;
    return WIRE_OK;
}

/* Letters, digits, +, -, _ and single slashes inside: nothing that leads out of the database. */
static bool is_name(wire_str name)
{
    if (!name.n || name.n > 64 || name.p[0] == '/' || name.p[name.n - 1] == '/')
        return false;
    for (size_t i = 0; i < name.n; i++) {
        const char c = name.p[i];
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
                              c == '-' || c == '_';
        if (!is_plain && !(c == '/' && name.p[i - 1] != '/'))
            return false;
    }
    return true;
}

/* out  bytes read, at most MAX_FILE + 1; fails  WIRE_NONE: no such file */
static wire_code read_file(const char *path, unsigned char *to, size_t *n, wire_error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG
                   ? WIRE_NONE
                   : wire_fail(err, WIRE_EIO, "zone: %s: %s", path, strerror(errno));
    struct stat st;
    wire_code code = fstat(fd, &st) || !S_ISREG(st.st_mode) ? WIRE_NONE : WIRE_OK;
    *n = 0;
    for (ssize_t got = 1; !code && got > 0 && *n <= MAX_FILE; *n += (size_t)got) {
        got = read(fd, to + *n, MAX_FILE + 1 - *n);
        if (got < 0) {
            code = wire_fail(err, WIRE_EIO, "zone: %s: %s", path, strerror(errno));
            got = 0;
        }
    }
    close(fd);
    return code;
}

static wire_code make_utc(wire_zone **zone, wire_error *err)
{
    wire_zone *z = make_zone(1, 0);
    if (!z)
        return wire_fail(err, WIRE_ENOMEM, "zone: no memory for UTC");
    memcpy(z->types[0].abbreviation, "UTC", 4);
    *zone = z;
    return WIRE_OK;
}

wire_code wire_zone_open(wire_str name, wire_zone **zone, wire_error *err)
{
    if (wire_str_is(name, WIRE_STR("UTC")) || wire_str_is(name, WIRE_STR("Etc/UTC")))
        return make_utc(zone, err);
    if (!is_name(name))
        return WIRE_NONE;
    const char *folder = getenv("TZDIR");
    char path[1024];
    const int n_path =
        snprintf(path, sizeof path, "%s/%.*s", folder && *folder ? folder : "/usr/share/zoneinfo", WIRE_ARG(name));
    if (n_path < 0 || (size_t)n_path >= sizeof path)
        return WIRE_NONE;
    unsigned char *bytes = malloc(MAX_FILE + 1);
    if (!bytes)
        return wire_fail(err, WIRE_ENOMEM, "zone: no memory for %.*s", WIRE_ARG(name));
    size_t n = 0;
    wire_code code = read_file(path, bytes, &n, err);
    if (!code)
        code = n <= MAX_FILE ? parse(bytes, n, name, zone, err)
                             : wire_fail(err, WIRE_EFORMAT, "zone: %s is larger than any time zone", path);
    free(bytes);
    return code;
}

void wire_zone_close(wire_zone *zone)
{
    free(zone);
}

int32_t wire_zone_offset(const wire_zone *zone, int64_t at, char abbreviation[8])
{
    const size_t n = zone->n_changes;
    if (zone->rule.is_set && (!n || at >= zone->changes[n - 1])) {
        const bool is_summer = wire__zone_rule_is_summer(&zone->rule, at);
        memcpy(abbreviation, is_summer ? zone->rule.summer_name : zone->rule.name, 8);
        return is_summer ? zone->rule.summer_offset_s : zone->rule.offset_s;
    }
    size_t low = 0, high = n; /* the number of changes at or before `at` */
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (zone->changes[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    const local_type *type = &zone->types[low ? zone->type_from[low - 1] : 0];
    memcpy(abbreviation, type->abbreviation, 8);
    return type->offset_s;
}
