"""A form as XLSForm, for ODK Collect, KoboToolbox and NEMO; three languages in one file.

No audit log, device id, user name, phone number or position is asked for: they can endanger whoever
holds the phone. A server may add them; the form does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from electcheck.forms.form import IDENTITY, Choice, Form, FormField
from electcheck.forms.xlsx_bytes import xlsx_bytes
from electcheck.model.record import LANGUAGES, Text

NAMED = {"en": "English (en)", "fr": "Français (fr)", "ru": "Русский (ru)"}
_TYPES = {"choice": "select_one", "note": "note", "text": "text", "image": "image"}
_SURVEY = (
    "type", "name", *(f"label::{name}" for name in NAMED.values()),
    *(f"hint::{name}" for name in NAMED.values()), "required", "relevant", "constraint",
    *(f"constraint_message::{name}" for name in NAMED.values()), "choice_filter", "calculation",
    "appearance", "parameters",
)  # fmt: skip
_CHOICES = ("list_name", "name", *(f"label::{name}" for name in NAMED.values()), "goes_with")
_RANGE = Text(
    en="Expected a value {}.", fr="Une valeur {} est attendue.", ru="Ожидается значение {}."
)
_PATTERN = Text(
    en="This is not written as expected.",
    fr="Ce n'est pas écrit comme attendu.",
    ru="Запись не соответствует ожидаемой.",
)


def form_id(form: Form) -> str:
    """Return the id by which a server knows the form of a case."""
    return f"electcheck_{form.case}_{form.id}".replace("-", "_").replace(".", "_")


def xlsform(form: Form) -> bytes:
    """Return the XLSForm of a form as an Excel file."""
    from openpyxl import Workbook

    book = Workbook()
    survey = book.active
    survey.title = "survey"
    lists = _Lists()
    said = zip(IDENTITY, (form.case, form.id, form.version), strict=True)
    rows: list[dict[str, Any]] = [
        {"type": "calculate", "name": name, "calculation": f"'{value}'"} for name, value in said
    ]
    for page, own in groupby(form.fields, key=lambda one: one.page):
        if page:
            rows.append({"type": "begin_group", "name": f"page_{page}", "appearance": "field-list"})
        rows += [_row(field, lists) for field in own]
        if page:
            rows.append({"type": "end_group", "name": f"page_{page}"})
    _fill(survey, _SURVEY, rows)
    _fill(book.create_sheet("choices"), _CHOICES, lists.rows())
    settings = {
        "form_title": f"{form.title.en} ({form.case})",
        "form_id": form_id(form),
        "version": form.version,
        "default_language": NAMED["en"],
        "allow_choice_duplicates": "yes",
        "style": "pages",
    }
    _fill(book.create_sheet("settings"), tuple(settings), [settings])
    return xlsx_bytes(book)


class _Lists:
    """The lists of choices, each once however many questions share it."""

    def __init__(self) -> None:
        self._names: dict[tuple[Choice, ...], str] = {}

    def name(self, field: FormField) -> str:
        if field.options not in self._names:
            self._names[field.options] = f"list_{field.name}"
        return self._names[field.options]

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"list_name": name, "name": one.name, "goes_with": one.goes_with,
             **_words("label", one.label)}
            for options, name in self._names.items()
            for one in options
        ]  # fmt: skip


def _fill(sheet: Any, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    # A text that starts with "=" is a text here, never a formula.
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            if cell.data_type == "f":
                cell.data_type = "s"


def _words(column: str, text: Text, inserted: Text | None = None) -> dict[str, str]:
    told = {}
    for code in LANGUAGES:
        words = text.get(code)
        told[f"{column}::{NAMED[code]}"] = (
            words if inserted is None else words.format(inserted.get(code))
        )
    return told


def _row(field: FormField, lists: _Lists) -> dict[str, Any]:
    kind = _TYPES.get(field.kind, field.kind)
    row: dict[str, Any] = {"type": kind, "name": field.name, **_words("label", field.label)}
    if field.kind == "choice":
        row["type"] = f"select_one {lists.name(field)}"
        if any(one.goes_with for one in field.options):
            row["choice_filter"] = f"goes_with = ${{{field.narrowed_by}}}"
        if len(field.options) > 8:
            row["appearance"] = "minimal"
    if field.kind == "image":
        row["parameters"] = "max-pixels=1600"
    if field.hint is not None:
        row |= _words("hint", field.hint)
    if field.required:
        row["required"] = "yes"
    shown = [_shown(field)] if field.shown else []
    shown += [field.relevant] if field.relevant else []
    if shown:
        row["relevant"] = " and ".join(f"({one})" for one in shown)
    return row | _constraint(field)


def _shown(field: FormField) -> str:
    return " or ".join(
        f"${{{name}}} = '{value}'" for name, values in field.shown for value in values
    )


def _constraint(field: FormField) -> dict[str, Any]:
    if field.pattern is not None:
        return {"constraint": f"regex(., '{field.pattern}')",
                **_words("constraint_message", _PATTERN)}  # fmt: skip
    if field.low is None and field.high is None:
        return {}
    ends = list(_ends(field))
    low, high = (None if end is None else _said(field, end) for end in (field.low, field.high))
    told = Text(
        en=" ".join([f"of at least {low}"] * bool(low) + [f"of at most {high}"] * bool(high)),
        fr=" ".join([f"d'au moins {low}"] * bool(low) + [f"d'au plus {high}"] * bool(high)),
        ru=" ".join([f"не меньше {low}"] * bool(low) + [f"не больше {high}"] * bool(high)),
    )
    return {"constraint": " and ".join(ends), **_words("constraint_message", _RANGE, told)}


def _ends(field: FormField) -> Iterator[str]:
    for sign, end in ((">=", field.low), ("<=", field.high)):
        if end is not None:
            said = _said(field, end)
            yield f". {sign} " + (f"date('{said}')" if field.kind == "date" else said)


def _said(field: FormField, end: float) -> str:
    if field.kind == "date":
        return date.fromordinal(int(end)).isoformat()
    return f"{end:.12g}" if end != int(end) else str(int(end))
