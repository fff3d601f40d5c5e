"""None of the canaries in hidden records is in a byte of a public output; the search can find."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.trust.canaries import ENDS, look, seen_in

WORD = b"canary0001zqx"


def test_no_canary_is_in_any_byte_of_any_public_output(tmp_path: Path) -> None:
    # In one language, with two kinds of damage; `make trust` looks at all.
    found = look(tmp_path, "en", ENDS[2:4])
    assert found["canaries"] >= 200
    assert found["public"]["seen"] == []
    assert found["public"]["layers"] > 2 * found["public"]["outputs"], "archives were opened"
    assert found["errors"]["seen"] == []
    assert found["temporary"]["seen"] == []
    assert found["temporary"]["outputs"] > 50, "what was written on the way was kept to be seen"
    assert found["differs"] == [], "each output is that of the case without its hidden records"
    assert found["control"] > 10, "the same search finds them in what is for those inside"
    assert {"html", "pdf", "docx", "json", "csv", "zip", "xlsx"} <= set(found["public"]["endings"])


def _zip(data: bytes, name: str = "x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def _png(kind: bytes, content: bytes) -> bytes:
    chunk = len(content).to_bytes(4, "big") + kind + content + bytes(4)
    return b"\x89PNG\r\n\x1a\n" + chunk


@pytest.mark.parametrize(
    "data",
    [
        WORD.upper(),
        _zip(WORD),
        _zip(b"", WORD.decode()),
        _zip(_zip(WORD)),
        b"%PDF-1.7\nstream\n" + zlib.compress(b"(" + WORD + b")") + b"\nendstream",
        b"<img src='data:image/png;base64," + base64.b64encode(WORD + bytes(9)) + b"'>",
        _png(b"tEXt", b"Comment\0" + WORD),
        _png(b"zTXt", b"Comment\0\0" + zlib.compress(WORD)),
        WORD.decode().encode("utf-16"),
        b"".join(b"&#%d;" % letter for letter in WORD),
        b"".join(b"%%%02x" % letter for letter in WORD),
    ],
    ids=["upper case", "member", "name of a member", "archive in an archive", "stream of a PDF",
         "address of data", "text of a PNG", "packed text of a PNG", "UTF-16", "entities",
         "percent signs"],
)  # fmt: skip
def test_the_search_opens_everything(data: bytes) -> None:
    assert seen_in([("x", data)], [WORD.decode()])["seen"] != []
    assert seen_in([("x", data)], ["canary0002zqx"])["seen"] == []
