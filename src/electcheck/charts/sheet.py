"""A figure with its title above and its caveat below, and the area between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from electcheck.charts.lettering import measured_lines
from electcheck.charts.style import INK

# Points: how wide a figure is unless it needs more, and what stays free at its sides.
PAGE = 518.4
EDGE = 8.64


@dataclass(frozen=True)
class Margins:
    """Points around the area for the words that stand beside it.

    Attributes:
        left: from the figure's edge.
        right: from the figure's edge.
        above: from the title.
        below: from the caveat.
    """

    left: float = EDGE
    right: float = EDGE
    above: float = 6.0
    below: float = 6.0


def plane(
    title: str, caveat: str, high: float, margins: Margins, page: float = PAGE
) -> tuple[Figure, Axes]:
    """Return a figure and its area to draw on, which counts in points from its upper left corner.

    Whoever draws knows how wide the words are and leaves them room, so that nothing is to be
    measured and moved once it is drawn. There are no ticks: a tick costs more than what it says.
    To be called and drawn on inside `styled`.

    Args:
        title: of the figure.
        caveat: what a reader must know who meets the picture without its page.
        high: points from the upper edge of the area to the lower.
        margins: around the area.
        page: width of the figure in points.

    >>> figure, axes = plane("Turnout", "As printed.", 100.0, Margins(left=118.4, right=0.0))
    >>> [round(edge) for edge in (*axes.get_xlim(), *axes.get_ylim())]
    [0, 400, 100, 0]
    """
    inside = high + margins.above + margins.below
    figure, below = _worded(title, caveat, inside / 72, page / 72)
    whole = 72 * float(figure.get_figheight())
    across = page - margins.left - margins.right
    axes = figure.add_axes(
        (
            margins.left / page,
            (72 * below + margins.below) / whole,
            across / page,
            high / whole,
        )
    )
    axes.set_axis_off()
    axes.set_xlim(0, across)
    axes.set_ylim(high, 0)
    return figure, axes


def sheet(
    title: str, caveat: str, height: float, width: float = 7.2, **grid: Any
) -> tuple[Figure, list[Axes]]:
    """Return a figure whose panels are placed by what stands on their axes.

    To be called and drawn on inside `styled`.

    Args:
        title: of the figure, above the panels, broken into lines.
        caveat: what a reader must know who meets the picture without its page; below, broken too.
        height: inches between title and caveat.
        width: inches.
        grid: arguments of `Figure.subplots`.
    """
    figure, below = _worded(title, caveat, height, width)
    whole = float(figure.get_figheight())
    figure.set_layout_engine(
        ConstrainedLayoutEngine(rect=(0.01, below / whole, 0.98, height / whole))
    )
    axes = figure.subplots(squeeze=False, **grid)
    return figure, list(axes.ravel())


def _worded(title: str, caveat: str, height: float, width: float) -> tuple[Figure, float]:
    """Return a figure with its title and caveat, and the inches that the caveat takes."""
    room = 72 * (width - 0.24)
    heading, small = measured_lines(title, 11, room), measured_lines(caveat, 7, room)
    above, below = 0.1 + 0.2 * len(heading), 0.1 + 0.135 * len(small)
    whole = height + above + below
    figure = Figure(figsize=(width, whole))
    left = 0.12 / width
    figure.text(left, 1 - 0.06 / whole, "\n".join(heading), fontsize=11, va="top")
    figure.text(left, 0.06 / whole, "\n".join(small), fontsize=7, va="bottom", color=INK)
    return figure, below
