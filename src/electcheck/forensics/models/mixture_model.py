"""The finite mixture of no, incremental and extreme fraud as one likelihood, latent rates summed.

The model is `qbl` of eforensics: the logits of turnout, of the leader's share and of the fractions
manufactured and stolen are normal over the stations, each with its own mean and variance; counts
are binomial. Here the station's own logits are not drawn: those of turnout and share are added to
the counts' variance on the logit scale, those of the fractions are summed at Gauss-Hermite nodes.
What is left are 14 parameters, whatever the number of stations.

For given fractions m (of those who did not vote) and s (of the others' votes) a station with
turnout t and share v shows turnout T = t + m (1 - t) and leader's votes per voter
W = t v + m (1 - t) + s t (1 - v); both are turned round to t and v.

Every parameter is written as a standard normal turned into its prior, so that the prior of a
point is that of 14 independent standard normals, and what the data do not identify stays one.

Source: Ferrari, Mebane, McAlister & Wu, "Estimating vote counts from fraud" (2019 and later), and
the R package eforensics 0.0.4, whose priors are taken as they are: odds of both kinds of fraud
uniform on (0, 1), means of logits standard normal, variances exponential with rate 5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import cache
from itertools import chain, product

import numpy as np
from scipy.special import log_ndtr, ndtr

from electcheck.forensics.lattice import Floats

NAMES = (
    "odds_incremental", "odds_extreme",
    "turnout", "share", "incremental_made", "incremental_stolen", "extreme_made", "extreme_stolen",
    "var_turnout", "var_share", "var_incremental_made", "var_incremental_stolen",
    "var_extreme_made", "var_extreme_stolen",
)  # fmt: skip
_MADE, _STOLEN = 4, 2
_RATE = 5.0
_SHIFT = 1e-5


@dataclass(frozen=True)
class Counts:
    """Stations, or cells of stations.

    Attributes:
        turnout: rate, inside (0, 1).
        votes: the leader's votes per registered voter, inside (0, turnout).
        size: registered voters.
        weight: stations of that kind.
    """

    turnout: Floats
    votes: Floats
    size: Floats
    weight: Floats


def counts_of(size: Floats, ballots: Floats, votes: Floats, cells: int) -> Counts:
    """Return stations, those of one cell together where there are many.

    Args:
        size: registered voters.
        ballots: ballots of each station.
        votes: the leader's votes.
        cells: cells of turnout and of share; 0 keeps every station.
    """
    turnout = np.clip(ballots / size, 0.5 / size, 1 - 0.5 / size)
    share = np.clip(votes / ballots, 0.5 / ballots, 1 - 0.5 / ballots)
    if not cells:
        return Counts(turnout, turnout * share, size, np.ones(len(size)))
    place = [np.minimum((one * cells).astype(np.int64), cells - 1) for one in (turnout, share)]
    flat = place[0] * cells + place[1]
    number = np.bincount(flat, minlength=cells * cells).astype(np.float64)
    some = number > 0

    def mean(values: Floats) -> Floats:
        answer: Floats = np.bincount(flat, values, cells * cells)[some] / number[some]
        return answer

    rate = mean(turnout)
    return Counts(rate, rate * mean(share), mean(size), number[some])


def weights(at: Floats) -> Floats:
    """Return the mixing weights of no, incremental and extreme fraud, shape (points, 3).

    >>> weights(np.zeros((1, 14))).round(3).tolist()
    [[0.5, 0.25, 0.25]]
    """
    odds = ndtr(at[:, :2])
    whole = 1 + odds.sum(axis=1, keepdims=True)
    made: Floats = np.concatenate([np.ones((len(at), 1)), odds], axis=1) / whole
    return made


def variance(z: Floats) -> Floats:
    """Return the variances that standard normals stand for, exponential with rate 5.

    >>> variance(np.array([0.0])).round(4).tolist()
    [0.1386]
    """
    made: Floats = -log_ndtr(-z) / _RATE
    return np.maximum(made, 1e-12)


def _hazard(z: Floats) -> Floats:
    made: Floats = np.exp(-0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_ndtr(-z)) / _RATE
    return made


def log_posterior(at: Floats, counts: Counts, threshold: float) -> float:
    """Return the log posterior density of a point, up to a constant.

    Args:
        at: a point, shape (14,), in the order of `NAMES`.
        counts: stations or cells.
        threshold: between incremental and extreme fractions.
    """
    parts = _Nodes(at, threshold)
    density, _, _ = _density(at, counts, parts.made, parts.stolen)
    mixed = np.maximum(parts.chance @ density, 1e-290)
    return float(np.log(mixed) @ counts.weight) - 0.5 * float(at @ at)


def kind_densities(at: Floats, counts: Counts, threshold: float) -> Floats:
    """Return the density of every row without, with incremental and with extreme fraud.

    The mixing weights take no part, so that any of them can be tried on the same densities.

    Args:
        at: a point, shape (14,).
        counts: stations or cells.
        threshold: between incremental and extreme fractions.

    Returns:
        Shape (3, rows).
    """
    parts = _Nodes(at, threshold)
    density, _, _ = _density(at, counts, parts.made, parts.stolen)
    return np.array([parts.inside[some] @ density[some] for some in parts.kinds])


def with_slope(at: Floats, counts: Counts, threshold: float) -> tuple[float, Floats]:
    """Return the log posterior density and its slope, shape (14,).

    The slope is worked out, but for that of a node's density by its two fractions, which is a
    difference.
    """
    parts = _Nodes(at, threshold)
    density, turnout, votes = _density(at, counts, parts.made, parts.stolen)
    moves = [*zip(turnout.slopes(), votes.slopes(), strict=True)]
    mixed = np.maximum(parts.chance @ density, 1e-290)
    part = counts.weight / mixed
    slope = np.zeros(len(at))
    heavy = density * parts.chance[:, None]
    for row, move in zip((2, 3, 8, 9), chain(*moves), strict=True):
        slope[row] = float((heavy * move).sum(axis=0) @ part)
    slope[8:10] *= _hazard(at[8:10])
    # The weights: of a kind of fraud, against what the odds take from the others.
    own = [density[some] for some in parts.kinds]
    sums = np.array(
        [part @ (parts.inside[some] @ one) for some, one in zip(parts.kinds, own, strict=True)]
    )
    share = weights(at[None, :])[0]
    whole = 1 / share[0]
    odds = np.exp(-0.5 * at[:2] ** 2) / math.sqrt(2 * math.pi)
    slope[:2] = odds * (sums[1:] - share @ sums) / whole
    for name, column in (("made", 0), ("stolen", 1)):
        made, stolen = parts.made.copy(), parts.stolen.copy()
        shifted = made if name == "made" else stolen
        shifted[1:] += _SHIFT
        same = turnout if name == "stolen" else None
        other, _, _ = _density(at, counts, made, stolen, same)
        rise = parts.chance * (((other - density) / _SHIFT) @ part)
        for kind, some in enumerate(parts.kinds[1:]):
            place = 4 + 2 * kind + column
            by_logit = rise[some] * parts.slope[some, column]
            slope[place] = by_logit.sum()
            spread = math.sqrt(float(variance(at[place + 6 : place + 7])[0]))
            steep = float(_hazard(at[place + 6 : place + 7])[0]) / (2 * spread)
            slope[place + 6] = float(by_logit @ parts.normal[some, column]) * steep
    value = float(np.log(mixed) @ counts.weight) - 0.5 * float(at @ at)
    return value, slope - at


class _Nodes:
    """Fractions at the nodes: one without fraud, then those of both kinds.

    Attributes:
        made: manufactured, shape (nodes, 1).
        stolen: stolen, same shape.
        inside: probability of a node within its kind, shape (nodes,).
        chance: the same times the kind's mixing weight.
        slope: of both fractions by their logits, shape (nodes, 2).
        normal: the standard normals that the nodes stand for, same shape.
        kinds: which nodes belong to each kind.
    """

    def __init__(self, at: Floats, threshold: float) -> None:
        normal, chance = _grid()
        number = len(normal)
        fractions, slopes = [np.zeros((1, 2))], [np.zeros((1, 2))]
        for kind, (low, high) in enumerate(((0.0, threshold), (threshold, 1.0))):
            place = 4 + 2 * kind
            spread = np.sqrt(variance(at[place + 6 : place + 8]))
            rate = 1 / (1 + np.exp(-np.clip(at[place : place + 2] + spread * normal, -40, 40)))
            fractions.append(np.minimum(low + (high - low) * rate, 0.999))
            slopes.append((high - low) * rate * (1 - rate))
        whole = np.concatenate(fractions)
        self.made, self.stolen = whole[:, :1], whole[:, 1:]
        self.slope = np.concatenate(slopes)
        self.normal = np.concatenate([np.zeros((1, 2)), normal, normal])
        self.kinds = (slice(0, 1), slice(1, 1 + number), slice(1 + number, 1 + 2 * number))
        self.inside = np.concatenate([[1.0], chance, chance])
        share = weights(at[None, :])[0]
        self.chance = self.inside * np.repeat(share, [1, number, number])


@cache
def _grid() -> tuple[Floats, Floats]:
    """Return the nodes' standard normals, shape (nodes, 2), and their probabilities.

    Nodes with one fraction manufactured stand together.
    """
    grid = list(product(_nodes(_MADE), _nodes(_STOLEN)))
    normal = np.array([[a[0], b[0]] for a, b in grid])
    return normal, np.array([a[1] * b[1] for a, b in grid])


def _nodes(number: int) -> list[tuple[float, float]]:
    places, chances = np.polynomial.hermite_e.hermegauss(number)
    return list(zip(places.tolist(), (chances / chances.sum()).tolist(), strict=True))


def _density(
    at: Floats, counts: Counts, made: Floats, stolen: Floats, turnout: _Rate | None = None
) -> tuple[Floats, _Rate, _Rate]:
    """Return the density of (turnout, votes per voter) when these fractions were taken.

    Of shape (nodes, rows); also what it is made of: that of turnout, which holds for other stolen
    fractions too, and that of the share.
    """
    first = _turnout(at, counts, made) if turnout is None else turnout
    reach = first.kept * (1 - stolen)
    share = (counts.votes - (1 - first.kept) * made - stolen * first.kept) / reach
    error = np.sqrt(counts.votes * (1 - counts.votes) / counts.size) / reach
    second = _rate(share, error, float(at[3]), float(variance(at[9:10])[0]))
    density: Floats = first.density * second.density / ((1 - made) * reach)
    return density, first, second


def _turnout(at: Floats, counts: Counts, made: Floats) -> _Rate:
    """Return the density of turnout, once for nodes with one fraction manufactured."""
    own = np.concatenate([made[:1], made[1::_STOLEN]])
    shown = np.sqrt(counts.turnout * (1 - counts.turnout) / counts.size)
    before = 1 - (1 - counts.turnout) / (1 - own)
    one = _rate(before, shown / (1 - own), float(at[2]), float(variance(at[8:9])[0]))
    times = [1] + [_STOLEN] * (len(own) - 1)
    return _Rate(*(np.repeat(getattr(one, each.name), times, axis=0) for each in fields(one)))


@dataclass(frozen=True)
class _Rate:
    density: Floats
    kept: Floats
    far: Floats
    whole: Floats

    def slopes(self) -> tuple[Floats, Floats]:
        """Return the log-density's slopes by mean and by variance, which only the base needs."""
        by_mean = self.far / self.whole
        return by_mean, 0.5 * (by_mean**2 - 1 / self.whole)


def _rate(rate: Floats, error: Floats, mean: float, spread: float) -> _Rate:
    """Return the density of a rate whose logit is normal, seen with an error.

    A rate outside 0 to 1 is possible only by its error, and falls off as that does.
    """
    edge = np.minimum(error, 0.25)
    kept = np.clip(rate, edge, 1 - edge)
    slope = kept * (1 - kept)
    whole = spread + (error / slope) ** 2
    far = np.log(kept / (1 - kept)) - mean
    density = np.exp(-0.5 * (far * far / whole + ((rate - kept) / error) ** 2))
    density /= slope * np.sqrt(2 * np.pi * whole)
    return _Rate(density, kept, far, whole)
