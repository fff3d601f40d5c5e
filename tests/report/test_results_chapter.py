"""The results chapter: what a file of results says, beside the assessment and never in it."""

from __future__ import annotations

import pytest

from electcheck.report.document_whole import document
from electcheck.report.view import report_view
from electcheck.report.view_results import CHANGES, KIND_OF_ELECTION, SCENARIO, STATUS
from electcheck.results.impact import SCENARIOS
from tests.command import run
from tests.report.conftest import EXAMPLE
from tests.report.elements import tree

CASE = (EXAMPLE / "case", "--criteria", EXAMPLE / "criteria")
HEAD = "id,region,registered,issued,in_boxes,valid,invalid,Alder,Birch"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Sixty stations; at one the votes are thirty more than the valid ballots."""
    folder = tmp_path_factory.mktemp("results")
    rows = [HEAD]
    for i in range(60):
        ballots, invalid = 300 + 7 * i, i % 5
        alder = (ballots - invalid) * (40 + i % 21) // 100
        birch = ballots - invalid - alder + (30 if i == 7 else 0)
        numbers = (500 + 9 * i, ballots, ballots, ballots - invalid, invalid, alder, birch)
        rows.append(f"{i},region {i % 3},{','.join(map(str, numbers))}")
    (folder / "stations.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    ran = run("results", "map", folder / "stations.csv", "--out", folder / "map.yaml")
    assert ran.code == 0, ran.err
    return "--results", folder / "stations.csv", "--map", folder / "map.yaml"


@pytest.fixture(scope="module")
def written(results, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    ran = run("report", *CASE, "--out", folder, "--lang", "en,ru", *results)
    assert ran.code == 0, ran.err
    return folder


def test_it_shows_the_contradiction_what_it_could_change_and_every_test(written):
    page = tree((written / "report.html").read_text(encoding="utf-8"))
    chapter = page.by_id("section:results")
    assert "stations.csv: 60 rows" in chapter.text
    assert "1 protocol contradicts itself." in chapter.text
    assert "E104" in chapter.text
    assert "no finding and no score was made with it" in chapter.text
    assert "A small p-value is no proof of fraud" in chapter.text
    assert len(chapter.all("dl")[0].all("dt")) == len(SCENARIOS)
    assert "asks for at least 100" in chapter.text
    assert any(link.attributes["href"] == "#section:results" for link in page.all("a"))


def test_it_speaks_the_language_of_the_report(written):
    page = tree((written / "report.ru.html").read_text(encoding="utf-8"))
    chapter = page.by_id("section:results")
    assert "1 протокол противоречит сам себе." in chapter.text
    assert "Результаты по избирательным участкам" in chapter.text
    assert "Сумма голосов не равна числу действительных" in chapter.text
    assert "пригодных участков: 60; по методике их нужно не меньше 100" in chapter.text


def test_it_names_each_test_in_words_beside_its_id(written):
    for name, words in (("report.html", "last digits: ballots"), ("report.ru.html", "бюллетени")):
        chapter = tree((written / name).read_text(encoding="utf-8")).by_id("section:results")
        (row,) = (one for one in chapter.all("th") if "last-digit, ballots" in one.text)
        assert words in row.text
        (code,) = row.all("code")
        assert code.text == "last-digit, ballots"
        assert not [one.text for one in chapter.all("span") if one.attributes.get("lang")]


def test_it_touches_no_finding(written, tmp_path):
    run("report", *CASE, "--out", tmp_path, "--lang", "en,ru")
    kept = (tmp_path / "assessment.json").read_bytes()
    assert (written / "assessment.json").read_bytes() == kept
    pages = [tree((p / "report.html").read_text("utf-8")) for p in (written, tmp_path)]
    told = [[finding.text for finding in page.all(cls="finding")] for page in pages]
    assert told[0] == told[1]


def test_without_a_file_there_is_no_such_chapter(opened, assessment):
    view = report_view(opened, assessment)
    assert view.results is None
    assert "section:results" not in document(view).places


def test_a_map_alone_is_refused(results, tmp_path):
    ran = run("report", *CASE, "--out", tmp_path / "r", *results[2:])
    assert ran.code == 2
    assert "--results" in ran.err
    assert not (tmp_path / "r").exists()


def test_every_word_of_the_engine_has_words_here():
    assert SCENARIO.keys() == SCENARIOS.keys()
    assert set(CHANGES) == {"yes", "no", "unknown"}
    assert set(STATUS) == {"computed", "not_applicable", "underpowered", "refused"}
    assert set(KIND_OF_ELECTION) == {"clean", "control", "contested", "documented"}
