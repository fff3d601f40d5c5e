"""The tail of the Poisson-binomial distribution agrees with brute force, however far out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from electcheck.forensics.poisson_binomial import log_upper_tail, log_weighted_upper_tail


def brute_force(p: np.ndarray, observed: int) -> float:
    mass = np.array([1.0])
    for one in p:
        mass = np.convolve(mass, [1 - one, one])
    return float(mass[max(observed, 0) :].sum())


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=60),
    st.integers(-1, 62),
)
def test_the_tail_is_that_of_repeated_convolution(chances: list[float], observed: int) -> None:
    p = np.array(chances)
    expected = brute_force(p, observed)
    found = math.exp(log_upper_tail(p, observed))
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-290)


def test_a_tail_forty_orders_of_magnitude_down_keeps_its_digits() -> None:
    p = np.full(1000, 0.1)
    # By hand: the binomial tail, in logarithms of exact integers.
    terms = [math.comb(1000, k) * 9 ** (1000 - k) for k in range(270, 1001)]
    expected = math.log(sum(terms)) - 1000 * math.log(10)
    assert expected < -90
    assert log_upper_tail(p, 270) == pytest.approx(expected, abs=1e-8)


def test_the_saddlepoint_for_equal_weights_is_near_the_exact_tail() -> None:
    p = np.random.default_rng(5).random(3000) * 0.3
    mean = p.sum()
    for z in (-2, 0.5, 3, 8):
        observed = round(mean + z * math.sqrt((p * (1 - p)).sum()))
        exact = log_upper_tail(p, observed)
        close = log_weighted_upper_tail(p, np.full(3000, 2.0), 2.0 * (observed - 0.5))
        assert close == pytest.approx(exact, rel=0.01, abs=0.01)


def test_the_saddlepoint_for_unequal_weights_agrees_with_simulation() -> None:
    rng = np.random.default_rng(6)
    p, weights = rng.random(500) * 0.3, rng.lognormal(0, 1, 500)
    sums = (rng.random((20_000, 500)) < p) @ weights
    limit = float(np.quantile(sums, 0.95))
    found = math.exp(log_weighted_upper_tail(p, weights, limit))
    assert found == pytest.approx(0.05, abs=0.006)
