"""What a finding can be, how much it weighs, and the ranks of the norms that it rests on."""

from __future__ import annotations

from typing import Literal

Rank = Literal["treaty", "interpretation", "political_commitment", "good_practice"]
Weight = Literal["major", "medium", "minor"]
Outcome = Literal[
    "met",
    "partly_met",
    "not_met",
    "insufficient_evidence",
    "conflicting",
    "not_applicable",
    "pending",
]
Decided = Literal["met", "partly_met", "not_met"]
DECIDED: tuple[Decided, ...] = ("met", "partly_met", "not_met")
OUTCOMES: tuple[Outcome, ...] = (
    *DECIDED,
    "insufficient_evidence",
    "conflicting",
    "not_applicable",
    "pending",
)
