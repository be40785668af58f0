"""hostile.py: attack markup as stories and as saved pages, to be imported."""
import json
from pathlib import Path

INI = """[edition]
name = The Harbour Light
url = https://lite.harbourlight.example/
language = en-GB
timezone = Europe/Lisbon
copyright = © 2026 Harbour Light Trust. All Rights Reserved.
photos = link
front = 500

[source hostile]
url = https://harbourlight.example/feed.xml
rights = own
"""

# Markup that has run somewhere, in some reader. Each is to be shown as words, or not at all.
OWN = [
    "<script>alert(1)</script>",
    "</p></main></body></html><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<style>*{background:url(https://outside.example/style)}</style>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://outside.example/pixel.gif alt='a quay'>",
    "<img srcset='https://outside.example/a.png 1x' alt='a quay'>",
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=20>harbour</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<a href='javascript:alert(1)'>harbour</a>",
    "<a href='java\tscript:alert(1)'>harbour</a>",
    "<a href='&#106;avascript:alert(1)'>harbour</a>",
    "<a href='\x01javascript:alert(1)'>harbour</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>harbour</a>",
    "<a href='https://harbourlight.example/\" onmouseover=\"alert(1)'>harbour</a>",
    "<a href=https://harbourlight.example/ ping=https://outside.example/ping target=_blank>harbour</a>",
    "<iframe src=https://outside.example/frame></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<object data=https://outside.example/a.swf></object><embed src=https://outside.example/a.swf>",
    "<video src=https://outside.example/a.mp4 autoplay poster=https://outside.example/a.jpg></video>",
    "<audio src=https://outside.example/a.mp3 autoplay></audio>",
    "<meta http-equiv=refresh content='0;url=https://outside.example/refresh'>",
    "<link rel=stylesheet href=https://outside.example/a.css>",
    "<link rel=prefetch href=https://outside.example/next><link rel=dns-prefetch href=//outside.example>",
    "<base href=https://outside.example/>",
    "<form action=https://outside.example/ name=getElementById><input name=attributes autofocus onfocus=alert(1)></form>",
    "<details open ontoggle=alert(1)>harbour</details>",
    "<body onload=alert(1) background=https://outside.example/a.png>",
    "<p style='background:url(https://outside.example/a.png)' class=x onclick=alert(1)>harbour",
    "<table background=https://outside.example/a.png><td background=https://outside.example/b.png>harbour</table>",
    "<template><script>alert(1)</script></template><noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<plaintext>", "<textarea>", "<xmp>", "<!--", "<![CDATA[", "<select>", "<title>",
    "<p title=\"--><img src=x onerror=alert(1)>\">harbour",
    "<noembed><p title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<script>alert(1)</script>\u2066",
    "`onmouseover=alert(1)` '\"><b onmouseover=alert(1)>harbour</b>",
    "<div id=m></div><div id=local></div><a name=m>harbour</a>",
    "<button popovertarget=x>harbour</button><div popover id=x onbeforetoggle=alert(1)>x</div>",
    "<p>" + "harbour" * 400,
]

FILL = ("The council of Port Amaral voted late on Thursday to close the covered fish market until spring, after engineers found "
        "that the iron roof could not carry another winter of wet snow and wind off the water.")
ADDRESS = "https://harbourlight.example/2026/11/20/local/"


def markups(corpus):
    cases = list(OWN)
    if corpus:
        payloads = json.loads((Path(corpus) / "xss" / "payloads.json").read_text(encoding="utf-8"))
        cases += [payload["payload"] for payload in payloads]
    return cases


def in_every_place(number, markup):
    """A story with the markup in every member that a page shows."""
    figure = {"url": ADDRESS + "quay.jpg", "alt": markup, "caption": markup, "credit": markup}
    return {
        "url": f"{ADDRESS}every-place-{number}/", "headline": f"Case {number} {markup}", "abstract": markup,
        "description": markup, "author": [{"@type": "Person", "name": markup}, {"@type": "Organization", "name": markup}],
        "publisher": {"@type": "Organization", "name": markup}, "datePublished": "2026-11-20T09:53:00Z",
        "inLanguage": "en-GB", "articleSection": "Local",
        "blocks": [
            {"type": "paragraph", "text": FILL}, {"type": "paragraph", "html": markup}, {"type": "paragraph", "text": markup},
            {"type": "heading", "level": 2, "html": markup}, {"type": "quote", "html": markup},
            {"type": "list", "ordered": True, "items": [markup, markup]}, {"type": "table", "rows": [[markup], [markup]]},
            {"type": "code", "text": markup}, dict(figure, type="image"),
            {"type": "embed", "provider": markup, "url": ADDRESS, "text": markup},
            {"type": "update", "id": markup, "headline": markup, "blocks": [{"type": "paragraph", "html": markup}]},
            {"type": "paragraph", "text": FILL}],
        "omitted": [{"what": "video", "note": markup}, {"what": markup, "note": markup}]}


def in_body(number, markup):
    """A story as a newsroom's own system has it: the body is markup."""
    return {"url": f"{ADDRESS}body-{number}/", "headline": f"Body {number}", "datePublished": "2026-11-20T08:10:00Z",
            "articleSection": "Local", "inLanguage": "en-GB", "articleBody": f"<p>{FILL}</p>{markup}<p>{FILL}</p>"}


def saved_page(number, markup):
    return (f"<!doctype html><html lang=en-GB><meta charset=utf-8><title>Page {number}</title><article><h1>Page {number}, "
            f"saved from the harbour</h1><time datetime=2026-11-19T18:02:00Z>19 November 2026</time><p>{FILL}</p><p>{FILL}"
            f"{markup}</p><div>{markup}</div><p>{FILL}</p></article>")


def write(folder, corpus):
    """Writes wirecopy.ini, stories.ndjson, pages/ and pages.txt. Out: how many stories; half as many pages."""
    cases = markups(corpus)
    (folder / "pages").mkdir(parents=True)
    (folder / "wirecopy.ini").write_text(INI, encoding="utf-8")
    lines, listed = [], []
    for number, markup in enumerate(cases):
        lines += [json.dumps(in_every_place(number, markup)), json.dumps(in_body(number, markup))]
        page = folder / "pages" / f"{number}.html"
        page.write_text(saved_page(number, markup), encoding="utf-8")
        listed.append(f"{page}\t{ADDRESS}saved-{number}/")
    (folder / "stories.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "pages.txt").write_text("\n".join(listed) + "\n", encoding="utf-8")
    return len(lines)
