"""One look for all figures, and the same bytes for the same figure.

A figure carries its caveat and its run id inside, since pictures travel without their pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.transforms import Bbox

from electcheck.charts.lettering import measured_lines
from electcheck.model.said import Said

# Okabe & Ito's colours, told apart with any colour vision.
INK = "#222222"
OBSERVED = "#D55E00"
NULL = "#0072B2"
CLASS_COLOURS = {
    "clean": "#009E73",
    "control": "#56B4E9",
    "contested": "#E69F00",
    "documented": "#CC79A7",
}
# Apart in lightness and in shape too, so that they are told apart in grey.
CLASS_MARKERS = {"clean": "o", "control": "s", "contested": "^", "documented": "X"}
MUTED = "#767676"
PALE = "#d9d9d9"
# Dots of an inch of a PNG.
_PRINTED = 150
_STYLE: Any = {
    "font.family": "DejaVu Sans",
    "hatch.linewidth": 0.6,
    "figure.dpi": 100,
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "text.color": INK,
    "axes.labelcolor": INK,
    "svg.hashsalt": "electcheck",
    "svg.fonttype": "path",
    # A name may have dollars in it.
    "text.parse_math": False,
    # Letters fitted to the pixels of one size are wider at another, so that what was placed on the
    # screen would be cut off in print.
    "text.hinting": "no_hinting",
}
_INSIDE = ContextVar("styled", default=False)


@dataclass(frozen=True)
class Picture:
    """A figure and what it says to who cannot see it.

    Attributes:
        figure: drawn with the caveat and the run id inside.
        alt: the figure in words.
        table: what the figure shows as rows of words, the first row the headings; empty where the
            figure shows a test's result, which is a table of its own.
    """

    figure: Figure
    alt: str
    table: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        layout = self.figure.get_layout_engine()
        if layout is None:
            return
        # Everything is placed once: placing again would move it, and each file would be another.
        # Only placed, not drawn: whoever renders draws, and drawing is what costs time.
        with styled():
            layout.execute(self.figure)
        self.figure.set_layout_engine("none")
        for axes in self.figure.axes:
            # What solves the layout leaves dust that differs from run to run, and a name of a
            # shape in SVG is made of all its digits.
            placed = (round(float(edge), 6) for edge in axes.get_position().bounds)
            axes.set_position(Bbox.from_bounds(*placed))

    def _repr_png_(self) -> bytes:
        """Show the picture in a notebook."""
        return render(self, "png")


class Speech(Protocol):
    """The language in which a picture speaks; `report.view_language.Tongue` is one."""

    def __call__(self, message: str, **values: Any) -> str:
        """Return a message in the language, its values filled in."""

    def several(self, one: str, many: str, n: int, **values: Any) -> str:
        """Return a message in the plural form that `n` asks for."""

    def said(self, words: Said) -> str:
        """Return a sentence of a test in the language."""

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""

    def count(self, number: int) -> str:
        """Return a whole number as the language writes it."""

    def decimal(self, value: float, places: int) -> str:
        """Return a number with so many decimals as the language writes it."""


@contextmanager
def styled() -> Iterator[None]:
    """Draw with our style, whatever the user's own settings of matplotlib are.

    Inside another `styled` nothing is set anew: setting hundreds of values takes its time.
    """
    if _INSIDE.get():
        yield
        return
    ours = {key: value for key, value in mpl.rcParamsDefault.items() if key != "backend"}
    token = _INSIDE.set(True)
    try:
        with mpl.rc_context(ours | _STYLE):
            yield
    finally:
        _INSIDE.reset(token)


def canvas(title: str, panels: int, caveat: str, run: str) -> tuple[Figure, list[Axes]]:
    """Return a figure with `panels` panels one above the other, caveat and run inside."""
    with styled():
        # Below the panels there is room for the caveat.
        layout = ConstrainedLayoutEngine(rect=(0, 0.07, 1, 0.93))
        figure = Figure(figsize=(7.2, 1.6 + 2.4 * panels), layout=layout)
        axes = [figure.add_subplot(panels, 1, i + 1) for i in range(panels)]
        heading = "\n".join(measured_lines(title, 11, 72 * 6.9))
        figure.suptitle(heading, fontsize=11, x=0.02, ha="left")
        figure.text(0.02, 0.035, caveat, fontsize=7, wrap=True)
        figure.text(0.02, 0.01, run, fontsize=7)
    return figure, axes


def images(name: str, picture: Picture) -> dict[str, bytes | str]:
    """Return PNG, SVG and alt text by file name; no date, no version, no random ids."""
    return {
        f"{name}.txt": picture.alt + "\n",
        f"{name}.png": render(picture, "png"),
        f"{name}.svg": render(picture, "svg"),
    }


def render(picture: Picture, kind: str) -> bytes:
    """Return a picture as PNG or SVG bytes: no date, no version, no random ids.

    Args:
        picture: what is drawn.
        kind: `png` or `svg`.
    """
    figure, stream = picture.figure, io.BytesIO()
    # `Figure.savefig` would draw twice: once more to place what is placed already.
    with styled():
        if kind == "svg":
            paper: Any = FigureCanvasSVG(figure)
            paper.print_svg(stream, metadata={"Date": None, "Creator": None})
        else:
            screen = figure.dpi
            figure.set_dpi(_PRINTED)
            paper = FigureCanvasAgg(figure)
            paper.print_png(stream, metadata={"Software": None})
            figure.set_dpi(screen)
    return stream.getvalue()
