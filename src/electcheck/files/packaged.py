"""Where the catalogue, the cases and the column maps lie: in the wheel, or in the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def packaged(*parts: str) -> Path:
    """Return the path of something that travels with electcheck.

    >>> packaged("criteria", "policy.yaml").name
    'policy.yaml'
    """
    inside = _PACKAGE / "_data"
    root = inside if inside.is_dir() else _PACKAGE.parent.parent
    return root.joinpath(*parts)


def criteria_folder() -> Path:
    """Return the folder of the bundled catalogue."""
    return packaged("criteria")


def default_case() -> Path:
    """Return the folder of the bundled case, Kazakhstan 2019."""
    return packaged("data", "kazakhstan-2019")
