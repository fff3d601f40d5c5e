"""A sample of polling stations: its design, and its stations' numbers as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from electcheck.sampling.stages import Floats, Ints, Lonely, Spread, Stage, spread

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PostStrata:
    """Classes of stations whose number in the population is known.

    Attributes:
        code: for each station of the sample, its class.
        totals: for each class, how many stations the population has.
    """

    code: Ints
    totals: Floats


@dataclass(frozen=True, eq=False)
class Sample:
    """Stations drawn at random, with the design that drew them.

    Attributes:
        base: one weight per station, before post-stratification.
        stages: one or two; strata and units are coded in the order of their labels.
        columns: the stations' numbers, one array per column.
        lonely: what happens to strata with one unit.
        strata: the labels of the strata, by code.
        post: classes to adjust the weights to, or None.

    >>> sample = stratified(["a", "a", "b", "b"], {"a": 10, "b": 20}, {"ballots": [1, 2, 3, 4]})
    >>> sample.weight
    array([ 5.,  5., 10., 10.])
    >>> sample.df()
    2
    """

    base: Floats
    stages: tuple[Stage, ...]
    columns: Mapping[str, Floats]
    lonely: Lonely = "refuse"
    strata: tuple[str, ...] = ()
    post: PostStrata | None = field(default=None)

    @property
    def n(self) -> int:
        """The number of stations."""
        return len(self.base)

    @cached_property
    def weight(self) -> Floats:
        """How many stations of the population each station stands for."""
        if self.post is None:
            return self.base
        found = np.bincount(self.post.code, self.base, minlength=len(self.post.totals))
        return self.base * (self.post.totals / found)[self.post.code]

    @cached_property
    def spreads(self) -> tuple[Spread, ...]:
        """The stages, ready for variances.

        Raises:
            ValueError: a stratum has one unit and `lonely` does not say what to do.
        """
        return tuple(spread(stage, self.lonely) for stage in self.stages)

    @cached_property
    def stratum(self) -> Ints:
        """The stratum of each station."""
        first = self.stages[0]
        return first.group[first.unit]

    @cached_property
    def is_census(self) -> bool:
        """True when every station of the population is in the sample."""
        return all(bool((stage.drawn >= stage.population).all()) for stage in self.stages)

    def counted(self, domain: Mask | None = None) -> bool:
        """Tell whether every station of the strata and units that a domain was seen in is here."""
        if domain is None or self.is_census:
            return self.is_census
        whole = [stage.drawn >= stage.population for stage in self.stages]
        return all(
            bool(full[stage.group[stage.unit[domain]]].all())
            for full, stage in zip(whole, self.stages, strict=True)
        )

    def df(self, domain: Mask | None = None) -> int:
        """Return the design degrees of freedom: first-stage units less strata.

        With `domain`, only units and strata that have a station in it count, as R's
        `degf(subset(design, ...))`. Collapsed strata count as one. Where each stratum is one unit
        that was taken for certain, nothing was drawn at the first stage: its units are strata, and
        the stations in them less these count (R counts none and gives no range).
        """
        found = self._df(0, domain)
        return self._df(1, domain) if found == 0 and self.units_are_strata(domain) else found

    def _df(self, stage: int, domain: Mask | None) -> int:
        unit, group = self.stages[stage].unit, self.spreads[stage].group
        if domain is None:
            return len(group) - len(np.unique(group))
        units = np.unique(unit[domain])
        return len(units) - len(np.unique(group[units]))

    def units_are_strata(self, domain: Mask | None = None) -> bool:
        """Tell whether every first-stage unit is alone in its stratum and certain to be in."""
        first = self.stages[0]
        if len(self.stages) == 1:
            return False
        here = first.group if domain is None else first.group[np.unique(first.unit[domain])]
        return bool((first.population[here] == 1).all())

    def where(self, keep: Mask) -> Sample:
        """Return the sample of the stations in `keep`, reweighted as if only they had been drawn.

        This is for stations that did not report, not for domains: the sizes of strata and units
        stay, the stations left stand for those missing beside them. A unit without a station
        left drops out, its stratum's other units stand for it.

        Raises:
            ValueError: a stratum has no station left.
        """
        first = self.stages[0]
        unit = first.unit[keep]
        group = first.group[unit]
        if len(np.unique(group)) < len(first.drawn):
            raise ValueError("a stratum has no station left")
        columns = {name: values[keep] for name, values in self.columns.items()}
        post = None if self.post is None else replace(self.post, code=self.post.code[keep])
        if len(self.stages) == 1 and not _one_per_unit(first):
            # Units taken whole: a station missing inside one is a second stage.
            within = np.bincount(first.unit).astype(float)
            base, stages = staged(group, unit, first.population, within)
        elif len(self.stages) == 1:
            base, stages = staged(group, None, first.population, None)
        else:
            base, stages = staged(group, unit, first.population, self.stages[1].population)
        if not np.isfinite(first.population).all():
            # Nothing but weights is known: those left carry the weight of their whole stratum.
            whole = np.bincount(self.stratum, self.base)
            left = np.bincount(group, self.base[keep])
            base = self.base[keep] * (whole / left)[group]
        return replace(self, base=base, stages=stages, columns=columns, post=post)


def _one_per_unit(stage: Stage) -> bool:
    return len(stage.group) == len(stage.unit)


def staged(
    stratum: Ints, unit: Ints | None, population: Floats, within: Floats | None
) -> tuple[Floats, tuple[Stage, ...]]:
    """Return weights and stages of a draw at equal probabilities inside strata.

    Args:
        stratum: one code per station, 0 to strata - 1, every code used.
        unit: one code per station, or None where stations were drawn directly.
        population: units (or stations) of each stratum; infinity for no correction.
        within: stations of each unit code, or None where units were taken whole.

    Returns:
        The weights (n/N inverted, stage by stage; nan without finite sizes), and the stages.
    """
    first_unit = (
        np.arange(len(stratum)) if unit is None else np.unique(unit, return_inverse=True)[1]
    )
    first_unit = first_unit.astype(np.int64)
    units = int(first_unit.max()) + 1
    group = np.empty(units, dtype=np.int64)
    group[first_unit] = stratum
    drawn = np.bincount(group, minlength=len(population)).astype(np.int64)
    first = Stage(first_unit, group, drawn, population, np.ones(len(population)))
    weight = (population / drawn)[stratum]
    if unit is None or within is None:
        return weight, (first,)
    inside = within[np.unique(unit)]
    stations = np.bincount(first_unit).astype(np.int64)
    second = Stage(np.arange(len(stratum)), first_unit, stations, inside, first.fraction[group])
    return weight * (inside / stations)[first_unit], (first, second)


def coded(labels: object) -> tuple[Ints, tuple[str, ...]]:
    """Return codes and their labels in order: as numbers where all are numbers, else as text.

    >>> coded(["10", "9", "9"])[1]
    ('9', '10')
    """
    text, inverse = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    names = [str(name) for name in text]
    order = sorted(range(len(names)), key=lambda at: _in_order(names[at]))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[inverse], tuple(names[at] for at in order)


def _in_order(label: str) -> tuple[int, float, str]:
    try:
        return (0, float(label), label)
    except ValueError:
        return (1, 0.0, label)


def stratified(
    stratum: object,
    stations: Mapping[str, float],
    columns: Mapping[str, object],
    lonely: Lonely = "refuse",
) -> Sample:
    """Return a one-stage sample of stations.

    Args:
        stratum: one label per station.
        stations: how many stations each stratum of the population has.
        columns: the stations' numbers.
        lonely: what to do with a stratum of one station.
    """
    code, labels = coded(stratum)
    sizes = np.array([stations[label] for label in labels], dtype=float)
    base, stages = staged(code, None, sizes, None)
    return Sample(base, stages, _floats(columns), lonely, labels)


def two_stage(
    stratum: object,
    unit: object,
    units: Mapping[str, float],
    stations: Mapping[str, float],
    columns: Mapping[str, object],
    lonely: Lonely = "refuse",
) -> Sample:
    """Return a sample of units, then of stations in them.

    Args:
        stratum: one label per station.
        unit: one label per station; no unit lies in two strata.
        units: how many units each stratum of the population has.
        stations: how many stations each drawn unit has.
        columns: the stations' numbers.
        lonely: what to do with a stratum of one unit, or a unit of one station.

    >>> sample = two_stage([1, 1, 1, 1], [7, 7, 8, 8], {"1": 10}, {"7": 4, "8": 6}, {"x": [0] * 4})
    >>> sample.weight
    array([10., 10., 15., 15.])
    """
    code, labels = coded(stratum)
    unit_code, unit_labels = coded(unit)
    sizes = np.array([units[label] for label in labels], dtype=float)
    inside = np.array([stations[label] for label in unit_labels], dtype=float)
    base, stages = staged(code, unit_code, sizes, inside)
    return Sample(base, stages, _floats(columns), lonely, labels)


def _floats(columns: Mapping[str, object]) -> dict[str, Floats]:
    return {name: np.asarray(values, dtype=float) for name, values in columns.items()}
