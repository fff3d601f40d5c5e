"""How firmly the assessment stands, in words: settings, standards of proof, single origins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from electcheck.model.findings import Assessment, Established, Finding
from electcheck.model.outcomes import DECIDED, Outcome
from electcheck.model.said import marked as _
from electcheck.report.view_answers import SideView, side_views
from electcheck.report.view_language import Tongue
from electcheck.report.view_statements import Link, anchor
from electcheck.report.view_words import OUTCOME
from electcheck.rules.findings import lay_out
from electcheck.rules.opening import Opened
from electcheck.rules.whatif import WhatIf, what_if
from electcheck.scoring.judgement import Judgement, judgement
from electcheck.scoring.robustness import AGGREGATIONS, TREATMENTS
from electcheck.scoring.spread import Spread

DRAWS = 10_000
SEED = 1

AGGREGATION = {
    "arithmetic": _("arithmetic"),
    "geometric": _("geometric"),
    "lowest": _("lowest area"),
}

TREATMENT = {
    "all_worst": _("open questions at worst"),
    "all_best": _("open questions at best"),
    "decided_only": _("decided findings only"),
}


@dataclass(frozen=True)
class Questioned:
    """An assessment put to the question: how firm it is, and what would change its findings."""

    judgement: Judgement
    what_ifs: Mapping[str, WhatIf]


@dataclass(frozen=True)
class SpreadRow:
    """What the tested settings make of one score, by treatment of the open questions."""

    title: Link
    cells: tuple[str, ...]


@dataclass(frozen=True)
class StandardRow:
    """A finding's outcome at each standard of proof."""

    finding: Link
    outcomes: tuple[tuple[Outcome, str], ...]
    holds: str


@dataclass(frozen=True)
class CarriedRow:
    """A decided finding that would not stand without a single origin."""

    finding: Link
    outcome: Outcome
    outcome_words: str
    without: tuple[str, ...]
    alone: bool


@dataclass(frozen=True)
class ConflictRow:
    """An answer on which sources conflict, and the sides."""

    finding: Link
    ask: str
    sides: tuple[SideView, ...]


@dataclass(frozen=True)
class JudgementView:
    """The chapter on how firmly the assessment stands."""

    settings: str
    treatments: tuple[str, ...]
    scores: tuple[SpreadRow, ...]
    areas: tuple[SpreadRow, ...]
    standards: tuple[str, ...]
    matrix: tuple[StandardRow, ...]
    always_open: str
    carried: tuple[CarriedRow, ...]
    conflicts: tuple[ConflictRow, ...]


def questioned(opened: Opened, assessment: Assessment) -> Questioned:
    """Return the assessment with what would change each adverse priority finding."""
    bench = lay_out(opened, assessment.standard, assessment.as_of)
    urgent = [
        finding.criterion
        for finding in assessment.findings
        if finding.outcome in ("not_met", "partly_met")
        and (advice := opened.norms.compiled[finding.criterion].criterion.recommendation)
        and advice.priority
    ]
    return Questioned(
        judgement(opened, assessment, DRAWS, SEED, held=False),
        {name: what_if(bench, name) for name in urgent},
    )


def judgement_view(
    opened: Opened, t: Tongue, made: Judgement, links: Mapping[str, Link]
) -> JudgementView:
    """Return the chapter in words; `links` leads from a criterion to its finding."""
    shown = [row for row in made.matrix if _moves(row.outcomes)]
    return JudgementView(
        settings=_settings(opened, t, made),
        treatments=tuple(t(TREATMENT[one]) for one in TREATMENTS),
        scores=tuple(_scores(t, made)),
        areas=tuple(_areas(opened, t, made)),
        standards=tuple(t.text(one.title) for one in opened.catalogue.policy.standards),
        matrix=tuple(
            StandardRow(
                links[row.criterion],
                tuple((one, t(OUTCOME[one])) for one in row.outcomes.values()),
                _standard(opened, t, row.holds_up_to) if row.holds_up_to else "–",
            )
            for row in shown
        ),
        always_open=t.several(
            "%(n)s question more is open or not asked at every standard.",
            "%(n)s questions more are open or not asked at every standard.",
            len(made.matrix) - len(shown),
        ),
        carried=tuple(
            CarriedRow(
                links[one.criterion],
                one.outcome,
                t(OUTCOME[one.outcome]),
                tuple(
                    t(
                        "%(origin)s (without it: %(outcome)s)",
                        origin=_origin(opened, t, origin),
                        outcome=t(OUTCOME[outcome]),
                    )
                    for origin, outcome in one.without.items()
                ),
                one.alone,
            )
            for one in made.carried
        ),
        conflicts=tuple(_conflict(opened, t, *pair, links) for pair in made.conflicts),
    )


def _moves(outcomes: Mapping[str, Outcome]) -> bool:
    """Tell whether a row of the matrix says anything: decided or in conflict somewhere."""
    return not {*DECIDED, "conflicting"}.isdisjoint(outcomes.values())


def _settings(opened: Opened, t: Tongue, made: Judgement) -> str:
    tested, policy = made.robustness, opened.catalogue.policy.robustness
    return t(
        "%(settings)s settings were tested: %(draws)s draws of the weights and of the value of "
        "partly met (%(low)s to %(high)s; seed %(seed)s), by three aggregations, by "
        "%(standards)s standards of proof. Shares are shares of tested settings, not "
        "probabilities: the settings are ours. The unknown is never drawn.",
        settings=t.count(tested.settings),
        draws=t.count(tested.draws),
        low=t.number(policy.partly_met_low.value),
        high=t.number(policy.partly_met_high.value),
        seed=str(tested.seed),
        standards=t.count(len(tested.standards)),
    )


def _scores(t: Tongue, made: Judgement) -> Iterator[SpreadRow]:
    tested = made.robustness
    yield SpreadRow(
        Link("section:scores", t("all three together")),
        tuple(_spread(t, tested.overall[one]) for one in TREATMENTS),
    )
    for name in AGGREGATIONS:
        cells = tuple(_spread(t, tested.by_aggregation[one][name]) for one in TREATMENTS)
        yield SpreadRow(Link("section:scores", t(AGGREGATION[name])), cells)


def _areas(opened: Opened, t: Tongue, made: Judgement) -> Iterator[SpreadRow]:
    for area in opened.catalogue.areas:
        spreads = made.robustness.areas[area.area]
        title = t.text(area.title) if area.title else area.area
        yield SpreadRow(
            Link(anchor("area", area.area), title),
            tuple(_spread(t, spreads[one]) for one in TREATMENTS),
        )


def _spread(t: Tongue, spread: Spread) -> str:
    if spread.low is None:
        return t("no score in any setting")
    said = t("%(first)s to %(last)s", first=t.bound(spread.low), last=t.bound(spread.high))
    if not spread.without_score:
        return said
    return t("%(said)s; no score in %(share)s", said=said, share=t.part(spread.without_score))


def _standard(opened: Opened, t: Tongue, name: str) -> str:
    standard = opened.catalogue.policy.standard(name)
    assert standard is not None
    return t.text(standard.title)


def _origin(opened: Opened, t: Tongue, origin: str) -> str:
    sources = opened.case.sources
    return t.free(sources[origin].title) if origin in sources else origin


def _conflict(
    opened: Opened, t: Tongue, finding: Finding, answer: Established, links: Mapping[str, Link]
) -> ConflictRow:
    indicator = opened.catalogue.indicators()[answer.indicator][1]
    return ConflictRow(
        links[finding.criterion],
        t.text(indicator.ask),
        side_views(opened, t, indicator, answer),
    )
