"""An archive that the same members give byte for byte: a zip of stored files, written one way.

Members stand sorted by name, uncompressed, with the day that zip counts from, plain rights, no
comments and no extra fields. An archive therefore has one spelling only: writing its members
again shows whether a single byte of it is another one.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION = 20
_UNIX = 3 << 8
_FIRST_DAY = 1 << 5 | 1  # 1 January 1980
_RIGHTS = 0o100644 << 16
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
MAX_MEMBERS = 10_000
MAX_NAME = 200


class ForeignArchiveError(ValueError):
    """The bytes are no archive as electcheck writes it; says what is wrong and where."""


def safe_name(name: str) -> bool:
    """Tell whether a member may be called so: a plain path below the archive.

    >>> safe_name("case/election.yaml"), safe_name("../x"), safe_name("/x"), safe_name("a//b")
    (True, False, False, False)
    """
    return len(name) <= MAX_NAME and _NAME.fullmatch(name) is not None


def write_archive(members: Mapping[str, bytes]) -> bytes:
    """Return the archive of some members (name: content).

    Raises:
        ValueError: a name is not safe, two differ in case only, or there are too many.
    """
    names = sorted(members)
    if len(names) > MAX_MEMBERS or len({name.lower() for name in names}) < len(names):
        raise ValueError("too many members, or two names that differ in case only")
    folders = {name[:i] for name in names for i, c in enumerate(name) if c == "/"}
    if folders & members.keys():
        raise ValueError(f"a file and a folder have one name: {min(folders & members.keys())}")
    files, directory = bytearray(), bytearray()
    for name in names:
        if not safe_name(name):
            raise ValueError(f"no safe name for a member: {name!r}")
        content, raw = members[name], name.encode("ascii")
        sizes = (zlib.crc32(content), len(content), len(content), len(raw))
        common = (0, 0, 0, _FIRST_DAY, *sizes, 0)
        directory += _CENTRAL.pack(
            _CENTRAL_SIGN, _UNIX | _VERSION, _VERSION, *common, 0, 0, 0, _RIGHTS, len(files)
        )
        directory += raw
        files += _LOCAL.pack(_LOCAL_SIGN, _VERSION, *common) + raw + content
    count = len(names)
    end = _END.pack(_END_SIGN, 0, 0, count, count, len(directory), len(files), 0)
    return bytes(files + directory + end)


def read_archive(data: bytes) -> dict[str, bytes]:
    """Return the members of an archive that `write_archive` wrote; nothing is unpacked to disk.

    Every byte is accounted for: the members are written again and compared.

    Raises:
        ForeignArchiveError: anything is otherwise than `write_archive` writes it.
    """
    members: dict[str, bytes] = {}
    at = 0
    while data[at : at + 4] == _LOCAL_SIGN:
        name, content, at = _member(data, at)
        if name in members:
            raise ForeignArchiveError(f"two members are called {name}")
        if len(members) >= MAX_MEMBERS:
            raise ForeignArchiveError(f"more than {MAX_MEMBERS:,} members")
        members[name] = content
    if not members:
        raise ForeignArchiveError("byte 1: no member begins here")
    try:
        again = write_archive(members)
    except ValueError as error:
        raise ForeignArchiveError(str(error)) from None
    if again != data:
        first = next((i for i, (a, b) in enumerate(zip(again, data, strict=False)) if a != b), None)
        where = min(len(again), len(data)) if first is None else first
        raise ForeignArchiveError(
            f"byte {where + 1:,}: written again from its members the archive differs "
            f"({len(again):,} bytes, found {len(data):,})"
        )
    return members


def _member(data: bytes, at: int) -> tuple[str, bytes, int]:
    """Return the name and content of the member that begins at a byte, and where the next does."""
    if len(data) < at + _LOCAL.size:
        raise ForeignArchiveError(f"byte {at + 1:,}: the archive ends inside a header")
    fields = _LOCAL.unpack_from(data, at)
    method, size, stored, long, extra = fields[3], fields[7], fields[8], fields[9], fields[10]
    if method != 0 or size != stored or extra != 0:
        raise ForeignArchiveError(f"byte {at + 1:,}: a member is not stored as it is")
    start = at + _LOCAL.size + long
    if len(data) < start + size:
        raise ForeignArchiveError(f"byte {at + 1:,}: the archive ends inside a member")
    name = data[at + _LOCAL.size : start].decode("ascii", "replace")
    if not safe_name(name):
        raise ForeignArchiveError(f"byte {at + 1:,}: no safe name for a member: {name[:60]!r}")
    return name, data[start : start + size], start + size
