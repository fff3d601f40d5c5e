r"""CSV in and out: strict rows with their lines in; out, nothing that a spreadsheet would run.

A cell that begins with ``=``, ``+``, ``-`` or ``@`` is a formula to a spreadsheet, and a formula
may fetch, send or start something. Such a text is written with an apostrophe before it, which a
spreadsheet takes as "this is text" (OWASP, CSV injection); numbers are left alone. Reading takes
the apostrophe away again, so that what was written is what is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from electcheck.errors import refuse
from electcheck.files.characters import hidden
from electcheck.files.yaml_text import decode, read_bytes

# Full-width signs too: some spreadsheets make plain ones of them.
_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]")
_MARKED = re.compile(r"'[\s\x00-\x1f]*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 .,]*(?:[eE][+-]?[0-9]+)?\s?%?")


def csv_text(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    r"""Return CSV text with ``\n`` line ends; None is an empty cell, no text is a formula.

    >>> csv_text(["station", "votes"], [["=1+1", -5]])
    "station,votes\n'=1+1,-5\n"
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([as_text(name) for name in header])
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return stream.getvalue()


def as_text(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula.

    >>> as_text("@SUM(A1)"), as_text("-5"), as_text(-5), as_text(None)
    ("'@SUM(A1)", '-5', -5, '')
    """
    if cell is None:
        return ""
    if not isinstance(cell, str) or not _FORMULA.match(cell) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"


def as_written(cell: str) -> str:
    """Return what `as_text` was given.

    >>> as_written("'=1+1"), as_written("'s-Gravenhage")
    ('=1+1', "'s-Gravenhage")
    """
    return cell[1:] if _MARKED.match(cell) else cell


def read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a CSV file (UTF-8, comma) with the line where it begins.

    Raises:
        InputRefused: the file cannot be read, or as for `rows_of`.
    """
    shown = str(path)
    return rows_of(decode(read_bytes(path, shown), shown), shown)


def rows_of(text: str, shown: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of CSV text with the line where it begins; `shown` names it in messages.

    Raises:
        InputRefused: a quotation mark is not closed, a cell is too long or holds a hidden
            character.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            for column, cell in enumerate(row, start=1):
                if name := hidden(cell):
                    raise refuse(shown, f"the character {name} is not allowed", line, column)
            yield line, [as_written(cell) for cell in row]
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"a quotation mark is not closed, or a cell is too long ({error})"
        raise refuse(shown, message, line, 1) from None
