"""Where a result stands: among real elections by class, and how often it errs on clean ones.

`data/reference/elections.csv` holds our own statistics of real elections, made by
`scripts/make_reference.py`; `data/reference/false_alarms.csv` the false-alarm rates on simulated
clean elections, made by `scripts/make_false_alarms.py`, and `model_alarms.csv` those of the
model-based estimates on clean elections with strongholds, made by `scripts/make_methods.py`.
Classes are never pooled.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from electcheck.files.packaged import packaged
from electcheck.forensics.result import FalseAlarm, Result
from electcheck.model.said import Own, Said, Value

CLASSES = ("clean", "contested", "documented", "control")
_ABSOLUTE = ("turnout-share", "turnout-shape", "region-outliers")


@dataclass(frozen=True)
class Reference:
    """One test on one real election.

    Attributes:
        election: the folder's name.
        kind: `clean`, `control`, `contested` or `documented`.
        statistic: of the test; None where it was not computed.
    """

    election: str
    kind: str
    statistic: float | None


@lru_cache(maxsize=1)
def references() -> dict[tuple[str, str], tuple[Reference, ...]]:
    """Return the statistics of the reference elections by test and claim."""
    found: dict[tuple[str, str], list[Reference]] = {}
    for row in _rows("elections.csv"):
        value = float(row["statistic"]) if row["statistic"] else None
        reference = Reference(row["election"], row["class"], value)
        found.setdefault((row["test"], row["claim"]), []).append(reference)
    return {key: tuple(rows) for key, rows in found.items()}


def more_extreme(result: Result) -> dict[str, tuple[int, int]] | None:
    """Return, by class, how many reference elections have a larger statistic, of how many.

    Correlations, skewness and outliers are compared by their size whatever the sign.
    """
    rows = references().get((result.test, result.claim))
    if not rows or result.statistic is None:
        return None

    def size(value: float) -> float:
        return abs(value) if result.test in _ABSOLUTE else value

    here = size(result.statistic)
    counts: dict[str, tuple[int, int]] = {}
    for kind in CLASSES:
        there = [size(r.statistic) for r in rows if r.kind == kind and r.statistic is not None]
        if there:
            # A file that is itself a reference is not more extreme than itself.
            margin = here + 1e-6 * abs(here)
            counts[kind] = (sum(value > margin for value in there), len(there))
    return counts or None


@lru_cache(maxsize=1)
def _false_alarms() -> dict[tuple[str, str], list[dict[str, str]]]:
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in (*_rows("false_alarms.csv"), *_rows("model_alarms.csv")):
        found.setdefault((row["test"], row["claim"]), []).append(row)
    return found


def shipped_false_alarm(
    test: str, claim: str, level: float, stations: int, size: float, spread: float
) -> FalseAlarm | None:
    """Return the shipped false-alarm rate of the reference profile nearest to this file.

    Near means near in the logarithms of the number of stations, of their median size and of the
    spread of sizes.

    Args:
        test: the test's name.
        claim: the claim's name.
        level: significance level.
        stations: how many the file has.
        size: median number of voters.
        spread: interquartile ratio of the sizes, at least 1.
    """
    rows = [
        row
        for row in _false_alarms().get((test, claim), [])
        # No rate: it refused on all elections of that profile.
        if float(row["level"]) == level and row["rate"]
    ]
    if not rows:
        return None

    def far(row: dict[str, str]) -> tuple[float, str]:
        apart = [
            math.log(max(stations, 1) / float(row["stations"])) / 2,
            math.log(max(size, 1.0) / float(row["median_size"])),
            math.log(max(spread, 1.0) / float(row["size_ratio"])),
        ]
        return math.hypot(*apart), row["profile"]

    near = min(rows, key=far)
    return _false_alarm(near)


def _false_alarm(row: dict[str, str]) -> FalseAlarm:
    where: dict[str, Value] = {
        "profile": Own(row["profile"]),
        "seed": Own(row["seed"]),
        **{name: int(row[name]) for name in ("stations", "median_size", "simulations")},
    }
    refused = int(row.get("refused") or 0)
    source = Said(
        "shipped table: profile '%(profile)s' (%(stations)s stations, median size "
        "%(median_size)s), %(simulations)s simulated clean elections, seed %(seed)s",
        **where,
    )
    if refused:
        source = Said(
            "shipped table: profile '%(profile)s' (%(stations)s stations, median size "
            "%(median_size)s), %(simulations)s simulated clean elections, %(refused)s more on "
            "which it refused, seed %(seed)s",
            refused=refused,
            **where,
        )
    level, rate, low, high = (float(row[name]) for name in ("level", "rate", "low", "high"))
    return FalseAlarm(level, rate, low, high, source)


def shipped_false_alarms_of(test: str) -> list[str]:
    """Return a test's shipped rates at the level of 5 % as sentences, one for claim and profile."""
    told = []
    for (name, claim), rows in _false_alarms().items():
        for row in rows:
            if name != test or float(row["level"]) != 0.05:
                continue
            where = f"{claim + ', ' if claim else ''}{row['profile']}"
            if not row["rate"]:
                told.append(f"{where}: refused on all {row['refused']}")
                continue
            seen = _false_alarm(row)
            words = (
                f"{where}: {100 * seen.rate:.1f} % "
                f"[{100 * seen.low:.1f}, {100 * seen.high:.1f}] of {row['simulations']}"
            )
            if int(row.get("refused") or 0):
                words += f", refused {row['refused']} more"
            told.append(f"{words}, ABOVE ITS LEVEL" if seen.above_level else words)
    return told


def _rows(name: str) -> list[dict[str, str]]:
    path: Path = packaged("data", "reference", name)
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
