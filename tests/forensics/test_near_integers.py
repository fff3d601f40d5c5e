"""Whole percentages are found by whole-number arithmetic and their chances by summing."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from electcheck.forensics.lattice import (
    near_integer,
    near_integer_counts,
    near_integer_probability,
)


def by_fractions(count: int, of: int) -> bool:
    percentage = Fraction(100 * count, of)
    return abs(percentage - round(percentage)) <= Fraction(1, 20)


@pytest.mark.parametrize(
    ("count", "of", "near"),
    [
        (1201, 2000, True),  # 60.05 %: the bound is included
        (1199, 2000, True),  # 59.95 %
        (601, 1000, False),  # 60.1 %
        (12011, 20000, False),  # 60.055 %
        (12009, 20000, True),  # 60.045 %
        (0, 137, True),
        (137, 137, True),
    ],
)
def test_the_bounds_of_five_hundredths_of_a_point_are_included(
    count: int, of: int, near: bool
) -> None:
    assert bool(near_integer(np.array([count]), np.array([of]))[0]) is near


@given(st.integers(1, 6000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_nearness_agrees_with_exact_fractions(pair: tuple[int, int]) -> None:
    count, of = pair
    found = bool(near_integer(np.array([count]), np.array([of]))[0])
    assert found is by_fractions(count, of)


@given(st.integers(1, 3000))
def test_the_listed_counts_are_those_that_are_near(of: int) -> None:
    every = np.arange(of + 1)
    wanted = every[near_integer(every, np.full(of + 1, of))]
    assert near_integer_counts(of).tolist() == wanted.tolist()


def exact_chance(count: int, of: int) -> float:
    rate = Fraction(count, of)
    total = sum(
        comb(of, k) * rate**k * (1 - rate) ** (of - k) for k in range(of + 1) if by_fractions(k, of)
    )
    return float(total)


@given(st.integers(1, 150).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_chance_of_a_whole_percentage_agrees_with_exact_rational_sums(
    pair: tuple[int, int],
) -> None:
    count, of = pair
    found = near_integer_probability(np.array([count]), np.array([of]))[0]
    assert found == pytest.approx(exact_chance(count, of), abs=1e-10)


def test_many_stations_at_once_agree_with_one_at_a_time() -> None:
    rng = np.random.default_rng(3)
    of = rng.integers(1, 4000, 400)
    count = rng.binomial(of, rng.random(400))
    together = near_integer_probability(count, of)
    alone = [near_integer_probability(count[i : i + 1], of[i : i + 1])[0] for i in range(400)]
    assert together == pytest.approx(alone, abs=1e-9)
