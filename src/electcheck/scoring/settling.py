"""What would settle the most: how much of the overall interval each missing answer would close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from electcheck.model.findings import Assessment, Finding
from electcheck.model.norms import DECIDED
from electcheck.rules.completeness import answers_to_try
from electcheck.rules.findings import Bench, lay_out
from electcheck.rules.opening import Opened
from electcheck.scoring.assess import score
from electcheck.scoring.intervals import outcome_bounds, weight


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
    counted = [
        f for f in assessment.findings if f.applicable and f.area not in policy.unweighted_areas
    ]
    total = sum(weight(f, policy) for f in counted)
    bench = lay_out(opened, assessment.standard, assessment.as_of)
    width = _width(assessment)
    found = []
    for place, finding in enumerate(assessment.findings):
        weighted = finding.applicable and finding.area not in policy.unweighted_areas
        if not weighted or finding.outcome in DECIDED:
            continue
        bounds = outcome_bounds(finding, policy)
        assert bounds is not None
        jointly = (bounds[1] - bounds[0]) * weight(finding, policy) / total
        for name, answer in finding.answers.items():
            closed = [
                width - _width(_with(opened, assessment, place, other))
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


def _with(opened: Opened, now: Assessment, place: int, finding: Finding) -> Assessment:
    findings = (*now.findings[:place], finding, *now.findings[place + 1 :])
    return score(opened, findings, now.standard, now.as_of)


def _width(assessment: Assessment) -> float:
    overall = assessment.overall
    if overall.low is None or overall.high is None:
        return 0.0
    return overall.high - overall.low
