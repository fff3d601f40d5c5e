"""The results by polling station in words: what the checks, the weighing and the tests say.

It is a chapter beside the assessment and no part of it: nothing here reaches a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from electcheck.model.said import marked as _
from electcheck.report.view_language import Tongue

if TYPE_CHECKING:
    from electcheck.forensics.battery import Battery
    from electcheck.forensics.result import Result
    from electcheck.results.checks import CheckReport
    from electcheck.results.impact import Scenario
    from electcheck.results.impact_report import Impact

SCENARIO: dict[Scenario, str] = {
    "annul": _("the doubtful stations are annulled: none of their votes counts"),
    "reassign": _("every valid vote of the doubtful stations may belong to anyone"),
    "add": _(
        "votes that were not counted at the doubtful stations are added, up to one for each "
        "registered voter without a ballot in the box"
    ),
}

CHANGES = {
    "yes": _("yes, some choice of these stations would put another candidate first"),
    "no": _("no, no choice of these stations would put another candidate first"),
    "unknown": _("not known: stations with missing cells could"),
}

STATUS = {
    "computed": _("computed"),
    "not_applicable": _("not applicable"),
    "underpowered": _("underpowered: it could not see the smallest effect that matters"),
    "refused": _("refused: it cannot be trusted on this file"),
}


@dataclass(frozen=True)
class Results:
    """What was found in one file of results."""

    checks: CheckReport
    impact: Impact | None
    battery: Battery


@dataclass(frozen=True)
class CheckRow:
    """How many protocols one check names."""

    code: str
    title: str
    stations: str


@dataclass(frozen=True)
class TestRow:
    """One test in one variant, with how often it cries wolf before what it says.

    Attributes:
        name: of test and variant, in words.
        id: of both, as commands and files have it.
        status: whether it says something, and why not.
        false_alarms: on clean elections.
        said: what it says.
        references: more extreme real elections.
    """

    __test__ = False  # of an election, not of this program

    name: str
    id: str
    status: str
    false_alarms: str
    said: str
    references: str


@dataclass(frozen=True)
class ResultsView:
    """The results chapter."""

    file: str
    caveats: tuple[str, ...]
    contradictions: str
    checks: tuple[CheckRow, ...]
    not_applicable: tuple[str, ...]
    doubtful: str
    impact: tuple[tuple[str, str], ...]
    tests: tuple[TestRow, ...]


def results_view(t: Tongue, found: Results) -> ResultsView:
    """Return the results chapter in words."""
    from electcheck.results.policy import protocol_checks  # a report without results waits for none

    report = found.checks
    titles = protocol_checks()
    stations = t.several("%(n)s row", "%(n)s rows", len(report.table))
    marked = int(report.flagged().sum())
    return ResultsView(
        file=f"{report.table.name}{t.colon}{stations}",
        caveats=(
            t(
                "This chapter stands beside the assessment and is no part of it: no finding and no "
                "score was made with it."
            ),
            t(
                "A small p-value is no proof of fraud and a large one no proof of its absence. How "
                "often a test raises a false alarm on clean elections stands before what it says."
            ),
        ),
        contradictions=t.several(
            "%(n)s protocol contradicts itself.", "%(n)s protocols contradict themselves.", marked
        ),
        checks=tuple(
            CheckRow(code, t(titles[code].title), t.count(number))
            for code, number in report.summary().items()
        ),
        not_applicable=tuple(
            f"{code} ({t.said(why)})" for code, why in report.not_applicable.items()
        ),
        doubtful=_doubtful(t, found.impact),
        impact=tuple(_impact(t, found.impact)) if found.impact else (),
        tests=tuple(test_row(t, result) for result in found.battery.results),
    )


def _doubtful(t: Tongue, impact: Impact | None) -> str:
    if impact is None:
        return t("Without votes by candidate nothing can be weighed.")
    doubt = impact.doubt
    return t.several(
        "Weighed is what %(n)s station whose protocol contradicts itself could change.",
        "Weighed is what %(n)s stations whose protocols contradict themselves could change.",
        len(doubt.rows) + len(doubt.unknown),
    )


def _impact(t: Tongue, impact: Impact) -> Iterator[tuple[str, str]]:
    for scenario in impact.pairs:
        yield t(SCENARIO[scenario]), t(CHANGES[impact.winner_changes(scenario)])


def test_row(t: Tongue, result: Result) -> TestRow:
    """Return a result as the report's table of tests shows it.

    Args:
        t: the language.
        result: finished.
    """
    # A report without results waits for no test's names.
    from electcheck.forensics.names import name_of_test

    status = t(STATUS[result.status])
    if result.reason is not None:
        status = f"{status}{t.colon}{t.said(result.reason)}"
    return TestRow(
        name=t.said(name_of_test(result.test, result.variant)),
        id=f"{result.test}, {result.variant}" if result.variant else result.test,
        status=status,
        false_alarms=_false_alarms(t, result),
        said=_said(t, result),
        references=_references(t, result),
    )


def _false_alarms(t: Tongue, result: Result) -> str:
    seen = result.false_alarm_rate
    if seen is None:
        return t("not measured")
    measured = t(
        "%(rate)s (%(low)s to %(high)s) at %(level)s",
        rate=t.share(seen.rate),
        low=t.share(seen.low),
        high=t.share(seen.high),
        level=t.share(seen.level),
    )
    return t("ABOVE ITS LEVEL: %(rate)s", rate=measured) if seen.above_level else measured


def _said(t: Tongue, result: Result) -> str:
    if result.status in ("not_applicable", "refused"):
        return "–"
    parts = [f"n = {t.count(result.n)}"]
    if result.effect is not None:
        parts.append(t.said(result.effect.said))
    if result.pvalue is not None:
        parts.append(f"p = {t.number(float(f'{result.pvalue:.2g}'))}")
    if result.pvalue_adjusted is not None and (result.hypotheses or 1) > 1:
        adjusted = t.number(float(f"{result.pvalue_adjusted:.2g}"))
        claims = t.count(result.hypotheses or 1)
        parts.append(t("after Holm over %(claims)s: %(p)s", claims=claims, p=adjusted))
    return t("; ").join(parts)


def _references(t: Tongue, result: Result) -> str:
    pairs = (result.more_extreme_references or {}).items()
    told = [
        t("%(kind)s: %(more)s of %(of)s", kind=t(KIND_OF_ELECTION[kind]), more=more, of=of)
        for kind, (more, of) in pairs
    ]
    return t("; ").join(told) or "–"


KIND_OF_ELECTION = {
    "clean": _("clean"),
    "control": _("control"),
    "contested": _("contested"),
    "documented": _("documented fraud"),
}
