/* gather.c: the store's stories as the plan needs them: in order, with their sections and what leads these. */
#include "press/plan.h"

#include <stdlib.h>
#include <string.h>

enum { NO_SECTION = UINT32_MAX };

static bool grow_stories(wire__plan *plan)
{
    const uint32_t cap = plan->cap_stories ? plan->cap_stories * 2 : plan->n_expected + 256;
    wire__planned *stories = wire_arena_take(plan->arena, cap * sizeof *stories, _Alignof(wire__planned));
    if (!stories)
        return false;
    if (plan->n_stories)
        memcpy(stories, plan->stories, plan->n_stories * sizeof *stories);
    plan->stories = stories;
    plan->cap_stories = cap;
    return true;
}

/* Two digits as a number; 100 or more: they are none. */
static uint32_t two_digits(const char *p)
{
    const uint32_t high = (uint32_t)(unsigned char)p[0] - '0', low = (uint32_t)(unsigned char)p[1] - '0';
    return high < 10 && low < 10 ? high * 10 + low : 100;
}

/* The day that a path begins with, "2026/11/20/" -> 20261120. */
static uint32_t day_of(wire_str path)
{
    if (path.n < 11 || path.p[4] != '/' || path.p[7] != '/' || path.p[10] != '/')
        return 0;
    const uint32_t century = two_digits(path.p), year = two_digits(path.p + 2), month = two_digits(path.p + 5),
                   day = two_digits(path.p + 8);
    const bool is_day = century < 100 && year < 100 && month < 100 && day < 100;
    return is_day ? ((century * 100 + year) * 100 + month) * 100 + day : 0;
}

static wire__standing standing_of(const wire_record *record, int64_t now)
{
    if (record->state == WIRE_STATE_WITHDRAWN || (record->expires && record->expires <= now))
        return WIRE__STANDING_GONE;
    if (record->embargo > now)
        return WIRE__STANDING_NOWHERE;
    return record->state == WIRE_STATE_HIDDEN ? WIRE__STANDING_HIDDEN : WIRE__STANDING_LISTED;
}

/* The number of a section's name; the few that there are come again and again. fails  false: no memory */
static bool find_section(wire__plan *plan, wire_str name, uint32_t *number)
{
    const size_t slot = (name.n ^ (name.n ? (unsigned char)name.p[0] : 0u)) % WIRE__N_RECENT;
    struct wire__recent *recent = &plan->recent[slot];
    wire_str copy;
    if (recent->name.p && wire_str_is(recent->name, name)) {
        *number = recent->number;
        return true;
    }
    *number = wire__map_find(&plan->sections_by_name, name);
    if (!wire_arena_copy(plan->arena, name, &copy))
        return false;
    if (*number == NO_SECTION) {
        *number = (uint32_t)plan->sections_by_name.n;
        if (!wire__map_put(&plan->sections_by_name, copy, *number))
            return false;
    }
    *recent = (struct wire__recent){copy, *number};
    return true;
}

static const wire_str INDEX = {"/index.html", 11};

_Static_assert(sizeof "/index.html" - 1 == WIRE__N_INDEX, "the file's name");

/* Copies texts one behind the other; behind the first one, which is a path, stands the name of its file. fails  false:
 * no memory */
static bool copy_texts(wire_arena *arena, const wire_str *from, wire_str *const *to, size_t n)
{
    size_t n_bytes = INDEX.n;
    for (size_t i = 0; i < n; i++)
        n_bytes += from[i].n + 1;
    char *p = wire_arena_take(arena, n_bytes, 1);
    if (!p)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (from[i].n)
            memcpy(p, from[i].p, from[i].n);
        *to[i] = (wire_str){from[i].p ? p : NULL, from[i].n};
        p += from[i].n;
        if (!i) {
            memcpy(p, INDEX.p, INDEX.n);
            p += INDEX.n;
        }
        *p++ = '\0';
    }
    return true;
}

static wire_code add_story(void *user, const wire_record *record)
{
    wire__plan *plan = user;
    if (plan->n_stories == plan->cap_stories && !grow_stories(plan))
        return WIRE_ENOMEM;
    wire__planned *s = &plan->stories[plan->n_stories];
    *s = (wire__planned){.id = record->id,
                         .hash = record->hash,
                         .published = record->published,
                         .changed = record->last_changed,
                         .pinned = record->pinned,
                         .standing = standing_of(record, plan->site.now),
                         .day = day_of(record->path)};
    if (s->standing == WIRE__STANDING_NOWHERE)
        return WIRE_OK;
    const bool is_gone = s->standing == WIRE__STANDING_GONE;
    const bool with_summary = plan->site.edition->summaries == WIRE_SUMMARIES_ALL && !is_gone;
    const wire_str from[] = {record->path, record->headline, record->language,
                             with_summary ? record->summary : (wire_str){0}, is_gone ? record->reason : (wire_str){0}};
    wire_str *const to[] = {&s->path, &s->headline, &s->language, &s->summary, &s->reason};
    if (!copy_texts(plan->arena, from, to, sizeof to / sizeof *to) ||
        (!is_gone && !find_section(plan, record->section, &s->section))) /* a section is not for what is gone */
        return WIRE_ENOMEM;
    plan->n_stories++;
    return WIRE_OK;
}

static int newest_first(const void *a, const void *b)
{
    const wire__planned *const *x = a, *const *y = b;
    if ((*x)->published != (*y)->published)
        return (*x)->published < (*y)->published ? 1 : -1;
    return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

/* Moves the few that stand in a wrong place. fails  false: they are many, and not in order yet */
static bool insert_sort(wire__planned **order, uint32_t n)
{
    uint64_t n_moves = 0;
    for (uint32_t i = 1; i < n && n_moves <= 4ULL * n; i++) {
        wire__planned *one = order[i];
        uint32_t at = i;
        for (; at && newest_first(&order[at - 1], &one) > 0; at--, n_moves++)
            order[at] = order[at - 1];
        order[at] = one;
    }
    return n_moves <= 4ULL * n;
}

/* Orders stories by their published falling, then by id. They mostly come the other way round. */
static bool sort_stories(wire__plan *plan)
{
    const uint32_t n = plan->n_stories;
    bool is_sorted = true;
    wire__planned *const stories = plan->stories;
    for (uint32_t i = 1; i < n && is_sorted; i++)
        is_sorted = newest_first(&(wire__planned *){&stories[i - 1]}, &(wire__planned *){&stories[i]}) < 0;
    if (is_sorted)
        return true;
    wire__planned **order = wire_arena_take(plan->arena, n * sizeof *order, _Alignof(wire__planned *));
    wire__planned *sorted = wire_arena_take(plan->arena, plan->cap_stories * sizeof *sorted, _Alignof(wire__planned));
    if (!order || !sorted)
        return false;
    for (uint32_t i = 0; i < n; i++)
        order[n - 1 - i] = &stories[i];
    if (!insert_sort(order, n))
        qsort(order, n, sizeof *order, newest_first);
    for (uint32_t i = 0; i < n; i++)
        sorted[i] = *order[i];
    plan->stories = sorted;
    return true;
}

/* Numbers the sections' names in the order of the stories, whatever order they came in. */
static bool number_sections(wire__plan *plan)
{
    const uint32_t n = (uint32_t)plan->sections_by_name.n;
    uint32_t *numbers = WIRE_TAKE(plan->arena, uint32_t, n + 1u);
    plan->section_names = WIRE_TAKE(plan->arena, wire_str, n + 1u);
    const wire_str **names = WIRE_TAKE(plan->arena, const wire_str *, n + 1u);
    if (!numbers || !names || !plan->section_names)
        return false;
    for (size_t i = 0; i < plan->sections_by_name.cap; i++)
        if (plan->sections_by_name.slots[i].is_taken)
            names[plan->sections_by_name.slots[i].number] = &plan->sections_by_name.slots[i].text;
    for (uint32_t i = 0; i < plan->n_stories; i++) {
        wire__planned *s = &plan->stories[i];
        if (s->standing == WIRE__STANDING_GONE)
            continue;
        if (!numbers[s->section]) {
            plan->section_names[plan->n_section_names] = *names[s->section];
            numbers[s->section] = ++plan->n_section_names;
        }
        s->section = numbers[s->section] - 1;
    }
    return true;
}

/* Parts the stories by where they stand, each part in the order it had. */
static bool part_stories(wire__plan *plan)
{
    const uint32_t n = plan->n_stories;
    uint32_t counts[WIRE__STANDING_NOWHERE] = {0}, ends[WIRE__STANDING_NOWHERE] = {0};
    for (uint32_t i = 0; i < n; i++)
        counts[plan->stories[i].standing]++;
    plan->n_stories = counts[WIRE__STANDING_LISTED];
    plan->n_hidden = counts[WIRE__STANDING_HIDDEN];
    plan->n_gone = counts[WIRE__STANDING_GONE];
    if (plan->n_stories == n)
        return true;
    wire__planned *parted = WIRE_TAKE(plan->arena, wire__planned, n);
    if (!parted)
        return false;
    ends[WIRE__STANDING_HIDDEN] = plan->n_stories;
    ends[WIRE__STANDING_GONE] = plan->n_stories + plan->n_hidden;
    for (uint32_t i = 0; i < n; i++)
        parted[ends[plan->stories[i].standing]++] = plan->stories[i];
    plan->stories = parted;
    return true;
}

/* The latest pin comes first; pins of one moment keep the order of the stories. */
static bool gather_pinned(wire__plan *plan)
{
    for (uint32_t i = 0; i < plan->n_stories; i++)
        plan->n_pinned += plan->stories[i].pinned != 0;
    plan->pinned = WIRE_TAKE(plan->arena, uint32_t, plan->n_pinned + 1u);
    if (!plan->pinned)
        return false;
    uint32_t n = 0;
    for (uint32_t i = 0; i < plan->n_stories && n < plan->n_pinned; i++) {
        uint32_t at = n;
        if (!plan->stories[i].pinned)
            continue;
        for (; at && plan->stories[plan->pinned[at - 1]].pinned < plan->stories[i].pinned; at--)
            plan->pinned[at] = plan->pinned[at - 1];
        plan->pinned[at] = i;
        n++;
    }
    return true;
}

/* Sections ---------------------------------------------------------------------------------- */

typedef struct ranked {
    wire_section section;
    uint32_t rank; /* the source that names it; those that none names follow by their slugs */
} ranked;

static int by_rank(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->rank != y->rank ? (x->rank > y->rank) - (x->rank < y->rank)
                              : wire_str_order(x->section.slug, y->section.slug);
}

static uint32_t rank_of(const wire__plan *plan, wire_str slug, wire_str *name)
{
    const wire_edition *e = plan->site.edition;
    for (uint32_t i = 0; i < e->n_sources; i++) {
        wire_str its;
        if (e->sources[i].section.n && !wire_section_slug(e->sources[i].section, plan->arena, &its) &&
            wire_str_is(its, slug)) {
            *name = e->sources[i].section;
            return i;
        }
    }
    return e->n_sources;
}

/* Gives each name its section: names of one slug ("Local", "LOCAL") share one. */
static wire_code order_sections(wire__plan *plan, wire_error *err)
{
    const uint32_t n_names = plan->n_section_names;
    const wire_str *names = plan->section_names;
    ranked *sections = WIRE_TAKE(plan->arena, ranked, n_names + 1u);
    wire_str *slugs = WIRE_TAKE(plan->arena, wire_str, n_names + 1u); /* by a name's number */
    wire_section *ordered = WIRE_TAKE(plan->arena, wire_section, n_names + 1u);
    wire__map by_slug = {.arena = plan->arena};
    uint32_t n = 0;
    if (!sections || !slugs || !ordered)
        return wire__plan_no_memory(err);
    for (uint32_t i = 0; i < n_names; i++) { /* in the order of the stories: the newest spelling is shown */
        if (wire_section_slug(names[i], plan->arena, &slugs[i]))
            return wire__plan_no_memory(err);
        if (wire__map_find(&by_slug, slugs[i]) != NO_SECTION)
            continue;
        wire_str name = names[i];
        const uint32_t rank = rank_of(plan, slugs[i], &name);
        sections[n] = (ranked){{name, slugs[i]}, rank};
        if (!wire__map_put(&by_slug, slugs[i], n++))
            return wire__plan_no_memory(err);
    }
    qsort(sections, n, sizeof *sections, by_rank);
    wire__map place = {.arena = plan->arena};
    uint32_t *places = WIRE_TAKE(plan->arena, uint32_t, n_names + 1u); /* by a name's number */
    for (uint32_t i = 0; i < n && places; i++) {
        ordered[i] = sections[i].section;
        if (!wire__map_put(&place, ordered[i].slug, i))
            return wire__plan_no_memory(err);
    }
    if (!places)
        return wire__plan_no_memory(err);
    for (uint32_t i = 0; i < n_names; i++)
        places[i] = wire__map_find(&place, slugs[i]);
    for (uint32_t i = 0; i < plan->n_stories + plan->n_hidden; i++) {
        wire__planned *s = &plan->stories[i];
        s->section = places[s->section];
    }
    plan->site.sections = ordered;
    plan->site.n_sections = n;
    return WIRE_OK;
}

/* A standfirst is two sentences; what is longer than that is text that came in its place. */
static wire_str cut_summary(wire_str summary)
{
    return summary.n <= 400 ? summary : (wire_str){0};
}

static wire_code add_summary(wire__plan *plan, wire__planned *s, wire_store *store, wire_error *err)
{
    wire_record record;
    const wire_code code = wire_store_find_id(store, s->id, &record, err);
    if (code)
        return code == WIRE_NONE
                   ? wire_fail(err, WIRE_ESTORE, "press: %.*s was taken from the store meanwhile; press again",
                               WIRE_ARG(s->path))
                   : code;
    return wire_arena_copy(plan->arena, cut_summary(record.summary), &s->summary) ? WIRE_OK : wire__plan_no_memory(err);
}

/* A section's first listed story leads it; pinned ones lead fronts too. Where all summaries are shown, they are here.
 */
static wire_code add_summaries(wire__plan *plan, wire_store *store, wire_error *err)
{
    const wire_summaries summaries = plan->site.edition->summaries;
    bool *is_led = WIRE_TAKE(plan->arena, bool, plan->site.n_sections + 1u);
    wire_code code = is_led ? WIRE_OK : wire__plan_no_memory(err);
    for (uint32_t i = 0; i < plan->n_stories && !code; i++) {
        wire__planned *s = &plan->stories[i];
        const bool is_lead = !is_led[s->section] || s->pinned;
        is_led[s->section] = true;
        if (summaries == WIRE_SUMMARIES_ALL)
            s->summary = cut_summary(s->summary);
        else if (summaries == WIRE_SUMMARIES_LEAD && is_lead)
            code = add_summary(plan, s, store, err);
    }
    return code;
}

/* A language's tag as a number: its first bytes, and its length. */
static uint64_t language_number(wire_str tag)
{
    uint64_t number = tag.n;
    for (size_t i = 0; i < tag.n && i < 7; i++)
        number = number << 8 | (unsigned char)tag.p[i];
    return tag.n > 7 ? wire__mix_text(number, tag) : number;
}

/* A story's path is settled by its id. */
static void hash_teasers(wire__plan *plan)
{
    for (uint32_t i = 0; i < plan->n_stories; i++) {
        wire__planned *s = &plan->stories[i];
        const uint64_t facts[] = {s->id, (uint64_t)s->published, s->section, language_number(s->language)};
        s->teaser = s->headline.n;
        for (size_t k = 0; k < sizeof facts / sizeof *facts; k++)
            s->teaser = wire__mix_number(s->teaser, facts[k]);
        s->teaser = wire__mix_text(s->teaser, s->headline);
    }
}

wire_code wire__plan_gather(wire__plan *plan, wire_store *store, wire_error *err)
{
    plan->sections_by_name.arena = plan->arena;
    wire_code code = wire_store_each_brief(store, add_story, plan, err);
    if (code)
        return code == WIRE_ENOMEM ? wire__plan_no_memory(err) : code;
    if (!sort_stories(plan) || !number_sections(plan) || !part_stories(plan) || !gather_pinned(plan))
        return wire__plan_no_memory(err);
    plan->site.n_stories = plan->n_stories;
    code = order_sections(plan, err);
    if (!code)
        code = add_summaries(plan, store, err);
    if (!code)
        hash_teasers(plan);
    return code;
}
