"""Weighted means of findings, with the interval that the open ones leave (DESIGN, "Scores")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from electcheck.model.findings import Finding, Interval
from electcheck.model.outcomes import DECIDED
from electcheck.model.policy import Policy


def outcome_bounds(finding: Finding, policy: Policy) -> tuple[float, float] | None:
    """Return the worst and the best value of a finding, or None where it does not apply.

    An open finding that may turn out not applicable takes no value for that outcome.
    """
    if not finding.applicable:
        return None
    values = [float(policy.values[o].value) for o in DECIDED if o in finding.possible]
    return min(values), max(values)


def weight(finding: Finding, policy: Policy) -> float:
    """Return the number behind the weight class of a finding."""
    return float(policy.weights[finding.weight].value)


class Weighed(NamedTuple):
    """What a finding brings to a weighted mean."""

    weight: float
    low: float
    high: float
    decided: bool


def weighed(finding: Finding, policy: Policy) -> Weighed | None:
    """Return what a finding brings to a weighted mean, or None where it does not apply."""
    bounds = outcome_bounds(finding, policy)
    if bounds is None:
        return None
    return Weighed(weight(finding, policy), *bounds, finding.decided)


def interval(findings: Iterable[Finding], policy: Policy) -> Interval:
    """Return the score of some findings, before any veto; see `interval_of`."""
    return interval_of([weighed(finding, policy) for finding in findings], policy)


def interval_of(brought: Sequence[Weighed | None], policy: Policy) -> Interval:
    """Return the score that findings amount to, before any veto.

    `low` and `high` are weighted means over all applicable findings at their worst and best
    possible outcome. `score` is the weighted mean of the decided ones, moved to the nearer end of
    the interval if it falls outside, and None where less of the weight is decided than the policy
    asks for.
    """
    applicable = [one for one in brought if one is not None]
    decided = [one for one in applicable if one.decided]
    total = sum(one.weight for one in applicable)
    known = sum(one.weight for one in decided)
    if total == 0:
        return Interval(None, None, None, 0, len(applicable))
    low = sum(one.weight * one.low for one in applicable) / total
    high = sum(one.weight * one.high for one in applicable) / total
    score = None
    if known > 0 and known / total >= policy.decided_share.value:
        mean = sum(one.weight * one.low for one in decided) / known
        score = min(max(mean, low), high)
    return Interval(score, low, high, len(decided), len(applicable))


def geometric(scores: Iterable[tuple[float, float]], floor: float) -> float | None:
    """Return the weighted geometric mean of (score, weight), each score at least `floor`.

    >>> geometric([(0.25, 1.0), (1.0, 1.0)], 0.01)
    0.5
    """
    pairs = [(max(score, floor), weight) for score, weight in scores]
    total = sum(weight for _, weight in pairs)
    if total == 0:
        return None
    product = 1.0
    for score, weight in pairs:
        product *= score ** (weight / total)
    return product
