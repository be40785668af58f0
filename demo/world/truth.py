"""The truth of a page: a story in JSON, as docs/contract.md has it, and what on the page is furniture."""
import html
import itertools

from .publisher import office_on, person_name, person_of


def absolute(href, world):
    """The address of a link: story:SLUG is a story of the same publisher."""
    if href.startswith("story:"):
        return world.publisher.story_url(world.by_slug[href[6:]])
    return href


def plain(spans):
    return "".join(span.text for span in spans)


def markup(spans, world):
    out = []
    for mark, run in itertools.groupby(spans, key=lambda span: span.mark):
        texts = []
        for span in run:
            text = html.escape(span.text, quote=False)
            texts.append(f'<a href="{html.escape(absolute(span.href, world))}">{text}</a>' if span.href else text)
        out.append(f"<{mark}>{''.join(texts)}</{mark}>" if mark else "".join(texts))
    return "".join(out)


def correction_spans(block, words):
    """A correction reads as a paragraph that begins with the word for it."""
    return [type(block.spans[0])(words["correction"] + ":", mark="strong"),
            type(block.spans[0])(" " + block.spans[0].text)] + block.spans[1:]


def embed_parts(block):
    return [part.strip() for part in block.value.split("|")]


def is_frame(url):
    """A player in a frame of its own, which the page gives an address alone; else a post whose words stand in the page."""
    return "/embed/" in url


def block_truth(block, world, words):
    """A block of the story in JSON, or None for what is no block."""
    if block.kind in ("paragraph", "quote"):
        return {"type": block.kind, "text": plain(block.spans), "html": markup(block.spans, world)}
    if block.kind == "correction":
        spans = correction_spans(block, words)
        return {"type": "paragraph", "text": plain(spans), "html": markup(spans, world)}
    if block.kind == "heading":
        return {"type": "heading", "level": block.level, "text": plain(block.spans)}
    if block.kind == "list":
        return {"type": "list", "ordered": block.ordered, "items": [plain(item) for item in block.items]}
    if block.kind in ("table", "chart"):
        return {"type": "table", "rows": block.rows}
    if block.kind == "embed":
        provider, url, text = embed_parts(block)
        return {"type": "embed", "provider": provider, "url": url, **({} if is_frame(url) else {"text": text})}
    if block.kind == "update":
        moments = {"datePublished": block.moment.isoformat(), **({"dateModified": block.edited.isoformat()} if block.edited else {})}
        return {"type": "update", **moments, "headline": block.value, "blocks": blocks_truth(block.blocks, world, words)}
    if block.kind == "photo":
        return {"type": "image", **photo_truth(block.photo, world, "credit"), "alt": block.photo.alt}
    return None


def blocks_truth(blocks, world, words):
    """The blocks of a story in JSON; a gallery is its pictures."""
    flat = [part for block in blocks for part in (block.blocks if block.kind == "gallery" else [block])]
    return [made for made in (block_truth(block, world, words) for block in flat) if made]


def photo_truth(photo, world, credit):
    return {"url": world.publisher.photo_url(photo), "caption": photo.caption, credit: photo.credit}


def body_text(blocks):
    """articleBody: blocks parted by an empty line, an item or a row a line, cells parted by tabs."""
    out = []
    for block in blocks:
        if block["type"] == "update":
            out += [block["headline"], body_text(block["blocks"])]
        elif block["type"] == "list":
            out.append("\n".join(block["items"]))
        elif block["type"] == "table":
            out.append("\n".join("\t".join(row) for row in block["rows"]))
        elif "text" in block:
            out.append(block["text"])
    return "\n\n".join(out)


def authors(story, world):
    people = [{"@type": "Person", "name": person_name(person_of(world.people, key), story.language)} for key in story.people]
    if "org" in story.head:
        people.append({"@type": "Organization", "name": story.head["org"]})
    return people


def spoken(blocks):
    """(text, speaker) of all that is said in quotes, in reading order."""
    for block in blocks:
        yield from block.quotes
        yield from spoken(block.blocks)


def quotes_truth(blocks, body):
    """Where in articleBody, in code points, which quote stands, and who speaks."""
    out, at = [], 0
    for text, who in spoken(blocks):
        start = body.find(text, at)
        if start >= 0:
            at = start + len(text)
            said_by = {"speakerAs": who} if who[0].islower() else {"speaker": who}  # somebody without a name
            out.append({"text": text, "start": start, "end": at, "kind": "direct", **said_by})
    return out


def offices_truth(quotes, story, world):
    """What those who speak were on the day of the story."""
    names = sorted({quote["speaker"] for quote in quotes if "speaker" in quote})
    held = {name: office_on(world.offices, name, f"{story.published:%Y-%m-%d}") for name in names}
    return {name: office for name, office in held.items() if office}


OMITTED = {"video": "video", "poll": "interactive"}


def story_truth(story, world, page, shown=None, **more):
    """The whole truth; page.furniture says what else stands on the page. shown: the blocks there, where not all are."""
    publisher, head = world.publisher, story.head
    shown = story.blocks if shown is None else shown
    words = world.words(story.language)
    blocks = blocks_truth(shown, world, words)
    body = body_text(blocks)
    quotes = quotes_truth(shown, body)
    truth = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting" if any(block.kind == "update" for block in shown) else "NewsArticle",
        "input": publisher.story_path(story) + "index.html",
        "url": publisher.story_url(story), "headline": head["headline"],
        "alternativeHeadline": head.get("kicker"), "abstract": head.get("standfirst"),
        "description": story.summary,
        "author": authors(story, world), "publisher": {"@type": "Organization", "name": publisher.name},
        "datePublished": story.published.isoformat(),
        "dateModified": story.updated.isoformat() if story.updated else None,
        "inLanguage": story.language, "articleSection": story.section, "keywords": story.keywords,
        "locationCreated": head.get("place"),
        "image": [{"@type": "ImageObject", **photo_truth(story.photo, world, "creditText")}] if story.photo else None,
        "isAccessibleForFree": True, "articleBody": body, "blocks": blocks, "quotes": quotes, "offices": offices_truth(quotes, story, world),
        "omitted": [{"what": OMITTED[block.kind], "note": block.value} for block in shown if block.kind in OMITTED],
        "event": head.get("event"), "copyOf": head.get("copy"), "furniture": page.furniture, "mess": sorted(page.mess), **more,
    }
    return {key: value for key, value in truth.items() if value not in (None, [], "", {})}
