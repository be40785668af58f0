/* plan.c: from the store's records to the list of files. */
#include "press/plan.h"
#include "base/hash.h"
#include "press/forms.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_NEWS = 1000,
    NEWS_AGE_S = 2 * 86400,
    MAX_SITEMAP_BYTES = 50000000, /* the protocol's 50 MB */
    LONGEST_PLACE = 600 /* bytes of an entry with the longest path that a story has, without the edition's url */
};

wire_code wire__plan_no_memory(wire_error *err)
{
    return wire_fail(err, WIRE_ENOMEM, "press: no memory to plan the edition");
}

/* Keys -------------------------------------------------------------------------------------- */

uint64_t wire__mix_text(uint64_t key, wire_str text)
{
    return wire__hash64_seeded(text.n ? text : WIRE_STR(""), key ^ text.n);
}

uint64_t wire__mix_number(uint64_t key, uint64_t number)
{
    key = (key ^ number) * 0x9e3779b97f4a7c15; /* splitmix64's steps */
    key = (key ^ key >> 30) * 0xbf58476d1ce4e5b9;
    key = (key ^ key >> 27) * 0x94d049bb133111eb;
    return key ^ key >> 31;
}

/* What every page is made of: the code, the theme, and what pages show of the configuration. */
static uint64_t key_of_site(const wire_site *site)
{
    const wire_edition *e = site->edition;
    const wire_str texts[] = {e->name, e->url, e->language, e->timezone, e->full_site, e->copyright, e->notice};
    uint64_t key = wire__mix_number(wire__render_hash(), wire_theme_hash(site->theme));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        key = wire__mix_text(key, texts[i]);
    for (uint32_t i = 0; i < e->n_links; i++)
        key = wire__mix_text(wire__mix_text(key, e->links[i].text), e->links[i].url);
    key = wire__mix_number(key, (uint64_t)e->budget_bytes << 1 | e->fails_over_budget);
    return wire__mix_number(key, (uint64_t)e->summaries << 8 | (uint64_t)e->photos << 1 | site->is_private);
}

static uint64_t key_of_sections(uint64_t key, const wire_site *site)
{
    key = wire__mix_number(key, site->book.n > 0);
    for (uint32_t i = 0; i < site->n_sections; i++)
        key = wire__mix_text(wire__mix_text(key, site->sections[i].name), site->sections[i].slug);
    return key;
}

static uint64_t key_of_items(uint64_t key, const wire__plan *plan, const wire__leaf *leaf)
{
    for (size_t i = 0; i < leaf->n_items; i++)
        key = wire__mix_number(key, plan->stories[leaf->items[i]].teaser);
    return key;
}

/* Leaves ------------------------------------------------------------------------------------ */

wire__leaf *wire__plan_leaf(wire__plan *plan, wire__leaf_kind kind, wire_str file)
{
    if (!file.p)
        return NULL;
    if (plan->n_leaves == plan->cap_leaves) {
        const uint32_t cap = plan->cap_leaves ? plan->cap_leaves * 2 : plan->n_stories + plan->n_stories / 4 + 256;
        wire__leaf *leaves = wire_arena_take(plan->arena, cap * sizeof *leaves, _Alignof(wire__leaf));
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
    uint64_t *section_keys = WIRE_TAKE(plan->arena, uint64_t, plan->site.n_sections + 1u);
    for (uint32_t i = 0; i < plan->site.n_sections && section_keys; i++)
        section_keys[i] =
            wire__mix_text(wire__mix_text(site_key, plan->site.sections[i].name), plan->site.sections[i].slug);
    for (uint32_t i = 0; section_keys && i < plan->n_stories + plan->n_hidden; i++) {
        const wire__planned *s = &plan->stories[i];
        wire__leaf *leaf = wire__plan_leaf(plan, WIRE__LEAF_STORY, (wire_str){s->path.p, s->path.n + WIRE__N_INDEX});
        if (!leaf)
            return false;
        leaf->items = &plan->all[i];
        leaf->n_items = 1;
        leaf->is_hot = s->is_hot;
        leaf->key = wire__mix_number(section_keys[s->section], s->hash ^ (s->standing == WIRE__STANDING_HIDDEN));
        uint32_t n = 0;
        const wire_photo *photos = wire__plan_photos(plan, s->id, &n);
        for (uint32_t k = 0; k < n; k++)
            leaf->key = wire__mix_number(wire__mix_text(leaf->key, photos[k].url), photos[k].hash);
    }
    return section_keys;
}

/* A file beside where a story's page was, which says to servers and readers that it is gone for good. */
static bool add_gone(wire__plan *plan, uint64_t hub_key)
{
    for (uint32_t i = 0, at = plan->n_stories + plan->n_hidden; i < plan->n_gone; i++, at++) {
        const wire__planned *s = &plan->stories[at];
        wire__leaf *leaf =
            wire__plan_leaf(plan, WIRE__LEAF_GONE, wire_arena_print(plan->arena, "%.*s/.gone", WIRE_ARG(s->path)));
        if (!leaf)
            return false;
        leaf->items = &plan->all[at];
        leaf->n_items = 1;
        leaf->key = wire__mix_text(wire__mix_text(wire__mix_number(hub_key, WIRE__LEAF_GONE), s->reason), s->language);
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
                    leaf->key = wire__mix_number(leaf->key, plan->stories[plan->by_day[i]].day);
    }
    return true;
}

static uint64_t key_of_months(const wire__plan *plan, uint64_t key)
{
    for (uint32_t i = 0, was = 0; i < plan->n_stories; i++) {
        const uint32_t month = plan->stories[plan->by_day[i]].day / 100;
        key = i && month == was ? key : wire__mix_number(key, month);
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
        first[i].key = key_of_items(wire__mix_number(hub_key, (i + 1u) << 1 | first[i].has_more), plan, &first[i]);
        for (size_t j = 0; j < first[i].n_items; j++) {
            const wire__planned *s = &plan->stories[first[i].items[j]];
            first[i].key = is_feed ? wire__mix_number(first[i].key, s->hash) : wire__mix_text(first[i].key, s->summary);
        }
    }
    return true;
}

static wire__leaf *add_one(wire__plan *plan, wire__leaf_kind kind, const char *file, uint64_t key)
{
    wire__leaf *leaf = wire__plan_leaf(plan, kind, wire_str_of(file));
    if (leaf) {
        leaf->key = wire__mix_number(key, kind);
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
    leaf->key = key_of_items(wire__mix_number(leaf->key, leaf->has_more), plan, leaf);
    for (size_t i = 0; i < leaf->n_items; i++) {
        const wire__planned *s = &plan->stories[leaf->items[i]];
        leaf->key = with_text ? wire__mix_number(leaf->key, s->hash) : wire__mix_text(leaf->key, s->summary);
    }
    return true;
}

/* The front: what is pinned, then the newest. */
static bool add_front(wire__plan *plan, uint64_t key)
{
    const uint32_t most = plan->site.edition->n_front;
    uint32_t *items = WIRE_TAKE(plan->arena, uint32_t, most + 1u);
    if (!items || !add_newest(plan, WIRE__LEAF_FRONT, "index.html", wire__mix_text(key, plan->site.book), false))
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
    leaf->key = key_of_items(wire__mix_number(leaf->key, leaf->n_pinned), plan, leaf);
    for (size_t i = 0; i < leaf->n_items; i++)
        leaf->key = wire__mix_text(leaf->key, plan->stories[leaf->items[i]].summary);
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
    leaf->key = wire__mix_text(key, file);
    for (size_t i = 0; i < n; i++) {
        const wire__planned *s = &plan->stories[items[i]];
        leaf->key =
            wire__mix_number(wire__mix_number(leaf->key, s->id), (uint64_t)s->changed); /* an id settles the path */
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
        names = plan->leaves[i].kind == WIRE__LEAF_SITEMAP ? wire__mix_text(names, plan->leaves[i].file) : names;
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
    plan->site.book = wire__day_book(plan, day);
    return plan->site.book.p;
}

static bool add_leaves(wire__plan *plan)
{
    const uint64_t key = key_of_site(&plan->site), hub = key_of_sections(key, &plan->site);
    plan->n_in_section = WIRE_TAKE(plan->arena, uint32_t, plan->site.n_sections + 1u);
    if (!plan->n_in_section)
        return false;
    mark_hot(plan, plan->n_in_section);
    bool done = add_stories(plan, key) && add_gone(plan, hub) && add_runs(plan, WIRE__LEAF_DAY, 1, hub) &&
                add_runs(plan, WIRE__LEAF_MONTH, 100, hub) &&
                add_one(plan, WIRE__LEAF_ARCHIVE, "archive/index.html", key_of_months(plan, hub)) &&
                add_sections(plan, WIRE__LEAF_SECTION_FEED, hub) &&
                add_newest(plan, WIRE__LEAF_FEED, "feed.xml", key, true) &&
                add_newest(plan, WIRE__LEAF_JSON_FEED, "feed.json", key, true) &&
                add_one(plan, WIRE__LEAF_ABOUT, "about/index.html", hub) &&
                add_one(plan, WIRE__LEAF_MISSING, "404.html", hub) && add_sections(plan, WIRE__LEAF_SECTION, hub) &&
                add_front(plan, hub) && add_sitemaps(plan, hub) && add_news(plan, key) &&
                add_one(plan, WIRE__LEAF_ROBOTS, "robots.txt", key) && wire__plan_forms(plan, key, hub) &&
                wire__plan_add_photos(plan);
    for (uint32_t i = 0; i < plan->n_leaves; i++)
        plan->leaves[i].key += !plan->leaves[i].key; /* 0 means unknown */
    return done;
}

wire_code wire__plan_make(wire__plan *plan, wire_store *store, wire_error *err)
{
    wire_store_sums sums;
    const uint32_t fit = MAX_SITEMAP_BYTES / (uint32_t)(LONGEST_PLACE + 6 * (plan->site.edition->url.n & 0xffff));
    plan->max_places = plan->max_places < fit ? plan->max_places : fit;
    wire_code code = wire_store_sum(store, &sums, err);
    if (code)
        return code;
    plan->n_expected = sums.n_stories < UINT32_MAX / 4 ? (uint32_t)sums.n_stories : 0;
    plan->site.now = sums.now;
    plan->site.is_private = sums.n_personal > 0;
    code = wire__plan_gather(plan, store, err);
    if (!code)
        code = wire__plan_read_photos(plan, store, err);
    if (code)
        return code;
    return order_stories(plan) && find_book(plan) && add_leaves(plan) ? WIRE_OK : wire__plan_no_memory(err);
}
