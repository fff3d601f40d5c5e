"""One answer as a reader meets it: what was asked, what is established, every statement on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from electcheck.model.evidence import Resolution, Statement
from electcheck.model.findings import Established
from electcheck.model.norms import Criterion, Indicator
from electcheck.report.view_language import Tongue
from electcheck.report.view_statements import Link, StatementView, anchor, statement_view
from electcheck.report.view_why import scope_words
from electcheck.report.view_words import KIND, RESOLVED, STATUS
from electcheck.rules.opening import Opened
from electcheck.rules.scope import target_scope


@dataclass(frozen=True)
class SideView:
    """Origins that agree, and what they say."""

    value: str
    origins: str
    statements: tuple[Link, ...]


@dataclass(frozen=True)
class ResolutionView:
    """How a person settled a conflict."""

    how: str
    by: str
    day: str
    why: str
    standard: str
    sets_aside: tuple[Link, ...]


@dataclass(frozen=True)
class AnswerView:
    """One indicator: what was asked, what is established, and every statement on it."""

    name: str
    ask: str
    kind: str
    scope: str
    status: str
    missing: bool
    conflict: bool
    value: str
    sides: tuple[SideView, ...]
    statements: tuple[StatementView, ...]
    resolutions: tuple[ResolutionView, ...]


def answer_view(
    opened: Opened,
    t: Tongue,
    criterion: Criterion,
    name: str,
    answer: Established,
    statements: Sequence[Statement],
) -> AnswerView:
    """Return one answer in words."""
    indicator = criterion.indicators[name]
    why_not = {one.statement: one.why for one in answer.uncounted}
    counted = set(answer.statements)
    asked = target_scope(opened.case.election, criterion, indicator)
    return AnswerView(
        name=name,
        ask=t.text(indicator.ask),
        kind=t(KIND[indicator.kind]),
        scope=scope_words(opened, t, asked),
        status=t(STATUS[answer.status]),
        missing=answer.status in ("unknown", "bounded"),
        conflict=answer.status == "conflict",
        value=t.either(t.values(indicator, side.values) for side in answer.sides)
        if answer.status == "conflict"
        else t.values(indicator, answer.values),
        sides=side_views(opened, t, indicator, answer),
        statements=tuple(
            statement_view(opened, t, one, indicator, one.id in counted, why_not.get(one.id))
            for one in statements
        ),
        resolutions=tuple(
            _resolution_view(opened, t, one)
            for one in opened.case.resolutions
            if one.indicator == answer.indicator
        ),
    )


def side_views(
    opened: Opened, t: Tongue, indicator: Indicator, answer: Established
) -> tuple[SideView, ...]:
    """Return the sides of an answer: what each says, and on whose word."""
    sources = opened.case.sources
    return tuple(
        SideView(
            t.values(indicator, side.values),
            t.listed(t.free(sources[o].title) if o in sources else o for o in side.origins),
            tuple(statement_link(one) for one in side.statements),
        )
        for side in answer.sides
    )


def _resolution_view(opened: Opened, t: Tongue, resolution: Resolution) -> ResolutionView:
    standard = opened.catalogue.policy.standard(resolution.standard)
    assert standard is not None
    return ResolutionView(
        how=t(RESOLVED[resolution.how]),
        by=t.free(resolution.by),
        day=t.day(resolution.date),
        why=t.sentence(resolution.why),
        standard=t.text(standard.title),
        sets_aside=tuple(statement_link(one) for one in resolution.sets_aside),
    )


def statement_link(name: str) -> Link:
    """Return the link to a statement, called by its id."""
    return Link(anchor("statement", name), name)
