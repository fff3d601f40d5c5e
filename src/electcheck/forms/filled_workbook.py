"""A workbook that was filled in: its cells with their types, and what was done to it besides."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from electcheck.errors import did_you_mean, refuse
from electcheck.forms.form import IDENTITY, Form, FormField, column_name
from electcheck.forms.raw import CellFault, RawRow
from electcheck.forms.workbook import (
    ABOUT,
    FIRST_ROW,
    LISTS,
    OBSERVER_ROW,
    STATEMENT_COLUMNS,
    sheet_name,
    shown,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST = 200_000_000
# Whatever a damaged archive or part makes zipfile, the XML parser and openpyxl stumble over.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, KeyError, IndexError, ValueError, OSError, SyntaxError,
    TypeError, AttributeError, EOFError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
MOST_ROWS = 100_000
Sheets = Mapping[str, Sequence[str]]
"""The names of the columns of each sheet of answers."""


def open_filled(data: bytes, name: str) -> Workbook:
    """Return a filled workbook.

    Raises:
        InputRefused: it is cut off or damaged, holds macros, or would unpack to too much.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
            macros = [one for one in archive.namelist() if "vbaproject" in one.lower()]
        if macros:
            raise refuse(name, f"the workbook holds macros ({macros[0]}): save it as .xlsx")
        if size > LARGEST:
            raise refuse(name, f"the workbook unpacks to {size:,} bytes, at most {LARGEST:,}")
        return openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    except _DAMAGED as error:
        message = f"the workbook is cut off or damaged ({error}). Send it again"
        raise refuse(name, message) from None


def identity(book: Workbook, name: str) -> dict[str, str]:
    """Return the case, form and version that a workbook says it answers.

    Raises:
        InputRefused: it is no workbook of electcheck.
    """
    if ABOUT not in book.sheetnames:
        raise refuse(name, f"there is no sheet {ABOUT!r}: this is no workbook of electcheck")
    sheet = book[ABOUT]
    found = {}
    for row, key in enumerate(IDENTITY, start=1):
        if sheet.cell(row, 1).value != key:
            message = f"sheet {ABOUT!r}: expected {key!r}, found {sheet.cell(row, 1).value!r}"
            raise refuse(name, message, row, 1)
        found[key] = str(sheet.cell(row, 2).value or "")
    return found


def sheet_faults(book: Workbook, expected: Sheets, name: str) -> Iterator[CellFault]:
    """Yield every sheet that is missing or was added, every heading renamed or moved."""
    for title in book.sheetnames:
        if title not in expected and title not in (ABOUT, LISTS) and _is_filled(book[title]):
            hint = did_you_mean(title, set(expected) - set(book.sheetnames))
            message = f"the form has no such sheet.{hint} What stands in it would be lost"
            yield CellFault(name, title, 1, 1, None, message)
    for title, columns in expected.items():
        if title not in book.sheetnames:
            yield CellFault(name, title, 0, 0, None, "this sheet of the form is missing")
            continue
        sheet = book[title]
        if sheet.max_row > MOST_ROWS:
            message = f"the sheet has {sheet.max_row:,} rows, at most {MOST_ROWS:,} are read"
            yield CellFault(name, title, sheet.max_row, 0, None, message)
        for column, heading in enumerate(columns, start=1):
            found = sheet.cell(1, column).value
            if found != heading:
                message = f"renamed or moved: expected the heading {heading!r}, found {found!r}"
                yield CellFault(name, title, 1, column, heading, message)


def _is_filled(sheet: Any) -> bool:
    rows = getattr(sheet, "iter_rows", None)
    return rows is not None and any(c.value is not None for row in sheet.iter_rows() for c in row)


def visit_rows(book: Workbook, form: Form, name: str) -> Iterator[RawRow]:
    """Yield the visits of a station form's workbook."""
    sheet = book[form.id]
    fields = {field.name: field for field in form.answered if field.kind != "image"}
    for number, cells in _filled(sheet, len(fields)):
        row = _row(sheet, name, number, list(fields), cells)
        for cell, field in zip(cells, fields.values(), strict=False):
            row.cells[field.name] = _typed(row, field, cell)
        yield row


def statement_rows(
    book: Workbook, areas: Sequence[tuple[str, Mapping[str, Sequence[FormField]]]], name: str
) -> Iterator[RawRow]:
    """Yield the statements of a workbook with one sheet an area, each as cells of its indicator.

    Args:
        book: the workbook.
        areas: per area its indicators by id, each with its fields, the answer first.
        name: how messages name the file.
    """
    observer = book[ABOUT].cell(OBSERVER_ROW, 2)
    at = STATEMENT_COLUMNS.index("answer")
    for area, indicators in areas:
        sheet = book[sheet_name(area)]
        for number, cells in _filled(sheet, len(STATEMENT_COLUMNS)):
            untouched = all(cell.value in (None, "") for cell in cells[at:])
            if untouched and cells[0].value in indicators:
                continue
            row = _row(sheet, name, number, STATEMENT_COLUMNS, cells)
            row.cells["observer"] = str(observer.value or "").strip()
            row.verbatim["observer"] = row.cells["observer"]
            _statement_cells(row, indicators, cells)
            yield row


def _statement_cells(
    row: RawRow, indicators: Mapping[str, Sequence[FormField]], cells: Sequence[Any]
) -> None:
    indicator = cells[0].value
    if indicator not in indicators:
        hint = did_you_mean(str(indicator), indicators)
        row.wrong("indicator", f"expected an indicator of this area, found {indicator!r}.{hint}")
        return
    base = column_name(indicator)
    by_part = {field.name.removeprefix(base).removeprefix("__") or "answer": field
               for field in indicators[indicator]}  # fmt: skip
    columns = row.columns
    for part, cell in zip(STATEMENT_COLUMNS[4:], cells[4:], strict=False):
        field = by_part.get(part)
        if field is not None:
            columns[field.name] = columns[part]
            row.cells[field.name] = _typed(row, field, cell)
        elif cell.value not in (None, ""):
            row.wrong(part, "this indicator asks for no such thing: leave the cell empty")


def _filled(sheet: Worksheet, wide: int) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield each row that holds anything, as its cells; beyond the last column it is a fault."""
    for number, cells in enumerate(sheet.iter_rows(min_row=FIRST_ROW), start=FIRST_ROW):
        if any(cell.value not in (None, "") for cell in cells):
            missing = [sheet.cell(number, column) for column in range(len(cells) + 1, wide + 1)]
            yield number, (*cells, *missing)


def _row(
    sheet: Worksheet, name: str, number: int, names: Sequence[str], cells: Sequence[Any]
) -> RawRow:
    columns = {one: i for i, one in enumerate(names, start=1)}
    verbatim = {one: _said(cell.value) for one, cell in zip(names, cells, strict=False)}
    row = RawRow(name, sheet.title, number, {}, columns, verbatim)
    for cell in cells[len(names) :]:
        if cell.value not in (None, ""):
            message = f"{_said(cell.value)[:40]!r} stands beyond the last column of the form"
            row.faults.append(CellFault(name, sheet.title, number, cell.column, None, message))
    return row


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def _typed(row: RawRow, field: FormField, cell: Any) -> str:
    """Return a cell as the text that a phone form would have sent; note what is wrong with it."""
    value = cell.value
    if value is None or value == "":
        return ""
    if cell.data_type == "f" or (isinstance(value, str) and value.startswith("=")):
        row.wrong(field.name, f"a formula ({str(value)[:40]!r}): enter the answer itself")
        return ""
    if cell.data_type == "e":
        row.wrong(field.name, f"the cell holds the error {value}")
        return ""
    if field.kind == "choice":
        codes = {shown(one): one.name for one in field.options}
        return codes.get(value, _said(value)) if isinstance(value, str) else _said(value)
    if field.kind == "date":
        return _date(row, field, value)
    if field.kind == "time" and isinstance(value, time | datetime):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _said(value).strip()


def _date(row: RawRow, field: FormField, value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    kind = "the text" if isinstance(value, str) else "the number"
    row.wrong(field.name, f"expected a date, found {kind} {value!r}: enter it as a date")
    return ""
