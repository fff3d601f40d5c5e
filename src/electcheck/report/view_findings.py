"""A finding as a reader meets it: the outcome in words, why, and all that it was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from electcheck.model.case import Response
from electcheck.model.evidence import Statement
from electcheck.model.findings import Established, Finding
from electcheck.model.norms import Criterion
from electcheck.model.outcomes import Outcome, Weight
from electcheck.model.said import capital
from electcheck.report.reasons import reason
from electcheck.report.view_answers import AnswerView, answer_view
from electcheck.report.view_changes import ChangeView, change_view
from electcheck.report.view_language import Tongue
from electcheck.report.view_norms import Norms
from electcheck.report.view_open import SettleView, settle_views
from electcheck.report.view_rule import ClauseView, ThresholdView, clause_views, threshold_views
from electcheck.report.view_statements import Link, source_link
from electcheck.report.view_words import ADDRESSEE, AGAINST, OUTCOME, PHASE, RESPONSE, WEIGHT
from electcheck.rules.opening import Opened
from electcheck.rules.whatif import WhatIf


@dataclass(frozen=True)
class RecommendationView:
    """What electcheck recommends where a criterion is not met or partly met."""

    text: str
    addressee: str
    priority: bool


@dataclass(frozen=True)
class ResponseView:
    """Whether those whom a finding concerns were asked, and what they said."""

    status: str
    by: str
    day: str
    summary: str
    source: Link | None


@dataclass(frozen=True)
class FindingView:
    """One finding; `id` is the criterion's, and its place in the report."""

    id: str
    area: str
    title: str
    question: str
    outcome: Outcome
    outcome_words: str
    adverse: bool
    decided: bool
    verdict: str
    because: str
    possible: tuple[str, ...]
    from_memory: bool
    weight_class: Weight
    weight: str
    major: bool
    weight_reason: str
    why: str
    phase: str
    clauses: tuple[ClauseView, ...]
    thresholds: tuple[ThresholdView, ...]
    answers: tuple[AnswerView, ...]
    settles: tuple[SettleView, ...]
    commitments: tuple[Link, ...]
    not_applied: tuple[str, ...]
    exclusions: tuple[str, ...]
    assumptions: tuple[str, ...]
    recommendation: RecommendationView | None
    response: ResponseView
    origins: tuple[str, ...]
    change: ChangeView | None

    @property
    def link(self) -> Link:
        """Its place in the report."""
        return Link(self.id, self.title)

    @property
    def told(self) -> int:
        """How many statements there are on it, counted or not."""
        return sum(len(answer.statements) for answer in self.answers)


def finding_views(
    opened: Opened, norms: Norms, findings: Sequence[Finding], what_ifs: Mapping[str, WhatIf]
) -> tuple[FindingView, ...]:
    """Return every finding in words, in the order of the report."""
    statements: dict[str, list[Statement]] = {}
    for statement in opened.case.statements:
        statements.setdefault(statement.indicator, []).append(statement)
    responses = {one.criterion: one for one in opened.case.responses.responses}
    return tuple(
        _finding_view(
            opened,
            norms,
            finding,
            statements,
            responses.get(finding.criterion),
            what_ifs.get(finding.criterion),
        )
        for finding in findings
    )


def _finding_view(
    opened: Opened,
    norms: Norms,
    finding: Finding,
    statements: Mapping[str, Sequence[Statement]],
    response: Response | None,
    what_if: WhatIf | None,
) -> FindingView:
    t = norms.t
    compiled = opened.norms.compiled[finding.criterion]
    criterion = compiled.criterion
    adverse = finding.outcome in ("not_met", "partly_met")
    advice = criterion.recommendation
    return FindingView(
        id=criterion.id,
        area=finding.area,
        title=t.text(criterion.title),
        question=t.text(criterion.question),
        outcome=finding.outcome,
        outcome_words=t(OUTCOME[finding.outcome]),
        adverse=adverse,
        decided=finding.decided,
        verdict=_verdict(norms, finding) if adverse else "",
        because=_because(opened, t, criterion, finding),
        possible=tuple(t(OUTCOME[one]) for one in finding.possible)
        if not finding.decided and finding.applicable
        else (),
        from_memory=finding.from_memory,
        weight_class=finding.weight,
        weight=t(WEIGHT[finding.weight]),
        major=finding.weight == "major",
        weight_reason=t.free(criterion.weight_reason or ""),
        why=t.free(criterion.why or ""),
        phase=t(PHASE[criterion.phase]),
        clauses=clause_views(compiled, norms, finding),
        thresholds=threshold_views(compiled, norms),
        answers=tuple(
            answer_view(opened, t, criterion, name, answer, statements.get(answer.indicator, ()))
            for name, answer in finding.answers.items()
        ),
        settles=settle_views(compiled, t, finding),
        commitments=tuple(norms.link(name) for name in finding.commitments),
        not_applied=tuple(
            norms.name(name) for name in criterion.commitments if name not in finding.commitments
        ),
        exclusions=tuple(t.free(one) for one in criterion.exclusions),
        assumptions=tuple(t.free(one) for one in criterion.assumptions),
        recommendation=RecommendationView(
            t.text(advice), addressee_words(t, advice.addressee), advice.priority
        )
        if advice is not None and adverse
        else None,
        response=_response_view(opened, t, response),
        change=change_view(opened, t, what_if) if what_if else None,
        origins=tuple(sorted({o for answer in finding.answers.values() for o in answer.origins})),
    )


def _verdict(norms: Norms, finding: Finding) -> str:
    """Say an adverse outcome in the words that follow the rank of its norms."""
    t = norms.t
    if finding.rank is None:
        return t("measured by electcheck's question alone: no commitment under it bound this state")
    return t(AGAINST[finding.rank], norms=norms.together(finding.rests_on))


def _because(opened: Opened, t: Tongue, criterion: Criterion, finding: Finding) -> str:
    """Say in one sentence why the outcome is what it is."""
    why = reason(opened, finding)
    if why.id == "phase_begins_later":
        begins = date.fromisoformat(why.values["begins"])
        return t("The phase it asks about begins on %(day)s.", day=t.day(begins))
    if why.id == "does_not_apply":
        given = criterion.applies.reason if criterion.applies else None
        if given is not None:
            return t.text(given)
    if why.id in ("does_not_apply", "decided_by_rule"):
        return " ".join(_established(t, criterion, one, finding.answers[one]) for one in why.names)
    asked = " ".join(t.text(criterion.indicators[name].ask) for name in why.names)
    if why.id == "sources_conflict":
        return t("Sources conflict on: %(asked)s", asked=asked)
    return t("Open: %(asked)s", asked=asked)


def _established(t: Tongue, criterion: Criterion, name: str, answer: Established) -> str:
    indicator = criterion.indicators[name]
    return f"{t.text(indicator.ask)} {capital(t.values(indicator, answer.values))}."


def addressee_words(t: Tongue, addressee: str) -> str:
    """Return whom a recommendation is for."""
    return t(ADDRESSEE[addressee]) if addressee in ADDRESSEE else t.free(addressee)


def _response_view(opened: Opened, t: Tongue, response: Response | None) -> ResponseView:
    if response is None:
        return ResponseView(t(RESPONSE[opened.case.responses.default]), "", "", "", None)
    return ResponseView(
        status=t(RESPONSE[response.status]),
        by=t.free(response.by or ""),
        day=t.day(response.date) if response.date else "",
        summary=t.text(response.summary) if response.summary else "",
        source=source_link(t, opened.case.sources[response.source])
        if response.source and response.source in opened.case.sources
        else None,
    )
