"""What every result promises holds for the estimates: keys, order, regional data, labels."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from model_elections import one_heap
from test_nothing_hangs_on_order_or_names import shuffled
from test_promises_of_a_result import KEYS, seventeen_regions

from electcheck.errors import InputRefused
from electcheck.forensics.battery import MODELS, Options, chosen_tests, finish, run
from electcheck.forensics.policy import policy
from electcheck.forensics.result import FalseAlarm

FEW = Options(resamples=40)


def test_keys_are_the_promised_ones_and_json_holds_them() -> None:
    answer = run(one_heap(500), tuple(MODELS), 3, FEW).to_json()
    assert {entry["test"] for entry in answer["tests"]} == set(MODELS)
    for entry in answer["tests"]:
        assert list(entry) == KEYS
        assert (entry["reason"] is None) == (entry["status"] == "computed")
    json.dumps(answer, allow_nan=False)


@pytest.mark.parametrize("level", ["station", "region"])
def test_seventeen_regions_are_not_applicable(level: str) -> None:
    for result in run(seventeen_regions(), tuple(MODELS), options=Options(level=level)).results:
        assert result.status == "not_applicable"
        assert result.reason
        assert result.pvalue is None
        assert result.effect is None


def test_shuffled_rows_change_no_number() -> None:
    table = one_heap(500)
    table = replace(table, district=table.region, valid=table.in_boxes, invalid=0 * table.in_boxes)
    other = replace(shuffled(table))
    for one, two in zip(
        run(table, tuple(MODELS), 5, FEW).results,
        run(other, tuple(MODELS), 5, FEW).results,
        strict=True,
    ):
        assert one.to_json() == two.to_json()


def test_an_estimate_above_its_level_says_so_first() -> None:
    result = next(
        one for one in run(one_heap(500), ["anomalous-votes"], 1, FEW).results if one.effect
    )
    bare = replace(result, status="computed", reason=None, innocent_explanations=("town",))
    loud = FalseAlarm(0.05, 0.4, 0.3, 0.5, "clean strongholds")
    labelled = finish(bare, loud, policy())
    assert labelled.innocent_explanations[0].startswith("ABOVE ITS LEVEL")
    assert "40.0 %" in labelled.innocent_explanations[0]
    assert labelled.false_alarm_rate == loud
    quiet = finish(bare, FalseAlarm(0.05, 0.05, 0.01, 0.1, "the same"), policy())
    assert quiet.innocent_explanations == ("town",)


def test_anomalous_votes_carry_their_measured_false_alarms() -> None:
    first = run(one_heap(500), ["anomalous-votes"], 1, FEW).results[0]
    assert first.false_alarm_rate is not None
    assert "strongholds" in first.false_alarm_rate.source
    loud = first.false_alarm_rate.low > first.false_alarm_rate.level
    assert loud is first.innocent_explanations[0].startswith("ABOVE ITS LEVEL")


def test_an_empty_table_is_no_failure() -> None:
    nothing = one_heap(300).keep(np.zeros(300, dtype=bool))
    for result in run(nothing, tuple(MODELS)).results:
        assert result.status == "not_applicable"


def test_models_are_a_group_of_their_own() -> None:
    assert set(chosen_tests("models")) == set(MODELS)
    assert not set(chosen_tests("all")) & set(MODELS)
    assert set(MODELS) < set(chosen_tests("all,models"))
    with pytest.raises(InputRefused, match="Did you mean 'klimek'"):
        chosen_tests("klimeck")
