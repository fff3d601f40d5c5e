"""Stations summed to districts, regions and the nation, against what was announced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from electcheck.errors import Fault, InputRefused, Place, did_you_mean, refuse
from electcheck.files.csv_text import read_rows
from electcheck.results.numbers import decimal_of, parse_number
from electcheck.results.reconciling.line import Line, Status, number
from electcheck.results.table import COUNTS, KEY_JOINT, ColumnMissing, Numbers, Stations
from electcheck.results.totals import codes_of, district_codes

Level = Literal["station", "district", "region", "nation"]
NATION = "nation"


@dataclass(frozen=True)
class Sums:
    """Counts summed at one level.

    Attributes:
        names: of the places; districts of two regions that share a name bear the region's too,
            as `Region / District`.
        full: of the places, districts always with their region.
        totals: canonical name: the sum of what is known, one a place.
        missing: canonical name: how many stations' cells are missing, one a place.
    """

    names: tuple[str, ...]
    full: tuple[str, ...]
    totals: Mapping[str, Numbers]
    missing: Mapping[str, Numbers]

    def index(self) -> dict[str, int]:
        """Return where each place stands, by its name and by its full name."""
        found = {name: at for at, name in enumerate(self.names)}
        for at, name in enumerate(self.full):
            found.setdefault(name, at)
        return found


def sums(table: Stations, level: Level) -> Sums:
    """Sum a table's counts to a level; what is missing is counted, and never taken as zero.

    Raises:
        ColumnMissing: the map names no column for the level.

    >>> table = Stations("x", np.array(["1", "2"], object), valid=np.array([5.0, np.nan]))
    >>> sums(table, "nation").totals["valid"], sums(table, "nation").missing["valid"]
    (array([5.]), array([1.]))
    """
    codes, names, full = _places(table, level)
    totals, missing = {}, {}
    for name, values in columns_of(table).items():
        gone = np.isnan(values)
        totals[name] = np.bincount(codes, np.where(gone, 0.0, values), len(names)).astype(
            np.float64
        )
        missing[name] = np.bincount(codes, gone, len(names)).astype(np.float64)
    return Sums(names, full, totals, missing)


def columns_of(table: Stations) -> dict[str, Numbers]:
    """Return a table's counts and votes under their canonical names."""
    counts = {name: getattr(table, name) for name in COUNTS if getattr(table, name) is not None}
    return counts | {f"votes/{name}": values for name, values in table.votes.items()}


def _places(
    table: Stations, level: Level
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], tuple[str, ...], tuple[str, ...]]:
    """Return each station's place as a number, and the places' names, short and full."""
    if level == "nation":
        return np.zeros(len(table), dtype=np.int64), (NATION,), (NATION,)
    texts = {"station": table.station, "district": table.district, "region": table.region}[level]
    if texts is None:
        raise ColumnMissing(level)
    codes = district_codes(table) if level == "district" else codes_of(texts)
    _, first = np.unique(codes, return_index=True)
    names = tuple(str(texts[at]) for at in first.tolist())
    if level != "district" or table.region is None:
        return codes, names, names
    full = tuple(
        f"{table.region[at]}{KEY_JOINT}{name}"
        for at, name in zip(first.tolist(), names, strict=True)
    )
    shared = {name for name, count in Counter(names).items() if count > 1}
    told = (long if name in shared else name for name, long in zip(names, full, strict=True))
    return codes, tuple(told), full


def sum_lines(table: Stations) -> Iterator[Line]:
    """Yield the national sums where nothing was announced to compare them with."""
    found = sums(table, "nation")
    for name, values in found.totals.items():
        gone = int(found.missing[name][0])
        told = f"the sum over {len(table):,} stations is {number(values[0])}"
        told += f", {gone:,} of them missing" if gone else ""
        told += "; nothing was announced to compare it with (--announced, --against)"
        yield Line("sums", name, "not_applicable", float(values[0]), None, None, told)


@dataclass(frozen=True)
class Announced:
    """One announced figure.

    Attributes:
        level: of the place.
        name: of the place; empty for the nation.
        quantity: canonical name, or a candidate.
        value: as announced.
        rounded_to: the unit to which it was rounded; 1 is exact.
        line: where it stands.
    """

    level: Level
    name: str
    quantity: str
    value: float
    rounded_to: float
    line: int


def read_announced(path: Path, table: Stations) -> list[Announced]:
    """Read announced totals: a CSV with level, name, quantity, value and perhaps rounded_to.

    `level` is station, district, region or nation; `quantity` is a count of the results table or
    a candidate.

    Raises:
        InputRefused: a column is missing, or a level, quantity or number is none.
    """
    shown = str(path)
    rows = read_rows(path)
    _, header = next(rows, (1, []))
    wanted = ("level", "name", "quantity", "value")
    absent = [name for name in wanted if name not in header]
    if absent:
        raise refuse(shown, f"expected the columns {', '.join(wanted)}; missing: {absent}", 1, 1)
    known = columns_of(table)
    levels: dict[str, Level] = {one: one for one in get_args(Level)}
    faults: list[Fault] = []
    found = []
    for line, cells in rows:
        if not any(cells):
            continue
        place = Place(shown, line, 1)
        row = dict(zip_longest(header, cells[: len(header)], fillvalue=""))
        level, quantity = row["level"] or NATION, row["quantity"] or ""
        known_level = levels.get(level)
        if known_level is None:
            hint = did_you_mean(level, levels)
            faults.append(Fault(place, f"level {level!r} is not known.{hint}"))
        full = quantity if quantity in known else f"votes/{quantity}"
        if full not in known:
            names = [name.removeprefix("votes/") for name in known]
            hint = did_you_mean(quantity, names)
            faults.append(Fault(place, f"the map has no {quantity!r}.{hint}"))
        value, unit = _number(row["value"]), _number(row.get("rounded_to") or "1")
        if value is None or unit is None or unit <= 0:
            faults.append(Fault(place, f"expected a number, found {row['value']!r}"))
        if not faults and known_level and value is not None and unit is not None:
            found.append(Announced(known_level, row["name"] or "", full, value, unit, line))
    if faults:
        raise InputRefused(faults)
    return found


def _number(text: str | None) -> float | None:
    text = (text or "").strip()
    return parse_number(text, decimal_of([text], plain_thousands=False))


def announced_lines(table: Stations, announced: list[Announced], shown: str) -> Iterator[Line]:
    """Yield each announced figure against the sum of the stations.

    Missing cells leave a sum that is too small undecided; a sum that is too large is a
    contradiction all the same.

    Raises:
        InputRefused: the map names no column for a level, or several districts bear a name that
            is announced without its region.
    """
    found: dict[Level, tuple[Sums, dict[str, int]]] = {}
    faults = []
    for one in announced:
        if one.level not in found:
            try:
                level = sums(table, one.level)
            except ColumnMissing as missing:
                raise refuse(
                    shown, f"{missing}, so no {one.level} can be summed", one.line
                ) from None
            found[one.level] = (level, level.index())
        level, index = found[one.level]
        alike = [name for name in level.full if name.endswith(f"{KEY_JOINT}{one.name}")]
        if one.level == "district" and one.name not in index and alike:
            which = " or ".join(map(repr, alike[:3]))
            told = f"{len(alike)} districts are called {one.name!r}: say which, as {which}"
            faults.append(Fault(Place(shown, one.line, 1), told))
    if faults:
        raise InputRefused(faults)
    for one in announced:
        level, index = found[one.level]
        subject = f"{one.name or NATION}: {one.quantity.removeprefix('votes/')}"
        at = index.get(NATION if one.level == "nation" else one.name)
        if at is None:
            hint = did_you_mean(one.name, index)
            told = f"no {one.level} {one.name!r} in the file.{hint}"
            yield Line("announced", subject, "does_not_hold", None, one.value, one.value, told)
            continue
        total, gone = float(level.totals[one.quantity][at]), int(level.missing[one.quantity][at])
        yield _compare(subject, total, gone, one)


def _compare(subject: str, total: float, gone: int, one: Announced) -> Line:
    half = one.rounded_to / 2 if one.rounded_to != 1 else 0.0
    low, high = one.value - half, one.value + half
    status: Status = "holds" if low <= total <= high else "does_not_hold"
    told = f"stations sum to {number(total)}, announced {number(one.value)}"
    if half:
        told += f" (rounded to {number(one.rounded_to)})"
    if status != "holds":
        told += f": {total - one.value:+,.10g}"
    if gone:
        told += f"; {gone:,} stations' cells are missing"
        if total < low:
            status = "look"
    return Line("announced", subject, status, total, low, high, told)


def copy_lines(
    table: Stations, other: Stations, level: Level, other_level: Level = "station"
) -> Iterator[Line]:
    """Yield every cell in which two copies differ, and the places that only one of them has.

    Args:
        table: one copy; summed to `level`.
        other: the other, for example an observer's, or the protocols of a higher level.
        level: the level at which both are compared.
        other_level: what a row of `other` is summed to; its key is compared with `level`'s names.
    """
    left, right = sums(table, level), sums(other, other_level)
    names = [name for name in left.totals if name in right.totals]
    theirs = right.index()
    pairs = {
        at: theirs[name if name in theirs else full]
        for at, (name, full) in enumerate(zip(left.names, left.full, strict=True))
        if name in theirs or full in theirs
    }
    for at, name in enumerate(left.names):
        if at not in pairs:
            yield Line("copies", name, "look", None, None, None, f"only in {table.name}")
    met = set(pairs.values())
    for at, name in enumerate(right.names):
        if at not in met:
            yield Line("copies", name, "look", None, None, None, f"only in {other.name}")
    both = [left.names[at] for at in pairs]
    one = np.array(list(pairs), dtype=np.int64)
    two = np.array(list(pairs.values()), dtype=np.int64)
    agree = 0
    for quantity in names:
        first, second = left.totals[quantity][one], right.totals[quantity][two]
        gone = (left.missing[quantity][one] > 0) | (right.missing[quantity][two] > 0)
        agree += int(((first == second) & ~gone).sum())
        for at in np.flatnonzero((first != second) & ~gone).tolist():
            a, b = float(first[at]), float(second[at])
            told = f"{table.name} {number(a)}, {other.name} {number(b)}: {b - a:+,.10g}"
            subject = f"{both[at]}: {quantity.removeprefix('votes/')}"
            yield Line("copies", subject, "does_not_hold", b, a, a, told)
        if gone.any():
            told = f"{int(gone.sum()):,} places with a missing cell were not compared"
            yield Line("copies", quantity, "not_applicable", None, None, None, told)
    told = f"{agree:,} cells of {len(both):,} places in both copies agree"
    yield Line("copies", "agreement", "holds", agree, None, None, told)
