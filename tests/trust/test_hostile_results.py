"""Results files made to harm: bombs, odd cells, maps that reach for what they should not."""

from __future__ import annotations

import gzip
import io
import os
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.command import Ran, run
from tests.conftest import SLOWED

ROWS = "uik,registered,valid\n1,100,90\n2,200,150\n"
MAP = "station: uik\nregistered: registered\nvalid: valid\n"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def check(folder: Path, data: bytes, name: str = "x.csv", columns: str = MAP) -> Ran:
    """Check a file in a fresh folder: it ends soon, and nothing is written."""
    path, column_map = folder / name, folder / "map.yaml"
    path.write_bytes(data)
    column_map.write_text(columns, "utf-8", newline="\n")
    before = sorted(folder.rglob("*"))
    started = time.process_time()
    ran = run("results", "check", path, "--map", column_map)
    assert time.process_time() - started < 5 * SLOWED
    assert sorted(folder.rglob("*")) == before
    return ran


def refused(ran: Ran, words: str) -> None:
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def workbook(**parts: bytes) -> bytes:
    """Return a plain workbook of the rows with some of its parts replaced or added."""
    book = openpyxl.Workbook()
    for line in ROWS.splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    plain = io.BytesIO()
    book.save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(rows: str) -> dict[str, bytes]:
    return {SHEET: f"<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>".encode()}


CELLS = "".join(
    f'<c r="{column}1" t="inlineStr"><is><t>{name}</t></is></c>'
    for column, name in zip("ABC", ("uik", "registered", "valid"), strict=True)
)
HEAD = f'<row r="1">{CELLS}</row>'


def test_the_plain_files_are_read(tmp_path: Path) -> None:
    assert check(tmp_path, ROWS.encode()).code == 0
    assert check(tmp_path, workbook(), "x.xlsx").code == 0
    assert (
        check(tmp_path, workbook(**sheet(HEAD + '<row r="2"><c r="A2"><v>1</v></c></row>'))).code
        == 0
    )


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 12))
    + b"]><x>&l;</x>"
)


@pytest.mark.parametrize(
    "part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_grow_without_an_end(tmp_path: Path, part: str, encoding: str) -> None:
    text = LAUGHS.decode().replace('"1.0"', f'"1.0" encoding="{encoding}"')
    bomb = workbook(**{part: text.encode(encoding)})
    refused(check(tmp_path, bomb), f"{part} declares a document type")


def test_an_entity_from_a_file_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("swordfish", "utf-8")
    text = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]><x>&e;</x>'
    ran = check(tmp_path, workbook(**{"xl/sharedStrings.xml": text.encode()}))
    refused(ran, "declares a document type")
    assert "swordfish" not in ran.err


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({SHEET: b"<a>" + b" " * 60_000_000}, "the workbook unpacks to"),
        ({"xl/media/x.bin": b"\0" * 60_000_000}, "the workbook unpacks to"),
        (
            {
                "xl/styles.xml": b"<styleSheet><cellXfs>"
                + b"<xf/>" * 150_000
                + b"</cellXfs></styleSheet>"
            },
            "xl/styles.xml has more than",
        ),
        (
            {"xl/sharedStrings.xml": f"<sst {SPACE}>".encode() + b"<si/>" * 400_000 + b"</sst>"},
            "xl/sharedStrings.xml has more than",
        ),
        (sheet(HEAD + '<row r="999999999999"><c><v>1</v></c></row>'), "more cells than are read"),
        (sheet(HEAD + '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'), "more cells"),
        (
            sheet(
                HEAD
                + "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 500))
            ),
            "more cells than are read",
        ),
        (
            sheet(
                HEAD
                + "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 900))
                + '<row r="901"><c r="XFD901"><v>1</v></c></row>'
            ),
            "a cell far from the others",
        ),
        (sheet(HEAD + "<row>" * 5_000), "the workbook is damaged"),
        (sheet(HEAD + '<row r="x"><c r="?"/></row>'), "the workbook is damaged"),
        ({SHEET: b"no XML"}, "the workbook is damaged"),
        ({"xl/workbook.xml": b"<workbook/>"}, "the workbook"),
        ({"[Content_Types].xml": TYPES.encode()}, "the workbook is damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_workbooks_that_would_fill_the_memory(
    tmp_path: Path, parts: dict[str, bytes], words: str
) -> None:
    refused(check(tmp_path, workbook(**parts)), words)


def test_a_workbook_with_two_parts_of_one_name_says_which_program_reads_which(
    tmp_path: Path,
) -> None:
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, b"<worksheet/>")
    refused(check(tmp_path, out.getvalue()), "two parts of one name")


def with_formula(kept: str) -> dict[str, bytes]:
    cells = (
        f'<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f>1+SYSTEM("x")</f>{kept}</c>'
        '<c r="C2"><v>5</v></c></row>'
    )
    return sheet(HEAD + cells)


def test_a_formula_counts_by_its_kept_value_and_is_not_worked_out(tmp_path: Path) -> None:
    ran = check(tmp_path, workbook(**with_formula("<v>7</v>")))
    assert ran.code == 0, ran.err
    assert "1 polling station" in ran.out


def test_a_formula_without_a_kept_value_is_refused_and_not_worked_out(tmp_path: Path) -> None:
    refused(check(tmp_path, workbook(**with_formula(""))), "and no value")


def packed(data: bytes, name: str = "x.csv") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, packed], ids=["gzip", "zip"])
def test_a_small_file_that_unpacks_to_a_large_one(tmp_path: Path, pack) -> None:
    bomb = pack(b"uik,registered,valid\n" + b"1,100,90\n" * 3_000_000)
    assert len(bomb) < 200_000
    refused(check(tmp_path, bomb), "unpacks to more than")
    refused(check(tmp_path, pack(bomb)), "unpacks to more than")


def test_an_archive_in_an_archive_in_an_archive(tmp_path: Path) -> None:
    data = ROWS.encode()
    assert check(tmp_path, packed(packed(data))).code == 0
    for _ in range(4):
        data = packed(data)
    refused(check(tmp_path, data), "packed more than three times over")


@pytest.mark.parametrize("name", ["../../etc/x.csv", "/etc/x.csv", "C:\\x.csv", "a/../../x.csv"])
def test_a_path_in_an_archive_leads_nowhere(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    assert check(inside, packed(ROWS.encode(), name)).code == 0
    assert sorted(path.name for path in tmp_path.rglob("*.csv")) == ["x.csv"]


@pytest.mark.parametrize(
    "data",
    [
        b"\x1f\x8b\x08\x00" + b"\xff" * 50,
        gzip.compress(ROWS.encode())[:-12],
        packed(ROWS.encode())[:60],
        b"PK\x03\x04" + b"\0" * 200,
        b"PK\x05\x06" + b"\0" * 18,
        b"PAR1" + b"\xff" * 100 + b"PAR1",
    ],
    ids=["header of gzip", "cut gzip", "cut zip", "empty members", "no member", "parquet"],
)
def test_damaged_archives(tmp_path: Path, data: bytes) -> None:
    refused(check(tmp_path, data), "x.csv ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ROWS + "\0,1,1\n", "binary data"),
        (ROWS + "3,1,1\n" * 2_000 + "\0,1,1\n", "x.csv:2004:1 column 'uik': the character U+0000"),
        (ROWS + "\x1b[31mred,1,1\n", "x.csv:4:1 column 'uik': the character U+001B"),
        (ROWS + "\u202e3,1,1\n", "right-to-left override"),
        (ROWS + f'"{"x" * 200_000}\n",1,1\n', ""),
        (ROWS + '"3,1,1\n', "x.csv:4:1 the row has 1 cell"),
        (ROWS + "3,1e999,1\n", "column 'registered'"),
        (ROWS + "3,inf,1\n", "column 'registered'"),
        (ROWS + f"3,{'9' * 5_000},1\n", "column 'registered'"),
        (ROWS + "3,1,1\n" * 2_000 + "3,1\x00,1\n", "x.csv:2004:2 column 'registered'"),
        (ROWS + "3,=1+1,1\n", "column 'registered'"),
        ("uik," * 50_000 + "\n", ""),
        ("\n" * 100_000, "the file is empty"),
        ('"' * 99_999, ""),
    ],
)
def test_odd_cells(tmp_path: Path, text: str, words: str) -> None:
    ran = check(tmp_path, text.encode())
    if words:
        refused(ran, words)
    assert ran.code in (0, 2)
    assert "\x1b" not in ran.err + ran.out


@pytest.mark.parametrize(
    "reading",
    [
        *(
            f"encoding: {name}"
            for name in (
                "rot13", "hex", "zlib", "bz2", "base64", "idna", "punycode", "undefined", "utf-7",
                "unicode_escape", "raw_unicode_escape", "mbcs", "os", "../../x", "encodings.cp1251",
                '"utf-8\\0"', "__import__('os')",
            )
        ),
        *(
            f"delimiter: {mark}"
            for mark in ("'\"'", '"\\n"', '"\\r"', "a", "1", "' '", "é", "'.'", "ab")
        ),
        "decimal: x",
        "sheet: [1]",
        "missing: {a: b}",
        "missing: [[1]]",
    ],
)  # fmt: skip
def test_a_map_reaches_nothing_but_the_table(tmp_path: Path, reading: str) -> None:
    refused(check(tmp_path, ROWS.encode(), columns=f"{MAP}read: {{{reading}}}\n"), "map.yaml:4:")


@pytest.mark.parametrize(
    "column",
    [
        "__class__",
        "registered.__class__",
        "{registered.__class__}",
        "eval('1')",
        "{sum: [registered, '__import__(\"os\")']}",
        "{difference: [registered]}",
        "{product: [registered, valid]}",
        "{sum: []}",
        "{sum: [{sum: [registered]}]}",
        "{plus: [registered], minus: registered}",
        "5.5",
        "[registered]",
    ],
)
def test_a_column_is_a_name_and_no_expression(tmp_path: Path, column: str) -> None:
    columns = f"station: uik\nregistered: {column}\nvalid: valid\n"
    refused(check(tmp_path, ROWS.encode(), columns=columns), "")


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no pipes in folders")
def test_a_pipe_of_results_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.csv")
    (tmp_path / "map.yaml").write_text(MAP, "utf-8")
    refused(
        run("results", "check", tmp_path / "x.csv", "--map", tmp_path / "map.yaml"),
        "expected a file, found a pipe",
    )


def test_a_file_larger_than_the_bound_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as stream:
        stream.truncate(2_000_000_001)
    (tmp_path / "map.yaml").write_text(MAP, "utf-8")
    started = time.process_time()
    ran = run("results", "check", path, "--map", tmp_path / "map.yaml")
    refused(ran, "has 2,000,000,001 bytes; at most 2,000,000,000 are read")
    assert time.process_time() - started < 5 * SLOWED


@pytest.mark.parametrize(
    "words",
    [
        ("results", "test", "x.csv", "--resamples"),
        ("results", "test", "x.csv", "--calibrate"),
        ("results", "calibrate", "x.csv", "--simulations"),
        ("results", "simulate", "x.csv", "--simulations"),
        ("robustness", "--draws"),
        ("agreement", "--draws"),
    ],
    ids=" ".join,
)
def test_a_number_that_would_run_for_years_is_refused(words: tuple[str, ...]) -> None:
    for number in ("1000001", "99999999999999999999"):
        ran = run(*words, number)
        assert (ran.code, ran.out) == (2, "")
        assert "1000000" in ran.err
