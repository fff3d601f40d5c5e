"""The nine statistics of the Election Forensics Toolkit with a plain bootstrap.

A. Hicken & W. R. Mebane, "A Guide to Elections Forensics" (2017), lists them: the mean second
digit (2BL), the mean last digit (LastC), the shares of counts (C05s) and of percentages (P05s)
that end in 0 or 5, skewness and kurtosis (of the logarithmic vote rate after Klimek et al. 2012),
the dip (Hartigan & Hartigan 1985), the correlation of turnout and share, and the slope of the
leader's votes per voter on turnout (Sobyanin & Suchovolsky). Each has an interval from resampling
all stations, one statistic after another, as the toolkit's `boot` calls do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np

Statistic = Callable[[np.ndarray, np.ndarray, np.ndarray], float]


def second_digit(registered: np.ndarray, out: np.ndarray, leader: np.ndarray) -> float:
    """Return the mean second digit of the leader's votes of at least 10."""
    votes = leader[leader >= 10]
    power = np.floor(np.log10(votes)).astype(np.int64)
    return float((votes // 10 ** (power - 1) % 10).mean())


def last_digit(registered: np.ndarray, out: np.ndarray, leader: np.ndarray) -> float:
    """Return the mean last digit of the leader's votes of at least 100."""
    return float((leader[leader >= 100] % 10).mean())


def counts_05(registered: np.ndarray, out: np.ndarray, leader: np.ndarray) -> float:
    """Return the share of counts of at least 100 that end in 0 or 5."""
    return float((leader[leader >= 100] % 5 == 0).mean())


def percentages_05(registered: np.ndarray, out: np.ndarray, leader: np.ndarray) -> float:
    """Return the share of rounded percentages that end in 0 or 5."""
    return float((np.round(100 * leader / out).astype(np.int64) % 5 == 0).mean())


def _rate(registered: np.ndarray, leader: np.ndarray) -> np.ndarray:
    some = (leader > 0) & (leader < registered)
    return np.log((registered[some] - leader[some]) / leader[some])


def skewness(registered: np.ndarray, out: np.ndarray, leader: np.ndarray) -> float:
    """Return the skewness of the logarithmic vote rate."""
    rate = _rate(registered, leader)
    apart = rate - rate.mean()
    return float((apart**3).mean() / (apart**2).mean() ** 1.5)


def kurtosis(registered: np.ndarray, out: np.ndarray, leader: np.ndarray) -> float:
    """Return the excess kurtosis of the logarithmic vote rate."""
    rate = _rate(registered, leader)
    apart = rate - rate.mean()
    return float((apart**4).mean() / (apart**2).mean() ** 2 - 3)


def dip(registered: np.ndarray, out: np.ndarray, leader: np.ndarray) -> float:
    """Return the dip of turnout: how far its distribution is from the nearest with one heap."""
    return dip_of(out / registered)


def compiled_dip(registered: np.ndarray, out: np.ndarray, leader: np.ndarray) -> float:
    """Return the same by the library that electcheck calls, to tell what plain Python costs."""
    from diptest import dipstat

    return float(dipstat(out / registered))


def correlation(registered: np.ndarray, out: np.ndarray, leader: np.ndarray) -> float:
    """Return the correlation of turnout and the leader's share."""
    return float(np.corrcoef(out / registered, leader / out)[0, 1])


def slope(registered: np.ndarray, out: np.ndarray, leader: np.ndarray) -> float:
    """Return the slope of the leader's votes per voter on turnout."""
    turnout, rate = out / registered, leader / registered
    apart = turnout - turnout.mean()
    return float((apart * (rate - rate.mean())).sum() / (apart**2).sum())


STATISTICS: dict[str, Statistic] = {
    "2BL": second_digit,
    "LastC": last_digit,
    "C05s": counts_05,
    "P05s": percentages_05,
    "Skew": skewness,
    "Kurt": kurtosis,
    "DipT": dip,
    "Correlation": correlation,
    "Sobyanin": slope,
    "compiled dip": compiled_dip,
}


def bootstrap(
    registered: np.ndarray,
    out: np.ndarray,
    leader: np.ndarray,
    resamples: int,
    seed: int,
    names: Iterable[str],
) -> dict[str, tuple[float, float, float]]:
    """Return estimate and 95 % percentile interval of the named statistics."""
    answer = {}
    n = len(registered)
    for place, name in enumerate(names):
        statistic = STATISTICS[name]
        rng = np.random.default_rng([seed, place])
        drawn = np.empty(resamples)
        for i in range(resamples):
            rows = rng.integers(0, n, n)
            drawn[i] = statistic(registered[rows], out[rows], leader[rows])
        low, high = np.quantile(drawn, [0.025, 0.975])
        answer[name] = (statistic(registered, out, leader), float(low), float(high))
    return answer


def dip_of(values: np.ndarray) -> float:
    """Return the dip of values after Hartigan & Hartigan (1985), Applied Statistics AS 217.

    The greatest convex minorant and the least concave majorant of the distribution function are
    taken between two points that close in on the mode; the dip is the largest distance outside.
    """
    # Equal values make a step of no width, whose distance is no number and never the largest.
    with np.errstate(invalid="ignore", divide="ignore"):
        return _dip_of_sorted(np.sort(values))


def _dip_of_sorted(x: np.ndarray) -> float:
    n = len(x)
    if n < 2 or x[0] == x[-1]:
        return 1 / (2 * n)
    minorant, majorant = _minorant(x), _majorant(x)
    low, high = 0, n - 1
    largest = 1.0
    while True:
        lower = [high]
        while lower[-1] > low:
            lower.append(int(minorant[lower[-1]]))
        upper = [low]
        while upper[-1] < high:
            upper.append(int(majorant[upper[-1]]))
        # Two straight lines are as near as a step of the distribution function lets them be.
        apart, at_lower, at_upper = 1.0, 1, 1
        if len(lower) > 2 or len(upper) > 2:
            apart, at_lower, at_upper = _farthest(x, lower, upper)
        if apart < largest:
            break
        below = _outside(x, lower[at_lower:], convex=True)
        above = _outside(x, upper[at_upper:], convex=False)
        largest = max(largest, below, above)
        if (low, high) == (lower[at_lower], upper[at_upper]):
            break
        low, high = lower[at_lower], upper[at_upper]
    return largest / (2 * n)


def _minorant(x: np.ndarray) -> np.ndarray:
    """Return for each point the vertex before it on the convex minorant up to it."""
    before = np.zeros(len(x), dtype=np.int64)
    for j in range(1, len(x)):
        before[j] = j - 1
        while True:
            k = before[j]
            m = before[k]
            if k == 0 or (x[j] - x[k]) * (k - m) < (x[k] - x[m]) * (j - k):
                break
            before[j] = m
    return before


def _majorant(x: np.ndarray) -> np.ndarray:
    """Return for each point the vertex after it on the concave majorant from it."""
    n = len(x)
    after = np.full(n, n - 1, dtype=np.int64)
    for j in range(n - 2, -1, -1):
        after[j] = j + 1
        while True:
            k = after[j]
            m = after[k]
            if k == n - 1 or (x[j] - x[k]) * (k - m) < (x[k] - x[m]) * (j - k):
                break
            after[j] = m
    return after


def _farthest(x: np.ndarray, lower: list[int], upper: list[int]) -> tuple[float, int, int]:
    """Return the largest distance of the two hulls, and where on each it lies."""
    best, at_lower, at_upper = 0.0, len(lower) - 1, len(upper) - 1
    i, j = len(lower) - 2, 1
    while True:
        left, right = lower[i], upper[j]
        if left > right:
            start = lower[i + 1]
            apart = (right - start + 1) - (x[right] - x[start]) * (left - start) / (
                x[left] - x[start]
            )
            j += 1
            if apart >= best:
                best, at_lower, at_upper = apart, i + 1, j - 1
        else:
            start = upper[j - 1]
            apart = (x[left] - x[start]) * (right - start) / (x[right] - x[start]) - (
                left - start - 1
            )
            i -= 1
            if apart >= best:
                best, at_lower, at_upper = apart, i + 1, j
        i, j = max(i, 0), min(j, len(upper) - 1)
        if lower[i] == upper[j]:
            return best, at_lower, at_upper


def _outside(x: np.ndarray, hull: list[int], convex: bool) -> float:
    """Return the largest distance of the distribution function from a hull's outer part."""
    largest = 0.0
    for one, two in pairwise(hull):
        begin, end = (two, one) if convex else (one, two)
        farthest = 1.0
        if end - begin > 1 and x[end] != x[begin]:
            step = (end - begin) / (x[end] - x[begin])
            for k in range(begin, end + 1):
                gap = (k - begin + 1) - (x[k] - x[begin]) * step
                gap = gap if convex else (x[k] - x[begin]) * step - (k - begin - 1)
                farthest = max(farthest, gap)
        largest = max(largest, farthest)
    return largest
