"""How many of many unequal trials succeed: the Poisson-binomial distribution and its tail.

The tail is exact to rounding at any distance from the mean. The trials are tilted
(p -> p e^s / (1 - p + p e^s)) until the observed count is their mean, the tilted distribution is
computed by discrete Fourier transform over a window that holds all but 1e-20 of it, and the
tilt is taken back in logarithms. An untilted transform would lose every tail below 1e-16.

Source: Hong, "On computing the distribution function for the Poisson binomial distribution",
Computational Statistics & Data Analysis 59 (2013), for the transform; Esscher's tilt is classical.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from electcheck.forensics.lattice import Floats, bernstein_width

_BLOCK = 64
_JOINED = 4
_SHORT = 512
_TAIL = 47.0


def log_upper_tail(probabilities: Floats, observed: int) -> float:
    """Return the natural logarithm of P(X >= observed), X the number of successes.

    Args:
        probabilities: one per trial, in [0, 1].
        observed: the count.

    Returns:
        A number <= 0; -inf where the count is impossible.

    >>> round(math.exp(log_upper_tail(np.array([0.5, 0.5, 0.5]), 2)), 12)
    0.5
    >>> log_upper_tail(np.array([0.5, 1.0]), 3)
    -inf
    """
    certain = int((probabilities >= 1).sum())
    p = probabilities[(probabilities > 0) & (probabilities < 1)]
    needed = observed - certain
    if needed <= 0:
        return 0.0
    if needed > len(p):
        return -math.inf
    if needed == len(p):
        return float(np.log(p).sum())
    tilt = _tilt(p, needed) if needed > p.sum() else 0.0
    cumulant = _cumulant(p, np.ones(len(p)), tilt)
    tilted = _expit(_logit(p) + tilt)
    start, mass = _window(tilted)
    counts = np.arange(start, start + len(mass))
    upper = counts >= needed
    tail = float((mass[upper] * np.exp(-tilt * (counts[upper] - needed))).sum())
    if tail <= 0:
        return -math.inf
    return min(cumulant - tilt * needed + math.log(tail), 0.0)


def central_range(probabilities: Floats, coverage: float) -> tuple[int, int]:
    """Return the counts that hold the middle `coverage` of the distribution, exactly.

    Below the lower one lies at most half of the rest, and above the upper one too.

    Args:
        probabilities: one per trial, in [0, 1].
        coverage: for example 0.95.

    >>> central_range(np.array([0.5, 0.5, 0.5]), 0.95), central_range(np.array([1.0, 0.0]), 0.95)
    ((0, 3), (1, 1))
    """
    certain = int((probabilities >= 1).sum())
    p = probabilities[(probabilities > 0) & (probabilities < 1)]
    if not len(p):
        return certain, certain
    start, mass = _window(p)
    rest = (1 - coverage) / 2
    below = np.concatenate(([0.0], np.cumsum(mass)[:-1]))
    above = np.concatenate((np.cumsum(mass[::-1])[::-1][1:], [0.0]))
    low = int(np.flatnonzero(below <= rest)[-1])
    high = int(np.flatnonzero(above <= rest)[0])
    return certain + start + low, certain + start + high


def _tilt(p: Floats, wanted: int) -> float:
    """Return s such that the tilted trials have the wanted mean: Newton, kept in a bracket."""
    low, high, s = 0.0, 700.0, 0.0
    log_odds = _logit(p)
    for _ in range(200):
        q = _expit(log_odds + s)
        missing = wanted - float(q.sum())
        variance = float((q * (1 - q)).sum())
        # The tilt only has to bring the count into the window; the answer is exact for any.
        if abs(missing) < 0.05 * math.sqrt(variance):
            break
        low, high = (s, high) if missing > 0 else (low, s)
        step = s + missing / max(variance, 1e-300)
        s = step if low < step < high else (low + high) / 2
    return s


def log_weighted_upper_tail(probabilities: Floats, weights: Floats, observed: float) -> float:
    """Return log P(sum of the weights of the successes >= observed), by saddlepoint.

    Lugannani & Rice's formula; its relative error is of the order of one in the number of
    trials. Used where stations count by their voters or ballots, so that no lattice is left.

    Args:
        probabilities: one per trial, in [0, 1].
        weights: one per trial, not negative.
        observed: the observed sum.

    >>> p = np.full(1000, 0.1)
    >>> abs(log_weighted_upper_tail(p, np.ones(1000), 119.5) - log_upper_tail(p, 120)) < 0.01
    True
    """
    sure = (probabilities >= 1) | (probabilities <= 0) | (weights <= 0)
    rest = observed - float(weights[(probabilities >= 1)].sum())
    p, scale = probabilities[~sure], float(weights[~sure].mean()) if (~sure).any() else 1.0
    w, x = weights[~sure] / scale, rest / scale
    mean, variance = float((w * p).sum()), float((w**2 * p * (1 - p)).sum())
    if x <= 0:
        return 0.0
    if x >= w.sum():
        return -math.inf
    if abs(x - mean) < 1e-3 * math.sqrt(variance):
        return math.log(NormalDist().cdf((mean - x) / math.sqrt(variance)))
    s = _weighted_tilt(p, w, x)
    q = _expit(_logit(p) + s * w)
    root = math.copysign(math.sqrt(max(2 * (s * x - _cumulant(p, w, s)), 0.0)), s)
    slope = s * math.sqrt(float((w**2 * q * (1 - q)).sum()))
    correction = (1 / slope - 1 / root) / math.sqrt(2 * math.pi)
    if root < 0:
        tail = NormalDist().cdf(-root) + correction * math.exp(-(root**2) / 2)
        return math.log(min(max(tail, 5e-324), 1.0))
    # In logarithms, so that a tail far out does not vanish.
    log_normal = _log_normal_tail(root)
    ratio = 1 + correction * math.exp(-(root**2) / 2 - log_normal)
    return min(log_normal + math.log(max(ratio, 5e-324)), 0.0)


def _weighted_tilt(p: Floats, w: Floats, wanted: float) -> float:
    """Return s at which the tilted weighted sum has the wanted mean, by bisection and Newton."""
    low, high, s = -700.0, 700.0, 0.0
    log_odds = _logit(p)
    for _ in range(200):
        q = _expit(log_odds + s * w)
        missing = wanted - float((w * q).sum())
        if abs(missing) < 1e-10 * abs(wanted):
            break
        low, high = (s, high) if missing > 0 else (low, s)
        step = s + missing / max(float((w**2 * q * (1 - q)).sum()), 1e-300)
        s = step if low < step < high else (low + high) / 2
    return s


def _cumulant(p: Floats, w: Floats, s: float) -> float:
    """Return log E exp(s * weighted sum), safe for large s."""
    return float(np.logaddexp(np.log1p(-p), np.log(p) + s * w).sum())


def _expit(x: Floats) -> Floats:
    answer: Floats = 0.5 * (1 + np.tanh(x / 2))
    return answer


def _logit(p: Floats) -> Floats:
    answer: Floats = np.log(p) - np.log1p(-p)
    return answer


def _log_normal_tail(z: float) -> float:
    """Return ln P(Z >= z) for z >= 0; beyond 25 by the asymptotic series."""
    if z < 25:
        return math.log(0.5 * math.erfc(z / math.sqrt(2)))
    series = 1 - 1 / z**2 + 3 / z**4
    return -(z**2) / 2 - math.log(z * math.sqrt(2 * math.pi)) + math.log(series)


def _window(p: Floats) -> tuple[int, Floats]:
    """Return the first count of a window and the probabilities of its counts."""
    mean, variance = float(p.sum()), float((p * (1 - p)).sum())
    half = float(bernstein_width(np.array([variance]), _TAIL)[0]) + 1
    # At least as long as a joined block, which would otherwise be cut.
    length = 1 << max(9, math.ceil(math.log2(2 * half + 2)))
    blocks = _JOINED * math.ceil(len(p) / (_BLOCK * _JOINED))
    padded = np.zeros(blocks * _BLOCK)
    padded[: len(p)] = p
    trials = padded.reshape(blocks, _BLOCK)
    mass = np.zeros((blocks, _BLOCK + 1))
    mass[:, 0] = 1.0
    for i in range(_BLOCK):
        hit = trials[:, i : i + 1]
        mass[:, 1 : i + 2] = mass[:, 1 : i + 2] * (1 - hit) + mass[:, : i + 1] * hit
        mass[:, :1] *= 1 - hit
    # Blocks are joined by a short transform first; a long one for each would cost twice as much.
    short = np.fft.rfft(mass, n=_SHORT, axis=1).reshape(blocks // _JOINED, _JOINED, -1)
    mass = np.fft.irfft(short.prod(axis=1), n=_SHORT, axis=1)[:, : _BLOCK * _JOINED + 1]
    product = np.ones(length // 2 + 1, dtype=np.complex128)
    for begin in range(0, len(mass), 32):
        product *= np.fft.rfft(mass[begin : begin + 32], n=length, axis=1).prod(axis=0)
    wrapped = np.fft.irfft(product, n=length)
    # Counts are known modulo the length of the transform; the window says which they are.
    start = max(round(mean) - length // 2, 0)
    order = (np.arange(length) + start) % length
    return start, np.maximum(wrapped[order], 0.0)
