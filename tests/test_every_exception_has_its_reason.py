"""Where a check of the code is switched off, or anything at all is caught, a comment says why."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

SWITCHED_OFF = re.compile(r"# (?:type: ignore|noqa|nosec|pragma: no|mypy: ignore|fmt: off)")
REASON_BESIDE = re.compile(r"# (?:type: ignore\[[\w, -]+\]|noqa: [\w, ]+) - \w")
CATCHES_ALL = re.compile(
    r"\bexcept(?:\s*:|.*\b(?:Exception|BaseException)\b)|suppress\(\w*Exception"
)
COMMENT = re.compile(r"\s*# \w")
FILES = [path for room in ("src", "scripts") for path in sorted((ROOT / room).rglob("*.py"))]


def without_reason(text: str) -> list[str]:
    """Return the lines that need a comment beside, above or below them and have none."""
    lines = ["", *text.splitlines(), ""]
    return [
        line.strip()
        for before, line, after in zip(lines, lines[1:], lines[2:], strict=False)
        if (SWITCHED_OFF.search(line) or CATCHES_ALL.search(line))
        and not (REASON_BESIDE.search(line) or COMMENT.match(before) or COMMENT.match(after))
    ]


def test_every_exception_has_its_reason() -> None:
    found = {str(path): without_reason(path.read_text("utf-8")) for path in FILES}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("x = 1  # type: ignore[misc]\n", True),
        ("# The stubs are wrong.\nx = 1  # type: ignore[misc]\n", False),
        ("class A(Exception):  # noqa: N818 - what happened\n", False),
        ("class A(Exception):  # noqa: N818\n", True),
        ("try:\n    x()\nexcept Exception:\n    pass\n", True),
        (
            "try:\n    x()\nexcept (ValueError, Exception) as e:\n    # It promises nothing.\n",
            False,
        ),
        ("try:\n    x()\nexcept:\n    pass\n", True),
        ("try:\n    x()\nexcept ValueError:\n    pass\n", False),
        ("with suppress(Exception):\n    x()\n", True),
    ],
)
def test_a_missing_reason_is_found(text: str, wrong: bool) -> None:
    assert bool(without_reason(text)) is wrong
