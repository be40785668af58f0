/* photos.c: which photos stories show, and the small ones that were made of them. */
#include "base/hash.h"
#include "store/handle.h"

enum { BATCH = 200, MOST_STORIES = 10000, MOST_A_STORY = 20, LONGEST_URL = 2048, LARGEST = 64 << 10 };

static bool is_photo(const wire_block *block)
{
    const wire_str url = block->kind == WIRE_BLOCK_IMAGE && block->figure ? block->figure->url : (wire_str){0};
    return url.n && url.n <= LONGEST_URL &&
           (wire_str_has_prefix(url, WIRE_STR("https://")) || wire_str_has_prefix(url, WIRE_STR("http://")));
}

/* The addresses of a story's photos, each once. */
static size_t list_photos(const wire_story *story, wire_str urls[MOST_A_STORY])
{
    size_t n = 0;
    for (uint32_t i = 0; i < story->n_blocks && n < MOST_A_STORY; i++) {
        if (!is_photo(&story->blocks[i]))
            continue;
        size_t at = 0;
        while (at < n && !wire_str_is(urls[at], story->blocks[i].figure->url))
            at++;
        if (at == n)
            urls[n++] = story->blocks[i].figure->url;
    }
    return n;
}

static wire_code note_one(wire_store *store, uint64_t id, wire_error *err)
{
    wire_str urls[MOST_A_STORY];
    wire_story *story = NULL;
    wire_code code = wire_store_get(store, id, &story, err);
    if (code)
        return code;
    code = store->driver->note_photos(store->db, id, urls, list_photos(story, urls), err);
    wire_story_free(story);
    return code;
}

/* out  *n: stories looked through by this call */
static wire_code note_batch(wire_store *store, size_t *n, wire_error *err)
{
    uint64_t stories[BATCH];
    bool is_own;
    wire_code code = store->driver->unpictured(store->db, stories, BATCH, n, err);
    if (code || !*n)
        return code;
    code = wire__store_begin_own(store, &is_own, err);
    if (code)
        return code;
    for (size_t i = 0; i < *n && !code; i++)
        code = note_one(store, stories[i], err);
    return is_own ? wire__store_end_own(store, code, err) : code;
}

wire_code wire_store_note_photos(wire_store *store, const wire_hooks *hooks, wire_error *err)
{
    size_t n = BATCH;
    wire_code code = WIRE_OK;
    for (size_t done = 0; !code && n == BATCH && done < MOST_STORIES; done += n) {
        if (done && hooks && hooks->stop && hooks->stop(hooks->user))
            return wire_fail(err, WIRE_ESTOP, "store: stopped while looking for photos");
        code = note_batch(store, &n, err);
    }
    return code;
}

wire_code wire_store_each_wanted_photo(wire_store *store, int64_t now, size_t most,
                                       wire_code (*each)(void *user, const wire_photo *photo), void *user,
                                       wire_error *err)
{
    return store->driver->each_wanted(store->db, now, most, each, user, err);
}

wire_code wire_store_each_photo(wire_store *store,
                                wire_code (*each)(void *user, uint64_t story, const wire_photo *photo), void *user,
                                wire_error *err)
{
    return store->driver->each_photo(store->db, each, user, err);
}

static wire_code write_photo(wire_store *store, const wire_photo *photo,
                             wire_code (*write)(void *db, const wire_photo *photo, wire_error *err), wire_error *err)
{
    bool is_own;
    wire_code code = wire__store_begin_own(store, &is_own, err);
    if (code)
        return code;
    code = write(store->db, photo, err);
    return is_own ? wire__store_end_own(store, code, err) : code;
}

wire_code wire_store_put_photo(wire_store *store, const wire_photo *photo, wire_error *err)
{
    wire_photo made = *photo;
    if (!photo->body.n || photo->body.n > LARGEST)
        return wire_fail(err, WIRE_ELIMIT, "store: a photo of %zu bytes; at most %d are kept", photo->body.n, LARGEST);
    made.hash = wire__hash64(photo->body);
    return write_photo(store, &made, store->driver->put_photo, err);
}

wire_code wire_store_photo_failed(wire_store *store, const wire_photo *photo, wire_error *err)
{
    return write_photo(store, photo, store->driver->photo_failed, err);
}

wire_code wire_store_get_photo(wire_store *store, uint64_t id, wire_str *body, wire_error *err)
{
    wire_out_reset(&store->json);
    const wire_code code = store->driver->photo_body(store->db, id, &store->json, err);
    if (code)
        return code;
    if (store->json.code)
        return wire_fail(err, store->json.code, "store: no memory for a photo");
    *body = wire_out_text(&store->json);
    return WIRE_OK;
}
