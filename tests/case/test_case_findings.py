"""What the evidence decides, what it leaves open, and how that moved with time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from electcheck.rules.findings import find
from electcheck.rules.opening import Opened, open_case

ROOT = Path(__file__).resolve().parents[2]
LETTER = "odf-letter-2019"
STANDARD = "reasonable-grounds"
BEFORE, NIGHT, FINAL = date(2019, 5, 20), date(2019, 6, 10), date(2019, 10, 4)


@pytest.fixture(scope="module")
def opened() -> Opened:
    return open_case(ROOT / "data" / "kazakhstan-2019", ROOT / "criteria")


def outcomes(opened: Opened, day: date, standard: str = STANDARD) -> dict[str, str]:
    return {f.criterion: f.outcome for f in find(opened, standard, day)}


def decided(found: dict[str, str]) -> set[str]:
    return {name for name, said in found.items() if said in ("met", "partly_met", "not_met")}


def only(opened: Opened, keep) -> Opened:
    """Return the same case with a part of its statements."""
    statements = tuple(s for s in opened.case.statements if keep(s))
    return replace(opened, case=replace(opened.case, statements=statements))


def test_the_letter_alone_decides_nothing(opened):
    letter = only(opened, lambda s: s.source == LETTER)
    assert len(letter.case.statements) > 30
    assert not decided(outcomes(letter, opened.case.election.as_of))


def test_without_the_letter_nothing_decided_by_others_is_lost_but_what_it_corroborates(opened):
    day = opened.case.election.as_of
    others = only(opened, lambda s: s.source != LETTER)
    lost = decided(outcomes(opened, day)) - decided(outcomes(others, day))
    # The detentions of 1 May: officials and the press disagree, and each needs a second origin.
    assert lost <= {"assembly.detentions-before", "rights.pre-vote-detention"}


def test_three_days_give_three_pictures(opened):
    before, night, final = (outcomes(opened, day) for day in (BEFORE, NIGHT, FINAL))
    assert before != night != final
    assert decided(before) < decided(night) < decided(final)
    phases = {c.id: c.phase for _, c in opened.catalogue.criteria()}
    for name, said in before.items():
        assert (said == "pending") == (phases[name] != "pre-election"), name
    assert "pending" not in night.values()
    for name in ("day.ballot-stuffing", "rights.genuine-election", "legal.restrictions"):
        assert before[name] in ("pending", "insufficient_evidence")
        assert night[name] == "not_met"


def test_law_that_stood_decides_before_election_day_already(opened):
    before = outcomes(opened, BEFORE)
    for name in ("candidate.residence", "candidate.self-nomination", "candidate.education"):
        assert before[name] == "not_met"
    assert before["candidate.signatures"] == "met"


def test_much_stays_open_and_the_open_is_the_larger_part(opened):
    found = Counter(outcomes(opened, opened.case.election.as_of).values())
    open_ones = found["insufficient_evidence"] + found["conflicting"]
    assert open_ones > found["met"] + found["partly_met"] + found["not_met"]


def test_a_higher_standard_decides_no_more(opened):
    day = opened.case.election.as_of
    lower = decided(outcomes(opened, day))
    for standard in ("balance-of-probabilities", "clear-and-convincing"):
        higher = decided(outcomes(opened, day, standard))
        assert higher <= lower
        lower = higher


def test_unconfirmed_editions_and_other_scopes_count_for_nothing(opened):
    day = opened.case.election.as_of
    unconfirmed = {s.id for s in opened.case.statements if s.edition == "not_confirmed"}
    assert len(unconfirmed) > 30
    for finding in find(opened, STANDARD, day):
        assert not unconfirmed & set(finding.statements), finding.criterion


def test_missing_sources_and_recommendations_name_criteria(opened):
    known = {criterion.id for _, criterion in opened.catalogue.criteria()}
    for missing in opened.case.missing:
        assert set(missing.would_settle) <= known, missing.id
    assert {r.number for r in opened.case.recommendations} == set(range(1, 10))
