"""Partitions: taken over, made anew, extended, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.command import run
from tests.studies.conftest import contents

TESTS = ("--tests", "integer-percentage", "--processes", "1", "--format", "json")


def calibrated(election: tuple[str, ...], out: Path, simulations: int, *more: str) -> str:
    arguments = ("--simulations", str(simulations), "--out", out)
    ran = run("results", "calibrate", *election, *TESTS, *arguments, *more)
    assert ran.code == 0, ran.err
    return ran.out


def test_a_rerun_makes_only_what_is_missing_or_damaged(
    election: tuple[str, ...], tmp_path: Path
) -> None:
    out = tmp_path / "study"
    answer = calibrated(election, out, 160)
    before = contents(out)
    parts = sorted((out / "planted=clean").iterdir())
    assert len(parts) == 4
    parts[0].unlink()
    parts[1].write_bytes(parts[1].read_bytes()[:-9])
    times = [path.stat().st_mtime_ns for path in parts[2:]]
    assert calibrated(election, out, 160) == answer
    assert contents(out) == before
    assert [path.stat().st_mtime_ns for path in parts[2:]] == times


def test_partitions_are_what_is_counted(election: tuple[str, ...], tmp_path: Path) -> None:
    """A changed p-value in a partition changes the rate: a rerun reads and does not simulate."""
    out = tmp_path / "study"
    before = json.loads(calibrated(election, out, 20))
    path = out / "planted=clean" / "from-000000.parquet"
    table = pq.read_table(path)
    column = table.column_names.index("smallest_adjusted_pvalue")
    changed = table.set_column(column, "smallest_adjusted_pvalue", [[0.0] * len(table)])
    pq.write_table(changed.replace_schema_metadata(table.schema.metadata), path)
    after = json.loads(calibrated(election, out, 20))
    assert {row["rate"] for row in after["false_alarms"]} == {1.0}
    assert before != after


def test_more_simulations_extend_and_fewer_read_what_is_there(
    election: tuple[str, ...], tmp_path: Path
) -> None:
    whole = calibrated(election, tmp_path / "whole", 70)
    few = calibrated(election, tmp_path / "part", 20)
    assert calibrated(election, tmp_path / "part", 70) == whole
    assert contents(tmp_path / "part") == contents(tmp_path / "whole")
    assert calibrated(election, tmp_path / "part", 20) == few
    assert contents(tmp_path / "part") == contents(tmp_path / "whole")


def test_another_study_in_the_folder_is_refused(election: tuple[str, ...], tmp_path: Path) -> None:
    calibrated(election, tmp_path, 10)
    before = contents(tmp_path)
    arguments = ("--simulations", "10", "--out", tmp_path, "--seed", "9")
    ran = run("results", "calibrate", *election, *TESTS, *arguments)
    assert ran.code == 2
    assert "holds another study (seed: 0 there, 9 here)" in ran.err
    assert contents(tmp_path) == before


def test_a_folder_with_another_kind_of_description_is_refused(
    election: tuple[str, ...], tmp_path: Path
) -> None:
    for content, words in (("{", "cannot be read as JSON"), ("[1]", "describes no study")):
        (tmp_path / "study.json").write_text(content, encoding="utf-8")
        ran = run("results", "calibrate", *election, *TESTS, "--out", tmp_path)
        assert ran.code == 2
        assert words in ran.err


def test_without_a_folder_nothing_is_kept_and_the_answer_is_the_same(
    election: tuple[str, ...], tmp_path: Path
) -> None:
    arguments = ("results", "calibrate", *election, *TESTS, "--simulations", "60")
    assert run(*arguments).out == run(*arguments, "--out", tmp_path).out


def test_simulated_elections_are_the_replicates_of_the_seed(
    election: tuple[str, ...], tmp_path: Path
) -> None:
    planted = ("--inject", "rounding", "--share", "0.3", "--seed", "2")
    many = ("results", "simulate", *election, "--out", tmp_path / "many", *planted)
    assert "3 elections, 3 of them made now" in run(*many, "--simulations", "3").out
    before = contents(tmp_path / "many")
    assert sorted(before) == [
        "election-000000.parquet", "election-000001.parquet", "election-000002.parquet",
        "map.yaml", "study.json",
    ]  # fmt: skip
    (tmp_path / "many" / "election-000001.parquet").unlink()
    assert "3 elections, 1 of them made now" in run(*many, "--simulations", "3").out
    assert contents(tmp_path / "many") == before

    single = ("results", "simulate", *election, "--out", tmp_path / "one.csv", *planted)
    assert run(*single, "--replicate", "2").code == 0
    tests = ("--tests", "integer-percentage", "--format", "json")
    csv = run("results", "test", tmp_path / "one.csv", "--map", tmp_path / "one.yaml", *tests)
    parquet = run("results", "test", tmp_path / "many" / "election-000002.parquet",
                  "--map", tmp_path / "many" / "map.yaml", *tests)  # fmt: skip
    assert json.loads(csv.out)["tests"] == json.loads(parquet.out)["tests"]
    assert json.loads(csv.out)["tests"][0]["pvalue"] < 1e-6


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("simulate", "--out", "x.csv", "--processes", "2"), "how many elections"),
        (("calibrate", "--inject", "rounding", "--inject", "stuffing", "--size", "2"), "one kind"),
    ],
)
def test_what_does_not_go_together_is_refused(
    election: tuple[str, ...], arguments: tuple[str, ...], words: str
) -> None:
    command, *rest = arguments
    ran = run("results", command, *election, *rest)
    assert ran.code == 2
    assert words in ran.err


def test_a_folder_that_cannot_be_written_ends_the_run_and_keeps_what_is_there(
    election: tuple[str, ...], tmp_path: Path
) -> None:
    calibrated(election, tmp_path, 10)
    before = contents(tmp_path)
    (tmp_path / "planted=rounding-0.1").write_text("in the way", encoding="utf-8")
    planted = ("--inject", "rounding", "--shares", "0.1", "--simulations", "10")
    ran = run("results", "calibrate", *election, *TESTS, "--out", tmp_path, *planted)
    assert ran.code == 3
    assert ran.err.startswith("not finished: ")
    assert "partitions written before it stay" in ran.err
    (tmp_path / "planted=rounding-0.1").unlink()
    assert contents(tmp_path) == before
