"""The report in a real Chromium: phone to wide screen, dark, print, hostile words, contrast."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import quote

import axe_playwright_python
import pytest

from tests.browser.chromium import Chromium, find
from tests.command import run
from tests.report.conftest import EXAMPLE

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"

# Text whose box is wider than what is shown of it, or that reaches past the edge of the page.
CUT_OFF = """
[...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  if (!box.width || style.clipPath !== 'none' || e.closest('.skip, .defs, svg')) return false;
  if (e.closest('thead') && style.position !== 'static') return false;
  let hidden = e;
  while ((hidden = hidden.parentElement))
    if (getComputedStyle(hidden).clipPath !== 'none') return false;
  const past = box.right > document.documentElement.clientWidth + 1 || box.left < -1;
  const cut = style.overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1;
  return past || cut;
}).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 60))
"""

# Words and the ground behind them, by the formula of WCAG 2.2; a gradient counts by its colours.
LOW_CONTRAST = r"""
(() => {
  const colours = text => [...text.matchAll(/rgba?\(([^)]+)\)/g)]
    .map(m => m[1].split(/[ ,/]+/).map(Number));
  const linear = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = c => .2126 * linear(c[0]) + .7152 * linear(c[1]) + .0722 * linear(c[2]);
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + .05) / (y + .05);
  };
  const ground = e => {
    for (; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.backgroundImage !== 'none') return colours(style.backgroundImage);
      const [c] = colours(style.backgroundColor);
      if (c && (c.length < 4 || c[3] > 0)) return [c];
    }
    return [[255, 255, 255]];
  };
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !e.getClientRects().length) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    const need = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const [ink] = colours(style.color);
    const least = Math.min(...ground(e).map(c => ratio(ink, c)));
    if (least < need)
      found.push(least.toFixed(2) + ' ' + e.className + ' ' + e.textContent.trim().slice(0, 40));
  }
  return found;
})()
"""


# Words of the matrix's headings that go on in the next line.
BROKEN_WORDS = r"""
[...document.querySelectorAll('.matrix thead th')].flatMap(th => {
  const found = [], walk = document.createTreeWalker(th, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    for (const word of walk.currentNode.textContent.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(walk.currentNode, word.index);
      range.setEnd(walk.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(r => r.top)).size > 1) found.push(word[0]);
    }
  return found;
})
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a report with spaces")
    case = (EXAMPLE / "case", "--criteria", EXAMPLE / "criteria")
    ran = run("report", *case, "--out", folder, "--lang", "all", "--formats", "html")
    assert ran.code == 0
    return (folder / "report.html").as_uri()


def in_language(address: str, language: str) -> str:
    """Return the address of the same report in another language."""
    ending = ".html" if language == "en" else f".{language}.html"
    return address.removesuffix(".html") + ending


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    chromium = Chromium(find(), tmp_path_factory.mktemp("profile"))
    yield chromium
    chromium.close()


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
@pytest.mark.parametrize("width", [320, 390, 820, 1100, 1440])
def test_nothing_overflows_or_is_cut_off(browser, address, width, language):
    browser.open(in_language(address, language), width)
    browser.run(OPEN_ALL)
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.run(CUT_OFF) == []


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_headings_of_the_matrix_are_whole_words(browser, address, language):
    browser.open(in_language(address, language), 1440)
    assert browser.run(BROKEN_WORDS) == []


def test_the_check_of_whole_words_can_fail(browser, address):
    browser.open(address, 1440)
    browser.run("document.querySelector('.matrix').style.tableLayout = 'fixed'")
    browser.run("document.querySelector('.matrix').style.width = '300px'")
    assert browser.run(BROKEN_WORDS)


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(browser, address, language, dark):
    """WCAG 2.2 AA and the practices beyond it; in the dark only colours can differ."""
    browser.open(in_language(address, language), 1440, dark=dark)
    browser.run(OPEN_ALL)
    browser.run(AXE.read_text(encoding="utf-8"))
    options = "{runOnly: ['color-contrast']}" if dark else "{}"
    assert axe(browser, options) == []


def axe(browser, options: str) -> list[str]:
    """Return the rules that axe finds broken, with what breaks them."""
    told = "v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | ')"
    answer = browser.call(
        "Runtime.evaluate",
        expression=f"axe.run(document, {options}).then(r => r.violations.map({told}))",
        awaitPromise=True,
        returnByValue=True,
    )
    return answer["result"]["value"]


def test_the_check_by_axe_can_fail(browser, address):
    browser.open(address, 390)
    browser.run("document.documentElement.removeAttribute('lang')")
    browser.run(AXE.read_text(encoding="utf-8"))
    (found,) = axe(browser, "{runOnly: ['html-has-lang']}")
    assert found.startswith("html-has-lang")


def test_the_pages_lead_from_one_language_to_another_without_a_script(browser, address):
    browser.open(address, 390)
    browser.run("document.querySelector('.versions a[hreflang=ru]').click()")
    for _ in range(2000):
        if browser.run("document.readyState + document.documentElement?.lang") == "completeru":
            break
    assert browser.run("document.documentElement.lang") == "ru"


@pytest.mark.parametrize("dark", [False, True])
def test_all_words_stand_out_from_their_ground(browser, address, dark):
    browser.open(address, 1440, dark=dark)
    browser.run(OPEN_ALL)
    assert browser.run("getComputedStyle(document.body).backgroundColor") == (
        "rgb(18, 22, 30)" if dark else "rgb(255, 255, 255)"
    )
    assert browser.run(LOW_CONTRAST) == []


def test_the_check_of_contrast_can_fail(browser, address):
    browser.open(address, 1440)
    browser.run("document.querySelector('main p').style.color = '#999'")
    assert browser.run(LOW_CONTRAST) != []


def test_the_check_of_overflow_can_fail(browser, address):
    browser.open(address, 390)
    browser.run("document.querySelector('main p').style.width = '900px'")
    assert browser.run(CUT_OFF) != []


def test_the_pages_policy_lets_every_picture_be_drawn(browser, address):
    browser.open(address, 820, dark=True)
    browser.run("document.querySelectorAll('.picture img').forEach(i => i.scrollIntoView())")
    sizes = browser.run(
        "[...document.querySelectorAll('.picture img')].map(i => [i.naturalWidth, i.clientWidth])"
    )
    assert len(sizes) == 4
    assert all(natural > 100 and shown > 100 for natural, shown in sizes)
    refused = [e for e in browser.events if e["method"] == "Log.entryAdded"]
    assert refused == []
    # On a dark page a picture keeps its white ground.
    grounds = browser.run(
        "[...document.querySelectorAll('.picture img')]"
        ".map(i => getComputedStyle(i).backgroundColor)"
    )
    assert set(grounds) == {"rgb(255, 255, 255)"}


def test_nothing_is_loaded_and_nothing_hostile_runs(browser, address):
    browser.open(address, 1440)
    browser.run(OPEN_ALL)
    asked = {
        event["params"]["request"]["url"]
        for event in browser.events
        if event["method"] == "Network.requestWillBeSent"
    }
    # A picture is an address that holds it: the browser reads it from the page itself.
    outside = {url for url in asked if not url.startswith("data:image/svg+xml;base64,")}
    assert outside <= {address, "about:blank"}
    assert browser.run("window.ran") is None
    assert browser.run("document.scripts.length") == 0
    violations = [e for e in browser.events if e["method"] == "Log.entryAdded"]
    assert violations == []


def test_the_policy_stops_a_script_that_got_in(browser, address):
    browser.open(address, 1440)
    browser.run("document.body.append(Object.assign(document.createElement('img'), {src: 'x:'}))")
    browser.run(
        "{ const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s) }"
    )
    assert browser.run("window.ran") is None


def test_a_link_to_a_finding_and_to_a_folded_statement_leads_there(browser, address):
    for place in ("candidate.residence", "statement:rur-media-04"):
        browser.open(f"{address}#{quote(place, safe=':.')}", 390)
        top = browser.run(f"document.getElementById('{place}').getBoundingClientRect().top")
        assert -1 <= top < 900
        assert browser.run(f"document.getElementById('{place}').getClientRects().length") > 0


def test_in_print_everything_folded_is_open(browser, address):
    browser.open(address, 794, media="print")
    shut = browser.run(
        "[...document.querySelectorAll('.told, .rule')].filter(e => !e.getClientRects().length)"
        ".length"
    )
    assert shut == 0
    assert browser.run("document.querySelectorAll('details[open]').length") == 0
    assert browser.run(CUT_OFF) == []
    printed = browser.call("Page.printToPDF", preferCSSPageSize=True, generateTaggedPDF=True)
    assert base64.b64decode(printed["data"]).startswith(b"%PDF-")


def test_the_keyboard_alone_opens_a_finding(browser, address):
    browser.open(address, 1440)
    browser.run("document.querySelector('.finding summary').focus()")
    for kind in ("keyDown", "keyUp"):
        browser.call(
            "Input.dispatchKeyEvent",
            type=kind,
            key="Enter",
            code="Enter",
            windowsVirtualKeyCode=13,
            text="\r",
        )
    assert browser.run("document.querySelector('.finding details').open") is True


def test_the_choice_of_outcomes_hides_findings_without_a_script(browser, address):
    browser.open(address, 1440)
    shown = "[...document.querySelectorAll('.finding')].filter(e => e.getClientRects().length)"
    total = browser.run(f"{shown}.length")
    browser.run("document.getElementById('show:met').click()")
    browser.run("document.getElementById('show:minor').click()")
    left = browser.run(f"{shown}.map(e => e.className)")
    assert 0 < len(left) < total
    assert not any(" met" in name or "minor" in name for name in left)
    assert browser.run("document.querySelector('.filtered').getClientRects().length") == 1


def test_targets_are_large_enough_for_a_finger(browser, address):
    """WCAG 2.2, 2.5.8: 24 by 24 pixels, links inside a sentence excepted."""
    browser.open(address, 390)
    small = browser.run(
        "[...document.querySelectorAll('.markbox, summary, .contents a, .filter label')]"
        ".filter(e => {"
        " const b = e.getBoundingClientRect();"
        " return b.width && (b.height < 24 || b.width < 24) }).map(e => e.textContent)"
    )
    assert small == []
