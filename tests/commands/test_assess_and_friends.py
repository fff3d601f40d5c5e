"""The commands as a user runs them, on the bundled case and on a small one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from electcheck.model.outcomes import OUTCOMES
from tests.command import run
from tests.conftest import ROOT

SMALL = ROOT / "tests" / "small"
ON_SMALL = (SMALL / "case", "--criteria", SMALL / "criteria")
KAZAKHSTAN = ROOT / "data" / "kazakhstan-2019"


def refuse_nan(name: str) -> None:
    raise AssertionError(f"{name} in JSON")


def assessed(*arguments: str | Path) -> dict[str, Any]:
    ran = run("assess", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    assert ran.err == "", "standard output carries the answer alone"
    data: dict[str, Any] = json.loads(ran.out, parse_constant=refuse_nan)
    return data


@pytest.fixture(scope="module")
def bundled() -> dict[str, Any]:
    return assessed()


def test_check_is_one_line_with_counts() -> None:
    ran = run("check")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("ok: ")
    assert ran.out.count("\n") == 1


def test_the_json_has_the_promised_keys(bundled: dict[str, Any]) -> None:
    assert set(bundled) >= {
        "election", "standard", "as_of", "format", "coverage", "overall", "areas", "findings",
    }  # fmt: skip
    assert set(bundled["coverage"]) == {"assessed", "applicable"}
    assert set(bundled["overall"]) >= {"score", "low", "high", "geometric", "lowest"}
    for area in bundled["areas"]:
        assert set(area) >= {"id", "title", "score", "low", "high", "assessed", "applicable"}
    for finding in bundled["findings"]:
        assert set(finding) >= {
            "criterion", "area", "weight", "outcome", "possible", "low", "high", "reason",
            "statements", "commitments",
        }  # fmt: skip
        assert finding["outcome"] in OUTCOMES


def test_the_scores_can_be_made_again_from_the_findings(bundled: dict[str, Any]) -> None:
    outside = {area["id"] for area in bundled["areas"] if not area["in_overall"]}
    for scored, own in [
        *((a, [f for f in bundled["findings"] if f["area"] == a["id"]]) for a in bundled["areas"]),
        (bundled["overall"], [f for f in bundled["findings"] if f["area"] not in outside]),
    ]:
        bounded = [f for f in own if f["low"] is not None]
        decided = [f for f in bounded if f["outcome"] in ("met", "partly_met", "not_met")]
        total = sum(f["weight"] for f in bounded)
        known = sum(f["weight"] for f in decided)
        for end in ("low", "high"):
            expected = sum(f["weight"] * f[end] for f in bounded) / total
            assert scored[end] == pytest.approx(expected, abs=1e-12)
        if known / total < 0.5:
            assert scored["score"] is None
        else:
            mean = sum(f["weight"] * f["low"] for f in decided) / known
            held = min(max(mean, scored["low"]), scored["high"])
            assert scored["score"] == pytest.approx(held, abs=1e-12)


def test_coverage_counts_the_decided_findings(bundled: dict[str, Any]) -> None:
    outcomes = [finding["outcome"] for finding in bundled["findings"]]
    assert bundled["coverage"]["assessed"] == sum(
        outcomes.count(decided) for decided in ("met", "partly_met", "not_met")
    )
    left_out = outcomes.count("not_applicable") + outcomes.count("pending")
    assert bundled["coverage"]["applicable"] == len(outcomes) - left_out


def test_the_same_files_give_the_same_bytes() -> None:
    assert run("assess", "--format", "json").out == run("assess", "--format", "json").out


def test_the_text_says_whose_scores_they_are() -> None:
    assert "The scores are electcheck's own. ODIHR gives neither" in run("assess").out


def test_before_election_day_its_criteria_are_pending() -> None:
    early = assessed("--as-of", "2019-05-20")
    pending = {f["criterion"] for f in early["findings"] if f["outcome"] == "pending"}
    assert "day.ballot-stuffing" in pending
    assert "candidate.residence" not in pending


def test_three_dates_give_three_pictures() -> None:
    days = ("2019-05-20", "2019-06-10", "2019-10-05")
    pictures = [assessed("--as-of", day) for day in days]
    counted = [tuple((f["criterion"], f["outcome"]) for f in one["findings"]) for one in pictures]
    assert len(set(counted)) == 3


def test_explain_shows_question_clause_statement_place_and_basis() -> None:
    ran = run("explain", "candidate.residence")
    assert ran.code == 0, ran.err
    for words in (
        "Does the law leave candidacy free of a length-of-residence condition?",
        "residence_years (15 years) > long_residence (5 years)",
        "kz19-candidate-01",
        "article 41(2)",
        "gc25/15",
    ):
        assert words in ran.out


def test_explain_an_unknown_criterion() -> None:
    ran = run("explain", "candidate.residnce")
    assert ran.code == 2
    assert "Did you mean 'candidate.residence'?" in ran.err


def test_new_makes_a_case_that_check_accepts_and_assess_leaves_unassessed(tmp_path: Path) -> None:
    folder = tmp_path / "a new case"
    ran = run("new", folder)
    assert ran.code == 0, ran.err
    assert run("check", folder).code == 0
    data = assessed(folder)
    assert data["coverage"]["assessed"] == 0
    assert data["overall"]["score"] is None
    for path in folder.rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema=")
        assert (path.parent / first.split("=", 1)[1]).resolve().is_file()


def test_new_never_touches_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    ran = run("new", tmp_path / "there")
    assert ran.code == 2
    assert list((tmp_path / "there").iterdir()) == []


def test_schema_writes_one_schema_a_kind_of_file(tmp_path: Path) -> None:
    ran = run("schema", "--out", tmp_path)
    assert ran.code == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert {"evidence.schema.json", "election.schema.json", "area.schema.json"} <= names
    for path in tmp_path.iterdir():
        assert json.loads(path.read_text(encoding="utf-8"))["$schema"]


def test_criteria_lists_counts_pages_and_commitments() -> None:
    tree = run("criteria").out
    assert tree.rstrip().splitlines()[-1].startswith("17 areas, ")
    page = run("criteria", "candidate.residence").out
    assert "### Basis" in page
    assert "### Cases" in page
    french = run("criteria", "--area", "media", "--lang", "fr").out
    assert "médias" in french.lower()
    assert "candidate." not in french
    testing = run("criteria", "--commitment", "copenhagen-1990/7.5").out
    assert "candidate.residence" in testing
    unknown = run("criteria", "--area", "meda")
    assert (unknown.code, "Did you mean 'media'?" in unknown.err) == (2, True)


def test_every_untested_commitment_has_its_reason() -> None:
    ran = run("coverage", "--catalogue")
    assert ran.code == 0
    assert "untested" in ran.out
    assert "NO REASON IS RECORDED" not in ran.out


def test_coverage_of_a_case_ranks_what_would_settle_most() -> None:
    ran = run("coverage", *ON_SMALL)
    assert ran.code == 0, ran.err
    assert "1 of 1 indicators established" in ran.out


def test_sources_names_what_rests_on_one_origin() -> None:
    ran = run("sources", *ON_SMALL)
    assert ran.code == 0, ran.err
    assert "findings that rest on it: candidate.residence" in ran.out
    assert "candidate.residence (not met): constitution" in ran.out


def test_timeline_is_in_order() -> None:
    ran = run("timeline")
    days = [line[:10] for line in ran.out.splitlines()]
    assert days == sorted(days)
    assert any(day == "2019-06-09" for day in days)


def test_diff_names_the_findings_and_the_statement_that_changed_them(tmp_path: Path) -> None:
    case = Path(shutil.copytree(SMALL / "case", tmp_path / "case"))
    (case / "evidence" / "candidate-access.yaml").write_text("", encoding="utf-8")
    ran = run("diff", case, SMALL / "case", "--criteria", SMALL / "criteria", "--format", "json")
    assert ran.code == 0, ran.err
    (change,) = json.loads(ran.out)["changed"]
    assert (change["left"], change["right"]) == ("insufficient_evidence", "not_met")
    assert change["statements_came"] == ["s1"]
    assert change["why"] == "came s1"


def test_diff_takes_dates_and_kept_assessments(tmp_path: Path) -> None:
    kept = tmp_path / "assessment.json"
    kept.write_text(run("assess", "--format", "json").out, encoding="utf-8")
    ran = run("diff", f"{KAZAKHSTAN}@2019-05-20", kept)
    assert ran.code == 0, ran.err
    assert "the date: 2019-05-20" in ran.out
    assert run("diff", f"{KAZAKHSTAN}@2019-05-32", kept).code == 2
    kept.write_text('{"format": 1}', encoding="utf-8")
    assert "this is no whole assessment" in run("diff", kept, kept).err


def test_restricted_evidence_shows_in_no_public_byte(tmp_path: Path) -> None:
    case = Path(shutil.copytree(SMALL / "case", tmp_path / "case"))
    path = case / "evidence" / "candidate-access.yaml"
    text = path.read_text(encoding="utf-8").replace("Fifteen years.", "CANARY")
    path.write_text(text + "    confidentiality: restricted\n", encoding="utf-8")
    for command in (("assess",), ("explain", "candidate.residence"), ("sources",), ("timeline",)):
        ran = run(*command, case, "--criteria", SMALL / "criteria")
        assert ran.code == 0, ran.err
        assert "CANARY" not in ran.out + ran.err
        assert "s1" not in ran.out + ran.err
    data = assessed(case, "--criteria", SMALL / "criteria")
    assert data["coverage"]["assessed"] == 0


@pytest.mark.parametrize("name", ["check", "assess", "explain", "criteria", "new", "schema",
                                  "sources", "timeline", "coverage", "diff"])  # fmt: skip
def test_every_command_helps_with_an_example(name: str) -> None:
    ran = run(name, "--help")
    assert ran.code == 0
    assert f"Example: electcheck {name}" in ran.out


def test_help_loads_nothing_heavy() -> None:
    """What makes `--help` slow is held here; how fast it is stands in `make bench`."""
    heavy = ("babel", "docx", "jinja2", "matplotlib", "numpy", "openpyxl", "pandas", "pydantic",
             "scipy", "typst", "yaml")  # fmt: skip
    code = f"import sys, electcheck.cli; print([n for n in {heavy} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"
