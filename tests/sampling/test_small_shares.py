"""Ranges of small shares: against exact binomial ones, at the ends, and where nothing was seen."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from electcheck.sampling.estimators import covariances, mean
from electcheck.sampling.intervals import effective_n, share_interval, t_interval, t_quantile
from electcheck.sampling.sample import stratified


@settings(max_examples=50, deadline=None)
@given(st.integers(5, 400), st.data())
def test_a_simple_sample_without_correction_gives_the_exact_binomial_range(n: int, data) -> None:  # type: ignore[no-untyped-def]
    seen = data.draw(st.integers(1, n - 1))
    p = seen / n
    exact = stats.binomtest(seen, n).proportion_ci(method="exact")
    wilson = stats.binomtest(seen, n).proportion_ci(method="wilson")
    variance = p * (1 - p) / n  # effective n is then n
    for method, expected in (("korn-graubard", exact), ("beta", exact), ("wilson", wilson)):
        found = share_interval(p, variance, n, n - 1, method)
        assert found.low == pytest.approx(expected.low, rel=1e-9)
        assert found.high == pytest.approx(expected.high, rel=1e-9)


@pytest.mark.parametrize("method", ["korn-graubard", "beta", "logit"])
def test_nothing_seen_gives_an_upper_bound_and_everything_a_lower_one(method: str) -> None:
    none = share_interval(0.0, 0.0, 300, 294, method)
    assert none.low == 0
    assert none.high == pytest.approx(1 - 0.025 ** (1 / 300))
    everything = share_interval(1.0, 0.0, 300, 294, method)
    assert (everything.low, everything.high) == (pytest.approx(1 - none.high), 1.0)


def test_wilson_bounds_nothing_seen_too() -> None:
    found = share_interval(0.0, 0.0, 300, 294, "wilson")
    assert found.low == 0
    assert found.high == pytest.approx(stats.binomtest(0, 300).proportion_ci(method="wilson").high)


def test_the_effective_n_is_truncated_at_n_except_for_the_beta_of_r() -> None:
    narrow = 0.05 * 0.95 / 900  # as good as 900 stations drawn simply
    assert effective_n(0.05, narrow, 600, 599) == pytest.approx(900)
    truncated = share_interval(0.05, narrow, 600, 599, "korn-graubard")
    assert truncated.effective_n == 600
    assert share_interval(0.05, narrow, 600, 599, "beta").effective_n == pytest.approx(900)
    assert share_interval(0.05, narrow, 600, 599, "wilson").effective_n == 600


def test_clusters_widen_the_range_and_few_of_them_more() -> None:
    wide = share_interval(0.02, 4 * 0.02 * 0.98 / 600, 600, 599, "korn-graubard")
    few = share_interval(0.02, 4 * 0.02 * 0.98 / 600, 600, 25, "korn-graubard")
    plain = share_interval(0.02, 0.02 * 0.98 / 600, 600, 599, "korn-graubard")
    assert few.high > wide.high > plain.high
    assert few.effective_n < wide.effective_n == pytest.approx(150)


def test_without_a_degree_of_freedom_there_is_no_range() -> None:
    assert math.isnan(t_quantile(0.975, 0))
    assert math.isnan(t_interval(0.5, 0.1, 0).low)
    assert math.isnan(share_interval(0.5, 0.01, 3, 0, "korn-graubard").high)


@pytest.mark.validation
def test_ranges_where_nothing_was_seen(validation_data: Path) -> None:
    """Where R gives no range or one without width (see not_reproduced.csv), ours is a bound."""
    for name in ("mexico2006_st32", "georgia2024_st74", "uganda2011_st112", "russia2018_st87"):
        rows = pd.read_csv(validation_data / "samples" / f"{name}.csv")
        column = "hi" if name.startswith("georgia") else "arith"
        assert not rows[column].any()
        sizes = dict(zip(rows["strat"].astype(str), rows["N_h"], strict=True))
        sample = stratified(rows["strat"], sizes, {"y": rows[column]})
        one = mean(sample, sample.columns["y"])
        assert covariances(sample, [one])[0, 0] == 0
        for method in ("korn-graubard", "logit", "beta"):
            found = share_interval(0.0, 0.0, sample.n, sample.df(), method)
            assert found.low == 0
            # the share that would leave a sample of n without one event in 2.5 % of cases
            assert (1 - found.high) ** sample.n == pytest.approx(0.025)
