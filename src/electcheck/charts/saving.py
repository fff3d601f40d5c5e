"""A figure becomes a file: the same figure gives the same bytes."""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from electcheck.errors import refuse
from electcheck.files.write import write_files

KINDS = (".svg", ".png")


def save(figure: Figure, path: Path) -> None:
    """Write a figure as SVG or PNG, without a date in it.

    Raises:
        InputRefused: the name ends otherwise, or the folder cannot be written to.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise refuse(path, f"expected a name that ends in {' or '.join(KINDS)}")
    out = io.BytesIO()
    metadata: dict[str, str | None] = {"Date": None} if kind == ".svg" else {"Software": None}
    with mpl.rc_context({"svg.hashsalt": "electcheck"}):
        figure.savefig(out, format=kind[1:], metadata=metadata)
    write_files(path.parent, {path.name: out.getvalue()})
