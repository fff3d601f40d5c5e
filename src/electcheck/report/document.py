"""The report as a row of blocks: what the formats that are read page by page print.

A block holds words that are ready (`view.py`) and says what they are, never how they look. PDF and
DOCX print the same row, so that they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from electcheck.model.outcomes import Outcome
from electcheck.model.record import Language
from electcheck.report.view_statements import Link

Manner = Literal["", "strong", "emphasis", "code"] | Outcome


@dataclass(frozen=True)
class Span:
    """Words in a sentence: how they are meant, where they lead, and a note at the foot."""

    words: str
    manner: Manner = ""
    to: str = ""
    note: str = ""


Inline = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4; `anchor` is a place that links lead to."""

    level: int
    words: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a `place` may be led to."""

    inline: Inline
    kind: Literal["", "lead", "quiet", "warning", "question", "quote"] = ""
    anchor: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list, numbered where order matters."""

    items: tuple[Inline, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table; its first cell is its heading."""

    cells: tuple[Inline, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a row of headings; `widths` are shares of the line."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Image:
    """A picture with what it says in words."""

    svg: bytes
    png: bytes
    alt: str
    caption: str


Block = Heading | Paragraph | Bullets | Table | Image


@dataclass(frozen=True)
class Cover:
    """The first page: what is assessed, on what, with what warnings."""

    kicker: str
    title: str
    subtitle: str
    warnings: tuple[str, ...]
    facts: tuple[tuple[str, tuple[Inline, ...]], ...]
    scale: str


@dataclass(frozen=True)
class Document:
    """A whole report, ready to be set."""

    language: Language
    title: str
    contents: str
    footer: str
    cover: Cover
    blocks: tuple[Block, ...]
    places: frozenset[str] = field(default=frozenset())


def text(*parts: str | Span) -> Inline:
    """Return a sentence of words and spans; empty words leave no trace.

    >>> text("a", "", Span("b", "strong"))
    (Span(words='a', manner='', to='', note=''), Span(words='b', manner='strong', to='', note=''))
    """
    spans = (part if isinstance(part, Span) else Span(part) for part in parts)
    return tuple(span for span in spans if span.words or span.note)


def strong(words: str) -> Span:
    """Return words that stand out."""
    return Span(words, "strong")


def link(one: Link) -> Span:
    """Return words that lead to a place."""
    return Span(one.words, to=one.anchor)


def links(many: Iterable[Link], between: str = ", ") -> Inline:
    """Return links in a row."""
    spans: list[Span] = []
    for one in many:
        spans += [*([Span(between)] if spans else []), link(one)]
    return tuple(spans)


def places(blocks: Iterable[Block]) -> frozenset[str]:
    """Return every place that a link can lead to."""
    found: set[str] = set()
    for block in blocks:
        if isinstance(block, Heading | Paragraph) and block.anchor:
            found.add(block.anchor)
        elif isinstance(block, Table):
            found |= {row.anchor for row in block.rows if row.anchor}
    return frozenset(found)
