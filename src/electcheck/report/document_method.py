"""The method chapter as blocks."""

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
    link,
    links,
    strong,
    text,
)
from electcheck.report.document_back import aggregates
from electcheck.report.view import ReportView
from electcheck.report.view_language import Tongue


def method(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield the method and its limits."""
    made = report.method
    yield Heading(1, t("Method and limits"), "section:method")
    yield Paragraph(
        text(
            t(
                "Each criterion is a yes/no question bound to commitments. Statements from sources "
                "are graded, counted by origin, and made into answers at a standard of proof; a "
                "written rule turns answers into an outcome. No person and no statistic moves an "
                "outcome otherwise."
            )
        )
    )
    if report.translated:
        yield Paragraph(text(report.translated))
    yield Heading(2, t("Standard of proof: %(standard)s", standard=made.standard))
    yield Paragraph(text(made.basis))
    yield Table(
        t("What establishes an answer; grades are letter (source) and digit (item)"),
        (t("Kind of answer"), t("Any one of")),
        tuple(Row((text(one.kind), text("; ".join(one.ways)))) for one in made.proof),
        (35, 65),
    )
    for title, codes in (
        (t("The source"), made.reliability),
        (t("The item alone"), made.credibility),
    ):
        yield Heading(3, title)
        yield Bullets(tuple(text(strong(code), f": {words}") for code, words in codes))
    yield Paragraph(
        text(
            t(
                "Agreement is never graded, only counted as origins: papers that print one wire "
                "are one origin. A relay takes the weakest grade of its chain. A claim about "
                "practice in the speaker's own interest establishes nothing alone; against it, it "
                "counts a grade higher. Only statements of the same scope corroborate or conflict."
            )
        )
    )
    yield Heading(2, t("Scores"), "section:scores")
    yield Paragraph(
        text(
            t(
                "The scores are electcheck's own and no score of ODIHR's. Across areas there is no "
                "one right way to add up, so that all three stand side by side; none of them is a "
                "verdict."
            )
        )
    )
    yield aggregates(report, t)
    caps = ((t("cap where %(name)s is not met", name=one.name), one) for one in made.vetoes)
    numbers = [*((one.name, one) for one in made.numbers), *caps]
    yield Table(
        t("Numbers of the policy and their reasons"),
        (t("Number"), t("Value"), t("Reason")),
        tuple(Row((text(name), text(one.value), text(one.reason))) for name, one in numbers),
        (35, 12, 53),
    )
    yield from _limits(report, t)


def _limits(report: ReportView, t: Tongue) -> Iterator[Block]:
    made = report.method
    none = text(t("None."))
    yield Heading(2, t("Limits"))
    yield Heading(3, t("Sources that were not at hand"))
    if report.missing:
        yield Bullets(
            tuple(
                (
                    strong(one.title),
                    Span(f": {one.why} "),
                    *(
                        (Span(t("May change:") + " "), *links(one.findings), Span(". "))
                        if one.findings
                        else ()
                    ),
                    *((Span(f"{t('Would tell:')} {'; '.join(one.others)}."),) * bool(one.others)),
                )
                for one in report.missing
            )
        )
    else:
        yield Paragraph(text(t("None is recorded.")))
    yield Heading(
        3,
        t("Sources that were not read in their official text, and the findings that rest on them"),
    )
    yield (
        Bullets(
            tuple(
                (Span(one.title, to=one.anchor), Span(f" ({one.read}): "), *links(one.findings))
                for one in made.unread
            )
        )
        if made.unread
        else Paragraph(none)
    )
    yield Heading(3, t("Findings whose every norm is from memory"))
    yield Paragraph(links(made.from_memory) or none)
    yield Heading(3, t("Decided findings that rest on one origin only"))
    yield Paragraph(links(made.one_origin) or none)
    yield Paragraph(
        text(
            t(
                "What a search did not find is a limit of the search and never evidence. "
                "Statistics on results never move a finding."
            )
        )
    )


def corrections(report: ReportView, t: Tongue) -> Iterator[Block]:
    """Yield what was corrected."""
    yield Heading(1, t("Corrections"), "section:corrections")
    if not report.corrections:
        yield Paragraph(text(t("None so far.")))
        return
    yield Bullets(
        tuple(
            (strong(one.day), Span(f": {one.what} "), *(link(f) for f in one.findings))
            for one in report.corrections
        )
    )
