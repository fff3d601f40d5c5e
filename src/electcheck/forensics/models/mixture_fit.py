"""The posterior of the finite mixture: Laplace for what is in the way, exact for the weights.

All parameters are standard normals under their priors. The twelve that are not odds are drawn from
the normal curve at the posterior's mode; given each draw the odds are drawn from their own
posterior, by importance resampling from a normal curve and from their prior. Where both odds are
near their bound of 1 their posterior is far from normal, and a normal curve alone held the truth
too seldom. That the intervals cover is not assumed but measured, by simulation-based calibration
(see `data/reference/mixture-calibration.csv`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtri

from electcheck.forensics.lattice import Floats
from electcheck.forensics.models.mixture_model import (
    Counts,
    kind_densities,
    weights,
    with_slope,
)

_BOUND = 6.0
# Draws of the other parameters, and points for the odds at each of them.
_RESTS, _POINTS = 100, 40
# The normal curve for the odds is taken wider than it is at the mode.
_WIDER = 1.5


@dataclass(frozen=True)
class Posterior:
    """What the data say of the mixing weights.

    Attributes:
        mode: the most probable point, shape (14,).
        value: log posterior density there, up to a constant.
        draws: mixing weights drawn from the posterior, shape (draws, 3).
    """

    mode: Floats
    value: float
    draws: Floats

    def mean(self) -> Floats:
        """Return the posterior means of the three weights."""
        answer: Floats = self.draws.mean(axis=0)
        return answer

    def rank(self, truth: float) -> float:
        """Return the posterior probability that the weight without fraud is below a value."""
        return float((self.draws[:, 0] < truth).mean())


def posterior(
    counts: Counts, threshold: float, draws: int, seed: np.random.SeedSequence
) -> Posterior:
    """Return the posterior from deterministic starts and seeded draws.

    Args:
        counts: stations or cells.
        threshold: between incremental and extreme fractions.
        draws: how many draws of the weights.
        seed: of the draws.
    """

    def loss(at: Floats) -> tuple[float, Floats]:
        value, slope = with_slope(at, counts, threshold)
        return -value, -slope

    bounds = [(-_BOUND, _BOUND)] * 14
    found = [
        minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 150})
        for start in _starts(counts)
    ]
    best = min(found, key=lambda one: float(one.fun))
    mode = np.asarray(best.x, dtype=np.float64)
    rng = np.random.Generator(np.random.SFC64(seed))
    found_weights = drawn_weights(counts, threshold, mode, _covariance(loss, mode), draws, rng)
    return Posterior(mode, -float(best.fun), found_weights)


def drawn_weights(
    counts: Counts,
    threshold: float,
    mode: Floats,
    covariance: Floats,
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    """Return mixing weights drawn from the posterior, shape (draws, 3).

    Args:
        counts: stations or cells.
        threshold: between incremental and extreme fractions.
        mode: of the posterior.
        covariance: of the normal curve there.
        draws: how many.
        rng: of the draws.
    """
    odds, rest = slice(0, 2), slice(2, None)
    among = covariance[rest, rest]
    pull = covariance[odds, rest] @ np.linalg.inv(among)
    narrow = _WIDER * (covariance[odds, odds] - pull @ covariance[rest, odds])
    root = np.linalg.cholesky((narrow + narrow.T) / 2)
    back, size = np.linalg.inv(root), float(np.linalg.det(root))
    steps = rng.standard_normal((_RESTS, len(mode) - 2)) @ np.linalg.cholesky(among).T
    made = []
    for step, share in zip(steps, np.array_split(np.arange(draws), _RESTS), strict=True):
        middle = mode[odds] + pull @ step
        normal = rng.standard_normal((_POINTS, 2))
        # Half from the curve, half from the prior, which reaches where the curve does not.
        points = np.where(np.arange(_POINTS)[:, None] % 2, normal, middle + normal @ root.T)
        away = back @ (points - middle).T
        curve = np.exp(-0.5 * (away**2).sum(axis=0)) / size
        prior = np.exp(-0.5 * (points**2).sum(axis=1))
        tried = weights(points)
        density = kind_densities(np.concatenate([mode[odds], mode[rest] + step]), counts, threshold)
        value = np.log(np.maximum(tried @ density, 1e-290)) @ counts.weight
        chance = np.exp(value - value.max()) * prior / (curve + prior)
        below = np.cumsum(chance)
        made.append(tried[np.searchsorted(below / below[-1], rng.random(len(share)), "right")])
    return np.concatenate(made)


def _starts(counts: Counts) -> list[Floats]:
    """Return a start without much fraud and one with the upper third of turnout as fraud."""
    w = counts.weight / counts.weight.sum()
    share = counts.votes / counts.turnout
    order = np.argsort(counts.turnout, kind="stable")
    rank = np.empty(len(order))
    rank[order] = np.cumsum(w[order])
    starts = []
    for some, odds in ((rank <= 1.1, -1.6), (rank < 0.67, 0.3)):
        chance = np.where(some, w, 0)
        chance = chance / chance.sum()
        start = np.zeros(14)
        start[:2] = odds, -2.2
        for place, rate in enumerate((counts.turnout, share)):
            logit = np.log(rate / (1 - rate))
            mean = float(chance @ logit)
            spread = max(float(chance @ (logit - mean) ** 2), 1e-3)
            start[2 + place] = mean
            start[8 + place] = float(np.clip(ndtri(-np.expm1(-5 * spread)), -3, 3))
        starts.append(start)
    return starts


def _covariance(loss: Callable[[Floats], tuple[float, Floats]], mode: Floats) -> Floats:
    """Return the inverse curvature at the mode; the priors alone curve by 1 everywhere."""
    step = 1e-3
    rows = [
        (loss(mode + one)[1] - loss(mode - one)[1]) / (2 * step) for one in step * np.eye(len(mode))
    ]
    curvature = np.array(rows)
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2)
    answer: Floats = (vectors / np.maximum(values, 0.5)) @ vectors.T
    return answer
