"""What the engine hands on: established values, findings, and the assessment as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from electcheck.model.outcomes import DECIDED, Decided, Outcome, Rank, Weight
from electcheck.model.values import Values
from electcheck.model.why import Why

Status = Literal["established", "bounded", "unknown", "conflict"]


@dataclass(frozen=True, slots=True)
class Side:
    """Origins that share a value and together reach the standard of proof.

    Attributes:
        values: what all of them say, their intersection.
        origins: where the knowledge came from, each counted once, sorted.
        statements: the items by which they say it, sorted.
    """

    values: Values
    origins: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A statement that did not count towards the value, and why."""

    statement: str
    why: Why


@dataclass(frozen=True, slots=True)
class Established:
    """What the evidence leaves open of one indicator, at one standard of proof.

    Attributes:
        indicator: its id, ``criterion/name``.
        status: `established`; `bounded`, where only a part of the scope is established and raises
            the lower bound; `unknown`; or `conflict`.
        values: everything that the answer may be.
        sides: the set of origins that establishes it, or the sides of the conflict.
        uncounted: the statements on the indicator that did not count.
    """

    indicator: str
    status: Status
    values: Values
    sides: tuple[Side, ...] = ()
    uncounted: tuple[Uncounted, ...] = ()

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that counted, sorted."""
        return tuple(sorted({name for side in self.sides for name in side.statements}))

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins that counted, sorted."""
        return tuple(sorted({name for side in self.sides for name in side.origins}))


@dataclass(frozen=True, slots=True)
class Finding:
    """The judgement of one criterion.

    Attributes:
        criterion: its id.
        area: the id of its area.
        weight: the weight class of the criterion.
        outcome: one of the seven outcomes.
        possible: every outcome that the evidence leaves open; one where it is decided, none where
            the criterion is pending.
        reason: one line that says why.
        clause: the outcome whose clause fired, or None.
        rests_on: the commitments under the clause that applied to this state on election day.
        rank: their rank, or None.
        answers: per indicator name, what is established.
        commitments: all commitments of the criterion that applied on election day.
        from_memory: every one of them was typed from memory.
    """

    criterion: str
    area: str
    weight: Weight
    outcome: Outcome
    possible: tuple[Outcome, ...]
    reason: str
    clause: Decided | None
    rests_on: tuple[str, ...]
    rank: Rank | None
    answers: Mapping[str, Established]
    commitments: tuple[str, ...]
    from_memory: bool

    @property
    def decided(self) -> bool:
        """Whether the criterion is met, partly met or not met."""
        return self.outcome in DECIDED

    @property
    def applicable(self) -> bool:
        """Whether the finding is in the denominator: neither not applicable nor pending."""
        return self.outcome not in ("not_applicable", "pending")

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that counted for any of its answers, sorted."""
        return tuple(sorted({s for answer in self.answers.values() for s in answer.statements}))


@dataclass(frozen=True, slots=True)
class Interval:
    """A score with everything it must be printed with.

    Attributes:
        score: from 0 to 1, or None where too little is decided.
        low: with every open finding at its worst possible outcome; None where nothing applies.
        high: with every open finding at its best possible outcome; None where nothing applies.
        assessed: how many findings are met, partly met or not met.
        applicable: how many findings are in the denominator.
    """

    score: float | None
    low: float | None
    high: float | None
    assessed: int
    applicable: int


@dataclass(frozen=True, slots=True)
class AreaScore:
    """The score of one area; `in_overall` tells whether it has weight in the overall one."""

    area: str
    interval: Interval
    in_overall: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """All findings of one case at one standard and date, and the scores made of them.

    Attributes:
        case: the id of the case.
        standard: the standard of proof.
        as_of: what was published after this day is not seen.
        findings: in the order of the report.
        areas: in the order of the report.
        overall: the arithmetic aggregate over the areas that have weight.
        geometric: the geometric aggregate, floored as the policy says, or None.
        lowest: the lowest area score, or None.
        lowest_areas: the areas that have it; several are a tie.
    """

    case: str
    standard: str
    as_of: date
    findings: tuple[Finding, ...]
    areas: tuple[AreaScore, ...]
    overall: Interval
    geometric: float | None
    lowest: float | None
    lowest_areas: tuple[str, ...]

    def finding(self, criterion: str) -> Finding | None:
        """Return the finding on a criterion by its id, or None."""
        return next((f for f in self.findings if f.criterion == criterion), None)
