"""What would settle the most: how much of the overall interval each missing answer would close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from electcheck.model.findings import Assessment, Finding, Interval
from electcheck.model.outcomes import DECIDED
from electcheck.model.policy import Policy
from electcheck.rules.completeness import answers_to_try
from electcheck.rules.findings import Bench, lay_out
from electcheck.rules.opening import Opened
from electcheck.scoring.assess import capped
from electcheck.scoring.intervals import Weighed, interval_of, weighed


@dataclass(frozen=True, slots=True)
class Missing:
    """An answer that is open, and what it would close of the overall interval.

    Attributes:
        indicator: its id.
        criterion: the id of its criterion.
        area: the id of its area.
        status: `unknown`, `bounded` or `conflict`.
        at_least: how much narrower the overall interval gets whatever the answer turns out to be;
            below 0 where it may get wider, since a criterion that does not apply leaves the others
            more weight.
        at_most: how much narrower the most telling answer would make it.
        jointly: the part of it that the criterion leaves open.
    """

    indicator: str
    criterion: str
    area: str
    status: str
    at_least: float
    at_most: float
    jointly: float


def missing_answers(opened: Opened, assessment: Assessment) -> tuple[Missing, ...]:
    """Return every open answer of a weighted area, those that would close the most first.

    One answer from each set that no condition tells apart is tried, so the bounds hold for all.
    An answer that only settles something together with others closes nothing alone; among those
    the criterion that leaves the most open comes first.
    """
    policy = opened.catalogue.policy
    brought = [_brought(finding, policy) for finding in assessment.findings]
    total = sum(one.weight for one in brought if one)
    bench = lay_out(opened, assessment.standard, assessment.as_of)
    width = _width(assessment.overall)
    found = []
    for place, finding in enumerate(assessment.findings):
        own = brought[place]
        if own is None or finding.outcome in DECIDED:
            continue
        jointly = (own.high - own.low) * own.weight / total
        for name, answer in finding.answers.items():
            closed = [
                width - _width(_with(assessment.findings, brought, place, other, policy))
                for other in _settled(bench, opened, finding, name)
            ]
            if closed:
                found.append(
                    Missing(
                        answer.indicator,
                        finding.criterion,
                        finding.area,
                        answer.status,
                        *(round(one, 12) + 0.0 for one in (min(closed), max(closed), jointly)),
                    )
                )
    return tuple(sorted(found, key=lambda m: (-m.at_most, -m.at_least, -m.jointly)))


def _settled(bench: Bench, opened: Opened, finding: Finding, name: str) -> Iterator[Finding]:
    """Yield the finding as it would be with each answer that an open indicator may have."""
    answer = finding.answers[name]
    if answer.values.known and answer.status == "established":
        return
    compiled = opened.norms.compiled[finding.criterion]
    for values in answers_to_try(compiled, finding, name, answer.values):
        yield bench.judge(finding.criterion, given={answer.indicator: values})


def _brought(finding: Finding, policy: Policy) -> Weighed | None:
    return None if finding.area in policy.unweighted_areas else weighed(finding, policy)


def _with(
    findings: tuple[Finding, ...],
    brought: list[Weighed | None],
    place: int,
    other: Finding,
    policy: Policy,
) -> Interval:
    """Return the overall interval with another finding in one place.

    Hundreds of answers are tried; what the other findings bring stays the same.
    """
    changed = [*brought[:place], _brought(other, policy), *brought[place + 1 :]]
    other_findings = (*findings[:place], other, *findings[place + 1 :])
    return capped(interval_of(changed, policy), other_findings, policy)


def _width(overall: Interval) -> float:
    if overall.low is None or overall.high is None:
        return 0.0
    return overall.high - overall.low
