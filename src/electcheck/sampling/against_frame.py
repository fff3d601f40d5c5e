"""A sample held against the frame it was drawn from, and against the seal of its draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from electcheck.errors import Fault, Place, refuse
from electcheck.files.json_text import read_json
from electcheck.sampling.build import Stations
from electcheck.sampling.draw import Draw, Drawn, check_unchanged
from electcheck.sampling.station_file import StationFile, all_or_nothing, read_stations


def read_seal(path: Path) -> Draw:
    """Read the seal of a draw (JSON).

    Raises:
        InputRefused: the file is no seal.
    """
    shown = str(path)
    try:
        return Draw.model_validate(read_json(path, "the seal of a draw (seal.json)"))
    except ValidationError as error:
        first = str(error).splitlines()[0]
        raise refuse(shown, f"is not the seal of a draw (seal.json): {first}") from None


def check_draw(stations: Stations, frame: Path | None, seal: Path | None) -> Stations:
    """Hold a sample against frame and seal, where they are given; return it with notes added.

    Raises:
        InputRefused: the frame changed after the draw, has a stratum without a station or other
            sizes; or a station is in the sample that was not drawn and replaces none.
    """
    frame_file = None if frame is None else read_stations(frame)
    notes: list[str] = []
    if seal is not None:
        sealed = read_seal(seal)
        if frame_file is not None:
            check_unchanged(frame_file, sealed)
        notes += _against_seal(stations, sealed)
    else:
        notes += _declared_replacements(stations)
    if frame_file is not None:
        _against_frame(stations, frame_file)
    return replace(stations, notes=(*stations.notes, *notes))


def _against_frame(stations: Stations, frame: StationFile) -> None:
    design = stations.design
    all_or_nothing(frame.require([name for name in (design.stratum, design.unit) if name]))
    faults: list[Fault] = []
    strata = frame.cells[design.stratum] if design.stratum else np.full(len(frame), "all")
    for label in sorted(set(strata.tolist()) - set(stations.stratum.tolist())):
        row = int(np.flatnonzero(strata == label)[0])
        faults.append(
            frame.fault(
                row,
                f"stratum {label!r} of the frame has no station in {stations.file.shown}: nothing "
                "can stand for it; add its stations, or merge it with another stratum",
            )
        )
    if design.sizes is not None and design.unit is None and design.sizes.stations:
        _compare_sizes(
            stations, design.sizes.stations, design.stratum, Counter(strata.tolist()), faults
        )
    if design.sizes is not None and design.unit is not None:
        pairs = set(zip(strata.tolist(), frame.cells[design.unit].tolist(), strict=True))
        units = Counter(where for where, _ in pairs)
        _compare_sizes(stations, str(design.sizes.units), design.stratum, units, faults)
        if design.sizes.stations:
            inside = Counter(frame.cells[design.unit].tolist())
            _compare_sizes(stations, design.sizes.stations, design.unit, inside, faults)
    all_or_nothing(faults)


def _compare_sizes(
    stations: Stations,
    column: str,
    holder: str | None,
    counted: Mapping[str, int],
    faults: list[Fault],
) -> None:
    said = stations.file.cells[column]
    labels = stations.file.cells[holder] if holder else np.full(len(said), "all")
    for label in sorted(set(labels.tolist())):
        row = int(np.flatnonzero(labels == label)[0])
        if float(said[row]) != counted.get(label, 0):
            faults.append(
                stations.file.fault(
                    row,
                    f"column {column!r}: {said[row]} for {holder or 'all'} {label!r}, but the "
                    f"frame has {counted.get(label, 0)}",
                )
            )


def _declared_replacements(stations: Stations) -> list[str]:
    pairs = _replaced(stations)
    if not pairs:
        return []
    shown = ", ".join(f"{new} for {old}" for new, old in list(pairs.items())[:10])
    more = f" and {len(pairs) - 10} more" if len(pairs) > 10 else ""
    return [
        f"{len(pairs)} of {len(stations.file)} stations are replacements: {shown}{more}; they "
        "stand for stations that may differ from them"
    ]


def _replaced(stations: Stations) -> dict[str, str]:
    column = stations.design.replaces or ("replaces" if "replaces" in stations.file.cells else None)
    if column is None or stations.keys is None:
        return {}
    old = stations.file.cells[column].tolist()
    return {
        key: of for key, of in zip(stations.keys.tolist(), old, strict=True) if of not in ("", "NA")
    }


def _against_seal(stations: Stations, seal: Draw) -> list[str]:
    if stations.keys is None:
        raise refuse(stations.file.shown, "no column identifies a station: name it as 'station'")
    drawn = {one.station: one for one in seal.drawn}
    reserve = {one.station: one for one in seal.reserve}
    pairs = _replaced(stations)
    faults: list[Fault] = []
    for row, key in enumerate(stations.keys.tolist()):
        reason = _not_drawn(key, pairs.get(key), drawn, reserve)
        if reason:
            faults.append(stations.file.fault(row, f"station {key!r} was not drawn{reason}"))
    here = set(stations.keys.tolist()) | set(pairs.values())
    faults.extend(
        Fault(
            Place(stations.file.shown),
            f"drawn station {key!r} has no row: add it, with empty cells if it did not report",
        )
        for key in sorted(set(drawn) - here)
    )
    all_or_nothing(faults)
    return _declared_replacements(stations)


def _not_drawn(
    key: str, replaces: str | None, drawn: Mapping[str, Drawn], reserve: Mapping[str, Drawn]
) -> str:
    """Return why a station may not be in the sample, or an empty text."""
    if key in drawn:
        return ""
    if replaces is None:
        return (
            " and names no station it replaces: a replacement is never silent. Give the column "
            "'replaces'"
        )
    if replaces not in drawn:
        return f": it replaces {replaces!r}, which was not drawn either"
    if key not in reserve:
        return f" and is not in the reserve: it cannot replace {replaces!r}"
    home, own = drawn[replaces], reserve[key]
    if (home.stratum, home.unit) != (own.stratum, own.unit):
        return f": it is reserve of stratum {own.stratum!r}, not of {home.stratum!r}"
    return ""
