"""The pages are what the measurements give, and the references what their papers say."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest

from electcheck.forensics.protocols import protocols_of
from tests.conftest import ROOT
from tests.studies.conftest import invented


@pytest.fixture(autouse=True)
def _benchmarks() -> Iterator[None]:
    """Let the benchmarks find one another, as they do when they are run."""
    sys.path.append(str(ROOT / "benchmarks"))
    yield
    sys.path.remove(str(ROOT / "benchmarks"))


def toolkit() -> ModuleType:
    from references import toolkit_statistics

    module: ModuleType = toolkit_statistics
    return module


def test_both_pages_are_what_the_committed_measurements_give() -> None:
    from run import pages

    for name, page in pages().items():
        assert (ROOT / name).read_text(encoding="utf-8") == page, f"{name}: run make bench"


def test_every_comparison_that_is_shown_gave_the_same_numbers() -> None:
    import json

    measured = json.loads((ROOT / "benchmarks" / "measured.json").read_text(encoding="utf-8"))
    for one in measured["peers"]["found"]:
        assert one["agreements"]
        assert all(each["holds"] for each in one["agreements"])


def test_the_exact_integer_test_agrees_with_the_plain_monte_carlo() -> None:
    import peers

    found = peers.integers(protocols_of(invented(1500)), replicates=400)
    assert len(found["agreements"]) == 3
    assert all(each["holds"] for each in found["agreements"]), found["agreements"]


def test_the_battery_agrees_with_the_plain_toolkit_statistics() -> None:
    import peers

    found = peers.nine_statistics(protocols_of(invented(400)), resamples=20, run=5)
    names = {each["what"] for each in found["agreements"]}
    assert {"Skew", "Kurt", "Correlation", "LastC", "C05s", "DipT"} <= names
    assert all(each["holds"] for each in found["agreements"]), found["agreements"]


def test_a_wrong_reference_would_not_agree() -> None:
    import peers

    assert not peers.Agreement("x", 1.0, 1.1, 0.0).holds
    assert not peers.Agreement("x", 1.0, 2.0, 0.3).holds
    assert peers.Agreement("x", 1.0, 1.8, 0.3).holds


@pytest.mark.parametrize("n", [4, 10, 101])
def test_the_dip_of_evenly_spaced_points_is_the_least_there_is(n: int) -> None:
    assert toolkit().dip_of(np.arange(n, dtype=float)) == pytest.approx(1 / (2 * n))


def test_the_dip_of_two_distant_heaps_is_a_quarter() -> None:
    points = np.concatenate([np.zeros(500), np.ones(500)]) + np.linspace(0, 1e-6, 1000)
    assert toolkit().dip_of(points) == pytest.approx(0.25, abs=2e-3)


def test_the_dip_is_a_distance_to_distributions_with_one_heap() -> None:
    """No distribution with one heap is nearer than the dip: drawn ones are tried."""
    rng = np.random.default_rng(5)
    for _ in range(20):
        x = np.sort(np.concatenate([rng.normal(0, 1, 20), rng.normal(3, 0.5, 15)]))
        dip = toolkit().dip_of(x)
        after, before = np.arange(1, 36) / 35, np.arange(35) / 35
        for _ in range(200):
            mode = int(rng.integers(0, 35))
            # A distribution function that bends up before its mode and down after it.
            steps = np.concatenate([np.sort(rng.random(mode)), -np.sort(-rng.random(35 - mode))])
            width = np.diff(x, prepend=x[0] - rng.random())
            unimodal = np.cumsum(steps * width)
            unimodal /= unimodal[-1]
            apart = max(np.abs(unimodal - after).max(), np.abs(unimodal - before).max())
            assert apart >= dip - 1e-12


def test_exponents_are_fitted_over_all_sizes() -> None:
    from measure import exponent

    assert exponent([1, 2, 4, 8], [3, 12, 48, 192]) == pytest.approx(2)
