"""Many boxes, lines or marks drawn as one: matplotlib pays by the artist, not by the shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from electcheck.charts.style import INK

# Left, top, width and height.
Box = tuple[float, float, float, float]
# From where to where: x, y, x, y.
Line = tuple[float, float, float, float]


def boxes(
    axes: Axes,
    places: Sequence[Box],
    fill: Any,
    edge: Any = INK,
    line: float = 0.6,
    hatch: str = "",
    **more: Any,
) -> None:
    """Draw boxes that look alike but for their fill.

    Args:
        axes: counts in points from the upper left corner.
        places: of the boxes.
        fill: one colour, or one for each box.
        edge: colour of the edges and of the hatching.
        line: width of the edges.
        hatch: pattern of matplotlib's.
        more: arguments of `PolyCollection`.
    """
    corners = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in places]
    if not corners:
        return
    axes.add_collection(
        PolyCollection(
            corners,
            facecolors=fill,
            edgecolors=edge,
            linewidths=line,
            hatch=hatch or None,
            clip_on=False,
            **more,
        ),
        autolim=False,
    )


def lines(
    axes: Axes, places: Sequence[Line], colour: str, line: float, zorder: float = 0.5
) -> None:
    """Draw straight lines that look alike; unless told otherwise, below everything else.

    Args:
        axes: counts in points from the upper left corner.
        places: of the lines.
        colour: of all.
        line: width of each.
        zorder: what has more lies above.
    """
    ends = [[(x, y), (to_x, to_y)] for x, y, to_x, to_y in places]
    axes.add_collection(
        LineCollection(ends, colors=colour, linewidths=line, zorder=zorder, clip_on=False),
        autolim=False,
    )


def marks(
    axes: Axes, places: Sequence[tuple[float, float]], shape: Any, size: float, **more: Any
) -> None:
    """Draw marks that look alike.

    Args:
        axes: counts in points from the upper left corner.
        places: of their middles.
        shape: a marker of matplotlib's.
        size: of a mark.
        more: arguments of `Line2D`.
    """
    if not places:
        return
    axes.add_artist(
        Line2D(
            [x for x, _ in places],
            [y for _, y in places],
            linestyle="none",
            marker=shape,
            markersize=size,
            clip_on=False,
            **{"color": INK} | more,
        )
    )


def stamps(axes: Axes, places: Sequence[tuple[float, float]], shape: Path, colour: str) -> None:
    """Draw one shape at many places.

    Args:
        axes: counts in points from the upper left corner.
        places: where the origin of the shape comes.
        shape: in points.
        colour: of its inside; it has no edge.
    """
    axes.add_collection(
        PathCollection(
            [shape],
            # One is the scale at which a shape is in points.
            sizes=[1.0],
            offsets=places,
            offset_transform=axes.transData,
            transform=IdentityTransform(),
            facecolors=colour,
            linewidths=0,
            # Fitted to the pixels, the strokes of a small letter become bold.
            snap=False,
            zorder=3,
            clip_on=False,
        ),
        autolim=False,
    )
