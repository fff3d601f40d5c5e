"""The smoothed null of digits agrees with summing by hand; classes of digits are what they say."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import numpy as np
import pytest
from planted import invented

from electcheck.forensics.battery import Options, raw_results, run
from electcheck.forensics.digits import _pair, second_digits, smoothed_null
from electcheck.forensics.duplicates import expected_twins, twin_pairs
from electcheck.forensics.multiplicity import holm
from electcheck.forensics.outliers import leave_one_out
from electcheck.forensics.protocols import protocols_of
from electcheck.forensics.simulate import draw, fit, stream


def test_the_smoothed_null_is_the_sum_of_binomials_by_class() -> None:
    count, of = np.array([103, 98, 0, 250, 120]), np.array([210, 300, 50, 250, 777])
    expected, square = np.zeros(10), np.zeros((10, 10))
    for k, n in zip(count.tolist(), of.tolist(), strict=True):
        chance = np.zeros(10)
        for value in range(100, n + 1):
            p = comb(n, value) * (k / n) ** value * (1 - k / n) ** (n - value)
            chance[value % 10] += p
        expected += chance
        square += np.outer(chance, chance)
    found, covariance = smoothed_null(count, of, 100, 10, lambda values: values % 10)
    assert found == pytest.approx(expected, abs=1e-9)
    assert covariance == pytest.approx(np.diag(expected) - square, abs=1e-9)


def test_pairs_repeat_follow_or_do_neither() -> None:
    counts = np.array([111, 112, 121, 190, 109, 135, 100])
    assert _pair(counts).tolist() == [0, 1, 1, 1, 1, 2, 0]


def test_second_digits_are_counted_from_the_left() -> None:
    counts = np.array([10, 99, 100, 199, 9876, 10_500])
    assert second_digits(counts).tolist() == [0, 9, 0, 9, 8, 0]


def test_counts_that_are_all_alike_get_no_second_digit_test() -> None:
    table = invented()
    alike = np.full(2000, 345.0)
    votes = {"A": np.full(2000, 130.0) + np.arange(2000) % 20, "B": np.full(2000, 100.0)}
    same = replace(table, registered=alike, issued=alike - 80, in_boxes=alike - 80, votes=votes)
    for result in raw_results(protocols_of(same), ["second-digit"], 0, Options()):
        assert result.status == "not_applicable"
        assert "so alike" in str(result.reason)


def test_twins_are_counted_in_pairs() -> None:
    rows = np.array([[1, 5], [2, 5], [1, 5], [1, 5], [2, 5], [3, 3]])
    assert twin_pairs(rows) == 3 + 1


def test_expected_twins_are_those_of_simulation() -> None:
    # Small stations of one size with one candidate: twins are many.
    rng = np.random.default_rng(3)
    size = np.full(400, 120)
    observed, expected = [], []
    for _ in range(40):
        out = rng.binomial(size, rng.beta(60, 40, 400))
        leader = rng.binomial(out, rng.beta(50, 50, 400))
        table = np.column_stack([size, out, leader])
        region = np.zeros(400, dtype=np.int64)
        observed.append(twin_pairs(table))
        expected.append(expected_twins(region, table))
    error = np.std(np.array(observed) - expected) / np.sqrt(40)
    assert abs(np.mean(observed) - np.mean(expected)) < 3 * error


def test_holm_by_hand() -> None:
    assert holm(np.array([0.001, 0.02, 0.03, 0.5]), 5).tolist() == pytest.approx(
        [0.005, 0.08, 0.09, 1.0]
    )


def test_leaving_one_out_is_what_deleting_it_gives() -> None:
    rng = np.random.default_rng(4)
    value, variance = rng.normal(0, 1, 12), rng.uniform(0.01, 0.1, 12)
    mean, spread, freedom = leave_one_out(value, variance)
    for i in range(12):
        others, noise = np.delete(value, i), np.delete(variance, i).mean()
        between = max(others.var(ddof=1) - noise, 0)
        wanted = between + variance[i] + max(others.var(ddof=1), noise) / 11
        assert mean[i] == pytest.approx(others.mean())
        assert spread[i] ** 2 == pytest.approx(wanted)
    assert freedom == 10


def test_a_swing_needs_regions_of_the_same_names() -> None:
    now, then = invented(seed=1), invented(seed=2)
    results = run(now, ["region-outliers"], options=Options(earlier=then)).results
    swings = [one for one in results if "swing of" in str(one.variant)]
    assert len(swings) == 30
    assert {one.effect.unit for one in swings if one.effect} == {"Cohen's h"}
    same = run(now, ["region-outliers"], options=Options(earlier=now)).results
    still = [one for one in same if "swing of" in str(one.variant)]
    assert all(one.pvalue is None or one.pvalue > 0.99 for one in still)


def test_simulation_draws_protocols_that_are_possible() -> None:
    election = draw(fit(protocols_of(invented())), stream(3, 0))
    assert election.votes is not None
    assert (election.votes.sum(axis=1) <= election.cast).all()
    assert (election.cast <= election.turned_out).all()
