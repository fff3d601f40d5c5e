"""Sampling a known election again and again, to measure what a design is worth there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from electcheck.sampling.sample import Sample, coded, staged
from electcheck.sampling.stages import Floats, Ints, Lonely


@dataclass(frozen=True, eq=False)
class Population:
    """Every station of an election, sorted by stratum and unit, ready to be sampled.

    Attributes:
        columns: the stations' numbers, sorted.
        strata: the labels of the strata, in order.
        stratum_start: where each stratum starts; one entry more than strata.
        unit_start: where each unit starts; one entry more than units; without units, stations.
        stratum_unit: which unit each stratum starts with; one entry more than strata.
    """

    columns: Mapping[str, Floats]
    strata: tuple[str, ...]
    stratum_start: Ints
    unit_start: Ints
    stratum_unit: Ints

    @property
    def sizes(self) -> Ints:
        """The number of stations of each stratum."""
        return np.diff(self.stratum_start)

    @property
    def units(self) -> Ints:
        """The number of units of each stratum."""
        return np.diff(self.stratum_unit)


def population(
    stratum: object, columns: Mapping[str, object], unit: object | None = None
) -> Population:
    """Return the stations of a whole election, sorted by stratum and unit.

    >>> everything = population(["b", "a", "b"], {"x": [1, 2, 3]})
    >>> everything.strata, everything.sizes.tolist(), everything.columns["x"].tolist()
    (('a', 'b'), [1, 2], [2.0, 1.0, 3.0])
    """
    code, labels = coded(stratum)
    unit_code = np.arange(len(code)) if unit is None else coded(unit)[0]
    order = np.lexsort((unit_code, code))
    code, unit_code = code[order], unit_code[order]
    new_unit = np.flatnonzero(np.diff(code, prepend=-1) | np.diff(unit_code, prepend=-1))
    return Population(
        {name: np.asarray(values, dtype=float)[order] for name, values in columns.items()},
        labels,
        np.append(np.flatnonzero(np.diff(code, prepend=-1)), len(code)),
        np.append(new_unit, len(code)),
        np.append(np.flatnonzero(np.diff(code[new_unit], prepend=-1)), len(new_unit)),
    )


def _choose(rng: np.random.Generator, starts: Ints, counts: Ints) -> Ints:
    """Choose counts[i] of the places from starts[i] to starts[i + 1], without replacement."""
    chosen = [
        rng.choice(int(end - start), int(count), replace=False, shuffle=False) + start
        for start, end, count in zip(starts[:-1], starts[1:], counts, strict=True)
    ]
    return np.concatenate(chosen).astype(np.int64)


def draw_stations(
    everything: Population,
    allocation: Ints,
    rng: np.random.Generator,
    lonely: Lonely = "refuse",
) -> Sample:
    """Draw stations inside strata at random; `allocation` says how many in each."""
    rows = _choose(rng, everything.stratum_start, allocation)
    stratum = np.repeat(np.arange(len(allocation)), allocation)
    base, stages = staged(stratum, None, everything.sizes.astype(float), None)
    columns = {name: values[rows] for name, values in everything.columns.items()}
    return Sample(base, stages, columns, lonely, everything.strata)


def draw_units(
    everything: Population,
    allocation: Ints,
    stations: int,
    rng: np.random.Generator,
    lonely: Lonely = "refuse",
) -> Sample:
    """Draw units inside strata, then up to `stations` stations inside each unit."""
    units = _choose(rng, everything.stratum_unit, allocation)
    sizes = np.diff(everything.unit_start)
    taken = np.minimum(sizes[units], stations)
    rows = np.concatenate(
        [
            everything.unit_start[unit] + rng.choice(size, take, replace=False, shuffle=False)
            for unit, size, take in zip(units, sizes[units], taken, strict=True)
        ]
    )
    stratum = np.repeat(np.repeat(np.arange(len(allocation)), allocation), taken)
    code = np.repeat(np.arange(len(units)), taken)
    base, stages = staged(stratum, code, everything.units.astype(float), sizes[units].astype(float))
    columns = {name: values[rows] for name, values in everything.columns.items()}
    return Sample(base, stages, columns, lonely, everything.strata)


def proportional(sizes: Ints, n: int, least: int = 2) -> Ints:
    """Share `n` stations out to strata in proportion to their sizes, at least `least` in each.

    Largest remainders; never more than a stratum has; the total is `n` unless the minima need more.

    >>> proportional(np.array([10, 30, 60]), 10).tolist()
    [2, 3, 6]
    """
    return shared_out(sizes.astype(float), sizes, n, least)


def shared_out(importance: Floats, sizes: Ints, n: int, least: int = 2) -> Ints:
    """Share `n` stations out in proportion to `importance`, between `least` and the sizes."""
    floor = np.minimum(sizes, least)
    allocation = floor.copy()
    exact = importance / importance.sum() * n if importance.sum() > 0 else floor.astype(float)
    allocation = np.clip(np.floor(exact).astype(np.int64), floor, sizes)
    remainder = exact - allocation
    for _ in range(max(0, n - int(allocation.sum()))):
        open_ones = np.where(allocation < sizes, remainder, -np.inf)
        best = int(np.argmax(open_ones))
        if open_ones[best] == -np.inf:
            break
        allocation[best] += 1
        remainder[best] -= 1
    return np.asarray(allocation, dtype=np.int64)
