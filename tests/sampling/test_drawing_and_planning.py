"""Draws that can be repeated and proved; plans against direct formulas."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from scipy import stats

from electcheck.errors import InputRefused
from electcheck.files.packaged import packaged
from electcheck.sampling.against_frame import check_draw
from electcheck.sampling.build import build
from electcheck.sampling.design_file import SampleDesign
from electcheck.sampling.draw import Draw, DrawRequest, draw, read_frame, repeat, replacement_for
from electcheck.sampling.draw_sheet import draw_sheet
from electcheck.sampling.estimate import estimate
from electcheck.sampling.plan import (
    Cost,
    Request,
    Strata,
    assumed,
    correlation,
    half_width,
    plan,
    stations_to_see_one,
    strata_of,
)
from electcheck.sampling.policy import load_policy
from electcheck.sampling.replicate import shared_out
from electcheck.sampling.station_file import parse_stations, read_stations

FRAME = read_stations(packaged("data", "examples", "sampling-frame.csv"))
ONE = DrawRequest("7", ("station",), stratum="region", n=60, reserves=2)
TWO = DrawRequest("7", ("station",), "region", "district", 12, None, 5, 1)


def drawn(asked: DrawRequest) -> Draw:
    return draw(read_frame(FRAME, asked), asked)


def test_a_draw_can_be_repeated_by_hand() -> None:
    seal = drawn(ONE)
    assert seal.frame_sha256 == hashlib.sha256(FRAME.data).hexdigest()
    coast = [
        str(k)
        for k, region in zip(FRAME.cells["station"], FRAME.cells["region"], strict=True)
        if region == "Coast"
    ]
    coast.sort(
        key=lambda key: hashlib.sha256(f"7|{seal.frame_sha256}|Coast||{key}".encode()).hexdigest()
    )
    n = seal.allocation["Coast"]
    assert [one.station for one in seal.drawn if one.stratum == "Coast"] == coast[:n]
    assert [one.station for one in seal.reserve if one.stratum == "Coast"] == coast[n : n + 2]
    assert repeat(FRAME, seal) == seal
    assert drawn(DrawRequest("8", ("station",), stratum="region", n=60)).drawn != seal.drawn


def test_every_station_is_equally_likely() -> None:
    small = parse_stations(b"id\n" + b"".join(b"%d\n" % k for k in range(10)), "f.csv")
    counts = np.zeros(10)
    for seed in range(2000):
        asked = DrawRequest(str(seed), ("id",), n=3)
        for one in draw(read_frame(small, asked), asked).drawn:
            counts[int(one.station)] += 1
    assert stats.chisquare(counts).pvalue > 0.001


def test_two_stages_draw_units_then_stations() -> None:
    seal = drawn(TWO)
    units = {one.unit for one in seal.drawn}
    assert len(units) == 12
    assert all(sum(one.unit == unit for one in seal.drawn) == 5 for unit in units)
    sheet = draw_sheet(read_frame(FRAME, TWO), seal, seal.drawn)
    design = SampleDesign.model_validate(
        {
            "stratum": "region",
            "unit": "district",
            "sizes": {"units": "N1", "stations": "N2"},
            "estimates": [{"name": "n", "total": "one"}],
        }
    )
    lines = sheet.splitlines()
    csv = "\n".join([lines[0] + ",one", *(line + ",1" for line in lines[1:])])
    found = estimate(
        build(parse_stations(csv.encode(), "s.csv"), design, load_policy()), load_policy()
    ).find("n")
    assert found.df == 6
    assert 400 < found.estimate < 900  # 641 stations


def test_replacements_are_never_silent(tmp_path) -> None:  # type: ignore[no-untyped-def]
    seal = drawn(ONE)
    path = tmp_path / "seal.json"
    path.write_text(seal.model_dump_json())
    frame = read_frame(FRAME, ONE)
    lines = draw_sheet(frame, seal, seal.drawn).splitlines()
    gone = seal.drawn[0]
    stand_in = replacement_for(seal, gone.station)
    assert stand_in is not None
    assert stand_in.stratum == gone.stratum
    second = replacement_for(seal, gone.station, frozenset({stand_in.station}))
    assert second is not None
    assert second.order == stand_in.order + 1
    reserve = {line.split(",")[0]: line for line in draw_sheet(frame, seal, seal.reserve).split()}
    new = reserve[stand_in.station]
    assert new.endswith(",")
    other = next(one for one in seal.reserve if one.stratum != gone.stratum)
    design = SampleDesign.model_validate(
        {
            "stratum": "region",
            "sizes": {"stations": "N_h"},
            "estimates": [{"name": "ash", "ratio": ["ash", "valid"]}],
        }
    )

    def check(rows: list[str]) -> tuple[str, ...]:
        csv = "\n".join([lines[0], *rows]).encode()
        return check_draw(
            build(parse_stations(csv, "s.csv"), design, load_policy()), None, path
        ).notes

    assert check(lines[1:]) == ()
    cases = {
        "names no station it replaces": [new, *lines[2:]],
        "was not drawn either": [new + "nobody", *lines[2:]],
        f"it is reserve of stratum '{other.stratum}'": [
            reserve[other.station]
            .replace(other.stratum, gone.stratum)
            .replace(
                ",".join(reserve[other.station].split(",")[-4:-2]),
                ",".join(lines[1].split(",")[-4:-2]),
            )
            + gone.station,
            *lines[2:],
        ],
        f"drawn station '{seal.drawn[-1].station}' has no row": lines[1:-1],
    }
    for words, rows in cases.items():
        with pytest.raises(InputRefused, match=words):
            check(rows)
    notes = check([new + gone.station, *lines[2:]])
    assert f"1 of 60 stations are replacements: {stand_in.station} for {gone.station}" in notes[0]


BAD_DRAWS = {
    "would get no station": DrawRequest(
        "7", ("station",), stratum="region", allocation={"East": 5}
    ),
    "which the frame does not have": DrawRequest(
        "7", ("station",), stratum="region", allocation={"West": 5}
    ),
    "98 stations, 99 were asked for": DrawRequest(
        "7",
        ("station",),
        stratum="region",
        allocation=dict.fromkeys(["Coast", "East", "Hills", "Lakes", "North", "Plains"], 99),
    ),
    "no column 'regoin'": DrawRequest("7", ("station",), stratum="regoin", n=50),
    "is here twice": DrawRequest("7", ("region",), n=50),
    "is in stratum": DrawRequest("7", ("station",), "rural", "region", 4),
}


@pytest.mark.parametrize("words", BAD_DRAWS)
def test_an_impossible_draw_is_refused(words: str) -> None:
    with pytest.raises(InputRefused, match=words):
        drawn(BAD_DRAWS[words])


def test_allocations_keep_their_minimum_and_their_maximum() -> None:
    sizes = np.array([3, 50, 500])
    found = shared_out(sizes.astype(float), sizes, 60)
    assert found.min() >= 2
    assert (found <= sizes).all()
    assert shared_out(sizes.astype(float), sizes, 10_000).tolist() == [3, 50, 500]


def test_a_plan_reaches_its_margin_with_no_station_too_many() -> None:
    strata = Strata(("a", "b"), np.array([4000, 6000]), np.array([0.1, 0.3]))
    for rule in ("proportional", "neyman"):
        asked = Request(margin=0.015, allocation=rule)
        found = plan(strata, asked)
        assert found.reached
        assert found.half_width <= 0.015
        fewer = shared_out(
            strata.sizes * (strata.spread if rule == "neyman" else 1.0),
            strata.sizes,
            found.stations - 1,
        )
        assert half_width(strata, asked, fewer) > 0.015
    proportional = plan(strata, Request(margin=0.015))
    neyman = plan(strata, Request(margin=0.015, allocation="neyman"))
    assert neyman.stations < proportional.stations
    assert neyman.allocation["b"] > proportional.allocation["b"] * neyman.stations / (
        proportional.stations
    )


def test_response_units_and_prices_enter_the_plan() -> None:
    strata = assumed(9800, 0.15, 0.1, 0.5)
    alone = plan(strata, Request(margin=0.02))
    clustered = plan(strata, Request(margin=0.02, per_unit=10, cost=Cost(40, 10)))
    assert clustered.design_effect == pytest.approx(1.9)
    assert clustered.stations / alone.stations == pytest.approx(1.9, rel=0.06)
    assert clustered.price == clustered.units * 40 + clustered.drawn * 10
    late = plan(strata, Request(margin=0.02, response=0.8))
    assert late.drawn == int(np.ceil(late.stations / 0.8))
    assert not plan(assumed(50, 0.5, 0.0, 0.5), Request(margin=0.0)).stations < 50


def test_a_plan_from_an_election_keeps_its_word_there() -> None:
    cells = {name: FRAME.cells[name].astype(float) for name in ("ash", "valid")}
    strata = strata_of(FRAME.cells["region"], cells["ash"], cells["valid"])
    found = plan(strata, Request(margin=0.01))
    asked = DrawRequest("7", ("station",), stratum="region", allocation=found.allocation)
    design = SampleDesign.model_validate(
        {
            "stratum": "region",
            "sizes": {"stations": "N_h"},
            "estimates": [{"name": "ash", "ratio": ["ash", "valid"]}],
        }
    )
    widths = []
    for seed in range(30):
        one = DrawRequest(str(seed), ("station",), stratum="region", allocation=asked.allocation)
        frame = read_frame(FRAME, one)
        sheet = draw_sheet(frame, draw(frame, one), draw(frame, one).drawn)
        answer = estimate(
            build(parse_stations(sheet.encode(), "s"), design, load_policy()), load_policy()
        ).find("ash")
        widths.append((answer.high - answer.low) / 2)
    assert np.mean(widths) == pytest.approx(0.01, rel=0.1)


def test_correlation_is_that_of_a_balanced_analysis_of_variance() -> None:
    rng = np.random.default_rng(5)
    unit = np.repeat(np.arange(300), 10)
    values = rng.normal(0, 1, 300)[unit] + rng.normal(0, 2, 3000)
    assert correlation(np.zeros(3000, dtype=int), unit, values) == pytest.approx(0.2, abs=0.04)
    assert correlation(np.zeros(4, dtype=int), np.arange(4), np.arange(4.0)) == 0.0


def test_zero_event_plans_are_exact_in_a_finite_country() -> None:
    n = stations_to_see_one(0.01, 641)  # 7 stations with the problem
    assert stats.hypergeom(641, 7, n).pmf(0) <= 0.05 < stats.hypergeom(641, 7, n - 1).pmf(0)
    n = stations_to_see_one(0.02)
    assert 0.98**n <= 0.05 < 0.98 ** (n - 1)
    assert stations_to_see_one(0.01, effect=2.0) == 598
