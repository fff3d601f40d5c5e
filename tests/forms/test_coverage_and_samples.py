"""What is missing, by what it would settle; and estimates that wait for a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from electcheck.files.packaged import criteria_folder, default_case
from electcheck.model.values import Among, Between, domain
from electcheck.rules.opening import Opened, open_case
from electcheck.scoring.assess import assess
from electcheck.scoring.difference import would_be
from electcheck.scoring.settling import missing_answers
from tests.command import run
from tests.conftest import ROOT

EXAMPLE = ROOT / "tests" / "example"


@pytest.fixture(scope="module")
def small() -> Opened:
    return open_case(EXAMPLE / "case", EXAMPLE / "criteria")


def test_what_an_answer_closes_is_what_the_assessment_then_loses(small: Opened) -> None:
    """Brute force: put each answer into the whole assessment and measure its overall interval."""
    now = assess(small)
    assert now.overall.high is not None
    assert now.overall.low is not None
    width = now.overall.high - now.overall.low
    indicators = small.catalogue.indicators()
    found = missing_answers(small, now)
    assert found
    for one in found:
        indicator = indicators[one.indicator][1]
        whole = domain(indicator)
        tried: list[Any] = []
        if isinstance(whole, Among):
            tried = [Among(frozenset((option,))) for option in whole.options]
        else:
            points = [0, 1, 2, 5, 10, 14, 15, 16, 0.1, 0.25, 0.5, 0.75, 30, 365, 1000]
            tried = [Between(((p, p),)) for p in points if whole.low <= p <= whole.high]
        answer = next(a for f in now.findings for a in f.answers.values()
                      if a.indicator == one.indicator)  # fmt: skip
        for values in tried:
            if not answer.values.holds(values):
                continue
            after = would_be(small, now, {one.indicator: values})
            assert after.overall.high is not None
            assert after.overall.low is not None
            closed = width - (after.overall.high - after.overall.low)
            assert one.at_least - 1e-9 <= closed <= one.at_most + 1e-9, (one, values)
    order = [(-m.at_most, -m.at_least, -m.jointly) for m in found]
    assert order == sorted(order)


def test_all_missing_answers_of_a_weighted_area_are_listed() -> None:
    data = json.loads(run("coverage", "--format", "json").out)
    opened = open_case(default_case(), criteria_folder())
    assessment = assess(opened)
    undecided = {
        a.indicator
        for f in assessment.findings
        if f.applicable and not f.decided
        and f.area not in opened.catalogue.policy.unweighted_areas
        for a in f.answers.values()
        if a.status != "established" or not a.values.known
    }  # fmt: skip
    assert {one["indicator"] for one in data["would_settle"]} == undecided
    assert sum(area["indicators"] for area in data["areas"]) == len(opened.catalogue.indicators())
    for area in data["areas"]:
        names = ("established", "bounded", "conflict", "unknown")
        assert sum(area[name] for name in names) == area["indicators"]
        assert len(area["missing"]) == area["indicators"] - area["established"]
    text = run("coverage").out
    assert "what would settle the most" in text
    assert data["would_settle"][0]["indicator"] in text


def test_the_to_do_list_is_a_workbook_too(tmp_path: Path) -> None:
    ran = run("coverage", "--workbook", tmp_path / "to-do.xlsx", "--format", "json")
    assert ran.code == 0, ran.err
    first = (tmp_path / "to-do.xlsx").read_bytes()
    told = json.loads(ran.out)["would_settle"]
    book = openpyxl.load_workbook(tmp_path / "to-do.xlsx")
    rows = list(book["to do"].iter_rows(min_row=2, values_only=True))
    assert [row[6] for row in rows] == [one["indicator"] for one in told]
    assert all(row[7] and row[8] and row[9] for row in rows), "asked in three languages"
    run("coverage", "--workbook", tmp_path / "to-do.xlsx")
    assert (tmp_path / "to-do.xlsx").read_bytes() == first


STATIONS = "station,region,N_h,late\n" + "".join(
    f"{n},{'north' if n < 60 else 'south'},400,{int(n % 20 == 0)}\n" for n in range(120)
)
DESIGN = """\
stratum: region
{sizes}
estimates:
- {{name: late, share: late, method: korn-graubard}}
"""
FEEDS = ("--feeds", "late=day.opening/late_share", "--source", "network")


def estimate(tmp_path: Path, case: Path, *more: str, sizes: str = "sizes: {stations: N_h}") -> Any:
    (tmp_path / "s.csv").write_text(STATIONS, encoding="utf-8")
    (tmp_path / "d.yaml").write_text(DESIGN.format(sizes=sizes), encoding="utf-8")
    return run("sample", "estimate", tmp_path / "s.csv", "--design", tmp_path / "d.yaml",
               "--draft", case, "--format", "json", *more)  # fmt: skip


def test_an_estimate_waits_for_a_person_and_then_counts(case: Path, tmp_path: Path) -> None:
    ran = estimate(tmp_path, case, *FEEDS)
    assert ran.code == 0, ran.err
    assert "drafted: sample-" in ran.err
    (one,) = json.loads(ran.out)["estimates"]
    assert not open_case(case, criteria_folder()).case.statements
    assert "drafted before" in estimate(tmp_path, case, *FEEDS).err
    ran = run("forms", "review", case, "--accept", "all", "--by", "statistician", "--on",
              "2031-06-02")  # fmt: skip
    assert ran.code == 0, ran.err
    opened = open_case(case, criteria_folder())
    (statement,) = opened.case.statements
    assert statement.range == (one["low"], one["high"])
    assert (statement.source, statement.method) == ("network", "measured")
    assert "120 stations" in statement.locator
    finding = assess(opened, "reasonable-grounds").finding("day.opening")
    assert finding is not None
    answer = finding.answers["late_share"]
    assert not [u for u in answer.uncounted if "another scope" in u.why], "it speaks of the whole"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((), "say what is answered and by what source"),
        (("--feeds", "late", "--source", "network"), "expected NAME=CRITERION/INDICATOR"),
        (("--feeds", "lat=day.opening/late_share", "--source", "network"), "Did you mean 'late'?"),
        (("--feeds", "late=day.opening/late", "--source", "network"), "there is no indicator"),
        (("--feeds", "late=day.mobile-voting/boxes_used", "--source", "network"), "type boolean"),
        (("--feeds", "late=day.opening/late_share", "--source", "netwrk"), "is not in sources"),
    ],
)
def test_a_draft_of_an_estimate_says_what_it_answers(
    asked: tuple[str, ...], told: str, case: Path, tmp_path: Path
) -> None:
    ran = estimate(tmp_path, case, *asked)
    assert ran.code == 2
    assert told in ran.err
    assert not (case / "drafts").exists()


def test_a_restricted_sample_is_named_by_those_inside_alone(case: Path, tmp_path: Path) -> None:
    path = case / "sources.yaml"
    text = path.read_text(encoding="utf-8")
    hidden = text[text.index("  - id: network") : text.index("  - id: law")]
    hidden = hidden.replace("network", "quiet-network", 1) + "    confidentiality: restricted\n"
    path.write_text(text + hidden, encoding="utf-8")
    feeds = (*FEEDS[:2], "--source")
    ran = estimate(tmp_path, case, *feeds, "quiet-networ")
    assert ran.code == 2
    assert "quiet-network" not in ran.out + ran.err
    assert estimate(tmp_path, case, *feeds, "quiet-network").code == 2
    assert not (case / "drafts").exists()
    ran = estimate(tmp_path, case, *feeds, "quiet-network", "--audience", "internal")
    assert ran.code == 0, ran.err
    assert "0 submissions" in run("forms", "review", case).out
    assert "quiet-network" in run("forms", "review", case, "--audience", "internal").out


def test_visits_that_nobody_drew_give_no_share(case: Path, tmp_path: Path) -> None:
    ran = estimate(tmp_path, case, *FEEDS, sizes="draw: visits")
    assert ran.code == 2
    assert "x of n visited is no share of the country" in ran.err
