"""What `electcheck results impact` prints: text for people, JSON and rows for programs."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations
from typing import Any

from electcheck.results.answers import counted
from electcheck.results.impact import SCENARIOS, Effect, total
from electcheck.results.impact_report import Impact

LISTED = 50
"""How many stations of a smallest set JSON lists; its size is always exact."""
NAMED = 5
"""How many of them the text names."""

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
        "winner": impact.winner,
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
        f"{table.name}: {counted(len(table))}, {len(doubt.rows) + len(doubt.unknown):,} doubtful "
        f"({impact.why}) with {int(doubt.valid().sum()):,} valid votes"
    ]
    if doubt.unknown:
        lines.append(
            f"{len(doubt.unknown):,} of them have a cell that is missing or no count, and cannot "
            "be bounded"
        )
    votes = {name: total(table.votes[name]) for name in impact.ranking}
    lines += [f"  {name}: {count:,}" for name, count in votes.items()]
    if impact.winner is None:
        lines.append("  the most votes are a tie: nobody leads")
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
        which = ", ".join(effect.stations[:NAMED]) + (" ..." if effect.smallest > NAMED else "")
        set_ = f"the fewest that turn it over: {counted(effect.smallest)} ({which})"
    elif effect.changes == "unknown":
        set_ = "not known, because of cells that are missing or no count"
    return (
        f"{effect.condition}: {now}, by {_told(effect.slack)}; from {_told(effect.worst)} to "
        f"{_told(effect.best)}; {set_}"
    )


def _told(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.1f}"
