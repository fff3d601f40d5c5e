"""Headers over two rows: a title over a group of columns, and their own names below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_NUMBER = re.compile(r"[-+]?[\d.,\s'’]+%?")


def joined_header(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...] | None:
    """Return the names of columns whose header takes two rows, or None where it does not.

    A column is called as the lower row says, where that is empty as the upper row says. Names that
    stand under several groups are told apart by the group: `Alma votes`, `Boris votes`.

    Args:
        upper: the cells of a row; a merged cell holds its text in its first column alone.
        lower: the cells of the row below, as many.

    >>> joined_header(("Station", "Votes", ""), ("", "Alma", "Boris"))
    ('Station', 'Alma', 'Boris')
    >>> joined_header(("Station", "Alma", "", "Boris", ""), ("", "votes", "%", "votes", "%"))
    ('Station', 'Alma votes', 'Alma %', 'Boris votes', 'Boris %')
    >>> joined_header(("Station", "Alma"), ("17", "230")) is None
    True
    """
    pairs = list(zip(upper, lower, strict=True))
    over_two_rows = any(above and not below for above, below in pairs)
    in_a_group = any(below and not above for above, below in pairs)
    if not (over_two_rows and in_a_group) or any(_NUMBER.fullmatch(cell) for cell in lower if cell):
        return None
    named = Counter(below for _, below in pairs if below)
    names, group = [], ""
    for above, below in pairs:
        group = above or group
        names.append(f"{group} {below}" if named[below] > 1 else below or above)
    return tuple(names)


def find_header(
    rows: Sequence[tuple[str, ...]], wanted: Sequence[str]
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Find the header among rows of equally many cells.

    With `wanted` columns it is the row, or the pair of rows, that has most of them; without, the
    first row that is filled at least half as far as the fullest, with the row above or below it
    where these belong to it.

    Returns:
        The index of its last row, its names, and the wanted columns that it lacks.

    >>> find_header([("Results", "", ""), ("Station", "Votes", ""), ("", "A", "B")], ["A"])
    (2, ('Station', 'A', 'B'), ())
    """
    pairs = {at: joined_header(rows[at - 1], rows[at]) for at in range(1, len(rows))}
    if wanted:
        single = [(at, row) for at, row in enumerate(rows)]
        double = [(at, names) for at, names in pairs.items() if names is not None]
        lacking = [(at, names, _lacking(names, wanted)) for at, names in (*single, *double)]
        return min(lacking, key=lambda one: (len(one[2]), -sum(map(bool, one[1]))))
    widths = [sum(map(bool, row)) for row in rows]
    at = next((n for n, width in enumerate(widths) if width > max(widths) / 2), 0)
    for last in (at + 1, at):
        names = pairs.get(last)
        if names is not None:
            return last, names, ()
    return at, rows[at], ()


def _lacking(names: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    known = set(names)
    return tuple(name for name in wanted if " ".join(str(name).split()) not in known)
