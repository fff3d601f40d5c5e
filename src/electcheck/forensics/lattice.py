"""Percentages that are nearly whole numbers: which counts give them, and how probable they are.

Counts are compared in whole numbers, never as floating percentages: a share of 7 in 200 is
3.5 % and a share of 61 in 200 is 30.5 %, and whether 0.05 points are kept or lost must not hang
on the last bit of a division.

Source: Kobak, Shpilkin & Pshenichnikov, "Integer percentages as electoral falsification
fingerprints", Annals of Applied Statistics 10 (2016), section 2, and "Putin's peaks",
Significance 15 (2018). The papers draw the null by Monte Carlo; here it is summed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

# A station's count lies outside the window with a probability below 2 e**-24 (Bernstein's
# bound), so that over 100,000 stations less than 1e-5 of a station is lost.
_TAIL = 24.0
_CHUNK = 1 << 20


def near_integer(count: Whole, of: Whole) -> Flags:
    """Tell for which stations 100 * count / of is within 0.05 of a whole number, bounds included.

    Args:
        count: counts, shape (stations,), 0 <= count.
        of: their denominators, same shape, positive.

    >>> near_integer(np.array([3, 7, 601, 602]), np.array([100, 200, 2000, 2000]))
    array([ True, False,  True, False])
    """
    # |100 c/n - m| <= 1/20 is |2000 c - 20 m n| <= n.
    rest = (2000 * count) % (20 * of)
    near: Flags = (rest <= of) | (rest >= 19 * of)
    return near


def near_integer_counts(of: int) -> Whole:
    """Return every count from 0 to `of` whose percentage is nearly whole, ascending.

    >>> near_integer_counts(30)
    array([ 0,  3,  6,  9, 12, 15, 18, 21, 24, 27, 30])
    """
    _, counts = _lattice(np.array([of], dtype=np.int64))
    return counts


def near_integer_probability(count: Whole, of: Whole) -> Floats:
    """Return, for each station, how probable a nearly whole percentage is at its own rate.

    The station's count is taken as Binomial(of, count / of): a plug-in null, since the rate is
    the station's own. The probability is the sum of the binomial over the counts whose
    percentage is nearly whole; counts beyond a window that holds all but 2 e**-24 are left out.

    Args:
        count: counts, shape (stations,), 0 <= count <= of.
        of: their denominators, same shape, positive.

    >>> p = near_integer_probability(np.array([50, 0, 400]), np.array([100, 80, 1000]))
    >>> p.round(3).tolist()
    [1.0, 1.0, 0.1]
    """
    if not len(of):
        return np.zeros(0)
    # By size, so that what follows reads memory in order.
    order = np.argsort(of, kind="stable")
    answer = np.empty(len(of))
    answer[order] = _ordered_probability(count[order], of[order])
    return answer


def _ordered_probability(count: Whole, of: Whole) -> Floats:
    """Return `near_integer_probability` for stations ordered by size."""
    new = np.concatenate(([True], of[1:] != of[:-1]))
    sizes, rank = of[new], np.cumsum(new) - 1
    first, counts = _lattice(sizes)
    owner = np.repeat(sizes, np.diff(first))
    log_factorial = log_factorials(int(sizes[-1]))
    weight = -log_factorial[counts] - log_factorial[owner - counts]

    n, k = of.astype(np.float64), count.astype(np.float64)
    half = bernstein_width(k * (n - k) / n, _TAIL)
    stride = int(sizes[-1]) + 1
    keys = np.repeat(np.arange(len(sizes)), np.diff(first)) * stride + counts
    low = np.maximum(np.ceil(k - half), 0).astype(np.int64)
    high = np.minimum(np.floor(k + half), n).astype(np.int64)
    start = np.searchsorted(keys, rank * stride + low, side="left")
    stop = np.searchsorted(keys, rank * stride + high, side="right")

    certain = (count == 0) | (count == of)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(certain, 0.0, np.log(k) - np.log(n - k))
        base = np.where(certain, 0.0, log_factorial[of] + n * (np.log(n - k) - np.log(n)))
    result = np.where(certain, 1.0, 0.0)
    todo = np.flatnonzero(~certain & (stop > start))
    as_float = counts.astype(np.float64)
    for rows in _chunks(todo, (stop - start)[todo]):
        length = stop[rows] - start[rows]
        segment = np.concatenate(([0], np.cumsum(length)[:-1]))
        entry = np.arange(int(length.sum())) + np.repeat(start[rows] - segment, length)
        logarithm = as_float[entry]
        logarithm *= np.repeat(slope[rows], length)
        logarithm += weight[entry]
        logarithm += np.repeat(base[rows], length)
        result[rows] = np.add.reduceat(np.exp(logarithm, out=logarithm), segment)
    return np.minimum(result, 1.0)


def log_factorials(largest: int) -> Floats:
    """Return ln 0! to ln `largest`!; sums of logarithms, so that SciPy need not be loaded.

    >>> np.exp(log_factorials(4)).round(6).tolist()
    [1.0, 1.0, 2.0, 6.0, 24.0]
    """
    logs = np.log(np.arange(1, largest + 1, dtype=np.float64))
    return np.concatenate(([0.0], np.cumsum(logs)))


def bernstein_width(variance: Floats, exponent: float) -> Floats:
    """Return t such that a sum of trials leaves mean +- t with probability below 2 e**-exponent.

    >>> round(float(bernstein_width(np.array([250.0]), 28.0)[0]), 1)
    128.0
    """
    third = exponent / 3
    width: Floats = third + np.sqrt(third**2 + 2 * exponent * variance)
    return width


def _lattice(sizes: Whole) -> tuple[Whole, Whole]:
    """Return, for each size, where its nearly whole counts start, and all of them in a row."""
    percent = np.arange(101, dtype=np.int64)
    n = sizes[:, None]
    low = np.maximum(-(-(20 * percent - 1) * n // 2000), 0)
    high = np.minimum((20 * percent + 1) * n // 2000, n)
    # Below 10 voters a count can be near two whole percentages only if they coincide, which
    # never happens: the intervals of neighbouring percentages are 0.9 points apart.
    length = np.maximum(high - low + 1, 0)
    flat = length.ravel()
    segment = np.concatenate(([0], np.cumsum(flat)[:-1]))
    counts = np.arange(int(flat.sum())) + np.repeat(low.ravel() - segment, flat)
    first = np.concatenate(([0], np.cumsum(length.sum(axis=1))))
    return first.astype(np.int64), counts.astype(np.int64)


def _chunks(rows: Whole, lengths: Whole) -> list[Whole]:
    """Cut rows so that each part needs about `_CHUNK` terms."""
    if not len(rows):
        return []
    part = np.cumsum(lengths) // _CHUNK
    cuts = np.flatnonzero(np.diff(part)) + 1
    return np.split(rows, cuts)
