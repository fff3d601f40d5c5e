"""Conditions in Kleene's three values over sets of possible answers.

True and False mean that the condition holds, or fails, whatever the unknown turns out to be;
None means that it may do either (S. C. Kleene, Introduction to Metamathematics, 1952, par. 64).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from electcheck.model.values import Among, Between, Values
from electcheck.rules.compiled import AllOf, Atom, Node, NotOf

Truth = bool | None
Answers = Mapping[str, Values]


def negate(truth: Truth) -> Truth:
    """Return Kleene's not.

    >>> negate(True), negate(None)
    (False, None)
    """
    return None if truth is None else not truth


def every(truths: Iterable[Truth]) -> Truth:
    """Return Kleene's and.

    >>> every([True, None]), every([None, False]), every([])
    (None, False, True)
    """
    found = set(truths)
    if False in found:
        return False
    return None if None in found else True


def some(truths: Iterable[Truth]) -> Truth:
    """Return Kleene's or.

    >>> some([False, None]), some([None, True]), some([])
    (None, True, False)
    """
    return negate(every(negate(truth) for truth in truths))


def evaluate(node: Node, answers: Answers) -> Truth:
    """Return whether the condition holds for the answers, each a set of possible values."""
    if isinstance(node, Atom):
        return evaluate_atom(node, answers)
    if isinstance(node, NotOf):
        return negate(evaluate(node.part, answers))
    truths = [evaluate(part, answers) for part in node.parts]
    return every(truths) if isinstance(node, AllOf) else some(truths)


def evaluate_atom(atom: Atom, answers: Answers) -> Truth:
    """Return whether one comparison holds."""
    left = answers[atom.indicator]
    if atom.op in ("!=", "not in"):
        positive = "==" if atom.op == "!=" else "in"
        return negate(_compare(left, positive, atom, answers))
    return _compare(left, atom.op, atom, answers)


def _compare(left: Values, op: str, atom: Atom, answers: Answers) -> Truth:
    if atom.values is not None:
        if isinstance(left, Among):
            return _within(left, atom.values)
        return _ordered(left, op, atom.values)
    assert atom.other is not None
    if atom.other == atom.indicator:
        return op in ("==", "<=", ">=")
    right = answers[atom.other]
    if isinstance(left, Between):
        return _ordered(left, op, right)
    if left.meet(right) is None:
        return False
    return True if left.known and right.known else None


def _within(left: Among, right: Values) -> Truth:
    assert isinstance(right, Among)
    if left.options <= right.options:
        return True
    return None if left.options & right.options else False


def _ordered(left: Between, op: str, right: Values) -> Truth:
    assert isinstance(right, Between)
    if op == "==":
        if left.meet(right) is None:
            return False
        return True if left.known and right.known else None
    if op in ("<", "<="):
        # a < b is b > a, and a <= b is b >= a.
        left, right = right, left
        op = ">" if op == "<" else ">="
    if op == ">":
        return True if left.low > right.high else (False if left.high <= right.low else None)
    return True if left.low >= right.high else (False if left.high < right.low else None)


def trace(node: Node, answers: Answers) -> list[tuple[Atom, Truth]]:
    """Return each comparison of the condition with its truth, from left to right."""
    if isinstance(node, Atom):
        return [(node, evaluate_atom(node, answers))]
    parts = (node.part,) if isinstance(node, NotOf) else node.parts
    return [step for part in parts for step in trace(part, answers)]
