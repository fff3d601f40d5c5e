"""The assessment as plain data for programs: the shape of `assessment.json`, format 1.

Keys are only ever added to. What is said in English has a stable message id beside it. Absent
numbers are null, never NaN and never zero.
"""

from __future__ import annotations

from typing import Any

from electcheck.model.catalogue import Case
from electcheck.model.findings import Assessment, Finding, Interval
from electcheck.model.values import show
from electcheck.report.reasons import reason
from electcheck.rules.opening import Opened
from electcheck.scoring.intervals import outcome_bounds, weight

FORMAT = 1
NOTE = (
    "The scores are electcheck's own. ODIHR gives neither a score nor a verdict; no score here is "
    "one of ODIHR's. Unknown counts neither as met nor as not met: read low, high and coverage."
)


def payload(opened: Opened, assessment: Assessment) -> dict[str, Any]:
    """Return the assessment as JSON-ready data."""
    titles = {area.area: area.title for area in opened.catalogue.areas}
    overall = assessment.overall
    return {
        "format": FORMAT,
        "election": election(opened.case),
        "standard": assessment.standard,
        "as_of": assessment.as_of.isoformat(),
        "note": NOTE,
        "note_message": {"id": "scores_are_ours", "values": {}},
        **({"withheld": True} if opened.says_withheld else {}),
        "coverage": {
            "assessed": sum(f.decided for f in assessment.findings),
            "applicable": sum(f.applicable for f in assessment.findings),
        },
        "overall": {
            "score": overall.score,
            "low": overall.low,
            "high": overall.high,
            "geometric": assessment.geometric,
            "lowest": assessment.lowest,
            "lowest_areas": list(assessment.lowest_areas),
            "assessed": overall.assessed,
            "applicable": overall.applicable,
        },
        "areas": [
            {
                "id": area.area,
                "title": title.en if (title := titles[area.area]) else area.area,
                **_interval(area.interval),
                "in_overall": area.in_overall,
            }
            for area in assessment.areas
        ],
        "findings": [_finding(opened, finding) for finding in assessment.findings],
    }


def election(case: Case) -> dict[str, Any]:
    """Return what names the election."""
    record = case.election
    return {
        "id": record.id,
        "title": record.title.en,
        "country": record.country.en,
        "office": record.office.en,
        "election_day": record.election_day.isoformat(),
        "fictional": record.fictional,
    }


def _interval(interval: Interval) -> dict[str, Any]:
    return {
        "score": interval.score,
        "low": interval.low,
        "high": interval.high,
        "assessed": interval.assessed,
        "applicable": interval.applicable,
    }


def _finding(opened: Opened, finding: Finding) -> dict[str, Any]:
    policy = opened.catalogue.policy
    bounds = outcome_bounds(finding, policy)
    indicators = opened.norms.compiled[finding.criterion].criterion.indicators
    return {
        "criterion": finding.criterion,
        "area": finding.area,
        "weight": weight(finding, policy),
        "weight_class": finding.weight,
        "outcome": finding.outcome,
        "possible": list(finding.possible),
        "low": bounds[0] if bounds else None,
        "high": bounds[1] if bounds else None,
        "reason": finding.reason,
        "reason_message": reason(opened, finding).message,
        "rests_on": list(finding.rests_on),
        "from_memory": finding.from_memory,
        "answers": [
            {
                "indicator": answer.indicator,
                "status": answer.status,
                "value": show(indicators[name], answer.values),
                "origins": list(answer.origins),
            }
            for name, answer in finding.answers.items()
        ],
        "statements": list(finding.statements),
        "commitments": list(finding.commitments),
    }
