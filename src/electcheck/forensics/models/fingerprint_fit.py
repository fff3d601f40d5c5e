"""Two fits of the fingerprint model's fraud weights: by distance, and by likelihood."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import chdtrc

from electcheck.forensics.lattice import Floats
from electcheck.forensics.models.fingerprint_model import Parameters, components
from electcheck.forensics.policy import Klimek

# Likelihood parameters: logits of five fractions, the logarithm of alpha, and logarithms of the
# odds of both kinds of fraud against none.
_STEP = 1e-4
# A weight below this is at its edge: it moves alone, and only upwards.
_EDGE = 1e-3


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    Attributes:
        parameters: without the weights.
        weights: of incremental and of extreme fraud.
        cells: probability of each cell of turnout and share, shape (cells, cells).
        score: derivatives of the cells' log-probabilities by the free parameters, shape
            (free, cells * cells); None for the distance.
        newton: what turns a summed score into a step of the weights, shape (2, free).
    """

    parameters: Parameters
    weights: tuple[float, float]
    cells: Floats
    score: Floats | None = None
    newton: Floats | None = None

    def step(self, counts: Floats) -> tuple[float, float]:
        """Return the weights after one Newton step towards a resample's maximum."""
        if self.score is None or self.newton is None:
            raise AssertionError("only a likelihood fit takes a step")
        moved = self.newton @ (self.score @ counts.ravel()) * (1 / counts.sum())
        incremental, extreme = np.clip(np.array(self.weights) + moved, 0, 1)
        return float(incremental), float(extreme)


def fit_distance(
    counts: Floats, raw: Parameters, limits: Klimek, alphas: Sequence[float] | None = None
) -> Fit:
    """Return the weights and the exponent with the least squared distance of the share's histogram.

    For each exponent the weights are a least-squares problem of two numbers that are not negative
    and at most 1 together, solved exactly.

    Args:
        counts: stations by cell of turnout and share.
        raw: the raw parameters, held.
        limits: cells, nodes and exponents.
        alphas: the exponents to try; None for the policy's.
    """
    seen = counts.sum(axis=0) / counts.sum()
    best: tuple[float, Fit] | None = None
    for alpha in alphas or [float(one) for one in limits.alphas]:
        of = Parameters(raw.tau, raw.nu, raw.sigma_tau, raw.sigma_nu, raw.theta, alpha)
        made = components(of, limits.cells, limits.nodes, float(limits.extreme_sd))
        share = made.sum(axis=1)
        weights, distance = _least_squares(seen - share[0], (share[1:] - share[0]).T)
        if best is None or distance < best[0]:
            mixed: Floats = np.tensordot([1 - sum(weights), *weights], made, axes=1)
            best = distance, Fit(of, weights, mixed)
    if best is None:
        raise AssertionError("no exponent to try")
    return best[1]


def _least_squares(target: Floats, columns: Floats) -> tuple[tuple[float, float], float]:
    """Return two weights, not negative and at most 1 together, nearest to a target.

    >>> _least_squares(np.array([0.2, 0.1, 0.0]), np.eye(3)[:, :2])[0]
    (0.2, 0.1)
    >>> _least_squares(np.array([-1.0, 3.0]), np.eye(2))[0]
    (0.0, 1.0)
    """
    gram, right = columns.T @ columns, columns.T @ target

    def one(direction: Floats, base: Floats) -> Floats:
        length = float(direction @ gram @ direction)
        reach = float(direction @ (right - gram @ base)) / length if length > 0 else 0.0
        point: Floats = base + min(max(reach, 0.0), 1.0) * direction
        return point

    zero, x, y = np.zeros(2), np.array([1.0, 0.0]), np.array([0.0, 1.0])
    tried = [one(x, zero), one(y, zero), one(y - x, x)]
    inside: Floats = np.asarray(np.linalg.lstsq(gram, right, rcond=None)[0], dtype=np.float64)
    if inside.min() >= 0 and inside.sum() <= 1:
        tried.append(inside)
    losses = [float(((target - columns @ point) ** 2).sum()) for point in tried]
    place = int(np.argmin(losses))
    return (float(tried[place][0]), float(tried[place][1])), losses[place]


def fit_likelihood(counts: Floats, raw: Parameters, limits: Klimek) -> Fit:
    """Return the maximum of the likelihood over all parameters, from the distance fit's answer.

    Args:
        counts: stations by cell of turnout and share.
        raw: the raw parameters, where the search starts.
        limits: cells, nodes and the background.
    """
    total = float(counts.sum())
    flat = counts.ravel() / total
    start = fit_distance(counts, raw, limits, [1.0, 2.0])
    wide = 1.3  # the raw spreads are those of the lower half, which a mixture narrows
    names = [raw.tau, raw.nu, raw.sigma_tau * wide, raw.sigma_nu * wide, min(raw.theta, 0.9)]
    odds = [max(one, 0.01) / max(1 - sum(start.weights), 0.05) for one in start.weights]
    logits = [math.log(one / (1 - one)) for one in names]
    first = np.array([*logits, math.log(start.parameters.alpha), *np.log(odds)])

    def parts(at: Floats) -> Floats:
        made = components(_read(at)[0], limits.cells, limits.nodes, float(limits.extreme_sd))
        return made.reshape(3, -1)

    def mixed(at: Floats, made: Floats) -> Floats:
        _, weights = _read(at)
        spread = float(limits.background)
        cells = np.array([1 - sum(weights), *weights]) @ made
        logarithm: Floats = np.log((1 - spread) * cells + spread / cells.size)
        return logarithm

    def log_cells(at: Floats) -> Floats:
        return mixed(at, parts(at))

    def loss(at: Floats) -> tuple[float, Floats]:
        made = parts(at)
        here = mixed(at, made)
        # The last two are odds: they mix the same components.
        moved = [log_cells(at + one) for one in _STEP * np.eye(8)[:6]]
        moved += [mixed(at + one, made) for one in _STEP * np.eye(8)[6:]]
        slope = np.array([(one - here) @ flat for one in moved])
        # A weak pull keeps what the data do not identify (theta without fraud) in place.
        pull = 1e-5 * (at - first)
        return -float(here @ flat) + 0.5 * float(pull @ (at - first)), -slope / _STEP + pull

    found = minimize(
        loss,
        first,
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 150, "ftol": 1e-11, "gtol": 1e-7},
    )
    at = np.asarray(found.x)
    parameters, weights = _read(at)
    made = parts(at)
    cells = np.exp(mixed(at, made))
    step = _STEP * np.eye(8)[:6]
    score = [(log_cells(at + one) - log_cells(at - one)) / (2 * _STEP) for one in step]
    # At the maximum these scores sum to nothing; what is left of them is no resample's doing.
    score = [one - float(one @ flat) for one in score]
    # The weights' own; that of a weight at its edge does not vanish and keeps a resample there.
    part = (1 - float(limits.background)) / cells
    score += [np.asarray(part * (made[kind] - made[0])) for kind in (1, 2)]
    newton = np.zeros((2, 8))
    inner = list(range(6)) + [6 + i for i in range(2) if weights[i] >= _EDGE]
    for row in inner[6:]:
        score[row] -= float(score[row] @ flat)
    both = np.array(score)
    information = (both * flat) @ both.T + 1e-5 * np.eye(8)
    inverse = np.linalg.inv(information[np.ix_(inner, inner)])
    for kind in range(2):
        if 6 + kind in inner:
            newton[kind, inner] = inverse[inner.index(6 + kind)]
        else:
            newton[kind, 6 + kind] = 1 / information[6 + kind, 6 + kind]
    return Fit(parameters, weights, cells.reshape(counts.shape), both, newton)


def _read(at: Floats) -> tuple[Parameters, tuple[float, float]]:
    fractions = 1 / (1 + np.exp(-np.clip(at[:5], -12, 12)))
    odds = np.exp(np.clip(at[6:], -30, 30))
    whole = 1 + float(odds.sum())
    alpha = float(np.exp(np.clip(at[5], -3, 3)))
    tau, nu, sigma_tau, sigma_nu, theta = (float(one) for one in fractions)
    parameters = Parameters(tau, nu, sigma_tau, sigma_nu, theta, alpha)
    return parameters, (float(odds[0] / whole), float(odds[1] / whole))


def goodness(counts: Floats, fit: Fit, limits: Klimek) -> dict[str, float]:
    """Return how far the fitted model is from the election.

    `misfit` is the share of stations in other cells than the model puts them (total variation),
    `misfit_expected` what chance alone gives, `goodness_of_fit_pvalue` Pearson's on the cells of
    the share that expect five stations.
    """
    n = float(counts.sum())
    seen, model = counts / n, fit.cells / fit.cells.sum()
    expected = n * model.sum(axis=0)
    some = expected >= 5
    distance = float(((counts.sum(axis=0)[some] - expected[some]) ** 2 / expected[some]).sum())
    freedom = max(int(some.sum()) - 4, 1)
    return {
        "misfit": 0.5 * float(np.abs(seen - model).sum()),
        "misfit_expected": 0.5 * float(np.sqrt(2 * model * (1 - model) / (math.pi * n)).sum()),
        "goodness_of_fit_pvalue": float(chdtrc(freedom, distance)),
    }
