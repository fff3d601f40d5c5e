"""Ranges that hold together: one claim about several candidates needs all of them at once.

"Every candidate lies inside his own 95 % range" fails on clean data in 10 to 14 % of samples.
Here the level is shared out among the claims (Bonferroni), shares get a range on the logit scale,
which a small share needs, and Student's t has no more degrees of freedom than there are units that
carry the variance: a candidate whose votes lie in a few districts has a standard error that is
itself hardly known (measured in docs/sampling-validation.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from electcheck.sampling.estimators import Linear, covariances, residuals
from electcheck.sampling.intervals import t_quantile
from electcheck.sampling.sample import Sample
from electcheck.sampling.stages import effective_units


@dataclass(frozen=True)
class Range:
    """One of several ranges that hold together.

    Attributes:
        estimate: what the sample says.
        se: its standard error.
        low: lower end.
        high: upper end.
        df: degrees of freedom used, at most the design's.
        critical: the t quantile used.
    """

    estimate: float
    se: float
    low: float
    high: float
    df: float
    critical: float


def simultaneous_ranges(
    sample: Sample, claims: Sequence[Linear], shares: Sequence[bool], level: float = 0.95
) -> list[Range]:
    """Return one range per claim, all of which hold together at `level`.

    Args:
        sample: the sample.
        claims: estimates with their influence.
        shares: for each claim, whether it is a share between 0 and 1 (a margin is not).
        level: how often all ranges hold together.
    """
    variance = np.diag(covariances(sample, claims))
    units = effective_units(sample.spreads, residuals(sample, claims))
    probability = 1.0 - (1.0 - level) / 2 / len(claims)
    result = []
    for k, claim in enumerate(claims):
        df = max(1.0, min(float(sample.df()), float(units[k]))) if sample.df() > 0 else 0.0
        critical, se = t_quantile(probability, df), float(np.sqrt(variance[k]))
        value = claim.estimate
        if se == 0:
            low = high = value
        elif shares[k] and 0 < value < 1:
            half = critical * se / (value * (1 - value))
            low = float(special.expit(special.logit(value) - half))
            high = float(special.expit(special.logit(value) + half))
        else:
            low, high = value - critical * se, value + critical * se
        result.append(Range(value, se, low, high, df, critical))
    return result
