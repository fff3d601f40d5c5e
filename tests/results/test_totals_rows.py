"""Rows of totals are found and refused, never added in; stations are never taken for totals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from electcheck.errors import InputRefused
from electcheck.results.read import read_stations
from electcheck.results.totals import _nearly

from . import elections

Columns = dict[str, np.ndarray]


def total_line(columns: Columns, rows: slice, names: str) -> str:
    cells = [f"{columns[name][rows].sum():g}" for name in elections.COUNTS]
    return ",".join((names, *cells))


def refused_lines(path: Path) -> list[int]:
    with pytest.raises(InputRefused) as refused:
        read_stations(path, elections.column_map())
    assert all("counted twice" in fault.message for fault in refused.value.faults)
    return [fault.place.line for fault in refused.value.faults]


@pytest.fixture
def columns() -> Columns:
    return elections.clean(200)


@pytest.mark.parametrize("name", ["Total", "ИТОГО:", "Всего", "ჯამი", "GRAND  TOTAL", "Барлығы"])
def test_a_row_called_total_is_refused_even_if_it_adds_up_to_nothing(
    tmp_path: Path, columns: Columns, name: str
) -> None:
    lines = [*elections.csv_lines(columns), f"Region 1,District 1,{name},9,8,7,6,1,3,2,1"]
    assert refused_lines(elections.write(tmp_path / "a.csv", lines)) == [202]


def test_a_nameless_grand_total(tmp_path: Path, columns: Columns) -> None:
    total = total_line(columns, slice(None), "The country,,")
    lines = elections.csv_lines(columns)
    assert refused_lines(elections.write(tmp_path / "a.csv", [*lines, total])) == [202]
    assert refused_lines(elections.write(tmp_path / "a.csv", [lines[0], total, *lines[1:]])) == [2]


def test_subtotals_of_districts_and_regions_and_the_total_over_them(
    tmp_path: Path, columns: Columns
) -> None:
    lines = elections.csv_lines(columns)
    out, expected = [lines[0]], []
    for start in range(0, 200, 20):
        out += lines[1 + start : 21 + start]
        place = f"Region {start // 100 + 1},District {start // 20 % 5 + 1},all of it"
        out.append(total_line(columns, slice(start, start + 20), place))
        expected.append(len(out))
    out.append(total_line(columns, slice(None), "Everything,,"))
    expected.append(len(out))
    assert refused_lines(elections.write(tmp_path / "a.csv", out)) == expected


def test_a_subtotal_without_any_name_is_found_by_its_sum(tmp_path: Path, columns: Columns) -> None:
    lines = elections.csv_lines(columns)
    subtotal = total_line(columns, slice(40, 73), "Elsewhere,Nowhere,zzz")
    lines = [*lines[:74], subtotal, *lines[74:]]
    assert refused_lines(elections.write(tmp_path / "a.csv", lines)) == [75]


def test_a_station_whose_name_begins_with_total_is_a_station(
    tmp_path: Path, columns: Columns
) -> None:
    lines = elections.csv_lines(columns)
    lines[5] = lines[5].replace("No. 5,", "Total petrol station,")
    table = read_stations(elections.write(tmp_path / "a.csv", lines), elections.column_map())
    assert len(table) == 200


@pytest.mark.parametrize(
    ("district", "region", "nation"),
    [
        ("District total", "Region total", "National total"),
        ("Итого по ТИК", "Итого по области", "Всего по стране"),
        ("Total municipio", "Total departamento", "Total nacional"),
        ("İlçe toplamı", "Genel Toplam", "Toplam ülke"),
        ("სულ ოლქში", "სულ რეგიონში", "ჯამი:"),
        ("", "", ""),
    ],
)
def test_totals_at_three_levels_that_miss_their_sums_by_a_few_votes(
    tmp_path: Path, columns: Columns, district: str, region: str, nation: str
) -> None:
    lines = elections.csv_lines(columns)
    missed = {**columns, "registered": columns["registered"] + 0.15}
    out, expected = [lines[0]], []
    for start in range(0, 200, 20):
        out += lines[1 + start : 21 + start]
        out.append(total_line(missed, slice(start, start + 20), f",,{district}"))
        expected.append(len(out))
        if start % 100 == 80:
            out.append(total_line(missed, slice(start - 80, start + 20), f",,{region}"))
            expected.append(len(out))
    out.append(total_line(missed, slice(None), f",,{nation}"))
    expected.append(len(out))
    assert refused_lines(elections.write(tmp_path / "a.csv", out)) == expected


def test_a_nameless_station_is_a_finding_and_no_total(tmp_path: Path) -> None:
    """Every station in turn loses its name: none is the sum of its neighbours by chance."""
    for seed in range(3):
        columns = elections.clean(60, seed)
        for name in columns:
            columns[name] = np.floor(columns[name] / 8)
        lines = elections.csv_lines(columns)
        for at in range(1, 61):
            cells = lines[at].split(",")
            changed = [*lines[:at], ",".join(["", "", "", *cells[3:]]), *lines[at + 1 :]]
            path = elections.write(tmp_path / "a.csv", changed)
            assert len(read_stations(path, elections.column_map())) == 60


def test_clean_elections_hold_no_total_by_chance(tmp_path: Path) -> None:
    """False alarms: tiny stations, whose figures add up by chance most easily."""
    rng = np.random.default_rng(3)
    for _ in range(30):
        parts = rng.integers(0, 12, (3, 400)).astype(float)
        valid = parts.sum(axis=0)
        invalid = rng.integers(0, 2, 400).astype(float)
        columns = {
            "registered": valid + invalid + rng.integers(0, 9, 400),
            "issued": valid + invalid,
            "in_boxes": valid + invalid,
            "valid": valid,
            "invalid": invalid,
            **dict(zip(elections.CANDIDATES, parts, strict=True)),
        }
        path = elections.write(tmp_path / "a.csv", elections.csv_lines(columns))
        assert len(read_stations(path, elections.column_map())) == 400


def walked(columns: np.ndarray, row: int, near: tuple[float, float]) -> bool:
    """Tell by adding up rows one by one whether a row is nearly the sum of its neighbours."""
    main = int(columns.sum(axis=1).argmax())
    mine = columns[:, row]
    for block in (columns[:, :row][:, ::-1], columns[:, row + 1 :]):
        reached = block[main].cumsum()
        if not len(reached) or mine[main] <= 0:
            continue
        for end in {int(np.abs(reached - mine[main]).argmin()), len(reached) - 1}:
            if int((block[main, : end + 1] > 0).sum()) < 2:
                continue
            sums = block[:, : end + 1].sum(axis=1)
            share, votes = near
            if (np.abs(sums - mine) <= share * sums + np.minimum(votes, 5 * share * sums)).all():
                return True
    return False


def test_running_sums_find_the_near_totals_that_a_walk_finds() -> None:
    rng = np.random.default_rng(7)
    found = 0
    for _ in range(600):
        rows, width = int(rng.integers(1, 14)), int(rng.integers(3, 6))
        columns = rng.integers(0, int(rng.choice([3, 40, 400])), (width, rows)).astype(float)
        if rows > 3:
            row, begin = int(rng.integers(0, rows)), int(rng.integers(0, rows - 1))
            end = int(rng.integers(begin + 1, rows))
            if not begin <= row < end:
                total = columns[:, begin:end].sum(axis=1) + rng.integers(-1, 2, width)
                columns[:, row] = np.maximum(total, 0)
        hinted = dict.fromkeys(range(rows), ("x", (0.02, 8.0)))
        near = set(_nearly(columns, hinted))
        assert near == {row for row in hinted if walked(columns, row, hinted[row][1])}
        found += len(near)
    assert found > 10
