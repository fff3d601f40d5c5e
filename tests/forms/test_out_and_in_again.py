"""Export, fill in, import, accept, assess: for every indicator of the catalogue, on both ways."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from electcheck.files.packaged import criteria_folder
from electcheck.forms.choosing import choose
from electcheck.forms.form import column_name
from electcheck.forms.keeping import import_file
from electcheck.model.values import read_value
from electcheck.rules.opening import Opened, open_case
from electcheck.scoring.assess import assess
from tests.command import run
from tests.forms.filling import (
    area_submission,
    central_csv,
    fill_statements,
    identity,
    parts_of,
    saved,
)


def answered(opened: Opened) -> dict[str, dict[str, str]]:
    return {full: parts_of(one) for full, (_, one) in opened.catalogue.indicators().items()}


def imported(file: Path, case: Path) -> dict[str, object]:
    ran = run("forms", "import", file, "--case", case, "--format", "json")
    assert ran.code == 0, ran.err
    found: dict[str, object] = json.loads(ran.out)
    return found


def accept_all(case: Path) -> None:
    ran = run("forms", "review", case, "--accept", "all", "--by", "analyst", "--on", "2031-06-01")
    assert ran.code == 0, ran.err


def held(case: Path, opened: Opened) -> None:
    """Check that every indicator stands in the evidence with the value that was filled in."""
    after = open_case(case, criteria_folder())
    said = {s.indicator: s for s in after.case.statements}
    indicators = opened.catalogue.indicators()
    assert said.keys() == indicators.keys()
    for full, (_, indicator) in indicators.items():
        parts = parts_of(indicator)
        value = {"yes": True, "no": False}.get(parts["answer"], parts["answer"])
        if indicator.type not in ("boolean", "choice"):
            value = float(parts["value"])
        assert read_value(indicator, said[full].value) == read_value(indicator, value)
        assert said[full].assessor == "observer-001"
        assert said[full].summary.en == parts["says"]
    findings = assess(after).findings
    laws = [
        answer
        for finding in findings
        for answer in finding.answers.values()
        if indicators[answer.indicator][1].kind == "law"
    ]
    # One authentic law and one A-graded mission establish nearly everything that was filled in.
    established = [a for f in findings for a in f.answers.values() if a.status == "established"]
    assert all(answer.status == "established" for answer in laws)
    assert len(established) > len(laws) + 150


def test_a_workbook_carries_every_indicator(case: Path, tmp_path: Path) -> None:
    ran = run("forms", "export", case, "--to", "workbook", "--form", "evidence", "--out", tmp_path)
    assert ran.code == 0, ran.err
    opened = open_case(case, criteria_folder())
    data = (tmp_path / "formia-evidence-workbook.xlsx").read_bytes()
    file = saved(fill_statements(data, answered(opened)), tmp_path / "filled.xlsx")
    found = imported(file, case)
    count = len(opened.catalogue.indicators())
    assert (found["rows"], found["drafted"], found["duplicates"]) == (count, count, 0)
    before = assess(opened).overall
    assert assess(open_case(case, criteria_folder())).overall == before, "drafts move no rating"
    accept_all(case)
    held(case, opened)


def test_phone_forms_carry_every_indicator(case: Path, tmp_path: Path) -> None:
    opened = open_case(case, criteria_folder())
    for area in opened.catalogue.areas:
        form = choose(opened, case, f"criteria-{area.area}")
        own = {
            f"{criterion.id}/{name}": parts_of(one)
            for criterion in area.criteria
            for name, one in criterion.indicators.items()
        }
        file = tmp_path / f"{area.area}.csv"
        file.write_text(central_csv(form, [area_submission(own)]), encoding="utf-8")
        found = import_file(file, opened, case)
        assert (found["rows"], found["drafted"]) == (1, 1), area.area
    accept_all(case)
    held(case, opened)


def test_single_statements_carry_every_indicator_as_json(case: Path, tmp_path: Path) -> None:
    opened = open_case(case, criteria_folder())
    form = choose(opened, case, "evidence")
    submissions = []
    for number, (full, parts) in enumerate(answered(opened).items()):
        area = next(a.area for a, c in opened.catalogue.criteria() if full.startswith(f"{c.id}/"))
        cells = identity(form) | {"observer": "OBS-1", "area": area, **parts}
        cells |= {"indicator": column_name(full)}
        submissions.append(cells | {"meta": {"instanceID": f"uuid:{number}"}})
    file = tmp_path / "all.json"
    file.write_text(json.dumps({"value": submissions}), encoding="utf-8")
    found = imported(file, case)
    assert found["drafted"] == len(opened.catalogue.indicators())
    accept_all(case)
    held(case, opened)


def test_a_range_and_the_unknown_come_through(case: Path, tmp_path: Path) -> None:
    opened = open_case(case, criteria_folder())
    form = choose(opened, case, "criteria-election-day")
    answers = {
        "day.opening/not_opened": {
            "answer": "between", "from": "3", "source": "mission", "where": "p. 1",
            "says": "At least three.", "method": "observed",
        },
        "day.opening/late_share": {"answer": "not_known", "why": "The report is silent."},
        "day.postal-voting/postal_used": {"answer": "not_applicable", "why": "No postal vote."},
    }  # fmt: skip
    file = tmp_path / "a.csv"
    file.write_text(central_csv(form, [area_submission(answers)]), encoding="utf-8")
    assert imported(file, case)["drafted"] == 1
    listed = json.loads(run("forms", "review", case, "--format", "json").out)
    (draft,) = listed["drafts"]
    assert draft["unknown"] == {
        "day.opening/late_share": "not_known: The report is silent.",
        "day.postal-voting/postal_used": "not_applicable: No postal vote.",
    }
    (statement,) = draft["statements"]
    assert statement["value"] == [3, None]
    accept_all(case)
    text = (case / "evidence" / "election-day.yaml").read_text(encoding="utf-8")
    (written,) = yaml.safe_load(text)["statements"]
    assert written["range"] == [3, None]
    assert "accepted from the drafts by analyst on 2031-06-01" in text


def test_importing_twice_changes_nothing(case: Path, tmp_path: Path) -> None:
    opened = open_case(case, criteria_folder())
    form = choose(opened, case, "criteria-media")
    own = {f"{c.id}/{n}": parts_of(i) for a, c in opened.catalogue.criteria() if a.area == "media"
           for n, i in c.indicators.items()}  # fmt: skip
    file = tmp_path / "media.csv"
    file.write_text(central_csv(form, [area_submission(own)]), encoding="utf-8")
    imported(file, case)
    before = {p: p.read_bytes() for p in sorted(case.rglob("*")) if p.is_file()}
    again = imported(file, case)
    assert (again["rows"], again["drafted"], again["duplicates"]) == (1, 0, 1)
    assert {p: p.read_bytes() for p in sorted(case.rglob("*")) if p.is_file()} == before
    accept_all(case)
    decided = {p: p.read_bytes() for p in sorted(case.rglob("*")) if p.is_file()}
    accept_all(case)
    assert imported(file, case)["duplicates"] == 1
    assert {p: p.read_bytes() for p in sorted(case.rglob("*")) if p.is_file()} == decided
