"""A bundle has one spelling, holds nothing hidden, and verifies where it was not made."""

from __future__ import annotations

import json
import os
import platform
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electcheck import __version__
from electcheck.custody.archive import ForeignArchiveError, read_archive, write_archive
from electcheck.custody.bundle import seal
from electcheck.files.characters import hidden
from electcheck.files.yaml_text import parse
from electcheck.files.yaml_writing import yaml_bytes
from tests.command import run
from tests.conftest import ROOT
from tests.custody.canaries import EXAMPLE, Canaries, example, with_hidden, write

CRITERIA = ("--criteria", EXAMPLE / "criteria")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bundles")


@pytest.fixture(scope="module")
def canaries() -> Canaries:
    return Canaries()


@pytest.fixture(scope="module")
def hidden_case(root: Path, canaries: Canaries) -> Path:
    return write(root / "hidden", with_hidden(example(), canaries))


@pytest.fixture(scope="module")
def archive(root: Path, hidden_case: Path) -> Path:
    ran = run("bundle", root / "b.zip", hidden_case, *CRITERIA)
    assert (ran.code, ran.err) == (0, "")
    return root / "b.zip"


def test_it_is_the_bundle_of_the_case_without_its_hidden_records(
    archive: Path, canaries: Canaries, tmp_path: Path
) -> None:
    public = write(tmp_path / "public", example())
    assert run("bundle", tmp_path / "b.zip", public, *CRITERIA).code == 0
    assert (tmp_path / "b.zip").read_bytes() == archive.read_bytes()
    assert not any(word.encode() in archive.read_bytes() for word in canaries.made)


def test_any_zip_reader_opens_it_and_sha256sum_checks_it(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        for one in opened.infolist():
            assert (one.compress_type, one.date_time) == (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))
        assert opened.namelist() == sorted(opened.namelist())
        opened.extractall(tmp_path)
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum on this machine")
    checked = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(": OK") == len(opened.namelist()) - 1


def test_the_outputs_are_those_of_the_commands(archive: Path, tmp_path: Path) -> None:
    members = read_archive(archive.read_bytes())
    public = write(tmp_path / "case", example())
    for words, name in (
        (("assess", public, "--format", "json"), "assessment.json"),
        (("assess", public), "assessment.txt"),
        (("sources", public), "sources.txt"),
        (("timeline", public), "timeline.txt"),
    ):
        made = members[f"outputs/public/{name}"].decode()
        assert sorted(made.split()) == sorted(run(*words, *CRITERIA).out.split()), name
    ran = run("report", public, "--out", tmp_path / "out", *CRITERIA)
    assert ran.code == 0, ran.err
    assert (tmp_path / "out" / "assessment.json").read_bytes() == members[
        "outputs/public/assessment.json"
    ]


def test_the_description_follows_ro_crate_and_names_every_file(archive: Path) -> None:
    members = read_archive(archive.read_bytes())
    described = json.loads(members["ro-crate-metadata.json"])
    assert described["@context"] == "https://w3id.org/ro/crate/1.1/context"
    by_id = {one["@id"]: one for one in described["@graph"]}
    assert len(by_id) == len(described["@graph"])
    head = by_id["ro-crate-metadata.json"]
    assert head["about"] == {"@id": "./"}
    assert head["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    whole = by_id["./"]
    assert whole["@type"] == "Dataset"
    assert {"name", "description", "datePublished", "license"} <= whole.keys()
    parts = {one["@id"] for one in whole["hasPart"]}
    assert parts == members.keys() - {"ro-crate-metadata.json"}
    for name in parts - {"SHA256SUMS"}:
        assert by_id[name]["contentSize"] == str(len(members[name]))
    sources = json.loads(members["citations.json"])
    assert {one["id"] for one in sources} == {
        one["id"] for one in example()["sources.yaml"]["sources"]
    }
    assert all(len(part) == 3 for one in sources for part in one["issued"]["date-parts"])


def test_it_verifies(archive: Path) -> None:
    ran = run("verify", archive)
    assert (ran.code, ran.err) == (0, "")
    assert "in the same versions" in ran.out
    assert ran.out.endswith("the bundle verifies\n")


def elsewhere(python: str, archive: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")} | more
    return subprocess.run(
        [python, "-m", "electcheck", "verify", archive.name],
        cwd=archive.parent, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "place",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"},
    ],
)
def test_it_verifies_on_another_path_in_another_time_zone_and_locale(
    archive: Path, tmp_path: Path, place: dict[str, str]
) -> None:
    there = tmp_path / "здесь and there"
    there.mkdir()
    shutil.copy(archive, there / "other name.zip")
    ran = elsewhere(sys.executable, there / "other name.zip", **place)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_it_verifies_with_another_minor_version_of_python(archive: Path, tmp_path: Path) -> None:
    """On another path, in another time zone and locale; `.ci/run` looks for such Pythons."""
    others = [one for one in os.environ.get("ELECTCHECK_OTHER_PYTHON", "").split(os.pathsep) if one]
    if not others:
        pytest.skip("ELECTCHECK_OTHER_PYTHON names no other Python with requirements/run.txt")
    there = tmp_path / "не здесь"
    there.mkdir()
    shutil.copy(archive, there / "другой.zip")
    made = f"made with electcheck {__version__} on Python {platform.python_version()}"
    for python in others:
        assert version_of(python) != platform.python_version_tuple()[:2]
        ran = elsewhere(python, there / "другой.zip", LC_ALL="tr_TR.UTF-8", TZ="Asia/Almaty")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert made in ran.stdout


def version_of(python: str) -> tuple[str, ...]:
    words = [python, "-c", "import platform; print(*platform.python_version_tuple()[:2])"]
    return tuple(subprocess.run(words, capture_output=True, text=True, check=True).stdout.split())


def test_a_change_of_any_single_byte_is_found(archive: Path, tmp_path: Path) -> None:
    data = archive.read_bytes()
    rng = random.Random(13)
    places = {*range(200), *range(len(data) - 3000, len(data))}
    places |= {rng.randrange(len(data)) for _ in range(60)}
    at = 0
    while (at := data.find(b"PK", at)) >= 0:
        places |= set(range(at, min(at + 46, len(data)), 5))
        at += 1
    for place in sorted(places)[:: max(1, len(places) // 100)]:
        changed = bytearray(data)
        changed[place] ^= rng.randrange(1, 256)
        with pytest.raises(ForeignArchiveError):
            read_archive(bytes(changed))
    damaged = tmp_path / "b.zip"
    damaged.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
    ran = run("verify", damaged)
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "THE BUNDLE DOES NOT VERIFY")


def test_every_byte_of_a_small_archive_is_accounted_for() -> None:
    data = seal({"case/a.yaml": b"format: 1\n", "empty": b""})
    for place in range(len(data)):
        for flip in (1, 0x20, 0x80, 0xFF):
            changed = bytearray(data)
            changed[place] ^= flip
            with pytest.raises(ForeignArchiveError):
                read_archive(bytes(changed))
        with pytest.raises(ForeignArchiveError):
            read_archive(data[:place] + b"x" + data[place:])
        with pytest.raises(ForeignArchiveError):
            read_archive(data[:place] + data[place + 1 :])
        with pytest.raises(ForeignArchiveError):
            read_archive(data[:place])
    with pytest.raises(ForeignArchiveError):
        read_archive(data + b"x")


def consistent(archive: Path, name: str, old: bytes, new: bytes) -> bytes:
    """Forge a bundle that is consistent in itself: one member changed, everything hashed anew."""
    members = read_archive(archive.read_bytes())
    assert old in members[name]
    members[name] = members[name].replace(old, new, 1)
    del members["SHA256SUMS"]
    return seal(members)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("outputs/public/assessment.json", b'"not_met"', b'"met"'),
        ("outputs/public/report.html", b"not met", b"met"),
        ("outputs/public/sources.txt", b"reliability A", b"reliability B"),
        ("case/evidence/candidate-access.yaml", b"value: 15", b"value: 0"),
        ("criteria/policy.yaml", b"value: 0.5", b"value: 0.6"),
        ("case/sources.yaml", b"reliability: A", b"reliability: E"),
        ("case/election.yaml", b"format: 1", b"format: 1 # a word"),
        ("citations.json", b"legislation", b"document"),
        ("ro-crate-metadata.json", b"Apache-2.0", b"none"),
        ("bundle.json", b"reasonable-grounds", b"clear-and-convincing"),
        ("bundle.json", b'"public"', b'"internal"'),
        ("bundle.json", b'"public"', b'"nobody"'),
        ("bundle.json", b"reasonable-grounds", b"no-such-standard"),
        ("versions.json", b"{", b"["),
        ("case/election.yaml", b"format: 1", b"format: [1"),
        ("README.txt", b"electcheck", b"somebody"),
    ],
)
def test_a_forgery_with_right_hashes_does_not_survive_being_made_again(
    archive: Path, tmp_path: Path, name: str, old: bytes, new: bytes
) -> None:
    forged = tmp_path / "forged.zip"
    forged.write_bytes(consistent(archive, name, old, new))
    ran = run("verify", forged)
    assert (ran.code, ran.err) == (1, "")
    assert "THE BUNDLE DOES NOT VERIFY" in ran.out


def test_members_added_or_left_out_are_named(archive: Path, tmp_path: Path) -> None:
    members = read_archive(archive.read_bytes())
    del members["SHA256SUMS"]
    target = tmp_path / "b.zip"
    target.write_bytes(seal(members | {"case/copies.bin": b"x"}))
    assert "case/copies.bin: in the archive, and nothing makes it" in run("verify", target).out
    del members["outputs/public/timeline.txt"]
    target.write_bytes(seal(members))
    assert "outputs/public/timeline.txt: not in the archive" in run("verify", target).out
    target.write_bytes(write_archive(members))
    assert run("verify", target).code == 1


@pytest.mark.parametrize(
    "name",
    ["../x", "/x", "a/../b", "a//b", "a/", "./a", "c:x", "a\\b", "é", "a b", ".hidden", "x" * 201],
)
def test_no_path_leads_out_of_an_archive(name: str) -> None:
    with pytest.raises(ValueError, match="no safe name"):
        write_archive({name: b""})


@pytest.mark.parametrize("names", [("a", "A"), ("a", "a/b")])
def test_names_that_some_disk_cannot_hold_together_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"case|one name"):
        write_archive(dict.fromkeys(names, b""))


def foreign(path: Path, compression: int = zipfile.ZIP_STORED) -> bytes:
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("a.txt", b"0" * 1000)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", b"1" * 1000)
    return path.read_bytes()


def test_other_archives_and_other_bytes_do_not_verify(archive: Path, tmp_path: Path) -> None:
    data = archive.read_bytes()
    first = data.index(b"PK\x03\x04", 4)
    target = tmp_path / "x.zip"
    for other in (
        b"", b"PK", b"\0" * 100, b"#!/bin/sh\n" + data, data + b"\n", data[:first] + b"PK" + data,
        data[:first] * 2 + data[first:], data[first:], foreign(tmp_path / "f.zip"),
        foreign(tmp_path / "f.zip", zipfile.ZIP_DEFLATED), data[:-1],
    ):  # fmt: skip
        target.write_bytes(other)
        ran = run("verify", target)
        assert (ran.code, ran.err) == (1, "")
    assert run("verify", tmp_path / "none.zip").code == 2


def test_an_internal_bundle_shows_both_sides_and_verifies(
    hidden_case: Path, canaries: Canaries, tmp_path: Path
) -> None:
    target = tmp_path / "inside.zip"
    ran = run("bundle", target, hidden_case, *CRITERIA, "--audience", "internal")
    assert ran.code == 0
    assert "do not publish" in ran.err
    members = read_archive(target.read_bytes())
    assert {"outputs/public/report.html", "outputs/internal/report.html"} <= members.keys()
    sides = [members[f"outputs/{side}/explained.txt"] for side in ("public", "internal")]
    told = [sum(word.encode() in side for word in canaries.made) for side in sides]
    assert told[0] == 0
    assert told[1] > 0
    assert run("verify", target).code == 0
    secret = next(
        one["id"]
        for one in json.loads((hidden_case / "sources.yaml").read_bytes())["sources"]
        if one.get("confidentiality") == "secret"
    )
    assert secret.encode() not in target.read_bytes()
    inside = ("--audience", "internal", "--secret", secret)
    assert run("bundle", target, hidden_case, *CRITERIA, *inside).code == 0
    assert secret.encode() in target.read_bytes()
    assert run("verify", target).code == 0


@pytest.mark.parametrize("mention", [False, True])
def test_what_the_policy_lets_be_told_travels(
    hidden_case: Path, tmp_path: Path, mention: bool
) -> None:
    norms = Path(shutil.copytree(EXAMPLE / "criteria", tmp_path / "criteria"))
    if mention:
        text = (norms / "policy.yaml").read_text(encoding="utf-8")
        (norms / "policy.yaml").write_text(f"{text}\nmention_restricted: true\n", encoding="utf-8")
    target = tmp_path / "b.zip"
    assert run("bundle", target, hidden_case, "--criteria", norms).code == 0
    members = read_archive(target.read_bytes())
    assert (b"withheld: true" in members["case/sources.yaml"]) == mention
    assert (b"protect its sources" in members["outputs/public/report.html"]) == mention
    assert run("verify", target).code == 0


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**16), 10**16),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    # Hidden characters are refused when a case is read, so no bundle holds them.
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20).filter(lambda t: not hidden(t)),
    st.sampled_from(["yes", "null", "1", "1e3", "- x", "a: b", "#", " a", "a ", "~"]),
)  # fmt: skip
keys = st.text("abcé: -#'\"", min_size=1, max_size=5)
trees = st.recursive(
    scalars, lambda t: st.lists(t, max_size=3) | st.dictionaries(keys, t, max_size=3), max_leaves=12
)


@given(st.dictionaries(keys, trees, min_size=1, max_size=4))
def test_what_is_written_is_read_again(data: dict) -> None:
    text = yaml_bytes(data).decode("utf-8")
    read, faults = parse(text, "x.yaml")
    assert not faults
    assert read == data
    assert yaml_bytes(read) == yaml_bytes(data)
