/* facts.c: the page's own facts come first; the feed's and the older ones fill the gaps. */
#include "run/facts.h"

#include "base/hash.h"
#include "model/build.h"

/* What one filling needs; its error sticks. */
typedef struct filling {
    wire_story *story;
    bool is_full; /* the arena is */
} filling;

static wire_str copy(filling *f, wire_str text)
{
    wire_str kept = {0};
    if (text.n && !wire_arena_copy(f->story->arena, text, &kept))
        f->is_full = true;
    return kept;
}

static void fill(filling *f, wire_str *fact, wire_str text)
{
    if (!wire_str_trim(*fact).n && text.n)
        *fact = copy(f, text);
}

static void fill_stamp(wire_stamp *fact, const wire_stamp *stamp)
{
    if (!fact->is_known)
        *fact = *stamp;
}

static void fill_authors(filling *f, const wire_author *authors, uint32_t n)
{
    if (f->story->n_authors || !n)
        return;
    wire_author *kept = WIRE_TAKE(f->story->arena, wire_author, n);
    for (uint32_t i = 0; kept && i < n; i++)
        kept[i] = (wire_author){copy(f, authors[i].name), authors[i].is_organization};
    f->is_full |= !kept;
    f->story->authors = kept;
    f->story->n_authors = kept ? n : 0;
}

static void fill_keywords(filling *f, const wire_str *words, uint32_t n)
{
    if (f->story->n_keywords || !n)
        return;
    wire_str *kept = WIRE_TAKE(f->story->arena, wire_str, n);
    for (uint32_t i = 0; kept && i < n; i++)
        kept[i] = copy(f, words[i]);
    f->is_full |= !kept;
    f->story->keywords = kept;
    f->story->n_keywords = kept ? n : 0;
}

static void fill_image(filling *f, wire_str url)
{
    if (f->story->n_images || !url.n)
        return;
    wire_figure *image = WIRE_TAKE(f->story->arena, wire_figure, 1);
    f->is_full |= !image;
    if (!image)
        return;
    image->url = copy(f, url);
    f->story->images = image;
    f->story->n_images = 1;
}

static wire_code end(const filling *f, wire_error *err)
{
    return f->is_full ? wire_fail(err, WIRE_ENOMEM, "no memory for the story's facts") : WIRE_OK;
}

wire_code wire__facts_from_feed(wire_story *story, const wire_feed *feed, const wire_entry *entry, wire_error *err)
{
    filling f = {.story = story};
    fill(&f, &story->headline, entry->title);
    fill(&f, &story->description, entry->summary);
    fill(&f, &story->language, entry->language.n ? entry->language : feed->language);
    fill(&f, &story->publisher, feed->title);
    fill_stamp(&story->published, &entry->published);
    fill_stamp(&story->modified, &entry->modified);
    fill_stamp(&story->embargoed, &entry->embargoed);
    fill_stamp(&story->expires, &entry->expires);
    fill_authors(&f, entry->authors, entry->n_authors);
    const bool has_section = story->section.n; /* else the first tag is the section, as feeds have it */
    if (entry->n_tags && !has_section)
        fill(&f, &story->section, entry->tags[0]);
    fill_keywords(&f, entry->tags, entry->n_tags);
    fill_image(&f, entry->image);
    return end(&f, err);
}

wire_code wire__facts_from_story(wire_story *story, const wire_story *older, wire_error *err)
{
    filling f = {.story = story};
    fill(&f, &story->headline, older->headline);
    fill(&f, &story->description, older->description);
    fill(&f, &story->language, older->language);
    fill(&f, &story->publisher, older->publisher);
    fill(&f, &story->section, older->section);
    fill_stamp(&story->published, &older->published);
    fill_stamp(&story->modified, &older->modified);
    fill_authors(&f, older->authors, older->n_authors);
    fill_keywords(&f, older->keywords, older->n_keywords);
    if (older->n_images)
        fill_image(&f, older->images[0].url);
    return end(&f, err);
}

static wire_code build(wire_story *story, const wire_feed *feed, const wire_entry *entry, wire_error *err)
{
    wire__builder b;
    filling f = {.story = story};
    wire__build_begin(&b, story);
    if (entry->content_html.n && wire__build_block(&b, WIRE_BLOCK_PARAGRAPH, 0))
        wire__build_markup(&b, entry->content_html);
    else if (!entry->content_html.n)
        wire__build_plain(&b, entry->content_text, 0);
    wire_code code = wire__build_end(&b, err);
    if (code)
        return code;
    story->source_hash = wire__hash64(entry->content_html.n ? entry->content_html : entry->content_text);
    story->url = copy(&f, entry->url);
    story->input = copy(&f, entry->url.n ? entry->url : entry->id);
    code = end(&f, err);
    return code ? code : wire__facts_from_feed(story, feed, entry, err);
}

wire_code wire__facts_story(const wire_feed *feed, const wire_entry *entry, wire_story **story, wire_error *err)
{
    if (!wire_str_trim(entry->content_html).n && !wire_str_trim(entry->content_text).n)
        return WIRE_NONE;
    wire_story *made = wire_story_new(0);
    if (!made)
        return wire_fail(err, WIRE_ENOMEM, "no memory for a story");
    wire_code code = build(made, feed, entry, err);
    if (!code && !made->n_blocks)
        code = WIRE_NONE;
    if (code)
        wire_story_free(made);
    else
        *story = made;
    return code;
}
