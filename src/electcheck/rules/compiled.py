"""A criterion with its conditions understood: names resolved, types checked, ready to evaluate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from electcheck.errors import did_you_mean
from electcheck.model.norms import Clause, Criterion, Indicator, Threshold
from electcheck.model.outcomes import Decided
from electcheck.model.values import Among, Values, read_value
from electcheck.rules.conditions import (
    And,
    Comparison,
    Condition,
    ConditionError,
    Not,
    Operand,
    parse,
)

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_ORDERED = frozenset(("<", "<=", ">", ">="))


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison of an indicator with a fixed set of values or with another indicator.

    Attributes:
        indicator: the name on the left.
        op: one of == != < <= > >= in, not in.
        values: what it is compared with, or None where that is an indicator.
        other: the indicator on the right, or None.
        named: how the right side is called in the file.
    """

    indicator: str
    op: str
    values: Values | None
    other: str | None
    named: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class NotOf:
    """The contrary of the part."""

    part: Node


Node = Atom | AllOf | AnyOf | NotOf


@dataclass(frozen=True, slots=True)
class CompiledClause:
    """One outcome, the condition under which it holds, and as it was written."""

    outcome: Decided
    clause: Clause
    node: Node


@dataclass(frozen=True, slots=True)
class Compiled:
    """A criterion ready to be judged.

    Attributes:
        criterion: as it stands in the catalogue.
        area: the id of its area.
        clauses: in the order in which they are tried.
        applies: the condition of its applying at all, or None.
    """

    criterion: Criterion
    area: str
    clauses: tuple[CompiledClause, ...]
    applies: Node | None


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a criterion: where below the criterion, how far into the text, what."""

    steps: tuple[str | int, ...]
    offset: int
    message: str


def compile_criterion(criterion: Criterion, area: str) -> tuple[Compiled | None, list[Mistake]]:
    """Return the criterion ready to be judged, or None and what is wrong with its conditions."""
    mistakes: list[Mistake] = []
    applies = None
    if criterion.applies is not None:
        applies = _compile(criterion, criterion.applies.when, ("applies", "when"), mistakes)
    clauses = []
    for outcome, clause in criterion.outcome.items():
        steps = ("outcome", outcome, "when")
        node = _compile(criterion, clause.when, steps, mistakes)
        if node is not None:
            clauses.append(CompiledClause(outcome, clause, node))
            mistakes.extend(_law_and_practice(criterion, node, steps))
    if mistakes:
        return None, mistakes
    return Compiled(criterion, area, tuple(clauses), applies), []


def _compile(
    criterion: Criterion, text: str, steps: tuple[str, ...], mistakes: list[Mistake]
) -> Node | None:
    try:
        return _resolve(criterion, parse(text))
    except ConditionError as error:
        mistakes.append(Mistake(steps, error.offset, f"in the condition {text!r}: {error}"))
        return None


def _law_and_practice(
    criterion: Criterion, node: Node, steps: tuple[str, ...]
) -> Iterator[Mistake]:
    kinds = {criterion.indicators[name].kind for name in indicators_of(node)}
    if {"law", "practice"} <= kinds:
        yield Mistake(
            steps, 0, "this clause mixes indicators of kind law and practice: ask them separately"
        )


def indicators_of(node: Node) -> set[str]:
    """Return the names of the indicators that a condition reads."""
    return {name for atom in atoms_of(node) for name in (atom.indicator, atom.other) if name}


def atoms_of(node: Node) -> Iterator[Atom]:
    """Yield the comparisons of a condition from left to right."""
    if isinstance(node, Atom):
        yield node
    elif isinstance(node, NotOf):
        yield from atoms_of(node.part)
    else:
        for part in node.parts:
            yield from atoms_of(part)


def _resolve(criterion: Criterion, condition: Condition) -> Node:
    if isinstance(condition, Comparison):
        return _atom(criterion, condition)
    if isinstance(condition, Not):
        return NotOf(_resolve(criterion, condition.part))
    parts = tuple(_resolve(criterion, part) for part in condition.parts)
    return AllOf(parts) if isinstance(condition, And) else AnyOf(parts)


def _atom(criterion: Criterion, comparison: Comparison) -> Atom:
    left, op, right = comparison.left, comparison.op, comparison.right
    if left in criterion.thresholds and op in _MIRRORED:
        operand = right[0]
        if operand.text not in criterion.indicators or operand.quoted:
            raise ConditionError(
                f"an impossible comparison: {left!r} is a threshold, so the other side must be an "
                "indicator",
                comparison.offset,
            )
        threshold = Operand(left, False, comparison.offset)
        left, op, right = operand.text, _MIRRORED[op], (threshold,)
    if left not in criterion.indicators:
        known = (*criterion.indicators, *criterion.thresholds)
        raise ConditionError(
            f"unknown name {left!r}, expected an indicator of this criterion."
            f"{did_you_mean(left, known)}",
            comparison.offset,
        )
    indicator = criterion.indicators[left]
    if op in _ORDERED and indicator.type in ("boolean", "choice"):
        raise ConditionError(
            f"an impossible comparison: {left!r} is of type {indicator.type}, which has no order "
            f"for {op!r}",
            comparison.offset,
        )
    if op in ("in", "not in"):
        return _membership(criterion, left, op, right, comparison.offset)
    return _against(criterion, left, op, right[0])


def _membership(
    criterion: Criterion, left: str, op: str, operands: tuple[Operand, ...], offset: int
) -> Atom:
    indicator = criterion.indicators[left]
    if indicator.type != "choice":
        raise ConditionError(
            f"{op!r} asks whether a choice is among some; {left!r} is of type {indicator.type}",
            offset,
        )
    options = frozenset(_choice(indicator, operand) for operand in operands)
    named = f"[{', '.join(operand.text for operand in operands)}]"
    return Atom(left, op, Among(options), None, named)


def _against(criterion: Criterion, left: str, op: str, operand: Operand) -> Atom:
    indicator = criterion.indicators[left]
    name = operand.text
    if indicator.type == "choice" and name not in criterion.indicators:
        return Atom(left, op, Among(frozenset((_choice(indicator, operand),))), None, name)
    if operand.quoted:
        raise ConditionError(
            f"an impossible comparison: {left!r} is of type {indicator.type}, found the word "
            f"{name!r}",
            operand.offset,
        )
    if indicator.type == "boolean" and name in ("true", "false"):
        return Atom(left, op, Among(frozenset((name == "true",))), None, name)
    if name in criterion.thresholds:
        return _with_threshold(criterion, left, op, operand, criterion.thresholds[name])
    if name in criterion.indicators:
        other = criterion.indicators[name]
        same = (indicator.type, indicator.unit) == (other.type, other.unit)
        if not same or indicator.choices.keys() != other.choices.keys():
            raise ConditionError(
                f"an impossible comparison: {left!r} is {_kind(indicator)}, {name!r} is "
                f"{_kind(other)}",
                operand.offset,
            )
        return Atom(left, op, None, name, name)
    known = (*criterion.indicators, *criterion.thresholds)
    raise ConditionError(
        f"unknown name {name!r}, expected a threshold or an indicator of this criterion."
        f"{did_you_mean(name, known)}",
        operand.offset,
    )


def _with_threshold(
    criterion: Criterion, left: str, op: str, operand: Operand, threshold: Threshold
) -> Atom:
    indicator = criterion.indicators[left]
    if threshold.unit is not None and threshold.unit != indicator.unit:
        raise ConditionError(
            f"an impossible comparison: {left!r} is in {indicator.unit or 'no unit'}, the "
            f"threshold {operand.text!r} in {threshold.unit}",
            operand.offset,
        )
    try:
        values = read_value(indicator, threshold.value)
    except ValueError as error:
        raise ConditionError(
            f"an impossible comparison of {left!r} with the threshold {operand.text!r}: {error}",
            operand.offset,
        ) from None
    return Atom(left, op, values, None, operand.text)


def _choice(indicator: Indicator, operand: Operand) -> str:
    if operand.text not in indicator.choices:
        raise ConditionError(
            f"unknown choice {operand.text!r}, expected one of {', '.join(indicator.choices)}."
            f"{did_you_mean(operand.text, indicator.choices)}",
            operand.offset,
        )
    return operand.text


def _kind(indicator: Indicator) -> str:
    return f"of type {indicator.type}" + (f" in {indicator.unit}" if indicator.unit else "")
