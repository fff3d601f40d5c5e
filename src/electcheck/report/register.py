"""The register of sources, the timeline, and the coverage of a case, as lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from electcheck.model.evidence import Statement
from electcheck.model.findings import Assessment, Finding
from electcheck.report.catalogue_pages import area_title
from electcheck.report.text import fictional_lines, words
from electcheck.rules.opening import Opened
from electcheck.scoring.settling import missing_answers


def findings_by_source(opened: Opened, assessment: Assessment) -> dict[str, list[str]]:
    """Return, per source, the decided findings in which a statement of it counts."""
    source_of = {s.id: s.source for s in opened.case.statements}
    resting: dict[str, list[str]] = defaultdict(list)
    for finding in assessment.findings:
        if finding.decided:
            for source in sorted({source_of[name] for name in finding.statements}):
                resting[source].append(finding.criterion)
    return dict(resting)


def single_origin(assessment: Assessment) -> Iterator[tuple[Finding, str]]:
    """Yield each decided finding all of whose counted statements come from one origin."""
    for finding in assessment.findings:
        origins = {name for answer in finding.answers.values() for name in answer.origins}
        if finding.decided and len(origins) == 1:
            yield finding, origins.pop()


def sources_lines(opened: Opened, assessment: Assessment) -> Iterator[str]:
    """Yield the register: each source, how far it is relied on, and what rests on it."""
    yield from fictional_lines(opened.case.election.fictional)
    resting = findings_by_source(opened, assessment)
    statements: dict[str, int] = defaultdict(int)
    for statement in opened.case.statements:
        statements[statement.source] += 1
    for source in opened.case.sources.values():
        dates = source.published
        when = (
            str(dates.latest)
            if dates.earliest == dates.latest
            else f"between {dates.earliest} and {dates.latest}"
        )
        yield f"{source.id}: {source.title} ({source.publisher}; {source.kind}; {when})"
        yield f"  reliability {source.reliability}: {source.reliability_reason}"
        yield f"  read: {source.read}; {statements[source.id]} statements"
        found = resting.get(source.id, [])
        yield f"  findings that rest on it: {', '.join(found) or 'none'}"
    yield ""
    yield "findings that rest on one origin only:"
    alone = list(single_origin(assessment))
    for finding, origin in alone:
        yield f"  {finding.criterion} ({words(finding.outcome)}): {origin}"
    if not alone:
        yield "  none"
    if opened.case.missing:
        yield ""
        yield "missing sources:"
        for missing in opened.case.missing:
            yield f"  {missing.id}: {missing.title}. {missing.why}"


def timeline_lines(opened: Opened) -> Iterator[str]:
    """Yield events, publications and phases in the order of their days."""
    election = opened.case.election
    yield from fictional_lines(election.fictional)
    rows: list[tuple[str, int, str]] = []
    if election.called:
        rows.append((str(election.called), 0, "the election is called"))
    for name in ("pre-election", "election-day", "post-election"):
        period = election.phases.period(name)
        rows.append((str(period.start), 1, f"phase {name} begins ({period})"))
    rows += [(str(day), 2, name.replace("-", " ")) for name, day in election.dates.items()]
    indicators = opened.catalogue.indicators()
    for statement in opened.case.statements:
        kind = indicators[statement.indicator][1].kind
        row = _event(statement, "in force: " if kind == "law" else "")
        rows += [row] if row is not None else []
    for source in opened.case.sources.values():
        latest = source.published.latest
        note = "" if source.published.earliest == latest else ", at the latest"
        rows.append((str(latest), 4, f"published{note}: {source.title} [{source.id}]"))
    for day, _, what in sorted(set(rows)):
        yield f"{day}  {what}"


def _event(statement: Statement, prefix: str) -> tuple[str, int, str] | None:
    period = statement.happened
    if period is None or period.start is None:
        return None
    until = f" (to {period.end})" if period.end and period.end != period.start else ""
    return str(period.start), 3, f"{prefix}{statement.summary.en}{until} [{statement.id}]"


MOST_LISTED = 40


def coverage_of_case(opened: Opened, assessment: Assessment) -> Iterator[str]:
    """Yield, by area, what is answered and from how many origins; then what would settle most."""
    yield from fictional_lines(opened.case.election.fictional)
    data = coverage_payload(opened, assessment)
    titles = {area.area: area_title(area) for area in opened.catalogue.areas}
    for area in data["areas"]:
        yield (
            f"{titles[area['id']]}: {area['established']} of {area['indicators']} indicators "
            f"established, {area['bounded']} bounded, {area['conflict']} in conflict, "
            f"{area['origins']} origins"
        )
        if area["missing"]:
            yield f"  missing: {', '.join(area['missing'])}"
    yield ""
    yield (
        "what would settle the most: the part of the overall interval that an answer would close "
        "(whatever it is, to at most), and that its criterion leaves open"
    )
    told = data["would_settle"]
    for one in told[:MOST_LISTED]:
        yield (
            f"  {one['closes_at_least']:.4f} to {one['closes_at_most']:.4f} of "
            f"{one['criterion_open']:.4f} {one['indicator']}: {one['question']}"
        )
    if len(told) > MOST_LISTED:
        yield f"  and {len(told) - MOST_LISTED} more: --format json or --workbook lists them"


def coverage_payload(opened: Opened, assessment: Assessment) -> dict[str, Any]:
    """Return what is answered by area, and every missing answer by what it would settle."""
    indicators = opened.catalogue.indicators()
    areas = []
    for area in opened.catalogue.areas:
        own = [f for f in assessment.findings if f.area == area.area]
        answers = [answer for finding in own for answer in finding.answers.values()]
        count = Counter(answer.status for answer in answers)
        areas.append(
            {
                "id": area.area,
                "indicators": len(answers),
                **{name: count[name] for name in ("established", "bounded", "conflict", "unknown")},
                "origins": len({name for answer in answers for name in answer.origins}),
                "answered": {a.indicator: len(a.origins) for a in answers if a.origins},
                "missing": [a.indicator for a in answers if a.status != "established"],
            }
        )
    return {
        "case": opened.case.id,
        "standard": assessment.standard,
        "as_of": str(assessment.as_of),
        "areas": areas,
        "would_settle": [
            {
                "indicator": one.indicator,
                "criterion": one.criterion,
                "area": one.area,
                "status": one.status,
                "question": indicators[one.indicator][1].ask.en,
                "closes_at_least": one.at_least,
                "closes_at_most": one.at_most,
                "criterion_open": one.jointly,
            }
            for one in missing_answers(opened, assessment)
        ],
    }
