"""Measure false-alarm rates and power on the reference profiles; write data/reference/.

Run from the root of the checkout, about half an hour on one core:

    python scripts/make_false_alarms.py

With `clean` or `power` and names of tests only these rows are measured anew: elections are the
same whatever is tested on them, so that the others stay as they are.

The profiles are invented stations (sizes, regions, rates), so that the table can be remade
without any election's file. Seeds are fixed; the same code writes the same bytes.
"""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from electcheck.files.write import write_files
from electcheck.forensics.battery import TESTS, profile
from electcheck.forensics.calibrate import Planted, alarm_rates
from electcheck.forensics.inject import INJECTIONS
from electcheck.forensics.protocols import Protocols, protocols_of
from electcheck.results.table import Stations

SEED = 20190609
CLEAN_SIMULATIONS = 1000
POWER_SIMULATIONS = 30
SHARES = (0.02, 0.05, 0.2)
DESCRIPTIVE = ("turnout-share", "turnout-tail", "turnout-shape")
INFERENTIAL = tuple(name for name in TESTS if name not in DESCRIPTIVE)


@dataclass(frozen=True)
class Profile:
    """Invented stations: how many, how large, in how many regions, how they vote."""

    name: str
    stations: int
    median: float
    log_sd: float
    regions: int
    turnout: float
    share: float
    within: tuple[float, float]
    between: tuple[float, float]


PROFILES = (
    Profile("few-large", 400, 1800, 0.40, 12, 0.45, 0.45, (0.010, 0.020), (0.003, 0.006)),
    Profile("equal-sized", 2000, 345, 0.01, 15, 0.78, 0.45, (0.003, 0.015), (0.001, 0.008)),
    Profile("mixed", 3000, 700, 0.60, 30, 0.60, 0.50, (0.015, 0.030), (0.005, 0.010)),
    Profile("national", 6000, 900, 0.90, 40, 0.62, 0.55, (0.020, 0.030), (0.006, 0.010)),
)


def stations_of(one: Profile) -> Protocols:
    """Return the profile's stations with one clean election on them."""
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence(SEED)))
    size = np.maximum(np.round(one.median * np.exp(rng.normal(0, one.log_sd, one.stations))), 20)
    region = rng.integers(0, one.regions, one.stations)

    def rate(mean: float, within: float, between: float) -> np.ndarray:
        strength = mean * (1 - mean) / between - 1
        centre = rng.beta(mean * strength, (1 - mean) * strength, one.regions)[region]
        return rng.beta(centre * (1 / within - 1), (1 - centre) * (1 / within - 1))

    out = rng.binomial(size.astype(int), rate(one.turnout, one.within[0], one.between[0]))
    leader = rng.binomial(out, rate(one.share, one.within[1], one.between[1]))
    second = rng.binomial(out - leader, 0.6)
    third = rng.binomial(out - leader - second, 0.8)
    table = Stations(
        one.name,
        np.array([str(i) for i in range(one.stations)], dtype=object),
        region=np.array([f"region {i}" for i in region], dtype=object),
        registered=size.astype(float),
        issued=out.astype(float),
        in_boxes=out.astype(float),
        votes={
            "A": leader.astype(float),
            "B": second.astype(float),
            "C": third.astype(float),
        },
    )
    return protocols_of(table)


def told(what: str) -> None:
    sys.stderr.write(f"{what}\n")


def clean(tests: tuple[str, ...]) -> str:
    """Return the table of false-alarm rates."""
    rows = []
    for one in PROFILES:
        told(f"clean: {one.name}")
        seen = stations_of(one)
        stations, median, ratio = profile(seen)
        for rate in alarm_rates(seen, tests, CLEAN_SIMULATIONS, SEED):
            low, high = rate.interval()
            where = [one.name, stations, round(median), f"{ratio:.3f}", rate.test, rate.claim]
            counts = [rate.level, rate.simulations, rate.alarms]
            shown = [f"{value:.4f}" for value in (rate.rate, low, high)]
            rows.append([*where, *counts, *shown, SEED])
    head = ["profile", "stations", "median_size", "size_ratio", "test", "claim", "level"]
    head += ["simulations", "alarms", "rate", "low", "high", "seed"]
    return text([head, *rows])


def power(tests: tuple[str, ...]) -> str:
    """Return the power curves on the profile `mixed`."""
    rows = []
    one = next(item for item in PROFILES if item.name == "mixed")
    seen = stations_of(one)
    for kind, injection in INJECTIONS.items():
        for share in SHARES:
            told(f"power: {kind} in {share:.0%}")
            planted = Planted(kind, share)
            for rate in alarm_rates(seen, tests, POWER_SIMULATIONS, SEED, planted=planted):
                if rate.level == 0.05:
                    low, high = rate.interval()
                    where = [one.name, kind, injection.size, share, rate.test, rate.claim]
                    counts = [rate.level, rate.simulations, rate.alarms]
                    shown = [f"{value:.3f}" for value in (rate.rate, low, high)]
                    rows.append([*where, *counts, *shown, SEED])
    head = ["profile", "injection", "size", "share_of_stations", "test", "claim", "level"]
    head += ["simulations", "found", "power", "low", "high", "seed"]
    return text([head, *rows])


def text(rows: list[list[object]]) -> str:
    """Return rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def merged(path: Path, new: str, tests: tuple[str, ...], keys: int) -> str:
    """Return the table at `path` with the rows of `tests` replaced by those of `new`.

    Args:
        path: the committed table.
        new: the newly measured rows.
        tests: the tests that were measured.
        keys: how many columns stand before the test and name what it was measured on.
    """
    if tests == INFERENTIAL or not path.is_file():
        return new
    head, *fresh = csv.reader(io.StringIO(new))
    _, *old = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    column = head.index("test")
    rows = [row for row in old if row[column] not in tests] + fresh
    groups = list(dict.fromkeys(tuple(row[:keys]) for row in (*old, *fresh)))
    rows.sort(key=lambda row: (groups.index(tuple(row[:keys])), INFERENTIAL.index(row[column])))
    return text([head, *rows])


def main() -> None:
    folder = Path(__file__).resolve().parent.parent / "data" / "reference"
    wanted = [name for name in sys.argv[1:] if name in ("clean", "power")] or ["clean", "power"]
    named = {name for name in sys.argv[1:] if name in INFERENTIAL}
    tests = tuple(name for name in INFERENTIAL if name in named) or INFERENTIAL
    for name, measure, keys in (("clean", clean, 4), ("power", power, 4)):
        if name in wanted:
            path = folder / {"clean": "false_alarms.csv", "power": "power.csv"}[name]
            write_files(folder, {path.name: merged(path, measure(tests), tests, keys)})


if __name__ == "__main__":
    main()
