"""Digits: exploratory, with a null smoothed from the election's own totals.

The classical tests compare digits with fixed frequencies (uniform last digits, Benford's second
digits). Election counts have no such duty: stations of one size, or counts that thin out, give
other frequencies with nothing wrong. Here each station's count is spread by the binomial at its
own rate, over all stations, and the digits are compared with that. There is no test of first
digits, since these hang on the sizes of stations alone.

Sources: Beber & Scacco, Political Analysis 20 (2012), for last digits and pairs; Mebane (2006) for
second digits; Deckert, Myagkov & Ordeshook, Political Analysis 19 (2011), for why fixed
frequencies fail. Departure: the null, and for all tests counts of at least 100.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import chdtrc, gammaln

from electcheck.forensics.lattice import Floats, Whole, bernstein_width
from electcheck.forensics.power import detectable_distance
from electcheck.forensics.protocols import whole
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import Effect, NotApplicable, Null, Result
from electcheck.forensics.task import Task, as_count
from electcheck.model.said import Said, Shown

_TAIL = 28.0
_CHUNK = 1 << 19


def last_digit(task: Task) -> list[Result]:
    """Test the last digits of the leader's votes and of the ballots."""
    return _digit_test(task, "last-digit", 10, lambda counts: counts % 10)


def digit_pairs(task: Task) -> list[Result]:
    """Test how often the last two digits repeat (0), follow one another (1), or neither (2)."""
    return _digit_test(task, "digit-pairs", 3, _pair)


def second_digit(task: Task) -> list[Result]:
    """Test the second digits from the left."""
    return _digit_test(task, "second-digit", 10, second_digits)


def second_digits(counts: Whole) -> Whole:
    """Return the second digit from the left; 0 for counts of one digit.

    >>> second_digits(np.array([5, 42, 100, 987, 12345])).tolist()
    [0, 2, 0, 8, 2]
    """
    digits = np.ones(len(counts), dtype=np.int64)
    for power in range(1, 16):
        digits += counts >= 10**power
    scale = 10 ** np.maximum(digits - 2, 0)
    return np.where(counts < 10, 0, counts // scale % 10)


def _pair(counts: Whole) -> Whole:
    tens, ones = counts // 10 % 10, counts % 10
    apart = np.abs(tens - ones)
    # 9 and 0 are neighbours, as in Beber & Scacco.
    return np.where(apart == 0, 0, np.where((apart == 1) | (apart == 9), 1, 2))


def _digit_test(
    task: Task, test: str, classes: int, digit: Callable[[Whole], Whole]
) -> list[Result]:
    seen = task.protocols
    results = []
    for variant in ("leader", "ballots"):
        try:
            if variant == "leader":
                count, of = seen.need_share()
                what = Said("the leader's votes (around %(rate)s)", rate=seen.share_name)
            else:
                count, of = seen.need_turnout()
                what = Said("the ballots (around %(rate)s)", rate=seen.turnout_name)
            results.append(_one(task, test, variant, what, count, of, classes, digit))
        except NotApplicable as no:
            what = Said("leader") if variant == "leader" else Said("ballots")
            results.append(
                task.result(test, variant, what, 0, status="not_applicable", reason=no.why)
            )
    return results


def _one(
    task: Task,
    test: str,
    variant: str,
    what: Said,
    count: Floats,
    of: Floats,
    classes: int,
    digit: Callable[[Whole], Whole],
) -> Result:
    good = whole(count) & whole(of) & (of > 0) & (count <= of)
    good &= of <= task.policy.kept.largest
    least = task.policy.digits.smallest_count
    k, n = as_count(count[good]), as_count(of[good])
    if test != "last-digit":
        _need_spread(task, k, n)
    observed = np.bincount(digit(k[k >= least]), minlength=classes).astype(np.float64)
    used = int(observed.sum())
    excluded = {"missing, no count, too large, or more than its whole": int((~good).sum())}
    excluded[f"count below {least}"] = len(k) - used
    excluded = {reason: number for reason, number in excluded.items() if number}
    task.need_stations(test, used)
    expected, covariance = smoothed_null(k, n, least, classes, digit)
    distance, freedom = _distance(observed - expected, covariance)
    bend = np.full(classes, -1 / classes)
    # The direction of the effect: zeros at the end or in second place, pairs that are avoided.
    bend = -expected / expected.sum()
    if test == "digit-pairs":
        bend = np.array([-1.0, *(expected[1:] / expected[1:].sum())])
    else:
        bend[0] += 1
    per_share, _ = _distance(bend, covariance)
    level, power = float(task.policy.level.value), float(task.policy.power.value)
    needed = detectable_distance(freedom, level, power)
    detectable = float(np.sqrt(needed / per_share) / used) if per_share > 0 else float("inf")
    zero = float(observed[0] - expected[0]) / used
    spread = 1.96 * float(np.sqrt(covariance[0, 0])) / used
    name = Said("excess of digit 0")
    if test == "digit-pairs":
        name = Said("excess of repeated pairs")
    pvalue = float(chdtrc(freedom, distance))
    return task.result(
        test,
        variant,
        what,
        used,
        excluded=excluded,
        parameters={
            "degrees_of_freedom": freedom,
            **{f"observed_{i}": float(value) for i, value in enumerate(observed)},
            **{f"expected_{i}": float(value) for i, value in enumerate(expected)},
        },
        statistic=distance,
        effect=Effect(name, zero, zero - spread, zero + spread, Said("share of stations")),
        pvalue=pvalue,
        pvalue_adjusted=pvalue,
        hypotheses=1,
        minimum_detectable=detectable,
        smallest_effect=float(task.says(test).smallest_effect or 0),
        null=Null(
            distance,
            float(freedom),
            float(np.sqrt(2 * freedom)),
            {"observed": observed, "expected": expected},
        ),
    )


def _need_spread(task: Task, count: Whole, of: Whole) -> None:
    """Refuse where smoothing would flatten the heap of counts and so make an anomaly of it.

    Raises:
        NotApplicable: the binomial adds too much to the variance of the counts.
    """
    limit = float(task.policy.digits.smoothing_limit)
    kept = count >= task.policy.digits.smallest_count
    if kept.sum() < 2:
        return
    k, n = count[kept].astype(np.float64), of[kept].astype(np.float64)
    added = float((k * (n - k) / n).mean() / max(float(k.var()), 1e-9))
    if added > limit:
        raise NotApplicable(
            Reason("counts_alike", added=Shown(100 * added, ".1f"), limit=Shown(100 * limit, "g"))
        )


def _distance(apart: Floats, covariance: Floats) -> tuple[float, int]:
    """Return the chi-square distance given the total, and its degrees of freedom."""
    free = len(apart) - 1
    # Contrasts to the mean of all classes: the total carries no news about digits.
    contrast = (np.eye(len(apart)) - 1 / len(apart))[:free]
    values = contrast @ apart
    spread = contrast @ covariance @ contrast.T
    return float(values @ np.linalg.solve(spread, values)), free


def smoothed_null(
    count: Whole, of: Whole, least: int, classes: int, digit: Callable[[Whole], Whole]
) -> tuple[Floats, Floats]:
    """Return the expected number of stations by class of digit, and its covariance.

    Every station's count is Binomial(of, count / of), those below `least` too, since chance may
    lift them above it and drop others below.

    Args:
        count: whole counts, shape (stations,).
        of: their denominators.
        least: smallest count that is looked at.
        classes: number of classes.
        digit: gives the class of each count.
    """
    n, k = of.astype(np.float64), count.astype(np.float64)
    half = bernstein_width(k * (n - k) / n, _TAIL)
    low = np.maximum(np.ceil(k - half), least).astype(np.int64)
    high = np.minimum(np.floor(k + half), n).astype(np.int64)
    table = gammaln(np.arange(1, int(of.max()) + 2, dtype=np.float64))
    class_of = digit(np.arange(int(of.max()) + 1))
    expected = np.zeros(classes)
    squares = np.zeros((classes, classes))
    certain = (count == 0) | (count == of)
    fixed = certain & (count >= least)
    expected += np.bincount(class_of[count[fixed]], minlength=classes)
    squares += np.diag(expected)
    rows = np.flatnonzero(~certain & (high >= low))
    length = high[rows] - low[rows] + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.log(k) - np.log(n - k)
        base = table[of] + n * (np.log(n - k) - np.log(n))
    cuts = np.flatnonzero(np.diff(np.cumsum(length) // _CHUNK)) + 1
    for part in np.split(np.arange(len(rows)), cuts):
        if not len(part):
            continue
        these, size = rows[part], length[part]
        first = np.concatenate(([0], np.cumsum(size)[:-1]))
        value = np.arange(int(size.sum())) + np.repeat(low[these] - first, size)
        logarithm = np.repeat(base[these], size) + value * np.repeat(slope[these], size)
        logarithm -= table[value] + table[np.repeat(of[these], size) - value]
        where = np.repeat(np.arange(len(part)), size) * classes + class_of[value]
        by_class = np.bincount(where, np.exp(logarithm), minlength=len(part) * classes)
        chance = by_class.reshape(len(part), classes)
        expected += chance.sum(axis=0)
        squares += chance.T @ chance
    return expected, np.diag(expected) - squares
