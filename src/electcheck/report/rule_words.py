"""A condition in plain English, for readers who do not read conditions."""

from __future__ import annotations

from electcheck.model.norms import Criterion
from electcheck.model.values import show
from electcheck.rules.compiled import AllOf, AnyOf, Atom, Node, NotOf

_WORDS = {
    "==": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
    "in": "is one of",
    "not in": "is none of",
}


def in_words(node: Node, criterion: Criterion) -> str:
    """Return the condition as a sentence part; each threshold is given with its value."""
    if isinstance(node, Atom):
        return _atom(node, criterion)
    if isinstance(node, NotOf):
        return f"not ({in_words(node.part, criterion)})"
    word = " and " if isinstance(node, AllOf) else " or "
    return word.join(_bracketed(part, node, criterion) for part in node.parts)


def _bracketed(part: Node, whole: Node, criterion: Criterion) -> str:
    said = in_words(part, criterion)
    mixed = isinstance(part, AllOf | AnyOf) and type(part) is not type(whole)
    return f"({said})" if mixed else said


def _atom(atom: Atom, criterion: Criterion) -> str:
    name = _plain(atom.indicator)
    if atom.named in ("true", "false") and atom.op in ("==", "!="):
        holds = (atom.named == "true") == (atom.op == "==")
        return f"«{name}» is answered {'yes' if holds else 'no'}"
    if atom.other is not None:
        return f"«{name}» {_WORDS[atom.op]} «{_plain(atom.other)}»"
    assert atom.values is not None
    indicator = criterion.indicators[atom.indicator]
    if atom.named in criterion.thresholds:
        shown = show(indicator, atom.values)
        return f"«{name}» {_WORDS[atom.op]} {shown} ({_plain(atom.named)})"
    choices = atom.named.strip("[]").split(", ")
    titles = ", ".join(f"“{indicator.choices[c].en}”" for c in choices)
    return f"«{name}» {_WORDS[atom.op]} {titles}"


def _plain(name: str) -> str:
    return name.replace("_", " ")
