/* gmi_site.c: the pages of an edition as gemtext. Links are relative, so that the folder can be served from anywhere;
 * its front is a feed to those who subscribe to gemtext: links that begin with a day. */
#include "render/gmi.h"

/* "../" for each folder of the page's path, then the way from the edition's root. */
static void put_way(wire_out *out, wire_str from, wire_str to)
{
    bool is_far = false;
    for (size_t i = 0; i < from.n; i++)
        if (from.p[i] == '/') {
            wire_out_lit(out, "../");
            is_far = true;
        }
    if (!is_far && !to.n)
        wire_out_lit(out, "./");
    wire_out_put(out, to);
    if (to.n && to.p[to.n - 1] != '/')
        wire_out_byte(out, '/');
}

static void put_link(wire_out *out, wire_str from, wire_str to, int64_t day, const wire_zone *zone, wire_str text)
{
    wire_out_lit(out, "=> ");
    put_way(out, from, to);
    wire_out_byte(out, ' ');
    if (day) {
        const wire_civil c = wire_civil_of(day, zone ? wire_zone_offset(zone, day, (char[8]){0}) : 0);
        wire_out_print(out, "%04d-%02u-%02u ", (int)c.year, c.month, c.day);
    }
    wire__gmi_text(out, text);
    wire_out_byte(out, '\n');
}

static void put_rack(const wire_site *site, const wire_rack *rack, wire_str path, wire_out *out)
{
    if (rack->heading.n) {
        wire_out_lit(out, "## ");
        wire__gmi_text(out, rack->heading);
        wire_out_byte(out, '\n');
    }
    for (uint32_t i = 0; i < rack->n_teasers; i++) {
        const wire_teaser *t = &rack->teasers[i];
        const wire_str untitled = wire__theme_words(site->theme, t->language)->words[WIRE__WORD_UNTITLED];
        put_link(out, path, t->path, t->published, site->zone, wire_str_trim(t->headline).n ? t->headline : untitled);
        if (t->summary.n) {
            wire_out_lit(out, "> ");
            wire__gmi_text(out, t->summary);
            wire_out_byte(out, '\n');
        }
    }
    wire_out_byte(out, '\n');
}

static void put_standing(const wire_site *site, wire_str path, wire_out *out)
{
    const wire_edition *e = site->edition;
    const wire__words *words = wire__theme_words(site->theme, e->language);
    wire_str before, after;
    if (path.n)
        put_link(out, path, (wire_str){NULL, 0}, 0, NULL, e->name);
    for (uint32_t i = 0; i < site->n_sections; i++)
        put_link(out, path, site->sections[i].slug, 0, NULL, site->sections[i].name);
    put_link(out, path, WIRE_STR("archive/"), 0, NULL, words->words[WIRE__WORD_ARCHIVE]);
    if (wire__is_link(e->full_site)) {
        wire__pattern_part(words->words[WIRE__WORD_FULL_SITE], WIRE_STR("{name}"), &before, &after);
        wire_out_lit(out, "=> ");
        wire_out_put(out, e->full_site);
        wire_out_byte(out, ' ');
        wire__gmi_text(out, before);
        wire__gmi_text(out, e->name);
        wire__gmi_text(out, after);
        wire_out_byte(out, '\n');
    }
    for (uint32_t i = 0; i < e->n_links; i++)
        if (wire__is_link(e->links[i].url))
            wire__gmi_link(out, e->links[i].url, e->links[i].text);
    if (e->copyright.n) {
        wire_out_byte(out, '\n');
        wire__gmi_text(out, e->copyright);
        wire_out_byte(out, '\n');
    }
}

static void put_notice(const wire_site *site, wire_out *out)
{
    if (!site->edition->notice.n)
        return;
    wire_out_lit(out, "> ");
    wire__gmi_text(out, site->edition->notice);
    wire_out_lit(out, "\n\n");
}

void wire_render_gmi_list(const wire_site *site, wire_str title, wire_str path, const wire_rack *racks,
                          uint32_t n_racks, wire_out *out)
{
    const wire__words *words = wire__theme_words(site->theme, site->edition->language);
    uint64_t n = 0;
    wire_out_lit(out, "# ");
    wire__gmi_text(out, title.n ? title : words->words[WIRE__WORD_ARCHIVE]);
    wire_out_lit(out, "\n\n");
    put_notice(site, out);
    for (uint32_t i = 0; i < n_racks; n += racks[i++].n_teasers)
        if (racks[i].n_teasers)
            put_rack(site, &racks[i], path, out);
    if (!n) {
        wire__gmi_text(out, words->words[WIRE__WORD_EMPTY]);
        wire_out_lit(out, "\n\n");
    }
    put_standing(site, path, out);
}

void wire_render_gmi_story(const wire_site *site, const wire_record *record, const wire_story *story, wire_out *out)
{
    wire_out path; /* the page's folder, with a slash at its end */
    wire_out_open_memory(&path, 0);
    wire_out_put(&path, record->path);
    wire_out_byte(&path, '/');
    put_notice(site, out);
    wire__write_gmi(site->theme, story, NULL, out);
    wire_out_byte(out, '\n');
    put_standing(site, wire_out_text(&path), out);
    (void)wire_out_close(&path, NULL);
}
