"""One mistake a file: each is refused with sheet, row and column, and nothing is half imported."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from electcheck.errors import InputRefused
from electcheck.forms.choosing import choose
from electcheck.forms.form import Form
from electcheck.forms.importing import indicators_by_area
from electcheck.forms.keeping import import_file
from electcheck.forms.workbook import (
    FIRST_ROW,
    STATEMENT_COLUMNS,
    statements_workbook,
    visits_workbook,
)
from electcheck.rules.opening import Opened
from tests.command import run
from tests.forms.filling import central_csv, fill_statements, fill_visits, parts_of, saved, visit

Formia = tuple[Opened, Path]
Change = Callable[[Any], object]
Offer = Callable[[Path], str]


@pytest.fixture
def offer(formia: Formia, case: Path) -> Callable[[Path], str]:
    """Return a function that offers a file for import, sees it refused, and tells why."""

    def refused(file: Path) -> str:
        with pytest.raises(InputRefused) as raised:
            import_file(file, formia[0], case)
        assert not (case / "drafts").exists(), "nothing is half imported"
        return str(raised.value)

    return refused


@pytest.fixture(scope="module")
def voting(formia: Formia) -> tuple[Form, bytes]:
    form = choose(*formia, "voting")
    return form, visits_workbook(form)


def place(sheet: Any, form: Form, name: str, row: int = FIRST_ROW) -> Any:
    """Return the cell of a field in a row of a sheet of visits."""
    for column in range(1, sheet.max_column + 1):
        if sheet.cell(1, column).value == name:
            return sheet.cell(row, column)
    raise AssertionError(name)


def swap(sheet: Any, one: int, other: int) -> None:
    for row in range(1, FIRST_ROW + 1):
        a, b = sheet.cell(row, one), sheet.cell(row, other)
        a.value, b.value = b.value, a.value


WORKBOOK_MISTAKES: dict[str, tuple[Change, str]] = {
    "a formula": (
        lambda book: setattr(cell(book, "registered"), "value", "=1000+200"),
        "sheet 'voting', column 'registered': a formula ('=1000+200')",
    ),
    "a formula in place of a choice": (
        lambda book: setattr(cell(book, "secret"), "value", '=HYPERLINK("http://x")'),
        "sheet 'voting', column 'secret': a formula",
    ),
    "a choice typed by hand": (
        lambda book: setattr(cell(book, "secret"), "value", "yess"),
        "column 'secret': not an answer of the list: 'yess'. Did you mean 'yes'?",
    ),
    "true in place of a choice": (
        lambda book: setattr(cell(book, "secret"), "value", True),
        "column 'secret': not an answer of the list: 'True'",
    ),
    "a date as text": (
        lambda book: setattr(cell(book, "day"), "value", "11 May 2031"),
        "column 'day': expected a date, found the text '11 May 2031'",
    ),
    "an ISO date as text": (
        lambda book: setattr(cell(book, "day"), "value", "2031-05-11"),
        "column 'day': expected a date, found the text '2031-05-11'",
    ),
    "a day outside the election": (
        lambda book: setattr(cell(book, "day"), "value", date(2030, 5, 11)),
        "column 'day': 2030-05-11 lies before the election's phases (2031-02-01)",
    ),
    "a number as words": (
        lambda book: setattr(cell(book, "registered"), "value", "about 1000"),
        "column 'registered': expected a whole number, found 'about 1000'",
    ),
    "a fraction of a voter": (
        lambda book: setattr(cell(book, "registered"), "value", 10.5),
        "column 'registered': expected a whole number, found '10.5'",
    ),
    "an answer missing": (
        lambda book: setattr(cell(book, "pressure"), "value", None),
        "column 'pressure': an answer is missing",
    ),
    "no reason for what does not apply": (
        lambda book: setattr(cell(book, "mobile_refused"), "value", "not_applicable"),
        "column 'not_applicable_why': an answer is missing",
    ),
    "no reason for what was not seen": (
        lambda book: setattr(cell(book, "stuffing"), "value", "not_seen"),
        "column 'unseen_why': an answer is missing",
    ),
    "an incident without a word": (
        lambda book: setattr(cell(book, "incident_1"), "value", "stuffing"),
        "column 'incident_what': an answer is missing",
    ),
    "gone before coming": (
        lambda book: setattr(cell(book, "left"), "value", "08:00"),
        "column 'left': the departure 08:00 lies before the arrival 09:00",
    ),
    "an error of the spreadsheet": (
        lambda book: setattr(cell(book, "voted"), "value", "#REF!"),
        "column 'voted': the cell holds the error #REF!",
    ),
    "a column renamed": (
        lambda book: setattr(heading(book, "secret"), "value", "secrecy"),
        "renamed or moved: expected the heading 'secret', found 'secrecy'",
    ),
    "columns moved": (
        lambda book: swap(book["voting"], 9, 10),
        "renamed or moved: expected the heading",
    ),
    "a word beyond the last column": (
        lambda book: setattr(beyond(book), "value", "see my notes"),
        "'see my notes' stands beyond the last column of the form",
    ),
    "a sheet of one's own": (
        lambda book: book.create_sheet("Sheet1").append(["more"]),
        "the form has no such sheet. What stands in it would be lost",
    ),
    "a sheet renamed": (
        lambda book: setattr(book["voting"], "title", "Voting day"),
        "this sheet of the form is missing",
    ),
    "an old version of the form": (
        lambda book: setattr(book["about"].cell(3, 2), "value", "1.0000000000"),
        "an old or unknown version of the form, '1.0000000000'",
    ),
    "another case's form": (
        lambda book: setattr(book["about"].cell(1, 2), "value", "atlantis"),
        "this is a form of another case, 'atlantis', not of 'formia'",
    ),
    "no form at all": (
        lambda book: book.remove(book["about"]),
        "there is no sheet 'about': this is no workbook of electcheck",
    ),
}


def cell(book: Any, name: str) -> Any:
    return place(book["voting"], None, name)  # type: ignore[arg-type]


def heading(book: Any, name: str) -> Any:
    return place(book["voting"], None, name, 1)  # type: ignore[arg-type]


def beyond(book: Any) -> Any:
    sheet = book["voting"]
    last = max(c.column for c in sheet[1] if c.value)
    return sheet.cell(FIRST_ROW, last + 3)


@pytest.mark.parametrize("mistake", WORKBOOK_MISTAKES)
def test_a_mistake_in_a_workbook(
    mistake: str, voting: tuple[Form, bytes], offer: Offer, tmp_path: Path
) -> None:
    change, told = WORKBOOK_MISTAKES[mistake]
    form, blank = voting
    book = fill_visits(blank, form, [visit(form)])
    change(book)
    said = offer(saved(book, tmp_path / "day.xlsx"))
    assert told in said
    assert said.startswith(("day.xlsx:", "day.xlsx "))


def test_the_place_of_a_mistake_is_its_row_and_column(
    voting: tuple[Form, bytes], case: Path, tmp_path: Path
) -> None:
    form, blank = voting
    book = fill_visits(blank, form, [visit(form), visit(form, observer="OBS-2"), visit(form)])
    wrong = place(book["voting"], form, "secret", FIRST_ROW + 1)
    wrong.value = "perhaps"
    file = saved(book, tmp_path / "day.xlsx")
    ran = run("forms", "import", file, "--case", case, "--format", "json")
    assert ran.code == 2
    assert "nothing was written" in ran.err
    assert not (case / "drafts").exists()
    said = ran.err
    assert f"day.xlsx:{wrong.row}:{wrong.column} sheet 'voting', column 'secret'" in said
    found = json.loads(ran.out)
    assert (found["rows"], found["drafted"], found["rejected"]) == (3, 0, 1)
    (fault,) = found["faults"]
    assert (fault["sheet"], fault["row"], fault["column"]) == ("voting", wrong.row, wrong.column)


def test_all_mistakes_are_told_at_once(
    voting: tuple[Form, bytes], offer: Offer, tmp_path: Path
) -> None:
    form, blank = voting
    bad = visit(form, secret="perhaps", stuffing="maybe")
    worse = visit(form, observer="A name with spaces", overall="fine")
    book = fill_visits(blank, form, [bad, visit(form), worse])
    place(book["voting"], form, "day").value = "11/05/2031"
    said = offer(saved(book, tmp_path / "day.xlsx"))
    assert len(said.splitlines()) == 5


def test_macros_are_refused(voting: tuple[Form, bytes], offer: Offer, tmp_path: Path) -> None:
    file = tmp_path / "day.xlsm"
    file.write_bytes(voting[1])
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")
    assert "the workbook holds macros (xl/vbaProject.bin): save it as .xlsx" in offer(file)


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.97])
def test_a_truncated_workbook(
    kept: float, voting: tuple[Form, bytes], offer: Offer, tmp_path: Path
) -> None:
    file = tmp_path / "day.xlsx"
    file.write_bytes(voting[1][: int(len(voting[1]) * kept)])
    assert "the workbook is cut off or damaged" in offer(file)


def test_a_damaged_workbook_is_refused_or_read_and_never_crashes(
    voting: tuple[Form, bytes], formia: Formia, case: Path, tmp_path: Path
) -> None:
    chance = random.Random(11)
    book = fill_visits(voting[1], voting[0], [visit(voting[0])])
    whole = saved(book, tmp_path / "whole.xlsx").read_bytes()
    refused = 0
    for n in range(25):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 5, 50])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        file = tmp_path / f"{n}.xlsx"
        file.write_bytes(bytes(data))
        try:
            import_file(file, formia[0], case)
        except InputRefused:
            refused += 1
    assert refused > 10


STATEMENT_MISTAKES: dict[str, tuple[Change, str]] = {
    "a range upside down": (
        lambda row: row | {"answer": "between", "value": "", "from": "9", "to": "3"},
        "the range is upside down",
    ),
    "a range open at both ends": (
        lambda row: row | {"answer": "between", "value": ""},
        "a range needs 'from', 'to' or both",
    ),
    "a source that is not registered": (
        lambda row: row | {"source": "my neighbour"},
        "not an answer of the list: 'my neighbour'",
    ),
    "no place in the source": (lambda row: row | {"where": ""}, "an answer is missing"),
    "not known without a reason": (
        lambda row: {"answer": "not_known"},
        "column 'day_opening__not_opened__why': an answer is missing",
    ),
    "a number below nought": (lambda row: row | {"value": "-3"}, "expected at least 0, found -3"),
    "words without an answer": (
        lambda row: row | {"answer": ""},
        "the answer is missing, although something is said about it",
    ),
}


@pytest.fixture(scope="module")
def day_workbook(formia: Formia) -> bytes:
    areas = indicators_by_area(formia[0], "criteria-election-day")
    form = choose(*formia, "criteria-election-day")
    return statements_workbook(form, [(a, list(own.items())) for a, own in areas])


@pytest.mark.parametrize("mistake", STATEMENT_MISTAKES)
def test_a_mistake_in_a_statement(
    mistake: str, day_workbook: bytes, formia: Formia, offer: Offer, tmp_path: Path
) -> None:
    change, told = STATEMENT_MISTAKES[mistake]
    full = "day.opening/not_opened"
    parts: Any = change(parts_of(formia[0].catalogue.indicators()[full][1]))
    parts = {name: text for name, text in parts.items() if text}
    file = saved(fill_statements(day_workbook, {full: parts}), tmp_path / "day.xlsx")
    said = offer(file)
    assert told in said
    assert "sheet 'election-day'" in said


def test_a_further_row_takes_a_second_source_and_an_unknown_indicator_is_refused(
    day_workbook: bytes, formia: Formia, offer: Offer, case: Path, tmp_path: Path
) -> None:
    full = "day.opening/not_opened"
    parts = parts_of(formia[0].catalogue.indicators()[full][1], "network")
    book = openpyxl.load_workbook(io.BytesIO(day_workbook))
    sheet = book["election-day"]
    last = sheet.max_row
    sheet.cell(last, 1).value = "day.opening/not_open"
    for name, text in parts.items():
        column = STATEMENT_COLUMNS.index(name) + 1
        sheet.cell(last, column).value = int(text) if name == "value" else text
    book["about"].cell(4, 2).value = "OBS-1"
    said = offer(saved(book, tmp_path / "a.xlsx"))
    assert f"a.xlsx:{last}:1 sheet 'election-day', column 'indicator'" in said
    assert "Did you mean 'day.opening/not_opened'?" in said
    sheet.cell(last, 1).value = full
    assert import_file(saved(book, tmp_path / "b.xlsx"), formia[0], case)["drafted"] == 1


TEXT_MISTAKES: dict[str, tuple[Callable[[str], str], str]] = {
    "a column renamed": (
        lambda text: text.replace("pressure,", "presure,", 1),
        "column 'presure': the form has no such column. Did you mean 'pressure'?",
    ),
    "a column missing": (
        lambda text: "\n".join(line.rsplit(",", 3)[0] + ",k,d" if i else
                               line.rsplit(",", 3)[0] + ",KEY,DeviceID"
                               for i, line in enumerate(text.rstrip("\n").split("\n"))),
        "column 'overall': this column of the form is missing",
    ),
    "columns moved": (
        lambda text: text.replace("group,proxy,", "proxy,group,", 1),
        "column 'proxy': columns were moved: expected 'group' here",
    ),
    "a column twice": (
        lambda text: text.replace("group,proxy,", "group,group,", 1),
        "column 'group': this column is there twice",
    ),
    "an old version of the form": (
        lambda text: text.replace(",voting,1.", ",voting,0.", 1),
        "an old or unknown version of the form",
    ),
    "another case's form": (
        lambda text: text.replace("formia,voting", "atlantis,voting", 1),
        "this is a form of another case, 'atlantis', not of 'formia'",
    ),
    "a form that nobody knows": (
        lambda text: text.replace("formia,voting", "formia,survey", 1),
        "found the form 'survey'",
    ),
    "a formula": (
        lambda text: text.replace(",OBS-1,", ",=1+1,", 1),
        "column 'observer': a formula ('=1+1')",
    ),
    "a choice typed by hand": (
        lambda text: text.replace(",good,uuid", ",Good,uuid", 1),
        "column 'overall': not an answer of the list: 'Good'. Did you mean 'good'?",
    ),
    "a date in another order": (
        lambda text: text.replace(",2031-05-11,", ",11.05.2031,", 1),
        "column 'day': expected a date written YYYY-MM-DD, found '11.05.2031'",
    ),
    "a row cut off": (lambda text: text[: len(text) - 40], "it is cut off"),
    "a quote without end": (
        lambda text: text.replace(",OBS-1,", ',"OBS-1,', 1),
        "the file is cut off or damaged",
    ),
    "no row": (lambda text: text.split("\n", 1)[0] + "\n", "there is no submission in the file"),
    "no text": (lambda text: "", "the file is empty"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", TEXT_MISTAKES)
def test_a_mistake_in_a_table(
    mistake: str, voting: tuple[Form, bytes], offer: Offer, tmp_path: Path
) -> None:
    change, told = TEXT_MISTAKES[mistake]
    text = central_csv(voting[0], [visit(voting[0])])
    changed = change(text)
    assert changed != text
    file = tmp_path / "day.csv"
    file.write_text(changed, encoding="utf-8")
    said = offer(file)
    assert told in said
    assert said.startswith(("day.csv:", "day.csv "))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[{"form_name": "voting"', "the JSON is cut off or damaged"),
        ('{"a": 1}', "expected a list of submissions"),
        (
            '[{"form_name": "voting", "case_id": "formia", "presure": "no"}]',
            "Did you mean 'pressure'?",
        ),
        ("[[1]]", "expected a list of submissions"),
        ("[]", "there is no submission in the file"),
        ('[{"form_name": ' + "9" * 5000 + "}]", "the JSON is cut off or damaged"),
        ("[" * 100_000, "the JSON is cut off or damaged"),
    ],
)
def test_a_mistake_in_json(text: str, told: str, offer: Offer, tmp_path: Path) -> None:
    file = tmp_path / "day.json"
    file.write_text(text, encoding="utf-8")
    assert told in offer(file)


def test_figures_that_do_not_reconcile_need_a_confirmation(
    formia: Formia, case: Path, offer: Offer, tmp_path: Path
) -> None:
    form = choose(*formia, "counting")
    figures = {"received": "500", "unused": "100", "issued": "390", "spoilt": "5", "in_box": "388",
               "valid": "380", "invalid": "8"}  # fmt: skip
    file = tmp_path / "count.csv"
    file.write_text(central_csv(form, [visit(form, **figures)]), encoding="utf-8")
    said = offer(file)
    assert "received 500 is not unused 100 + issued 390 + spoilt 5 = 495" in said
    for good in ({"spoilt": "10"}, {"numbers_confirmed": "as_written"}):
        whole = figures | good
        file.write_text(central_csv(form, [visit(form, **whole)]), encoding="utf-8")
        assert import_file(file, formia[0], case)["drafted"] == 1


def test_a_refused_file_can_be_set_aside_row_by_row(
    voting: tuple[Form, bytes], case: Path, tmp_path: Path
) -> None:
    form = voting[0]
    rows = [visit(form), visit(form, observer="OBS-2", secret="perhaps"), visit(form, station="18")]
    file = tmp_path / "day.csv"
    file.write_text(central_csv(form, rows), encoding="utf-8")
    assert "--by ROLE" in run("forms", "import", file, "--case", case, "--set-aside").err
    who = ("--set-aside", "--by", "desk", "--on", "2031-05-12", "--format", "json")
    ran = run("forms", "import", file, "--case", case, *who)
    assert ran.code == 1, ran.err
    found = json.loads(ran.out)
    assert [found[k] for k in ("rows", "drafted", "duplicates", "rejected")] == [3, 2, 0, 1]
    listed = json.loads(run("forms", "review", case, "--format", "json").out)
    assert (listed["pending"], listed["rejected"]) == (2, 1)
    (aside,) = [one for one in listed["drafts"] if one["status"] == "rejected"]
    assert aside["faults"]
    assert aside["decision"]["by"] == "desk"
    again = run("forms", "import", file, "--case", case, *who)
    assert again.code == 0
    assert json.loads(again.out)["duplicates"] == 3


def test_forms_that_are_not_there(case: Path, tmp_path: Path) -> None:
    for asked, told in (
        (("--form", "votin"), "Did you mean 'voting'?"),
        ((), "name a form: evidence, opening"),
    ):
        ran = run("forms", "export", case, *asked, "--out", tmp_path)
        assert ran.code == 2
        assert told in ran.err


def test_a_case_chooses_its_items(case: Path, tmp_path: Path) -> None:
    chosen = "format: 1\nleave_out:\n  voting: [photographed, signed]\n"
    (case / "forms.yaml").write_text(chosen, encoding="utf-8")
    ran = run("forms", "export", case, "--form", "voting", "--out", tmp_path)
    assert ran.code == 0, ran.err
    survey = openpyxl.load_workbook(tmp_path / "formia-voting-xlsform.xlsx")["survey"]
    names = [row[1] for row in survey.iter_rows(values_only=True)]
    assert "secret" in names
    assert "photographed" not in names
    assert not any("photographed" in str(row) for row in survey.iter_rows(values_only=True))
    (case / "forms.yaml").write_text(chosen.replace("signed", "sined"), encoding="utf-8")
    ran = run("forms", "export", case, "--form", "voting", "--out", tmp_path)
    assert ran.code == 2
    assert (
        "forms.yaml:3:26 the form 'voting' has no item 'sined'. Did you mean 'signed'?" in ran.err
    )
