"""Coverage as a workbook: the observers' to-do list, with the question in three languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from electcheck.forms.xlsx_bytes import xlsx_bytes
from electcheck.model.record import LANGUAGES
from electcheck.rules.opening import Opened

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TODO = ("rank", "closes_at_most", "closes_at_least", "criterion_open", "status", "area",
         "indicator", "question_en", "question_fr", "question_ru")  # fmt: skip
_AREAS = ("area", "indicators", "established", "bounded", "conflict", "unknown", "origins",
          "missing")  # fmt: skip
_INDICATORS = ("area", "indicator", "origins", "question_en", "question_fr", "question_ru")


def coverage_workbook(opened: Opened, coverage: Mapping[str, Any]) -> bytes:
    """Return the coverage of a case as an Excel file.

    Args:
        opened: the case and the catalogue.
        coverage: as `electcheck coverage --format json` says it.
    """
    from openpyxl import Workbook

    asked = {name: one.ask for name, (_, one) in opened.catalogue.indicators().items()}

    def questions(indicator: str) -> list[str]:
        return [asked[indicator].get(code) for code in LANGUAGES]

    book = Workbook()
    sheet = book.active
    sheet.title = "to do"
    names = _TODO[1:7]
    rows = [[rank, *(one[name] for name in names), *questions(one["indicator"])]
            for rank, one in enumerate(coverage["would_settle"], start=1)]  # fmt: skip
    _fill(sheet, _TODO, rows)
    rows = [[area["id"], *(area[name] for name in _AREAS[1:-1]), " ".join(area["missing"])]
            for area in coverage["areas"]]  # fmt: skip
    _fill(book.create_sheet("areas"), _AREAS, rows)
    rows = [[area["id"], name, count, *questions(name)]
            for area in coverage["areas"] for name, count in area["answered"].items()]  # fmt: skip
    _fill(book.create_sheet("answered"), _INDICATORS, rows)
    return xlsx_bytes(book)


def _fill(sheet: Worksheet, heading: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.append(list(heading))
    for row in rows:
        sheet.append(list(row))
    for column, name in enumerate(heading, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        wide = 60 if name.startswith("question") or name == "missing" else 18
        sheet.column_dimensions[get_column_letter(column)].width = wide
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.data_type == "f":
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
