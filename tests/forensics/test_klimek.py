"""The fingerprint model: raw parameters of the oracle, both fits, refusal."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from model_elections import election, estimates, one_heap, table_of
from scipy.stats import gaussian_kde

from electcheck.forensics.models.fingerprint_model import Parameters, components
from electcheck.forensics.models.modes import kernel_density


@pytest.mark.validation
def test_raw_parameters_of_2011_are_the_oracle_s_to_six_digits(validation_data: Path) -> None:
    with (validation_data.parent / "facts" / "oracles.csv").open(encoding="utf-8") as rows:
        oracle = {
            row["quantity"]: row["value"]
            for row in csv.DictReader(rows)
            if row["method"] == "klimek_raw_parameters"
        }
    assert set(oracle) == {"tau", "nu", "sigma_tau", "sigma_nu", "theta"}
    results = estimates(election(validation_data / "russia2011"), "klimek")
    assert [one.variant for one in results] == [
        "incremental fraud, distance", "extreme fraud, distance",
        "incremental fraud, likelihood", "extreme fraud, likelihood",
    ]  # fmt: skip
    for result in results:
        for name, value in oracle.items():
            assert f"{result.parameters[name]:.6f}"[: len(value)] == value
    distance, _, likelihood, _ = results
    # The published fit by the same distance gave 0.64, another likelihood 0.12.
    assert distance.effect.estimate == pytest.approx(0.64, abs=0.08)
    assert likelihood.effect.high < distance.effect.low
    for result in (distance, likelihood):
        assert "ESTIMATOR-DEPENDENT" in str(result.effect)
        assert "never a share of stations with fraud" in result.hypothesis


@pytest.mark.validation
def test_modes_are_robust_where_the_toolkit_errs(validation_data: Path) -> None:
    from electcheck.forensics.models.klimek import raw_parameters
    from electcheck.forensics.policy import policy

    table = election(validation_data / "albania2013")
    some = (table.registered > 0) & (table.in_boxes > 0)
    turnout = table.issued[some] / table.registered[some]
    share = table.votes["C035"][some] / table.in_boxes[some]
    found = raw_parameters(turnout, share, policy().models.heap)
    assert found.tau == pytest.approx(0.531, abs=0.02)


@pytest.mark.validation
def test_two_heaps_of_canada_are_refused(validation_data: Path) -> None:
    for result in estimates(election(validation_data / "canada2011"), "klimek"):
        assert result.status == "refused"
        assert "no single clean mode" in str(result.reason)


def test_the_density_is_scipy_s() -> None:
    rng = np.random.default_rng(1)
    values = np.clip(np.concatenate([rng.normal(0.4, 0.05, 400), rng.beta(8, 2, 300)]), 0, 1)
    grid = np.arange(1001) / 1000
    expected = gaussian_kde(values)(grid)
    assert np.abs(kernel_density(values, grid) - expected).max() < 1e-3 * expected.max()
    weight = rng.integers(0, 3, len(values)).astype(float)
    repeated = gaussian_kde(np.repeat(values, weight.astype(int)))(grid)
    assert np.abs(kernel_density(values, grid, weight) - repeated).max() < 2e-3 * repeated.max()


def test_summed_densities_are_what_drawing_gives() -> None:
    of = Parameters(0.53, 0.35, 0.08, 0.07, 0.4, 1.5)
    rng = np.random.default_rng(2)
    t, v = rng.normal(of.tau, of.sigma_tau, 400_000), rng.normal(of.nu, of.sigma_nu, 400_000)
    made = components(of, 25, 48, 0.075)
    for kind, taken in ((1, abs(rng.normal(0, of.theta, 400_000))),
                        (2, 1 - abs(rng.normal(0, 0.075, 400_000)))):  # fmt: skip
        inside = (t > 0) & (t < 1) & (v > 0) & (v < 1) & (taken < 1)
        x, turnout, share = taken[inside], t[inside], v[inside]
        after = turnout + x * (1 - turnout)
        votes = turnout * share + x * (1 - turnout) + x**of.alpha * turnout * (1 - share)
        drawn, _, _ = np.histogram2d(after, votes / after, bins=25, range=[[0, 1], [0, 1]])
        assert 0.5 * np.abs(drawn / drawn.sum() - made[kind]).sum() < 0.03


def drawn_from_the_model(incremental: float, extreme: float, seed: int) -> object:
    rng = np.random.default_rng(seed)
    n = 5000
    size = rng.integers(500, 3000, n)
    t = np.clip(rng.normal(0.52, 0.08, n), 0.02, 0.98)
    v = np.clip(rng.normal(0.35, 0.07, n), 0.02, 0.98)
    kind = rng.choice(3, n, p=[1 - incremental - extreme, incremental, extreme])
    x = np.select([kind == 1, kind == 2],
                  [abs(rng.normal(0, 0.35, n)), 1 - abs(rng.normal(0, 0.075, n))], 0)  # fmt: skip
    x = np.clip(x, 0, 0.999)
    out = np.round(size * (t + x * (1 - t)))
    leader = np.minimum(np.round(size * (t * v + x * (1 - t) + x**1.5 * t * (1 - v))), out)
    return table_of(size, out, leader)


def test_both_fits_find_what_the_model_drew() -> None:
    results = estimates(drawn_from_the_model(0.3, 0.05, 3), "klimek")
    assert [one.status for one in results] == ["computed"] * 4
    for result, truth in zip(results, (0.3, 0.05, 0.3, 0.05), strict=True):
        assert result.effect.estimate == pytest.approx(truth, rel=0.25)
        assert result.alarm is True
    _, _, incremental, extreme = results
    assert incremental.effect.low < 0.33
    assert incremental.effect.high > 0.27
    assert extreme.effect.low < 0.055
    assert extreme.effect.high > 0.045


def test_one_clean_heap_has_no_extreme_fraud() -> None:
    results = estimates(one_heap(), "klimek")
    for result in results:
        if result.status == "computed" and "extreme" in str(result.variant):
            assert result.alarm is False
            assert result.effect.high < 0.02


def test_equal_stations_are_refused_not_divided_by_nothing() -> None:
    size = np.full(400, 1000)
    for result in estimates(table_of(size, size // 2, size // 4), "klimek"):
        assert result.status == "refused"
        assert "same rate" in str(result.reason)
