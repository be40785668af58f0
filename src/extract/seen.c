/* seen.c: when the story was published and changed, as the visible page shows it. */
#include <string.h>

#include "base/stamp_words.h"
#include "extract/facts.h"

static const int64_t YEAR_1800 = -5364662400; /* 1 January; the years 1 and 1970 are most systems' nothing */

enum { MAX_LINE = 300, BEFORE = 30, AFTER = 12, DAY = 86400, SAMPLE = 1300 };

/* The texts among which a byline and a stamp are looked for: around the headline and the body's first text. */
static void region(const wire__scan *scan, const wire__all_facts *facts, uint32_t *from, uint32_t *to)
{
    uint32_t first = 0;
    while (first < scan->n_texts && !scan->texts[first].is_kept)
        first++;
    if (first == scan->n_texts)
        first = scan->n_texts < 40 ? scan->n_texts : 40;
    uint32_t head = facts->headline_text;
    if (head == UINT32_MAX || head > first)
        head = first > 8 ? first - 8 : 0;
    *from = head > 6 ? head - 6 : 0;
    if (first - *from > BEFORE + 6)
        first = *from + BEFORE;
    *to = first + AFTER < scan->n_texts ? first + AFTER : scan->n_texts;
}

/* Lines that say when ------------------------------------------------------------------------ */

/* Beginnings of words, in many languages, parted by "|". */
static const char updated_words[] =
    "updat|modif|edited|revised|aktualis|aktualiz|zaktualiz|actuali|atualiz|mis à jour|mise à jour|maj "
    "le|bijgewerkt|gewijzigd|"
    "aggiorn|uppdater|oppdater|opdater|päivitetty|muokattu|güncelle|zuletzt|stand:|geändert|diperbarui|cập "
    "nhật|frissítve|módosítva|"
    "ažurir|обновл|Обновл|оновлен|Оновлен|изменен|актуализ|更新|修改|수정|업데이트|تحديث|التحديث|"
    "به‌روز|imesasish|ilisasish|imeboresh|"
    "अपडेट|"
    "अद्यतन|"
    "ενημέρωσ|Ενημέρωσ|"
    "ανανεώ|עודכן|עדכון";
static const char published_words[] =
    "publi|posted|veröffentlich|erschienen|erstellt|geplaatst|gepubliceerd|pubblicat|julkaistu|yayın|diterbitkan|"
    "tayang|đăng|közzé|"
    "objavljen|опубл|Опубл|发布|發佈|公開|创建|입력|등록|نشر|النشر|منتشر|प्रकाशित|δημοσ|Δημοσ|פורסם|created|imechapish|"
    "ilichapish|xuất bản|Đăng";

static bool starts_with_one(wire_str s, const char *words)
{
    const char first = s.p[0] >= 'A' && s.p[0] <= 'Z' ? (char)(s.p[0] | 32) : s.p[0];
    for (const char *p = words; *p;) {
        const char *end = strchrnul(p, '|');
        const size_t n = (size_t)(end - p);
        if (*p == first && s.n >= n && wire_str_is_ci((wire_str){s.p, n}, (wire_str){p, n}))
            return true;
        p = end + (*end == '|');
    }
    return false;
}

/* Where one of the words begins in the line, from `from` on; SIZE_MAX: none. */
static size_t find_words(wire_str line, size_t from, const char *words)
{
    uint64_t firsts[4] = {0}; /* bytes that words begin with */
    for (const char *p = words; p; p = strchr(p, '|'), p += p != NULL)
        firsts[(unsigned char)*p / 64] |= (uint64_t)1 << (unsigned char)*p % 64;
    for (size_t i = from; i < line.n; i++) {
        const unsigned char here = (unsigned char)line.p[i], first = here >= 'A' && here <= 'Z' ? here | 32 : here;
        if (!(firsts[first / 64] >> first % 64 & 1))
            continue;
        const unsigned char c = (unsigned char)line.p[i], before = i ? (unsigned char)(line.p[i - 1] | 32) : ' ';
        const bool is_inside = (c >= 0x80 && c < 0xC0) || (before >= 'a' && before <= 'z') || c == ' ' ||
                               (c >= '0' && c <= '9') || (before >= 0x80 && c < 0xE0);
        if (!is_inside && starts_with_one(wire_str_cut(line, i, line.n), words))
            return i;
    }
    return SIZE_MAX;
}

/* Digits of any script. */
static uint32_t count_digits(wire_str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i], d = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
        n += c >= '0' && c <= '9';
        n += (c == 0xD9 && d >= 0xA0 && d <= 0xA9) || (c == 0xDB && d >= 0xB0 && d <= 0xB9); /* Arabic, Persian */
        n += c == 0xE0 && d == 0xA5 && i + 2 < s.n && (unsigned char)s.p[i + 2] >= 0xA6;     /* Devanagari */
    }
    return n;
}

static bool has_year(wire_str s)
{
    for (size_t i = 0; i + 4 <= s.n; i++)
        if ((s.p[i] == '1' || s.p[i] == '2') && (s.p[i + 1] == '9' || s.p[i + 1] == '0') && s.p[i + 2] >= '0' &&
            s.p[i + 2] <= '9' && s.p[i + 3] >= '0' && s.p[i + 3] <= '9')
            return true;
    return count_digits(s) != 0 && (unsigned char)s.p[0] >= 0xC0;
}

/* What is known when a stamp is weighed. */
typedef struct weighing {
    const wire__scan *scan;
    wire_stamp_opts opts;
    wire__all_facts *facts;
} weighing;

/* A zone named in a shown stamp goes before the metadata's offset where both are the same minute; of a name's several
 * meanings the one that makes them so is right. */
static void take_zone(const wire_stamp *shown, wire_stamp *stamp)
{
    if (!stamp->is_known || !stamp->has_time || !shown->has_time || !shown->zone[0] || !shown->has_offset)
        return;
    const int64_t local = shown->at + shown->offset_s;
    const int64_t implied = (local - stamp->at + 43200 + 450) / 900 * 900 - 43200;
    const int64_t apart = local - implied - stamp->at;
    if (apart < -120 || apart > 120 || !wire__zone_may_mean(wire_str_of(shown->zone), (int32_t)implied))
        return;
    stamp->offset_s = (int32_t)implied;
    stamp->has_offset = true;
    memcpy(stamp->zone, shown->zone, sizeof stamp->zone);
}

static void put_stamp(const wire_stamp *shown, bool says_updated, wire__all_facts *facts)
{
    take_zone(shown, &facts->published);
    take_zone(shown, &facts->modified);
    wire_stamp *to = says_updated ? &facts->modified : &facts->published;
    if (to->is_known)
        return;
    *to = *shown;
    *(says_updated ? &facts->modified_source : &facts->published_source) = WIRE__FROM_SHOWN;
    to->is_unsure = shown->zone[0] && !facts->country[0] && wire__zone_is_ambiguous(wire_str_of(shown->zone));
}

/* "10/12/2023 7:38:01 PM" is how systems that nobody has told where they are write the month first. */
static wire_stamp_opts opts_for(const weighing *w, wire_str line)
{
    wire_stamp_opts opts = w->opts;
    const size_t colon = wire_str_find(line, WIRE_STR(":"));
    if (colon != SIZE_MAX && colon + 8 <= line.n && line.p[colon + 3] == ':' &&
        (line.p[colon + 7] == 'A' || line.p[colon + 7] == 'P') && memchr(line.p, '/', colon))
        opts.day_first = false;
    return opts;
}

/* "Published 2 May 2024 | Updated 3 May 2024": each part is read by the word that it begins with. True: a date is in
 * it. */
static bool read_line(const weighing *w, wire_str line)
{
    bool is_any = false, says_updated = false;
    const wire_stamp_opts opts = opts_for(w, line);
    for (size_t at = 0; at < line.n;) {
        /* The word that begins this part is passed over, but for its first byte it would be found again. */
        const size_t updated = find_words(line, at ? at + 1 : 0, updated_words);
        const size_t published = find_words(line, at ? at + 1 : 0, published_words);
        const size_t next = updated < published ? updated : published;
        const wire_str part = wire_str_trim(wire_str_cut(line, at, next < line.n ? next : line.n));
        wire_stamp stamp;
        if (part.n > 5 && wire_stamp_read(part, &opts, &stamp) == WIRE_OK) {
            put_stamp(&stamp, says_updated, w->facts);
            is_any = true;
        }
        says_updated = updated < published;
        at = next < line.n && next > at ? next : next == at && !at ? at + 1 : line.n;
    }
    return is_any;
}

static bool is_near(const wire__scan *scan, const wire__text *t, wire__topic topic, unsigned steps)
{
    return (scan->boxes[t->box].near >> 4 * topic & 15) <= steps;
}

/* A short line that is a date, its label and a byline at most. Captions have dates of their own. */
static bool is_stamp_line(const weighing *w, const wire__text *t, wire_str line, uint32_t most_words)
{
    if (count_digits(line) < 4 || line.p[0] == '\xC2' || is_near(w->scan, t, WIRE__TOPIC_CAPTION, 1) ||
        is_near(w->scan, t, WIRE__TOPIC_COMMENT, 7))
        return false;
    const bool is_said = t->phrase & WIRE__PHRASE_STAMP || w->scan->boxes[t->box].says & WIRE__SAYS_DATE ||
                         w->scan->boxes[w->scan->boxes[t->box].parent].says & WIRE__SAYS_DATE;
    if (t->words > most_words && !is_said)
        return false;
    wire_stamp stamp;
    return has_year(line) || is_said || (wire_stamp_read(line, &w->opts, &stamp) == WIRE_OK && stamp.has_time);
}

static void see_marked_stamps(const weighing *w, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < w->scan->n_notes; i++) { /* <time datetime>, or a class that says date */
        const wire__note *n = &w->scan->notes[i];
        const bool is_time = wire_str_is(n->name, WIRE_STR("time"));
        if ((!is_time && !wire_str_is(n->name, WIRE_STR("date-class"))) || n->at < from || n->at >= to)
            continue;
        char text[MAX_LINE];
        const wire_str line = {text, wire__node_copy(w->scan, n->node, text, sizeof text)};
        const wire_str stated = wire__node_attr(w->scan->dom, n->node, WIRE__ATTR_DATETIME);
        wire_stamp stamp;
        if (stated.n && wire_stamp_read(stated, &w->opts, &stamp) == WIRE_OK)
            put_stamp(&stamp, find_words(line, 0, updated_words) != SIZE_MAX, w->facts);
        if (line.n && line.n < 200 && has_year(line))
            (void)read_line(w, line);
    }
}

/* "Publikováno 20. listopadu 2026" may have been taken for the body's first paragraph. */
static bool is_kept_stamp(const wire__text *t, wire_str line)
{
    return t->chars <= 60 && !t->ends_stop && !t->heading && t->words <= 12 &&
           (t->words <= 4 || find_words(line, 0, published_words) != SIZE_MAX ||
            find_words(line, 0, updated_words) != SIZE_MAX);
}

/* Pages without headings may set headline, byline and stamp as lines of one text. */
static void see_head_stamp(const weighing *w)
{
    const uint32_t head = w->facts->headline_text;
    char text[MAX_LINE];
    if (head == UINT32_MAX || w->scan->texts[head].heading)
        return;
    wire_str rest = {text, wire__text_copy_cells(w->scan, &w->scan->texts[head], text, sizeof text)};
    for (bool is_first = true; rest.n; is_first = false) {
        const char *end = memchr(rest.p, '\n', rest.n);
        const size_t n = end ? (size_t)(end - rest.p) : rest.n;
        const wire_str line = wire_str_cut(rest, 0, n);
        if (!is_first && has_year(line))
            (void)read_line(w, line);
        rest = wire_str_cut(rest, end ? n + 1 : n, rest.n);
    }
}

static void see_stamps(const weighing *w, wire__scan *scan, uint32_t from, uint32_t to)
{
    uint32_t n_kept = 0;
    see_head_stamp(w);
    see_marked_stamps(w, from, to);
    for (uint32_t i = from; i < to; i++) {
        wire__text *t = &scan->texts[i];
        n_kept += t->is_kept;
        if ((t->is_kept && n_kept > 2) || t->chars > 110 || t->heading == 1 || (t->digits < 4 && t->capitals))
            continue;
        char text[MAX_LINE];
        const wire_str line = {text, wire__text_copy(scan, t, text, sizeof text)};
        if (!line.n || (t->is_kept && !is_kept_stamp(t, line)) || !is_stamp_line(w, t, line, 16) || !read_line(w, line))
            continue;
        if (w->facts->stamp_text == UINT32_MAX)
            w->facts->stamp_text = i;
        t->role = t->is_kept ? WIRE__ROLE_STAMP : t->role;
        t->is_kept = false;
    }
}

/* Nothing near the headline: a date that stands alone, or is called one, anywhere but among other stories. */
static void see_far_stamps(const weighing *w, uint32_t from)
{
    for (uint32_t i = from; i < w->scan->n_texts && !w->facts->published.is_known && !w->facts->modified.is_known;
         i++) {
        const wire__text *t = &w->scan->texts[i];
        const bool is_labelled =
            t->words > 1 && !t->link_chars && t->words <= 3; /* "Datum 28.04.2023" in a list of facts */
        if (t->is_kept || t->chars > 60 || t->digits < 4 || t->heading ||
            (is_near(w->scan, t, WIRE__TOPIC_RELATED, 2) && !is_labelled) ||
            (t->words > 4 && !(t->phrase & WIRE__PHRASE_STAMP)))
            continue;
        char text[MAX_LINE];
        const wire_str line = {text, wire__text_copy(w->scan, t, text, sizeof text)};
        if (line.n && is_stamp_line(w, t, line, 8))
            (void)read_line(w, line);
    }
}

/* "/2026/11/20/" in the page's address. */
static bool date_of_address(wire_str url, wire_stamp *stamp)
{
    for (size_t i = 0; i + 11 <= url.n; i++) {
        const char *p = url.p + i;
        if (p[0] != '/' || p[1] != '2' || p[2] != '0' || p[5] != p[8] || (p[5] != '/' && p[5] != '-'))
            continue;
        char day[11] = {p[1], p[2], p[3], p[4], '-', p[6], p[7], '-', p[9], p[10], 0};
        bool is_number = true;
        for (int k = 0; k < 10; k++)
            is_number = is_number && (k == 4 || k == 7 || (day[k] >= '0' && day[k] <= '9'));
        if (is_number && wire_stamp_read(wire_str_of(day), NULL, stamp) == WIRE_OK)
            return true;
    }
    return false;
}

static void read_stamp(wire_str text, wire__source source, const wire_stamp_opts *opts, wire_stamp *stamp,
                       wire__source *from)
{
    wire_stamp read;
    const bool is_read = !stamp->is_known && text.n && wire_stamp_read(text, opts, &read) == WIRE_OK && read.is_known;
    if (!is_read || read.at < YEAR_1800 ||
        (read.at > -DAY && read.at < 2 * DAY)) /* what systems say that know nothing */
        return;
    *stamp = read;
    *from = source;
}

/* The body's text, or all there is, up to `most` bytes. */
static size_t copy_body(const wire__scan *scan, char *to, size_t most)
{
    size_t n = 0;
    for (int round = 0; round < 2 && !n; round++)
        for (uint32_t i = 0; i < scan->n_texts && n + 2 < most; i++)
            if (scan->texts[i].is_kept || round) {
                n += wire__text_copy(scan, &scan->texts[i], to + n, most - n - 1);
                to[n++] = '\n';
            }
    return n;
}

/* "en" is what templates say that nobody has changed: not where hardly a letter is Latin. */
static bool is_doubtful(wire_str declared, const char *body, size_t n)
{
    size_t latin = 0, wide = 0;
    for (size_t i = 0; i < n && i < 400; i++) {
        latin += (body[i] | 32) >= 'a' && (body[i] | 32) <= 'z';
        wide += (unsigned char)body[i] >= 0xCE;
    }
    return wire_str_is_ci(wire_str_cut(declared, 0, 2), WIRE_STR("en")) && wide > 2 * latin;
}

static void see_language(const wire__scan *scan, wire__all_facts *facts)
{
    const wire_str declared[] = {scan->language, facts->ld.language, facts->meta.language};
    char body[SAMPLE];
    for (size_t i = 0; i < 3 && !facts->language.n; i++)
        facts->language = wire_str_trim(declared[i]);
    facts->language_source = facts->language.n ? WIRE__FROM_DECLARED : WIRE__FROM_NOWHERE;
    const bool is_english = wire_str_is_ci(wire_str_cut(facts->language, 0, 2), WIRE_STR("en"));
    if (facts->language.n >= 2 && !is_english)
        return;
    size_t n = copy_body(scan, body, is_english ? 400 : sizeof body);
    if (facts->language.n >= 2 && !is_doubtful(facts->language, body, n))
        return;
    n = copy_body(scan, body, sizeof body);
    const char *tag = wire__language_guess((wire_str){body, n});
    if (!tag)
        return;
    facts->language = wire_str_of(tag);
    facts->language_source = WIRE__FROM_TEXT;
}

void wire__facts_see(wire__scan *scan, const wire_page *page, wire_arena *arena, wire__all_facts *facts)
{
    uint32_t from, to;
    facts->correction_text = wire__corrections_keep(scan);
    region(scan, facts, &from, &to);
    wire__authors_see(scan, from, to, arena, facts);
    see_language(scan, facts);
    const weighing w = {scan, wire__country_find(scan, page, facts), facts};
    const wire__facts *stated[] = {&facts->ld, &facts->meta, &facts->seen};
    for (size_t i = 0; i < 3; i++) {
        const wire__source source = (wire__source)(WIRE__FROM_LD + i);
        read_stamp(stated[i]->published, source, &w.opts, &facts->published, &facts->published_source);
        read_stamp(stated[i]->modified, source, &w.opts, &facts->modified, &facts->modified_source);
        read_stamp(stated[i]->expires, source, &w.opts, &facts->expires, &(wire__source){WIRE__FROM_NOWHERE});
    }
    see_stamps(&w, scan, from, to);
    if (!facts->published.is_known) {
        const wire_str url = scan->canonical.n ? scan->canonical : page->url;
        if (date_of_address(url, &facts->published))
            facts->published_source = WIRE__FROM_ADDRESS;
    }
    if (!facts->published.is_known)
        see_far_stamps(&w, facts->headline_text == UINT32_MAX ? 0 : facts->headline_text);
    if (facts->modified.is_known && facts->published.is_known && facts->modified.at < facts->published.at - DAY)
        facts->modified = (wire_stamp){0};
}
