"""Every text field of a report a script, in a real Chromium: nothing runs, nothing is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.chromium import Chromium, find
from tests.trust.scripts import CORPUS, full_of_scripts, open_reports

pytestmark = pytest.mark.browser


def test_nothing_of_the_corpus_runs(tmp_path: Path) -> None:
    # Two of the nine reports, in one language; `make trust` opens all.
    found = open_reports(tmp_path, "en", step=30)
    assert found["pages"] >= 2
    assert (found["ran"], found["asked"], found["odd"]) == (0, 0, 0)
    assert found["stopped"] == found["pages"]


def test_every_payload_is_in_the_report_and_would_run_without_care(tmp_path: Path) -> None:
    assert len(set(CORPUS)) == len(CORPUS) >= 50
    assert sum(text in str(full_of_scripts(0)) for text in CORPUS[:10]) >= 5
    page = tmp_path / "careless.html"
    page.write_text(f"<!doctype html><title>x</title>{CORPUS[9]}{CORPUS[11]}", "utf-8")
    browser = Chromium(find(), tmp_path / "profile")
    try:
        browser.open(page.as_uri(), 800)
        assert browser.run("new Promise(r => setTimeout(() => r(1), 200)) && 1") == 1
        for _ in range(200):
            if browser.run("window.ran") == 1:
                break
        assert browser.run("window.ran") == 1
    finally:
        browser.close()
