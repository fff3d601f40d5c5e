"""How the assessment in a bundle was made, and with which versions."""

from __future__ import annotations

import platform
import re
from importlib import metadata
from typing import Any

from electcheck import __version__
from electcheck.files.sight import Audience
from electcheck.model.norms import Format
from electcheck.model.record import Day, Record, Slug

_NAME = re.compile(r"[A-Za-z0-9._-]+")


class Settings(Record):
    """The file `bundle.json`: everything that decides the outputs beside the case and catalogue."""

    format: Format
    audience: Audience
    secrets: tuple[Slug, ...] = ()
    standard: Slug
    as_of: Day


def versions() -> dict[str, Any]:
    """Return what the file `versions.json` says: of electcheck, of Python, of what it rests on."""
    return {
        "format": 1,
        "electcheck": __version__,
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "packages": _packages(),
    }


def _packages() -> dict[str, str]:
    try:
        required = metadata.requires("electcheck") or []
    except metadata.PackageNotFoundError:
        return {}
    found = {}
    for requirement in required:
        name = _NAME.match(requirement)
        if name is not None and "extra ==" not in requirement:
            try:
                found[name[0]] = metadata.version(name[0])
            except metadata.PackageNotFoundError:
                continue
    return dict(sorted(found.items()))
