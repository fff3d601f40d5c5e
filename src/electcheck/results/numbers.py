"""Numbers as results files write them: `1 234`, `1.234,5`, `1'234`, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

Decimal = Literal[".", ","]

LARGEST = 1e15
"""Beyond this a float no longer holds every whole number with its sums."""

_SPACES = " \u00a0\u2007\u2009\u202f\u2008"
_MARKS = {
    ".": re.compile(
        rf"[-+]?(?:\d{{1,3}}(?:([,'’{_SPACES}])\d{{3}})(?:\1\d{{3}})*(?:\.\d+)?"
        r"|\d+(?:\.\d*)?(?:[eE][-+]?\d{1,3})?|\.\d+)"
    ),
    ",": re.compile(
        rf"[-+]?(?:\d{{1,3}}(?:([.'’{_SPACES}])\d{{3}})(?:\1\d{{3}})*(?:,\d+)?"
        r"|\d+(?:,\d*)?|,\d+)"
    ),
}
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}")


def parse_number(text: str, decimal: Decimal) -> float | None:
    """Return the number that `text` writes, or None if it writes none.

    >>> parse_number("1 234", "."), parse_number("1.234,5", ","), parse_number("12,5 %", ",")
    (1234.0, 1234.5, None)
    """
    text = text.strip().replace("\u2212", "-")
    if not _MARKS[decimal].fullmatch(text):
        return None
    grouping = ",'’" if decimal == "." else ".'’"
    plain = re.sub(rf"[{grouping}{_SPACES}]", "", text)
    value = float(plain.replace(",", "."))
    return value if abs(value) <= LARGEST else None


def decimal_of(odd: Iterable[str], plain_thousands: bool) -> Decimal:
    """Return the decimal mark that the numbers of one file use.

    Args:
        odd: the cells that are not plain digits.
        plain_thousands: some cell writes a number of a thousand or more in plain digits, so that
            `1.234` beside it is no thousand.

    >>> decimal_of(["1.234", "2.500"], plain_thousands=False)
    ','
    >>> decimal_of(["1.234", "2.5"], plain_thousands=False)
    '.'
    >>> decimal_of(["1,234"], plain_thousands=False)
    '.'
    """
    found: dict[str, int] = {".": 0, ",": 0}
    grouped: dict[str, int] = {".": 0, ",": 0}
    for text in odd:
        text = text.strip().rstrip("%").strip()
        last = max(text.rfind("."), text.rfind(","))
        if last < 0 or not text[last + 1 :].isdigit():
            continue
        mark = text[last]
        other = "," if mark == "." else "."
        if other in text:
            found[mark] += 1
        elif text.count(mark) > 1:
            found[other] += 1
        elif _GROUPED.fullmatch(text):
            grouped[mark] += 1
        else:
            found[mark] += 1
    if found["."] or found[","]:
        return "," if found[","] > found["."] else "."
    if plain_thousands:
        return "," if grouped[","] > grouped["."] else "."
    return "," if grouped["."] > grouped[","] else "."


def why_no_number(text: str) -> str:
    """Say what a cell that is no number holds, and what to do about it."""
    shown = text if len(text) <= 40 else text[:37] + "..."
    if "%" in text:
        return f"expected a count, found the percentage {shown!r}: map the column of counts instead"
    if re.fullmatch(r"[-+]?[\d.,eE+]+", text):
        return (
            f"expected a count, found {shown!r}: if its marks are thousands or decimals, say "
            "which with read: {decimal: ','} or {decimal: '.'}; numbers above 10^15 are refused"
        )
    return (
        f"expected a number, found {shown!r}: correct the cell, or name the mark in "
        "read: {missing: [...]} if it means that nothing is known"
    )
