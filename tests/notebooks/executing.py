"""A notebook as papermill runs it, in this process's own environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import papermill

from electcheck.files.packaged import packaged

NOTEBOOKS = sorted(packaged("notebooks").glob("*.ipynb"))


def executed(name: str, folder: Path, **parameters: Any) -> nbformat.NotebookNode:
    """Run a notebook with parameters and return it; a cell that fails raises."""
    (path,) = [one for one in NOTEBOOKS if one.stem.startswith(name)]
    out = folder / path.name
    papermill.execute_notebook(
        path, out, parameters, kernel_name="python3", progress_bar=False, log_output=False
    )
    return nbformat.read(out, as_version=4)


def cell(notebook: nbformat.NotebookNode, name: str) -> Any:
    """Return a cell by its id."""
    return next(one for one in notebook.cells if one.get("id") == name)


def said(notebook: nbformat.NotebookNode, name: str) -> str:
    """Return what a cell printed and what it gave back, as text."""
    parts = []
    for output in cell(notebook, name).outputs:
        parts.append(output.get("text") or output.get("data", {}).get("text/plain", ""))
    return "".join(parts)


def picture(notebook: nbformat.NotebookNode, name: str) -> str:
    """Return the PNG of a cell, in base 64; empty where it drew none."""
    found = [one.data.get("image/png", "") for one in cell(notebook, name).outputs if "data" in one]
    return "".join(found)
