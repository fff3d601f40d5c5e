"""Agreement of assessors: Krippendorff's own examples, and the command on real codings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from electcheck.scoring.agreement import Metric, alpha
from tests.command import run

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), examples B and C.
BEN, GERRY = "aabbdcccedda", "babbbccceddd"
FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
UNITS = [
    [float(mark) for mark in unit if mark != "."]
    for unit in zip(*(row.split() for row in FOUR_OBSERVERS), strict=True)
]


def test_two_observers_and_five_categories() -> None:
    units = [[float(ord(one)), float(ord(other))] for one, other in zip(BEN, GERRY, strict=True)]
    assert round(alpha(units, "nominal").estimate or 0, 3) == 0.692


@pytest.mark.parametrize(
    ("metric", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_four_observers_with_missing_codings(metric: Metric, published: float) -> None:
    found = alpha(UNITS, metric, draws=2000, seed=3)
    assert round(found.estimate or 0, 3) == published
    assert (found.units, found.codings) == (11, 40)
    assert found.low is not None
    assert found.high is not None
    assert found.estimate is not None
    assert found.low < found.estimate < found.high
    assert alpha(UNITS, metric, draws=2000, seed=3) == found


def test_without_any_variation_there_is_no_alpha() -> None:
    assert alpha([[1.0, 1.0], [1.0, 1.0]], "nominal", draws=10).estimate is None


def test_nothing_coded_twice_says_nothing() -> None:
    found = alpha([[1.0], [2.0]], "interval", draws=10)
    assert (found.estimate, found.units) == (None, 0)


CODINGS = """\
format: 1
codings:
  - {assessor: anna, indicator: candidate.residence/residence_years, value: 15}
  - {assessor: boris, indicator: candidate.residence/residence_years, value: 10}
  - {assessor: anna, indicator: candidate.deposit/deposit_required, value: true}
  - {assessor: boris, indicator: candidate.deposit/deposit_required, value: true}
  - {assessor: anna, indicator: candidate.deposit/deposit_refundable, value: false}
  - {assessor: boris, indicator: candidate.deposit/deposit_refundable, value: true}
  - {assessor: anna, indicator: candidate.signatures/signatures_share, value: 0.01}
"""


def test_the_command_reports_and_lists_and_averages_nothing(tmp_path: Path) -> None:
    path = tmp_path / "codings.yaml"
    path.write_text(CODINGS, encoding="utf-8")
    ran = run("agreement", path, "--draws", "100", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert (found["assessors"], found["indicators"], found["shared"]) == (["anna", "boris"], 4, 3)
    assert [one["indicator"] for one in found["disagreements"]] == [
        "candidate.residence/residence_years",
        "candidate.deposit/deposit_refundable",
    ]
    assert found["disagreements"][0]["codings"] == [
        {"assessor": "anna", "value": 15},
        {"assessor": "boris", "value": 10},
    ]
    boolean = next(one for one in found["groups"] if one["group"] == "boolean")
    # By hand: codings t t, f t; observed 2 / 4, expected 2 * (3 * 1) / (4 * 3) = 1/2: alpha 0.
    assert boolean["alpha"] == pytest.approx(0)
    text = run("agreement", path, "--draws", "100").out
    assert "disagreements to reconcile: 2" in text
    assert "anna: 15" in text or "anna 15" in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("indicator: candidate.residence/residence_year, value: 3}", "Did you mean"),
        ("indicator: candidate.deposit/deposit_required, value: 3}", "expected true or false"),
        ("indicator: candidate.residence/residence_years, value: 3}", "codes"),
        ("indicator: candidate.deposit/deposit_wages, valu: 3}", "valu"),
    ],
)
def test_a_wrong_coding_is_refused_at_its_line(tmp_path: Path, wrong: str, words: str) -> None:
    path = tmp_path / "codings.yaml"
    path.write_text(f"{CODINGS}  - {{assessor: anna, {wrong}\n", encoding="utf-8")
    ran = run("agreement", path)
    assert (ran.code, ran.out) == (2, "")
    assert "codings.yaml:10:" in ran.err
    assert words in ran.err


def test_no_file_of_codings_is_said(tmp_path: Path) -> None:
    ran = run("agreement", tmp_path / "none.yaml")
    assert ran.code == 2
    assert "there is no such file" in ran.err
