"""From a results file and its column map to the table of stations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from electcheck.errors import Fault, InputRefused, Place, refuse
from electcheck.files.characters import hidden
from electcheck.results.column_map import ColumnMap, Formula, ReadOptions
from electcheck.results.grid import Grid, NumberCells, Positions
from electcheck.results.numbers import Decimal, decimal_of, parse_number, why_no_number
from electcheck.results.opening import open_table
from electcheck.results.policy import results_policy
from electcheck.results.table import COUNTS, KEY_JOINT, Mask, Numbers, Stations, Texts
from electcheck.results.text_table import MAX_FAULTS, column_key, missing_columns, read_text
from electcheck.results.totals import refuse_totals
from electcheck.results.workbook import read_parquet, read_workbook


def read_stations(path: Path, column_map: ColumnMap) -> Stations:
    """Read the results file at `path` as its column map says.

    CSV and TSV in any encoding, Excel and Parquet, plain, gzipped or in a zip file. A header may
    take two rows. Repeated header rows, a row that numbers the columns, and empty rows are left
    out (and noted).

    Raises:
        InputRefused: the file cannot be read as a table, a column is missing or stands there
            twice, a cell that should hold a number holds none, or a row holds totals; every fault
            with its row and column.
    """
    texts, numbers = column_map.texts(), column_map.numbers()
    grid, notes = open_grid(path, (*texts, *numbers), column_map.read)
    at = _places(str(path), grid, (*texts, *numbers))
    text = {name: grid.texts(at[name]) for name in texts}
    _refuse_hidden(path, grid, at, text)
    number = _Numbers.read(path, grid, {name: at[name] for name in numbers}, column_map.read)
    keep, left_out = _rows_to_keep(grid, at, text, number)
    number.refuse_odd(keep)
    line = grid.line
    if left_out:
        line = line[keep]
        text = {name: values[keep] for name, values in text.items()}
        number.values = {name: values[keep] for name, values in number.values.items()}
    if not len(line):
        raise refuse(path, "the file has a header and no row")
    table = assemble(path.name, column_map, text, number.values, line, (*notes, *left_out))
    refuse_totals(str(path), table, text, number.values)
    return table


def open_grid(
    path: Path, wanted: Sequence[str], options: ReadOptions
) -> tuple[Grid, tuple[str, ...]]:
    """Return a file's cells, and notes on what was assumed to read them.

    Raises:
        InputRefused: the file is no table, or lacks a wanted column.
    """
    opened = open_table(path)
    if opened.kind == "workbook":
        return read_workbook(opened.data, opened.shown, wanted, options), ()
    if opened.kind == "parquet":
        return read_parquet(opened.data, opened.shown, wanted), ()
    return read_text(opened.data, opened.shown, wanted, options)


def _places(shown: str, grid: Grid, wanted: Sequence[str]) -> dict[str, int]:
    """Return where each wanted column stands; a column that stands there twice is refused."""
    places: dict[str, int] = {}
    faults = []
    absent = []
    for name in dict.fromkeys(wanted):
        found = [at for at, one in enumerate(grid.header) if one == column_key(name)]
        if not found:
            absent.append(name)
        elif len(found) > 1:
            listed = ", ".join(str(one + 1) for one in found)
            faults.append(
                Fault(
                    Place(shown, max(int(grid.line[0]) - 1, 1) if len(grid.line) else 1, found[1]),
                    f"{len(found)} columns are called {name!r} (columns {listed}): rename all "
                    "but one, so that the map can say which is meant",
                )
            )
        else:
            places[name] = found[0]
    if absent:
        raise missing_columns(shown, absent, grid.header, 1)
    if faults:
        raise InputRefused(faults)
    return places


def _refuse_hidden(
    path: Path, grid: Grid, at: Mapping[str, int], text: Mapping[str, Texts]
) -> None:
    """Refuse cells with characters that would hide or turn around what is printed of them."""
    faults: list[Fault] = []
    for name, cells in text.items():
        if not hidden("\n".join(set(cells.tolist()))):
            continue
        for row, cell in enumerate(cells.tolist()):
            if (found := hidden(cell)) and len(faults) < MAX_FAULTS:
                place = Place(str(path), int(grid.line[row]), at[name] + 1)
                message = f"column {name!r}: the character {found} is not allowed: take it out"
                faults.append(Fault(place, message))
    if faults:
        raise InputRefused(faults)


@dataclass
class _Numbers:
    """The number columns of a file: read, or still odd."""

    shown: str
    line: Positions
    values: dict[str, Numbers]
    odd: dict[str, NumberCells]
    at: Mapping[str, int]
    decimal: Decimal

    @classmethod
    def read(cls, path: Path, grid: Grid, at: Mapping[str, int], options: ReadOptions) -> _Numbers:
        missing = frozenset((*results_policy().reading.missing, *options.missing))
        cells = {name: grid.numbers(place, missing) for name, place in at.items()}
        odd = {name: one for name, one in cells.items() if one.odd_texts}
        decimal: Decimal = options.decimal or decimal_of(
            {text for one in odd.values() for text in one.odd_texts},
            any(bool((one.values >= 1000).any()) for one in cells.values()) if odd else False,
        )
        values = {name: one.values for name, one in cells.items()}
        self = cls(str(path), grid.line, values, odd, at, decimal)
        self._settle()
        return self

    def _settle(self) -> None:
        """Read what the odd cells write, and keep as odd only what is no number."""
        for name, cells in list(self.odd.items()):
            read = {text: parse_number(text, self.decimal) for text in set(cells.odd_texts)}
            found = [read[text] for text in cells.odd_texts]
            good = np.array([one is not None for one in found])
            self.values[name][cells.odd_rows[good]] = [one for one in found if one is not None]
            left = [text for text in cells.odd_texts if read[text] is None]
            if left:
                self.odd[name] = NumberCells(self.values[name], cells.odd_rows[~good], left)
            else:
                del self.odd[name]

    def refuse_odd(self, keep: Mask) -> None:
        faults: list[Fault] = []
        left = 0
        for name, cells in self.odd.items():
            for row, text in zip(cells.odd_rows.tolist(), cells.odd_texts, strict=True):
                if not keep[row]:
                    continue
                if len(faults) == MAX_FAULTS:
                    left += 1
                    continue
                place = Place(self.shown, int(self.line[row]), self.at[name] + 1)
                faults.append(Fault(place, f"column {name!r}: {why_no_number(text)}"))
        if left:
            faults.append(Fault(Place(self.shown), f"and {left} more cells that hold no number"))
        if faults:
            raise InputRefused(faults)


def _rows_to_keep(
    grid: Grid, at: Mapping[str, int], text: Mapping[str, Texts], number: _Numbers
) -> tuple[Mask, tuple[str, ...]]:
    """Mark the rows that are stations: not empty in every column that is read, no header again."""
    rows = len(grid.line)
    empty = np.ones(rows, dtype=bool)
    for values in number.values.values():
        empty &= np.isnan(values)
    candidates = np.flatnonzero(empty)
    odd = {
        name: dict(zip(cells.odd_rows.tolist(), cells.odd_texts, strict=True))
        for name, cells in number.odd.items()
    }
    keep = np.ones(rows, dtype=bool)
    again: list[int] = []
    for row in candidates.tolist():
        cells = {name: values[row] for name, values in text.items()}
        cells |= {name: odd.get(name, {}).get(row, "") for name in at if name not in cells}
        if not any(cells.values()):
            keep[row] = False
        elif all(column_key(cell) == column_key(name) for name, cell in cells.items()):
            keep[row] = False
            again.append(int(grid.line[row]))
    notes = []
    if _numbers_of_columns(at, text, number):
        keep[0] = False
        notes.append(f"left out line {grid.line[0]}, which numbers the columns")
    unnamed = len(notes)
    if again:
        listed = ", ".join(map(str, again[:10])) + (" ..." if len(again) > 10 else "")
        notes.append(f"left out {len(again)} repeated header row(s): line {listed}")
    blank = int((~keep).sum()) - len(again) - unnamed
    if blank:
        notes.append(f"left out {blank} row(s) that are empty in every column of the map")
    return keep, tuple(notes)


def _numbers_of_columns(at: Mapping[str, int], text: Mapping[str, Texts], number: _Numbers) -> bool:
    """Tell whether the first row counts the columns, 1, 2, 3, as printed forms do."""
    if len(at) < _LEAST_NUMBERED or not len(number.line):
        return False
    return all(
        str(text[name][0]) == str(place + 1)
        if name in text
        else number.values[name][0] == place + 1
        for name, place in at.items()
    )


_LEAST_NUMBERED = 4
"""Columns that must agree with their numbers before a row is taken to count them."""


def assemble(
    name: str,
    column_map: ColumnMap,
    text: Mapping[str, Texts],
    number: Mapping[str, Numbers],
    line: Positions,
    notes: tuple[str, ...] = (),
) -> Stations:
    """Put read columns together as the table of stations.

    A sum or difference with a missing part is missing: missing is not zero.
    """
    formulas = column_map.formulas()
    values = {key: _formula(formula, number) for key, formula in formulas.items()}
    counts = {key: values.get(key) for key in COUNTS}
    columns = {key: formula.columns for key, formula in formulas.items()}
    valid, invalid = counts["valid"], counts["invalid"]
    derived = counts["in_boxes"] is None and valid is not None and invalid is not None
    if derived:
        counts["in_boxes"] = cast("Numbers", valid) + cast("Numbers", invalid)
        columns["in_boxes"] = columns["valid"] + columns["invalid"]
    columns["station"] = column_map.station
    for key, column in (("region", column_map.region), ("district", column_map.district)):
        if column is not None:
            columns[key] = (column,)
    return Stations(
        name=name,
        station=_keys([text[column] for column in column_map.station], line),
        region=None if column_map.region is None else text[column_map.region],
        district=None if column_map.district is None else text[column_map.district],
        registered=counts["registered"],
        issued=counts["issued"],
        in_boxes=counts["in_boxes"],
        valid=valid,
        invalid=invalid,
        blank=counts["blank"],
        votes={key.removeprefix("votes/"): values[key] for key in values if key not in COUNTS},
        votes_partial=column_map.votes_partial,
        in_boxes_derived=derived,
        added_on_the_day=column_map.added_on_the_day,
        columns=columns,
        line=line,
        notes=notes,
    )


def _formula(formula: Formula, number: Mapping[str, Numbers]) -> Numbers:
    total = number[formula.plus[0]]
    for column in formula.plus[1:]:
        total = total + number[column]
    for column in formula.minus:
        total = total - number[column]
    return total


def _keys(parts: list[Texts], line: Positions) -> Texts:
    keys = np.empty(len(line), dtype=object)
    if len(parts) == 1:
        return parts[0]
    if parts:
        rows = zip(*(part.tolist() for part in parts), strict=True)
        keys[:] = list(map(KEY_JOINT.join, rows))
    else:
        keys[:] = [f"line {number}" for number in line.tolist()]
    return keys
