/* feed.c: a feed's making and end, and its form as JSON Feed 1.1. */
#include "wirecopy/feed.h"

#include "model/json.h"

#include <string.h>

enum { BUDGET_BYTES = 256 << 20 };

wire_feed *wire_feed_new(size_t budget_bytes)
{
    wire_arena *arena = wire_arena_new(budget_bytes ? budget_bytes : BUDGET_BYTES);
    wire_feed *feed = arena ? WIRE_TAKE(arena, wire_feed, 1) : NULL;
    if (!feed) {
        wire_arena_free(arena);
        return NULL;
    }
    feed->arena = arena;
    return feed;
}

void wire_feed_free(wire_feed *feed)
{
    if (feed)
        wire_arena_free(feed->arena);
}

/* JSON ---------------------------------------------------------------------------------------- */

static void put_number(wire__json *j, const char *key, uint64_t number)
{
    if (!number)
        return;
    wire__json_key(j, key);
    wire__json_value(j);
    wire__json_digits(j, number);
}

static void put_authors(wire__json *j, const wire_author *authors, uint32_t n)
{
    if (!n)
        return;
    wire__json_key(j, "authors");
    wire__json_open(j, '[');
    for (uint32_t i = 0; i < n; i++) {
        wire__json_open(j, '{');
        wire__json_put(j, "name", authors[i].name);
        wire__json_close(j, '}');
    }
    wire__json_close(j, ']');
}

static void put_tags(wire__json *j, const wire_entry *entry)
{
    if (!entry->n_tags)
        return;
    wire__json_key(j, "tags");
    wire__json_open(j, '[');
    for (uint32_t i = 0; i < entry->n_tags; i++)
        wire__json_text(j, entry->tags[i]);
    wire__json_close(j, ']');
}

static void put_attachments(wire__json *j, const wire_entry *entry)
{
    if (!entry->n_attachments)
        return;
    wire__json_key(j, "attachments");
    wire__json_open(j, '[');
    for (uint32_t i = 0; i < entry->n_attachments; i++) {
        const wire_attachment *a = &entry->attachments[i];
        wire__json_open(j, '{');
        wire__json_put(j, "url", a->url);
        wire__json_put(j, "mime_type", a->mime_type);
        wire__json_put(j, "title", a->title);
        put_number(j, "size_in_bytes", a->bytes);
        put_number(j, "duration_in_seconds", a->duration_s);
        wire__json_close(j, '}');
    }
    wire__json_close(j, ']');
}

/* True for a "<" that HTML would take for the beginning of a tag. */
static bool begins_tag(wire_str text, size_t at)
{
    if (text.p[at] != '<' || at + 1 == text.n)
        return false;
    const char next = text.p[at + 1];
    return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '/' || next == '!' || next == '?';
}

/* Plain words, which programs put into pages all the same: what would be taken for a tag there would be lost, or do
 * harm, so its "<" is written as HTML writes it. */
static void put_words(wire__json *j, const char *key, wire_str text)
{
    size_t from = 0;
    wire_out words;
    if (!text.n || !memchr(text.p, '<', text.n)) {
        wire__json_put(j, key, text);
        return;
    }
    wire_out_open_memory(&words, 0);
    for (size_t i = 0; i < text.n; i++) {
        if (!begins_tag(text, i))
            continue;
        wire_out_put(&words, wire_str_cut(text, from, i));
        wire_out_lit(&words, "&lt;");
        from = i + 1;
    }
    wire_out_put(&words, wire_str_cut(text, from, text.n));
    if (words.code && !j->out->code)
        j->out->code = words.code;
    wire__json_put(j, key, wire_out_text(&words));
    wire_out_close(&words, NULL);
}

static void put_entry(wire__json *j, const wire_entry *entry)
{
    wire__json_open(j, '{');
    wire__json_key(j, "id"); /* required, and by reading never absent */
    wire__json_text(j, entry->id);
    wire__json_put(j, "url", entry->url);
    wire__json_put(j, "external_url", entry->external_url);
    put_words(j, "title", entry->title);
    wire__json_put(j, "content_html", entry->content_html);
    wire__json_put(j, "content_text", entry->content_text);
    wire__json_put(j, "summary", entry->summary);
    wire__json_put(j, "image", entry->image);
    wire__json_put_stamp(j, "date_published", &entry->published, false);
    wire__json_put_stamp(j, "date_modified", &entry->modified, false);
    put_authors(j, entry->authors, entry->n_authors);
    put_tags(j, entry);
    wire__json_put(j, "language", entry->language);
    put_attachments(j, entry);
    wire__json_close(j, '}');
}

void wire_feed_write_json(const wire_feed *feed, const wire_json_opts *opts, wire_out *out)
{
    static const char *const kinds[] = {
#define NAME(name, text) text,
        WIRE_FEEDS(NAME)
#undef NAME
    };
    wire__json j = {.out = out, .is_pretty = opts && opts->is_pretty};
    wire__json_open(&j, '{');
    wire__json_put(&j, "version", WIRE_STR("https://jsonfeed.org/version/1.1"));
    wire__json_key(&j, "input");
    wire__json_text(&j, feed->input);
    wire__json_put(&j, "kind", wire_str_of(kinds[feed->kind]));
    if (feed->title.n) {
        put_words(&j, "title", feed->title);
    } else { /* required */
        wire__json_key(&j, "title");
        wire__json_text(&j, feed->title);
    }
    wire__json_put(&j, "home_page_url", feed->home_page_url);
    wire__json_put(&j, "feed_url", feed->feed_url);
    put_words(&j, "description", feed->description);
    wire__json_put(&j, "language", feed->language);
    put_authors(&j, feed->authors, feed->n_authors);
    wire__json_key(&j, "items");
    wire__json_open(&j, '[');
    for (uint32_t i = 0; i < feed->n_entries; i++)
        put_entry(&j, &feed->entries[i]);
    wire__json_close(&j, ']');
    wire__json_close(&j, '}');
}
