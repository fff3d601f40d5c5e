"""The command that writes the report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from electcheck.cli.app import app
from electcheck.cli.assessing import (
    AsOfOption,
    CaseArgument,
    CriteriaOption,
    StandardOption,
    day,
)
from electcheck.model.record import LANGUAGES

if TYPE_CHECKING:
    from electcheck.report.formats import Format

_Name = TypeVar("_Name", bound=str)


@app.command()
def report(
    case: CaseArgument = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder to write to; by default reports/<case>."),
    ] = None,
    languages: Annotated[
        list[str] | None,
        typer.Option(
            "--lang", metavar="en|fr|ru|all", help="Language; may be given several times."
        ),
    ] = None,
    formats: Annotated[
        str,
        typer.Option(
            "--formats", metavar="LIST", help="Of html, pdf, docx, json, csv, joined by commas."
        ),
    ] = "html,json",
    standard: StandardOption = None,
    as_of: AsOfOption = None,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Write the report: by default as one HTML file, and the assessment beside it as JSON.

    Files in English are report.html, report.pdf, report.docx and findings.csv, statements.csv,
    sources.csv, commitments.csv; in another language report.fr.html and so on. assessment.json
    holds no language; with several languages report.json holds every sentence in each of them.

    Example: electcheck report data/kazakhstan-2019 --lang all --formats html,pdf,docx,json,csv
    """
    from electcheck.files.write import write_files
    from electcheck.report.formats import FORMATS, report_files
    from electcheck.rules.opening import open_case
    from electcheck.scoring.assess import assess

    spoken: Sequence[Language] = _chosen("--lang", ",".join(languages or ["en"]), LANGUAGES)
    kinds: Sequence[Format] = _chosen("--formats", formats, FORMATS)
    if audience == "internal":
        typer.echo("warning: made with restricted evidence; do not publish this report", err=True)
    _progress("reading the catalogue and the case")
    sides = open_sides(case, criteria, sight)
    _progress("judging")
    assessment = assess(opened, standard, day(as_of))
    files = report_files(opened, assessment, audience, spoken, kinds, _progress)
    folder = out or Path("reports") / opened.case.id
    for path in write_files(folder, files):
        typer.echo(path.as_posix())


def _chosen(option: str, given: str, known: tuple[_Name, ...]) -> list[_Name]:
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


def _progress(doing: str) -> None:
    """Say what is being done, to a person who watches."""
    if sys.stderr.isatty():
        typer.echo(f"{doing} ...", err=True)
