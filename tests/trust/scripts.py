"""A report whose every text field is a script, opened in a real browser: nothing may run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.browser.chromium import Chromium, find
from tests.command import run
from tests.custody.canaries import EXAMPLE, Files, example, write

# Of OWASP's page on filter evasion, html5sec.org and the polyglots: each sets a mark if it runs.
CORPUS = tuple(
    payload.replace("RUN", "window.ran=1")
    for payload in (
        "<script>RUN</script>",
        "</script><script>RUN</script>",
        "</style><script>RUN</script>",
        "</title><script>RUN</script>",
        "</textarea><script>RUN</script>",
        "--><script>RUN</script>",
        "]]><script>RUN</script>",
        "<ScRiPt>RUN</sCrIpT>",
        "<script src=data:text/javascript,RUN></script>",
        "<img src=x onerror=RUN>",
        "<img src=x onerror=RUN//",
        "<svg onload=RUN>",
        "<svg><script>RUN</script></svg>",
        "<svg><animate onbegin=RUN attributeName=x dur=1s>",
        "<svg><set onbegin=RUN attributename=x>",
        "<svg><a xlink:href=javascript:RUN><text>x</text></a></svg>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=RUN>",
        "<math href=javascript:RUN>x</math>",
        "<iframe src=javascript:parent.RUN></iframe>",
        '<iframe srcdoc="<script>parent.RUN</script>"></iframe>',
        "<object data=javascript:RUN></object>",
        "<embed src=javascript:RUN>",
        "<details open ontoggle=RUN>",
        "<input autofocus onfocus=RUN>",
        "<video><source onerror=RUN></video>",
        "<audio src=x onerror=RUN>",
        "<body onload=RUN>",
        "<marquee onstart=RUN>x</marquee>",
        "<style>@import'data:text/css,*{}';</style><link rel=stylesheet href=data:,>",
        "<style>@keyframes x{}</style><b onanimationstart=RUN style=animation-name:x>",
        "<base href=javascript:RUN//>",
        "<meta http-equiv=refresh content=0;url=javascript:RUN>",
        "<form action=javascript:RUN><button autofocus>x</button></form>",
        '" onmouseover=RUN autofocus onfocus=RUN x="',
        "' onmouseover=RUN autofocus onfocus=RUN x='",
        "` onmouseover=RUN `",
        "\"><img src=x onerror=RUN>",
        "'><img src=x onerror=RUN>",
        "javascript:RUN",
        "JaVaScRiPt:RUN",
        "java\tscript:RUN",
        "javascript&colon;RUN",
        "&#x3C;script&#x3E;RUN&#x3C;/script&#x3E;",
        "&lt;script&gt;RUN&lt;/script&gt;",
        "data:text/html,<script>RUN</script>",
        "vbscript:RUN",
        "{{constructor.constructor('RUN')()}}",
        "{% raw %}{{ 7*7 }}<script>RUN</script>",
        "${RUN}",
        "#{RUN}",
        "<%= RUN %>",
        "<a href=\"javascript:RUN\">x</a>",
        "<noscript><p title=\"</noscript><img src=x onerror=RUN>\">",
        "<select><style></select><img src=x onerror=RUN></style>",
        "<table background=javascript:RUN>",
        "<xmp><p title=\"</xmp><img src onerror=RUN>\">",
        "<template><script>RUN</script></template>",
        "<dialog open onclose=RUN>",
        "<portal src=javascript:RUN>",
        "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=RUN )//%0D%0A%0d%0a//</stYle/</titLe/"
        "</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=RUN//>\\x3e",
    )
)  # fmt: skip

# Fields whose words are free; the others are ids, dates, numbers or words of a list.
FREE = frozenset(
    (
        "title", "country", "office", "notes", "name", "nominated_by", "publisher",
        "published_note", "reliability_reason", "read_at", "why", "would_settle", "locator",
        "summary", "excerpt", "credibility_reason", "interest_reason", "population", "unit", "note",
        "by", "what", "index", "item", "scale", "year", "en", "fr", "ru",
    )
)  # fmt: skip
ADDRESSES = frozenset({"url", "address", "archived"})
SCHEMES = ("javascript:window.ran=1", "data:text/html,<script>window.ran=1</script>",
           "JAVASCRIPT://x/%0Awindow.ran=1", "vbscript:x", "file:///etc/passwd", "ftp://x/y",
           "//x/y", "https:javascript:window.ran=1", "blob:x", "\tjavascript:window.ran=1",
           "https://x/' onclick='window.ran=1", 'https://x/" onclick="window.ran=1')  # fmt: skip


def full_of_scripts(start: int) -> Files:
    """Return the example case with a payload in every free field, from one of the corpus on."""
    payloads = cycle((*CORPUS[start:], *CORPUS[:start]))
    schemes = cycle(SCHEMES)

    def fill(value: Any, key: str, inside: str) -> Any:
        if isinstance(value, dict):
            return {name: fill(one, name, key) for name, one in value.items()}
        if isinstance(value, list):
            return [fill(one, key, inside) for one in value]
        if not isinstance(value, str):
            return value
        if key in ADDRESSES:
            return next(schemes)
        if key not in FREE or (inside == "scope" and key == "unit"):
            return value
        words = next(payloads)
        return " ".join(words.split()[:15]) if key == "excerpt" else words

    files = example()
    files["election.yaml"]["notes"] = ["a", "b"]
    return {
        name: {key: fill(one, key, name) for key, one in data.items()}
        for name, data in files.items()
    }


def reports(folder: Path, languages: str, step: int) -> Iterator[tuple[int, Path]]:
    """Yield the pages of reports in which payloads stand in every free field."""
    for start in range(0, len(CORPUS), step):
        case = write(folder / f"case{start}", full_of_scripts(start))
        out = folder / f"report{start}"
        words = ("report", case, "--criteria", EXAMPLE / "criteria", "--lang", languages)
        ran = run(*words, "--out", out)
        if ran.code != 0:
            raise AssertionError(ran.err)
        for page in sorted(out.glob("*.html")):
            yield start, page


OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
USE = """
[...document.querySelectorAll('a, button, summary, label, input, [tabindex]')].forEach(e => {
  for (const kind of ['mouseover', 'focus', 'mousedown', 'click'])
    e.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true}));
})
"""
# The pages' own pictures are SVG inside the page; what stands in them is looked at like the page.
PICTURE = "data:image/svg+xml;base64,"
ODD = r"""
(() => {
  const own = e => e.tagName === 'IMG' && e.src.startsWith('PICTURE') && e.closest('.picture');
  const odd = (elements, safe) => [...elements].flatMap(e => own(e) ? [] : [
    ...['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'BASE', 'LINK', 'IMG', 'VIDEO', 'AUDIO',
      'FOREIGNOBJECT', 'IMAGE', 'ANIMATE', 'SET', 'PARSERERROR']
      .filter(name => e.tagName.toUpperCase() === name),
    ...[...e.attributes].filter(a => a.name.startsWith('on')).map(a => a.name),
    ...[...e.attributes].filter(a => ['href', 'src', 'action', 'xlink:href'].includes(a.name))
      .map(a => a.value.trim()).filter(v => !safe.test(v)),
  ]);
  const drawn = [...document.querySelectorAll('img')].filter(own).flatMap(e => {
    const svg = atob(e.src.slice('PICTURE'.length));
    const read = new DOMParser().parseFromString(svg, 'image/svg+xml');
    return odd(read.querySelectorAll('*'), /^#/);
  });
  const safe = /^(https?:\/\/|#|report(\.fr|\.ru)?\.html$)/i;
  return [...odd(document.querySelectorAll('*'), safe), ...drawn];
})()
""".replace("PICTURE", PICTURE)


def open_reports(folder: Path, languages: str = "all", step: int = 7) -> dict[str, Any]:
    """Open every report, use all of it, and count what ran, was fetched or was let in."""
    browser = Chromium(find(), folder / "profile")
    found: dict[str, Any] = {"payloads": len(CORPUS), "schemes": len(SCHEMES), "pages": 0}
    found |= {"ran": 0, "asked": 0, "odd": 0, "stopped": 0}
    try:
        for _, page in reports(folder, languages, step):
            browser.open(page.as_uri(), 1200)
            # A link out would leave the page; what it would run, it runs before that.
            browser.run("window.addEventListener('click', e => e.preventDefault())")
            browser.run(OPEN)
            browser.run(USE)
            found["pages"] += 1
            found["ran"] += browser.run("window.ran") is not None
            found["odd"] += len(browser.run(ODD))
            found["asked"] += sum(
                event["method"] == "Network.requestWillBeSent"
                and event["params"]["request"]["url"] not in (page.as_uri(), "about:blank")
                and not event["params"]["request"]["url"].startswith(PICTURE)
                for event in browser.events
            )
            # Even where a script got in, the policy that the page carries stops it.
            browser.run(
                "{ const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
                " document.body.append(s); document.body.insertAdjacentHTML("
                "'beforeend', '<img src=x onerror=window.ran=1>') }"
            )
            found["stopped"] += browser.run("window.ran") is None
    finally:
        browser.close()
    return found
