"""What would change an outcome: the minimal sets of statements to go, of answers to come.

The search is exact up to a stated size. Statements act on an outcome only through what is
established of an indicator, so the sets are searched per indicator and then joined; and twins (of
one origin, alike in all that the engine weighs) act as one, so a minimal set holds all of them or
none. Every set found is put to the engine again before it is handed on.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from electcheck.model.findings import Established, Finding
from electcheck.model.norms import Indicator
from electcheck.model.outcomes import Outcome
from electcheck.model.record import Scalar
from electcheck.model.values import Among, Values, domain
from electcheck.rules.compiled import Compiled
from electcheck.rules.completeness import answers_to_try
from electcheck.rules.establish import Question
from electcheck.rules.findings import Bench
from electcheck.rules.judge import outcome_of, possible_outcomes
from electcheck.rules.scope import Where
from electcheck.rules.weighing import Item

BUDGET = 4_096
"""How many sets are tried for each criterion; the size that can be searched whole follows."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An answer that would be established: the id of its indicator, and its value."""

    indicator: str
    value: Scalar
    values: Values


@dataclass(frozen=True, slots=True)
class Removal:
    """Statements by their ids whose removal changes the outcome, and to what."""

    statements: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Answers whose arrival changes the outcome, and to what."""

    answers: tuple[Arrival, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would change the outcome of one criterion.

    Attributes:
        finding: as it is now.
        removals: every minimal set of statements, up to `bound` of them.
        arrivals: every minimal set of answers, up to `bound` of them; one value stands for all that
            no condition tells apart from it.
        bound: sets up to this size were all tried, larger ones were not.
        complete: no larger set exists.
        replacing: the outcome is decided, so no completion of what is unknown can change it; the
            arrivals are answers that would have to stand in place of what is established.
    """

    finding: Finding
    removals: tuple[Removal, ...]
    arrivals: tuple[Arrivals, ...]
    bound: int
    complete: bool
    replacing: bool


def what_if(bench: Bench, criterion: str, bound: int | None = None) -> WhatIf:
    """Return the minimal changes of the evidence that would change the outcome of a criterion.

    Args:
        bench: the case laid out at a standard of proof.
        criterion: its id.
        bound: the largest sets to try; by default the largest size of which all sets can be tried
            within the budget, at least 1.
    """
    compiled = bench.opened.norms.compiled[criterion]
    finding = bench.judge(criterion)
    if finding.outcome == "pending":
        return WhatIf(finding, (), (), 0, True, False)
    pools = {name: _pool(bench, compiled, name) for name in compiled.criterion.indicators}
    decided = len(finding.possible) == 1
    choices = {name: list(_choices(compiled, finding, name, decided)) for name in pools}
    largest = max(sum(len(pool.items) for pool in pools.values()), len(pools))
    size = min(bound or _affordable(pools, choices), largest)
    removals = tuple(_removals(bench, compiled, finding, pools, size))
    arrivals = tuple(_arrivals(compiled, finding, choices, size))
    for removal in removals:
        again = bench.judge(criterion, without=removal.statements)
        assert again.outcome == removal.outcome != finding.outcome
    for arrival in arrivals:
        given = {answer.indicator: answer.values for answer in arrival.answers}
        assert bench.judge(criterion, given=given).outcome == arrival.outcome != finding.outcome
    return WhatIf(finding, removals, arrivals, size, size == largest, decided)


@dataclass(frozen=True)
class _Pool:
    """The statements that can count on one indicator, as groups of twins.

    Attributes:
        question: the indicator as the engine asks it.
        items: what can count, with its scope.
        twins: the groups, each the ids of statements that act as one.
        alike: for each group, what a renaming of origins leaves of it: origins that say the same
            in the same way are interchangeable.
    """

    question: Question
    items: Sequence[tuple[Where, Item]]
    twins: tuple[tuple[str, ...], ...]
    alike: Mapping[tuple[str, ...], tuple[str, Hashable, Hashable]]


def _pool(bench: Bench, compiled: Compiled, name: str) -> _Pool:
    question, items, _ = bench.question(compiled, name)
    groups: dict[tuple[Where, Item], list[str]] = defaultdict(list)
    for where, item in items:
        groups[where, replace(item, statement="")].append(item.statement)
    said: dict[str, set[Hashable]] = defaultdict(set)
    for where, item in groups:
        said[item.origin].add((where, replace(item, origin="")))
    alike = {
        tuple(sorted(own)): (
            item.origin,
            frozenset(said[item.origin]),
            (where, replace(item, origin="")),
        )
        for (where, item), own in groups.items()
    }
    return _Pool(question, items, tuple(sorted(alike)), alike)


def _affordable(pools: Mapping[str, _Pool], choices: Mapping[str, Sequence[Arrival]]) -> int:
    """Return the largest size up to which all sets of either kind are within the budget."""
    groups = sum(len(pool.twins) for pool in pools.values())
    options = [len(own) for own in choices.values()]
    tried = asked = 0
    for size in range(1, max(groups, len(options)) + 1):
        tried += math.comb(groups, size)
        asked += sum(math.prod(some) for some in itertools.combinations(options, size))
        if max(tried, asked) > BUDGET:
            return max(size - 1, 1)
    return max(sum(len(pool.items) for pool in pools.values()), len(pools))


def _removals(
    bench: Bench, compiled: Compiled, finding: Finding, pools: Mapping[str, _Pool], size: int
) -> Iterator[Removal]:
    """Join, over the indicators, the minimal sets that change what is established of each."""
    joined: list[tuple[frozenset[str], dict[str, Established]]] = [(frozenset(), {})]
    for name, pool in pools.items():
        effects = list(_effects(bench, pool, size))
        joined = [
            (gone | more, {**answers, name: state})
            for gone, answers in joined
            for more, state in effects
            if len(gone) + len(more) <= size
        ]
    outcomes = ((gone, _outcome(compiled, answers)) for gone, answers in joined)
    for gone, outcome in _minimal(pair for pair in outcomes if pair[1] != finding.outcome):
        yield Removal(tuple(sorted(gone)), outcome)


def _effects(bench: Bench, pool: _Pool, size: int) -> Iterator[tuple[frozenset[str], Established]]:
    """Yield, per state that the indicator can be brought to, the minimal sets that bring it there.

    First comes the state as it is, with the empty set.
    """
    reached: dict[Hashable, Established] = {}
    minimal: dict[Hashable, list[frozenset[str]]] = defaultdict(list)
    for count in range(min(len(pool.twins), size) + 1):
        for groups in itertools.combinations(pool.twins, count):
            gone = frozenset(itertools.chain.from_iterable(groups))
            if len(gone) > size:
                continue
            same = _up_to_renaming(pool, groups)
            if same not in reached:
                reached[same] = bench.answer(pool.question, pool.items, (), gone)
            state = reached[same]
            key = (state.status, state.values, tuple(side.values for side in state.sides))
            if not any(smaller <= gone for smaller in minimal[key]):
                minimal[key].append(gone)
                yield gone, state


def _up_to_renaming(pool: _Pool, groups: Iterable[tuple[str, ...]]) -> Hashable:
    """Return what all removals have in common that differ in the names of origins alone."""
    lost: dict[tuple[str, Hashable], set[Hashable]] = defaultdict(set)
    for group in groups:
        origin, said, sign = pool.alike[group]
        lost[origin, said].add(sign)
    return frozenset(Counter((said, frozenset(own)) for (_, said), own in lost.items()).items())


def _choices(compiled: Compiled, finding: Finding, name: str, replacing: bool) -> Iterator[Arrival]:
    """Yield the answers that could arrive on an indicator, one for each cell of its values.

    Where the finding is open an answer lies within what is open and tells something new; where it
    is decided, an answer stands in place of what is established.
    """
    answer = finding.answers[name]
    indicator = compiled.criterion.indicators[name]
    if answer.values.known and not replacing:
        return
    within = domain(indicator) if replacing else answer.values
    for values in answers_to_try(compiled, finding, name, within):
        if values != answer.values:
            yield Arrival(answer.indicator, _raw(indicator, values), values)


def _raw(indicator: Indicator, values: Values) -> Scalar:
    """Return the one value of a set as it is written in a file."""
    if isinstance(values, Among):
        (option,) = values.options
        return option
    if indicator.type == "date":
        return date.fromordinal(int(values.low)).isoformat()
    return values.low


def _arrivals(
    compiled: Compiled,
    finding: Finding,
    choices: Mapping[str, Sequence[Arrival]],
    size: int,
) -> Iterator[Arrivals]:
    found: list[tuple[frozenset[Arrival], Outcome]] = []
    for count in range(1, min(size, len(choices)) + 1):
        for names in itertools.combinations(choices, count):
            for picked in itertools.product(*(choices[name] for name in names)):
                arrived = frozenset(picked)
                if any(smaller <= arrived for smaller, _ in found):
                    continue
                answers = dict(finding.answers)
                for name, one in zip(names, picked, strict=True):
                    answers[name] = Established(one.indicator, "established", one.values)
                outcome = _outcome(compiled, answers)
                if outcome != finding.outcome:
                    found.append((arrived, outcome))
    for arrived, outcome in found:
        yield Arrivals(tuple(sorted(arrived, key=lambda a: (a.indicator, str(a.value)))), outcome)


def _outcome(compiled: Compiled, answers: Mapping[str, Established]) -> Outcome:
    possible, _ = possible_outcomes(compiled, {n: a.values for n, a in answers.items()})
    return outcome_of(compiled, answers, possible)


def _minimal(
    found: Iterable[tuple[frozenset[str], Outcome]],
) -> Iterator[tuple[frozenset[str], Outcome]]:
    kept: list[frozenset[str]] = []
    for gone, outcome in sorted(found, key=lambda pair: (len(pair[0]), sorted(pair[0]))):
        if not any(smaller <= gone for smaller in kept):
            kept.append(gone)
            yield gone, outcome
