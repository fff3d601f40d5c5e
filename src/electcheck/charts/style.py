"""One look for all figures, and the same bytes for the same figure.

A figure carries its caveat and its run id inside, since pictures travel without their pages.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

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
_STYLE: Any = {
    "figure.dpi": 100,
    "savefig.dpi": 150,
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "text.color": INK,
    "axes.labelcolor": INK,
    "svg.hashsalt": "electcheck",
    "svg.fonttype": "path",
}


@dataclass(frozen=True)
class Picture:
    """A figure and what it says to who cannot see it.

    Attributes:
        figure: drawn with the caveat and the run id inside.
        alt: the figure in words.
    """

    figure: Figure
    alt: str


def canvas(title: str, panels: int, caveat: str, run_id: str) -> tuple[Figure, list[Axes]]:
    """Return a figure with `panels` panels one above the other, caveat and run id inside."""
    with mpl.rc_context(_STYLE):
        # Below the panels there is room for the caveat.
        layout = ConstrainedLayoutEngine(rect=(0, 0.07, 1, 0.93))
        figure = Figure(figsize=(7.2, 1.6 + 2.4 * panels), layout=layout)
        axes = [figure.add_subplot(panels, 1, i + 1) for i in range(panels)]
        figure.suptitle(title, fontsize=11, x=0.02, ha="left")
        figure.text(0.02, 0.035, caveat, fontsize=7, wrap=True)
        figure.text(0.02, 0.01, f"electcheck, run {run_id}", fontsize=7)
    return figure, axes


def images(name: str, picture: Picture) -> dict[str, bytes | str]:
    """Return PNG, SVG and alt text by file name; no date, no version, no random ids."""
    files: dict[str, bytes | str] = {f"{name}.txt": picture.alt + "\n"}
    for kind in ("png", "svg"):
        stream = io.BytesIO()
        metadata = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
        with mpl.rc_context(_STYLE):
            picture.figure.savefig(stream, format=kind, metadata=metadata)
        files[f"{name}.{kind}"] = stream.getvalue()
    return files
