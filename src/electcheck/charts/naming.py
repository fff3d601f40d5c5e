"""Names of rows and columns: plain words beside an area that counts in points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes

from electcheck.charts.lettering import highest

# Points between the area and what stands beside it.
PAD = 4.0


def row_height(names: Iterable[str], size: float, least: float) -> float:
    r"""Return how high each row must be, so that no name runs into the next one.

    Args:
        names: of the rows, broken into lines.
        size: of the letters, in points.
        least: height of a row for its own sake.

    >>> row_height(["one", "two"], 8, 14), row_height(["one", "two\nlines"], 10, 14)
    (14, 28.0)
    """
    return max(least, highest(names, size) + 0.4 * size)


def name_rows(axes: Axes, names: Sequence[str], size: float, row: float, pad: float = PAD) -> None:
    """Write a name left of each row, at its middle.

    Args:
        axes: counts in points.
        names: from the uppermost row.
        size: of the letters, in points.
        row: height of a row.
        pad: points between name and area.
    """
    for at, name in enumerate(names):
        axes.text(-pad, (at + 0.5) * row, name, ha="right", va="center_baseline", fontsize=size)


def name_columns(
    axes: Axes,
    names: Iterable[tuple[float, str]],
    size: float,
    top: float,
    *,
    upright: bool = False,
) -> None:
    """Write names below an area, each centred on its place.

    Args:
        axes: counts in points.
        names: the place of each, and the name.
        size: of the letters, in points.
        top: where the names begin.
        upright: whether they are read from below.
    """
    for place, name in names:
        axes.text(place, top, name, ha="center", va="top", fontsize=size, rotation=90 * upright)


def room_after(ends: Iterable[tuple[float, float]], across: float, least: float) -> float:
    """Return the right margin with which the words behind bars end inside the figure.

    The wider the margin, the shorter the bars, so words behind a short bar need none.

    Args:
        ends: where each bar ends, as a share of the area, and how wide the words behind it are.
        across: points from the left of the area to the edge of what may be written on.
        least: the margin that is left anyway.

    >>> room_after([(1.0, 30.0), (0.5, 250.0)], 400, 10)
    100.0
    """
    # Words of width w behind a share s of the area end inside where s * (across - m) + w <= across.
    return max([least, *(across - (across - w) / s for s, w in ends if s > 0)])
