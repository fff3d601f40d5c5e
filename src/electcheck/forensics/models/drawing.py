"""Elections drawn from the stations' own rates, for the resampled density.

One counter-based stream for each replicate, named by seed and number: the answer is the same on
any number of threads, and replicate 7 is the same however many are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from electcheck.forensics.lattice import Floats, Whole
from electcheck.forensics.models.beta_mixture import BetaMixture
from electcheck.forensics.policy import Rkd

_THREADS = 2


@dataclass(frozen=True)
class Draws:
    """Drawn elections, each as stations by place of the grid and as a density there.

    Attributes:
        mass: share of stations by place, shape (replicates, grid).
        densities: kernel densities at the places, same shape.
        bandwidth: of the kernel.
    """

    mass: Floats
    densities: Floats
    bandwidth: float

    def place(self, share: Floats) -> Whole:
        """Return the place of each share."""
        return place(share, self.mass.shape[1])

    def density(self, share: Floats) -> Floats:
        """Return the density of shares at the places."""
        return density(share, self.mass.shape[1], self.bandwidth)


def place(share: Floats, grid: int) -> Whole:
    """Return the nearest place of a grid over [0, 1]; a tie goes down, as in the package.

    >>> place(np.array([0.0, 0.0005, 0.0006, 1.0]), 1001).tolist()
    [0, 0, 1, 1000]
    """
    return np.maximum(np.ceil(share * (grid - 1) - 0.5), 0).astype(np.int64)


def density(share: Floats, grid: int, bandwidth: float) -> Floats:
    """Return the kernel density at the places of a grid, as R's `density` approximates it.

    R bins linearly onto a power of two of nodes over [-4 bw, 1 + 4 bw], convolves and interpolates.
    With a bandwidth far below the nodes' distance the kernel is a point, so that the binned mass
    itself is interpolated; constant factors are left out.

    Args:
        share: shares in [0, 1].
        grid: number of places.
        bandwidth: small against 1 / grid.
    """
    nodes = 1 << max(grid - 1, 512).bit_length()
    low, high = -4 * bandwidth, 1 + 4 * bandwidth
    step = (high - low) / (nodes - 1)
    at = (share - low) / step
    left = np.minimum(at.astype(np.int64), nodes - 2)
    part = at - left
    mass = np.bincount(left, 1 - part, nodes) + np.bincount(left + 1, part, nodes)
    places = (np.arange(grid) / (grid - 1) - low) / step
    answer: Floats = np.interp(places, np.arange(nodes), mass / len(share))
    return answer


def draw_elections(
    size: Floats,
    ballots: Floats,
    votes: Floats,
    mixtures: tuple[BetaMixture, BetaMixture],
    replicates: int,
    seed: np.random.SeedSequence,
    limits: Rkd,
) -> Draws:
    """Draw elections from the stations' own rates.

    Args:
        size: voters of each station.
        ballots: ballots of each.
        votes: the leader's votes of each.
        mixtures: of turnout and of the share.
        replicates: how many elections.
        seed: of the test.
        limits: grid and bandwidth.
    """
    chances = tuple(
        np.cumsum(mixture.responsibilities(count, of), axis=1)
        for mixture, count, of in zip(mixtures, (ballots, votes), (size, ballots), strict=True)
    )
    one = partial(
        _draw, seed, size.astype(np.int64), ballots, votes, mixtures, chances,
        limits.grid, float(limits.bandwidth),
    )  # fmt: skip
    blocks = np.array_split(np.arange(replicates), min(replicates, 8))
    made = _mapped(one, blocks)
    mass, densities = (np.concatenate([part[i] for part in made]) for i in range(2))
    return Draws(mass, densities, float(limits.bandwidth))


def _mapped(
    one: Callable[[Whole], tuple[Floats, Floats]], blocks: Sequence[Whole]
) -> list[tuple[Floats, Floats]]:
    # Threads are enough: NumPy draws without holding the interpreter.
    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(one, blocks))


def _draw(
    seed: np.random.SeedSequence,
    size: Whole,
    ballots: Floats,
    votes: Floats,
    mixtures: tuple[BetaMixture, BetaMixture],
    chances: tuple[Floats, ...],
    grid: int,
    bandwidth: float,
    numbers: Whole,
) -> tuple[Floats, Floats]:
    masses, densities = [], []
    for number in numbers.tolist():
        stream = np.random.SeedSequence(
            entropy=seed.entropy, spawn_key=(*seed.spawn_key, int(number))
        )
        rng = np.random.Generator(np.random.SFC64(stream))
        turnout, share = mixtures
        which = _chosen(rng, chances[0])
        rate = rng.beta(ballots + turnout.alpha[which], size - ballots + turnout.beta[which])
        cast = rng.binomial(size, rate)
        which = _chosen(rng, chances[1])
        rate = rng.beta(votes + share.alpha[which], ballots - votes + share.beta[which])
        drawn = rng.binomial(cast, rate) / np.maximum(cast, 1)
        masses.append(np.bincount(place(drawn, grid), minlength=grid) / len(drawn))
        densities.append(density(drawn, grid, bandwidth))
    return np.array(masses), np.array(densities)


def _chosen(rng: np.random.Generator, chances: Floats) -> Whole:
    if chances.shape[1] == 1:
        return np.zeros(len(chances), dtype=np.int64)
    number: Whole = (rng.random(len(chances))[:, None] > chances[:, :-1]).sum(axis=1)
    return number
