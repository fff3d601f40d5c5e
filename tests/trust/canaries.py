"""Canaries in every field of what is hidden: none may be in any byte that the public gets."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from tests.command import run
from tests.custody.canaries import EXAMPLE, Canaries, Files, example, with_hidden, write
from tests.custody.test_restricted_evidence import broken
from tests.trust.opening_up import layers

CRITERIA = ("--criteria", EXAMPLE / "criteria")
FORMATS = "html,pdf,docx,json,csv"
ENDS = (b"\n}", b"\n\x07", b"\n\xff", b"\nx: [\n", b"\nstatements: []\nsources: []\n")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("assess",),
    ("assess", "--format", "json"),
    ("assess", "--standard", "clear-and-convincing"),
    ("sources",),
    ("timeline",),
    ("coverage",),
    ("robustness", "--draws", "20"),
    ("robustness", "--draws", "20", "--format", "json"),
    ("whatif",),
    ("whatif", "--format", "json"),
    ("agreement", "--draws", "10"),
    ("--verbose", "assess"),
)


def hidden_case(folder: Path, canaries: Canaries) -> Path:
    """Write a case with canaries in every field of hidden records: hashes and sizes too."""
    files = with_hidden(example(), canaries)
    sizes = count(987_650_001)
    for source in files["sources.yaml"]["sources"]:
        if source.get("confidentiality", "public") != "public":
            for copy in source["copies"]:
                copy["sha256"] = hashlib.sha256(source["id"].encode()).hexdigest()
                copy["bytes"] = next(sizes)
                canaries.made += [copy["sha256"], str(copy["bytes"])]
    case = write(folder, files)
    _kept_copies(case, files, canaries)
    return case


def _kept_copies(case: Path, files: Files, canaries: Canaries) -> None:
    """Lay files beside the case's own, as they lie about where people work."""
    for name in (canaries.word(), f"evidence/{canaries.word()}.bak", f"copies/{canaries.word()}"):
        path = case / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(canaries.word(), "utf-8")


def public_outputs(case: Path, folder: Path, languages: str) -> Iterator[tuple[str, bytes]]:
    """Yield every output that the public may get of a case, by what made it."""
    for words in COMMANDS:
        at = 2 if words[0] == "--verbose" else 1
        ran = run(*words[:at], case, *words[at:], *CRITERIA)
        yield " ".join(words), f"{ran.code}\n{ran.out}\n{ran.err}".encode()
    found = json.loads(run("assess", case, "--format", "json", *CRITERIA).out)
    for finding in found["findings"]:
        ran = run("explain", finding["criterion"], case, *CRITERIA)
        yield f"explain {finding['criterion']}", f"{ran.out}{ran.err}".encode()
    words = ("report", case, "--lang", languages, "--formats", FORMATS, "--out", folder / "r")
    ran = run(*words, *CRITERIA)
    if ran.code != 0:
        raise AssertionError(ran.err)
    yield "report", ran.out.replace(str(folder), "").encode() + ran.err.encode()
    ran = run("bundle", folder / "b.zip", case, *CRITERIA)
    yield "bundle", ran.out.encode() + ran.err.encode()
    ran = run("verify", folder / "b.zip")
    yield "verify", ran.out.encode() + ran.err.encode()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and case not in path.parents:
            # Its name by itself: an archive is known by its first bytes.
            yield "name of a file", path.relative_to(folder).as_posix().encode()
            yield path.name, path.read_bytes()


def error_outputs(
    folder: Path, canaries: Canaries, ends: Sequence[bytes] = ENDS
) -> Iterator[tuple[str, bytes]]:
    """Yield what is said where something goes wrong around hidden records."""
    case = write(folder / "faulty" / "case", broken(example(), canaries, "restricted"))
    missing = ("no-such-thing", case)
    for number, words in enumerate((
        ("check", case), ("assess", case, "--standard", "no-such"), ("explain", *missing),
        ("report", case, "--out", "/proc/x"), ("bundle", "/proc/x.zip", case),
        ("whatif", case, "--set", "day.counting/altered=x"), ("robustness", case, "--draws", "0"),
        ("sources", case, "--secret", "no-such"), ("diff", case, f"{case}@2031-01-01"),
        ("diff", case, "none.json"), ("agreement", case), ("sources", "verify", case),
        ("coverage", case, "--as-of", "x"), ("--verbose", "report", case, "--out", "/proc/x"),
    )):  # fmt: skip
        ran = run(*words, *CRITERIA)
        yield f"error {number}: {words[0]}", f"{ran.out}{ran.err}".encode()
    for name in ("sources.yaml", "evidence/others.yaml", "election.yaml", "responses.yaml"):
        for end in ends:
            path = case / name
            kept = path.read_bytes()
            path.write_bytes(kept + end)
            ran = run("check", case, *CRITERIA)
            path.write_bytes(kept)
            yield f"error {name} {end!r}", f"{ran.out}{ran.err}".encode()


def seen_in(outputs: Iterable[tuple[str, bytes]], words: list[str]) -> dict[str, Any]:
    """Count outputs, layers and bytes, and name each canary that is in one."""
    pattern = re.compile("|".join(sorted(words)).encode(), re.IGNORECASE)
    found: dict[str, Any] = {"outputs": 0, "layers": 0, "bytes": 0, "endings": [], "seen": []}
    endings = set()
    for name, data in outputs:
        found["outputs"] += 1
        endings |= {name.rpartition(".")[2]} if "." in name and " " not in name else set()
        for layer in layers(data):
            found["layers"] += 1
            found["bytes"] += len(layer)
            found["seen"] += [f"{name}: {hit.decode()}" for hit in set(pattern.findall(layer))]
    found["endings"] = sorted(endings)
    return found


def look(folder: Path, languages: str = "all", ends: Sequence[bytes] = ENDS) -> dict[str, Any]:
    """Look for every canary in every public output and every error."""
    canaries = Canaries()
    case = hidden_case(folder / "case", canaries)
    (folder / "out").mkdir()
    outputs = list(public_outputs(case, folder / "out", languages))
    errors = list(error_outputs(folder, canaries, ends))
    inside = ("--audience", "internal", *CRITERIA)
    internal = run("explain", "day.counting", case, *inside).out.encode()
    return {
        "canaries": len(set(canaries.made)),
        "languages": languages,
        "public": seen_in(outputs, canaries.made),
        "errors": seen_in(errors, canaries.made),
        "control": len(seen_in([("internal", internal)], canaries.made)["seen"]),
    }
