"""One criterion and what is established, made into a finding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from electcheck.model.case import Election
from electcheck.model.findings import Established, Finding
from electcheck.model.norms import Commitment, Criterion, Instrument
from electcheck.model.outcomes import Outcome, Rank
from electcheck.model.values import Values, show
from electcheck.rules.compiled import Atom, Compiled, CompiledClause, Node
from electcheck.rules.evaluate import Answers, Truth, evaluate, trace

NormsInForce = Mapping[str, tuple[Instrument, Commitment]]


def possible_outcomes(
    compiled: Compiled, answers: Answers
) -> tuple[tuple[Outcome, ...], CompiledClause | None]:
    """Return every outcome that the answers leave open, and the clause that fired, if one did.

    Clauses are tried in order: one that holds ends the search; one that may hold leaves its
    outcome possible and the next is tried.
    """
    possible: list[Outcome] = []
    applies = True if compiled.applies is None else evaluate(compiled.applies, answers)
    if applies is False:
        return ("not_applicable",), None
    fired = None
    for clause in compiled.clauses:
        truth = evaluate(clause.node, answers)
        if truth is False:
            continue
        if clause.outcome not in possible:
            possible.append(clause.outcome)
        if truth:
            fired = clause
            break
    if applies is None:
        return (*possible, "not_applicable"), None
    if len(possible) == 1:
        # The only clause left decides, even where an unknown answer hid that it holds.
        return tuple(possible), fired or _clause(compiled, possible[0])
    return tuple(possible), None


def _clause(compiled: Compiled, outcome: Outcome) -> CompiledClause:
    return next(clause for clause in compiled.clauses if clause.outcome == outcome)


def judge(
    compiled: Compiled,
    established: Mapping[str, Established],
    election: Election,
    as_of: date,
    norms: NormsInForce,
) -> Finding:
    """Return the finding on one criterion.

    Args:
        compiled: the criterion.
        established: per name of its indicators, what is established.
        election: for the phases.
        as_of: the day from which one looks.
        norms: the commitments that applied to this state on election day.
    """
    criterion = compiled.criterion
    cited = tuple(name for name in criterion.commitments if name in norms)
    phase = election.phases.period(criterion.phase)
    if phase.start is not None and as_of < phase.start:
        outcome: Outcome = "pending"
        possible: tuple[Outcome, ...] = ()
        fired = None
        reason = f"the phase {criterion.phase} begins on {phase.start}, after {as_of}"
    else:
        answers = {name: answer.values for name, answer in established.items()}
        possible, fired = possible_outcomes(compiled, answers)
        outcome = outcome_of(compiled, established, possible)
        reason = _reason(compiled, established, outcome, possible, fired)
    rests_on = tuple(name for name in (fired.clause.rests_on if fired else ()) if name in norms)
    rank: Rank | None = norms[rests_on[0]][0].rank if rests_on else None
    return Finding(
        criterion=criterion.id,
        area=compiled.area,
        weight=criterion.weight,
        outcome=outcome,
        possible=possible,
        reason=reason,
        clause=fired.outcome if fired else None,
        rests_on=rests_on,
        rank=rank,
        answers=dict(established),
        commitments=cited,
        from_memory=bool(cited) and all(norms[n][1].read == "from memory" for n in cited),
    )


def outcome_of(
    compiled: Compiled, established: Mapping[str, Established], possible: tuple[Outcome, ...]
) -> Outcome:
    """Return the outcome that a set of possible ones amounts to."""
    if len(possible) == 1:
        return possible[0]
    if "not_applicable" in possible:
        return "insufficient_evidence"
    if _conflict_keeps_open(compiled, established, possible):
        return "conflicting"
    return "insufficient_evidence"


def _conflict_keeps_open(
    compiled: Compiled, established: Mapping[str, Established], possible: tuple[Outcome, ...]
) -> bool:
    """Tell whether taking one side of some conflict would leave fewer outcomes possible."""
    answers: dict[str, Values] = {name: answer.values for name, answer in established.items()}
    for name, answer in established.items():
        if answer.status == "conflict":
            for side in answer.sides:
                fewer, _ = possible_outcomes(compiled, {**answers, name: side.values})
                if set(fewer) < set(possible):
                    return True
    return False


def _reason(
    compiled: Compiled,
    established: Mapping[str, Established],
    outcome: Outcome,
    possible: tuple[Outcome, ...],
    fired: CompiledClause | None,
) -> str:
    criterion = compiled.criterion
    answers = {name: answer.values for name, answer in established.items()}
    if outcome == "not_applicable":
        given = criterion.applies.reason if criterion.applies else None
        assert compiled.applies is not None
        return given.en if given else filled(compiled.applies, criterion, answers)
    if fired is not None:
        return filled(fired.node, criterion, answers)
    open_names = [
        name
        for name, answer in established.items()
        if answer.status == ("conflict" if outcome == "conflicting" else "unknown")
    ]
    left = ", ".join(possible)
    what = "sources conflict on" if outcome == "conflicting" else "not established:"
    named = ", ".join(open_names) or ", ".join(established)
    return f"{what} {named}; still possible: {left}"


def filled(node: Node, criterion: Criterion, answers: Answers) -> str:
    """Return the comparisons of a condition with their values filled in, as far as they decide."""
    return "; ".join(_step(atom, truth, criterion, answers) for atom, truth in trace(node, answers))


def _step(atom: Atom, truth: Truth, criterion: Criterion, answers: Answers) -> str:
    indicator = criterion.indicators[atom.indicator]
    left = f"{atom.indicator} ({show(indicator, answers[atom.indicator])})"
    right = atom.named
    if atom.other is not None:
        right += f" ({show(indicator, answers[atom.other])})"
    elif atom.named in criterion.thresholds and atom.values is not None:
        right += f" ({show(indicator, atom.values)})"
    said = {True: "yes", False: "no", None: "unknown"}[truth]
    if atom.named == "true" and atom.op == "==":
        return f"{left}: {said}"
    return f"{left} {atom.op} {right}: {said}"
