"""Simulated clean elections have the file's sizes, rates and spread, and tell no lies."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from planted import invented

from electcheck.files.packaged import packaged
from electcheck.forensics.bootstrap import resampled, sum_interval
from electcheck.forensics.calibrate import LEVELS, alarm_rates
from electcheck.forensics.protocols import protocols_of, starts_of
from electcheck.forensics.simulate import draw, fit, stream
from electcheck.forensics.spread import dispersion


def test_sizes_are_the_files_own_and_rates_are_near_its_own() -> None:
    seen = protocols_of(invented())
    model = fit(seen)
    turnout, share = [], []
    for replicate in range(30):
        election = draw(model, stream(5, replicate))
        assert np.array_equal(election.registered, seen.registered)
        turnout.append(election.turned_out.sum() / election.registered.sum())
        share.append(election.leader.sum() / election.cast.sum())
    assert np.mean(turnout) == pytest.approx(0.6, abs=0.04)
    assert np.mean(share) == pytest.approx(float(seen.leader.sum() / seen.cast.sum()), abs=0.05)


def test_the_spread_within_and_between_regions_is_the_files_own() -> None:
    seen = protocols_of(invented(4000, 25))
    model = fit(seen)
    again = fit(draw(model, stream(6, 0)))
    assert model.turnout is not None
    assert again.turnout is not None
    # Within regions the file was made with 1 / 61.
    assert np.median(model.turnout.within) == pytest.approx(1 / 61, rel=0.15)
    assert np.median(again.turnout.within) == pytest.approx(1 / 61, rel=0.25)
    assert again.turnout.between == pytest.approx(model.turnout.between, rel=0.8)


def test_dispersion_is_recovered_and_none_is_none() -> None:
    rng = np.random.default_rng(7)
    size = rng.integers(200, 2000, 3000).astype(float)
    rho = 0.02
    rate = rng.beta(0.4 * (1 / rho - 1), 0.6 * (1 / rho - 1), 3000)
    assert dispersion(rng.binomial(size.astype(int), rate), size) == pytest.approx(rho, rel=0.1)
    assert dispersion(rng.binomial(size.astype(int), 0.4), size) < 0.0005


def test_replicates_are_named_by_seed_and_number() -> None:
    model = fit(protocols_of(invented(300)))
    seventh = draw(model, stream(9, 7))
    draw(model, stream(9, 3))
    assert np.array_equal(draw(model, stream(9, 7)).leader, seventh.leader)
    assert not np.array_equal(draw(model, stream(9, 8)).leader, seventh.leader)
    assert not np.array_equal(draw(model, stream(10, 7)).leader, seventh.leader)


def test_a_file_with_turnout_alone_or_votes_alone_can_be_simulated() -> None:
    for table in (replace(invented(300), votes={}), replace(invented(300), registered=None)):
        rates = alarm_rates(protocols_of(table), ["integer-percentage"], 2, 1)
        assert len({rate.claim for rate in rates}) == 1


def test_the_closed_bootstrap_of_a_sum_is_what_drawing_gives() -> None:
    rng = np.random.default_rng(10)
    region = np.sort(rng.integers(0, 6, 500))
    values = rng.exponential(1, 500) + region
    starts = starts_of(region)
    low, high = sum_interval(values, starts, 0.95)
    sums = resampled(values[:, None], starts, lambda one: one, 4000, np.random.SeedSequence(1))[
        :, 0
    ]
    width = high - low
    assert low == pytest.approx(np.quantile(sums, 0.025), abs=0.05 * width)
    assert high == pytest.approx(np.quantile(sums, 0.975), abs=0.05 * width)


def test_a_resample_stays_in_its_region() -> None:
    region = np.array([0, 0, 0, 1, 1])
    features = np.column_stack([np.ones(5), region == 0, region == 1]).astype(float)
    sums = resampled(features, starts_of(region), lambda one: one, 50, np.random.SeedSequence(2))
    assert (sums == [5, 3, 2]).all()


def shipped() -> dict[tuple[str, str, str], dict[float, tuple[float, int]]]:
    path = packaged("data", "reference", "false_alarms.csv")
    found: dict[tuple[str, str, str], dict[float, tuple[float, int]]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            key = (row["profile"], row["test"], row["claim"])
            counts = int(row["alarms"]), int(row["simulations"])
            assert float(row["rate"]) == pytest.approx(counts[0] / counts[1], abs=6e-5)
            found[key][float(row["level"])] = (counts[0] / counts[1], counts[1])
    return found


def test_every_shipped_rate_rests_on_a_thousand_simulations_at_three_levels() -> None:
    table = shipped()
    assert {profile for profile, _, _ in table} == {"few-large", "equal-sized", "mixed", "national"}
    for curve in table.values():
        assert set(curve) == set(LEVELS)
        assert all(count >= 1000 for _, count in curve.values())


def test_no_shipped_test_cries_wolf_more_often_than_it_says() -> None:
    """Over all its simulations within two standard errors; in every profile within four."""
    broken = []
    pooled: dict[tuple[str, str, float], list[tuple[float, int]]] = defaultdict(list)
    for (profile, test, claim), curve in shipped().items():
        for level, (rate, count) in curve.items():
            pooled[test, claim, level].append((rate, count))
            if rate > level + 4 * np.sqrt(level * (1 - level) / count):
                broken.append((profile, test, claim, level, rate))
    for (test, claim, level), rates in pooled.items():
        count = sum(one for _, one in rates)
        rate = sum(one * number for one, number in rates) / count
        if rate > level + 2 * np.sqrt(level * (1 - level) / count):
            broken.append(("all profiles", test, claim, level, rate))
    assert broken == []
