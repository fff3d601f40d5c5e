"""Each mistake of a sample is refused with its row and its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from electcheck.errors import InputRefused
from electcheck.sampling.against_frame import check_draw
from electcheck.sampling.design_file import load_design
from electcheck.sampling.estimate import estimate
from electcheck.sampling.policy import load_policy
from electcheck.sampling.response import response
from electcheck.sampling.station_file import parse_stations
from tests.sampling.small_sample import ESTIMATES, ROWS, design, stations, text

TWO_STAGE = {"unit": "unit", "sizes": {"units": "N1", "stations": "N2"}}


def changed(row: int, old: str, new: str) -> list[str]:
    assert old in ROWS[row]
    return [line.replace(old, new, 1) if at == row else line for at, line in enumerate(ROWS)]


CASES = {
    "a station twice": (
        [*ROWS, ROWS[2].replace("520", "521")],
        {},
        ["s.csv:10", "'s3' is here twice", "line 4"],
    ),
    "more stations than the stratum has": (
        [row.replace(",40,", ",3,") for row in ROWS],
        {},
        ["s.csv:5", "stratum 'x' has 4 stations in the sample but only 3"],
    ),
    "more units than the stratum has": (
        [row.replace(",4,10,10,", ",1,10,5,") for row in ROWS],
        TWO_STAGE,
        ["stratum 'x' has 2 units", "only 1"],
    ),
    "more stations than the unit has": (
        [row.replace(",2,5,5,", ",2,1,1,") for row in ROWS],
        TWO_STAGE,
        ["s.csv:7", "unit 'u3' has 2 stations", "only 1"],
    ),
    "a unit in two strata": (
        changed(3, "x,u2", "x,u3"),
        TWO_STAGE,
        ["s.csv:6", "unit 'u3' is in stratum 'y' here and in stratum 'x' on line 5"],
    ),
    "weights that contradict the sizes": (
        changed(1, ",10,1,", ",12,1,"),
        {},
        ["s.csv:3", "weight '12' contradicts the sizes, which give 10"],
    ),
    "candidate votes above valid": (
        changed(3, ",300,150,", ",300,350,"),
        {},
        ["s.csv:5", "'a': 350 is above the 300 of 'valid'", "may_exceed"],
    ),
    "a size that changes inside a stratum": (
        changed(1, ",40,", ",41,"),
        {},
        ["s.csv:3", "size 41 here and 40 on line 2"],
    ),
    "a size that is no whole number": (changed(1, ",40,", ",4.5,"), {}, ["s.csv:3", "'4.5'"]),
    "an empty size": (changed(1, ",40,", ",,"), {}, ["s.csv:3", "whole size of 1 or more"]),
    "a number that is none": (
        changed(0, ",600,", ",six hundred,"),
        {},
        ["s.csv:2", "'ballots'", "'six hundred'", "leave the cell empty"],
    ),
    "a negative count": (changed(0, ",300,", ",-300,"), {}, ["s.csv:2", "negative", "-300"]),
    "a share that is neither 0 nor 1": (
        changed(2, ",200,1", ",200,2"),
        {},
        ["s.csv:4", "'late'", "0 or 1", "'2'"],
    ),
    "an empty stratum": (changed(2, ",x,", ",,"), {}, ["s.csv:4", "'stratum'", "empty"]),
    "a station without identifier": (changed(2, "s3,", ","), {}, ["s.csv:4", "no identifier"]),
    "a column that is not there": (
        ROWS,
        {"estimates": [{"name": "a", "ratio": ["a", "vaild"]}]},
        ["no column 'vaild'", "Did you mean 'valid'"],
    ),
}


@pytest.mark.parametrize("mistake", CASES)
def test_a_mistake_is_refused_with_row_and_reason(mistake: str) -> None:
    rows, changes, words = CASES[mistake]
    csv = text(rows)
    if changes.get("unit"):
        csv = csv.replace("weight", "w_not_read")
    with pytest.raises(InputRefused) as refused:
        stations(csv, **changes)
    for word in words:
        assert word in str(refused.value)


def test_the_sample_that_the_mistakes_are_made_in_is_right() -> None:
    found = estimate(stations(), load_policy())
    assert found.n == 8
    assert not [line for line in found.warnings if "few clusters" not in line]


def test_all_faults_are_reported_at_once() -> None:
    rows = changed(0, ",600,", ",x,")
    rows[5] = rows[5].replace(",350,", ",y,")
    with pytest.raises(InputRefused) as refused:
        stations(text(rows))
    assert len(refused.value.faults) == 2


def test_weights_scaled_as_a_whole_are_noted_and_change_nothing() -> None:
    scaled = text([row.replace(",1,10,10,", ",1,10,10,") for row in ROWS])
    scaled = scaled.replace(",10,0,", ",100,0,").replace(",10,1,", ",100,1,")
    scaled = scaled.replace(",5,0,", ",50,0,").replace(",5,1,", ",50,1,")
    found = estimate(stations(scaled), load_policy())
    assert "are 10 times those the sizes give" in " ".join(found.warnings)
    assert found.find("a") == estimate(stations(), load_policy()).find("a")


def test_turnout_above_the_registered_voters_is_kept() -> None:
    rows = changed(0, ",1000,600,", ",500,600,")
    assert estimate(stations(text(rows)), load_policy()).find("turnout").estimate > 0


def test_a_silent_stratum_and_a_lonely_one_are_refused() -> None:
    silent = [
        row if row[1] in "1234" else row[: row.index(",y,")] + ",y,u3,20,2,5,5,0,,,,,,"
        for row in ROWS
    ]
    with pytest.raises(InputRefused, match="stratum 'y' has no station that reported"):
        estimate(stations(text(silent)), load_policy())
    lonely = ROWS[:5]
    csv = text(lonely).replace("y,u3,20,2,5,5", "y,u3,20,2,5,20")
    with pytest.raises(InputRefused, match="stratum 'y' has only one station of 20"):
        estimate(stations(csv), load_policy())
    for choice in ("collapse", "average"):
        found = estimate(stations(csv, lonely=choice), load_policy())
        assert found.find("a").se > 0
        assert "1 strata have one unit" in " ".join(found.warnings)


def test_one_stratum_with_one_station_cannot_be_collapsed() -> None:
    csv = text(ROWS[:1]).replace("10,10,0", "10,40,0")
    for choice in ("collapse", "average"):
        with pytest.raises(InputRefused, match="no other to learn its spread from"):
            estimate(stations(csv, lonely=choice), load_policy())


def test_a_stratum_of_the_frame_without_a_station_is_refused(tmp_path: Path) -> None:
    frame = tmp_path / "frame.csv"
    lines = [f"t{k},{h}" for h, size in (("x", 40), ("y", 20), ("z", 7)) for k in range(size)]
    frame.write_text("station,stratum\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(
        InputRefused, match=r"frame\.csv:62:1 stratum 'z' of the frame has no station"
    ):
        check_draw(stations(), frame, None)
    frame.write_text("station,stratum\n" + "\n".join(lines[:-8]) + "\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="'N_h': 20 for stratum 'y', but the frame has 19"):
        check_draw(stations(), frame, None)
    frame.write_text("station,stratum\n" + "\n".join(lines[:-7]) + "\n", encoding="utf-8")
    assert check_draw(stations(), frame, None).notes == ()


BAD_FILES = {
    "empty": (b"", "the file is empty"),
    "header alone": (b"a,b\n", "no row"),
    "a column twice": (b"a,a\n1,2\n", "two columns are called 'a'"),
    "not UTF-8": (b"a,b\n\xff,2\n", "x.csv:2:1 expected text in UTF-8"),
    "a short row": (b"a,b\n1,2\n1\n", "x.csv:3:1 the row has 1 cells, the header has 2"),
    "a long row": (b"a,b\n1,2,3\n", "the row has 3 cells, the header has 2"),
    "a quote that never ends": (b'a,b\n"1,2\n', "x.csv:2:1 a quotation mark is not closed"),
}


@pytest.mark.parametrize("mistake", BAD_FILES)
def test_a_file_that_is_no_table_is_refused(mistake: str) -> None:
    data, words = BAD_FILES[mistake]
    with pytest.raises(InputRefused, match=words.replace("(", r"\(")):
        parse_stations(data, "x.csv")


BAD_DESIGNS = {
    "no estimate": ("stratum: h\nsizes: {stations: N}\n", "'estimates' is missing"),
    "two kinds": (
        "sizes: {stations: N}\nestimates: [{name: a, total: x, mean: y}]\n",
        "expected exactly one of",
    ),
    "a ratio of three": (
        "sizes: {stations: N}\nestimates: [{name: a, ratio: [x, y, z]}]\n",
        "[PART, WHOLE]",
    ),
    "a method without a share": (
        "sizes: {stations: N}\nestimates: [{name: a, total: x, method: wilson}]\n",
        "'share' only",
    ),
    "an unknown method": (
        "sizes: {stations: N}\nestimates: [{name: a, share: x, method: wils}]\n",
        "wilson",
    ),
    "units without a column": (
        "sizes: {units: N1, stations: N}\nestimates: [{name: a, total: x}]\n",
        "named as 'unit'",
    ),
    "a unit without its size": (
        "unit: u\nsizes: {stations: N}\nestimates: [{name: a, total: x}]\n",
        "{units: COLUMN, stations: COLUMN}",
    ),
    "a name twice": (
        "sizes: {stations: N}\nestimates: [{name: a, total: x}, {name: a, mean: x}]\n",
        "two estimates are called 'a'",
    ),
    "an unknown key": (
        "stratm: h\nsizes: {stations: N}\nestimates: [{name: a, total: x}]\n",
        "unknown key 'stratm'. Did you mean 'stratum'?",
    ),
    "an unknown format": (
        "format: 2\nsizes: {stations: N}\nestimates: [{name: a, total: x}]\n",
        "format 2",
    ),
    "an unknown choice for lonely strata": (
        "lonely: certainty\nsizes: {stations: N}\nestimates: [{name: a, total: x}]\n",
        "refuse, collapse, average",
    ),
}


@pytest.mark.parametrize("mistake", BAD_DESIGNS)
def test_a_design_with_a_mistake_is_refused(tmp_path: Path, mistake: str) -> None:
    content, words = BAD_DESIGNS[mistake]
    path = tmp_path / "design.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        load_design(path)
    assert words in str(refused.value)


def test_missing_stations_are_counted_reweighted_and_bounded() -> None:
    csv = text([row if row[1] != "2" else "s2,x,u1,40,4,10,10,1,900,,,,," for row in ROWS])
    of = stations(csv, domain="rural")
    answer = response(of)
    assert (answer.drawn, answer.reported) == (8, 7)
    assert [(g.label, g.reported) for g in answer.strata] == [("x", 3), ("y", 4)]
    assert answer.domain_gap() == pytest.approx(0.25)
    found = estimate(of, load_policy())
    a = found.find("a")
    # three stations of x stand for forty
    assert a.estimate == pytest.approx(
        (40 / 3 * (300 + 260 + 150) + 5 * 580) / (40 / 3 * 1390 + 5 * 1160)
    )
    # the missing one is as large as the mean of its stratum, with no vote or every vote for a
    whole = 10 * 1390 * 4 / 3 + 5 * 1160
    assert a.bounds.low == pytest.approx((10 * 710 + 5 * 580) / whole)
    assert a.bounds.high == pytest.approx((10 * 710 + 5 * 580 + 10 * 1390 / 3) / whole)
    assert a.bounds.low < a.estimate < a.bounds.high
    late = found.find("late")
    assert (late.bounds.low, late.bounds.high) == (pytest.approx(10 / 60), pytest.approx(20 / 60))
    said = " ".join(found.warnings)
    assert "1 of 8 drawn stations" in said
    assert "under 90 % reported in 1 strata: x (3 of 4)" in said
    assert "differ by domain" in said


def test_missing_stations_of_a_design_with_weights_alone_pass_theirs_on() -> None:
    csv = text([row if row[1] != "2" else "s2,x,u1,40,4,10,10,1,900,,,,," for row in ROWS])
    asks = [{"name": "n", "total": "ballots"}]
    found = estimate(stations(csv, sizes=None, weight="weight", estimates=asks), load_policy())
    assert found.find("n").estimate == pytest.approx(40 / 3 * 1420 + 5 * 1200)
    assert found.find("n").se > 0


def test_several_columns_can_identify_a_station() -> None:
    rows = [row.replace(row[:2], f"s{1 + at % 4}", 1) for at, row in enumerate(ROWS)]
    with pytest.raises(InputRefused, match="is here twice"):
        stations(text(rows))
    assert len(stations(text(rows), station=["stratum", "station"]).file) == 8


def test_a_design_says_its_columns() -> None:
    assert [ask.name for ask in design().estimates] == [one["name"] for one in ESTIMATES]
