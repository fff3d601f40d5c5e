"""Add statements to a file of evidence without touching a byte of what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from electcheck.errors import refuse
from electcheck.files.yaml_text import Map, Seq, parse
from electcheck.files.yaml_writing import quoted, scalar

_PLAIN = re.compile(r"[a-z][a-z0-9]*(?:[./_-][a-z0-9]+)*")
_WORDS = ("true", "false", "null")


def with_statements(text: str, shown: str, added: Sequence[tuple[Mapping[str, Any], str]]) -> str:
    r"""Return the text of a file of evidence with statements added at the end of its list.

    Args:
        text: of the file; empty for a new one.
        shown: how messages name the file.
        added: the statements as plain data, each with the comment that goes before it.

    Raises:
        InputRefused: the list is written in one line, or cannot be read.

    >>> one = ({"id": "a-1"}, "by x")
    >>> with_statements("format: 1\nstatements: []\n# end\n", "x", [one]).split("\n")
    ['format: 1', 'statements:', '# end', '  # by x', '  - id: a-1', '']
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline) if text.strip() else ["format: 1", "statements:", ""]
    whole = newline.join(lines)
    data, faults = parse(whole, shown)
    if faults or not isinstance(data, Map) or "statements" not in data:
        raise refuse(shown, "expected 'format: 1' and a list of statements: `electcheck check`")
    indent = _indent(data, lines, shown)
    at = _end_of_list(data, lines)
    block = [line for one, comment in added for line in _statement(one, comment, indent)]
    if at and lines[at - 1] == "" and at == len(lines):
        at -= 1
    return newline.join([*lines[:at], *block, *lines[at:]])


def _indent(data: Map, lines: list[str], shown: str) -> str:
    found = data["statements"]
    line, column = data.key_at["statements"]
    if isinstance(found, Seq) and found:
        at, dash = found.at[0][0] - 1, found.at[0][1] - 1
        before = lines[at][:dash]
        if not before.rstrip().endswith("-"):
            message = (
                "the statements are written in one line: write each as an item below the other"
            )
            raise refuse(shown, message, line, column)
        return before[: before.index("-")]
    # An empty list, "[]" or nothing: its brackets go, its items will stand below the key.
    lines[line - 1] = re.sub(r"^(\s*statements:)\s*(\[\s*\])?", r"\1", lines[line - 1])
    return "  "


def _end_of_list(data: Map, lines: list[str]) -> int:
    """Return the index of the line before which an item can be added at the end of the list."""
    own = data.key_at["statements"][0]
    later = [at[0] for key, at in data.key_at.items() if at[0] > own]
    return min(later) - 1 if later else len(lines)


def _statement(data: Mapping[str, Any], comment: str, indent: str) -> list[str]:
    lines = [f"{indent}# {' '.join(comment.split())}"]
    sign = "- "
    for key, value in data.items():
        lines.append(f"{indent}{sign}{key}: {written(value)}")
        sign = "  "
    return lines


def written(value: Any) -> str:
    """Return plain data as it is written in a line of YAML that means the same to every reader.

    >>> written([0.5, None]), written("yes"), written("a-1"), written({"from": "2019-06-09"})
    ('[0.5, null]', '"yes"', 'a-1', '{from: 2019-06-09}')
    """
    if value is None or isinstance(value, bool | int | float):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(one) for one in value) + "]"
    text = str(value)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    if _PLAIN.fullmatch(text) and text not in _WORDS and not text.startswith(("y", "n", "o")):
        return text
    return quoted(text)
