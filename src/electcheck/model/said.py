"""A sentence as a message with values: English where text is wanted, another language where asked.

The message is the English text with its values as ``%(name)s`` and is what a catalogue of
translations is asked for. A value is a number, a sentence of its own, or words that are the same
in every language; bare text is none of these, so that no English word can slip in as a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, Self


class Own(str):
    """Words of a file or of a program's own, which nobody translates: a name, a column, an id."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A number with the digits that English shows of it.

    Attributes:
        value: unrounded.
        digits: as Python's format takes them.

    >>> str(Shown(14.62, ".3g"))
    '14.6'
    """

    value: float
    digits: str

    def __str__(self) -> str:
        return format(self.value, self.digits)


class Said(str):
    """A message filled with its values.

    >>> said = Said("%(n)s of %(what)s", n=3, what=Said("stations"))
    >>> said, said.message, said.values["n"]
    ('3 of stations', '%(n)s of %(what)s', 3)
    """

    message: str
    values: Mapping[str, Value]

    def __new__(cls, message: str, **values: Value) -> Self:
        """Fill a message; without values it stands as it is."""
        said = super().__new__(cls, message % values if values else message)
        said.message = message
        said.values = values
        return said

    def __reduce__(self) -> tuple[Any, ...]:
        """Make it again from its message where it is copied or travels to another process."""
        return _again, (self.message, dict(self.values))


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
Value = int | Shown | Own | Said


def _again(message: str, values: Mapping[str, Value]) -> Said:
    return Said(message, **values)


def marked(message: str) -> str:
    """Mark a message of a table for extraction; it is translated where it is used."""
    return message


def capital(words: str) -> str:
    """Return words that begin a line.

    >>> capital("the others' votes")
    "The others' votes"
    """
    return words[:1].upper() + words[1:]


class Teller(Protocol):
    """What puts messages and numbers in a language."""

    def __call__(self, message: str, **values: Any) -> str:
        """Return a message in the language, its values filled in."""

    def count(self, number: int) -> str:
        """Return a whole number as the language writes it."""

    def decimal(self, value: float, places: int) -> str:
        """Return a number with so many decimals as the language writes it."""


def spoken(said: Said, t: Teller) -> str:
    """Return a sentence in another language, with its values in it too.

    Args:
        said: the sentence.
        t: the language.

    >>> class Shout:
    ...     def __call__(self, message, **values):
    ...         return message.upper().replace("(N)S", "(n)s") % values if values else message
    ...     def count(self, number):
    ...         return f"{number:,}"
    ...     def decimal(self, value, places):
    ...         return f"{value:.{places}f}".replace(".", ",")
    >>> spoken(Said("at %(n)s", n=Shown(14.62, ".3g")), Shout())
    'AT 14,6'
    """
    return t(said.message, **{name: _value(value, t) for name, value in said.values.items()})


def _value(value: Value, t: Teller) -> str:
    if isinstance(value, Said):
        return spoken(value, t)
    if isinstance(value, Shown):
        return _number(str(value), t)
    return t.count(value) if isinstance(value, int) else str(value)


def _number(english: str, t: Teller) -> str:
    """Return a number with the digits that English shows, whatever notation it chose."""
    digits = Decimal(english)
    if not digits.is_finite():
        return "–" if digits.is_nan() else f"{'-' if digits < 0 else ''}∞"
    mantissa, _e, power = english.partition("e-")
    places = len(mantissa.partition(".")[2])
    if power:
        raised = f"-{int(power)}".translate(_RAISED)
        return f"{t.decimal(float(mantissa), places)}\u00a0×\u00a010{raised}"
    exponent = digits.as_tuple().exponent
    assert isinstance(exponent, int)
    return t.decimal(float(digits), max(-exponent, 0))
