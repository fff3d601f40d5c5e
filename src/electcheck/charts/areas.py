"""The areas in one picture: every finding a square, every score an interval."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from electcheck.charts.style import INK, MUTED, PALE, Picture, Speech, folded, sheet, styled
from electcheck.model.findings import Assessment, Interval
from electcheck.model.norms import OUTCOMES, Outcome

# Lightness falls from met to not met, and each outcome has its sign: colours are not needed.
SIGNS: dict[Outcome, str] = {
    "met": "+",
    "partly_met": "~",
    "not_met": "–",
    "insufficient_evidence": "?",
    "conflicting": "!",
    "not_applicable": "/",
    "pending": "·",
}
FILLS: dict[Outcome, str] = {
    "met": "#9ecae8",
    "partly_met": "#d9a441",
    "not_met": "#7f2704",
    "insufficient_evidence": "#ffffff",
    "conflicting": "#ffffff",
    "not_applicable": "#f0f0f0",
    "pending": "#f0f0f0",
}


def area_matrix(
    assessment: Assessment,
    areas: Mapping[str, str],
    outcomes: Mapping[Outcome, str],
    t: Speech,
) -> Picture:
    """Draw each finding of each area as a square with the sign of its outcome, and the scores.

    Args:
        assessment: what is drawn.
        areas: the title of each area by its id.
        outcomes: each outcome in words.
        t: the language.
    """
    rows = [
        (areas[area.area], area.interval, sorted_outcomes(assessment, area.area))
        for area in assessment.areas
    ]
    widest = max((len(found) for _, _, found in rows), default=1)
    caveat = t(
        "Scores and scale are electcheck's own; ODIHR gives neither a score nor a verdict. What is "
        "open counts neither as met nor as not met: the bar holds every score that the open "
        "questions leave possible, and a score (diamond) is given only where enough is decided."
    )
    with styled():
        figure, (left, right) = sheet(
            t("Findings by area, and what scores they leave possible"),
            caveat,
            height=0.29 * len(rows) + 1.25,
            ncols=2,
            sharey=True,
            width_ratios=(3.2, 1),
        )
        for at, (_, interval, found) in enumerate(rows):
            for place, outcome in enumerate(found):
                square(left, place, at, outcome)
            score_bar(right, at, interval)
        left.set_xlim(-0.2, max(widest, 8) + 0.2)
        left.set_ylim(len(rows) - 0.4, -0.6)
        left.set_yticks(range(len(rows)), [folded(title, 42) for title, _, _ in rows], fontsize=7)
        left.set_xticks([])
        left.tick_params(length=0)
        left.spines[:].set_visible(False)
        left.set_xlabel(t("one square: one criterion"), fontsize=8)
        right.set_xlim(-0.04, 1.04)
        right.set_xticks([0, 0.5, 1], ["0", t.decimal(0.5, 1), "1"], fontsize=8)
        right.set_xlabel(folded(t("possible scores"), 18), fontsize=8)
        right.tick_params(axis="y", length=0)
        right.grid(axis="x", color=PALE, linewidth=0.6)
        right.set_axisbelow(True)
        legend(left, assessment, outcomes)
    return Picture(figure, _alt(assessment, areas, outcomes, t), _table(rows, outcomes, t))


def sorted_outcomes(assessment: Assessment, area: str) -> list[Outcome]:
    """Return the outcomes of an area's findings, in the order of the outcomes."""
    found = [finding.outcome for finding in assessment.findings if finding.area == area]
    return sorted(found, key=OUTCOMES.index)


def square(axes: Axes, x: float, y: float, outcome: Outcome) -> None:
    """Draw one finding as a square of side 0.84 whose left edge is at `x`, centred on `y`."""
    dashed = outcome == "conflicting"
    # An artist is not measured, as a patch would be: the limits are set outright.
    axes.add_artist(
        Rectangle(
            (x + 0.08, y - 0.42),
            0.84,
            0.84,
            facecolor=FILLS[outcome],
            edgecolor=INK if dashed else MUTED,
            linewidth=1.2 if dashed else 0.5,
            linestyle="--" if dashed else "-",
        )
    )
    ink = "#ffffff" if outcome == "not_met" else INK
    axes.text(x + 0.5, y, SIGNS[outcome], ha="center", va="center_baseline", fontsize=8, color=ink)


def score_bar(axes: Axes, y: float, interval: Interval) -> None:
    """Draw an interval as a bar, and its score, where there is one, as a diamond."""
    if interval.low is None or interval.high is None:
        return
    width = max(interval.high - interval.low, 0.01)
    axes.barh(y, width, left=interval.low, height=0.42, color="#b9c6d3", edgecolor=MUTED)
    if interval.score is not None:
        axes.plot(interval.score, y, "D", color=INK, markersize=5, clip_on=False)


def legend(axes: Axes, assessment: Assessment, outcomes: Mapping[Outcome, str]) -> None:
    """Name the outcomes that occur, above the squares."""
    there = [one for one in OUTCOMES if any(f.outcome == one for f in assessment.findings)]
    handles = [
        Rectangle((0, 0), 1, 1, facecolor=FILLS[one], edgecolor=MUTED, linewidth=0.5)
        for one in there
    ]
    axes.legend(
        handles,
        [f"{SIGNS[one]}  {outcomes[one]}" for one in there],
        loc="lower left",
        bbox_to_anchor=(-0.02, 1.0),
        ncols=2,
        frameon=False,
        fontsize=8,
        handlelength=1.0,
        columnspacing=1.4,
        borderaxespad=0.2,
    )


def span(interval: Interval, t: Speech) -> str:
    """Return an interval with its score in words."""
    if interval.low is None or interval.high is None:
        return t("nothing applies")
    said = t(
        "%(low)s to %(high)s", low=t.decimal(interval.low, 2), high=t.decimal(interval.high, 2)
    )
    if interval.score is None:
        return t("%(span)s, no score", span=said)
    return t("%(span)s, score %(score)s", span=said, score=t.decimal(interval.score, 2))


def _alt(
    assessment: Assessment, areas: Mapping[str, str], outcomes: Mapping[Outcome, str], t: Speech
) -> str:
    found = [finding.outcome for finding in assessment.findings]
    tally = ", ".join(f"{t.count(found.count(o))} {outcomes[o]}" for o in OUTCOMES if o in found)
    ranges = "; ".join(f"{areas[one.area]}: {span(one.interval, t)}" for one in assessment.areas)
    return t(
        "Findings by area. %(all)s: %(tally)s. Possible scores: %(ranges)s.",
        all=t.several("%(n)s finding", "%(n)s findings", len(found)),
        tally=tally,
        ranges=ranges,
    )


def _table(
    rows: list[tuple[str, Interval, list[Outcome]]], outcomes: Mapping[Outcome, str], t: Speech
) -> tuple[tuple[str, ...], ...]:
    head = (t("area"), *(outcomes[one] for one in OUTCOMES), t("possible scores"))
    body = [
        (title, *(t.count(found.count(one)) for one in OUTCOMES), span(interval, t))
        for title, interval, found in rows
    ]
    return (head, *body)
