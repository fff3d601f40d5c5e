"""What every result promises holds for the estimates: keys, order, regional data, labels."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
from model_elections import one_heap
from test_joint_change import pair
from test_nothing_hangs_on_order_or_names import shuffled
from test_promises_of_a_result import KEYS, seventeen_regions

from electcheck.charts.forensics import figure_files, picture
from electcheck.errors import InputRefused
from electcheck.files.packaged import packaged
from electcheck.forensics.battery import MODELS, Battery, Options, chosen_tests, finish, run
from electcheck.forensics.policy import policy
from electcheck.forensics.reference import shipped_false_alarm
from electcheck.forensics.result import FalseAlarm
from electcheck.forensics.showing import battery_lines
from electcheck.report import view_results
from electcheck.report.view_language import tongue

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


@pytest.fixture(scope="module")
def loud() -> Battery:
    """An estimate whose shipped rate on clean elections lies above its level."""
    now, then = pair(0.4, 400)
    found = run(now, ["joint-change"], 1, replace(FEW, earlier=then))
    assert found.results[0].false_alarm_rate is not None
    assert found.results[0].false_alarm_rate.above_level
    return found


def test_what_errs_too_often_says_so_in_every_output(loud: Battery) -> None:
    first = loud.results[0]
    label = str(first.label)
    assert label.startswith("ABOVE ITS LEVEL")
    assert "strongholds" in label
    assert loud.to_json()["tests"][0]["innocent_explanations"][0] == label
    assert sum(label in line for line in battery_lines(loud)) == 1
    english, french, russian = (tongue(language) for language in ("en", "fr", "ru"))
    assert label in picture(first, loud.file, "run", english).alt
    words = [view_results.test_row(t, first).false_alarms for t in (english, french, russian)]
    assert words[0].startswith("ABOVE ITS LEVEL: ")
    assert words[1].startswith("AU-DESSUS")
    assert words[2].startswith("ВЫШЕ")


def test_the_label_stands_with_its_own_result_only(loud: Battery) -> None:
    lines = battery_lines(loud)
    assert loud.results[1].label is None
    innocent = next(line for line in lines if "innocent explanations:" in line)
    assert "ABOVE" not in innocent


def test_a_test_between_its_level_and_suppression_is_labelled_too() -> None:
    result = run(one_heap(500), ["rkd"], 1, FEW).results[0]
    between = FalseAlarm(0.05, 0.08, 0.06, 0.1, "simulated")
    labelled = finish(replace(result, innocent_explanations=("town",)), between, policy())
    assert labelled.pvalue == result.pvalue
    assert labelled.innocent_explanations == (labelled.label, "town")
    worse = finish(result, FalseAlarm(0.05, 0.2, 0.1, 0.3, "simulated"), policy())
    assert (worse.status, worse.pvalue, worse.effect) == ("refused", None, None)


def test_every_shipped_rate_has_its_label_or_keeps_its_level() -> None:
    """Each estimate was measured on elections with strong regional heterogeneity."""
    path = packaged("data", "reference", "model_alarms.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["test"] for row in rows} == set(MODELS)
    for row in rows:
        assert int(row["simulations"]) + int(row["refused"]) >= 20
        if not row["rate"]:
            assert int(row["simulations"]) == 0
            continue
        seen = shipped_false_alarm(
            row["test"], row["claim"], 0.05, int(row["stations"]), float(row["median_size"]),
            float(row["size_ratio"]),
        )  # fmt: skip
        assert seen is not None
        assert (seen.rate, seen.low) == (float(row["rate"]), float(row["low"]))
        assert seen.above_level is (float(row["low"]) > 0.05)
        assert ("refused" in seen.source) is (int(row["refused"]) > 0)


def test_the_mixture_and_the_change_have_pictures_of_their_own(loud: Battery) -> None:
    found = run(one_heap(500), ["finite-mixture"], 1, FEW)
    files = figure_files(found, tongue("en"))
    assert {name for name in files if name.endswith(".txt")} == {
        f"finite-mixture-{kind}-fraud.txt" for kind in ("no", "incremental", "extreme")
    }
    drawn = picture(found.results[0], found.file, "run", tongue("en")).figure
    panel = drawn.axes[0]
    assert [one.get_width() for one in panel.patches] == pytest.approx(
        [
            found.results[0].parameters[f"pi_{kind}"]
            for kind in ("no_fraud", "incremental", "extreme")
        ]
    )
    assert "no share of stations" in panel.get_xlabel().replace("\n", " ")
    change = picture(loud.results[0], loud.file, "run", tongue("en")).figure.axes[0]
    assert "no anomaly" in change.get_xlabel().replace("\n", " ")


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
