"""The file of stations, read strictly: one row per station, every number or nothing.

An empty cell (or NA) is a number that was not reported; anything else that is no number is a
fault. Faults name row (as line of the file) and column.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from electcheck.errors import Fault, InputRefused, Place, did_you_mean, refuse
from electcheck.files.yaml_text import read_bytes
from electcheck.sampling.stages import Floats

MISSING = ("", "NA")
MAX_FAULTS = 50

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
        blank = np.isin(text, MISSING)
        values = np.full(len(text), np.nan)
        found = pd.to_numeric(pd.Series(text[~blank]), errors="coerce").to_numpy(dtype=float)
        values[~blank] = found
        faults.extend(
            self.fault(
                int(row),
                f"column {column!r}: expected a number, found {str(text[row])!r}; "
                "leave the cell empty where nothing was reported",
            )
            for row in np.flatnonzero(~blank & ~np.isfinite(values))
        )
        return values


def read_stations(path: Path) -> StationFile:
    """Read a CSV file of stations (UTF-8, comma, header).

    Raises:
        InputRefused: it cannot be read, has no row, or names a column twice.
    """
    shown = str(path)
    data = read_bytes(path, shown)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(shown, f"is not UTF-8 text (byte {error.start}); save it as UTF-8") from None
    header = text.split("\n", 1)[0].strip("\r")
    if not header.strip():
        raise refuse(shown, "the file is empty: expected a header and one row per station")
    try:
        frame = pd.read_csv(
            io.StringIO(text), dtype=str, keep_default_na=False, header=None, skip_blank_lines=False
        )
    except (pd.errors.ParserError, ValueError) as error:
        words = " ".join(str(error).split())
        raise refuse(shown, f"cannot be read as comma-separated rows: {words}") from None
    names = [str(name).strip() for name in frame.iloc[0]]
    return _checked(shown, data, names, frame.iloc[1:])


def _checked(shown: str, data: bytes, names: list[str], rows: pd.DataFrame) -> StationFile:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise refuse(shown, f"two columns are called {twice[0]!r}; give each its own name", 1, 1)
    short = rows.isna().any(axis=1).to_numpy()
    empty = (rows.isna() | (rows == "")).all(axis=1).to_numpy()
    cut = rows.index[short & ~empty]
    if len(cut):
        raise refuse(shown, f"the row has fewer cells than the {len(names)} columns", cut[0] + 1, 1)
    rows = rows[~empty]
    if rows.empty:
        raise refuse(shown, "there is a header and no row: expected one row per station", 1, 1)
    cells = {
        name: np.char.strip(rows.iloc[:, at].to_numpy(dtype=str)) for at, name in enumerate(names)
    }
    return StationFile(shown, data, cells, tuple(int(at) + 1 for at in rows.index))


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
