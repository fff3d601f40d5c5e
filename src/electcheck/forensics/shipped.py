"""The shipped tables of false alarms, of power and of methods by mechanisms.

`data/reference/` holds them; `scripts/make_false_alarms.py` and `scripts/make_methods.py` measured
them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from electcheck.files.packaged import packaged
from electcheck.forensics.calibrate import Rate


@dataclass(frozen=True)
class Measured:
    """One rate that was measured on simulated elections.

    Attributes:
        name: of the claim.
        at: where it stands: the share of stations with the anomaly, or a profile's name.
        rate: how often the claim was made.
        low: lower end of its 95 % interval.
        high: upper end.
    """

    name: str
    at: float | str
    rate: float
    low: float
    high: float


def shipped_false_alarms(level: float) -> tuple[Measured, ...]:
    """Return every claim's rate of false alarms at a level, by profile of stations.

    >>> rates = shipped_false_alarms(0.05)
    >>> sorted({rate.at for rate in rates})
    ['equal-sized', 'few-large', 'mixed', 'national']
    """
    return tuple(
        _measured(row, row["profile"], "rate")
        for row in _rows("false_alarms.csv")
        if float(row["level"]) == level
    )


def shipped_power(injection: str, claims: int) -> tuple[Measured, ...]:
    """Return the claims that find an anomaly most often, the best first.

    Args:
        injection: a kind of anomaly.
        claims: how many claims at most.

    >>> [one.at for one in shipped_power("rounding", 1)]
    [0.02, 0.05, 0.2]
    """
    rows = [row for row in _rows("power.csv") if row["injection"] == injection]
    found: dict[str, list[Measured]] = {}
    for row in rows:
        one = _measured(row, float(row["share_of_stations"]), "power")
        found.setdefault(one.name, []).append(one)
    best = sorted(found.items(), key=lambda pair: (-sum(one.rate for one in pair[1]), pair[0]))
    return tuple(one for _, curve in best[:claims] for one in curve)


@dataclass(frozen=True)
class Sight:
    """What one claim answered over simulated elections with one mechanism.

    Attributes:
        test: the test's or estimate's name.
        claim: under which name it alarms; empty where there is one only.
        mechanism: what was planted, or the country in which nothing was.
        planted: whether something was planted, so that an alarm is right.
        alarms: elections with an alarm.
        answered: elections with an answer, alarms among them.
        refused: elections on which it refused to answer.
    """

    test: str
    claim: str
    mechanism: str
    planted: bool
    alarms: int
    answered: int
    refused: int

    @property
    def name(self) -> str:
        """Return test and claim."""
        return _name(self.test, self.claim)


def shipped_methods() -> tuple[Sight, ...]:
    """Return what every claim saw of every mechanism, in the table's order.

    >>> {one.mechanism for one in shipped_methods() if not one.planted} <= {"even", "strongholds"}
    True
    """
    return tuple(
        Sight(
            row["test"],
            row["claim"],
            row["mechanism"],
            float(row["share_of_stations"]) > 0,
            *(int(row[name]) for name in ("alarms", "answered", "refused")),
        )
        for row in _rows("methods.csv")
    )


def measured(rates: Iterable[Rate], level: float, at: float | str) -> tuple[Measured, ...]:
    """Return rates that were measured here, at one level.

    Args:
        rates: as `alarm_rates` gives them.
        level: of the tests.
        at: the share of stations with the anomaly, or the file's name.
    """
    return tuple(
        Measured(_name(one.test, one.claim), at, one.rate, *one.interval())
        for one in rates
        if one.level == level
    )


def _measured(row: dict[str, str], at: float | str, column: str) -> Measured:
    name = _name(row["test"], row["claim"])
    return Measured(name, at, float(row[column]), float(row["low"]), float(row["high"]))


def _name(test: str, claim: str) -> str:
    return f"{test}: {claim}" if claim else test


def _rows(name: str) -> list[dict[str, str]]:
    path = packaged("data", "reference", name)
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
