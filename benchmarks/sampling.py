"""Timed promises of the sampling room: prints figures, asserts nothing.

    python benchmarks/sampling.py DATA

1. A ratio with its interval on 1,500 stations (promise: 1 ms).
2. 500 replications of six designs on 130,777 stations (promise: 15 s).
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from real_elections import election  # noqa: E402

from electcheck.sampling.estimators import covariances, ratio  # noqa: E402
from electcheck.sampling.intervals import t_interval  # noqa: E402
from electcheck.sampling.replicate import (  # noqa: E402
    draw_stations,
    draw_units,
    population,
    proportional,
)
from electcheck.sampling.sample import Sample, stratified  # noqa: E402


def one_ratio(folder: Path) -> None:
    rows = pd.read_csv(folder / "samples" / "mexico2006_st32.csv")
    sizes = dict(zip(rows["strat"].astype(str), rows["N_h"], strict=True))
    columns = {name: rows[name].to_numpy(float) for name in ("c1", "valid")}
    best = []
    for _ in range(200):
        start = time.perf_counter()
        sample = stratified(rows["strat"].to_numpy(), sizes, columns)
        built = time.perf_counter()
        interval(sample)
        best.append((built - start, time.perf_counter() - built))
    building, estimating = np.median(np.array(best), axis=0) * 1000
    print(f"ratio with interval, {len(rows)} stations: {estimating:.3f} ms (median of 200)")
    print(f"  building the design from columns before it: {building:.3f} ms, once per file")


def interval(sample: Sample) -> None:
    linear = ratio(sample, sample.columns["c1"], sample.columns["valid"])
    se = float(covariances(sample, [linear])[0, 0]) ** 0.5
    t_interval(linear.estimate, se, sample.df())


def replications(folder: Path) -> None:
    table = election(folder, "mexico2006")
    columns = {name: table[name] for name in ("ballots", "registered", "valid", "c1", "c2")}
    by_state = population(table["stratum"], columns)
    by_district = population(table["unit"], columns)
    all_one = np.ones(len(table), dtype=int)
    simple = population(all_one, columns)
    clusters = population(all_one, columns, table["unit"])
    state_clusters = population(table["stratum"], columns, table["unit"])
    whole = 10**6
    designs = {
        "simple, 1,000": lambda rng: draw_stations(simple, np.array([1000]), rng),
        "32 strata, 1,500": lambda rng: draw_stations(
            by_state, proportional(by_state.sizes, 1500), rng
        ),
        "300 strata, 1,500": lambda rng: draw_stations(
            by_district, proportional(by_district.sizes, 1500), rng
        ),
        "60 of 300 units, 20 each": lambda rng: draw_units(clusters, np.array([60]), 20, rng),
        "units in strata, 10 each": lambda rng: draw_units(
            state_clusters, proportional(state_clusters.units, 100), 10, rng, "average"
        ),
        "10 units, taken whole": lambda rng: draw_units(clusters, np.array([10]), whole, rng),
    }
    total = 0.0
    for name, draw in designs.items():
        rng = np.random.default_rng(2006)
        start = time.perf_counter()
        for _ in range(500):
            interval(draw(rng))
        spent = time.perf_counter() - start
        total += spent
        print(f"500 replications, {name}: {spent:.2f} s")
    print(f"500 replications of six designs, {len(table):,} stations: {total:.2f} s")


if __name__ == "__main__":
    one_ratio(Path(sys.argv[1]))
    replications(Path(sys.argv[1]))
