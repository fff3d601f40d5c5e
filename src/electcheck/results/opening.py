"""From a file on the disk to the bytes of one table: gzip, zip, and what kind of table it is."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from electcheck.errors import refuse

MAX_BYTES = 2_000_000_000
"""Positions in a text table are held in 32 bits; a larger file is refused before it is read."""

Kind = Literal["text", "workbook", "parquet"]


@dataclass(frozen=True)
class Opened:
    """The bytes of one table and what they are."""

    shown: str
    kind: Kind
    data: bytes


def open_table(path: Path) -> Opened:
    """Return the bytes of the table in `path`, unpacked.

    Raises:
        InputRefused: missing, unreadable, damaged, too large, or not one table.
    """
    shown = str(path)
    try:
        if path.is_dir():
            raise refuse(shown, "expected a results file, found a folder")
        with path.open("rb") as stream:
            data = _limited(stream, shown)
    except FileNotFoundError:
        raise refuse(shown, "there is no such file") from None
    except OSError as error:
        raise refuse(shown, f"the file cannot be read: {error.strerror}") from None
    for _ in range(3):
        kind = _kind(data, shown)
        if kind != "packed":
            if not data.strip(b"\0\r\n\t ,;\xef\xbb\xbf\xff\xfe"):
                raise refuse(shown, "the file is empty: expected a header and rows")
            return Opened(shown, kind, data)
        data = _unpacked(data, shown)
    raise refuse(shown, "packed more than three times over: unpack the file")


def _limited(stream: IO[bytes] | gzip.GzipFile, shown: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise refuse(shown, f"more than {MAX_BYTES:,} bytes: split the file by region")
    return data


def _kind(data: bytes, shown: str) -> Kind | Literal["packed"]:
    if data.startswith(b"\x1f\x8b"):
        return "packed"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        inside = data[:8192] + data[-65536:]
        return "workbook" if b"[Content_Types].xml" in inside else "packed"
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse(shown, "an Excel file of the old kind (.xls): save it as .xlsx or CSV")
    if data.startswith(b"%PDF"):
        raise refuse(shown, "a PDF file: results must be a table (CSV, Excel or Parquet)")
    return "text"


def _unpacked(data: bytes, shown: str) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
                return _limited(stream, shown)
        except (OSError, EOFError, zlib.error) as error:
            raise refuse(shown, f"the gzip file is damaged: {error}") from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [
                name
                for name in archive.namelist()
                if not name.endswith("/") and not name.startswith("__MACOSX/")
            ]
            if len(members) != 1:
                listed = ", ".join(sorted(members)[:5]) or "none"
                raise refuse(
                    shown,
                    f"expected a zip file with one table, found {len(members)} members "
                    f"({listed}): unpack the one that is meant",
                )
            with archive.open(members[0]) as stream:
                return _limited(stream, shown)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise refuse(shown, f"the zip file is damaged or locked: {error}") from None
