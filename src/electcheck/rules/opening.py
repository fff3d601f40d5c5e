"""Open a catalogue and a case: read, check everything, and refuse with all faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from electcheck.errors import Fault, InputRefused
from electcheck.files.case import load_case
from electcheck.files.catalogue import load_catalogue
from electcheck.model.catalogue import Case, Catalogue
from electcheck.rules.check_case import check_case
from electcheck.rules.check_catalogue import check_catalogue
from electcheck.rules.compiled import Compiled

Audience = Literal["public", "internal"]


@dataclass(frozen=True)
class Norms:
    """A catalogue that holds: its records and its criteria ready to be judged."""

    catalogue: Catalogue
    compiled: Mapping[str, Compiled]


@dataclass(frozen=True)
class Opened:
    """A case that holds against a catalogue that holds."""

    norms: Norms
    case: Case

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self.norms.catalogue


def open_norms(criteria: Path) -> Norms:
    """Return the catalogue in the folder `criteria`.

    Raises:
        InputRefused: with every fault of the catalogue.
    """
    faults: list[Fault] = []
    norms = _norms(criteria, faults)
    if faults or norms is None:
        raise InputRefused(faults)
    return norms


def open_case(folder: Path, criteria: Path, audience: Audience = "public") -> Opened:
    """Return the case in `folder`, checked against the catalogue in `criteria`.

    For the public audience everything restricted is left out after the checks, so that the whole
    assessment is made of public evidence alone.

    Raises:
        InputRefused: with every fault of the catalogue and of the case.
    """
    faults: list[Fault] = []
    norms = _norms(criteria, faults)
    case, places = load_case(folder, faults)
    if norms is not None and case is not None:
        check_case(case, norms.catalogue, places, faults)
    if faults or norms is None or case is None:
        raise InputRefused(faults)
    return Opened(norms, public_part(case) if audience == "public" else case)


def _norms(criteria: Path, faults: list[Fault]) -> Norms | None:
    catalogue, places = load_catalogue(criteria, faults)
    if catalogue is None:
        return None
    compiled = check_catalogue(catalogue, places, faults)
    return Norms(catalogue, {one.criterion.id: one for one in compiled})


def public_part(case: Case) -> Case:
    """Return the case without anything that is restricted or secret.

    A statement is public where it and every source in its chain are.
    """
    sources = {name: s for name, s in case.sources.items() if s.confidentiality == "public"}
    hidden = case.sources.keys() - sources.keys()
    statements = tuple(
        statement
        for statement in case.statements
        if statement.confidentiality == "public"
        and not hidden & {statement.source, statement.origin, *statement.via}
    )
    kept = {statement.id for statement in statements}
    return replace(
        case,
        sources=sources,
        statements=statements,
        recommendations=tuple(r for r in case.recommendations if r.source in sources),
        resolutions=tuple(r for r in case.resolutions if kept.issuperset(r.sets_aside)),
    )
