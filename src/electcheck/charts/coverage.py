"""How much of what was asked is answered, by area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.ticker import MaxNLocator

from electcheck.charts.key import Key, Look
from electcheck.charts.lettering import LINE, fitted, wide, widest
from electcheck.charts.naming import PAD, name_columns, name_rows, room_after, row_height
from electcheck.charts.shapes import Box, boxes, lines
from electcheck.charts.sheet import EDGE, PAGE, Margins, plane
from electcheck.charts.style import INK, Picture, Speech, styled
from electcheck.model.findings import Assessment, Status

# From left to right; apart by lightness and by hatch.
_LOOKS: dict[Status, tuple[str, str]] = {
    "established": ("#2c5d85", ""),
    "bounded": ("#8fb8d8", ""),
    "conflict": ("#e3b04b", "xxxx"),
    "unknown": ("#ffffff", ""),
}
# Points: a row at least, a title at most, and letters.
_ROW, _TITLE = 20.9, 162.0
_NAMES, _SMALL = 7.0, 8.0


def evidence_coverage(assessment: Assessment, areas: Mapping[str, str], t: Speech) -> Picture:
    """Draw the indicators of each area by what is established of them, and how many origins.

    Args:
        assessment: what is drawn.
        areas: the title of each area by its id.
        t: the language.
    """
    words: Mapping[Status, str] = {
        "established": t("established"),
        "bounded": t("a lower bound only"),
        "conflict": t("sources conflict"),
        "unknown": t("not established"),
    }
    rows = [(areas[one.area], *_row(assessment, one.area)) for one in assessment.areas]
    table = [(t("area"), *words.values(), t("origins"))]
    table += [
        (title, *(t.count(counts[s]) for s in _LOOKS), t.count(origins))
        for title, counts, origins in rows
    ]
    caveat = t(
        "Each indicator is one fact that a criterion asks for, judged at the standard of proof "
        "named in the report. What was not found is a limit of the search, and no evidence. Ten "
        "papers that print one agency's wire are one origin."
    )
    names = [fitted(title, _NAMES, _TITLE) for title, _, _ in rows]
    row = row_height(names, _NAMES, _ROW)
    wholes = [sum(counts.values()) for _, counts, _ in rows]
    most = max([*wholes, 1])
    ends = [t.several("%(n)s origin", "%(n)s origins", origins) for _, _, origins in rows]
    left = EDGE + widest(names, _NAMES) + PAD
    room = PAGE - left - EDGE
    behind = [
        (whole / most, PAD + wide(end, _NAMES)) for whole, end in zip(wholes, ends, strict=True)
    ]
    right = EDGE + room_after(behind, room, PAD)
    unit = (PAGE - left - right) / most
    shown = [status for status in _LOOKS if any(counts[status] for _, counts, _ in rows)]
    key = Key([Look(words[status], *_LOOKS[status]) for status in shown], room)
    bottom = row * len(rows)
    below = 2 * PAD + LINE * _SMALL
    with styled():
        figure, axes = plane(
            t("What is established of what was asked, by area"),
            caveat,
            bottom,
            Margins(left, right, key.height + PAD, below + LINE * _SMALL),
        )
        key.draw(axes, INK, 0.6)
        name_rows(axes, names, _NAMES, row)
        for status in shown:
            fill, hatch = _LOOKS[status]
            bars = _bars(status, [counts for _, counts, _ in rows], unit, row)
            boxes(axes, bars, fill, hatch=hatch)
        for at, (whole, end) in enumerate(zip(wholes, ends, strict=True)):
            middle = (at + 0.5) * row
            axes.text(whole * unit + PAD, middle, end, va="center_baseline", fontsize=_NAMES)
        ticks = [(one * unit, t.count(one)) for one in _ticks(most)]
        name_columns(axes, ticks, _SMALL, bottom + PAD)
        name_columns(axes, [(most * unit / 2, t("indicators"))], _SMALL, bottom + below)
        marked = [(x, bottom, x, bottom + 3) for x, _ in ticks]
        lines(axes, [(0, 0, 0, bottom), (0, bottom, most * unit, bottom), *marked], INK, 0.8, 2.5)
    told = "; ".join(
        t(
            "%(area)s: %(known)s of %(all)s established",
            area=title,
            known=t.count(counts["established"]),
            all=t.count(sum(counts.values())),
        )
        for title, counts, _ in rows
    )
    return Picture(figure, t("Indicators established, by area. %(told)s.", told=told), tuple(table))


def _row(assessment: Assessment, area: str) -> tuple[Mapping[Status, int], int]:
    answers = [
        answer
        for finding in assessment.findings
        if finding.area == area
        for answer in finding.answers.values()
    ]
    counts = {status: sum(one.status == status for one in answers) for status in _LOOKS}
    return counts, len({name for one in answers for name in one.origins})


def _bars(
    status: Status, rows: Sequence[Mapping[Status, int]], unit: float, row: float
) -> list[Box]:
    """Return the part of each row's bar that has a status, behind the parts before it."""
    order = [*_LOOKS]
    before = order[: order.index(status)]
    return [
        (
            unit * sum(counts[one] for one in before),
            (at + 0.14) * row,
            unit * counts[status],
            0.72 * row,
        )
        for at, counts in enumerate(rows)
        if counts[status]
    ]


def _ticks(most: int) -> list[int]:
    """Return round numbers from zero up to a number of indicators."""
    found = MaxNLocator(nbins=8, integer=True, steps=[1, 2, 5, 10]).tick_values(0, most)
    return [round(one) for one in found if 0 <= one <= most]
