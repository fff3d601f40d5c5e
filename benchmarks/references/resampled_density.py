"""The resampled kernel density of Rozenas, written plainly.

A. Rozenas, "Detecting election fraud from irregularities in vote-share distributions", Political
Analysis 25 (2017): elections are drawn from each station's own rates of turnout and of the share,
with a mixture of betas as the prior of both; a share is a spike where the density of the election
is above that of every drawn one (the package's envelope); the estimate is the share of stations by
which the spikes exceed the mean of the draws. The density is R's: linear binning and a Fourier
convolution with the normal kernel.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln


@dataclass(frozen=True)
class Mixture:
    """Shapes and weights of the components of a mixture of betas."""

    alpha: np.ndarray
    beta: np.ndarray
    weight: np.ndarray

    def drawn(self, rng: np.random.Generator, count: np.ndarray, of: np.ndarray) -> np.ndarray:
        """Return a rate for each station from its posterior."""
        chance = np.log(self.weight) + betaln(
            count[:, None] + self.alpha, (of - count)[:, None] + self.beta
        )
        chance -= betaln(self.alpha, self.beta)
        chance = np.exp(chance - chance.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        which = (rng.random(len(count))[:, None] > chance.cumsum(axis=1)[:, :-1]).sum(axis=1)
        return rng.beta(count + self.alpha[which], of - count + self.beta[which])


def density(share: np.ndarray, grid: int, bandwidth: float) -> np.ndarray:
    """Return the kernel density of shares at the places of a grid over [0, 1], as R's."""
    nodes = 2 ** int(np.ceil(np.log2(max(grid, 512))))
    low, high = -4 * bandwidth, 1 + 4 * bandwidth
    step = (high - low) / (nodes - 1)
    at = (share - low) / step
    left = np.minimum(np.floor(at).astype(np.int64), nodes - 2)
    mass = np.zeros(2 * nodes)
    np.add.at(mass, left, 1 - (at - left))
    np.add.at(mass, left + 1, at - left)
    apart = np.arange(2 * nodes) * step
    apart[nodes + 1 :] = -apart[1:nodes][::-1]
    kernel = np.exp(-0.5 * (apart / bandwidth) ** 2) / (bandwidth * np.sqrt(2 * np.pi))
    smooth = np.fft.ifft(np.fft.fft(mass / len(share)) * np.conj(np.fft.fft(kernel))).real[:nodes]
    places = np.linspace(0, 1, grid)
    return np.interp(places, low + step * np.arange(nodes), np.maximum(smooth, 0))


def spikes(
    size: np.ndarray, ballots: np.ndarray, votes: np.ndarray, mixtures: tuple[Mixture, Mixture],
    resamples: int, seed: int, grid: int = 1001, bandwidth: float = 1e-4,
) -> float:  # fmt: skip
    """Return the per cent of stations by which spikes exceed the mean of the draws."""
    rng = np.random.default_rng(seed)
    share = votes / ballots
    highest = np.zeros(grid)
    mean = np.zeros(grid)
    for _ in range(resamples):
        cast = rng.binomial(size, mixtures[0].drawn(rng, ballots, size))
        drawn = rng.binomial(cast, mixtures[1].drawn(rng, votes, ballots)) / np.maximum(cast, 1)
        highest = np.maximum(highest, density(drawn, grid, bandwidth))
        mean += _mass(drawn, grid) / resamples
    observed = _mass(share, grid)
    spike = (density(share, grid, bandwidth) > highest) & (observed > mean)
    return float(100 * (observed - mean)[spike].sum())


def _mass(share: np.ndarray, grid: int) -> np.ndarray:
    place = np.maximum(np.ceil(share * (grid - 1) - 0.5), 0).astype(np.int64)
    return np.bincount(place, minlength=grid) / len(share)
