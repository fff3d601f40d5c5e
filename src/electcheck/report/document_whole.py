"""All chapters of a report in their order, as one document for the formats read page by page."""

from __future__ import annotations

from collections.abc import Iterator

from electcheck.report.document import Block, Document, places
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
from electcheck.report.document_front import advice, cover, election, known, summary
from electcheck.report.document_method import corrections, method
from electcheck.report.document_results import results
from electcheck.report.runs import plain
from electcheck.report.view import ReportView
from electcheck.report.view_language import Tongue, tongue


def document(report: ReportView) -> Document:
    """Return a report as one document."""
    t = tongue(report.language)
    blocks = tuple(_blocks(report, t))
    return Document(
        language=report.language,
        title=plain(
            f"{report.election.title}, {report.election.country}: "
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


def _blocks(report: ReportView, t: Tongue) -> Iterator[Block]:
    for chapter in (
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
        yield from chapter(report, t)
