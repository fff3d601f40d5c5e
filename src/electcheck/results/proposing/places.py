"""Which columns identify a station, and which its region and district."""

from __future__ import annotations

import re
from collections.abc import Sequence

from electcheck.results.proposing.columns import COUNTS, Columns, Guess, Proposal

FEW = 0.02
"""Share of rows that may agree in columns that are called station: listed twice, not misread."""


def propose_places(columns: Columns, named: dict[int, tuple[str, str]], proposal: Proposal) -> None:
    """Find the columns that identify a station, and its region and district."""
    said = {
        key: [at for at in columns.texts if named[at][0] == key and _may_name(columns, at)]
        for key in ("region", "district", "station")
    }
    for key in ("region", "district"):
        # The column with the fewest names is the larger area, whatever it is called.
        candidates = sorted(said[key], key=lambda at: (at not in columns.other, at))
        if candidates and len(set(columns.texts[candidates[0]])) < columns.rows:
            at = candidates[0]
            if key == "district" and _same_areas(columns, at, proposal.keys.get("region")):
                continue
            proposal.keys[key] = Guess((columns.names[at],), 0.7, f"the name says {named[at][1]!r}")
    parts = [
        at
        for at in columns.texts
        if columns.names[at] in {name for one in proposal.keys.values() for name in one.columns}
        or at in said["station"]
    ]
    alone = [at for at in said["station"] if _unique(columns, (at,))]
    if alone:
        chosen: tuple[int, ...] = (alone[0],)
        sure = 0.8
    elif parts and _unique(columns, tuple(parts)):
        chosen, sure = tuple(parts), 0.8
    elif parts and said["station"] and _agreeing(columns, parts) <= FEW * columns.rows:
        chosen, sure = tuple(parts), 0.6
    else:
        chosen, sure = _any_key(columns, named), 0.4
    names = tuple(columns.names[at] for at in chosen)
    if chosen and _unique(columns, chosen):
        because = "no two rows agree in " + ("them" if len(chosen) > 1 else "it")
    elif chosen:
        many = _agreeing(columns, chosen)
        because = f"{many:,} of {columns.rows:,} rows agree with another in all of them"
    else:
        sure, because = 0.3, "no column tells the rows apart: each row is known by its line"
    proposal.station = Guess(names, sure, because)


def _may_name(columns: Columns, at: int) -> bool:
    return columns.rows == 1 or len(set(columns.texts[at])) > 1


def _unique(columns: Columns, parts: Sequence[int]) -> bool:
    return len(set(zip(*(columns.texts[at] for at in parts), strict=True))) == columns.rows


def _agreeing(columns: Columns, parts: Sequence[int]) -> int:
    """Count the rows whose key stands in an earlier row already."""
    return columns.rows - len(set(zip(*(columns.texts[at] for at in parts), strict=True)))


def _same_areas(columns: Columns, at: int, region: Guess | None) -> bool:
    """Tell whether a column only repeats the regions, perhaps by their numbers."""
    if region is None:
        return False
    other = columns.texts[columns.names.index(region.columns[0])]
    pairs = len(set(zip(columns.texts[at], other, strict=True)))
    return pairs == len(set(columns.texts[at])) == len(set(other))


def _fewest(columns: Columns, parts: tuple[int, ...]) -> tuple[int, ...]:
    for at in parts:
        fewer = tuple(one for one in parts if one != at)
        if fewer and _unique(columns, fewer):
            return _fewest(columns, fewer)
    return parts


def _any_key(columns: Columns, named: dict[int, tuple[str, str]]) -> tuple[int, ...]:
    """Take columns from the left, texts and identifiers, until no two rows agree."""
    counted = set(COUNTS)
    usable = [at for at in columns.texts if named[at][0] not in counted and _may_name(columns, at)]
    for at in usable:
        name = columns.names[at].casefold()
        if (at in columns.other or re.search(r"(^|[\W_])(id|no|nr|code|key)($|[\W_])", name)) and (
            _unique(columns, (at,))
        ):
            return (at,)
    texts = [at for at in usable if at in columns.other]
    for many in range(1, len(texts) + 1):
        if _unique(columns, texts[:many]):
            return _fewest(columns, tuple(texts[:many]))
    first_count = [at for at in usable if at in columns.counts][:1]
    if texts and first_count and _unique(columns, (*texts, *first_count)):
        return _fewest(columns, (*texts, *first_count))
    return ()
