"""From the statements on one indicator to what may be its value, at a standard of proof.

The steps (DESIGN, "From statements to an established value"):

1. Items that cannot count are set aside, each with its reason.
2. An origin that contradicts itself is reported and establishes nothing.
3. At each standard up to the one asked for, the largest sets of origins that share a value are
   formed from the items good enough for that standard; those that reach it are its sides.
4. One side at the lowest standard, and it reaches the standard asked for: its intersection is
   established. Two sides at the lowest standard: a conflict at every standard that any side
   reaches, and the value may be anything that a side says. No side: unknown.
5. For counts, what is established of a part raises the lower bound of the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from electcheck.model.findings import Established, Side, Status, Uncounted
from electcheck.model.norms import Indicator, Kind
from electcheck.model.policy import Standard
from electcheck.model.values import Among, Between, Values, domain
from electcheck.rules.scope import Where, is_part
from electcheck.rules.weighing import Item, qualifies, reaches


@dataclass(frozen=True, slots=True)
class Question:
    """An indicator as the engine asks it.

    Attributes:
        name: its id, ``criterion/name``.
        indicator: its definition.
        target: the scope that it asks about.
        within: for each place of the election, the place that contains it.
    """

    name: str
    indicator: Indicator
    target: Where
    within: Mapping[str, str]


def establish(
    question: Question,
    items: Sequence[tuple[Where, Item]],
    standards: Sequence[Standard],
    uncounted: Iterable[Uncounted] = (),
) -> Established:
    """Return what the items leave open of the indicator.

    Args:
        question: the indicator and the scope it asks about.
        items: the statements that can count, with their scopes.
        standards: from the lowest to the one asked for.
        uncounted: the statements already set aside.
    """
    by_scope: dict[Where, list[Item]] = defaultdict(list)
    for where, item in items:
        by_scope[where].append(item)
    found = _in_one_scope(question, by_scope.pop(question.target, []), standards)
    left_out = [*uncounted, *found.uncounted]
    for where, others in by_scope.items():
        part = _in_one_scope(question, others, standards)
        found = _raise(question, found, where, part)
        left_out += [
            Uncounted(item.statement, f"it speaks of another scope: {where}") for item in others
        ]
        left_out += part.uncounted
    counted = set(found.statements)
    kept = {u.statement: u for u in left_out if u.statement not in counted}
    return replace(found, uncounted=tuple(kept[name] for name in sorted(kept)))


def _in_one_scope(
    question: Question, items: list[Item], standards: Sequence[Standard]
) -> Established:
    kind = question.indicator.kind
    anything = domain(question.indicator)
    items, uncounted = _without_self_contradiction(items)
    levels = [sides(items, standard, kind) for standard in standards]
    lowest, asked = levels[0], levels[-1]
    if not asked:
        uncounted += [Uncounted(item.statement, _short_of(standards[-1])) for item in items]
        return Established(question.name, "unknown", anything, (), tuple(uncounted))
    conflict = len(lowest) > 1
    counted = lowest if conflict else asked
    said = _join(side.values for level in levels for side in level) if conflict else asked[0].values
    names = {name for side in counted for name in side.statements}
    uncounted += [
        Uncounted(item.statement, _short_of(standards[-1]))
        for item in items
        if item.statement not in names
    ]
    status: Status = "conflict" if conflict else "established"
    return Established(question.name, status, said, tuple(counted), tuple(uncounted))


def _short_of(standard: Standard) -> str:
    return f"not enough for the standard {standard.id!r}"


def _without_self_contradiction(items: list[Item]) -> tuple[list[Item], list[Uncounted]]:
    by_origin: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_origin[item.origin].append(item)
    kept: list[Item] = []
    uncounted: list[Uncounted] = []
    for origin, said in by_origin.items():
        if _meet(item.values for item in said) is None:
            why = f"its origin {origin!r} contradicts itself"
            uncounted += [Uncounted(item.statement, why) for item in said]
        else:
            kept += said
    return kept, uncounted


def sides(items: list[Item], standard: Standard, kind: Kind) -> list[Side]:
    """Return the largest sets of compatible origins that reach the standard, in value order.

    A set is compatible when all its values share a point. The intersections of two different
    largest sets never meet: at a shared point the two would have been one set.
    """
    alternatives = standard.establishes[kind]
    good = [item for item in items if qualifies(item, alternatives)]
    if not reaches(good, alternatives, kind):
        return []
    by_origin: dict[str, list[Item]] = defaultdict(list)
    for item in good:
        by_origin[item.origin].append(item)
    said = {origin: _meet(i.values for i in own) for origin, own in by_origin.items()}
    # Origins that say the same are one group: a thousand equal reports cost as much as one.
    groups: dict[Values, list[str]] = defaultdict(list)
    for origin, values in said.items():
        assert values is not None
        groups[values].append(origin)
    found = []
    for group in _largest(list(groups)):
        origins = sorted(origin for values in group for origin in groups[values])
        own = [item for origin in origins for item in by_origin[origin]]
        shared = _meet(group)
        assert shared is not None
        if reaches(own, alternatives, kind):
            statements = tuple(sorted(item.statement for item in own))
            found.append(Side(shared, tuple(origins), statements))
    return sorted(found, key=lambda side: (_order(side.values), side.origins))


def _largest(values: list[Values]) -> list[tuple[Values, ...]]:
    """Return the largest sets of values that share a point."""
    intervals = [one for one in values if isinstance(one, Between)]
    if intervals:
        return _largest_intervals(intervals)
    options = {option for one in values if isinstance(one, Among) for option in one.options}
    sets = {
        frozenset(one for one in values if isinstance(one, Among) and option in one.options)
        for option in options
    }
    largest = [one for one in sets if not any(one < other for other in sets)]
    return [tuple(sorted(one, key=_order)) for one in largest]


def _largest_intervals(intervals: list[Between]) -> list[tuple[Values, ...]]:
    """Sweep from left to right: a set is largest where an end follows a beginning."""
    ends = [(one.low, 0, one.high, one) for one in intervals]
    ends += [(one.high, 1, one.low, one) for one in intervals]
    open_now: dict[Between, None] = {}
    grown = False
    found: list[tuple[Values, ...]] = []
    for _, closes, _, one in sorted(ends, key=lambda end: end[:3]):
        if not closes:
            open_now[one] = None
            grown = True
            continue
        if grown:
            found.append(tuple(open_now))
            grown = False
        del open_now[one]
    return found


def _raise(question: Question, found: Established, where: Where, part: Established) -> Established:
    """Raise the lower bound of a count by what is established of a part of its scope."""
    if question.indicator.type != "count" or part.status != "established":
        return found
    if not is_part(where, question.target, question.within):
        return found
    assert isinstance(part.values, Between)
    assert isinstance(found.values, Between)
    least = part.values.low
    if least <= found.values.low:
        return found
    above = Between(((least, max(found.values.high, least)),))
    raised = found.values.meet(above)
    if raised is None:
        # More in a part than in the whole: both cannot be right.
        both = found.values.join(above)
        return replace(found, status="conflict", values=both, sides=(*found.sides, *part.sides))
    status: Status = "bounded" if found.status in ("unknown", "bounded") else found.status
    kept = found.sides if found.status != "bounded" else ()
    return replace(found, status=status, values=raised, sides=(*kept, *part.sides))


def _meet(values: Iterable[Values]) -> Values | None:
    met: Values | None = None
    for one in values:
        met = one if met is None else met.meet(one)
        if met is None:
            return None
    return met


def _join(values: Iterable[Values]) -> Values:
    return reduce(lambda one, other: one.join(other), values)


def _order(values: Values) -> tuple[tuple[float, float], ...] | tuple[str, ...]:
    if isinstance(values, Among):
        return tuple(sorted(str(option) for option in values.options))
    return values.parts
