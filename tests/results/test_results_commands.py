"""The commands print what they promise and leave with the right code."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import yaml

from electcheck.cli import main
from electcheck.files.packaged import default_case
from electcheck.results.column_map import load_map
from electcheck.results.read import read_stations

from . import elections


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = 0
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as left:
        code = int(left.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    columns = elections.clean()
    columns["Alma"][4] += 3
    path = elections.write(tmp_path / "stations.csv", elections.csv_lines(columns))
    map_path = tmp_path / "map.yaml"
    map_path.write_text(yaml.safe_dump(elections.MAP), encoding="utf-8")
    return path, map_path


def test_check_in_three_formats(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    path, map_path = files
    code, out, err = run(capsys, "results", "check", path, "--map", map_path, "--format", "json")
    answer = json.loads(out)
    assert (code, err) == (1, "")
    assert (answer["stations"], answer["summary"]) == (400, {"E104": 1})
    (issue,) = answer["issues"]
    assert {"code", "station", "cells", "observed", "expected", "message", "action"} <= set(issue)
    assert issue["cells"] == ["Alma", "Boris", "Chiara", "valid"]
    assert issue["observed"] - issue["expected"] == 3
    code, out, _ = run(capsys, "results", "check", path, "--map", map_path, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, [row["code"] for row in rows]) == (1, ["E104"])
    code, out, _ = run(capsys, "results", "check", path, "--map", map_path)
    assert code == 1
    assert "1 contradiction, 0 worth a look" in out
    assert "neither passed nor failed" in out


def test_a_clean_file_leaves_with_0(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path
) -> None:
    clean = elections.write(tmp_path / "clean.csv", elections.csv_lines(elections.clean()))
    code, out, _ = run(capsys, "results", "check", clean, "--map", files[1], "--format", "json")
    answer = json.loads(out)
    assert (code, answer["summary"], answer["issues"]) == (0, {}, [])


def test_map_proposes_what_can_be_read_again(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path
) -> None:
    path, _ = files
    code, out, _ = run(capsys, "results", "map", path)
    assert code == 0
    assert "registered: registered  # 95 %" in out
    code, printed, err = run(capsys, "results", "map", path, "--out", tmp_path / "m.yaml")
    assert (code, printed) == (0, "")
    assert "confirm every line" in err
    assert (tmp_path / "m.yaml").read_text(encoding="utf-8") == out
    proposed = load_map(tmp_path / "m.yaml")
    table = read_stations(path, proposed)
    assert set(table.votes) == set(elections.CANDIDATES)
    assert proposed.region == "region"
    for name in ("registered", "issued", "in_boxes", "valid", "invalid"):
        assert proposed.formulas()[name].columns == (name,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("valid: V\n", "the key 'station' is missing"),
        ("station: [id]\nvlid: V\n", "unknown key 'vlid'. Did you mean 'valid'?"),
        ("station: [id]\nvalid: {sum: V}\n", "expected a column, {sum: [columns]}"),
        ("station: [id]\nvalid: {difference: [a, b, c]}\n", "{difference: [a, b]}"),
        ("station: [id]\nvalid: 1.5\n", "put the column's name in quotes"),
        ("station: [id]\nread: {encoding: klingon}\n", "the encoding 'klingon' is not known"),
        ("station: [id]\nread: {decimal: ';'}\n", "expected one of"),
        ("format: 2\nstation: [id]\n", "format 2 is not known"),
        ("station: [statoin]\n", "Did you mean 'station'?"),
    ],
)
def test_a_bad_map_is_refused_in_plain_words(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], text: str, words: str
) -> None:
    path, map_path = files
    map_path.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "results", "check", path, "--map", map_path)
    assert (code, out) == (2, "")
    assert words in err


def test_a_file_without_a_map_is_told_how_to_get_one(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    code, out, err = run(capsys, "results", "check", files[0])
    assert (code, out) == (2, "")
    assert "electcheck results map FILE --out MAP" in err
    code, _, err = run(capsys, "results", "check", files[0].with_name("nothing.csv"))
    assert code == 2
    assert "there is no such file" in err


def test_impact_answers_each_scenario_by_itself(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path
) -> None:
    path, map_path = files
    bounds = tmp_path / "law.yaml"
    bounds.write_text(
        "thresholds:\n  - {id: majority, title: Half, kind: majority, percent: 50, "
        "more_than: true, of: [in_boxes, valid], settled: false, article: art. 1}\n",
        encoding="utf-8",
    )
    listed = elections.write(tmp_path / "list.csv", ["station", "Region 1 / District 1 / No. 1"])
    arguments = ("results", "impact", path, "--map", map_path, "--thresholds", bounds)
    code, out, _ = run(capsys, *arguments, "--format", "json")
    answer = json.loads(out)
    assert code == 0
    assert answer["doubtful"]["stations"] == 1
    assert answer["winner"] == "Alma"
    assert set(answer["scenarios"]) == {"annul", "reassign", "add"}
    bounds_told = answer["scenarios"]["annul"]["thresholds"]
    assert [one["denominator"] for one in bounds_told] == ["in_boxes", "valid"]
    assert {one["article"] for one in bounds_told} == {"art. 1"}
    code, out, _ = run(capsys, *arguments, "--stations", listed, "--scenario", "annul")
    assert code == 0
    assert "1 doubtful (listed in list.csv)" in out
    code, out, _ = run(capsys, *arguments, "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(out)))) == 3 * (3 + 2)
    wrong = elections.write(tmp_path / "wrong.csv", ["No. 1"])
    code, _, err = run(capsys, *arguments, "--stations", wrong)
    assert code == 2
    assert "no station 'No. 1' in the file" in err
    code, _, err = run(capsys, *arguments, "--codes", "E9")
    assert code == 2
    code, _, err = run(capsys, "results", "impact", default_case())
    assert code == 2
    assert "a limit of the search" in err


def test_reconcile_a_case_and_a_file(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path
) -> None:
    code, out, _ = run(capsys, "results", "reconcile")
    assert code == 1
    assert "DOES NOT HOLD: press copy of Kosanov" in out
    assert "limit of the search" in out
    code, out, _ = run(capsys, "results", "reconcile", "--format", "json")
    assert json.loads(out)["summary"]["press copies"] == {"does_not_hold": 1}
    path, map_path = files
    total = elections.clean()["valid"].sum()
    announced = elections.write(
        tmp_path / "t.csv", ["level,name,quantity,value", f"nation,,valid,{total:.0f}"]
    )
    code, out, _ = run(
        capsys, "results", "reconcile", path, "--map", map_path, "--announced", announced
    )
    assert code == 0
    assert "holds: nation: valid" in out
    code, out, _ = run(
        capsys, "results", "reconcile", path, "--map", map_path, "--against", path,
        "--format", "csv",
    )  # fmt: skip
    assert code == 0
    assert out.count("\n") == 2


@pytest.mark.parametrize("command", ["map", "check", "reconcile", "impact"])
def test_every_command_has_help_with_an_example(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    code, out, _ = run(capsys, "results", command, "--help")
    assert code == 0
    assert f"electcheck results {command}" in out
    assert "Example" in out
