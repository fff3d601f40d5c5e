"""A file of submissions becomes drafts: all of it, or nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

from electcheck.errors import refuse
from electcheck.files.yaml_text import decode, read_bytes
from electcheck.forms.checking import check_identity
from electcheck.forms.choosing import choose, form_names
from electcheck.forms.drafts import Drafts, People
from electcheck.forms.filled_workbook import (
    identity,
    open_filled,
    sheet_faults,
    statement_rows,
    visit_rows,
)
from electcheck.forms.form import Form, FormField, column_name
from electcheck.forms.form_files import STATION_FORMS
from electcheck.forms.raw import CellFault, RawRow, Submissions
from electcheck.forms.row_drafts import (
    Areas,
    Asked,
    Imported,
    draft_id_of,
    original_of,
    statements_draft,
    visit_draft,
)
from electcheck.forms.statement_form import area_form
from electcheck.forms.text_submissions import column_faults, key_faults, read_text
from electcheck.forms.workbook import STATEMENT_COLUMNS, sheet_name
from electcheck.rules.opening import Opened


def indicators_by_area(opened: Opened, name: str) -> Areas:
    """Return the indicators that a form asks for, each with its fields, by area."""
    areas: Areas = []
    for area in opened.catalogue.areas:
        if name not in ("evidence", f"criteria-{area.area}"):
            continue
        fields = area_form(opened.norms, area, opened.case).fields
        by_name: dict[str, list[FormField]] = {}
        for one in fields:
            by_name.setdefault(one.page, []).append(one)
        names = [f"{c.id}/{i}" for c in area.criteria for i in c.indicators]
        areas.append((area.area, {full: by_name[column_name(full)] for full in names}))
    return areas


def read_file(path: Path, opened: Opened, folder: Path, drafts: Drafts, people: People) -> Imported:
    """Return what a file of submissions holds, checked, and not yet written anywhere.

    Args:
        path: the file.
        opened: the case and the catalogue.
        folder: of the case.
        drafts: those that the case has already.
        people: the register of pseudonyms.

    Raises:
        InputRefused: the file is cut off, or answers no form of electcheck.
    """
    data = read_bytes(path, str(path))
    sha256 = hashlib.sha256(data).hexdigest()
    if data[:2] == b"PK" or path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods"):
        form, rows, faults = _workbook(data, path.name, opened, folder)
    else:
        form, rows, faults = _text(data, path.name, opened, folder)
    found = Imported(Submissions(path.name, sha256, rows, faults), form, people=people)
    if not faults:
        _check_rows(found, opened, drafts)
    return found


def _workbook(
    data: bytes, name: str, opened: Opened, folder: Path
) -> tuple[Form, list[RawRow], list[CellFault]]:
    book = open_filled(data, name)
    said = identity(book, name)
    form = _named(said["form_name"], name, opened, folder)
    at = RawRow(name, "about", 1, said, dict.fromkeys(said, 2), {})
    check_identity(at, form)
    if form.id in STATION_FORMS:
        fields = [one.name for one in form.answered if one.kind != "image"]
        faults = at.faults + list(sheet_faults(book, {form.id: fields}, name))
        return form, [] if faults else list(visit_rows(book, form, name)), faults
    areas = indicators_by_area(opened, form.id)
    expected = {sheet_name(area): STATEMENT_COLUMNS for area, _ in areas}
    faults = at.faults + list(sheet_faults(book, expected, name))
    return form, [] if faults else list(statement_rows(book, areas, name)), faults


def _text(
    data: bytes, name: str, opened: Opened, folder: Path
) -> tuple[Form, list[RawRow], list[CellFault]]:
    rows, header = read_text(decode(data, name), name)
    if not rows:
        raise refuse(name, "there is no submission in the file", 1, 1)
    said = next((one for row in rows if (one := row.cells.get("form_name"))), "")
    form = _named(said, name, opened, folder)
    faults = [] if header is None else list(column_faults(form, header, name))
    for row in rows:
        if header is None:
            key_faults(form, row)
        check_identity(row, form)
    return form, rows, faults


def _named(said: str, name: str, opened: Opened, folder: Path) -> Form:
    if said not in form_names(opened):
        told = f"the form {said!r}" if said else "no form: the column 'form_name' is missing"
        raise refuse(name, f"expected submissions of a form of electcheck, found {told}", 1, 1)
    return choose(opened, folder, said)


def _check_rows(found: Imported, opened: Opened, drafts: Drafts) -> None:
    """Check every row; sort them into drafts, duplicates and refused ones."""
    known = {draft.id for draft in drafts.drafts}
    asked = Asked(opened, indicators_by_area(opened, found.form.id))
    for row in found.submissions.rows:
        if found.form.id in STATION_FORMS:
            made = visit_draft(found, row)
        else:
            made = statements_draft(found, row, asked)
        if row.faults or made is None:
            draft_id = draft_id_of(found.form, row.verbatim)
            found.duplicates += draft_id in known
            found.refused += [] if draft_id in known else [row]
        elif made.id in known:
            found.duplicates += 1
        else:
            known.add(made.id)
            found.drafts.append(made)
            found.originals.append(original_of(row))
