"""From a file on the disk to the bytes of one table: gzip, zip, and what kind of table it is."""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from electcheck.errors import refuse
from electcheck.files.reading import read_regular
from electcheck.results.unpacking import most_bytes

MAX_BYTES = 2_000_000_000
"""Positions in a text table are held in 32 bits; a larger file is refused before it is read."""

# What the zipfile module raises on members that are damaged, locked or packed in an unknown way.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)

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
    data = read_regular(path, shown, MAX_BYTES)
    most = most_bytes(len(data))
    for _ in range(3):
        kind = _kind(data, shown)
        if kind != "packed":
            if not data.strip(b"\0\r\n\t ,;\xef\xbb\xbf\xff\xfe"):
                raise refuse(shown, "the file is empty: expected a header and rows")
            return Opened(shown, kind, data)
        data = _unpacked(data, shown, most)
    raise refuse(shown, "packed more than three times over: unpack the file")


def _limited(stream: IO[bytes] | gzip.GzipFile, shown: str, most: int) -> bytes:
    data = stream.read(most + 1)
    if len(data) > most:
        raise refuse(
            shown,
            f"unpacks to more than {most:,} bytes, the most that is read of a packed file of its "
            "size: unpack it, or split it by region",
        )
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


def _unpacked(data: bytes, shown: str, most: int) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
                return _limited(stream, shown, most)
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
                return _limited(stream, shown, most)
    except _DAMAGE as error:
        raise refuse(shown, f"the zip file is damaged or locked: {error}") from None
