"""Wheel, sdist and editable install, in a path with a space, run from a read-only folder.

The environments are made without the network: what electcheck depends on is taken from the
environment of the tests, and only electcheck itself is installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.packaging


def shell(*arguments: str | Path, cwd: Path, expect: int = 0) -> str:
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("PYTHONPATH", "PYTHONHOME", "COVERAGE_PROCESS_START")
    }
    done = subprocess.run(
        [str(one) for one in arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist with a space")
    shell(
        sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out
    )  # the wheel is built from the sdist, so both are complete
    return out


def environment(folder: Path) -> Path:
    """Make an environment that sees the dependencies of this one, and return its Python."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(shell(python, "-c", code, cwd=folder).strip())
    ours = sysconfig.get_path("purelib")
    # Dependencies only: a plain path adds no .pth of an editable electcheck.
    (site / "dependencies.pth").write_text(ours + "\n", encoding="utf-8")
    return python


def install(python: Path, what: Path, *more: str) -> None:
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = shell(python, "-c", code, cwd=what.parent).strip()
    scripts = Path(python).parent
    shell(
        sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
        "--no-build-isolation", "--no-index", "--disable-pip-version-check",
        "--ignore-installed", *more, what, cwd=what.parent,
    )  # fmt: skip
    assert Path(site).is_dir()
    assert scripts.is_dir()


def runs(python: Path, folder: Path) -> None:
    """Check the bundled case and report on it from an empty, then from a read-only, folder."""
    folder.mkdir(exist_ok=True)
    said = shell(python, "-m", "electcheck", "check", cwd=folder)
    assert said.startswith("ok: ")
    where = shell(python, "-m", "electcheck", "report", cwd=folder)
    assert "report.html" in where
    assert (folder / "reports" / "kazakhstan-2019" / "report.html").stat().st_size > 10_000
    shell(python, "-m", "electcheck", "notebooks", "--out", "mine", cwd=folder)
    works(python, folder, folder / "mine" / "02-results-of-9-june.ipynb")
    locked = folder / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    assert "overall" in shell(python, "-m", "electcheck", "assess", cwd=locked)


def works(python: Path, folder: Path, notebook: Path) -> None:
    """Run a notebook's cells with an installed electcheck, one after the other, as scripts."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    script = folder / "cells.py"
    script.write_text("\n".join(code) + "\nprint('ran', folder)\n", encoding="utf-8")
    assert "ran" in shell(python, script, cwd=folder)


def test_the_wheel_holds_everything(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "electcheck/py.typed",
        "electcheck/_data/criteria/policy.yaml",
        "electcheck/_data/criteria/instruments.yaml",
        "electcheck/_data/criteria/translations/fr.po",
        "electcheck/_data/data/kazakhstan-2019/translations/ru.po",
        "electcheck/_data/data/kazakhstan-2019/election.yaml",
        "electcheck/_data/data/templates/election.yaml",
        "electcheck/_data/data/maps/russia2011.yaml",
        "electcheck/_data/notebooks/03-polling-stations.ipynb",
        "electcheck/_data/data/forms/counting.yaml",
    ):
        assert name in names, name


@pytest.mark.parametrize("kind", ["wheel", "sdist", "editable"])
def test_installed_it_runs(kind: str, built: Path, tmp_path: Path) -> None:
    folder = tmp_path / f"a path with a space {kind}"
    python = environment(folder)
    if kind == "editable":
        install(python, ROOT, "--editable")
    else:
        (what,) = built.glob("*.whl" if kind == "wheel" else "*.tar.gz")
        install(python, what)
    runs(python, tmp_path / "work")
