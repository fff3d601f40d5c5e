"""Excel workbooks and Parquet files as grids of typed cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import numpy as np

from electcheck.errors import refuse
from electcheck.results.column_map import ReadOptions
from electcheck.results.grid import CellGrid, cell_text
from electcheck.results.header import find_header
from electcheck.results.text_table import HEAD_ROWS, column_key, missing_columns

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
    return CellGrid(tuple(header), columns, np.array([n for n, _ in kept], dtype=np.int64))


def _sheets(data: bytes, shown: str, options: ReadOptions) -> dict[str, list[Row]]:
    import openpyxl  # half a second that only workbooks pay for

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
            rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
            wide = max((len(row) for row in rows), default=0)
            sheets[name] = [row + (None,) * (wide - len(row)) for row in rows]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise refuse(shown, f"the workbook is damaged: {error}") from None
    if not sheets:
        raise refuse(shown, "the workbook has no visible sheet")
    return sheets


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
        import pyarrow as pa
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
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise refuse(shown, f"the Parquet file is damaged: {error}") from None
    if not table.num_rows:
        raise refuse(shown, "the file has columns and no row")
    columns: list[Sequence[Any]] = [column.to_pylist() for column in table.columns]
    return CellGrid(tuple(names), columns, np.arange(1, table.num_rows + 1))
