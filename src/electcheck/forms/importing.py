"""A file of submissions becomes drafts: all of it, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from electcheck.errors import refuse
from electcheck.files.yaml_text import decode, read_bytes
from electcheck.forms.checking import check_fields, check_figures, check_identity
from electcheck.forms.choosing import choose, form_names
from electcheck.forms.drafts import Draft, Drafts, People
from electcheck.forms.filled_workbook import (
    identity,
    open_filled,
    sheet_faults,
    statement_rows,
    visit_rows,
)
from electcheck.forms.form import Form, FormField, column_name
from electcheck.forms.form_files import STATION_FORMS, form_words, station_form
from electcheck.forms.raw import CellFault, RawRow, Submissions, sha256_of
from electcheck.forms.statement_form import UNKNOWN, area_form
from electcheck.forms.statements import draft_of_answers
from electcheck.forms.text_submissions import column_faults, key_faults, read_text
from electcheck.forms.workbook import STATEMENT_COLUMNS, sheet_name
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


def indicators_by_area(opened: Opened, name: str) -> Areas:
    """Return the indicators that a form asks for, each with its fields, by area."""
    areas: Areas = []
    for area in opened.catalogue.areas:
        if name not in ("evidence", f"criteria-{area.area}"):
            continue
        fields = area_form(opened.norms, area, opened.case).fields
        by_name: dict[str, list[FormField]] = {}
        for one in fields:
            by_name.setdefault(one.page, []).append(one)
        names = [f"{c.id}/{i}" for c in area.criteria for i in c.indicators]
        areas.append((area.area, {full: by_name[column_name(full)] for full in names}))
    return areas


def read_file(path: Path, opened: Opened, folder: Path, drafts: Drafts, people: People) -> Imported:
    """Return what a file of submissions holds, checked, and not yet written anywhere.

    Args:
        path: the file.
        opened: the case and the catalogue.
        folder: of the case.
        drafts: those that the case has already.
        people: the register of pseudonyms.

    Raises:
        InputRefused: the file is cut off, or answers no form of electcheck.
    """
    data = read_bytes(path, str(path))
    sha256 = hashlib.sha256(data).hexdigest()
    if data[:2] == b"PK" or path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods"):
        form, rows, faults = _workbook(data, path.name, opened, folder)
    else:
        form, rows, faults = _text(data, path.name, opened, folder)
    found = Imported(Submissions(path.name, sha256, rows, faults), form, people=people)
    if not faults:
        _check_rows(found, opened, drafts)
    return found


def _workbook(
    data: bytes, name: str, opened: Opened, folder: Path
) -> tuple[Form, list[RawRow], list[CellFault]]:
    book = open_filled(data, name)
    said = identity(book, name)
    form = _named(said["form_name"], name, opened, folder)
    at = RawRow(name, "about", 1, said, dict.fromkeys(said, 2), {})
    check_identity(at, form)
    if form.id in STATION_FORMS:
        fields = [one.name for one in form.answered if one.kind != "image"]
        faults = at.faults + list(sheet_faults(book, {form.id: fields}, name))
        return form, [] if faults else list(visit_rows(book, form, name)), faults
    areas = indicators_by_area(opened, form.id)
    expected = {sheet_name(area): STATEMENT_COLUMNS for area, _ in areas}
    faults = at.faults + list(sheet_faults(book, expected, name))
    return form, [] if faults else list(statement_rows(book, areas, name)), faults


def _text(
    data: bytes, name: str, opened: Opened, folder: Path
) -> tuple[Form, list[RawRow], list[CellFault]]:
    rows, header = read_text(decode(data, name), name)
    if not rows:
        raise refuse(name, "there is no submission in the file", 1, 1)
    said = next((one for row in rows if (one := row.cells.get("form_name"))), "")
    form = _named(said, name, opened, folder)
    faults = [] if header is None else list(column_faults(form, header, name))
    for row in rows:
        if header is None:
            key_faults(form, row)
        check_identity(row, form)
    return form, rows, faults


def _named(said: str, name: str, opened: Opened, folder: Path) -> Form:
    if said not in form_names(opened):
        told = f"the form {said!r}" if said else "no form: the column 'form_name' is missing"
        raise refuse(name, f"expected submissions of a form of electcheck, found {told}", 1, 1)
    return choose(opened, folder, said)


class _Asked:
    """The indicators that a form asks for: their fields, and whose part each field is."""

    def __init__(self, opened: Opened, form: Form) -> None:
        known = opened.catalogue.indicators()
        areas = indicators_by_area(opened, form.id)
        self.fields = {full: fields for _, own in areas for full, fields in own.items()}
        self.indicators = {full: known[full][1] for full in self.fields}
        self.named = {column_name(full): full for full in self.fields}
        self.part_of: dict[str, tuple[str, str]] = {}
        for base, full in self.named.items():
            for one in self.fields[full]:
                part = one.name.removeprefix(base).removeprefix("__") or "answer"
                self.part_of[one.name] = full, part


def _check_rows(found: Imported, opened: Opened, drafts: Drafts) -> None:
    """Check every row; sort them into drafts, duplicates and refused ones."""
    known = {draft.id for draft in drafts.drafts}
    asked = _Asked(opened, found.form)
    for row in found.submissions.rows:
        if found.form.id in STATION_FORMS:
            made = _visit(found, row)
        else:
            made = _statements(found, row, asked)
        if row.faults or made is None:
            draft_id = draft_id_of(found.form, row.verbatim)
            found.duplicates += draft_id in known
            found.refused += [] if draft_id in known else [row]
        elif made.id in known:
            found.duplicates += 1
        else:
            known.add(made.id)
            found.drafts.append(made)
            found.originals.append(original_of(row))


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
    return Draft(
        id=draft_id_of(found.form, [row.instance, observer, content]),
        form=found.form.id,
        version=found.form.version,
        file=found.submissions.file,
        file_sha256=found.submissions.sha256,
        sheet=row.sheet,
        row=row.number,
        row_sha256=row.row_sha256,
        observer=observer,
        instance=row.instance,
        sent=sent,
        late=sent is not None and visited is not None and (sent - visited).days > limit,
        **more,
    )


def _day(text: str | None) -> Day | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _visit(found: Imported, row: RawRow) -> Draft | None:
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


def _statements(found: Imported, row: RawRow, asked: _Asked) -> Draft | None:
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
    row: RawRow, asked: _Asked, answered: Mapping[str, Mapping[str, str]], draft: Draft
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


def _answers(row: RawRow, asked: _Asked) -> dict[str, dict[str, str]]:
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


def _spread(row: RawRow, form: Form, asked: _Asked) -> None:
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
