"""Robustness, what-if and agreement as plain data for programs; keys are only ever added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from electcheck.model.findings import Assessment, Finding, Interval
from electcheck.model.policy import Policy
from electcheck.model.values import Values, show
from electcheck.report.payload import FORMAT, payload
from electcheck.rules.opening import Opened
from electcheck.rules.whatif import WhatIf
from electcheck.scoring.agreement import Agreement
from electcheck.scoring.difference import Difference
from electcheck.scoring.judgement import Judgement
from electcheck.scoring.robustness import AGGREGATIONS
from electcheck.scoring.spread import Spread

ROBUSTNESS_NOTE = (
    "Shares are shares of tested settings, no probabilities: the settings are ours. The unknown "
    "is never drawn: each setting is computed with every open finding at its worst, at its best, "
    "and with the decided findings only."
)
AGREEMENT_NOTE = (
    "Agreement is reported and disagreements are listed for reconciliation; none is averaged, and "
    "none of this enters an assessment."
)


def robustness_payload(opened: Opened, made: Judgement) -> dict[str, Any]:
    """Return how firmly an assessment stands as JSON-ready data."""
    policy = opened.catalogue.policy
    tested = made.robustness
    return {
        "format": FORMAT,
        "case": made.assessment.case,
        "standard": made.assessment.standard,
        "as_of": made.assessment.as_of.isoformat(),
        "note": ROBUSTNESS_NOTE,
        "draws": tested.draws,
        "seed": tested.seed,
        "settings": tested.settings,
        "varied": {
            "weights_concentration": policy.robustness.concentration.value,
            "partly_met": [
                policy.robustness.partly_met_low.value,
                policy.robustness.partly_met_high.value,
            ],
            "aggregation": list(AGGREGATIONS),
            "standard": list(tested.standards),
        },
        "overall": {
            treatment: {
                **_spread(spread, policy),
                "by_aggregation": {
                    name: _spread(own, policy)
                    for name, own in tested.by_aggregation[treatment].items()
                },
            }
            for treatment, spread in tested.overall.items()
        },
        "areas": [
            {
                "id": area.area,
                "in_overall": area.in_overall,
                **{
                    treatment: _spread(spread, policy)
                    for treatment, spread in tested.areas[area.area].items()
                },
            }
            for area in made.assessment.areas
        ],
        "weakest": {
            "areas": {name: _ties(shares) for name, shares in tested.weakest.items()},
            "criteria": [
                {
                    "loss": weak.loss,
                    "outcome": weak.outcome,
                    "holds_up_to": weak.holds_up_to,
                    "criteria": list(weak.criteria),
                }
                for weak in made.weakest
            ],
        },
        "matrix": [
            {
                "criterion": row.criterion,
                "outcomes": dict(row.outcomes),
                "holds_up_to": row.holds_up_to,
            }
            for row in made.matrix
        ],
        "single_origin": [
            {
                "criterion": one.criterion,
                "outcome": one.outcome,
                "origins": [
                    {"origin": origin, "without": outcome}
                    for origin, outcome in one.without.items()
                ],
                "alone": one.alone,
            }
            for one in made.carried
        ],
        "conflicts": [
            {
                "criterion": finding.criterion,
                "outcome": finding.outcome,
                "indicator": answer.indicator,
                "sides": [
                    {
                        "value": shown(opened, answer.indicator, side.values),
                        "origins": list(side.origins),
                        "statements": list(side.statements),
                    }
                    for side in answer.sides
                ],
            }
            for finding, answer in made.conflicts
        ],
        "resolutions": [
            resolution.model_dump(mode="json") for resolution in opened.case.resolutions
        ],
    }


def shown(opened: Opened, indicator: str, values: Values) -> str:
    """Return what may be the value of an indicator, in words."""
    return show(opened.catalogue.indicators()[indicator][1], values)


def _spread(spread: Spread, policy: Policy) -> dict[str, Any]:
    return {
        "interval": {"low": spread.low, "high": spread.high},
        "least": spread.least,
        "most": spread.most,
        "without_score": spread.without_score,
        "bands": [
            {
                "band": band.band,
                "from": band.start,
                "to": band.end,
                "share_of_tested_settings": spread.bands[band.band],
            }
            for band in policy.bands
        ],
        "variance": dict(spread.variance) if spread.variance is not None else None,
        "variance_over": list(spread.over),
    }


def _ties(shares: Mapping[str, float]) -> list[dict[str, Any]]:
    """Return the areas by how often they are weakest; equal shares stand together."""
    tied: dict[float, list[str]] = {}
    for area, share in shares.items():
        tied.setdefault(share, []).append(area)
    return [
        {"share_of_tested_settings": share, "areas": areas}
        for share, areas in sorted(tied.items(), reverse=True)
    ]


def whatif_payload(found: WhatIf) -> dict[str, Any]:
    """Return what would change one outcome as JSON-ready data."""
    return {
        "format": FORMAT,
        "criterion": found.finding.criterion,
        "outcome": found.finding.outcome,
        "possible": list(found.finding.possible),
        "removals": [list(removal.statements) for removal in found.removals],
        "removal_outcomes": [removal.outcome for removal in found.removals],
        "arrivals": [
            [{"indicator": one.indicator, "value": one.value} for one in arrival.answers]
            for arrival in found.arrivals
        ],
        "arrival_outcomes": [arrival.outcome for arrival in found.arrivals],
        "arrivals_replace": found.replacing,
        "bound": found.bound,
        "complete": found.complete,
    }


def would_be_payload(
    opened: Opened,
    given: Mapping[str, Values],
    without: Sequence[str],
    after: Assessment,
    moved: Difference,
) -> dict[str, Any]:
    """Return the assessment as it would be, and what moved, as JSON-ready data."""
    before, now = moved.overall
    return {
        "format": FORMAT,
        "set": [
            {"indicator": name, "value": shown(opened, name, values)}
            for name, values in given.items()
        ],
        "without": list(without),
        "difference": {
            "findings": [
                {
                    "criterion": one.after.criterion,
                    "before": _outcome(one.before),
                    "after": _outcome(one.after),
                    "settled_by_loss": list(one.settled_by_loss),
                }
                for one in moved.findings
            ],
            "areas": [
                {"id": area, "before": _interval(old), "after": _interval(new)}
                for area, (old, new) in moved.areas.items()
            ],
            "overall": {"before": _interval(before), "after": _interval(now)},
        },
        "assessment": payload(opened, after),
    }


def _outcome(finding: Finding) -> dict[str, Any]:
    return {"outcome": finding.outcome, "possible": list(finding.possible)}


def _interval(interval: Interval) -> dict[str, Any]:
    return {"score": interval.score, "low": interval.low, "high": interval.high}


def agreement_payload(found: Agreement, draws: int, seed: int) -> dict[str, Any]:
    """Return the agreement of assessors as JSON-ready data."""
    return {
        "format": FORMAT,
        "note": AGREEMENT_NOTE,
        "draws": draws,
        "seed": seed,
        "assessors": list(found.assessors),
        "indicators": found.indicators,
        "shared": found.shared,
        "groups": [
            {
                "group": group.name,
                "metric": group.metric,
                "alpha": group.alpha.estimate,
                "low": group.alpha.low,
                "high": group.alpha.high,
                "units": group.alpha.units,
                "codings": group.alpha.codings,
                "resamples": group.alpha.resamples,
                "indicators": list(group.indicators),
            }
            for group in found.groups
        ],
        "disagreements": [
            {
                "indicator": one.indicator,
                "source": one.source,
                "codings": [
                    {"assessor": assessor, "value": value}
                    for assessor, value in one.codings.items()
                ],
            }
            for one in found.disagreements
        ],
    }
