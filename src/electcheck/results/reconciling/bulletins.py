"""Turnout bulletins: figures that fall, jump or stand still between two hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from electcheck.results.policy import BulletinLimits, results_policy
from electcheck.results.reconciling.line import Line
from electcheck.results.reconciling.rounding import printed_percent
from electcheck.results.reconciling.rows import NATIONAL, Row

SECTION = "turnout bulletins"
CLOSED = "no wonder if the stations had closed by then"


def bulletin_lines(
    rows: Sequence[Row], national: str = NATIONAL, limits: BulletinLimits | None = None
) -> Iterator[Line]:
    """Yield falls, jumps and flat lines of each region of one ballot, and one line where none is.

    A fall is a contradiction if no rounding explains it: a running total cannot fall. Jumps and
    flat lines are worth a look. The national figure must lie between the regions' least and most.
    """
    limits = limits or results_policy().bulletins
    found = 0
    places = dict.fromkeys(row["region"] for row in rows)
    for place in places:
        series = sorted((row for row in rows if row["region"] == place), key=_hour)
        for before, after in pairwise(series):
            for line in _step(place, before, after, limits):
                found += 1
                yield line
    for line in _nation(rows, national):
        found += line.status != "holds"
        yield line
    hours = len({row["time"] for row in rows})
    told = (
        f"{len(rows)} figures of {len(places)} regions at {hours} hours: "
        f"{found or 'nothing'} that falls, jumps, stands still or lies outside"
    )
    yield Line(SECTION, "all bulletins", "look" if found else "holds", found, 0, 0, told)


def _hour(row: Row) -> float:
    hours, _, minutes = row["time"].partition(":")
    return int(hours) + int(minutes or 0) / 60


def _step(place: str, before: Row, after: Row, limits: BulletinLimits) -> Iterator[Line]:
    first, second = float(before["turnout_percent"]), float(after["turnout_percent"])
    hours = _hour(after) - _hour(before)
    span = f"{before['time']} {first:g} %, {after['time']} {second:g} %"
    source = "; ".join(dict.fromkeys((before["source"], after["source"])))
    subject = f"{place} {before['time']}-{after['time']}"
    low = float(100 * printed_percent(before["turnout_percent"]).low)
    high = float(100 * printed_percent(after["turnout_percent"]).high)
    if high < low:
        told = f"falls: {span}; a running total cannot fall"
        yield Line(SECTION, subject, "does_not_hold", second, first, None, told, source)
    elif hours > 0 and (second - first) / hours > limits.jump_points_per_hour:
        told = f"jumps: {span}, {(second - first) / hours:.1f} points an hour"
        most = first + limits.jump_points_per_hour * hours
        yield Line(SECTION, subject, "look", second, first, most, told, source)
    elif hours >= limits.flat_hours and first == second:
        told = f"stands still for {hours:g} hours: {span}; {CLOSED}"
        yield Line(SECTION, subject, "look", second, None, None, told, source)


def _nation(rows: Sequence[Row], national: str) -> Iterator[Line]:
    """Yield whether the national figure lies between the regions', where all of them are known."""
    regions = {row["region"] for row in rows} - {national}
    for row in rows:
        if row["region"] != national:
            continue
        others = [one for one in rows if one["time"] == row["time"] and one["region"] != national]
        if len(others) < len(regions) or not others:
            continue
        bounds = [printed_percent(one["turnout_percent"]) for one in others]
        nation = printed_percent(row["turnout_percent"])
        low, high = min(one.low for one in bounds), max(one.high for one in bounds)
        holds = low <= nation.high and nation.low <= high
        told = (
            f"{row['turnout_percent']} % nationally, regions from {float(100 * low):.2f} to "
            f"{float(100 * high):.2f} %"
        )
        yield Line(
            SECTION,
            f"{national} {row['time']}",
            "holds" if holds else "does_not_hold",
            float(row["turnout_percent"]),
            float(100 * low),
            float(100 * high),
            told,
            row["source"],
        )
