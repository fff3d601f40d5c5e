"""Where each thing with an id stands, so that a later check can name its line and column."""

from __future__ import annotations

from typing import Any

from electcheck.errors import Place
from electcheck.files.documents import Document, Step


class Places:
    """Positions by kind and id, for example ``("statement", "kz19-media-07")``."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[Document[Any], tuple[Step, ...]]] = {}

    def add(self, kind: str, name: str, document: Document[Any], *steps: Step) -> Place | None:
        """Remember where `name` stands; return the earlier place where it is a duplicate."""
        earlier = self._known.get((kind, name))
        if earlier is not None:
            return earlier[0].place(*earlier[1], "id")
        self._known[kind, name] = (document, steps)
        return None

    def at(self, kind: str, name: str, *steps: Step) -> Place:
        """Return the place of a part of what was added as `kind` and `name`."""
        document, start = self._known[kind, name]
        return document.place(*start, *steps)
