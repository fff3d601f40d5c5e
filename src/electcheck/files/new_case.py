"""The files of a new, empty case, with comments that teach how to fill them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from electcheck.files.packaged import packaged
from electcheck.files.schemas import editor_line

_TEMPLATES = (
    "election",
    "sources",
    "obligations",
    "recommendations",
    "responses",
    "corrections",
    "resolutions",
    "context",
)


def new_case(folder: Path, areas: Sequence[str]) -> dict[str, str]:
    """Return the files of a new case by their path below `folder`."""
    files = {f"{name}.yaml": editor_line(name) + _template(name) for name in _TEMPLATES}
    files["election.yaml"] = files["election.yaml"].replace("<case>", _slug(folder.name))
    for area in areas:
        text = _template("evidence").replace("<area>", area)
        files[f"evidence/{area}.yaml"] = editor_line("evidence", depth=1) + text
    return files


def _template(name: str) -> str:
    path = packaged("data", "templates", f"{name}.yaml")
    return path.read_text(encoding="utf-8")


def _slug(name: str) -> str:
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())
    return "-".join(part for part in kept.split("-") if part) or "new-case"
