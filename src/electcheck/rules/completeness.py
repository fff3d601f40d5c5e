"""Do the clauses of a criterion decide every combination of answers, and is each of use?

The answers of a criterion fall into finitely many cells between which no condition changes its
truth: each option of a choice, each number that a condition compares with, and the stretches
between those numbers. One answer from each cell stands for all, so trying them all is a proof.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Iterable, Iterator

from electcheck.model.findings import Finding
from electcheck.model.norms import Indicator
from electcheck.model.values import Among, Between, Values, domain, show
from electcheck.rules.compiled import Compiled, Node, atoms_of, indicators_of
from electcheck.rules.evaluate import evaluate

MAX_CELLS = 200_000

Steps = tuple[str | int, ...]


def gaps(compiled: Compiled) -> Iterator[tuple[Steps, str]]:
    """Yield where the clauses leave a gap, and each clause that no answers can reach."""
    nodes = [clause.node for clause in compiled.clauses]
    names = sorted(set().union(*(indicators_of(node) for node in _nodes(compiled))))
    cells = [list(representatives(compiled, name)) for name in names]
    size = math.prod(len(own) for own in cells)
    if size > MAX_CELLS:
        yield (
            ("outcome",),
            f"the conditions make {size:,} combinations to check, at most {MAX_CELLS:,}: split "
            "the criterion",
        )
        return
    reached: set[int] = set()
    gap: str | None = None
    for combination in itertools.product(*cells):
        answers = dict(zip(names, combination, strict=True))
        if compiled.applies is not None and not evaluate(compiled.applies, answers):
            continue
        fired = next((i for i, node in enumerate(nodes) if evaluate(node, answers)), None)
        if fired is not None:
            reached.add(fired)
        elif gap is None:
            gap = ", ".join(
                f"{name} = {show(compiled.criterion.indicators[name], value)}"
                for name, value in answers.items()
            )
    if gap is not None:
        yield ("outcome",), f"the clauses leave a gap: no outcome for {gap}"
    for i, clause in enumerate(compiled.clauses):
        if i not in reached:
            yield (
                ("outcome", clause.outcome, "when"),
                f"unreachable: the clauses before it take every answer for which "
                f"{clause.clause.when!r} holds",
            )


def representatives(compiled: Compiled, name: str) -> Iterator[Values]:
    """Yield one answer from each cell of an indicator, in ascending order."""
    indicator = compiled.criterion.indicators[name]
    if indicator.type in ("boolean", "choice"):
        options = domain(indicator)
        assert isinstance(options, Among)
        for option in sorted(options.options, key=str):
            yield Among(frozenset((option,)))
        return
    peers = _peers(compiled, name)
    bounds = sorted({b for peer in peers for b in _compared_with(compiled, peer)})
    for value in _between(bounds, indicator, len(peers)):
        yield Between(((value, value),))


def answers_to_try(
    compiled: Compiled, finding: Finding, name: str, within: Values
) -> Iterator[Values]:
    """Yield one answer of `within` from each set that no condition tells apart in this finding."""
    ends = {
        end
        for one in finding.answers.values()
        if isinstance(one.values, Between)
        for part in one.values.parts
        for end in part
        if math.isfinite(end)
    }
    yield from cells(compiled, name, within, ends)


def cells(
    compiled: Compiled, name: str, within: Values, also: Iterable[int | float] = ()
) -> Iterator[Values]:
    """Yield one answer of `within` from each cell that it touches, in ascending order.

    Args:
        compiled: the criterion.
        name: the name of one of its indicators.
        within: what the answer may be.
        also: ends of other answers that a condition compares this one with.
    """
    if isinstance(within, Among):
        yield from (one for one in representatives(compiled, name) if within.holds(one))
        return
    peers = _peers(compiled, name)
    bounds = sorted({b for peer in peers for b in _compared_with(compiled, peer)})
    ends = {end for part in within.parts for end in part if math.isfinite(end)}
    several = len(peers) > 1
    tried = sorted({*bounds, *ends, *(also if several else ())})
    seen: set[tuple[int, int]] = set()
    for value in _between(tried, compiled.criterion.indicators[name], len(peers)):
        point = Between(((value, value),))
        cell = bisect.bisect_left(bounds, value), bisect.bisect_right(bounds, value)
        if within.holds(point) and (several or cell not in seen):
            seen.add(cell)
            yield point


def _nodes(compiled: Compiled) -> list[Node]:
    nodes = [clause.node for clause in compiled.clauses]
    return nodes if compiled.applies is None else [*nodes, compiled.applies]


def _peers(compiled: Compiled, name: str) -> set[str]:
    """Return the indicators compared with `name`, directly or through others, and itself."""
    peers = {name}
    while True:
        more = {
            other
            for node in _nodes(compiled)
            for atom in atoms_of(node)
            if atom.other is not None and peers & {atom.indicator, atom.other}
            for other in (atom.indicator, atom.other)
        }
        if more <= peers:
            return peers
        peers |= more


def _compared_with(compiled: Compiled, name: str) -> Iterator[int | float]:
    allowed = domain(compiled.criterion.indicators[name])
    assert isinstance(allowed, Between)
    yield from (bound for bound in (allowed.low, allowed.high) if math.isfinite(bound))
    for node in _nodes(compiled):
        for atom in atoms_of(node):
            if atom.indicator == name and isinstance(atom.values, Between):
                yield atom.values.low


def _between(
    bounds: list[int | float], indicator: Indicator, several: int
) -> Iterator[int | float]:
    """Yield every bound and `several` values between each two, as far as the domain has them."""
    allowed = domain(indicator)
    assert isinstance(allowed, Between)
    whole = indicator.type in ("count", "date")
    if not bounds:
        bounds = [0]
    values: set[int | float] = set(bounds)
    for low, high in itertools.pairwise(bounds):
        for k in range(1, several + 1):
            if whole:
                values.update(v for v in (low + k, high - k) if low < v < high)
            else:
                values.add(_short(low + (high - low) * k / (several + 1), low, high))
    values.update(bounds[0] - k for k in range(1, several + 1))
    values.update(bounds[-1] + k for k in range(1, several + 1))
    for value in sorted(values):
        if allowed.low <= value <= allowed.high:
            yield value


def _short(value: float, low: float, high: float) -> float:
    """Return `value` with as few decimals as leave it between `low` and `high` and near itself.

    >>> _short(0.019999999999999997, 0.01, 0.03)
    0.02
    """
    for digits in range(16):
        rounded = round(value, digits)
        if low < rounded < high and abs(rounded - value) <= (high - low) / 20:
            return rounded
    return value
