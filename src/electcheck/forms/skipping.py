"""Skip logic: a criterion that cannot apply any more asks no further question.

The condition of `applies` becomes an XPath expression that is true only where the answers given so
far leave no doubt (Kleene's "false"); an unanswered or unknown indicator skips nothing.
"""

from __future__ import annotations

from electcheck.forms.form import column_name
from electcheck.model.values import Among
from electcheck.rules.compiled import AllOf, Atom, Compiled, Node, NotOf, indicators_of

_CONTRARY = {"==": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def relevant_unless_skipped(compiled: Compiled, name: str) -> str | None:
    """Return the XPath under which an indicator is asked, None where it always is."""
    node = compiled.applies
    if node is None or name in indicators_of(node):
        return None
    surely = _surely(node, False, compiled)
    return None if surely is None else f"not({surely})"


def _surely(node: Node, truth: bool, compiled: Compiled) -> str | None:
    """Return XPath that holds where the condition is certainly `truth`, None if it cannot say."""
    if isinstance(node, Atom):
        return _atom(node, truth, compiled)
    if isinstance(node, NotOf):
        return _surely(node.part, not truth, compiled)
    parts = [_surely(part, truth, compiled) for part in node.parts]
    told = [part for part in parts if part is not None]
    if isinstance(node, AllOf) is truth:
        return f"({' and '.join(told)})" if len(told) == len(parts) else None
    return f"({' or '.join(told)})" if told else None


def _atom(atom: Atom, truth: bool, compiled: Compiled) -> str | None:
    column = f"${{{column_name(f'{compiled.criterion.id}/{atom.indicator}')}}}"
    if atom.values is None:
        return None
    if isinstance(atom.values, Among):
        inside = (atom.op in ("==", "in")) is truth
        options = atom.values.options
        if not inside:
            indicator = compiled.criterion.indicators[atom.indicator]
            every: set[bool | str] = {*indicator.choices} or {True, False}
            options = frozenset(every - set(options))
        told = sorted(_written(one) for one in options)
        return "(" + " or ".join(f"{column} = '{one}'" for one in told) + ")" if told else None
    op = {"==": "="}.get(atom.op, atom.op) if truth else _CONTRARY.get(atom.op)
    if op is None or len(atom.values.parts) != 1:
        return None
    value = f"${{{column_name(f'{compiled.criterion.id}/{atom.indicator}')}__value}}"
    return f"({column} = 'exactly' and {value} {op} {atom.values.low})"


def _written(option: bool | str) -> str:
    if isinstance(option, bool):
        return "yes" if option else "no"
    return option
