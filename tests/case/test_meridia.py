"""The second case: invented, labelled so everywhere, well run, and unlike the first."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from electcheck.model.findings import Assessment
from electcheck.rules.opening import Opened, open_case
from electcheck.scoring.assess import assess
from tests.command import run

ROOT = Path(__file__).resolve().parents[2]
MERIDIA = ROOT / "data" / "example-meridia"
KAZAKHSTAN = ROOT / "data" / "kazakhstan-2019"


@pytest.fixture(scope="module")
def opened() -> Opened:
    return open_case(MERIDIA, ROOT / "criteria")


@pytest.fixture(scope="module")
def meridia(opened: Opened) -> Assessment:
    return assess(opened)


def test_its_overall_interval_lies_wholly_above_that_of_the_first_case(meridia: Assessment) -> None:
    kazakhstan = assess(open_case(KAZAKHSTAN, ROOT / "criteria"))
    assert meridia.standard == kazakhstan.standard
    assert meridia.overall.low is not None
    assert kazakhstan.overall.high is not None
    assert meridia.overall.low > kazakhstan.overall.high


def test_nine_criteria_in_ten_have_evidence(opened: Opened, meridia: Assessment) -> None:
    spoken_of = {
        statement.indicator.split("/")[0]
        for statement in opened.case.statements
        if statement.says == "fact"
    }
    assert len(spoken_of) >= 0.9 * len(opened.norms.compiled)
    assert meridia.overall.assessed >= 0.9 * meridia.overall.applicable


def test_every_outcome_occurs_and_most_are_met(meridia: Assessment) -> None:
    outcomes = Counter(finding.outcome for finding in meridia.findings)
    assert set(outcomes) == {
        "met",
        "partly_met",
        "not_met",
        "conflicting",
        "not_applicable",
        "insufficient_evidence",
    }
    assert outcomes["met"] > len(meridia.findings) / 2


def test_in_a_conflict_two_sides_stand(meridia: Assessment) -> None:
    conflicting = [one for one in meridia.findings if one.outcome == "conflicting"]
    for finding in conflicting:
        sides = [len(a.sides) for a in finding.answers.values() if a.status == "conflict"]
        assert max(sides) >= 2, finding.criterion


def test_the_resolved_conflict_would_be_open_without_its_resolution(opened: Opened) -> None:
    (resolution,) = opened.case.resolutions
    settled = assess(opened).finding("day.opening")
    assert settled is not None
    assert settled.outcome == "met"
    seen = {one.statement for one in settled.answers["not_opened"].uncounted}
    assert seen == set(resolution.sets_aside)
    without = assess(replace(opened, case=replace(opened.case, resolutions=())))
    reopened = without.finding("day.opening")
    assert reopened is not None
    assert reopened.outcome == "conflicting"


def test_what_is_seen_in_a_nested_place_bounds_the_whole(meridia: Assessment) -> None:
    finding = meridia.finding("administration.impartial-conduct")
    assert finding is not None
    assert finding.answers["partisan_incidents"].status == "bounded"
    assert finding.outcome == "partly_met"


@pytest.mark.parametrize(
    ("day", "pending"), [(date(2031, 8, 30), True), (date(2031, 10, 13), False)]
)
def test_before_the_vote_its_day_is_pending(opened: Opened, day: date, pending: bool) -> None:
    finding = assess(opened, as_of=day).finding("day.secrecy")
    assert finding is not None
    assert (finding.outcome == "pending") is pending


def test_no_source_is_real(opened: Opened) -> None:
    for source in opened.case.sources.values():
        assert source.title.endswith("(fictional)"), source.id
        assert source.url is None, source.id
        assert source.confidentiality == "public", source.id


def test_the_answers_say_that_it_is_fictional() -> None:
    text = run("assess", MERIDIA)
    assert text.code == 0
    assert "FICTIONAL: this country and this election do not exist" in text.out
    answer = run("assess", MERIDIA, "--format", "json")
    election = json.loads(answer.out)["election"]
    assert election["fictional"] is True
    assert election["title"].endswith("(fictional)")


@pytest.mark.parametrize("command", ["sources", "timeline", "coverage", "explain", "diff"])
def test_every_other_answer_about_it_says_so_first(command: str) -> None:
    before = {"explain": ["day.opening"], "diff": [MERIDIA]}.get(command, [])
    answer = run(command, *before, MERIDIA)
    assert answer.code == 0
    assert "FICTIONAL" in answer.out.splitlines()[0]


def test_a_real_case_is_not_called_fictional() -> None:
    assert "fictional" not in run("sources", KAZAKHSTAN).out.lower()


def test_the_check_names_it_as_fictional() -> None:
    assert "example-meridia (fictional): " in run("check", MERIDIA).out


def test_the_report_says_that_it_is_fictional(tmp_path: Path) -> None:
    assert run("report", MERIDIA, "--out", tmp_path / "report").code == 0
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    before_the_first_chapter = page[: page.index("</header>")] if "</header>" in page else page
    assert "Fictional: this country and this election do not exist." in before_the_first_chapter
    written = json.loads((tmp_path / "report" / "assessment.json").read_text(encoding="utf-8"))
    assert written["election"]["fictional"] is True
