"""The command that writes the report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from electcheck.cli.app import app
from electcheck.cli.assessing import (
    AsOfOption,
    CaseArgument,
    CriteriaOption,
    StandardOption,
    day,
)


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
    audience: Annotated[
        Literal["public", "internal"],
        typer.Option("--audience", help="internal adds what is restricted: not for publication."),
    ] = "public",
) -> None:
    """Write the report as one HTML file, and the assessment beside it as JSON.

    Example: electcheck report data/kazakhstan-2019 --out reports/kazakhstan-2019
    """
    from electcheck.files.packaged import criteria_folder, default_case
    from electcheck.files.write import write_files
    from electcheck.report.html import html
    from electcheck.report.payload import payload, to_json
    from electcheck.report.view import report_view
    from electcheck.rules.opening import open_case
    from electcheck.scoring.assess import assess

    _progress("reading the catalogue and the case")
    opened = open_case(case or default_case(), criteria or criteria_folder(), audience)
    _progress("judging")
    assessment = assess(opened, standard, day(as_of))
    _progress("writing the report")
    page = html(report_view(opened, assessment, audience))
    folder = out or Path("reports") / opened.case.id
    data = to_json(payload(opened, assessment))
    for path in write_files(folder, {"report.html": page, "assessment.json": data}):
        typer.echo(path.as_posix())


def _progress(doing: str) -> None:
    """Say what is being done, to a person who watches."""
    if sys.stderr.isatty():
        typer.echo(f"{doing} ...", err=True)
