"""The whole answer on doubtful stations: every pair and every threshold under every scenario."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from electcheck.errors import Fault, InputRefused, Place, did_you_mean, refuse
from electcheck.files.yaml_text import decode, read_bytes
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

LISTED = 50
"""How many stations of a smallest set JSON lists; its size is always exact."""


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
    reader = csv.reader(io.StringIO(decode(read_bytes(path, shown), shown)))
    for cells in reader:
        whole = ",".join(cells).strip()
        key = cells[0].strip() if cells else ""
        if not whole or (reader.line_num == 1 and key.casefold() in ("station", "key")):
            continue
        row = keys.get(whole, keys.get(key))
        if row is None:
            place = Place(shown, reader.line_num, 1)
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


IMPACT_COLUMNS = (
    "scenario",
    "threshold",
    "article",
    "condition",
    "holds_now",
    "slack",
    "worst",
    "best",
    "changes",
    "smallest_set",
)


def impact_rows(impact: Impact) -> Iterable[list[Any]]:
    """Yield one row a condition and scenario."""
    for scenario, effects in impact.pairs.items():
        bounds = [
            (bound.id, bound.article, effect) for bound, effect in impact.thresholds[scenario]
        ]
        for name, article, effect in [("", "", effect) for effect in effects] + bounds:
            slack, worst, best = (_votes(v) for v in (effect.slack, effect.worst, effect.best))
            yield [
                scenario,
                name,
                article,
                effect.condition,
                effect.holds_now,
                slack,
                worst,
                best,
                effect.changes,
                effect.smallest,
            ]


def impact_json(impact: Impact) -> dict[str, Any]:
    """Return the answer for programs; numbers of votes that are no whole number are floats."""
    table, doubt = impact.doubt.table, impact.doubt
    return {
        "file": table.name,
        "stations": len(table),
        "doubtful": {
            "stations": len(doubt.rows) + len(doubt.unknown),
            "why": impact.why,
            "valid_votes": int(doubt.valid().sum()),
            "with_missing_cells": list(doubt.unknown[:LISTED]),
        },
        "votes": {name: total(table.votes[name]) for name in impact.ranking},
        "winner": impact.ranking[0],
        "not_applicable": list(impact.not_applicable),
        "scenarios": {
            scenario: {
                "description": SCENARIOS[scenario],
                "winner_changes": impact.winner_changes(scenario),
                "pairs": [
                    {"ahead": ahead, "behind": behind, **_effect_json(effect, "margin")}
                    for (ahead, behind), effect in zip(
                        combinations(impact.ranking, 2), effects, strict=True
                    )
                ],
                "thresholds": [
                    {
                        "id": bound.id,
                        "article": bound.article,
                        "settled": bound.settled,
                        "denominator": effect.denominator,
                        **_effect_json(effect, "slack"),
                    }
                    for bound, effect in impact.thresholds[scenario]
                ],
            }
            for scenario, effects in impact.pairs.items()
        },
    }


def _effect_json(effect: Effect, slack: str) -> dict[str, Any]:
    answer = {
        "condition": effect.condition,
        "holds_now": effect.holds_now,
        slack: _votes(effect.slack),
        "worst": _votes(effect.worst),
        "best": _votes(effect.best),
        "changes": effect.changes,
        "smallest_set": effect.smallest,
        "stations": list(effect.stations[:LISTED]),
    }
    if slack == "margin":
        answer["smallest_set_to_tie"] = effect.smallest_to_tie
    return answer


def _votes(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def impact_text(impact: Impact) -> str:
    """Return the answer for people: the winner's pairs, and every threshold."""
    table, doubt = impact.doubt.table, impact.doubt
    lines = [
        f"{table.name}: {len(table):,} stations, {len(doubt.rows) + len(doubt.unknown):,} doubtful "
        f"({impact.why}) with {int(doubt.valid().sum()):,} valid votes"
    ]
    if doubt.unknown:
        lines.append(f"{len(doubt.unknown):,} of them have missing cells and cannot be bounded")
    votes = {name: total(table.votes[name]) for name in impact.ranking}
    lines += [f"  {name}: {count:,}" for name, count in votes.items()]
    for scenario, effects in impact.pairs.items():
        lines += ["", f"{scenario}: {SCENARIOS[scenario]}"]
        lines.append(f"  Could the winner change? {impact.winner_changes(scenario)}")
        for effect in effects[: len(impact.ranking) - 1]:
            lines.append("  " + _effect_line(effect))
        for bound, effect in impact.thresholds[scenario]:
            unsure = "" if bound.settled else "; the text does not settle of what"
            lines.append(f"  {_effect_line(effect)} [{bound.article}{unsure}]")
    lines += [f"not applicable: {one}" for one in impact.not_applicable]
    return "\n".join(lines) + "\n"


def _effect_line(effect: Effect) -> str:
    now = "now yes" if effect.holds_now else "now no"
    set_ = "no set of them turns it over"
    if effect.smallest is not None:
        set_ = f"the fewest that turn it over: {effect.smallest:,} stations"
    elif effect.changes == "unknown":
        set_ = "not known, because of missing cells"
    return (
        f"{effect.condition}: {now}, by {_told(effect.slack)}; from {_told(effect.worst)} to "
        f"{_told(effect.best)}; {set_}"
    )


def _told(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.1f}"
