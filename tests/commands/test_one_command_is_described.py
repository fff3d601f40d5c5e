"""Of all commands only the one that is asked for is described; what it says stays the same."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

import pytest
import typer
from typer.main import get_group

from electcheck.cli import app
from electcheck.cli.app import asked
from tests.command import run


def names(commands: typer.Typer, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in get_group(commands).commands.items():
        yield (*before, name)
        for inner in getattr(command, "commands", ()):
            yield (*before, name, inner)


ALL = tuple(names(app))


def said_by_all(*words: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        app(list(words), prog_name="electcheck")
    return out.getvalue()


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_is_that_of_the_whole_program(words: tuple[str, ...]) -> None:
    assert run(*words, "--help").out == said_by_all(*words, "--help") != ""


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_one_command_is_left(words: tuple[str, ...]) -> None:
    left = tuple(names(asked(app, [*words, "--help"])))
    inner = [one for one in ALL if one[: len(words)] == words and len(one) > len(words)]
    assert left == tuple(words[:depth] for depth in range(1, len(words) + 1)) + tuple(inner)


def test_the_program_is_left_as_it_was() -> None:
    asked(app, ["results", "test"])
    assert tuple(names(app)) == ALL


@pytest.mark.parametrize(
    ("words", "suggested"), [(("resulst",), "results"), (("results", "tset"), "test")]
)
def test_a_slip_of_the_pen_is_still_corrected(words: tuple[str, ...], suggested: str) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert f"Did you mean '{suggested}'?" in ran.err
