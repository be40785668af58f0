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

/* The manifest:  KEY CONTENT GRADE PLAIN BR GZ ZST FILE, in hexadecimal, a line a file (the grade: hot, over the
 * budget, pages it goes on over); then "end", the number of lines and the hash of all before.  The note of an
 * interrupted press: FILE, a line each. */
static const wire_str HEAD = {"wirecopy manifest 1\n", 20};
static const wire_str MANIFEST = {".wirecopy/manifest", 18}, NOTE = {".wirecopy/note", 14};

enum { MAX_BYTES = 1 << 30, MAX_PARTS = 1 << 20 };

/* Reads a whole file. out  *text: the caller's, free(); {NULL, 0}: there is none */
static wire_code read_file(const wire__folder *folder, wire_str file, wire_str *text, wire_error *err)
{
    struct stat st;
    *text = (wire_str){0};
    const int fd = openat(folder->fd, file.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT)
        return WIRE_OK;
    char *bytes = NULL;
    size_t n = 0;
    ssize_t got = fd < 0 || fstat(fd, &st) || st.st_size > MAX_BYTES ? -1 : 0;
    if (!got) {
        bytes = malloc((size_t)st.st_size + 1);
        while (bytes && n < (size_t)st.st_size && (got = read(fd, bytes + n, (size_t)st.st_size - n)) > 0)
            n += (size_t)got;
    }
    const int why = errno;
    if (fd >= 0)
        close(fd);
    if (!got && !bytes)
        return wire_fail(err, WIRE_ENOMEM, "press: no memory for %s/%.*s", folder->name, WIRE_ARG(file));
    if (got < 0) {
        free(bytes);
        return wire_fail(err, WIRE_EIO, "press: cannot read %s/%.*s: %s", folder->name, WIRE_ARG(file), strerror(why));
    }
    *text = (wire_str){bytes, n};
    return WIRE_OK;
}

static wire_str next_line(wire_str *rest)
{
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    const wire_str line = {rest->p, end ? (size_t)(end - rest->p) : 0};
    *rest = end ? wire_str_cut(*rest, line.n + 1, rest->n) : (wire_str){0};
    return line;
}

/* Reads a number and the space behind it. */
static bool take_number(wire_str *line, uint64_t *number)
{
    size_t i = 0;
    for (*number = 0; i < line->n && i < 16 && line->p[i] != ' '; i++) {
        const char c = line->p[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        *number = *number << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    if (!i || i == line->n || line->p[i] != ' ')
        return false;
    *line = wire_str_cut(*line, i + 1, line->n);
    return true;
}

static bool read_entry(wire_str line, wire__entry *entry)
{
    uint64_t hot;
    bool is_read = take_number(&line, &entry->key) && take_number(&line, &entry->content) && take_number(&line, &hot);
    for (int i = 0; i < WIRE__N_FORMS && is_read; i++)
        is_read = take_number(&line, &entry->sizes[i]);
    if (!is_read || !line.n || line.p[0] == '/' || line.p[0] == '.')
        return false;
    entry->is_hot = hot & 1;
    entry->is_over = hot >> 1 & 1;
    entry->n_parts = hot >> 2 <= MAX_PARTS ? (uint32_t)(hot >> 2) : 0;
    entry->file = line;
    return true;
}

/* Splits off the last line and checks what it says of the others. */
static bool check_end(wire_str *text, uint64_t *n)
{
    wire_str end = *text;
    if (!end.n || end.p[end.n - 1] != '\n')
        return false;
    const char *start = memrchr(end.p, '\n', end.n - 1);
    end = start ? wire_str_cut(end, (size_t)(start + 1 - end.p), end.n) : (wire_str){0};
    *text = wire_str_cut(*text, 0, text->n - end.n);
    uint64_t hash;
    if (!wire_str_has_prefix(end, WIRE_STR("end ")) || !wire_str_has_prefix(*text, HEAD))
        return false;
    end = wire_str_cut(end, 4, end.n - 1);
    return take_number(&end, n) && take_number(&end, &hash) && hash == wire__hash64(*text);
}

static wire_code read_entries(wire__manifest *m, wire_str text, wire_error *err)
{
    uint64_t n;
    wire_str copy;
    m->is_lost = !check_end(&text, &n) || n > text.n;
    if (m->is_lost)
        return WIRE_OK;
    if (!wire_arena_copy(m->arena, wire_str_cut(text, HEAD.n, text.n), &copy) ||
        !(m->entries = WIRE_TAKE(m->arena, wire__entry, n + 1)))
        return wire_fail(err, WIRE_ENOMEM, "press: no memory for the manifest");
    while (copy.n && m->n < n) {
        wire__entry *entry = &m->entries[m->n];
        if (!read_entry(next_line(&copy), entry))
            continue;
        if (!wire__map_put(&m->by_file, entry->file, m->n++))
            return wire_fail(err, WIRE_ENOMEM, "press: no memory for the manifest");
    }
    return WIRE_OK;
}

/* Files that a press had begun on cannot be relied on; one that the manifest does not know may be there, or be not. */
static wire_code doubt(wire__manifest *m, wire_str text, wire_error *err)
{
    wire_str note;
    size_t n_lines = 0;
    for (size_t i = 0; i < text.n; i++)
        n_lines += text.p[i] == '\n';
    wire__entry *entries = WIRE_TAKE(m->arena, wire__entry, m->n + n_lines + 1);
    if (!entries || !wire_arena_copy(m->arena, text, &note))
        return wire_fail(err, WIRE_ENOMEM, "press: no memory for the manifest");
    if (m->n)
        memcpy(entries, m->entries, m->n * sizeof *entries);
    m->entries = entries;
    while (note.n) {
        const wire_str file = next_line(&note);
        if (!file.n || file.p[0] == '/' || file.p[0] == '.')
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
    wire_code code = read_file(folder, MANIFEST, &text, err);
    if (!code && text.p)
        code = read_entries(m, text, err);
    if (!code)
        code = read_file(folder, NOTE, &note, err);
    if (!code && note.n)
        code = doubt(m, note, err);
    free((char *)(uintptr_t)text.p);
    free((char *)(uintptr_t)note.p);
    return code;
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

static void put_number(wire_out *out, uint64_t number)
{
    char digits[17];
    size_t at = sizeof digits;
    digits[--at] = ' ';
    do
        digits[--at] = "0123456789abcdef"[number & 15];
    while (number >>= 4);
    wire_out_put(out, (wire_str){digits + at, sizeof digits - at});
}

static void put_entry(wire_out *out, const wire__entry *entry, wire_str file)
{
    put_number(out, entry->key);
    put_number(out, entry->content);
    put_number(out, (uint64_t)(entry->n_parts > 1 ? entry->n_parts : 0) << 2 | (uint64_t)entry->is_over << 1 |
                        entry->is_hot);
    for (int i = 0; i < WIRE__N_FORMS; i++)
        put_number(out, entry->sizes[i]);
    wire_out_put(out, file);
    wire_out_byte(out, '\n');
}

wire_code wire__manifest_write(const wire__folder *folder, const wire__plan *plan, const wire__manifest *old,
                               wire_error *err)
{
    wire_out out;
    uint64_t n = 0;
    wire_out_open_memory(&out, MAX_BYTES);
    wire_out_put(&out, HEAD);
    for (uint32_t i = 0; i < plan->n_leaves; i++, n++) {
        const wire__leaf *leaf = &plan->leaves[i];
        put_entry(&out, &leaf->entry, leaf->file);
        for (uint32_t k = 2; k <= leaf->entry.n_parts; k++, n++) {
            char name[PATH_MAX];
            put_entry(&out, &leaf->parts[k - 2], wire__page_name(leaf->file, k, name));
        }
    }
    for (uint32_t i = 0; i < old->n; i++) { /* what was to be removed, and was not */
        if (!old->entries[i].file.n)
            continue;
        put_entry(&out, &old->entries[i], old->entries[i].file);
        n++;
    }
    const wire_str all = wire_out_text(&out);
    const uint64_t hash = wire__hash64(all);
    wire_out_lit(&out, "end ");
    put_number(&out, n);
    put_number(&out, hash);
    wire_out_byte(&out, '\n');
    wire_code code = out.code ? wire_fail(err, out.code, "press: no memory for the manifest")
                              : wire__folder_put(folder, MANIFEST, "", wire_out_text(&out), NULL, err);
    (void)wire_out_close(&out, NULL);
    return code ? code : wire__folder_remove(folder, NOTE, "", err);
}
