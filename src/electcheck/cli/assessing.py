"""Commands on a case and the catalogue: check, assess, explain, criteria."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from electcheck.cli.answers import FormatOption, OutputFormat
from electcheck.cli.app import app
from electcheck.cli.audience import (
    AudienceOption,
    SecretOption,
    open_sides,
    say_lines,
    say_sides,
    sight_of,
)
from electcheck.errors import EXIT_DOES_NOT_HOLD

CaseArgument = Annotated[
    Path | None,
    typer.Argument(metavar="CASE", help="Folder of a case; by default the bundled one."),
]
CriteriaOption = Annotated[
    Path | None, typer.Option("--criteria", help="Folder of a catalogue; by default the bundled.")
]
StandardOption = Annotated[
    str | None, typer.Option("--standard", help="Standard of proof; by default the policy's.")
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help="See only what was certainly published by this day.",
    ),
]


def day(given: datetime | None) -> date | None:
    """Return the day of a --as-of option."""
    return None if given is None else given.date()


@app.command()
def check(
    case: CaseArgument = None,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Check the catalogue and a case; list every fault with its file, line and column.

    What is restricted is looked at with --audience internal only; then exit code 1 where the words
    of a public record name what is not public.

    Example: electcheck check data/kazakhstan-2019
    """
    from electcheck.model.record import LANGUAGES
    from electcheck.rules.case_runner import second_looks
    from electcheck.rules.still_named import still_named

    sides = open_sides(case, criteria, sight_of(audience, secret), LANGUAGES)
    opened = sides[-1]
    for line in second_looks(opened.norms.compiled.values()):
        typer.echo(f"note: {line}", err=True)
    catalogue = opened.catalogue
    criteria_count = sum(1 for _ in catalogue.criteria())
    cases = sum(len(criterion.cases) for _, criterion in catalogue.criteria())
    invented = " (fictional)" if opened.case.election.fictional else ""
    typer.echo(
        f"ok: {len(catalogue.areas)} areas, {criteria_count} criteria, "
        f"{len(catalogue.indicators())} indicators, {len(catalogue.commitments())} commitments, "
        f"{cases} cases passed; {opened.case.id}{invented}: "
        f"{len(opened.case.statements)} statements from {len(opened.case.sources)} sources"
    )
    given_away = list(still_named(sides[0].case, opened.case))
    for line in given_away:
        typer.echo(line, err=True)
    if given_away:
        raise typer.Exit(EXIT_DOES_NOT_HOLD)


@app.command()
def assess(
    case: CaseArgument = None,
    standard: StandardOption = None,
    as_of: AsOfOption = None,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Judge every criterion and score every area.

    Example: electcheck assess --standard balance-of-probabilities --as-of 2019-06-10 --format json
    """
    from electcheck.report.payload import payload
    from electcheck.report.text import assessment_lines
    from electcheck.scoring.assess import assess as make

    say_sides(
        output is OutputFormat.json,
        open_sides(case, criteria, sight_of(audience, secret)),
        lambda opened: payload(opened, make(opened, standard, day(as_of))),
        lambda opened: assessment_lines(opened, make(opened, standard, day(as_of))),
    )


@app.command()
def explain(
    criterion: Annotated[str, typer.Argument(help="The id of a criterion.")],
    case: CaseArgument = None,
    standard: StandardOption = None,
    as_of: AsOfOption = None,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Show why one criterion is judged as it is, down to each statement and its place.

    Example: electcheck explain candidate.residence
    """
    from electcheck.errors import did_you_mean, refuse
    from electcheck.report.text import explain_lines
    from electcheck.scoring.assess import assess as make

    sides = open_sides(case, criteria, sight_of(audience, secret))
    answers = []
    for opened in sides:
        finding = make(opened, standard, day(as_of)).finding(criterion)
        if finding is None:
            hint = did_you_mean(criterion, opened.norms.compiled)
            message = f"there is no criterion {criterion!r} in the catalogue.{hint}"
            raise refuse("CRITERION", message)
        answers.append(explain_lines(opened, finding))
    say_lines(answers)
