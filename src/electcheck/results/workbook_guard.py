"""Before a workbook is read: is it a plain one, or one that would fill the memory?

A workbook is a zip archive of XML. Small ones can unpack to gigabytes, define entities that grow
without an end, or hold so many styles that building them takes an hour. All that is looked at in
the archive's directory and by a parser that builds nothing, before the reading library starts.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any
from xml.parsers import expat

from electcheck.errors import refuse
from electcheck.results.unpacking import most_bytes

MAX_MEMBERS = 2_000
MAX_ELEMENTS = 100_000
"""Elements of the parts around the sheets (styles, names, relations): each becomes an object."""

LEAST_STRINGS = 50_000
LEAST_CELLS = 500_000
_CHUNK = 1 << 16

# The parts that are read as a stream and not as objects.
_STREAMED = re.compile(r"xl/(?:worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)


class _Seen(Exception):  # noqa: N818 - not an error: what was looked for was found
    """Stops a parser."""


def check_workbook(data: bytes, shown: str) -> int:
    """Refuse a workbook that is a bomb; return how many cells may be read from it.

    Raises:
        InputRefused: damaged, locked, too large unpacked, with a document type, or with too many
            parts.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_sizes(members, len(data), shown)
            elements = 0
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels")):
                    elements += _check_part(archive, member, shown, MAX_ELEMENTS - elements)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise refuse(shown, f"the workbook is damaged: {error}") from None
    except (RuntimeError, ValueError) as error:
        raise refuse(shown, f"the workbook is damaged or locked: {error}") from None
    except expat.ExpatError as error:
        raise refuse(shown, f"the workbook is damaged: {error}") from None
    return max(LEAST_CELLS, 2 * len(data))


def _check_sizes(members: list[zipfile.ZipInfo], packed: int, shown: str) -> None:
    if len(members) > MAX_MEMBERS:
        raise refuse(shown, f"the workbook has {len(members):,} parts: save the sheet as CSV")
    if len({member.filename for member in members}) != len(members):
        raise refuse(shown, "the workbook has two parts of one name: save it again")
    size, most = sum(member.file_size for member in members), most_bytes(packed)
    if size > most:
        raise refuse(
            shown,
            f"the workbook unpacks to {size:,} bytes, at most {most:,} are read of a file of its "
            "size: save the sheet as CSV",
        )


def _check_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, left: int) -> int:
    """Return how many elements a part has that is read as objects."""
    streamed = _STREAMED.fullmatch(member.filename) is not None
    strings = member.filename.lower().endswith("sharedstrings.xml")
    most = max(LEAST_STRINGS, member.compress_size // 3) if strings else left
    counted = 0

    def start(name: str, _: Any) -> None:
        nonlocal counted
        if streamed and not strings:
            raise _Seen
        counted += not strings or name.rpartition(":")[2] == "si"
        if counted > most:
            raise refuse(
                shown, f"{member.filename} has more than {most:,} entries: save the sheet as CSV"
            )

    def doctype(*_: Any) -> None:
        raise refuse(
            shown,
            f"{member.filename} declares a document type, which no workbook needs and which can "
            "define entities without an end: save it again",
        )

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    with archive.open(member) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
        except _Seen:
            pass
    return 0 if streamed else counted
