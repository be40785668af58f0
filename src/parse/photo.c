/* photo.c: the one file that knows libvips. It is loaded when the first photo comes, and not linked: it brings some
 * sixty libraries, which every command would wait for at its start. docs/decisions/photos.md */
#include "parse/photo.h"

#ifdef WIRE_WITH_VIPS
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>

enum { MOST_PIXELS = 60000000, LEAST_SIDE = 64, TALLEST = 800 };

/* What is asked of it; the names are libvips's without their prefix. */
#define CALLS(X)                                                                     \
    X(init, int, (const char *))                                                     \
    X(error_buffer, const char *, (void))                                            \
    X(error_clear, void, (void))                                                     \
    X(concurrency_set, void, (int))                                                  \
    X(cache_set_max, void, (int))                                                    \
    X(vector_set_enabled, void, (gboolean))                                          \
    X(image_new_from_buffer, VipsImage *, (const void *, size_t, const char *, ...)) \
    X(image_get_width, int, (const VipsImage *))                                     \
    X(image_get_height, int, (const VipsImage *))                                    \
    X(image_hasalpha, gboolean, (VipsImage *))                                       \
    X(image_remove, gboolean, (VipsImage *, const char *))                           \
    X(image_copy_memory, VipsImage *, (VipsImage *))                                 \
    X(thumbnail_buffer, int, (void *, size_t, VipsImage **, int, ...))               \
    X(flatten, int, (VipsImage *, VipsImage **, ...))                                \
    X(resize, int, (VipsImage *, VipsImage **, double, ...))                         \
    X(array_double_newv, VipsArrayDouble *, (int, ...))                              \
    X(area_unref, void, (VipsArea *))                                                \
    X(webpsave_buffer, int, (VipsImage *, void **, size_t *, ...))

struct wire__darkroom {
    void *library;
#define CALL_MEMBER(name, type, arguments) type(*name) arguments;
    CALLS(CALL_MEMBER)
#undef CALL_MEMBER
    void (*unref)(gpointer);
    void (*release)(gpointer);
};

/* A pointer to a function out of the library. fails  false: it has none of that name */
static bool find(void *library, const char *name, void *function)
{
    void *const found = dlsym(library, name);
    memcpy(function, &found, sizeof found);
    return found != NULL;
}

bool wire__darkroom_is_built(void)
{
    return true;
}

static bool find_all(wire__darkroom *d)
{
#define FIND(name, type, arguments) &&find(d->library, "vips_" #name, &d->name)
    return find(d->library, "g_object_unref", &d->unref) && find(d->library, "g_free", &d->release) CALLS(FIND);
#undef FIND
}

wire_code wire__darkroom_open(wire__darkroom **darkroom, wire_error *err)
{
    void (*block_untrusted)(gboolean);
    wire__darkroom *d = calloc(1, sizeof *d);
    if (!d)
        return wire_fail(err, WIRE_ENOMEM, "photos: no memory");
    d->library = dlopen("libvips.so.42", RTLD_NOW | RTLD_GLOBAL);
    if (!d->library || !find_all(d) || d->init("wirecopy")) {
        const bool is_there = d->library != NULL;
        free(d); /* a library that has been begun with cannot be unloaded */
        return wire_fail(err, WIRE_EUSE,
                         is_there ? "photos: this machine's libvips cannot be used"
                                  : "photos: libvips (libvips.so.42) is not on this machine");
    }
    if (find(d->library, "vips_block_untrusted_set", &block_untrusted))
        block_untrusted(TRUE);    /* readers that are not made for foreign bytes */
    d->vector_set_enabled(FALSE); /* writes code at run time, which a caged process may not */
    d->concurrency_set(1);
    d->cache_set_max(0);
    *darkroom = d;
    return WIRE_OK;
}

void wire__darkroom_close(wire__darkroom *d)
{
    free(d);
}

static bool is_known(wire_str bytes)
{
    const wire_str brand = wire_str_cut(bytes, 4, 12);
    return wire_str_has_prefix(bytes, WIRE_STR("\xff\xd8\xff")) ||
           wire_str_has_prefix(bytes, WIRE_STR("\x89PNG\r\n\x1a\n")) || wire_str_has_prefix(bytes, WIRE_STR("GIF8")) ||
           (wire_str_has_prefix(bytes, WIRE_STR("RIFF")) &&
            wire_str_is(wire_str_cut(bytes, 8, 12), WIRE_STR("WEBP"))) ||
           wire_str_is(brand, WIRE_STR("ftypavif"));
}

static wire_code fail(wire__darkroom *d, wire_error *err)
{
    const wire_str why = wire_str_trim(wire_str_cut(wire_str_of(d->error_buffer()), 0, 120));
    const wire_str line = wire_str_cut(why, 0, wire_str_find(why, WIRE_STR("\n")));
    const wire_code code = wire_fail(err, WIRE_EFORMAT, "not a picture that can be read (%.*s)", WIRE_ARG(line));
    d->error_clear();
    return code;
}

/* Looks at the size that the header states, before anything is unpacked. */
static wire_code check_size(wire__darkroom *d, wire_str bytes, wire_error *err)
{
    VipsImage *image = d->image_new_from_buffer(bytes.p, bytes.n, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
    if (!image)
        return fail(d, err);
    const int64_t width = d->image_get_width(image), height = d->image_get_height(image);
    d->unref(image);
    if (width * height > MOST_PIXELS)
        return wire_fail(err, WIRE_ELIMIT, "a picture of %lld by %lld pixels; at most 60 million are unpacked",
                         (long long)width, (long long)height);
    if (width < LEAST_SIDE || height < LEAST_SIDE)
        return wire_fail(err, WIRE_EFORMAT, "a picture of %lld by %lld pixels: too small for a photo", (long long)width,
                         (long long)height);
    return WIRE_OK;
}

/* Upright, in sRGB, on white where it was clear, no larger than a page shows it, unpacked. */
static wire_code develop(wire__darkroom *d, wire_str bytes, VipsImage **image, wire_error *err)
{
    static const char *const NOTES[] = {"icc-profile-data", "exif-data", "xmp-data", "iptc-data", "photoshop-data"};
    VipsImage *small = NULL, *flat = NULL;
    if (d->thumbnail_buffer((void *)(uintptr_t)bytes.p, bytes.n, &small, WIRE__PHOTO_WIDTH, "height", TALLEST, "size",
                            VIPS_SIZE_DOWN, "export_profile", "srgb", NULL))
        return fail(d, err);
    if (d->image_hasalpha(small)) {
        VipsArrayDouble *white = d->array_double_newv(1, 255.0); /* black is its own habit */
        const int failed = d->flatten(small, &flat, "background", white, NULL);
        d->area_unref((VipsArea *)white);
        d->unref(small);
        if (failed)
            return fail(d, err);
        small = flat;
    }
    *image = d->image_copy_memory(small); /* here the bytes are read */
    d->unref(small);
    if (!*image)
        return fail(d, err);
    for (size_t i = 0; i < sizeof NOTES / sizeof *NOTES; i++)
        d->image_remove(*image, NOTES[i]);
    return WIRE_OK;
}

static uint32_t number_at(wire_str s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* The picture's own part of a WebP, without what some versions of libvips put around it unasked. {NULL, 0}: none */
static wire_str find_bare(wire_str file)
{
    enum { HEAD = 12, PART = 8 };
    for (size_t at = HEAD; at + PART <= file.n;) {
        const size_t n = (size_t)number_at(file, at + 4), room = file.n - at - PART;
        if (n > room)
            break;
        if (wire_str_is(wire_str_cut(file, at, at + 4), WIRE_STR("VP8 ")))
            return wire_str_cut(file, at, at + PART + n);
        at += PART + n + (n & 1);
    }
    return (wire_str){0};
}

static void put_bare(wire_out *out, wire_str part)
{
    const uint32_t n = (uint32_t)(4 + part.n + (part.n & 1));
    const char head[] = {'R', 'I', 'F', 'F', (char)n, (char)(n >> 8), (char)(n >> 16), (char)(n >> 24),
                         'W', 'E', 'B', 'P'};
    wire_out_put(out, (wire_str){head, sizeof head});
    wire_out_put(out, part);
    if (part.n & 1)
        wire_out_byte(out, '\0');
}

/* One way to pack it. */
typedef struct trial {
    double scale;
    int quality;
} trial;

/* fails  WIRE_NONE: it does not come out small enough */
static wire_code pack(wire__darkroom *d, VipsImage *image, trial how, wire_out *small, wire_error *err)
{
    void *bytes = NULL;
    size_t n = 0;
    if (d->webpsave_buffer(image, &bytes, &n, "Q", how.quality, "effort", 4, "strip", TRUE, "smart_subsample", TRUE,
                           NULL))
        return fail(d, err);
    const wire_str bare = find_bare((wire_str){bytes, n});
    const bool fits = bare.n && bare.n + 13 <= WIRE__PHOTO_BYTES;
    if (fits)
        put_bare(small, bare);
    d->release(bytes);
    return fits ? WIRE_OK : WIRE_NONE;
}

static wire_code pack_scaled(wire__darkroom *d, VipsImage *image, trial how, wire_out *small, uint32_t *width,
                             uint32_t *height, wire_error *err)
{
    VipsImage *sized = NULL;
    if (how.scale < 1 && d->resize(image, &sized, how.scale, NULL))
        return fail(d, err);
    const wire_code code = pack(d, sized ? sized : image, how, small, err);
    *width = (uint32_t)d->image_get_width(sized ? sized : image);
    *height = (uint32_t)d->image_get_height(sized ? sized : image);
    if (sized)
        d->unref(sized);
    return code;
}

wire_code wire__darkroom_shrink(wire__darkroom *d, wire_str bytes, wire_out *small, uint32_t *width, uint32_t *height,
                                wire_error *err)
{
    static const trial TRIALS[] = {{1, 62}, {1, 45}, {1, 32}, {.8, 34}, {.6, 34}, {.45, 30}, {.3, 25}, {.2, 15}};
    VipsImage *image = NULL;
    if (!is_known(bytes))
        return wire_fail(err, WIRE_EFORMAT, "not a JPEG, PNG, WebP, GIF or AVIF");
    wire_code code = check_size(d, bytes, err);
    if (!code)
        code = develop(d, bytes, &image, err);
    if (code)
        return code;
    code = WIRE_NONE;
    for (size_t i = 0; i < sizeof TRIALS / sizeof *TRIALS && code == WIRE_NONE; i++)
        code = pack_scaled(d, image, TRIALS[i], small, width, height, err);
    d->unref(image);
    if (code == WIRE_NONE)
        code = wire_fail(err, WIRE_ELIMIT, "cannot be made smaller than %d bytes", WIRE__PHOTO_BYTES);
    return code;
}

#else

struct wire__darkroom {
    char unused;
};

bool wire__darkroom_is_built(void)
{
    return false;
}

wire_code wire__darkroom_open(wire__darkroom **darkroom, wire_error *err)
{
    (void)darkroom;
    return wire_fail(err, WIRE_EUSE, "photos: this wirecopy is built without libvips");
}

void wire__darkroom_close(wire__darkroom *darkroom)
{
    (void)darkroom;
}

wire_code wire__darkroom_shrink(wire__darkroom *darkroom, wire_str bytes, wire_out *small, uint32_t *width,
                                uint32_t *height, wire_error *err)
{
    (void)darkroom, (void)bytes, (void)small, (void)width, (void)height;
    return wire_fail(err, WIRE_EUSE, "photos: this wirecopy is built without libvips");
}
#endif
