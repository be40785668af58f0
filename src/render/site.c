/* site.c: sitemaps and robots.txt. */
#include "render/page.h"

static const wire_str XML = {"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", 39};

static void put_time(wire_out *out, int64_t at)
{
    const wire_stamp stamp = {.at = at, .is_known = true, .has_offset = true, .has_time = true};
    wire_stamp_write(&stamp, out);
}

static void put_places(const wire_site *site, const wire__place *places, size_t n, wire_str element, wire_out *out)
{
    for (size_t i = 0; i < n; i++) {
        const wire_str path = places[i].path;
        wire_out_byte(out, '<');
        wire_out_put(out, element);
        wire_out_lit(out, "><loc>");
        wire__html_text(out, site->edition->url);
        wire__html_text(out, path);
        if (path.n && path.p[path.n - 1] != '/' && !wire_str_has_suffix(path, WIRE_STR(".xml")))
            wire_out_byte(out, '/');
        wire_out_lit(out, "</loc>");
        if (places[i].changed) {
            wire_out_lit(out, "<lastmod>");
            put_time(out, places[i].changed);
            wire_out_lit(out, "</lastmod>");
        }
        wire_out_lit(out, "</");
        wire_out_put(out, element);
        wire_out_lit(out, ">\n");
    }
}

void wire__render_sitemap(const wire_site *site, const wire__place *places, size_t n, wire_out *out)
{
    wire_out_put(out, XML);
    wire_out_lit(out, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    put_places(site, places, n, WIRE_STR("url"), out);
    wire_out_lit(out, "</urlset>\n");
}

void wire__render_sitemap_index(const wire_site *site, const wire__place *places, size_t n, wire_out *out)
{
    wire_out_put(out, XML);
    wire_out_lit(out, "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    put_places(site, places, n, WIRE_STR("sitemap"), out);
    wire_out_lit(out, "</sitemapindex>\n");
}

void wire__render_news_sitemap(const wire_site *site, const wire_teaser *teasers, size_t n, wire_out *out)
{
    wire_out_put(out, XML);
    wire_out_lit(out, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                      "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n");
    for (size_t i = 0; i < n; i++) {
        wire_out_lit(out, "<url><loc>");
        wire__html_text(out, site->edition->url);
        wire__html_text(out, teasers[i].path);
        wire_out_lit(out, "/</loc><news:news><news:publication><news:name>");
        wire__html_text(out, site->edition->name);
        wire_out_lit(out, "</news:name><news:language>");
        wire__html_text(out, teasers[i].language.n ? teasers[i].language : site->edition->language);
        wire_out_lit(out, "</news:language></news:publication><news:publication_date>");
        put_time(out, teasers[i].published);
        wire_out_lit(out, "</news:publication_date><news:title>");
        wire__html_text(out, teasers[i].headline);
        wire_out_lit(out, "</news:title></news:news></url>\n");
    }
    wire_out_lit(out, "</urlset>\n");
}

void wire__render_robots(const wire_site *site, wire_out *out)
{
    if (site->is_private) {
        wire_out_lit(out, "User-agent: *\nDisallow: /\n");
        return;
    }
    wire_out_lit(out, "User-agent: *\nAllow: /\n\nSitemap: ");
    wire__html_text(out, site->edition->url);
    wire_out_lit(out, "sitemap.xml\nSitemap: ");
    wire__html_text(out, site->edition->url);
    wire_out_lit(out, "news-sitemap.xml\n");
}
