/* hash.h: XXH3 over bytes, at once and piece by piece. Not for secrets. Inside the library only. */
#ifndef WIRECOPY_BASE_HASH_H
#define WIRECOPY_BASE_HASH_H
#include "wirecopy/base.h"

/* The same on every machine, so that it may be stored. */
uint64_t wire__hash64(wire_str bytes);
/* Another hash for each seed. */
uint64_t wire__hash64_seeded(wire_str bytes, uint64_t seed);

/* The same hash over bytes that come in pieces. By value, nothing to free. */
typedef struct wire__hash {
    _Alignas(64) unsigned char state[576];
} wire__hash;

void wire__hash_begin(wire__hash *hash);
void wire__hash_add(wire__hash *hash, wire_str bytes);
uint64_t wire__hash_end(const wire__hash *hash);

/* Sixteen lower case hexadecimal digits, no final zero. */
void wire__hash_hex(uint64_t hash, char to[16]);

#endif
