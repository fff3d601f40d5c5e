"""The page is one file: it loads nothing, runs nothing, and leads only to web pages and itself."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from urllib.parse import urlsplit

LOADING = ("src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "style")


def test_no_element_loads_or_runs_anything(page):
    tags = {element.tag for element in page.all()}
    assert not tags & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
        "video",
    }
    for element in page.all():
        names = set(element.attributes)
        assert not names & set(LOADING), element
        assert not any(name.startswith("on") for name in names), element


def test_the_style_asks_for_no_address(page):
    (style,) = page.all("style")
    assert not re.search(r"url\(|@import|https?:", style.text)


def test_the_page_carries_a_policy_that_names_its_own_style_only(page):
    (policy,) = (
        meta.attributes["content"]
        for meta in page.all("meta")
        if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    (style,) = page.all("style")
    content = "".join(part for part in style.parts if isinstance(part, str))
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy


def test_links_lead_to_web_pages_without_a_referrer_or_to_a_place_in_the_page(page):
    places = {e.attributes["id"] for e in page.all() if "id" in e.attributes}
    inside = outside = 0
    for element in (*page.all("a"), *page.all("use")):
        href = element.attributes["href"]
        if href.startswith("#"):
            assert href[1:] in places, href
            inside += 1
        else:
            assert urlsplit(href).scheme in ("http", "https"), href
            assert "noreferrer" in element.attributes["rel"].split()
            outside += 1
    assert inside > 100
    assert outside > 3


def test_every_id_stands_once(page):
    ids = Counter(e.attributes["id"] for e in page.all() if "id" in e.attributes)
    assert [name for name, n in ids.items() if n > 1] == []
    assert not [name for name in ids if re.search(r"\s", name)]


def test_labels_refer_to_what_is_there(page):
    places = {e.attributes["id"] for e in page.all() if "id" in e.attributes}
    for element in page.all():
        named = element.attributes.get("aria-labelledby")
        assert named is None or named in places, element


def test_hostile_words_stay_words(page, page_text):
    assert "<script" not in page_text.lower()
    assert 'onerror="' not in page_text
    assert "Lettre <script>window.ran = 'title'</script> & recommandations" in page.text
    assert "{{ 7 * 7 }} {% raw %}" in page.text
    assert "javascript:" not in page_text
