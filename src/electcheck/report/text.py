"""The assessment for a terminal: one line an area, one line a finding, always with its interval."""

from __future__ import annotations

from collections.abc import Iterator

from electcheck.model.evidence import Statement
from electcheck.model.findings import Assessment, Established, Finding, Interval
from electcheck.model.norms import Criterion
from electcheck.model.outcomes import Outcome
from electcheck.model.values import show
from electcheck.report.payload import NOTE
from electcheck.report.view_words import AGAINST
from electcheck.rules.compiled import Compiled
from electcheck.rules.opening import Opened
from electcheck.rules.weighing import chain_reliability

WITHHELD = (
    "Evidence exists that is restricted to protect its sources; public answers are made without it"
)
SYMBOLS: dict[Outcome, str] = {
    "met": "+",
    "partly_met": "~",
    "not_met": "-",
    "insufficient_evidence": "?",
    "conflicting": "!",
    "not_applicable": "/",
    "pending": ".",
}


def words(outcome: str) -> str:
    """Return an outcome in words.

    >>> words("insufficient_evidence")
    'insufficient evidence'
    """
    return outcome.replace("_", " ")


def number(value: float | None) -> str:
    """Return a score with two decimals, or a dash where there is none.

    >>> number(0.5), number(None)
    ('0.50', '-')
    """
    return "-" if value is None else f"{value:.2f}"


def scored(interval: Interval) -> str:
    """Return a score with everything it must be printed with."""
    return (
        f"score {number(interval.score)}, interval {number(interval.low)} to "
        f"{number(interval.high)}, {interval.assessed} of {interval.applicable} assessed"
    )


def fictional_lines(fictional: bool) -> Iterator[str]:
    """Yield the warning that stands above every answer about an invented election.

    >>> list(fictional_lines(True))
    ['FICTIONAL: this country and this election do not exist']
    """
    if fictional:
        yield "FICTIONAL: this country and this election do not exist"


def assessment_lines(opened: Opened, assessment: Assessment) -> Iterator[str]:
    """Yield the assessment line by line."""
    election = opened.case.election
    yield f"{election.title.en} ({election.country.en}), vote of {election.election_day}"
    yield from fictional_lines(election.fictional)
    if opened.says_withheld:
        yield WITHHELD
    yield f"standard of proof: {assessment.standard}; as of {assessment.as_of}"
    yield ""
    titles = {area.area: area.title for area in opened.catalogue.areas}
    for area in assessment.areas:
        title = titles[area.area]
        name = title.en if title else area.area
        outside = "" if area.in_overall else " (no weight in the overall score)"
        yield f"{name}{outside}: {scored(area.interval)}"
        for finding in assessment.findings:
            if finding.area == area.area:
                yield f"  {SYMBOLS[finding.outcome]} {finding.criterion}: {words(finding.outcome)}"
    yield ""
    yield f"overall, arithmetic: {scored(assessment.overall)}"
    in_overall = [area for area in assessment.areas if area.in_overall]
    with_score = sum(area.interval.score is not None for area in in_overall)
    of = f"of {with_score} with a score among {len(in_overall)} areas"
    lowest = f"{', '.join(assessment.lowest_areas)}; {of}" if with_score else "no area has a score"
    yield f"overall, geometric: {number(assessment.geometric)}"
    yield f"lowest area: {number(assessment.lowest)} ({lowest})"
    yield ""
    yield NOTE


def explain_lines(opened: Opened, finding: Finding) -> Iterator[str]:
    """Yield why a criterion is judged as it is, down to each statement and its place."""
    compiled = opened.norms.compiled[finding.criterion]
    criterion = compiled.criterion
    yield from fictional_lines(opened.case.election.fictional)
    yield f"{criterion.id}: {criterion.title.en}"
    yield f"question: {criterion.question.en}"
    yield f"outcome: {words(finding.outcome)}"
    if len(finding.possible) > 1:
        yield f"possible: {', '.join(words(outcome) for outcome in finding.possible)}"
    yield f"because: {finding.reason}"
    yield from _rule(compiled, finding)
    yield ""
    statements: dict[str, list[Statement]] = {}
    for statement in opened.case.statements:
        statements.setdefault(statement.indicator, []).append(statement)
    for name, answer in finding.answers.items():
        told = statements.get(answer.indicator, [])
        yield from _answer(opened, criterion, name, answer, told, finding.decided)
    yield "commitments that applied to this state on election day:"
    known = opened.catalogue.commitments()
    for name in finding.commitments:
        instrument, commitment = known[name]
        yield f"  {name} ({words(instrument.rank)}; {commitment.read}): {commitment.paraphrase.en}"
    if not finding.commitments:
        yield "  none is recorded in obligations.yaml"
    if finding.from_memory:
        yield "  every one of them was typed from memory: have them checked before relying on them"


def _rule(compiled: Compiled, finding: Finding) -> Iterator[str]:
    for clause in compiled.clauses:
        mark = ">" if clause.outcome == finding.clause else " "
        yield f"{mark} {words(clause.outcome)} when {clause.clause.when}"
    for name, threshold in compiled.criterion.thresholds.items():
        unit = f" {threshold.unit}" if threshold.unit else ""
        yield f"  {name} = {threshold.value}{unit} ({threshold.basis})"
    if finding.rank is not None and finding.outcome in ("partly_met", "not_met"):
        yield AGAINST[finding.rank] % {"norms": ", ".join(finding.rests_on)}


def _answer(
    opened: Opened,
    criterion: Criterion,
    name: str,
    answer: Established,
    statements: list[Statement],
    settled: bool,
) -> Iterator[str]:
    indicator = criterion.indicators[name]
    yield f"{name} ({indicator.kind}): {indicator.ask.en}"
    yield f"  {answer.status}: {show(indicator, answer.values)}"
    if answer.status == "conflict":
        for side in answer.sides:
            told = ", ".join(side.statements)
            yield f"  side: {show(indicator, side.values)} ({told})"
    yield from _collapsed(statements)
    uncounted = {one.statement: one.why for one in answer.uncounted}
    for statement in statements:
        yield f"  {statement.id}"
        yield from (f"    {line}" for line in statement_lines(opened, statement))
        if statement.id in uncounted:
            yield f"    not counted: {uncounted[statement.id]}"
    if answer.status in ("unknown", "bounded") and not settled:
        yield f"  an established answer to {answer.indicator} would settle it, or narrow it"
    yield ""


def _collapsed(statements: list[Statement]) -> Iterator[str]:
    """Yield each origin behind several statements: however many, it counts once."""
    by_origin: dict[str, list[str]] = {}
    for statement in statements:
        by_origin.setdefault(statement.origin or statement.source, []).append(statement.id)
    for origin, names in by_origin.items():
        if len(names) > 1:
            yield f"  one origin, {origin}: {', '.join(names)} count once"


def statement_lines(opened: Opened, statement: Statement) -> Iterator[str]:
    """Yield what a statement says, its grade, its source, its place and its excerpt."""
    source = opened.case.sources[statement.source]
    grade = f"{chain_reliability(statement, opened.case.sources)}{statement.credibility}"
    yield f"says {statement.said} ({statement.says}); grade {grade}; {statement.method}"
    yield statement.summary.en
    yield f"source: {source.title} ({source.publisher}), {statement.locator}; read: {source.read}"
    origin = statement.origin or statement.source
    if origin != statement.source:
        yield f"origin: {origin}"
    if statement.interest != "none":
        yield f"interest: {statement.interest} ({statement.interest_reason})"
    if statement.excerpt:
        yield f"excerpt: «{statement.excerpt}»"
