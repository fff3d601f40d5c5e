"""Totals, means, ratios and margins with their linearised influence.

Each estimator returns the estimate and one influence value per station, so that the variance of
the estimate is the variance of the influence's total (Woodruff 1971; Binder 1983): the influence
of a total is w*y, of a mean w*(y - mean)/sum(w), of a ratio w*(y - R*x)/sum(w*x). Outside a
domain the influence is zero; stations are never filtered away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from electcheck.sampling.sample import Mask, Sample
from electcheck.sampling.stages import Floats, covariance

EPSILON = 8 * np.finfo(float).eps


@dataclass(frozen=True, eq=False)
class Linear:
    """An estimate and the influence of each station on it."""

    estimate: float
    influence: Floats


def _weight(sample: Sample, domain: Mask | None) -> Floats:
    return sample.weight if domain is None else sample.weight * domain


def total(sample: Sample, y: Floats, domain: Mask | None = None) -> Linear:
    """Estimate the population total of `y`."""
    influence = _weight(sample, domain) * y
    return Linear(float(influence.sum()), influence)


def ratio(sample: Sample, y: Floats, x: Floats, domain: Mask | None = None) -> Linear:
    """Estimate the total of `y` over the total of `x`, both in the same domain (combined ratio).

    A candidate's share of the valid votes is a ratio of votes to valid votes; a margin between
    two candidates is the ratio of their difference to the same denominator.

    >>> from electcheck.sampling.sample import stratified
    >>> columns = {"a": [30, 50, 40, 70], "valid": [100, 100, 100, 100]}
    >>> sample = stratified([1, 1, 1, 1], {"1": 8}, columns)
    >>> share = ratio(sample, sample.columns["a"], sample.columns["valid"])
    >>> share.estimate, round(standard_error(sample, share), 6)
    (0.475, 0.060381)
    """
    weight = _weight(sample, domain)
    below = float(weight @ x)
    if below == 0:
        return Linear(float("nan"), np.zeros(sample.n))
    estimate = float(weight @ y) / below
    return Linear(estimate, weight * _residual(y, estimate * x) / below)


def _residual(y: Floats, fitted: Floats) -> Floats:
    """Return y - fitted, exactly 0 where they agree to the last digits: no spread is no spread."""
    residual = y - fitted
    residual[np.abs(residual) <= EPSILON * np.abs(fitted)] = 0.0
    return residual


def mean(sample: Sample, y: Floats, domain: Mask | None = None) -> Linear:
    """Estimate the mean of `y` per station of the population (or of the domain)."""
    return ratio(sample, y, np.ones(sample.n), domain)


def separate_ratio_total(
    sample: Sample, y: Floats, x: Floats, known: Floats, combined: bool = False
) -> Linear:
    """Estimate the total of `y` from the known stratum totals of `x`.

    Args:
        sample: the sample.
        y: the numbers to be totalled.
        x: an auxiliary number per station, such as the registered voters.
        known: the population's total of `x` in each stratum, in the order of `sample.strata`.
        combined: use one ratio for all strata instead of one per stratum.
    """
    if combined:
        one = ratio(sample, y, x)
        everything = float(known.sum())
        return Linear(one.estimate * everything, one.influence * everything)
    strata = len(known)
    above = np.bincount(sample.stratum, sample.weight * y, minlength=strata)
    below = np.bincount(sample.stratum, sample.weight * x, minlength=strata)
    slope = above / below
    residual = _residual(y, slope[sample.stratum] * x)
    influence = sample.weight * residual * (known / below)[sample.stratum]
    return Linear(float(slope @ known), influence)


def covariances(sample: Sample, estimates: Sequence[Linear]) -> Floats:
    """Return the covariance matrix of several estimates from one sample.

    With post-strata, each influence is first freed of its class mean, because the classes'
    sizes are known and add no uncertainty.
    """
    return covariance(sample.spreads, residuals(sample, estimates))


def residuals(sample: Sample, estimates: Sequence[Linear]) -> Floats:
    """Return the influences in columns, freed of the means of post-strata if there are any."""
    influence = np.column_stack([one.influence for one in estimates])
    if sample.post is not None:
        code, classes = sample.post.code, len(sample.post.totals)
        share = sample.base / sample.weight
        below = np.bincount(code, sample.base, minlength=classes)
        for k in range(influence.shape[1]):
            above = np.bincount(code, influence[:, k] * share, minlength=classes)
            influence[:, k] -= (above / below)[code] * sample.weight
    return influence


def standard_error(sample: Sample, estimate: Linear) -> float:
    """Return the standard error of one estimate."""
    return float(np.sqrt(covariances(sample, [estimate])[0, 0]))


def design_effect(sample: Sample, estimate: Linear, replacement: bool = False) -> float:
    """Return the variance over that of a simple random sample of as many stations.

    Args:
        sample: the sample.
        estimate: what was estimated.
        replacement: compare with a sample drawn with replacement, without its correction.

    Returns:
        The ratio of variances; nan where nothing varies.
    """
    # A total, mean or ratio is the total of its influence; the same stations drawn simply would
    # have as influence w*u with u spread as in the population.
    unweighted = estimate.influence / sample.weight
    everything = float(sample.weight.sum())
    centre = float(sample.weight @ unweighted) / everything
    n = sample.n
    spread = float(sample.weight @ (unweighted - centre) ** 2) / everything * n / (n - 1)
    simple = everything**2 * spread / n
    if not replacement:
        simple *= 1.0 - n / everything
    variance = float(covariances(sample, [estimate])[0, 0])
    return variance / simple if simple > 0 else float("nan")
