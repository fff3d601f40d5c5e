"""docs/trust.md, made of the figures that were measured."""

from __future__ import annotations

from typing import Any


def page(kept: dict[str, Any]) -> str:
    """Return the page."""
    return str(kept)
