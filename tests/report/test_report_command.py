"""`electcheck report`: where it writes, what it prints, the same bytes each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import run
from tests.report.conftest import EXAMPLE
from tests.report.elements import tree

GOLDEN = Path(__file__).parent / "golden"
CASE = (EXAMPLE / "case", "--criteria", EXAMPLE / "criteria")


def test_it_writes_both_files_and_prints_where_they_lie(tmp_path):
    ran = run("report", *CASE, "--out", tmp_path / "r")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        (tmp_path / "r" / name).as_posix() for name in ("report.html", "assessment.json")
    ]
    assert ran.err == ""
    assert sorted(p.name for p in (tmp_path / "r").iterdir()) == ["assessment.json", "report.html"]


def test_by_default_it_writes_below_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = run("report", *CASE)
    assert ran.out.splitlines()[0] == "reports/case/report.html"
    assert (tmp_path / "reports" / "case" / "report.html").is_file()


def test_the_json_is_what_assess_prints(tmp_path):
    run("report", *CASE, "--out", tmp_path, "--standard", "clear-and-convincing")
    asked = run("assess", *CASE, "--format", "json", "--standard", "clear-and-convincing")
    assert (tmp_path / "assessment.json").read_text(encoding="utf-8") == asked.out


def test_the_day_and_the_standard_change_the_report(tmp_path):
    for name, options in (
        ("now", ()),
        ("early", ("--as-of", "2031-05-05")),
        ("strict", ("--standard", "clear-and-convincing")),
    ):
        assert run("report", *CASE, "--out", tmp_path / name, *options).code == 0
    pages = {p.name: tree((p / "report.html").read_text("utf-8")) for p in tmp_path.iterdir()}
    assert "5 May 2031" in pages["early"].by_id("top").text
    assert "pending" in pages["early"].by_id("media.internet").text
    assert "Clear and convincing evidence" in pages["strict"].by_id("top").text
    assert "conflicting" in pages["now"].by_id("media.internet").text


def test_a_case_that_check_refuses_is_refused_and_nothing_is_written(tmp_path):
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "election.yaml").write_text("format: 1\nid: x\n", encoding="utf-8")
    ran = run("report", tmp_path / "case", "--out", tmp_path / "r")
    assert ran.code == 2
    assert "nothing was written" in ran.err
    assert not (tmp_path / "r").exists()


def test_an_unknown_standard_is_refused(tmp_path):
    ran = run("report", *CASE, "--out", tmp_path / "r", "--standard", "reasonable-ground")
    assert ran.code == 2
    assert "Did you mean 'reasonable-grounds'?" in ran.err
    assert not (tmp_path / "r").exists()


def test_public_files_hold_nothing_restricted_and_internal_ones_do(tmp_path):
    run("report", *CASE, "--out", tmp_path / "public")
    run("report", *CASE, "--out", tmp_path / "internal", "--audience", "internal")
    for path in (tmp_path / "public").iterdir():
        assert b"CANARY" not in path.read_bytes()
    assert b"CANARY" in (tmp_path / "internal" / "report.html").read_bytes()


def test_an_internal_report_marks_its_folder_and_no_public_one_goes_there(tmp_path):
    """Files of formats that the public report does not write would stay beside it."""
    inside = ("--out", tmp_path / "r", "--audience", "internal", "--formats", "json,csv")
    assert run("report", *CASE, *inside).code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir()}
    assert "do not publish" in before["NOT-FOR-PUBLICATION.txt"].decode().lower()
    ran = run("report", *CASE, "--out", tmp_path / "r", "--formats", "json")
    assert ran.code == 2
    assert "NOT-FOR-PUBLICATION.txt" in ran.err
    assert {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir()} == before
    assert run("report", *CASE, *inside).code == 0


def test_two_processes_write_the_same_bytes(tmp_path):
    pages = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        arguments = ["report", *map(str, CASE), "--out", str(out)]
        subprocess.run(
            [sys.executable, "-m", "electcheck", *arguments],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"},
        )
        pages.append([(out / name).read_bytes() for name in ("report.html", "assessment.json")])
    assert pages[0] == pages[1]


@pytest.mark.parametrize("name", ["assessment.json", "report.txt"])
def test_the_example_reads_as_it_did(tmp_path, name):
    """What the example's report says is kept word for word.

    Where a change is meant, run with ELECTCHECK_REMAKE_GOLDEN=1 and look at the difference.
    """
    run("report", *CASE, "--out", tmp_path)
    (body,) = tree((tmp_path / "report.html").read_text(encoding="utf-8")).all("body")
    lines = [e.text for e in body.all() if e.tag in ("h1", "h2", "h3", "h4", "h5", "p", "dd", "td")]
    made = {
        "assessment.json": (tmp_path / "assessment.json").read_text(encoding="utf-8"),
        "report.txt": "\n".join(line for line in lines if line and "Made by electcheck" not in line)
        + "\n",
    }[name]
    if os.environ.get("ELECTCHECK_REMAKE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(made, encoding="utf-8", newline="\n")
        pytest.fail(f"{name} was made anew: look at the difference")
    assert made == (GOLDEN / name).read_text(encoding="utf-8")
    if name.endswith(".json"):
        json.loads(made, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
