"""Why a finding has its outcome, as a stable id with values, which any language can put in words.

`assessment.json` carries it beside the English sentence, so that a reader in another language
needs no new run; the report says it in its own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from electcheck.model.findings import Finding
from electcheck.rules.opening import Opened

ReasonId = Literal[
    "phase_begins_later", "does_not_apply", "decided_by_rule", "sources_conflict", "not_established"
]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why.

    Attributes:
        id: never renamed.
        names: the indicators of the criterion that it speaks of.
        values: what the words are filled with, as JSON.
    """

    id: ReasonId
    names: tuple[str, ...]
    values: dict[str, Any]

    @property
    def message(self) -> dict[str, Any]:
        """The id and the values as JSON-ready data."""
        return {"id": self.id, "values": self.values}


def reason(opened: Opened, finding: Finding) -> Reason:
    """Return why a finding has its outcome.

    `decided_by_rule` names the outcome of the clause that held and the indicators that are
    established; `sources_conflict` and `not_established` the indicators that keep the question
    open and the outcomes still possible; `phase_begins_later` the phase and its first day;
    `does_not_apply` the indicators that show it.
    """
    if finding.outcome == "pending":
        phase = opened.norms.compiled[finding.criterion].criterion.phase
        begins = opened.case.election.phases.period(phase).start
        assert begins is not None
        return Reason("phase_begins_later", (), {"phase": phase, "begins": begins.isoformat()})
    if finding.outcome == "conflicting":
        names = [name for name, one in finding.answers.items() if one.status == "conflict"]
        return _open("sources_conflict", finding, names)
    if finding.outcome == "insufficient_evidence":
        names = [
            name
            for name, one in finding.answers.items()
            if one.status == "unknown" or not one.values.known
        ]
        return _open("not_established", finding, names)
    known = ("established", "bounded")
    names = [name for name, one in finding.answers.items() if one.status in known]
    values: dict[str, Any] = {"indicators": _ids(finding, names)}
    if finding.outcome == "not_applicable":
        return Reason("does_not_apply", tuple(names), values)
    return Reason("decided_by_rule", tuple(names), {"clause": finding.clause, **values})


def _open(name: ReasonId, finding: Finding, names: list[str]) -> Reason:
    values = {"indicators": _ids(finding, names), "possible": list(finding.possible)}
    return Reason(name, tuple(names), values)


def _ids(finding: Finding, names: list[str]) -> list[str]:
    return [finding.answers[name].indicator for name in names]
