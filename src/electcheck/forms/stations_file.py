"""Accepted visits as a file of stations for `electcheck sample estimate`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from electcheck.errors import Fault, InputRefused
from electcheck.files.csv_text import csv_text
from electcheck.forms.form_files import StationForm
from electcheck.forms.tally import Tally
from electcheck.forms.visits import DISPUTED, Seen
from electcheck.sampling.station_file import StationFile


def stations_csv(found: Tally, sample: StationFile | None = None) -> str:
    """Return one row a station: per item 1 where it was not as it should be, 0 where it was.

    A cell is empty where nobody saw it or visits disagree. With a drawn sample the rows are its
    stations, in its order and with its columns; those without an accepted visit keep empty cells,
    so that they count as missing.

    Args:
        found: the tally.
        sample: the file of the drawn stations; `station`, with `region` where it has one, names
            each as the forms do.

    Raises:
        InputRefused: the sample has no column `station`, or two regions share a number that it
            does not tell apart.
    """
    names = [item.id for item in found.form.items] + [one.id for one in found.form.numbers]
    if sample is None:
        rows = [[*one.place, *_cells(one, found.form)] for one in found.places]
        return csv_text(["region", found.form.unit, *names], rows)
    key = [name for name in ("region", "station") if name in sample.cells]
    faults = sample.require(["station"]) + _clashes(found, sample, names, key)
    if faults:
        raise InputRefused(faults)
    seen = {one.place[-len(key) :]: one for one in found.places}
    columns = {name: column.tolist() for name, column in sample.cells.items()}
    rows = []
    for row in range(len(sample)):
        place = tuple(columns[name][row] for name in key)
        cells = _cells(seen[place], found.form) if place in seen else [""] * len(names)
        rows.append([*(column[row] for column in columns.values()), *cells])
    return csv_text([*columns, *names], rows)


def _clashes(
    found: Tally, sample: StationFile, names: Sequence[str], key: Sequence[str]
) -> list[Fault]:
    faults = [
        sample.fault(0, f"column {name!r} is added from the visits: rename it")
        for name in names
        if name in sample.cells
    ]
    counted = Counter(one.place[-len(key) :] for one in found.places) if key else Counter()
    twice = sorted(place for place, count in counted.items() if count > 1)
    for place in twice:
        message = f"station {place[-1]!r} was visited in two regions: add the column 'region'"
        faults.append(sample.fault(0, message))
    return faults


def _cells(one: Seen, form: StationForm) -> list[str]:
    cells = []
    for item in form.items:
        answer = one.items.get(item.id, DISPUTED)
        cells.append("" if answer == DISPUTED else "1" if answer == item.bad else "0")
    return [*cells, *(str(one.figures.get(number.id, "")) for number in form.numbers)]
