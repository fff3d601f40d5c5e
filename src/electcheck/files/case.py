"""Read a case: the folder of one election."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from electcheck.errors import Fault, Place
from electcheck.files.documents import Document, load
from electcheck.files.places import Places
from electcheck.model.case import (
    ContextFile,
    Corrections,
    Election,
    Obligations,
    Recommendations,
    Responses,
)
from electcheck.model.catalogue import Case
from electcheck.model.evidence import Resolutions, Sources, Statements
from electcheck.model.record import Record

R = TypeVar("R", bound=Record)


def load_case(folder: Path, faults: list[Fault]) -> tuple[Case | None, Places]:
    """Return the case in `folder` and where its parts stand.

    Required are `election.yaml` and `sources.yaml`; a file of evidence may be empty, and the
    others may be absent. Adds every fault of the files themselves and every duplicate id to
    `faults`; what they say of each other is checked by `electcheck.rules.check_case`.
    """
    places = Places()
    if not folder.is_dir():
        what = "a file" if folder.exists() else "nothing"
        message = f"expected the folder of a case, found {what}. `electcheck new` makes one"
        faults.append(Fault(Place(str(folder)), message))
        return None, places
    before = len(faults)

    def read(name: str, record: type[R], required: bool = False) -> Document[R] | None:
        path = folder / name
        if not required and not path.exists():
            return Document(name, record.model_validate({"format": 1}), None)
        return load(path, name, record, faults)

    election = read("election.yaml", Election, required=True)
    sources = read("sources.yaml", Sources, required=True)
    obligations = read("obligations.yaml", Obligations)
    recommendations = read("recommendations.yaml", Recommendations)
    responses = read("responses.yaml", Responses)
    corrections = read("corrections.yaml", Corrections)
    resolutions = read("resolutions.yaml", Resolutions)
    context = read("context.yaml", ContextFile)
    evidence = [_evidence(path, folder, faults) for path in _evidence_files(folder)]
    _place(sources, "sources", "source", places, faults)
    _place(recommendations, "recommendations", "recommendation", places, faults)
    _place(resolutions, "resolutions", "resolution", places, faults)
    for document in evidence:
        _place(document, "statements", "statement", places, faults)
    for name, file in (("election", election), ("obligations", obligations)):
        if file is not None:
            places.add("file", name, file)
    for name, other in (("responses", responses), ("corrections", corrections)):
        if other is not None:
            places.add("file", name, other)
    if len(faults) > before:
        return None, places
    return (
        Case(
            id=folder.resolve().name,
            election=_record(election),
            obligations=_record(obligations),
            sources={source.id: source for source in _record(sources).sources},
            missing=_record(sources).missing,
            statements=tuple(s for document in evidence for s in _record(document).statements),
            recommendations=_record(recommendations).recommendations,
            responses=_record(responses),
            corrections=_record(corrections),
            resolutions=_record(resolutions).resolutions,
            context=_record(context).scores,
        ),
        places,
    )


def _record(document: Document[R] | None) -> R:
    """Return the record of a document that is there, as it is where no fault was found."""
    assert document is not None
    return document.record


def _evidence_files(folder: Path) -> list[Path]:
    evidence = folder / "evidence"
    return sorted(evidence.glob("*.yaml")) if evidence.is_dir() else []


def _evidence(path: Path, folder: Path, faults: list[Fault]) -> Document[Statements] | None:
    shown = path.relative_to(folder).as_posix()
    # An observer may leave a file for later: it says nothing, and nothing is wrong with it.
    return load(path, shown, Statements, faults, empty=Statements(format=1))


def _place(
    document: Document[R] | None, key: str, kind: str, places: Places, faults: list[Fault]
) -> None:
    if document is None:
        return
    for i, item in enumerate(getattr(document.record, key)):
        earlier = places.add(kind, item.id, document, key, i)
        if earlier is not None:
            here = document.place(key, i, "id")
            faults.append(Fault(here, f"duplicate {kind} {item.id!r}, first at {earlier}"))
