"""The page on results: every command on it is run, and gives what stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.command import run

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "results.md"
BLOCK = re.compile(r"```console\n\$ (electcheck [^\n]*)\n(.*?)```", re.DOTALL)


def answer(command: str) -> str:
    """Return what a command on the page prints."""
    ran = run(*shlex.split(command)[1:])
    assert ran.code in (0, 1), ran.err
    return ran.out


def filled(page: str) -> str:
    """Return the page with the answers made anew."""
    return BLOCK.sub(lambda found: f"```console\n$ {found[1]}\n{answer(found[1])}```", page)


def test_every_command_on_the_page_gives_what_stands_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    page = PAGE.read_text(encoding="utf-8")
    assert len(BLOCK.findall(page)) == 5
    assert filled(page) == page


def test_every_key_of_a_map_is_on_the_page() -> None:
    from electcheck.results.column_map import ColumnMap, ReadOptions

    page = PAGE.read_text(encoding="utf-8")
    for name in (*ColumnMap.model_fields, *ReadOptions.model_fields):
        assert re.search(rf"\b{name}\b", page), name
