"""A row of a file of submissions becomes a draft, and says where it stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from electcheck.forms.checking import check_fields, check_figures
from electcheck.forms.drafts import Draft, People
from electcheck.forms.form import Form, FormField, column_name
from electcheck.forms.form_files import form_words, station_form
from electcheck.forms.raw import CellFault, RawRow, Submissions, sha256_of
from electcheck.forms.statement_form import UNKNOWN
from electcheck.forms.statements import draft_of_answers
from electcheck.model.record import Day
from electcheck.rules.opening import Opened

Areas = list[tuple[str, dict[str, list[FormField]]]]


@dataclass
class Imported:
    """What a file holds.

    Attributes:
        submissions: the file.
        form: that it answers.
        drafts: the submissions that are not known yet, in the order of the file.
        originals: the same rows word for word.
        people: the register of pseudonyms with those that are new.
        duplicates: how many rows were known already, or stand twice in the file.
        refused: the rows with faults.
    """

    submissions: Submissions
    form: Form
    drafts: list[Draft] = field(default_factory=list)
    originals: list[dict[str, Any]] = field(default_factory=list)
    people: People = field(default_factory=lambda: People({}))
    duplicates: int = 0
    refused: list[RawRow] = field(default_factory=list)

    @property
    def faults(self) -> list[CellFault]:
        """Everything that is wrong, with the file first."""
        return [*self.submissions.faults, *(one for row in self.refused for one in row.faults)]


class Asked:
    """The indicators that a form asks for: their fields, and whose part each field is."""

    def __init__(self, opened: Opened, areas: Areas) -> None:
        known = opened.catalogue.indicators()
        self.fields = {full: fields for _, own in areas for full, fields in own.items()}
        self.indicators = {full: known[full][1] for full in self.fields}
        self.named = {column_name(full): full for full in self.fields}
        self.part_of: dict[str, tuple[str, str]] = {}
        for base, full in self.named.items():
            for one in self.fields[full]:
                part = one.name.removeprefix(base).removeprefix("__") or "answer"
                self.part_of[one.name] = full, part


def original_of(row: RawRow) -> dict[str, Any]:
    """Return a row word for word, as it is kept."""
    return {"sheet": row.sheet, "row": row.number, "sha256": row.row_sha256, "cells": row.verbatim}


def draft_id_of(form: Form, content: Any) -> str:
    """Return the id of what was answered: the name of the form and a hash."""
    return f"{form.id}-{sha256_of([form.version, content])[:12]}"


def _draft(found: Imported, row: RawRow, content: Mapping[str, Any], **more: Any) -> Draft:
    """Return the draft of a row; its id is a hash of who answered what, not of a server's marks."""
    found.people, observer = found.people.with_code("observer", row.cells["observer"])
    sent = _day(row.sent)
    visited = _day(content.get("day"))
    limit = form_words().late_after_days.value
    return draft_of(
        found,
        row,
        [row.instance, observer, content],
        observer=observer,
        instance=row.instance,
        sent=sent,
        late=sent is not None and visited is not None and (sent - visited).days > limit,
        **more,
    )


def draft_of(found: Imported, row: RawRow, answered: Any, **more: Any) -> Draft:
    """Return a draft that says which row of which file it came from, and what became of it."""
    return Draft(
        id=draft_id_of(found.form, answered),
        form=found.form.id,
        version=found.form.version,
        file=found.submissions.file,
        file_sha256=found.submissions.sha256,
        sheet=row.sheet,
        row=row.number,
        row_sha256=row.row_sha256,
        **more,
    )


def _day(text: str | None) -> Day | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def visit_draft(found: Imported, row: RawRow) -> Draft | None:
    """Return the draft of a visit to a station, or None where the row has faults."""
    check_fields(row, found.form.fields)
    check_figures(row, station_form(found.form.id))
    arrived, left = row.cells.get("arrived", ""), row.cells.get("left", "")
    if arrived and left and left < arrived and found.form.id in ("opening", "voting"):
        row.wrong("left", f"the departure {left} lies before the arrival {arrived}")
    if row.faults:
        return None
    answers = {
        one.name: row.cells[one.name]
        for one in found.form.answered
        if one.name != "observer" and row.cells.get(one.name)
    }
    return _draft(found, row, answers, answers=answers)


def statements_draft(found: Imported, row: RawRow, asked: Asked) -> Draft | None:
    """Return the draft of answers to indicators, or None where the row has faults or none."""
    check_fields(row, [one for one in found.form.fields if one.name == "observer"])
    if found.form.layout == "statement" and row.sheet is None:
        _spread(row, found.form, asked)
    answered = _answers(row, asked)
    for full in answered:
        check_fields(row, asked.fields[full])
    if row.faults:
        return None
    people = found.people
    for parts in answered.values():
        if parts.get("told_by"):
            people, parts["told_by"] = people.with_code("informant", parts["told_by"])
    unknown = {full: f"{parts['answer']}: {parts['why']}" for full, parts in answered.items()
               if parts["answer"] in UNKNOWN}  # fmt: skip
    before, found.people = found.people, people
    draft = _draft(found, row, answered, unknown=unknown)
    assert draft.observer is not None
    statements = tuple(_made(row, asked, answered, draft))
    if row.faults:
        found.people = before
        return None
    return draft.model_copy(update={"statements": statements})


def _made(
    row: RawRow, asked: Asked, answered: Mapping[str, Mapping[str, str]], draft: Draft
) -> Iterator[dict[str, Any]]:
    for number, (full, parts) in enumerate(answered.items(), start=1):
        if full in draft.unknown:
            continue
        try:
            yield draft_of_answers(
                f"{draft.id}-{number}", full, asked.indicators[full], parts, draft.observer or ""
            )
        except ValueError as error:
            row.wrong(column_name(full), str(error))


def _answers(row: RawRow, asked: Asked) -> dict[str, dict[str, str]]:
    """Return what a row says, by indicator and part, in the order of the catalogue."""
    said: dict[str, dict[str, str]] = {}
    for name, text in row.cells.items():
        if text and name in asked.part_of:
            full, part = asked.part_of[name]
            said.setdefault(full, {})[part] = text
    for full, parts in list(said.items()):
        if "answer" not in parts:
            message = "the answer is missing, although something is said about it"
            row.wrong(column_name(full), message)
            del said[full]
    return {full: said[full] for full in asked.fields if full in said}


def _spread(row: RawRow, form: Form, asked: Asked) -> None:
    """Give the single statement of an evidence form the names that its indicator has elsewhere."""
    chosen = row.cells.get("indicator", "")
    if chosen not in asked.named:
        row.wrong("indicator", f"expected an indicator of the catalogue, found {chosen!r}")
        return
    fields = {one.name for one in asked.fields[asked.named[chosen]]}
    for part in ("answer", *(one.name for one in form.fields)):
        name = chosen if part == "answer" else f"{chosen}__{part}"
        if name in fields and row.cells.get(part):
            row.cells[name] = row.cells[part]
            row.columns[name] = row.columns.get(part, 0)
