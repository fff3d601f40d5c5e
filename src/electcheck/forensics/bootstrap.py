"""Intervals by resampling stations within their regions.

Stations are drawn with replacement within each region, so that a region keeps its weight. For a
sum over stations the bootstrap distribution is known without drawing: its mean, variance and
third cumulant are sums over the regions, and its quantiles follow to the order of one in the
number of stations (Cornish & Fisher). Other statistics are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from statistics import NormalDist

import numpy as np

from electcheck.forensics.lattice import Floats, Whole

_BATCH = 8


def sum_interval(values: Floats, starts: Whole, coverage: float) -> tuple[float, float]:
    """Return the bootstrap interval of the sum of `values`, as infinitely many draws give it.

    Args:
        values: one per station, stations of a region together.
        starts: where each region starts, shape (regions,), ascending from 0.
        coverage: for example 0.95.

    >>> low, high = sum_interval(np.array([0.0, 1.0, 0.0, 1.0]), np.array([0]), 0.95)
    >>> round(low, 2), round(high, 2)
    (0.04, 3.96)
    """
    size = np.diff(np.append(starts, len(values))).astype(np.float64)
    mean = np.add.reduceat(values, starts) / size
    apart = values - np.repeat(mean, size.astype(np.int64))
    variance = float((apart**2).sum())
    third = float((apart**3).sum())
    if variance <= 0:
        return float(values.sum()), float(values.sum())
    sd = float(np.sqrt(variance))
    z = NormalDist().inv_cdf(0.5 + coverage / 2)
    bend = third / sd**3 * (z**2 - 1) / 6
    total = float(values.sum())
    return total + sd * (bend - z), total + sd * (bend + z)


def resampled(
    features: Floats,
    starts: Whole,
    statistic: Callable[[Floats], Floats],
    resamples: int,
    seed: np.random.SeedSequence,
) -> Floats:
    """Return a statistic of sums over stations, for each of `resamples` stratified resamples.

    Args:
        features: what is summed, shape (stations, features), stations of a region together.
        starts: where each region starts.
        statistic: takes sums of shape (resamples, features), gives (resamples, statistics).
        resamples: how many.
        seed: of `station_weights`.

    Returns:
        Shape (resamples, statistics).
    """
    sums = [weight @ features for weight in _batches(starts, len(features), resamples, seed)]
    return statistic(np.concatenate(sums)[:resamples])


def station_weights(
    starts: Whole, n: int, resamples: int, seed: np.random.SeedSequence
) -> Iterator[Floats]:
    """Yield how often each station is drawn, once for each stratified resample.

    Args:
        starts: where each region starts.
        n: stations.
        resamples: how many; resample 7 is the same however many there are.
        seed: one stream for each batch of resamples.
    """
    rows = (row for batch in _batches(starts, n, resamples, seed) for row in batch)
    yield from islice(rows, resamples)


def _batches(
    starts: Whole, n: int, resamples: int, seed: np.random.SeedSequence
) -> Iterator[Floats]:
    """Yield the weights of a batch of resamples, shape (batch, stations), in one array."""
    size = np.diff(np.append(starts, n))
    first = np.repeat(starts, size).astype(np.int32)
    span = np.repeat(size, size).astype(np.float32)
    last = first + np.repeat(size, size).astype(np.int32) - 1
    weight = np.empty((_BATCH, n))
    for begin in range(0, resamples, _BATCH):
        stream = np.random.SeedSequence(
            entropy=seed.entropy, spawn_key=(*seed.spawn_key, begin // _BATCH)
        )
        rng = np.random.Generator(np.random.SFC64(stream))
        for row in range(_BATCH):
            draw = (rng.random(n, dtype=np.float32) * span).astype(np.int32)
            draw += first
            # A float just below 1 may round up to the size of the region.
            np.minimum(draw, last, out=draw)
            weight[row] = np.bincount(draw, minlength=n)
        yield weight


def percentile_interval(draws: Floats, coverage: float) -> tuple[float, float]:
    """Return the percentile interval of one statistic's draws; NaN where too few are defined."""
    kept = draws[np.isfinite(draws)]
    if len(kept) < 20:
        return float("nan"), float("nan")
    low, high = np.quantile(kept, [0.5 - coverage / 2, 0.5 + coverage / 2])
    return float(low), float(high)
