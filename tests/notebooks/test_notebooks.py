"""The notebooks run from first cell to last, with any file, and make the report's pictures."""

from __future__ import annotations

import ast
import base64
import json
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from electcheck.charts.style import render
from electcheck.files.packaged import criteria_folder, default_case
from electcheck.report.pictures import assessment_pictures, case_pictures
from electcheck.report.view_language import tongue
from electcheck.results.reconciling.case_tables import read_package
from electcheck.rules.opening import open_case
from electcheck.scoring.assess import assess
from electcheck.scoring.judgement import judgement
from tests.command import run
from tests.notebooks.executing import NOTEBOOKS, cell, executed, picture, said

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_prose_and_calls_and_no_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.cells[0].cell_type == "markdown"
    ids = [one.id for one in notebook.cells]
    assert len(ids) == len(set(ids))
    for one in notebook.cells:
        if one.cell_type != "code":
            continue
        assert one.outputs == []
        assert one.execution_count is None
        source = "\n".join(x for x in one.source.splitlines() if not x.startswith("%"))
        kinds = {type(node) for node in ast.walk(ast.parse(source))}
        assert not kinds & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_takes_parameters_and_says_what_they_are(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    tagged = [one for one in notebook.cells if "parameters" in one.metadata.get("tags", [])]
    assert len(tagged) == 1
    before = notebook.cells[notebook.cells.index(tagged[0]) - 1].source
    assigned = [node.targets[0].id for node in ast.parse(tagged[0].source).body]
    assert assigned
    for name in assigned:
        assert f"`{name}`" in before, name


def test_the_first_makes_the_pictures_of_the_report(tmp_path: Path) -> None:
    notebook = executed("01", tmp_path, draws=50)
    opened = open_case(default_case(), criteria_folder())
    made = judgement(opened, assess(opened), 50, 1, held=False)
    for name, one in assessment_pictures(opened, made.assessment, made, tongue("en")).items():
        drawn = base64.b64decode(picture(notebook, f"{name}-picture"))
        assert drawn == render(one, "png"), name
    assert "Candidate registration" in said(notebook, "areas-table")


def test_the_second_tells_all_that_reconcile_tells(tmp_path: Path) -> None:
    notebook = executed("02", tmp_path)
    told = json.loads(run("results", "reconcile", "--format", "json").out)
    for section, cell_name in {
        "account": "account-lines",
        "press copies": "press-lines",
        "preliminary to final": "preliminary-lines",
        "turnout bulletins": "turnout-lines",
        "exit polls": "exit-lines",
    }.items():
        shown = " ".join("".join(said(notebook, cell_name)).split())
        lines = [one for one in told["lines"] if one["section"] == section]
        assert lines
        html = str(cell(notebook, cell_name).outputs)
        for line in lines:
            assert line["message"].split()[-1] in shown or line["message"] in html, line
    assert told["limits"][0] in said(notebook, "limits")
    opened = open_case(default_case(), criteria_folder())
    tables = read_package(default_case() / "results" / "datapackage.json")
    for name, one in case_pictures(tables, opened, tongue("en")).items():
        drawn = base64.b64decode(picture(notebook, f"{name}-picture"))
        assert drawn == render(one, "png"), name


def test_the_third_says_that_its_election_is_simulated(tmp_path: Path) -> None:
    notebook = executed("03", tmp_path, resamples=20)
    assert "A SIMULATED ELECTION" in said(notebook, "open")
    assert "0 contradictions" in said(notebook, "check")
    for name in ("account", "fingerprint", "comb-turnout", "comb-share", "references"):
        assert picture(notebook, f"{name}-picture"), name
    assert "false alarms on clean elections" in said(notebook, "battery")


def test_the_third_takes_any_file_and_map_and_refuses_what_it_must(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    voters = rng.integers(100_000, 900_000, 17)
    turned = rng.binomial(voters, 0.7)
    table = pd.DataFrame(
        {"oblast": range(17), "voters": voters, "ballots": turned, "A": turned * 7 // 10}
    )
    file, columns = tmp_path / "seventeen.csv", tmp_path / "map.yaml"
    table.to_csv(file, index=False)
    columns.write_text(
        "format: 1\nstation: oblast\nregistered: voters\nissued: ballots\n"
        "in_boxes: ballots\nvotes: {A: A}\nvotes_partial: true\n",
        encoding="utf-8",
    )
    notebook = executed(
        "03", tmp_path, results=str(file), column_map=str(columns), level="region", resamples=20
    )
    assert "real file: seventeen.csv" in said(notebook, "open")
    battery = said(notebook, "battery")
    assert "a row here is one region" in battery
    assert "p 0." not in battery
    assert not picture(notebook, "comb-turnout-picture")


def test_the_fourth_measures_what_the_table_says(tmp_path: Path) -> None:
    notebook = executed(
        "04", tmp_path, simulations=12, tests=["integer-percentage"], shares=[0.05, 0.6]
    )
    assert "(invented)" in said(notebook, "open")
    for name in ("false-alarms", "own-false-alarms", "power", "own-power"):
        assert picture(notebook, f"{name}-picture"), name
    assert "integer-percentage: either" in said(notebook, "own-false-alarms")
    classes = said(notebook, "reference-classes")
    for kind in ("clean", "control", "contested", "documented"):
        assert kind in classes


def test_the_command_copies_them_and_writes_over_no_work(tmp_path: Path) -> None:
    out = tmp_path / "mine"
    first = run("notebooks", "--out", out)
    assert first.code == 0
    assert [Path(line).name for line in first.out.splitlines()] == [p.name for p in NOTEBOOKS]
    for path in NOTEBOOKS:
        assert (out / path.name).read_bytes() == path.read_bytes()
    assert run("notebooks", "--out", out).code == 0
    changed = out / NOTEBOOKS[0].name
    changed.write_text("mine", encoding="utf-8")
    again = run("notebooks", "--out", out)
    assert again.code == 2
    assert changed.name in again.err
    assert changed.read_text(encoding="utf-8") == "mine"
