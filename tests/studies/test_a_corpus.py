"""A folder of elections with their maps: found, tested, resumed, listed where unreadable."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from electcheck.forensics.battery import MODELS
from electcheck.studies.corpus import corpus_of
from electcheck.studies.validation_table import cell, validation_table
from tests.command import run
from tests.conftest import ROOT
from tests.studies.conftest import contents, write_election

NUMBERS = (
    "statistic", "estimate", "low", "high", "pvalue", "pvalue_adjusted", "minimum_detectable",
)  # fmt: skip
TESTS = ("--tests", "integer-percentage,turnout-tail", "--processes", "1")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "elections"
    one = write_election(folder / "north", "north-results", 300)
    (one.parent / "codebook.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    text = "# North\n\n- Class: CLEAN\n- Source: invented here\n"
    (one.parent / "README.md").write_text(text, encoding="utf-8")
    write_election(folder / "south", "votes", 400, seed=2)
    (folder / "empty").mkdir()
    (folder / "nomap").mkdir()
    (folder / "nomap" / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (folder / "notes.md").write_text("no election\n", encoding="utf-8")
    write_election(folder, "west", 500, seed=3)
    return folder


def validated(folder: Path, out: Path, *more: str) -> tuple[int, str]:
    ran = run("results", "validate", folder, "--out", out, *TESTS, *more)
    return ran.code, ran.out


def test_every_election_is_found_and_the_rest_is_listed(corpus: Path, tmp_path: Path) -> None:
    code, out = validated(corpus, tmp_path / "v", "--format", "json")
    answer = json.loads(out)
    assert code == 0
    assert list(dict.fromkeys(row["election"] for row in answer["elections"])) == [
        "north", "south", "west",
    ]  # fmt: skip
    assert set(answer["left_out"]) == {"empty", "nomap"}
    assert "no results file" in answer["left_out"]["empty"]
    assert "no column map" in answer["left_out"]["nomap"]
    north = [row for row in answer["elections"] if row["election"] == "north"]
    assert {row["class"] for row in north} == {"clean"}
    assert {row["source"] for row in north} == {"invented here"}
    page = (tmp_path / "v" / "validation.md").read_text(encoding="utf-8")
    assert "### Clean" in page
    assert "### Unclassed" in page
    assert "| nomap |" in page


def test_rows_are_what_the_test_command_says(corpus: Path, tmp_path: Path) -> None:
    _, out = validated(corpus, tmp_path / "v", "--format", "csv", "--seed", "3")
    file = corpus / "west.csv"
    arguments = ("--map", file.with_suffix(".yaml"), "--format", "json", "--seed", "3")
    said = run("results", "test", file, *TESTS[:2], *arguments)
    tests = {
        one["variant"] or "": one
        for one in json.loads(said.out)["tests"]
        if one["test"] == "integer-percentage"
    }
    rows = [
        row
        for row in csv.DictReader(io.StringIO(out))
        if row["election"] == "west" and row["test"] == "integer-percentage"
    ]
    assert len(rows) == 3
    for row in rows:
        one = tests[row["claim"]]
        assert float(row["statistic"]) == pytest.approx(one["statistic"], rel=1e-9)
        assert row["n"] == str(one["n"])


def test_a_rerun_takes_over_and_a_changed_file_is_tested_again(
    corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "v"
    validated(corpus, out)
    before = contents(out)
    times = {path: path.stat().st_mtime_ns for path in (out / "partitions").iterdir()}
    validated(corpus, out)
    assert contents(out) == before
    assert {path: path.stat().st_mtime_ns for path in (out / "partitions").iterdir()} == times
    write_election(corpus / "south", "votes", 450, seed=4)
    validated(corpus, out)
    again = {path.name for path, then in times.items() if path.stat().st_mtime_ns != then}
    assert again == {"south.parquet"}


def test_two_processes_give_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    validated(corpus, tmp_path / "one")
    ran = run("results", "validate", corpus, "--out", tmp_path / "two", *TESTS[:2],
              "--processes", "2")  # fmt: skip
    assert ran.code == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_an_election_that_cannot_be_read_stops_no_other(corpus: Path, tmp_path: Path) -> None:
    (corpus / "south" / "votes.csv").write_text("station\n", encoding="utf-8")
    ran = run("results", "validate", corpus, "--out", tmp_path / "v", *TESTS)
    assert ran.code == 1
    assert "south: " in ran.err
    assert "| south |" in ran.out
    assert "west" in ran.out


def test_a_map_beside_the_file_wins_over_the_bundled_one(tmp_path: Path) -> None:
    file = write_election(tmp_path / "russia2018", "russia2018", 50)
    (found,) = corpus_of(tmp_path).elections
    assert found.column_map == file.with_suffix(".yaml")
    file.with_suffix(".yaml").unlink()
    (found,) = corpus_of(tmp_path).elections
    assert found.column_map == ROOT / "data" / "maps" / "russia2018.yaml"
    (tmp_path / "russia2018" / "map.yaml").write_text("station: station\n", encoding="utf-8")
    (found,) = corpus_of(tmp_path).elections
    assert found.column_map == tmp_path / "russia2018" / "map.yaml"


def test_several_results_files_are_asked_about(tmp_path: Path) -> None:
    write_election(tmp_path / "east", "first", 20)
    write_election(tmp_path / "east", "second", 20)
    ran = run("results", "validate", tmp_path, "--out", tmp_path / "v")
    assert ran.code == 2
    assert "which file holds the results? (first.csv, second.csv)" in ran.err
    assert not (tmp_path / "v").exists()


def test_no_folder_is_refused(tmp_path: Path) -> None:
    assert run("results", "validate", tmp_path / "none").code == 2


def test_the_reference_statistics_are_what_validate_makes(
    validation_data: Path, tmp_path: Path
) -> None:
    """On the smallest real elections."""
    small = ("dc2010", "argentina2015_caba", "albania2013")
    folder = tmp_path / "real"
    folder.mkdir()
    for name in small:
        (folder / name).symlink_to(validation_data / name, target_is_directory=True)
    ran = run("results", "validate", folder, "--out", tmp_path / "v", "--seed", "1",
              "--format", "csv")  # fmt: skip
    assert ran.code == 0
    reference = ROOT / "data" / "reference" / "elections.csv"
    with reference.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["test"] not in MODELS]
    committed = [row for row in rows if row["election"] in small]
    made = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(made) == len(committed)
    for ours, theirs in zip(made, committed, strict=True):
        for name, value in theirs.items():
            # The last of ten digits hangs on the processor's own instructions.
            if name in NUMBERS and value:
                assert float(ours[name]) == pytest.approx(float(value), rel=1e-8, abs=1e-12)
            else:
                assert ours[name] == value


def test_a_cell_of_an_estimate_has_its_interval_or_says_that_it_refuses() -> None:
    row = {
        "test": "klimek", "claim": "incremental fraud, distance", "status": "computed",
        "statistic": "0.7046", "estimate": "0.7046", "low": "0.6742", "high": "0.7308",
        "pvalue": "", "pvalue_adjusted": "", "below_level": "", "worst_unit": "",
    }  # fmt: skip
    assert cell(row) == "0.705 [0.674, 0.731]"
    assert cell(row | {"low": "", "high": ""}) == "0.705"
    assert cell(row | {"status": "refused", "statistic": ""}) == "refuses"
    assert cell(row | {"status": "refused", "test": "duplicates"}) == "off"


def test_estimates_stand_apart_from_tests() -> None:
    row = {
        "election": "north", "class": "clean", "test": "rkd", "claim": "", "status": "computed",
        "statistic": "0.2", "estimate": "0.2", "low": "0.1", "high": "0.3", "pvalue": "0.01",
        "pvalue_adjusted": "0.01", "below_level": "1", "worst_unit": "",
    }  # fmt: skip
    page = validation_table([row, row | {"test": "duplicates"}], {})
    tests, models = page.split("## Model-based estimates")
    assert "| duplicates | **0.01** |" in tests
    assert "| rkd | **0.01** |" in models
    assert "rkd" not in tests
