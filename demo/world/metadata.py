"""What a page says of itself in its head: meta elements and JSON-LD; right, broken or double, as the story's text asks."""
import html
import json
from datetime import timezone

from .publisher import person_name, person_of

FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml", "jsonfeed": "application/feed+json"}


def attribute(text):
    return html.escape(text, quote=True)


def meta_lines(story, world):
    publisher, head = world.publisher, story.head
    url = publisher.story_url(story)
    description = story.summary
    named = [("description", description), ("news_keywords", ", ".join(story.keywords)),
             ("author", ", ".join(person_name(person_of(world.people, key), story.language) for key in story.people)),
             ("twitter:card", "summary_large_image"), ("twitter:title", head["headline"])]
    graph = [("og:type", "article"), ("og:site_name", publisher.name), ("og:title", head["headline"]),
             ("og:description", description), ("og:url", url),
             ("og:locale", story.language.replace("-", "_")), ("article:section", story.section),
             ("article:published_time", story.published.isoformat()), ("article:modified_time", story.changed.isoformat())]
    if story.photo:
        graph.append(("og:image", publisher.photo_url(story.photo)))
    return ([f'<meta name="{name}" content="{attribute(value)}">' for name, value in named]
            + [f'<meta property="{name}" content="{attribute(value)}">' for name, value in graph] + link_lines(story, publisher, url))


def link_lines(story, publisher, url):
    """The canonical address, the page's twins and the publisher's feed."""
    links = [("canonical", "", url)]
    links += [("amphtml", "", url + "amp/")] * ("AMP twin" in story.mess) + [("next", "", url + "2/")] * ("paginated" in story.mess)
    if publisher.feed in FEED_TYPES:
        kind = f'type="{FEED_TYPES[publisher.feed]}" title="{attribute(publisher.name)}" '
        links.append(("alternate", kind, publisher.address + publisher.feed_name))
    return [f'<link rel="{relation}" {more}href="{attribute(href)}">' for relation, more, href in links]


def utc(moment):
    """Many publishing systems give metadata in UTC, whatever the page shows."""
    return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def when(moment, story):
    return utc(moment) if story.language == "en-US" else moment.isoformat()


def article(story, world):
    publisher, head = world.publisher, story.head
    people = [{"@type": "Person", "name": person_name(person_of(world.people, key), story.language),
               "jobTitle": person_of(world.people, key)["role"]} for key in story.people]
    if "org" in head:
        people.append({"@type": "Organization", "name": head["org"]})
    facts = {
        "@type": "NewsArticle", "@id": publisher.story_url(story) + "#article",
        "mainEntityOfPage": publisher.story_url(story), "headline": head["headline"],
        "description": story.summary, "inLanguage": story.language,
        "datePublished": when(story.published, story), "dateModified": when(story.changed, story),
        "articleSection": story.section, "keywords": story.keywords, "author": people,
        "publisher": {"@type": "NewsMediaOrganization", "name": publisher.name, "url": publisher.address,
                      "logo": {"@type": "ImageObject", "url": publisher.images + "logo.png"}},
        "isAccessibleForFree": "paywall" not in story.mess,
    }
    if story.photo:
        facts["image"] = [{"@type": "ImageObject", "url": publisher.photo_url(story.photo), "width": 1200, "height": 800,
                           "caption": story.photo.caption, "creditText": story.photo.credit}]
    updates = [block for block in story.blocks if block.kind == "update"]
    if updates:
        facts["@type"] = "LiveBlogPosting"
        facts["liveBlogUpdate"] = [{
            "@type": "BlogPosting", "headline": block.value, "datePublished": block.moment.isoformat(),
            "dateModified": (block.edited or block.moment).isoformat(),
            "articleBody": "\n".join("".join(span.text for span in part.spans) for part in block.blocks)} for block in updates]
    return facts


def crumbs(story, world):
    address = world.publisher.address
    places = [(world.publisher.name, address), (story.section, f"{address}{world.publisher.section_slug(story.section)}/"),
              (story.head["headline"], world.publisher.story_url(story))]
    return {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": i, "name": name, "item": url} for i, (name, url) in enumerate(places, 1)]}


def wrap(text):
    return f'<script type="application/ld+json">{text}</script>'


def broken(text):
    """As a template leaves it that writes strings by hand: a line end within a string, a comma before a brace."""
    at = text.index('"description": "') + len('"description": "') + 20
    text = text[:at] + "\n" + text[at:]
    return text[:-1].rstrip() + ",\n}"


def json_ld(story, world):
    graph = {"@context": "https://schema.org", "@graph": [article(story, world), crumbs(story, world)]}
    kind = story.head.get("metadata", "right")
    text = json.dumps(graph, ensure_ascii=False, indent=1).replace("</", "<\\/")
    if kind == "none":
        return []
    if kind == "wrong":  # the system's defaults, which nobody has ever looked at
        made = {**article(story, world), "headline": world.publisher.name, "author": {"@type": "Organization", "name": "admin"},
                "datePublished": "1970-01-01T00:00:00+00:00", "dateModified": "1970-01-01T00:00:00+00:00"}
        return [wrap(json.dumps({"@context": "http://schema.org", **made}, ensure_ascii=False))]
    if kind == "broken":
        return [wrap(broken(text))]
    if kind == "double":  # a plug-in's own, made from the page's title and whoever pressed the button
        second = {**article(story, world), "headline": f"{story.head['headline']} - {world.publisher.name}",
                  "author": {"@type": "Person", "name": "webdesk"}}
        second.pop("@id")
        return [wrap(json.dumps({"@context": "https://schema.org", **second}, ensure_ascii=False)), wrap(text)]
    return [wrap(text)]
