"""A case of which nothing is known has a report too, and an internal one warns."""

from __future__ import annotations

from pathlib import Path

from tests.command import run
from tests.report.conftest import EXAMPLE
from tests.report.elements import tree


def test_a_new_empty_case_has_a_report_in_which_nothing_is_assessed(tmp_path):
    assert run("new", tmp_path / "new-land-2030").code == 0
    ran = run("report", tmp_path / "new-land-2030", "--out", tmp_path / "r")
    assert ran.code == 0, ran.err
    page = tree((tmp_path / "r" / "report.html").read_text(encoding="utf-8"))
    assert "The evidence answers 0 of them" in page.by_id("section:summary").text
    assert "there is no adverse finding" in page.by_id("top").text
    for score in page.all(cls="scored"):
        assert score.all(cls="score")[0].text == "no score"


def test_an_internal_report_warns_on_standard_error_and_not_in_the_answer(tmp_path):
    case = (EXAMPLE / "case", "--criteria", EXAMPLE / "criteria")
    ran = run("report", *case, "--out", tmp_path, "--audience", "internal")
    assert "do not publish" in ran.err
    names = [Path(line).name for line in ran.out.splitlines()]
    assert names == ["report.html", "assessment.json", "NOT-FOR-PUBLICATION.txt"]
