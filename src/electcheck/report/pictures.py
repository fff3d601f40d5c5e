"""The report's pictures by name, each from what was already made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from electcheck.charts.areas import area_matrix
from electcheck.charts.coverage import evidence_coverage
from electcheck.charts.days import Phase
from electcheck.charts.results import turnout_by_hour, waterfall
from electcheck.charts.settings import aggregation_intervals
from electcheck.charts.sources import sources_by_finding
from electcheck.charts.style import Picture
from electcheck.charts.timeline import Moment, timeline
from electcheck.model.findings import Assessment
from electcheck.report.runs import plain
from electcheck.report.view_language import Tongue
from electcheck.report.view_language import marked as _
from electcheck.report.view_words import OUTCOME, PHASE
from electcheck.results.reconciling.accounts import Account
from electcheck.results.reconciling.case_tables import CaseTables
from electcheck.results.reconciling.steps import account_steps
from electcheck.rules.opening import Opened
from electcheck.scoring.judgement import Judgement

if TYPE_CHECKING:
    from electcheck.forensics.battery import Battery
    from electcheck.results.table import Stations

# The pictures of an assessment; the last one shows how firm it is.
BESIDE = ("areas", "coverage", "sources", "timeline")
ASSESSMENT = (*BESIDE, "settings")


# Days that many elections have; a case may name others, which stand as it wrote them.
_DAYS = {
    "called": _("called"),
    "succession": _("succession"),
    "candidates-registered": _("candidates registered"),
    "sample-declared": _("sample declared"),
    "vote": _("vote"),
    "preliminary-results": _("preliminary results"),
    "final-results": _("final results"),
    "oath": _("oath"),
    "odihr-final-report": _("ODIHR final report"),
    "mission-final-report": _("final report of the mission"),
}


def assessment_pictures(
    opened: Opened,
    assessment: Assessment,
    made: Judgement | None,
    t: Tongue,
    names: Sequence[str] = ASSESSMENT,
) -> dict[str, Picture]:
    """Return the pictures of an assessment by name, in the order of the report.

    Args:
        opened: the case and the catalogue, already cut to what the audience may see.
        assessment: what was made of them.
        made: how firmly it stands; without it that picture is left out.
        t: the language.
        names: those to draw.

    >>> from electcheck.files.packaged import criteria_folder, packaged
    >>> from electcheck.report.view_language import tongue
    >>> from electcheck.rules.opening import open_case
    >>> from electcheck.scoring.assess import assess
    >>> from electcheck.scoring.judgement import judgement
    >>> opened = open_case(packaged("data", "example-meridia"), criteria_folder())
    >>> made = judgement(opened, assess(opened), 10, 1, False)
    >>> [*assessment_pictures(opened, made.assessment, made, tongue("en"))]
    ['areas', 'coverage', 'sources', 'timeline', 'settings']
    """
    areas = {
        area.area: plain(t.text(area.title)) if area.title else area.area
        for area in opened.catalogue.areas
    }
    outcomes = {outcome: t(words) for outcome, words in OUTCOME.items()}
    draw: dict[str, Callable[[], Picture]] = {
        "areas": lambda: area_matrix(assessment, areas, outcomes, t),
        "coverage": lambda: evidence_coverage(assessment, areas, t),
        "sources": lambda: sources_by_finding(
            assessment, {one.id: one.source for one in opened.case.statements}, outcomes, t
        ),
        "timeline": lambda: timeline(
            moments(opened, assessment.as_of), milestones(opened, t), phases(opened, t), t
        ),
    }
    if made is not None:
        draw["settings"] = lambda: settings_picture(made, t)
    return {name: draw[name]() for name in names if name in draw}


def settings_picture(made: Judgement, t: Tongue) -> Picture:
    """Return the picture of the overall score under every tested setting."""
    return aggregation_intervals(made, t)


def moments(opened: Opened, as_of: date) -> list[Moment]:
    """Return what happened and what was certainly published by a day.

    A law counts from the day on which it was in force.
    """
    case = opened.case
    seen = {one.id for one in case.sources.values() if one.published.latest <= as_of}
    events = [
        Moment(one.happened.start, True, "event")
        for one in case.statements
        if one.source in seen and one.happened is not None and one.happened.start is not None
    ]
    published = [
        Moment(one.published.latest, one.published.earliest == one.published.latest, "publication")
        for one in case.sources.values()
        if one.id in seen
    ]
    return events + published


def milestones(opened: Opened, t: Tongue) -> dict[str, date]:
    """Return the days of an election that have a name."""
    election = opened.case.election
    named = {
        t(_DAYS.get(name, name.replace("-", " "))): day for name, day in election.dates.items()
    }
    for words, day in (
        (_DAYS["called"], election.called),
        (PHASE["election-day"], election.election_day),
    ):
        if day is not None and day not in named.values():
            named[t(words)] = day
    return named


def phases(opened: Opened, t: Tongue) -> list[Phase]:
    """Return the phases before and after election day; the day itself is a milestone."""
    found = opened.case.election.phases
    named = (("pre-election", found.pre_election), ("post-election", found.post_election))
    return [
        Phase(t(PHASE[name]), period.start, period.end)
        for name, period in named
        if period.start is not None and period.end is not None
    ]


def case_pictures(tables: CaseTables, opened: Opened, t: Tongue) -> dict[str, Picture]:
    """Return the pictures of what a case's own results tables hold, by name.

    Args:
        tables: of the case.
        opened: the case.
        t: the language.
    """
    found: dict[str, Picture] = {}
    steps = account_steps(Account(tables, tables.election))
    if steps:
        found["account"] = waterfall(steps, plain(t.text(opened.case.election.title)), t)
    bulletins = tables.of("turnout-bulletins", tables.election)
    if bulletins:
        names = {one.id: plain(t.text(one.name)) for one in opened.case.election.regions}
        found["turnout"] = turnout_by_hour(bulletins, names, t)
    return found


def station_pictures(table: Stations, battery: Battery, t: Tongue) -> dict[str, Picture]:
    """Return the pictures of a file of station results, by name; only those that it allows.

    Args:
        table: the results.
        battery: the tests that were run on them.
        t: the language.
    """
    # A report without a file of results does not wait for the tests.
    from electcheck.charts.comb import integer_comb
    from electcheck.charts.forensics import picture
    from electcheck.charts.strip import placed, reference_strip
    from electcheck.forensics.comb import comb
    from electcheck.forensics.protocols import protocols_of
    from electcheck.results.reconciling.steps import station_steps

    found: dict[str, Picture] = {}
    steps = station_steps(table)
    if steps:
        found["account"] = waterfall(steps, table.name, t)
    by_test = {(one.test, one.variant): one for one in battery.results if one.null is not None}
    pooled = by_test.get(("turnout-share", "pooled"))
    if pooled is not None:
        found["fingerprint"] = picture(pooled, battery.file, battery.run_id(), t)
    for rate in ("turnout", "share"):
        if ("integer-percentage", rate) in by_test:
            whole = comb(protocols_of(table), rate)
            found[f"comb-{rate}"] = integer_comb(whole, battery.file, t)
    if placed(battery.results):
        found["references"] = reference_strip(battery.results, battery.file, t)
    return found
