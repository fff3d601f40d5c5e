"""The report in three languages: complete, by the rules of each, and the same in all of them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import pytest

from electcheck.model.why import WHY
from electcheck.report.document_whole import document
from electcheck.report.docx import docx
from electcheck.report.every_language import in_every_language
from electcheck.report.html import html
from electcheck.report.pdf import pdf
from electcheck.report.registers import registers
from electcheck.report.runs import foreign, plain, runs
from electcheck.report.view import report_view
from electcheck.report.view_language import UNIT, tongue
from electcheck.report.view_why import WHY_WORDS
from electcheck.rules.opening import Opened
from tests.command import run
from tests.messages import TRANSLATED, extracted, faults, known
from tests.report.conftest import EXAMPLE
from tests.report.elements import Element, tree
from tests.report.test_documents import objects

CASE = (EXAMPLE / "case", "--criteria", EXAMPLE / "criteria")


@pytest.fixture(scope="module")
def views(opened, assessment):
    return {name: report_view(opened, assessment, "public", name) for name in ("en", "fr", "ru")}


@pytest.fixture(scope="module")
def pages(views):
    return {name: tree(html(view)) for name, view in views.items()}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_none_is_left_over(language):
    assert list(faults(language)) == []


def test_a_missing_a_stale_and_a_broken_message_are_found(monkeypatch):
    whole = known("fr")
    for change, said in (
        (lambda catalog: catalog.delete("Summary"), "missing 'Summary'"),
        (lambda catalog: catalog.add("no longer said", "x"), "nothing says 'no longer said'"),
        (lambda catalog: catalog.get("Summary").__setattr__("string", ""), "not translated"),
        (lambda catalog: catalog.get("To: %(to)s").__setattr__("string", "À"), "the values of"),
    ):
        whole = known("fr")
        change(whole)
        monkeypatch.setattr("tests.messages.known", lambda _, whole=whole: whole)
        found = list(faults("fr"))
        assert len(found) == 1
        assert said in found[0]


def test_the_engine_gives_no_reason_that_the_report_has_no_words_for():
    assert WHY_WORDS.keys() == WHY.keys()
    for name, english in WHY.items():
        values = re.compile(r"%\((\w+)\)s")
        assert set(values.findall(WHY_WORDS[name])) == set(values.findall(english))


@pytest.mark.parametrize(
    ("language", "day", "first", "score", "count", "share"),
    [
        ("en", "9 June 2019", "1 May 2019", "0.33", "118,140", "14.3\xa0%"),
        ("fr", "9 juin 2019", "1er mai 2019", "0,33", "118\u202f140", "14,3\xa0%"),
        ("ru", "9 июня 2019 г.", "1 мая 2019 г.", "0,33", "118\xa0140", "14,3\xa0%"),
    ],
)
def test_numbers_and_days_are_written_as_the_language_writes_them(
    language, day, first, score, count, share
):
    t = tongue(language)
    assert t.day(date(2019, 6, 9)) == day
    assert t.day(date(2019, 5, 1)) == first
    assert t.score(1 / 3) == score
    assert t.count(118_140) == count
    assert t.share(0.143) == share


@pytest.mark.parametrize(
    ("language", "n", "words"),
    [
        ("en", 1, "1 year"),
        ("en", 2, "2 years"),
        ("fr", 0, "0 an"),
        ("fr", 1, "1 an"),
        ("fr", 2, "2 ans"),
        ("ru", 1, "1 год"),
        ("ru", 3, "3 года"),
        ("ru", 11, "11 лет"),
        ("ru", 15, "15 лет"),
        ("ru", 21, "21 год"),
        ("ru", 22, "22 года"),
    ],
)
def test_plural_forms_follow_the_number(language, n, words):
    assert tongue(language).several(*UNIT["years"], n) == words


def test_every_unit_of_the_catalogue_has_words():
    from electcheck.files.packaged import criteria_folder
    from electcheck.rules.opening import open_norms

    found = open_norms(criteria_folder()).catalogue.indicators().values()
    assert {indicator.unit for _, indicator in found if indicator.unit} <= UNIT.keys()


def language_of(element: Element) -> str:
    """Return the language that an element is marked with, or that of what it stands in."""
    while "lang" not in element.attributes:
        assert element.parent is not None
        element = element.parent
    return str(element.attributes["lang"])


def english_said(messages: set[str]) -> set[str]:
    """Return messages that are whole sentences: what an English reader would notice at once."""
    return {
        message
        for message in messages
        if " " in message and len(message) > 12 and "%(" not in message
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_message_stands_in_another_language(pages, language):
    whole = {m.id for m in extracted() if isinstance(m.id, str) and m.id}
    own = {str(known(language).get(name).string) for name in whole}
    telltale = english_said(whole) - own
    assert len(telltale) > 150
    page = pages[language]
    assert page.all("html")[0].attributes["lang"] == language
    for element in page.all():
        words = "".join(part for part in element.parts if isinstance(part, str)).strip()
        if words and element.tag not in ("style", "code") and language_of(element) == language:
            assert not [one for one in telltale if one in words], (element.tag, words)
        for name in ("title", "aria-label", "data-label"):
            label = element.attributes.get(name) or ""
            assert label not in telltale


@pytest.mark.parametrize("language", TRANSLATED)
def test_words_left_in_english_are_marked_as_english(pages, opened: Opened, language):
    page = pages[language]
    for statement in opened.case.statements:
        if getattr(statement.summary, language):
            continue
        shown = page.by_id(f"statement:{statement.id}").all(cls="summary-text")[0]
        (span,) = shown.all("span")
        assert span.attributes["lang"] == "en"
        assert span.text == " ".join(statement.summary.en.split())


def test_all_languages_show_the_same_places_and_numbers(pages):
    places = {
        name: [e.attributes["id"] for e in page.all() if "id" in e.attributes]
        for name, page in pages.items()
    }
    assert places["fr"] == places["en"] == places["ru"]
    scores = {
        name: [e.text.replace(",", ".") for e in page.all(cls="score")]
        for name, page in pages.items()
    }
    digits = re.compile(r"\d\.\d\d")
    found = {name: [digits.findall(one) for one in many] for name, many in scores.items()}
    assert found["fr"] == found["en"] == found["ru"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_pdf_and_docx_say_their_language(views, language):
    whole = document(views[language])
    assert f"/Lang ({language})" in objects(pdf(whole)).replace("/Lang(", "/Lang (")
    assert docx(whole)[:2] == b"PK"


def test_one_file_holds_every_language_under_stable_ids(views):
    made = in_every_language(views)
    text = json.dumps(made, ensure_ascii=False)
    assert "\ue100" not in text
    first = made["report"]["findings"][0]
    told = made["messages"][first["outcome_words"]["message"]]
    assert told == {name: plain(view.findings[0].outcome_words) for name, view in views.items()}
    # The id is made of the English words: it does not move when a translation does.
    again = in_every_language({"en": views["en"], "ru": views["ru"]})
    assert again["report"]["findings"][0]["outcome_words"] == first["outcome_words"]
    for messages in made["messages"].values():
        assert set(messages) == {"en", "fr", "ru"}


def test_what_nobody_translated_is_marked_in_every_format(views):
    view = views["ru"]
    told = [one for f in view.findings for a in f.answers for one in a.statements]
    marked = next(one for one in told if plain(one.summary) != one.summary)
    words = plain(marked.summary)
    page = tree(html(view))
    assert any(e.attributes.get("lang") == "en" and e.text == words for e in page.all("span"))
    whole = document(view)
    assert "/Lang (en)" in objects(pdf(whole)).replace("/Lang(", "/Lang (")
    with zipfile.ZipFile(io.BytesIO(docx(whole))) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    run = re.search(rf"<w:r>(?:(?!</w:r>).)*{re.escape(escape(words))}", body, re.DOTALL)
    assert run is not None
    assert '<w:lang w:val="en' in run[0]
    rows = csv.DictReader(io.StringIO(registers(view)["statements"].removeprefix("\ufeff")))
    row = next(row for row in rows if row["statement"] == marked.id)
    assert "summary:en" in row["other_language"].split()
    english = csv.DictReader(io.StringIO(registers(views["en"])["statements"]))
    assert not any("summary" in row["other_language"] for row in english)
    made = in_every_language(views)["other_language"]
    name = hashlib.sha256(words.encode()).hexdigest()[:12]
    assert name in made["ru"]
    assert name not in made["en"]


def test_the_command_writes_each_language_and_leads_from_one_to_the_others(tmp_path):
    ran = run("report", *CASE, "--out", tmp_path, "--lang", "fr,en", "--formats", "html,csv")
    assert ran.code == 0, ran.err
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(
        f"{stem}{language}.{ending}"
        for stem, ending in (
            ("report", "html"),
            ("findings", "csv"),
            ("statements", "csv"),
            ("sources", "csv"),
            ("commitments", "csv"),
        )
        for language in ("", ".fr")
    )
    french = tree((tmp_path / "report.fr.html").read_text(encoding="utf-8"))
    (nav,) = french.all(cls="versions")
    assert [link.attributes["href"] for link in nav.all("a")] == ["report.html"]
    assert nav.all("b")[0].attributes["lang"] == "fr"


@pytest.mark.parametrize(
    ("option", "value", "hint"), [("--lang", "fra", "'fr'"), ("--formats", "htm", "'html'")]
)
def test_an_unknown_language_or_format_is_refused(tmp_path, option, value, hint):
    ran = run("report", *CASE, "--out", tmp_path / "r", option, value)
    assert ran.code == 2
    assert hint in ran.err
    assert not (tmp_path / "r").exists()


def test_marked_words_come_apart_again_whatever_they_hold():
    hostile = "\ue100en\ue101 <b> \ue102 \ue100"
    sentence = f"a {foreign(hostile, 'en')} b"
    assert plain(sentence) == "a en <b>   b"
    assert list(runs(sentence))[1] == ("en <b>  ", "en")
    assert list(runs("\ue100en\ue101left open")) == [("enleft open", "")]
