/* feed_make.c: from what elements say to a feed's and its entries' fields. */
#include "feed_make.h"

#include "dom_tokens.h"
#include "feed_date.h"

#include <string.h>

enum { MAX_ENTRIES = 100000 /* a sitemap may have 50,000 */ };

static void fail(wire__feed_make *m, wire_code code)
{
    if (!m->code)
        m->code = code;
}

static wire_str copy(wire__feed_make *m, wire_str text)
{
    wire_str made = {NULL, 0};
    if (text.n && !wire_arena_copy(m->feed->arena, text, &made))
        fail(m, WIRE_ENOMEM);
    return made;
}

static wire__subject *subject(wire__feed_make *m)
{
    return m->is_in_item ? m->item : m->whole;
}

/* The slot to fill, or NULL where something of the same or a higher rank is in it. */
static wire__slot *open_slot(wire__feed_make *m, wire__field field, uint8_t rank)
{
    wire__slot *slot = &subject(m)->slots[field];
    const bool is_again = rank == slot->rank && (field == WIRE__FIELD_PUBLISHED || field == WIRE__FIELD_MODIFIED);
    if (m->code || (rank <= slot->rank && !is_again))
        return NULL;
    *slot = (wire__slot){.rank = rank};
    return slot;
}

wire_code wire__feed_make_begin(wire__feed_make *m, wire_feed *feed, wire__cleaner *cleaner, const wire_page *page,
                                wire_error *err)
{
    *m = (wire__feed_make){.feed = feed, .cleaner = cleaner, .page_url = page->url};
    m->whole = WIRE_TAKE(feed->arena, wire__subject, 1);
    m->item = WIRE_TAKE(feed->arena, wire__subject, 1);
    feed->input = copy(m, page->input);
    if (!m->whole || !m->item || m->code)
        return wire_fail(err, WIRE_ENOMEM, "feed: no memory");
    return WIRE_OK;
}

/* Texts ------------------------------------------------------------------------------------- */

/* White space folded to single spaces: what titles, names and tags are. */
static wire_str copy_folded(wire__feed_make *m, wire_str text)
{
    text = wire_str_trim(text);
    char *p = text.n ? wire_arena_take(m->feed->arena, text.n, 1) : NULL;
    if (!p) {
        if (text.n)
            fail(m, WIRE_ENOMEM);
        return (wire_str){NULL, 0};
    }
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        const bool is_space = text.p[i] == ' ' || (text.p[i] >= '\t' && text.p[i] <= '\r');
        if (!is_space)
            p[n++] = text.p[i];
        else if (n && p[n - 1] != ' ')
            p[n++] = ' ';
    }
    return (wire_str){p, n};
}

/* Words, which many write as in HTML though nothing says so: "Arts &amp; Letters". */
static wire_str copy_words(wire__feed_make *m, wire_str text)
{
    text = wire_str_trim(text);
    char *p = text.n && memchr(text.p, '&', text.n) ? wire_arena_take(m->feed->arena, text.n, 1) : NULL;
    const unsigned char *from = (const unsigned char *)text.p;
    size_t n = 0;
    return p && wire__references_read(from, from + text.n, false, (unsigned char *)p, &n)
               ? copy_folded(m, (wire_str){p, n})
               : copy_folded(m, text);
}

void wire__feed_put_plain(wire__feed_make *m, wire__field field, uint8_t rank, wire_str text)
{
    if (!wire_str_trim(text).n)
        return;
    if (field == WIRE__FIELD_AUTHOR) {
        wire__feed_add_author(m, text);
        return;
    }
    if (field == WIRE__FIELD_TAG) {
        wire__feed_add_tag(m, text);
        return;
    }
    wire__slot *slot = open_slot(m, field, rank);
    if (slot)
        slot->text = copy_folded(m, text);
}

static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* {NULL, 0}: it is not base64 */
static wire_str decode_base64(wire__feed_make *m, wire_str text)
{
    char *p = wire_arena_take(m->feed->arena, text.n / 4 * 3 + 3, 1);
    if (!p) {
        fail(m, WIRE_ENOMEM);
        return (wire_str){NULL, 0};
    }
    size_t n = 0;
    uint32_t bits = 0, n_bits = 0;
    for (size_t i = 0; i < text.n && text.p[i] != '='; i++) {
        const int digit = base64_digit(text.p[i]);
        if (digit < 0 && !strchr(" \t\r\n", text.p[i]))
            return (wire_str){NULL, 0};
        if (digit < 0)
            continue;
        bits = bits << 6 | (uint32_t)digit;
        n_bits += 6;
        if (n_bits >= 8)
            p[n++] = (char)(bits >> (n_bits -= 8));
    }
    return (wire_str){p, n};
}

/* Where nothing else is said, addresses are relative to the feed's own, or to its page's. */
static wire_str or_own(const wire__feed_make *m, wire_str base)
{
    return base.n ? base : m->page_url.n ? m->page_url : m->whole->slots[WIRE__FIELD_URL].text;
}

static bool is_html(wire_str text, wire__form form)
{
    return form == WIRE__FORM_HTML || (form == WIRE__FORM_OPEN && wire__looks_html(text));
}

void wire__feed_put_markup(wire__feed_make *m, wire__field field, uint8_t rank, wire_str text, wire__form form,
                           wire_str base)
{
    if (m->code || rank <= subject(m)->slots[field].rank || !wire_str_trim(text).n)
        return;
    if (field == WIRE__FIELD_TITLE && form <= WIRE__FORM_TEXT && !is_html(text, form)) {
        wire__slot *title = open_slot(m, field, rank);
        if (title)
            title->text = copy_folded(m, text);
        return;
    }
    if (form == WIRE__FORM_BASE64) {
        const wire_str decoded = decode_base64(m, text);
        text = decoded.p ? decoded : text;
        form = WIRE__FORM_OPEN;
    }
    wire_error err;
    const wire_code code = is_html(text, form) ? wire__clean_html(m->cleaner, text, or_own(m, base), &err)
                                               : wire__clean_text(m->cleaner, text, &err);
    if (code) {
        fail(m, code);
        return;
    }
    const wire_str html = wire_out_text(&m->cleaner->html), plain = wire_out_text(&m->cleaner->text);
    if (!html.n)
        return;
    wire__slot *slot = open_slot(m, field, rank);
    if (!slot)
        return;
    slot->text = field == WIRE__FIELD_TITLE ? copy_folded(m, plain) : copy(m, plain);
    if (m->is_in_item && field != WIRE__FIELD_TITLE)
        slot->html = copy(m, html);
}

/* Addresses --------------------------------------------------------------------------------- */

wire_str wire__feed_resolve(wire__feed_make *m, wire_str text, wire_str base)
{
    text = wire_str_trim(text);
    if (wire__is_plain_address(text))
        return copy(m, text);
    base = or_own(m, base);
    wire_arena *scratch = m->cleaner->scratch;
    wire_arena_reset(scratch);
    if (wire_str_is_ci(wire_str_cut(text, 0, 7), WIRE_STR("feed://"))) /* as readers of feeds write it */
        text = wire_arena_print(scratch, "http://%.*s", WIRE_ARG(wire_str_cut(text, 7, text.n)));
    else if (wire_str_is_ci(wire_str_cut(text, 0, 5), WIRE_STR("feed:")))
        text = wire_str_cut(text, 5, text.n);
    wire_address address;
    const wire_code code = wire_address_read(m->cleaner->addresses, text, base, scratch, &address);
    if (code == WIRE_ENOMEM)
        fail(m, code);
    if (code || !wire_address_is_web(&address))
        return (wire_str){NULL, 0};
    return copy(m, address.href);
}

void wire__feed_put_url(wire__feed_make *m, wire__field field, uint8_t rank, wire_str text, wire_str base)
{
    if (m->code || !wire_str_trim(text).n || rank <= subject(m)->slots[field].rank)
        return;
    const wire_str url = wire__feed_resolve(m, text, base);
    wire__slot *slot = url.n ? open_slot(m, field, rank) : NULL;
    if (slot)
        slot->text = url;
}

bool wire__is_picture(wire_str mime_type, wire_str url)
{
    static const char *const endings[] = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"};
    if (mime_type.n)
        return wire_str_is_ci(wire_str_cut(mime_type, 0, 6), WIRE_STR("image/"));
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const wire_str path = wire_str_cut(url, 0, wire_str_find(url, WIRE_STR("?"))), end = wire_str_of(endings[i]);
        if (path.n > end.n && wire_str_is_ci(wire_str_cut(path, path.n - end.n, path.n), end))
            return true;
    }
    return false;
}

void wire__feed_add_attachment(wire__feed_make *m, const wire_attachment *attachment, wire_str base)
{
    wire__subject *s = subject(m);
    const wire_str url = wire__feed_resolve(m, attachment->url, base);
    if (url.n && m->is_in_item && wire__is_picture(attachment->mime_type, url))
        wire__feed_put_url(m, WIRE__FIELD_IMAGE, 1, url, base);
    if (!url.n || s->n_attachments == WIRE__MAX_PER_ENTRY)
        return;
    for (uint32_t i = 0; i < s->n_attachments; i++)
        if (wire_str_is(s->attachments[i].url, url))
            return;
    s->attachments[s->n_attachments++] = (wire_attachment){.url = url,
                                                           .mime_type = copy_folded(m, attachment->mime_type),
                                                           .title = copy_folded(m, attachment->title),
                                                           .bytes = attachment->bytes,
                                                           .duration_s = attachment->duration_s};
}

/* Lists ------------------------------------------------------------------------------------- */

/* "ada@example.org (Ada Byrne)", "Ada Byrne (ada@example.org)", "Ada Byrne <ada@example.org>": the name. An address
 * alone is left as it is. */
static wire_str name_of(wire_str text)
{
    text = wire_str_trim(text);
    size_t open = wire_str_find(text, WIRE_STR(" ("));
    char close = ')';
    if (open == SIZE_MAX) {
        open = wire_str_find(text, WIRE_STR("<"));
        close = '>';
    }
    if (open == SIZE_MAX || !text.n || text.p[text.n - 1] != close)
        return text;
    const wire_str before = wire_str_trim(wire_str_cut(text, 0, open));
    wire_str within = wire_str_trim(wire_str_cut(text, open, text.n - 1));
    within = wire_str_trim(wire_str_cut(within, 1, within.n));
    const bool has_address_before = before.n && memchr(before.p, '@', before.n);
    const bool has_address_within = within.n && memchr(within.p, '@', within.n);
    if (has_address_before && within.n && !has_address_within)
        return within;
    return has_address_within && before.n ? before : text;
}

void wire__feed_add_author(wire__feed_make *m, wire_str text)
{
    wire__subject *s = subject(m);
    const wire_str name = copy_words(m, name_of(text));
    if (!name.n || s->n_authors == WIRE__MAX_PER_ENTRY)
        return;
    for (uint32_t i = 0; i < s->n_authors; i++)
        if (wire_str_is_ci(s->authors[i].name, name))
            return;
    s->authors[s->n_authors++] = (wire_author){.name = name};
}

void wire__feed_add_tag(wire__feed_make *m, wire_str text)
{
    wire__subject *s = subject(m);
    const wire_str tag = copy_words(m, text);
    if (!tag.n || s->n_tags == WIRE__MAX_PER_ENTRY)
        return;
    for (uint32_t i = 0; i < s->n_tags; i++)
        if (wire_str_is(s->tags[i], tag))
            return;
    s->tags[s->n_tags++] = tag;
}

/* Finishing --------------------------------------------------------------------------------- */

static void *copy_list(wire__feed_make *m, const void *list, uint32_t n, size_t size)
{
    if (!n)
        return NULL;
    void *made = wire_arena_take(m->feed->arena, n * size, _Alignof(max_align_t));
    if (!made) {
        fail(m, WIRE_ENOMEM);
        return NULL;
    }
    return memcpy(made, list, n * size);
}

/* A bare mail address says less than a name; it goes where there is one. */
static void drop_addresses(wire__subject *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n_authors; i++)
        if (!memchr(s->authors[i].name.p, '@', s->authors[i].name.n))
            s->authors[n++] = s->authors[i];
    s->n_authors = n ? n : s->n_authors;
}

static wire_stamp stamp_of(const wire__subject *s, wire__field field)
{
    wire_stamp stamp = {0};
    const wire_str text = s->slots[field].text;
    if (!text.n || wire__feed_date(text, &stamp))
        return (wire_stamp){0};
    return stamp;
}

static bool add_entry(wire__feed_make *m, const wire_entry *entry)
{
    if (m->n_entries == m->cap_entries) {
        const uint32_t cap = m->cap_entries ? m->cap_entries * 2 : 32;
        wire_entry *entries = WIRE_TAKE(m->feed->arena, wire_entry, cap);
        if (!entries)
            return false;
        if (m->n_entries)
            memcpy(entries, m->entries, m->n_entries * sizeof *entries);
        m->entries = entries;
        m->cap_entries = cap;
    }
    m->entries[m->n_entries++] = *entry;
    return true;
}

void wire__feed_begin_item(wire__feed_make *m)
{
    if (m->is_in_item)
        wire__feed_end_item(m);
    memset(m->item->slots, 0, sizeof m->item->slots);
    m->item->n_authors = m->item->n_tags = m->item->n_attachments = 0;
    m->is_in_item = true;
}

/* RSS has one element for both: what it says is the content, unless something else is. Where there is but a summary it
 * is both, since JSON Feed wants a content. */
static void settle_body(wire__subject *s, wire_entry *entry)
{
    const wire__slot *content = &s->slots[WIRE__FIELD_CONTENT], *other = &s->slots[WIRE__FIELD_DESCRIPTION];
    const wire__slot *summary = &s->slots[WIRE__FIELD_SUMMARY];
    const wire__slot *body = content->rank ? content : other->rank ? other : summary;
    entry->content_html = body->html;
    entry->content_text = body->text;
    entry->summary = summary->rank || body == other ? summary->text : other->text;
    if (body != summary && wire_str_is(entry->summary, entry->content_text))
        entry->summary = (wire_str){NULL, 0};
}

/* "3661", "61:01", "1:01:01"; 0: neither */
static uint32_t seconds_of(wire_str text)
{
    uint32_t whole = 0, part = 0;
    if (text.n > 8)
        return 0;
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.p[i];
        if (c != ':' && (c < '0' || c > '9'))
            return 0;
        whole = c == ':' ? (whole + part) * 60 : whole;
        part = c == ':' ? 0 : part * 10 + (uint32_t)(c - '0');
    }
    return whole + part;
}

void wire__feed_end_item(wire__feed_make *m)
{
    wire__subject *s = m->item;
    if (!m->is_in_item || m->code)
        return;
    m->is_in_item = false;
    if (m->n_entries == MAX_ENTRIES) { /* the rest is left */
        m->feed->is_recovered = true;
        return;
    }
    drop_addresses(s);
    wire_entry e = {.id = s->slots[WIRE__FIELD_ID].text,
                    .url = s->slots[WIRE__FIELD_URL].text,
                    .external_url = s->slots[WIRE__FIELD_EXTERNAL_URL].text,
                    .title = s->slots[WIRE__FIELD_TITLE].text,
                    .language = s->slots[WIRE__FIELD_LANGUAGE].text,
                    .image = s->slots[WIRE__FIELD_IMAGE].text,
                    .published = stamp_of(s, WIRE__FIELD_PUBLISHED),
                    .modified = stamp_of(s, WIRE__FIELD_MODIFIED),
                    .embargoed = stamp_of(s, WIRE__FIELD_EMBARGOED),
                    .expires = stamp_of(s, WIRE__FIELD_EXPIRES),
                    .n_authors = s->n_authors,
                    .n_tags = s->n_tags,
                    .n_attachments = s->n_attachments};
    if (!e.id.n)
        e.id = e.url;
    settle_body(s, &e);
    if (s->n_attachments && !s->attachments[0].duration_s)
        s->attachments[0].duration_s = seconds_of(s->slots[WIRE__FIELD_DURATION].text);
    e.authors = copy_list(m, s->authors, s->n_authors, sizeof *s->authors);
    e.tags = copy_list(m, s->tags, s->n_tags, sizeof *s->tags);
    e.attachments = copy_list(m, s->attachments, s->n_attachments, sizeof *s->attachments);
    if (!m->code && !add_entry(m, &e))
        fail(m, WIRE_ENOMEM);
}

static uint32_t number_of(wire_str text)
{
    uint32_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return 0;
        n = n < 10000000 ? n * 10 + (uint32_t)(text.p[i] - '0') : n;
    }
    return n;
}

/* Minutes from one change to the next, by what it says of itself. */
static uint32_t ttl_of(const wire__subject *s)
{
    static const struct {
        const char *name;
        uint32_t minutes;
    } periods[] = {{"hourly", 60}, {"daily", 1440}, {"weekly", 10080}, {"monthly", 43200}, {"yearly", 525600}};
    const uint32_t ttl = number_of(s->slots[WIRE__FIELD_TTL].text);
    const uint32_t frequency = number_of(s->slots[WIRE__FIELD_FREQUENCY].text);
    for (size_t i = 0; !ttl && i < sizeof periods / sizeof *periods; i++)
        if (wire_str_is_ci(s->slots[WIRE__FIELD_PERIOD].text, wire_str_of(periods[i].name)))
            return periods[i].minutes / (frequency ? frequency : 1);
    return ttl;
}

wire_code wire__feed_make_end(wire__feed_make *m, wire_error *err)
{
    wire__feed_end_item(m);
    wire_feed *feed = m->feed;
    wire__subject *s = m->whole;
    drop_addresses(s);
    feed->title = s->slots[WIRE__FIELD_TITLE].text;
    feed->home_page_url = s->slots[WIRE__FIELD_URL].text;
    feed->feed_url = s->slots[WIRE__FIELD_FEED_URL].rank ? s->slots[WIRE__FIELD_FEED_URL].text : copy(m, m->page_url);
    feed->description = s->slots[WIRE__FIELD_SUMMARY].text;
    feed->language = s->slots[WIRE__FIELD_LANGUAGE].text;
    feed->authors = copy_list(m, s->authors, s->n_authors, sizeof *s->authors);
    feed->n_authors = s->n_authors;
    feed->ttl_min = ttl_of(s);
    feed->entries = m->entries;
    feed->n_entries = m->n_entries;
    return m->code ? wire_fail(err, m->code, "feed: %s", wire_code_text(m->code)) : WIRE_OK;
}
