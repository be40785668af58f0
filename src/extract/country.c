/* country.c: where the publisher is, as its address and its language's region say: it settles what IST means, and
 * whether 03/04 is in March. */
#include <string.h>

#include "extract/facts.h"

/* Domains of countries that are sold for the sound of them. */
static bool is_for_all(wire_str domain)
{
    return wire_str_find(WIRE_STR(" ai am cc co fm gg io la ly me st sh to tv ws "),
                         (wire_str){(char[]){' ', domain.p[0], domain.p[1], ' '}, 4}) != SIZE_MAX;
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* The last two letters of the host's name. */
static bool of_host(wire_str url, char country[3])
{
    const size_t at = wire_str_find(url, WIRE_STR("://"));
    if (at == SIZE_MAX)
        return false;
    size_t end = at + 3;
    while (end < url.n && !strchr("/:?#", url.p[end]))
        end++;
    if (end < at + 6 || url.p[end - 3] != '.')
        return false;
    const char c[2] = {(char)(url.p[end - 2] | 32), (char)(url.p[end - 1] | 32)};
    const wire_str domain = {c, 2};
    if (!is_lower(c[0]) || !is_lower(c[1]) || is_for_all(domain) || wire_str_is(domain, WIRE_STR("eu")))
        return false;
    const bool is_uk = wire_str_is(domain, WIRE_STR("uk"));
    country[0] = is_uk ? 'G' : (char)(c[0] & ~32);
    country[1] = is_uk ? 'B' : (char)(c[1] & ~32);
    return true;
}

/* "en-GB", "en_in", "zh-Hant-TW" */
static bool of_language(wire_str tag, char country[3])
{
    for (size_t i = 2; i + 3 <= tag.n; i++) {
        const bool is_region = (tag.p[i] == '-' || tag.p[i] == '_') && is_lower((char)(tag.p[i + 1] | 32)) &&
                               is_lower((char)(tag.p[i + 2] | 32)) &&
                               (i + 3 == tag.n || tag.p[i + 3] == '-' || tag.p[i + 3] == '_' || tag.p[i + 3] == '.');
        if (!is_region)
            continue;
        country[0] = (char)(tag.p[i + 1] & ~32);
        country[1] = (char)(tag.p[i + 2] & ~32);
        return true;
    }
    return false;
}

wire_stamp_opts wire__country_find(const wire__scan *scan, const wire_page *page, wire__all_facts *facts)
{
    const wire_str urls[] = {page->url, scan->canonical, facts->meta.url, facts->ld.url};
    const wire_str tags[] = {scan->language, facts->ld.language, facts->meta.language};
    bool is_known = false;
    for (size_t i = 0; i < 4 && !is_known; i++)
        is_known = of_host(urls[i], facts->country);
    /* What a system says that nobody has told otherwise is no knowledge: en-US. */
    for (size_t i = 0; i < 3 && !is_known; i++) {
        is_known = of_language(tags[i], facts->country);
        if (is_known && !strcmp(facts->country, "US") && i < 2)
            is_known = false;
    }
    const wire_str country = {facts->country, strlen(facts->country)};
    wire_str language = scan->language.n       ? scan->language
                        : facts->ld.language.n ? facts->ld.language
                                               : facts->meta.language;
    const bool is_english = !language.n || wire_str_is_ci(wire_str_cut(language, 0, 2), WIRE_STR("en"));
    const bool is_american = wire_str_is(country, WIRE_STR("US")) || wire_str_is(country, WIRE_STR("PH")) ||
                             wire_str_is(country, WIRE_STR("CA"));
    return (wire_stamp_opts){.day_first = !is_american && (country.n || !is_english), .country = country};
}
