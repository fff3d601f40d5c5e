"""Canaries in every field of what is hidden: none may be in any byte that the public gets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from electcheck.forms.choosing import choose
from electcheck.forms.keeping import import_file
from electcheck.rules.opening import open_case
from tests.command import run
from tests.custody.canaries import EXAMPLE, Canaries, Files, with_hidden, write
from tests.custody.test_restricted_evidence import base, broken
from tests.forms.filling import area_submission, central_csv
from tests.trust.opening_up import layers
from tests.trust.public_outputs import (
    CRITERIA,
    Output,
    error_outputs,
    kept_temporary,
    notebook_output,
    public_outputs,
)

ENDS = (b"\n}", b"\n\x07", b"\n\xff", b"\nx: [\n", b"\nstatements: []\nsources: []\n")
ASKED = "day.counting/altered"


def hidden_case(folder: Path, canaries: Canaries) -> Path:
    """Write a case with canaries in every field of hidden records: hashes and sizes too.

    They also stand in comments of its files, in drafts of what was told in confidence and the
    decisions on them, in an assessment for those inside that somebody left there, and in files
    beside, by their name and by what they hold.
    """
    files = with_hidden(base(), canaries)
    sizes = count(987_650_001)
    for source in files["sources.yaml"]["sources"]:
        if source.get("confidentiality", "public") != "public":
            for copy in source["copies"]:
                copy["sha256"] = hashlib.sha256(source["id"].encode()).hexdigest()
                copy["bytes"] = next(sizes)
                canaries.made += [copy["sha256"], str(copy["bytes"])]
    case = write(folder, files)
    for path in sorted(case.rglob("*.yaml")):
        text = path.read_text("utf-8")
        path.write_text(f"# {canaries.word()}\n{text}\n# {canaries.word()}\n", "utf-8")
    _kept_copies(case, files, canaries)
    _drafts(case, files, canaries)
    told = run("assess", case, "--format", "json", "--audience", "internal", *CRITERIA)
    (case / "assessment.json").write_text(told.out, "utf-8")
    return case


def _kept_copies(case: Path, files: Files, canaries: Canaries) -> None:
    """Lay files beside the case's own, as they lie about where people work."""
    for source in files["sources.yaml"]["sources"]:
        if source.get("confidentiality", "public") != "public":
            for copy in source["copies"]:
                (case / copy["file"]).write_text(canaries.word(), "utf-8")
    for name in (canaries.word(), f"evidence/{canaries.word()}.bak", f"copies/{canaries.word()}"):
        path = case / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(canaries.word(), "utf-8")


def _drafts(case: Path, files: Files, canaries: Canaries) -> None:
    """Import what was told in confidence, or rests on a hidden source, and decide on a part."""
    opened = open_case(case, EXAMPLE / "criteria", "internal")
    form = choose(opened, case, "criteria-election-day")
    hidden = next(
        one["id"] for one in files["sources.yaml"]["sources"]
        if one.get("confidentiality") == "restricted"
    )  # fmt: skip
    rows = [
        _row(canaries.word(), told_by=canaries.word(), where=canaries.word()),
        _row(canaries.word(), told_by=canaries.word(), where=canaries.word()),
        _row(canaries.word(), source=hidden, where=canaries.word()),
    ]
    path = case / f"{canaries.word()}.csv"
    path.write_text(central_csv(form, rows), "utf-8")
    if import_file(path, opened, case)["drafted"] != 3:
        raise AssertionError("the drafts are not laid out")
    (first, *_) = (case / "drafts").glob("*.jsonl")
    unit = re.search(r'"id":\s*"([^"]+)"', first.read_text("utf-8"))
    assert unit is not None
    words = ("--reject", unit[1], "--reason", canaries.word(), "--by", canaries.word())
    inside = ("--on", "2031-06-01", "--audience", "internal", *CRITERIA)
    ran = run("forms", "review", case, *words, *inside)
    if ran.code != 0:
        raise AssertionError(ran.err)


def _row(says: str, **more: str) -> dict[str, str]:
    """Return a filled-in form of one answer; all are of one observer, whose code counts nobody."""
    parts = {"answer": "exactly", "value": "5", "source": "mission", "where": "p. 1", "says": says,
             "method": "interviewed"}  # fmt: skip
    return area_submission({ASKED: parts | more})


def _kept(folder: Path, plain: Path, hidden: Path, near: str) -> Path:
    """Lay out what commands read beside a case; the same for both cases."""
    folder.mkdir()
    (folder / "assessment.json").write_bytes((hidden / "assessment.json").read_bytes())
    opened = open_case(plain, EXAMPLE / "criteria")
    form = choose(opened, plain, "criteria-election-day")
    for name, source in (("public", "mission"), ("near", near)):
        text = central_csv(form, [_row("As is known.", source=source)])
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def seen_in(outputs: Iterable[Output], words: list[str]) -> dict[str, Any]:
    """Count outputs, layers and bytes, and name each canary that is in one."""
    sought = [word.encode() for word in sorted(words)]
    found: dict[str, Any] = {"outputs": 0, "layers": 0, "bytes": 0, "endings": [], "seen": []}
    endings = set()
    for name, data in outputs:
        found["outputs"] += 1
        endings |= {name.rpartition(".")[2]} if "." in name and " " not in name else set()
        for layer in layers(data):
            found["layers"] += 1
            found["bytes"] += len(layer)
            small = layer.lower()
            found["seen"] += [f"{name}: {word.decode()}" for word in sought if word in small]
    found["endings"] = sorted(endings)
    return found


def _files_below(folder: Path) -> Iterator[Output]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"temporary {path.relative_to(folder)}", path.read_bytes()


def look(folder: Path, languages: str = "all", ends: tuple[bytes, ...] = ENDS) -> dict[str, Any]:
    """Look for every canary in every public output and every error.

    The same is asked of the case without its hidden records: `differs` names each public output
    that is another then, were it in one byte.
    """
    canaries = Canaries()
    cases = {
        "hidden": hidden_case(folder / "hidden" / "case", canaries),
        "plain": write(folder / "plain" / "case", base()),
    }
    source = (cases["hidden"] / "sources.yaml").read_text("utf-8")
    near = next(word for word in canaries.made if f'"id": "{word}"' in source)[:-1]
    kept = _kept(folder / "kept", cases["plain"], cases["hidden"], near)
    made: dict[str, list[Output]] = {}
    for name, case in cases.items():
        with kept_temporary(folder / name / "temporary"):
            outputs = public_outputs(case, folder / name / "out", kept, near, languages)
            made[name] = list(outputs)
    temporary = list(_files_below(folder / "hidden" / "temporary"))
    if languages == "all":
        for name, case in cases.items():
            written, told = notebook_output(case, folder / name / "notebook")
            made[name].append(told)
            temporary += [written] if name == "hidden" else []
    damaged = write(folder / "faulty" / "case", broken(base(), canaries, "restricted"))
    errors = list(error_outputs(damaged, ends))
    inside = ("--audience", "internal", *CRITERIA)
    internal = run("explain", "day.counting", cases["hidden"], *inside).out.encode()
    listed = run("forms", "review", cases["hidden"], "--everything", *inside).out.encode()
    return {
        "canaries": len(set(canaries.made)),
        "languages": languages,
        "public": seen_in(made["hidden"], canaries.made),
        "temporary": seen_in(temporary, canaries.made),
        "errors": seen_in(errors, canaries.made),
        "differs": _differing(made["plain"], made["hidden"]),
        "control": len(seen_in([("internal", internal), ("forms", listed)], canaries.made)["seen"]),
    }


def _differing(plain: list[Output], hidden: list[Output]) -> list[str]:
    """Return the names of outputs that are not the same bytes, in the same order."""
    names = [[name for name, _ in outputs] for outputs in (plain, hidden)]
    if names[0] != names[1]:
        return sorted(set(names[0]) ^ set(names[1])) or ["the order of outputs"]
    pairs = zip(plain, hidden, strict=True)
    return [name for (name, one), (_, other) in pairs if one != other]
