"""The catalogue and the case as wholes, as they are handed from room to room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from electcheck.model.case import (
    Context,
    Corrections,
    Election,
    Obligations,
    Recommendation,
    Responses,
)
from electcheck.model.evidence import Missing, Resolution, Source, Statement
from electcheck.model.norms import AreaFile, Commitment, Criterion, Indicator, Instrument
from electcheck.model.policy import Policy


@dataclass(frozen=True)
class Catalogue:
    """Norms, without a country: instruments, the policy, and the areas in report order."""

    instruments: tuple[Instrument, ...]
    policy: Policy
    areas: tuple[AreaFile, ...]

    def criteria(self) -> Iterator[tuple[AreaFile, Criterion]]:
        """Yield each criterion with its area, in the order of the report."""
        for area in self.areas:
            for criterion in area.criteria:
                yield area, criterion

    def commitments(self) -> dict[str, tuple[Instrument, Commitment]]:
        """Return every commitment by its id, ``instrument/paragraph``."""
        return {
            f"{instrument.id}/{commitment.paragraph}": (instrument, commitment)
            for instrument in self.instruments
            for commitment in instrument.commitments
        }

    def indicators(self) -> dict[str, tuple[Criterion, Indicator]]:
        """Return every indicator by its id, ``criterion/name``."""
        return {
            f"{criterion.id}/{name}": (criterion, indicator)
            for _, criterion in self.criteria()
            for name, indicator in criterion.indicators.items()
        }


@dataclass(frozen=True)
class Case:
    """One election with all that is known of it.

    Attributes:
        id: the name of its folder.
        withheld: more is held than stands here, and was left out for the reader's audience.
    """

    id: str
    election: Election
    obligations: Obligations
    sources: Mapping[str, Source]
    missing: tuple[Missing, ...]
    statements: tuple[Statement, ...]
    recommendations: tuple[Recommendation, ...]
    responses: Responses
    corrections: Corrections
    resolutions: tuple[Resolution, ...]
    context: tuple[Context, ...]
    withheld: bool = False
