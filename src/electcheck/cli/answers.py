"""How a command answers on standard output, and the options that choose it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

_Name = TypeVar("_Name", bound=str)


class OutputFormat(StrEnum):
    """What standard output carries."""

    text = "text"
    json = "json"


class TableFormat(StrEnum):
    """What standard output carries where the answer can be a table."""

    text = "text"
    json = "json"
    csv = "csv"


class LanguageChoice(StrEnum):
    """The languages that electcheck speaks."""

    en = "en"
    fr = "fr"
    ru = "ru"


LanguagesOption = Annotated[
    list[str] | None,
    typer.Option("--lang", metavar="en|fr|ru|all", help="Language; may be given several times."),
]
FormatOption = Annotated[OutputFormat, typer.Option("--format", help="What to print.")]
TableFormatOption = Annotated[TableFormat, typer.Option("--format", help="What to print.")]


MOST_DRAWS = 1_000_000
"""Draws, resamples or simulations that may be asked for: a slip of a key must not run for years."""


def say(answer: str) -> None:
    """Print an answer that ends its own lines."""
    typer.echo(answer, nl=False)


def as_json(answer: Any) -> str:
    """Return JSON as every command prints it; NaN is a failure of ours."""
    from electcheck.files.json_text import to_json

    return to_json(answer)


def chosen(option: str, given: str, known: tuple[_Name, ...]) -> list[_Name]:
    """Return what was chosen, in the order of the table; `all` is everything.

    Raises:
        InputRefused: something else was asked for.
    """
    from electcheck.errors import did_you_mean, refuse

    asked = [one.strip() for one in given.split(",")]
    for one in asked:
        if one not in (*known, "all"):
            expected = ", ".join((*known, "all"))
            hint = did_you_mean(one, known)
            raise refuse(option, f"found {one!r}, expected one of {expected}.{hint}")
    return [one for one in known if one in asked or "all" in asked]
