"""Estimates at the edges: nothing to divide by, no degree of freedom, units taken whole."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from electcheck.errors import InputRefused
from electcheck.sampling.against_frame import check_draw
from electcheck.sampling.estimate import Estimates, estimate
from electcheck.sampling.policy import load_policy
from electcheck.sampling.present import as_text
from tests.command import run
from tests.sampling.small_sample import ROWS, stations, text

UNWEIGHTED = text().replace("weight", "ignored")
TWO_STAGE = {"unit": "unit", "sizes": {"units": "N1", "stations": "N2"}}


def found(csv: str, **changes: object) -> Estimates:
    return estimate(stations(csv, **changes), load_policy())


def test_a_denominator_of_zero_gives_no_ratio_and_says_so() -> None:
    rows = [",".join([*row.split(",")[:9], "0", "0", "0", "0", "0"]) for row in ROWS]
    one = found(text(rows)).find("a")
    assert math.isnan(one.estimate)
    assert math.isnan(one.high)
    assert "denominator is zero" in one.note


def test_a_domain_that_no_reporting_station_lies_in_is_unknown() -> None:
    rows = [
        row if row.split(",")[7] == "0" else ",".join([*row.split(",")[:8], *[""] * 6])
        for row in ROWS
    ]
    one = found(text(rows), domain="rural").find("a", "1")
    assert one.n == 0
    assert math.isnan(one.estimate)
    assert "no station of the sample lies in this domain" in one.note
    # both its stations are missing: it could be anything
    assert one.bounds is None or (one.bounds.low, one.bounds.high) == (0, 1)


def test_strata_of_one_certain_unit_give_way_to_the_units_as_strata() -> None:
    """Where nothing was drawn at the first stage R counts no degree of freedom and gives no range.

    The same stations with the units as strata are a one-stage sample, worked by the same formula.
    """
    rows = [ROWS[0], ROWS[1], ROWS[4], ROWS[5]]
    csv = (
        text(rows)
        .replace("weight", "ignored")
        .replace(",4,10,", ",1,10,")
        .replace(",2,5,", ",1,5,")
    )
    two = found(csv, **TWO_STAGE)
    plain = found(csv.replace("N2", "stations"), stratum="unit", sizes={"stations": "stations"})
    for name in ("a", "b", "turnout", "late"):
        one, other = two.find(name), plain.find(name)
        assert one.df == other.df == 2
        assert one.se == pytest.approx(other.se, rel=1e-12)
        assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-12)
    assert any("the units are strata" in one for one in two.warnings)
    assert not any("the units are strata" in one for one in plain.warnings)


def test_one_unit_alone_leaves_no_degree_of_freedom_without_a_second_station() -> None:
    rows = [ROWS[0], ROWS[4]]
    csv = text(rows).replace("weight", "ignored").replace(",4,10,", ",1,1,")
    one = found(csv.replace(",2,5,", ",1,1,"), **TWO_STAGE).find("a")
    assert (one.df, one.se) == (0, 0)
    assert one.low == one.high == one.estimate


def test_a_domain_whose_strata_were_counted_whole_is_known_exactly() -> None:
    csv = UNWEIGHTED.replace(",20,2,", ",4,2,").replace("y,u3,4,2,5,5,0", "y,u3,4,2,5,5,2")
    csv = csv.replace("y,u3,4,2,5,5,1", "y,u3,4,2,5,5,2").replace("u4,4,2,10,5,0", "u4,4,2,10,5,2")
    csv = csv.replace("u4,4,2,10,5,1", "u4,4,2,10,5,2")
    answer = found(csv, domain="rural")
    late, other = answer.find("late", "2"), answer.find("late", "0")
    assert (late.n, late.se, late.low, late.high, late.note) == (4, 0, 0, 0, "")
    assert other.high > other.estimate


def test_units_taken_whole_have_one_stage_until_a_station_is_missing() -> None:
    whole = {
        "unit": "unit",
        "sizes": {"units": "N1"},
        "estimates": [{"name": "b", "total": "ballots"}],
    }
    one = found(UNWEIGHTED, **whole).find("b")
    assert one.estimate == pytest.approx(2 * 1920 + 1200)  # 4 units of x, 2 drawn; both of y
    totals = [1100, 820]
    expected = 0.5 * 2 * sum((2 * t - 1920) ** 2 for t in totals)
    assert one.se**2 == pytest.approx(expected)
    gap = UNWEIGHTED.replace(",900,500,", ",900,,")
    other = found(gap, lonely="average", **whole).find("b")
    assert other.estimate == pytest.approx(2 * (1200 + 820) + 1200)  # 600 stands for both of u1


def test_a_frame_is_held_against_both_stages(tmp_path: Path) -> None:
    csv = UNWEIGHTED
    lines = [
        f"{h},{u}"
        for h, u, n in (
            ("x", "u1", 10),
            ("x", "u2", 10),
            ("x", "u8", 9),
            ("x", "u9", 9),
            ("y", "u3", 5),
            ("y", "u4", 10),
        )
        for _ in range(n)
    ]
    frame = tmp_path / "frame.csv"
    frame.write_text("stratum,unit\n" + "\n".join(lines) + "\n", encoding="utf-8")
    of = stations(csv, **TWO_STAGE)
    assert check_draw(of, frame, None).notes == ()
    frame.write_text("stratum,unit\n" + "\n".join([*lines, "x,u7", "y,u4"]), encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        check_draw(of, frame, None)
    assert "'N1': 4 for stratum 'x', but the frame has 5" in str(refused.value)
    assert "'N2': 10 for unit 'u4', but the frame has 11" in str(refused.value)


def test_text_shows_bounds_and_unknown_numbers_as_a_dash() -> None:
    csv = text([row if row[1] != "2" else "s2,x,u1,40,4,10,10,1,900,,,,," for row in ROWS])
    said = as_text(found(csv), 0.95)
    assert "late: if every missing station were as far off as can be, 0.1667 to 0.3333" in said
    assert as_text(found(text(), draw="visits"), 0.95).count(" -") >= 4


def test_a_plan_from_assumptions_reads_as_text() -> None:
    ran = run(
        "sample",
        "plan",
        "--stations",
        9800,
        "--spread",
        0.15,
        "--threshold",
        0.5,
        "--expect",
        0.52,
        "--per-unit",
        10,
        "--correlation",
        0.1,
        "--unit-price",
        40,
        "--station-price",
        10,
    )
    assert ran.code == 0
    assert "cheapest stations per unit: 6" in ran.out
    assert "design effect: 1.9" in ran.out
    out_of_reach = run("sample", "plan", "--stations", 20, "--spread", 0.5, "--margin", 1e-9)
    assert "stations: 20" in out_of_reach.out
    settled = run(
        "sample", "plan", "--stations", 20, "--spread", 0.5, "--threshold", 0.5, "--expect", 0.5
    )
    assert settled.code == 2
    assert "no sample can settle that" in settled.err
