"""Open a catalogue and a case: read, check everything, and refuse with all faults at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from electcheck.errors import Fault, InputRefused
from electcheck.files.case import load_case
from electcheck.files.catalogue import load_catalogue
from electcheck.files.sight import Audience, Sight
from electcheck.files.translations import Translated, read_translations
from electcheck.model.catalogue import Case, Catalogue
from electcheck.model.record import Language
from electcheck.rules.check_case import check_case
from electcheck.rules.check_catalogue import check_catalogue
from electcheck.rules.compiled import Compiled

__all__ = ["Audience", "Norms", "Opened", "open_case", "open_case_under", "open_norms"]


@dataclass(frozen=True)
class Norms:
    """A catalogue that holds: its records and its criteria ready to be judged."""

    catalogue: Catalogue
    compiled: Mapping[str, Compiled]


@dataclass(frozen=True)
class Opened:
    """A case that holds against a catalogue that holds.

    Attributes:
        norms: the catalogue.
        case: cut to what its reader may see.
        translated: their words in the languages that were asked for, as far as they are translated.
    """

    norms: Norms
    case: Case
    translated: Mapping[Language, Translated] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self.norms.catalogue

    @property
    def says_withheld(self) -> bool:
        """Whether a public reader is told that restricted evidence exists, as the policy decides.

        How much of it there is, and what it is about, is never told.
        """
        return self.case.withheld and self.catalogue.policy.mention_restricted


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


def open_case(
    folder: Path,
    criteria: Path,
    audience: Audience = "public",
    secrets: Collection[str] = (),
    languages: Collection[Language] = (),
) -> Opened:
    """Return the case in `folder`, checked against the catalogue in `criteria`.

    For the public audience everything restricted is cut out before it is read, so that the whole
    assessment, and every message, is made of public evidence alone.

    Args:
        folder: of the case.
        criteria: folder of the catalogue.
        audience: `public`, or `internal` to see what is restricted.
        secrets: the ids of secret records to be seen, with the internal audience only.
        languages: into which the words of both are to be translated, where they are.

    Raises:
        InputRefused: with every fault of the catalogue, of the case and of their translations.
    """
    faults: list[Fault] = []
    norms = _norms(criteria, faults)
    translated = {
        language: {
            **read_translations(criteria, language, faults),
            **read_translations(folder, language, faults),
        }
        for language in languages
    }
    case, places = load_case(folder, faults, Sight(audience, frozenset(secrets)))
    if norms is not None and case is not None:
        check_case(case, norms.catalogue, places, faults)
    if faults or norms is None or case is None:
        raise InputRefused(faults)
    return Opened(norms, case, translated)


def open_case_under(norms: Norms, folder: Path, audience: Audience = "public") -> Opened:
    """Return the case in `folder`, checked against a catalogue that was opened before.

    Raises:
        InputRefused: with every fault of the case.
    """
    faults: list[Fault] = []
    case, places = load_case(folder, faults, Sight(audience))
    if case is not None:
        check_case(case, norms.catalogue, places, faults)
    if faults or case is None:
        raise InputRefused(faults)
    return Opened(norms, case)


def _norms(criteria: Path, faults: list[Fault]) -> Norms | None:
    catalogue, places = load_catalogue(criteria, faults)
    if catalogue is None:
        return None
    compiled = check_catalogue(catalogue, places, faults)
    return Norms(catalogue, {one.criterion.id: one for one in compiled})
