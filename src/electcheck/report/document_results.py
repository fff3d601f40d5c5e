"""The results chapter as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from electcheck.report.document import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Row,
    Span,
    Table,
    strong,
    text,
)
from electcheck.report.view import ReportView
from electcheck.report.view_language import Tongue


def results(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield what the results by polling station say, where a file was given."""
    found = report.results
    if found is None:
        return
    yield Heading(1, t("Results by polling station"), "section:results")
    for caveat in found.caveats:
        yield Paragraph(text(caveat), "warning")
    yield Paragraph(text(found.file))
    yield Heading(2, t("Protocols"), "section:protocols")
    yield Paragraph(text(found.contradictions))
    if found.checks:
        yield Table(
            t("Protocols"),
            (t("Check"), t("What it says"), t("Stations")),
            tuple(
                Row((text(row.code), text(row.title), text(row.stations))) for row in found.checks
            ),
            (12, 70, 18),
        )
    if found.not_applicable:
        said = t("Not applicable, which is neither passed nor failed:")
        yield Paragraph(text(f"{said} {t('; ').join(found.not_applicable)}"), "quiet")
    yield Heading(2, t("Could it change who won?"), "section:impact")
    yield Paragraph(text(found.doubtful))
    if found.impact:
        yield Bullets(tuple(text(strong(name), f"{t.colon}{said}") for name, said in found.impact))
    yield Heading(2, t("Tests for anomalies"), "section:tests")
    yield Table(
        t("Tests for anomalies"),
        (
            t("Test"),
            t("Status"),
            t("False alarms on clean elections"),
            t("What it says"),
            t("More extreme real elections"),
        ),
        tuple(
            Row(
                (
                    text(row.name, " ", Span(row.id, "code")),
                    *map(text, (row.status, row.false_alarms, row.said, row.references)),
                )
            )
            for row in found.tests
        ),
        (18, 24, 18, 22, 18),
    )
