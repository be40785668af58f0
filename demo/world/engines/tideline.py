"""Tideline: a publishing system of the heavy kind. One article element, text in div.tl-body, small hashed classes."""
import html

from .. import bulk, metadata, truth
from ..chance import Chance
from ..page import Page
from ..publisher import person_name, person_of
from ..stamps import stamp_text
from . import tideline_parts as parts

PROMO_AFTER, AD_EVERY = 3, 5


def escape(text):
    return html.escape(text, quote=True)


def direction(language):
    return "rtl" if language.startswith("ar") else "ltr"


def head(page, story, world, chance):
    title = f"{story.head['headline']} | {world.publisher.name}"
    page.add(f'<!DOCTYPE html>\n<html lang="{story.language}" dir="{direction(story.language)}" class="no-js tl-2026">',
             '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
             f"<title>{escape(title)}</title>", *metadata.meta_lines(story, world), *metadata.json_ld(story, world),
             f"<style>{bulk.style(chance, chance.between(60, 130))}</style>",
             bulk.script(chance, chance.between(20, 60), "head"), "</head>")


def byline(story, world):
    words, names = world.words(story.language), []
    for key in story.people:
        name = escape(person_name(person_of(world.people, key), story.language))
        names.append(f'<a class="tl-byline__name" rel="author" href="{world.publisher.address}by/{key}/">{name}</a>')
    joined = names[0]
    if len(names) > 1:
        space = "" if words["and"] == "و" else " "
        joined = ", ".join(names[:-1]) + f' {words["and"]}{space}{names[-1]}'
    org = f', <span class="tl-byline__org">{escape(story.head["org"])}</span>' if "org" in story.head else ""
    return f'<div class="tl-byline">{words["by"]} {joined}{org}</div>'


def stamp(story, world):
    words, zone = world.words(story.language), story.head["zone"]
    if story.language.startswith("ar"):
        zone = "EET"
    label = words["updated"] if story.updated else words["published"]
    text = stamp_text(story.changed, story.language, zone)
    when = metadata.when(story.changed, story)
    return f'<div class="tl-stamp">{label}: <time datetime="{when}">{escape(text)}</time></div>'


def story_header(story, world):
    words, facts = world.words(story.language), story.head
    out = ['<header class="tl-head">']
    if "kicker" in facts:
        out.append(f'<p class="tl-kicker">{escape(facts["kicker"])}</p>')
    out += [f'<h1 class="tl-headline">{escape(facts["headline"])}</h1>',
            f'<p class="tl-standfirst">{escape(facts["standfirst"])}</p>' if "standfirst" in facts else "",
            byline(story, world), stamp(story, world)]
    if "source" in facts:
        out.append(f'<div class="tl-source">{words["source"]}: {escape(facts["source"])}</div>')
    return "\n".join(out + ["</header>"])


def figure(photo, world, lead=False):
    sizes = ", ".join(f"{world.publisher.photo_url(photo, width)} {width}w" for width in (320, 480, 640, 800, 1200, 1600, 2400))
    loading = "eager" if lead else "lazy"
    return (f'<figure class="tl-figure"><picture><img src="{world.publisher.photo_url(photo)}" srcset="{sizes}" '
            f'alt="{escape(photo.alt)}" width="1200" height="800" loading="{loading}"></picture>'
            f'<figcaption><span class="tl-caption">{escape(photo.caption)}</span> '
            f'<span class="tl-credit">{escape(photo.credit)}</span></figcaption></figure>')


def table(rows):
    heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f'<div class="tl-scroll"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def body_block(block, story, world, chance, dateline):
    """The markup of one block of the story."""
    inside = truth.markup(block.spans, world) if block.spans else ""
    if block.kind == "paragraph":
        return f'<p class="tl-p css-{chance.word(6)}">{dateline}{inside}</p>'
    if block.kind == "correction":
        spans = truth.correction_spans(block, world.words(story.language))
        return f'<p class="tl-correction" id="correction">{truth.markup(spans, world)}</p>'
    if block.kind == "heading":
        return f'<h{block.level} class="tl-subhead">{inside}</h{block.level}>'
    if block.kind == "quote":
        return f'<blockquote class="tl-pull"><p>{inside}</p></blockquote>'
    if block.kind == "list":
        tag = "ol" if block.ordered else "ul"
        items = "".join(f"<li>{truth.markup(item, world)}</li>" for item in block.items)
        return f'<{tag} class="tl-list">{items}</{tag}>'
    if block.kind == "table":
        return table(block.rows)
    return figure(block.photo, world)


def body(page, story, world, chance):
    page.add('<div class="tl-body" data-component="text">')
    place = story.head.get("place")
    dateline = f'<span class="tl-dateline">{escape(place)} — </span>' if place else ""
    n, related = 0, [block.value for block in story.blocks if block.kind == "related"]
    for block in story.blocks:
        if block.kind == "related":
            continue
        if block.kind in ("table", "list", "photo", "correction", "video"):
            page.mark("photo in the text" if block.kind == "photo" else block.kind)
        if block.kind == "video":
            page.furnish("video", parts.video(block.value, chance))
            continue
        page.add(body_block(block, story, world, chance, dateline if n == 0 else ""))
        n += 1
        if n == PROMO_AFTER:
            page.furnish("related", parts.promo(story, world, chance, related))
        if n == PROMO_AFTER + 4:
            page.furnish("newsletter", parts.newsletter(story, world))
        if n % AD_EVERY == 0:
            page.furnish("advertisement", parts.advert(story, world, chance))
    page.add("</div>")


def render(story, world):
    """A story's page: between 200 KB and 1 MB, of which some 4 KB are the story."""
    chance, page = Chance(world.seed, world.publisher.key, story.slug), Page()
    head(page, story, world, chance)
    page.mark("mega menu", "consent dialog", "ads in the text", "comments", "state with other stories",
              f"JSON-LD {story.head.get('metadata', 'right')}", "stamp long",
              f"zone {'EET' if story.language == 'ar' else story.head['zone']}", f"language {story.language.split('-')[0]}",
              "most-read list with sentences", "newsletter in the text", "related links in the text", *story.mess)
    page.add(f'<body class="tl-page tl-section-{world.publisher.section_slug(story.section)}">', bulk.icons(chance, chance.between(40, 120)))
    parts.top(page, world, chance)
    page.add('<main id="content" class="tl-main"><article class="tl-article">', story_header(story, world))
    page.furnish("share", parts.share(story, world))
    page.add(figure(story.photo, world, lead=True))
    body(page, story, world, chance)
    page.furnish("tags", parts.tags(story, world))
    page.furnish("authors", parts.lives(story, world))
    page.add("</article>")
    page.furnish("comments", parts.comments(story, world, chance))
    page.add("</main>")
    parts.bottom(page, story, world, chance)
    page.add("</body></html>")
    return page


def front(title, stories, world):
    """The publisher's front or a section's: headlines with standfirsts, in the same furniture."""
    chance, page = Chance(world.seed, world.publisher.key, "front", title), Page()
    page.add(f'<!DOCTYPE html>\n<html lang="{world.publisher.language}">', '<head><meta charset="utf-8">',
             f"<title>{escape(title)}</title>",
             f'<link rel="alternate" type="application/rss+xml" href="{world.publisher.address}{world.publisher.feed_name}">',
             f"<style>{bulk.style(chance, 90)}</style></head>", '<body class="tl-page tl-front">')
    parts.top(page, world, chance)
    page.add(f'<main id="content"><h1>{escape(title)}</h1>')
    for story in stories:
        page.add(f'<article class="tl-card"><h2><a href="{world.publisher.story_url(story)}">'
                 f'{escape(story.head["headline"])}</a></h2><p>{escape(story.summary)}</p></article>')
    page.add("</main>")
    parts.foot(page, world)
    page.add(bulk.script(chance, 80, "front"), "</body></html>")
    return page
