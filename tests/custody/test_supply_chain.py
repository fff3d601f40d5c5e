"""What a release is made of is locked, listed and licensed; building it twice gives one wheel."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def chain() -> ModuleType:
    path = ROOT / "scripts" / "supply_chain.py"
    spec = importlib.util.spec_from_file_location("supply_chain", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["supply_chain"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_locked_package_is_pinned_to_hashes(chain: ModuleType, name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    packages = chain.locked(text)
    pins = [line for line in text.splitlines() if line and line[0] not in "# "]
    assert len(packages) == len(pins)
    assert sum(len(one.hashes) for one in packages) == text.count("--hash=sha256:")
    assert all(one.hashes for one in packages)


def test_what_the_project_asks_for_is_locked(chain: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in project["dependencies"]}
    lock = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    assert asked <= {one.name for one in chain.locked(lock)}


def test_the_licence_table_is_that_of_the_lock(chain: ModuleType) -> None:
    lock = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    packages = chain.locked(lock)
    lines = chain.read_table((ROOT / chain.TABLE).read_text(encoding="utf-8"))
    assert [(one.name, one.version) for one in packages] == [
        (line.name, line.version) for line in lines
    ]
    assert (ROOT / chain.PAGE).read_text(encoding="utf-8") == chain.page(lines)
    for line in lines:
        try:
            installed = metadata.metadata(line.name)
        except metadata.PackageNotFoundError:
            continue
        if installed["Version"] == line.version and line.told_by == "licence expression":
            assert installed["License-Expression"] == line.licence


def test_the_bill_of_materials_names_every_locked_package(
    chain: ModuleType, tmp_path: Path
) -> None:
    made = []
    for name in ("a", "b"):
        assert chain.main(["sbom", str(tmp_path / name)]) == 0
        (path,) = (tmp_path / name).iterdir()
        made.append(path.read_bytes())
    assert made[0] == made[1]
    bill = json.loads(made[0])
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    assert "timestamp" not in bill["metadata"]
    packages = chain.locked((ROOT / chain.LOCK).read_text(encoding="utf-8"))
    listed = {one["purl"]: one for one in bill["components"]}
    assert len(listed) == len(packages)
    for one in packages:
        component = listed[f"pkg:pypi/{one.name}@{one.version}"]
        assert {digest["content"] for digest in component["hashes"]} == set(one.hashes)
    required = {c["bom-ref"] for c in bill["components"] if c["scope"] == "required"}
    assert required == set(bill["dependencies"][0]["dependsOn"])
    assert "pkg:pypi/hatchling@" not in " ".join(required)


# What `[tool.hatch.build.targets.sdist] only-include` names, and what describes the project.
SOURCES = ("benchmarks", "criteria", "data", "docs", "notebooks", "requirements", "scripts", "src",
           "tests", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "SECURITY.md",
           "pyproject.toml")  # fmt: skip


@pytest.mark.packaging
def test_the_wheel_is_built_reproducibly(tmp_path: Path) -> None:
    """Two checkouts of another age, in other folders, with other rights, zones and hash seeds."""
    hashes = []
    places = (("one", "UTC", 0o022), ("zwei x", "Asia/Almaty", 0o077))
    for number, (name, zone, umask) in enumerate(places):
        checkout = tmp_path / name / "electcheck"
        checkout.mkdir(parents=True)
        for source in SOURCES:
            if (ROOT / source).is_dir():
                ignore = shutil.ignore_patterns("__pycache__", "*.pyc")
                shutil.copytree(ROOT / source, checkout / source, ignore=ignore)
            else:
                shutil.copy(ROOT / source, checkout / source)
        for path in checkout.rglob("*"):
            path.chmod(0o777 & ~umask if path.is_dir() else 0o666 & ~umask)
            os.utime(path, (1_000_000_000 + number * 99_999,) * 2)
        out = tmp_path / name / "dist"
        built = subprocess.run(
            [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, checkout],
            cwd=tmp_path / name, capture_output=True, text=True, check=False, umask=umask,
            env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
            | {"TZ": zone, "PYTHONHASHSEED": str(number), "SOURCE_DATE_EPOCH": "1580601600"},
        )  # fmt: skip
        assert built.returncode == 0, built.stdout + built.stderr
        hashes.append(
            {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}
        )
    assert hashes[0] == hashes[1]
    assert {Path(name).suffix for name in hashes[0]} == {".whl", ".gz"}
