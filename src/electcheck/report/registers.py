"""The registers as CSV: findings, statements, sources, commitments, one line a record.

The column names are the same in every language. A spreadsheet takes a cell that begins like a
formula for one, so such a cell is given an apostrophe before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from electcheck.files.csv_text import csv_text
from electcheck.report.runs import plain, runs
from electcheck.report.view import ReportView


def registers(report: ReportView) -> dict[str, str]:
    """Return the registers by their name."""
    return {
        "findings": _findings(report),
        "statements": _statements(report),
        "sources": _sources(report),
        "commitments": _commitments(report),
    }


def _findings(report: ReportView) -> str:
    head = [
        "criterion",
        "area",
        "title",
        "question",
        "outcome",
        "outcome_words",
        "verdict",
        "because",
        "possible",
        "weight",
        "phase",
        "from_memory",
        "statements",
        "origins",
        "commitments",
        "recommendation",
        "addressee",
        "priority",
        "response",
    ]
    rows = []
    for one in report.findings:
        told = [s.id for answer in one.answers for s in answer.statements if s.counted]
        advice = one.recommendation
        rows.append(
            (
                one.id,
                one.area,
                one.title,
                one.question,
                one.outcome,
                one.outcome_words,
                one.verdict,
                one.because,
                "; ".join(one.possible),
                one.weight_class,
                one.phase,
                _flag(one.from_memory),
                " ".join(told),
                " ".join(one.origins),
                "; ".join(norm.words for norm in one.commitments),
                advice.text if advice else "",
                advice.addressee if advice else "",
                _flag(advice.priority) if advice else "",
                one.response.status,
            )
        )
    return _table(head, rows)


def _statements(report: ReportView) -> str:
    head = [
        "statement",
        "criterion",
        "indicator",
        "says",
        "value",
        "counted",
        "why_not",
        "summary",
        "excerpt",
        "excerpt_language",
        "excerpt_translation",
        "source_title",
        "publisher",
        "locator",
        "url",
        "grade",
        "method",
        "interest",
        "origin",
        "scope",
        "happened",
        "mark",
    ]
    return _table(
        head,
        (
            (
                one.id,
                finding.id,
                answer.name,
                one.says,
                one.said,
                _flag(one.counted),
                one.why_not,
                one.summary,
                one.excerpt,
                one.excerpt_language if one.excerpt else "",
                one.excerpt_translation,
                one.source.words,
                one.publisher,
                one.locator,
                one.href,
                one.grade,
                one.method,
                one.interest,
                one.origin,
                one.scope,
                one.happened,
                one.mark,
            )
            for finding in report.findings
            for answer in finding.answers
            for one in answer.statements
        ),
    )


def _sources(report: ReportView) -> str:
    head = [
        "source",
        "title",
        "english_title",
        "publisher",
        "kind",
        "language",
        "published",
        "grade",
        "reliability",
        "read",
        "url",
        "statements",
        "findings",
        "findings_resting_on_it_alone",
    ]
    return _table(
        head,
        (
            (
                one.id,
                one.title,
                one.english_title,
                one.publisher,
                one.kind,
                one.language,
                one.published,
                one.grade,
                one.reliability,
                one.read,
                one.href,
                " ".join(link.words for link in one.statements),
                " ".join(link.anchor for link in one.findings),
                " ".join(link.anchor for link in one.alone),
            )
            for one in report.sources
        ),
    )


def _commitments(report: ReportView) -> str:
    head = [
        "commitment",
        "name",
        "rank",
        "paraphrase",
        "citation",
        "adopted",
        "binding",
        "read",
        "read_at",
        "from_memory",
        "url",
        "findings",
    ]
    return _table(
        head,
        (
            (
                one.id,
                one.name,
                one.rank,
                one.paraphrase,
                one.citation,
                one.adopted,
                one.binding,
                one.read,
                one.read_at,
                _flag(one.from_memory),
                one.href,
                " ".join(link.anchor for link in one.findings),
            )
            for one in report.norms
        ),
    )


def _flag(holds: bool) -> str:
    return "true" if holds else "false"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a register; its last column names the cells that hold words of another language."""
    full = [*head, "other_language"]
    told = ([*map(plain, row), _other_language(head, row)] for row in rows)
    # The mark at the start tells spreadsheets that the letters are Unicode.
    return "\ufeff" + csv_text(full, told)


def _other_language(head: Sequence[str], row: Sequence[str]) -> str:
    """Return each column that holds words of another language, with that language.

    >>> from electcheck.report.runs import foreign
    >>> _other_language(["id", "summary"], ["a-1", foreign("as written", "en")])
    'summary:en'
    """
    found = (
        f"{name}:{language}"
        for name, cell in zip(head, row, strict=True)
        for language in sorted({language for _, language in runs(cell) if language})
    )
    return " ".join(found)
