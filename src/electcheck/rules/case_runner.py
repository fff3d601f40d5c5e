"""Run the cases that a criterion carries: sentences with answers and the outcome they expect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from electcheck.errors import did_you_mean
from electcheck.model.findings import Established, Side
from electcheck.model.norms import Indicator
from electcheck.model.outcomes import OUTCOMES
from electcheck.model.values import domain, read_range, read_value
from electcheck.rules.compiled import Compiled, atoms_of
from electcheck.rules.evaluate import evaluate_atom
from electcheck.rules.judge import outcome_of, possible_outcomes

Steps = tuple[str | int, ...]


def run_cases(compiled: Compiled) -> Iterator[tuple[Steps, str]]:
    """Yield each case that cannot be read, and each whose outcome is not the one it expects."""
    for name, case in compiled.criterion.cases.items():
        answers, faults = _answers(compiled, name, case)
        yield from faults
        got = case_outcome(compiled, answers)
        if not faults and got != case["expect"]:
            message = f"the case {name!r} expects {case['expect']}, the clauses give {got}"
            yield ("cases", name, "expect"), message


def not_shown(compiled: Compiled) -> Iterator[tuple[Steps, str]]:
    """Yield what the cases of a criterion leave unshown.

    Shown should be: every outcome of the clauses, `not_applicable` where the criterion may not
    apply, nothing known, and both sides of every comparison with a threshold.
    """
    criterion = compiled.criterion
    if not criterion.cases:
        yield (), f"criterion {criterion.id!r} carries no 'cases': write one for each outcome"
        return
    read = [_answers(compiled, name, case)[0] for name, case in criterion.cases.items()]
    expected = {case_outcome(compiled, answers) for answers in read}
    wanted: list[str] = [clause.outcome for clause in compiled.clauses]
    wanted += ["not_applicable"] if compiled.applies is not None else []
    for outcome in wanted:
        if outcome not in expected:
            yield ("cases",), f"no case of {criterion.id!r} shows the outcome {outcome}"
    if not any(set(case) == {"expect"} for case in criterion.cases.values()):
        yield ("cases",), f'no case of {criterion.id!r} has nothing known: add "Nothing known"'
    for clause in compiled.clauses:
        for atom in atoms_of(clause.node):
            if atom.named not in criterion.thresholds:
                continue
            sides = {evaluate_atom(atom, {n: a.values for n, a in one.items()}) for one in read}
            for side, word in ((True, "holds"), (False, "fails")):
                if side not in sides:
                    compared = f"{atom.indicator} {atom.op} {atom.named}"
                    yield ("cases",), f"no case of {criterion.id!r} in which {compared} {word}"


def case_outcome(compiled: Compiled, answers: Mapping[str, Established]) -> str:
    """Return the outcome that the clauses give for the answers of a case."""
    possible, _ = possible_outcomes(compiled, {n: a.values for n, a in answers.items()})
    return outcome_of(compiled, answers, possible)


def _answers(
    compiled: Compiled, name: str, case: Mapping[str, Any]
) -> tuple[dict[str, Established], list[tuple[Steps, str]]]:
    criterion = compiled.criterion
    faults: list[tuple[Steps, str]] = []
    answers = {
        key: Established(f"{criterion.id}/{key}", "unknown", domain(indicator))
        for key, indicator in criterion.indicators.items()
    }
    if case.get("expect") not in OUTCOMES:
        found = case.get("expect")
        message = f"a case needs 'expect', one of {', '.join(OUTCOMES)}; found {found!r}"
        faults.append((("cases", name, "expect"), message))
    for key, raw in case.items():
        if key == "expect":
            continue
        if key not in criterion.indicators:
            hint = did_you_mean(key, criterion.indicators)
            message = f"unknown indicator {key!r} in the case.{hint}"
            faults.append((("cases", name, key), message))
            continue
        try:
            answers[key] = _answer(f"{criterion.id}/{key}", criterion.indicators[key], raw)
        except (ValueError, TypeError) as error:
            faults.append((("cases", name, key), f"{key!r}: {error}"))
    return answers, faults


def _answer(name: str, indicator: Indicator, raw: Any) -> Established:
    """Read a value, ``{range: [low, high]}``, or ``{conflict: [one, other]}``."""
    if isinstance(raw, dict):
        if set(raw) == {"range"} and len(raw["range"]) == 2:
            return Established(name, "established", read_range(indicator, *raw["range"]))
        if set(raw) == {"conflict"} and len(raw["conflict"]) == 2:
            one, other = (read_value(indicator, value) for value in raw["conflict"])
            sides = (Side(one, (), ()), Side(other, (), ()))
            return Established(name, "conflict", one.join(other), sides)
        raise ValueError("expected a value, {range: [low, high]} or {conflict: [one, other]}")
    return Established(name, "established", read_value(indicator, raw))


def second_looks(compiled: Iterable[Compiled]) -> Iterator[str]:
    """Yield what is no fault but deserves a second look by the author of a criterion."""
    for one in compiled:
        question = one.criterion.question.en
        if re.search(r"\b(and|or)\b", question):
            yield f"{one.criterion.id}: does the question ask two things? {question}"
        for _, message in not_shown(one):
            yield message
