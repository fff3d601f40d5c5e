"""What others make of our files: pyxform and ODK Validate, and LibreOffice.

ELECTCHECK_REQUIRE_JAVA and ELECTCHECK_REQUIRE_OFFICE make their absence a failure.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from electcheck.forms.choosing import choose, form_names
from electcheck.forms.form import Form
from electcheck.forms.importing import indicators_by_area
from electcheck.forms.workbook import FIRST_ROW, statements_workbook, visits_workbook
from electcheck.forms.xlsform import NAMED, xlsform
from electcheck.rules.opening import Opened
from tests.command import run
from tests.forms.filling import fill_statements, fill_visits, parts_of, saved, visit

Formia = tuple[Opened, Path]
XFORMS = "{http://www.w3.org/2002/xforms}"


def program(names: tuple[str, ...], what: str, variable: str) -> str:
    """Return the path of a program; skip without it, or fail where it is insisted on."""
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    message = f"no {what} was found on the path ({variable})"
    if os.environ.get(variable):
        pytest.fail(message)
    pytest.skip(message)


def test_every_phone_form_passes_pyxform_and_odk_validate(formia: Formia, tmp_path: Path) -> None:
    converted = convert_all(formia, tmp_path)
    for form, path in converted:
        no_translation_is_missing(form, path)
        nothing_endangers_the_observer(form, path)
    java = program(("java",), "Java", "ELECTCHECK_REQUIRE_JAVA")
    said = validate(java, [path for _, path in converted])
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.count("Xform is valid") == len(converted)
    broken = tmp_path / "broken.xml"
    text = converted[1][1].read_text(encoding="utf-8")
    broken.write_text(text.replace("<bind ", "<bind relevant=' ((' ", 1), encoding="utf-8")
    assert validate(java, [broken]).returncode != 0, "ODK Validate must be able to say no"


def convert_all(formia: Formia, out: Path) -> list[tuple[Form, Path]]:
    """Return every form with its XForm, converted by pyxform without a warning."""
    from pyxform.xls2xform import convert

    opened, folder = formia
    made = []
    for name in form_names(opened):
        form = choose(opened, folder, name)
        warnings: list[str] = []
        data = io.BytesIO(xlsform(form))
        result = convert(data, validate=False, warnings=warnings, file_type=".xlsx")
        assert warnings == [], name
        path = out / f"{name}.xml"
        path.write_text(result.xform, encoding="utf-8")
        made.append((form, path))
    return made


def validate(java: str, paths: list[Path]) -> subprocess.CompletedProcess[str]:
    import pyxform

    jar = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
    command = [java, "-Djava.awt.headless=true", "-jar", str(jar), *map(str, paths)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def no_translation_is_missing(form: Form, path: Path) -> None:
    told: dict[str, dict[str, str]] = {}
    for translation in ElementTree.parse(path).iter(f"{XFORMS}translation"):
        own = told.setdefault(translation.get("lang", ""), {})
        for text in translation.iter(f"{XFORMS}text"):
            own[text.get("id", "")] = "".join(text.itertext()).strip()
    assert set(told) == set(NAMED.values()), form.id
    ids = set.union(*(set(own) for own in told.values()))
    for language, own in told.items():
        missing = [name for name in ids if own.get(name) in (None, "", "-")]
        assert not missing, (form.id, language, missing[:3])


def nothing_endangers_the_observer(form: Form, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for word in ("orx:audit", "<audit", "deviceid", "geopoint", "phonenumber", "username"):
        assert word not in text, (form.id, word)


def drop_downs(sheet: Any) -> dict[str, tuple[str, ...]]:
    """Return, per cell that has a drop-down, what it offers."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type != "list":
            continue
        title, cells = rule.formula1.replace("$", "").replace("'", "").split("!")
        column = sheet.parent[title][cells]
        options = tuple(str(c.value) for row in column for c in row if c.value is not None)
        for area in rule.sqref.ranges:
            for row in range(area.min_row, area.max_row + 1):
                for col in range(area.min_col, area.max_col + 1):
                    found[sheet.cell(row, col).coordinate] = options
    return found


def through_office(paths: list[Path], out: Path) -> None:
    office = program(("soffice", "libreoffice"), "LibreOffice", "ELECTCHECK_REQUIRE_OFFICE")
    profile = (out / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx",
               "--outdir", str(out), *(str(path) for path in paths)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=180)
    assert done.returncode == 0, done.stderr


def test_libreoffice_keeps_the_workbooks_whole(formia: Formia, case: Path, tmp_path: Path) -> None:
    opened, folder = formia
    voting, evidence = choose(opened, folder, "voting"), choose(opened, folder, "evidence")
    blank = {
        "voting": visits_workbook(voting),
        "evidence": statements_workbook(
            evidence, [(a, list(own.items())) for a, own in indicators_by_area(opened, "evidence")]
        ),
    }
    answers = {full: parts_of(one) for full, (_, one) in opened.catalogue.indicators().items()}
    filled = {
        "voting": fill_visits(blank["voting"], voting, [visit(voting)]),
        "evidence": fill_statements(blank["evidence"], answers),
    }
    (tmp_path / "office").mkdir()
    paths = [saved(book, tmp_path / f"{name}.xlsx") for name, book in filled.items()]
    through_office(paths, tmp_path / "office")
    for name, rows in (("voting", 1), ("evidence", len(answers))):
        file = tmp_path / "office" / f"{name}.xlsx"
        before = openpyxl.load_workbook(io.BytesIO(blank[name]))
        after = openpyxl.load_workbook(file)
        assert after["lists"].sheet_state == "hidden"
        for sheet in before.worksheets:
            offered = drop_downs(sheet)
            assert drop_downs(after[sheet.title]) == offered, sheet.title
            assert after[sheet.title].protection.sheet
            assert after[sheet.title].cell(1, 1).protection.locked
            if sheet.title not in ("about", "lists"):
                assert offered
                assert sheet.freeze_panes
        first = after.worksheets[1]
        if name == "evidence":
            assert first.cell(FIRST_ROW, 5).comment is not None, "the help of the question"
        ran = run("forms", "import", file, "--case", case, "--format", "json")
        assert ran.code == 0, ran.err
        assert json.loads(ran.out)["drafted"] == rows


def test_the_same_form_is_the_same_bytes(formia: Formia) -> None:
    opened, folder = formia
    voting = choose(opened, folder, "voting")
    assert xlsform(voting) == xlsform(choose(opened, folder, "voting"))
    assert visits_workbook(voting) == visits_workbook(voting)
    areas = [(a, list(o.items())) for a, o in indicators_by_area(opened, "criteria-media")]
    media = choose(opened, folder, "criteria-media")
    assert statements_workbook(media, areas) == statements_workbook(media, areas)
    for data in (xlsform(voting), visits_workbook(voting), statements_workbook(media, areas)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
        assert [one.filename for one in members] == sorted(one.filename for one in members)
        assert {one.date_time for one in members} == {(1980, 1, 1, 0, 0, 0)}
