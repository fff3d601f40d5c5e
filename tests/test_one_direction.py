"""Rooms stand in one row; an import may only point to an earlier one (DESIGN, "Layout")."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "src" / "electcheck"
ORDER = (
    "errors",
    "model",
    "files",
    "rules",
    "scoring",
    "results",
    "forensics",
    "studies",
    "sampling",
    "forms",
    "charts",
    "report",
    "custody",
    "cli",
)
RATING = ("errors", "model", "files", "rules", "scoring")
STATISTICS = ("results", "forensics", "studies", "sampling")
MODULES = sorted(PACKAGE.rglob("*.py"))
# DESIGN says "about 300 lines"; a little over is still one room.
LONGEST = 320


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "electcheck" and len(parts) > 1 and parts[1] in ORDER:
                yield parts[1]


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_to_earlier_rooms(path: Path) -> None:
    own = room(path)
    if own in ("__init__", "__main__"):
        return
    later = {other for other in imported_rooms(path) if ORDER.index(other) > ORDER.index(own)}
    assert not later


@pytest.mark.parametrize("path", [p for p in MODULES if room(p) in RATING], ids=named)
def test_no_statistics_on_the_rating_path(path: Path) -> None:
    assert not set(imported_rooms(path)) & set(STATISTICS)
    assert "pandas" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_is_one_room_of_about_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_every_room_is_in_the_row() -> None:
    rooms = {room(path) for path in MODULES} - {"__init__", "__main__"}
    assert rooms <= set(ORDER)
