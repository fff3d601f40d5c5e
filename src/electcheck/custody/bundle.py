"""A bundle: one archive with all that it takes to make an assessment again, and to check it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from electcheck.custody.archive import write_archive
from electcheck.custody.case_members import below, case_members, catalogue_members
from electcheck.custody.citations import citations
from electcheck.custody.crate import NAME as CRATE
from electcheck.custody.crate import crate
from electcheck.custody.outputs import outputs
from electcheck.custody.settings import Settings, versions
from electcheck.files.json_text import to_json
from electcheck.files.sight import Sight
from electcheck.rules.opening import open_case

MANIFEST = "SHA256SUMS"
SETTINGS = "bundle.json"
VERSIONS = "versions.json"
README = """An election assessment from cited evidence, with all that it takes to make it again.

case/       the case: election, sources, statements; comments and file names are not kept
criteria/   the catalogue of criteria and the policy of judging
outputs/    what electcheck made of them
bundle.json, versions.json   for whom, at which standard, as of which day, with which versions
citations.json               the sources as CSL-JSON
ro-crate-metadata.json       what each file is (RO-Crate 1.1)

To check the files:           sha256sum -c SHA256SUMS
To check everything again:    electcheck verify ARCHIVE
Copies of sources are not in here, for their rights are not ours: who holds one compares its hash
with the one in case/sources.yaml.
"""


def bundle(case: Path, criteria: Path, settings: Settings) -> bytes:
    """Return the archive of a case.

    Args:
        case: folder of the case, which must hold against the catalogue.
        criteria: folder of the catalogue.
        settings: for whom, at which standard of proof, as of which day.

    Raises:
        InputRefused: the case or the catalogue does not hold.
    """
    return seal(members_of(case, criteria, settings, versions()))


def members_of(
    case: Path, criteria: Path, settings: Settings, made_with: Mapping[str, Any]
) -> dict[str, bytes]:
    """Return every member of the bundle of a case but the manifest.

    The outputs are made of the case as it is written anew, so that whoever opens the bundle
    makes them of the same bytes.

    Args:
        case: folder of the case.
        criteria: folder of the catalogue.
        settings: how the outputs are made.
        made_with: the versions to be told.
    """
    sight = Sight(settings.audience, frozenset(settings.secrets))
    norms = catalogue_members(criteria)
    seen = open_case(case, criteria, sight.audience, sight.secrets)
    files = case_members(case, seen, sight)
    with tempfile.TemporaryDirectory(prefix="electcheck-") as folder:
        root = Path(folder)
        lay_out({**below("case", files), **below("criteria", norms)}, root)
        opened, made = outputs(root / "case", root / "criteria", settings)
    members = {
        "README.txt": README.encode("utf-8"),
        SETTINGS: _json(settings.model_dump(mode="json")),
        VERSIONS: _json(made_with),
        "citations.json": _json(citations(opened.case.sources.values())),
        **below("case", files),
        **below("criteria", norms),
        **below("outputs", made),
    }
    version = str(made_with.get("electcheck"))
    members[CRATE] = _json(crate(members, opened.case.election, settings, version))
    return members


def seal(members: Mapping[str, bytes]) -> bytes:
    """Return the archive of members and their manifest."""
    return write_archive({**members, MANIFEST: manifest(members)})


def manifest(members: Mapping[str, bytes]) -> bytes:
    """Return the hash of each member, as `sha256sum -c` reads it."""
    lines = (f"{hashlib.sha256(members[name]).hexdigest()}  {name}\n" for name in sorted(members))
    return "".join(lines).encode("ascii")


def lay_out(members: Mapping[str, bytes], root: Path) -> None:
    """Write members, whose names must be safe, below a folder."""
    for name, content in members.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _json(data: Any) -> bytes:
    return to_json(data).encode("utf-8")
