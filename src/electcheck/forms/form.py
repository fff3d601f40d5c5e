"""A form as it is handed out and read back: fields with types, choices, and when each is shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from electcheck.model.record import Text

FieldKind = Literal["note", "text", "choice", "integer", "decimal", "date", "time", "image"]
Layout = Literal["visits", "statements", "statement"]

IDENTITY = ("case_id", "form_name", "form_version")
"""Fields that every submission carries, so that it says itself what it answers."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice; `goes_with` limits it to where that value was chosen before."""

    name: str
    label: Text
    goes_with: str | None = None


@dataclass(frozen=True, slots=True)
class FormField:
    """One question.

    Attributes:
        name: its column in every submission.
        kind: what is answered.
        label: the question.
        hint: help below it, or None.
        options: of a choice.
        of_case: the options are the case's own (regions, sources): they are no part of the version.
        required: whether it must be answered where it is shown.
        shown: it is shown where one of these fields has one of these answers; always where empty.
        low: the least number (of a day, its ordinal), or None.
        high: the greatest number, or None.
        page: the name of the group of fields that are asked together.
        relevant: an XPath condition of its own under which it is shown, or None.
        narrowed_by: the field whose answer limits the options, or None.
        pattern: a regular expression that a text must match, or None.
    """

    name: str
    kind: FieldKind
    label: Text
    hint: Text | None = None
    options: tuple[Choice, ...] = ()
    of_case: bool = False
    required: bool = False
    shown: tuple[tuple[str, tuple[str, ...]], ...] = ()
    low: float | None = None
    high: float | None = None
    page: str = ""
    relevant: str | None = None
    narrowed_by: str | None = None
    pattern: str | None = None

    def is_shown(self, answers: Mapping[str, str]) -> bool:
        """Tell whether the answers given so far make this field appear."""
        if not self.shown:
            return True
        return any(answers.get(name) in values for name, values in self.shown)


@dataclass(frozen=True)
class Form:
    """A form of one case.

    Attributes:
        id: its name, such as `voting` or `criteria-media`.
        case: the id of the case.
        title: in three languages.
        layout: one submission is a visit, many statements, or one statement.
        fields: in the order in which they are asked.
    """

    id: str
    case: str
    title: Text
    layout: Layout
    fields: tuple[FormField, ...]

    @cached_property
    def version(self) -> str:
        """A hash of what is asked; the case's own lists may grow without changing it."""
        asked = [
            [f.name, f.kind, str(f.label), f.required, f.shown, f.low, f.high, f.pattern]
            + ([] if f.of_case else [[c.name, c.goes_with] for c in f.options])
            for f in self.fields
        ]
        told = json.dumps([self.id, self.layout, asked], ensure_ascii=False, default=list)
        return "1." + hashlib.sha256(told.encode()).hexdigest()[:10]

    @cached_property
    def answered(self) -> tuple[FormField, ...]:
        """The fields that a submission has a column for."""
        return tuple(f for f in self.fields if f.kind != "note")

    def field(self, name: str) -> FormField | None:
        """Return a field by its name, or None."""
        return next((one for one in self.fields if one.name == name), None)


def column_name(indicator: str) -> str:
    """Return the id of an indicator as a name that XForms allow.

    >>> column_name("candidate.residence/residence_years")
    'candidate_residence__residence_years'
    """
    return indicator.replace("/", "__").replace(".", "_").replace("-", "_")
