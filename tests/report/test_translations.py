"""Translations of a catalogue and of a case: complete for what is bundled, and never in the way."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from electcheck.files.packaged import criteria_folder, packaged
from electcheck.files.translating import catalog_of, kept_up, written
from electcheck.files.translations import file_name, read_translations, used
from electcheck.model.prose import Prose, case_prose, catalogue_prose
from electcheck.model.record import LANGUAGES, Text
from electcheck.report.document_whole import document
from electcheck.report.html import html
from electcheck.report.registers import registers
from electcheck.report.runs import runs
from electcheck.report.view import report_view
from electcheck.report.view_language import UNIT
from electcheck.rules.opening import Opened, open_case
from electcheck.scoring.assess import assess
from tests.command import run
from tests.custody.canaries import EXAMPLE, Canaries, example, with_hidden, write
from tests.messages import known

CASES = (packaged("data", "kazakhstan-2019"), packaged("data", "example-meridia"))
OTHERS = ("fr", "ru")
FORMATS = "html,json,csv"
# What stays in the words of the files on purpose, beside its translation.
KEPT = ("english_title",)


def prose_of(opened: Opened) -> list[Prose]:
    return [*catalogue_prose(opened.catalogue, UNIT), *case_prose(opened.case)]


def marked(part: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the words of a report that are marked as of another language, with their field."""
    if is_dataclass(part):
        for one in fields(part):
            yield from marked(getattr(part, one.name), one.name)
    elif isinstance(part, tuple):
        for one in part:
            yield from marked(one, name)
    elif isinstance(part, str) and name not in KEPT:
        yield from ((name, words) for words, language in runs(part) if language)


@lru_cache
def translated(case: Path) -> Opened:
    return open_case(case, criteria_folder(), languages=LANGUAGES)


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def bundled() -> Opened:
    return translated(CASES[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", [*CASES, criteria_folder()], ids=lambda folder: folder.name)
def test_what_is_bundled_is_translated_and_nothing_is_left_over(folder, language):
    of_case = folder in CASES
    opened = translated(folder if of_case else CASES[0])
    prose = case_prose(opened.case) if of_case else catalogue_prose(opened.catalogue, UNIT)
    found: list = []
    file = kept_up(folder, list(prose), language, found)
    assert (found, file.missing, file.left_over) == ([], (), 0)
    if file.words:
        assert (folder / file.name).read_bytes() == file.content, "not as the program writes it"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("position", [0, -1], ids=["lowest", "highest"])
def test_a_bundled_report_holds_no_word_that_nobody_translated(case, language, position):
    opened = translated(case)
    standard = opened.catalogue.policy.standards[position].id
    view = report_view(opened, assess(opened, standard), "public", language)
    assert set(marked(view)) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_numbers_are_those_of_the_english_words(case, language):
    wrong = []
    for (words, _), said in translated(case).translated[language].items():
        if sorted(numbers(words)) != sorted(numbers(said)):
            wrong.append((words, said))
    assert wrong == []


def numbers(words: str) -> list[str]:
    """Return the numbers of a text; a decimal comma and grouping are a matter of language."""
    found = re.findall(r"\d+(?:[.,\u00a0\u202f]\d+)*|\.\d+", words)
    bare = (re.sub(r"[^\d]", "", one) for one in found)
    return [one.lstrip("0") or "0" for one in bare]


@pytest.mark.parametrize("folder", ["data/example-meridia", "tests/example"])
def test_whatever_a_report_says_of_a_file_can_be_translated(folder, opened):
    """With every listed sentence translated, no report of another language holds English."""
    case = opened if folder == "tests/example" else open_case(
        packaged("data", "example-meridia"), criteria_folder()
    )  # fmt: skip
    said = {(one.words, one.excerpt): f"¿{one.words}?" for one in prose_of(case)}
    whole = replace(case, translated={"fr": said})
    view = report_view(whole, assess(whole), "public", "fr")
    assert set(marked(view)) == set()
    excerpts = {s.excerpt for s in case.case.statements if s.excerpt} - {
        s.excerpt
        for s in case.case.statements
        if s.excerpt and case.case.sources[s.source].language == "fr"
    }
    page = html(view)
    assert page.count("Notre traduction") >= len(excerpts)


def test_a_translation_of_an_excerpt_stands_beside_it_as_ours(bundled):
    demand = bundled.case.recommendations[0]
    ours = bundled.translated["en"][(demand.excerpt, True)]
    view = report_view(bundled, assess(bundled))
    page = html(view)
    beside = page[page.index(f"« {demand.excerpt} »") :][:400]
    assert f"Our translation: “{ours}”" in beside
    whole = str(document(view))
    assert f"Our translation: “{ours}”" in whole
    statement = next(s for s in bundled.case.statements if s.excerpt)
    ours = bundled.translated["en"][(statement.excerpt, True)]
    assert ours in registers(view)["statements"]
    # In the language of the excerpt there is nothing to translate.
    french = report_view(bundled, assess(bundled), "public", "fr")
    assert "Notre traduction" not in html(french)


def test_without_a_translation_words_stand_as_they_are_and_are_marked(opened):
    bare = replace(opened, translated={"fr": {}})
    summary = opened.case.statements[0].summary.en
    assert ("summary", summary) in set(marked(report_view(bare, assess(bare), "public", "fr")))
    said = {(summary, False): "Mis en français."}
    told = html(
        report_view(replace(opened, translated={"fr": said}), assess(opened), "public", "fr")
    )
    assert "Mis en français." in told
    assert summary not in told


def test_french_is_set_as_french_is(case):
    """A straight apostrophe, or a space at which a line could break before a sign, is a slip."""
    opened = translated(case)
    prose = [*case_prose(opened.case), *catalogue_prose(opened.catalogue)]
    said = {one.words: opened.translated["fr"].get((one.words, False), "") for one in prose}
    # A name that has no other form in French stays as it is, apostrophe and all.
    said = {english: french for english, french in said.items() if french != english}
    inline = [text.fr for part in (opened.case, opened.catalogue) for text in texts(part)]
    for words in (*said.values(), *filter(None, inline)):
        assert not re.search(r"\w'\w| [?!;:»%]|« ", words), words


def test_the_messages_are_set_as_french_is():
    for message in known("fr"):
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        for words in forms if message.id else ():
            assert not re.search(r" [?!;:»]| %%|« ", words), words


def texts(part: Any) -> Iterator[Text]:
    """Yield the words of records that carry their translations with them."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, BaseModel) or is_dataclass(part):
        names = type(part).model_fields if isinstance(part, BaseModel) else [
            one.name for one in fields(part)
        ]  # fmt: skip
        for name in names:
            yield from texts(getattr(part, name))
    elif isinstance(part, Mapping):
        for one in part.values():
            yield from texts(one)
    elif isinstance(part, tuple):
        for one in part:
            yield from texts(one)


# --- the files


BAD = {
    "no catalogue": ("msgid is not said\n", ":1:1 expected a comment, or msgctxt, msgid or msgstr"),
    "a quote is missing": ('msgid "a"\nmsgstr "b\n', ":2:1 expected a comment"),
    "plural forms": ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', ":2:1 expected a comment"),
    "an escape that is none": ('msgid "a"\nmsgstr "\\x"\n', ":2:1 expected a comment"),
    "no msgstr": ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', ":1:1 a message is not whole here"),
    "twice": (
        'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', ":4:1 the same words stand in line 1",
    ),
    "a hidden character": (
        'msgid "a"\nmsgstr "b\u202ec"\n', ":2:10 found the hidden character U+202E",
    ),
    "a bad header": ('msgid ""\nmsgstr "PO-Revision-Date: soon\\n"\n', " the header holds a date"),
    "another encoding": (b'msgid "a"\nmsgstr "\xe9"\n', ":2:9 expected text in UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", BAD)
def test_each_mistake_is_named_with_its_line_and_nothing_is_written(mistake, tmp_path):
    content, said = BAD[mistake]
    case = copied(tmp_path)
    file = case / file_name("fr")
    file.parent.mkdir()
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    for words in (
        ("check", case),
        ("report", case, "--lang", "fr", "--formats", "json", "--out", tmp_path / "out"),
        ("translations", case),
    ):
        ran = run(*words, "--criteria", EXAMPLE / "criteria")
        assert ran.code == 2
        assert f"case/translations/fr.po{said}" in ran.err
        assert "Traceback" not in ran.err
    assert not (tmp_path / "out").exists()
    assert [one.name for one in file.parent.iterdir()] == ["fr.po"]


def test_a_link_out_of_the_case_is_not_followed(tmp_path):
    case = copied(tmp_path)
    (case / "translations").mkdir()
    outside = tmp_path / "fr.po"
    outside.write_text('msgid "a"\nmsgstr "b"\n')
    (case / file_name("fr")).symlink_to(outside)
    ran = run("check", case, "--criteria", EXAMPLE / "criteria")
    assert ran.code == 2
    assert "leads out of its folder" in ran.err


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('msgidctr "\\n#~,fuzzy\n\taé\u202e'), max_size=80))
def test_any_text_is_read_or_refused_in_words(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("any")
    (folder / "translations").mkdir()
    (folder / file_name("ru")).write_text(text, encoding="utf-8", newline="\n")
    found: list = []
    told = read_translations(folder, "ru", found)
    assert all(str(fault) for fault in found)
    assert not (found and told) or all(isinstance(one, str) for one in told.values())


UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
words = st.text(st.characters(codec="utf-8", exclude_categories=UNSEEN), min_size=1, max_size=300)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.tuples(words, st.booleans()), words, max_size=5))
def test_what_is_written_is_read_again(tmp_path_factory, known):
    folder = tmp_path_factory.mktemp("again")
    (folder / "translations").mkdir()
    prose = [
        Prose(w, "somewhere", ("ru",) if excerpt else ("en",), excerpt) for w, excerpt in known
    ]
    content = written(catalog_of(prose, "fr", known))
    (folder / file_name("fr")).write_bytes(content)
    found: list = []
    assert read_translations(folder, "fr", found) == known
    assert found == []
    assert kept_up(folder, prose, "fr", found).content == content


# --- the command


def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE / "case", tmp_path / "case"))


def translations(case: Path, *options: str):
    return run("translations", case, *options, "--criteria", EXAMPLE / "criteria")


def test_a_case_is_translated_step_by_step(tmp_path):
    case = copied(tmp_path)
    file = case / file_name("fr")
    first = translations(case, "--lang", "fr", "--check")
    assert first.code == 1
    assert not file.exists()
    total = int(re.search(r"0 of (\d+) translated", first.out)[1])
    assert first.out.count("not translated (") == total
    assert translations(case, "--lang", "fr").code == 0
    statement = open_case(case, EXAMPLE / "criteria").case.statements[0]
    text = file.read_text("utf-8")
    assert f"#. statement {statement.id}, summary" in text
    # A translator fills it in; one word of English changes; a sentence goes and comes back.
    found: list = []
    prose = list(case_prose(open_case(case, EXAMPLE / "criteria").case))
    known = {(one.words, one.excerpt): f"fr: {one.words}" for one in prose}
    file.write_bytes(written(catalog_of(prose, "fr", known)))
    whole = translations(case, "--lang", "fr", "--check")
    assert (whole.code, whole.out) == (0, f"translations/fr.po: {total} of {total} translated\n")
    longest = max((one for one in prose if not one.excerpt), key=lambda one: len(one.words))
    changed = [replace(one, words=one.words + " Now.") if one is longest else one for one in prose]
    guessed = kept_up(case, changed, "fr", found)
    assert [words for _, words in guessed.missing] == [f"{longest.words} Now."]
    assert b"#, fuzzy" in guessed.content
    assert f"fr: {longest.words}" not in used(catalog_of(changed, "fr", {})).values()
    shorter = kept_up(case, [one for one in prose if one is not longest], "fr", found)
    assert shorter.left_over == 1
    file.write_bytes(shorter.content)
    again = kept_up(case, prose, "fr", found)
    assert (again.missing, again.left_over) == ((), 0)
    assert b"#~ msgid" not in again.content
    assert found == []


def test_a_language_in_which_nothing_is_wanted_gets_no_file(tmp_path):
    case = copied(tmp_path)
    prose = [one for one in case_prose(open_case(case, EXAMPLE / "criteria").case)
             if one.wanted("en")]  # fmt: skip
    assert translations(case, "--lang", "en").code == 0
    assert (case / file_name("en")).exists() == bool(prose)


def test_the_catalogue_is_translated_without_a_case(tmp_path):
    criteria = Path(shutil.copytree(EXAMPLE / "criteria", tmp_path / "criteria"))
    ran = run("translations", "--of", "criteria", "--criteria", criteria, "--lang", "ru")
    assert ran.code == 0
    assert "of" in ran.out
    assert (criteria / file_name("ru")).is_file()


# --- what is hidden


def test_translations_of_hidden_words_reach_no_public_output(tmp_path):
    """A file of translations holds the words of hidden records; only those inside see them."""
    canaries = Canaries()
    hidden = write(tmp_path / "hidden" / "case", with_hidden(example(), canaries))
    public = write(tmp_path / "public" / "case", example())
    for case, audience in ((hidden, "internal"), (public, "public")):
        opened = open_case(case, EXAMPLE / "criteria", audience)
        prose = list(case_prose(opened.case))
        known = {(one.words, one.excerpt): f"fr {one.words}" for one in prose}
        (case / "translations").mkdir()
        (case / file_name("fr")).write_bytes(written(catalog_of(prose, "fr", known)))
    text = (hidden / file_name("fr")).read_text("utf-8")
    assert any(word in text for word in canaries.made), "the test hides nothing"
    criteria = ("--criteria", EXAMPLE / "criteria")
    made = {}
    for case in (hidden, public):
        out = tmp_path / case.parent.name / "out"
        ran = [
            run("report", case, *criteria, "--lang", "all", "--formats", FORMATS, "--out", out),
            run("check", case, *criteria),
            run("bundle", out / "case.zip", case, *criteria),
        ]  # fmt: skip
        assert [one.code for one in ran] == [0, 0, 0], [one.err for one in ran]
        made[case] = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    assert made[hidden].keys() == made[public].keys()
    assert [name for name in made[public] if made[hidden][name] != made[public][name]] == []
    inside = run(
        "report", hidden, *criteria, "--audience", "internal", "--lang", "fr", "--formats", "csv",
        "--out", tmp_path / "inside",
    )  # fmt: skip
    assert inside.code == 0
    told = "".join(path.read_text("utf-8") for path in (tmp_path / "inside").iterdir())
    assert any(f"fr {word}" in told or word in told for word in canaries.made)
    # Who keeps the file up as the public sees the case is not told the words, and loses none.
    ran = translations(hidden, "--lang", "fr")
    assert ran.code == 0
    assert not any(word in ran.out + ran.err for word in canaries.made)
    kept = translations(hidden, "--lang", "fr", "--audience", "internal", "--check")
    assert "not translated" not in kept.out
