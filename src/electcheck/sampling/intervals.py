"""Ranges around an estimate: Student's t, and three for small shares of stations.

All take what the design gave: estimate, variance, n stations, design degrees of freedom.
Sources: Korn and Graubard (1998), Survey Methodology 24:193-201; Wilson (1927), JASA 22:209-212;
Dean and Pagano (2015), Journal of Survey Statistics and Methodology 3:484-503.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

ShareMethod = Literal["korn-graubard", "beta", "wilson", "logit"]


@dataclass(frozen=True)
class Interval:
    """A range, how it was made, and the effective number of stations behind it, if that is used."""

    low: float
    high: float
    method: str
    effective_n: float | None = None


def t_quantile(probability: float, df: float) -> float:
    """Return Student's quantile; the normal one for infinite `df`, nan for no degree of freedom.

    >>> round(t_quantile(0.975, 59), 6), round(t_quantile(0.975, float("inf")), 6)
    (2.000995, 1.959964)
    """
    if df <= 0:
        return float("nan")
    if np.isinf(df):
        return float(special.ndtri(probability))
    return float(special.stdtrit(df, probability))


def t_interval(estimate: float, se: float, df: float, level: float = 0.95) -> Interval:
    """Return estimate +- t * standard error.

    >>> t_interval(0.5, 0.01, float("inf")).high.__round__(6)
    0.5196
    """
    half = t_quantile(0.5 + level / 2, df) * se
    return Interval(estimate - half, estimate + half, "t")


def effective_n(share: float, variance: float, n: int, df: float, level: float = 0.95) -> float:
    """Return the effective number of stations behind a share, adjusted for degrees of freedom.

    That is p(1-p)/variance times (t with n-1 over t with df) squared; not truncated.
    """
    ratio = t_quantile(0.5 + level / 2, n - 1) / t_quantile(0.5 + level / 2, df)
    return share * (1.0 - share) / variance * ratio**2


def share_interval(
    share: float, variance: float, n: int, df: float, method: ShareMethod, level: float = 0.95
) -> Interval:
    """Return a range for a share of stations.

    `korn-graubard`: the exact binomial range at the effective n, truncated at n; where nothing
    varied (no event, only events, or all of them in strata that show no spread) n itself.
    `beta`: the same without truncation, as R's `svyciprop(method="beta")`.
    `wilson`: Wilson's score range at the same truncated effective n, with the normal quantile.
    `logit`: t on the logit scale, as R's; where it has no width the Korn-Graubard range
    stands in, and the method says so.

    >>> zero = share_interval(0.0, 0.0, 300, 299, "korn-graubard")
    >>> zero.low, round(zero.high, 6)
    (0.0, 0.012221)
    >>> round(share_interval(0.0, 0.0, 300, 299, "logit").high, 6)
    0.012221
    """
    if n < 1 or not df > 0:
        return Interval(float("nan"), float("nan"), method)
    measured = variance > 0 and 0 < share < 1
    if method == "logit":
        if measured:
            return _logit(share, variance, df, level)
        stand_in = _exact(share, float(n), level)
        return Interval(stand_in[0], stand_in[1], "korn-graubard", float(n))
    used = effective_n(share, variance, n, df, level) if measured else float(n)
    if method != "beta":
        used = min(used, float(n))
    bounds = _wilson(share, used, level) if method == "wilson" else _exact(share, used, level)
    return Interval(bounds[0], bounds[1], method, used)


def _exact(share: float, n: float, level: float) -> tuple[float, float]:
    """Clopper and Pearson's range with n not necessarily whole."""
    tail = (1.0 - level) / 2
    seen = n * share
    low = float(special.betaincinv(seen, n - seen + 1, tail)) if share > 0 else 0.0
    high = float(special.betaincinv(seen + 1, n - seen, 1 - tail)) if share < 1 else 1.0
    return low, high


def _wilson(share: float, n: float, level: float) -> tuple[float, float]:
    z2 = float(special.ndtri(0.5 + level / 2)) ** 2
    centre = share + z2 / (2 * n)
    half = np.sqrt(z2 * (share * (1 - share) + z2 / (4 * n)) / n)
    low = (centre - half) / (1 + z2 / n) if share > 0 else 0.0
    high = (centre + half) / (1 + z2 / n) if share < 1 else 1.0
    return float(low), float(high)


def _logit(share: float, variance: float, df: float, level: float) -> Interval:
    at = special.logit(share)
    half = t_quantile(0.5 + level / 2, df) * np.sqrt(variance) / (share * (1 - share))
    return Interval(float(special.expit(at - half)), float(special.expit(at + half)), "logit")
