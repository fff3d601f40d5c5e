"""`format: 1` is optional in a design, and asked of files that must say it."""

from __future__ import annotations

from pathlib import Path

from electcheck.errors import Fault
from electcheck.files.documents import load
from electcheck.sampling.design_file import SampleDesign, load_design

CONTENT = "sizes: {stations: N}\nestimates: [{name: a, total: x}]\n"


def test_a_design_may_leave_its_format_out(tmp_path: Path) -> None:
    path = tmp_path / "design.yaml"
    path.write_text(CONTENT, encoding="utf-8")
    assert load_design(path).format == 1
    path.write_text("format: 1\n" + CONTENT, encoding="utf-8")
    assert load_design(path).format == 1


def test_other_files_have_to_say_it(tmp_path: Path) -> None:
    path = tmp_path / "design.yaml"
    path.write_text(CONTENT, encoding="utf-8")
    faults: list[Fault] = []
    assert load(path, "design.yaml", SampleDesign, faults) is None
    assert "start the file with 'format: 1'" in str(faults[0])
