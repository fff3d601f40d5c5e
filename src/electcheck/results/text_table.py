"""Delimited text: find out its encoding, its delimiter and its header, then split it."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np

from electcheck.errors import Fault, InputRefused, Place, did_you_mean, refuse
from electcheck.results.column_map import ReadOptions
from electcheck.results.grid import CellGrid, Grid, split_bytes
from electcheck.results.header import joined_header

DELIMITERS = (",", ";", "\t", "|")
HEAD_BYTES = 200_000
HEAD_ROWS = 60
MAX_FAULTS = 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5")
_WESTERN = ("cp1252", "latin-1")


@dataclass(frozen=True)
class Head:
    """What stands above the rows."""

    delimiter: str
    names: tuple[str, ...]
    lines: int
    absent: tuple[str, ...]


def column_key(name: str) -> str:
    """Return a column's name as it is compared: spaces and line ends made one space."""
    return " ".join(str(name).replace("\ufeff", "").split())


def read_text(
    data: bytes, shown: str, wanted: Sequence[str], options: ReadOptions
) -> tuple[Grid, tuple[str, ...]]:
    """Return the grid of a delimited text, and notes on what was assumed.

    Raises:
        InputRefused: no encoding fits, a wanted column is missing, or rows are ragged.
    """
    text, encoding, notes = _decoded(data, shown, wanted, options)
    as_it_is = encoding == "utf-8" and not data.startswith(codecs.BOM_UTF8)
    utf8 = data if as_it_is else text.encode("utf-8", "surrogatepass")
    del text
    if b"\r" in utf8:
        utf8 = utf8.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head = find_head(utf8[:HEAD_BYTES].decode("utf-8", "ignore"), wanted, options)
    if head.absent:
        raise missing_columns(shown, head.absent, head.names, head.lines, encoding)
    offset = 0
    for _ in range(head.lines):
        offset = utf8.find(b"\n", offset) + 1 or len(utf8)
    body = utf8[offset:]
    del utf8
    if not body.strip():
        raise refuse(shown, "the file has a header and no row", head.lines + 1, 1)
    grid: Grid = split_bytes(head.names, body, head.delimiter, head.lines)
    if grid.ragged and b'"' in body:
        # Quotation marks inside a cell: slower, by the rules of the csv module.
        grid = _split_by_csv(body, head, shown)
    if grid.ragged:
        raise _ragged(shown, grid, head)
    return grid, notes


def missing_columns(
    shown: str, absent: Sequence[str], names: Sequence[str], line: int, how: str = ""
) -> InputRefused:
    """Return the refusal of a file without columns that its map names."""
    seen = ", ".join(repr(name) for name in names[:12]) + (" ..." if len(names) > 12 else "")
    read = f" (read as {how})" if how else ""
    return InputRefused(
        Fault(
            Place(shown, line, 1),
            f"the column {name!r} that the map names is not there.{did_you_mean(name, names)} "
            f"The columns are{read}: {seen}",
        )
        for name in absent
    )


def find_head(text: str, wanted: Sequence[str], options: ReadOptions) -> Head:
    """Find the delimiter and the header among the first rows.

    With `wanted` columns the header is the row that has most of them; without, the first row that
    is as wide as most rows. Titles above it are passed over.
    """
    best: tuple[float, Head] | None = None
    for delimiter in (options.delimiter,) if options.delimiter else DELIMITERS:
        for score, head in _heads(text, delimiter, wanted):
            if best is None or score > best[0]:
                best = (score, head)
    if best is None:
        return Head(options.delimiter or ",", (), 1, tuple(wanted))
    return best[1]


def _heads(text: str, delimiter: str, wanted: Sequence[str]) -> list[tuple[float, Head]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    with contextlib.suppress(csv.Error):
        rows.extend((reader.line_num, row) for row in islice(reader, HEAD_ROWS))
    rows = [(line, [column_key(cell) for cell in row]) for line, row in rows if any(row)]
    if not rows:
        return []
    if wanted:
        keys = {column_key(name): name for name in wanted}
        found = []
        for line, row in (*rows, *_two_rows(rows)):
            absent = tuple(name for key, name in keys.items() if key not in row)
            score = -len(absent) + min(len(row), 999) / 1000
            found.append((score, Head(delimiter, tuple(row), line, absent)))
        return found
    widths = Counter(len(row) for _, row in rows)
    # As many rows as possible of one width, and that width as large as possible.
    width, count = max(widths.items(), key=lambda one: (one[1] * (one[0] > 1), one[0]))
    of_width = [(line, row) for line, row in rows if len(row) == width]
    for line, row in of_width:
        if sum(bool(cell) for cell in row) > width / 2:
            score = count / len(rows) + (width > 1) + min(width, 999) / 1000
            joined = dict(_two_rows(of_width))
            below = next((last for last, _ in of_width if last > line), line)
            last = next((one for one in (below, line) if one in joined), line)
            return [(score, Head(delimiter, tuple(joined.get(last, row)), last, ()))]
    return []


def _two_rows(rows: Sequence[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the headers that two rows make together, by the line of the lower one."""
    found = []
    for (_, upper), (line, lower) in pairwise(rows):
        if len(upper) == len(lower):
            names = joined_header(upper, lower)
            if names is not None:
                found.append((line, list(names)))
    return found


def _split_by_csv(body: bytes, head: Head, shown: str) -> CellGrid:
    wide = len(head.names)
    reader = csv.reader(io.StringIO(body.decode("utf-8", "replace")), delimiter=head.delimiter)
    rows: list[list[str]] = []
    lines: list[int] = []
    ragged: list[tuple[int, int]] = []
    before = 0
    try:
        for row in reader:
            line, before = head.lines + before + 1, reader.line_num
            if not row or not any(cell.strip() for cell in row):
                continue
            if len(row) < wide or any(cell.strip() for cell in row[wide:]):
                ragged.append((line, len(row)))
                continue
            rows.append(row[:wide])
            lines.append(line)
    except csv.Error as error:
        raise refuse(
            shown,
            f"a quotation mark is not closed, or a cell is too long ({error})",
            head.lines + before + 1,
            1,
        ) from None
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in head.names]
    return CellGrid(head.names, list(columns), np.array(lines, dtype=np.int64), ragged)


def _ragged(shown: str, grid: Grid, head: Head) -> InputRefused:
    wide = len(head.names)
    faults = [
        Fault(
            Place(shown, line, 1),
            f"the row has {found} cell{'s' * (found != 1)}, the header has {wide}: a cell is "
            "missing or too many, or a text with the delimiter in it has no quotation marks"
            if found
            else "a quotation mark is not closed",
        )
        for line, found in grid.ragged[:MAX_FAULTS]
    ]
    if len(grid.ragged) > MAX_FAULTS:
        left = len(grid.ragged) - MAX_FAULTS
        faults.append(Fault(Place(shown), f"and {left} more rows with a wrong number of cells"))
    return InputRefused(faults)


def _decoded(
    data: bytes, shown: str, wanted: Sequence[str], options: ReadOptions
) -> tuple[str, str, tuple[str, ...]]:
    for encoding, text in _readings(data, shown, options):
        head = find_head(text[:HEAD_BYTES], wanted, options) if wanted else None
        if head is None or not head.absent:
            unsure = not options.encoding and encoding in (*_CYRILLIC, *_WESTERN)
            note = (
                f"read as {encoding}, found by its letters; if names look wrong, say which with "
                "read: {encoding: ...}"
            )
            return text, encoding, (note,) if unsure else ()
    encoding, text = next(iter(_readings(data, shown, options)))
    return text, encoding, ()


def _readings(data: bytes, shown: str, options: ReadOptions) -> list[tuple[str, str]]:
    """Return the texts that the bytes may be, the likeliest first."""
    if options.encoding:
        encoding = options.encoding
        if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
            encoding = "utf-8-sig"
        try:
            return [(options.encoding, data.decode(encoding))]
        except (UnicodeError, LookupError) as error:
            raise refuse(
                shown, f"the map says read: {{encoding: {options.encoding}}}, but {error}"
            ) from None
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return [(encoding, data.decode(encoding))]
            except UnicodeError as error:
                raise refuse(shown, f"starts like {encoding}, but {error}") from None
    if data[:4000].count(0):
        return _wide(data, shown)
    try:
        return [("utf-8", data.decode("utf-8"))]
    except UnicodeDecodeError:
        return _single_byte(data)


def _wide(data: bytes, shown: str) -> list[tuple[str, str]]:
    """Read UTF-16 that says nothing of itself: every other byte of its delimiters is zero."""
    head = data[:4000]
    if head.count(0) > len(head) / 5:
        little = head[1::2].count(0) >= head[0::2].count(0)
        encoding = "utf-16-le" if little else "utf-16-be"
        with contextlib.suppress(UnicodeError):
            return [(encoding, data.decode(encoding))]
    raise refuse(shown, "binary data, no table: expected CSV, Excel or Parquet")


def _single_byte(data: bytes) -> list[tuple[str, str]]:
    """Order the one-byte encodings: Cyrillic letters stand in runs, accents stand alone."""
    sample = np.frombuffer(data[:HEAD_BYTES], dtype=np.uint8) >= 128
    starts = int((sample[1:] & ~sample[:-1]).sum()) + int(sample[:1].sum())
    in_runs = sample.sum() / max(starts, 1) > 2.5
    cyrillic = sorted(_CYRILLIC, key=lambda name: -_russian(data[:HEAD_BYTES], name))
    order = [*cyrillic, *_WESTERN] if in_runs else [*_WESTERN, *cyrillic]
    found = []
    for encoding in order:
        try:
            found.append((encoding, data.decode(encoding)))
        except UnicodeDecodeError:
            continue
    return found


def _russian(data: bytes, encoding: str) -> float:
    """Score how Russian a decoding looks: the share of its commonest small letters."""
    text = data.decode(encoding, "replace")
    return sum(text.count(letter) for letter in "оеаинтрсвлк") / max(len(text), 1)
