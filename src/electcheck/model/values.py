"""What an answer may be: a set of options, or closed intervals of numbers or days.

The engine never holds "the value" of an indicator, only the set of values that the evidence
leaves open. A known answer is a set of one; an unknown one is the indicator's whole domain.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from electcheck.model.norms import Indicator

Option = bool | str
Bound = int | float

# Python reads other forms of the standard too, such as 2019-W23-7.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Among:
    """One of some options (true/false, or the keys of a choice)."""

    options: frozenset[Option]

    def meet(self, other: Values) -> Among | None:
        """Return what both allow, or None where they exclude each other."""
        assert isinstance(other, Among)
        both = self.options & other.options
        return Among(both) if both else None

    def join(self, other: Values) -> Among:
        """Return what either allows."""
        assert isinstance(other, Among)
        return Among(self.options | other.options)

    def holds(self, other: Values) -> bool:
        """Tell whether everything that `other` allows is allowed here."""
        return isinstance(other, Among) and other.options <= self.options

    @property
    def known(self) -> bool:
        """Whether one value is left."""
        return len(self.options) == 1


@dataclass(frozen=True, slots=True)
class Between:
    """A number (or a day, by its ordinal) in one of some disjoint closed intervals, ascending."""

    parts: tuple[tuple[Bound, Bound], ...]

    def meet(self, other: Values) -> Between | None:
        """Return what both allow, or None where they exclude each other."""
        assert isinstance(other, Between)
        both = [
            (max(a, c), min(b, d))
            for a, b in self.parts
            for c, d in other.parts
            if max(a, c) <= min(b, d)
        ]
        return _between(both) if both else None

    def join(self, other: Values) -> Between:
        """Return what either allows."""
        assert isinstance(other, Between)
        return _between((*self.parts, *other.parts))

    def holds(self, other: Values) -> bool:
        """Tell whether everything that `other` allows is allowed here."""
        return isinstance(other, Between) and self.meet(other) == other

    @property
    def low(self) -> Bound:
        """The least value allowed."""
        return self.parts[0][0]

    @property
    def high(self) -> Bound:
        """The greatest value allowed."""
        return self.parts[-1][1]

    @property
    def known(self) -> bool:
        """Whether one value is left."""
        return self.low == self.high


Values = Among | Between


def _between(parts: Iterable[tuple[Bound, Bound]]) -> Between:
    merged: list[tuple[Bound, Bound]] = []
    for low, high in sorted(parts):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return Between(tuple(merged))


def domain(indicator: Indicator) -> Values:
    """Return everything that an indicator's answer may be before anything is known."""
    if indicator.type == "boolean":
        return Among(frozenset((True, False)))
    if indicator.type == "choice":
        return Among(frozenset(indicator.choices))
    if indicator.type == "date":
        return Between(((-math.inf, math.inf),))
    least: Bound = -math.inf if indicator.type == "number" else 0
    most: Bound = 1 if indicator.type == "share" else math.inf
    low = least if indicator.min is None else indicator.min
    high = most if indicator.max is None else indicator.max
    return Between(((low, high),))


def read_value(indicator: Indicator, raw: object) -> Values:
    """Return the set of one value that `raw` is, for this indicator.

    Raises:
        ValueError: `raw` is of another type, outside the choices or the bounds; the message says
            what was expected.
    """
    kind = indicator.type
    if kind == "boolean":
        if not isinstance(raw, bool):
            raise ValueError(f"expected true or false, found {raw!r}")
        return Among(frozenset((raw,)))
    if kind == "choice":
        if not isinstance(raw, str) or raw not in indicator.choices:
            raise ValueError(f"expected one of {', '.join(indicator.choices)}, found {raw!r}")
        return Among(frozenset((raw,)))
    if kind == "date":
        return _point(_ordinal(raw))
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError(f"expected a {_named(indicator)}, found {raw!r}")
    if kind == "count" and raw != int(raw):
        raise ValueError(f"expected a whole number, found {raw!r}")
    allowed = domain(indicator)
    assert isinstance(allowed, Between)
    if not allowed.low <= raw <= allowed.high:
        raise ValueError(f"expected a {_named(indicator)} {_bounds(allowed)}, found {raw!r}")
    return _point(int(raw) if kind == "count" else raw)


def read_range(indicator: Indicator, low: object, high: object) -> Values:
    """Return the values from `low` to `high`, both included; None leaves an end open.

    Raises:
        ValueError: an end is no value of the indicator, the range is upside down, or the
            indicator has no order.
    """
    anything = domain(indicator)
    start = anything if low is None else read_value(indicator, low)
    end = anything if high is None else read_value(indicator, high)
    if not isinstance(start, Between) or not isinstance(end, Between):
        raise ValueError(f"a range does not go with type {indicator.type}")
    if start.low > end.high:
        raise ValueError(f"the range is upside down: from {low} to {high}")
    return Between(((start.low, end.high),))


def show(indicator: Indicator, values: Values) -> str:
    """Return the values in words, with their unit.

    Open ends are said in words, and the whole domain is "unknown".
    """
    if values == domain(indicator):
        return "unknown"
    if isinstance(values, Among):
        return " or ".join(sorted(_word(option) for option in values.options))
    unit = f" {indicator.unit}" if indicator.unit else ""
    return " or ".join(_interval(indicator, low, high) + unit for low, high in values.parts)


def _interval(indicator: Indicator, low: Bound, high: Bound) -> str:
    if low == high:
        return _bound(indicator, low)
    if math.isinf(high):
        return f"at least {_bound(indicator, low)}"
    if math.isinf(low):
        return f"at most {_bound(indicator, high)}"
    return f"{_bound(indicator, low)} to {_bound(indicator, high)}"


def _bound(indicator: Indicator, value: Bound) -> str:
    if indicator.type == "date":
        return date.fromordinal(int(value)).isoformat()
    if indicator.type == "share":
        return f"{value * 100:.10g} %"
    return f"{value:,}" if isinstance(value, int) else f"{value:.10g}"


def _word(option: Option) -> str:
    return str(option).lower() if isinstance(option, bool) else option


def _point(value: Bound) -> Between:
    return Between(((value, value),))


def _ordinal(raw: object) -> int:
    try:
        if isinstance(raw, date):
            return raw.toordinal()
        if isinstance(raw, str) and _DAY.fullmatch(raw):
            return date.fromisoformat(raw).toordinal()
    except ValueError:
        raise ValueError(f"there is no such date as {raw}") from None
    raise ValueError(f"expected a date written YYYY-MM-DD, found {raw!r}")


def _named(indicator: Indicator) -> str:
    names = {"count": "whole number", "share": "share", "number": "number"}
    unit = f" of {indicator.unit}" if indicator.unit else ""
    return names[indicator.type] + unit


def _bounds(allowed: Between) -> str:
    if math.isinf(allowed.high):
        return f"of at least {allowed.low}"
    if math.isinf(allowed.low):
        return f"of at most {allowed.high}"
    return f"from {allowed.low} to {allowed.high}"
