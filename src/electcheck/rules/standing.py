"""How firmly each finding stands: up to which standard of proof, and on whose word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from electcheck.model.evidence import Statement
from electcheck.model.findings import Finding
from electcheck.model.outcomes import Outcome
from electcheck.rules.findings import Bench


@dataclass(frozen=True, slots=True)
class Survival:
    """The outcomes of one criterion from the lowest standard to the highest.

    Attributes:
        criterion: its id.
        outcomes: per standard, in the order of the policy.
        holds_up_to: the last standard up to which a decided outcome at the lowest one stays the
            same, or None where it is not decided there.
    """

    criterion: str
    outcomes: Mapping[str, Outcome]
    holds_up_to: str | None


def survival(by_standard: Mapping[str, Sequence[Finding]]) -> tuple[Survival, ...]:
    """Return the finding-by-standard matrix, one row a criterion.

    Args:
        by_standard: all findings at each standard, from the lowest standard to the highest.
    """
    rows = []
    for findings in zip(*by_standard.values(), strict=True):
        outcomes = dict(zip(by_standard, (f.outcome for f in findings), strict=True))
        lowest = findings[0]
        held = None
        for name, finding in zip(by_standard, findings, strict=True):
            if not lowest.decided or finding.outcome != lowest.outcome:
                break
            held = name
        rows.append(Survival(lowest.criterion, outcomes, held))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Carried:
    """A decided finding that would not stand without some single origin.

    Attributes:
        criterion: its id.
        outcome: as it is.
        without: for each origin that carries it, the outcome once that origin is left out.
        alone: no other origin counted towards it.
    """

    criterion: str
    outcome: Outcome
    without: Mapping[str, Outcome]
    alone: bool


def carried_by_one_origin(bench: Bench, findings: Sequence[Finding]) -> tuple[Carried, ...]:
    """Return every decided finding that a single origin carries, leaving out one at a time."""
    found = []
    for finding in findings:
        if not finding.decided:
            continue
        origins = sorted({o for answer in finding.answers.values() for o in answer.origins})
        without: dict[str, Outcome] = {}
        for origin in origins:
            gone = {s.id for s in _statements(bench, finding) if origin_of(s) == origin}
            outcome = bench.judge(finding.criterion, without=gone).outcome
            if outcome != finding.outcome:
                without[origin] = outcome
        if without:
            alone = len(origins) == 1
            found.append(Carried(finding.criterion, finding.outcome, without, alone))
    return tuple(found)


def origin_of(statement: Statement) -> str:
    """Return where the knowledge of a statement first came from."""
    return statement.origin or statement.source


def _statements(bench: Bench, finding: Finding) -> list[Statement]:
    return [
        statement
        for answer in finding.answers.values()
        for statement in bench.by_indicator.get(answer.indicator, ())
    ]
