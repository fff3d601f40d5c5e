"""The front of a report as blocks: cover, summary, the election, what is known, recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from electcheck.report.document import (
    Block,
    Bullets,
    Cover,
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
from electcheck.report.view import ReportView
from electcheck.report.view_areas import ScoreView
from electcheck.report.view_findings import FindingView
from electcheck.report.view_language import Tongue


def cover(report: ReportView, t: Tongue) -> Cover:
    """Return the first page."""
    election = report.election
    warnings = []
    if election.fictional:
        warnings.append(t("Fictional: this country and this election do not exist."))
    if report.internal:
        warnings.append(
            t(
                "Internal: made with restricted evidence. Not for publication: it may endanger "
                "sources."
            )
        )
    if report.withheld:
        warnings.append(
            t(
                "Evidence exists that is restricted to protect its sources. This report is made "
                "without it."
            )
        )
    corrections = tuple(
        text(strong(one.day), f": {one.what} ", *links(one.findings)) for one in report.corrections
    )
    return Cover(
        kicker=t("Election assessment from cited evidence"),
        title=election.title,
        subtitle=election.country,
        warnings=tuple(warnings),
        facts=(
            (t("Office"), (text(election.office),)),
            (t("Election day"), (text(election.day),)),
            (t("Evidence as of"), (text(report.as_of),)),
            (t("Standard of proof"), (text(report.method.standard),)),
            (t("Evidence"), (text(report.evidence),)),
            (t("Responses"), tuple(text(line) for line in report.responses)),
            (t("Corrections"), corrections or (text(t("none so far")),)),
        ),
        scale=" ".join(
            (
                t("The scores in this report are electcheck's own."),
                t(
                    "ODIHR gives neither a score nor a verdict such as free and fair, and nothing "
                    "here is its word. What is unknown counts neither as met nor as not met: each "
                    "score stands with its interval and its coverage."
                ),
            )
        ),
    )


def verdict(t: Tongue, finding: FindingView) -> Inline:
    """Return the outcome in one line, with the words that follow the rank of its norm."""
    memory = t("every norm under this finding is from memory") if finding.from_memory else ""
    return text(
        Span(finding.outcome_words, finding.outcome),
        f"; {finding.verdict}" if finding.verdict else "",
        f" ({memory})" if memory else "",
    )


def scored(t: Tongue, score: ScoreView) -> str:
    """Return a score with everything it must be printed with."""
    interval = f"{score.low} – {score.high}" if score.applies else t("no interval: nothing applies")
    return f"{score.score}; {interval}; {score.coverage}"


def summary(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield the summary with the table of areas and outcomes."""
    yield Heading(1, t("Summary"), "section:summary")
    yield Paragraph(text(report.counts), "lead")
    if report.adverse:
        yield Heading(2, t("Where commitments were not kept"))
        major = [finding for finding in report.adverse if finding.major]
        yield (
            Bullets(tuple(_line(t, finding) for finding in major))
            if major
            else Paragraph(
                text(t("No adverse finding is of major weight; see the findings by area."))
            )
        )
        yield Paragraph(
            text(
                t(
                    "Listed are the adverse findings of major weight; all others stand in the "
                    "findings by area."
                )
            ),
            "quiet",
        )
    yield Heading(2, t("Areas and outcomes"), "section:areas")
    yield Table(
        t("Number of findings by outcome, and the score with interval and coverage"),
        (
            t("Area"),
            *(cell.words for cell, _ in report.means),
            t("Score, interval from 0 to 1, coverage"),
        ),
        tuple(
            Row(
                (
                    text(Span(area.title, to=area.anchor)),
                    *(text(t.count(len(cell.findings))) for cell in area.cells),
                    text(scored(t, area.score)),
                )
            )
            for area in report.areas
        ),
        (17, 9, 9, 9, 12, 12, 11, 9, 14),
    )
    yield Bullets(
        tuple(text(Span(cell.words, cell.outcome), f": {means}") for cell, means in report.means)
    )


def sides(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield, for those inside, what restricted evidence changes."""
    if report.sides is None:
        return
    yield Heading(1, t("Public and internal, side by side"), "section:sides")
    said = t(
        "Left, what anyone can make again from public evidence alone; right, what restricted "
        "evidence makes of it. Only the left side may be published."
    )
    yield Paragraph(text(said))
    rows = tuple(
        Row((text(row.title), text(row.public.said), text(row.internal.said)))
        for row in report.sides.areas
    )
    title = t("Public and internal, side by side")
    yield Table(title, (t("Area"), t("Public"), t("Internal")), rows, (30, 35, 35))
    yield Heading(2, t("Findings that restricted evidence changes"))
    if not report.sides.findings:
        yield Paragraph(text(t("None: every outcome is the same on both sides.")))
        return
    yield Bullets(
        tuple(
            text(
                link(one.link),
                f": {t('public')} ",
                Span(one.public_words, one.public),
                f" {t('internal')} ",
                Span(one.internal_words, one.internal),
            )
            for one in report.sides.findings
        )
    )


def _line(t: Tongue, finding: FindingView) -> Inline:
    return (link(finding.link), Span(t.colon), *verdict(t, finding))


def election(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield what the election was."""
    yield Heading(1, t("The election"), "section:election")
    facts = [(t("Office"), report.election.office), *report.election.phases]
    if report.election.called:
        facts.insert(1, (t("Called"), report.election.called))
    if report.election.candidates:
        told = "; ".join(f"{n} ({by})" if by else n for n, by in report.election.candidates)
        facts.append((t("Candidates"), told))
    yield Bullets(tuple(text(strong(name), f": {words}") for name, words in facts))
    for note in report.election.notes:
        yield Paragraph(text(note))


def known(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield the questions that are answered; those that stay open stand in the findings."""
    yield Heading(1, t("What is known and what is not"), "section:known")
    yield Heading(2, t("Known: the evidence answers the question"))
    if not any(finding.decided for finding in report.findings):
        yield Paragraph(text(t("Nothing: no question is answered at this standard of proof.")))
    for area in report.areas:
        yield from _listed(t, area.title, (f for f in area.findings if f.decided))
    yield Heading(2, t("Not known: the question stays open"))
    for area in report.areas:
        yield from _listed(t, area.title, (f for f in area.findings if f.possible and f.told))
    silent = sum(1 for f in report.findings if f.possible and not f.told)
    yield Paragraph(
        text(
            t.several(
                "On %(n)s question more no statement is recorded. That is a limit of the search, "
                "not a fact about the election.",
                "On %(n)s questions more no statement is recorded. That is a limit of the search, "
                "not a fact about the election.",
                silent,
            )
        ),
        "quiet",
    )


def _listed(t: Tongue, title: str, findings: Iterable[FindingView]) -> Iterator[Block]:
    items = tuple(
        text(
            Span(finding.outcome_words, finding.outcome),
            t.colon,
            link(finding.link),
            f". {finding.because}",
        )
        for finding in findings
    )
    if items:
        yield Heading(3, title)
        yield Bullets(items)


def advice(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield the recommendations."""
    yield Heading(1, t("Recommendations"), "section:priority")
    yield Heading(2, t("Priority recommendations"))
    if report.priority:
        yield Bullets(tuple(_advised(t, f) for f in report.priority), ordered=True)
    else:
        yield Paragraph(
            text(
                t(
                    "None: no criterion with a priority recommendation is shown not to be met on a "
                    "norm that was read."
                )
            )
        )
    if report.held_back:
        yield Heading(2, t("Held back"))
        yield Paragraph(
            text(
                t(
                    "These findings would call for a priority recommendation, but every norm under "
                    "them was typed from memory. A lawyer has to read the norms first."
                )
            )
        )
        yield Bullets(tuple(_line(t, finding) for finding in report.held_back))
    if report.other_advice:
        yield Heading(2, t("Other recommendations"))
        yield Bullets(tuple(_advised(t, f) for f in report.other_advice), ordered=True)


def _advised(t: Tongue, finding: FindingView) -> Inline:
    assert finding.recommendation is not None
    to = t("To: %(to)s", to=finding.recommendation.addressee)
    return (
        strong(finding.recommendation.text),
        Span(f" {to}. "),
        link(finding.link),
        Span(t.colon),
        *verdict(t, finding),
    )
