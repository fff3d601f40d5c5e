"""Hand-worked cases of "From statements to an established value", one sentence of DESIGN each."""

from __future__ import annotations

import math
from datetime import date

import pytest

from electcheck.model.evidence import Resolution
from electcheck.model.values import Among, Between
from tests.rules.making import criterion, election, judged, source, statement

SO = "a.one/so"
COUNT = criterion(
    indicators={"n": {"kind": "practice", "type": "count", "ask": "How many?"}},
    thresholds={"none": {"value": 0, "basis": "ours", "note": "any is too many"}},
    outcome={"not_met": {"when": "n > none"}, "met": {"when": "n <= none"}},
)
N = "a.one/n"
LAW = criterion(indicators={"so": {"kind": "law", "type": "boolean", "ask": "So?"}})


@pytest.mark.parametrize("kind", ["date", "number"])
def test_nothing_known_of_a_day_or_a_signed_number_leaves_every_value_open(kind: str) -> None:
    extra = {"unit": "points"} if kind == "number" else {}
    asked = {"n": {"kind": "practice", "type": kind, "ask": "When, or how much?", **extra}}
    bound: dict[str, object] = {"value": "2020-01-01" if kind == "date" else 0, **extra}
    made = criterion(
        indicators=asked,
        thresholds={"t": {**bound, "basis": "ours", "note": "test"}},
        outcome={"not_met": {"when": "n > t"}, "met": {"when": "n <= t"}},
    )
    found = judged(made, [], [source("a")]).answers["n"]
    assert found.status == "unknown"
    assert found.values == Between(((-math.inf, math.inf),))


def test_one_a_graded_origin_that_observed_establishes_practice() -> None:
    seen = statement("a1", SO, True, method="observed", credibility=2)
    assert judged(criterion(), [seen], [source("a", "A")]).outcome == "met"


def test_the_same_reported_and_not_observed_establishes_nothing() -> None:
    told = statement("a1", SO, True, method="reported", credibility=2)
    finding = judged(criterion(), [told], [source("a", "A")])
    assert finding.outcome == "insufficient_evidence"
    assert finding.answers["so"].uncounted[0].why == "not enough for the standard 'low'"


def test_two_origins_of_c3_establish_practice() -> None:
    both = [statement("a1", SO, True), statement("b1", SO, True)]
    finding = judged(criterion(), both, [source("a"), source("b")])
    assert finding.outcome == "met"
    assert finding.answers["so"].origins == ("a", "b")


def test_two_papers_printing_one_wire_are_one_origin() -> None:
    both = [statement("a1", SO, True, origin="wire"), statement("b1", SO, True, origin="wire")]
    assert judged(criterion(), both, [source("a"), source("b")]).outcome == "insufficient_evidence"


def test_unknown_origins_count_as_one() -> None:
    both = [statement(f"{x}1", SO, True, origin="unknown") for x in "ab"]
    assert judged(criterion(), both, [source("a"), source("b")]).outcome == "insufficient_evidence"


def test_a_relay_takes_the_weaker_grade_of_its_chain() -> None:
    both = [statement("a1", SO, True, via=["d"]), statement("b1", SO, True)]
    sources = [source("a", "A"), source("b", "A"), source("d", "D")]
    assert judged(criterion(), both, sources).outcome == "insufficient_evidence"


def test_a_registered_origin_caps_the_paper_that_quotes_it() -> None:
    both = [statement("a1", SO, True, origin="d"), statement("b1", SO, True)]
    sources = [source("a", "A"), source("b", "A"), source("d", "D")]
    assert judged(criterion(), both, sources).outcome == "insufficient_evidence"


@pytest.mark.parametrize(
    ("reliability", "credibility", "why"),
    [("F", 2, "cannot be judged"), ("A", 6, "cannot be judged"), ("E", 1, "supports nothing"),
     ("A", 5, "supports nothing")],
)  # fmt: skip
def test_f_and_6_cannot_be_judged_e_and_5_support_nothing(
    reliability: str, credibility: int, why: str
) -> None:
    seen = statement("a1", SO, True, method="observed", credibility=credibility)
    finding = judged(criterion(), [seen], [source("a", reliability)])
    assert finding.outcome == "insufficient_evidence"
    assert why in finding.answers["so"].uncounted[0].why


@pytest.mark.parametrize("says", ["characterisation", "demand"])
def test_characterisations_and_demands_establish_nothing(says: str) -> None:
    seen = statement("a1", SO, True, says=says, method="observed", credibility=1)
    assert judged(criterion(), [seen], [source("a", "A")]).outcome == "insufficient_evidence"


def test_a_claim_in_the_speakers_own_interest_establishes_nothing_alone() -> None:
    own = {"interest": "for", "interest_reason": "its own conduct"}
    both = [statement("a1", SO, True, **own), statement("b1", SO, True, **own)]
    sources = [source("a", "B"), source("b", "B")]
    assert judged(criterion(), both, sources).outcome == "insufficient_evidence"
    mixed = [both[0], statement("b1", SO, True)]
    assert judged(criterion(), mixed, sources).outcome == "met"


def test_an_admission_counts_a_grade_higher() -> None:
    told = [statement("a1", SO, False), statement("d1", SO, False)]
    sources = [source("a", "C"), source("d", "D")]
    assert judged(criterion(), told, sources).outcome == "insufficient_evidence"
    against = {"interest": "against", "interest_reason": "its own fault"}
    admitted = [told[0], statement("d1", SO, False, **against)]
    assert judged(criterion(), admitted, sources).outcome == "not_met"


def test_the_text_in_force_establishes_law_alone() -> None:
    text = statement("l1", SO, True, happened={"from": "2010-01-01"}, credibility=1)
    assert judged(LAW, [text], [source("l", "A", kind="law")]).outcome == "met"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"happened": {"from": "2020-06-02"}}, "not in force on election day"),
        ({"happened": {"from": "2010-01-01", "to": "2020-05-31"}}, "not in force"),
        ({"happened": {"from": "2010-01-01"}, "edition": "not_confirmed"}, "edition not confirmed"),
        ({}, "edition not confirmed"),
    ],
)
def test_another_edition_of_the_law_establishes_nothing(more: dict, why: str) -> None:
    text = statement("l1", SO, True, credibility=1, **more)
    finding = judged(LAW, [text], [source("l", "A", kind="law")])
    assert finding.outcome == "insufficient_evidence"
    assert why in finding.answers["so"].uncounted[0].why


def test_a_state_record_establishes_that_an_act_was_done() -> None:
    act = criterion(indicators={"so": {"kind": "official_act", "type": "boolean", "ask": "So?"}})
    record = statement("s1", SO, True)
    assert judged(act, [record], [source("s", "C", kind="state")]).outcome == "met"
    assert judged(act, [record], [source("s", "C", kind="media")]).outcome != "met"


def test_two_sides_that_reach_the_standard_are_a_conflict() -> None:
    told = [statement("a1", SO, True), statement("b1", SO, True),
            statement("c1", SO, False), statement("d1", SO, False)]  # fmt: skip
    finding = judged(criterion(), told, [source(x) for x in "abcd"])
    assert finding.outcome == "conflicting"
    assert finding.possible == ("not_met", "met")
    assert [side.statements for side in finding.answers["so"].sides] == [("c1", "d1"), ("a1", "b1")]


def test_a_weak_contradiction_does_not_block() -> None:
    told = [statement("a1", SO, True), statement("b1", SO, True), statement("c1", SO, False)]
    assert judged(criterion(), told, [source(x) for x in "abc"]).outcome == "met"


def test_conflict_at_the_lowest_standard_blocks_the_higher_ones() -> None:
    strong = [statement("a1", SO, True, credibility=1), statement("b1", SO, True, credibility=1)]
    weak = [statement("c1", SO, False), statement("d1", SO, False)]
    sources = [source("a", "A"), source("b", "A"), source("c"), source("d")]
    assert judged(criterion(), strong, sources, "high").outcome == "met"
    assert judged(criterion(), strong + weak, sources, "high").outcome == "conflicting"


def test_ranges_are_compatible_when_all_share_a_point() -> None:
    ranges = [(0, 10), (8, 20), (9, 30)]
    told = [statement(f"{x}1", N, range=r) for x, r in zip("abc", ranges, strict=True)]
    finding = judged(COUNT, told, [source(x) for x in "abc"])
    assert finding.answers["n"].values == Between(((9, 10),))


def test_pairwise_is_not_enough_for_choices() -> None:
    # Three two-option answers, each pair sharing one, no option common to all, cannot be said by
    # single statements; for intervals a common point of each pair is a common point of all.
    ranges = [(0, 10), (8, 20), (15, 30)]
    told = [statement(f"{x}1", N, range=r) for x, r in zip("abc", ranges, strict=True)]
    finding = judged(COUNT, told, [source(x) for x in "abc"])
    assert finding.answers["n"].status == "conflict"
    assert finding.answers["n"].values == Between(((8, 10), (15, 20)))
    assert finding.outcome == "not_met", "both sides say more than none"


def test_an_origin_that_contradicts_itself_establishes_nothing() -> None:
    told = [statement("a1", SO, True), statement("a2", SO, False), statement("b1", SO, True)]
    finding = judged(criterion(), told, [source("a"), source("b")])
    assert finding.outcome == "insufficient_evidence"
    whys = {u.statement: u.why for u in finding.answers["so"].uncounted}
    assert "contradicts itself" in whys["a1"]
    assert "contradicts itself" in whys["a2"]


def test_a_part_raises_the_lower_bound_of_its_whole_and_nothing_else() -> None:
    north = [statement(f"{x}1", N, 500, scope={"place": "north"}) for x in "ab"]
    finding = judged(COUNT, north, [source("a"), source("b")])
    assert finding.answers["n"].status == "bounded"
    assert finding.answers["n"].values.low == 500
    assert finding.outcome == "not_met"
    none = [statement(f"{x}1", N, 0, scope={"place": "north"}) for x in "ab"]
    assert judged(COUNT, none, [source("a"), source("b")]).outcome == "insufficient_evidence"


def test_a_part_of_a_part_is_a_part() -> None:
    town = [statement(f"{x}1", N, 7, scope={"place": "town"}) for x in "ab"]
    finding = judged(COUNT, town, [source("a"), source("b")])
    assert finding.answers["n"].values.low == 7


def test_another_scope_neither_corroborates_nor_conflicts() -> None:
    told = [statement("a1", SO, True), statement("b1", SO, True, scope={"place": "north"})]
    finding = judged(criterion(), told, [source("a"), source("b")])
    assert finding.outcome == "insufficient_evidence"
    later = {"from": "2020-06-01", "to": "2020-06-05"}
    told = [statement("a1", N, 500), statement("b1", N, 500),
            statement("c1", N, 4000, scope={"period": later}),
            statement("d1", N, 4000, scope={"period": later})]  # fmt: skip
    finding = judged(COUNT, told, [source(x) for x in "abcd"])
    assert finding.answers["n"].status == "established"
    assert finding.answers["n"].values == Between(((500, 500),))


def test_more_in_a_part_than_in_the_whole_is_a_conflict() -> None:
    told = [statement("a1", N, 3), statement("b1", N, 3),
            statement("c1", N, 9, scope={"place": "north"}),
            statement("d1", N, 9, scope={"place": "north"})]  # fmt: skip
    finding = judged(COUNT, told, [source(x) for x in "abcd"])
    assert finding.answers["n"].status == "conflict"


def test_more_in_a_part_than_in_the_whole_stays_a_conflict_at_a_higher_standard() -> None:
    told = [statement("a1", N, 3, credibility=1), statement("b1", N, 3, credibility=1),
            statement("c1", N, 9, scope={"place": "north"}),
            statement("d1", N, 9, scope={"place": "north"})]  # fmt: skip
    sources = [source("a", "A"), source("b", "A"), source("c"), source("d")]
    assert judged(COUNT, told[:2], sources, "high").answers["n"].status == "established"
    for standard in ("low", "high"):
        answer = judged(COUNT, told, sources, standard).answers["n"]
        assert answer.status == "conflict"
        assert answer.values == Between(((3, 3), (9, math.inf))), "3, or at least the part's 9"


def test_the_order_of_several_parts_changes_nothing() -> None:
    told = [statement("a1", N, 3), statement("b1", N, 3),
            statement("c1", N, 9, scope={"place": "north"}),
            statement("d1", N, 9, scope={"place": "north"}),
            statement("e1", N, 12, scope={"place": "town"}),
            statement("f1", N, 12, scope={"place": "town"})]  # fmt: skip
    sources = [source(x) for x in "abcdef"]
    assert judged(COUNT, told, sources) == judged(COUNT, told[::-1], sources)
    assert judged(COUNT, told, sources).answers["n"].values == Between(((3, 3), (12, math.inf)))


def test_what_was_not_certainly_published_by_then_is_not_seen() -> None:
    told = [statement("a1", SO, True), statement("b1", SO, True)]
    late = source("b", published={"earliest": "2020-06-05", "latest": "2020-06-20"})
    assert judged(criterion(), told, [source("a"), late]).outcome == "met"
    early = judged(criterion(), told, [source("a"), late], as_of=date(2020, 6, 10))
    assert early.outcome == "insufficient_evidence"
    assert "not certainly published by 2020-06-10" in early.answers["so"].uncounted[1].why


def test_a_phase_that_has_not_come_is_pending() -> None:
    finding = judged(criterion(), [], [], as_of=date(2020, 5, 31))
    assert finding.outcome == "pending"
    assert not finding.applicable


def test_a_recorded_resolution_settles_a_conflict_up_to_its_standard() -> None:
    told = [statement("a1", SO, True, credibility=2), statement("b1", SO, True, credibility=2),
            statement("c1", SO, False), statement("d1", SO, False)]  # fmt: skip
    sources = [source("a", "B"), source("b", "B"), source("c"), source("d")]
    settled = Resolution.model_validate(
        {"id": "r", "indicator": SO, "how": "outweighed", "sets_aside": ["c1", "d1"],
         "standard": "low", "by": "analyst", "date": "2020-06-30", "why": "seen afterwards"}
    )  # fmt: skip
    assert judged(criterion(), told, sources).outcome == "conflicting"
    low = judged(criterion(), told, sources, resolutions=[settled])
    assert low.outcome == "met"
    assert "set aside by resolution r" in low.answers["so"].uncounted[0].why
    assert judged(criterion(), told, sources, "high", resolutions=[settled]).outcome == (
        "conflicting"
    ), "a resolution does not outlive a higher standard"


def test_applies_false_is_not_applicable_and_unknown_keeps_it_in() -> None:
    when = criterion(
        applies="held",
        indicators={
            "held": {"kind": "practice", "type": "boolean", "ask": "Held?"},
            "so": {"kind": "practice", "type": "boolean", "ask": "So?"},
        },
    )
    sources = [source("a"), source("b")]
    held = [statement("a1", "a.one/held", False), statement("b1", "a.one/held", False)]
    assert judged(when, held, sources).outcome == "not_applicable"
    so = [statement("a1", SO, True), statement("b1", SO, True)]
    finding = judged(when, so, sources)
    assert finding.outcome == "insufficient_evidence"
    assert finding.possible == ("met", "not_applicable")
    assert finding.applicable


def test_one_possible_outcome_left_is_decided_with_answers_unknown() -> None:
    either = criterion(
        indicators={
            "so": {"kind": "practice", "type": "boolean", "ask": "So?"},
            "too": {"kind": "practice", "type": "boolean", "ask": "Too?"},
        },
        outcome={"not_met": {"when": "not so or not too"}, "met": {"when": "so and too"}},
    )
    told = [statement("a1", SO, False), statement("b1", SO, False)]
    finding = judged(either, told, [source("a"), source("b")])
    assert finding.outcome == "not_met"
    assert finding.answers["too"].values == Among(frozenset((True, False)))


def test_a_finding_cites_only_what_applied_on_election_day() -> None:
    bound = {"instrument": "covenant", "status": "in_force", "since": "2020-06-02"}
    assert judged(criterion(), [], []).commitments == ("covenant/25",)
    assert judged(criterion(), [], [], obligations=[bound]).commitments == ()
    bound = {"instrument": "covenant", "status": "not_bound", "since": "2019-06-02"}
    assert judged(criterion(), [], [], obligations=[bound]).commitments == ()


def test_a_phase_named_in_a_scope_is_its_days() -> None:
    told = [statement("a1", SO, True, scope={"period": "election-day"}),
            statement("b1", SO, True, scope={"period": "2020-06-01"})]  # fmt: skip
    assert judged(criterion(), told, [source("a"), source("b")], election=election()).outcome == (
        "met"
    )


def test_a_range_may_be_open_at_one_end() -> None:
    told = [statement("a1", N, range=(2, None)), statement("b1", N, range=(None, 9))]
    finding = judged(COUNT, told, [source("a"), source("b")])
    assert finding.answers["n"].values == Between(((2, 9),))
    assert [one.said for one in told] == ["at least 2", "at most 9"]
