"""The findings as blocks: outcome, why, answers with their sources at the foot, rule, norms."""

from __future__ import annotations

from collections.abc import Iterator

from electcheck.report.document import (
    Block,
    Bullets,
    Heading,
    Inline,
    Paragraph,
    Span,
    link,
    links,
    strong,
    text,
)
from electcheck.report.document_front import scored, verdict
from electcheck.report.view import ReportView
from electcheck.report.view_answers import AnswerView
from electcheck.report.view_areas import AreaView
from electcheck.report.view_findings import FindingView
from electcheck.report.view_language import Tongue
from electcheck.report.view_statements import StatementView


def findings(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield every finding, area by area."""
    yield Heading(1, t("Findings by area"), "section:findings")
    yield Paragraph(
        text(
            t(
                "Each finding opens to the rule that decided it, the answers that went in, and "
                "every statement, counted or not. The words follow the rank of the norm: "
                "inconsistent with a treaty, not in line with a political commitment, contrary to "
                "the reading of an interpretation, departs from good practice."
            )
        )
    )
    for area in report.areas:
        yield from _area(t, area)


def _area(t: Tongue, area: AreaView) -> Iterator[Block]:
    yield Heading(2, area.title, area.anchor)
    outside = t("This area has no weight in the overall score:") if area.outside else ""
    yield Paragraph(text(strong(scored(t, area.score))))
    yield Paragraph(text(area.summary, f" {outside} {area.outside}" if outside else ""))
    for finding in area.findings:
        yield from _finding(t, finding)


def _finding(t: Tongue, finding: FindingView) -> Iterator[Block]:
    yield Heading(3, finding.title, finding.id)
    weight = t("weight: %(weight)s", weight=finding.weight)
    yield Paragraph(text(Span(finding.id, "code"), f" · {weight} · {finding.phase}"), "quiet")
    yield Paragraph(text(finding.question), "question")
    yield Paragraph(verdict(t, finding))
    if not finding.told:
        yield Paragraph(
            text(
                t(
                    "No statement on it is recorded. That is a limit of the search, not a fact "
                    "about the election."
                )
            )
        )
        return
    if finding.because:
        yield Paragraph(text(finding.because))
    if finding.possible:
        said = t("Still possible: %(outcomes)s.", outcomes=", ".join(finding.possible))
        yield Paragraph(text(said))
    if finding.recommendation:
        yield Paragraph(
            text(
                strong(t("Recommendation")),
                f" ({finding.recommendation.addressee}): {finding.recommendation.text}",
            )
        )
    yield Bullets(tuple(_answer(t, answer) for answer in finding.answers))
    yield from _rule(t, finding)
    yield from _change(t, finding)
    yield from _norms(t, finding)


def _answer(t: Tongue, answer: AnswerView) -> Inline:
    """Return what is established of an indicator; each counted statement stands at the foot."""
    told = [statement for statement in answer.statements if statement.counted]
    notes = [Span("", note=_note(t, statement)) for statement in told]
    others = [statement for statement in answer.statements if not statement.counted]
    left = [Span(f" {t('not counted')}{t.colon}")] if others else []
    for position, statement in enumerate(others):
        comma = [Span(", ")] if position else []
        left += [*comma, Span(statement.id, to=statement.anchor)]
    return text(
        f"{answer.ask} ",
        strong(answer.value),
        f" ({answer.status})",
        *notes,
        "." if not left else ";",
        *left,
        "." if left else "",
    )


def _note(t: Tongue, statement: StatementView) -> str:
    grade = f"{t('Grade')} {statement.grade}"
    place = f"{statement.publisher}, {statement.source.words}, {statement.locator}"
    return f"{statement.id}: {statement.said}. {place}. {grade}."


def _rule(t: Tongue, finding: FindingView) -> Iterator[Block]:
    fired = [clause for clause in finding.clauses if clause.fired]
    for clause in fired:
        only = t("this decides: it is the only outcome left") if clause.left else t("this decides")
        yield Paragraph(
            text(
                strong(t("The rule")),
                f": {clause.title} ",
                Span(clause.written, "code"),
                f" ({clause.truth}; {only})",
            )
        )
    for one in finding.settles:
        yield Paragraph(
            text(strong(t("What would settle it")), f": {one.ask} {t('—')} {one.leads}.")
        )


def _change(t: Tongue, finding: FindingView) -> Iterator[Block]:
    change = finding.change
    if change is None:
        return
    yield Paragraph(text(strong(t("What would change our mind"))))
    if change.removals:
        yield Paragraph(text(t("If these statements fell away, each line by itself:")))
        yield Bullets(
            tuple(
                (*links(one.statements), Span(f"{t.colon}{one.outcome}")) for one in change.removals
            )
        )
    if change.arrivals:
        yield Paragraph(
            text(t("If this were established in place of what is, each line by itself:"))
        )
        yield Bullets(
            tuple(
                text(f"{'; '.join(one.answers)}{t.colon}{one.outcome}") for one in change.arrivals
            )
        )
    yield Paragraph(text(change.bound), "quiet")


def _norms(t: Tongue, finding: FindingView) -> Iterator[Block]:
    applied: Inline = links(finding.commitments, "; ") or text(
        t("none is recorded as applying to this state on election day")
    )
    yield Paragraph((strong(t("Applied on election day")), Span(t.colon), *applied, Span(".")))
    if finding.adverse:
        response = finding.response
        said = f": {response.summary}" if response.summary else ""
        source = (Span(" "), link(response.source)) if response.source else ()
        yield Paragraph(
            (strong(t("Response")), Span(f": {response.status}{said}"), *source), "quiet"
        )
