"""Whom an answer is for, and how it is said: one side to the public, both to those inside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from electcheck.cli.answers import as_json, say

if TYPE_CHECKING:
    from electcheck.files.sight import Sight
    from electcheck.model.record import Language
    from electcheck.rules.opening import Opened

AudienceOption = Annotated[
    Literal["public", "internal"],
    typer.Option(
        "--audience",
        help="public: from public evidence alone; internal: also what is restricted, both side by "
        "side. Not for publication.",
    ),
]
SecretOption = Annotated[
    list[str] | None,
    typer.Option(
        "--secret",
        metavar="ID",
        help="With --audience internal: see this secret source or statement too (repeatable).",
    ),
]


def sight_of(audience: Literal["public", "internal"], secrets: list[str] | None) -> Sight:
    """Return the eyes that the options of a command ask for.

    Raises:
        InputRefused: a secret is asked for in a public answer.
    """
    from electcheck.errors import refuse
    from electcheck.files.sight import Sight

    if secrets and audience == "public":
        raise refuse("--secret", "a public answer shows nothing secret: add --audience internal")
    return Sight(audience, frozenset(secrets or ()))


def open_alone(
    case: Path | None, criteria: Path | None, audience: Literal["public", "internal"]
) -> tuple[Opened, Path]:
    """Open a case for one kind of reader, and return it with its folder."""
    from electcheck.files.packaged import criteria_folder, default_case
    from electcheck.rules.opening import open_case

    folder = case or default_case()
    return open_case(folder, criteria or criteria_folder(), audience), folder


def open_sides(
    case: Path | None, criteria: Path | None, sight: Sight, languages: Collection[Language] = ()
) -> tuple[Opened, ...]:
    """Open what is asked for as the public sees it and, for those inside, as they see it too."""
    from electcheck.files.packaged import criteria_folder, default_case
    from electcheck.rules.opening import open_case

    folder, norms = case or default_case(), criteria or criteria_folder()
    if sight.audience == "public":
        return (open_case(folder, norms, languages=languages),)
    inside = open_case(folder, norms, "internal", sight.secrets, languages)
    return open_case(folder, norms, languages=languages), inside


def say_lines(sides: Iterable[Iterable[str]]) -> None:
    """Print one answer, or two side by side."""
    from electcheck.report.sides import side_by_side

    answers = list(sides)
    typer.echo("\n".join(answers[0] if len(answers) == 1 else side_by_side(*answers)))


def say_data(sides: Iterable[Any]) -> None:
    """Print one answer as JSON, or two as one."""
    from electcheck.report.sides import both_sides

    answers = list(sides)
    say(as_json(answers[0] if len(answers) == 1 else both_sides(*answers)))


def say_sides(
    in_json: bool,
    sides: Iterable[Opened],
    data: Callable[[Opened], Any],
    lines: Callable[[Opened], Iterable[str]],
) -> None:
    """Print the answer that each side gives, as JSON or as lines."""
    if in_json:
        say_data(data(side) for side in sides)
    else:
        say_lines(lines(side) for side in sides)
