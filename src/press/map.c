/* map.c: open addressing, at most half full. */
#include "press/map.h"

#include "base/hash.h"

static struct wire__map_slot *find_slot(const wire__map *map, wire_str text, uint64_t hash)
{
    size_t at = hash & (map->cap - 1);
    while (map->slots[at].is_taken && (map->slots[at].hash != hash || !wire_str_is(map->slots[at].text, text)))
        at = (at + 1) & (map->cap - 1);
    return &map->slots[at];
}

uint32_t wire__map_find(const wire__map *map, wire_str text)
{
    if (!map->n)
        return UINT32_MAX;
    const struct wire__map_slot *slot = find_slot(map, text, wire__hash64(text));
    return slot->is_taken ? slot->number : UINT32_MAX;
}

static bool grow(wire__map *map)
{
    const wire__map old = *map;
    map->cap = old.cap ? old.cap * 4 : 64;
    map->slots = WIRE_TAKE(map->arena, struct wire__map_slot, map->cap);
    if (!map->slots) {
        *map = old;
        return false;
    }
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].is_taken)
            *find_slot(map, old.slots[i].text, old.slots[i].hash) = old.slots[i];
    return true;
}

bool wire__map_put(wire__map *map, wire_str text, uint32_t number)
{
    if (map->n * 2 >= map->cap && !grow(map))
        return false;
    const uint64_t hash = wire__hash64(text);
    *find_slot(map, text, hash) = (struct wire__map_slot){text, hash, number, true};
    map->n++;
    return true;
}
