"""Whether a bundle is what it says: its bytes, its hashes, and the assessment made again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from electcheck.custody.archive import ForeignArchiveError, read_archive
from electcheck.custody.bundle import MANIFEST, SETTINGS, VERSIONS, lay_out, manifest, members_of
from electcheck.custody.settings import Settings, versions
from electcheck.errors import InputRefused

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was checked: what, whether it holds, and what was found otherwise."""

    what: str
    holds: bool
    found: tuple[str, ...] = ()


def verify(data: bytes) -> Iterator[Step]:
    """Yield each step of checking a bundle; the first that fails is the last.

    Nothing of the archive is run: its case and catalogue are read as any others are.
    """
    try:
        members = read_archive(data)
    except ForeignArchiveError as error:
        yield Step("the archive, written again from its members, is the same", False, (str(error),))
        return
    yield Step(
        f"the archive, written again from its {len(members)} members, is the same byte for byte",
        True,
    )
    found = tuple(_manifest_faults(members))
    yield Step(f"every hash of {MANIFEST} is right, and every member is listed", not found, found)
    if found:
        return
    try:
        settings = Settings.model_validate_json(members[SETTINGS])
        made_with = json.loads(members[VERSIONS])
        if not isinstance(made_with, dict):
            raise ValueError
    except (KeyError, ValueError, ValidationError, RecursionError):
        message = f"{SETTINGS} or {VERSIONS} is missing, or not as `electcheck bundle` writes it"
        yield Step("it says how it was made", False, (message,))
        return
    yield from _again(members, settings, made_with)


def _manifest_faults(members: Mapping[str, bytes]) -> Iterator[str]:
    listed = {name: content for name, content in members.items() if name != MANIFEST}
    expected = manifest(listed).decode("ascii").splitlines()
    given = members.get(MANIFEST, b"").decode("utf-8", "replace").splitlines()
    for line in [line for line in expected if line not in given][:_SHOWN]:
        yield f"{line[66:]}: its hash is {line[:64]}, which {MANIFEST} does not say"
    if set(given) - set(expected):
        yield f"{MANIFEST} lists what is not there, or with another hash"
    if members.get(MANIFEST) != manifest(listed) and set(given) == set(expected):
        yield f"{MANIFEST} is written in another way"


def _again(
    members: Mapping[str, bytes], settings: Settings, made_with: Mapping[str, Any]
) -> Iterator[Step]:
    """Make the bundle again from its own case and catalogue, and compare."""
    here = versions()
    same = here == made_with
    try:
        with tempfile.TemporaryDirectory(prefix="electcheck-") as folder:
            lay_out(members, Path(folder))
            again = members_of(
                Path(folder) / "case", Path(folder) / "criteria", settings, made_with
            )
    except InputRefused as refused:
        faults = tuple(str(fault) for fault in refused.faults[:_SHOWN])
        yield Step("its case and catalogue hold", False, faults)
        return
    found = [
        f"{name}: {_how(members.get(name), again.get(name))}"
        for name in sorted((members.keys() | again.keys()) - {MANIFEST})
        if not _equal(name, members.get(name), again.get(name), same)
    ]
    where = "in the same versions" if same else f"with {_told(here)}, made with {_told(made_with)}"
    yield Step(f"made again from its case and catalogue ({where}), all is the same", not found,
               tuple(found[:_SHOWN]))  # fmt: skip


def _equal(name: str, old: bytes | None, new: bytes | None, same_versions: bool) -> bool:
    """Compare bytes; with other versions, JSON by what it says (the writer may space otherwise)."""
    if old == new or old is None or new is None:
        return old == new
    if same_versions or not name.endswith(".json"):
        return False
    try:
        return bool(json.loads(old) == json.loads(new))
    except (ValueError, RecursionError):
        return False


def _how(old: bytes | None, new: bytes | None) -> str:
    if new is None:
        return "in the archive, and nothing makes it"
    if old is None:
        return "not in the archive"
    left, right = old.splitlines(), new.splitlines()
    line = next((i for i, (a, b) in enumerate(zip(left, right, strict=False), 1) if a != b), None)
    return f"differs from line {line or min(len(left), len(right)) + 1} on"


def _told(of: Mapping[str, Any]) -> str:
    return f"electcheck {of.get('electcheck')} on Python {of.get('python')}"
