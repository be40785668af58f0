/* feed_json.c: JSON Feed, of both versions. */
#include "feed_make.h"

#include <cjson/cJSON.h>
#include <string.h>

enum { MAX_ITEMS = 100000 };

/* Members of an object to fields. */
typedef enum member_kind { PLAIN, TITLE, HTML, TEXT, WORDS, ADDRESS } member_kind;

typedef struct member {
    const char *name;
    member_kind kind;
    wire__field field;
    uint8_t rank;
} member;

static const member feed_members[] = {
    {"title", TITLE, WIRE__FIELD_TITLE, 1},         {"home_page_url", ADDRESS, WIRE__FIELD_URL, 1},
    {"feed_url", ADDRESS, WIRE__FIELD_FEED_URL, 1}, {"description", WORDS, WIRE__FIELD_SUMMARY, 1},
    {"language", PLAIN, WIRE__FIELD_LANGUAGE, 1},
};

static const member item_members[] = {
    {"id", PLAIN, WIRE__FIELD_ID, 1},
    {"url", ADDRESS, WIRE__FIELD_URL, 1},
    {"external_url", ADDRESS, WIRE__FIELD_EXTERNAL_URL, 1},
    {"title", TITLE, WIRE__FIELD_TITLE, 1},
    {"content_html", HTML, WIRE__FIELD_CONTENT, 2},
    {"content_text", TEXT, WIRE__FIELD_CONTENT, 1},
    {"summary", TEXT, WIRE__FIELD_SUMMARY, 1},
    {"image", ADDRESS, WIRE__FIELD_IMAGE, 2},
    {"banner_image", ADDRESS, WIRE__FIELD_IMAGE, 1},
    {"date_published", PLAIN, WIRE__FIELD_PUBLISHED, 1},
    {"date_modified", PLAIN, WIRE__FIELD_MODIFIED, 1},
    {"language", PLAIN, WIRE__FIELD_LANGUAGE, 1},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static wire_str string_of(const cJSON *value)
{
    return cJSON_IsString(value) ? wire_str_of(value->valuestring) : (wire_str){NULL, 0};
}

static wire_str string_at(const cJSON *object, const char *name)
{
    return string_of(cJSON_GetObjectItemCaseSensitive(object, name));
}

static uint64_t number_at(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(value) && value->valuedouble > 0 && value->valuedouble < 1e15 ? (uint64_t)value->valuedouble
                                                                                        : 0;
}

/* Plain words, in which a "<" may be written as in HTML, lest a page take it for a tag. */
static wire_str read_words(wire__feed_make *m, wire_str text)
{
    if (wire_str_find(text, WIRE_STR("&lt;")) == SIZE_MAX)
        return text;
    char *made = wire_arena_take(m->feed->arena, text.n, 1);
    if (!made) {
        m->code = WIRE_ENOMEM;
        return text;
    }
    size_t n = 0;
    for (size_t i = 0; i < text.n; n++) {
        const bool is_mark = wire_str_has_prefix(wire_str_cut(text, i, text.n), WIRE_STR("&lt;"));
        made[n] = is_mark ? '<' : text.p[i];
        i += is_mark ? 4 : 1;
    }
    return (wire_str){made, n};
}

static void read_member(wire__feed_make *m, const cJSON *object, const member *row)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, row->name);
    const wire_str text = string_of(value), no_base = {NULL, 0};
    char number[32];
    if (cJSON_IsNumber(value) && row->field == WIRE__FIELD_ID) { /* of version 1 */
        const int n = snprintf(number, sizeof number, "%.15g", value->valuedouble);
        wire__feed_put_plain(m, row->field, row->rank, (wire_str){number, n > 0 ? (size_t)n : 0});
        return;
    }
    switch (row->kind) {
    case PLAIN:
        wire__feed_put_plain(m, row->field, row->rank, text);
        break;
    case TITLE:
    case WORDS:
        wire__feed_put_markup(m, row->field, row->rank, read_words(m, text), WIRE__FORM_TEXT, no_base);
        break;
    case HTML:
        wire__feed_put_markup(m, row->field, row->rank, text, WIRE__FORM_HTML, no_base);
        break;
    case TEXT:
        wire__feed_put_markup(m, row->field, row->rank, text, WIRE__FORM_TEXT, no_base);
        break;
    case ADDRESS:
        wire__feed_put_url(m, row->field, row->rank, text, no_base);
        break;
    }
}

static void read_authors(wire__feed_make *m, const cJSON *object)
{
    const cJSON *author;
    wire__feed_add_author(m, string_at(cJSON_GetObjectItemCaseSensitive(object, "author"), "name")); /* of version 1 */
    const cJSON *authors = cJSON_GetObjectItemCaseSensitive(object, "authors");
    wire__feed_add_author(m, string_at(authors, "name")); /* one that is in no list */
    cJSON_ArrayForEach(author, authors) wire__feed_add_author(m, string_at(author, "name"));
}

static void read_attachments(wire__feed_make *m, const cJSON *object)
{
    const cJSON *each;
    cJSON_ArrayForEach(each, cJSON_GetObjectItemCaseSensitive(object, "attachments"))
    {
        const uint64_t seconds = number_at(each, "duration_in_seconds");
        const wire_attachment attachment = {.url = string_at(each, "url"),
                                            .mime_type = string_at(each, "mime_type"),
                                            .title = string_at(each, "title"),
                                            .bytes = number_at(each, "size_in_bytes"),
                                            .duration_s = seconds < UINT32_MAX ? (uint32_t)seconds : 0};
        wire__feed_add_attachment(m, &attachment, (wire_str){NULL, 0});
    }
}

static void read_item(wire__feed_make *m, const cJSON *item)
{
    const cJSON *tag;
    wire__feed_begin_item(m);
    for (size_t i = 0; i < COUNT(item_members); i++)
        read_member(m, item, &item_members[i]);
    read_authors(m, item);
    read_attachments(m, item);
    cJSON_ArrayForEach(tag, cJSON_GetObjectItemCaseSensitive(item, "tags")) wire__feed_add_tag(m, string_of(tag));
    wire__feed_end_item(m);
}

wire_code wire__feed_read_json(wire__feed_make *m, wire_str json, wire_error *err)
{
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(json.p, json.n, &end, false);
    if (!root) {
        const size_t at = end && end >= json.p && end <= json.p + json.n ? (size_t)(end - json.p) : 0;
        return wire_fail_at(err, WIRE_EFORMAT, at, "feed: not JSON from byte %zu", at);
    }
    const cJSON *item, *items = cJSON_GetObjectItemCaseSensitive(root, "items");
    if (!cJSON_IsObject(root) || !cJSON_IsArray(items)) {
        cJSON_Delete(root);
        return wire_fail(err, WIRE_EFORMAT, "feed: JSON without an array of items, not a feed");
    }
    m->feed->kind = WIRE_FEED_JSON;
    for (size_t i = 0; i < COUNT(feed_members); i++)
        read_member(m, root, &feed_members[i]);
    read_authors(m, root);
    cJSON_ArrayForEach(item, items)
    {
        if (cJSON_IsObject(item) && !m->code)
            read_item(m, item);
    }
    cJSON_Delete(root);
    return WIRE_OK;
}
