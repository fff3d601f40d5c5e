"""The commands on sources: `electcheck sources [CASE]` and `electcheck sources verify [CASE]`."""

from __future__ import annotations

import typer
from typer.core import TyperGroup

from electcheck.cli.app import app
from electcheck.cli.assessing import (
    AsOfOption,
    CaseArgument,
    CriteriaOption,
    StandardOption,
    day,
)
from electcheck.cli.audience import (
    AudienceOption,
    SecretOption,
    open_sides,
    say_lines,
    sight_of,
)
from electcheck.errors import EXIT_DOES_NOT_HOLD

REGISTER = "register"


class SourcesGroup(TyperGroup):
    """A group whose register is shown where no command is named: `sources CASE`."""

    # The inherited type of a context is private to typer; the public one is its subclass.
    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put the name of the register before whatever is no command and no cry for help."""
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "-h")):
            args = [REGISTER, *args]
        return super().parse_args(ctx, args)


sources = typer.Typer(
    name="sources",
    cls=SourcesGroup,
    help="Show the register of sources of a case (the command when none is named: `electcheck "
    "sources CASE`), or verify the kept copies.\n\n"
    "Example: electcheck sources data/kazakhstan-2019\n\n"
    "Example: electcheck sources verify data/kazakhstan-2019",
)
app.add_typer(sources)


@sources.command(REGISTER)
def register(
    case: CaseArgument = None,
    standard: StandardOption = None,
    as_of: AsOfOption = None,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Show the register of sources, what rests on each, and what rests on one origin only.

    Example: electcheck sources data/kazakhstan-2019
    """
    from electcheck.report.register import sources_lines
    from electcheck.scoring.assess import assess

    sides = open_sides(case, criteria, sight_of(audience, secret))
    say_lines(sources_lines(opened, assess(opened, standard, day(as_of))) for opened in sides)


@sources.command()
def verify(
    case: CaseArgument = None,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Hash the kept copies again; exit code 1 where one is not what was captured.

    That a hash matches says that the bytes are those that were captured. Whether they came from
    whom they name is another question, and a person's to answer (`origin_trusted`).

    Example: electcheck sources verify data/kazakhstan-2019
    """
    from electcheck.custody.copies import copies_lines, look_at_copies
    from electcheck.files.packaged import default_case

    sides = open_sides(case, criteria, sight_of(audience, secret))
    folder = case or default_case()
    looked = [look_at_copies(folder, opened.case) for opened in sides]
    say_lines(map(copies_lines, looked))
    if not all(copy.holds for copies in looked for copy in copies):
        raise typer.Exit(EXIT_DOES_NOT_HOLD)
