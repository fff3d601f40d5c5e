"""What is generated and committed: make it again and compare, or write it.

``python -m tests.generated`` exits 1 and names what differs; ``--write`` writes it.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from electcheck.charts.style import render
from electcheck.files.packaged import criteria_folder, default_case
from electcheck.report.catalogue_pages import area_page
from electcheck.report.pictures import assessment_pictures
from electcheck.report.view_language import tongue
from electcheck.rules.opening import open_case, open_norms
from electcheck.scoring.assess import assess
from electcheck.scoring.judgement import judgement
from tests.command import run
from tests.conftest import ROOT

# How each committed report is made.
EVERYTHING = ("--lang", "all", "--formats", "html,pdf,docx,json,csv")
CASES: dict[str, tuple[str, ...]] = {"kazakhstan-2019": EVERYTHING, "example-meridia": ()}


def pages() -> Iterator[tuple[str, bytes]]:
    """Yield each page of the catalogue, that of the methods and of validation, by its path."""
    norms = open_norms(criteria_folder())
    for number, area in enumerate(norms.catalogue.areas, start=1):
        text = area_page(norms, area)
        yield f"docs/criteria/{number:02d}-{area.area}.md", text.encode()
    methods = script("make_methods_page")
    yield "docs/methods.md", methods.page(methods.picture()).encode()
    yield "docs/validation.md", script("make_validation_page").page().encode()


def script(name: str) -> ModuleType:
    """Return a script of the repository as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise AssertionError(f"no script {name}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pictures() -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of the README and of the methods."""
    opened = open_case(default_case(), criteria_folder())
    made = judgement(opened, assess(opened), 2, 1, held=False)
    found = assessment_pictures(opened, made.assessment, made, tongue("en"))
    yield "docs/pictures/areas.svg", render(found["areas"], "svg")
    yield "docs/pictures/methods.svg", render(script("make_methods_page").picture(), "svg")


def reports() -> Iterator[tuple[str, bytes]]:
    """Yield each file of each committed report."""
    for case, options in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            ran = run("report", ROOT / "data" / case, "--out", folder, *options)
            if ran.code != 0:
                raise SystemExit(ran.err)
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file():
                    name = path.relative_to(folder).as_posix()
                    yield f"reports/{case}/{name}", path.read_bytes()


def main(write: bool) -> int:
    """Write, or compare; return the exit code."""
    made = dict(pages()) | dict(pictures()) | dict(reports())
    stale = []
    for name, content in made.items():
        path = ROOT / name
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        elif not path.is_file() or path.read_bytes() != content:
            stale.append(name)
    for folder in ("docs/criteria", "docs/pictures", *(f"reports/{case}" for case in CASES)):
        there = {p.relative_to(ROOT).as_posix() for p in (ROOT / folder).rglob("*") if p.is_file()}
        stale += sorted(there - made.keys())
    for name in stale:
        print(f"stale: {name} (`make docs` writes it)")
    if not stale:
        print(f"generated: {len(made)} files as committed")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
