"""Visits that are no sample, the curve as stations come in, figures, drafts, page and docs."""

from __future__ import annotations

import doctest
import math
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from electcheck.charts.sampling import range_plot, stabilisation_curve
from electcheck.sampling.estimate import estimate
from electcheck.sampling.policy import load_policy
from electcheck.sampling.present import as_text
from electcheck.sampling.stabilise import stabilisation
from electcheck.sampling.statement import draft_statement
from tests.sampling.small_sample import stations, text

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import sampling_example  # noqa: E402
import sampling_validation  # noqa: E402

from tests.sampling.test_comparing import COUNTS, against, sampled  # noqa: E402


@pytest.mark.parametrize("how", [{"sizes": None}, {"draw": "visits"}])
def test_visits_get_no_population_interval(how: dict) -> None:
    found = estimate(stations(**how), load_policy())
    late = found.find("late")
    assert late.note == "1 of 8 stations visited"
    assert (late.method, late.estimate) == ("visits", 0.125)
    assert all(math.isnan(value) for value in (late.se, late.low, late.high, late.df))
    assert "chosen by the observers, not drawn" in found.warnings[-1]
    assert "late: 1 of 8 stations visited" in as_text(found, 0.95)


def test_an_urban_rural_sensitivity_is_offered_for_visits() -> None:
    mix = {"column": "rural", "totals": {"0": 10, "1": 30}}
    found = estimate(stations(draw="visits", poststrata=mix), load_policy())
    # one of four urban stations was late, none of four rural ones: 10 / 40 * 1 / 4
    assert "country's mix of 'rural' it would be 0.0625" in found.find("late").note
    assert math.isnan(found.find("late").low)


def test_post_strata_of_a_design_sharpen_the_estimate() -> None:
    mix = {"column": "rural", "totals": {"0": 20, "1": 40}}
    found = estimate(
        stations(poststrata=mix, estimates=[{"name": "rural", "mean": "rural"}]), load_policy()
    ).find("rural")
    assert found.estimate == pytest.approx(2 / 3)
    assert found.se == 0


def test_a_total_with_known_strata_is_sharper_separately_and_combined() -> None:
    known = text().splitlines()
    csv = "\n".join(
        [
            known[0] + ",known",
            *(line + ("," + {"x": "34000", "y": "9000"}[line.split(",")[1]]) for line in known[1:]),
        ]
    )
    asks = [{"name": "plain", "total": "ballots"}] + [
        {
            "name": method,
            "total": "ballots",
            "auxiliary": {"column": "registered", "known": "known", "method": method},
        }
        for method in ("separate", "combined")
    ]
    found = estimate(stations(csv, estimates=asks, domain="rural"), load_policy())
    separate, combined = found.find("separate"), found.find("combined")
    assert separate.estimate == pytest.approx(1920 / 3400 * 34000 + 1200 / 1800 * 9000)
    assert combined.estimate == pytest.approx((10 * 1920 + 5 * 1200) / (34000 + 9000) * 43000)
    assert max(separate.se, combined.se) < found.find("plain").se
    assert [one.domain for one in found.estimates if one.name == "separate"] == [None]


def test_the_curve_ends_at_the_estimate_and_waits_for_every_stratum() -> None:
    of = stations()
    ask = of.design.estimates[0]
    curve = stabilisation(of, ask, np.arange(8), load_policy())
    assert [step.stations for step in curve] == list(range(1, 9))
    assert [step.strata_missing for step in curve] == [1] * 4 + [0] * 4
    assert math.isnan(curve[3].estimate)
    assert math.isnan(curve[4].estimate)  # one station in y shows no spread
    assert math.isfinite(curve[5].estimate)
    whole = estimate(of, load_policy()).find("a")
    last = curve[-1]
    assert (last.estimate, last.low, last.high) == (whole.estimate, whole.low, whole.high)


def test_figures_carry_their_caveat_and_their_words() -> None:
    found = against(sampled(), counts=COUNTS, thresholds={"ash": 0.5})
    figure = range_plot(found)
    assert "does not see" in figure.get_supxlabel()
    assert "ash: official 47.14 %" in figure.get_label()
    of = sampled()
    curve = stabilisation(of, of.design.estimates[0], np.arange(len(of.file)), load_policy())
    figure = stabilisation_curve(curve, "ash")
    assert "no random part of a sample" in figure.get_supxlabel()
    assert "after 150 stations" in figure.get_label()
    assert "no range can be given yet" in stabilisation_curve(curve[:1], "ash").get_label()


def test_a_draft_statement_has_a_range_and_is_only_a_draft() -> None:
    one = estimate(stations(), load_policy()).find("late")
    draft = draft_statement(one, "x-1", "opening.on-time/late_share", "sample-1", "abc")
    assert draft["range"] == [one.low, one.high]
    assert draft["draft"] is True
    assert draft["locator"] == "8 stations, frame SHA-256 abc"
    seen = estimate(stations(draw="visits"), load_policy()).find("late")
    draft = draft_statement(seen, "x-2", "opening.on-time/late_share", "visits-1")
    assert "range" not in draft
    assert draft["summary"] == "late: 1 of 8 stations visited."


def test_nothing_seen_and_everything_counted() -> None:
    none = text().replace(",200,1", ",200,0")
    asks = [
        {"name": "s", "share": "late"},
        {"name": "m", "mean": "late"},
        {"name": "t", "total": "late"},
        {"name": "r", "ratio": ["late", "valid"]},
    ]
    found = estimate(stations(none, estimates=asks), load_policy())
    bound = 1 - 0.025 ** (1 / 8)
    assert [one.high for one in found.estimates] == pytest.approx([bound, bound, 60 * bound, bound])
    assert all(one.low == 0 and "R's survey gives none" in one.note for one in found.estimates)
    census = none.replace(",40,", ",4,").replace(",20,", ",4,")
    census = census.replace(",10,0,", ",1,0,").replace(",10,1,", ",1,1,")
    census = census.replace(",5,0,", ",1,0,").replace(",5,1,", ",1,1,")
    found = estimate(stations(census, estimates=asks), load_policy())
    assert [(one.low, one.high, one.note) for one in found.estimates] == [(0, 0, "")] * 4


def test_the_examples_of_the_page_run() -> None:
    result = doctest.testfile(str(ROOT / "docs" / "sampling.md"), module_relative=False)
    assert result.attempted > 30
    assert result.failed == 0


def test_the_invented_election_is_the_one_that_ships() -> None:
    shipped = pd.read_csv(ROOT / "data" / "examples" / "sampling-frame.csv")
    pd.testing.assert_frame_equal(shipped, sampling_example.frame())


def test_the_validation_page_is_made_from_its_table_and_keeps_the_promise() -> None:
    table = pd.read_csv(ROOT / sampling_validation.TABLE)
    page = (ROOT / sampling_validation.PAGE).read_text(encoding="utf-8")
    assert sampling_validation.page(table) == page
    assert (table["replications"] >= 2000).all()
    assert table["election"].nunique() == 4
    enough = table[table["df"] >= 50]
    assert enough[["c1", "turnout"]].to_numpy().min() >= 0.91
    assert enough[["c1", "turnout"]].to_numpy().max() <= 0.98
    assert enough["wrong"].max() <= 0.07
    assessable = table[table["df"] >= 20]
    assert assessable[["hi80", "hi", "arith"]].min().min() >= 0.9


@pytest.mark.validation
def test_a_short_run_of_the_validation_agrees_with_its_table(validation_data: Path) -> None:
    table = sampling_validation.election(validation_data, "georgia2024")
    design = sampling_validation.DESIGNS["georgia2024"][0]
    found = sampling_validation.measure(table, design, 200, 1)
    stored = (
        pd.read_csv(ROOT / sampling_validation.TABLE)
        .query("election == 'georgia2024' and design == 'stratified'")
        .iloc[0]
    )
    for name in ("c1", "turnout", "hi80", "arith"):
        assert found[name] == pytest.approx(stored[name], abs=0.06)
    assert found["wrong"] <= 0.09
    assert found["df"] == stored["df"]
