"""Draws that can be sealed before election day and proved afterwards.

Inside each stratum the units are sorted by SHA-256 of the seed, the frame's own SHA-256, and the
unit's identifier; the first ones are drawn, the next ones are the reserve, in that order. Anyone
with the frame and the seed can repeat this with any tool, on any system, in any year; a changed
frame gives a different hash and is refused. All units of a stratum are equally likely.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from electcheck.errors import Fault, Place
from electcheck.model.record import Int, Record, Words
from electcheck.sampling.replicate import proportional
from electcheck.sampling.sample import coded
from electcheck.sampling.station_file import StationFile, all_or_nothing

METHOD = (
    "Inside each stratum (and each drawn unit) sort by SHA-256 of the UTF-8 text "
    "'SEED|FRAME_SHA256|STRATUM|UNIT|STATION' (empty where there is none); the first are drawn, "
    "the next are the reserve."
)
Count = Annotated[Int, Field(ge=0)]


class Drawn(Record):
    """One drawn or reserve station, with its place in the order of its stratum or unit."""

    station: str
    stratum: str
    unit: str | None
    order: Count


class Draw(Record):
    """The seal of a draw: everything needed to repeat it."""

    format: Annotated[Int, Field(ge=1, le=1)] = 1
    frame_sha256: Words
    seed: Words
    method: Words = METHOD
    stratum: Words | None
    unit: Words | None
    station: tuple[Words, ...]
    allocation: dict[str, Count]
    per_unit: Count | None
    reserves: Count
    drawn: tuple[Drawn, ...]
    reserve: tuple[Drawn, ...]


@dataclass(frozen=True)
class DrawRequest:
    """What to draw from a frame.

    Attributes:
        seed: any text fixed in public, such as the numbers of a lottery.
        station: columns that identify a station.
        stratum: column, or None.
        unit: column of first-stage units, or None to draw stations directly.
        n: stations (or units) in all, shared out in proportion; or
        allocation: stations (or units) for each stratum.
        per_unit: stations in each drawn unit; None takes all.
        reserves: reserve stations in each stratum (or drawn unit).
    """

    seed: str
    station: tuple[str, ...]
    stratum: str | None = None
    unit: str | None = None
    n: int | None = None
    allocation: Mapping[str, int] | None = None
    per_unit: int | None = None
    reserves: int = 0


def fingerprint(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _ticket(seed: str, frame: str, stratum: str, unit: str, station: str) -> str:
    text = "|".join((seed, frame, stratum, unit, station))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Frame:
    """A frame as read: the stations' keys and strata, checked.

    Attributes:
        file: the file.
        keys: each station's identifier.
        stratum: each station's stratum.
        unit: each station's first-stage unit, or an empty text.
    """

    file: StationFile
    keys: tuple[str, ...]
    stratum: tuple[str, ...]
    unit: tuple[str, ...]


def read_frame(file: StationFile, asked: DrawRequest) -> Frame:
    """Check a frame for what no draw survives.

    Raises:
        InputRefused: a column is missing, a cell empty, a station there twice, a unit in two
            strata.
    """
    columns = [*asked.station, *(c for c in (asked.stratum, asked.unit) if c)]
    all_or_nothing(file.require(columns))
    faults = [
        file.fault(int(row), f"column {column!r}: the cell is empty")
        for column in columns
        for row in np.flatnonzero(file.cells[column] == "")
    ]
    parts = [file.cells[column].tolist() for column in asked.station]
    keys = tuple(" / ".join(key) for key in zip(*parts, strict=True))
    blank = [""] * len(keys)
    stratum = tuple(file.cells[asked.stratum].tolist() if asked.stratum else ["all"] * len(keys))
    unit = tuple(file.cells[asked.unit].tolist() if asked.unit else blank)
    seen: dict[str, int] = {}
    home: dict[str, str] = {}
    for row, (key, where, of) in enumerate(zip(keys, stratum, unit, strict=True)):
        if key in seen:
            line = file.lines[seen[key]]
            faults.append(file.fault(row, f"station {key!r} is here twice: first on line {line}"))
        seen.setdefault(key, row)
        if of and home.setdefault(of, where) != where:
            faults.append(
                file.fault(row, f"unit {of!r} is in stratum {where!r} and in {home[of]!r}")
            )
    all_or_nothing(faults)
    return Frame(file, keys, stratum, unit)


def draw(frame: Frame, asked: DrawRequest) -> Draw:
    """Draw stations (or units, then stations) from a frame.

    Raises:
        InputRefused: a stratum would get no station, or more than it has.
    """
    sha = fingerprint(frame.file.data)
    held: dict[str, dict[str, list[str]]] = {}
    for key, where, of in zip(frame.keys, frame.stratum, frame.unit, strict=True):
        held.setdefault(where, {}).setdefault(of, []).append(key)
    allocation = _allocation(frame, asked, held)
    drawn: list[Drawn] = []
    reserve: list[Drawn] = []
    for where in coded(list(held))[1]:
        units = sorted(held[where])
        if asked.unit is not None:
            tickets = {of: _ticket(asked.seed, sha, where, of, "") for of in units}
            units.sort(key=tickets.__getitem__)
            units = units[: allocation[where]]
        for of in units:
            stations = sorted(
                held[where][of], key=lambda key: _ticket(asked.seed, sha, where, of, key)
            )
            take = allocation[where] if asked.unit is None else (asked.per_unit or len(stations))
            named = [
                Drawn(station=key, stratum=where, unit=of or None, order=order)
                for order, key in enumerate(stations, start=1)
            ]
            drawn += named[:take]
            reserve += named[take : take + asked.reserves]
    return Draw(
        frame_sha256=sha,
        seed=asked.seed,
        stratum=asked.stratum,
        unit=asked.unit,
        station=asked.station,
        allocation=allocation,
        per_unit=asked.per_unit,
        reserves=asked.reserves,
        drawn=tuple(drawn),
        reserve=tuple(reserve),
    )


def _allocation(
    frame: Frame, asked: DrawRequest, held: dict[str, dict[str, list[str]]]
) -> dict[str, int]:
    one = "unit" if asked.unit else "station"
    strata = coded(list(held))[1]
    sizes = {where: len(held[where]) if asked.unit else len(held[where][""]) for where in strata}
    if asked.allocation is None:
        counts = proportional(np.array([sizes[where] for where in strata]), asked.n or 0)
        given = dict(zip(strata, counts.tolist(), strict=True))
    else:
        given = dict(asked.allocation)
    place = Place(frame.file.shown)
    faults = [
        Fault(place, f"the allocation names stratum {where!r}, which the frame does not have")
        for where in given
        if where not in sizes
    ]
    for where in strata:
        wanted = given.get(where, 0)
        if wanted < 1:
            faults.append(
                Fault(
                    place,
                    f"stratum {where!r} of the frame would get no {one}: nothing could "
                    "stand for it; give it one or more, or merge it",
                )
            )
        elif wanted > sizes[where]:
            faults.append(
                Fault(
                    place, f"stratum {where!r} has {sizes[where]} {one}s, {wanted} were asked for"
                )
            )
    all_or_nothing(faults)
    return {where: int(given[where]) for where in strata}


def repeat(frame_file: StationFile, seal: Draw) -> Draw:
    """Draw again from the sealed seed.

    Raises:
        InputRefused: the frame is not the one the draw was made from.
    """
    check_unchanged(frame_file, seal)
    asked = DrawRequest(
        seed=seal.seed,
        station=seal.station,
        stratum=seal.stratum,
        unit=seal.unit,
        allocation=seal.allocation,
        per_unit=seal.per_unit,
        reserves=seal.reserves,
    )
    return draw(read_frame(frame_file, asked), asked)


def check_unchanged(frame_file: StationFile, seal: Draw) -> None:
    """Refuse a frame whose bytes are not those that were sealed."""
    found = fingerprint(frame_file.data)
    if found != seal.frame_sha256:
        message = (
            f"the frame changed after the draw: its SHA-256 is {found}, the sealed one is "
            f"{seal.frame_sha256}; use the frame that was sealed, or draw anew and say so"
        )
        all_or_nothing([Fault(Place(frame_file.shown), message)])


def replacement_for(seal: Draw, station: str, used: frozenset[str] = frozenset()) -> Drawn | None:
    """Return the next unused reserve in the station's stratum (and unit); None if there is none."""
    home = next((one for one in seal.drawn if one.station == station), None)
    if home is None:
        return None
    return next(
        (
            one
            for one in seal.reserve
            if (one.stratum, one.unit) == (home.stratum, home.unit) and one.station not in used
        ),
        None,
    )
