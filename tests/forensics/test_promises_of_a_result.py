"""Every result has the promised keys, no NaN, and no p-value where there may be none."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from planted import invented

from electcheck.errors import InputRefused
from electcheck.forensics.battery import TESTS, Options, chosen_tests, run
from electcheck.forensics.protocols import Denominators
from electcheck.forensics.result import FalseAlarm
from electcheck.forensics.showing import battery_lines
from electcheck.results.table import Stations

KEYS = [
    "test", "variant", "status", "reason", "reason_message", "hypothesis", "n", "level", "excluded",
    "assumptions", "innocent_explanations", "parameters", "statistic", "effect", "pvalue",
    "pvalue_adjusted", "hypotheses", "false_alarm_rate", "minimum_detectable",
    "more_extreme_references",
]  # fmt: skip
DESCRIPTIVE = ("turnout-share", "turnout-tail", "turnout-shape")


def test_the_json_has_exactly_the_promised_keys() -> None:
    answer = run(invented(), seed=3).to_json()
    assert list(answer) == ["file", "stations", "seed", "tests"]
    assert answer["file"] == "invented.csv"
    assert answer["stations"] == 2000
    assert answer["seed"] == 3
    assert {entry["test"] for entry in answer["tests"]} == set(TESTS)
    for entry in answer["tests"]:
        assert list(entry) == KEYS
        assert entry["status"] in ("computed", "not_applicable", "underpowered", "refused")
        assert (entry["reason"] is None) == (entry["status"] == "computed")
        if entry["status"] != "computed":
            assert entry["pvalue"] is None
            assert entry["pvalue_adjusted"] is None
        if entry["effect"] is not None:
            assert list(entry["effect"]) == ["name", "estimate", "low", "high", "unit"]
        if entry["false_alarm_rate"] is not None:
            assert list(entry["false_alarm_rate"]) == ["level", "rate", "low", "high", "from"]
    json.dumps(answer, allow_nan=False)


def test_descriptive_tests_never_have_a_pvalue() -> None:
    for result in run(invented(), DESCRIPTIVE).results:
        assert result.pvalue is None
        assert result.statistic is not None or result.status == "not_applicable"


def test_computed_tests_of_a_hypothesis_say_their_false_alarms_and_references() -> None:
    results = run(invented(), ["integer-percentage", "last-digit"]).results
    assert [one.variant for one in results] == ["turnout", "share", "either", "leader", "ballots"]
    for result in results:
        assert result.status == "computed"
        assert result.false_alarm_rate is not None
        assert "shipped table" in result.false_alarm_rate.source
        assert set(result.more_extreme_references or {}) == {
            "clean", "contested", "documented", "control",
        }  # fmt: skip


def seventeen_regions() -> Stations:
    rng = np.random.default_rng(17)
    registered = rng.integers(300_000, 1_200_000, 17).astype(float)
    issued = np.floor(registered * rng.uniform(0.6, 0.9, 17))
    leader = np.floor(issued * 0.7)
    names = np.array([f"region {i}" for i in range(17)], dtype=object)
    return Stations(
        "regions.csv",
        names,
        region=names,
        registered=registered,
        issued=issued,
        in_boxes=issued,
        votes={"A": leader, "B": issued - leader},
    )


@pytest.mark.parametrize("level", ["station", "region"])
def test_seventeen_regions_never_get_a_pvalue(level: str) -> None:
    results = run(seventeen_regions(), options=Options(level=level)).results
    assert {result.test for result in results} == set(TESTS)
    for result in results:
        assert result.status in ("not_applicable", "underpowered")
        assert result.reason
        assert result.pvalue is None
        assert result.pvalue_adjusted is None


def test_two_hundred_stations_are_underpowered_for_whole_percentages() -> None:
    results = run(invented(200), ["integer-percentage"]).results
    assert [one.status for one in results] == ["underpowered"] * 3
    for one in results:
        assert one.pvalue is None
        assert one.minimum_detectable is not None
        assert one.minimum_detectable > 0.05 * one.n


def test_a_missing_column_is_named() -> None:
    table = replace(invented(), registered=None)
    by_variant = {one.variant: one for one in run(table, ["integer-percentage"]).results}
    assert by_variant["turnout"].status == "not_applicable"
    assert "'registered'" in str(by_variant["turnout"].reason)
    assert by_variant["share"].status == "computed"
    no_votes = replace(invented(), votes={})
    by_variant = {one.variant: one for one in run(no_votes, ["integer-percentage"]).results}
    assert by_variant["turnout"].status == "computed"
    assert "'votes'" in str(by_variant["share"].reason)


def test_an_empty_table_is_no_failure() -> None:
    nothing = invented().keep(np.zeros(2000, dtype=bool))
    for result in run(nothing).results:
        assert result.status == "not_applicable"


def test_exclusions_add_up_and_turnout_above_100_percent_is_reported_not_clipped() -> None:
    table = invented()
    issued, registered = table.issued, table.registered
    assert issued is not None
    assert registered is not None
    issued[:7] = registered[:7] + 5
    issued[7] = np.nan
    issued[8] = -3
    issued[9] = 10.5
    results = {(r.test, r.variant): r for r in run(table).results}
    either = results["integer-percentage", "either"]
    assert either.n + sum(either.excluded.values()) == 2000
    assert either.excluded["turnout above 99 %"] >= 7
    assert either.excluded["missing value"] == 1
    assert either.excluded["no count (negative or fractional)"] == 2
    assert results["turnout-tail", None].parameters["turnout_above_100_percent"] == 7


def test_wholly_identical_repeats_are_dropped_and_counted() -> None:
    table = invented()
    twice = table.keep(np.ones(2000, dtype=bool))
    order = np.concatenate([np.arange(2000), np.arange(30)])
    parts = {
        name: getattr(twice, name)[order]
        for name in ("station", "region", "district", "registered", "issued", "in_boxes")
    }
    votes = {name: values[order] for name, values in table.votes.items()}
    doubled = Stations("invented.csv", votes=votes, **parts)
    either = run(doubled, ["integer-percentage"]).results[2]
    assert either.excluded["wholly identical repeat"] == 30
    assert either.statistic == run(table, ["integer-percentage"]).results[2].statistic


def test_the_chosen_denominators_are_named_in_the_hypothesis() -> None:
    chosen = Options(denominators=Denominators("valid", "registered"))
    results = run(invented(), ["integer-percentage"], options=chosen).results
    assert "valid / registered" in results[0].hypothesis
    assert "leader's votes / registered" in results[1].hypothesis
    usual = run(invented(), ["integer-percentage"]).results
    assert "issued / registered" in usual[0].hypothesis
    assert "leader's votes / in boxes" in usual[1].hypothesis
    assert usual[0].statistic != results[0].statistic


@pytest.mark.parametrize("weights", ["registered", "ballots", "leader-votes"])
def test_other_weights_are_in_their_own_unit(weights: str) -> None:
    result = run(invented(), ["integer-percentage"], options=Options(weights=weights)).results[2]
    assert result.effect is not None
    assert result.effect.unit != "stations"
    assert result.pvalue is not None
    assert 0.001 < result.pvalue < 0.999
    # The shipped rates and the reference elections count stations.
    assert result.false_alarm_rate is None
    assert result.more_extreme_references is None
    small = invented().keep(np.arange(2000) < 250)
    weak = run(small, ["integer-percentage"], options=Options(weights=weights)).results[2]
    assert weak.status == "underpowered"
    assert f" {result.effect.unit}; " in str(weak.reason)


def test_text_tells_false_alarms_before_a_pvalue() -> None:
    for options, words in ((None, "at 5 %"), (Options(weights="registered"), "not measured")):
        lines = battery_lines(run(invented(), ["integer-percentage"], options=options))
        for at, line in enumerate(lines):
            if "; p " in line:
                assert "false alarms" in lines[at - 1]
                assert words in lines[at - 1]


def test_each_unit_that_cannot_be_compared_says_why() -> None:
    """Ten regions are enough; an earlier file that names none of them gives no swing."""
    table = invented()
    earlier = replace(table, region=np.array(["elsewhere"] * len(table), dtype=object))
    battery = run(table, ["region-outliers"], options=Options(earlier=earlier))
    why = {one.variant: one.reason for one in battery.results if one.status == "not_applicable"}
    assert set(why) == {"region swing of turnout", "region swing of share"}
    assert all(reason for reason in why.values())
    assert any("swing of share" in line for line in battery_lines(battery))


def test_a_test_that_cries_wolf_too_often_is_suppressed() -> None:
    loud = FalseAlarm(0.05, 0.11, 0.08, 0.14, "a measurement")
    quiet = FalseAlarm(0.05, 0.10, 0.07, 0.13, "a measurement")
    measured = {
        ("integer-percentage", "turnout"): loud,
        ("integer-percentage", "share"): quiet,
    }
    turnout, share, either = run(invented(), ["integer-percentage"], measured=measured).results
    assert turnout.status == "refused"
    assert "suppressed" in str(turnout.reason)
    assert turnout.pvalue is None
    assert turnout.statistic is None
    assert turnout.false_alarm_rate == loud
    assert share.status == "computed"
    assert share.pvalue is not None
    assert either.false_alarm_rate is None


def test_an_absurd_count_is_left_out_and_costs_no_memory() -> None:
    table = invented()
    assert table.registered is not None
    table.registered[:2] = 1e12
    results = run(table, ["integer-percentage", "last-digit"]).results
    assert results[0].excluded["a count above 100000"] == 2
    assert results[4].n > 1000


def test_a_battery_is_a_frame_for_notebooks() -> None:
    frame = run(invented(), ["integer-percentage", "turnout-tail"]).to_frame()
    assert list(frame["variant"])[:3] == ["turnout", "share", "either"]
    assert frame["effect_unit"].tolist() == ["stations"] * 3 + ["share of stations"]


def test_an_unknown_test_is_refused_with_a_hint() -> None:
    with pytest.raises(InputRefused, match="Did you mean 'last-digit'"):
        chosen_tests("last-digits")
    with pytest.raises(InputRefused, match="at least one test"):
        chosen_tests(" , ")
