/* plan.c: from the store's records to the list of files. */
#include "press/plan.h"
#include "base/hash.h"
#include "press/forms.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_NEWS = 1000, NEWS_AGE_S = 2 * 86400, NO_SECTION = UINT32_MAX };

static wire_code no_memory(wire_error *err)
{
    return wire_fail(err, WIRE_ENOMEM, "press: no memory to plan the edition");
}

/* Keys -------------------------------------------------------------------------------------- */

static uint64_t mix_text(uint64_t key, wire_str text)
{
    return wire__hash64_seeded(text.n ? text : WIRE_STR(""), key ^ text.n);
}

static uint64_t mix_number(uint64_t key, uint64_t number)
{
    return wire__hash64_seeded((wire_str){(const char *)&number, sizeof number}, key);
}

/* What every page is made of: the code, the theme, and what pages show of the configuration. */
static uint64_t key_of_site(const wire_site *site)
{
    const wire_edition *e = site->edition;
    const wire_str texts[] = {e->name, e->url, e->language, e->timezone, e->full_site, e->copyright, e->notice};
    uint64_t key = mix_number(wire__render_hash(), wire_theme_hash(site->theme));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        key = mix_text(key, texts[i]);
    for (uint32_t i = 0; i < e->n_links; i++)
        key = mix_text(mix_text(key, e->links[i].text), e->links[i].url);
    key = mix_number(key, (uint64_t)e->budget_bytes << 1 | e->fails_over_budget);
    return mix_number(key, (uint64_t)e->summaries << 8 | (uint64_t)e->photos << 1 | site->is_private);
}

static uint64_t key_of_sections(uint64_t key, const wire_site *site)
{
    key = mix_number(key, site->book.n > 0);
    for (uint32_t i = 0; i < site->n_sections; i++)
        key = mix_text(mix_text(key, site->sections[i].name), site->sections[i].slug);
    return key;
}

static uint64_t key_of_items(uint64_t key, const wire__plan *plan, const wire__leaf *leaf)
{
    for (size_t i = 0; i < leaf->n_items; i++)
        key = mix_number(key, plan->stories[leaf->items[i]].teaser);
    return key;
}

/* Stories ----------------------------------------------------------------------------------- */

static bool grow_stories(wire__plan *plan)
{
    const uint32_t cap = plan->cap_stories ? plan->cap_stories * 2 : 256;
    wire__planned *stories = WIRE_TAKE(plan->arena, wire__planned, cap);
    if (!stories)
        return false;
    if (plan->n_stories)
        memcpy(stories, plan->stories, plan->n_stories * sizeof *stories);
    plan->stories = stories;
    plan->cap_stories = cap;
    return true;
}

/* The day that a path begins with, "2026/11/20/" -> 20261120. */
static uint32_t day_of(wire_str path)
{
    uint32_t day = 0;
    if (path.n < 11)
        return 0;
    for (size_t i = 0; i < 11; i++) {
        const bool is_slash = i == 4 || i == 7 || i == 10;
        if (is_slash ? path.p[i] != '/' : path.p[i] < '0' || path.p[i] > '9')
            return 0;
        day = is_slash ? day : day * 10 + (uint32_t)(path.p[i] - '0');
    }
    return day;
}

/* A standfirst is two sentences; what is longer than that is text that came in its place. */
static wire_str cut_summary(wire_str summary)
{
    return summary.n <= 400 ? summary : (wire_str){0};
}

static wire__standing standing_of(const wire_record *record, int64_t now)
{
    if (record->state == WIRE_STATE_WITHDRAWN || (record->expires && record->expires <= now))
        return WIRE__STANDING_GONE;
    if (record->embargo > now)
        return WIRE__STANDING_NOWHERE;
    return record->state == WIRE_STATE_HIDDEN ? WIRE__STANDING_HIDDEN : WIRE__STANDING_LISTED;
}

static size_t recent_slot(wire_str name)
{
    return (name.n ^ (name.n ? (unsigned char)name.p[0] : 0u)) % WIRE__N_RECENT;
}

/* A section's first listed story leads it; pinned ones lead fronts too. Other summaries are kept where all are shown.
 */
static bool add_summary(wire__plan *plan, wire__planned *s, const wire_record *record)
{
    const wire_summaries summaries = plan->site.edition->summaries;
    struct wire__recent *recent = &plan->recent[recent_slot(record->section)];
    const bool is_first = !recent->is_led && wire__map_find(&plan->led, record->section) == NO_SECTION;
    recent->is_led = true; /* find_section has just put it there */
    const bool is_kept =
        summaries == WIRE_SUMMARIES_ALL || (summaries == WIRE_SUMMARIES_LEAD && (is_first || s->pinned));
    wire_str name;
    if (is_first &&
        (!wire_arena_copy(plan->arena, record->section, &name) || !wire__map_put(&plan->led, name, s->section)))
        return false;
    return !is_kept || wire_arena_copy(plan->arena, cut_summary(record->summary), &s->summary);
}

/* The number of a section's name; the few that there are come again and again. fails  false: no memory */
static bool find_section(wire__plan *plan, wire_str name, uint32_t *number)
{
    struct wire__recent *recent = &plan->recent[recent_slot(name)];
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
    *recent = (struct wire__recent){copy, *number, false};
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
    if (!wire_arena_copy(plan->arena, record->path, &s->path) ||
        !wire_arena_copy(plan->arena, record->headline, &s->headline) ||
        !wire_arena_copy(plan->arena, record->language, &s->language) ||
        (s->standing == WIRE__STANDING_GONE && !wire_arena_copy(plan->arena, record->reason, &s->reason)))
        return WIRE_ENOMEM;
    if (s->standing == WIRE__STANDING_GONE) { /* a section is not for what is gone */
        plan->n_stories++;
        return WIRE_OK;
    }
    if (!find_section(plan, record->section, &s->section))
        return WIRE_ENOMEM;
    if (s->standing == WIRE__STANDING_LISTED && !add_summary(plan, s, record))
        return WIRE_ENOMEM;
    plan->n_stories++;
    return WIRE_OK;
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
    const uint32_t n_names = (uint32_t)plan->sections_by_name.n;
    ranked *sections = WIRE_TAKE(plan->arena, ranked, n_names + 1u);
    wire_str *slugs = WIRE_TAKE(plan->arena, wire_str, n_names + 1u); /* by a name's number */
    wire_str *names = WIRE_TAKE(plan->arena, wire_str, n_names + 1u);
    wire_section *ordered = WIRE_TAKE(plan->arena, wire_section, n_names + 1u);
    wire__map by_slug = {.arena = plan->arena};
    uint32_t n = 0;
    if (!sections || !slugs || !names || !ordered)
        return no_memory(err);
    for (size_t i = 0; i < plan->sections_by_name.cap; i++)
        if (plan->sections_by_name.slots[i].is_taken)
            names[plan->sections_by_name.slots[i].number] = plan->sections_by_name.slots[i].text;
    for (uint32_t i = 0; i < n_names; i++) { /* in the order of the stories: the newest spelling is shown */
        if (wire_section_slug(names[i], plan->arena, &slugs[i]))
            return no_memory(err);
        if (wire__map_find(&by_slug, slugs[i]) != NO_SECTION)
            continue;
        wire_str name = names[i];
        const uint32_t rank = rank_of(plan, slugs[i], &name);
        sections[n] = (ranked){{name, slugs[i]}, rank};
        if (!wire__map_put(&by_slug, slugs[i], n++))
            return no_memory(err);
    }
    qsort(sections, n, sizeof *sections, by_rank);
    wire__map place = {.arena = plan->arena};
    uint32_t *places = WIRE_TAKE(plan->arena, uint32_t, n_names + 1u); /* by a name's number */
    for (uint32_t i = 0; i < n && places; i++) {
        ordered[i] = sections[i].section;
        if (!wire__map_put(&place, ordered[i].slug, i))
            return no_memory(err);
    }
    if (!places)
        return no_memory(err);
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

/* A language's tag as a number: its first bytes, and its length. */
static uint64_t language_number(wire_str tag)
{
    uint64_t number = tag.n;
    for (size_t i = 0; i < tag.n && i < 7; i++)
        number = number << 8 | (unsigned char)tag.p[i];
    return tag.n > 7 ? mix_text(number, tag) : number;
}

/* A story's path is settled by its id. */
static void hash_teasers(wire__plan *plan)
{
    for (uint32_t i = 0; i < plan->n_stories; i++) {
        wire__planned *s = &plan->stories[i];
        const uint64_t facts[] = {s->id, (uint64_t)s->published, s->section, language_number(s->language)};
        s->teaser = mix_text(wire__hash64((wire_str){(const char *)facts, sizeof facts}), s->headline);
    }
}

/* Leaves ------------------------------------------------------------------------------------ */

wire__leaf *wire__plan_leaf(wire__plan *plan, wire__leaf_kind kind, wire_str file)
{
    if (!file.p)
        return NULL;
    if (plan->n_leaves == plan->cap_leaves) {
        const uint32_t cap = plan->cap_leaves ? plan->cap_leaves * 2 : plan->n_stories + plan->n_stories / 4 + 256;
        wire__leaf *leaves = WIRE_TAKE(plan->arena, wire__leaf, cap);
        if (!leaves)
            return NULL;
        if (plan->n_leaves)
            memcpy(leaves, plan->leaves, plan->n_leaves * sizeof *leaves);
        plan->leaves = leaves;
        plan->cap_leaves = cap;
    }
    wire__leaf *leaf = &plan->leaves[plan->n_leaves++];
    *leaf = (wire__leaf){.kind = kind, .file = file};
    return leaf;
}

static bool add_stories(wire__plan *plan, uint64_t site_key)
{
    static const char TAIL[] = "/index.html";
    uint64_t *section_keys = WIRE_TAKE(plan->arena, uint64_t, plan->site.n_sections + 1u);
    for (uint32_t i = 0; i < plan->site.n_sections && section_keys; i++)
        section_keys[i] = mix_text(mix_text(site_key, plan->site.sections[i].name), plan->site.sections[i].slug);
    for (uint32_t i = 0; section_keys && i < plan->n_stories + plan->n_hidden; i++) {
        const wire__planned *s = &plan->stories[i];
        char *file = wire_arena_take(plan->arena, s->path.n + sizeof TAIL, 1);
        if (!file)
            return false;
        memcpy(file, s->path.p, s->path.n);
        memcpy(file + s->path.n, TAIL, sizeof TAIL);
        wire__leaf *leaf = wire__plan_leaf(plan, WIRE__LEAF_STORY, (wire_str){file, s->path.n + sizeof TAIL - 1});
        if (!leaf)
            return false;
        leaf->items = &plan->all[i];
        leaf->n_items = 1;
        leaf->is_hot = s->is_hot;
        leaf->key = mix_number(section_keys[s->section], s->hash ^ (s->standing == WIRE__STANDING_HIDDEN));
    }
    return section_keys;
}

/* A file beside where a story's page was, which says to servers and readers that it is gone for good. */
static bool add_gone(wire__plan *plan, uint64_t site_key)
{
    for (uint32_t i = 0, at = plan->n_stories + plan->n_hidden; i < plan->n_gone; i++, at++) {
        const wire__planned *s = &plan->stories[at];
        wire__leaf *leaf =
            wire__plan_leaf(plan, WIRE__LEAF_GONE, wire_arena_print(plan->arena, "%.*s/.gone", WIRE_ARG(s->path)));
        if (!leaf)
            return false;
        leaf->items = &plan->all[at];
        leaf->n_items = 1;
        leaf->key = mix_text(mix_text(mix_number(site_key, WIRE__LEAF_GONE), s->reason), s->language);
    }
    return true;
}

/* Adds leaves of days or months: runs of by_day whose day / unit is the same. */
static bool add_runs(wire__plan *plan, wire__leaf_kind kind, uint32_t unit, uint64_t hub_key)
{
    for (uint32_t from = 0, to; from < plan->n_stories; from = to) {
        const uint32_t day = plan->stories[plan->by_day[from]].day;
        for (to = from + 1; to < plan->n_stories && plan->stories[plan->by_day[to]].day / unit == day / unit;)
            to++;
        if (!day)
            continue;
        const bool is_day = kind == WIRE__LEAF_DAY;
        wire__leaf *leaf = wire__plan_leaf(
            plan, kind,
            is_day ? wire_arena_print(plan->arena, "archive/%04u/%02u/%02u/index.html", day / 10000, day / 100 % 100,
                                      day % 100)
                   : wire_arena_print(plan->arena, "archive/%04u/%02u/index.html", day / 10000, day / 100 % 100));
        if (!leaf)
            return false;
        leaf->items = plan->by_day + from;
        leaf->n_items = to - from;
        leaf->is_hub = !is_day;
        leaf->key = hub_key;
        if (is_day)
            leaf->key = key_of_items(hub_key, plan, leaf);
        else /* names days, not stories */
            for (uint32_t i = from; i < to; i++)
                if (i == from || plan->stories[plan->by_day[i]].day != plan->stories[plan->by_day[i - 1]].day)
                    leaf->key = mix_number(leaf->key, plan->stories[plan->by_day[i]].day);
    }
    return true;
}

static uint64_t key_of_months(const wire__plan *plan, uint64_t key)
{
    for (uint32_t i = 0, was = 0; i < plan->n_stories; i++) {
        const uint32_t month = plan->stories[plan->by_day[i]].day / 100;
        key = i && month == was ? key : mix_number(key, month);
        was = month;
    }
    return key;
}

/* A section's newest stories, and its feed; marks what they name as hot. */
static bool add_sections(wire__plan *plan, wire__leaf_kind kind, uint64_t hub_key)
{
    const wire_site *site = &plan->site;
    const bool is_feed = kind == WIRE__LEAF_SECTION_FEED;
    const uint32_t most = is_feed && site->edition->n_front < site->edition->n_section ? site->edition->n_front
                                                                                       : site->edition->n_section;
    uint32_t *counts = WIRE_TAKE(plan->arena, uint32_t, site->n_sections + 1u);
    uint32_t **items = WIRE_TAKE(plan->arena, uint32_t *, site->n_sections + 1u);
    if (!counts || !items)
        return false;
    for (uint32_t i = 0; i < site->n_sections; i++) {
        wire__leaf *leaf = wire__plan_leaf(plan, kind,
                                           wire_arena_print(plan->arena, is_feed ? "%.*s/feed.xml" : "%.*s/index.html",
                                                            WIRE_ARG(site->sections[i].slug)));
        items[i] = leaf ? WIRE_TAKE(plan->arena, uint32_t, most + 1u) : NULL;
        if (!items[i])
            return false;
        leaf->items = items[i];
        leaf->section = i;
        leaf->is_hot = leaf->is_hub = !is_feed;
    }
    wire__leaf *first = plan->leaves + plan->n_leaves - site->n_sections;
    for (uint32_t i = is_feed ? plan->n_pinned : 0; i < plan->n_stories + plan->n_pinned; i++) {
        const bool is_pin = i < plan->n_pinned;
        const uint32_t at = is_pin ? plan->pinned[i] : i - plan->n_pinned;
        const uint32_t section = plan->stories[at].section;
        if (counts[section] < most && (is_pin || is_feed || !plan->stories[at].pinned))
            items[section][counts[section]++] = at;
    }
    for (uint32_t i = 0; i < site->n_sections; i++) {
        first[i].n_items = counts[i];
        first[i].has_more = plan->n_in_section[i] > counts[i];
        first[i].key = key_of_items(mix_number(hub_key, (i + 1u) << 1 | first[i].has_more), plan, &first[i]);
        for (size_t j = 0; j < first[i].n_items; j++) {
            const wire__planned *s = &plan->stories[first[i].items[j]];
            first[i].key = is_feed ? mix_number(first[i].key, s->hash) : mix_text(first[i].key, s->summary);
        }
    }
    return true;
}

static wire__leaf *add_one(wire__plan *plan, wire__leaf_kind kind, const char *file, uint64_t key)
{
    wire__leaf *leaf = wire__plan_leaf(plan, kind, wire_str_of(file));
    if (leaf) {
        leaf->key = mix_number(key, kind);
        leaf->is_hot = true;
        leaf->is_hub = kind == WIRE__LEAF_FRONT || kind == WIRE__LEAF_ABOUT || kind == WIRE__LEAF_ARCHIVE;
    }
    return leaf;
}

/* A file that names the newest stories; with_text: and holds their texts. */
static bool add_newest(wire__plan *plan, wire__leaf_kind kind, const char *file, uint64_t key, bool with_text)
{
    wire__leaf *leaf = add_one(plan, kind, file, key);
    if (!leaf)
        return false;
    leaf->items = plan->all;
    leaf->n_items = plan->n_stories < plan->site.edition->n_front ? plan->n_stories : plan->site.edition->n_front;
    leaf->has_more = plan->n_stories > leaf->n_items;
    leaf->key = key_of_items(mix_number(leaf->key, leaf->has_more), plan, leaf);
    for (size_t i = 0; i < leaf->n_items; i++) {
        const wire__planned *s = &plan->stories[leaf->items[i]];
        leaf->key = with_text ? mix_number(leaf->key, s->hash) : mix_text(leaf->key, s->summary);
    }
    return true;
}

/* The front: what is pinned, then the newest. */
static bool add_front(wire__plan *plan, uint64_t key)
{
    const uint32_t most = plan->site.edition->n_front;
    uint32_t *items = WIRE_TAKE(plan->arena, uint32_t, most + 1u);
    if (!items || !add_newest(plan, WIRE__LEAF_FRONT, "index.html", mix_text(key, plan->site.book), false))
        return false;
    wire__leaf *leaf = &plan->leaves[plan->n_leaves - 1];
    if (!plan->n_pinned)
        return true;
    leaf->items = items;
    leaf->n_items = 0;
    for (uint32_t i = 0; i < plan->n_pinned && leaf->n_items < most; i++)
        items[leaf->n_items++] = plan->pinned[i];
    leaf->n_pinned = (uint32_t)leaf->n_items;
    for (uint32_t i = 0; i < plan->n_stories && leaf->n_items < most; i++)
        if (!plan->stories[i].pinned)
            items[leaf->n_items++] = i;
    leaf->key = key_of_items(mix_number(leaf->key, leaf->n_pinned), plan, leaf);
    for (size_t i = 0; i < leaf->n_items; i++)
        leaf->key = mix_text(leaf->key, plan->stories[leaf->items[i]].summary);
    return true;
}

static bool add_news(wire__plan *plan, uint64_t key)
{
    wire__leaf *leaf = add_one(plan, WIRE__LEAF_NEWS, "news-sitemap.xml", key);
    uint32_t *items = leaf ? WIRE_TAKE(plan->arena, uint32_t, MAX_NEWS) : NULL;
    if (!items)
        return false;
    leaf->items = items;
    for (uint32_t i = 0; i < plan->n_stories && leaf->n_items < MAX_NEWS; i++) {
        const int64_t age = plan->site.now - plan->stories[i].published;
        if (age >= 0 && age <= NEWS_AGE_S)
            items[leaf->n_items++] = i;
    }
    leaf->key = key_of_items(leaf->key, plan, leaf);
    return true;
}

/* Sitemaps ---------------------------------------------------------------------------------- */

static bool add_shard(wire__plan *plan, wire_str file, const uint32_t *items, size_t n, uint64_t key)
{
    wire__leaf *leaf = wire__plan_leaf(plan, WIRE__LEAF_SITEMAP, file);
    if (!leaf)
        return false;
    leaf->items = items;
    leaf->n_items = n;
    leaf->key = mix_text(key, file);
    for (size_t i = 0; i < n; i++) {
        const wire__planned *s = &plan->stories[items[i]];
        leaf->key = mix_number(mix_text(leaf->key, s->path), (uint64_t)s->changed);
    }
    return true;
}

static int by_number(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* A day of more places than a sitemap holds: parts by the order of coming, so that none shifts. */
static bool add_parts(wire__plan *plan, uint32_t day, const uint32_t *items, size_t n, uint64_t key)
{
    struct pair {
        uint64_t id;
        uint32_t item;
    } *pairs = WIRE_TAKE(plan->arena, struct pair, n);
    uint32_t *sorted = WIRE_TAKE(plan->arena, uint32_t, n);
    if (!pairs || !sorted)
        return false;
    for (size_t i = 0; i < n; i++)
        pairs[i] = (struct pair){plan->stories[items[i]].id, items[i]};
    qsort(pairs, n, sizeof *pairs, by_number); /* the id stands first */
    for (size_t i = 0; i < n; i++)
        sorted[i] = pairs[i].item;
    for (size_t at = 0, part = 1; at < n; at += plan->max_places, part++)
        if (!add_shard(plan,
                       wire_arena_print(plan->arena, "sitemap-%04u-%02u-%02u-%zu.xml", day / 10000, day / 100 % 100,
                                        day % 100, part),
                       sorted + at, n - at < plan->max_places ? n - at : plan->max_places, key))
            return false;
    return true;
}

/* Shards by month; a month of too many by day. */
static bool add_shards(wire__plan *plan, size_t from, size_t to, uint32_t unit, uint64_t key)
{
    const uint32_t *by_day = plan->by_day;
    for (size_t end; from < to; from = end) {
        const uint32_t day = plan->stories[by_day[from]].day;
        for (end = from + 1; end < to && plan->stories[by_day[end]].day / unit == day / unit;)
            end++;
        bool is_added;
        if (end - from > plan->max_places && unit == 100)
            is_added = add_shards(plan, from, end, 1, key); /* once */
        else if (end - from > plan->max_places)
            is_added = add_parts(plan, day, by_day + from, end - from, key);
        else
            is_added = add_shard(
                plan,
                unit == 100 ? wire_arena_print(plan->arena, "sitemap-%04u-%02u.xml", day / 10000, day / 100 % 100)
                            : wire_arena_print(plan->arena, "sitemap-%04u-%02u-%02u.xml", day / 10000, day / 100 % 100,
                                               day % 100),
                by_day + from, end - from, key);
        if (!is_added)
            return false;
    }
    return true;
}

static bool add_sitemaps(wire__plan *plan, uint64_t key)
{
    const uint64_t places = (uint64_t)plan->n_stories + plan->site.n_sections + 3;
    if (places <= plan->max_places)
        return add_shard(plan, WIRE_STR("sitemap.xml"), plan->by_day, plan->n_stories, key);
    if (!add_shard(plan, WIRE_STR("sitemap-fronts.xml"), NULL, 0, key) ||
        !add_shards(plan, 0, plan->n_stories, 100, key))
        return false;
    uint64_t names = key;
    for (uint32_t i = 0; i < plan->n_leaves; i++)
        names = plan->leaves[i].kind == WIRE__LEAF_SITEMAP ? mix_text(names, plan->leaves[i].file) : names;
    return add_one(plan, WIRE__LEAF_SITEMAP_INDEX, "sitemap.xml", names) != NULL;
}

/* The whole --------------------------------------------------------------------------------- */

typedef struct dated {
    uint32_t day, story;
} dated;

static int newest_day_first(const void *a, const void *b)
{
    const dated *x = a, *y = b;
    return x->day != y->day ? (x->day < y->day) - (x->day > y->day) : (x->story > y->story) - (x->story < y->story);
}

static bool order_stories(wire__plan *plan)
{
    const uint32_t n_all = plan->n_stories + plan->n_hidden + plan->n_gone;
    plan->all = WIRE_TAKE(plan->arena, uint32_t, n_all + 1u);
    plan->by_day = WIRE_TAKE(plan->arena, uint32_t, plan->n_stories + 1u);
    dated *days = WIRE_TAKE(plan->arena, dated, plan->n_stories + 1u);
    if (!plan->all || !plan->by_day || !days)
        return false;
    for (uint32_t i = 0; i < n_all; i++)
        plan->all[i] = i;
    bool is_ordered = true;
    for (uint32_t i = 0; i < plan->n_stories; i++) {
        days[i] = (dated){plan->stories[i].day, i};
        is_ordered = is_ordered && (!i || days[i].day <= days[i - 1].day);
    }
    if (!is_ordered) /* a path keeps its day, whatever the story's date becomes */
        qsort(days, plan->n_stories, sizeof *days, newest_day_first);
    for (uint32_t i = 0; i < plan->n_stories; i++)
        plan->by_day[i] = days[i].story;
    return true;
}

/* What a front or a section's front names is read often, and packed as well as can be. */
static void mark_hot(wire__plan *plan, uint32_t *counts)
{
    const wire_edition *e = plan->site.edition;
    for (uint32_t i = 0; i < plan->n_stories; i++)
        plan->stories[i].is_hot =
            counts[plan->stories[i].section]++ < e->n_section || i < e->n_front || plan->stories[i].pinned;
}

/* The newest day's book is what fronts lead to. */
static bool find_book(wire__plan *plan)
{
    const uint32_t day = plan->n_stories ? plan->stories[plan->by_day[0]].day : 0;
    if (!day || !plan->site.edition->with_epub)
        return true;
    plan->site.book = wire_arena_print(plan->arena, "archive/%04u/%02u/%02u/%04u-%02u-%02u", day / 10000,
                                       day / 100 % 100, day % 100, day / 10000, day / 100 % 100, day % 100);
    return plan->site.book.p;
}

static bool add_leaves(wire__plan *plan)
{
    const uint64_t key = key_of_site(&plan->site), hub = key_of_sections(key, &plan->site);
    plan->n_in_section = WIRE_TAKE(plan->arena, uint32_t, plan->site.n_sections + 1u);
    if (!plan->n_in_section)
        return false;
    mark_hot(plan, plan->n_in_section);
    bool done = add_stories(plan, key) && add_gone(plan, key) && add_runs(plan, WIRE__LEAF_DAY, 1, hub) &&
                add_runs(plan, WIRE__LEAF_MONTH, 100, hub) &&
                add_one(plan, WIRE__LEAF_ARCHIVE, "archive/index.html", key_of_months(plan, hub)) &&
                add_sections(plan, WIRE__LEAF_SECTION_FEED, hub) &&
                add_newest(plan, WIRE__LEAF_FEED, "feed.xml", key, true) &&
                add_newest(plan, WIRE__LEAF_JSON_FEED, "feed.json", key, true) &&
                add_one(plan, WIRE__LEAF_ABOUT, "about/index.html", hub) &&
                add_one(plan, WIRE__LEAF_MISSING, "404.html", hub) && add_sections(plan, WIRE__LEAF_SECTION, hub) &&
                add_front(plan, hub) && add_sitemaps(plan, hub) && add_news(plan, key) &&
                add_one(plan, WIRE__LEAF_ROBOTS, "robots.txt", key) && wire__plan_forms(plan, key);
    for (uint32_t i = 0; i < plan->n_leaves; i++)
        plan->leaves[i].key += !plan->leaves[i].key; /* 0 means unknown */
    return done;
}

wire_code wire__plan_make(wire__plan *plan, wire_store *store, wire_error *err)
{
    wire_store_sums sums;
    plan->sections_by_name.arena = plan->led.arena = plan->arena;
    wire_code code = wire_store_sum(store, &sums, err);
    if (code)
        return code;
    plan->site.now = sums.now;
    plan->site.is_private = sums.n_personal > 0;
    code = wire_store_each_brief(store, add_story, plan, err);
    if (code == WIRE_ENOMEM)
        return no_memory(err);
    if (code)
        return code;
    if (!part_stories(plan) || !gather_pinned(plan))
        return no_memory(err);
    plan->site.n_stories = plan->n_stories;
    code = order_sections(plan, err);
    if (code)
        return code;
    hash_teasers(plan);
    return order_stories(plan) && find_book(plan) && add_leaves(plan) ? WIRE_OK : no_memory(err);
}
