"""Answers of a study as Parquet partitions, so that a rerun goes on where the last one ended.

A partition is written beside and moved into place, whole or not at all, and carries in its
metadata the key of what made it. A rerun takes a partition whose key is its own and makes every
other one anew; `study.json` says in words what the folder holds, and another study is refused.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from electcheck.errors import InputRefused, Unfinished, refuse
from electcheck.files.write import write_files
from electcheck.studies.versions import versions

if TYPE_CHECKING:
    import pyarrow as pa

MARK = b"electcheck"
DESCRIPTION = "study.json"


def need_parquet(option: str) -> None:
    """Refuse to go on without a library that writes Parquet.

    Raises:
        InputRefused: `pyarrow` is not installed.
    """
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise refuse(option, "needs the extra 'cluster': pip install 'electcheck[cluster]'")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        InputRefused: the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise refuse(path, f"the file cannot be read: {error.strerror}") from None


def key_of(*parts: Any) -> str:
    """Return a name of what an answer depends on, the versions of what makes it included.

    >>> key_of({"seed": 1}, "clean") == key_of({"seed": 1}, "clean") != key_of({"seed": 2})
    True
    """
    content = json.dumps([dict(versions()), *parts], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def packed(columns: Mapping[str, Any], key: str, extent: int = 0) -> bytes:
    """Return a partition as the bytes of a Parquet file: the same columns, the same bytes.

    Args:
        columns: name: values, all of one length; the types are those of the values.
        key: of what made it.
        extent: how far it reaches, for partitions that may reach farther than is asked for.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    mark = json.dumps({"key": key, "extent": extent}).encode()
    stream = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({MARK: mark}), stream, compression="zstd")
    return stream.getvalue()


@dataclass(frozen=True)
class Store:
    """A folder of partitions.

    Attributes:
        folder: where they lie.
    """

    folder: Path

    def open(self, description: Mapping[str, Any]) -> None:
        """Claim the folder for a study, or go on with the one that it holds.

        Args:
            description: what all partitions of the study share, in words and numbers.

        Raises:
            InputRefused: the folder holds another study; what differs is named.
        """
        wanted = json.loads(json.dumps({"versions": dict(versions()), **description}))
        path = self.folder / DESCRIPTION
        if not path.exists():
            write_files(self.folder, {DESCRIPTION: json.dumps(wanted, indent=2) + "\n"})
            return
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise refuse(path, "cannot be read as JSON: choose another --out") from None
        if not isinstance(found, dict):
            raise refuse(path, "describes no study: choose another --out")
        differs = [
            f"{name}: {found.get(name)!r} there, {wanted.get(name)!r} here"
            for name in sorted({*found, *wanted})
            if found.get(name) != wanted.get(name)
        ]
        if differs:
            raise refuse(path, f"holds another study ({'; '.join(differs)}): choose another --out")

    def kept(self, name: str, key: str, extent: int = 0) -> pa.Table | None:
        """Return a partition that was finished before, None where it has to be made.

        Args:
            name: of its file.
            key: of what makes it now.
            extent: how far it has to reach at least.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.folder / name
        if not path.is_file():
            return None
        try:
            table = pq.read_table(path)
            mark = json.loads((table.schema.metadata or {}).get(MARK, b"{}"))
        except (OSError, ValueError, pa.ArrowException):
            return None  # damaged since: made again
        if mark.get("key") != key or mark.get("extent", 0) < extent:
            return None
        return table

    def keep(self, name: str, content: bytes) -> None:
        """Write a finished partition.

        Raises:
            Unfinished: the folder cannot be written to, or the disk is full.
        """
        try:
            write_files(self.folder, {name: content})
        except InputRefused as refused:
            raise Unfinished(f"{refused}; partitions written before it stay") from None
