"""Days from left to right: months below, phases behind, and named days on lines of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from matplotlib.axes import Axes

from electcheck.charts.lettering import fitted, high, wide
from electcheck.charts.moments import Phase
from electcheck.charts.naming import PAD
from electcheck.charts.shapes import boxes, lines, marks
from electcheck.charts.sheet import EDGE
from electcheck.charts.style import INK, MUTED

# Points: letters, a named day with its gap, what stays free beside its mark and between months.
_SIZE, _NAMED, _BESIDE, _BETWEEN = 8.0, 15.8, 6.0, 12.0
_SHADES = ("#f4f4f4", "#e4e4e4")


@dataclass(frozen=True)
class Days:
    """The days shown, and how many points they take from the first to the last."""

    first: date
    last: date
    across: float

    def at(self, day: date) -> float:
        """Return where a day stands; what lies outside stands at the edge.

        >>> Days(date(2019, 6, 1), date(2019, 6, 11), 100.0).at(date(2019, 6, 9))
        80.0
        """
        share = (day - self.first) / (self.last - self.first)
        return self.across * min(max(share, 0.0), 1.0)

    def months(self) -> list[date]:
        """Return the first days of the months, as many of them as there is room to name.

        >>> len(Days(date(2010, 1, 1), date(2019, 12, 31), 500.0).months())
        10
        """
        found = [
            date(year, month, 1)
            for year in range(self.first.year, self.last.year + 1)
            for month in range(1, 13)
            if self.first <= date(year, month, 1) <= self.last
        ]
        room = wide("0000-00", _SIZE) + _BETWEEN
        steps = (1, 2, 3, 4, 6, 12)
        step = next((one for one in steps if len(found) * room <= one * self.across), None)
        if step is None:
            # Whole years, as many as it takes.
            step = 12 * -int(-len(found) * room // (12 * self.across))
        return found[::step]


@dataclass(frozen=True)
class Said:
    """Words that stand somewhere.

    Attributes:
        words: broken into lines.
        x: where they begin, have their middle or end.
        y: their foot above the area, or the middle of their line in it.
        side: which of the three `x` is.
        reach: how far from the edge of the area the next words may stand.
    """

    words: str
    x: float
    y: float
    side: Literal["left", "center", "right"]
    reach: float


def phase_names(days: Days, phases: Sequence[Phase]) -> list[Said]:
    """Return the names of phases above their spans, one over the other where they would meet.

    A phase of some days has no room for a name.
    """
    found: list[Said] = []
    for phase in phases:
        if phase.end - phase.start <= timedelta(days=20):
            continue
        start, end = days.at(phase.start), days.at(phase.end)
        words = fitted(phase.name, _SIZE, max(end - start, 150.0))
        half = wide(words, _SIZE) / 2
        x = min(max((start + end) / 2, half), days.across - half)
        y = max(
            [
                other.reach
                for other in found
                if abs(other.x - x) < half + wide(other.words, _SIZE) / 2 + _BESIDE
            ],
            default=PAD / 2,
        )
        found.append(Said(words, x, y, "center", y + high(words, _SIZE)))
    return found


def named_days(days: Days, named: Mapping[str, date]) -> list[Said]:
    """Return the names of days from the first, each on the side of its day that has more room."""
    found: list[Said] = []
    top = PAD / 2
    for name, day in sorted(named.items(), key=lambda pair: pair[1]):
        x = days.at(day)
        late = x > days.across / 2
        words = fitted(name, _SIZE, max(x, days.across - x) - _BESIDE)
        foot = top + max(_NAMED, high(words, _SIZE) + _BESIDE)
        found.append(Said(words, x, (top + foot) / 2, "right" if late else "left", foot))
        top = foot
    return found


def draw_phases(
    axes: Axes,
    days: Days,
    phases: Sequence[Phase],
    names: Sequence[Said],
    panels: Sequence[tuple[float, float]],
) -> None:
    """Draw the phases behind each panel, and their names above the first.

    Args:
        axes: counts in points.
        days: those shown.
        phases: in their order.
        names: their names, placed.
        panels: upper and lower edge of each.
    """
    for at, phase in enumerate(phases):
        start, end = days.at(phase.start), days.at(phase.end + timedelta(days=1))
        spans = [(start, top, end - start, foot - top) for top, foot in panels]
        boxes(axes, spans, _SHADES[at % 2], "none", 0.0, zorder=0)
    for one in names:
        axes.text(one.x, -one.y, one.words, ha="center", va="bottom", fontsize=_SIZE, color=MUTED)


def draw_named_days(axes: Axes, names: Sequence[Said]) -> None:
    """Draw a mark on each named day, and its name beside it."""
    marks(axes, [(one.x, one.y) for one in names], "|", 9, markeredgewidth=1.5)
    for one in names:
        beside = -_BESIDE if one.side == "right" else _BESIDE
        axes.text(
            one.x + beside, one.y, one.words, ha=one.side, va="center_baseline", fontsize=_SIZE
        )


def draw_months(axes: Axes, days: Days, feet: Sequence[float]) -> None:
    """Draw the days' line at the foot of each panel, and name the months below the last."""
    months = [(days.at(one), one.isoformat()[:7]) for one in days.months()]
    axis = [(0.0, foot, days.across, foot) for foot in feet]
    ticks = [(x, foot, x, foot + 3) for x, _ in months for foot in feet]
    lines(axes, [*axis, *ticks], INK, 0.8)
    for x, name in months:
        # At the edges of the figure a name stands beside its tick, not below.
        half = wide(name, _SIZE) / 2 - EDGE + 1
        middle = min(max(x, half), days.across - half)
        axes.text(middle, feet[-1] + PAD + 1, name, ha="center", va="top", fontsize=_SIZE)
