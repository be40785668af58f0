/* seen.c: open addressing, never more than half full. */
#include "run/seen.h"

#include "base/hash.h"

#include <stdlib.h>

static bool put(uint64_t *hashes, size_t cap, uint64_t hash)
{
    size_t i = hash & (cap - 1);
    for (; hashes[i]; i = (i + 1) & (cap - 1))
        if (hashes[i] == hash)
            return false;
    hashes[i] = hash;
    return true;
}

static bool grow(wire__seen *seen)
{
    const size_t cap = seen->cap ? seen->cap * 2 : 256;
    uint64_t *hashes = calloc(cap, sizeof *hashes);
    if (!hashes)
        return false;
    for (size_t i = 0; i < seen->cap; i++)
        if (seen->hashes[i])
            put(hashes, cap, seen->hashes[i]);
    free(seen->hashes);
    seen->hashes = hashes;
    seen->cap = cap;
    return true;
}

wire_code wire__seen_add(wire__seen *seen, wire_str address)
{
    const uint64_t hash = wire__hash64(address);
    if (seen->n * 2 >= seen->cap && !grow(seen))
        return WIRE_ENOMEM;
    if (!put(seen->hashes, seen->cap, hash ? hash : 1))
        return WIRE_SAME;
    seen->n++;
    return WIRE_OK;
}

void wire__seen_free(wire__seen *seen)
{
    free(seen->hashes);
    *seen = (wire__seen){0};
}
