"""What a statement is about, with everything that it left to the defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from electcheck.model.case import Election
from electcheck.model.evidence import Scope
from electcheck.model.norms import Criterion, Indicator
from electcheck.model.record import Period


@dataclass(frozen=True, slots=True)
class Where:
    """A scope with nothing left open: only statements of equal scope speak to each other."""

    period: Period
    place: str
    population: str | None
    unit: str | None

    def __str__(self) -> str:
        parts = [str(self.period), self.place, self.population, self.unit]
        return ", ".join(part for part in parts if part)


def target_scope(election: Election, criterion: Criterion, indicator: Indicator) -> Where:
    """Return the scope that an indicator asks about.

    The period is the indicator's own; else the election's default; else election day for what the
    law says; else the phase of the criterion. The rest are the election's defaults.
    """
    return fill_scope(election, criterion, indicator, Scope())


def fill_scope(
    election: Election, criterion: Criterion, indicator: Indicator, scope: Scope
) -> Where:
    """Return `scope` with the defaults in the places it leaves open."""
    usual = election.scope
    by_kind = "election-day" if indicator.kind == "law" else criterion.phase
    period = scope.period or indicator.period or usual.period or by_kind
    return Where(
        election.phases.period(period) if isinstance(period, str) else period,
        scope.place or usual.place or "national",
        scope.population or usual.population,
        scope.unit or usual.unit,
    )


def is_part(part: Where, whole: Where, within: Mapping[str, str]) -> bool:
    """Tell whether `part` lies inside `whole` and is not the same.

    Args:
        part: the smaller scope.
        whole: the larger scope.
        within: for each place, the place that contains it.
    """
    if part == whole or (part.population, part.unit) != (whole.population, whole.unit):
        return False
    return whole.period.contains(part.period) and _inside(part.place, whole.place, within)


def _inside(place: str, whole: str, within: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while place != whole:
        if place in seen or place not in within:
            return False
        seen.add(place)
        place = within[place]
    return True
