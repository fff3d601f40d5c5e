"""How a command answers on standard output, and the options that choose it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer


class OutputFormat(StrEnum):
    """What standard output carries."""

    text = "text"
    json = "json"


class TableFormat(StrEnum):
    """What standard output carries where the answer can be a table."""

    text = "text"
    json = "json"
    csv = "csv"


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
