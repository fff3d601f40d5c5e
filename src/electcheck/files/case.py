"""Read a case: the folder of one election."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from electcheck.errors import Fault, Place
from electcheck.files.documents import Document, Raw, read_raw, validate
from electcheck.files.places import Places
from electcheck.files.reading import leads_out
from electcheck.files.sight import Cut, Sight, unreadable
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

SOURCES = "sources.yaml"
EVIDENCE = "evidence"
FILES = (
    "election.yaml",
    SOURCES,
    "obligations.yaml",
    "recommendations.yaml",
    "responses.yaml",
    "corrections.yaml",
    "resolutions.yaml",
    "context.yaml",
    "codings.yaml",
)
REQUIRED = ("election.yaml", SOURCES)
PUBLIC = Sight()


@dataclass(frozen=True)
class CaseFiles:
    """The files of a case as plain data, cut to what a reader may see.

    Attributes:
        folder: where they lie.
        named: each file that is there by its name below the folder; evidence apart.
        evidence: the files below `evidence/`, in the order of their names.
        withheld: something restricted was cut.
    """

    folder: Path
    named: Mapping[str, Raw]
    evidence: tuple[Raw, ...]
    withheld: bool


def read_case(folder: Path, faults: list[Fault], sight: Sight = PUBLIC) -> CaseFiles | None:
    """Read the files of the case in `folder` with the eyes of `sight`; None if that is no folder.

    Adds to `faults` what keeps them from being read so: no folder, marks of confidentiality that
    cannot be read, secrets that are asked for and not there.
    """
    if not folder.is_dir():
        what = "a file" if folder.exists() else "nothing"
        message = f"expected the folder of a case, found {what}. `electcheck new` makes one"
        faults.append(Fault(Place(str(folder)), message))
        return None
    sources = read_raw(folder / SOURCES, SOURCES, folder)
    if unreadable(sources):
        # Which sources are hidden is not known, so no word of another file is safe to be said.
        validate(sources, Sources, faults)
        return None
    cut = Cut(sight)
    named = {SOURCES: cut.file(sources)}
    evidence = tuple(cut.file(_raw(path, folder)) for path in _evidence_files(folder, faults))
    for name in FILES:
        if name not in named and (name in REQUIRED or os.path.lexists(folder / name)):
            named[name] = cut.file(read_raw(folder / name, name, folder))
    faults.extend(cut.faults)
    for name in sorted(sight.secrets - cut.shown_secrets):
        message = (
            f"there is no secret record {name!r} to be shown, or it rests on one not asked for"
        )
        faults.append(Fault(Place("--secret"), message))
    return CaseFiles(folder, named, evidence, cut.withheld)


def load_case(
    folder: Path, faults: list[Fault], sight: Sight = PUBLIC
) -> tuple[Case | None, Places]:
    """Return the case in `folder`, cut to what `sight` may see, and where its parts stand.

    Required are `election.yaml` and `sources.yaml`; a file of evidence may be empty, and the
    others may be absent. Adds every fault of the files themselves and every duplicate id to
    `faults`; what they say of each other is checked by `electcheck.rules.check_case`.
    """
    before = len(faults)
    files = read_case(folder, faults, sight)
    if files is None:
        return None, Places()
    return _case(files, faults, before)


def _case(files: CaseFiles, faults: list[Fault], before: int) -> tuple[Case | None, Places]:
    places = Places()

    def read(name: str, record: type[R]) -> Document[R] | None:
        if name not in files.named:
            return Document(name, record.model_validate({"format": 1}), None)
        return validate(files.named[name], record, faults)

    election = read("election.yaml", Election)
    sources = read(SOURCES, Sources)
    obligations = read("obligations.yaml", Obligations)
    recommendations = read("recommendations.yaml", Recommendations)
    responses = read("responses.yaml", Responses)
    corrections = read("corrections.yaml", Corrections)
    resolutions = read("resolutions.yaml", Resolutions)
    context = read("context.yaml", ContextFile)
    # An observer may leave a file for later: it says nothing, and nothing is wrong with it.
    nothing = Statements(format=1)
    evidence = [validate(raw, Statements, faults, empty=nothing) for raw in files.evidence]
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
            id=files.folder.resolve().name,
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
            withheld=files.withheld or _record(sources).withheld,
        ),
        places,
    )


def _record(document: Document[R] | None) -> R:
    """Return the record of a document that is there, as it is where no fault was found."""
    assert document is not None
    return document.record


def _evidence_files(folder: Path, faults: list[Fault]) -> list[Path]:
    evidence = folder / EVIDENCE
    if not os.path.lexists(evidence):
        return []
    outside = leads_out(evidence, folder, EVIDENCE)
    if outside or not evidence.is_dir():
        message = "expected a folder of evidence files, found something else"
        faults.append(outside or Fault(Place(EVIDENCE), message))
        return []
    read = sorted(evidence.glob("*.yaml"))
    # Evidence that is not read, and of which nothing is said, would be missed by nobody.
    for path in sorted(evidence.rglob("*")):
        if path.suffix.lower() in (".yaml", ".yml") and path not in read and not path.is_dir():
            message = "is not read: evidence lies in files evidence/NAME.yaml, in no folder below"
            faults.append(Fault(Place(path.relative_to(folder).as_posix()), message))
    return read


def _raw(path: Path, folder: Path) -> Raw:
    return read_raw(path, path.relative_to(folder).as_posix(), folder)


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
