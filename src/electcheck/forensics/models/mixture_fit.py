"""The posterior of the finite mixture: its mode, and its curvature there (Laplace).

On the scale of standard normals, on which the priors are normal and both odds are probits, the
posterior of the odds is close to normal; draws from it are turned into mixing weights. That its
intervals cover is not assumed but measured, by simulation-based calibration (see
`data/reference/mixture-calibration.csv`).
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
    weights,
    with_slope,
)

_BOUND = 6.0


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
    spread = np.linalg.cholesky(_covariance(loss, mode)[:2, :2])
    points = np.zeros((draws, 14))
    points[:, :2] = mode[:2] + rng.standard_normal((draws, 2)) @ spread.T
    return Posterior(mode, -float(best.fun), weights(points))


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
