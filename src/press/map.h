/* map.h: finds numbers by texts. Inside src/press only. */
#ifndef WIRECOPY_PRESS_MAP_H
#define WIRECOPY_PRESS_MAP_H
#include "wirecopy/base.h"

/* Texts are borrowed and must outlive the map. Lies in an arena; grows. All zero but the arena is empty. */
typedef struct wire__map {
    wire_arena *arena;
    struct wire__map_slot {
        wire_str text;
        uint64_t hash;
        uint32_t number;
        bool is_taken;
    } * slots;
    size_t n, cap;
} wire__map;

/* fails  UINT32_MAX: not in it */
uint32_t wire__map_find(const wire__map *map, wire_str text);
/* Puts a text that is not in it. fails  false: no memory */
WIRE_USE bool wire__map_put(wire__map *map, wire_str text, uint32_t number);

#endif
