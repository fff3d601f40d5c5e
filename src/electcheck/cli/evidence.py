"""Commands on the evidence of a case: sources, timeline, coverage, diff."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from electcheck.cli.app import app
from electcheck.cli.assessing import (
    AsOfOption,
    CaseArgument,
    CriteriaOption,
    FormatOption,
    OutputFormat,
    StandardOption,
    day,
    open_bundled_or,
)


@app.command()
def sources(
    case: CaseArgument = None,
    standard: StandardOption = None,
    as_of: AsOfOption = None,
    criteria: CriteriaOption = None,
) -> None:
    """Show the register of sources, what rests on each, and what rests on one origin only.

    Example: electcheck sources data/kazakhstan-2019
    """
    from electcheck.report.register import sources_lines
    from electcheck.scoring.assess import assess

    opened = open_bundled_or(case, criteria)
    assessment = assess(opened, standard, day(as_of))
    typer.echo("\n".join(sources_lines(opened, assessment)))


@app.command()
def timeline(case: CaseArgument = None, criteria: CriteriaOption = None) -> None:
    """List events and publications in the order of their days.

    Example: electcheck timeline
    """
    from electcheck.report.register import timeline_lines

    typer.echo("\n".join(timeline_lines(open_bundled_or(case, criteria))))


@app.command()
def coverage(
    case: CaseArgument = None,
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="Which commitments does no criterion test, and why?")
    ] = False,
    standard: StandardOption = None,
    as_of: AsOfOption = None,
    criteria: CriteriaOption = None,
) -> None:
    """Show what is answered by area, and what is missing that would settle the most.

    Example: electcheck coverage --catalogue
    """
    from electcheck.files.packaged import criteria_folder
    from electcheck.report.catalogue_pages import coverage_lines
    from electcheck.report.register import coverage_of_case
    from electcheck.rules.opening import open_norms
    from electcheck.scoring.assess import assess

    if catalogue:
        typer.echo("\n".join(coverage_lines(open_norms(criteria or criteria_folder()))))
        return
    opened = open_bundled_or(case, criteria)
    assessment = assess(opened, standard, day(as_of))
    typer.echo("\n".join(coverage_of_case(opened, assessment)))


@app.command()
def diff(
    left: Annotated[str, typer.Argument(help="A case folder, FOLDER@DATE, or an assessment.json.")],
    right: Annotated[str, typer.Argument(help="The same, to compare with.")],
    standard: StandardOption = None,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
) -> None:
    """Show which findings changed from LEFT to RIGHT, and which statement or date changed them.

    Example: electcheck diff data/kazakhstan-2019@2019-05-20 data/kazakhstan-2019@2019-06-10
    """
    from electcheck.report.difference import difference, difference_lines
    from electcheck.report.payload import to_json

    found = difference(
        _side(left, standard, criteria, "LEFT"), _side(right, standard, criteria, "RIGHT")
    )
    if output is OutputFormat.json:
        typer.echo(to_json(found), nl=False)
    else:
        typer.echo("\n".join(difference_lines(found)))


def _side(given: str, standard: str | None, criteria: Path | None, which: str) -> dict[str, Any]:
    """Return the assessment that an argument of `diff` names, as plain data."""
    from datetime import date

    from electcheck.errors import refuse
    from electcheck.files.assessment import load_assessment
    from electcheck.report.payload import payload
    from electcheck.scoring.assess import assess

    if given.endswith(".json"):
        return load_assessment(Path(given))
    folder, as_of = given, None
    if dated := re.fullmatch(r"(.+)@([^@/\\]+)", given):
        folder = dated[1]
        try:
            as_of = date.fromisoformat(dated[2])
        except ValueError:
            raise refuse(which, f"expected FOLDER@YYYY-MM-DD, found {given!r}") from None
    opened = open_bundled_or(Path(folder), criteria)
    return payload(opened, assess(opened, standard, as_of))
