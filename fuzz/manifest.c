/* manifest.c: any bytes as the manifest or the note in an output folder: what it names stays in the folder. The first
 * byte says whether they are a manifest as they are (even), one whose head and hash are right, or a note. */
#include "base/hash.h"
#include "fuzz.h"
#include "press/folder.h"

static void require_inner(wire_str file)
{
    fuzz_require(file.n > 0 && file.p[0] != '/', "a file has a name, and it is relative");
    for (size_t i = 0; i < file.n; i++) {
        const bool is_start = !i || file.p[i - 1] == '/';
        const wire_str rest = wire_str_cut(file, i, file.n);
        fuzz_require(file.p[i] != '\0', "a file's name has no zero");
        fuzz_require(!is_start || !wire_str_has_prefix(rest, WIRE_STR("..")), "a file's name leads nowhere else");
        fuzz_require(!is_start || file.p[i] != '/', "a file's name has no empty part");
    }
}

static void put_hash(wire_out *out)
{
    const uint64_t hash = wire__hash64(wire_out_text(out));
    for (int i = 0; i < 8; i++)
        wire_out_byte(out, (char)(hash >> 8 * i & 0xff));
}

static wire_code take(wire__manifest *m, wire_str bytes, int how, wire_out *out, wire_error *why)
{
    if (how % 4 == 3)
        return wire__manifest_doubt(m, bytes, why);
    if (how % 4 == 1)
        wire_out_lit(out, "wirecopy manifest 2\n");
    wire_out_put(out, bytes);
    if (how % 4 == 1)
        put_hash(out);
    return wire__manifest_take(m, wire_out_text(out), why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    wire_error why = {0};
    wire_out out;
    if (!n)
        return 0;
    wire__manifest m = {.arena = wire_arena_new((size_t)1 << 28)};
    if (!m.arena)
        abort();
    m.by_file.arena = m.arena;
    wire_out_open_memory(&out, 0);
    if (take(&m, fuzz_text(data + 1, n - 1), data[0], &out, &why))
        fuzz_require(why.text[0], "a failure says why");
    wire__manifest_restrict(&m);
    for (uint32_t i = 0; i < m.n; i++) {
        uint32_t at = UINT32_MAX;
        if (!m.entries[i].file.n)
            continue; /* its name led out */
        require_inner(m.entries[i].file);
        fuzz_require(m.entries[i].n_parts <= 1 << 16, "a file goes on over few pages");
        fuzz_require(!wire__manifest_find(&m, m.entries[i].file, &at, &why), "a file is found");
        fuzz_require(at < m.n && wire_str_is(m.entries[at].file, m.entries[i].file), "a file is found by its name");
    }
    wire_out_close(&out, NULL);
    wire_arena_free(m.arena);
    return 0;
}
