"""Stations against announced totals and copies; the national accounts of 9 June 2019."""

from __future__ import annotations

import csv
import json
import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from electcheck.errors import InputRefused
from electcheck.files.packaged import default_case
from electcheck.results.reconciling.bulletins import bulletin_lines
from electcheck.results.reconciling.case import reconcile_case
from electcheck.results.reconciling.digits import Slip, one_digit_slips
from electcheck.results.reconciling.exit_polls import margin
from electcheck.results.reconciling.levels import announced_lines, copy_lines, read_announced
from electcheck.results.reconciling.line import Line
from electcheck.results.reconciling.rounding import printed_percent
from electcheck.results.table import Stations

from . import elections

PACKAGE = default_case() / "results" / "datapackage.json"
FINAL = {
    "Tokayev": 6539715,
    "Kosanov": 1495401,
    "Yespayeva": 465714,
    "Rakhimbekov": 280451,
    "Taspikhov": 182898,
    "Akhmetbekov": 167649,
    "Tugel": 84582,
}


def case_lines(section: str, every: bool = False) -> list[Line]:
    return [line for line in reconcile_case(PACKAGE, every).lines if line.section == section]


def test_the_final_account_of_2019_adds_up() -> None:
    assert sum(FINAL.values()) == 9216410
    lines = {line.subject: line for line in case_lines("account")}
    assert lines["candidates sum to valid"].status == "holds"
    assert lines["valid and invalid sum to ballots cast"].status == "holds"
    assert lines["official turnout of the lists"].status == "holds"
    assert lines["printed percentages as shares of valid votes"].status == "holds"
    assert lines["printed percentages as shares of ballots cast"].status == "look"


def test_the_one_digit_press_error_is_found() -> None:
    (line,) = case_lines("press copies")
    assert line.status == "does_not_hold"
    assert (line.observed, line.low) == (1495491, 1495401)
    assert "+90" in line.message
    assert "Kosanov 1,495,491 for 1,495,401" in line.message
    assert not reconcile_case(PACKAGE).holds


def test_arithmetic_alone_leaves_two_slips_and_says_both() -> None:
    slips = one_digit_slips({**FINAL, "Kosanov": 1495491}, 9216410)
    assert slips == [Slip("Kosanov", 1495491, 1495401), Slip("Taspikhov", 182898, 182808)]


@pytest.mark.parametrize("name", FINAL)
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_every_planted_digit_is_among_the_slips_found(name: str, place: int) -> None:
    digits = list(str(FINAL[name]))
    digits[place] = str((int(digits[place]) + 4) % 10)
    printed = int("".join(digits))
    slips = one_digit_slips({**FINAL, name: printed}, 9216410)
    if len(str(printed)) == len(str(FINAL[name])):
        assert Slip(name, printed, FINAL[name]) in slips


def test_three_candidates_appear_to_fall_from_preliminary_to_final() -> None:
    lines = case_lines("preliminary to final")
    fallen = {line.subject for line in lines if line.status == "look"}
    assert fallen == {"Yespayeva", "Rakhimbekov", "Taspikhov"}
    assert all("as the press rounded it" in line.message for line in lines if line.status == "look")


def test_rounding_is_carried_as_a_range() -> None:
    bounds = printed_percent("5.2")
    assert (bounds.low, bounds.high) == (Fraction(515, 10000), Fraction(525, 10000))
    assert printed_percent("5.20").low == Fraction(5195, 100000)


def test_exit_polls_state_their_error_and_design_effect() -> None:
    lines = {line.subject: line for line in case_lines("exit polls")}
    molodezh = lines["Molodezh: Tokayev"]
    assert "12,000 interviews at 300 stations, design effect 2 assumed" in molodezh.message
    # By hand: 1.96 * sqrt(2 * .6994 * .3006 / 12000) = 1.16 points.
    assert 100 * margin(0.6994, 12000, 2, 0.95) == pytest.approx(1.16, abs=0.005)
    assert lines["Kogamdyk pikiri: Tokayev"].status == "not_applicable"


def test_what_cannot_be_checked_is_a_limit_of_the_search() -> None:
    (limit,) = reconcile_case(PACKAGE).limits
    assert "limit of the search, and no evidence about the commission" in limit


def bulletin(time: str, percent: str, region: str = "north") -> dict[str, str]:
    return {"region": region, "time": time, "turnout_percent": percent, "source": "x"}


@pytest.mark.parametrize(
    ("series", "status", "word"),
    [
        ([("10:00", "20.5"), ("12:00", "20.3")], "does_not_hold", "falls"),
        ([("10:00", "20.5"), ("11:00", "20")], "holds", "all bulletins"),  # rounding explains it
        ([("10:00", "20"), ("12:00", "60.1")], "look", "jumps"),
        ([("10:00", "20"), ("12:00", "60")], "holds", "all bulletins"),  # twenty points an hour
        ([("10:00", "20"), ("12:00", "20")], "look", "stands still"),
        ([("10:00", "20"), ("11:59", "20")], "holds", "all bulletins"),
        ([("12:00", "25"), ("10:00", "20")], "holds", "all bulletins"),  # order of rows
    ],
)
def test_bulletins_on_both_sides_of_each_bound(
    series: list[tuple[str, str]], status: str, word: str
) -> None:
    lines = list(bulletin_lines([bulletin(*one) for one in series]))
    assert lines[0].status == status
    assert word in lines[0].message or word in lines[0].subject


def test_a_national_figure_outside_its_regions() -> None:
    rows = [bulletin("12:00", "20"), bulletin("12:00", "30", "south")]
    lines = list(bulletin_lines([*rows, bulletin("12:00", "32", "kazakhstan")]))
    assert lines[0].status == "does_not_hold"
    lines = list(bulletin_lines([*rows, bulletin("12:00", "30.4", "kazakhstan")]))
    assert lines[0].status == "holds"


def test_the_bulletins_of_eight_ballots_are_all_there() -> None:
    with (PACKAGE.parent / "turnout_bulletins.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 514
    assert len({row["election"] for row in rows}) == 8
    with (PACKAGE.parent / "regions.csv").open(encoding="utf-8") as stream:
        regions = {row["region"] for row in csv.DictReader(stream)}
    assert len(regions) == 17
    of_2019 = {row["region"] for row in rows if row["election"] == "pres2019"}
    assert of_2019 == regions | {"kazakhstan"}
    assert all(row["source"].startswith("http") or "." in row["source"] for row in rows)
    assert {line.subject.split(":")[0] for line in case_lines("turnout bulletins", True)} >= {
        "parl2012",
        "ref2022",
    }


def test_a_faulty_case_table_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    shutil.copytree(PACKAGE.parent, folder)
    path = folder / "national_results.csv"
    path.write_text(path.read_text("utf-8").replace("6539715", "many", 1), "utf-8")
    with pytest.raises(InputRefused, match=r"results.csv:2:5 'votes': expected an integer"):
        reconcile_case(folder / "datapackage.json")
    package = json.loads(PACKAGE.read_text("utf-8"))
    package["resources"][0]["path"] = "../../secret.csv"
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    with pytest.raises(InputRefused, match="leads out of its folder"):
        reconcile_case(folder / "datapackage.json")


def announced(tmp_path: Path, *rows: str) -> list[Line]:
    path = elections.write(tmp_path / "t.csv", ["level,name,quantity,value,rounded_to", *rows])
    table = elections.table(elections.clean())
    return list(announced_lines(table, read_announced(path, table), str(path)))


def test_stations_sum_to_what_was_announced_at_every_level(tmp_path: Path) -> None:
    columns = elections.clean()
    valid, alma = columns["valid"], columns["Alma"]
    lines = announced(
        tmp_path,
        f"nation,,valid,{valid.sum():.0f},",
        f"region,Region 2,Alma,{alma[100:200].sum():.0f},",
        f"district,Region 1 / District 1,valid,{valid[:20].sum():.0f},",
        f"nation,,Alma,{alma.sum() + 1:.0f},",
        f"nation,,Boris,{round(columns['Boris'].sum(), -3):.0f},1000",
        "region,Region 9,valid,5,",
    )
    assert [line.status for line in lines] == [
        "holds", "holds", "holds", "does_not_hold", "holds", "does_not_hold",
    ]  # fmt: skip
    assert ": -1" in lines[3].message


def test_districts_of_two_regions_that_share_a_name_are_told_apart(tmp_path: Path) -> None:
    columns = elections.clean()
    with pytest.raises(InputRefused) as refused:
        announced(tmp_path, "district,District 1,valid,5,", "district,District 2,valid,5,")
    assert [fault.place.line for fault in refused.value.faults] == [2, 3]
    assert "4 districts are called 'District 1'" in refused.value.faults[0].message
    assert "'Region 2 / District 1'" in refused.value.faults[0].message

    table = elections.table(columns)
    valid = columns["valid"].reshape(20, 20).sum(axis=1)
    names = [f"Region {at // 5 + 1} / District {at % 5 + 1}" for at in range(20)]
    valid[7] += 3
    higher = Stations("higher.csv", np.array(names, dtype=object), valid=valid)
    (line,) = [one for one in copy_lines(table, higher, "district") if one.status != "holds"]
    assert line.subject == "Region 2 / District 3: valid"

    alone = table.keep(table.region == "Region 3")  # type: ignore[arg-type]
    short = [f"District {at + 1}" for at in range(5)]
    higher = Stations("higher.csv", np.array(short, dtype=object), valid=valid[10:15])
    assert {one.status for one in copy_lines(alone, higher, "district")} == {"holds"}


def test_missing_cells_leave_a_short_sum_undecided(tmp_path: Path) -> None:
    columns = elections.clean()
    total = columns["valid"].sum()
    columns["valid"][3] = np.nan
    table = elections.table(columns)
    path = elections.write(
        tmp_path / "t.csv",
        ["level,name,quantity,value", f"nation,,valid,{total:.0f}", "nation,,valid,9"],
    )
    short, long = announced_lines(table, read_announced(path, table), str(path))
    assert short.status == "look"
    assert long.status == "does_not_hold"


def test_announced_totals_with_faults_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        announced(tmp_path, "county,,valid,5,", "nation,,vald,5,", "nation,,valid,many,")
    words = [fault.message for fault in refused.value.faults]
    assert len(words) == 3
    assert "Did you mean 'valid'?" in words[1]


def test_a_copy_that_differs_in_one_cell_and_lacks_a_station() -> None:
    ours = elections.table(elections.clean())
    columns = elections.clean()
    columns["Boris"][7] += 10
    theirs = elections.table(columns).keep(np.arange(400) != 3)
    lines = [line for line in copy_lines(ours, theirs, "station") if line.status != "holds"]
    assert [(line.status, line.observed) for line in lines] == [
        ("look", None),
        ("does_not_hold", columns["Boris"][7]),
    ]
    assert "No. 4" in lines[0].subject
    assert "No. 8: Boris" in lines[1].subject
    assert "+10" in lines[1].message


def test_a_higher_level_s_protocols_are_compared_with_the_sums_of_stations() -> None:
    table = elections.table(elections.clean())
    names = ["Region 1", "Region 2", "Region 3", "Region 4"]
    valid = elections.clean()["valid"].reshape(4, 100).sum(axis=1)
    valid[2] += 5
    higher = Stations("higher.csv", np.array(names, dtype=object), valid=valid)
    lines = [line for line in copy_lines(table, higher, "region") if line.status != "holds"]
    (line,) = lines
    assert line.subject == "Region 3: valid"
    assert "+5" in line.message
