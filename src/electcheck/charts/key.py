"""What the fills of a picture mean, above its area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from electcheck.charts.lettering import fitted, high, widest
from electcheck.charts.shapes import boxes

_SIZE = 8.0
# Points: a swatch, the gaps beside it and between columns, what stays free around a row and below.
_SWATCH = (13.0, 6.5)
_GAP, _BETWEEN, _AROUND, _BELOW = 6.0, 18.0, 2.4, 5.0


@dataclass(frozen=True)
class Look:
    """One fill and what it means."""

    words: str
    fill: str
    hatch: str = ""


class Key:
    """Looks in two columns where they fit beside each other, otherwise in one.

    Args:
        looks: read down the first column, then down the second.
        room: points from the left of the area to the edge of what may be written on.

    >>> looks = [Look("open", "#ffffff"), Look("closed", "#000000")]
    >>> Key(looks, 400).height < Key(looks, 60).height
    True
    """

    def __init__(self, looks: Sequence[Look], room: float) -> None:
        beside = _SWATCH[0] + _GAP
        words = [fitted(one.words, _SIZE, room - beside) for one in looks]
        half = (len(looks) + 1) // 2
        first, second = widest(words[:half], _SIZE), widest(words[half:], _SIZE)
        pair = beside + first + _BETWEEN + beside + second <= room
        self._looks = looks
        self._words = words
        self._rows = half if pair else len(looks)
        self._second = beside + first + _BETWEEN
        self._heights = [
            max(high(one, _SIZE) for one in words[at :: self._rows]) + _AROUND
            for at in range(self._rows)
        ]

    @property
    def height(self) -> float:
        """Points that it takes above the area."""
        return sum(self._heights) + _BELOW

    def draw(self, axes: Axes, edge: str, line: float) -> None:
        """Draw it above an area.

        Args:
            axes: counts in points from the upper left corner.
            edge: colour of the edges of the swatches.
            line: width of those edges.
        """
        wide, tall = _SWATCH
        for at, (look, words) in enumerate(zip(self._looks, self._words, strict=True)):
            column, row = divmod(at, self._rows)
            x = column * self._second
            y = sum(self._heights[:row]) - self.height + 0.5 * self._heights[row]
            place = (x, y - tall / 2, wide, tall)
            boxes(axes, [place], look.fill, edge, line, look.hatch)
            axes.text(x + wide + _GAP, y, words, va="center_baseline", fontsize=_SIZE)
