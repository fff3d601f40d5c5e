"""Kept copies of sources: are the bytes those that were captured, and who trusts their origin?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from electcheck.model.catalogue import Case
from electcheck.model.evidence import Copy, Source

State = Literal["matches", "differs", "missing", "not kept here", "outside"]
SAID: dict[State, str] = {
    "matches": "hash matches",
    "differs": "hash differs",
    "missing": "the file is missing",
    "not kept here": "kept elsewhere, not looked at",
    "outside": "not looked at: it is no plain file below the folder of the case",
}
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A kept copy that was looked at.

    Attributes:
        source: whose copy it is.
        copy: what is recorded of it.
        state: what became of its bytes.
        found: what differs, in words; empty otherwise.
    """

    source: Source
    copy: Copy
    state: State
    found: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the copy: it matches, or lies elsewhere."""
        return self.state in ("matches", "not kept here")


def look_at_copies(folder: Path, case: Case) -> tuple[LookedAt, ...]:
    """Return every kept copy of the case in `folder`, hashed again, in the order of its file."""
    return tuple(
        _look(folder, source, copy) for source in case.sources.values() for copy in source.copies
    )


def _look(folder: Path, source: Source, copy: Copy) -> LookedAt:
    if copy.file is None:
        return LookedAt(source, copy, "not kept here")
    path = folder.joinpath(*copy.file.split("/"))
    # A link could lead out of the case, to a file whose hash is nobody's business.
    if not path.resolve().is_relative_to(folder.resolve()):
        return LookedAt(source, copy, "outside")
    if not path.exists():
        return LookedAt(source, copy, "missing")
    if not path.is_file():
        return LookedAt(source, copy, "outside")
    size = path.stat().st_size
    if size != copy.bytes:
        return LookedAt(source, copy, "differs", f"{size:,} bytes, recorded are {copy.bytes:,}")
    digest = _sha256(path)
    if digest != copy.sha256:
        return LookedAt(source, copy, "differs", f"sha256 {digest}, recorded is {copy.sha256}")
    return LookedAt(source, copy, "matches")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def copies_lines(looked: Sequence[LookedAt]) -> Iterator[str]:
    """Yield each copy with both answers: of its bytes, and of its origin."""
    for one in looked:
        copy = one.copy
        yield f"{one.source.id}: {copy.file or copy.address or 'no address is recorded'}"
        found = f" ({one.found})" if one.found else ""
        yield f"  bytes: {SAID[one.state]}{found}"
        yield f"  origin: {_origin(copy)}"
        yield f"  captured {copy.captured_at} by {copy.captured_by}: {copy.how}"
        if copy.address and copy.file:
            yield f"  address: {copy.address}"
        if copy.archived:
            yield f"  archived by a third party: {copy.archived}"
    counts = {state: sum(one.state == state for one in looked) for state in SAID}
    told = "; ".join(f"{n} {SAID[state]}" for state, n in counts.items() if n)
    trusted = sum(one.copy.origin_trusted is not None for one in looked)
    yield f"{len(looked)} kept copies: {told or 'none is recorded'}"
    yield f"{trusted} of {len(looked)} with an origin that somebody trusts; no hash can tell that"


def _origin(copy: Copy) -> str:
    trust = copy.origin_trusted
    if trust is None:
        return "nobody has said that it is trusted"
    return f"trusted by {trust.by} on {trust.date}: {trust.why}"
