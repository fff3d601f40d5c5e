"""The areas as a reader meets them: how their findings fell out, and their scores as intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from electcheck.model.findings import Assessment, Interval
from electcheck.model.outcomes import OUTCOMES, Outcome
from electcheck.report.view_findings import FindingView
from electcheck.report.view_language import Tongue
from electcheck.report.view_statements import Link, anchor
from electcheck.report.view_words import OUTCOME
from electcheck.rules.opening import Opened
from electcheck.scoring.intervals import geometric, weight

BAR = 160


@dataclass(frozen=True)
class ScoreView:
    """A score with everything it must be printed with, and its picture on a bar `BAR` wide."""

    score: str
    low: str
    high: str
    coverage: str
    said: str
    applies: bool
    start: float
    width: float
    mark: float | None


@dataclass(frozen=True)
class CellView:
    """The findings of one area that have one outcome."""

    outcome: Outcome
    words: str
    findings: tuple[Link, ...]


@dataclass(frozen=True)
class AreaView:
    """One chapter of the findings."""

    id: str
    anchor: str
    title: str
    score: ScoreView
    in_overall: bool
    outside: str
    cells: tuple[CellView, ...]
    summary: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True)
class AggregateView:
    """One way of making one figure of the areas."""

    title: str
    means: str
    score: ScoreView


def score_view(t: Tongue, interval: Interval) -> ScoreView:
    """Return a score in words and as a bar."""
    score, low, high = t.score(interval.score), t.bound(interval.low), t.bound(interval.high)
    applicable, assessed = t.count(interval.applicable), t.count(interval.assessed)
    coverage = t(
        "%(assessed)s of %(applicable)s assessed", assessed=assessed, applicable=applicable
    )
    start = (interval.low or 0.0) * BAR
    said = t(
        "score: %(score)s; possible from %(low)s to %(high)s; %(coverage)s",
        score=score,
        low=low,
        high=high,
        coverage=coverage,
    )
    return ScoreView(
        score=score,
        low=low,
        high=high,
        coverage=coverage,
        said=said if interval.low is not None else t("nothing applies; no score"),
        applies=interval.low is not None,
        start=round(start, 2),
        width=round(max((interval.high or 0.0) * BAR - start, 2.0), 2),
        mark=None if interval.score is None else round(interval.score * BAR, 2),
    )


def area_views(
    opened: Opened, t: Tongue, assessment: Assessment, findings: Sequence[FindingView]
) -> tuple[AreaView, ...]:
    """Return every area, in the order of the report."""
    titles = {area.area: area.title for area in opened.catalogue.areas}
    outside = opened.catalogue.policy.unweighted_areas
    views = []
    for area in assessment.areas:
        own = tuple(finding for finding in findings if finding.area == area.area)
        title = titles[area.area]
        views.append(
            AreaView(
                id=area.area,
                anchor=anchor("area", area.area),
                title=t.text(title) if title else area.area,
                score=score_view(t, area.interval),
                in_overall=area.in_overall,
                outside=t.free(outside.get(area.area, "")),
                cells=cells(t, own),
                summary=_summary(t, own),
                findings=own,
            )
        )
    return tuple(views)


def cells(t: Tongue, findings: Sequence[FindingView]) -> tuple[CellView, ...]:
    """Return the findings by outcome, every outcome in its place."""
    return tuple(
        CellView(
            outcome, t(OUTCOME[outcome]), tuple(f.link for f in findings if f.outcome == outcome)
        )
        for outcome in OUTCOMES
    )


def _summary(t: Tongue, findings: Sequence[FindingView]) -> str:
    """Say in a sentence how the findings of an area fell out."""
    asked = t.several("%(n)s question was asked", "%(n)s questions were asked", len(findings))
    parts = [
        f"{t.count(len(cell.findings))} {cell.words}"
        for cell in cells(t, findings)
        if cell.findings
    ]
    return f"{asked}{t.colon}{t.listed(parts)}." if parts else f"{asked}."


def aggregate_views(opened: Opened, t: Tongue, assessment: Assessment) -> tuple[AggregateView, ...]:
    """Return the three aggregates across areas, always all three."""
    overall = assessment.overall
    lowest = [a.interval for a in assessment.areas if a.area in assessment.lowest_areas]
    titles = {a.area: a.title for a in opened.catalogue.areas}
    named = [t.text(title) if (title := titles[a]) else a for a in assessment.lowest_areas]
    scored = sum(a.in_overall and a.interval.score is not None for a in assessment.areas)
    nothing = Interval(None, None, None, overall.assessed, overall.applicable)
    return (
        AggregateView(
            t("arithmetic"),
            t("the weighted mean over all findings of areas that have weight"),
            score_view(t, overall),
        ),
        AggregateView(
            t("geometric"),
            t(
                "the weighted geometric mean over areas, each at least %(floor)s; the interval is "
                "that of all areas at their worst and at their best",
                floor=t.number(opened.catalogue.policy.geometric_floor.value),
            ),
            score_view(t, _geometric(opened, assessment)),
        ),
        AggregateView(
            t("lowest area"),
            t.several(
                "the only area that has a score (%(areas)s)",
                "the lowest of %(n)s area scores (%(areas)s)",
                scored,
                areas=t.listed(named),
            )
            if named
            else t("no area has a score"),
            score_view(t, lowest[0] if lowest else nothing),
        ),
    )


def _geometric(opened: Opened, assessment: Assessment) -> Interval:
    """Return the geometric aggregate with all areas at their worst and at their best."""
    policy = opened.catalogue.policy
    floor = float(policy.geometric_floor.value)
    lows, highs = [], []
    for area in assessment.areas:
        if area.in_overall and area.interval.low is not None and area.interval.high is not None:
            own = [f for f in assessment.findings if f.area == area.area and f.applicable]
            weighs = sum(weight(f, policy) for f in own)
            lows.append((area.interval.low, weighs))
            highs.append((area.interval.high, weighs))
    return Interval(
        assessment.geometric,
        geometric(lows, floor),
        geometric(highs, floor),
        assessment.overall.assessed,
        assessment.overall.applicable,
    )
