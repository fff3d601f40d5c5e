"""One small file a mistake, named after it: refused at its place, in plain words, nothing written.

The head of each file says where it goes in the small case and catalogue, and what must be said.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import run
from tests.conftest import ROOT

HERE = Path(__file__).parent
SMALL = ROOT / "tests" / "small"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def head(text: str, key: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.startswith("#")]
    return [line.removeprefix(f"# {key}: ") for line in lines if line.startswith(f"# {key}: ")]


@pytest.mark.parametrize("file", sorted(HERE.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("command", ["check", "assess"])
def test_refused_in_plain_words(file: Path, command: str, small: Path) -> None:
    text = file.read_text(encoding="utf-8")
    (where,) = head(text, "where")
    heads = text[: text.index("\n", text.rindex("# says:")) + 1]
    body = text.removeprefix(heads)
    (small / where).write_text(body, encoding="utf-8", newline="\n")
    before = sorted(small.rglob("*"))
    ran = run(command, small / "case", "--criteria", small / "criteria")
    assert ran.code == 2
    assert ran.out == ""
    assert "Traceback" not in ran.err
    for words in head(text, "says"):
        assert words in ran.err
    for line in ran.err.splitlines()[:-1]:
        assert ".yaml:" in line.split(" ")[0], "each fault names its file and line first"
    assert sorted(small.rglob("*")) == before, "nothing written"


def test_all_faults_at_once(small: Path) -> None:
    files = ("unknown_key", "condition_with_a_call", "phase_missing")
    for name in files:
        text = (HERE / f"{name}.yaml").read_text(encoding="utf-8")
        (where,) = head(text, "where")
        (small / where).write_text(text, encoding="utf-8")
    ran = run("check", small / "case", "--criteria", small / "criteria")
    assert ran.code == 2
    for words in ("unknown key 'titel'", "calls are not allowed", "'election-day' is missing"):
        assert words in ran.err


def refusal(small: Path, name: str, data: bytes) -> str:
    (small / "case" / "evidence" / name).write_bytes(data)
    ran = run("check", small / "case", "--criteria", small / "criteria")
    assert ran.code == 2
    assert ran.out == ""
    return ran.err


def test_a_binary_file(small: Path) -> None:
    assert "found binary data" in refusal(small, "bad.yaml", b"\x00\x01\x02\xff\xfe" * 50)


def test_the_wrong_encoding(small: Path) -> None:
    data = "format: 1\n# протокол\n".encode("cp1251")
    said = refusal(small, "bad.yaml", data)
    assert "evidence/bad.yaml:2:3 expected text in UTF-8" in said
    assert "Save the file as UTF-8" in said


def test_a_control_character(small: Path) -> None:
    assert "is not allowed" in refusal(small, "bad.yaml", b"format: 1\nstatements: \x07\n")


def test_a_file_of_two_hundred_megabytes_is_refused_before_it_is_read(small: Path) -> None:
    path = small / "case" / "evidence" / "bad.yaml"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    ran = run("check", small / "case", "--criteria", small / "criteria")
    assert ran.code == 2
    assert "has 200,000,000 bytes; at most 100,000,000 are read" in ran.err


def test_a_missing_folder(tmp_path: Path) -> None:
    ran = run("assess", tmp_path / "nowhere")
    assert ran.code == 2
    assert "expected the folder of a case, found nothing" in ran.err


@pytest.mark.parametrize("text", ["", "\n\n", "# later\n"])
def test_an_empty_evidence_file_is_fine(small: Path, text: str) -> None:
    (small / "case" / "evidence" / "later.yaml").write_text(text, encoding="utf-8")
    assert run("check", small / "case", "--criteria", small / "criteria").code == 0


def test_an_unknown_standard(small: Path) -> None:
    ran = run(
        "assess",
        small / "case",
        "--criteria",
        small / "criteria",
        "--standard",
        "resonable-grounds",
    )
    assert ran.code == 2
    assert "Did you mean 'reasonable-grounds'?" in ran.err


def test_a_date_of_the_command_line_that_does_not_exist() -> None:
    assert run("assess", "--as-of", "2019-02-30").code == 2


def test_a_value_outside_its_choices(tmp_path: Path) -> None:
    example = Path(shutil.copytree(ROOT / "tests" / "example", tmp_path / "example"))
    (example / "case" / "evidence" / "bad.yaml").write_text(
        "format: 1\n"
        "statements:\n"
        "  - id: bad-1\n"
        "    indicator: finance.reports/published\n"
        "    says: fact\n"
        "    value: most\n"
        "    source: rur-gazette\n"
        "    locator: page 1\n"
        "    summary: Most candidates published their accounts.\n"
        "    happened: {from: 2031-05-01}\n"
        "    method: examined\n"
        "    credibility: 2\n",
        encoding="utf-8",
    )
    ran = run("check", example / "case", "--criteria", example / "criteria")
    assert (ran.code, ran.out) == (2, "")
    assert "evidence/bad.yaml:6:" in ran.err
    assert "expected one of all_of_them, some, nobody, found 'most'" in ran.err
