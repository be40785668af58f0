"""Tideline's furniture: what stands around, and in the middle of, its stories."""
import html

from .. import bulk, truth
from ..publisher import person_name, person_of
from ..stamps import stamp_text


def escape(text):
    return html.escape(text, quote=True)


def consent(world, chance):
    heading, *paragraphs = world.furniture.consent
    purposes = "".join(f'<li><label><input type="checkbox" checked> {escape(line)}</label></li>'
                       for line in world.furniture.purposes)
    rows = "".join(f'<li class="tl-partner"><b>{escape(name)}</b> <span>Keeps data for {days} days. '
                   f'Purposes {", ".join(map(str, uses))}.</span> <a href="https://partners.tideline.example/{i}">Policy</a></li>'
                   for i, (name, days, uses) in enumerate(bulk.partners(chance, 386)))
    text = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
    return (f'<div id="tl-consent" class="tl-modal" role="dialog" aria-modal="true" aria-label="{escape(heading)}">'
            f"<h2>{escape(heading)}</h2>{text}<ul>{purposes}</ul><button>Accept all</button> <button>Reject some</button>"
            f"<details><summary>Our partners</summary><ul>{rows}</ul></details></div>")


def menu(world, chance):
    groups = []
    for group, entries in world.furniture.menus:
        items = "".join(
            f'<li class="css-{chance.word(6)}"><a href="{world.publisher.address}{group.lower().replace(" ", "-")}/{i}/">'
            f'<svg width="24" height="24"><use href="#icon-{chance.below(40)}"/></svg><span>{escape(entry)}</span></a>'
            f"<small>{escape(chance.pick(world.furniture.teasers))}</small></li>" for i, entry in enumerate(entries))
        groups.append(f'<li class="tl-mega__group"><button aria-expanded="false">{escape(group)}</button><ul>{items}</ul></li>')
    return f'<nav class="tl-mega" aria-label="Main"><ul>{"".join(groups)}</ul></nav>'


def ticker(world, chance):
    lines = "".join(f"<li>{escape(line)}</li>" for line in chance.sample(world.furniture.teasers, 5))
    return f'<div class="tl-ticker" aria-live="polite"><strong>Just in</strong><ul>{lines}</ul></div>'


def top(page, world, chance):
    """Everything before the story."""
    page.furnish("skip", '<a class="tl-skip" href="#content">Skip to content</a>')
    page.furnish("consent", consent(world, chance))
    page.add('<header class="tl-top">')
    page.furnish("masthead", f'<div class="tl-masthead"><a href="{world.publisher.address}">{escape(world.publisher.name)}</a>'
                             "<button>Sign in</button><button>Subscribe for €1 a week</button></div>")
    page.furnish("menu", menu(world, chance))
    page.furnish("ticker", ticker(world, chance))
    page.add("</header>")


def share(story, world):
    label, url = world.words(story.language)["share"], escape(world.publisher.story_url(story))
    links = "".join(f'<li><a href="https://{name.lower()}.example/share?u={url}">{name}</a></li>'
                    for name in ("Chirper", "Facepage", "Mail", "Copy link"))
    return f'<div class="tl-share" aria-label="{escape(label)}"><span>{escape(label)}</span><ul>{links}</ul></div>'


def promo(story, world, chance, wanted):
    """A box in the middle of the text that leads away from it."""
    slugs = wanted or [other.slug for other in chance.sample(
        [other for other in world.stories if other is not story and other.section == story.section], 2)]
    links = "".join(f'<li><a href="{world.publisher.story_url(world.by_slug[slug])}">'
                    f'{escape(world.by_slug[slug].head["headline"])}</a></li>' for slug in slugs)
    label = escape(world.words(story.language)["related"])
    return f'<aside class="tl-inline-related" data-component="related"><h3>{label}</h3><ul>{links}</ul></aside>'


def newsletter(story, world):
    name = escape(world.words(story.language)["newsletter"])
    return (f'<div class="tl-newsletter" data-component="signup"><h3>{name}</h3><p>The day’s news, the tide and one good story, '
            "in your inbox before the first ferry. Free, and you may leave at any time.</p>"
            '<form action="/signup" method="post"><label>E-mail <input type="email" name="mail"></label>'
            "<button>Sign up</button></form><p><small>By signing up you agree to our terms, which are long.</small></p></div>")


def advert(story, world, chance):
    name, claim = chance.pick(world.furniture.adverts)
    label, slot = escape(world.words(story.language)["advertisement"]), chance.word(10)
    return (f'<div class="tl-ad" id="ad-{slot}" data-slot="{slot}"><span class="tl-ad__label">{label}</span>'
            f'<a rel="sponsored" href="https://ads.tideline.example/{slot}"><strong>{escape(name)}</strong> {escape(claim)}</a>'
            f"{bulk.script(chance, 3, slot)}</div>")


def video(value, chance):
    title, _, length = value.partition("|")
    return (f'<div class="tl-player" data-component="video" data-id="{chance.word(12)}"><button aria-label="Play">▶</button>'
            f'<span class="tl-player__title">{escape(title.strip())}</span> <span>{escape(length.strip())}</span>'
            f'<video preload="none" poster="https://img.harbourlight.example/poster.jpg"></video></div>')


def tags(story, world):
    links = "".join(f'<li><a href="{world.publisher.address}topics/{i}/">{escape(word)}</a></li>'
                    for i, word in enumerate(story.keywords))
    return f'<div class="tl-tags"><span>{escape(world.words(story.language)["tags"])}</span><ul>{links}</ul></div>'


def lives(story, world):
    out = []
    for key in story.people:
        person = person_of(world.people, key)
        name = escape(person_name(person, story.language))
        out.append(f'<div class="tl-author"><h4>{name}</h4><p class="tl-author__role">{escape(person["role"])}</p>'
                   f'<p lang="en">{escape(person["life"])}</p></div>')
    return f'<section class="tl-authors">{"".join(out)}</section>'


def comments(story, world, chance):
    furniture, out = world.furniture, []
    for i, text in enumerate(chance.sample(furniture.comments, chance.between(8, 26))):
        name, hours = chance.pick(furniture.readers), chance.between(1, 20)
        out.append(f'<li class="tl-comment" id="c{i}"><div class="tl-comment__by"><b>{escape(name)}</b> <time>{hours} h ago</time>'
                   f'</div><div class="tl-comment__text"><p>{escape(text)}</p></div><button>Reply</button> '
                   f"<button>{chance.below(90)} ♥</button></li>")
    label = escape(world.words(story.language)["comments"])
    return f'<section id="comments" class="tl-comments"><h2>{label} ({len(out)})</h2><ol>{"".join(out)}</ol></section>'


def card(story, world):
    url = world.publisher.story_url(story)
    when = stamp_text(story.changed, "en-GB", story.head["zone"])
    return (f'<article class="tl-card"><a href="{url}"><img loading="lazy" alt="" src="{world.publisher.photo_url(story.photo, 320)}">'
            f'<h3>{escape(story.head["headline"])}</h3></a><p>{escape(story.summary)}</p><time>{escape(when)}</time></article>')


def rail(story, world, chance):
    others = chance.sample([other for other in world.stories if other is not story], 9)
    cards = "".join(card(other, world) for other in others)
    most = "".join(f'<li><a href="{world.publisher.address}most-read/{i}/">{escape(line)}</a></li>'
                   for i, line in enumerate(chance.sample(world.furniture.teasers, 10)))
    return (f'<aside class="tl-rail"><h2>More from {escape(story.section)}</h2>{cards}'
            f"<h2>Most read</h2><ol>{most}</ol></aside>")


def foot(page, world):
    legal = " | ".join(f'<a href="{escape(url)}">{escape(text)}</a>' for text, url in world.publisher.legal)
    groups = "".join(f"<div><h4>{escape(group)}</h4><ul>" + "".join(
        f'<li><a href="{world.publisher.address}{i}/">{escape(entry)}</a></li>' for i, entry in enumerate(entries))
        + "</ul></div>" for group, entries in world.furniture.menus)
    page.furnish("footer", f'<footer class="tl-foot">{groups}<p>{escape(world.publisher.copyright)}</p><p>{legal}</p></footer>')


def state_story(story, world, with_body):
    """A story as the application's state holds it; the texts of others are there to mislead."""
    out = {"id": story.slug, "url": world.publisher.story_url(story), "headline": story.head["headline"],
           "standfirst": story.summary, "section": story.section, "updated": story.changed.isoformat(),
           "image": {"src": world.publisher.photo_url(story.photo), "caption": story.photo.caption}}
    if with_body:
        out["body"] = [{"component": "text", "html": f"<p>{truth.markup(block.spans, world)}</p>"}
                       for block in story.blocks if block.kind == "paragraph"]
    return out


def bottom(page, story, world, chance):
    """Everything after the story."""
    page.furnish("rail", rail(story, world, chance))
    foot(page, world)
    others = chance.sample([other for other in world.stories if other is not story], chance.between(6, 20))
    page.add(bulk.state(chance, state_story(story, world, True), [state_story(other, world, i < 4) for i, other in enumerate(others)],
                        chance.between(60, 320)))
    for name in ("app", "vendor", "ads", "metrics"):
        page.add(bulk.script(chance, chance.between(8, 90), name))
    page.add('<noscript><img alt="" width="1" height="1" src="https://metrics.tideline.example/p.gif"></noscript>')
