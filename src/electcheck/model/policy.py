"""The policy of judging as data: weights, standards of proof, bands, vetoes, tolerances."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from electcheck.model.norms import Format, Kind
from electcheck.model.outcomes import Decided, Weight
from electcheck.model.record import Bool, Int, Number, Record, Slug, Wording, Words, wrong

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Annotated[Int, Field(ge=1, le=6)]
Method = Literal["observed", "interviewed", "examined", "measured", "reported"]
SourceKind = Literal[
    "law", "state", "court", "intergovernmental", "ngo", "media", "academic", "party", "other"
]
Share = Annotated[Number, Field(ge=0, le=1)]


class Valued(Record):
    """A number of the policy and why it is that number."""

    value: Number
    reason: Words


class Alternative(Record):
    """One way to reach a standard: so many origins, each at least of this grade.

    An origin counts when one of its items satisfies every condition given here.
    """

    origins: Annotated[Int, Field(ge=1)] = 1
    reliability: Literal["A", "B", "C", "D"]
    credibility: Annotated[Int, Field(ge=1, le=4)]
    methods: tuple[Method, ...] = ()
    source_kinds: tuple[SourceKind, ...] = ()


class Standard(Record):
    """A standard of proof: for each kind of indicator, the ways to reach it."""

    id: Slug
    title: Wording
    basis: Words
    establishes: dict[Kind, tuple[Alternative, ...]]

    @model_validator(mode="after")
    def _every_kind(self) -> Standard:
        missing = {"law", "official_act", "practice", "opinion"} - set(self.establishes)
        if missing:
            raise wrong(f"'establishes' says nothing of {', '.join(sorted(missing))}")
        return self


class Band(Record):
    """A numbered slice of the scale; bands have numbers and no names on purpose."""

    band: Annotated[Int, Field(ge=1)]
    start: Annotated[Share, Field(alias="from")]
    end: Annotated[Share, Field(alias="to")]


class Veto(Record):
    """A criterion whose failure caps the score of its area or of the whole."""

    criterion: Slug
    caps: Literal["area", "overall"]
    at: Share
    reason: Words


class Tolerance(Record):
    """How far two figures may differ before a check speaks: absolute, percent, or either."""

    absolute: Number | None = None
    percent: Number | None = None
    reason: Words


class Robustness(Record):
    """What `electcheck robustness` varies, and how far.

    Attributes:
        concentration: of the Dirichlet around the stated weights: the relative spread of the
            weight of an average criterion is one over its square root.
        partly_met_low: the least value of `partly_met` that is tried.
        partly_met_high: the greatest.
    """

    concentration: Valued = Valued(
        value=4, reason="The weight of an average criterion varies by about half of itself."
    )
    partly_met_low: Valued = Valued(value=0.25, reason="Nearer to not met than to met.")
    partly_met_high: Valued = Valued(value=0.75, reason="Nearer to met than to not met.")

    @model_validator(mode="after")
    def _sound(self) -> Robustness:
        if self.concentration.value <= 0:
            raise wrong(f"the concentration must be above 0, found {self.concentration.value}")
        if not 0 <= self.partly_met_low.value <= self.partly_met_high.value <= 1:
            raise wrong("expected 0 <= partly_met_low <= partly_met_high <= 1")
        return self


class Policy(Record):
    """The file `policy.yaml`."""

    format: Format
    values: dict[Decided, Valued]
    weights: dict[Weight, Valued]
    default_standard: Slug
    standards: tuple[Standard, ...] = Field(min_length=1)
    decided_share: Valued
    geometric_floor: Valued
    bands: tuple[Band, ...]
    unweighted_areas: dict[Slug, Words] = Field(default_factory=dict)
    vetoes: tuple[Veto, ...] = ()
    robustness: Robustness = Robustness()
    small_cells: Valued = Valued(value=0, reason="No table is cut.")
    mention_restricted: Bool = False
    tolerances: dict[Slug, Tolerance] = Field(default_factory=dict)
    same_in_translation: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Policy:
        for name, known, given in (
            ("values", {"met", "partly_met", "not_met"}, set(self.values)),
            ("weights", {"major", "medium", "minor"}, set(self.weights)),
        ):
            if known - given:
                raise wrong(f"{name!r} says nothing of {', '.join(sorted(known - given))}")
        if self.default_standard not in {standard.id for standard in self.standards}:
            raise wrong(f"default_standard {self.default_standard!r} is not among the standards")
        return self

    def standard(self, name: str) -> Standard | None:
        """Return the standard of proof called `name`, or None."""
        return next((s for s in self.standards if s.id == name), None)
