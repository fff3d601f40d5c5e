"""The Monte Carlo of Kobak, Shpilkin & Pshenichnikov, written plainly.

D. Kobak, S. Shpilkin & M. S. Pshenichnikov, "Integer percentages as electoral falsification
fingerprints", Annals of Applied Statistics 10 (2016), section 2: every station's ballots and
leader's votes are drawn from the binomial at the station's own rates; the stations within 0.05
points of a whole percentage are counted in every replicate; the excess is the observed count less
the replicates' mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WINDOW = 0.05


@dataclass(frozen=True)
class Counts:
    """Stations that are kept: voters, ballots given out, ballots in boxes, the leader's votes."""

    registered: np.ndarray
    out: np.ndarray
    cast: np.ndarray
    leader: np.ndarray


def kept(registered: np.ndarray, out: np.ndarray, cast: np.ndarray, leader: np.ndarray) -> Counts:
    """Return the stations of at least 100 voters, turnout and share at most 99 %."""
    keep = np.isfinite(registered + out + cast + leader)
    keep &= (registered >= 100) & (out <= 0.99 * registered) & (cast > 0)
    keep &= leader <= 0.99 * cast
    whole = [one[keep].astype(np.int64) for one in (registered, out, cast, leader)]
    return Counts(*whole)


def near(count: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Tell which percentages are within the window of a whole one, bounds included."""
    percent = 100 * count / of
    return np.abs(percent - np.round(percent)) <= WINDOW + 1e-9


def statistics(registered: np.ndarray, out: np.ndarray, cast: np.ndarray, leader: np.ndarray):
    """Return how many stations are near in turnout, in share, and in either."""
    turnout, share = near(out, registered), near(leader, cast)
    return np.array([turnout.sum(), share.sum(), (turnout | share).sum()])


def monte_carlo(stations: Counts, replicates: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the observed counts, and those of each replicate, shape (replicates, 3)."""
    observed = statistics(stations.registered, stations.out, stations.cast, stations.leader)
    rng = np.random.default_rng(seed)
    turnout = stations.out / stations.registered
    share = stations.leader / stations.cast
    drawn = np.empty((replicates, 3))
    for i in range(replicates):
        out = rng.binomial(stations.registered, turnout)
        leader = rng.binomial(stations.cast, share)
        drawn[i] = statistics(stations.registered, out, stations.cast, leader)
    return observed, drawn
