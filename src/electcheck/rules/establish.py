"""From the statements on one indicator to what may be its value, at a standard of proof.

The steps (DESIGN, "From statements to an established value"):

1. Items that cannot count are set aside, each with its reason.
2. An origin that contradicts itself is reported and establishes nothing.
3. The largest sets of origins that share a value are formed from the items good enough for the
   lowest standard. At each standard up to the one asked for, the items of a set that are good
   enough for it make a side if they reach it.
4. One side at the lowest standard, and it reaches the standard asked for: its intersection is
   established. Two sides at the lowest standard: a conflict at every standard that any side
   reaches, and the value may be anything that a side says. No side: unknown.
5. For counts, what is established of a part raises the lower bound of the whole; more in a part
   than in the whole is a conflict.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from electcheck.model.findings import Established, Side, Status, Uncounted
from electcheck.model.norms import Indicator, Kind
from electcheck.model.policy import Standard
from electcheck.model.values import Among, Between, Bound, Values, domain
from electcheck.model.why import Why
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
    if not items:
        # So it is with most questions of most cases: nothing that counts is said of them.
        nothing = tuple(sorted(uncounted, key=lambda one: one.statement))
        return Established(question.name, "unknown", domain(question.indicator), uncounted=nothing)
    by_scope: dict[Where, list[Item]] = defaultdict(list)
    for where, item in items:
        by_scope[where].append(item)
    whole = _speak(question, by_scope.pop(question.target, []), standards)
    others = {where: _speak(question, own, standards) for where, own in by_scope.items()}
    parts = [part for where, part in others.items() if _may_raise(question, where)]
    found = _combine(question, whole, _bounds(question, parts, len(standards)))
    short = Why("standard", standard=standards[-1].id)
    left_out = {u.statement: u for u in uncounted}
    left_out |= {item.statement: Uncounted(item.statement, short) for item in whole.items}
    for where, other in others.items():
        why = Why("other_scope", scope=where)
        left_out |= {item.statement: Uncounted(item.statement, why) for item in other.items}
    for spoken in (whole, *others.values()):
        left_out |= {u.statement: u for u in spoken.contradicted}
    counted = set(found.statements)
    kept = tuple(left_out[name] for name in sorted(left_out.keys() - counted))
    return replace(found, uncounted=kept)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What is said of one scope: the items, the sides at each standard, the self-contradictions."""

    items: tuple[Item, ...]
    levels: tuple[list[Side], ...]
    contradicted: tuple[Uncounted, ...]


@dataclass(frozen=True, slots=True)
class _Bound:
    """What the parts of a scope say of the whole at one standard: at least `values`."""

    values: Between
    sides: tuple[Side, ...]


def _speak(question: Question, items: list[Item], standards: Sequence[Standard]) -> _Spoken:
    kept, contradicted = _without_self_contradiction(items)
    kind = question.indicator.kind
    lowest = standards[0].establishes[kind]
    camped = camps([item for item in kept if qualifies(item, lowest)])
    levels = tuple(sides(kept, camped, standard, kind) for standard in standards)
    return _Spoken(tuple(kept), levels, tuple(contradicted))


def _may_raise(question: Question, where: Where) -> bool:
    counted = question.indicator.type == "count"
    return counted and is_part(where, question.target, question.within)


def _bounds(question: Question, parts: list[_Spoken], levels: int) -> list[_Bound | None]:
    """Return, per standard, the greatest lower bound that a part of the scope establishes.

    A part on which sources conflict raises nothing.
    """
    anything = domain(question.indicator)
    agreed = [part for part in parts if len(part.levels[0]) == 1]
    bounds: list[_Bound | None] = []
    for level in range(levels):
        said = [side for part in agreed for side in part.levels[level]]
        least = max((_least(side.values) for side in said), default=-math.inf)
        if not isinstance(anything, Between) or least <= anything.low:
            bounds.append(None)
            continue
        highest = sorted((s for s in said if _least(s.values) == least), key=lambda s: s.statements)
        bounds.append(_Bound(Between(((least, anything.high),)), tuple(highest)))
    return bounds


def _least(values: Values) -> Bound:
    assert isinstance(values, Between)
    return values.low


def _combine(question: Question, whole: _Spoken, bounds: list[_Bound | None]) -> Established:
    """Put what is said of the whole and what is said of its parts together.

    It is a conflict at the lowest standard that decides: several sides, or a part that holds more
    than its whole. A conflict leaves open whatever any standard up to the one asked for says, so
    that a higher standard never leaves less open.
    """
    lowest, asked = whole.levels[0], whole.levels[-1]
    if not asked and bounds[-1] is None:
        return Established(question.name, "unknown", domain(question.indicator))
    conflict = len(lowest) > 1 or (
        len(lowest) == 1 and bounds[0] is not None and not lowest[0].values.meet(bounds[0].values)
    )
    told = lowest if conflict else asked
    bound = bounds[0] if conflict else bounds[-1]
    raises = bound is not None and not all(bound.values.holds(side.values) for side in told)
    shown = [*told, *(bound.sides if bound is not None and (raises or not told) else ())]
    if conflict:
        pairs = zip(whole.levels, bounds, strict=True)
        said = _join(v for level, one in pairs for v in _said(level, one))
        return Established(question.name, "conflict", said, tuple(shown))
    status: Status = "established" if asked else "bounded"
    return Established(question.name, status, _join(_said(asked, bounds[-1])), tuple(shown))


def _said(level: list[Side], bound: _Bound | None) -> Iterator[Values]:
    """Yield what each side leaves open once the parts are heard, and what they alone say."""
    if bound is None:
        yield from (side.values for side in level)
        return
    met = [side.values.meet(bound.values) for side in level]
    yield from (side.values if one is None else one for side, one in zip(level, met, strict=True))
    if not any(met):
        yield bound.values


def _without_self_contradiction(items: list[Item]) -> tuple[list[Item], list[Uncounted]]:
    by_origin: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_origin[item.origin].append(item)
    kept: list[Item] = []
    uncounted: list[Uncounted] = []
    for origin, said in by_origin.items():
        if _meet(item.values for item in said) is None:
            why = Why("contradicts_itself", origin=origin)
            uncounted += [Uncounted(item.statement, why) for item in said]
        else:
            kept += said
    return kept, uncounted


def camps(items: list[Item]) -> list[tuple[Item, ...]]:
    """Return the items of each largest set of compatible origins.

    A set is compatible when all its values share a point. The intersections of two different
    largest sets never meet: at a shared point the two would have been one set.
    """
    by_origin: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_origin[item.origin].append(item)
    said = {origin: _meet(i.values for i in own) for origin, own in by_origin.items()}
    # Origins that say the same are one group: a thousand equal reports cost as much as one.
    groups: dict[Values, list[str]] = defaultdict(list)
    for origin, values in said.items():
        assert values is not None
        groups[values].append(origin)
    return [
        tuple(i for values in one for origin in groups[values] for i in by_origin[origin])
        for one in _largest(list(groups))
    ]


def sides(
    items: list[Item], camped: list[tuple[Item, ...]], standard: Standard, kind: Kind
) -> list[Side]:
    """Return the sides at a standard, in value order: what is left of each camp, if it reaches.

    The camps are those of the lowest standard. Forming them anew from the items good enough for a
    higher one would let two origins agree there whose weaker words exclude each other.
    """
    alternatives = standard.establishes[kind]
    good = {item.statement for item in items if qualifies(item, alternatives)}
    found = []
    for camp in camped:
        own = [item for item in camp if item.statement in good]
        if not reaches(own, alternatives, kind):
            continue
        shared = _meet(item.values for item in own)
        assert shared is not None
        origins = tuple(sorted({item.origin for item in own}))
        found.append(Side(shared, origins, tuple(sorted(item.statement for item in own))))
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
