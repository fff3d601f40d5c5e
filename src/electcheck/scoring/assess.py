"""The assessment: findings, the score of each area, and the three aggregates across areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from electcheck.errors import did_you_mean, refuse
from electcheck.model.findings import AreaScore, Assessment, Finding, Interval
from electcheck.model.policy import Policy, Veto
from electcheck.rules.findings import find
from electcheck.rules.opening import Opened
from electcheck.scoring.intervals import geometric, interval, weight


def assess(opened: Opened, standard: str | None = None, as_of: date | None = None) -> Assessment:
    """Return the assessment of a case.

    Args:
        opened: the case and the catalogue, checked.
        standard: a standard of proof of the policy, by default the policy's own.
        as_of: the day from which one looks, by default the case's own.

    Raises:
        InputRefused: the policy has no such standard.
    """
    policy = opened.catalogue.policy
    name = standard or policy.default_standard
    known = [one.id for one in policy.standards]
    if name not in known:
        hint = did_you_mean(name, known)
        message = f"there is no standard {name!r}, expected one of {', '.join(known)}.{hint}"
        raise refuse("--standard", message)
    day = as_of or opened.case.election.as_of
    findings = find(opened, name, day)
    return score(opened, findings, name, day)


def score(opened: Opened, findings: tuple[Finding, ...], standard: str, as_of: date) -> Assessment:
    """Return the assessment that some findings amount to."""
    policy = opened.catalogue.policy
    areas = []
    for area in opened.catalogue.areas:
        own = [f for f in findings if f.area == area.area]
        result = interval(own, policy)
        for veto in policy.vetoes:
            if veto.caps == "area" and any(f.criterion == veto.criterion for f in own):
                result = cap(result, veto, findings)
        areas.append(AreaScore(area.area, result, area.area not in policy.unweighted_areas))
    weighted = [f for f in findings if f.area not in policy.unweighted_areas]
    overall = capped(interval(weighted, policy), findings, policy)
    lowest, lowest_areas = _lowest(areas)
    return Assessment(
        case=opened.case.id,
        standard=standard,
        as_of=as_of,
        findings=findings,
        areas=tuple(areas),
        overall=overall,
        geometric=_geometric(areas, findings, policy) if overall.score is not None else None,
        lowest=lowest,
        lowest_areas=lowest_areas,
    )


def capped(overall: Interval, findings: Sequence[Finding], policy: Policy) -> Interval:
    """Return the overall interval after the vetoes on it."""
    for veto in policy.vetoes:
        if veto.caps == "overall":
            overall = cap(overall, veto, findings)
    return overall


def cap(result: Interval, veto: Veto, findings: Sequence[Finding]) -> Interval:
    """Return the interval after a veto: capped where it fired, `low` alone where it may fire."""
    finding = next((f for f in findings if f.criterion == veto.criterion), None)
    if finding is None or "not_met" not in finding.possible or result.low is None:
        return result
    assert result.high is not None
    at = float(veto.at)
    low = min(result.low, at)
    if finding.outcome != "not_met":
        return replace(result, low=low)
    known = None if result.score is None else min(result.score, at)
    return replace(result, score=known, low=low, high=min(result.high, at))


def _lowest(areas: Sequence[AreaScore]) -> tuple[float | None, tuple[str, ...]]:
    scored = [(a.interval.score, a.area) for a in areas if a.in_overall]
    known = [(value, area) for value, area in scored if value is not None]
    if not known:
        return None, ()
    least = min(value for value, _ in known)
    return least, tuple(area for value, area in known if value == least)


def _geometric(
    areas: Sequence[AreaScore], findings: Sequence[Finding], policy: Policy
) -> float | None:
    """Aggregate the areas that have a score, each with the weight of its applicable findings."""
    pairs = []
    for area in areas:
        if area.in_overall and area.interval.score is not None:
            own = [f for f in findings if f.area == area.area and f.applicable]
            pairs.append((area.interval.score, sum(weight(f, policy) for f in own)))
    return geometric(pairs, float(policy.geometric_floor.value))
