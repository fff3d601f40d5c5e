"""Words of public records that give away a hidden one: its id, its title, its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from electcheck.model.catalogue import Case
from electcheck.model.record import Record

# Shorter words would be met by chance.
_SHORTEST = 4


def still_named(public: Case, inside: Case) -> Iterator[str]:
    """Yield each public record of a case whose own words name what is hidden from the public.

    A program cannot know what gives a person away; it can see what is written out.

    Args:
        public: the case as the public sees it.
        inside: the same case as those inside see it.
    """
    hidden = sorted(_names(inside) - _names(public))
    if not hidden:
        return
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, hidden))})(?![\w-])")
    for what, record in _records(public):
        for text in _texts(record.model_dump(mode="json")):
            for found in sorted(set(pattern.findall(text))):
                yield f"{what}: its words name {found!r}, which is not public"


def _names(case: Case) -> set[str]:
    names = {statement.id for statement in case.statements}
    names |= {statement.origin or "" for statement in case.statements}
    for source in case.sources.values():
        names |= {source.id, source.title, source.url or ""}
        for copy in source.copies:
            names |= {copy.sha256, copy.address or "", copy.archived or "", copy.file or ""}
    return {name for name in names if len(name) >= _SHORTEST}


def _records(case: Case) -> Iterator[tuple[str, Record]]:
    yield "election.yaml", case.election
    yield "obligations.yaml", case.obligations
    yield "responses.yaml", case.responses
    yield "corrections.yaml", case.corrections
    for kind, records in (
        ("statement", case.statements),
        ("source", case.sources.values()),
        ("missing source", case.missing),
        ("recommendation", case.recommendations),
        ("resolution", case.resolutions),
    ):
        for record in records:
            yield f"{kind} {record.id}", record
    for score in case.context:
        yield f"context.yaml {score.index}", score


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
