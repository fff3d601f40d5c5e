"""A submission as it came: cells by name, where each stood, and the row word for word."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from electcheck.errors import Fault, Place


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with one cell, row or sheet, and where; numbers count from 1, 0 if unknown."""

    file: str
    sheet: str | None
    row: int
    column: int
    name: str | None
    message: str

    def fault(self) -> Fault:
        """Return it as the program shows faults."""
        told = [f"sheet {self.sheet!r}"] if self.sheet else []
        told += [f"column {self.name!r}"] if self.name else []
        where = f"{', '.join(told)}: " if told else ""
        column = self.column if self.column else 1
        return Fault(Place(self.file, self.row, column), where + self.message)

    def as_data(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "name": self.name,
            "message": self.message,
        }


@dataclass(frozen=True)
class RawRow:
    """One submission before it is checked.

    Attributes:
        file: how messages name the file.
        sheet: of a workbook, or None.
        number: the line of a text file, the row of a sheet, the place in a list of JSON.
        cells: what was answered, as text, by the name of the field.
        columns: the column of each field.
        verbatim: every cell of the row as it stood, by its heading.
        instance: the id that the server or the phone gave it, or None.
        sent: the day on which it was sent, as written, or None.
        faults: what is wrong with single cells.
    """

    file: str
    sheet: str | None
    number: int
    cells: dict[str, str]
    columns: dict[str, int]
    verbatim: dict[str, Any]
    instance: str | None = None
    sent: str | None = None
    faults: list[CellFault] = field(default_factory=list)

    def wrong(self, name: str | None, message: str) -> None:
        """Add a fault at a field of this row."""
        column = self.columns.get(name, 0) if name else 0
        self.faults.append(CellFault(self.file, self.sheet, self.number, column, name, message))

    @property
    def row_sha256(self) -> str:
        """The hash of the row word for word."""
        return sha256_of(self.verbatim)


@dataclass(frozen=True)
class Submissions:
    """A file of submissions that answers one form.

    Attributes:
        file: how messages name it.
        sha256: of its bytes.
        rows: the submissions.
        faults: what is wrong with the file as a whole; with any, no row can be trusted.
    """

    file: str
    sha256: str
    rows: list[RawRow]
    faults: list[CellFault]


def sha256_of(data: Any) -> str:
    """Return the SHA-256 of some plain data, written as JSON in one way only."""
    return hashlib.sha256(one_line(data).encode()).hexdigest()


def one_line(data: Any) -> str:
    """Return plain data as one line of JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
