"""What an election is held against: instruments, criteria, and the policy of judging.

None of these knows a country. `criteria/` at the top level holds them as YAML.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from electcheck.model.outcomes import Decided, Rank, Weight
from electcheck.model.record import (
    Bool,
    Day,
    Int,
    Name,
    Number,
    Record,
    Scalar,
    Slug,
    Text,
    Wording,
    Words,
    wrong,
)

Read = Literal["official text", "quoted by a third party", "opening only", "from memory"]
Kind = Literal["law", "official_act", "practice", "opinion"]
Type = Literal["boolean", "count", "number", "share", "choice", "date"]
Phase = Literal["pre-election", "election-day", "post-election"]
Format = Annotated[Int, Field(ge=1, le=1)]


class Commitment(Record):
    """One paragraph of an instrument, in our own words."""

    paragraph: Words
    paraphrase: Wording
    read: Read
    read_at: Words | None = None
    url: Words | None = None
    limit: Words | None = None
    untested: Words | None = None


class Instrument(Record):
    """A treaty, its authoritative reading, a political commitment, or good practice."""

    id: Slug
    title: Wording
    rank: Rank
    adopted: Day
    citation: Words
    interprets: Slug | None = None
    commitments: tuple[Commitment, ...] = Field(min_length=1)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of the commitments, ``instrument/paragraph``."""
        return tuple(f"{self.id}/{commitment.paragraph}" for commitment in self.commitments)


class Instruments(Record):
    """The file `instruments.yaml`."""

    format: Format
    instruments: tuple[Instrument, ...]


class Indicator(Record):
    """One observable fact that a criterion asks for."""

    kind: Kind
    type: Type
    ask: Wording
    unit: Words | None = None
    min: Number | None = None
    max: Number | None = None
    choices: dict[Name, Wording] = Field(default_factory=dict)
    period: Phase | Literal["process"] | None = None
    help: Wording | None = None

    @model_validator(mode="after")
    def _complete(self) -> Indicator:
        if self.type == "choice" and len(self.choices) < 2:
            raise wrong("an indicator of type choice needs 'choices', two at least")
        if self.type != "choice" and self.choices:
            raise wrong(f"'choices' belong to type choice, not to {self.type}")
        if self.type == "number" and self.unit is None:
            raise wrong("an indicator of type number needs a 'unit'")
        if self.type in ("boolean", "choice", "date") and (
            self.min is not None or self.max is not None
        ):
            raise wrong(f"'min' and 'max' do not go with type {self.type}")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise wrong(f"min {self.min} is above max {self.max}")
        return self


class Threshold(Record):
    """A number that a condition compares with, and what it rests on."""

    value: Scalar
    basis: Words
    unit: Words | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _reasoned(self) -> Threshold:
        if self.basis == "ours" and not self.note:
            raise wrong("a threshold whose basis is 'ours' needs a 'note' with the reason")
        return self


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Clause(Record):
    """A condition and the norm on which its outcome rests."""

    when: Words
    rests_on: Annotated[
        tuple[Words, ...],
        BeforeValidator(_one_or_many, json_schema_input_type=str | tuple[str, ...]),
    ] = ()


class Applies(Record):
    """The condition under which a criterion applies at all, and what to say where it does not."""

    when: Words
    reason: Wording | None = None


class Recommended(Text):
    """What to do where the criterion is not met, and who should do it."""

    addressee: Words
    priority: Bool = False


class Criterion(Record):
    """A yes/no question about one election, bound to commitments."""

    id: Slug
    title: Wording
    question: Wording
    commitments: tuple[Words, ...] = Field(min_length=1)
    phase: Phase
    weight: Weight
    weight_reason: Words | None = None
    why: Words | None = None
    applies: Annotated[
        Applies | None,
        BeforeValidator(
            lambda v: {"when": v} if isinstance(v, str) else v,
            json_schema_input_type=str | Applies | None,
        ),
    ] = None
    indicators: dict[Name, Indicator] = Field(min_length=1)
    thresholds: dict[Name, Threshold] = Field(default_factory=dict)
    outcome: dict[Decided, Clause] = Field(min_length=1)
    recommendation: Recommended | None = None
    evidence: Words | None = None
    exclusions: tuple[Words, ...] = ()
    assumptions: tuple[Words, ...] = ()
    crosswalk: dict[Name, tuple[Words, ...]] = Field(default_factory=dict)
    cases: dict[Words, dict[str, Any]] = Field(default_factory=dict)


class AreaFile(Record):
    """One file of criteria: one chapter of the report."""

    format: Format
    area: Slug
    title: Wording | None = None
    criteria: tuple[Criterion, ...] = ()
