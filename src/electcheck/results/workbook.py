"""Excel workbooks and Parquet files as grids of typed cells."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from electcheck.errors import Fault, InputRefused, Place, refuse
from electcheck.results.column_map import ReadOptions
from electcheck.results.grid import CellGrid, cell_text
from electcheck.results.header import find_header
from electcheck.results.text_table import HEAD_ROWS, column_key, missing_columns
from electcheck.results.workbook_guard import check_workbook

MAX_ROWS = 1_048_576
"""What a sheet of this format can have."""

MAX_PARQUET = 500_000_000
"""Bytes of a Parquet file's columns once they are unpacked."""

Row = tuple[Any, ...]


def read_workbook(data: bytes, shown: str, wanted: Sequence[str], options: ReadOptions) -> CellGrid:
    """Return the sheet of an Excel workbook that has the wanted columns.

    Raises:
        InputRefused: the workbook is damaged, or no sheet or several sheets fit.
    """
    sheets = _sheets(data, shown, options)
    heads = {name: _head(rows, wanted) for name, rows in sheets.items()}
    fitting = [name for name, (_, _, absent) in heads.items() if not absent and sheets[name]]
    if len(fitting) > 1:
        listed = ", ".join(repr(name) for name in fitting)
        raise refuse(
            shown, f"{len(fitting)} sheets fit ({listed}): say which with read: {{sheet: ...}}"
        )
    if not fitting:
        name = min(heads, key=lambda one: len(heads[one][2]))
        at, names, absent = heads[name]
        if not sheets[name]:
            raise refuse(shown, "the workbook has no row")
        raise missing_columns(shown, absent, names, at + 1, f"sheet {name!r}")
    rows = sheets[fitting[0]]
    at, names, _ = heads[fitting[0]]
    header = list(names)
    while header and not header[-1]:
        header.pop()
    wide = len(header)
    kept = [
        (number, row)
        for number, row in enumerate(rows[at + 1 :], start=at + 2)
        if any(cell not in (None, "") for cell in row[:wide])
    ]
    if not kept:
        raise refuse(shown, "the sheet has a header and no row", at + 2, 1)
    columns: list[Sequence[Any]] = list(zip(*(row[:wide] for _, row in kept), strict=True))
    empty = [at for at in range(wide) if _wanted(header[at], wanted) and None in columns[at]]
    if empty:
        lines = [number for number, row in kept if any(row[at] is None for at in empty)]
        _refuse_formulas(data, shown, fitting[0], empty, lines)
    return CellGrid(tuple(header), columns, np.array([n for n, _ in kept], dtype=np.int64))


def _wanted(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or name in {column_key(one) for one in wanted}


def _refuse_formulas(
    data: bytes, shown: str, sheet: str, columns: Sequence[int], lines: Sequence[int]
) -> None:
    """Refuse a sheet whose empty cells are formulas: the program that wrote it computed none.

    Raises:
        InputRefused: the first such cell of each column is named.
    """
    import openpyxl

    rows = openpyxl.load_workbook(io.BytesIO(data), read_only=True)[sheet].iter_rows()
    of_lines = set(lines)
    faults: dict[int, Fault] = {}
    for number, row in enumerate(rows, start=1):
        if number not in of_lines:
            continue
        for at in columns:
            if at not in faults and at < len(row) and row[at].data_type == "f":
                message = (
                    f"the cell holds the formula {str(row[at].value)[:40]!r} and no value: open "
                    "the workbook in a spreadsheet program and save it, so that it is computed"
                )
                faults[at] = Fault(Place(shown, number, at + 1), message)
    if faults:
        raise InputRefused(faults.values())


def _sheets(data: bytes, shown: str, options: ReadOptions) -> dict[str, list[Row]]:
    import openpyxl  # half a second that only workbooks pay for

    cells = check_workbook(data, shown)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if options.sheet is not None:
            if options.sheet not in book.sheetnames:
                raise refuse(
                    shown,
                    f"no sheet {options.sheet!r}; the sheets are {', '.join(book.sheetnames)}",
                )
            names = [options.sheet]
        sheets = {}
        for name in names:
            sheet = book[name]
            # Some programs write a wrong size into the file; the rows themselves tell it.
            sheet.reset_dimensions()
            sheets[name] = _rows(sheet.iter_rows(values_only=True), shown, name, cells)
    except InputRefused:
        raise
    except Exception as error:
        # The library promises nothing on damaged workbooks: it raises whatever it stumbles over.
        raise refuse(shown, f"the workbook is damaged: {type(error).__name__}: {error}") from None
    if not sheets:
        raise refuse(shown, "the workbook has no visible sheet")
    return sheets


def _rows(given: Iterable[Row], shown: str, sheet: str, most: int) -> list[Row]:
    """Return a sheet's rows without the empty cells at their ends, and without empty last rows.

    A row's number and a cell's column are written in the sheet: one cell at the far end would
    otherwise stand for a billion empty ones.
    """
    rows: list[Row] = []
    cells = full = 0
    for number, row in enumerate(given, start=1):
        cells += len(row)
        if cells > most or number > MAX_ROWS:
            raise refuse(
                shown,
                f"sheet {sheet!r} has more cells than are read of a workbook of its size: save it "
                "as CSV",
                number,
            )
        end = len(row)
        while end and row[end - 1] in (None, ""):
            end -= 1
        full = number if end else full
        rows.append(tuple(row[:end]))
    del rows[full:]
    wide = max((len(row) for row in rows), default=0)
    if wide * len(rows) > max(most, 4 * cells):
        raise refuse(shown, f"sheet {sheet!r} has a cell far from the others: take it out")
    return [row + (None,) * (wide - len(row)) for row in rows]


def _head(rows: list[Row], wanted: Sequence[str]) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Return the index of the header's last row, its names, and the wanted ones that it lacks."""
    named = [tuple(column_key(cell_text(cell)) for cell in row) for row in rows[:HEAD_ROWS]]
    if not named:
        return 0, (), tuple(wanted)
    return find_header(named, wanted)


def read_parquet(data: bytes, shown: str, wanted: Sequence[str]) -> CellGrid:
    """Return a Parquet file's columns.

    Raises:
        InputRefused: pyarrow is not installed, the file is damaged, or a column is missing.
    """
    try:
        import pyarrow.parquet as pq
    except ImportError:
        raise refuse(
            shown, "reading Parquet needs pyarrow: pip install 'electcheck[parquet]'"
        ) from None
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        names = [column_key(name) for name in file.schema_arrow.names]
        absent = tuple(name for name in wanted if column_key(name) not in names)
        if absent:
            raise missing_columns(shown, absent, names, 0)
        columns: list[list[Any]] = [[] for _ in names]
        size = 0
        for batch in file.iter_batches(batch_size=4096):
            size += batch.nbytes + 8 * batch.num_rows * batch.num_columns
            if size > MAX_PARQUET:
                raise refuse(shown, f"unpacks to more than {MAX_PARQUET:,} bytes: split the file")
            for values, column in zip(columns, batch.columns, strict=True):
                values += column.to_pylist()
    except InputRefused:
        raise
    except Exception as error:
        # As for workbooks: whatever the library stumbles over in a damaged file.
        raise refuse(shown, f"the Parquet file is damaged: {type(error).__name__}") from None
    if not columns or not columns[0]:
        raise refuse(shown, "the file has columns and no row")
    return CellGrid(tuple(names), list(columns), np.arange(1, len(columns[0]) + 1))
