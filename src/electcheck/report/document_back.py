"""The back of a report as blocks: how firm it is, others' demands, method, registers."""

from __future__ import annotations

from collections.abc import Iterator

from electcheck.report.document import (
    Block,
    Bullets,
    Heading,
    Inline,
    Paragraph,
    Row,
    Span,
    Table,
    link,
    links,
    strong,
    text,
)
from electcheck.report.document_front import scored, verdict
from electcheck.report.view import DemandView, ReportView
from electcheck.report.view_judgement import SpreadRow
from electcheck.report.view_language import Tongue
from electcheck.report.view_statements import StatementView


def judged(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield how firmly the findings stand."""
    made = report.judgement
    yield Heading(1, t("How firm the findings are"), "section:judgement")
    yield Paragraph(text(made.settings))
    for caption, first, rows in (
        (t("Overall: where 19 of 20 tested settings lie"), t("Aggregate"), made.scores),
        (t("By area: where 19 of 20 tested settings lie"), t("Area"), made.areas),
    ):
        yield Table(caption, (first, *made.treatments), tuple(_spread(rows)), (28, 24, 24, 24))
    yield Heading(2, t("Findings by standard of proof"), "section:standards")
    said = t("Which outcomes survive when more is asked of the evidence.")
    yield Paragraph(text(f"{said} {made.always_open}"))
    yield Table(
        t("Findings by standard of proof"),
        (t("Finding"), *made.standards, t("Holds up to")),
        tuple(
            Row(
                (
                    text(link(row.finding)),
                    *(text(Span(words, outcome)) for outcome, words in row.outcomes),
                    text(row.holds),
                )
            )
            for row in made.matrix
        ),
        (28, *(18 for _ in made.standards), 18),
    )
    yield Heading(2, t("Findings that a single origin carries"), "section:single")
    yield Paragraph(
        text(
            t("Without that origin the finding would be another one, however many items repeat it.")
        )
    )
    nobody = t("nobody else was counted")
    yield Table(
        t("Findings that a single origin carries"),
        (t("Finding"), t("Outcome"), t("Carried by")),
        tuple(
            Row(
                (
                    text(link(row.finding)),
                    text(Span(row.outcome_words, row.outcome)),
                    text("; ".join((*row.without, *((nobody,) if row.alone else ())))),
                )
            )
            for row in made.carried
        ),
        (32, 16, 52),
    )
    yield from _conflicts(report, t)


def _spread(rows: tuple[SpreadRow, ...]) -> Iterator[Row]:
    for row in rows:
        yield Row((text(link(row.title)), *(text(cell) for cell in row.cells)))


def _conflicts(report: ReportView, t: Tongue) -> Iterator[Block]:
    yield Heading(2, t("Conflicts that nobody has resolved"), "section:conflicts")
    if not report.judgement.conflicts:
        yield Paragraph(text(t("None.")))
    for row in report.judgement.conflicts:
        yield Paragraph(text(link(row.finding), f": {row.ask}"))
        yield Bullets(
            tuple(
                text(
                    strong(side.value),
                    f" {t('say: %(origins)s', origins=side.origins)} (",
                    *links(side.statements),
                    ")",
                )
                for side in row.sides
            )
        )


def demands(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield what others recommended, and what the evidence says of it."""
    yield Heading(1, t("Recommendations made by others"), "section:demands")
    if not report.demands:
        yield Paragraph(text(t("None is recorded for this election.")))
        return
    yield Paragraph(
        text(
            t(
                "A demand establishes nothing. Beside each stands what the evidence says of the "
                "criteria that would show whether it was met."
            )
        )
    )
    for one in report.demands:
        yield from _demand(t, one)


def _demand(t: Tongue, one: DemandView) -> Iterator[Block]:
    yield Heading(2, f"{one.number}. {one.summary}")
    yield Paragraph(text(link(one.source), f", {one.locator}"), "quiet")
    if one.excerpt:
        yield Paragraph(text(t.free(f"« {one.excerpt} »", one.excerpt_language)), "quote")
        if one.excerpt_translation:
            yield Paragraph(text(ours(t, one.excerpt_translation)), "quote")
        yield Paragraph(
            text(t("The source's own words, which are its claim and not a finding")), "quiet"
        )
    yield Paragraph(text(one.says))
    yield Bullets(
        tuple(
            (link(f.link), Span(t.colon), *verdict(t, f), Span(f". {f.because}"))
            for f in one.findings
        )
    )


def responses(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield what those concerned answered."""
    yield Heading(1, t("Responses"), "section:responses")
    if report.response_note:
        yield Paragraph(text(report.response_note))
    if not report.adverse:
        yield Paragraph(text(t("There is no adverse finding to answer to.")))
        return
    yield Table(
        t("Adverse findings and what those concerned answered"),
        (t("Finding"), t("Response"), t("What was said")),
        tuple(
            Row(
                (
                    text(link(finding.link)),
                    text(
                        finding.response.status,
                        f" ({', '.join(p for p in (r.by, r.day) if p)})" if r.by else "",
                    ),
                    text(r.summary or "–"),
                )
            )
            for finding in report.adverse
            for r in (finding.response,)
        ),
        (34, 33, 33),
    )


def statements(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield every statement, counted or not."""
    yield Heading(1, t("Register of statements"), "section:statements")
    yield Paragraph(text(t("Every statement of the case, whether it counts or not.")))
    for finding in report.findings:
        for answer in finding.answers:
            for one in answer.statements:
                yield from _statement(t, one)


def _statement(t: Tongue, one: StatementView) -> Iterator[Block]:
    counted = t("counted") if one.counted else f"{t('not counted')}{t.colon}{one.why_not}"
    told: Inline = text(
        strong(f"{one.mark}{t.colon}" if one.mark else ""),
        strong(one.id),
        f" ({one.grade}; {counted}). {one.summary} {one.says}{t.colon}{one.said}. ",
        link(one.source),
        f", {one.locator}; {one.read}; {one.method}; {one.interest}; ",
        f"{t('Origin')}{t.colon}{one.origin}.",
    )
    yield Paragraph(told, anchor=one.anchor)
    if one.excerpt:
        claim = t(
            "The source's own words, which are its claim and not a finding: %(publisher)s",
            publisher=one.publisher,
        )
        said = t.free(f"« {one.excerpt} »", one.excerpt_language)
        yield Paragraph(text(f"{said} {claim}"), "quote")
        if one.excerpt_translation:
            yield Paragraph(text(ours(t, one.excerpt_translation)), "quote")


def ours(t: Tongue, words: str) -> str:
    """Return a translation of a source's words, said to be ours."""
    return t("Our translation: %(words)s", words=t.quoted(words))


def sources(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield the register of sources."""
    yield Heading(1, t("Register of sources"), "section:sources")
    for one in report.sources:
        where = (Span(f" {t('open the source')}", to=one.href), Span(".")) if one.href else ()
        language = t("language: %(language)s", language=one.language)
        yield Paragraph(
            text(
                strong(one.title),
                f" [{one.english_title}]" if one.english_title else "",
                f" ({one.id}; {one.grade}). {one.publisher}; {one.kind}; {one.published}; "
                f"{language}. {t('Reliability')}{t.colon}{one.reliability} "
                f"{t('How read')}{t.colon}{one.read}.",
                *where,
            ),
            anchor=one.anchor,
        )


def commitments(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield the commitments that findings cite."""
    yield Heading(1, t("Commitments cited"), "section:commitments")
    yield Paragraph(
        text(
            t(
                "Only what applied to this state on election day is cited. The words are ours, not "
                "the official text."
            )
        )
    )
    yield Table(
        t("Commitments cited"),
        (t("Commitment"), t("In our words"), t("Rank and force"), t("How read")),
        tuple(
            Row(
                (
                    text(one.name),
                    text(one.paraphrase),
                    text(f"{one.rank}; {one.binding}"),
                    text(f"{one.read} ({one.read_at})" if one.read_at else one.read),
                ),
                anchor=one.anchor,
            )
            for one in report.norms
        ),
        (26, 36, 20, 18),
    )


def context(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield the scores that others made, apart from the assessment."""
    yield Heading(1, t("Scores made by others"), "section:context")
    yield Paragraph(
        text(
            t(
                "Shown beside the assessment and no part of it: other methods, other questions, "
                "other scales."
            )
        )
    )
    if not report.context:
        yield Paragraph(text(t("None is recorded.")))
        return
    yield Table(
        t("Scores made by others"),
        (t("Index"), t("Item"), t("Value"), t("Scale"), t("Year"), t("How read")),
        tuple(
            Row(
                tuple(
                    text(words)
                    for words in (one.index, one.item, one.value, one.scale, one.year, one.read)
                )
            )
            for one in report.context
        ),
        (28, 22, 10, 10, 10, 20),
    )


def aggregates(report: ReportView, t: Tongue) -> Table:
    """Return the three aggregates across areas."""
    return Table(
        t("Three aggregates across areas"),
        (t("Aggregate"), t("What it is"), t("Score, interval, coverage")),
        tuple(
            Row((text(one.title), text(one.means), text(scored(t, one.score))))
            for one in report.aggregates
        ),
        (18, 50, 32),
    )
