"""What must hold when evidence is added, removed or judged more strictly (issue: judgement).

Evidence is drawn densely here, few values and good grades on one count, so that conflicts, rivals
and parts of the whole come up all the time.
"""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from electcheck.model.evidence import Statement
from electcheck.model.findings import Established, Finding
from electcheck.model.norms import Criterion
from electcheck.model.values import Between, Values
from electcheck.rules.findings import Bench, lay_out
from electcheck.rules.whatif import what_if
from electcheck.scoring.assess import assess
from electcheck.scoring.difference import difference, would_be
from tests.properties.generated import SOURCES, criteria, evidence
from tests.properties.test_engine_properties import single
from tests.rules.making import TODAY, criterion, judged, opened, statement

MANY = settings(max_examples=200, deadline=None)
N = "a.one/n"
COUNT = criterion(
    indicators={"n": {"kind": "practice", "type": "count", "ask": "How many?"}},
    thresholds={"three": {"value": 3, "basis": "ours", "note": "test"}},
    outcome={"not_met": {"when": "n > three"}, "met": {"when": "n <= three"}},
)
SCOPES: list[dict[str, str]] = [{}, {}, {}, {}, {"place": "north"}, {"place": "town"}]


@st.composite
def counts(draw: st.DrawFn, name: str) -> Statement:
    low = draw(st.integers(0, 6))
    return statement(
        name,
        N,
        range=[low, low + draw(st.integers(0, 3))],
        method=draw(st.sampled_from(["observed", "reported"])),
        credibility=draw(st.sampled_from([1, 2, 3])),
        origin=draw(st.sampled_from([None, None, None, "wire"])),
        scope=draw(st.sampled_from(SCOPES)),
    )


@st.composite
def dense(draw: st.DrawFn, least: int = 2) -> list[Statement]:
    names = [f"{letter}{i}" for letter in "abcef" for i in (1, 2)]
    drawn = draw(st.lists(st.sampled_from(names), unique=True, min_size=least, max_size=7))
    return [draw(counts(name)) for name in drawn]


def answer(told: list[Statement], standard: str = "low") -> Established:
    return judged(COUNT, told, SOURCES, standard).answers["n"]


def said(one: Statement) -> Between:
    assert one.range is not None
    low, high = one.range
    assert isinstance(low, int)
    assert isinstance(high, int)
    return Between(((low, high),))


def contradicts_itself(found: Established) -> bool:
    return any("contradicts itself" in one.why for one in found.uncounted)


def a_part_is_in_conflict(told: list[Statement]) -> bool:
    places = {one.scope.place for one in told if one.scope.place}
    parts = [[one for one in told if one.scope.place == place] for place in places]
    alone = [[one.model_copy(update={"scope": {}}) for one in own] for own in parts]
    return any(answer([Statement.model_validate(dict(o)) for o in own]).status == "conflict"
               for own in alone)  # fmt: skip


def contradicts_another(gone: Statement, told: list[Statement]) -> bool:
    """A side too weak for a conflict can still come to the fore when what it contradicts goes."""
    same = [one for one in told if one.scope == gone.scope]
    return any(said(one).meet(said(gone)) is None for one in same)


@MANY
@given(dense(), st.permutations(range(7)))
def test_order_changes_nothing_with_parts_and_conflicts(
    told: list[Statement], order: list[int]
) -> None:
    shuffled = [told[i] for i in order if i < len(told)]
    for standard in ("low", "high"):
        assert answer(shuffled, standard) == answer(told, standard)


@MANY
@given(dense())
def test_a_higher_standard_leaves_open_all_that_a_lower_one_does(told: list[Statement]) -> None:
    assert answer(told, "high").values.holds(answer(told, "low").values)


@MANY
@given(dense(), st.data())
def test_removal_never_narrows_but_for_a_side_of_a_conflict(
    told: list[Statement], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(told))
    for standard in ("low", "high"):
        before = answer(told, standard)
        # A conflict anywhere is shown as one: in the answer, in an origin, or in a part.
        if answer(told).status == "conflict" or contradicts_itself(before):
            return
        if a_part_is_in_conflict(told) or contradicts_another(gone, told):
            return
        after = answer([one for one in told if one is not gone], standard)
        assert after.values.holds(before.values)


def another(low: int, high: int, data: st.DataObject) -> Statement:
    """Return a statement of an origin that has said nothing yet."""
    credibility = data.draw(st.sampled_from([1, 2, 3]))
    return statement("f9", N, range=[max(low, 0), high], credibility=credibility, origin="another")


def ends(found: Established) -> tuple[int, int]:
    assert isinstance(found.values, Between)
    return int(found.values.low), int(found.values.high)


@MANY
@given(dense(least=3), st.data())
def test_corroboration_that_supports_no_rival_never_weakens(
    told: list[Statement], data: st.DataObject
) -> None:
    before = {standard: answer(told, standard) for standard in ("low", "high")}
    if before["low"].status != "established" or ends(before["low"])[1] > 20:
        return
    # Corroborating: it intersects the established value, and no counted value that misses it.
    shared = data.draw(st.integers(*ends(before["low"])))
    wider = st.integers(0, 3)
    new = another(shared - data.draw(wider), shared + data.draw(wider), data)
    whole = [said(one) for one in told if not one.scope.place]
    rivals = [one for one in whole if one.meet(before["low"].values) is None]
    if any(said(new).meet(rival) for rival in rivals):
        return
    for standard in ("low", "high"):
        if before[standard].status == "established":
            assert before[standard].values.holds(answer([*told, new], standard).values)


@MANY
@given(dense(least=3), st.data())
def test_contradiction_never_strengthens(told: list[Statement], data: st.DataObject) -> None:
    for standard in ("low", "high"):
        before = answer(told, standard)
        if before.status != "established" or ends(before)[1] > 20:
            return
        low, high = ends(before)
        above = another(high + 1, high + 1 + data.draw(st.integers(0, 4)), data)
        below = another(0, low - 1, data)
        for new in (above, *([below] if low > 0 else [])):
            assert answer([*told, new], standard).values.holds(before.values)


@MANY
@given(dense(least=4))
def test_what_a_lost_side_of_a_conflict_settles_is_said(told: list[Statement]) -> None:
    case = opened([COUNT], told, SOURCES)
    now = assess(case)
    old = now.findings[0]
    if old.answers["n"].status != "conflict" or len(old.possible) == 1:
        return
    for gone in told:
        after = would_be(case, now, {}, {gone.id})
        new = after.findings[0]
        if new.answers["n"].status != "conflict" and len(new.possible) == 1:
            assert difference(now, after).findings[0].settled_by_loss == (N,)


def test_a_weak_side_that_comes_to_the_fore_is_said() -> None:
    told = [
        statement("a1", N, range=[0, 0], method="observed", credibility=1),
        statement("a2", N, range=[0, 9], method="observed", credibility=1),
        statement("b1", N, range=[9, 9], method="reported", credibility=3),
    ]
    case = opened([COUNT], told, SOURCES)
    now = assess(case)
    after = would_be(case, now, {}, {"a1"})
    assert (now.findings[0].outcome, after.findings[0].outcome) == ("met", "not_met")
    assert difference(now, after).findings[0].settled_by_loss == (N,)


def bench(made: Criterion, told: list[Statement]) -> Bench:
    return lay_out(opened([made], told, SOURCES), "low", TODAY)


def minimal(sets: list[frozenset[str]]) -> set[frozenset[str]]:
    return {one for one in sets if not any(other < one for other in sets)}


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.tuples(criteria(), evidence()), st.tuples(st.just(COUNT), dense())))
def test_whatif_finds_every_minimal_removal_and_no_other(
    drawn: tuple[Criterion, list[Statement]],
) -> None:
    made, told = drawn
    told = told[:6]
    on = bench(made, told)
    outcome = on.judge("a.one").outcome
    changing = [
        frozenset(gone)
        for size in range(1, len(told) + 1)
        for gone in itertools.combinations([one.id for one in told], size)
        if on.judge("a.one", without=gone).outcome != outcome
    ]
    found = what_if(on, "a.one")
    assert found.complete
    assert {frozenset(one.statements) for one in found.removals} == minimal(changing)


@settings(max_examples=60, deadline=None)
@given(criteria(), evidence())
def test_whatif_finds_every_minimal_arrival_and_no_other(
    made: Criterion, told: list[Statement]
) -> None:
    on = bench(made, told)
    now = on.judge("a.one")
    found = what_if(on, "a.one")
    tried = list(arrivals(now, replacing=found.replacing))
    changing = [one for one in tried if on.judge("a.one", given=dict(one)).outcome != now.outcome]
    for arrival in found.arrivals:
        given_now = {one.indicator: one.values for one in arrival.answers}
        assert on.judge("a.one", given=given_now).outcome != now.outcome
        for left_out in given_now:
            fewer = {name: v for name, v in given_now.items() if name != left_out}
            assert not fewer or on.judge("a.one", given=fewer).outcome == now.outcome
    listed = {frozenset(one.indicator for one in arrival.answers) for arrival in found.arrivals}
    for one in changing:
        names = frozenset(name for name, _ in one)
        assert any(own <= names for own in listed), "no set of answers is missed"


def arrivals(now: Finding, replacing: bool) -> list[tuple[tuple[str, Values], ...]]:
    """Every set of up to two answers, by brute force over single values."""
    domain = Between(((0, 20),))
    options = {}
    for one in now.answers.values():
        values = one.values
        if isinstance(values, Between):
            values = domain if replacing else values
        elif replacing:
            every = {"t": (True, False), "s": (True, False), "k": ("p", "q", "r")}
            name = one.indicator.removeprefix("a.one/")
            values = type(values)(frozenset(every[name]))
        options[one.indicator] = single(values)
    return [
        tuple(zip(names, picked, strict=True))
        for size in (1, 2)
        for names in itertools.combinations(options, size)
        for picked in itertools.product(*(options[name] for name in names))
    ]
