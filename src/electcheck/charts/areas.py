"""The areas in one picture: every finding a square, every score an interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from electcheck.charts.key import Key, Look
from electcheck.charts.lettering import LINE, fitted, high, wide, widest
from electcheck.charts.naming import PAD, name_columns, name_rows, row_height
from electcheck.charts.shapes import Box, boxes, lines, marks, stamps
from electcheck.charts.sheet import EDGE, PAGE, Margins, plane
from electcheck.charts.style import INK, MUTED, PALE, Picture, Speech, styled
from electcheck.model.findings import Assessment, Interval
from electcheck.model.outcomes import OUTCOMES, Outcome

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
# Points: a row at least, and a title at most.
_ROW, _TITLE = 20.9, 162.0
# Letters of the titles, and of everything else.
_NAMES, _SMALL = 7.0, 8.0
# Shares of the area's width: where the squares end, and where the scores begin.
_SQUARES, _SCORES = 0.74, 0.8


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
    caveat = t(
        "Scores and scale are electcheck's own; ODIHR gives neither a score nor a verdict. What is "
        "open counts neither as met nor as not met: the bar holds every score that the open "
        "questions leave possible, and a score (diamond) is given only where enough is decided."
    )
    names = [fitted(title, _NAMES, _TITLE) for title, _, _ in rows]
    row = row_height(names, _NAMES, _ROW)
    left, right = EDGE + widest(names, _NAMES) + PAD, 1.5 * EDGE
    across = PAGE - left - right
    middle, scale = _SQUARES * across, (_SCORES * across, across)
    there = [one for one in OUTCOMES if any(f.outcome == one for f in assessment.findings)]
    key = Key([Look(f"{SIGNS[one]}  {outcomes[one]}", FILLS[one]) for one in there], across)
    squares = fitted(t("one square: one criterion"), _SMALL, middle)
    scores = fitted(t("possible scores"), _SMALL, across - middle)
    ticks = 2 * PAD + LINE * _SMALL
    below = PAD + max(PAD + high(squares, _SMALL), ticks + high(scores, _SMALL))
    bottom = row * len(rows)
    with styled():
        figure, axes = plane(
            t("Findings by area, and what scores they leave possible"),
            caveat,
            bottom,
            Margins(left, right, key.height + PAD, below),
        )
        key.draw(axes, MUTED, 0.5)
        name_rows(axes, names, _NAMES, row)
        _findings(axes, [found for _, _, found in rows], middle, row)
        _intervals(axes, [interval for _, interval, _ in rows], scale, row, t)
        name_columns(axes, [(middle / 2, squares)], _SMALL, bottom + PAD)
        name_columns(axes, [(sum(scale) / 2, scores)], _SMALL, bottom + ticks)
    return Picture(figure, _alt(assessment, areas, outcomes, t), _table(rows, outcomes, t))


def sorted_outcomes(assessment: Assessment, area: str) -> list[Outcome]:
    """Return the outcomes of an area's findings, in the order of the outcomes."""
    found = [finding.outcome for finding in assessment.findings if finding.area == area]
    return sorted(found, key=OUTCOMES.index)


def _findings(axes: Axes, rows: Sequence[list[Outcome]], across: float, row: float) -> None:
    """Draw each finding as a square, and its sign in it."""
    step = across / max([8, *map(len, rows)])
    places: dict[Outcome, list[tuple[float, float]]] = {}
    for at, found in enumerate(rows):
        for place, outcome in enumerate(found):
            middle = ((place + 0.5) * step, (at + 0.5) * row)
            places.setdefault(outcome, []).append(middle)
    side, tall = 0.84 * step, 0.84 * row
    for outcome, middles in places.items():
        dashed = outcome == "conflicting"
        boxes(
            axes,
            [(x - side / 2, y - tall / 2, side, tall) for x, y in middles],
            FILLS[outcome],
            INK if dashed else MUTED,
            1.2 if dashed else 0.5,
            linestyles="--" if dashed else "-",
        )
        ink = "#ffffff" if outcome == "not_met" else INK
        # The same sign stands in a hundred squares, and a text costs more than a stamp.
        stamps(axes, middles, _sign(SIGNS[outcome], min(_SMALL, side)), ink)


def _sign(sign: str, size: float) -> Path:
    """Return the shape of a letter, the middle of a capital as high as it at its origin."""
    letter = TextPath((0, 0), sign, size=size, prop=FontProperties(family="DejaVu Sans"))
    return Path(letter.vertices - (wide(sign, size) / 2, 0.38 * size), letter.codes)


def _intervals(
    axes: Axes, rows: Sequence[Interval], scale: tuple[float, float], row: float, t: Speech
) -> None:
    """Draw each interval as a bar, and its score, where there is one, as a diamond."""
    start, end = scale
    bottom, edge = row * len(rows), start - 2 * PAD
    bars: list[Box] = []
    scores = []
    for at, one in enumerate(rows):
        if one.low is None or one.high is None:
            continue
        low, reach = start + one.low * (end - start), max(one.high - one.low, 0.01) * (end - start)
        bars.append((low, (at + 0.29) * row, reach, 0.42 * row))
        if one.score is not None:
            scores.append((start + one.score * (end - start), (at + 0.5) * row))
    ticks = [(start, "0"), ((start + end) / 2, t.decimal(0.5, 1)), (end, "1")]
    lines(axes, [(x, 0, x, bottom) for x, _ in ticks], PALE, 0.6)
    lines(axes, [(edge, 0, edge, bottom), (edge, bottom, end + PAD, bottom)], INK, 0.8, 2.5)
    boxes(axes, bars, "#b9c6d3", MUTED, 1.0)
    marks(axes, scores, "D", 5)
    name_columns(axes, ticks, _SMALL, bottom + PAD)


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
    ranges = "; ".join(
        f"{areas[one.area]}{t.colon}{span(one.interval, t)}" for one in assessment.areas
    )
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
