"""What is measured of a drawn picture: where each text stands, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from electcheck.charts.style import Picture, styled


def faults(picture: Picture, dots: int) -> list[str]:
    """Return which texts are cut off, over each other, or in the area beside which they stand.

    Measured as it is rendered, in our style: letters fitted to the pixels would be wider.
    """
    figure = picture.figure
    screen = figure.dpi
    figure.set_dpi(dots)
    with styled():
        boxes = [(one.get_text(), shrunk(one)) for one in texts(picture)]
        intruding = [one.get_text() for one in beside(picture) if intrudes(one)]
    edges = Bbox.from_extents(-1, -1, figure.bbox.x1 + 1, figure.bbox.y1 + 1)
    figure.set_dpi(screen)
    every = [box for _, box in boxes]
    # Counted at once; which ones they are is looked up only where there are any.
    met = [pair for pair in boxes if pair[1].count_overlaps(every) > 1]
    return [
        *(f"clipped: {text!r}" for text, box in boxes if not inside(box, edges)),
        *(
            f"{one!r} over {other!r}"
            for (one, a), (other, b) in combinations(met, 2)
            if a.overlaps(b)
        ),
        *(f"in the area: {text!r}" for text in intruding),
    ]


def inside(box: Bbox, edges: Bbox) -> bool:
    """Tell whether a box lies inside another one."""
    return bool(
        edges.x0 <= box.x0 and edges.y0 <= box.y0 and box.x1 <= edges.x1 and box.y1 <= edges.y1
    )


def texts(picture: Picture) -> list[Text]:
    """Return every text that is drawn, placed; tick labels outside their axis are not."""
    FigureCanvasAgg(picture.figure)
    picture.figure.draw_without_rendering()
    outside = set()
    for axes in picture.figure.axes:
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in (*axis.majorTicks, *axis.minorTicks):
                if not min(low, high) <= tick.get_loc() <= max(low, high):
                    outside |= {tick.label1, tick.label2}
        if not axes.get_visible():
            outside |= set(axes.findobj(Text))
    return [
        one
        for one in picture.figure.findobj(Text)
        if isinstance(one, Text)
        and one.get_visible()
        and one.get_text().strip()
        and one not in outside
    ]


def shrunk(one: Text) -> Bbox:
    """Return a text's box less a pixel on each side: what touches does not overlap."""
    box = one.get_window_extent()
    return Bbox.from_extents(box.x0 + 1, box.y0 + 1, box.x1 - 1, box.y1 - 1)


def beside(picture: Picture) -> Iterator[Text]:
    """Yield the texts that stand beside an area that counts in points: names, ticks, a key."""
    for axes in picture.figure.axes:
        if axes.axison:
            continue
        across, high = axes.get_xlim()[1], axes.get_ylim()[0]
        for one in axes.texts:
            x, y = one.get_position()
            if not (0 <= x <= across and 0 <= y <= high):
                yield one


def intrudes(one: Text) -> bool:
    """Tell whether a text reaches into the area beside which it stands."""
    assert one.axes is not None
    return bool(shrunk(one).overlaps(one.axes.bbox))
