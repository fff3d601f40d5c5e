"""Submissions as text: the CSV and the JSON of ODK Central and KoboToolbox."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from electcheck.errors import did_you_mean, refuse
from electcheck.forms.form import IDENTITY, Form
from electcheck.forms.raw import CellFault, RawRow

_SYSTEM = frozenset((
    "SubmissionDate", "KEY", "PARENT_KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent",
    "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion",
    "instanceID", "instanceName", "deprecatedID", "uuid", "start", "end", "today", "deviceid",
    "username", "phonenumber", "simserial", "subscriberid", "email", "audit", "meta",
    "submissionDate",
    "submitterId", "submitterName", "attachmentsPresent", "attachmentsExpected", "status",
    "reviewState", "deviceId", "edits", "formVersion", "updatedAt", "deletedAt",
))  # fmt: skip
_INSTANCE = ("KEY", "__id", "instanceID", "_uuid")
_SENT = ("SubmissionDate", "submissionDate", "_submission_time")
_PATH = re.compile(r"[/\-.:]")
LONGEST_CELL = 10_000_000
DEEPEST = 20


def read_text(text: str, shown: str) -> tuple[list[RawRow], list[str] | None]:
    """Return the submissions of a CSV or JSON file, and the header of a CSV.

    Raises:
        InputRefused: the text is cut off or is neither.
    """
    if text.lstrip()[:1] in ("[", "{"):
        return list(_json_rows(text, shown)), None
    return _csv_rows(text, shown)


def _csv_rows(text: str, shown: str) -> tuple[list[RawRow], list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[RawRow] = []
    header: list[str] = []
    at = 1
    try:
        for cells in reader:
            if not header:
                header = [cell.strip() for cell in cells]
            elif any(cell.strip() for cell in cells):
                rows.append(_csv_row(shown, header, cells, at))
            at = reader.line_num + 1
    except csv.Error as error:
        message = f"the file is cut off or damaged: {error}. Export it again"
        raise refuse(shown, message, at, 1) from None
    if not any(header):
        raise refuse(shown, "the file is empty: expected a header and one row a submission")
    return rows, header


def _csv_row(shown: str, header: Sequence[str], cells: Sequence[str], at: int) -> RawRow:
    names = [last_part(name) for name in header]
    given = dict(zip(names, (cell.strip() for cell in cells), strict=False))
    columns = {name: i for i, name in enumerate(names, start=1)}
    verbatim = dict(zip(header, cells, strict=False))
    row = RawRow(shown, None, at, given, columns, verbatim, _found(given, _INSTANCE),
                 _found(given, _SENT))  # fmt: skip
    if len(cells) != len(header):
        row.wrong(
            None, f"the row has {len(cells)} cells, the header has {len(header)}: it is cut off"
        )
    for name, cell in given.items():
        if cell.startswith("="):
            row.wrong(name, f"a formula ({cell[:40]!r}): enter the answer itself")
    return row


def _json_rows(text: str, shown: str) -> Iterator[RawRow]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        message = "the JSON is cut off or damaged. Export it again"
        raise refuse(shown, message, line, column) from None
    if isinstance(data, dict):
        data = data.get("value", data.get("results"))
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise refuse(shown, "expected a list of submissions, as ODK Central or Kobo exports it")
    for number, one in enumerate(data, start=1):
        flat = dict(_flat(one))
        given = {name: _text(value) for name, value in flat.items()}
        columns = {name: i for i, name in enumerate(flat, start=1)}
        yield RawRow(shown, None, number, given, columns, one, _found(given, _INSTANCE),
                     _found(given, _SENT))  # fmt: skip


def _flat(data: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, dict):
            # Groups stand in groups; what lies deeper than any form is no answer to one.
            if depth < DEEPEST:
                yield from _flat(value, depth + 1)
        elif not isinstance(value, list):
            yield last_part(key), value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _found(given: dict[str, str], names: Sequence[str]) -> str | None:
    return next((given[name] for name in names if given.get(name)), None)


def last_part(name: str) -> str:
    """Return the name of a field without the groups that a server writes before it.

    >>> last_part("page_figures/registered"), last_part("page_figures-registered"), last_part("_id")
    ('registered', 'registered', '_id')
    """
    return _PATH.split(name)[-1]


def column_faults(form: Form, header: Sequence[str], shown: str) -> Iterator[CellFault]:
    """Yield every column that is missing, unknown, twice, or not where the form has it."""
    names = [last_part(name) for name in header]
    expected = [*IDENTITY, *(field.name for field in form.answered)]
    known = {*expected, *(field.name for field in form.fields)}
    for column, name in enumerate(names, start=1):
        if name in known and names.index(name) < column - 1:
            yield CellFault(shown, None, 1, column, name, "this column is there twice")
        elif name not in known and not is_system(name):
            hint = did_you_mean(name, set(expected) - set(names))
            message = f"the form has no such column.{hint} Columns must keep their names"
            yield CellFault(shown, None, 1, column, name, message)
    for name in expected:
        if name not in names:
            yield CellFault(shown, None, 1, 0, name, "this column of the form is missing")
    there = [name for name in names if name in expected]
    order = [name for name in expected if name in names]
    for name, other in zip(there, order, strict=False):
        if name != other:
            message = f"columns were moved: expected {other!r} here"
            yield CellFault(shown, None, 1, names.index(name) + 1, name, message)
            return


def key_faults(form: Form, row: RawRow) -> None:
    """Add a fault for each key of a JSON submission that the form does not know."""
    known = {*IDENTITY, *(field.name for field in form.fields)}
    for name in row.cells:
        if name not in known and not is_system(name):
            hint = did_you_mean(name, known - row.cells.keys())
            row.wrong(name, f"the form has no such question.{hint}")


def is_system(name: str) -> bool:
    """Tell whether a column is one that a server adds by itself."""
    return name.startswith("_") or name in _SYSTEM or name in _SENT or name == ""
