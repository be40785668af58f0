"""What makes pages heavy: style, icons, scripts that do nothing, partners, inlined state. All from chance, none of it news."""
import json

SIDES = ("top", "right", "bottom", "left")
BREAKS = (("sm", 480), ("md", 768), ("lg", 1024), ("xl", 1280))
SCRIPT_WORDS = ("slot", "bid", "view", "scroll", "queue", "consent", "segment", "cohort", "impression", "variant", "paint",
                "session", "campaign", "beacon", "metric", "widget", "depth", "layout", "refresh", "visible")
PARTNER_HEADS = ("Ad", "Data", "Reach", "Pixel", "Audi", "Quanti", "Retar", "Brand", "Omni", "Click", "Yield", "Metri")
PARTNER_TAILS = ("loom", "forge", "scope", "nest", "lytic", "tide", "wise", "grid", "ence", "beam", "matic", "harbor")


def style(chance, kilobytes):
    """A style sheet of small classes, as build tools leave them."""
    out, size = [], 0
    while size < kilobytes * 1024:
        name, side = chance.word(6), chance.pick(SIDES)
        rule = (f".css-{name}{{margin-{side}:{chance.below(64)}px;padding-{side}:{chance.below(48)}px;"
                f"color:#{chance.word(6)};line-height:{chance.between(11, 19) / 10}}}")
        if chance.below(4) == 0:
            label, width = chance.pick(BREAKS)
            rule = f"@media (min-width:{width}px){{.{label}\\:css-{name}{{display:grid;gap:{chance.below(32)}px}}}}"
        out.append(rule)
        size += len(rule)
    return "".join(out)


def icons(chance, n):
    """A sprite of drawings that pages carry along and seldom show."""
    shapes = []
    for i in range(n):
        points = [f"{chance.below(240) / 10} {chance.below(240) / 10}" for _ in range(chance.between(12, 40))]
        path = "M" + "L".join(points) + "Z"
        shapes.append(f'<symbol id="icon-{i}" viewBox="0 0 24 24"><path fill="currentColor" d="{path}"/></symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg" style="display:none" aria-hidden="true">{"".join(shapes)}</svg>'


def script(chance, kilobytes, module):
    """A bundle that registers functions nobody calls: it asks for nothing, shows nothing, sets nothing."""
    out, size, number = [], 0, chance.between(1000, 9000)
    while size < kilobytes * 1024:
        a, b, c = (chance.pick(SCRIPT_WORDS) for _ in range(3))
        part = (f"{number}:function(e,t,n){{var r=n({number - 1}),o={{{a}:{chance.below(9999)},{b}_{c}:\"{chance.word(12)}\"}};"
                f"t.{b}=function(i){{return i&&i.{c}?o.{a}+i.{c}*{chance.below(97)}:r.{a}||null}};"
                f"t.{c}Id=\"{chance.word(16)}\"}}")
        out.append(part)
        size += len(part)
        number += chance.between(1, 40)
    return f"<script>(self.tlChunks=self.tlChunks||[]).push([[{chance.below(900)}],{{{','.join(out)}}},\"{module}\"]);</script>"


def partners(chance, n):
    """(name, days kept, purposes by number) of the consent dialog."""
    out = []
    for i in range(n):
        name = chance.pick(PARTNER_HEADS) + chance.pick(PARTNER_TAILS)
        if chance.below(3) == 0:
            name += " " + chance.pick(("Media", "Group", "Labs", "Exchange", "ApS", "Ltd", "S.A."))
        out.append((name, chance.pick((30, 90, 180, 365, 400, 730)), sorted(chance.sample(range(1, 11), chance.between(2, 7)))))
    return out


def state(chance, own, others, kilobytes):
    """The page's application state: its own story, other people's stories, and the switches of experiments."""
    flags, size = {}, 0
    body = {"route": own["url"], "story": own, "river": others}
    size = len(json.dumps(body, ensure_ascii=False))
    while size < kilobytes * 1024:
        name = f"{chance.pick(SCRIPT_WORDS)}_{chance.pick(SCRIPT_WORDS)}_{chance.word(6)}"
        flags[name] = {"variant": chance.pick("ABCD"), "share": chance.below(100) / 100, "key": chance.word(16),
                       "targets": [chance.word(8) for _ in range(chance.below(6))]}
        size += len(name) + 130
    body["experiments"] = flags
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"<script>window.__TIDELINE_STATE__={text};</script>"
