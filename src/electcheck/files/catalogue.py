"""Read the catalogue: instruments, policy, and one file of criteria an area."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from electcheck.errors import Fault, Place
from electcheck.files.documents import Document, Step, load
from electcheck.files.places import Places
from electcheck.model.catalogue import Catalogue
from electcheck.model.norms import AreaFile, Instruments
from electcheck.model.policy import Policy
from electcheck.model.record import Record

R = TypeVar("R", bound=Record)


def load_catalogue(folder: Path, faults: list[Fault]) -> tuple[Catalogue | None, Places]:
    """Return the catalogue in `folder` and where its parts stand.

    Adds every fault of the files themselves and every duplicate id to `faults`; the catalogue is
    None where a file could not be read at all. What conditions and references say is checked by
    `electcheck.rules.check_catalogue`.
    """
    places = Places()
    if not folder.is_dir():
        faults.append(Fault(Place(str(folder)), "there is no such folder of criteria"))
        return None, places
    before = len(faults)
    shown = folder.name

    def read(name: str, record: type[R]) -> Document[R] | None:
        return load(folder / name, f"{shown}/{name}", record, faults, within=folder)

    instruments = read("instruments.yaml", Instruments)
    policy = read("policy.yaml", Policy)
    files = sorted(folder.glob("[0-9][0-9]-*.yaml"))
    if not files:
        faults.append(Fault(Place(shown), "no files of criteria, expected 01-<area>.yaml and on"))
    areas = [read(file.name, AreaFile) for file in files]
    _place_all(instruments, policy, areas, places, faults)
    if len(faults) > before or instruments is None or policy is None:
        return None, places
    return (
        Catalogue(
            instruments.record.instruments,
            policy.record,
            tuple(area.record for area in areas if area is not None),
        ),
        places,
    )


def _place_all(
    instruments: Document[Instruments] | None,
    policy: Document[Policy] | None,
    areas: list[Document[AreaFile] | None],
    places: Places,
    faults: list[Fault],
) -> None:
    def place(kind: str, name: str, document: Document[Any], *steps: Step) -> None:
        earlier = places.add(kind, name, document, *steps)
        if earlier is not None:
            here = document.place(*steps, "id")
            faults.append(Fault(here, f"duplicate {kind} {name!r}, first at {earlier}"))

    if instruments is not None:
        for i, instrument in enumerate(instruments.record.instruments):
            place("instrument", instrument.id, instruments, "instruments", i)
            for j, name in enumerate(instrument.ids()):
                place("commitment", name, instruments, "instruments", i, "commitments", j)
    if policy is not None:
        places.add("policy", "policy", policy)
    for area in areas:
        if area is None:
            continue
        place("area", area.record.area, area)
        for i, criterion in enumerate(area.record.criteria):
            place("criterion", criterion.id, area, "criteria", i)
