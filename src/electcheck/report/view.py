"""The report as one model: everything that any format of it shows, already in words.

Whatever is a number, a date or an outcome is put into words here and nowhere else, so that all
formats say the same. The model holds no markup; a format escapes what it prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from electcheck import __version__
from electcheck.model.case import Recommendation
from electcheck.model.findings import Assessment
from electcheck.model.record import Language
from electcheck.report.view_areas import (
    AggregateView,
    AreaView,
    CellView,
    aggregate_views,
    area_views,
    cells,
)
from electcheck.report.view_findings import FindingView, finding_views
from electcheck.report.view_judgement import (
    JudgementView,
    Questioned,
    judgement_view,
    questioned,
)
from electcheck.report.view_language import Tongue, tongue
from electcheck.report.view_method import MethodView, method_view
from electcheck.report.view_norms import NormView, norm_views, norms
from electcheck.report.view_results import Results, ResultsView, results_view
from electcheck.report.view_sides import SidesView, sides_view
from electcheck.report.view_sources import (
    ContextView,
    MissingView,
    SourceView,
    context_views,
    missing_views,
    source_views,
)
from electcheck.report.view_statements import Link, source_link
from electcheck.report.view_words import OUTCOME_MEANS, RESPONSE, WEIGHT
from electcheck.rules.opening import Audience, Opened


@dataclass(frozen=True)
class DemandView:
    """A recommendation made by a source, and what the evidence says of it."""

    number: str
    source: Link
    locator: str
    summary: str
    excerpt: str
    excerpt_language: str
    excerpt_translation: str
    says: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True)
class CorrectionView:
    """A mistake that was mended."""

    day: str
    what: str
    findings: tuple[Link, ...]


@dataclass(frozen=True)
class ElectionView:
    """What names the election and the words of its setting."""

    id: str
    title: str
    country: str
    office: str
    day: str
    fictional: bool
    called: str
    phases: tuple[tuple[str, str], ...]
    candidates: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ReportView:
    """The whole report in words, in the order of its chapters."""

    language: Language
    version: str
    internal: bool
    election: ElectionView
    as_of: str
    counts: str
    evidence: str
    responses: tuple[str, ...]
    response_note: str
    means: tuple[tuple[CellView, str], ...]
    weights: tuple[tuple[str, str], ...]
    areas: tuple[AreaView, ...]
    aggregates: tuple[AggregateView, ...]
    findings: tuple[FindingView, ...]
    judgement: JudgementView
    demands: tuple[DemandView, ...]
    method: MethodView
    sources: tuple[SourceView, ...]
    missing: tuple[MissingView, ...]
    norms: tuple[NormView, ...]
    context: tuple[ContextView, ...]
    translated: str
    corrections: tuple[CorrectionView, ...]
    sides: SidesView | None
    withheld: bool
    results: ResultsView | None

    def having(self, *outcomes: str) -> tuple[FindingView, ...]:
        """Return the findings that have one of the outcomes."""
        return tuple(finding for finding in self.findings if finding.outcome in outcomes)

    @property
    def adverse(self) -> tuple[FindingView, ...]:
        """The findings that are not met or partly met, the weightiest and worst first."""
        found = [finding for finding in self.findings if finding.adverse]
        return tuple(sorted(found, key=lambda f: (not f.major, f.outcome != "not_met")))

    @property
    def priority(self) -> tuple[FindingView, ...]:
        """The adverse findings with a priority recommendation, on a norm that was read."""
        return tuple(f for f in self._urgent() if not f.from_memory)

    @property
    def held_back(self) -> tuple[FindingView, ...]:
        """Those that would have one, had their norms not all been typed from memory."""
        return tuple(f for f in self._urgent() if f.from_memory)

    @property
    def other_advice(self) -> tuple[FindingView, ...]:
        """The adverse findings with a recommendation that is no priority."""
        return tuple(f for f in self.adverse if f.recommendation and not f.recommendation.priority)

    def _urgent(self) -> list[FindingView]:
        return [f for f in self.adverse if f.recommendation and f.recommendation.priority]


def report_view(
    opened: Opened,
    assessment: Assessment,
    audience: Audience = "public",
    language: Language = "en",
    made: Questioned | None = None,
    public: Assessment | None = None,
    results: Results | None = None,
) -> ReportView:
    """Return the report in words.

    Args:
        opened: the case and the catalogue, already cut to what the audience may see.
        assessment: what was made of them.
        audience: whom the report is for; an internal one says so.
        language: the language of the words.
        made: the assessment put to the question, where that is at hand already.
        results: what a file of results says; shown beside, never part of a finding.
        public: for an internal report, what is made of public evidence alone, to stand beside it.
    """
    t = tongue(language, opened.translated.get(language, {}))
    made = made or questioned(opened, assessment)
    named = norms(opened, t)
    findings = finding_views(opened, named, assessment.findings, made.what_ifs)
    areas = area_views(opened, t, assessment, findings)
    sources = source_views(opened, t, findings)
    by_id = {finding.id: finding for finding in findings}
    case = opened.case
    note = case.responses.note
    return ReportView(
        language=language,
        version=__version__,
        internal=audience == "internal",
        election=_election(opened, t),
        as_of=t.day(assessment.as_of),
        counts=_counts(t, findings),
        evidence=_evidence(opened, t),
        responses=_responses(t, findings),
        response_note=t.text(note) if note else "",
        means=tuple((cell, t(OUTCOME_MEANS[cell.outcome])) for cell in cells(t, findings)),
        weights=tuple((weight, t(words)) for weight, words in WEIGHT.items()),
        areas=areas,
        aggregates=aggregate_views(opened, t, assessment),
        findings=findings,
        demands=tuple(_demand(opened, t, one, by_id) for one in case.recommendations),
        judgement=judgement_view(
            opened, t, made.judgement, {name: finding.link for name, finding in by_id.items()}
        ),
        method=method_view(opened, t, assessment, findings, sources),
        sources=sources,
        missing=missing_views(t, case.missing, findings),
        norms=norm_views(opened, named, assessment.findings),
        context=context_views(t, case.context),
        translated=""
        if language == "en"
        else t(
            "The catalogue and the case were written in English, and the English words are those "
            "that hold; their translations are ours. Words that nobody has translated stand in "
            "English and are marked as English. Excerpts stand in the language of their source, "
            "with our translation beside them."
        ),
        corrections=tuple(
            CorrectionView(
                t.day(one.date), t.text(one.what), tuple(by_id[name].link for name in one.findings)
            )
            for one in sorted(case.corrections.corrections, key=lambda one: one.date)
        ),
        sides=sides_view(t, public, assessment, areas, findings) if public else None,
        withheld=opened.says_withheld and audience == "public",
        results=results_view(t, results) if results else None,
    )


def _election(opened: Opened, t: Tongue) -> ElectionView:
    election = opened.case.election
    phases = election.phases
    return ElectionView(
        id=election.id,
        title=t.text(election.title),
        country=t.text(election.country),
        office=t.text(election.office),
        day=t.day(election.election_day),
        fictional=election.fictional,
        called=t.day(election.called) if election.called else "",
        phases=(
            (t("Before election day"), t.period(phases.pre_election)),
            (t("Election day"), t.period(phases.election_day)),
            (t("After election day"), t.period(phases.post_election)),
        ),
        candidates=tuple((one.name, t.free(one.nominated_by or "")) for one in election.candidates),
        notes=tuple(t.free(note) for note in election.notes),
    )


def _counts(t: Tongue, findings: Sequence[FindingView]) -> str:
    """Say in a paragraph what the evidence answers and what it leaves open."""
    by = {cell.outcome: len(cell.findings) for cell in cells(t, findings)}
    asked = t.several("%(n)s question", "%(n)s questions", len(findings))
    decided = by["met"] + by["partly_met"] + by["not_met"]
    first = t(
        "%(asked)s were put to this election. The evidence answers %(decided)s of them: "
        "%(met)s met, %(partly)s partly met, %(not_met)s not met.",
        asked=asked,
        decided=t.count(decided),
        met=t.count(by["met"]),
        partly=t.count(by["partly_met"]),
        not_met=t.count(by["not_met"]),
    )
    second = t(
        "On %(insufficient)s the evidence does not suffice, on %(conflicting)s it conflicts; these "
        "count neither as met nor as not met. Not applicable: %(not_applicable)s; pending: "
        "%(pending)s.",
        insufficient=t.count(by["insufficient_evidence"]),
        conflicting=t.count(by["conflicting"]),
        not_applicable=t.count(by["not_applicable"]),
        pending=t.count(by["pending"]),
    )
    return f"{first} {second}"


def _evidence(opened: Opened, t: Tongue) -> str:
    statements = t.several("%(n)s statement", "%(n)s statements", len(opened.case.statements))
    sources = t.several("%(n)s source", "%(n)s sources", len(opened.case.sources))
    return t("%(statements)s from %(sources)s", statements=statements, sources=sources)


def _responses(t: Tongue, findings: Sequence[FindingView]) -> tuple[str, ...]:
    """Say, of the adverse findings, on how many a response was sought, given or declined."""
    adverse = [finding for finding in findings if finding.adverse]
    lines = []
    for words in RESPONSE.values():
        n = sum(finding.response.status == t(words) for finding in adverse)
        if n:
            of = t.several(
                "%(k)s of %(n)s adverse finding",
                "%(k)s of %(n)s adverse findings",
                len(adverse),
                k=n,
            )
            lines.append(f"{of}{t.colon}{t(words)}")
    return tuple(lines) or (t("there is no adverse finding"),)


def _demand(
    opened: Opened, t: Tongue, one: Recommendation, by_id: dict[str, FindingView]
) -> DemandView:
    source = opened.case.sources[one.source]
    findings = tuple(by_id[name] for name in one.criteria)
    tally = [
        f"{t.count(len(cell.findings))} {cell.words}"
        for cell in cells(t, findings)
        if cell.findings
    ]
    asked = t.several(
        "%(n)s criterion asks about this", "%(n)s criteria ask about this", len(findings)
    )
    return DemandView(
        number=str(one.number) if one.number is not None else one.id,
        source=source_link(t, source),
        locator=t.free(one.locator),
        summary=t.text(one.summary),
        excerpt=one.excerpt or "",
        excerpt_language=source.language,
        excerpt_translation=t.excerpt(one.excerpt, source.language),
        says=f"{asked}{t.colon}{t.listed(tally)}.",
        findings=findings,
    )
