"""The fast version of the campaign of killed runs whose figures stand in docs/trust.md."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.trust.killing import Work, bundle_work, campaign, new_work, report_work

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@pytest.mark.parametrize("work", [report_work, bundle_work, new_work])
def test_killed_runs_leave_whole_files_and_a_rerun_completes(work, tmp_path: Path) -> None:
    tally = campaign(work(tmp_path / "out"), runs=12, seed=1)
    assert (tally.runs, tally.broken, tally.lost, tally.not_completed) == (12, 0, 0, 0)
    assert tally.killed >= 6


def test_the_campaign_finds_a_writer_that_writes_in_place(tmp_path: Path, monkeypatch) -> None:
    def careless(folder, files):
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            with (folder / name).open("wb") as stream:
                data = content if isinstance(content, bytes) else content.encode()
                half = len(data) // 2
                stream.write(data[:half])
                stream.flush()
                (folder / f"{name}.step").touch()
                (folder / f"{name}.step").unlink()
                stream.write(data[half:])
        return [folder / name for name in files]

    monkeypatch.setattr("electcheck.files.write.write_files", careless)
    work: Work = report_work(tmp_path / "out")
    tally = campaign(work, runs=40, seed=1)
    assert tally.broken > 0
