"""Every byte of an output, opened: archives, streams of a PDF, data in addresses, images."""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_DATA = re.compile(rb"base64,([A-Za-z0-9+/=\s]{16,})")
_ZTXT = re.compile(rb"zTXt|iTXt|iCCP")
MOST_DEEP = 6


def layers(data: bytes, deep: int = 0) -> Iterator[bytes]:
    """Yield the bytes as they are, and again for each packing that was taken off.

    Members of archives (a DOCX is one) with their names; packed streams of a PDF, its hexadecimal
    texts; addresses that hold their data; packed text chunks of a PNG; HTML without its entities
    and addresses without their percent signs.
    """
    yield data
    if deep > MOST_DEEP:
        return
    inner = [*_members(data), *_streams(data), *_chunks(data), *_addresses(data), *_spelt(data)]
    for one in inner:
        yield from layers(one, deep + 1)


def _members(data: bytes) -> Iterator[bytes]:
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            yield member.filename.encode() + b"\n" + member.comment + b"\n" + member.extra
            yield archive.read(member)


def _streams(data: bytes) -> Iterator[bytes]:
    if not data.startswith(b"%PDF"):
        return
    for found in _STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(found.group(1))
        except zlib.error:
            continue  # a font or a picture, which is looked at as it is


def _chunks(data: bytes) -> Iterator[bytes]:
    if not data.startswith(b"\x89PNG"):
        return
    at = 8
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if _ZTXT.fullmatch(kind):
            packed = data[at + 8 : at + 8 + length].split(b"\0", 1)[-1]
            for start in range(min(4, len(packed))):
                try:
                    yield zlib.decompress(packed[start:])
                except zlib.error:
                    continue
        at += 12 + length


def _addresses(data: bytes) -> Iterator[bytes]:
    for found in _DATA.finditer(data):
        try:
            yield base64.b64decode(found.group(1))
        except binascii.Error:
            continue


def _spelt(data: bytes) -> Iterator[bytes]:
    """Yield a text as its reader sees it: entities, escapes and UTF-16 read."""
    for encoding in ("utf-16-be", "utf-16-le"):
        if data.count(0) > len(data) / 4:
            yield data.decode(encoding, "ignore").replace("\0", "").encode("utf-8", "ignore")
    # Bytes of an archive or a picture are no spelling of anything.
    if (b"&" in data or b"%" in data) and not data.startswith((b"PK", b"%PDF", b"\x89PNG")):
        text = data.decode("utf-8", "replace")
        plain = unquote(html.unescape(text), errors="replace")
        if plain != text:
            yield plain.encode("utf-8", "replace")
