"""What is drawn, taken out of the case and the catalogue and put into words."""

from __future__ import annotations

from datetime import date

from electcheck.charts.moments import Moment, Phase
from electcheck.model.findings import Assessment
from electcheck.model.said import marked as _
from electcheck.report.drawn import Found, Published
from electcheck.report.runs import plain
from electcheck.report.view_language import Tongue
from electcheck.report.view_results import Results
from electcheck.report.view_words import OUTCOME, PHASE
from electcheck.results.reconciling.accounts import Account
from electcheck.results.reconciling.case_tables import CaseTables
from electcheck.results.reconciling.steps import account_steps
from electcheck.rules.opening import Opened

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


def found(
    opened: Opened,
    assessment: Assessment,
    t: Tongue,
    tables: CaseTables | None = None,
    results: Results | None = None,
) -> Found:
    """Return what the pictures of an assessment are made of, in a language.

    Args:
        opened: the case and the catalogue, already cut to what the audience may see.
        assessment: what was made of them.
        t: the language.
        tables: the case's own tables of results, where it has some.
        results: what a file of results by polling station says, where one was given.
    """
    return Found(
        assessment=assessment,
        areas={
            area.area: plain(t.text(area.title)) if area.title else area.area
            for area in opened.catalogue.areas
        },
        outcomes={outcome: t(words) for outcome, words in OUTCOME.items()},
        source_of={one.id: one.source for one in opened.case.statements},
        moments=tuple(moments(opened, assessment.as_of)),
        milestones=milestones(opened, t),
        phases=tuple(phases(opened, t)),
        published=published(tables, opened, t) if tables else None,
        stations=results.checks.table if results else None,
        battery=results.battery if results else None,
    )


def published(tables: CaseTables, opened: Opened, t: Tongue) -> Published:
    """Return what a case's own tables of results hold that can be drawn.

    Args:
        tables: of the case.
        opened: the case.
        t: the language.
    """
    return Published(
        steps=account_steps(Account(tables, tables.election)),
        title=plain(t.text(opened.case.election.title)),
        bulletins=tuple(tables.of("turnout-bulletins", tables.election)),
        regions={one.id: plain(t.text(one.name)) for one in opened.case.election.regions},
    )


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
