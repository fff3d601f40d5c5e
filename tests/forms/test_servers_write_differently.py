"""The same visit as ODK Central and KoboToolbox export it, in CSV and JSON, is the same draft."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from electcheck.forms.choosing import choose
from electcheck.forms.drafts import load_drafts
from electcheck.forms.form import Form
from electcheck.forms.keeping import import_file
from electcheck.rules.opening import Opened
from tests.forms.filling import central_csv, grouped, identity, visit

Formia = tuple[Opened, Path]
FIGURES = {"registered": "1200", "voted": "300"}


def central(form: Form) -> str:
    return central_csv(form, [visit(form, **FIGURES)])


def kobo_csv(form: Form) -> str:
    rows = list(csv.reader(io.StringIO(central_csv(form, [visit(form, **FIGURES)], "/"))))
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return "\ufeff" + out.getvalue().replace('"KEY"', '"_uuid"').replace(
        '"SubmissionDate"', '"_submission_time"'
    )


def central_json(form: Form) -> str:
    cells: dict[str, Any] = identity(form) | visit(form, **FIGURES)
    page = {name: int(cells.pop(name)) for name in FIGURES}
    whole = cells | {
        "__id": "uuid:00000001",
        "page_figures": page,
        "meta": {"instanceID": "uuid:00000001", "instanceName": None},
        "arrived": "09:00:00.000+06:00",
        "left": "09:40:00.000+06:00",
        "__system": {"submissionDate": "2031-05-11T19:20:00.000Z", "submitterName": "Tablet 4",
                     "deviceId": None, "edits": 0, "formVersion": form.version},
    }  # fmt: skip
    return json.dumps({"value": [whole], "@odata.context": "x"})


def kobo_json(form: Form) -> str:
    cells = identity(form) | visit(form, **FIGURES)
    named = {grouped(form, name, "/"): text for name, text in cells.items()}
    extra = {"_id": 7, "_uuid": "uuid:00000001", "_submission_time": "2031-05-11T19:20:00",
             "_attachments": [], "_geolocation": [None, None], "__version__": "vAbC",
             "_xform_id_string": "x", "formhub/uuid": "f", "meta/instanceID": "uuid:00000001",
             "_submitted_by": None, "start": "2031-05-11T09:41:00"}  # fmt: skip
    return json.dumps({"count": 1, "results": [named | extra]})


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("central.csv", central),
        ("kobo.csv", kobo_csv),
        ("central.json", central_json),
        ("kobo.json", kobo_json),
    ],
)
def test_a_server_s_export(
    name: str, written: Any, formia: Formia, case: Path, tmp_path: Path
) -> None:
    form = choose(*formia, "voting")
    file = tmp_path / name
    file.write_text(written(form), encoding="utf-8")
    assert import_file(file, formia[0], case)["drafted"] == 1
    first = tmp_path / "first.csv"
    first.write_text(central(form), encoding="utf-8")
    assert import_file(first, formia[0], case)["duplicates"] == 1, "the same, however it is written"
    (draft,) = load_drafts(case).drafts
    assert draft.answers["registered"] == "1200"
    assert draft.answers["arrived"] == "09:00"
    assert str(draft.sent) == "2031-05-11"
    kept = (case / "drafts" / "originals").glob("voting-*.jsonl")
    (row,) = (json.loads(line) for path in kept for line in path.read_text("utf-8").splitlines())
    assert row["sha256"] == draft.row_sha256
