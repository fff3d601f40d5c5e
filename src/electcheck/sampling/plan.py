"""How many stations a question needs, where to put them, and what one more would buy.

From a previous election's stations, or from stated assumptions. Sources: Cochran, Sampling
Techniques (1977), chapters 5 (allocation), 6 (ratios) and 10 (two stages).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from electcheck.sampling.intervals import t_quantile
from electcheck.sampling.replicate import shared_out
from electcheck.sampling.sample import coded
from electcheck.sampling.stages import Floats, Ints

Allocation = Literal["proportional", "neyman"]


@dataclass(frozen=True, eq=False)
class Strata:
    """What is known or assumed of each stratum.

    Attributes:
        labels: their names.
        sizes: stations in each.
        spread: standard deviation between stations, on the scale of the estimate.
        correlation: how alike stations of one unit are (0 to 1), for draws of units.
        expected: the estimate's expected value, for thresholds; nan if unknown.
    """

    labels: tuple[str, ...]
    sizes: Ints
    spread: Floats
    correlation: float = 0.0
    expected: float = float("nan")


@dataclass(frozen=True)
class Cost:
    """What a unit and a station cost, in any currency."""

    unit: float = 0.0
    station: float = 1.0


@dataclass(frozen=True)
class Request:
    """What is wanted.

    Attributes:
        margin: half-width of the range.
        level: of the range.
        allocation: in proportion to sizes, or to sizes times spread (Neyman).
        least: stations in each stratum, at least.
        per_unit: stations in each drawn unit; 1 draws stations directly.
        response: share of drawn stations that will report.
        cost: prices.
    """

    margin: float
    level: float = 0.95
    allocation: Allocation = "proportional"
    least: int = 2
    per_unit: int = 1
    response: float = 1.0
    cost: Cost = Cost()


@dataclass(frozen=True)
class Plan:
    """A plan, with what it would reach.

    Attributes:
        stations: stations that must report.
        drawn: stations to draw, given the expected response.
        units: first-stage units to draw; equals `drawn` without units.
        allocation: stations to draw in each stratum.
        half_width: of the range with `stations`.
        one_more: of the range with one station more.
        design_effect: variance over that of stations drawn directly.
        price: of the drawn stations and units.
        reached: False if even every station does not reach the margin.
    """

    stations: int
    drawn: int
    units: int
    allocation: dict[str, int]
    half_width: float
    one_more: float
    design_effect: float
    price: float
    reached: bool

    @property
    def sentence(self) -> str:
        """What one more station buys."""
        gain = self.half_width - self.one_more
        return (
            f"{self.stations} stations give +-{100 * self.half_width:.3f} points; one more would "
            f"narrow that by {100 * gain:.4f} points"
        )


def strata_of(
    stratum: object, part: Floats, whole: Floats | None = None, unit: object | None = None
) -> Strata:
    """Learn sizes and spread from a previous election's stations.

    Args:
        stratum: one label per station.
        part: the numerator, or 0/1 for a share of stations.
        whole: the denominator; None for a share of stations.
        unit: one label per station, to learn how alike stations of one unit are.
    """
    code, labels = coded(stratum)
    below = np.ones(len(part)) if whole is None else whole
    expected = float(part.sum() / below.sum())
    residual = (part - expected * below) / below.mean()
    sizes = np.bincount(code)
    mean = np.bincount(code, residual) / sizes
    squares = np.bincount(code, (residual - mean[code]) ** 2)
    spread = np.sqrt(squares / np.maximum(sizes - 1, 1))
    alike = 0.0 if unit is None else correlation(code, coded(unit)[0], residual)
    return Strata(labels, sizes.astype(np.int64), spread, alike, expected)


def assumed(stations: int, spread: float, alike: float, expected: float) -> Strata:
    """Return one stratum from stated assumptions."""
    return Strata(("all",), np.array([stations]), np.array([spread]), alike, expected)


def correlation(stratum: Ints, unit: Ints, values: Floats) -> float:
    """Return the intra-unit correlation inside strata (analysis of variance), between 0 and 1.

    >>> strata, units = np.zeros(4, dtype=int), np.array([0, 0, 1, 1])
    >>> correlation(strata, units, np.array([1.0, 1.0, 5.0, 5.0]))
    1.0
    """
    pair = np.unique(np.column_stack([stratum, unit]), axis=0, return_inverse=True)
    code, home = pair[1].ravel(), pair[0][:, 0]
    size = np.bincount(code)
    mean = np.bincount(code, values) / size
    inside = float(((values - mean[code]) ** 2).sum())
    strata_mean = np.bincount(stratum, values) / np.maximum(np.bincount(stratum), 1)
    between = float((size * (mean - strata_mean[home]) ** 2).sum())
    groups, strata, n = len(size), len(np.unique(stratum)), len(values)
    if groups <= strata or n <= groups:
        return 0.0
    usual = (n - float((size**2).sum()) / n) / max(groups - strata, 1)
    above, below = between / (groups - strata), inside / (n - groups)
    if above + (usual - 1) * below <= 0:
        return 0.0
    return float(np.clip((above - below) / (above + (usual - 1) * below), 0.0, 1.0))


def half_width(strata: Strata, asked: Request, allocation: Ints) -> float:
    """Return the expected half-width of the range with so many stations in each stratum."""
    taken = np.minimum(allocation, strata.sizes)
    share = strata.sizes / strata.sizes.sum()
    variance = float(
        (share**2 * (1 - taken / strata.sizes) * strata.spread**2 / np.maximum(taken, 1)).sum()
    )
    units = int(np.ceil(taken / asked.per_unit).sum())
    df = max(units - len(taken), 1)
    effect = 1 + (asked.per_unit - 1) * strata.correlation
    return t_quantile(0.5 + asked.level / 2, df) * math.sqrt(variance * effect)


def plan(strata: Strata, asked: Request) -> Plan:
    """Return the smallest sample that reaches the margin.

    >>> one = assumed(10_000, 0.15, 0.0, 0.5)
    >>> plan(one, Request(margin=0.01)).stations
    798
    """
    most = int(strata.sizes.sum())
    low, high = min(most, len(strata.sizes) * asked.least), most

    def reaches(n: int) -> bool:
        return half_width(strata, asked, _allocate(strata, asked, n)) <= asked.margin

    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle + 1, high)
    return _plan(strata, asked, low, reaches(low))


def _plan(strata: Strata, asked: Request, n: int, reached: bool) -> Plan:
    allocation = _allocate(strata, asked, n)
    drawn = np.minimum(np.ceil(allocation / asked.response).astype(np.int64), strata.sizes)
    units = int(np.ceil(drawn / asked.per_unit).sum())
    more = min(n + 1, int(strata.sizes.sum()))
    total = int(drawn.sum())
    return Plan(
        int(allocation.sum()),
        total,
        units,
        dict(zip(strata.labels, drawn.tolist(), strict=True)),
        half_width(strata, asked, allocation),
        half_width(strata, asked, _allocate(strata, asked, more)),
        1 + (asked.per_unit - 1) * strata.correlation,
        units * asked.cost.unit + total * asked.cost.station,
        reached,
    )


def _allocate(strata: Strata, asked: Request, n: int) -> Ints:
    importance = strata.sizes.astype(float)
    if asked.allocation == "neyman":
        importance = importance * strata.spread
    return shared_out(importance, strata.sizes, n, asked.least)


def best_per_unit(strata: Strata, cost: Cost, choices: Sequence[int] = range(1, 51)) -> int:
    """Return how many stations per unit are cheapest for a given precision.

    >>> best_per_unit(assumed(1000, 0.1, 0.1, 0.5), Cost(unit=40, station=10))
    6
    """
    return min(
        choices,
        key=lambda k: (cost.unit / k + cost.station) * (1 + (k - 1) * strata.correlation),
    )


def stations_to_see_one(
    share: float, stations: int | None = None, certainty: float = 0.95, effect: float = 1.0
) -> int:
    """Return how many stations must be seen so that a problem in `share` of them is met once.

    With `stations` in the population the exact finite count is used. If none is met, the
    problem occurs in less than `share` of the stations, at one-sided level `certainty`.

    >>> stations_to_see_one(0.01), stations_to_see_one(0.01, 1000)
    (299, 258)
    """
    if stations is None:
        n = math.ceil(math.log(1 - certainty) / math.log1p(-share))
    else:
        with_problem = math.ceil(share * stations)
        chance, n = 1.0, 0
        while chance > 1 - certainty and n < stations:
            chance *= max(stations - n - with_problem, 0) / (stations - n)
            n += 1
    found = math.ceil(n * effect)
    return found if stations is None else min(found, stations)
