"""Any file of stations is read the same: packing, encoding, delimiter, number style, sheet."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import numpy as np
import pytest

from electcheck.errors import InputRefused
from electcheck.results.checks import check_stations
from electcheck.results.column_map import ColumnMap
from electcheck.results.read import read_stations

from . import elections

CYRILLIC = "Явка;Участок;Бюллетени;Действительные;Иванов;Петров"
CYRILLIC_MAP = ColumnMap.model_validate(
    {
        "station": ["Участок"],
        "region": "Явка",
        "issued": "Бюллетени",
        "valid": "Действительные",
        "votes": {"Иванов": "Иванов", "Петров": "Петров"},
    }
)
CYRILLIC_ROWS = [
    f"Область Омская;Участок {n};{500 + n};{490 + n};{300 + n};190" for n in range(1, 9)
]


def totals(path: Path, **changes: object) -> list[float]:
    table = read_stations(path, elections.column_map(**changes))
    assert len(table) == 40
    parts = [getattr(table, name) for name in elections.COUNTS[:5]]
    return [float(np.nansum(values)) for values in (*parts, *table.votes.values())]


@pytest.fixture
def columns() -> dict[str, np.ndarray]:
    return elections.clean(40)


@pytest.fixture
def expected(columns: dict[str, np.ndarray]) -> list[float]:
    return [float(values.sum()) for values in columns.values()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(
    tmp_path: Path, columns: dict[str, np.ndarray], expected: list[float], delimiter: str
) -> None:
    path = elections.write(tmp_path / "a.csv", elections.csv_lines(columns, delimiter))
    assert totals(path) == expected


def test_packings(tmp_path: Path, columns: dict[str, np.ndarray], expected: list[float]) -> None:
    text = ("\r\n".join(elections.csv_lines(columns)) + "\r\n").encode()
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(text))
    assert totals(packed) == expected
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("folder/", "")
        archive.writestr("__MACOSX/a", "x")
        archive.writestr("folder/a.csv", text)
    assert totals(tmp_path / "a.zip") == expected


def test_a_zip_of_two_tables_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "x")
        archive.writestr("b.csv", "x")
    with pytest.raises(InputRefused, match="one table, found 2 members"):
        totals(tmp_path / "a.zip")


def test_excel_and_parquet(
    tmp_path: Path, columns: dict[str, np.ndarray], expected: list[float]
) -> None:
    import openpyxl
    import pyarrow as pa
    import pyarrow.parquet as pq

    lines = [line.split(",") for line in elections.csv_lines(columns)]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Results of the election"])
    sheet.append([])
    for line in lines:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in line])
    book.create_sheet("Notes").append(["nothing here"])
    book.save(tmp_path / "a.xlsx")
    assert totals(tmp_path / "a.xlsx") == expected
    (tmp_path / "a.xlsx.gz").write_bytes(gzip.compress((tmp_path / "a.xlsx").read_bytes()))
    assert totals(tmp_path / "a.xlsx.gz") == expected
    with pytest.raises(InputRefused, match="no sheet 'Two'; the sheets are Sheet, Notes"):
        totals(tmp_path / "a.xlsx", read={"sheet": "Two"})

    arrays = {name: [line[at] for line in lines[1:]] for at, name in enumerate(lines[0])}
    typed = {
        name: [int(cell) for cell in cells] if name in elections.COUNTS else cells
        for name, cells in arrays.items()
    }
    pq.write_table(pa.table(typed), tmp_path / "a.parquet")
    assert totals(tmp_path / "a.parquet") == expected


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r", "cp866"]
)
def test_encodings_of_a_cyrillic_file(tmp_path: Path, encoding: str) -> None:
    path = elections.write(tmp_path / "a.csv", [CYRILLIC, *CYRILLIC_ROWS], encoding)
    table = read_stations(path, CYRILLIC_MAP)
    assert table.station[0] == "Участок 1"
    assert table.region is not None
    assert table.region[7] == "Область Омская"
    assert table.leader() == "Иванов"


def test_latin_1(tmp_path: Path) -> None:
    lines = ["Sección,Votos válidos,José,Íñigo", "Peñón 1,30,10,20", "Peñón 2,35,11,24"]
    path = elections.write(tmp_path / "a.csv", lines, "latin-1")
    votes = {"José": "José", "Íñigo": "Íñigo"}
    columns = ColumnMap.model_validate(
        {"station": ["Sección"], "valid": "Votos válidos", "votes": votes}
    )
    assert read_stations(path, columns).station.tolist() == ["Peñón 1", "Peñón 2"]


def one_column(tmp_path: Path, cells: list[str], **read: object) -> list[float]:
    lines = ["id;valid", *(f"{n};{cell}" for n, cell in enumerate(cells, start=1))]
    path = elections.write(tmp_path / "numbers.csv", lines)
    columns = ColumnMap.model_validate({"station": ["id"], "valid": "valid", "read": read})
    valid = read_stations(path, columns).valid
    assert valid is not None
    return [value if value == value else -99.0 for value in valid.tolist()]


@pytest.mark.parametrize(
    ("cells", "read", "values"),
    [
        (["12", "1 234", "1\u00a0234", "1\u202f234"], {}, [12, 1234, 1234, 1234]),
        (["12", "1.234", "1.234.567"], {}, [12, 1234, 1234567]),
        (["12", "1,234", "12,345"], {}, [12, 1234, 12345]),
        (["12", "1'234", "1’234"], {}, [12, 1234, 1234]),
        (["12,0", "1.234,0", "7"], {}, [12, 1234, 7]),
        (["12.0", "1,234.0", "7"], {}, [12, 1234, 7]),
        (["1234", "1.234"], {}, [1234, 1.234]),  # plain thousands beside it: a decimal mark
        (["12", "1.234"], {"decimal": "."}, [12, 1.234]),
        (["12", "1,234"], {"decimal": ","}, [12, 1.234]),
        (["12", "", "-", "н/д", "NA"], {}, [12, -99, -99, -99, -99]),
        (["12", "99999", "-1", "x"], {"missing": [99999, -1, "x"]}, [12, -99, -99, -99]),
        (["12", "-1", '"15"', " 7 "], {}, [12, -1, 15, 7]),
        (["1e3", "007", "+5"], {}, [1000, 7, 5]),
    ],
)
def test_numbers(
    tmp_path: Path, cells: list[str], read: dict[str, object], values: list[float]
) -> None:
    assert one_column(tmp_path, cells, **read) == values


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("12,5 %", "found the percentage '12,5 %'"),
        ("twelve", "expected a number, found 'twelve'"),
        ("12*", "found '12\\*'"),
        ("1 23", "found '1 23'"),
        ("1e999", "found '1e999'"),
        ("12345678901234567890", "above 10\\^15 are refused"),
        ("2019-06-09", "found '2019-06-09'"),
        ("=SUM(A1:A2)", "found '=SUM"),
    ],
)
def test_a_cell_that_is_no_number_is_refused_at_its_row_and_column(
    tmp_path: Path, cell: str, words: str
) -> None:
    with pytest.raises(InputRefused, match=words) as refused:
        one_column(tmp_path, ["1", "2", cell, "4"])
    (fault,) = refused.value.faults
    assert (fault.place.line, fault.place.column) == (4, 2)


def test_every_bad_cell_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        one_column(tmp_path, ["a", "2", "b"])
    assert [fault.place.line for fault in refused.value.faults] == [2, 4]


def test_missing_is_not_zero(tmp_path: Path) -> None:
    lines = ["id,a,b", "1,5,", "2,5,7"]
    path = elections.write(tmp_path / "a.csv", lines)
    columns = ColumnMap.model_validate(
        {"station": ["id"], "valid": {"sum": ["a", "b"]}, "invalid": {"difference": ["b", "a"]}}
    )
    table = read_stations(path, columns)
    assert table.valid is not None
    assert table.in_boxes is not None
    assert np.isnan(table.valid[0])
    assert table.valid[1] == 12
    assert table.in_boxes[1] == 14
    assert np.isnan(table.in_boxes[0])


def test_repeated_headers_blank_rows_and_titles_are_left_out_and_noted(
    tmp_path: Path, columns: dict[str, np.ndarray], expected: list[float]
) -> None:
    lines = elections.csv_lines(columns)
    broken = ["Results,of,the,election", "", *lines[:20], lines[0], "", *lines[20:], "," * 10]
    path = elections.write(tmp_path / "a.csv", broken)
    assert totals(path) == expected
    table = read_stations(path, elections.column_map())
    assert table.notes == (
        "left out 1 repeated header row(s): line 23",
        "left out 1 row(s) that are empty in every column of the map",
    )
    assert table.line is not None
    assert (
        path.read_text()
        .split("\n")[int(table.line[30]) - 1]
        .startswith("Region 1,District 2,No. 31")
    )


def test_quotation_marks_delimiters_and_line_ends_inside_a_cell(tmp_path: Path) -> None:
    lines = ['id,valid,"Party ""A"", left"', '"1, ""first""\nfloor",10,3', 'a "b" c,11,4', "z,12,5"]
    path = elections.write(tmp_path / "a.csv", lines)
    columns = ColumnMap.model_validate(
        {"station": ["id"], "valid": "valid", "votes": {"A": 'Party "A", left'}}
    )
    table = read_stations(path, columns)
    assert table.station.tolist() == ['1, "first"\nfloor', 'a "b" c', "z"]
    assert table.votes["A"].tolist() == [3, 4, 5]
    assert table.line is not None
    assert table.line.tolist() == [2, 4, 5]


def test_a_file_without_station_columns_knows_its_rows_by_their_line(tmp_path: Path) -> None:
    path = elections.write(tmp_path / "a.csv", ["N,t", "10,5", "20,6"])
    columns = ColumnMap.model_validate({"station": [], "registered": "N", "issued": "t"})
    table = read_stations(path, columns)
    assert table.station.tolist() == ["line 2", "line 3"]
    assert "E103" in check_stations(table).not_applicable


def test_duplicate_header_is_refused_only_if_the_map_uses_it(tmp_path: Path) -> None:
    path = elections.write(tmp_path / "a.csv", ["id,a,a,b", "1,2,3,4"])
    used = ColumnMap.model_validate({"station": ["id"], "valid": "a"})
    with pytest.raises(InputRefused, match=r"2 columns are called 'a' \(columns 2, 3\)"):
        read_stations(path, used)
    unused = ColumnMap.model_validate({"station": ["id"], "valid": "b"})
    assert len(read_stations(path, unused)) == 1


def test_random_damage_to_a_file_never_crashes(tmp_path: Path) -> None:
    """Twelve hundred random edits of bytes: read, or refused; nothing else."""
    rng = np.random.default_rng(5)
    text = ("\n".join(elections.csv_lines(elections.clean(15))) + "\n").encode()
    path = tmp_path / "a.csv"
    columns = elections.column_map()
    outcomes = {"read": 0, "refused": 0}
    bits = [b",", b'"', b"\n", b"", b"9", b"-", b".", b" ", b"\xff", b"\0", b"x", b";", b"\r"]
    for _ in range(1200):
        data = bytearray(text)
        for _ in range(rng.integers(1, 3)):
            at = int(rng.integers(0, len(data)))
            width = int(rng.choice([0, 1, 1, 5, 60]))
            data[at : at + width] = bits[rng.integers(0, len(bits))]
        path.write_bytes(bytes(data))
        try:
            table = read_stations(path, columns)
            list(check_stations(table).issues())
            outcomes["read"] += 1
        except InputRefused:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 150


def two_rows_of_header(columns: dict[str, np.ndarray]) -> list[list[str]]:
    """Return the rows of a printed form: a title, groups over columns, numbers of the columns."""
    lines = [line.split(",") for line in elections.csv_lines(columns)]
    names = lines[0]
    split = names.index(elections.CANDIDATES[0])
    upper = [*names[:split], "Votes for", *[""] * (len(names) - split - 1)]
    lower = [*[""] * split, *names[split:]]
    title = ["Results by polling station", *[""] * (len(names) - 1)]
    numbers = [str(at + 1) for at in range(len(names))]
    return [title, upper, lower, numbers, *lines[1:]]


def test_a_header_over_two_rows_and_a_row_that_numbers_the_columns(
    tmp_path: Path, columns: dict[str, np.ndarray], expected: list[float]
) -> None:
    import openpyxl

    rows = two_rows_of_header(columns)
    path = elections.write(tmp_path / "a.csv", [",".join(row) for row in rows])
    assert totals(path) == expected
    assert read_stations(path, elections.column_map()).notes == (
        "left out line 4, which numbers the columns",
    )
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("I2:K2")
    book.save(tmp_path / "a.xlsx")
    assert totals(tmp_path / "a.xlsx") == expected


def test_names_below_several_groups_are_told_apart_by_the_group(tmp_path: Path) -> None:
    lines = ["id,Alma,,Boris,", ",votes,%,votes,%", "1,30,60.0,20,40.0", "2,10,25.0,30,75.0"]
    columns = {"station": "id", "votes": {"Alma": "Alma votes", "Boris": "Boris votes"}}
    table = read_stations(
        elections.write(tmp_path / "a.csv", lines), ColumnMap.model_validate(columns)
    )
    assert table.votes["Boris"].tolist() == [20, 30]


def test_a_first_station_whose_figures_are_its_columns_is_kept_in_a_narrow_file(
    tmp_path: Path,
) -> None:
    path = elections.write(tmp_path / "a.csv", ["id,A,B", "1,2,3", "2,5,6"])
    columns = ColumnMap.model_validate({"station": "id", "votes": {"A": "A", "B": "B"}})
    assert len(read_stations(path, columns)) == 2


def test_a_formula_that_nobody_computed_is_refused_and_not_taken_as_missing(
    tmp_path: Path,
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "valid", "A", "remark"])
    sheet.append([1, 30, 30, "=1+1"])
    sheet.append([2, "=SUM(C3:C3)", 40, None])
    sheet.append([3, "=SUM(C4:C4)", None, None])
    book.save(tmp_path / "a.xlsx")
    columns = ColumnMap.model_validate({"station": "id", "valid": "valid", "votes": {"A": "A"}})
    with pytest.raises(InputRefused) as refused:
        read_stations(tmp_path / "a.xlsx", columns)
    (fault,) = refused.value.faults
    assert (fault.place.line, fault.place.column) == (3, 2)
    assert "the formula '=SUM(C3:C3)' and no value" in fault.message
    narrow = ColumnMap.model_validate({"station": "id", "votes": {"A": "A"}})
    table = read_stations(tmp_path / "a.xlsx", narrow)
    assert np.isnan(table.votes["A"]).tolist() == [False, False, True]
