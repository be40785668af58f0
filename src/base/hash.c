/* hash.c: XXH3 over bytes, at once and piece by piece. */
#define XXH_INLINE_ALL /* and so no state whose size another build of the library decides */
#include "base/hash.h"

#include <xxhash.h>

_Static_assert(sizeof(XXH3_state_t) == sizeof(wire__hash), "the state of XXH3 fits");

uint64_t wire__hash64(wire_str bytes)
{
    return XXH3_64bits(bytes.p, bytes.n);
}

uint64_t wire__hash64_seeded(wire_str bytes, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes.p, bytes.n, seed);
}

void wire__hash_begin(wire__hash *hash)
{
    XXH3_INITSTATE((XXH3_state_t *)hash);
    (void)XXH3_64bits_reset((XXH3_state_t *)hash); /* fails for NULL alone */
}

void wire__hash_add(wire__hash *hash, wire_str bytes)
{
    if (bytes.n)
        (void)XXH3_64bits_update((XXH3_state_t *)hash, bytes.p, bytes.n);
}

uint64_t wire__hash_end(const wire__hash *hash)
{
    return XXH3_64bits_digest((const XXH3_state_t *)hash);
}

void wire__hash_hex(uint64_t hash, char to[16])
{
    for (int i = 15; i >= 0; i--, hash >>= 4)
        to[i] = "0123456789abcdef"[hash & 15];
}
