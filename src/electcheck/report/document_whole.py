"""All chapters of a report in their order, as one document for the formats read page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from electcheck.report.document import Block, Document, Heading, Paragraph, places
from electcheck.report.document_back import (
    commitments,
    context,
    demands,
    judged,
    responses,
    sources,
    statements,
)
from electcheck.report.document_findings import findings
from electcheck.report.document_front import advice, cover, election, known, sides, summary
from electcheck.report.document_method import corrections, method
from electcheck.report.document_pictures import pictured, published
from electcheck.report.document_results import results
from electcheck.report.drawn import PUBLISHED, Drawn, by_chapter
from electcheck.report.runs import plain
from electcheck.report.view import ReportView
from electcheck.report.view_language import Tongue, tongue


def document(report: ReportView, drawn: Sequence[Drawn] = ()) -> Document:
    """Return a report as one document, with its pictures where they are drawn."""
    t = tongue(report.language)
    blocks = tuple(_with_pictures(_blocks(report, t, drawn), t, drawn))
    return Document(
        language=report.language,
        title=plain(
            f"{report.election.title}, {report.election.country}{t.colon}"
            f"{t('assessment from cited evidence')}"
        ),
        contents=t("Contents"),
        footer=t(
            "Made by electcheck %(version)s: the same files give the same report, byte for byte. "
            "The scores are electcheck's own; ODIHR gives neither a score nor a verdict.",
            version=report.version,
        ),
        cover=cover(report, t),
        blocks=blocks,
        places=places(blocks),
    )


def _with_pictures(blocks: Iterator[Block], t: Tongue, drawn: Sequence[Drawn]) -> Iterator[Block]:
    """Put the pictures of a chapter below its heading and what it warns of."""
    chapters = by_chapter(drawn)
    waiting: Sequence[Drawn] = ()
    for block in blocks:
        if waiting and not (isinstance(block, Paragraph) and not block.anchor):
            yield from pictured(t, waiting)
            waiting = ()
        yield block
        if isinstance(block, Heading):
            waiting = chapters.get(block.anchor, ())
    yield from pictured(t, waiting)


def _blocks(report: ReportView, t: Tongue, drawn: Sequence[Drawn]) -> Iterator[Block]:
    for chapter in (
        sides,
        summary,
        election,
        known,
        advice,
        findings,
        judged,
        results,
        demands,
        method,
        responses,
        sources,
        commitments,
        context,
        corrections,
        statements,
    ):
        if chapter is results and PUBLISHED in by_chapter(drawn):
            yield from published(t)
        yield from chapter(report, t)
