"""Anomalous votes: published sums, what was planted, and refusal without a clean mode."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from model_elections import election, estimates, one_heap, table_of

from electcheck.forensics.battery import Options
from electcheck.forensics.models.anomalous_votes import Kernel, anomalous

PUBLISHED = {"russia2011": (14.9, 15.7), "russia2018": (10.3, 11.0), "russia2004": (8.4, 8.7)}


@pytest.mark.validation
@pytest.mark.parametrize("name", PUBLISHED)
def test_national_sums_are_the_published_ones(validation_data: Path, name: str) -> None:
    first, *regions = estimates(election(validation_data / name), "anomalous-votes")
    assert first.variant == "national"
    assert first.status == "computed"
    assert first.effect is not None
    low, high = PUBLISHED[name]
    assert low <= first.effect.estimate / 1e6 <= high
    assert first.effect.low <= low * 1e6 * 1.03
    assert first.effect.high >= low * 1e6
    assert first.alarm
    assert len(regions) > 50
    # Strongholds where nobody but the leader's voters are left have no clean mode.
    assert sum(one.status == "refused" for one in regions) > 5
    assert all("no clean mode" in str(r.reason) or "no single" in str(r.reason)
               for r in regions if r.status == "refused")  # fmt: skip


@pytest.mark.validation
def test_the_mode_of_all_votes_would_be_15_million_off(validation_data: Path) -> None:
    """Why the others' votes show the mode: with the leader's it lies at 100 % in some bins."""
    table = election(validation_data / "russia2011")
    turnout = table.issued / table.registered
    cast = table.in_boxes
    cell = np.minimum((turnout * 200).astype(int), 201)
    leader = max(table.votes.values(), key=np.nansum)
    everybody = np.bincount(cell, cast)
    others = np.bincount(cell, cast - leader)
    assert everybody.argmax() >= 199
    assert 100 <= others.argmax() <= 106


def test_a_hand_worked_curve() -> None:
    # Ratio 1 at the mode (cells 0-3), beyond it 30 votes against 10: 20 are anomalous.
    leader = np.array([[0.0, 20.0, 40.0, 30.0]]).repeat(4, axis=1) / 4
    others = np.array([[0.0, 20.0, 40.0, 10.0]]).repeat(4, axis=1) / 4
    votes, mode, part = anomalous(leader, others, Kernel(4, 0, 1, 0))
    assert votes[0] == pytest.approx(20)
    assert mode[0] * 400 == pytest.approx(10)
    assert part[0] == pytest.approx(60 / 70)


def test_planted_votes_are_inside_the_interval_and_clean_ones_are_none() -> None:
    clean = estimates(one_heap(), "anomalous-votes")[0]
    assert clean.effect.low < 0 < clean.effect.high
    assert clean.alarm is False
    dirty_table, clean_table = one_heap(stuffed=0.15), one_heap()
    planted = float(dirty_table.votes["A"].sum() - clean_table.votes["A"].sum())
    dirty = estimates(dirty_table, "anomalous-votes")[0]
    assert dirty.alarm is True
    assert dirty.effect.low <= planted <= dirty.effect.high
    assert dirty.effect.estimate == pytest.approx(planted, rel=0.15)


def test_two_heaps_are_refused() -> None:
    rng = np.random.default_rng(4)
    size = np.full(2000, 1000)
    mode = np.where(np.arange(2000) < 1200, 0.45, 0.75)
    out = rng.binomial(size, np.clip(rng.normal(mode, 0.05), 0, 1))
    result = estimates(table_of(size, out, rng.binomial(out, 0.4)), "anomalous-votes")[0]
    assert result.status == "refused"
    assert "clean mode" in str(result.reason)
    assert result.effect is None


def test_nothing_but_the_leader_is_refused() -> None:
    size = np.full(500, 1000)
    out = np.random.default_rng(5).binomial(size, 0.5)
    result = estimates(table_of(size, out, out), "anomalous-votes")[0]
    assert result.status == "refused"
    assert "no votes but the leader's" in str(result.reason)


def test_more_resamples_stay_within_the_interval_s_own_error() -> None:
    table = one_heap(1500, stuffed=0.1)
    few, many = (
        estimates(table, "anomalous-votes", how=Options(resamples=number))[0].effect
        for number in (200, 1000)
    )
    assert few.estimate == many.estimate
    width = many.high - many.low
    assert few.low == pytest.approx(many.low, abs=0.15 * width)
    assert few.high == pytest.approx(many.high, abs=0.15 * width)
