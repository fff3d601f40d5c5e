"""Write what was imported into the case folder: drafts, the rows word for word, the pseudonyms."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from electcheck.errors import InputRefused
from electcheck.files.write import write_files
from electcheck.files.yaml_text import decode, read_bytes
from electcheck.forms.drafts import (
    DECISIONS,
    FOLDER,
    ORIGINALS,
    PEOPLE,
    Decision,
    Draft,
    load_drafts,
    load_people,
    written,
)
from electcheck.forms.importing import read_file
from electcheck.forms.raw import one_line
from electcheck.forms.row_drafts import Imported, draft_of, original_of
from electcheck.rules.opening import Opened

OWNER_ONLY = 0o600
SET_ASIDE = "set aside at import: it has faults"


def import_file(
    path: Path, opened: Opened, folder: Path, set_aside: tuple[str, date] | None = None
) -> dict[str, Any]:
    """Import a file of submissions into a case; return the counts.

    Args:
        path: the file.
        opened: the case and the catalogue.
        folder: of the case.
        set_aside: who sets aside the rows that have faults, and when; without it a file with any
            fault is refused whole.

    Raises:
        InputRefused: nothing was written.
    """
    found = read_file(path, opened, folder, load_drafts(folder), load_people(folder))
    if found.submissions.faults or (found.refused and set_aside is None):
        raise ImportRefused(found)
    refused = [_set_aside(found, i) for i in range(len(found.refused))]
    if found.drafts or refused:
        _write(found, refused, folder, set_aside)
    return counts(found, drafted=len(found.drafts))


class ImportRefused(InputRefused):
    """A file of submissions with faults; carries the counts that were made on the way."""

    def __init__(self, found: Imported) -> None:
        super().__init__(one.fault() for one in found.faults)
        self.counts = counts(found, drafted=0)


def counts(found: Imported, drafted: int) -> dict[str, Any]:
    """Return how many rows a file has and what became of them."""
    return {
        "form": found.form.id,
        "rows": len(found.submissions.rows),
        "drafted": drafted,
        "duplicates": found.duplicates,
        "rejected": len(found.refused),
        "faults": [one.as_data() for one in found.faults],
    }


def _set_aside(found: Imported, number: int) -> Draft:
    row = found.refused[number]
    faults = tuple(f"{one.name or 'row'}: {one.message}" for one in row.faults)
    return draft_of(found, row, row.verbatim, faults=faults)


def _write(
    found: Imported, refused: list[Draft], folder: Path, by: tuple[str, date] | None
) -> None:
    name = f"{found.form.id}-{found.submissions.sha256[:12]}.jsonl"
    originals = [*found.originals, *(original_of(row) for row in found.refused)]
    # In this order: the drafts, by which an import knows what it has read before, come after the
    # rows word for word, so that a run that is killed on the way is made again and loses no row.
    files: dict[str, bytes | str] = {
        f"{ORIGINALS}/{name}": "".join(f"{one_line(one)}\n" for one in originals),
        PEOPLE: json.dumps(found.people.known, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
        f"{FOLDER}/{name}": written([*found.drafts, *refused]),
    }
    if refused:
        assert by is not None
        files[DECISIONS] = decisions_with(
            folder,
            [
                Decision(unit=one.id, decision="reject", by=by[0], on=by[1], reason=SET_ASIDE)
                for one in refused
            ],
        )
    write_files(folder, files, mode=OWNER_ONLY)
    # Who stands behind a pseudonym is for the owner of the folder alone.
    with suppress(OSError):
        (folder / ORIGINALS).chmod(0o700)


def decisions_with(folder: Path, more: list[Decision]) -> str:
    """Return the text of the file of decisions with some lines added."""
    path = folder / DECISIONS
    before = decode(read_bytes(path, DECISIONS), DECISIONS) if path.exists() else ""
    return before + written(more)


def keep_draft(folder: Path, draft: Draft) -> bool:
    """Write one draft that was made from what the case holds; tell whether it is new.

    Raises:
        InputRefused: the folder cannot be written to.
    """
    if draft.id in {one.id for one in load_drafts(folder).drafts}:
        return False
    write_files(folder, {f"{FOLDER}/{draft.id}.jsonl": written([draft])}, mode=OWNER_ONLY)
    return True
