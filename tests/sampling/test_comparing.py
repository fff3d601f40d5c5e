"""Verdicts of `compare`: each reached, each with its sentence; false alarms and hits measured."""

from __future__ import annotations

import numpy as np
import pytest

from electcheck.errors import InputRefused
from electcheck.files.documents import Document
from electcheck.files.packaged import packaged
from electcheck.sampling.build import Stations, build
from electcheck.sampling.compare import BLIND_SPOT, Comparison, compare
from electcheck.sampling.design_file import SampleDesign
from electcheck.sampling.draw import DrawRequest, draw, read_frame
from electcheck.sampling.draw_sheet import draw_sheet
from electcheck.sampling.official import Official, load_official
from electcheck.sampling.policy import load_policy
from electcheck.sampling.station_file import parse_stations, read_stations
from tests.sampling.small_sample import text

FRAME = read_stations(packaged("data", "examples", "sampling-frame.csv"))
COUNTS = {
    name: float(FRAME.cells[name].astype(float).sum())
    for name in ("ash", "birch", "cedar", "valid", "ballots", "registered")
}
DESIGN = {
    "stratum": "region",
    "sizes": {"stations": "N_h"},
    "domain": "rural",
    "estimates": [
        {"name": "ash", "ratio": ["ash", "valid"]},
        {"name": "birch", "ratio": ["birch", "valid"]},
        {"name": "cedar", "ratio": ["cedar", "valid"]},
        {"name": "turnout", "ratio": ["ballots", "registered"]},
    ],
}


def sampled(seed: str = "s", n: int = 150, drop: object = None, **changes: object) -> Stations:
    asked = DrawRequest(seed, ("station",), stratum="region", n=n)
    frame = read_frame(FRAME, asked)
    seal = draw(frame, asked)
    lines = draw_sheet(frame, seal, seal.drawn).splitlines()
    if drop is not None:
        lines = [lines[0], *(drop(line) for line in lines[1:])]  # type: ignore[operator]
    design = SampleDesign.model_validate({**DESIGN, **changes})
    return build(parse_stations("\n".join(lines).encode(), "s.csv"), design, load_policy())


def against(stations: Stations, **given: object) -> Comparison:
    official = Official.model_validate(given)
    return compare(stations, Document("o.yaml", official, None), load_policy())


def test_the_true_result_is_consistent_and_says_what_it_would_have_seen() -> None:
    found = against(sampled(), counts=COUNTS)
    assert found.verdict == "consistent"
    names = [claim.name for claim in found.claims]
    assert names == ["ash", "birch", "cedar", "turnout", "ash minus birch"]
    for claim in found.claims:
        assert claim.verdict == "consistent"
        assert "is consistent with the sample" in claim.sentence
        assert f"A shift of {100 * claim.smallest_shift:.2f} points" in claim.sentence
        assert claim.smallest_shift > claim.range.critical * claim.range.se
    assert found.blind_spot == BLIND_SPOT
    assert any("3 shares of 'valid' add up to 100.00 %" in line for line in found.warnings)


def test_a_shifted_result_is_outside_and_a_denominator_is_named() -> None:
    shifted = {**COUNTS, "ash": COUNTS["ash"] * 1.2}
    found = against(sampled(), counts=shifted)
    assert found.verdict == "outside the range"
    assert "for ash" in found.sentence
    assert any(
        "add up to 109" in line and "a denominator is wrong" in line for line in found.warnings
    )


def test_a_threshold_or_a_margin_of_zero_inside_the_range_is_not_decidable() -> None:
    share = COUNTS["ash"] / COUNTS["valid"]
    found = against(sampled(), counts=COUNTS, thresholds={"ash": share + 0.001})
    assert found.verdict == "not decidable"
    assert "must not be read as confirmation" in found.sentence
    close = against(
        sampled(estimates=[{"name": "gap", "margin": ["birch", "ash", "valid"]}]),
        shares={"gap": -0.09},
    )
    assert close.verdict == "consistent"
    tie = text().replace(",300,200,", ",300,300,").replace(",200,250,", ",200,200,")
    tie = tie.replace(",260,200,", ",260,260,").replace(",150,100,", ",100,150,")
    from tests.sampling.small_sample import stations

    few = stations(tie, estimates=[{"name": "gap", "margin": ["a", "b", "valid"]}])
    assert against(few, shares={"gap": 0.01}).verdict == "not assessable"  # 6 degrees of freedom


def test_few_degrees_of_freedom_missing_strata_and_uneven_domains_are_not_assessable() -> None:
    few = against(sampled(n=18), counts=COUNTS)
    assert few.verdict == "not assessable"
    assert "12 degrees of freedom, fewer than 20" in few.sentence

    def coast_silent(line: str) -> str:
        cells = line.split(",")
        if cells[1] == "Coast" and int(cells[0]) % 4 == 0:
            cells[4:11] = [""] * 7
        return ",".join(cells)

    silent = against(sampled(drop=coast_silent), counts=COUNTS)
    assert silent.verdict == "not assessable"
    assert "stratum Coast" in silent.sentence

    def rural_silent(line: str) -> str:
        cells = line.split(",")
        if cells[3] == "1" and int(cells[0]) % 10 == 0:
            cells[4:11] = [""] * 7
        return ",".join(cells)

    uneven = against(sampled(n=400, drop=rural_silent), counts=COUNTS)
    assert uneven.verdict == "not assessable"
    assert "points between domains" in uneven.sentence


def test_false_alarms_are_rarer_than_the_level_and_a_large_shift_is_seen() -> None:
    alarms = hits = 0
    moved = {
        **COUNTS,
        "ash": COUNTS["ash"] + 0.04 * COUNTS["valid"],
        "birch": COUNTS["birch"] - 0.04 * COUNTS["valid"],
    }
    for seed in range(100):
        stations = sampled(str(seed), n=100)
        alarms += against(stations, counts=COUNTS).verdict == "outside the range"
        hits += against(stations, counts=moved).verdict == "outside the range"
    assert alarms <= 10  # 5 expected at most; 11 or more have probability 0.01
    assert hits >= 95


def test_visits_are_not_compared_and_a_full_count_is_to_the_last_digit_published() -> None:
    with pytest.raises(InputRefused, match="stations that were not drawn"):
        against(sampled(draw="visits"), counts=COUNTS)
    everything = sampled(n=641)
    assert everything.sample.is_census
    share = COUNTS["ash"] / COUNTS["valid"]
    assert against(everything, shares={"ash": round(share, 4)}).verdict == "consistent"
    assert against(everything, shares={"ash": share + 0.0002}).verdict == "outside the range"
    one = sampled(n=641, stratum="station", sizes={"stations": "order"}, domain=None)
    lines = "\n".join([",".join(one.file.cells), "1,x,d,0,9,8,7,4,2,1,0,1,1,1,"]).encode()
    single = build(parse_stations(lines, "s.csv"), one.design, load_policy())
    found = against(single, shares={"ash": 4 / 7})
    assert (found.verdict, found.df, found.claims[0].smallest_shift) == ("consistent", 0, 0)
    assert "nan" not in found.claims[0].sentence


def test_the_official_file_is_checked(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "o.yaml"
    cases = {
        "shares: {ahs: 0.4}\n": "o.yaml:1:.*'ahs' is not a ratio.*Did you mean 'ash'",
        "shares: {ash: 47.1}\n": "expected a share between -1 and 1, found 47.1",
        "counts: {ash: 5}\n": "nothing to compare",
        "{}\n": "expected 'counts'",
        "shares: {ash: 0.4}\nthresholds: {elm: 0.5}\n": "'elm' is not a ratio",
    }
    for content, words in cases.items():
        path.write_text(content)
        with pytest.raises(InputRefused, match=words):
            compare(sampled(), load_official(path), load_policy())


def test_ranges_hold_together_on_a_skewed_share() -> None:
    """A share that sits in few units: plain t would cry wolf in more than one sample of ten."""
    from electcheck.sampling.estimators import ratio
    from electcheck.sampling.replicate import draw_units, population
    from electcheck.sampling.simultaneous import simultaneous_ranges

    rng = np.random.default_rng(3)
    unit = np.repeat(np.arange(200), 20)
    local = np.where(rng.random(200) < 0.06, 0.4, 0.005)[unit]
    valid = rng.integers(100, 900, len(unit))
    votes = rng.binomial(valid, local)
    everything = population(np.ones(len(unit)), {"v": votes, "valid": valid}, unit)
    truth = votes.sum() / valid.sum()
    wrong = plain = 0
    for _ in range(300):
        sample = draw_units(everything, np.array([60]), 5, rng)
        share = ratio(sample, sample.columns["v"], sample.columns["valid"])
        found = simultaneous_ranges(sample, [share], [True])[0]
        wrong += not found.low <= truth <= found.high
        plain += abs(share.estimate - truth) > 2 * found.se
    assert wrong <= 24  # 8 %
    assert plain > wrong
