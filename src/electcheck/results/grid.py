"""A table of cells before it is known what they mean: from text bytes, or from typed cells.

Text is split by numpy on its bytes: importing pandas alone would take longer than reading and
checking a national election this way.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from electcheck.results.numbers import LARGEST
from electcheck.results.table import Numbers, Texts

Positions = npt.NDArray[np.int64]
_DIGITS = 15


@dataclass(frozen=True)
class NumberCells:
    """One column read as numbers: NaN where missing, the odd cells still to be read.

    Attributes:
        values: float64, one a row.
        odd_rows: rows whose cell is neither empty, nor a missing mark, nor plain digits.
        odd_texts: what these cells hold, in the same order.
    """

    values: Numbers
    odd_rows: Positions
    odd_texts: list[str]


class Grid(Protocol):
    """Rows of cells under a header."""

    header: tuple[str, ...]
    line: Positions
    ragged: list[tuple[int, int]]

    def texts(self, column: int) -> Texts:
        """Return a column as stripped text."""
        ...

    def numbers(self, column: int, missing: Collection[str]) -> NumberCells:
        """Return a column as numbers and odd cells."""
        ...


@dataclass
class ByteGrid:
    """Cells of a delimited text, by their positions in its UTF-8 bytes.

    Attributes:
        header: the columns' names.
        body: what follows the header, ending in a line end.
        separators: positions in `body` of every delimiter and line end outside quotes.
        first: for each row, the index in `separators` of the end of its first cell.
        line: for each row, its line in the file.
        ragged: (line, cells found) of rows with more or fewer cells than the header.
    """

    header: tuple[str, ...]
    body: bytes
    separators: npt.NDArray[np.int32]
    first: Positions
    line: Positions
    ragged: list[tuple[int, int]] = field(default_factory=list)

    def _spans(self, column: int) -> tuple[Positions, Positions]:
        at = self.first + column
        end = self.separators[at].astype(np.int64)
        start = np.where(at > 0, self.separators[at - 1].astype(np.int64) + 1, 0)
        return start, end

    def texts(self, column: int) -> Texts:
        """Return a column as stripped text, quotes taken off."""
        start, end = self._spans(column)
        cells = np.empty(len(start), dtype=object)
        known, body = _Decoded(), self.body
        # Cut and looked up without a step of Python for each cell.
        cuts = map(slice, start.tolist(), end.tolist())
        cells[:] = list(map(known.__getitem__, map(body.__getitem__, cuts)))
        return cells

    def numbers(self, column: int, missing: Collection[str]) -> NumberCells:
        """Return a column as numbers; plain digits are read without leaving numpy."""
        buffer = np.frombuffer(self.body, dtype=np.uint8)
        start, end = self._spans(column)
        start, end = _trimmed(buffer, start, end)
        whole = (end - start > 2) & (buffer[end - 1] == 48) & (buffer[end - 2] == 46)
        digits_end = end - 2 * whole
        values, plain = _plain_digits(buffer, start, digits_end)
        odd = np.flatnonzero(~plain & (end > start))
        texts = [
            _unquoted(self.body[a:b].decode("utf-8", "replace"))
            for a, b in zip(start[odd].tolist(), end[odd].tolist(), strict=True)
        ]
        return _without_missing(values, odd, texts, missing)


def split_bytes(header: tuple[str, ...], body: bytes, delimiter: str, above: int) -> ByteGrid:
    r"""Split the bytes below a header into rows and cells.

    Args:
        header: the columns' names.
        body: UTF-8, line ends ``\\n``.
        delimiter: one ASCII character.
        above: the number of lines of the file above `body`.
    """
    if not body.endswith(b"\n"):
        body += b"\n"
    buffer = np.frombuffer(body, dtype=np.uint8)
    line_end = buffer == 10
    cuts = (buffer == ord(delimiter)) | line_end
    quoted = b'"' in body
    if quoted:
        inside = np.bitwise_xor.accumulate((buffer == 34).view(np.uint8))
        cuts &= inside == 0
        del inside
    separators = np.flatnonzero(cuts).astype(np.int32)
    ends = np.flatnonzero(buffer[separators] == 10)
    first = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else np.zeros(0, dtype=np.int64)
    cells = ends - first + 1
    start = np.where(first > 0, separators[first - 1] + 1, 0) if len(first) else first
    line = (
        np.searchsorted(np.flatnonzero(line_end), start) if quoted else np.arange(len(first))
    ) + (above + 1)
    wide = len(header)
    fits = cells == wide
    ragged: list[tuple[int, int]] = []
    for row in np.flatnonzero(~fits).tolist():
        last = int(separators[ends[row]])
        raw = body[int(start[row]) : last]
        if not raw.strip():
            continue
        extra = raw if cells[row] < wide else body[int(separators[first[row] + wide - 1]) : last]
        if cells[row] > wide and not extra.strip(delimiter.encode() + b' "\t\r'):
            fits[row] = True
        else:
            ragged.append((int(line[row]), int(cells[row])))
    if len(ends) == 0 or int(separators[-1]) != len(body) - 1:
        ragged.append((above + 1, 0))
    return ByteGrid(header, body, separators, first[fits], line[fits], ragged)


class _Decoded(dict[bytes, str]):
    """Cells that were decoded: each different one once."""

    def __missing__(self, raw: bytes) -> str:
        text = self[raw] = _unquoted(raw.decode("utf-8", "replace"))
        return text


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == '"' == text[-1]:
        text = text[1:-1].replace('""', '"').strip()
    return text


def _trimmed(
    buffer: npt.NDArray[np.uint8], start: Positions, end: Positions
) -> tuple[Positions, Positions]:
    """Move both ends past spaces, tabs and quotation marks."""
    start, end = start.copy(), end.copy()
    for _ in range(40):
        head = (start < end) & _TRIM[buffer[start]]
        tail = (start < end) & _TRIM[buffer[end - 1]]
        if not (head.any() or tail.any()):
            break
        start += head
        end -= tail & (end - start > 0)
    return start, end


_TRIM = np.zeros(256, dtype=bool)
_TRIM[[9, 32, 34]] = True


def _plain_digits(
    buffer: npt.NDArray[np.uint8], start: Positions, end: Positions
) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Read cells of 1 to 15 digits; tell which ones they are."""
    length = end - start
    values = np.zeros(len(start))
    plain = (length > 0) & (length <= _DIGITS)
    rows: Positions | None = None  # all of them, as long as most are that long
    scale = 1.0
    for place in range(1, _DIGITS + 1):
        there = plain & (length >= place)
        many = int(there.sum())
        if not many:
            break
        if rows is None and many > len(there) // 4:
            digit = buffer[end - place] - np.uint8(48)
            values += digit * (there * scale)
            plain &= (digit <= 9) | ~there
        else:
            rows = np.flatnonzero(there)
            digit = buffer[end[rows] - place] - np.uint8(48)
            values[rows] += digit * scale
            plain[rows[digit > 9]] = False
        scale *= 10
    values[~plain] = np.nan
    return values, plain


def _without_missing(
    values: Numbers, odd: Positions, texts: list[str], missing: Collection[str]
) -> NumberCells:
    known = [text in missing or not text for text in texts]
    if any(known):
        odd = odd[~np.array(known)]
        texts = [text for text, gone in zip(texts, known, strict=True) if not gone]
    if texts:
        # A missing mark of digits, such as -1 or 999, is looked for among plain numbers below.
        values[odd] = np.nan
    marks = [float(mark) for mark in missing if mark.isdigit()]
    if marks:
        values[np.isin(values, marks)] = np.nan
    return NumberCells(values, odd, texts)


@dataclass
class CellGrid:
    """Typed cells by column, as a workbook or a Parquet file gives them."""

    header: tuple[str, ...]
    columns: list[Sequence[Any]]
    line: Positions
    ragged: list[tuple[int, int]] = field(default_factory=list)

    def texts(self, column: int) -> Texts:
        """Return a column as stripped text; a whole number shows no decimal point."""
        cells = np.empty(len(self.line), dtype=object)
        cells[:] = [cell_text(value) for value in self.columns[column]]
        return cells

    def numbers(self, column: int, missing: Collection[str]) -> NumberCells:
        """Return a column as numbers; a typed number is taken as it is."""
        values = np.full(len(self.line), np.nan)
        odd: list[int] = []
        texts: list[str] = []
        for row, cell in enumerate(self.columns[column]):
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                if abs(cell) <= LARGEST:
                    values[row] = cell
                elif cell == cell:
                    odd.append(row)
                    texts.append(str(cell))
            elif (text := cell_text(cell)).isascii() and text.isdigit() and len(text) <= _DIGITS:
                values[row] = float(text)
            elif text:
                odd.append(row)
                texts.append(text)
        return _without_missing(values, np.array(odd, dtype=np.int64), texts, missing)


def cell_text(value: Any) -> str:
    """Return what a typed cell says.

    >>> cell_text(12.0), cell_text(None), cell_text(" a ")
    ('12', '', 'a')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() and abs(value) <= LARGEST else repr(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
