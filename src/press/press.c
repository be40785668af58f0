/* press.c: plan, compare, write in an order that leaves no link dead, remove, remember. docs/decisions/write-order.md
 */
#include "press/forms.h"
#include "press/work.h"
#include "render/gmi.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool has_form(const wire_edition *edition, wire__form form)
{
    return form == WIRE__FORM_PLAIN || (form == WIRE__FORM_BR && edition->with_br) ||
           (form == WIRE__FORM_GZ && edition->with_gz) || (form == WIRE__FORM_ZST && edition->with_zst);
}

/* Whether a page is on disk as it should be: in all forms and no other, of the sizes it had. in  size: of the plain one
 */
static bool is_whole(const wire__shop *shop, wire_str file, uint64_t size, const wire__entry *was, bool is_hot)
{
    const bool is_packed = wire__form_is_packed(file); /* already */
    const bool is_graded = !is_packed && (shop->forms[WIRE__FORM_BR] || shop->forms[WIRE__FORM_ZST]);
    if (size != was->sizes[WIRE__FORM_PLAIN] || (is_graded && was->is_hot != is_hot))
        return false;
    for (wire__form form = WIRE__FORM_BR; form < WIRE__N_FORMS; form++) {
        const bool is_wanted = shop->forms[form] && !is_packed;
        if (is_wanted != (was->sizes[form] > 0))
            return false;
        if (is_wanted && wire__folder_size(shop->folder, file, wire__form_suffix(form)) != was->sizes[form])
            return false;
    }
    return true;
}

/* Whether a leaf is on disk as it should be, with all its pages, and made of the same. */
static bool is_current(const wire__shop *shop, wire__leaf *leaf)
{
    const wire__entry *was = &leaf->entry;
    const uint64_t size = wire__folder_size(shop->folder, leaf->file, "");
    leaf->is_there = size != UINT64_MAX;
    bool is_same = was->key == leaf->key && is_whole(shop, leaf->file, size, was, leaf->is_hot);
    for (uint32_t i = 2; i <= was->n_parts && is_same; i++) {
        char name[PATH_MAX];
        const wire_str file = wire__page_name(leaf->file, i, name);
        is_same = is_whole(shop, file, wire__folder_size(shop->folder, file, ""), &leaf->parts[i - 2], leaf->is_hot);
    }
    return is_same;
}

/* Takes what the manifest has of a leaf's later pages. fails  WIRE_ENOMEM */
static wire_code take_parts(wire__leaf *leaf, wire__manifest *manifest, wire_error *err)
{
    const uint32_t n = leaf->entry.n_parts;
    if (n < 2)
        return WIRE_OK;
    leaf->parts = calloc(n, sizeof *leaf->parts);
    if (!leaf->parts)
        return wire_fail(err, WIRE_ENOMEM, "press: no memory for the pages of %.*s", WIRE_ARG(leaf->file));
    for (uint32_t i = 2; i <= n; i++) {
        char name[PATH_MAX];
        uint32_t at = UINT32_MAX;
        const wire_code code = wire__manifest_find(manifest, wire__page_name(leaf->file, i, name), &at, err);
        if (code)
            return code;
        if (at == UINT32_MAX)
            continue; /* of no size: the leaf is not current then */
        leaf->parts[i - 2] = manifest->entries[at];
        leaf->parts[i - 2].file = manifest->entries[at].file = (wire_str){0};
        if (!leaf->entry.key)
            leaf->parts[i - 2].key = 0;
    }
    return WIRE_OK;
}

/* Compares the plan with the manifest; what the manifest has besides stays in it, to be removed. */
static wire_code compare(const wire__shop *shop, wire__plan *plan, wire__manifest *manifest, uint64_t *n_due,
                         wire_error *err)
{
    *n_due = 0;
    for (uint32_t i = 0; i < plan->n_leaves; i++) {
        wire__leaf *leaf = &plan->leaves[i];
        uint32_t at = UINT32_MAX;
        wire_code code = wire__manifest_find(manifest, leaf->file, &at, err);
        if (code)
            return code;
        if (at != UINT32_MAX) {
            leaf->entry = manifest->entries[at];
            manifest->entries[at].file = (wire_str){0};
        }
        code = take_parts(leaf, manifest, err);
        if (code)
            return code;
        leaf->is_done = is_current(shop, leaf);
        leaf->is_due = !leaf->is_done;
        *n_due += leaf->is_due;
        if (leaf->is_due)
            leaf->entry.key = 0;
    }
    return WIRE_OK;
}

/* Pages that were written and that the manifest did not know as a leaf's (it was lost) are not to be removed. */
static wire_code keep_parts(const wire__plan *plan, wire__manifest *manifest, wire_error *err)
{
    for (uint32_t i = 0; i < plan->n_leaves; i++) {
        const wire__leaf *leaf = &plan->leaves[i];
        for (uint32_t n = 2; leaf->is_due && n <= leaf->entry.n_parts; n++) {
            char name[PATH_MAX];
            uint32_t at = UINT32_MAX;
            const wire_code code = wire__manifest_find(manifest, wire__page_name(leaf->file, n, name), &at, err);
            if (code)
                return code;
            if (at != UINT32_MAX)
                manifest->entries[at].file = (wire_str){0};
        }
    }
    return WIRE_OK;
}

/* Pages that others link to before they can be written whole: where one is missing, a bare one stands in. */
static wire_code put_bare(const wire__shop *shop, wire_error *err)
{
    wire_out out;
    wire_code code = WIRE_OK;
    wire_out_open_memory(&out, 0);
    for (uint32_t i = 0; i < shop->plan->n_leaves && !code; i++) {
        const wire__leaf *leaf = &shop->plan->leaves[i];
        if (!leaf->is_hub || leaf->is_there)
            continue;
        wire_out_reset(&out);
        if (leaf->kind == WIRE__LEAF_GMI) {
            wire_out_lit(&out, "# ");
            wire__gmi_text(&out, shop->plan->site.edition->name);
        } else {
            wire__render_bare(&shop->plan->site, &out);
        }
        code = out.code ? wire_fail(err, out.code, "press: no memory")
                        : wire__folder_put(shop->folder, leaf->file, "", wire_out_text(&out), NULL, err);
        for (wire__form form = WIRE__FORM_BR; form < WIRE__N_FORMS && !code; form++)
            code = wire__folder_remove(shop->folder, leaf->file, wire__form_suffix(form), err);
    }
    (void)wire_out_close(&out, NULL);
    return code;
}

static wire_code remove_rest(const wire__shop *shop, wire__manifest *manifest, uint64_t *n_removed, wire_error *err)
{
    for (uint32_t i = 0; i < manifest->n; i++) {
        wire__entry *entry = &manifest->entries[i];
        if (!entry->file.n)
            continue;
        const wire_code code = wire__page_remove(shop->folder, entry->file, err);
        if (code)
            return code;
        entry->file = (wire_str){0};
        ++*n_removed;
    }
    return WIRE_OK;
}

static wire_code write_leaves(const wire__shop *shop, wire_store *store, const wire_press_opts *opts, wire_error *err)
{
    uint32_t n_jobs = opts->n_jobs;
    if (!n_jobs) {
        const long n = sysconf(_SC_NPROCESSORS_ONLN);
        n_jobs = n > 0 ? (uint32_t)n : 1;
    }
    wire_code code = put_bare(shop, err);
    if (!code)
        code = wire__work_rest(shop, store, WIRE__LEAF_PHOTO, WIRE__LEAF_PHOTO, &opts->hooks, err);
    if (!code)
        code = wire__work_stories(shop, store, n_jobs, &opts->hooks, err);
    if (!code)
        code = wire__work_rest(shop, store, WIRE__LEAF_GONE, WIRE__LEAF_GMI, &opts->hooks, err);
    return code;
}

static uint64_t smallest(const wire__entry *entry)
{
    uint64_t least = entry->sizes[WIRE__FORM_PLAIN];
    for (wire__form form = WIRE__FORM_BR; form < WIRE__N_FORMS; form++)
        if (entry->sizes[form] && entry->sizes[form] < least)
            least = entry->sizes[form];
    return least;
}

static void keep_name(wire_str file, char name[256])
{
    const size_t n = file.n < 255 ? file.n : 255;
    memcpy(name, file.p, n);
    name[n] = '\0';
}

static void sum_up(const wire__plan *plan, wire_press_sums *sums)
{
    sums->n_stories = plan->n_stories;
    sums->n_sections = plan->site.n_sections;
    sums->n_pages = plan->n_leaves;
    for (uint32_t i = 0; i < plan->n_leaves; i++) {
        const wire__leaf *leaf = &plan->leaves[i];
        const uint64_t packed = smallest(&leaf->entry);
        sums->n_written += leaf->is_written;
        sums->n_bytes += leaf->entry.sizes[WIRE__FORM_PLAIN];
        uint64_t story_bytes = leaf->entry.sizes[WIRE__FORM_PLAIN], packed_bytes = packed;
        for (uint32_t k = 2; k <= leaf->entry.n_parts; k++) {
            const wire__entry *part = &leaf->parts[k - 2];
            sums->n_pages++;
            sums->n_bytes += part->sizes[WIRE__FORM_PLAIN];
            story_bytes += part->sizes[WIRE__FORM_PLAIN];
            packed_bytes += smallest(part);
        }
        if (leaf->kind == WIRE__LEAF_STORY) {
            sums->n_story_bytes += story_bytes;
            sums->n_packed_bytes += packed_bytes;
        }
        if (leaf->entry.is_over && !sums->n_over++)
            keep_name(leaf->file, sums->over);
        if (packed > sums->heaviest_bytes && wire_str_has_suffix(leaf->file, WIRE_STR(".html"))) {
            sums->heaviest_bytes = packed;
            keep_name(leaf->file, sums->heaviest);
        }
    }
}

static bool has_leftovers(const wire__manifest *manifest)
{
    for (uint32_t i = 0; i < manifest->n; i++)
        if (manifest->entries[i].file.n)
            return true;
    return false;
}

/* Presses a plan into an open folder. */
static wire_code press_plan(wire__shop *shop, wire__plan *plan, wire_store *store, const wire_press_opts *opts,
                            wire_press_sums *sums, wire_error *err)
{
    wire__manifest manifest = {.arena = plan->arena};
    wire_code code = wire__manifest_read(&manifest, shop->folder, err);
    if (!code && manifest.is_lost)
        code = wire__manifest_search(&manifest, shop->folder, err);
    if (code)
        return code;
    uint64_t n_due = 0;
    code = compare(shop, plan, &manifest, &n_due, err);
    if (code)
        return code;
    wire__manifest_restrict(&manifest);
    if (!n_due && !has_leftovers(&manifest)) {
        sum_up(plan, sums);
        return WIRE_OK;
    }
    code = wire__manifest_note(shop->folder, plan, err);
    if (code)
        return code;
    code = write_leaves(shop, store, opts, err);
    if (!code)
        code = keep_parts(plan, &manifest, err);
    if (!code)
        code = remove_rest(shop, &manifest, &sums->n_removed, err);
    wire_error later = {0};
    wire_code kept = wire__folder_sync(shop->folder, &later);
    if (!kept)
        kept = wire__manifest_write(shop->folder, plan, &manifest, &later);
    if (!code && kept) {
        code = kept;
        if (err)
            *err = later;
    }
    if (!code)
        sum_up(plan, sums);
    return code;
}

wire_code wire__press(const wire_edition *edition, wire_store *store, const wire_theme *theme,
                      const wire_press_opts *opts, uint32_t max_places, wire_press_sums *sums, wire_error *err)
{
    wire__plan plan = {.arena = wire_arena_new(SIZE_MAX / 2), .max_places = max_places};
    wire__folder folder = {.fd = -1, .lock_fd = -1};
    wire__shop shop = {.plan = &plan, .folder = &folder};
    wire_zone *zone = NULL;
    wire_press_sums made = {0};
    wire_code code = plan.arena ? WIRE_OK : wire_fail(err, WIRE_ENOMEM, "press: no memory");
    const wire_str place = code ? (wire_str){0} : wire_edition_place(edition, edition->output, plan.arena);
    if (!code && !place.p)
        code = wire_fail(err, WIRE_ENOMEM, "press: no memory");
    if (!code)
        code = wire_zone_open(edition->timezone.n ? edition->timezone : WIRE_STR("UTC"), &zone, err);
    if (code == WIRE_NONE)
        code =
            wire_fail(err, WIRE_ECONFIG, "press: no time zone \"%.*s\" on this machine", WIRE_ARG(edition->timezone));
    for (wire__form form = WIRE__FORM_PLAIN; form < WIRE__N_FORMS; form++)
        shop.forms[form] = has_form(edition, form);
    plan.site = (wire_site){.edition = edition, .theme = theme, .zone = zone};
    if (!code)
        code = wire__folder_open(place.p, &folder, err);
    if (!code)
        code = wire__plan_make(&plan, store, err);
    if (!code)
        code = press_plan(&shop, &plan, store, opts ? opts : &(wire_press_opts){0}, &made, err);
    for (uint32_t i = 0; i < plan.n_leaves; i++)
        free(plan.leaves[i].parts);
    wire__folder_close(&folder);
    wire_zone_close(zone);
    wire_arena_free(plan.arena);
    if (!code && sums)
        *sums = made;
    return code;
}

wire_code wire_press(const wire_edition *edition, wire_store *store, const wire_theme *theme,
                     const wire_press_opts *opts, wire_press_sums *sums, wire_error *err)
{
    return wire__press(edition, store, theme, opts, 50000, sums, err);
}
