"""What is known and from whom: statements, their scope, their source."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, field_validator, model_validator
from pydantic_core import CoreSchema

from electcheck.model.norms import Format, Read
from electcheck.model.policy import Credibility, Method, Reliability, SourceKind
from electcheck.model.record import (
    Bool,
    Day,
    Int,
    Period,
    Record,
    Scalar,
    Slug,
    Wording,
    Words,
    one_day_or,
    wrong,
)

Says = Literal["fact", "characterisation", "demand"]
Interest = Literal["for", "against", "none"]
Confidentiality = Literal["public", "restricted", "secret"]


def _moment(value: Any) -> Any:
    """Read a day, or a moment that says how far its clock is from UTC."""
    expected = "expected a day or a moment with its offset, such as 2019-06-10T09:30:00+06:00"
    if not isinstance(value, str):
        raise wrong(f"{expected}, found {value!r}")
    try:
        if len(value) == len("2019-06-10"):
            date.fromisoformat(value)
            return value
        if datetime.fromisoformat(value).tzinfo is not None:
            return value
    except ValueError:
        pass
    raise wrong(f"{expected}, found {value!r}")


Moment = Annotated[str, BeforeValidator(_moment)]


class Scope(Record):
    """What a statement is about; what is left out is filled from `election.yaml`.

    Attributes:
        period: one day, ``{from, to}``, or a phase of the election by name.
        place: an id of a region, or `national`.
        population: of whom or what (for example `voters`), free words, compared exactly.
        unit: what one unit is (for example `persons`), free words, compared exactly.
    """

    period: Period | Literal["pre-election", "election-day", "post-election", "process"] | None = (
        None
    )
    place: Words | None = None
    population: Words | None = None
    unit: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _period(cls, value: Any) -> Any:
        # A union would report each member's complaint; decide by what was written instead.
        phases = ("pre-election", "election-day", "post-election", "process")
        if isinstance(value, dict) and value.get("period") not in (*phases, None):
            return dict(value) | {"period": Period.model_validate(value["period"])}
        return value


class Statement(Record):
    """One source says one value, or a range, of one indicator in one scope."""

    id: Slug
    indicator: Words
    says: Says
    value: Scalar | None = None
    range: tuple[Scalar | None, Scalar | None] | None = None
    unit: Words | None = None
    scope: Scope = Scope()
    source: Slug
    locator: Words
    summary: Wording
    excerpt: Words | None = None
    happened: Period | None = None
    edition: Literal["confirmed", "not_confirmed"] = "confirmed"
    method: Method
    credibility: Credibility
    credibility_reason: Words | None = None
    interest: Interest = "none"
    interest_reason: Words | None = None
    origin: Slug | None = None
    via: tuple[Slug, ...] = ()
    confidentiality: Confidentiality = "public"
    assessor: Slug | None = None

    @model_validator(mode="after")
    def _whole(self) -> Statement:
        if self.value is not None and self.range is not None:
            raise wrong("a statement gives 'value' or 'range', not both")
        if self.range == (None, None):
            raise wrong("a range open at both ends says nothing")
        if self.says == "fact" and self.value is None and self.range is None:
            raise wrong("a fact needs a 'value' or a 'range'")
        if self.interest != "none" and not self.interest_reason:
            raise wrong(f"interest {self.interest!r} needs an 'interest_reason'")
        return self

    @property
    def said(self) -> str:
        """The value in words, an open end of a range as `at least` or `at most`."""
        if self.range is None:
            return "no value" if self.value is None else _word(self.value)
        low, high = self.range
        if high is None:
            return f"at least {_word(low)}"
        return f"at most {_word(high)}" if low is None else f"{_word(low)} to {_word(high)}"


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class Statements(Record):
    """One file below `evidence/`."""

    format: Format
    statements: tuple[Statement, ...] = ()


class Published(Record):
    """The first and the last day on which a source can have been published."""

    earliest: Day
    latest: Day

    @model_validator(mode="before")
    @classmethod
    def _one_day(cls, value: Any) -> Any:
        return {"earliest": value, "latest": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Tell an editor that one day may be written alone."""
        return one_day_or(handler(core))

    @model_validator(mode="after")
    def _upright(self) -> Published:
        if self.earliest > self.latest:
            raise wrong(f"published upside down: earliest {self.earliest}, latest {self.latest}")
        return self


class Trust(Record):
    """A person's judgement that a kept copy came from whom it names; no hash can tell that."""

    by: Slug
    date: Day
    why: Words


class Copy(Record):
    """A kept copy of a source and how it came to us.

    Attributes:
        sha256: of the bytes as they were captured.
        bytes: how many they were.
        captured_at: a moment with its offset (``2019-06-10T09:30:00+06:00``), or a day.
        captured_by: a role (`archivist`, `long-term-observer`), never a name.
        how: by what means, for example `browser, saved as one page`.
        address: where it was taken from.
        archived: where a third party keeps the same, for example a web archive.
        file: where it is kept, below the folder of the case; absent where it is kept elsewhere.
        origin_trusted: who holds that it came from whom it names, and why.
    """

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: Annotated[Int, Field(ge=0)]
    captured_at: Moment
    captured_by: Slug
    how: Words
    address: Words | None = None
    archived: Words | None = None
    file: Words | None = None
    origin_trusted: Trust | None = None

    @field_validator("file")
    @classmethod
    def _below(cls, value: str | None) -> str | None:
        parts = () if value is None else tuple(value.split("/"))
        if value is not None and (
            set(parts) & {"", ".", ".."} or re.search(r"[\\:\x00-\x1f]", value)
        ):
            raise wrong(
                f"expected a path below the folder of the case, such as copies/page.html, "
                f"found {value!r}"
            )
        return value


class Source(Record):
    """Who published what, when, how far it is relied on, and how we read it."""

    id: Slug
    title: Words
    publisher: Words
    kind: SourceKind
    language: Words
    published: Published
    published_note: Words | None = None
    reliability: Reliability
    reliability_reason: Words
    read: Read
    read_at: Words | None = None
    url: Words | None = None
    confidentiality: Confidentiality = "public"
    copies: tuple[Copy, ...] = ()


class Missing(Record):
    """A source that is known to exist, or likely to, and was not at hand."""

    id: Slug
    title: Words
    why: Words
    would_settle: tuple[Words, ...] = ()
    confidentiality: Confidentiality = "public"


class Sources(Record):
    """The file `sources.yaml`; `withheld` says that more is held than this folder shows."""

    format: Format
    sources: tuple[Source, ...] = ()
    missing: tuple[Missing, ...] = ()
    withheld: Bool = False


class Resolution(Record):
    """How a person settled a conflict of evidence on one indicator; stays visible."""

    id: Slug
    indicator: Words
    how: Literal["explained", "outweighed", "superseded"]
    sets_aside: tuple[Slug, ...] = Field(min_length=1)
    standard: Slug
    by: Words
    date: Day
    why: Words
    confidentiality: Confidentiality = "public"


class Resolutions(Record):
    """The file `resolutions.yaml`."""

    format: Format
    resolutions: tuple[Resolution, ...] = ()
