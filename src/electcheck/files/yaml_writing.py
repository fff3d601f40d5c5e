"""Data as YAML text: the same data, the same bytes; what `yaml_text` reads of it is the data again.

Block style throughout, keys in the order given, no comments. A text stands plain where it is made
of letters, digits and a few harmless marks; otherwise it is quoted, with every character escaped
that a reader could take for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _.,;()/'+=-]*[A-Za-z0-9_.,;()/'+=-])?")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def yaml_bytes(data: Mapping[str, Any]) -> bytes:
    r"""Return the text of a mapping as UTF-8.

    >>> print(yaml_bytes({"a": 1, "b": ["x", {"c": "yes", "d": None}], "e": []}).decode(), end="")
    a: 1
    b:
      - x
      - c: "yes"
        d: null
    e: []
    """
    return ("\n".join(_mapping(data, "")) + "\n").encode("utf-8")


def _mapping(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        name = _text(str(key))
        if isinstance(value, Mapping) and value:
            yield f"{indent}{name}:"
            yield from _mapping(value, indent + "  ")
        elif isinstance(value, list | tuple) and value:
            yield f"{indent}{name}:"
            yield from _sequence(value, indent + "  ")
        else:
            yield f"{indent}{name}: {scalar(value)}"


def _sequence(items: Sequence[Any], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, Mapping) and item:
            first, *rest = _mapping(item, indent + "  ")
            yield f"{indent}- {first.lstrip(' ')}"
            yield from rest
        elif isinstance(item, list | tuple) and item:
            first, *rest = _sequence(item, indent + "  ")
            yield f"{indent}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield f"{indent}- {scalar(item)}"


def scalar(value: Any) -> str:
    """Return one value as it stands in a line of its own; an empty mapping or list too."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    return "{}" if isinstance(value, Mapping) else "[]"


def _text(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return quoted(value)


def quoted(text: str) -> str:
    """Return a text in quotes, which reads the same anywhere in a file."""
    return '"' + "".join(_character(c) for c in text) + '"'


def _character(c: str) -> str:
    if c in _ESCAPES:
        return _ESCAPES[c]
    if c.isprintable():
        return c
    code = ord(c)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
