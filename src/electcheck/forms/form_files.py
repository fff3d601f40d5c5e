"""The files of `data/forms/`: the station forms, the incidents, and the words that all share."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal, TypeVar

from pydantic import Field, model_validator

from electcheck.errors import Fault, InputRefused
from electcheck.files.documents import load
from electcheck.files.packaged import packaged
from electcheck.model.norms import Format
from electcheck.model.policy import Method, Valued
from electcheck.model.record import Bool, Int, Name, Record, Text, Words, wrong

STATION_FORMS = ("opening", "voting", "counting", "tabulation", "media")

R = TypeVar("R", bound=Record)


class Item(Record):
    """One observable fact, answered yes or no.

    Attributes:
        id: its name in the form.
        ask: the question.
        good: the answer that is as it should be.
        feeds: the indicator that the other answer speaks to.
        counts: whether that answer counts towards the indicator; otherwise it is context.
        share: the indicator that an estimate from a declared probability sample may feed.
        happens: `once` where it is a fact of the whole day; by default as the form says.
        drawn_from: items of collected forms that gave the idea.
    """

    id: Name
    ask: Text
    good: Literal["yes", "no"]
    feeds: Words
    counts: Bool = True
    share: Words | None = None
    happens: Literal["once", "visit"] | None = None
    drawn_from: tuple[Words, ...] = Field(min_length=1)

    @property
    def bad(self) -> str:
        """The answer that speaks to the indicator."""
        return "no" if self.good == "yes" else "yes"


class Figure(Record):
    """A whole number; with `sum`, the total over the places visited is a lower bound."""

    id: Name
    ask: Text
    feeds: Words
    sum: Bool = False
    at_most: Name | None = None
    drawn_from: tuple[Words, ...] = Field(min_length=1)


class Detail(Record):
    """A choice that describes what is observed and feeds nothing by itself."""

    id: Name
    ask: Text
    choices: dict[Name, Text] = Field(min_length=2)
    drawn_from: tuple[Words, ...] = Field(min_length=1)


class Sum(Record):
    """A figure that must be the sum of others."""

    whole: Name
    parts: tuple[Name, ...] = Field(min_length=1)


class StationForm(Record):
    """One form about a polling station, a commission, or an item in the media."""

    format: Format
    form: Name
    unit: Literal["station", "commission", "item"]
    happens: Literal["once", "visit"]
    title: Text
    overall: Bool = True
    overall_feeds: Words | None = None
    incidents: Bool = True
    photo: Bool = False
    details: tuple[Detail, ...] = ()
    numbers: tuple[Figure, ...] = ()
    sums: tuple[Sum, ...] = ()
    items: tuple[Item, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> StationForm:
        asked: list[Detail | Figure | Item] = [*self.details, *self.numbers, *self.items]
        names = [one.id for one in asked]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise wrong(f"{twice[0]!r} is asked twice")
        figures = {one.id for one in self.numbers}
        named = {name for one in self.sums for name in (one.whole, *one.parts)}
        named |= {one.at_most for one in self.numbers if one.at_most}
        if named - figures:
            raise wrong(f"{sorted(named - figures)[0]!r} is no number of this form")
        return self

    def happens_once(self, item: Item) -> bool:
        """Tell whether an item is one fact of the day, whoever sees it and when."""
        return (item.happens or self.happens) == "once"


class Incident(Record):
    """A kind of incident, from severity 1 (untidy) to 5 (may void a station's result)."""

    id: Name
    severity: Annotated[Int, Field(ge=1, le=5)]
    label: Text
    feeds: Words
    counts: Bool = True
    drawn_from: tuple[Words, ...] = Field(min_length=1)


class Incidents(Record):
    """The file `incidents.yaml`."""

    format: Format
    incidents: tuple[Incident, ...] = Field(min_length=1)


class FormWords(Record):
    """The file `words.yaml`: shared questions and answers, and what a draft proposes."""

    format: Format
    fields: dict[Name, Text]
    answers: dict[Name, dict[Name, Text]]
    negative: tuple[Name, ...]
    credibility: dict[Method, Valued]
    late_after_days: Valued


def _read(name: str, record: type[R]) -> R:
    faults: list[Fault] = []
    shown = f"data/forms/{name}.yaml"
    document = load(packaged("data", "forms", f"{name}.yaml"), shown, record, faults)
    if document is None:
        raise InputRefused(faults)
    return document.record


@lru_cache(maxsize=1)
def form_words() -> FormWords:
    """Return the words that all forms share.

    >>> form_words().answers["yes_no"]["no"].fr
    'Non'
    """
    return _read("words", FormWords)


@lru_cache(maxsize=1)
def incidents() -> tuple[Incident, ...]:
    """Return the kinds of incidents, the gravest first."""
    return _read("incidents", Incidents).incidents


@lru_cache(maxsize=len(STATION_FORMS))
def station_form(name: str) -> StationForm:
    """Return a station form by its name.

    >>> station_form("counting").sums[1].parts
    ('valid', 'invalid')
    """
    return _read(name, StationForm)
