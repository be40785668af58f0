/* memory.c: what a source's pages have in common, from run to run. */
#include "run/collect.h"

#include <stdlib.h>

wire_code wire__origin_remember(wire__collect *c, wire__origin *origin)
{
    if (!origin->memory) {
        const wire_code code = wire_store_get_memory(c->store, origin->source->name, &origin->memory, c->err);
        if (code < 0 && code != WIRE_ENOMEM)
            return code;
        if (!origin->memory)
            origin->memory = wire_memory_new();
        if (!origin->taught)
            origin->taught = wire_memory_new();
    }
    const bool has_both = origin->memory && origin->taught;
    wire__ward_remember(c->ward, has_both ? origin->memory : NULL, has_both ? origin->taught : NULL);
    origin->n_taught += has_both;
    return WIRE_OK;
}

static wire_code keep(wire__collect *c, wire__origin *origin)
{
    if (wire_memory_add(origin->memory, origin->taught) != WIRE_OK)
        return WIRE_OK; /* without memory nothing is learnt */
    wire_memory_age(origin->memory, origin->n_taught);
    return wire_store_put_memory(c->store, origin->source->name, origin->memory, c->now, c->err);
}

wire_code wire__origins_keep(wire__collect *c)
{
    wire__ward_remember(c->ward, NULL, NULL);
    for (uint32_t i = 0; i < c->edition->n_sources; i++) {
        wire__origin *origin = &c->origins[i];
        const wire_code code = origin->n_taught ? keep(c, origin) : WIRE_OK;
        if (code < 0)
            return code;
    }
    return WIRE_OK;
}

void wire__origins_free(wire__collect *c)
{
    for (uint32_t i = 0; c->origins && i < c->edition->n_sources; i++) {
        wire_memory_free(c->origins[i].memory);
        wire_memory_free(c->origins[i].taught);
    }
    free(c->origins);
}
