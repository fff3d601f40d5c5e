"""The comb: how many stations lie at each whole percentage, and how many chance would put there.

The null is that of the integer tests (see `integers`), taken apart by percentage: a station's
count is Binomial(of, its own rate), so the number of stations at one percentage is a sum of
independent unequal trials, whose range is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from electcheck.forensics.excess import can, names_of
from electcheck.forensics.lattice import Floats, Whole, bernstein_width, near_integer
from electcheck.forensics.poisson_binomial import central_range
from electcheck.forensics.policy import policy
from electcheck.forensics.protocols import Protocols
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import NotApplicable
from electcheck.forensics.task import Task, as_count, keep
from electcheck.model.said import Said

# A station is at a percentage outside its window with a probability below 2 e**-24.
_TAIL = 24.0


@dataclass(frozen=True)
class Comb:
    """Stations by percentage.

    Attributes:
        what: the rate, with its denominator.
        n: stations that were used.
        coverage: of the null range at each percentage by itself.
        observed: stations within 0.05 of each whole percentage, shape (101,).
        expected: their number by chance.
        low: lower end of the null range.
        high: upper end.
        tenths: stations nearest to each tenth of a percentage point, shape (1001,).
        last: the last whole percentage below those whose stations the policy leaves out.
    """

    what: Said
    n: int
    coverage: float
    observed: Whole
    expected: Floats
    low: Whole
    high: Whole
    tenths: Whole
    last: int


def comb(seen: Protocols, rate: str) -> Comb:
    """Return the comb of a file.

    Args:
        seen: the stations.
        rate: `turnout` or `share`.

    Raises:
        NotApplicable: the file lacks a column, or is not one of stations, or is too small.
    """
    task = Task(seen, policy(), np.random.SeedSequence(0))
    kept = keep(task, *can(task)) if any(can(task)) else None
    count, of = seen.need_turnout() if rate == "turnout" else seen.need_share()
    if kept is None:
        raise NotApplicable(Reason("no_rate"))
    task.need_stations("integer-percentage", int(kept.mask.sum()))
    limits = task.policy.kept
    limit = limits.turnout_percent if rate == "turnout" else limits.share_percent
    last = 100 if limit >= 100 else limit - 1
    kept_count, kept_of = as_count(count[kept.mask]), as_count(of[kept.mask])
    return comb_of(names_of(task)[rate], kept_count, kept_of, last)


def comb_of(what: Said, count: Whole, of: Whole, last: int = 100) -> Comb:
    """Return the comb of counts and their denominators.

    Args:
        what: the rate in words.
        count: counts, shape (stations,), 0 <= count <= of.
        of: their denominators, positive.
        last: the last percentage that no station was left out for.

    >>> found = comb_of(Said("turnout"), np.array([50, 0]), np.array([100, 80]))
    >>> found.observed[[0, 50]].tolist(), found.expected.sum().round(6)
    ([1, 1], np.float64(2.0))
    """
    coverage = float(policy().coverage.value)
    near = near_integer(count, of)
    nearest = (200 * count + of) // (2 * of)
    observed = np.bincount(nearest[near], minlength=101)
    expected, low, high = np.zeros(101), np.zeros(101, np.int64), np.zeros(101, np.int64)
    for percent in range(101):
        chance = at_percentage(count, of, percent)
        expected[percent] = chance.sum()
        low[percent], high[percent] = central_range(chance, coverage)
    tenths = np.bincount((2000 * count + of) // (2 * of), minlength=1001)
    return Comb(what, len(count), coverage, observed, expected, low, high, tenths, last)


def at_percentage(count: Whole, of: Whole, percent: int) -> Floats:
    """Return how probable it is that a station lies within 0.05 of a whole percentage.

    Stations for which that is as good as impossible are left out of the answer.

    Args:
        count: counts, shape (stations,).
        of: their denominators.
        percent: from 0 to 100.
    """
    from scipy.special import bdtr  # a command must not wait for it

    low = np.maximum(-(-(20 * percent - 1) * of // 2000), 0)
    high = np.minimum((20 * percent + 1) * of // 2000, of)
    rate = count / of
    half = bernstein_width(of * rate * (1 - rate), _TAIL)
    near = (low <= high) & (low <= count + half) & (high >= count - half)
    below = np.where(low[near] > 0, bdtr(np.maximum(low[near] - 1, 0), of[near], rate[near]), 0.0)
    chance: Floats = np.clip(bdtr(high[near], of[near], rate[near]) - below, 0.0, 1.0)
    return chance
