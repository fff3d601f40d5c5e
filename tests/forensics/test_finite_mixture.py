"""The finite mixture: agreement with eforensics, its slope, what it drew, calibration, refusal."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from model_elections import election, estimates

from electcheck.files.packaged import packaged
from electcheck.forensics.models.mixture_draws import drawn, prior_draw
from electcheck.forensics.models.mixture_fit import drawn_weights, posterior
from electcheck.forensics.models.mixture_model import (
    counts_of,
    kind_densities,
    log_posterior,
    weights,
    with_slope,
)
from electcheck.forensics.policy import policy


@pytest.mark.validation
def test_dc_2010_agrees_with_eforensics_within_the_intervals(validation_data: Path) -> None:
    with (validation_data.parent / "facts" / "oracles.csv").open(encoding="utf-8") as rows:
        oracle = next(row["value"] for row in csv.DictReader(rows) if row["method"] == "eforensics")
    results = estimates(election(validation_data / "dc2010"), "finite-mixture")
    assert [one.variant for one in results] == ["no fraud", "incremental fraud", "extreme fraud"]
    for result, value in zip(results, oracle.split(","), strict=True):
        assert result.status == "computed"
        assert result.effect.low <= float(value) <= result.effect.high
        assert result.effect.estimate == pytest.approx(float(value), abs=0.02)
        assert "never a share of stations with fraud" in result.hypothesis
    assert not any(one.alarm for one in results)


def test_the_slope_is_the_difference_of_the_values() -> None:
    rng = np.random.default_rng(1)
    size, out, leader, _ = drawn(np.zeros(14), 60, rng)
    counts = counts_of(size, out, leader, 0)
    at = rng.normal(0, 0.5, 14)
    value, slope = with_slope(at, counts, 0.7)
    assert value == log_posterior(at, counts, 0.7)
    step = 1e-5
    numeric = [
        (log_posterior(at + one, counts, 0.7) - log_posterior(at - one, counts, 0.7)) / (2 * step)
        for one in step * np.eye(14)
    ]
    assert slope == pytest.approx(numeric, rel=2e-3, abs=2e-2)


def test_a_drawn_election_is_found_again() -> None:
    rng = np.random.default_rng(2)
    truth = np.zeros(14)
    truth[:8] = -1.2, -1.8, 0.0, -0.5, 0.0, -0.5, 0.5, 0.5
    truth[8:10] = -0.6, -0.6
    size, out, leader, weights = drawn(truth, 1200, rng)
    found = posterior(counts_of(size, out, leader, 0), 0.7, 4000, np.random.SeedSequence(1))
    low, high = np.quantile(found.draws, [0.005, 0.995], axis=0)
    assert (low <= weights).all()
    assert (weights <= high).all()
    assert found.mean()[1] == pytest.approx(weights[1], abs=0.05)


def test_cells_of_stations_stand_for_the_stations() -> None:
    rng = np.random.default_rng(3)
    truth = np.zeros(14)
    truth[:2] = -1.5, -2.0
    size, out, leader, _ = drawn(truth, 1500, rng)
    one, many = (
        posterior(counts_of(size, out, leader, cells), 0.7, 4000, np.random.SeedSequence(1))
        for cells in (0, 100)
    )
    assert many.mean() == pytest.approx(one.mean(), abs=0.02)


def test_intervals_of_the_shipped_calibration_hold_the_truth() -> None:
    """Ranks of the truth in its posterior, over elections of the prior, committed with the seeds.

    By the first seed the tails were chosen; of the others at least 95 % less two errors must hold.
    """
    path = packaged("data", "reference", "mixture-calibration.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    tail = float(policy().models.mixture.tails)
    held = []
    for seed in sorted({row["seed"] for row in rows}):
        ranks = np.array([float(row["rank"]) for row in rows if row["seed"] == seed])
        assert len(ranks) == 200
        held.append(int(((ranks >= tail) & (ranks <= 1 - tail)).sum()))
    chosen, others = held
    assert others / 200 >= 0.95 - 2 * (0.95 * 0.05 / 200) ** 0.5
    said = " ".join(policy().tests["finite-mixture"].assumptions)
    assert f"{chosen} of 200 elections" in said
    assert f"{others} of 200 others" in said


def test_the_weights_follow_their_posterior_given_the_rest() -> None:
    """Against a fine grid of both odds, where the other parameters are known."""
    rng = np.random.default_rng(5)
    truth = np.zeros(14)
    truth[:2] = 1.0, -1.0
    size, out, leader, _ = drawn(truth, 80, rng)
    counts = counts_of(size, out, leader, 0)
    axis = np.linspace(-4, 4, 161)
    grid = np.array([(a, b) for a in axis for b in axis])
    tried = weights(grid)
    value = np.log(tried @ kind_densities(truth, counts, 0.7)) @ counts.weight
    value -= 0.5 * (grid**2).sum(axis=1)
    chance = np.exp(value - value.max())
    expected = chance / chance.sum() @ tried
    # So narrow around the truth that nothing but the odds is drawn.
    covariance = np.diag([1.0, 1.0, *[1e-16] * 12])
    found = drawn_weights(counts, 0.7, truth, covariance, 8000, np.random.default_rng(6))
    assert found.mean(axis=0) == pytest.approx(expected, abs=0.01)


def test_a_rank_of_the_shipped_calibration_is_made_again() -> None:
    path = packaged("data", "reference", "mixture-calibration.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows[:1]:
        rng = np.random.default_rng([int(row["seed"]), int(row["replicate"])])
        size, out, leader, weights = drawn(prior_draw(rng), int(row["stations"]), rng)
        found = posterior(
            counts_of(size, out, leader, 0), 0.7, 4000, np.random.SeedSequence(int(row["seed"]))
        )
        assert found.rank(weights[0]) == pytest.approx(float(row["rank"]), abs=0.02)
