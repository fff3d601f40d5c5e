"""Published and independently computed numbers on real elections are met."""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from electcheck.files.packaged import packaged
from electcheck.forensics.battery import Options, raw_results, run
from electcheck.forensics.protocols import protocols_of
from electcheck.forensics.result import Result
from electcheck.results.column_map import load_map
from electcheck.results.read import read_stations
from electcheck.results.table import Stations

pytestmark = pytest.mark.validation
CLEAN = ("argentina2015_caba", "canada2011", "czech2017", "dc2010", "minnesota2016")
RUSSIA = ("russia2004", "russia2011", "russia2018")
LARGEST = ("Татарстан", "Дагестан", "Краснодар", "Башкортостан", "Кемеров")


@cache
def election(folder: Path) -> Stations:
    file = next(path for path in sorted(folder.glob("*.csv*")) if path.name != "codebook.csv")
    return read_stations(file, load_map(packaged("data", "maps", f"{folder.name}.yaml")))


@cache
def integer_results(folder: Path) -> dict[str, Result]:
    results = raw_results(protocols_of(election(folder)), ["integer-percentage"], 0, Options())
    return {str(result.variant): result for result in results}


def oracles(data: Path) -> list[dict[str, str]]:
    with (data.parent / "facts" / "oracles.csv").open(encoding="utf-8") as stream:
        return [row for row in csv.DictReader(stream) if row["method"] == "integer_percentage"]


def test_stations_kept_and_excess_agree_with_every_oracle(validation_data: Path) -> None:
    rows = oracles(validation_data)
    assert len(rows) == 12
    for row in rows:
        found = integer_results(validation_data / row["dataset"])
        if row["quantity"].startswith("stations kept"):
            assert found["either"].n == int(row["value"])
            continue
        variant = {"turnout or share": "either"}.get(
            row["quantity"].removeprefix("excess stations, "),
            row["quantity"].removeprefix("excess stations, "),
        )
        result = found[variant]
        assert result.effect is not None
        # The oracle is the mean of 1,000 replicates; a replicate's sd is the null's own.
        error = result.parameters["sd"] / math.sqrt(1000)
        assert abs(result.effect.estimate - float(row["value"])) <= 3 * error, row


def test_the_regional_screen_of_2018_accuses_nine_of_87(validation_data: Path) -> None:
    table = election(validation_data / "russia2018")
    results = run(table, ["integer-percentage-by-region"]).results
    assert len(results) == 87
    assert {result.hypotheses for result in results} == {87}
    accused = [one for one in results if (one.pvalue_adjusted or 1) < 0.05]
    assert len(accused) == 9
    largest = sorted(results, key=lambda one: -(one.statistic or -9.0))[:5]
    for result, name in zip(largest, LARGEST, strict=True):
        assert name in str(result.variant)


@pytest.mark.parametrize("name", CLEAN)
def test_clean_elections_stay_within_three_standard_deviations(
    validation_data: Path, name: str
) -> None:
    readme = (validation_data / name / "README.md").read_text(encoding="utf-8")
    assert "Class: CLEAN" in readme
    found = integer_results(validation_data / name)
    computed = [one for one in found.values() if one.status != "not_applicable"]
    assert computed
    for result in computed:
        assert abs(float(result.statistic or 0)) < 3, result.variant
    for result in found.values():
        if result.status == "not_applicable":
            assert "needs the column" in str(result.reason)


def test_either_is_what_a_monte_carlo_of_the_same_null_gives(validation_data: Path) -> None:
    seen = protocols_of(election(validation_data / "argentina2015_caba"))
    result = integer_results(validation_data / "argentina2015_caba")["either"]
    out, registered = seen.need_turnout()
    leader, cast = seen.need_share()
    keep = (registered >= 100) & (cast > 0)
    n, b = registered[keep].astype(int), cast[keep].astype(int)
    rng = np.random.default_rng(8)
    counts = []
    for _ in range(300):
        near = []
        for size, rate in ((n, out[keep] / n), (b, leader[keep] / b)):
            drawn = rng.binomial(size, rate)
            near.append(np.abs(100 * drawn / size - np.round(100 * drawn / size)) <= 0.05)
        counts.append(int((near[0] | near[1]).sum()))
    error = np.std(counts) / math.sqrt(len(counts))
    assert abs(np.mean(counts) - result.parameters["expected"]) < 4 * error
    assert np.std(counts) == pytest.approx(result.parameters["sd"], rel=0.2)
