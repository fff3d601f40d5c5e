"""The notebook runs from first cell to last, defines nothing, and is stored without output."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.filterwarnings("ignore")
def test_the_sampling_notebook_runs_and_says_the_verdicts() -> None:
    notebook = nbformat.read(ROOT / "notebooks" / "05-sampling.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert not any(
        line.startswith(("def ", "class ")) for cell in code for line in cell.source.splitlines()
    )
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    said = "".join(out.get("text", "") for cell in code for out in cell.outputs)
    for words in ("consistent:", "outside the range -", "not decidable", "60 stations visited"):
        assert words in said
    assert any("image/png" in out.get("data", {}) for cell in code for out in cell.outputs)
