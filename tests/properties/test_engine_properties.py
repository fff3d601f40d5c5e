"""What must hold of every catalogue and every evidence (DESIGN, "Properties that tests hold")."""

from __future__ import annotations

import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from electcheck.model.catalogue import Case
from electcheck.model.evidence import Statement
from electcheck.model.findings import Finding
from electcheck.model.norms import Criterion
from electcheck.model.values import Among, Between, Values
from electcheck.rules.judge import possible_outcomes
from electcheck.scoring.assess import assess
from tests.properties.generated import INDICATORS, MOST, SOURCES, criteria, evidence
from tests.rules.making import compiled, criterion, judged, opened, statement

SLOW = settings(max_examples=150, deadline=None)


def find(made: Criterion, told: list[Statement], standard: str = "low") -> Finding:
    return judged(made, told, SOURCES, standard)


def answers(finding: Finding) -> dict[str, tuple[str, Values]]:
    return {name: (answer.status, answer.values) for name, answer in finding.answers.items()}


@SLOW
@given(criteria(), evidence(), st.randoms(use_true_random=False))
def test_order_changes_nothing(
    made: Criterion, told: list[Statement], chance: random.Random
) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert find(made, shuffled) == find(made, told)


@SLOW
@given(criteria(), evidence(), st.data())
def test_a_duplicate_of_one_origin_changes_nothing(
    made: Criterion, told: list[Statement], data: st.DataObject
) -> None:
    if not told:
        return
    one = data.draw(st.sampled_from(told))
    twin = one.model_copy(update={"id": one.id + "x", "origin": one.origin or one.source})
    before, after = find(made, told), find(made, [*told, twin])
    assert answers(after) == answers(before)
    assert (after.outcome, after.possible) == (before.outcome, before.possible)


@SLOW
@given(criteria(), evidence())
def test_raising_the_standard_never_settles_what_was_open(
    made: Criterion, told: list[Statement]
) -> None:
    low, high = find(made, told, "low"), find(made, told, "high")
    assert set(low.possible) <= set(high.possible)
    for name, answer in low.answers.items():
        assert high.answers[name].values.holds(answer.values)


@SLOW
@given(criteria(), evidence(), st.data())
def test_removing_evidence_never_narrows_but_for_a_side_of_a_conflict(
    made: Criterion, told: list[Statement], data: st.DataObject
) -> None:
    if not told:
        return
    gone = data.draw(st.sampled_from(told))
    before = find(made, told)
    after = find(made, [one for one in told if one is not gone])
    name = gone.indicator.removeprefix("a.one/")
    whys = [u.why for u in before.answers[name].uncounted]
    contradicted = any("contradicts itself" in why for why in whys)
    if before.answers[name].status == "conflict" or contradicted:
        return
    assert after.answers[name].values.holds(before.answers[name].values)
    assert set(before.possible) <= set(after.possible)


@SLOW
@given(criteria(), evidence(), st.data())
def test_corroboration_never_weakens(
    made: Criterion, told: list[Statement], data: st.DataObject
) -> None:
    before = find(made, told)
    name = data.draw(st.sampled_from(sorted(INDICATORS)))
    answer = before.answers[name]
    if answer.status != "established":
        return
    if isinstance(answer.values, Among):
        (value,) = answer.values.options
        more = {"value": value}
    else:
        more = {"range": (int(answer.values.low), int(answer.values.high))}
    again = statement("b99", f"a.one/{name}", origin="another", credibility=2, **more)
    after = find(made, [*told, again])
    assert answer.values.holds(after.answers[name].values)
    assert set(after.possible) <= set(before.possible)


@SLOW
@given(criteria(), evidence())
def test_no_completion_of_the_unknown_answers_is_outside_the_possible_set(
    made: Criterion, told: list[Statement]
) -> None:
    ready = compiled(made)
    finding = find(made, told)
    choices = {name: list(single(answer.values)) for name, answer in finding.answers.items()}
    for combination in itertools.product(*choices.values()):
        completed = dict(zip(choices, combination, strict=True))
        outcome, _ = possible_outcomes(ready, completed)
        assert len(outcome) == 1, "full knowledge decides"
        assert outcome[0] in finding.possible


def single(values: Values) -> list[Values]:
    """Return every single value of a set, numbers as far as the conditions can tell them apart."""
    if isinstance(values, Among):
        return [Among(frozenset((option,))) for option in values.options]
    return [
        Between(((n, n),)) for n in range(MOST + 2) if values.meet(Between(((n, n),))) is not None
    ]


@SLOW
@given(st.lists(st.tuples(st.sampled_from(["major", "medium", "minor"]), evidence()), max_size=5))
def test_a_score_lies_in_its_interval(drawn: list[tuple[str, list[Statement]]]) -> None:
    made, told = [], []
    for i, (weight, own) in enumerate(drawn):
        made.append(criterion(f"c.{i}", weight=weight))
        for one in own:
            if one.indicator == "a.one/t":
                update = {"indicator": f"c.{i}/so", "id": f"{one.id}-{i}"}
                told.append(one.model_copy(update=update))
    ready = opened(made, told, SOURCES)
    assert isinstance(ready.case, Case)
    assessment = assess(ready)
    for interval in (assessment.overall, *(area.interval for area in assessment.areas)):
        if interval.low is None:
            assert interval.applicable == 0
            continue
        assert interval.high is not None
        assert 0 <= interval.low <= interval.high <= 1
        if interval.score is not None:
            assert interval.low <= interval.score <= interval.high
