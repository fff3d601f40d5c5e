"""What happened and what was published, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from matplotlib.axes import Axes

from electcheck.charts.style import INK, MUTED, Picture, Speech, folded, sheet, styled

Lane = Literal["event", "publication"]
# Days shown before the first phase and after the last: what led up, and what came out later.
_BEFORE, _AFTER = 30, 14


@dataclass(frozen=True)
class Moment:
    """One event, or one publication.

    Attributes:
        day: when; of a publication, the last day on which it can have come out.
        sure: whether that is the day, and not only the last possible one.
        lane: what it is.
    """

    day: date
    sure: bool
    lane: Lane


@dataclass(frozen=True)
class Phase:
    """A named span of days."""

    name: str
    start: date
    end: date


def timeline(
    moments: Iterable[Moment], milestones: Mapping[str, date], phases: Sequence[Phase], t: Speech
) -> Picture:
    """Draw each event and each publication as a mark on its day, the phases behind them.

    What lies outside the span of the phases, with some days around, is counted at the edges.

    Args:
        moments: events and publications.
        milestones: days with a name, in words.
        phases: in their order.
        t: the language.
    """
    seen = sorted(moments, key=lambda one: (one.day, one.sure))
    first = min(phase.start for phase in phases) - timedelta(days=_BEFORE)
    last = max(phase.end for phase in phases) + timedelta(days=_AFTER)
    lanes: dict[Lane, list[Moment]] = {
        "publication": [one for one in seen if one.lane == "publication"],
        "event": [one for one in seen if one.lane == "event"],
    }
    words: Mapping[Lane, str] = {"publication": t("publications"), "event": t("events")}
    stacks = {lane: _stacks(found, first, last) for lane, found in lanes.items()}
    highest = {lane: max([y for _, y in marks] or [0]) + 1 for lane, marks in stacks.items()}
    caveat = t(
        "One mark: one statement that names a day, or one source. Hollow: published on that day "
        "at the latest. A law stands on the day from which it was in force. Many marks on a day "
        "show where the sources looked, not how much happened."
    )
    inside = {name: day for name, day in milestones.items() if first <= day <= last}
    with styled():
        figure, axes = sheet(
            t("Events and publications"),
            caveat,
            height=1.1
            + 0.045 * sum(max(height, 8) for height in highest.values())
            + 0.22 * len(inside),
            nrows=3,
            sharex=True,
            height_ratios=(
                max(0.22 * len(inside), 0.3),
                0.045 * max(highest["event"], 8),
                0.045 * max(highest["publication"], 8),
            ),
        )
        names, events, publications = axes
        for panel in axes:
            _phases(panel, phases)
        _milestones(names, inside, first, last)
        panels: tuple[tuple[Axes, Lane], ...] = ((events, "event"), (publications, "publication"))
        for panel, lane in panels:
            outside = [one for one in lanes[lane] if not first <= one.day <= last]
            _marks(panel, stacks[lane], highest[lane])
            panel.set_title(words[lane], loc="left", fontsize=8, pad=3)
            _edges(panel, outside, first, t)
        publications.set_xlim(first.toordinal(), last.toordinal())
        months = _months(first, last)
        publications.set_xticks(
            [day.toordinal() for day in months], [day.isoformat()[:7] for day in months], fontsize=8
        )
        for phase in phases:
            middle = (max(phase.start, first).toordinal() + min(phase.end, last).toordinal()) / 2
            if phase.end - phase.start > timedelta(days=20):
                names.text(
                    middle, 1.0, folded(phase.name, 30), transform=names.get_xaxis_transform(),
                    ha="center", va="bottom", fontsize=8, color=MUTED,
                )  # fmt: skip
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


def _phases(axes: Axes, phases: Sequence[Phase]) -> None:
    for at, phase in enumerate(phases):
        shade = "#e4e4e4" if at % 2 else "#f4f4f4"
        end = phase.end + timedelta(days=1)
        axes.axvspan(phase.start.toordinal(), end.toordinal(), color=shade, zorder=0, linewidth=0)


def _milestones(axes: Axes, inside: Mapping[str, date], first: date, last: date) -> None:
    """Name the days, each on a line of its own, the text on the side that has room."""
    ordered = sorted(inside.items(), key=lambda pair: pair[1])
    for at, (name, day) in enumerate(ordered):
        late = day - first > (last - first) * 0.5
        axes.plot(day.toordinal(), at, "|", color=INK, markersize=9, markeredgewidth=1.5)
        axes.annotate(
            name, (day.toordinal(), at), xytext=(-6 if late else 6, 0),
            textcoords="offset points", ha="right" if late else "left",
            va="center_baseline", fontsize=8,
        )  # fmt: skip
    axes.set_ylim(max(len(ordered), 1) - 0.4, -0.6)
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _marks(axes: Axes, marks: list[tuple[Moment, int]], highest: int) -> None:
    for sure in (True, False):
        days = [one.day.toordinal() for one, _ in marks if one.sure is sure]
        heights = [height for one, height in marks if one.sure is sure]
        face = INK if sure else "white"
        axes.plot(
            days, heights, "o", markersize=2.6, color=INK, markerfacecolor=face, markeredgewidth=0.6
        )
    axes.set_ylim(-0.8, max(highest, 8) + 0.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def _edges(axes: Axes, outside: list[Moment], first: date, t: Speech) -> None:
    """Say at the edges how many lie before and after the days shown."""
    before = sum(one.day < first for one in outside)
    after = len(outside) - before
    for x, side, number, words in (
        (0.005, "left", before, t("← %(n)s earlier", n=t.count(before))),
        (0.995, "right", after, t("%(n)s later →", n=t.count(after))),
    ):
        if number:
            axes.text(x, 0.97, words, transform=axes.transAxes, ha=side, va="top", fontsize=8)


def _months(first: date, last: date) -> list[date]:
    return [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]


def _alt(lanes: Mapping[Lane, list[Moment]], milestones: Mapping[str, date], t: Speech) -> str:
    named = "; ".join(
        f"{name}: {day.isoformat()}" for name, day in sorted(milestones.items(), key=lambda p: p[1])
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
