"""The formats of a report by name; what makes them is loaded only when one is made."""

from __future__ import annotations

from typing import Literal, get_args

Format = Literal["html", "pdf", "docx", "json", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
# Those that show pictures.
PICTURED: frozenset[Format] = frozenset({"html", "pdf", "docx"})
