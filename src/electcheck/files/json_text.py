"""JSON from outside as plain data (of our own writing, of a datapackage, of a seal), and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from electcheck.errors import refuse
from electcheck.files.characters import hidden
from electcheck.files.yaml_text import MAX_DEPTH, decode, read_bytes

MAX_DIGITS = 18


class _OddError(ValueError):
    """Something that JSON allows and we do not, or Python's reader allows and JSON does not."""


def to_json(data: Any) -> str:
    r"""Return `data` as JSON text with a final line end; the same data give the same bytes.

    Raises:
        ValueError: a number is NaN or infinite.

    >>> to_json({"é": None})
    '{\n  "é": null\n}\n'
    """
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def read_json(path: Path, expected: str) -> dict[str, Any]:
    """Return the object that a JSON file holds.

    Keys that stand twice, NaN and infinities, numbers of more than 18 digits and lone surrogates
    are refused: what is read must be what every other reader of the file would see.

    Args:
        path: the file.
        expected: what the file should be, for the message.

    Raises:
        InputRefused: the file cannot be read, is no JSON, or holds no object.
    """
    shown = str(path)
    text = decode(read_bytes(path, shown), shown)
    try:
        data = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_int=_whole,
            parse_float=_finite,
        )
        _shallow(data)
    except json.JSONDecodeError as error:
        message = f"expected {expected}, found no JSON: {error.msg}"
        raise refuse(shown, message, error.lineno, error.colno) from None
    except RecursionError:
        raise refuse(shown, f"expected {expected}: nested too deep", 1, 1) from None
    except _OddError as error:
        raise refuse(shown, f"expected {expected}: {error}", 1, 1) from None
    if not isinstance(data, dict):
        raise refuse(shown, f"expected {expected}, an object in braces", 1, 1)
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _OddError(f"the key {key[:60]!r} stands twice")
        for text in (key, value):
            if isinstance(text, str) and (name := hidden(text)):
                raise _OddError(f"the character {name} is not allowed")
        found[key] = value
    return found


def _no_number(name: str) -> NoReturn:
    raise _OddError(f"{name} is no number")


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS + 1:
        raise _OddError(f"the number {digits[:12]}... has {len(digits)} digits")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise _OddError(f"the number {digits[:20]} is too large")
    return value


def _shallow(data: Any) -> None:
    """Refuse what is nested deeper than a YAML file may be; walks without recursion."""
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise _OddError(f"nested deeper than {MAX_DEPTH} levels")
