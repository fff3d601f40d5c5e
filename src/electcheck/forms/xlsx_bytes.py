"""An Excel workbook as bytes that are the same each time: fixed times, sorted members."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

_WHEN = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def xlsx_bytes(book: Workbook) -> bytes:
    """Return the workbook's file.

    The members are stored and not compressed: two builds of zlib may compress the same text to
    different bytes.
    """
    made = io.BytesIO()
    book.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return out.getvalue()
