"""The rule of a criterion with its values filled in: each clause, each comparison, what held."""

from __future__ import annotations

from dataclasses import dataclass

from electcheck.model.findings import Finding
from electcheck.model.norms import Criterion
from electcheck.model.outcomes import Outcome
from electcheck.model.values import Values
from electcheck.report.view_norms import Norms
from electcheck.report.view_statements import Link
from electcheck.report.view_words import DATE_OPERATOR, OPERATOR, OUTCOME, TRUTH
from electcheck.rules.compiled import Atom, Compiled, CompiledClause, Node, atoms_of
from electcheck.rules.evaluate import Truth, evaluate, trace


@dataclass(frozen=True)
class StepView:
    """One comparison: what is compared, its value, with what, and whether it held."""

    name: str
    value: str
    compared: str
    truth: str


@dataclass(frozen=True)
class ClauseView:
    """One clause, as it was written and as it went.

    `left` tells that it decides as the only one that the evidence leaves possible, though unknown
    answers hide that it holds.
    """

    outcome: Outcome | None
    title: str
    written: str
    steps: tuple[StepView, ...]
    truth: str
    fired: bool
    left: bool
    rests_on: tuple[Link, ...]


@dataclass(frozen=True)
class ThresholdView:
    """A number that a clause compares with, and what it rests on."""

    name: str
    value: str
    basis: str
    norm: Link | None
    note: str


def clause_views(compiled: Compiled, norms: Norms, finding: Finding) -> tuple[ClauseView, ...]:
    """Return the clauses in the order in which they were tried; after one that held, no more."""
    t = norms.t
    answers = {name: answer.values for name, answer in finding.answers.items()}
    views: list[ClauseView] = []
    if compiled.applies is not None and compiled.criterion.applies is not None:
        truth = evaluate(compiled.applies, answers)
        views.append(
            ClauseView(
                None,
                t("It applies where"),
                compiled.criterion.applies.when,
                _steps(compiled.applies, compiled.criterion, norms, answers),
                t(TRUTH[truth]),
                truth is False,
                False,
                (),
            )
        )
        if truth is False:
            return tuple(views)
    for clause in compiled.clauses:
        truth = evaluate(clause.node, answers)
        views.append(_clause(compiled, norms, finding, clause, truth))
        if truth:
            break
    return tuple(views)


def _clause(
    compiled: Compiled, norms: Norms, finding: Finding, clause: CompiledClause, truth: Truth
) -> ClauseView:
    t = norms.t
    answers = {name: answer.values for name, answer in finding.answers.items()}
    return ClauseView(
        clause.outcome,
        t("%(outcome)s where", outcome=t(OUTCOME[clause.outcome])),
        clause.clause.when,
        _steps(clause.node, compiled.criterion, norms, answers),
        t(TRUTH[truth]),
        clause.outcome == finding.clause,
        clause.outcome == finding.clause and truth is None,
        tuple(norms.link(name) for name in clause.clause.rests_on if name in norms.applied),
    )


def _steps(
    node: Node, criterion: Criterion, norms: Norms, answers: dict[str, Values]
) -> tuple[StepView, ...]:
    return tuple(
        _step(atom, truth, criterion, norms, answers) for atom, truth in trace(node, answers)
    )


def _step(
    atom: Atom, truth: Truth, criterion: Criterion, norms: Norms, answers: dict[str, Values]
) -> StepView:
    t = norms.t
    indicator = criterion.indicators[atom.indicator]
    words = OPERATOR | (DATE_OPERATOR if indicator.type == "date" else {})
    if atom.other is not None:
        right = f"{t.values(indicator, answers[atom.other])} ({atom.other})"
    elif atom.values is not None:
        right = t.values(indicator, atom.values)
        if atom.named in criterion.thresholds:
            right += f" ({atom.named})"
    return StepView(
        atom.indicator,
        t.values(indicator, answers[atom.indicator]),
        f"{t(words[atom.op])} {right}",
        t(TRUTH[truth]),
    )


def threshold_views(compiled: Compiled, norms: Norms) -> tuple[ThresholdView, ...]:
    """Return the thresholds of a criterion with what they rest on."""
    views = []
    for name, threshold in compiled.criterion.thresholds.items():
        basis = threshold.basis
        known = basis in norms.known
        cited = basis in norms.applied and basis in compiled.criterion.commitments
        views.append(
            ThresholdView(
                name,
                _threshold_value(compiled, norms, name),
                norms.name(basis) if known else norms.t("electcheck's own"),
                norms.link(basis) if cited else None,
                norms.t.free(threshold.note or ""),
            )
        )
    return tuple(views)


def _threshold_value(compiled: Compiled, norms: Norms, name: str) -> str:
    """Say a threshold as the indicator that it is compared with says its values."""
    threshold = compiled.criterion.thresholds[name]
    for clause in compiled.clauses:
        for atom in atoms_of(clause.node):
            if atom.named == name and atom.values is not None:
                return norms.t.values(compiled.criterion.indicators[atom.indicator], atom.values)
    return f"{threshold.value} {norms.t.free(threshold.unit or '')}".strip()
