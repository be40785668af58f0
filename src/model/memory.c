/* memory.c: traits by their keys, in a table that grows to a bound; then the least seen are forgotten. */
#include "model/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS_LEAST = 256, SLOTS_MOST = 8192, HEAD = 8, TRAIT = 20 /* bytes */ };
static const wire_str magic = {"WMm1", 4};
static const float keeps = 0.95f;   /* of what was seen, a page later */
static const float fades_at = 0.2f; /* seen less: forgotten */
static const float most = 1e9f;     /* of anything, in bytes that are read */

struct wire_memory {
    wire__trait *slots;  /* NULL: none yet */
    uint32_t n_slots, n; /* a power of two; three quarters at most are taken */
    float n_pages;
};

wire_memory *wire_memory_new(void)
{
    return calloc(1, sizeof(wire_memory));
}

void wire_memory_free(wire_memory *memory)
{
    if (memory)
        free(memory->slots);
    free(memory);
}

static wire__trait *slot_of(const wire_memory *m, uint64_t key)
{
    uint32_t at = (uint32_t)(key ^ key >> 32) & (m->n_slots - 1);
    while (m->slots[at].key && m->slots[at].key != key)
        at = (at + 1) & (m->n_slots - 1);
    return &m->slots[at];
}

const wire__trait *wire__memory_find(const wire_memory *memory, uint64_t key)
{
    const wire__trait *found = memory->n_slots ? slot_of(memory, key) : NULL;
    return found && found->key ? found : NULL;
}

/* Moves the traits that are seen more than so often into a new table. out  false: no memory */
static bool rebuild(wire_memory *m, uint32_t n_slots, float above)
{
    const wire_memory old = *m;
    wire__trait *slots = calloc(n_slots, sizeof *slots);
    if (!slots)
        return false;
    *m = (wire_memory){.slots = slots, .n_slots = n_slots, .n_pages = old.n_pages};
    for (uint32_t i = 0; i < old.n_slots; i++)
        if (old.slots[i].key && old.slots[i].seen > above) {
            *slot_of(m, old.slots[i].key) = old.slots[i];
            m->n++;
        }
    free(old.slots);
    return true;
}

static int by_number(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The less seen half goes. */
static bool forget_half(wire_memory *m)
{
    uint32_t n = 0;
    float *seen = malloc(m->n * sizeof *seen);
    if (!seen)
        return false;
    for (uint32_t i = 0; i < m->n_slots; i++)
        if (m->slots[i].key)
            seen[n++] = m->slots[i].seen;
    qsort(seen, n, sizeof *seen, by_number);
    const float middle = seen[n / 2];
    free(seen);
    return rebuild(m, m->n_slots, middle);
}

static bool make_room(wire_memory *m)
{
    if (m->n < m->n_slots / 4 * 3)
        return true;
    if (m->n_slots < SLOTS_MOST)
        return rebuild(m, m->n_slots ? m->n_slots * 2 : SLOTS_LEAST, -1);
    return forget_half(m);
}

bool wire__memory_put(wire_memory *memory, const wire__trait *trait)
{
    if (!trait->key)
        return true;
    if (!make_room(memory))
        return false;
    wire__trait *slot = slot_of(memory, trait->key);
    if (!slot->key) {
        *slot = *trait;
        memory->n++;
    } else if (slot->story != trait->story) {
        slot->story = trait->story;
        slot->seen += trait->seen;
        slot->kept += trait->kept;
    }
    return true;
}

float wire__memory_pages(const wire_memory *memory)
{
    return memory->n_pages;
}

void wire__memory_count_page(wire_memory *memory)
{
    memory->n_pages++;
}

bool wire__memory_is_of_page(const wire_memory *memory, size_t n_bytes)
{
    bool is_so = memory->n_pages <= 1;
    for (uint32_t i = 0; i < memory->n_slots && is_so; i++)
        is_so = memory->slots[i].seen <= (memory->slots[i].key & 1 ? 1.0f : (float)n_bytes);
    return is_so;
}

wire_code wire_memory_add(wire_memory *memory, const wire_memory *more)
{
    for (uint32_t i = 0; i < more->n_slots; i++)
        if (!wire__memory_put(memory, &more->slots[i]))
            return WIRE_ENOMEM;
    memory->n_pages += more->n_pages;
    return WIRE_OK;
}

void wire_memory_age(wire_memory *memory, uint32_t n_pages)
{
    const float by = powf(keeps, (float)n_pages);
    memory->n_pages *= by;
    for (uint32_t i = 0; i < memory->n_slots; i++) {
        memory->slots[i].seen *= by;
        memory->slots[i].kept *= by;
    }
    if (memory->n_slots)
        (void)rebuild(memory, memory->n_slots, fades_at); /* without memory for that the faded stay for a while */
}

/* Bytes ------------------------------------------------------------------------------------ */

static void put_number(char *to, uint64_t number, int n)
{
    for (int i = 0; i < n; i++)
        to[i] = (char)(number >> 8 * i);
}

static uint64_t get_number(const char *from, int n)
{
    uint64_t number = 0;
    for (int i = 0; i < n; i++)
        number |= (uint64_t)(unsigned char)from[i] << 8 * i;
    return number;
}

static uint32_t bits_of(float f)
{
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    return bits;
}

/* out  false: not a count */
static bool get_count(const char *from, float *count)
{
    const uint32_t bits = (uint32_t)get_number(from, 4);
    memcpy(count, &bits, sizeof bits);
    return *count >= 0 && *count <= most;
}

static int by_key(const void *a, const void *b)
{
    const uint64_t x = ((const wire__trait *)a)->key, y = ((const wire__trait *)b)->key;
    return (x > y) - (x < y);
}

static void write_trait(const wire__trait *t, wire_out *out)
{
    char bytes[TRAIT];
    put_number(bytes, t->key, 8);
    put_number(bytes + 8, t->story, 4);
    put_number(bytes + 12, bits_of(t->seen), 4);
    put_number(bytes + 16, bits_of(t->kept), 4);
    wire_out_put(out, (wire_str){bytes, sizeof bytes});
}

void wire_memory_write(const wire_memory *memory, wire_out *out)
{
    char pages[4];
    wire__trait *sorted = malloc((memory->n + 1) * sizeof *sorted);
    uint32_t n = 0;
    if (!sorted) {
        out->code = out->code ? out->code : WIRE_ENOMEM;
        return;
    }
    for (uint32_t i = 0; i < memory->n_slots; i++)
        if (memory->slots[i].key)
            sorted[n++] = memory->slots[i];
    qsort(sorted, n, sizeof *sorted, by_key);
    put_number(pages, bits_of(memory->n_pages), 4);
    wire_out_put(out, magic);
    wire_out_put(out, (wire_str){pages, sizeof pages});
    for (uint32_t i = 0; i < n; i++)
        write_trait(&sorted[i], out);
    free(sorted);
}

static bool read_trait(const char *bytes, wire__trait *t)
{
    *t = (wire__trait){.key = get_number(bytes, 8), .story = (uint32_t)get_number(bytes + 8, 4)};
    return t->key && get_count(bytes + 12, &t->seen) && get_count(bytes + 16, &t->kept) && t->kept <= t->seen * 1.001f;
}

wire_code wire_memory_read(wire_str bytes, wire_memory **memory, wire_error *err)
{
    wire_memory *made = wire_memory_new();
    float n_pages = 0;
    bool is_sound = bytes.n >= HEAD && wire_str_has_prefix(bytes, magic) && (bytes.n - HEAD) % TRAIT == 0 &&
                    (bytes.n - HEAD) / TRAIT <= SLOTS_MOST && get_count(bytes.p + 4, &n_pages);
    bool has_room = made;
    for (size_t at = HEAD; is_sound && has_room && at < bytes.n; at += TRAIT) {
        wire__trait trait;
        is_sound = read_trait(bytes.p + at, &trait);
        has_room = !is_sound || wire__memory_put(made, &trait);
    }
    if (is_sound && has_room) {
        made->n_pages = n_pages;
        *memory = made;
        return WIRE_OK;
    }
    wire_memory_free(made);
    return is_sound ? wire_fail(err, WIRE_ENOMEM, "no memory for what a source's pages have in common")
                    : wire_fail(err, WIRE_EFORMAT, "not what a source's pages have in common, as it is stored");
}
