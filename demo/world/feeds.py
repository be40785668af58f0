"""A publisher's RSS feed and sitemap. Addresses are the publisher's own; the loopback server puts its own in their place."""
import html

from .publisher import person_name
from .stamps import rfc822


def escape(text):
    return html.escape(text, quote=False)


def item(story, world):
    url = world.publisher.story_url(story)
    people = "".join(f"<dc:creator>{escape(person_name(world.people[key], story.language))}</dc:creator>" for key in story.people)
    return (f"<item><title>{escape(story.head['headline'])}</title><link>{url}</link>"
            f'<guid isPermaLink="true">{url}</guid><description>{escape(story.summary)}</description>{people}'
            f"<category>{escape(story.section)}</category><pubDate>{rfc822(story.published)}</pubDate>"
            f"<atom:updated>{story.changed.isoformat()}</atom:updated></item>")


def rss(world):
    publisher = world.publisher
    newest = max(world.stories, key=lambda story: story.changed_seconds)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>',
             '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>',
             f"<title>{escape(publisher.name)}</title><link>{publisher.address}</link>",
             f"<description>{escape(publisher.description)}</description><language>{publisher.language}</language>",
             f'<atom:link rel="self" type="application/rss+xml" href="{publisher.address}feed.xml"/>',
             f"<lastBuildDate>{rfc822(newest.changed)}</lastBuildDate>"]
    return "\n".join(lines + [item(story, world) for story in world.stories] + ["</channel></rss>", ""])


def sitemap(world):
    urls = "".join(f"<url><loc>{world.publisher.story_url(story)}</loc><lastmod>{story.changed.isoformat()}</lastmod></url>\n"
                   for story in world.stories)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f"{urls}</urlset>\n")
