"""Fill in forms as an observer would: workbooks by cell, phone forms as a server exports them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl

from electcheck.forms.form import IDENTITY, Form, FormField, column_name
from electcheck.forms.form_files import station_form
from electcheck.forms.statement_form import bounds
from electcheck.forms.workbook import FIRST_ROW, STATEMENT_COLUMNS, shown
from electcheck.model.norms import Indicator


def any_answer(indicator: Indicator) -> tuple[str, str]:
    """Return an answer that the indicator can have, and the number that goes with it."""
    if indicator.type == "boolean":
        return "yes", ""
    if indicator.type == "choice":
        return list(indicator.choices)[-1], ""
    if indicator.type == "share":
        return "exactly", "0.25"
    low, high = bounds(indicator)
    return "exactly", str(int(max(low or 0, min(high or 3, 3))))


def parts_of(indicator: Indicator, source: str = "mission", **changes: str) -> dict[str, str]:
    """Return a whole answer on an indicator, by the last parts of the names of its fields."""
    answer, value = any_answer(indicator)
    law = indicator.kind == "law"
    parts = {
        "answer": answer,
        "value": value,
        "source": "law" if law else source,
        "where": "p. 12",
        "says": "As the test says: “so it is”, нет сомнений.",
        "method": "examined",
        "since": "2030-01-01" if law else "",
        **changes,
    }
    return {name: text for name, text in parts.items() if text}


def fill_statements(
    data: bytes, answers: Mapping[str, Mapping[str, str]], observer: str | None = "OBS-1"
) -> openpyxl.Workbook:
    """Return a workbook of statements with answers, by the ids of their indicators."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["about"].cell(4, 2).value = observer
    for sheet in book.worksheets:
        if sheet.title in ("about", "lists"):
            continue
        for row in range(FIRST_ROW, sheet.max_row + 1):
            parts = answers.get(str(sheet.cell(row, 1).value), {})
            for name, text in parts.items():
                cell = sheet.cell(row, STATEMENT_COLUMNS.index(name) + 1)
                cell.value = typed(name, text)
    return book


def typed(name: str, text: str) -> Any:
    """Return an answer as a spreadsheet holds it: numbers as numbers, dates as dates."""
    if name in ("since", "day"):
        return date.fromisoformat(text)
    if name in ("arrived", "left", "starts"):
        return time.fromisoformat(text)
    if name in ("value", "from", "to"):
        return float(text) if "." in text else int(text)
    return text


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def visit(form: Form, **changes: str) -> dict[str, str]:
    """Return the answers of a visit at which everything was as it should be."""
    asked = station_form(form.id)
    answers = {item.id: item.good for item in asked.items}
    answers |= {detail.id: next(iter(detail.choices)) for detail in asked.details}
    answers |= {"observer": "OBS-1", "day": "2031-05-11"}
    if asked.unit == "item":
        answers |= {"outlet": "Channel One", "subject": "alba", "starts": "20:00"}
    else:
        answers |= {"region": "north", asked.unit: "17", "arrived": "09:00", "left": "09:40"}
    if asked.overall:
        answers["overall"] = "good"
    if asked.incidents:
        answers["incident_1"] = "none"
    known = {field.name for field in form.fields}
    return {name: text for name, text in (answers | changes).items() if name in known}


def fill_visits(data: bytes, form: Form, visits: Iterable[Mapping[str, str]]) -> openpyxl.Workbook:
    """Return a workbook of visits, one a row, choices as the drop-down shows them."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[form.id]
    fields = [field for field in form.answered if field.kind != "image"]
    for row, answers in enumerate(visits, start=FIRST_ROW):
        for column, field in enumerate(fields, start=1):
            text = answers.get(field.name, "")
            if text:
                sheet.cell(row, column).value = in_a_cell(field, text)
    return book


def in_a_cell(field: FormField, text: str) -> Any:
    if field.kind == "choice":
        return next((shown(one) for one in field.options if one.name == text), text)
    if field.kind == "integer":
        return int(text)
    return typed(field.name, text)


def grouped(form: Form, name: str, sign: str) -> str:
    """Return the name of a column as a server writes it, with the page before it."""
    field = form.field(name)
    page = field.page if field is not None else ""
    return f"page_{page}{sign}{name}" if page else name


def central_csv(form: Form, submissions: Sequence[Mapping[str, str]], sign: str = "-") -> str:
    """Return submissions as the CSV of ODK Central; with `/`, as that of Kobo."""
    names = [*IDENTITY, *(field.name for field in form.answered)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["SubmissionDate", *(grouped(form, n, sign) for n in names), "KEY", "DeviceID"])
    for number, answers in enumerate(submissions, start=1):
        whole = identity(form) | answers
        sent = answers.get("_sent", "2031-05-11T19:20:00.000Z")
        key = answers.get("_key", f"uuid:{number:08d}")
        writer.writerow([sent, *(whole.get(name, "") for name in names), key, ""])
    return out.getvalue()


def identity(form: Form) -> dict[str, str]:
    return dict(zip(IDENTITY, (form.case, form.id, form.version), strict=True))


def area_submission(
    answers: Mapping[str, Mapping[str, str]], observer: str = "OBS-1"
) -> dict[str, str]:
    """Return answers by indicator as one submission of an area's phone form."""
    cells = {"observer": observer}
    for full, parts in answers.items():
        base = column_name(full)
        for name, text in parts.items():
            cells[base if name == "answer" else f"{base}__{name}"] = text
    return cells
