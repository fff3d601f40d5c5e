"""Two elections at the same stations: a known slope, bounds by hand, refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from model_elections import estimates, one_heap, table_of

from electcheck.forensics.battery import Options
from electcheck.results.table import Stations


def pair(part: float, stations: int = 800, seed: int = 1) -> tuple[Stations, Stations]:
    """Return two elections; of the growth of turnout a given part goes to the leader."""
    rng = np.random.default_rng(seed)
    size = rng.integers(600, 2000, stations)
    out = rng.binomial(size, 0.5)
    leader = rng.binomial(out, 0.4)
    growth = rng.binomial(size - out, rng.uniform(0.0, 0.5, stations))
    gain = rng.binomial(growth, part)
    region = rng.integers(0, 6, stations)
    now = table_of(size, out + growth, leader + gain, region)
    return now, table_of(size, out, leader, region)


def changes(now: Stations, then: Stations) -> list:
    return estimates(now, "joint-change", how=Options(earlier=then))


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_the_slope_is_the_part_of_the_growth(part: float) -> None:
    slope, bounds = changes(*pair(part))
    assert slope.effect.low <= part <= slope.effect.high
    assert slope.effect.high - slope.effect.low < 0.1
    assert slope.alarm is (part > 0.6)
    assert "association" in slope.hypothesis
    assert bounds.effect.low <= part <= bounds.effect.high
    assert bounds.alarm is None


def test_bounds_by_hand() -> None:
    """100 stations: 10 new ballots each; the leader had 2 of 4 and has 13 of 14."""
    ones = np.ones(120)
    now = table_of(100 * ones, 14 * ones, 13 * ones)
    then = table_of(100 * ones, 4 * ones, 2 * ones)
    now.issued[:60] += 2
    now.in_boxes[:60] += 2
    _, bounds = changes(now, then)
    # Gain 11, others before 2: at least 9 of the growth's 10 (or 12) ballots; at most 10 (or 12).
    assert bounds.effect.low == pytest.approx((60 * 9 + 60 * 9) / (60 * 12 + 60 * 10))
    assert bounds.effect.high == pytest.approx((60 * 12 + 60 * 10) / (60 * 12 + 60 * 10))


def test_without_an_earlier_election_it_is_not_applicable() -> None:
    result = estimates(one_heap(300), "joint-change")[0]
    assert result.status == "not_applicable"
    assert "--earlier" in str(result.reason)


def test_other_stations_are_not_applicable() -> None:
    now, then = pair(0.4)
    strangers = np.array([f"x{i}" for i in range(len(then))], dtype=object)
    result = changes(now, replace(then, station=strangers))[0]
    assert result.status == "not_applicable"
    assert "0 of 800 stations" in str(result.reason)


def test_the_same_change_everywhere_is_refused() -> None:
    size = np.full(300, 1000)
    leader = np.random.default_rng(2).binomial(400, 0.5, 300)
    then = table_of(size, np.full(300, 400), leader)
    now = table_of(size, np.full(300, 500), leader + 40)
    slope, bounds = changes(now, then)
    assert slope.status == "refused"
    assert "same at all stations" in str(slope.reason)
    assert bounds.status == "refused"


def test_rows_in_another_order_change_nothing() -> None:
    now, then = pair(0.7)
    order = np.random.default_rng(3).permutation(len(then))
    shuffled = Stations(
        "then.csv", then.station[order], region=then.region[order],
        registered=then.registered[order], issued=then.issued[order], in_boxes=then.in_boxes[order],
        votes={name: votes[order] for name, votes in then.votes.items()},
    )  # fmt: skip
    assert changes(now, then)[0].effect == changes(now, shuffled)[0].effect
