"""Commands on the evidence of a case: timeline, coverage, diff."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from electcheck.cli.answers import FormatOption, OutputFormat
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
    say_data,
    say_lines,
    say_sides,
    sight_of,
)

if TYPE_CHECKING:
    from electcheck.files.sight import Sight


@app.command()
def timeline(
    case: CaseArgument = None,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """List events and publications in the order of their days.

    Example: electcheck timeline
    """
    from electcheck.report.register import timeline_lines

    say_lines(map(timeline_lines, open_sides(case, criteria, sight_of(audience, secret))))


@app.command()
def coverage(
    case: CaseArgument = None,
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="Which commitments does no criterion test, and why?")
    ] = False,
    workbook: Annotated[
        Path | None,
        typer.Option("--workbook", help="Write the observers' to-do list here as well (.xlsx)."),
    ] = None,
    standard: StandardOption = None,
    as_of: AsOfOption = None,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Show what is answered by area, and what is missing that would settle the most.

    Missing answers are ranked by the part of the overall interval that they would close.

    Example: electcheck coverage data/kazakhstan-2019 --workbook to-do.xlsx

    Example: electcheck coverage --catalogue
    """
    from electcheck.files.packaged import criteria_folder
    from electcheck.report.catalogue_pages import coverage_lines
    from electcheck.report.register import coverage_of_case, coverage_payload
    from electcheck.rules.opening import open_norms
    from electcheck.scoring.assess import assess

    if catalogue:
        typer.echo("\n".join(coverage_lines(open_norms(criteria or criteria_folder()))))
        return
    sides = open_sides(case, criteria, sight_of(audience, secret))
    if workbook is not None:
        from electcheck.files.write import write_files
        from electcheck.forms.coverage_workbook import coverage_workbook

        told = coverage_payload(sides[-1], assess(sides[-1], standard, day(as_of)))
        write_files(workbook.parent, {workbook.name: coverage_workbook(sides[-1], told)})
    say_sides(
        output is OutputFormat.json,
        sides,
        lambda opened: coverage_payload(opened, assess(opened, standard, day(as_of))),
        lambda opened: coverage_of_case(opened, assess(opened, standard, day(as_of))),
    )


@app.command()
def diff(
    left: Annotated[str, typer.Argument(help="A case folder, FOLDER@DATE, or an assessment.json.")],
    right: Annotated[str, typer.Argument(help="The same, to compare with.")],
    standard: StandardOption = None,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Show which findings changed from LEFT to RIGHT, and which statement or date changed them.

    Example: electcheck diff data/kazakhstan-2019@2019-05-20 data/kazakhstan-2019@2019-06-10
    """
    from electcheck.report.difference import difference, difference_lines

    sight = sight_of(audience, secret)
    lefts = _sides(left, standard, criteria, "LEFT", sight)
    rights = _sides(right, standard, criteria, "RIGHT", sight)
    found = [difference(one, other) for one, other in zip(lefts, rights, strict=True)]
    if output is OutputFormat.json:
        say_data(found)
    else:
        say_lines(map(difference_lines, found))


def _sides(
    given: str, standard: str | None, criteria: Path | None, which: str, sight: Sight
) -> list[dict[str, Any]]:
    """Return the assessment that an argument of `diff` names, as plain data, from each side."""
    from datetime import date

    from electcheck.errors import refuse
    from electcheck.files.assessment import load_assessment
    from electcheck.report.payload import payload
    from electcheck.scoring.assess import assess

    if given.endswith(".json"):
        public = load_assessment(Path(given))
        if sight.audience == "public":
            return [public]
        return [public, load_assessment(Path(given), "internal")]
    folder, as_of = given, None
    if dated := re.fullmatch(r"(.+)@([^@/\\]+)", given):
        folder = dated[1]
        try:
            as_of = date.fromisoformat(dated[2])
        except ValueError:
            raise refuse(which, f"expected FOLDER@YYYY-MM-DD, found {given!r}") from None
    return [
        payload(opened, assess(opened, standard, as_of))
        for opened in open_sides(Path(folder), criteria, sight)
    ]
