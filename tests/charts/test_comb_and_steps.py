"""The comb's null is exact, and the steps of an account come down to zero."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from electcheck.files.packaged import default_case
from electcheck.forensics.battery import Options, run
from electcheck.forensics.comb import at_percentage, comb, comb_of
from electcheck.forensics.poisson_binomial import central_range
from electcheck.forensics.protocols import protocols_of
from electcheck.results.reconciling.accounts import Account
from electcheck.results.reconciling.case_tables import read_package
from electcheck.results.reconciling.steps import account_steps, station_steps, steps
from tests.charts.invented import invented_stations


@pytest.mark.parametrize("rate", ["turnout", "share"])
def test_the_comb_adds_up_to_the_test_of_integer_percentages(rate: str) -> None:
    table = invented_stations(500)
    found = comb(protocols_of(table), rate)
    results = run(table, ["integer-percentage"], options=Options(resamples=20)).results
    (result,) = [one for one in results if one.variant == rate]
    assert found.n == result.n
    assert found.observed.sum() == result.parameters["near"]
    assert found.expected.sum() == pytest.approx(result.parameters["expected"], abs=1e-6)
    assert found.tenths.sum() == found.n


def test_a_chance_is_the_binomial_sum_over_the_counts_near_the_percentage() -> None:
    count, of = np.array([30, 61, 7]), np.array([47, 200, 1333])
    for percent in (0, 3, 30, 64, 100):
        wanted = [
            sum(
                binom.pmf(c, n, k / n)
                for c in range(n + 1)
                if abs(2000 * c - 20 * percent * n) <= n
            )
            for k, n in zip(count.tolist(), of.tolist(), strict=True)
        ]
        found = at_percentage(count, of, percent)
        assert found.sum() == pytest.approx(sum(wanted), abs=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7), st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_a_central_range_is_that_of_all_combinations(chances: list[float], cover: float) -> None:
    mass = np.zeros(len(chances) + 1)
    for fell in product([0, 1], repeat=len(chances)):
        mass[sum(fell)] += np.prod([p if x else 1 - p for p, x in zip(chances, fell, strict=True)])
    low, high = central_range(np.array(chances), cover)
    rest = (1 - cover) / 2 + 1e-9
    assert mass[:low].sum() <= rest
    assert mass[high + 1 :].sum() <= rest
    # One further in would leave too much outside.
    assert mass[: low + 1].sum() > rest - 2e-9 or low == len(chances)
    assert mass[high:].sum() > rest - 2e-9 or high == 0


def test_rounded_stations_stand_above_the_band() -> None:
    rng = np.random.default_rng(5)
    of = rng.integers(800, 3000, 2000)
    count = rng.binomial(of, rng.beta(60, 30, 2000))
    clean = comb_of("turnout", count, of)
    rounded = count.copy()
    rounded[:120] = np.round(0.7 * of[:120])
    planted = comb_of("turnout", rounded, of)
    assert clean.observed[70] <= clean.high[70]
    assert planted.observed[70] > planted.high[70]


numbers = st.integers(0, 10**7).map(float)


@given(
    st.dictionaries(
        st.sampled_from(["registered", "issued", "in boxes", "valid"]), numbers, min_size=1
    ),
    st.none() | numbers,
    st.dictionaries(st.sampled_from(["A", "B", "C"]), numbers, min_size=1),
)
def test_every_account_comes_down_to_zero_with_its_gaps_named(
    counts: dict[str, float], invalid: float | None, votes: dict[str, float]
) -> None:
    order = ["registered", "issued", "in boxes", "valid"]
    counts = {name: counts[name] for name in order if name in counts}
    level = None
    for step in steps(counts, invalid, votes):
        if step.kind == "count":
            assert level is None or level == step.value
            level = step.value
        else:
            assert level is not None
            level += step.value
    assert level == 0


def test_the_account_of_the_case_explains_everything() -> None:
    tables = read_package(default_case() / "results" / "datapackage.json")
    found = account_steps(Account(tables, tables.election))
    assert [one.name for one in found[:5]] == [
        "registered", "did not vote", "in boxes", "invalid", "valid",
    ]  # fmt: skip
    assert not any(one.kind == "gap" for one in found)
    assert sum(one.value for one in found if one.kind == "votes") == -found[4].value


def test_the_account_of_stations_sums_what_the_file_has() -> None:
    table = invented_stations(50)
    found = {one.name: one.value for one in station_steps(table)}
    assert table.registered is not None
    assert found["registered"] == table.registered.sum()
    assert found["Ash"] == -table.votes["Ash"].sum()
    assert found["issued, not in boxes"] == 0
    assert "not explained" not in found
