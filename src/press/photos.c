/* photos.c: the small photos of an edition: files beside their stories' pages, named by what they hold. */
#include "press/plan.h"

#include <stdlib.h>
#include <string.h>

static bool grow(wire__plan *plan)
{
    const uint32_t cap = plan->cap_photos ? plan->cap_photos * 2 : 256;
    wire_photo *photos = WIRE_TAKE(plan->arena, wire_photo, cap);
    uint64_t *stories = WIRE_TAKE(plan->arena, uint64_t, cap);
    if (!photos || !stories)
        return false;
    if (plan->n_photos) {
        memcpy(photos, plan->photos, plan->n_photos * sizeof *photos);
        memcpy(stories, plan->photos_of, plan->n_photos * sizeof *stories);
    }
    plan->photos = photos;
    plan->photos_of = stories;
    plan->cap_photos = cap;
    return true;
}

static wire_code add_photo(void *user, uint64_t story, const wire_photo *photo)
{
    wire__plan *plan = user;
    if (plan->n_photos == plan->cap_photos && !grow(plan))
        return WIRE_ENOMEM;
    wire_photo *made = &plan->photos[plan->n_photos];
    *made = *photo;
    if (!wire_arena_copy(plan->arena, photo->url, &made->url))
        return WIRE_ENOMEM;
    plan->photos_of[plan->n_photos++] = story;
    return WIRE_OK;
}

wire_code wire__plan_read_photos(wire__plan *plan, wire_store *store, wire_error *err)
{
    if (plan->site.edition->photos != WIRE_PHOTOS_SMALL)
        return WIRE_OK;
    const wire_code code = wire_store_each_photo(store, add_photo, plan, err);
    return code == WIRE_ENOMEM ? wire__plan_no_memory(err) : code;
}

const wire_photo *wire__plan_photos(const wire__plan *plan, uint64_t story, uint32_t *n)
{
    uint32_t from = 0, to = plan->n_photos;
    while (from < to) {
        const uint32_t middle = from + (to - from) / 2;
        if (plan->photos_of[middle] < story)
            from = middle + 1;
        else
            to = middle;
    }
    for (*n = 0; from + *n < plan->n_photos && plan->photos_of[from + *n] == story;)
        ++*n;
    return plan->photos + from;
}

/* True where an earlier photo of the story holds the same. */
static bool is_doubled(const wire_photo *photos, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (photos[i].hash == photos[at].hash)
            return true;
    return false;
}

bool wire__plan_add_photos(wire__plan *plan)
{
    for (uint32_t i = 0; plan->n_photos && i < plan->n_stories + plan->n_hidden; i++) {
        uint32_t n;
        const wire_photo *photos = wire__plan_photos(plan, plan->stories[i].id, &n);
        for (uint32_t k = 0; k < n; k++) {
            if (is_doubled(photos, k))
                continue;
            wire__leaf *leaf =
                wire__plan_leaf(plan, WIRE__LEAF_PHOTO,
                                wire_arena_print(plan->arena, "%.*s/%016llx.webp", WIRE_ARG(plan->stories[i].path),
                                                 (unsigned long long)photos[k].hash));
            if (!leaf)
                return false;
            leaf->items = &plan->all[i];
            leaf->n_items = 1;
            leaf->photo = &photos[k];
            leaf->key = photos[k].hash;
        }
    }
    return true;
}
