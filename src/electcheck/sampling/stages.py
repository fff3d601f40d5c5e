"""The stages of a draw, and the linearised variance that follows from them.

A draw has one stage (stations, or units taken whole) or two (units, then stations in them). At
each stage the units fall into groups: strata at the first stage, the drawn units at the second.
The variance of a total of influence values is the multistage recursion of Särndal, Swensson and
Wretman (Model Assisted Survey Sampling, 1992, section 4.3), the one that R's `survey` computes:

    V = sum over stages and groups of  (product of earlier n/N) * (1 - n/N) * n/(n - 1)
        * sum of squared deviations of the unit totals from their group mean.

A domain is never filtered: stations outside have influence 0 and stay in the sums and the counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Lonely = Literal["refuse", "collapse", "average"]

ROUNDING = 1e-13  # a standard error this small beside the influences is rounding, not spread
CERTAIN = 1e-7  # a group whose share left out is below this was taken whole (as in R's survey)


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of a draw, ready for variances.

    Attributes:
        unit: for each station, its unit at this stage; codes 0 to units - 1.
        group: for each unit, its group (stratum, or unit of the stage before).
        drawn: for each group, how many units were drawn.
        population: for each group, how many units it has; infinity switches the correction off.
        earlier: for each group, the product of n/N of the stages before (1 at the first stage).
    """

    unit: Ints
    group: Ints
    drawn: Ints
    population: Floats
    earlier: Floats

    @property
    def fraction(self) -> Floats:
        """The sampling fraction of each group; 0 without a finite population."""
        return self.drawn / self.population

    @property
    def lonely(self) -> NDArray[np.bool_]:
        """The groups that show no spread: one unit drawn, and more where it came from."""
        return np.asarray((self.drawn == 1) & (1.0 - self.fraction > CERTAIN))


@dataclass(frozen=True, eq=False)
class Spread:
    """A stage whose lonely groups have been dealt with: what the variance needs, precomputed.

    `root` scales each unit's total (square root of the earlier stages' fractions), `scale` each
    group's sum of squares; `group` may be coarser than the stage's own where it was collapsed.
    """

    unit: Ints
    group: Ints
    root: Floats
    size: Floats
    scale: Floats


def spread(stage: Stage, lonely: Lonely) -> Spread:
    """Prepare a stage for variances.

    Args:
        stage: groups must be coded in the order of their labels: collapsing joins neighbours.
        lonely: what to do with groups of one unit out of several. `collapse` joins each to the
            next group in order (the last to the one before), and the joined group counts as one
            stratum: too wide rather than too narrow. `average` gives each the mean contribution of
            the other groups, as R's option of this name does at the first stage; at the
            second stage, where R returns NaN, the mean is over all drawn units.

    Raises:
        ValueError: there is a lonely group and `lonely` is "refuse", or there is nothing to
            collapse it into or to average over.
    """
    alone = stage.lonely
    group, drawn = stage.group, stage.drawn
    population: Floats = stage.population
    factor = 1.0
    if alone.any():
        if lonely == "refuse":
            raise ValueError("a group with one unit shows no spread; choose collapse or average")
        if lonely == "collapse":
            joined = collapse(stage)
            group = joined[stage.group]
            drawn = np.bincount(joined, stage.drawn).astype(np.int64)
            population = np.bincount(joined, stage.population).astype(np.float64)
            if ((drawn == 1) & (1.0 - drawn / population > CERTAIN)).any():
                raise ValueError("there is no other group to join a lonely one to")
        elif alone.all():
            raise ValueError("every group has one unit: there is nothing to average over")
        else:
            factor = len(alone) / int((~alone).sum())
    left = 1.0 - drawn / population
    scale = np.where(left > CERTAIN, left, 0.0) * drawn / np.maximum(drawn - 1, 1) * factor
    scale[drawn == 1] = 0.0
    return Spread(
        stage.unit, group, np.sqrt(stage.earlier)[stage.group], drawn.astype(float), scale
    )


def collapse(stage: Stage) -> Ints:
    """Return for each group the code of the group it is joined into; deterministic, by order.

    Groups taken whole need no partner and are left alone. Codes stay in order.
    """
    free = np.flatnonzero(1.0 - stage.fraction > CERTAIN)
    joined = np.arange(len(stage.drawn))
    open_since: int | None = None
    last_closed: int | None = None
    units = 0
    for at in free:
        if open_since is None:
            open_since, units = int(at), 0
        joined[at] = open_since
        units += int(stage.drawn[at])
        if units > 1:
            last_closed, open_since = open_since, None
    if open_since is not None and last_closed is not None:
        joined[joined == open_since] = last_closed
    return np.unique(joined, return_inverse=True)[1].astype(np.int64)


def covariance(spreads: Sequence[Spread], influence: Floats) -> Floats:
    """Return the covariance matrix of the totals of `influence`.

    Args:
        spreads: one per stage, first stage first.
        influence: stations in rows, estimates in columns; zero outside a domain.

    Returns:
        A matrix with one row and column per estimate.
    """
    columns = influence.shape[1]
    result = np.zeros((columns, columns))
    for one in spreads:
        if one.scale.any():
            deviation = deviations(one, influence)
            result += deviation.T @ deviation
    # Influences that cancel exactly leave rounding behind, which must not pass for spread.
    noise = np.sqrt(np.diag(result)) < ROUNDING * np.abs(influence).sum(axis=0)
    result[noise, :] = 0.0
    result[:, noise] = 0.0
    return result


def deviations(one: Spread, influence: Floats) -> Floats:
    """Return each unit's scaled deviation at one stage; their squares sum to its variance."""
    units, groups = len(one.group), len(one.scale)
    factor = np.sqrt(one.scale)[one.group]
    result = np.empty((units, influence.shape[1]))
    for k in range(influence.shape[1]):
        total = np.bincount(one.unit, influence[:, k], minlength=units) * one.root
        mean = np.bincount(one.group, total, minlength=groups) / one.size
        result[:, k] = (total - mean[one.group]) * factor
    return result


def effective_units(spreads: Sequence[Spread], influence: Floats) -> Floats:
    """Return how many first-stage units carry the variance of each column of `influence`.

    That is (sum d^2)^2 / sum d^4 over the units' deviations d: all units where they deviate
    alike, about one where a single district makes the whole variance, so that the variance itself
    is hardly measured. Infinite where nothing deviates.
    """
    squares = deviations(spreads[0], influence) ** 2
    fourth = (squares**2).sum(axis=0)
    seen = fourth > 0
    ratio = np.divide(squares.sum(axis=0) ** 2, fourth, where=seen, out=np.full(len(seen), np.inf))
    return np.asarray(ratio, dtype=np.float64)
