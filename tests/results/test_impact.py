"""Best case, worst case and smallest set agree with trying every choice of doubtful stations."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electcheck.results.impact import SCENARIOS, Doubt, Scenario, pair_effect, threshold_effect
from electcheck.results.impact_answers import impact_json, impact_text
from electcheck.results.impact_report import weigh
from electcheck.results.table import Stations

CELL = st.integers(0, 30)
ROW = st.tuples(CELL, CELL, CELL, CELL)  # votes of A, B, C, and voters without a ballot


def table(rows: list[tuple[int, int, int, int]]) -> Stations:
    a, b, c, stayed = (np.array(one, dtype=float) for one in zip(*rows, strict=True))
    valid = a + b + c
    return Stations(
        name="small",
        station=np.array([str(n) for n in range(len(rows))], dtype=object),
        registered=valid + stayed,
        in_boxes=valid,
        valid=valid,
        votes={"A": a, "B": b, "C": c},
    )


def outcomes(row: tuple[int, int, int, int], scenario: Scenario) -> list[tuple[int, ...]]:
    """Return (A, B, C, ballots, registered) that one chosen station may come to have."""
    a, b, c, stayed = row
    valid, registered = a + b + c, a + b + c + stayed
    if scenario == "annul":
        return [(0, 0, 0, 0, registered)]
    if scenario == "reassign":
        return [(valid, 0, 0, valid, registered), (0, valid, 0, valid, registered),
                (0, 0, valid, valid, registered), (a, b, c, valid, registered)]  # fmt: skip
    return [
        (a + x, b + y, c + z, valid + x + y + z, registered)
        for x, y, z in ((0, 0, 0), (stayed, 0, 0), (0, stayed, 0), (0, 0, stayed))
    ]


def reach(rows: list[tuple[int, int, int, int]], doubtful: int, scenario: Scenario, slack: object):
    """Return {size of the chosen set: the slacks it can bring about}, by trying everything."""
    found: dict[int, set[Fraction]] = {}
    fixed = [(a, b, c, a + b + c, a + b + c + s) for a, b, c, s in rows]
    for size in range(doubtful + 1):
        for chosen in combinations(range(doubtful), size):
            sums = {tuple(np.sum([fixed[n] for n in range(len(rows)) if n not in chosen] or
                                 [(0,) * 5], axis=0))}  # fmt: skip
            for n in chosen:
                sums = {
                    tuple(x + y for x, y in zip(total, one, strict=True))
                    for total in sums
                    for one in outcomes(rows[n], scenario)
                }
            found.setdefault(size, set()).update(slack(one) for one in sums)  # type: ignore[operator]
    return found


@pytest.mark.parametrize("scenario", SCENARIOS)
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROW, min_size=4, max_size=6))
def test_a_pair_against_every_choice(
    scenario: Scenario, rows: list[tuple[int, int, int, int]]
) -> None:
    doubtful = 3
    stations = table(rows)
    effect = pair_effect(Doubt.of(stations, np.arange(len(rows)) < doubtful), "A", "B", scenario)
    assert effect is not None
    found = reach(rows, doubtful, scenario, lambda one: Fraction(int(one[0] - one[1])))
    every = set().union(*found.values())
    assert (effect.worst, effect.best) == (min(every), max(every))
    now = effect.slack > 0
    turned = [size for size, slacks in found.items()
              if any((s < 0) if now else (s > 0) for s in slacks)]  # fmt: skip
    assert effect.smallest == (min(turned) if turned else None)
    assert effect.changes == ("yes" if turned else "no")
    if now:
        tied = [size for size, slacks in found.items() if any(s <= 0 for s in slacks)]
        assert effect.smallest_to_tie == (min(tied) if tied else None)


@pytest.mark.parametrize("more_than", [True, False])
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize(
    ("numerator", "denominator"),
    [("votes/A", "valid"), ("votes/A", "registered"), ("in_boxes", "registered")],
)
@settings(max_examples=20, deadline=None)
@given(rows=st.lists(ROW, min_size=4, max_size=5), percent=st.sampled_from([5, 33, 50]))
def test_a_threshold_against_every_choice(
    scenario: Scenario,
    numerator: str,
    denominator: str,
    more_than: bool,
    rows: list[tuple[int, int, int, int]],
    percent: int,
) -> None:
    doubtful, share = 3, Fraction(percent, 100)
    stations = table(rows)
    doubt = Doubt.of(stations, np.arange(len(rows)) < doubtful)
    effect = threshold_effect(doubt, numerator, denominator, share, more_than, scenario)
    assert effect is not None
    up = 0 if numerator == "votes/A" else 3
    down = 3 if denominator == "valid" else 4
    found = reach(rows, doubtful, scenario, lambda one: int(one[up]) - share * int(one[down]))
    every = set().union(*found.values())
    assert (effect.worst, effect.best) == (min(every), max(every))

    def holds(slack: Fraction) -> bool:
        return slack > 0 if more_than else slack >= 0

    assert effect.holds_now == holds(effect.slack)
    turned = [
        size
        for size, slacks in found.items()
        if any(holds(slack) != effect.holds_now for slack in slacks)
    ]
    assert effect.smallest == (min(turned) if turned else None)


def test_a_doubtful_station_with_missing_cells_leaves_the_answer_unknown() -> None:
    stations = table([(10, 5, 0, 0), (1, 1, 1, 0), (3, 3, 3, 0)])
    stations.votes["C"][1] = np.nan
    doubt = Doubt.of(stations, np.array([False, True, False]))
    effect = pair_effect(doubt, "A", "B", "annul")
    assert effect is not None
    assert doubt.unknown == ("1",)
    assert effect.changes == "unknown"


def test_a_missing_cell_frees_no_votes_to_be_added() -> None:
    """With in_boxes unknown, none of the 500 on the list is known to have stayed away."""
    one = Stations(
        "x.csv",
        np.array(["1", "2"], dtype=object),
        registered=np.array([500.0, 300.0]),
        in_boxes=np.array([np.nan, 290.0]),
        votes={"A": np.array([60.0, 100.0]), "B": np.array([20.0, 90.0])},
    )
    effect = pair_effect(Doubt.of(one, np.array([True, True])), "A", "B", "add")
    assert effect is not None
    assert (effect.worst, effect.changes, effect.smallest) == (40, "unknown", None)


def test_a_tie_has_no_winner() -> None:
    equal = {"A": np.array([5.0, 5.0]), "B": np.array([6.0, 4.0])}
    tied = Stations("x.csv", np.array(["1", "2"], dtype=object), votes=equal)
    impact = weigh(tied, np.array([True, False]), "listed", ())
    answer = impact_json(impact)
    assert (answer["winner"], impact.winner_changes("annul")) == (None, "yes")
    assert "the most votes are a tie" in impact_text(impact)
