"""Mixtures of beta-binomials by EM: how the rates of stations are spread.

Starts are quantile groups of the observed rates, so that the same stations give the same answer.
The M step is one of Minka's fixed-point updates, which never lowers the likelihood; it ends when
the mean log-likelihood rises by less than the tolerance. The number of components is chosen by BIC.

Source: Minka, "Estimating a Dirichlet distribution" (2000), for the update.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, digamma, gammaln

from electcheck.forensics.lattice import Floats

_LOW, _HIGH = 0.05, 1e5


@dataclass(frozen=True)
class BetaMixture:
    """Parameters of the components, each of shape (components,).

    Attributes:
        alpha: first shapes.
        beta: second shapes.
        weight: mixing weights, 1 together.
    """

    alpha: Floats
    beta: Floats
    weight: Floats

    def responsibilities(self, count: Floats, of: Floats) -> Floats:
        """Return how probable each component is for each station, shape (stations, components)."""
        return self.expectation(count, of)[0]

    def expectation(self, count: Floats, of: Floats) -> tuple[Floats, float]:
        """Return the responsibilities, and the mean log-likelihood of a station.

        The binomial coefficients are left out of the likelihood.
        """
        joint = self._joint(count, of)
        top = joint.max(axis=1, keepdims=True)
        chance: Floats = np.exp(joint - top)
        whole = chance.sum(axis=1, keepdims=True)
        part: Floats = chance / whole
        return part, float((top + np.log(whole)).mean())

    def _joint(self, count: Floats, of: Floats) -> Floats:
        a, b = self.alpha[None, :], self.beta[None, :]
        y, n = count[:, None], of[:, None]
        joint: Floats = (
            np.log(np.maximum(self.weight, 1e-300))
            + gammaln(y + a)
            + gammaln(n - y + b)
            - gammaln(n + a + b)
            - betaln(a, b)
        )
        return joint


def fit_mixture(
    count: Floats, of: Floats, components: int, tolerance: float, iterations: int
) -> BetaMixture:
    """Return the mixture with the best BIC among 1 to `components` components.

    Args:
        count: counts, shape (stations,).
        of: their denominators, positive.
        components: at most so many.
        tolerance: of the mean log-likelihood.
        iterations: at most so many for each number of components.

    >>> rng = np.random.default_rng(1)
    >>> n = np.full(2000, 500.0)
    >>> y = rng.binomial(500, rng.beta(30, 20, 2000)).astype(float)
    >>> fitted = fit_mixture(y, n, 1, 1e-8, 500)
    >>> bool(abs(fitted.alpha[0] / (fitted.alpha[0] + fitted.beta[0]) - 0.6) < 0.01)
    True
    """
    best: tuple[float, BetaMixture] | None = None
    for number in range(1, components + 1):
        if number > 1 and len(count) < 50 * number:
            break
        fitted, likelihood = _em(_start(count / of, number), count, of, tolerance, iterations)
        cost = -2 * likelihood * len(count) + (3 * number - 1) * np.log(len(count))
        if best is None or cost < best[0]:
            best = cost, fitted
    if best is None:
        raise AssertionError("no number of components")
    return best[1]


def _start(rate: Floats, number: int) -> BetaMixture:
    parts = np.array_split(np.sort(rate), number)
    mean = np.clip([float(part.mean()) for part in parts], 0.01, 0.99)
    spread = np.maximum([float(part.var()) for part in parts], 1e-4)
    total = np.clip(mean * (1 - mean) / spread - 1, 2.0, 200.0)
    return BetaMixture(mean * total, (1 - mean) * total, np.full(number, 1 / number))


def _em(
    mixture: BetaMixture, count: Floats, of: Floats, tolerance: float, iterations: int
) -> tuple[BetaMixture, float]:
    part, before = mixture.expectation(count, of)
    for _ in range(iterations):
        a, b = mixture.alpha[None, :], mixture.beta[None, :]
        y, n = count[:, None], of[:, None]
        below = (part * (digamma(n + a + b) - digamma(a + b))).sum(axis=0)
        up = (part * (digamma(y + a) - digamma(a))).sum(axis=0)
        down = (part * (digamma(n - y + b) - digamma(b))).sum(axis=0)
        safe = np.maximum(below, 1e-12)
        mixture = BetaMixture(
            np.clip(mixture.alpha * up / safe, _LOW, _HIGH),
            np.clip(mixture.beta * down / safe, _LOW, _HIGH),
            part.mean(axis=0),
        )
        part, now = mixture.expectation(count, of)
        if now - before < tolerance:
            return mixture, now
        before = now
    return mixture, before
