"""Printed percentages as the ranges that rounding makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Range:
    """All numbers from `low` to `high`, exact, both included.

    >>> printed_percent("16.02") * Range(Fraction(1000), Fraction(1000))
    Range(low=Fraction(3203, 20), high=Fraction(641, 4))
    """

    low: Fraction
    high: Fraction

    def __mul__(self, other: Range) -> Range:
        return Range(self.low * other.low, self.high * other.high)

    def __truediv__(self, other: Range) -> Range:
        return Range(self.low / other.high, self.high / other.low)

    def holds(self, value: Fraction | int) -> bool:
        """Tell whether `value` lies in the range."""
        return self.low <= value <= self.high


def printed_percent(text: str) -> Range:
    """Return the shares that round to a percentage as printed: half a unit of its last digit.

    A printed 5.2 may be 5.20 with its zero dropped; the wider range of one digit is taken, so that
    no contradiction is made out of a dropped zero.

    >>> printed_percent("77.5")
    Range(low=Fraction(1549, 2000), high=Fraction(1551, 2000))

    Raises:
        ValueError: the text is no number.
    """
    digits = len(text.partition(".")[2])
    half = Fraction(1, 2 * 10**digits)
    middle = Fraction(text)
    return Range((middle - half) / 100, (middle + half) / 100)


def exactly(value: int) -> Range:
    """Return the range of one number."""
    return Range(Fraction(value), Fraction(value))
