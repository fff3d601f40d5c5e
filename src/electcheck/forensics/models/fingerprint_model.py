"""The fingerprint model's densities: turnout and share without, with some and with extreme fraud.

Without fraud turnout t and share v of a station are normal around tau and nu, cut to [0, 1].
Incremental fraud takes a fraction x = |N(0, theta)| of those who did not vote and x^alpha of the
others' votes for the leader; extreme fraud takes 1 - x with x = |N(0, 0.075)|. For a given x the
map (t, v) -> (turnout, share) is one to one, so that the density is that of what was before,
over the map's derivative; over x it is summed by the trapezoidal rule. Nothing is drawn, so that
the likelihood is smooth in its parameters.

Source: Klimek, Yegorov, Hanel & Thurner, PNAS 109 (2012), and its supporting information.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from scipy.special import ndtr

from electcheck.forensics.lattice import Floats

# A node that moves less than this part of all fractions into a cell is left out there.
_NOTHING = 1e-13


@dataclass(frozen=True)
class Parameters:
    """The model without its mixing weights.

    Attributes:
        tau: mode of turnout.
        nu: mode of the leader's share.
        sigma_tau: spread of turnout below its mode.
        sigma_nu: spread of the share below its mode.
        theta: spread of the fraction that incremental fraud takes.
        alpha: exponent of the others' votes; 1 takes votes as it takes non-voters.
    """

    tau: float
    nu: float
    sigma_tau: float
    sigma_nu: float
    theta: float
    alpha: float

    def vector(self) -> Floats:
        """Return the parameters in the order of the attributes."""
        return np.array([getattr(self, one.name) for one in fields(self)])


def components(of: Parameters, cells: int, nodes: int, extreme_sd: float) -> Floats:
    """Return the probability of each cell without, with incremental and with extreme fraud.

    Args:
        of: the parameters.
        cells: cells of turnout and as many of share, over [0, 1].
        nodes: for the sum over the fraction taken.
        extreme_sd: spread of extreme fraud.

    Returns:
        Shape (3, cells, cells), turnout first; each sums to 1.

    >>> made = components(Parameters(0.5, 0.4, 0.05, 0.05, 0.3, 1.0), 20, 16, 0.075)
    >>> made.shape, made.sum(axis=(1, 2)).round(9).tolist()
    ((3, 20, 20), [1.0, 1.0, 1.0])
    >>> int(made[0].sum(axis=1).argmax()), int(made[2].sum(axis=1).argmax())
    (10, 19)
    """
    edges = np.linspace(0, 1, cells + 1)
    turnout = np.diff(ndtr((edges - of.tau) / of.sigma_tau))
    share = np.diff(ndtr((edges - of.nu) / of.sigma_nu))
    some = _nodes(0.0, min(4.5 * of.theta, 0.993), nodes)
    most = _nodes(1 - min(4.5 * extreme_sd, 0.993), 0.9995, nodes)
    taken = _Taken(some, np.exp(-0.5 * (some / of.theta) ** 2) * (1 - some))
    nearly = _Taken(most, np.exp(-0.5 * ((1 - most) / extreme_sd) ** 2) * (1 - most))
    made = np.stack([
        np.outer(turnout, share), _moved(of, cells, taken), _moved(of, cells, nearly)
    ])  # fmt: skip
    made += 1e-300
    answer: Floats = made / made.sum(axis=(1, 2), keepdims=True)
    return answer


@dataclass(frozen=True)
class _Taken:
    """Fractions that may be taken, and how probable they are, up to a factor."""

    fraction: Floats
    weight: Floats


def _nodes(low: float, high: float, nodes: int) -> Floats:
    """Return fractions evenly spaced in -ln(1 - x).

    What is left of a station shrinks with 1 - x, so that these are as close everywhere as the
    densities that they move are wide.
    """
    fractions: Floats = 1 - np.exp(np.linspace(np.log1p(-low), np.log1p(-high), nodes))
    return fractions


def _moved(of: Parameters, cells: int, taken: _Taken) -> Floats:
    """Return the density of cells after fractions were taken.

    What a node moves is spread over the cells by the probabilities of what was before between the
    moved edges, so that narrow densities near 100 % are not missed between centres.
    """
    fraction, weight = taken.fraction, taken.weight.copy()
    weight[[0, -1]] /= 2
    edges = np.linspace(0, 1, cells + 1)
    x = fraction[:, None]
    before = (edges[None, :] - x) / (1 - x)
    below = ndtr((np.clip(before, 0, 1) - of.tau) / of.sigma_tau)
    turnout = np.diff(below, axis=1)
    # By cell, so that what falls into one is added in one go.
    cell, node = np.nonzero((weight[:, None] * turnout / weight.sum()).T > _NOTHING)
    density = np.zeros((cells, cells))
    if not len(cell):
        return density
    # The share after depends on the turnout before: in a cell, the mean of what was there.
    there = np.clip(before, 0, 1)
    z = (there - of.tau) / of.sigma_tau
    height = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    fall = (height[node, cell] - height[node, cell + 1]) / turnout[node, cell]
    mean = np.clip(of.tau + of.sigma_tau * fall, there[node, cell], there[node, cell + 1])
    middle = np.maximum(mean, 1e-6)
    x = fraction[node]
    stolen = x**of.alpha
    whole = middle + x * (1 - middle)
    base = x * (1 - middle) + stolen * middle
    scale = np.maximum(middle * (1 - stolen), 1e-12)
    share = edges * (whole / scale)[:, None] - (base / scale)[:, None]
    # Shares below 0 and above 1 are cut, and most edges are there.
    reach = np.where(share > 0, ndtr((1 - of.nu) / of.sigma_nu), ndtr(-of.nu / of.sigma_nu))
    inside = (share > 0) & (share < 1)
    reach[inside] = ndtr((share[inside] - of.nu) / of.sigma_nu)
    moved = np.diff(reach, axis=1) * (weight[node] * turnout[node, cell])[:, None]
    starts = np.concatenate(([0], np.flatnonzero(np.diff(cell)) + 1))
    density[cell[starts]] = np.add.reduceat(moved, starts, axis=0)
    return density
