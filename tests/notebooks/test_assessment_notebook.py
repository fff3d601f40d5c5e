"""The first notebook makes the numbers of the report by the same functions."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.command import run
from tests.report.conftest import EXAMPLE

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "01-assessment.ipynb"


@pytest.fixture(scope="module")
def executed():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source += f"\ncase = {str(EXAMPLE / 'case')!r}"
            cell.source += f"\ncriteria = {str(EXAMPLE / 'criteria')!r}"
    said = nbformat.v4.new_code_cell(
        "from electcheck.files.json_text import to_json\nprint(to_json(data), end='')"
    )
    notebook.cells.append(said)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return notebook


def test_its_numbers_are_those_of_assessment_json(executed, tmp_path):
    run("report", EXAMPLE / "case", "--criteria", EXAMPLE / "criteria", "--out", tmp_path)
    written = json.loads((tmp_path / "assessment.json").read_text(encoding="utf-8"))
    (output,) = executed.cells[-1].outputs
    assert json.loads(output.text) == written


def test_it_shows_every_area_and_finding(executed):
    (areas,) = next(c for c in executed.cells if c.get("id") == "areas").outputs
    assert "candidate-access" in areas.data["text/plain"]
    (explained,) = next(c for c in executed.cells if c.get("id") == "explain").outputs
    assert "candidate.residence" in explained.text
