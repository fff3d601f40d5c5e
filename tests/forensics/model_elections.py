"""Elections drawn from the models, and real ones, for the tests of the model-based estimates."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from electcheck.files.packaged import packaged
from electcheck.forensics.battery import Options, raw_results
from electcheck.forensics.protocols import protocols_of
from electcheck.forensics.result import Result
from electcheck.results.column_map import load_map
from electcheck.results.read import read_stations
from electcheck.results.table import Stations


@cache
def election(folder: Path) -> Stations:
    file = next(path for path in sorted(folder.glob("*.csv*")) if path.name != "codebook.csv")
    return read_stations(file, load_map(packaged("data", "maps", f"{folder.name}.yaml")))


def estimates(
    table: Stations, test: str, seed: int = 1, how: Options | None = None
) -> list[Result]:
    how = how or Options()
    earlier = None if how.earlier is None else protocols_of(how.earlier)
    return raw_results(protocols_of(table), [test], seed, how, earlier)


def table_of(
    registered: np.ndarray, out: np.ndarray, leader: np.ndarray, region: np.ndarray | None = None
) -> Stations:
    names = np.array([f"s{i}" for i in range(len(out))], dtype=object)
    # Two others, so that A leads with 40 %.
    second = np.floor(0.55 * (out - leader)).astype(float)
    return Stations(
        "drawn.csv",
        names,
        region=None if region is None else np.array([f"r{i}" for i in region], dtype=object),
        registered=registered.astype(float),
        issued=out.astype(float),
        in_boxes=out.astype(float),
        votes={"A": leader.astype(float), "B": second, "C": out - leader - second},
    )


def one_heap(stations: int = 3000, seed: int = 1, stuffed: float = 0.0) -> Stations:
    """Return stations around one mode; in a share of them half of the non-voters are stuffed."""
    rng = np.random.default_rng(seed)
    size = rng.integers(300, 2500, stations)
    out = rng.binomial(size, np.clip(rng.normal(0.5, 0.07, stations), 0.05, 0.95))
    leader = rng.binomial(out, np.clip(rng.normal(0.4, 0.07, stations), 0.02, 0.98))
    some = rng.random(stations) < stuffed
    added = np.where(some, np.floor(0.5 * (size - out)), 0).astype(int)
    return table_of(size, out + added, leader + added, rng.integers(0, 8, stations))
