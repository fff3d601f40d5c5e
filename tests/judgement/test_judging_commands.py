"""The commands robustness and whatif, run as an analyst runs them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.command import run
from tests.conftest import ROOT

WORKED = ROOT / "tests" / "judgement" / "worked"
CASE = (WORKED / "case", "--criteria", WORKED / "criteria")


def answer(*arguments: Any) -> dict[str, Any]:
    ran = run(*arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


def outcome(*options: str) -> dict[str, str]:
    made = answer("whatif", *CASE, *options)["assessment"]["findings"]
    return {one["criterion"]: one["outcome"] for one in made}


@pytest.mark.parametrize("criterion", ["count.stuffing", "count.protocols", "media.access"])
def test_what_whatif_says_holds_when_it_is_done(criterion: str) -> None:
    found = answer("whatif", criterion, *CASE)
    assert found["complete"]
    assert found["removals"] or found["arrivals"]
    for removal, becomes in zip(found["removals"], found["removal_outcomes"], strict=True):
        options = [part for name in removal for part in ("--without", name)]
        assert outcome(*options)[criterion] == becomes != found["outcome"]
    for arrival, becomes in zip(found["arrivals"], found["arrival_outcomes"], strict=True):
        options = [
            part
            for one in arrival
            for part in ("--set", f"{one['indicator']}={json.dumps(one['value']).strip(chr(34))}")
        ]
        assert outcome(*options)[criterion] == becomes != found["outcome"]


def test_a_bound_that_cuts_the_search_is_said() -> None:
    ran = run("whatif", "count.protocols", *CASE, "--bound", "1")
    assert ran.code == 0
    assert "sets of up to 1" in ran.out


def test_without_a_criterion_all_are_searched() -> None:
    made = answer("whatif", *CASE)["criteria"]
    assert [one["criterion"] for one in made] == [
        "count.stuffing", "count.protocols", "media.access", "media.law",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--set", "media.law/minutes"), "expected INDICATOR=VALUE"),
        (("--set", "media.lav/minutes=3"), "is not in the catalogue"),
        (("--set", "media.law/minutes=many"), "many"),
        (("--without", "s9"), "is not in the case"),
    ],
)
def test_a_change_that_cannot_be_tried_is_refused(options: tuple[str, ...], words: str) -> None:
    ran = run("whatif", *CASE, *options)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_an_unknown_criterion_is_refused() -> None:
    ran = run("whatif", "count.stufing", *CASE)
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean 'count.stuffing'?" in ran.err


def test_the_seed_decides_and_nothing_else() -> None:
    first = answer("robustness", *CASE, "--draws", "200", "--seed", "5")
    assert first == answer("robustness", *CASE, "--draws", "200", "--seed", "5")
    assert first != answer("robustness", *CASE, "--draws", "200", "--seed", "6")


def test_a_held_standard_is_not_varied() -> None:
    made = answer("robustness", *CASE, "--draws", "50", "--standard", "clear-and-convincing")
    assert made["varied"]["standard"] == ["clear-and-convincing"]
    assert made["settings"] == 50 * 3


def test_shares_of_bands_are_shares_and_never_called_probabilities() -> None:
    made = answer("robustness", *CASE, "--draws", "100")
    for situation in ("all_worst", "all_best", "decided_only"):
        told = made["overall"][situation]
        shares = sum(band["share_of_tested_settings"] for band in told["bands"])
        assert shares + told["without_score"] == pytest.approx(1)
    text = run("robustness", *CASE, "--draws", "100").out
    assert "no probabilities" in text
