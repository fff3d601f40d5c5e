"""The files of a case as they go into a bundle: what its audience may see, written anew.

The names of files of evidence are not kept (a name may tell of a witness): statements are filed by
the area of their criterion. Comments are no records, and are left behind.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from electcheck.custody.archive import safe_name
from electcheck.errors import Fault, InputRefused, Place
from electcheck.files.case import REQUIRED, SOURCES, read_case
from electcheck.files.sight import Sight
from electcheck.files.translating import kept_files
from electcheck.files.translations import file_name
from electcheck.files.yaml_text import decode, read_bytes
from electcheck.files.yaml_writing import yaml_bytes
from electcheck.model.prose import case_prose
from electcheck.model.record import LANGUAGES
from electcheck.rules.opening import Opened

RESULTS = "results"
PACKAGE = "datapackage.json"
THRESHOLDS = "thresholds.yaml"


def case_members(folder: Path, opened: Opened, sight: Sight) -> dict[str, bytes]:
    """Return the files of the case in `folder`, as `sight` sees it, by their path below it.

    Args:
        folder: of the case.
        opened: the same case as `sight` sees it; translations are kept of its words alone.
        sight: what may be seen.
    """
    catalogue = opened.catalogue
    faults: list[Fault] = []
    files = read_case(folder, faults, sight)
    translated = kept_files(folder, case_prose(opened.case), faults)
    if files is None or faults:
        raise InputRefused(faults)
    members = {}
    for name, raw in files.named.items():
        data = dict(raw.data or {"format": 1})
        if name == SOURCES:
            data.pop("withheld", None)
            withheld = files.withheld or raw.data.get("withheld") is True
            if withheld and catalogue.policy.mention_restricted:
                data["withheld"] = True
        if name in REQUIRED or any(value not in ([], 1) for value in data.values()):
            members[name] = yaml_bytes(data)
    area_of = {criterion.id: area.area for area, criterion in catalogue.criteria()}
    evidence: dict[str, list[Any]] = {}
    for raw in files.evidence:
        for statement in (raw.data or {}).get("statements") or ():
            criterion = str(statement["indicator"]).partition("/")[0]
            evidence.setdefault(area_of[criterion], []).append(statement)
    for area, statements in evidence.items():
        members[f"evidence/{area}.yaml"] = yaml_bytes({"format": 1, "statements": statements})
    return members | translated | result_members(folder)


def result_members(folder: Path) -> dict[str, bytes]:
    """Return the results of a case: the datapackage, the tables it names, bounds of the law.

    Raises:
        InputRefused: a table is missing, lies elsewhere, or has a name that no archive may hold.
    """
    results = folder / RESULTS
    if not (results / PACKAGE).is_file():
        return {}
    shown = f"{RESULTS}/{PACKAGE}"
    raw = _plain_bytes(results, PACKAGE)
    try:
        package = json.loads(decode(raw, shown))
        named = [str(one["path"]) for one in package["resources"]]
    except (ValueError, RecursionError, KeyError, TypeError):
        message = "expected a datapackage whose resources each name one 'path'"
        raise InputRefused([Fault(Place(shown), message)]) from None
    if (results / THRESHOLDS).is_file():
        named.append(THRESHOLDS)
    faults = [
        Fault(
            Place(shown), f"the path {name!r} cannot go into an archive: use letters, digits, '-'"
        )
        for name in named
        if not safe_name(name)
    ]
    if faults:
        raise InputRefused(faults)
    members = {f"{RESULTS}/{name}": _plain_bytes(results, name) for name in named}
    return {shown: raw} | members


def _plain_bytes(folder: Path, name: str) -> bytes:
    path = folder.joinpath(*name.split("/"))
    if not path.resolve().is_relative_to(folder.resolve()):
        raise InputRefused([Fault(Place(f"{RESULTS}/{name}"), "leads out of the case")])
    return read_bytes(path, f"{RESULTS}/{name}")


def catalogue_members(folder: Path) -> dict[str, bytes]:
    """Return the files of the catalogue in `folder` by their path below it, byte for byte."""
    paths = [folder / "instruments.yaml", folder / "policy.yaml"]
    paths += sorted(folder.glob("[0-9][0-9]-*.yaml"))
    paths += [path for one in LANGUAGES if (path := folder / file_name(one)).exists()]
    names = [path.relative_to(folder).as_posix() for path in paths]
    return {name: read_bytes(path, name) for name, path in zip(names, paths, strict=True)}


def below(folder: str, members: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return members with their names below a folder.

    >>> below("case", {"a.yaml": b""})
    {'case/a.yaml': b''}
    """
    return {f"{folder}/{name}": content for name, content in members.items()}
