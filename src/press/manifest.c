/* manifest.c: what lies in the output folder, remembered in a line a file. */
#include "base/hash.h"
#include "press/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The manifest: HEAD, the number of entries; for each, little-endian, KEY CONTENT PLAIN BR GZ ZST (64 bits), GRADE and
 * the length of its name (32); then all the names; then the hash of all before. The grade: bit 0 hot, bit 1 over the
 * budget, above them the pages it goes on over. Read and written at every press, and so nothing to be parsed.
 * The note of an interrupted press: FILE, a line each. */
static const wire_str HEAD = {"wirecopy manifest 2\n", 20};
static const wire_str MANIFEST = {".wirecopy/manifest", 18}, NOTE = {".wirecopy/note", 14};

enum { MAX_BYTES = 1 << 30, MAX_PARTS = 1 << 16, ENTRY_BYTES = 56, LONGEST_NAME = 3900 };

/* Reads a whole file into the manifest's arena. out  *text: {NULL, 0}: there is none */
static wire_code read_file(wire__manifest *m, const wire__folder *folder, wire_str file, wire_str *text,
                           wire_error *err)
{
    struct stat st;
    *text = (wire_str){0};
    const int fd = openat(folder->fd, file.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT)
        return WIRE_OK;
    char *bytes = NULL;
    size_t n = 0;
    ssize_t got = fd < 0 || fstat(fd, &st) || st.st_size > MAX_BYTES || !S_ISREG(st.st_mode) ? -1 : 0;
    if (!got) {
        bytes = wire_arena_take(m->arena, (size_t)st.st_size + 1, 1);
        while (bytes && n < (size_t)st.st_size && (got = read(fd, bytes + n, (size_t)st.st_size - n)) > 0)
            n += (size_t)got;
    }
    const int why = errno;
    if (fd >= 0)
        close(fd);
    if (got >= 0 && !bytes)
        return wire_fail(err, WIRE_ENOMEM, "press: no memory for %s/%.*s", folder->name, WIRE_ARG(file));
    if (got < 0)
        return wire_fail(err, WIRE_EIO, "press: cannot read %s/%.*s: %s", folder->name, WIRE_ARG(file), strerror(why));
    *text = (wire_str){bytes, n};
    return WIRE_OK;
}

/* True of a name that stays in the folder: ours, or written by somebody else in a manifest that looks like ours. */
static bool is_inner(wire_str file)
{
    if (!file.n || file.n > LONGEST_NAME || memchr(file.p, '\0', file.n))
        return false;
    const char *const end = file.p + file.n;
    for (const char *p = file.p, *slash; p < end; p = slash + 1) {
        slash = memchr(p, '/', (size_t)(end - p));
        slash = slash ? slash : end;
        const wire_str part = {p, (size_t)(slash - p)};
        if (!part.n || (part.p[0] == '.' && !wire_str_is(part, WIRE_STR(".gone"))))
            return false;
    }
    return end[-1] != '/';
}

static wire_str next_line(wire_str *rest)
{
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    const wire_str line = {rest->p, end ? (size_t)(end - rest->p) : 0};
    *rest = end ? wire_str_cut(*rest, line.n + 1, rest->n) : (wire_str){0};
    return line;
}

static uint64_t read_number(const char *p, int n_bytes)
{
    uint64_t number = 0;
    for (int i = n_bytes; i--;)
        number = number << 8 | (unsigned char)p[i];
    return number;
}

static void read_entry(const char *p, wire__entry *entry)
{
    const uint32_t grade = (uint32_t)read_number(p + 48, 4);
    entry->key = read_number(p, 8);
    entry->content = read_number(p + 8, 8);
    for (int i = 0; i < WIRE__N_FORMS; i++)
        entry->sizes[i] = read_number(p + 16 + 8 * i, 8);
    entry->is_hot = grade & 1;
    entry->is_over = grade >> 1 & 1;
    entry->n_parts = grade >> 2 <= MAX_PARTS ? grade >> 2 : 0;
}

/* True where the text is a manifest, whole. out  *n: its entries */
static bool check_whole(wire_str text, uint64_t *n)
{
    if (text.n < HEAD.n + 16 || !wire_str_has_prefix(text, HEAD) ||
        read_number(text.p + text.n - 8, 8) != wire__hash64(wire_str_cut(text, 0, text.n - 8)))
        return false;
    *n = read_number(text.p + HEAD.n, 8);
    return *n <= (text.n - HEAD.n - 16) / ENTRY_BYTES;
}

wire_code wire__manifest_take(wire__manifest *m, wire_str text, wire_error *err)
{
    uint64_t n = 0;
    m->is_lost = !check_whole(text, &n);
    if (m->is_lost)
        return WIRE_OK;
    m->entries = wire_arena_take(m->arena, (n + 1) * sizeof *m->entries, _Alignof(wire__entry));
    if (!m->entries)
        return wire_fail(err, WIRE_ENOMEM, "press: no memory for the manifest");
    wire_str names = wire_str_cut(text, HEAD.n + 8 + n * ENTRY_BYTES, text.n - 8);
    for (uint64_t i = 0; i < n; i++) {
        const char *p = text.p + HEAD.n + 8 + i * ENTRY_BYTES;
        wire__entry *entry = &m->entries[m->n];
        const size_t length = (size_t)read_number(p + 52, 4);
        read_entry(p, entry);
        entry->file = wire_str_cut(names, 0, length);
        names = wire_str_cut(names, length, names.n);
        m->n += entry->file.n > 0;
    }
    return WIRE_OK;
}

void wire__manifest_restrict(wire__manifest *m)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (!is_inner(m->entries[i].file))
            m->entries[i].file = (wire_str){0};
}

static bool map_all(wire__manifest *m)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (m->entries[i].file.n && !wire__map_put(&m->by_file, m->entries[i].file, i))
            return false;
    m->is_mapped = true;
    return true;
}

wire_code wire__manifest_find(wire__manifest *m, wire_str file, uint32_t *at, wire_error *err)
{
    enum { NEAR = 16 };
    for (uint32_t i = m->next; i < m->n && i < m->next + NEAR; i++) {
        if (!wire_str_is(m->entries[i].file, file))
            continue;
        *at = i;
        m->next = i + 1;
        return WIRE_OK;
    }
    if (!m->is_mapped && !map_all(m))
        return wire_fail(err, WIRE_ENOMEM, "press: no memory for the manifest");
    *at = wire__map_find(&m->by_file, file);
    if (*at != UINT32_MAX)
        m->next = *at + 1;
    return WIRE_OK;
}

wire_code wire__manifest_doubt(wire__manifest *m, wire_str note, wire_error *err)
{
    size_t n_lines = 0;
    for (size_t i = 0; i < note.n; i++)
        n_lines += note.p[i] == '\n';
    wire__entry *entries = wire_arena_take(m->arena, (m->n + n_lines + 1) * sizeof *entries, _Alignof(wire__entry));
    if (!entries)
        return wire_fail(err, WIRE_ENOMEM, "press: no memory for the manifest");
    if (m->n)
        memcpy(entries, m->entries, m->n * sizeof *entries);
    m->entries = entries;
    if (!m->is_mapped && !map_all(m))
        return wire_fail(err, WIRE_ENOMEM, "press: no memory for the manifest");
    while (note.n) {
        const wire_str file = next_line(&note);
        if (!is_inner(file))
            continue;
        const uint32_t at = wire__map_find(&m->by_file, file);
        if (at != UINT32_MAX) {
            entries[at].key = entries[at].content = 0;
            continue;
        }
        entries[m->n] = (wire__entry){.file = file, .sizes = {1, 1, 1, 1}};
        if (!wire__map_put(&m->by_file, file, m->n++))
            return wire_fail(err, WIRE_ENOMEM, "press: no memory for the manifest");
    }
    return WIRE_OK;
}

wire_code wire__manifest_read(wire__manifest *m, const wire__folder *folder, wire_error *err)
{
    wire_str text = {0}, note = {0};
    m->by_file.arena = m->arena;
    m->is_lost = true;
    wire_code code = read_file(m, folder, MANIFEST, &text, err);
    if (!code && text.p)
        code = wire__manifest_take(m, text, err);
    if (!code)
        code = read_file(m, folder, NOTE, &note, err);
    return code || !note.n ? code : wire__manifest_doubt(m, note, err);
}

wire_code wire__manifest_note(const wire__folder *folder, const wire__plan *plan, wire_error *err)
{
    wire_out out;
    wire_out_open_memory(&out, MAX_BYTES);
    for (uint32_t i = 0; i < plan->n_leaves; i++) {
        if (!plan->leaves[i].is_due)
            continue;
        wire_out_put(&out, plan->leaves[i].file);
        wire_out_byte(&out, '\n');
    }
    wire_code code = out.code ? wire_fail(err, out.code, "press: no memory for the manifest")
                              : wire__folder_put(folder, NOTE, "", wire_out_text(&out), NULL, err);
    (void)wire_out_close(&out, NULL);
    return code;
}

static void write_number(char *p, uint64_t number, int n_bytes)
{
    for (int i = 0; i < n_bytes; i++, number >>= 8)
        p[i] = (char)(number & 0xff);
}

static void put_entry(wire_out *out, const wire__entry *entry, size_t n_name)
{
    char bytes[ENTRY_BYTES];
    const uint32_t n_parts = entry->n_parts > 1 ? entry->n_parts : 0;
    write_number(bytes, entry->key, 8);
    write_number(bytes + 8, entry->content, 8);
    for (int i = 0; i < WIRE__N_FORMS; i++)
        write_number(bytes + 16 + 8 * i, entry->sizes[i], 8);
    write_number(bytes + 48, n_parts << 2 | (uint32_t)entry->is_over << 1 | entry->is_hot, 4);
    write_number(bytes + 52, n_name, 4);
    wire_out_put(out, (wire_str){bytes, sizeof bytes});
}

/* Writes either the entries or the names of all that is there. */
static uint64_t put_all(wire_out *out, const wire__plan *plan, const wire__manifest *old, bool is_names)
{
    uint64_t n = 0;
    char name[PATH_MAX];
    for (uint32_t i = 0; i < plan->n_leaves; i++) {
        const wire__leaf *leaf = &plan->leaves[i];
        for (uint32_t k = 1; k == 1 || k <= leaf->entry.n_parts; k++, n++) {
            const wire_str file = k == 1 ? leaf->file : wire__page_name(leaf->file, k, name);
            if (is_names)
                wire_out_put(out, file);
            else
                put_entry(out, k == 1 ? &leaf->entry : &leaf->parts[k - 2], file.n);
        }
    }
    for (uint32_t i = 0; i < old->n; i++) { /* what was to be removed, and was not */
        if (!old->entries[i].file.n)
            continue;
        if (is_names)
            wire_out_put(out, old->entries[i].file);
        else
            put_entry(out, &old->entries[i], old->entries[i].file.n);
        n++;
    }
    return n;
}

wire_code wire__manifest_write(const wire__folder *folder, const wire__plan *plan, const wire__manifest *old,
                               wire_error *err)
{
    wire_out out;
    char number[8];
    wire_out_open_memory(&out, MAX_BYTES);
    wire_out_put(&out, HEAD);
    wire_out_put(&out, (wire_str){"\0\0\0\0\0\0\0", 8});
    const uint64_t n = put_all(&out, plan, old, false);
    (void)put_all(&out, plan, old, true);
    if (!out.code) {
        write_number(out.buf + HEAD.n, n, 8);
        write_number(number, wire__hash64(wire_out_text(&out)), 8);
        wire_out_put(&out, (wire_str){number, 8});
    }
    wire_code code = out.code ? wire_fail(err, out.code, "press: no memory for the manifest")
                              : wire__folder_put(folder, MANIFEST, "", wire_out_text(&out), NULL, err);
    (void)wire_out_close(&out, NULL);
    return code ? code : wire__folder_remove(folder, NOTE, "", err);
}
