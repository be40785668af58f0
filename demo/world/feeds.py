"""A publisher's feeds, in every format, and its sitemap. Addresses are the publisher's own; the loopback server puts its own in their place."""
import html
import json
from datetime import datetime, timezone

from .publisher import person_name, person_of
from .stamps import rfc822

SITEMAP, SITEMAP_LENGTH = "http://www.sitemaps.org/schemas/sitemap/0.9", 50_000


def named(world):
    """The stories that a feed has: all, or the newest."""
    return world.stories[:world.feed_length or None]


def escape(text):
    return html.escape(text, quote=False)


def item(story, world):
    url = world.publisher.story_url(story)
    people = "".join(f"<dc:creator>{escape(person_name(person_of(world.people, key), story.language))}</dc:creator>" for key in story.people)
    return (f"<item><title>{escape(story.head['headline'])}</title><link>{url}</link>"
            f'<guid isPermaLink="true">{url}</guid><description>{escape(story.summary)}</description>{people}'
            f"<category>{escape(story.section)}</category><pubDate>{rfc822(story.published)}</pubDate>"
            f"<atom:updated>{story.changed.isoformat()}</atom:updated></item>")


def rss(world):
    publisher = world.publisher
    newest = max((story.changed for story in named(world)), default=datetime.fromtimestamp(0, timezone.utc))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>',
             '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>',
             f"<title>{escape(publisher.name)}</title><link>{publisher.address}</link>",
             f"<description>{escape(publisher.description)}</description><language>{publisher.language}</language>",
             f'<atom:link rel="self" type="application/rss+xml" href="{publisher.address}{publisher.feed_name}"/>',
             f"<lastBuildDate>{rfc822(newest)}</lastBuildDate>"]
    return "\n".join(lines + [item(story, world) for story in named(world)] + ["</channel></rss>", ""])


def atom(world):
    publisher = world.publisher
    newest = max((story.changed for story in named(world)), default=None)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{publisher.language}">',
             f"<title>{escape(publisher.name)}</title><id>{publisher.address}</id>",
             f'<link rel="self" href="{publisher.address}{publisher.feed_name}"/><link href="{publisher.address}"/>',
             f"<updated>{newest.isoformat() if newest else '1970-01-01T00:00:00Z'}</updated>"]
    for story in named(world):
        url = publisher.story_url(story)
        people = "".join(f"<author><name>{escape(person_name(person_of(world.people, key), story.language))}</name></author>"
                         for key in story.people)
        lines.append(f"<entry><title>{escape(story.head['headline'])}</title><id>{url}</id><link href=\"{url}\"/>{people}"
                     f"<published>{story.published.isoformat()}</published><updated>{story.changed.isoformat()}</updated>"
                     f"<summary>{escape(story.summary)}</summary></entry>")
    return "\n".join(lines + ["</feed>", ""])


def rdf(world):
    publisher = world.publisher
    urls = [publisher.story_url(story) for story in named(world)]
    seats = "".join(f'<rdf:li rdf:resource="{url}"/>' for url in urls)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>',
             '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
             'xmlns:dc="http://purl.org/dc/elements/1.1/">',
             f'<channel rdf:about="{publisher.address}{publisher.feed_name}"><title>{escape(publisher.name)}</title>'
             f"<link>{publisher.address}</link><description>{escape(publisher.description)}</description>"
             f"<items><rdf:Seq>{seats}</rdf:Seq></items></channel>"]
    for story, url in zip(named(world), urls):
        lines.append(f'<item rdf:about="{url}"><title>{escape(story.head["headline"])}</title><link>{url}</link>'
                     f"<description>{escape(story.summary)}</description><dc:date>{story.changed.isoformat()}</dc:date></item>")
    return "\n".join(lines + ["</rdf:RDF>", ""])


def jsonfeed(world):
    publisher = world.publisher
    items = [{"id": publisher.story_url(story), "url": publisher.story_url(story), "title": story.head["headline"],
              "summary": story.summary, "date_published": story.published.isoformat(), "date_modified": story.changed.isoformat(),
              "authors": [{"name": person_name(person_of(world.people, key), story.language)} for key in story.people]}
             for story in named(world)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": publisher.name, "home_page_url": publisher.address,
                       "feed_url": publisher.address + publisher.feed_name, "language": publisher.language, "items": items},
                      ensure_ascii=False, indent=1)


def newssitemap(world):
    publisher = world.publisher
    urls = "".join(
        f"<url><loc>{publisher.story_url(story)}</loc><lastmod>{story.changed.isoformat()}</lastmod><news:news><news:publication>"
        f"<news:name>{escape(publisher.name)}</news:name><news:language>{publisher.language}</news:language></news:publication>"
        f"<news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.head['headline'])}</news:title></news:news></url>\n" for story in named(world))
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}" '
            f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{urls}</urlset>\n')


FORMATS = {"rss": rss, "atom": atom, "rdf": rdf, "jsonfeed": jsonfeed, "newssitemap": newssitemap}


def feed(world):
    """The publisher's feed, in the format that its ini names."""
    return FORMATS[world.publisher.feed](world)


def urlset(stories, world):
    urls = "".join(f"<url><loc>{world.publisher.story_url(story)}</loc><lastmod>{story.changed.isoformat()}</lastmod></url>\n"
                   for story in stories)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">\n{urls}</urlset>\n'


def sitemaps(world):
    """{name: text}: a sitemap, or an index of several where one may not hold all."""
    stories, address = world.stories, world.publisher.address
    if len(stories) <= SITEMAP_LENGTH:
        return {"sitemap.xml": urlset(stories, world)}
    parts = {f"sitemap-{i + 1}.xml": urlset(stories[at:at + SITEMAP_LENGTH], world)
             for i, at in enumerate(range(0, len(stories), SITEMAP_LENGTH))}
    places = "".join(f"<sitemap><loc>{address}{name}</loc></sitemap>\n" for name in parts)
    return {"sitemap.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{SITEMAP}">\n{places}</sitemapindex>\n', **parts}
