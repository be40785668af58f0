"""What stands in the text beside paragraphs: galleries, charts with their data, posts and players from elsewhere, polls."""
import html

from ..truth import embed_parts, is_frame

CHART_WIDTH, CHART_HEIGHT = 320, 120


def escape(text):
    return html.escape(text, quote=True)


def number(text):
    """The number that a cell begins with; 0 for none."""
    kept = "".join(char for char in text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩०१२३४५६७८९", "01234567890123456789")) if char in "0123456789.")
    return float(kept) if kept.strip(".") and kept.count(".") < 2 else 0.0


def chart(block, table, name):
    """Bars drawn for eyes, with the scale's figures as text, and the same data in a table for those who do not see them."""
    values = [number(row[-1]) for row in block.rows[1:]]
    top, step = max(values, default=0) or 1, CHART_WIDTH / max(1, len(values))
    bars = "".join(f'<rect x="{i * step:.0f}" y="{CHART_HEIGHT * (1 - value / top):.0f}" width="{step - 4:.0f}" '
                   f'height="{CHART_HEIGHT * value / top:.0f}"/><text x="{i * step:.0f}" y="{CHART_HEIGHT + 14}">{i + 1}</text>'
                   for i, value in enumerate(values))
    return (f'<div class="{name}" data-component="chart"><svg role="img" aria-label="{escape(block.value)}" '
            f'viewBox="0 0 {CHART_WIDTH} {CHART_HEIGHT + 20}">{bars}<text x="0" y="10">{top:g}</text></svg>'
            f'<div class="{name}__data visually-hidden">{table}</div></div>')


def gallery(figures, name):
    """Pictures to be leafed through, with buttons and a counter."""
    slides = "".join(f'<li class="{name}__slide">{figure}<span class="{name}__count" aria-hidden="true">{i} / {len(figures)}</span></li>'
                     for i, figure in enumerate(figures, 1))
    return (f'<div class="{name}" data-component="gallery"><ul>{slides}</ul><button aria-label="Previous">‹</button>'
            '<button aria-label="Next">›</button></div>')


def embed(block):
    provider, url, text = (escape(part) for part in embed_parts(block))
    if is_frame(url):
        return (f'<div class="embed embed--{provider.lower()}"><iframe src="{url}" title="{text}" width="560" height="315" '
                'allowfullscreen loading="lazy"></iframe></div>')
    return (f'<blockquote class="twitter-tweet {provider.lower()}-post" data-provider="{provider}"><p>{text}</p>'
            f'<a href="{url}">{url}</a></blockquote>')


def poll(block, name):
    title, *rest = (escape(part.strip()) for part in block.value.split("|"))
    choices = "".join(f'<li><label><input type="radio" name="poll"> {choice}</label></li>' for choice in rest)
    return f'<form class="{name}" data-component="poll"><h3>{title}</h3><ul>{choices}</ul><button>OK</button></form>'


def video(block, name):
    title, _, length = block.value.partition("|")
    return (f'<div class="{name}" data-component="video"><span>{escape(title.strip())}</span> <span>{escape(length.strip())}</span>'
            '<video preload="none"></video></div>')
