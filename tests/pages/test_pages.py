"""Every page that shows commands shows what they print, and links to nothing that is missing."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from electcheck.files.packaged import criteria_folder, default_case
from electcheck.forensics.battery import Options
from electcheck.forensics.battery import run as run_tests
from electcheck.report.pictures import assessment_pictures, case_pictures, station_pictures
from electcheck.report.view_language import tongue
from electcheck.results.reconciling.case_tables import read_package
from electcheck.rules.opening import open_case, open_norms
from electcheck.scoring.assess import assess
from electcheck.scoring.judgement import judgement
from tests.charts.invented import invented_stations
from tests.command import run
from tests.conftest import ROOT
from tests.pages.page import BLOCK, PAGES, execute, page_text, work_in

DOCS = sorted((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_its_commands_print(name: str, tmp_path: Path) -> None:
    work_in(tmp_path)
    faults = [
        f"$ {ran.command}\nthe page says:\n{ran.expected}\nit printed:\n{ran.printed}"
        for ran in execute(page_text(name), tmp_path.resolve())
        if not ran.fits
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("tutorial")])
def test_a_tutorial_runs_commands_and_leaves_no_block_unrun(name: str) -> None:
    blocks = list(BLOCK.finditer(page_text(name)))
    assert sum(block["kind"] == "console" for block in blocks) >= 5
    assert all(block["kind"] == "console" or block["file"] for block in blocks)


@pytest.mark.parametrize("path", [*DOCS, ROOT / "README.md"], ids=lambda path: path.name)
def test_a_link_leads_to_a_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    missing = [link for link in links if not (path.parent / link).exists()]
    assert not missing


def test_every_page_is_in_the_readme_or_linked_from_a_page() -> None:
    together = "".join(p.read_text(encoding="utf-8") for p in (*DOCS, ROOT / "README.md"))
    for path in DOCS:
        assert path.name in together.replace(f"# {path.name}", ""), path.name


def test_the_glossary_has_the_words_of_the_model() -> None:
    glossary = page_text("GLOSSARY").lower()
    outcomes = ("met", "partly met", "not met", "insufficient evidence", "conflicting")
    words = ("instrument", "commitment", "criterion", "indicator", "statement", "source", "origin",
             "standard of proof", "established value", "finding", "area", "scope", "coverage",
             "polling station", "protocol", "registered", "issued", "in boxes", "valid", "invalid",
             "turnout", "share", "false-alarm rate", "power", "null", "caveat", "veto",
             "interval", "as-of date", "robustness", "bundle")  # fmt: skip
    for word in (*words, *outcomes, "not applicable", "pending"):
        assert re.search(rf"^\|[^|]*\b{re.escape(word)}\b", glossary, re.M), word


def test_the_glossary_names_every_rank_of_norm() -> None:
    glossary = page_text("GLOSSARY").lower()
    norms = open_norms(ROOT / "criteria")
    ranks = {instrument.rank for instrument, _ in norms.catalogue.commitments().values()}
    for rank in ranks:
        assert rank.replace("_", " ") in glossary, rank


def test_every_command_that_a_page_names_is_one() -> None:
    known = set(run("--help").out.split("Commands:")[1].split())
    groups = {name: set(run(name, "--help").out.split()) for name in ("results", "sample")}
    for path in (*DOCS, ROOT / "README.md"):
        text = path.read_text(encoding="utf-8")
        for name, rest in re.findall(r"electcheck ([a-z]+)(?: ([a-z]+))?", text):
            prose = name in ("assesses", "tells", "from", "to", "and", "cannot", "owes", "uses")
            if not prose and re.search(rf"`electcheck {name}|\$ electcheck {name}", text):
                assert name in known, f"{path.name}: electcheck {name}"
                if rest and name in groups and f"electcheck {name} {rest}" in text:
                    assert rest in groups[name], f"{path.name}: electcheck {name} {rest}"


def test_the_readme_says_what_is_so() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"
    versions = [c.split()[-1] for c in project["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert f"Python {versions[0]} to {versions[-1]}" in readme
    found = assess(open_case(default_case(), criteria_folder())).findings
    assert sum(f.outcome == "insufficient_evidence" for f in found) > len(found) / 2
    for picture in re.findall(r"!\[(.+?)\]\((.+?)\)", readme):
        assert len(picture[0]) > 40
        assert (ROOT / picture[1]).is_file()


def test_every_picture_of_the_report_has_its_cell() -> None:
    page = page_text("notebooks")
    rows = re.findall(r"^\| ([a-z-]+) \| `(\S+)` \| `(\S+)` \|$", page, re.M)
    cells = {
        (path.stem, cell["id"])
        for path in (ROOT / "notebooks").glob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    }
    assert all((notebook, cell) in cells for _, notebook, cell in rows)
    opened = open_case(default_case(), criteria_folder())
    made = judgement(opened, assess(opened), 2, 1, held=False)
    tables = read_package(default_case() / "results" / "datapackage.json")
    table = invented_stations(400)
    names = {
        *assessment_pictures(opened, made.assessment, made, tongue("en")),
        *case_pictures(tables, opened, tongue("en")),
        *station_pictures(table, run_tests(table, options=Options(resamples=20)), tongue("en")),
    }
    assert {name for name, _, _ in rows} == names
