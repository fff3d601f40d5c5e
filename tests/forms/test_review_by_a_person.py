"""Accept, reject, merge: who and when are kept, disagreement is shown, no byte is touched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from electcheck.errors import InputRefused
from electcheck.files.packaged import criteria_folder
from electcheck.forms.choosing import choose
from electcheck.forms.evidence_text import with_statements, written
from electcheck.forms.form_files import STATION_FORMS, form_words, incidents, station_form
from electcheck.forms.keeping import import_file
from electcheck.forms.visit_form import visit_form
from electcheck.rules.opening import Opened, open_case
from tests.command import Ran, run
from tests.forms.filling import area_submission, central_csv, visit

Formia = tuple[Opened, Path]
INSIDE = ("--audience", "internal")
WHO = ("--by", "analyst", "--on", "2031-06-01")
LATE_SHARE = "day.opening/late_share"


def said(value: str, source: str = "mission", **more: str) -> dict[str, str]:
    return {"answer": "exactly", "value": value, "source": source, "where": "p. 3",
            "says": "So it says.", "method": "observed"} | more  # fmt: skip


def send(formia: Formia, case: Path, file: Path, *submissions: dict[str, str]) -> None:
    form = choose(*formia, "criteria-election-day")
    file.write_text(central_csv(form, submissions), encoding="utf-8")
    assert import_file(file, formia[0], case)["drafted"] == len(submissions)


def review(case: Path, *asked: str) -> Ran:
    return run("forms", "review", case, *asked)


def listing(case: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(review(case, "--format", "json").out)
    return found


def test_two_observers_who_disagree_are_a_conflict(
    formia: Formia, case: Path, tmp_path: Path
) -> None:
    one = area_submission({LATE_SHARE: said("0.02")}, "OBS-1")
    other = area_submission({LATE_SHARE: said("0.3")}, "OBS-2")
    send(formia, case, tmp_path / "a.csv", one, other)
    (conflict,) = listing(case)["conflicts"]  # type: ignore[misc]
    assert conflict["what"].startswith(LATE_SHARE)
    assert [side["says"] for side in conflict["sides"]] == ["2 %", "30 %"]
    ran = review(case, "--accept", "all", *WHO)
    assert ran.code == 0, ran.err
    assert not (case / "evidence" / "election-day.yaml").exists(), "neither, and no mean of them"
    text = review(case).out
    assert "conflicts: 1" in text
    assert "observer-001" in text
    assert "OBS-1" not in text
    ids = [u for side in conflict["sides"] for u in side["by"]]
    ran = review(case, "--accept", ids[0], *WHO)
    assert ran.code == 0, ran.err
    # The one that is left now stands against the evidence, and is shown so.
    (conflict,) = listing(case)["conflicts"]  # type: ignore[misc]
    assert conflict["pending"] == [ids[1]]


def test_a_decision_keeps_who_when_and_why(formia: Formia, case: Path, tmp_path: Path) -> None:
    send(formia, case, tmp_path / "a.csv", area_submission({LATE_SHARE: said("0.02")}))
    (draft,) = listing(case)["drafts"]  # type: ignore[misc]
    for wrong, told in (
        (("--accept", draft["id"]), "say who decides and when"),
        (("--reject", draft["id"], *WHO), "needs a reason"),
        (("--accept", "nobody", *WHO), "there is no draft 'nobody'"),
        (("--merge", draft["id"], "--reason", "x", *WHO), "--merge and --into go together"),
    ):
        ran = review(case, *wrong)
        assert ran.code == 2
        assert told in ran.err
        assert not (case / "drafts" / "decisions.jsonl").exists()
    assert review(case, "--reject", draft["id"], "--reason", "a test form", *WHO).code == 0
    decided = (case / "drafts" / "decisions.jsonl").read_text(encoding="utf-8")
    assert json.loads(decided) == {
        "unit": f"{draft['id']}-1",
        "decision": "reject",
        "by": "analyst",
        "on": "2031-06-01",
        "reason": "a test form",
    }
    ran = review(case, "--accept", draft["id"], *WHO)
    assert ran.code == 2
    assert "was decided: reject by analyst on 2031-06-01" in ran.err
    assert not (case / "evidence" / "election-day.yaml").exists()


def test_a_reviewer_grades_what_is_accepted(formia: Formia, case: Path, tmp_path: Path) -> None:
    send(formia, case, tmp_path / "a.csv", area_submission({LATE_SHARE: said("0.02")}))
    told = ("--credibility", "3", "--reason", "one table only")
    assert review(case, "--accept", "all", *told, *WHO).code == 0
    (statement,) = open_case(case, criteria_folder()).case.statements
    assert (statement.credibility, statement.credibility_reason) == (3, "one table only")


def test_merging_needs_the_same_fact(formia: Formia, case: Path, tmp_path: Path) -> None:
    rows = [
        area_submission({LATE_SHARE: said("0.02")}, "OBS-1"),
        area_submission({LATE_SHARE: said("0.02", where="p. 4")}, "OBS-2"),
        area_submission({LATE_SHARE: said("0.3")}, "OBS-3"),
        area_submission({"day.opening/not_opened": said("2")}, "OBS-4"),
    ]
    send(formia, case, tmp_path / "a.csv", *rows)
    units = [one["statements"][0]["id"] for one in listing(case)["drafts"]]  # type: ignore
    for other, told in ((units[2], "say different values"), (units[3], "different indicators")):
        ran = review(case, "--merge", other, "--into", units[0], "--reason", "x", *WHO)
        assert ran.code == 2
        assert told in ran.err
    ran = review(case, "--merge", units[1], "--into", units[0], "--reason", "the same", *WHO)
    assert ran.code == 0, ran.err
    assert listing(case)["merged"] == 1


def test_what_was_told_in_confidence_stays_inside(
    formia: Formia, case: Path, tmp_path: Path
) -> None:
    told = said("0.02", told_by="a chairwoman in the north", method="interviewed", where="MINUTES")
    send(formia, case, tmp_path / "a.csv", area_submission({LATE_SHARE: told}, "MARIA-7"))
    assert review(case).out.startswith("0 submissions")
    assert listing(case)["drafts"] == []
    for output in ("text", "json"):
        assert "MINUTES" not in review(case, "--format", output).out
        (inside,) = json.loads(review(case, "--format", "json", *INSIDE).out)["drafts"]
    assert "MINUTES" in review(case, *INSIDE).out
    near = review(case, "--accept", f"{inside['id'][:-1]}x", *WHO)
    assert near.code == 2
    assert "Did you mean" not in near.err
    assert review(case, "--accept", "all", *WHO).code == 0
    public = open_case(case, criteria_folder())
    assert not public.case.statements
    (inside,) = open_case(case, criteria_folder(), "internal").case.statements
    assert (inside.origin, inside.confidentiality) == ("informant-001", "restricted")
    for path in case.rglob("*"):
        if path.is_file() and "originals" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert "MARIA-7" not in text
            assert "chairwoman" not in text
    kept = "".join(p.read_text(encoding="utf-8") for p in (case / "drafts/originals").iterdir())
    assert "MARIA-7" in kept
    assert "chairwoman" in kept


HIDDEN = """\
  - id: {word}-source
    title: {word}
    publisher: {word}
    kind: ngo
    language: en
    published: 2031-05-20
    reliability: A
    reliability_reason: {word}
    read: official text
    confidentiality: {mark}
"""
SAYS = """\
  - id: {word}-said
    indicator: day.opening/late_share
    says: fact
    value: 0.3
    source: {source}
    locator: {word}
    summary: {word}
    method: examined
    credibility: 1
    confidentiality: {mark}
"""


@pytest.mark.parametrize("mark", ["restricted", "secret"])
def test_no_command_of_forms_knows_of_hidden_evidence(
    formia: Formia, case: Path, tmp_path: Path, mark: str
) -> None:
    """Each prints and writes the same bytes as for the case without it; the faults too."""
    word = "canaryqqq"
    evidence = case / "evidence" / "other.yaml"
    evidence.write_text("format: 1\nstatements: []\n", encoding="utf-8")
    hidden = tmp_path / "hidden" / "formia"
    shutil.copytree(case, hidden)
    with (hidden / "sources.yaml").open("a", encoding="utf-8") as stream:
        stream.write(HIDDEN.format(word=word, mark=mark))
    (hidden / "evidence" / "other.yaml").write_text(
        "format: 1\nstatements:\n"
        + SAYS.format(word=word, mark=mark, source=f"{word}-source")
        + SAYS.format(word=f"{word}-2", mark=mark, source="mission"),
        encoding="utf-8",
    )
    form = choose(*formia, "criteria-election-day")
    good, bad, secret = (tmp_path / f"{name}.csv" for name in ("good", "bad", "secret"))
    near = f"{word}-sourc"
    for file, source in ((good, "mission"), (bad, near), (secret, f"{word}-source")):
        row = area_submission({LATE_SHARE: said("0.02", source=source)})
        file.write_text(central_csv(form, [row]), encoding="utf-8")
    places = (case, hidden)

    def same(*words: str | Path, code: int = 0) -> None:
        one, other = (run(*(place if w == "CASE" else w for w in words)) for place in places)
        assert one == other
        assert one.code == code, one.err
        # What the user wrote is said back, and no more of the word.
        assert word not in (one.out + one.err).replace(near, "")

    for kind, name in (("xlsform", "evidence"), ("workbook", "criteria-election-day")):
        folders = [tmp_path / kind / place.parent.name for place in places]
        for place, out in zip(places, folders, strict=True):
            ran = run("forms", "export", place, "--to", kind, "--form", name, "--out", out)
            assert ran.code == 0, ran.err
        files = [[p.read_bytes() for p in sorted(out.iterdir())] for out in folders]
        assert files[0] == files[1]
    same("forms", "import", bad, "--case", "CASE", code=2)
    refused = run("forms", "import", secret, "--case", hidden)
    assert refused.code == 2
    assert "Did you mean" not in refused.err
    same("forms", "import", good, "--case", "CASE", "--format", "json")
    same("forms", "review", "CASE")
    same("forms", "review", "CASE", "--format", "json")
    same("forms", "tally", "CASE", "--form", "counting", "--source", near, code=2)
    inside = run("forms", "review", hidden, *INSIDE).out
    assert ("conflicts: 1" in inside) == (word in inside) == (mark == "restricted")
    # What is restricted is weighed in the decision all the same, and no word of it is said.
    ran = run("forms", "review", hidden, "--accept", "all", *WHO)
    assert (ran.code, word in ran.out + ran.err) == (0, False)
    assert (hidden / "drafts" / "decisions.jsonl").exists() == (mark == "secret")
    if mark == "restricted":
        assert run("forms", "import", secret, "--case", hidden, *INSIDE).code == 0
        assert "1 submissions" in run("forms", "review", hidden).out
        assert "2 submissions" in run("forms", "review", hidden, *INSIDE).out


def test_faults_of_hidden_evidence_keep_a_decision_back_without_a_word(
    formia: Formia, case: Path, tmp_path: Path
) -> None:
    send(formia, case, tmp_path / "a.csv", area_submission({LATE_SHARE: said("0.02")}))
    text = SAYS.format(word="canaryqqq", mark="restricted", source="canary-nobody")
    path = case / "evidence" / "other.yaml"
    path.write_text("format: 1\nstatements:\n" + text, encoding="utf-8")
    assert review(case).code == 0
    ran = review(case, "--accept", "all", *WHO)
    assert ran.code == 2
    assert "canary" not in ran.out + ran.err
    assert not (case / "drafts" / "decisions.jsonl").exists()
    assert "canary-nobody" in review(case, "--accept", "all", *WHO, *INSIDE).err


def test_visits_that_overlap_disagree_and_later_ones_need_not(
    formia: Formia, case: Path, tmp_path: Path
) -> None:
    form = choose(*formia, "voting")
    early = {"arrived": "08:00", "left": "09:00"}
    rows = [
        visit(form, **early),
        visit(form, **early, observer="OBS-2", pressure="yes"),
        visit(form, station="18", **early),
        visit(form, station="18", arrived="15:00", left="16:00", observer="OBS-2", pressure="yes"),
        visit(form, station="19", **early),
        visit(form, station="19", arrived="15:00", left="16:00", observer="OBS-2", accessible="no"),
    ]
    file = tmp_path / "day.csv"
    file.write_text(central_csv(form, rows), encoding="utf-8")
    import_file(file, formia[0], case)
    found = listing(case)["conflicts"]
    what = [one["what"] for one in found]  # type: ignore[attr-defined]
    assert len(what) == 2
    assert "north 17: Did anyone press voters" in what[0]
    assert "north 19: Can a person in a wheelchair" in what[1]
    everyone = [part for one in listing(case)["drafts"] for part in ("--accept", one["id"])]  # type: ignore
    assert review(case, *everyone, *WHO).code == 0
    told = run("forms", "tally", case, "--form", "voting", "--format", "json", *INSIDE)
    items = {one["item"]: one for one in json.loads(told.out)["items"]}
    assert (items["pressure"]["bad"], items["pressure"]["disputed"]) == (1, 1)
    assert (items["accessible"]["seen"], items["accessible"]["disputed"]) == (2, 1)


def test_only_what_was_seen_becomes_a_bound(formia: Formia, case: Path, tmp_path: Path) -> None:
    form = choose(*formia, "counting")
    rows = [
        visit(form, station="1", announced="no", signatures="no"),
        visit(form, station="2", announced="no"),
        visit(form, station="3", posted="no_told", kept_away="yes_told"),
        visit(form, station="4", incident_1="figures_changed", incident_what="Two figures."),
    ]
    file = tmp_path / "count.csv"
    file.write_text(central_csv(form, rows), encoding="utf-8")
    import_file(file, formia[0], case)
    assert review(case, "--accept", "all", *WHO).code == 0
    told = run("forms", "tally", case, "--form", "counting", "--source", "mission", "--format",
               "json", *INSIDE)  # fmt: skip
    data = json.loads(told.out)
    assert data["at_least"] == {"day.count-procedure/stations": 2}, "a station counts once"
    assert data["incidents"] == {"figures_changed": 1}
    public = run("forms", "tally", case, "--form", "counting")
    assert "no share of the country" in public.out
    assert "fewer than 3 may stand behind it" in public.out
    assert "* figures changed" in public.out
    assert "* of 4: " in public.out, "neither the two where it was bad, nor the two where not"
    shown = json.loads(run("forms", "tally", case, "--form", "counting", "--format", "json").out)
    assert shown["at_least"] == {}, "two places are few enough to know who was there"
    assert shown["incidents"] == {"figures_changed": None}
    assert not open_case(case, criteria_folder()).case.statements, "a draft until confirmed"
    before = sorted((case / "drafts").iterdir())
    run("forms", "tally", case, "--form", "counting", "--source", "mission")
    assert sorted((case / "drafts").iterdir()) == before, "the same tally is the same draft"
    assert review(case, "--accept", "all", *WHO).code == 0
    (statement,) = open_case(case, criteria_folder()).case.statements
    assert statement.range == (2, None)


EVIDENCE = """\
# Kept as it is.
format: 1   # and this
statements:
    # a comment before the first
  - id: old-1   # beside
    indicator: day.opening/not_opened
    says: fact
    value: 0
    source: mission
    locator: "p. 1"
    summary: >-
      Folded
      words.
    method: observed
    credibility: 2

# A last word.
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_not_a_byte_of_the_evidence_is_touched(
    newline: str, formia: Formia, case: Path, tmp_path: Path
) -> None:
    path = case / "evidence" / "election-day.yaml"
    before = EVIDENCE.replace("\n", newline).encode()
    path.write_bytes(before)
    send(formia, case, tmp_path / "a.csv", area_submission({LATE_SHARE: said("0.02")}))
    assert review(case, "--accept", "all", *WHO).code == 0
    after = path.read_bytes()
    assert after.startswith(before)
    assert [s.id.split("-")[0] for s in open_case(case, criteria_folder()).case.statements] == [
        "old",
        "criteria",
    ]


def test_a_list_in_one_line_is_refused_before_anything_is_written(
    formia: Formia, case: Path, tmp_path: Path
) -> None:
    path = case / "evidence" / "election-day.yaml"
    one_line = EVIDENCE.split("statements:")[0] + (
        "statements: [{id: a, indicator: day.opening/not_opened, says: fact, value: 0, "
        "source: mission, locator: p, summary: s, method: observed, credibility: 2}]\n"
    )
    path.write_text(one_line, encoding="utf-8")
    send(formia, case, tmp_path / "a.csv", area_submission({LATE_SHARE: said("0.02")}))
    ran = review(case, "--accept", "all", *WHO)
    assert ran.code == 2
    assert "the statements are written in one line" in ran.err
    assert path.read_text(encoding="utf-8") == one_line
    assert listing(case)["pending"] == 1


@pytest.mark.parametrize(
    "text",
    ["", "format: 1\nstatements:\n", "format: 1\nstatements: []\n", "statements: []\nformat: 1\n"],
)
def test_an_empty_file_of_evidence_takes_statements(text: str) -> None:
    made = with_statements(text, "x", [({"id": "a", "summary": "yes: 'no' \"\\ # [x]"}, "by\nme")])
    import yaml

    assert yaml.safe_load(made) == {
        "format": 1,
        "statements": [{"id": "a", "summary": "yes: 'no' \"\\ # [x]"}],
    }
    with pytest.raises(InputRefused):
        with_statements("format: 1\nstatements: [\n", "x", [])
    assert written({"a": [1, None, True, "no", "1e5"]}) == '{a: [1, null, true, "no", "1e5"]}'


def test_every_item_is_tied_to_the_catalogue(formia: Formia) -> None:
    known = formia[0].catalogue.indicators()
    for name in STATION_FORMS:
        form = station_form(name)
        for item in form.items:
            assert item.feeds in known, item.id
            assert item.share is None or known[item.share][1].type == "share", item.id
            if item.counts and item.share is None:
                assert known[item.feeds][1].type in ("count", "boolean"), item.id
        assert {n.feeds for n in form.numbers} <= known.keys()
        asked = visit_form(name, formia[0].case.election, "formia").answered
        assert len([field for field in asked if not field.shown]) < 40, name
    assert {one.feeds for one in incidents()} <= known.keys()
    severities = [one.severity for one in incidents()]
    assert severities == sorted(severities, reverse=True)
    words = form_words()
    for text in (*words.fields.values(), *(t for a in words.answers.values() for t in a.values())):
        assert text.fr
        assert text.ru
