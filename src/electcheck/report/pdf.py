"""The report as a tagged PDF (PDF/UA-1), set by typst.

The words reach typst as data and never as markup, so that nothing in them is read as a command.
Only the fonts that typst carries are used, and there is no clock in the file.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from electcheck.report.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Image,
    Inline,
    Paragraph,
    Table,
)
from electcheck.report.runs import plain, runs

TEMPLATE = Path(__file__).resolve().parent / "templates" / "report.typ"


def pdf(document: Document) -> bytes:
    """Return a document as PDF; the same document gives the same bytes.

    A character that no font of typst's draws is named by its number, such as [U+6F22].

    Raises:
        RuntimeError: typst refuses the document, which is a fault of ours.
    """
    import typst

    words = json.dumps(_data(document), ensure_ascii=False)
    for _ in range(_MOST_PASSES):
        try:
            return _set(words)
        except typst.TypstError as error:
            missing = _not_drawn(str(error.diagnostic))
            if not missing:
                raise
            words = words.translate(missing)
    return _set(words)


_MOST_PASSES = 5
_NOT_DRAWN = re.compile(r"the text `\"(.*?)\"` could not be displayed")


def _not_drawn(diagnostic: str) -> dict[int, str]:
    """Return what stands for the characters that typst says it cannot draw.

    >>> _not_drawn('the text `"漢"` could not be displayed with font `"Libertinus Serif"`')
    {28450: '[U+6F22]'}
    """
    characters = {c for found in _NOT_DRAWN.findall(diagnostic) for c in found if not c.isascii()}
    return {ord(c): f"[U+{ord(c):04X}]" for c in sorted(characters)}


def _set(words: str) -> bytes:
    import typst

    made = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": words},
        pdf_standards="ua-1",
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made


def _data(document: Document) -> dict[str, Any]:
    cover = document.cover
    return {
        "language": document.language,
        "title": document.title,
        "contents": document.contents,
        "footer": document.footer,
        "cover": {
            "kicker": cover.kicker,
            "title": _words(cover.title),
            "subtitle": _words(cover.subtitle),
            "warnings": cover.warnings,
            "facts": [
                [name, [_inline(document, one) for one in lines]] for name, lines in cover.facts
            ],
            "scale": cover.scale,
        },
        "blocks": [_block(document, block) for block in document.blocks],
    }


def _block(document: Document, block: Block) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    match block:
        case Heading():
            return {
                "is": kind,
                "level": block.level,
                "words": _words(block.words),
                "anchor": block.anchor,
            }
        case Paragraph():
            inline = _inline(document, block.inline)
            return {"is": kind, "kind": block.kind, "inline": inline, "anchor": block.anchor}
        case Bullets():
            items = [_inline(document, item) for item in block.items]
            return {"is": kind, "ordered": block.ordered, "items": items}
        case Table():
            return {
                "is": kind,
                "caption": plain(block.caption),
                "head": [_words(words) for words in block.head],
                "rows": [
                    {
                        "anchor": row.anchor,
                        "cells": [_inline(document, cell) for cell in row.cells],
                    }
                    for row in block.rows
                ],
                "widths": block.widths,
            }
        case Image():
            svg = block.svg.decode("utf-8")
            return {"is": kind, "svg": svg, "alt": plain(block.alt), "caption": block.caption}


def _words(sentence: str) -> list[dict[str, str]]:
    return [{"words": words, "lang": language} for words, language in runs(sentence)]


def _inline(document: Document, inline: Inline) -> list[dict[str, Any]]:
    """Return a sentence; a link into the document is kept only where there is such a place."""
    made = []
    for span in inline:
        inside = span.to in document.places
        outside = span.to.startswith(("http://", "https://"))
        made.append(
            {
                "runs": _words(span.words),
                "manner": span.manner,
                "place": span.to if inside else "",
                "href": span.to if outside else "",
                "note": _words(span.note),
            }
        )
    return made


# A block that the template does not know would vanish without a word.
KINDS = {kind.__name__.lower() for kind in (Heading, Paragraph, Bullets, Table, Image)}
assert all(fields(kind) for kind in (Heading, Paragraph, Bullets, Table, Image))
