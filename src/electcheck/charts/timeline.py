"""What happened and what was published, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from matplotlib.axes import Axes

from electcheck.charts.days import (
    Days,
    draw_months,
    draw_named_days,
    draw_phases,
    named_days,
    phase_names,
)
from electcheck.charts.moments import Lane, Moment, Phase
from electcheck.charts.naming import PAD
from electcheck.charts.shapes import marks
from electcheck.charts.sheet import EDGE, PAGE, Margins, plane
from electcheck.charts.style import INK, Picture, Speech, styled

# Days shown before the first phase and after the last: what led up, and what came out later.
_BEFORE, _AFTER = 30, 14
_ANY = date(2000, 1, 1)
# Points: letters, a mark upon another, what stays free above each panel for what it shows, a panel
# without named days, and what stays free below for the months.
_SIZE, _MARK, _TITLE, _EMPTY, _BELOW = 8.0, 3.24, 21.0, 21.6, 19.0


def timeline(
    moments: Iterable[Moment], milestones: Mapping[str, date], phases: Sequence[Phase], t: Speech
) -> Picture:
    """Draw each event and each publication as a mark on its day, the phases behind them.

    What lies outside the span of the phases, with some days around, is counted at the edges;
    without phases all days are shown.

    Args:
        moments: events and publications.
        milestones: days with a name, in words.
        phases: in their order.
        t: the language.
    """
    seen = sorted(moments, key=lambda one: (one.day, one.sure))
    edges = [day for phase in phases for day in (phase.start, phase.end)]
    shown = edges or [*(one.day for one in seen), *milestones.values()]
    # Where a case names no day at all, no month is named either, and any days do.
    first = min(shown, default=_ANY) - timedelta(days=_BEFORE)
    last = max(shown, default=_ANY) + timedelta(days=_AFTER)
    lanes: dict[Lane, list[Moment]] = {
        "event": [one for one in seen if one.lane == "event"],
        "publication": [one for one in seen if one.lane == "publication"],
    }
    words: Mapping[Lane, str] = {"publication": t("publications"), "event": t("events")}
    caveat = t(
        "One mark: one statement that names a day, or one source. Hollow: published on that day "
        "at the latest. A law stands on the day from which it was in force. Many marks on a day "
        "show where the sources looked, not how much happened."
    )
    days = Days(first, last, PAGE - 2 * EDGE)
    inside = {name: day for name, day in milestones.items() if first <= day <= last}
    above, named = phase_names(days, phases), named_days(days, inside)
    stacks = {lane: _stacks(found, first, last) for lane, found in lanes.items()}
    panels = [(0.0, max([_EMPTY, *(one.reach for one in named)]))]
    for marked in stacks.values():
        top = panels[-1][1] + _TITLE
        panels.append((top, top + _MARK * max([9.0, *(height + 1.5 for _, height in marked)])))
    bottom = panels[-1][1]
    with styled():
        figure, axes = plane(
            t("Events and publications"),
            caveat,
            bottom,
            Margins(above=PAD + max([0.0, *(one.reach for one in above)]), below=_BELOW),
        )
        draw_phases(axes, days, phases, above, panels)
        draw_named_days(axes, named)
        for lane, (top, foot) in zip(lanes, panels[1:], strict=True):
            _marks(axes, days, stacks[lane], foot)
            _title(axes, days, words[lane], lanes[lane], top, t)
        if shown:
            draw_months(axes, days, [foot for _, foot in panels[1:]])
    return Picture(figure, _alt(lanes, milestones, t), _table(lanes, milestones, words, t))


def _stacks(found: list[Moment], first: date, last: date) -> list[tuple[Moment, int]]:
    """Return each moment in the span with its height above the days' line."""
    height: dict[date, int] = {}
    marks = []
    for one in found:
        if first <= one.day <= last:
            height[one.day] = height.get(one.day, -1) + 1
            marks.append((one, height[one.day]))
    return marks


def _marks(axes: Axes, days: Days, found: list[tuple[Moment, int]], foot: float) -> None:
    for sure, face in ((True, INK), (False, "white")):
        places = [
            (days.at(one.day), foot - _MARK * (height + 0.8))
            for one, height in found
            if one.sure is sure
        ]
        marks(axes, places, "o", 2.6, markerfacecolor=face, markeredgewidth=0.6)


def _title(
    axes: Axes, days: Days, words: str, found: Sequence[Moment], top: float, t: Speech
) -> None:
    """Say above a panel what it shows, and how many lie before and after the days shown."""
    before = sum(one.day < days.first for one in found)
    after = sum(one.day > days.last for one in found)
    if before:
        words = "   ".join((words, t("← %(n)s earlier", n=t.count(before))))
    axes.text(0, top - PAD, words, va="bottom", fontsize=_SIZE)
    if after:
        later = t("%(n)s later →", n=t.count(after))
        axes.text(days.across, top - PAD, later, ha="right", va="bottom", fontsize=_SIZE)


def _alt(lanes: Mapping[Lane, list[Moment]], milestones: Mapping[str, date], t: Speech) -> str:
    named = "; ".join(
        f"{name}{t.colon}{day.isoformat()}"
        for name, day in sorted(milestones.items(), key=lambda p: p[1])
    )
    return t(
        "Events and publications by day: %(events)s, %(publications)s. Named days: %(named)s.",
        events=t.several("%(n)s event", "%(n)s events", len(lanes["event"])),
        publications=t.several(
            "%(n)s publication", "%(n)s publications", len(lanes["publication"])
        ),
        named=named or t("none"),
    )


def _table(
    lanes: Mapping[Lane, list[Moment]],
    milestones: Mapping[str, date],
    words: Mapping[Lane, str],
    t: Speech,
) -> tuple[tuple[str, ...], ...]:
    """Return how many of each lane fall on each day, and the day's name where it has one."""
    days = sorted({one.day for found in lanes.values() for one in found} | {*milestones.values()})
    names = {day: name for name, day in milestones.items()}
    return (
        (t("day"), words["event"], words["publication"], t("named day")),
        *(
            (
                day.isoformat(),
                t.count(sum(one.day == day for one in lanes["event"])),
                t.count(sum(one.day == day for one in lanes["publication"])),
                names.get(day, ""),
            )
            for day in days
        ),
    )
