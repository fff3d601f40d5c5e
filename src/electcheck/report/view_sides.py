"""The public and the internal assessment side by side, as an internal reader meets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from electcheck.model.findings import Assessment
from electcheck.model.outcomes import Outcome
from electcheck.report.view_areas import AreaView, ScoreView, score_view
from electcheck.report.view_findings import FindingView
from electcheck.report.view_language import Tongue
from electcheck.report.view_statements import Link
from electcheck.report.view_words import OUTCOME


@dataclass(frozen=True)
class AreaSides:
    """The score of one area, or of the whole, from each side."""

    title: str
    public: ScoreView
    internal: ScoreView


@dataclass(frozen=True)
class FindingSides:
    """A finding that is another one inside."""

    link: Link
    public: Outcome
    public_words: str
    internal: Outcome
    internal_words: str


@dataclass(frozen=True)
class SidesView:
    """What restricted evidence changes: every score from both sides, every finding that moves."""

    areas: tuple[AreaSides, ...]
    findings: tuple[FindingSides, ...]
    same: int


def sides_view(
    t: Tongue,
    public: Assessment,
    internal: Assessment,
    areas: Sequence[AreaView],
    findings: Sequence[FindingView],
) -> SidesView:
    """Return both assessments side by side.

    Args:
        t: the language.
        public: made from public evidence alone.
        internal: made from all that its reader may see.
        areas: of the internal one.
        findings: of the internal one.
    """
    before = {finding.criterion: finding for finding in public.findings}
    moved = tuple(
        FindingSides(
            finding.link,
            before[finding.id].outcome,
            t(OUTCOME[before[finding.id].outcome]),
            finding.outcome,
            finding.outcome_words,
        )
        for finding in findings
        if before[finding.id].outcome != finding.outcome
    )
    rows = [
        AreaSides(area.title, score_view(t, old.interval), area.score)
        for area, old in zip(areas, public.areas, strict=True)
    ]
    whole = AreaSides(
        t("The whole, arithmetic mean"),
        score_view(t, public.overall),
        score_view(t, internal.overall),
    )
    return SidesView((*rows, whole), moved, len(findings) - len(moved))
