"""The command that writes the report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from electcheck.cli.app import app
from electcheck.cli.assessing import (
    AsOfOption,
    CaseArgument,
    CriteriaOption,
    StandardOption,
    day,
)
from electcheck.cli.audience import AudienceOption, SecretOption, open_sides, sight_of


@app.command()
def report(
    case: CaseArgument = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder to write to; by default reports/<case>."),
    ] = None,
    standard: StandardOption = None,
    as_of: AsOfOption = None,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Write the report as one HTML file, and the assessment beside it as JSON.

    Example: electcheck report data/kazakhstan-2019 --out reports/kazakhstan-2019
    """
    from electcheck.files.write import write_files
    from electcheck.report.html import html
    from electcheck.report.payload import payload, to_json
    from electcheck.report.sides import both_sides
    from electcheck.report.view import report_view
    from electcheck.scoring.assess import assess

    sight = sight_of(audience, secret)
    if audience == "internal":
        typer.echo("warning: made with restricted evidence; do not publish this report", err=True)
    _progress("reading the catalogue and the case")
    sides = open_sides(case, criteria, sight)
    _progress("judging")
    made = [(opened, assess(opened, standard, day(as_of))) for opened in sides]
    _progress("writing the report")
    opened, assessment = made[-1]
    public = made[0][1] if audience == "internal" else None
    page = html(report_view(opened, assessment, audience, public=public))
    folder = out or Path("reports") / opened.case.id
    answers = [payload(*side) for side in made]
    data = to_json(answers[0] if public is None else both_sides(*answers))
    for path in write_files(folder, {"report.html": page, "assessment.json": data}):
        typer.echo(path.as_posix())


def _progress(doing: str) -> None:
    """Say what is being done, to a person who watches."""
    if sys.stderr.isatty():
        typer.echo(f"{doing} ...", err=True)
