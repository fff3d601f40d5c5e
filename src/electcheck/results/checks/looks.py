"""W2xx: protocols that are worth a look; none of these is a fault by itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from electcheck.results.checks.contradictions import Contradictions
from electcheck.results.checks.protocol import LABEL, Protocol
from electcheck.results.checks.report import Hit, shown
from electcheck.results.policy import Check, Tolerance
from electcheck.results.table import Mask, Numbers
from electcheck.results.totals import codes_of, district_codes


def reaches(part: Numbers, whole: Numbers, tolerance: Tolerance) -> Mask:
    """Tell where `part` reaches the tolerance, in ballots and in percent of `whole`.

    >>> bounds = Tolerance(absolute=20, percent=10, join="and", of="in_boxes", reason="example")
    >>> reaches(np.array([20.0, 19.0, 20.0]), np.array([200.0, 19.0, 201.0]), bounds)
    array([ True, False, False])
    """
    tests = []
    if tolerance.absolute is not None:
        tests.append(part >= tolerance.absolute)
    if tolerance.percent is not None:
        tests.append((whole > 0) & (100 * part >= tolerance.percent * whole))
    if not tests:
        return np.zeros(len(part), dtype=bool)
    joined = tests[0]
    for test in tests[1:]:
        joined = joined & test if tolerance.join == "and" else joined | test
    return np.asarray(joined)


def looks(protocol: Protocol, found: Contradictions, checks: dict[str, Check]) -> list[Hit]:
    """Return what is worth a look, silent where a contradiction was reported in the same cells."""
    hits: list[Hit] = []
    wrong = found.votes_wrong | found.boxes_wrong | protocol.repeat
    bounds = {code: check.tolerance for code, check in checks.items() if check.tolerance}
    empty = _empty(protocol)
    # Where ballots issued are not in the file, a turnout above 100 % names the piles themselves.
    piles_told = wrong if "issued" in protocol.clean else wrong | found.turnout_wrong

    def add(
        code: str,
        where: Mask,
        observed: Numbers,
        expected: Numbers,
        cells: tuple[str, ...] | Callable[[int], tuple[str, ...]],
        message: Callable[[int], str],
    ) -> None:
        rows = np.flatnonzero(where & ~protocol.repeat)
        if len(rows):
            hits.append(Hit(code, rows, observed[rows], expected[rows], cells, message))

    nothing = np.full(len(protocol.table), np.nan)
    for code, part in (("W202", "invalid"), ("W203", "blank")):
        values, whole = protocol.get(part), _in_boxes(protocol)

        def share(row: int, part: str = part, v: Numbers = values, w: Numbers = whole) -> str:
            return (
                f"{LABEL[part]} {shown(v[row])} of {shown(w[row])} in boxes "
                f"({100 * v[row] / w[row]:.1f} %)"
            )

        where = reaches(values, whole, bounds[code]) & ~piles_told
        add(code, where, values, whole, (part, "in_boxes"), share)
    _unanimous(protocol, bounds["W204"], wrong, add)
    _identical(protocol, bounds["W205"], found.doubled | empty, add)
    _round(protocol, bounds["W206"], wrong, add)
    add(
        "W207",
        empty,
        np.zeros(len(empty)),
        nothing,
        tuple(name for name in protocol.raw if name != "registered"),
        lambda row: (
            "every count of ballots is zero"
            + (f", {protocol.cell('registered', row)}" if "registered" in protocol.raw else "")
        ),
    )
    _missing(protocol, add)
    issued, boxes = protocol.get("issued"), _in_boxes(protocol)
    gone = issued - boxes

    def not_found(row: int) -> str:
        return (
            f"issued {shown(issued[row])} - in boxes {shown(boxes[row])} = {shown(gone[row])} "
            f"ballots not found ({100 * gone[row] / issued[row]:.1f} % of issued)"
        )

    where = reaches(gone, issued, bounds["W209"]) & ~wrong & ~found.turnout_wrong & ~empty
    add("W209", where, gone, nothing, ("issued", "in_boxes"), not_found)
    return hits


def _in_boxes(protocol: Protocol) -> Numbers:
    if "in_boxes" in protocol.clean:
        return protocol.clean["in_boxes"]
    return protocol.get("valid") + protocol.get("invalid")


def _empty(protocol: Protocol) -> Mask:
    ballots = [values for name, values in protocol.raw.items() if name != "registered"]
    if not ballots:
        return np.zeros(len(protocol.table), dtype=bool)
    zero = np.ones(len(protocol.table), dtype=bool)
    known = np.zeros(len(protocol.table), dtype=bool)
    for values in ballots:
        missing = np.isnan(values)
        zero &= missing | (values == 0)
        known |= ~missing
    return zero & known


Add = Callable[
    [str, Mask, Numbers, Numbers, tuple[str, ...] | Callable[[int], tuple[str, ...]],
     Callable[[int], str]],
    None,
]  # fmt: skip


def _unanimous(protocol: Protocol, bounds: Tolerance, wrong: Mask, add: Add) -> None:
    valid = protocol.get("valid")
    for name in protocol.votes:
        votes = protocol.clean[name]

        def message(row: int, name: str = name) -> str:
            return (
                f"{protocol.cell(name, row)} of {protocol.cell('valid', row)}: no vote for others"
            )

        add("W204", reaches(votes, valid, bounds) & ~wrong, votes, valid, (name, "valid"), message)


def _identical(protocol: Protocol, bounds: Tolerance, without: Mask, add: Add) -> None:
    """Report each protocol that repeats, cell by cell, one of its district or the row above it."""
    table = protocol.table
    if not protocol.votes:
        return
    size = _in_boxes(protocol)
    size = np.where(np.isnan(size), protocol.contents, size)
    rows = np.flatnonzero(reaches(size, size, bounds) & ~without)
    if len(rows) < 2:
        return
    cells = [np.nan_to_num(values[rows], nan=-1.0) for values in protocol.raw.values()]
    if table.district is not None:
        cells.append(district_codes(table)[rows].astype(np.float64))
    elif table.region is not None:
        cells.append(codes_of(table.region)[rows].astype(np.float64))
    # One number a row brings equal rows together; that they are equal is then seen cell by cell.
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for values in cells:
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + values.view(np.uint64)
        mixed ^= mixed >> np.uint64(29)
    nearby = table.district is not None or table.region is not None
    order = np.argsort(mixed, kind="stable") if nearby else np.arange(len(rows))
    same = mixed[order[1:]] == mixed[order[:-1]]
    for values in cells:
        same[same] = (values[order[1:]] == values[order[:-1]])[same]
    if not nearby:
        same &= np.diff(rows) == 1
    twin: dict[int, int] = {}
    for at in np.flatnonzero(same).tolist():
        first, second = int(rows[order[at]]), int(rows[order[at + 1]])
        twin[second] = twin.get(first, first)
    where = np.zeros(len(table), dtype=bool)
    where[list(twin)] = True
    names = tuple(protocol.raw)

    def message(row: int) -> str:
        return (
            f"all {len(names)} figures ({shown(size[row])} ballots in the box) are those of the "
            f"station {table.station[twin[row]]!r}"
        )

    add("W205", where, size, np.full(len(table), np.nan), names, message)


def _round(protocol: Protocol, bounds: Tolerance, wrong: Mask, add: Add) -> None:
    multiple, least = bounds.multiple or 10, bounds.least_cells or 1
    smallest = bounds.absolute or 0
    large = np.zeros(len(protocol.table), dtype=np.int64)
    every = np.ones(len(protocol.table), dtype=bool)
    for values in protocol.clean.values():
        big = values >= smallest
        large += big
        every &= ~big | (values % multiple == 0)
    figures: dict[int, list[str]] = {}
    for row in np.flatnonzero(every & (large >= least) & ~wrong).tolist():
        names = {
            float(values[row]): name
            for name, values in reversed(protocol.clean.items())
            if values[row] >= smallest
        }
        if len(names) >= least:
            figures[row] = [name for name in protocol.clean if name in names.values()]
    where = np.zeros(len(large), dtype=bool)
    where[list(figures)] = True

    def message(row: int) -> str:
        told = ", ".join(shown(protocol.clean[name][row]) for name in figures[row])
        return f"{len(figures[row])} different figures, all of them multiples of {multiple}: {told}"

    count = np.zeros(len(large))
    count[list(figures)] = [float(len(names)) for names in figures.values()]
    add("W206", where, count, np.full(len(large), np.nan), lambda row: tuple(figures[row]), message)


def _missing(protocol: Protocol, add: Add) -> None:
    count = np.zeros(len(protocol.table))
    for values in protocol.raw.values():
        count += np.isnan(values)

    def cells(row: int) -> tuple[str, ...]:
        return tuple(name for name, values in protocol.raw.items() if np.isnan(values[row]))

    def message(row: int) -> str:
        names = [LABEL.get(name, name.removeprefix("votes/")) for name in cells(row)]
        told = ", ".join(names[:6]) + (" ..." if len(names) > 6 else "")
        return f"{len(names)} of {len(protocol.raw)} figures missing: {told}"

    add("W208", count > 0, count, np.zeros(len(count)), cells, message)
