"""Public outputs are those of the same case without its hidden records, to the byte."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.command import Ran, run
from tests.custody.canaries import EXAMPLE, Canaries, example, with_hidden, write

CRITERIA = ("--criteria", EXAMPLE / "criteria")
WRITERS: tuple[tuple[str | Path, ...], ...] = (
    ("check",),
    ("assess",),
    ("assess", "--format", "json"),
    ("assess", "--standard", "clear-and-convincing"),
    ("sources",),
    ("sources", "verify"),
    ("timeline",),
    ("coverage",),
    ("robustness", "--draws", "20"),
    ("robustness", "--draws", "20", "--format", "json"),
    ("whatif",),
    ("whatif", "--format", "json"),
    ("whatif", "--set", "day.counting/altered=0"),
    ("agreement", "--draws", "10"),
    ("agreement", "--draws", "10", "--format", "json"),
)


def base() -> dict:
    files = example()
    files["codings.yaml"] = {
        "format": 1,
        "codings": [
            {"assessor": name, "indicator": "day.counting/altered", "value": value}
            for name, value in (("first", 1), ("second", 2))
        ],
    }
    return files


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Canaries]:
    """Return a public case, the same with hidden records, and the words hidden in it."""
    canaries, root = Canaries(), tmp_path_factory.mktemp("cases")
    public = write(root / "public" / "case", base())
    return public, write(root / "hidden" / "case", with_hidden(base(), canaries)), canaries


def command(words: tuple[str | Path, ...], case: Path) -> Ran:
    if words[0] == "sources" and words[1:] == ("verify",):
        return run("sources", "verify", case, *CRITERIA)
    return run(words[0], case, *words[1:], *CRITERIA)


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_public_answers_do_not_know_of_hidden_records(
    words: tuple[str, ...], cases: tuple[Path, Path, Canaries]
) -> None:
    public, hidden, _ = cases
    expected = command(words, public)
    assert expected.code == 0, expected.err
    assert command(words, hidden) == expected


def test_findings_explained_and_the_report_do_not_either(
    cases: tuple[Path, Path, Canaries], tmp_path: Path
) -> None:
    public, hidden, canaries = cases
    assert len(canaries.made) >= 200
    told = json.loads(command(("assess", "--format", "json"), public).out)
    assert {finding["outcome"] for finding in told["findings"]} >= {"met", "not_met"}
    for name in ("day.counting", "media.internet"):
        assert run("explain", name, hidden, *CRITERIA) == run("explain", name, public, *CRITERIA)
    for case in (public, hidden):
        ran = run("report", case, "--out", tmp_path / case.parent.name, *CRITERIA)
        assert ran.code == 0, ran.err
    made = sorted((tmp_path / "public").rglob("*"))
    assert [p.name for p in made] == [p.name for p in sorted((tmp_path / "hidden").rglob("*"))]
    for path in made:
        assert path.read_bytes() == (tmp_path / "hidden" / path.name).read_bytes()


def test_an_internal_reader_sees_restricted_records_beside_the_public_side(
    cases: tuple[Path, Path, Canaries],
) -> None:
    public, hidden, _ = cases
    ran = run("assess", hidden, *CRITERIA, "--audience", "internal", "--format", "json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert told["audience"] == "internal"
    assert told["public"] == json.loads(command(("assess", "--format", "json"), public).out)
    outcomes = [
        next(f["outcome"] for f in told[side]["findings"] if f["criterion"] == "day.counting")
        for side in ("public", "internal")
    ]
    assert outcomes[0] != outcomes[1]
    text = run("assess", hidden, *CRITERIA, "--audience", "internal").out
    assert "public   |   ? day.counting" in text
    assert "internal |   - day.counting" in text


def test_a_secret_is_seen_only_by_its_own_name(cases: tuple[Path, Path, Canaries]) -> None:
    _, hidden, canaries = cases
    sources = json.loads((hidden / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    secret = next(one for one in sources if one.get("confidentiality") == "secret")
    inside = ("sources", hidden, *CRITERIA, "--audience", "internal")
    ran = run(*inside)
    assert ran.code == 0, ran.err
    assert secret["title"] not in ran.out
    assert any(word in ran.out for word in canaries.made)
    named = run(*inside, "--secret", secret["id"])
    assert secret["title"] in named.out
    refused = run(*inside, "--secret", "no-such-one")
    assert refused.code == 2
    assert not any(word in refused.err for word in canaries.made)
    assert run("sources", hidden, *CRITERIA, "--secret", secret["id"]).code == 2


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_diff_reads_the_side_it_was_asked_for(
    cases: tuple[Path, Path, Canaries], tmp_path: Path, audience: str
) -> None:
    public, hidden, canaries = cases
    kept = tmp_path / "assessment.json"
    inside = ("--audience", "internal", *CRITERIA)
    kept.write_text(run("assess", hidden, "--format", "json", *inside).out, encoding="utf-8")
    ran = run("diff", public, kept, "--audience", audience, *CRITERIA)
    assert ran.code == 0, ran.err
    assert ("day.counting: " in ran.out) == (audience == "internal")
    if audience == "public":
        assert not any(word in ran.out + ran.err for word in canaries.made)


def broken(files: dict, canaries: Canaries, mark: str) -> dict:
    """Break hidden records in every way that has a message of its own, with canaries in it."""
    word, files = canaries.word, with_hidden(files, canaries)
    told = files["evidence/others.yaml"]["statements"]
    for damage in (
        {"source": word()},
        {"indicator": f"{word()}/{word()}"},
        {"value": word()},
        {"value": None, "range": [word(), 2]},
        {"unit": word()},
        {"method": word()},
        {"credibility": word()},
        {"happened": word()},
        {"id": f"{word()} no slug"},
        {"excerpt": " ".join(word() for _ in range(20))},
        {"scope": {"place": word()}},
        {"scope": {word(): word()}},
        {word(): word()},
        {"id": "rur-day-01"},
    ):
        told.append(canaries.statement("mission", mark) | damage)
    files["sources.yaml"]["sources"].append(canaries.source(mark, kind=word(), published=word()))
    return files


@pytest.mark.parametrize("mark", ["restricted", "secret"])
def test_faults_of_hidden_records_are_nobodys_business(tmp_path: Path, mark: str) -> None:
    canaries = Canaries()
    case = write(tmp_path / "case", broken(base(), canaries, mark))
    ran = run("check", case, *CRITERIA)
    assert (ran.code, ran.err) == (0, run("check", write(tmp_path / "b", base()), *CRITERIA).err)
    if mark == "restricted":
        assert run("check", case, *CRITERIA, "--audience", "internal").code == 2


@pytest.mark.parametrize(
    "line",
    [
        "confidentiality: restrictd",
        "confidentialty: restricted",
        "Confidentiality: restricted",
        "confidentiality: [restricted]",
        "confidentiality:",
        "confidentiality: public\n    confidentiality: restricted",
        "confidentiality: CANARY",
    ],
)
def test_a_mark_that_cannot_be_read_hides_and_is_refused(tmp_path: Path, line: str) -> None:
    case = write(tmp_path / "case", base())
    (case / "evidence" / "more.yaml").write_text(
        "format: 1\nstatements:\n  - id: CANARY 1\n    indicator: CANARY/x\n    says: CANARY\n"
        f"    {line}\n    happened: CANARY\n",
        encoding="utf-8",
    )
    for command_words in (("check",), ("assess",), ("report", "--out", tmp_path / "out")):
        ran = run(command_words[0], case, *command_words[1:], *CRITERIA)
        assert ran.code == 2
        assert "'confidentiality' must be one of public, restricted, secret" in ran.err
        assert "evidence/more.yaml:6" in ran.err
        assert "CANARY" not in ran.out + ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "damage",
    [
        "    CANARY: 1\n    CANARY: 2\n",
        "    note: !CANARY x\n",
        "    note: &CANARY x\n",
        "    note: 99999999999999999999999999\n",
    ],
)
def test_faults_of_text_in_a_hidden_record_are_kept_quiet(tmp_path: Path, damage: str) -> None:
    case = write(tmp_path / "case", base())
    record = "  - id: CANARY\n    confidentiality: restricted\n" + damage
    path = case / "evidence" / "more.yaml"
    path.write_text("format: 1\nstatements:\n" + record, encoding="utf-8")
    ran = run("check", case, *CRITERIA)
    assert ran.code == 0, ran.err
    assert "CANARY" not in ran.err
    assert run("check", case, *CRITERIA, "--audience", "internal").code == 2
    # A second list of statements is a fault of the file, wherever it stands.
    path.write_text(f"format: 1\nstatements:\n{record}statements: []\n", encoding="utf-8")
    ran = run("check", case, *CRITERIA)
    assert ran.code == 2
    assert "duplicate key 'statements'" in ran.err
    assert "CANARY" not in ran.err


def test_so_many_faults_that_reading_stops_are_never_taken_for_none(tmp_path: Path) -> None:
    case = write(tmp_path / "case", base())
    lines = "".join("    note: &CANARY x\n" for _ in range(300))
    (case / "evidence" / "more.yaml").write_text(
        f"format: 1\nstatements:\n  - id: a\n    confidentiality: restricted\n{lines}",
        encoding="utf-8",
    )
    ran = run("check", case, *CRITERIA)
    assert ran.code == 2
    assert "CANARY" not in ran.err


def test_nothing_is_said_while_the_hidden_sources_are_not_known(tmp_path: Path) -> None:
    case = write(tmp_path / "case", with_hidden(base(), canaries := Canaries()))
    path = case / "sources.yaml"
    path.write_text("format: 1\nsources: [\n", encoding="utf-8")
    (case / "evidence" / "others.yaml").write_text("format: 1\nCANARY: 1\n", encoding="utf-8")
    ran = run("check", case, *CRITERIA)
    assert ran.code == 2
    assert "sources.yaml" in ran.err
    assert not any(word in ran.err for word in (*canaries.made, "CANARY"))


@pytest.mark.parametrize("mention", [False, True])
def test_the_policy_decides_whether_a_reader_is_told(
    cases: tuple[Path, Path, Canaries], tmp_path: Path, mention: bool
) -> None:
    public, hidden, _ = cases
    norms = Path(shutil.copytree(EXAMPLE / "criteria", tmp_path / "criteria"))
    if mention:
        policy = norms / "policy.yaml"
        text = policy.read_text(encoding="utf-8")
        policy.write_text(f"{text}\nmention_restricted: true\n", encoding="utf-8")
    said = [run("assess", case, "--criteria", norms).out for case in (public, hidden)]
    assert "restricted to protect its sources" not in said[0]
    assert ("restricted to protect its sources" in said[1]) == mention
    ran = run("report", hidden, "--criteria", norms, "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert ("restricted to protect its sources" in page) == mention


@pytest.mark.parametrize("key", ["id", "title", "url"])
def test_a_public_word_that_names_a_hidden_source_is_found_inside(
    cases: tuple[Path, Path, Canaries], tmp_path: Path, key: str
) -> None:
    _, hidden, _ = cases
    inside = ("--audience", "internal", *CRITERIA)
    ran = run("check", hidden, *inside)
    assert ran.code == 0, ran.err
    case = Path(shutil.copytree(hidden, tmp_path / "case"))
    sources = json.loads((case / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    named = next(one[key] for one in sources if one.get("confidentiality") == "restricted")
    path = case / "corrections.yaml"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["corrections"].append({"date": "2031-05-21", "what": f"An error (see {named}) is mended."})
    path.write_text(json.dumps(data), encoding="utf-8")
    ran = run("check", case, *inside)
    assert ran.code == 1
    assert f"corrections.yaml: its words name '{named}', which is not public" in ran.err
    assert run("check", case, *CRITERIA).code == 0


@pytest.mark.parametrize("end", ["statements: [", "? [", "x: '\n", "- x\n", "\t- x: 1"])
def test_a_file_that_cannot_be_read_to_its_end_says_no_word_of_its_records(
    tmp_path: Path, end: str
) -> None:
    case = write(tmp_path / "case", base())
    (case / "evidence" / "more.yaml").write_text(
        "format: 1\nstatements:\n  - id: CANARY\n    confidentiality: restricted\n"
        "    CANARY: 1\n    CANARY: 2\n    happened: !CANARY 99999123456799999999\n"
        f"{end}",
        encoding="utf-8",
    )
    for audience in ("public", "internal"):
        ran = run("check", case, *CRITERIA, "--audience", audience)
        assert ran.code == 2
        assert "evidence/more.yaml:" in ran.err
        assert "duplicate key\n" in ran.err
        assert not any(word in ran.err for word in ("CANARY", "99999123456"))
