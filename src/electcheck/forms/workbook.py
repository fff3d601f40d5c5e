"""A form as an Excel workbook: drop-downs, help in comments, locked headings, three languages.

Row 1 of each sheet holds the names of its columns, rows 2 to 4 what they mean in English, French
and Russian; answers begin in row 5. What is chosen is shown in the three languages at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from electcheck.forms.form import IDENTITY, Choice, Form, FormField
from electcheck.forms.form_files import form_words
from electcheck.forms.statement_form import PARTS
from electcheck.forms.xlsx_bytes import xlsx_bytes
from electcheck.model.record import LANGUAGES, Text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ABOUT = "about"
LISTS = "lists"
OBSERVER_ROW = len(IDENTITY) + 1
FIRST_ROW = 5
VISITS = 300
FURTHER = 20
"""Rows for visits; rows for further statements below the indicators of an area."""
STATEMENT_COLUMNS = ("indicator", "question_en", "question_fr", "question_ru", "answer", *PARTS)


def shown(choice: Choice) -> str:
    """Return how a choice is shown in a drop-down.

    >>> shown(Choice("no", Text(en="No", fr="Non", ru="Нет")))
    'No / Non / Нет'
    """
    return " / ".join(dict.fromkeys(choice.label.get(code) for code in LANGUAGES))


def visits_workbook(form: Form) -> bytes:
    """Return the workbook of a station form: one row a visit."""
    book = _begin(form)
    sheet = book.create_sheet(form.id)
    fields = [field for field in form.answered if field.kind != "image"]
    _headings(sheet, [(field.name, field.label, field.hint) for field in fields])
    lists = _Lists(book)
    last = FIRST_ROW + VISITS - 1
    for column, field in enumerate(fields, start=1):
        lists.allow(sheet, field, column, FIRST_ROW, last)
    _unlock(sheet, FIRST_ROW, last, range(1, len(fields) + 1))
    _protect(sheet, "C5")
    lists.write()
    return xlsx_bytes(book)


def statements_workbook(
    form: Form, areas: Sequence[tuple[str, Sequence[tuple[str, Sequence[FormField]]]]]
) -> bytes:
    """Return a workbook with one sheet an area and one row an indicator.

    Args:
        form: the form that the workbook answers.
        areas: per area its indicators by id, each with its fields, the answer first.
    """
    book = _begin(form, observer=True)
    lists = _Lists(book)
    words = form_words().fields
    for area, indicators in areas:
        sheet = book.create_sheet(sheet_name(area))
        own = {field.name.rsplit("__", 1)[-1]: field for _, f in indicators for field in f[1:]}
        asked = [("indicator", words["indicator"], None)]
        asked += [(f"question_{code}", words["indicator"], None) for code in LANGUAGES]
        asked += [(name, words[name], None) for name in ("answer", *PARTS)]
        _headings(sheet, asked)
        for row, (name, fields) in enumerate(indicators, start=FIRST_ROW):
            _indicator_row(sheet, lists, row, name, fields)
        last = FIRST_ROW + len(indicators) + FURTHER - 1
        first_part = STATEMENT_COLUMNS.index("answer") + 2
        for column, part in enumerate(PARTS, start=first_part):
            if part in own and part not in ("value", "from", "to"):
                lists.allow(sheet, own[part], column, FIRST_ROW, last)
        _further(sheet, lists, [name for name, _ in indicators], last)
        _unlock(sheet, FIRST_ROW, last, range(first_part - 1, len(STATEMENT_COLUMNS) + 1))
        _unlock(sheet, last - FURTHER + 1, last, (1,))
        _protect(sheet, "F5")
    lists.write()
    return xlsx_bytes(book)


def sheet_name(area: str) -> str:
    """Return the name of the sheet of an area; Excel allows 31 characters."""
    return area[:31]


def _begin(form: Form, observer: bool = False) -> Workbook:
    from openpyxl import Workbook
    from openpyxl.styles import Protection

    book = Workbook()
    sheet = book.active
    sheet.title = ABOUT
    for name, value in zip(IDENTITY, (form.case, form.id, form.version), strict=True):
        sheet.append([name, value])
    words = form_words().fields
    if observer:
        sheet.append(["observer", None, *(words["observer"].get(code) for code in LANGUAGES)])
        sheet.cell(OBSERVER_ROW, 2).protection = Protection(locked=False)
    for row, name in enumerate(("about", "about_statement" if observer else "about_seen"), start=6):
        for column, code in enumerate(LANGUAGES, start=2):
            sheet.cell(row, column, words[name].get(code))
    sheet.column_dimensions["A"].width = 16
    for letter in "BCD":
        sheet.column_dimensions[letter].width = 50
    _protect(sheet, None)
    return book


def _headings(sheet: Worksheet, asked: Sequence[tuple[str, Text, Text | None]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    grey = PatternFill("solid", fgColor="E8E8E8")
    for column, (name, label, hint) in enumerate(asked, start=1):
        sheet.cell(1, column, name).font = Font(size=8, color="666666")
        for row, code in enumerate(LANGUAGES, start=2):
            cell = sheet.cell(row, column, label.get(code))
            cell.font = Font(bold=row == 2)
            cell.fill = grey
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if hint is not None:
            told = "\n".join(hint.get(code) for code in LANGUAGES)
            sheet.cell(2, column).comment = Comment(told, "electcheck", height=120, width=360)
        sheet.column_dimensions[get_column_letter(column)].width = 26


def _indicator_row(
    sheet: Worksheet, lists: _Lists, row: int, name: str, fields: Sequence[FormField]
) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment

    answer = fields[0]
    sheet.cell(row, 1, name)
    for column, code in enumerate(LANGUAGES, start=2):
        cell = sheet.cell(row, column, answer.label.get(code))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    at = STATEMENT_COLUMNS.index("answer") + 1
    told = [answer.label, *([answer.hint] if answer.hint else [])]
    help_text = "\n".join(text.get(code) for code in LANGUAGES for text in told)
    sheet.cell(row, at).comment = Comment(help_text, "electcheck", height=160, width=420)
    lists.allow(sheet, answer, at, row, row)
    for field in fields[1:]:
        part = field.name.rsplit("__", 1)[-1]
        if part in ("value", "from", "to"):
            lists.allow(sheet, field, STATEMENT_COLUMNS.index(part) + 1, row, row)


def _further(sheet: Worksheet, lists: _Lists, names: Sequence[str], last: int) -> None:
    """Leave rows for further statements, on indicators that are picked from the list."""
    options = tuple(Choice(name, Text(en=name)) for name in names)
    field = FormField("indicator", "choice", form_words().fields["indicator"], options=options)
    lists.allow(sheet, field, 1, last - FURTHER + 1, last)


def _unlock(sheet: Worksheet, first: int, last: int, columns: Sequence[int]) -> None:
    from openpyxl.styles import Protection

    open_cell = Protection(locked=False)
    for row in range(first, last + 1):
        for column in columns:
            sheet.cell(row, column).protection = open_cell


def _protect(sheet: Worksheet, frozen: str | None) -> None:
    if frozen is not None:
        sheet.freeze_panes = frozen
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


class _Lists:
    """The hidden sheet that the drop-downs point to, and the rules of the cells."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._columns: dict[tuple[str, ...], int] = {}
        self._rules: dict[tuple[int, Any], Any] = {}

    def allow(self, sheet: Worksheet, field: FormField, column: int, first: int, last: int) -> None:
        """Let the cells of a column take what the field takes, and nothing else."""
        from openpyxl.utils import get_column_letter

        key = self._key(field)
        if key is None:
            return
        letter = get_column_letter(column)
        rule = self._rule(sheet, key)
        rule.add(f"{letter}{first}:{letter}{last}")
        if field.kind in ("date", "time"):
            style = "yyyy-mm-dd" if field.kind == "date" else "hh:mm"
            for row in range(first, last + 1):
                sheet.cell(row, column).number_format = style

    def _key(self, field: FormField) -> tuple[Any, ...] | None:
        if field.kind == "choice":
            return ("list", tuple(shown(one) for one in field.options))
        if field.kind in ("integer", "decimal", "date"):
            return (field.kind, field.low, field.high)
        return None

    def _rule(self, sheet: Worksheet, key: tuple[Any, ...]) -> Any:
        from openpyxl.worksheet.datavalidation import DataValidation

        known = self._rules.get((id(sheet), key))
        if known is not None:
            return known
        if key[0] == "list":
            rule = DataValidation("list", formula1=self._range(key[1]), allow_blank=True)
        else:
            kind = {"integer": "whole"}.get(key[0], key[0])
            rule = DataValidation(kind, allow_blank=True, **_between(key[0], key[1], key[2]))
        rule.showErrorMessage = True
        rule.error = "Pick from the list / Choisissez dans la liste / Выберите из списка"
        sheet.add_data_validation(rule)
        self._rules[id(sheet), key] = rule
        return rule

    def _range(self, options: tuple[str, ...]) -> str:
        from openpyxl.utils import get_column_letter

        column = self._columns.setdefault(options, len(self._columns) + 1)
        letter = get_column_letter(column)
        return f"{LISTS}!${letter}$1:${letter}${len(options)}"

    def write(self) -> None:
        """Write the lists, once all drop-downs are known."""
        sheet = self._book.create_sheet(LISTS)
        for options, column in self._columns.items():
            for row, option in enumerate(options, start=1):
                sheet.cell(row, column, option).data_type = "s"
        sheet.sheet_state = "hidden"
        _protect(sheet, None)


def _between(kind: str, low: float | None, high: float | None) -> dict[str, str]:
    ends = [None if end is None else str(int(end) if end == int(end) else end)
            for end in (low, high)]  # fmt: skip
    if kind == "date":
        # Excel counts days from 30 December 1899, which is day 693594 of our calendar.
        ends = [None if end is None else str(int(end) - 693_594) for end in (low, high)]
        ends = [ends[0] or "1", ends[1] or "109574"]
    if ends[0] is not None and ends[1] is not None:
        return {"operator": "between", "formula1": ends[0], "formula2": ends[1]}
    if ends[1] is not None:
        return {"operator": "lessThanOrEqual", "formula1": ends[1]}
    return {"operator": "greaterThanOrEqual", "formula1": ends[0] or "-1000000000"}
