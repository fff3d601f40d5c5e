"""What a test could have seen: the smallest effect found with the policy's power."""

from __future__ import annotations

import math
from statistics import NormalDist

from electcheck.forensics.reasons import Reason
from electcheck.model.said import Said, Shown


def detectable_shift(sd: float, level: float, power: float) -> float:
    """Return the shift of a normal statistic that a one-sided test finds with `power`.

    >>> round(detectable_shift(1.0, 0.05, 0.8), 3)
    2.486
    """
    normal = NormalDist()
    return sd * (normal.inv_cdf(1 - level) + normal.inv_cdf(power))


def detectable_distance(freedom: int, level: float, power: float) -> float:
    """Return the noncentrality that a chi-square test with `freedom` degrees finds with `power`.

    >>> round(detectable_distance(9, 0.05, 0.8), 2)
    15.65
    """
    from scipy.special import chdtri, chndtrinc  # half a second that most tests need not pay

    critical = float(chdtri(freedom, level))
    return float(chndtrinc(critical, freedom, 1 - power))


def weakness(detectable: float | None, wanted: float | None, unit: Said) -> Reason | None:
    """Return why a test is underpowered, None where it is not.

    >>> weakness(14.6, 11.2, Said("stations"))
    'the smallest effect found four times in five is 14.6 stations; the policy asks for 11.2'
    """
    if wanted is None or detectable is None:
        return None
    if math.isfinite(detectable) and detectable <= wanted:
        return None
    return Reason(
        "weak", detectable=Shown(detectable, ".3g"), unit=unit, wanted=Shown(wanted, ".3g")
    )
