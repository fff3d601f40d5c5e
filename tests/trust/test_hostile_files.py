"""What stands where a file should: pipes, devices, folders, links; characters that deceive."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from electcheck.files.yaml_text import parse
from tests.command import Ran, run
from tests.conftest import ROOT, SLOWED

SMALL = ROOT / "tests" / "small"
posix = pytest.mark.skipif(sys.platform == "win32", reason="this system has no such files")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def check(small: Path) -> Ran:
    before = sorted(small.rglob("*"))
    started = time.process_time()
    ran = run("check", small / "case", "--criteria", small / "criteria")
    assert time.process_time() - started < 5 * SLOWED
    assert sorted(small.rglob("*")) == before, "nothing written"
    return ran


def refused(small: Path, *words: str) -> None:
    ran = check(small)
    assert (ran.code, ran.out) == (2, "")
    for word in words:
        assert word in ran.err


@posix
@pytest.mark.parametrize("name", ["election.yaml", "responses.yaml", "evidence/x.yaml"])
def test_a_pipe_is_not_waited_for(small: Path, name: str) -> None:
    path = small / "case" / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    refused(small, f"{name} expected a file, found a pipe")


@posix
def test_a_device_named_on_the_command_line_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "zero.json").symlink_to("/dev/zero")
    for words in (
        ("results", "check", "/dev/zero", "--map", "/dev/zero"),
        ("diff", tmp_path / "zero.json", tmp_path / "zero.json"),
        ("sample", "estimate", "/dev/zero", "--design", "/dev/zero"),
    ):
        ran = run(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "expected a file, found a device" in ran.err


@posix
def test_a_link_out_of_the_case_is_not_followed(small: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("format: 1\nstatements: the password is swordfish\n", "utf-8")
    (small / "case" / "evidence" / "x.yaml").symlink_to(secret)
    ran = check(small)
    assert ran.code == 2
    assert "evidence/x.yaml is a link that leads out of its folder" in ran.err
    assert "swordfish" not in ran.err


@posix
def test_links_inside_the_case_are_followed_and_a_loop_is_refused(small: Path) -> None:
    evidence = small / "case" / "evidence"
    kept = evidence / "kept"
    (evidence / "candidate-access.yaml").rename(kept)
    (evidence / "candidate-access.yaml").symlink_to("kept")
    assert check(small).code == 0
    (small / "case" / "responses.yaml").symlink_to("responses.yaml")
    refused(small, "responses.yaml is a link that leads out of its folder")


@posix
def test_a_link_that_leads_nowhere_is_not_a_file_left_out(small: Path) -> None:
    (small / "case" / "corrections.yaml").symlink_to("gone.yaml")
    refused(small, "corrections.yaml there is no such file")


@posix
def test_a_whole_folder_of_evidence_that_lies_elsewhere(small: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (small / "case" / "evidence").rename(elsewhere)
    (small / "case" / "evidence").symlink_to(elsewhere)
    refused(small, "leads out of its folder")


def test_an_empty_folder_that_lies_elsewhere_is_no_evidence(small: Path, tmp_path: Path) -> None:
    shutil.rmtree(small / "case" / "evidence")
    (small / "case" / "evidence").symlink_to(tmp_path, target_is_directory=True)
    refused(small, "evidence is a link that leads out of its folder")


@pytest.mark.parametrize("name", ["more.yml", "MORE.YAML", "2031/more.yaml", "a/b/more.yml"])
def test_evidence_that_would_not_be_read_is_missed(small: Path, name: str) -> None:
    path = small / "case" / "evidence" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("format: 1\nstatements: []\n", "utf-8")
    refused(small, f"evidence/{name} is not read: evidence lies in files evidence/NAME.yaml")


@pytest.mark.parametrize("name", ["election.yaml", "sources.yaml", "responses.yaml"])
def test_a_folder_where_a_file_is_expected(small: Path, name: str) -> None:
    path = small / "case" / name
    path.unlink(missing_ok=True)
    path.mkdir()
    refused(small, name, "a folder")


def test_a_file_where_a_folder_is_expected(small: Path) -> None:
    shutil.rmtree(small / "case" / "evidence")
    (small / "case" / "evidence").write_text("x", "utf-8")
    refused(small, "evidence expected a folder of evidence files")
    assert run("assess", small / "case" / "election.yaml").code == 2
    ran = run("check", small / "case", "--criteria", small / "case" / "election.yaml")
    assert ran.code == 2


def test_a_file_without_permission(small: Path) -> None:
    path = small / "case" / "sources.yaml"
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    refused(small, "sources.yaml", "Permission denied")


HIDDEN = {
    "right-to-left override": "\u202e",
    "right-to-left isolate": "\u2067",
    "zero width space": "\u200b",
    "line separator": "\u2028",
    "tag latin small letter a": "\U000e0061",
}


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("where", ["value", "key", "comment", "escape"])
def test_characters_that_deceive_are_refused_where_they_stand(
    small: Path, name: str, where: str
) -> None:
    bad = HIDDEN[name]
    escaped = f'"\\U{ord(bad):08x}"'
    lines = {
        "value": f"notes: [a{bad}b]",
        "key": f"no{bad}tes: [ab]",
        "comment": f"notes: []  # a{bad}",
        "escape": f"notes: [{escaped}]",
    }
    path = small / "case" / "election.yaml"
    text = path.read_text("utf-8")
    path.write_text(f"{text}{lines[where]}\n", "utf-8", newline="\n")
    line = text.count("\n") + 1
    refused(small, f"election.yaml:{line}:", f"({name}) is not allowed")


def test_an_escape_of_a_terminal_reaches_no_terminal(small: Path) -> None:
    path = small / "case" / "evidence" / "x.yaml"
    path.write_text('format: 1\nstatements: [{"\\e[2J\\0": "\\x9b31m"}]\n', "utf-8")
    ran = check(small)
    assert ran.code == 2
    assert "U+001B (control character)" in ran.err
    assert not any(mark in ran.err for mark in "\x1b\x9b\0")


@posix
def test_a_name_of_a_file_cannot_speak_to_the_terminal_or_add_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a\n\x1b[31mok: nothing is wrong\udcff.csv"
    path.write_bytes(b"")
    ran = run("results", "check", path, "--map", path)
    assert ran.code == 2
    assert "\x1b" not in ran.err
    assert not any(line.startswith("ok:") for line in ran.err.splitlines())
    ran = run("assess", tmp_path / "\x1b[31m\n")
    assert "\x1b" not in ran.err


def test_names_of_two_alphabets_and_names_that_look_alike(small: Path) -> None:
    path = small / "case" / "election.yaml"
    text = path.read_text("utf-8")
    assert "candidates" not in text
    # The first word of the second name is Latin but for its first letter; the third is Cyrillic.
    path.write_text(
        text + "candidates:\n- {id: a, name: Cop}\n- {id: b, name: Сapote}\n- {id: c, name: Сор}\n",
        "utf-8",
    )
    refused(
        small,
        "the word 'Сapote' mixes letters of several alphabets",
        "candidate 'Сор' looks like 'Cop' at election.yaml:",
    )


def test_a_date_in_another_form_of_the_standard_is_no_date(small: Path) -> None:
    path = small / "case" / "election.yaml"
    text = path.read_text("utf-8")
    for odd in ("2019-W23-7", "２０１９-06-09", "2019-06-9", "20190609"):
        path.write_text(f"{text}called: {odd}\n", "utf-8")
        refused(small, "election.yaml:")


def test_a_number_is_too_long_by_its_digits_whatever_its_sign() -> None:
    longest = 10**18 - 1
    for sign, factor in (("", 1), ("-", -1), ("+", 1)):
        assert parse(f"a: {sign}{longest}", "x") == ({"a": factor * longest}, [])
        _, (fault,) = parse(f"a: {sign}{longest + 1}", "x")
        assert "has 19 digits" in fault.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 100_000, "nested too deep"),
        ('{"format": 1, "x": ' + "[" * 60 + "]" * 60 + "}", "nested deeper than 40 levels"),
        ('{"format": 1, "format": 1}', "the key 'format' stands twice"),
        ('{"format": NaN}', "NaN is no number"),
        ('{"format": -Infinity}', "-Infinity is no number"),
        ('{"format": 1e999}', "too large"),
        ('{"format": %s}' % ("9" * 5000), "has 5000 digits"),
        ('{"format": "\\ud800"}', "is not allowed"),
        ('{"format": 1, "election": {"id": 5}}', "this is no whole assessment"),
        ("[1, 2]", "an object in braces"),
        ("{", "found no JSON"),
    ],
)
def test_a_kept_assessment_that_is_none(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "assessment.json"
    path.write_text(text, "utf-8")
    ran = run("diff", path, path)
    assert ran.code == 2
    assert words in ran.err
    assert len(ran.err) < 2_000


def test_a_kept_assessment_with_a_part_of_another_type(tmp_path: Path) -> None:
    whole = json.loads(
        run("assess", SMALL / "case", "--criteria", SMALL / "criteria", "--format", "json").out
    )
    path = tmp_path / "assessment.json"
    for change in (
        {"findings": [{}]},
        {"findings": [{**whole["findings"][0], "statements": [[1]]}]},
        {"coverage": {}},
        {"coverage": None},
        {"as_of": 5},
        {"election": {"id": "x", "fictional": "no"}},
    ):
        path.write_text(json.dumps(whole | change), "utf-8")
        ran = run("diff", path, path)
        assert (ran.code, "this is no whole assessment" in ran.err) == (2, True), change
    del whole["election"]["fictional"]
    path.write_text(json.dumps(whole), "utf-8")
    assert run("diff", path, path).code == 0


def test_a_file_wrong_throughout_is_not_listed_to_its_end(small: Path) -> None:
    lines = [
        f"- {{id: s{n}, indicator: a.b/c, says: fact, value: {'x' * 200}}}" for n in range(3_000)
    ]
    path = small / "case" / "evidence" / "x.yaml"
    path.write_text("format: 1\nstatements:\n" + "\n".join(lines) + "\n", "utf-8")
    ran = check(small)
    assert ran.code == 2
    assert "more faults from here on" in ran.err
    assert len(ran.err.splitlines()) == 1_002


def test_a_long_word_is_cut_and_gets_no_hint(small: Path) -> None:
    path = small / "case" / "evidence" / "x.yaml"
    path.write_text(f"format: 1\n{'k' * 5_000_000}: 1\nstatements: [{'v' * 5_000_000}]\n", "utf-8")
    ran = check(small)
    assert ran.code == 2
    assert max(map(len, ran.err.splitlines())) <= 1_000


def test_more_values_than_fit_into_memory(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # With its own bound this takes twenty seconds; the way to the refusal is the same.
    monkeypatch.setattr("electcheck.files.yaml_text.MAX_NODES", 20_000)
    path = small / "case" / "evidence" / "x.yaml"
    path.write_text("format: 1\nstatements: [" + "[],\n" * 12_000 + "]\n", "utf-8")
    refused(small, "evidence/x.yaml:", "more than 20,000 values: split the file")
