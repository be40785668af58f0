/* media.c: images and embeds, with what is said of them. */
#include <string.h>

#include "extract/body.h"

enum { MAX_CAPTION = 1000, SMALL = 80 };

/* What readers are led to, without the parameters that follow them about. */
static wire_code drop_tracking(wire__writing *w, const wire_address *address, wire_str *href)
{
    wire_str key;
    if (wire_address_key(address, w->arena, &key) != WIRE_OK)
        return WIRE_ENOMEM;
    if (address->fragment.n) {
        key = wire_arena_print(w->arena, "%.*s#%.*s", WIRE_ARG(key), WIRE_ARG(address->fragment));
        if (!key.p)
            return WIRE_ENOMEM;
    }
    *href = key;
    return WIRE_OK;
}

wire_code wire__read_href(wire__writing *w, wire_str text, bool with_mail, wire_str *href)
{
    *href = (wire_str){NULL, 0};
    text = wire_str_trim(text);
    if (!text.n || text.p[0] == '#' || text.n > 4096)
        return WIRE_OK;
    wire_address address;
    const wire_code code = wire_address_read(w->addresses, text, w->base, w->arena, &address);
    if (code == WIRE_ENOMEM)
        return code;
    if (code == WIRE_OK &&
        (wire_address_is_web(&address) || (with_mail && wire_str_is(address.scheme, WIRE_STR("mailto")))))
        *href = address.href;
    return with_mail && href->n && address.query.n ? drop_tracking(w, &address, href) : WIRE_OK;
}

/* The largest of a srcset's addresses: "a.jpg 480w, b.jpg 960w". */
static wire_str largest(wire_str set)
{
    wire_str best = {NULL, 0};
    double most = -1;
    while (set.n) {
        set = wire_str_trim(set);
        size_t n = 0;
        while (n < set.n && set.p[n] != ' ' && set.p[n] != '\n' && set.p[n] != '\t')
            n++;
        wire_str url = wire_str_cut(set, 0, n);
        const bool is_bare = url.n && url.p[url.n - 1] == ',';
        if (is_bare)
            url.n--;
        set = wire_str_trim(wire_str_cut(set, n, set.n));
        double size = 0;
        size_t k = 0;
        if (!is_bare) {
            for (; k < set.n && set.p[k] >= '0' && set.p[k] <= '9' && k < 9; k++)
                size = size * 10 + (set.p[k] - '0');
            while (k < set.n && set.p[k] != ',')
                k++;
            set = wire_str_cut(set, k + 1, set.n);
        }
        if (url.n && size > most) {
            most = size;
            best = url;
        }
    }
    return best;
}

static bool is_data(wire_str s)
{
    return !s.n || wire_str_has_prefix(s, WIRE_STR("data:")) || wire_str_has_prefix(s, WIRE_STR("about:"));
}

/* Lazy images have their address elsewhere than in src. */
static wire_str source_of(const wire__attrs *a)
{
    static const wire__attr lazy[] = {WIRE__ATTR_DATA_SRC, WIRE__ATTR_DATA_LAZY_SRC, WIRE__ATTR_DATA_ORIGINAL};
    for (size_t i = 0; i < 3; i++)
        if (wire__attrs_has(a, lazy[i]) && !is_data(a->v[lazy[i]]))
            return a->v[lazy[i]];
    const wire_str src = wire__attrs_get(a, WIRE__ATTR_SRC);
    if (!is_data(src) && !wire__attrs_has(a, WIRE__ATTR_DATA_SRCSET))
        return src;
    const wire_str set = largest(
        wire__attrs_get(a, wire__attrs_has(a, WIRE__ATTR_DATA_SRCSET) ? WIRE__ATTR_DATA_SRCSET : WIRE__ATTR_SRCSET));
    return set.n ? set : src;
}

bool wire__image_has_source(const wire__scan *scan, wire__node *image)
{
    wire__attrs a;
    wire__node_attrs(scan->dom, image, &a);
    return !is_data(source_of(&a));
}

static uint32_t number(wire_str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n && i < 6 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        n = n * 10 + (uint32_t)(s.p[i] - '0');
    return n;
}

/* Spacers, counters, icons and faces. */
static bool is_small(const wire__attrs *a)
{
    const uint32_t width = number(wire__attrs_get(a, WIRE__ATTR_WIDTH)),
                   height = number(wire__attrs_get(a, WIRE__ATTR_HEIGHT));
    return (width && width < SMALL) || (height && height < SMALL);
}

static bool is_ornament(wire_str url)
{
    static const char *const parts[] = {"pixel",    "spacer", "icon",     "logo",        "avatar",
                                        "sprite",   "blank.", "1x1",      "placeholder", ".svg",
                                        "tracking", "emoji",  "gravatar", "loader",      "spinner"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (wire_str_find_ci(url, wire_str_of(parts[i])) != SIZE_MAX)
            return true;
    return false;
}

static bool copy(wire__writing *w, wire_str text, wire_str *to)
{
    return !text.n || wire_arena_copy(w->builder->story->arena, text, to);
}

/* The figure, or something like one, that the image stands in. */
static wire__node *figure_of(const wire__scan *scan, const wire__medium *m)
{
    uint32_t b = m->box;
    for (int i = 0; i < 4 && b; i++, b = scan->boxes[b].parent) {
        if (scan->boxes[b].tag == LXB_TAG_FIGURE)
            return scan->boxes[b].node;
    }
    b = m->box;
    for (int i = 0; i < 2 && b; i++, b = scan->boxes[b].parent)
        if (scan->boxes[b].says & WIRE__TOPIC_BIT(CAPTION) && scan->boxes[b].n_paras == 0)
            return scan->boxes[b].node;
    return NULL;
}

/* "The quay at dawn. Photo: A. Byrne / Harbour Light" is a caption and a credit. */
static size_t credit_at(wire_str s)
{
    static const char *const marks[] = {"Photo:",
                                        "Photo by",
                                        "Photograph:",
                                        "Photograph by",
                                        "Credit:",
                                        "Image:",
                                        "Picture:",
                                        "(Photo",
                                        "Foto:",
                                        "Image credit",
                                        "Photo credit",
                                        "Photo courtesy",
                                        "\xc2\xa9",
                                        "Getty Images",
                                        "Cr\303\251dit",
                                        "Bild:",
                                        "Imagen:",
                                        "Fot. ",
                                        "\xd0\xa4\xd0\xbe\xd1\x82\xd0\xbe:"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const size_t at = wire_str_find(s, wire_str_of(marks[i]));
        if (at != SIZE_MAX)
            return at;
    }
    return SIZE_MAX;
}

static wire__node *find_credit(const wire__scan *scan, wire__node *top)
{
    uint32_t seen = 0;
    for (wire__node *n = wire__node_next(top, top); n && seen < 200; n = wire__node_next(n, top), seen++) {
        const wire_str class = wire__node_attr(scan->dom, n, WIRE__ATTR_CLASS);
        if (class.n && wire__says_of_names(scan->words, class) & WIRE__SAYS_CREDIT)
            return n;
    }
    return NULL;
}

static bool put_caption(wire__writing *w, wire__node *figure, wire_figure *f)
{
    char text[MAX_CAPTION], credit[MAX_CAPTION];
    wire_str line = {text, wire__node_copy(w->scan, figure, text, sizeof text)};
    if (!line.n)
        return true;
    wire__node *node = find_credit(w->scan, figure);
    if (node) {
        const wire_str said = {credit, wire__node_copy(w->scan, node, credit, sizeof credit)};
        const size_t at = said.n ? wire_str_find(line, said) : SIZE_MAX;
        if (at != SIZE_MAX && at + said.n == line.n)
            line = wire_str_trim(wire_str_cut(line, 0, at));
        else if (at == 0)
            line = wire_str_trim(wire_str_cut(line, said.n, line.n));
        return copy(w, line, &f->caption) && copy(w, said, &f->credit);
    }
    const size_t at = credit_at(line);
    if (at != SIZE_MAX && line.n - at < 200)
        return copy(w, wire_str_trim(wire_str_cut(line, 0, at)), &f->caption) &&
               copy(w, wire_str_trim(wire_str_cut(line, at, line.n)), &f->credit);
    return copy(w, line, &f->caption);
}

static wire_code write_image(wire__writing *w, const wire__medium *m)
{
    wire__attrs a;
    wire__node_attrs(w->scan->dom, m->node, &a);
    const wire_str src = source_of(&a);
    if (is_data(src) || is_small(&a) || is_ornament(src))
        return WIRE_OK;
    wire_str url;
    const wire_code code = wire__read_href(w, src, false, &url);
    if (code != WIRE_OK || !url.n)
        return code;
    const wire__builder *b = w->builder;
    for (uint32_t i = 0; i < b->n_blocks; i++) /* the same image again, for another width of window */
        if (b->blocks[i].figure && wire_str_is(b->blocks[i].figure->url, url))
            return WIRE_OK;
    wire_block *block = wire__build_block(w->builder, WIRE_BLOCK_IMAGE, w->depth);
    wire_figure *f = wire__build_figure(w->builder);
    if (!block || !f)
        return WIRE_OK; /* the builder keeps its error */
    block->source = wire__element_source(w, m->node);
    wire__node *figure = figure_of(w->scan, m);
    const bool fits = copy(w, url, &f->url) && copy(w, wire_str_trim(wire__attrs_get(&a, WIRE__ATTR_ALT)), &f->alt) &&
                      (!figure || put_caption(w, figure, f));
    return fits ? WIRE_OK : WIRE_ENOMEM;
}

static const struct {
    const char *host, *provider;
} providers[] = {{"youtube", "YouTube"},
                 {"youtu.be", "YouTube"},
                 {"twitter.com", "Twitter"},
                 {"x.com", "Twitter"},
                 {"vimeo", "Vimeo"},
                 {"facebook", "Facebook"},
                 {"instagram", "Instagram"},
                 {"tiktok", "TikTok"},
                 {"soundcloud", "SoundCloud"},
                 {"spotify", "Spotify"},
                 {"dailymotion", "Dailymotion"},
                 {"datawrapper", "Datawrapper"},
                 {"flourish", "Flourish"},
                 {"documentcloud", "DocumentCloud"},
                 {"google.com/maps", "Google Maps"},
                 {"apple.com", "Apple"},
                 {"bsky.app", "Bluesky"},
                 {"reddit", "Reddit"},
                 {"infogram", "Infogram"}};

static wire_str provider_of(wire_str url)
{
    for (size_t i = 0; i < sizeof providers / sizeof *providers; i++)
        if (wire_str_find_ci(wire_str_cut(url, 0, 60), wire_str_of(providers[i].host)) != SIZE_MAX)
            return wire_str_of(providers[i].provider);
    return (wire_str){NULL, 0};
}

/* Who stands behind an address, by its host's own part: "player.wavetube.co.uk" is Wavetube. */
static wire_str host_name(wire_str url, wire_arena *arena)
{
    const size_t at = wire_str_find(url, WIRE_STR("://"));
    wire_str host = at == SIZE_MAX ? (wire_str){NULL, 0} : wire_str_cut(url, at + 3, url.n);
    size_t end = 0;
    while (end < host.n && !strchr("/?#:", host.p[end]))
        end++;
    host = wire_str_cut(host, 0, end);
    wire_str own = {NULL, 0};
    for (uint32_t labels = 0; host.n && labels < 3;
         labels++) { /* from behind: the country or kind, its like, the name */
        size_t from = host.n;
        while (from && host.p[from - 1] != '.')
            from--;
        const wire_str label = wire_str_cut(host, from, host.n);
        if (labels == 1 || (labels == 2 && own.n <= 3 && !wire_str_is(label, WIRE_STR("www"))))
            own = label;
        host = wire_str_cut(host, 0, from ? from - 1 : 0);
    }
    wire_str name = {NULL, 0};
    if (own.n < 2 || !wire_arena_copy(arena, own, &name))
        return (wire_str){NULL, 0};
    ((char *)name.p)[0] = (char)(name.p[0] >= 'a' && name.p[0] <= 'z' ? name.p[0] - 32 : name.p[0]);
    return name;
}

static wire_str named_provider(wire__writing *w, wire_str url)
{
    const wire_str known = provider_of(url);
    return known.n || !url.n ? known : host_name(url, w->builder->story->arena);
}

/* Frames that their address calls a player or an embed; others may be anything: a form, an advertisement. */
static bool is_player(wire_str url)
{
    static const char *const parts[] = {"embed", "player", "/video", "/audio", "/podcast", "/episode"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (wire_str_find_ci(wire_str_cut(url, 0, 300), wire_str_of(parts[i])) != SIZE_MAX)
            return true;
    return false;
}

/* in  text: what a post says; caption: what it is called */
static wire_code write_embed(wire__writing *w, wire__node *node, wire_str url, wire_str provider, wire_str text,
                             wire_str caption)
{
    wire_block *block = wire__build_block(w->builder, WIRE_BLOCK_EMBED, w->depth);
    wire_figure *f = wire__build_figure(w->builder);
    if (!block || !f)
        return WIRE_OK;
    block->source = wire__element_source(w, node);
    return copy(w, url, &f->url) && copy(w, provider, &f->provider) && copy(w, text, &f->text) &&
                   copy(w, caption, &f->caption)
               ? WIRE_OK
               : WIRE_ENOMEM;
}

static wire_code write_frame(wire__writing *w, const wire__medium *m)
{
    wire__attrs a;
    wire__node_attrs(w->scan->dom, m->node, &a);
    wire_str url;
    const wire_code code = wire__read_href(w, source_of(&a), false, &url);
    if (code != WIRE_OK || !url.n || is_small(&a))
        return code;
    const wire_str provider = is_player(url) ? named_provider(w, url) : provider_of(url);
    if (!provider.n) {
        w->n_frames++;
        return WIRE_OK;
    }
    return write_embed(w, m->node, url, provider, (wire_str){NULL, 0},
                       wire_str_trim(wire__attrs_get(&a, WIRE__ATTR_TITLE)));
}

static bool has_kept(const wire__scan *scan, uint32_t box)
{
    for (uint32_t t = scan->boxes[box].first_text; t < scan->boxes[box].end_text; t++)
        if (scan->texts[t].is_kept)
            return true;
    return false;
}

/* A post's own link is the last that it holds; its text may be the address again, which is not what the post says.
 * What others than tweets hold is boilerplate. */
wire_code wire__write_post(wire__writing *w, wire__node *node, bool is_tweet)
{
    wire__node *link = NULL;
    uint32_t seen = 0;
    for (wire__node *n = wire__node_next(node, node); n && seen < 2000; n = wire__node_next(n, node), seen++)
        if (wire__node_is(n, LXB_TAG_A) && wire__node_attr(w->scan->dom, n, WIRE__ATTR_HREF).n)
            link = n;
    wire_str url = {NULL, 0};
    const wire_code code =
        link ? wire__read_href(w, wire__node_attr(w->scan->dom, link, WIRE__ATTR_HREF), false, &url) : WIRE_OK;
    if (code != WIRE_OK)
        return code;
    char text[MAX_CAPTION * 2], tail[MAX_CAPTION];
    wire_str said = {text, wire__node_copy(w->scan, node, text, sizeof text)};
    const wire_str last = {tail, link ? wire__node_copy(w->scan, link, tail, sizeof tail) : 0};
    if (wire_str_find(last, WIRE_STR("://")) != SIZE_MAX && wire_str_has_suffix(said, last))
        said = wire_str_trim(wire_str_cut(said, 0, said.n - last.n));
    if (!url.n && !said.n)
        return WIRE_OK;
    const wire_str none = {NULL, 0}, provider = named_provider(w, url);
    return write_embed(w, node, url, provider.n ? provider : WIRE_STR("Twitter"), is_tweet ? said : none,
                       is_tweet ? none : said);
}

wire_code wire__write_medium(wire__writing *w, const wire__medium *medium)
{
    switch (medium->kind) {
    case WIRE__MEDIUM_IMAGE:
        return write_image(w, medium);
    case WIRE__MEDIUM_FRAME:
        return write_frame(w, medium);
    case WIRE__MEDIUM_TWEET:
        return has_kept(w->scan, medium->box) ? WIRE_OK : wire__write_post(w, medium->node, true);
    case WIRE__MEDIUM_POST:
        return wire__write_post(w, medium->node, false);
    case WIRE__MEDIUM_VIDEO:
        w->n_videos++;
        break;
    }
    return WIRE_OK;
}
