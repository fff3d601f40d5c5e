"""The dip of turnout: the library's against a plain one, and what is said without the library."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest
from planted import invented

from electcheck.forensics import shape
from electcheck.forensics.battery import run
from electcheck.forensics.result import Result
from tests.conftest import ROOT


def dip(stations: int, seed: int) -> Result:
    results = run(invented(stations, seed=seed), ["turnout-shape"]).results
    return next(one for one in results if one.variant == "dip")


@pytest.mark.parametrize(("stations", "seed"), [(300, 1), (301, 2), (800, 3)])
def test_the_dip_is_that_of_hartigan_and_hartigan(
    stations: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from references.toolkit_statistics import dip_of

    table = invented(stations, seed=seed)
    assert table.issued is not None
    assert table.registered is not None
    kept = (table.registered >= 100) & (table.issued / table.registered <= 0.99)
    found = dip(stations, seed)
    assert found.status == "computed"
    assert found.n == kept.sum()
    assert found.statistic == pytest.approx(dip_of(table.issued[kept] / table.registered[kept]))
    assert found.pvalue is None


def test_without_the_library_the_dip_is_absent_and_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        shape, "find_spec", lambda name: None if name == "diptest" else find_spec(name)
    )
    monkeypatch.delitem(sys.modules, "diptest", raising=False)
    found = dip(300, 1)
    assert (found.status, found.statistic) == ("not_applicable", None)
    assert found.reason == "the dip needs the extra 'dip': pip install 'electcheck[dip]'"
