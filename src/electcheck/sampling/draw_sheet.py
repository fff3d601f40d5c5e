"""The list of drawn stations as a CSV file for the field, with the sizes an estimate needs."""

from __future__ import annotations

from collections.abc import Sequence

from electcheck.errors import Fault, Place
from electcheck.files.csv_text import csv_text
from electcheck.sampling.draw import Draw, Drawn, Frame
from electcheck.sampling.station_file import all_or_nothing


def draw_sheet(frame: Frame, seal: Draw, stations: Sequence[Drawn]) -> str:
    """Return the frame's rows of some of the draw's stations, with sizes and order.

    Args:
        frame: the frame.
        seal: the draw.
        stations: `seal.drawn`, or `seal.reserve`.

    Raises:
        InputRefused: the frame has a column of a name that is to be added.
    """
    added = ["N1", "n1", "N2", "n2"] if seal.unit else ["N_h", "n_h"]
    added = [*added, "order", "replaces"]
    clash = sorted(set(added) & set(frame.file.cells))
    all_or_nothing(
        [
            Fault(Place(frame.file.shown, 1, 1), f"column {name!r} is added by the draw: rename it")
            for name in clash
        ]
    )
    row_of = {key: row for row, key in enumerate(frame.keys)}
    sizes = _sizes(frame, seal)
    rows = []
    for one in stations:
        row = row_of[one.station]
        cells = [str(column[row]) for column in frame.file.cells.values()]
        rows.append([*cells, *sizes[(one.stratum, one.unit)], one.order, ""])
    return csv_text([*frame.file.cells, *added], rows)


def _sizes(frame: Frame, seal: Draw) -> dict[tuple[str, str | None], list[int]]:
    held: dict[str, dict[str, int]] = {}
    for where, of in zip(frame.stratum, frame.unit, strict=True):
        inside = held.setdefault(where, {})
        inside[of] = inside.get(of, 0) + 1
    taken: dict[tuple[str, str | None], int] = {}
    for one in seal.drawn:
        taken[(one.stratum, one.unit)] = taken.get((one.stratum, one.unit), 0) + 1
    if seal.unit is None:
        return {
            (where, None): [inside[""], taken.get((where, None), 0)]
            for where, inside in held.items()
        }
    return {
        (where, of): [len(held[where]), seal.allocation[where], held[where][of or ""], count]
        for (where, of), count in taken.items()
    }
