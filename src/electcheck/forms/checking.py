"""Each answer of a submission against its question; what is wrong is added to the row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from electcheck.errors import did_you_mean
from electcheck.files.characters import hidden
from electcheck.forms.form import IDENTITY, Form, FormField
from electcheck.forms.form_files import StationForm
from electcheck.forms.raw import RawRow

_WHOLE = re.compile(r"-?[0-9]{1,15}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:[eE][-+]?[0-9]{1,2})?")
_TIME = re.compile(
    r"([01][0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9](?:\.[0-9]+)?)?(?:Z|[+-][0-9:]+)?"
)


def check_identity(row: RawRow, form: Form) -> None:
    """Add a fault where a submission answers another case's form, or an old version of it."""
    case, name, version = (row.cells.get(key, "") for key in IDENTITY)
    if case != form.case:
        row.wrong("case_id", f"this is a form of another case, {case!r}, not of {form.case!r}")
    if name != form.id:
        row.wrong("form_name", f"expected the form {form.id!r}, found {name!r}")
    elif version != form.version:
        row.wrong(
            "form_version",
            f"an old or unknown version of the form, {version!r}; now it is {form.version!r}. "
            "Read it with the electcheck that made the form, or ask the observer again",
        )


def check_fields(row: RawRow, fields: Iterable[FormField], complete: bool = True) -> None:
    """Check the cells of some fields in place: times shortened, faults added.

    Args:
        row: the submission.
        fields: the questions.
        complete: whether an answer that is required must be there (a phone skips what is not
            shown; a sheet leaves it empty).
    """
    bad = {fault.name for fault in row.faults}
    for field in fields:
        if field.kind in ("note", "image") or field.name in bad:
            continue
        text = row.cells.get(field.name, "")
        if text:
            row.cells[field.name] = _checked(row, field, text)
        elif complete and field.required and not field.relevant and field.is_shown(row.cells):
            row.wrong(field.name, "an answer is missing")


def _checked(row: RawRow, field: FormField, text: str) -> str:
    name = hidden(text)
    if name:
        row.wrong(field.name, f"the character {name} is not allowed")
    elif field.kind == "choice":
        _choice(row, field, text)
    elif field.kind in ("integer", "decimal"):
        _number(row, field, text)
    elif field.kind == "date":
        _day(row, field, text)
    elif field.kind == "time":
        found = _TIME.fullmatch(text)
        if found is None:
            row.wrong(field.name, f"expected a time such as 08:30, found {text!r}")
        else:
            return f"{found[1]}:{found[2]}"
    elif field.pattern is not None and not re.fullmatch(field.pattern, text):
        row.wrong(field.name, f"this is not written as expected: {text[:60]!r}")
    return text


def _choice(row: RawRow, field: FormField, text: str) -> None:
    allowed = [one.name for one in field.options]
    if text not in allowed:
        hint = did_you_mean(text, allowed)
        told = ", ".join(allowed) if len(allowed) <= 12 else f"one of {len(allowed)} in the list"
        row.wrong(field.name, f"not an answer of the list: {text[:60]!r}.{hint} Expected {told}")


def _number(row: RawRow, field: FormField, text: str) -> None:
    pattern = _WHOLE if field.kind == "integer" else _DECIMAL
    if not pattern.fullmatch(text):
        kind = "a whole number" if field.kind == "integer" else "a number"
        row.wrong(field.name, f"expected {kind}, found {text[:60]!r}")
        return
    value = float(text)
    if field.low is not None and value < field.low:
        row.wrong(field.name, f"expected at least {field.low:g}, found {text}")
    if field.high is not None and value > field.high:
        row.wrong(field.name, f"expected at most {field.high:g}, found {text}")


def _day(row: RawRow, field: FormField, text: str) -> None:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        row.wrong(field.name, f"expected a date written YYYY-MM-DD, found {text[:60]!r}")
        return
    for end, before in ((field.low, True), (field.high, False)):
        if end is not None and (day.toordinal() < end) is before and day.toordinal() != end:
            first = date.fromordinal(int(end))
            word = "before" if before else "after"
            row.wrong(field.name, f"{day} lies {word} the election's phases ({first})")


def check_figures(row: RawRow, form: StationForm) -> None:
    """Add a fault where figures do not reconcile and nobody confirmed them."""
    given = {n.id: int(text) for n in form.numbers
             if _WHOLE.fullmatch(text := row.cells.get(n.id, ""))}  # fmt: skip
    wrong = []
    for one in form.sums:
        names = (one.whole, *one.parts)
        if all(name in given for name in names):
            total = sum(given[part] for part in one.parts)
            if given[one.whole] != total:
                told = " + ".join(f"{part} {given[part]}" for part in one.parts)
                wrong.append(f"{one.whole} {given[one.whole]} is not {told} = {total}")
    for number in form.numbers:
        other = number.at_most
        if other and number.id in given and given[number.id] > given.get(other, given[number.id]):
            wrong.append(f"{number.id} {given[number.id]} is above {other} {given[other]}")
    if wrong and row.cells.get("numbers_confirmed") != "as_written":
        message = f"{'; '.join(wrong)}: correct it, or confirm that the protocol says so"
        row.wrong("numbers_confirmed", message)
