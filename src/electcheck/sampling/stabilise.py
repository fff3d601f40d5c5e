"""Estimates as stations come in: the curve that shows whether a count has settled.

Stations that report early are no random part of a sample: a settled curve is no proof, and an
early estimate covers only the strata that have reported.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from electcheck.errors import InputRefused
from electcheck.sampling.build import Stations
from electcheck.sampling.design_file import Ask
from electcheck.sampling.estimate import linearise
from electcheck.sampling.estimators import standard_error
from electcheck.sampling.intervals import t_interval
from electcheck.sampling.policy import SamplingPolicy
from electcheck.sampling.stages import Ints


@dataclass(frozen=True)
class Step:
    """The estimate after so many stations.

    `estimate`, `low` and `high` are nan while a stratum has no station yet, or no spread.
    """

    stations: int
    strata_missing: int
    estimate: float
    low: float
    high: float


def stabilisation(
    stations: Stations, ask: Ask, order: Ints, policy: SamplingPolicy, steps: int = 40
) -> tuple[Step, ...]:
    """Return the estimate after growing numbers of stations.

    Args:
        stations: the sample.
        ask: the estimate.
        order: the rows in the order in which they came in.
        policy: for the level of the ranges.
        steps: how many points the curve has, at most.
    """
    mask = stations.reported(ask.columns)
    arrived = order[mask[order]]
    strata = len(stations.sample.strata)
    level = float(stations.design.level or policy.level.value)
    counts = np.unique(np.linspace(1, len(arrived), min(steps, len(arrived))).astype(int))
    curve = []
    for count in counts.tolist():
        keep = np.zeros(len(mask), dtype=bool)
        keep[arrived[:count]] = True
        missing = strata - len(np.unique(stations.sample.stratum[keep]))
        curve.append(_step(stations, ask, keep, count, missing, level))
    return tuple(curve)


def _step(
    stations: Stations, ask: Ask, keep: np.ndarray, count: int, missing: int, level: float
) -> Step:
    unknown = Step(count, missing, np.nan, np.nan, np.nan)
    if missing:
        return unknown
    try:
        sample = stations.of(keep)
    except InputRefused:
        return unknown
    linear = linearise(ask, sample)
    found = t_interval(linear.estimate, standard_error(sample, linear), sample.df(), level)
    return Step(count, missing, linear.estimate, found.low, found.high)
