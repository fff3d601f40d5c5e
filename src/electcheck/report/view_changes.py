"""What would change our mind on a finding: evidence that would have to go, answers to come."""

from __future__ import annotations

from dataclasses import dataclass

from electcheck.report.view_answers import statement_link
from electcheck.report.view_language import Tongue
from electcheck.report.view_statements import Link
from electcheck.report.view_words import OUTCOME
from electcheck.rules.opening import Opened
from electcheck.rules.whatif import Arrival, WhatIf


@dataclass(frozen=True)
class RemovalView:
    """Statements that would all have to go, and the outcome then."""

    statements: tuple[Link, ...]
    outcome: str


@dataclass(frozen=True)
class ArrivalView:
    """Answers that would all have to be established, and the outcome then."""

    answers: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class ChangeView:
    """Every smallest change that would move a finding; `bound` says how far was searched."""

    removals: tuple[RemovalView, ...]
    arrivals: tuple[ArrivalView, ...]
    bound: str


def change_view(opened: Opened, t: Tongue, found: WhatIf) -> ChangeView:
    """Return what would change a finding, in words."""
    return ChangeView(
        tuple(
            RemovalView(
                tuple(statement_link(one) for one in removal.statements),
                t(OUTCOME[removal.outcome]),
            )
            for removal in found.removals
        ),
        tuple(
            ArrivalView(
                tuple(_answer(opened, t, one) for one in arrival.answers),
                t(OUTCOME[arrival.outcome]),
            )
            for arrival in found.arrivals
        ),
        t("All sets were searched.")
        if found.complete
        else t.several(
            "Sets of one statement or answer were searched, no larger ones.",
            "Sets of up to %(n)s statements or answers were searched, no larger ones.",
            found.bound,
        ),
    )


def _answer(opened: Opened, t: Tongue, arrival: Arrival) -> str:
    indicator = opened.catalogue.indicators()[arrival.indicator][1]
    return f"{t.text(indicator.ask)} {t.values(indicator, arrival.values)}"
