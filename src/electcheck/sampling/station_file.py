"""The file of stations, read strictly: one row per station, every number or nothing.

An empty cell (or NA) is a number that was not reported; anything else that is no number is a
fault. Faults name row (as line of the file) and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from electcheck.errors import Fault, InputRefused, Place, did_you_mean, refuse
from electcheck.files.csv_text import rows_of
from electcheck.files.yaml_text import decode, read_bytes
from electcheck.sampling.stages import Floats

MISSING = ("", "NA")
MAX_FAULTS = 50
LONG = 200
NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?")

Texts = NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class StationFile:
    """A CSV file as text, and how messages name it.

    Attributes:
        shown: the file's name in messages.
        data: its bytes, for its hash.
        cells: one column of text per name, all of one length; no number has been read yet.
        lines: the line of the file of each row.
    """

    shown: str
    data: bytes
    cells: dict[str, Texts]
    lines: tuple[int, ...]

    def __len__(self) -> int:
        return len(next(iter(self.cells.values())))

    def place(self, row: int) -> Place:
        """Return the place of a row: its line of the file."""
        return Place(self.shown, self.lines[row], 1)

    def fault(self, row: int, message: str) -> Fault:
        """Return a fault at a row (counted from 0 below the header)."""
        return Fault(self.place(row), message)

    def require(self, columns: Iterable[str]) -> list[Fault]:
        """Return a fault for each of `columns` that the file lacks."""
        faults = []
        for name in dict.fromkeys(columns):
            if name not in self.cells:
                has = ", ".join(self.cells)
                hint = did_you_mean(name, self.cells)
                message = f"there is no column {name!r}.{hint} The file has: {has}"
                faults.append(Fault(Place(self.shown, 1, 1), message))
        return faults

    def numbers(self, column: str, faults: list[Fault]) -> Floats:
        """Return a column as numbers, nan where nothing was reported; add faults."""
        text = self.cells[column]
        values = np.full(len(text), np.nan)
        wrong = []
        for row, cell in enumerate(text.tolist()):
            if NUMBER.fullmatch(cell):
                values[row] = float(cell)
            elif cell not in MISSING:
                wrong.append(row)
        faults.extend(
            self.fault(
                row,
                f"column {column!r}: expected a number, found {str(text[row])!r}; "
                "leave the cell empty where nothing was reported",
            )
            for row in wrong
        )
        return values


def read_stations(path: Path) -> StationFile:
    """Read a CSV file of stations (UTF-8, comma, header).

    Raises:
        InputRefused: it cannot be read, has no row, or names a column twice.
    """
    return parse_stations(read_bytes(path, str(path)), str(path))


def parse_stations(data: bytes, shown: str) -> StationFile:
    r"""Return the stations of a CSV file's bytes; `shown` is its name in messages.

    >>> parse_stations(b"id,ballots\n1,300\n2,\n", "x.csv").numbers("ballots", [])
    array([300.,  nan])

    Raises:
        InputRefused: it is no UTF-8 text, has no row, or names a column twice.
    """
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, row in rows_of(decode(data, shown), shown):
        rows.append([cell.strip() for cell in row])
        lines.append(line)
    return _checked(shown, data, rows, lines)


def _checked(shown: str, data: bytes, rows: list[list[str]], lines: list[int]) -> StationFile:
    if not rows or not any(rows[0]):
        raise refuse(shown, "the file is empty: expected a header and one row per station")
    names = rows[0]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise refuse(shown, f"two columns are called {twice[0]!r}; give each its own name", 1, 1)
    full = [at for at in range(1, len(rows)) if any(rows[at])]
    all_or_nothing(
        [
            Fault(
                Place(shown, lines[at], 1),
                f"the row has {len(rows[at])} cells, the header has {len(names)}",
            )
            for at in full
            if len(rows[at]) != len(names)
        ]
    )
    if not full:
        raise refuse(shown, "there is a header and no row: expected one row per station", 1, 1)
    columns = zip(*(rows[at] for at in full), strict=True)
    cells = {name: _column(column) for name, column in zip(names, columns, strict=True)}
    return StationFile(shown, data, cells, tuple(lines[at] for at in full))


def _column(cells: tuple[str, ...]) -> Texts:
    """Return a column; numpy gives every cell the room of the longest, which a remark may be."""
    if max(map(len, cells)) <= LONG:
        return np.array(cells)
    return np.array(cells, dtype=object)


def all_or_nothing(faults: list[Fault]) -> None:
    """Raise every fault at once, if there is one; a long list is cut with its length said."""
    if not faults:
        return
    shown = sorted(set(faults))
    if len(shown) > MAX_FAULTS:
        last = shown[MAX_FAULTS - 1]
        more = Fault(last.place, f"{last.message} (and {len(shown) - MAX_FAULTS} more faults)")
        shown = [*shown[: MAX_FAULTS - 1], more]
    raise InputRefused(shown)
