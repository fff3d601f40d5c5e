"""The whole answer on doubtful stations: every pair and every threshold under every scenario."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np

from electcheck.errors import Fault, InputRefused, Place, did_you_mean, refuse
from electcheck.files.csv_text import read_rows
from electcheck.results.checks import check_stations
from electcheck.results.impact import (
    SCENARIOS,
    Doubt,
    Effect,
    Scenario,
    pair_effect,
    threshold_effect,
    total,
)
from electcheck.results.policy import protocol_checks
from electcheck.results.table import ColumnMissing, Mask, Stations
from electcheck.results.thresholds import Threshold


@dataclass(frozen=True)
class Impact:
    """What the doubtful stations could do.

    Attributes:
        doubt: the doubtful stations.
        why: how they were chosen.
        ranking: candidates by votes, most first.
        pairs: by scenario, every pair of candidates; the candidate ahead first.
        thresholds: by scenario, each bound with each denominator.
        not_applicable: what could not be weighed, and why.
    """

    doubt: Doubt
    why: str
    ranking: tuple[str, ...]
    pairs: dict[Scenario, tuple[Effect, ...]]
    thresholds: dict[Scenario, tuple[tuple[Threshold, Effect], ...]]
    not_applicable: tuple[str, ...]

    @property
    def winner(self) -> str | None:
        """Return the candidate with the most votes; None where several have as many."""
        votes = self.doubt.table.votes
        top = [total(votes[name]) for name in self.ranking[:2]]
        return None if len(top) > 1 and top[0] == top[1] else self.ranking[0]

    def winner_changes(self, scenario: Scenario) -> str:
        """Tell whether the candidate with the most votes could be overtaken."""
        first = self.pairs[scenario][: max(len(self.ranking) - 1, 0)]
        answers = {effect.changes for effect in first}
        return next((one for one in ("yes", "unknown") if one in answers), "no")


def weigh(
    table: Stations,
    marked: Mask,
    why: str,
    thresholds: Sequence[Threshold],
    scenarios: Iterable[Scenario] = tuple(SCENARIOS),
) -> Impact:
    """Weigh the marked stations against every margin and threshold.

    Raises:
        ColumnMissing: the table has no candidates.
    """
    if not table.votes:
        raise ColumnMissing("votes")
    doubt = Doubt.of(table, marked)
    order = sorted(table.votes, key=lambda name: -total(table.votes[name]))
    pairs: dict[Scenario, tuple[Effect, ...]] = {}
    bounds: dict[Scenario, tuple[tuple[Threshold, Effect], ...]] = {}
    absent: list[str] = []
    for scenario in scenarios:
        found = [pair_effect(doubt, a, b, scenario) for a, b in combinations(order, 2)]
        if any(effect is None for effect in found):
            absent.append(f"{scenario}: the map has no registered and in_boxes")
            continue
        pairs[scenario] = tuple(effect for effect in found if effect is not None)
        bounds[scenario] = tuple(_bounds(doubt, order, thresholds, scenario, absent))
    return Impact(doubt, why, tuple(order), pairs, bounds, tuple(dict.fromkeys(absent)))


def _bounds(
    doubt: Doubt,
    order: Sequence[str],
    thresholds: Sequence[Threshold],
    scenario: Scenario,
    absent: list[str],
) -> Iterable[tuple[Threshold, Effect]]:
    for bound in thresholds:
        if bound.kind == "quorum":
            numerators = [str(bound.ballots)]
        else:
            names = order[:1] if bound.kind == "majority" else order
            numerators = [f"votes/{name}" for name in names]
        share = Fraction(str(bound.percent)) / 100
        for denominator in bound.of:
            for numerator in numerators:
                # Whether annulled stations' voters still count is seldom said: both are shown.
                stays = (
                    (True, False) if (denominator, scenario) == ("registered", "annul") else (True,)
                )
                for one in stays:
                    effect = threshold_effect(
                        doubt, numerator, denominator, share, bound.more_than, scenario, one
                    )
                    if effect is None:
                        absent.append(f"{bound.id}: the map has no {numerator} or no {denominator}")
                        continue
                    yield bound, effect if one else _without_voters(effect)


def _without_voters(effect: Effect) -> Effect:
    words = f"{effect.condition}, annulled stations' voters taken out"
    return Effect(**{**effect.__dict__, "condition": words})


def marked_stations(path: Path, table: Stations) -> Mask:
    """Read a list of stations: one key a line, or a CSV whose first column holds the keys.

    Raises:
        InputRefused: a key is no station of the table; every such line is named.
    """
    shown = str(path)
    keys = {str(key): row for row, key in reversed(list(enumerate(table.station.tolist())))}
    marks = np.zeros(len(table), dtype=bool)
    faults = []
    for line, cells in read_rows(path):
        whole = ",".join(cells).strip()
        key = cells[0].strip() if cells else ""
        if not whole or (line == 1 and key.casefold() in ("station", "key")):
            continue
        row = keys.get(whole, keys.get(key))
        if row is None:
            place = Place(shown, line, 1)
            faults.append(Fault(place, f"no station {key!r} in the file.{did_you_mean(key, keys)}"))
        else:
            marks[row] = True
    if faults:
        raise InputRefused(faults)
    return marks


def weigh_file(
    table: Stations,
    stations: Path | None,
    codes: str | None,
    thresholds: Sequence[Threshold],
    scenarios: Iterable[Scenario],
) -> Impact:
    """Weigh the stations of a list and those with issues of some codes.

    Raises:
        InputRefused: a listed station or a code is not known.
    """
    marks = np.zeros(len(table), dtype=bool)
    reasons = []
    if stations is not None:
        marks |= marked_stations(stations, table)
        reasons.append(f"listed in {stations.name}")
    if codes is None and stations is None:
        codes = "E"
    if codes is not None:
        report = check_stations(table)
        for code in (part.strip() for part in codes.split(",")):
            if not code or not any(known.startswith(code) for known in protocol_checks()):
                raise refuse("--codes", f"no check starts with {code!r}; they are E1xx and W2xx")
            marks |= report.flagged(code)
            reasons.append(f"issues of {code}")
    return weigh(table, marks, " or ".join(reasons), thresholds, scenarios)
