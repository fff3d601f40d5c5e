"""The language of conditions: parse it, and know its shape. It cannot reach Python.

::

    condition  = both ('or' both)*
    both       = single ('and' single)*
    single     = 'not' single | '(' condition ')' | comparison
    comparison = name [ ('=='|'!='|'<'|'<='|'>'|'>=') operand | ['not'] 'in' '[' operand, ... ']' ]
    operand    = name | word in quotes | 'true' | 'false'

Numbers do not occur: each is a threshold with a basis. There are no calls and no arithmetic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_DEPTH = 50

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<op><=|>=|==|!=|<|>)|(?P<mark>[()\[\],])"
    r"|(?P<quoted>'[^']*'|\"[^\"]*\")|(?P<number>[-+]?\.?\d[\w.]*)|(?P<other>\S))"
)


class ConditionError(Exception):
    """A condition that cannot be read; `offset` counts characters from its start, from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Operand:
    """A name or a quoted word on the right of a comparison."""

    text: str
    quoted: bool
    offset: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left op right`; `op` is one of == != < <= > >= in, not in; a bare name is `== true`."""

    left: str
    op: str
    right: tuple[Operand, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary."""

    part: Condition


@dataclass(frozen=True, slots=True)
class And:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Some part holds."""

    parts: tuple[Condition, ...]


Condition = Comparison | Not | And | Or


def parse(text: str) -> Condition:
    """Return the condition that `text` is.

    Raises:
        ConditionError: `text` is not of this language.

    >>> parse("years > limit and not exempt").parts[0].op
    '>'
    """
    parser = _Parser(text)
    condition = parser.either(0)
    kind, found, offset = parser.next()
    if kind != "end":
        raise ConditionError(f"expected 'and', 'or' or the end, found {found!r}", offset)
    return condition


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.position = 0

    def peek(self) -> tuple[str, str, int]:
        return self.tokens[self.position]

    def next(self) -> tuple[str, str, int]:
        token = self.tokens[self.position]
        if token[0] != "end":
            self.position += 1
        return token

    def accept(self, *words: str) -> bool:
        kind, found, _ = self.peek()
        if kind in ("name", "mark", "op") and found in words:
            self.position += 1
            return True
        return False

    def expect(self, word: str) -> None:
        _, found, offset = self.peek()
        if not self.accept(word):
            raise ConditionError(f"expected {word!r}, found {found or 'the end'!r}", offset)

    def either(self, depth: int) -> Condition:
        parts = [self.both(depth)]
        while self.accept("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self, depth: int) -> Condition:
        parts = [self.single(depth)]
        while self.accept("and"):
            parts.append(self.single(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def single(self, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            raise ConditionError(f"nested deeper than {MAX_DEPTH} levels", self.peek()[2])
        if self.accept("not"):
            return Not(self.single(depth + 1))
        if self.accept("("):
            inside = self.either(depth + 1)
            self.expect(")")
            return inside
        return self.comparison()

    def comparison(self) -> Condition:
        kind, left, offset = self.next()
        if kind != "name" or left in ("and", "or", "not", "in", "true", "false"):
            raise ConditionError(_instead_of_name(kind, left), offset)
        kind, found, after = self.peek()
        if found == "(" and kind == "mark":
            raise ConditionError(f"calls are not allowed, found {left + '('!r}", offset)
        if kind == "op":
            self.next()
            return Comparison(left, found, (self.operand(),), offset)
        if self.accept("not"):
            self.expect("in")
            return Comparison(left, "not in", self.listed(), offset)
        if self.accept("in"):
            return Comparison(left, "in", self.listed(), offset)
        if kind == "other":
            raise ConditionError(f"arithmetic is not allowed, found {found!r}", after)
        return Comparison(left, "==", (Operand("true", False, offset),), offset)

    def listed(self) -> tuple[Operand, ...]:
        self.expect("[")
        operands = [self.operand()]
        while self.accept(","):
            operands.append(self.operand())
        self.expect("]")
        return tuple(operands)

    def operand(self) -> Operand:
        kind, found, offset = self.next()
        if kind == "quoted":
            return Operand(found[1:-1], True, offset)
        if kind == "name" and found not in ("and", "or", "not", "in"):
            if self.peek()[:2] == ("mark", "("):
                raise ConditionError(f"calls are not allowed, found {found + '('!r}", offset)
            if self.peek()[0] == "other":
                raise ConditionError(
                    f"arithmetic is not allowed, found {self.peek()[1]!r}", self.peek()[2]
                )
            return Operand(found, False, offset)
        raise ConditionError(_instead_of_name(kind, found), offset)


def _tokens(text: str) -> list[tuple[str, str, int]]:
    tokens = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:  # only white space is left
            break
        kind = str(match.lastgroup)
        tokens.append((kind, match.group(kind), match.start(kind)))
        position = match.end()
    return [*tokens, ("end", "", len(text))]


def _instead_of_name(kind: str, found: str) -> str:
    if kind == "number":
        return (
            f"a number in a condition, found {found!r}: write it as a threshold with its basis "
            "and compare with its name"
        )
    if kind == "other":
        return f"expected an indicator or a threshold, found {found!r}"
    return f"expected an indicator or a threshold, found {found or 'the end'!r}"
