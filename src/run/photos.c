/* photos.c: photos that stories show are fetched as pages are, made small in a child, and kept in the store. */
#include "run/collect.h"

#include "parse/photo.h"

#include <string.h>

enum {
    MOST_A_RUN = 300,
    HOUR = 3600,
    PATIENCE = 6 /* failures after which a photo is given up */
};

static const int64_t never_s = (int64_t)100 * 365 * 24 * HOUR;

/* A source that has left wirecopy.ini, or never stood there, is treated as anybody's. */
static const wire_source *find_source(const wire__collect *c, wire_str name)
{
    static const wire_source nobody = {.name = {"import", 6}},
                             nobody_here = {.name = {"import", 6}, .network = WIRE_NETWORK_LOCAL};
    const wire_source *source = wire_edition_find_source(c->edition, name);
    return source ? source : c->opts->allow_local ? &nobody_here : &nobody;
}

/* Jobs hang on a document of their source: photos of one source share one. */
static wire__doc *find_doc(wire__collect *c, const wire_source *source, wire__doc **docs)
{
    for (wire__doc *doc = *docs; doc; doc = doc->next)
        if (doc->origin->source == source)
            return doc;
    wire__doc *doc = WIRE_TAKE(c->arena, wire__doc, 1);
    wire__origin *origin = WIRE_TAKE(c->arena, wire__origin, 1);
    if (!doc || !origin)
        return NULL;
    origin->source = source;
    *doc = (wire__doc){.origin = origin, .url = source->name, .next = *docs};
    *docs = doc;
    return doc;
}

typedef struct asking {
    wire__collect *c;
    wire__doc *docs;
    wire__job *first, **last;
} asking;

/* The store may not be asked while it hands photos over: jobs are gathered first. */
static wire_code gather(void *user, const wire_photo *photo)
{
    asking *a = user;
    wire__collect *c = a->c;
    wire__job *job = NULL;
    wire__doc *doc = find_doc(c, find_source(c, photo->source), &a->docs);
    wire_code code = doc ? WIRE_OK : wire_fail(c->err, WIRE_ENOMEM, "fetch: no memory for photos");
    if (!code)
        code = wire__job_make(c, WIRE__JOB_PHOTO, doc, photo->url, NULL, &(wire_visit){0}, &job);
    if (code)
        return code;
    job->photo = photo->id;
    job->n_fails = photo->n_fails;
    *a->last = job;
    a->last = &job->next;
    return WIRE_OK;
}

wire_code wire__photos_ask(wire__collect *c)
{
    asking a = {.c = c, .last = &a.first};
    if (c->edition->photos != WIRE_PHOTOS_SMALL)
        return WIRE_OK;
    if (!wire__darkroom_is_built()) {
        wire_log(&c->opts->hooks, WIRE_LEVEL_WARN,
                 "photos = small: this wirecopy is built without libvips; stories link to their photos instead");
        return WIRE_OK;
    }
    wire_code code = wire_store_note_photos(c->store, &c->opts->hooks, c->err);
    if (!code)
        code = wire_store_each_wanted_photo(c->store, c->now, MOST_A_RUN, gather, &a, c->err);
    for (wire__job *job = a.first, *next; job && !code; job = next) {
        next = job->next;
        job->next = NULL;
        code = wire__ask(c, job);
    }
    return code;
}

static wire_code make_small(wire__collect *c, const wire_answer *answer, wire_photo *photo, wire_error *why)
{
    const wire_code code = wire__answer_judge(answer, why);
    if (code)
        return code;
    if (answer->page.bytes.n > WIRE__PHOTO_LARGEST)
        return wire_fail(why, WIRE_ELIMIT, "a picture of over %d MiB", WIRE__PHOTO_LARGEST >> 20);
    if (!c->darkroom)
        c->darkroom = wire__ward_new(&(wire__ward_opts){
            .in_process = c->opts->in_process, .cpu_ms = 20000, .max_bytes = (uint64_t)1 << 30, .with_photos = true});
    if (!c->darkroom)
        return wire_fail(why, WIRE_ENOMEM, "no process to make it small in");
    return wire__ward_photo(c->darkroom, &answer->page, c->scratch, photo, why);
}

/* What is no picture will be none next time; what could not be had may be. */
static int64_t next_try(const wire__collect *c, const wire_photo *photo, const wire_answer *answer, wire_code why)
{
    if (why == WIRE_EFORMAT || why == WIRE_ELIMIT || photo->n_fails >= PATIENCE)
        return c->now + never_s;
    const int64_t wait = (int64_t)HOUR << photo->n_fails;
    return c->now + (answer->retry_s > wait ? answer->retry_s : wait);
}

static wire_code put_off(wire__collect *c, const wire__job *job, const wire_answer *answer, const wire_error *why)
{
    wire_photo photo = {.id = job->photo, .n_fails = job->n_fails, .error = wire_str_of(why->text)};
    photo.n_fails += why->code != WIRE_EBUSY; /* that was not asked for */
    photo.due = next_try(c, &photo, answer, why->code);
    wire_log(&c->opts->hooks, WIRE_LEVEL_INFO, "photo %.*s: %s", WIRE_ARG(job->url), why->text);
    return wire_store_photo_failed(c->store, &photo, c->err);
}

wire_code wire__photo_take(wire__collect *c, const wire__job *job, const wire_answer *answer)
{
    wire_error why = {0};
    wire_photo photo = {.id = job->photo};
    const wire_code made = make_small(c, answer, &photo, &why);
    if (made == WIRE_EUSE) { /* no photo will come out of this run: none is to blame */
        if (!c->has_said_photos)
            wire_log(&c->opts->hooks, WIRE_LEVEL_WARN, "%s; stories link to their photos instead", why.text);
        c->has_said_photos = true;
        return WIRE_OK;
    }
    if (made == WIRE_ENOMEM)
        return wire_fail(c->err, made, "fetch: %s", why.text);
    if (made)
        return put_off(c, job, answer, &why);
    const wire_code code = wire_store_put_photo(c->store, &photo, c->err);
    c->sums->n_photos += !code;
    return code;
}
