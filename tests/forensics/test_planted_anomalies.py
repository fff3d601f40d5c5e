"""Planted anomalies are found, clean elections are left alone: hit rate and false-alarm rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from planted import invented

from electcheck.forensics.battery import Options, raw_results
from electcheck.forensics.calibrate import Planted, alarm_rates
from electcheck.forensics.inject import INJECTIONS, inject
from electcheck.forensics.protocols import Protocols, protocols_of
from electcheck.forensics.result import NotApplicable
from electcheck.forensics.simulate import draw, fit, stream

SIMULATIONS = 25


def rates(tests: list[str], planted: Planted | None) -> dict[tuple[str, str], float]:
    found = alarm_rates(protocols_of(invented()), tests, SIMULATIONS, 4, planted=planted)
    return {(rate.test, rate.claim): rate.rate for rate in found if rate.level == 0.05}


@pytest.mark.parametrize(
    ("test", "claim", "planted"),
    [
        ("integer-percentage", "turnout", Planted("rounding", 0.10)),
        ("integer-percentage", "share", Planted("rounding", 0.10)),
        ("integer-percentage", "either", Planted("rounding", 0.10)),
        ("coarse-fractions", "turnout", Planted("rounding", 0.10, 5.0)),
        ("coarse-fractions", "share", Planted("rounding", 0.10, 5.0)),
        ("last-digit", "leader", Planted("digits", 0.10)),
        ("last-digit", "ballots", Planted("digits", 0.10)),
        ("digit-pairs", "ballots", Planted("invented", 0.30, 0.0)),
        ("duplicates", "", Planted("copied", 0.02)),
    ],
)
def test_what_is_planted_is_found_and_clean_elections_are_not_accused(
    test: str, claim: str, planted: Planted
) -> None:
    assert rates([test], planted)[test, claim] >= 0.9
    # Five false alarms in 25 have a probability below 0.01 at the level of 0.05.
    assert rates([test], None)[test, claim] <= 0.16


def test_a_region_moved_by_a_logit_and_a_half_is_the_first_outlier() -> None:
    seen = protocols_of(invented())
    model = fit(seen)
    hits = 0
    for replicate in range(10):
        election = draw(model, stream(21, replicate))
        leader, cast = election.need_share()
        moved = election.region == 3
        rate = leader[moved] / cast[moved]
        leader[moved] = np.floor(cast[moved] * rate / (rate + (1 - rate) * np.exp(-2.5)))
        results = raw_results(election, ["region-outliers"], 0, Options(), intervals=False)
        best = min(
            (one for one in results if one.claim == "any region share"),
            key=lambda one: one.pvalue_adjusted,
        )
        hits += best.pvalue_adjusted <= 0.05 and best.variant.endswith(f": {seen.regions[3]}")
    assert hits >= 9


def simulated() -> Protocols:
    return draw(fit(protocols_of(invented())), stream(1, 0))


@pytest.mark.parametrize("kind", sorted(INJECTIONS))
def test_an_injection_changes_the_named_share_and_keeps_protocols_possible(kind: str) -> None:
    clean = simulated()
    changed, rows = inject(clean, kind, 0.2, None, np.random.default_rng(2))
    assert len(rows) == round(0.2 * len(clean))
    others = np.setdiff1d(np.arange(len(clean)), rows)
    for name in ("registered", "turned_out", "cast", "leader", "votes"):
        before, after = getattr(clean, name), getattr(changed, name)
        assert np.array_equal(before[others], after[others])
        assert (after >= 0).all()
        assert (after == np.floor(after)).all()
    assert (changed.turned_out <= changed.registered).all()
    assert (changed.leader <= changed.cast).all()
    assert (changed.cast <= changed.turned_out).all()
    assert (changed.votes.sum(axis=1) <= changed.cast).all()
    assert np.array_equal(changed.votes[:, 0], changed.leader)
    assert not np.array_equal(clean.leader[rows], changed.leader[rows])


def test_stuffing_and_transfer_have_the_size_that_was_asked_for() -> None:
    clean = simulated()
    stuffed, rows = inject(clean, "stuffing", 0.1, 0.4, np.random.default_rng(3))
    free = clean.registered[rows] - clean.turned_out[rows]
    assert (stuffed.turned_out[rows] - clean.turned_out[rows] == np.floor(0.4 * free)).all()
    assert (stuffed.leader[rows] - clean.leader[rows] == np.floor(0.4 * free)).all()
    moved, rows = inject(clean, "transfer", 0.1, 0.25, np.random.default_rng(3))
    left = clean.cast[rows] - clean.leader[rows]
    assert (moved.leader[rows] - clean.leader[rows] == np.floor(0.25 * left)).all()
    assert np.array_equal(moved.turned_out, clean.turned_out)


def test_an_injection_needs_turnout_and_votes() -> None:
    lacking = protocols_of(replace(invented(), registered=None))
    with pytest.raises(NotApplicable, match="'registered'"):
        inject(lacking, "rounding", 0.1, None, np.random.default_rng(1))
