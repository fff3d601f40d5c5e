"""The command that writes the report."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from electcheck.cli.answers import LanguagesOption, chosen
from electcheck.cli.app import app
from electcheck.cli.assessing import (
    AsOfOption,
    CaseArgument,
    CriteriaOption,
    StandardOption,
    day,
)
from electcheck.cli.audience import AudienceOption, SecretOption, open_sides, sight_of

if TYPE_CHECKING:
    from electcheck.files.sight import Audience
    from electcheck.model.record import Language
    from electcheck.report.format_names import Format
    from electcheck.report.view_results import Results
    from electcheck.results.reconciling.case_tables import CaseTables

_FOR_THOSE_INSIDE = "warning: made with restricted evidence; do not publish this report"
_MARK = "NOT-FOR-PUBLICATION.txt"


@app.command()
def report(
    case: CaseArgument = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder to write to; by default reports/<case>."),
    ] = None,
    languages: LanguagesOption = None,
    formats: Annotated[
        str,
        typer.Option(
            "--formats", metavar="LIST", help="Of html, pdf, docx, json, csv, joined by commas."
        ),
    ] = "html,json",
    results_file: Annotated[
        Path | None,
        typer.Option("--results", metavar="FILE", help="Add a chapter on these results."),
    ] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", metavar="MAP", help="The column map of --results.")
    ] = None,
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
    from electcheck.report.format_names import FORMATS, PICTURED
    from electcheck.report.painter import Painter

    kinds: Sequence[Format] = chosen("--formats", formats, FORMATS)
    # Nearly all that is made lives until it is written: looking for garbage would find none.
    gc.set_threshold(200_000)
    with Painter(start=bool(PICTURED & set(kinds))) as painter:
        # Loaded while the painter makes itself ready.
        from electcheck.files.write import write_files
        from electcheck.model.record import LANGUAGES
        from electcheck.report.formats import report_files
        from electcheck.scoring.assess import assess

        spoken: Sequence[Language] = chosen("--lang", ",".join(languages or ["en"]), LANGUAGES)
        sight = sight_of(audience, secret)
        if audience == "internal":
            typer.echo(_FOR_THOSE_INSIDE, err=True)
        _progress("reading the catalogue and the case")
        sides = open_sides(case, criteria, sight, spoken)
        published = _published(case)
        found = _results(results_file, map_file)
        _progress("judging")
        made = [(opened, assess(opened, standard, day(as_of))) for opened in sides]
        files = report_files(made, audience, spoken, kinds, _progress, found, published, painter)
    folder = out or Path("reports") / made[-1][0].case.id
    for path in write_files(folder, files | _marked(folder, audience)):
        typer.echo(path.as_posix())


def _marked(folder: Path, audience: Audience) -> dict[str, str]:
    """Return the file that marks a folder with an internal report; keep public ones out of it.

    Raises:
        InputRefused: a public report would lie beside files of an internal one.
    """
    from electcheck.errors import refuse

    if audience == "internal":
        return {_MARK: f"{_FOR_THOSE_INSIDE.capitalize()}, nor this folder.\n"}
    if (folder / _MARK).exists():
        message = (
            "files of an internal report would stay beside a public one: write to another folder "
            "(--out), or take everything away from this one"
        )
        raise refuse(str(folder / _MARK), message)
    return {}


def _results(file: Path | None, map_file: Path | None) -> Results | None:
    """Return what the checks, the weighing and the tests say of a file of results."""
    from electcheck.errors import refuse

    if file is None:
        if map_file is not None:
            raise refuse("--map", "a column map needs --results FILE")
        return None
    from electcheck.forensics.battery import run
    from electcheck.report.view_results import Results
    from electcheck.results.checks import check_stations
    from electcheck.results.column_map import open_map
    from electcheck.results.impact_report import weigh
    from electcheck.results.read import read_stations

    _progress("reading and testing the results")
    table = read_stations(file, open_map(file, map_file))
    report = check_stations(table)
    why = "their protocols contradict themselves"
    impact = weigh(table, report.flagged(), why, ()) if table.votes else None
    return Results(report, impact, run(table))


def _published(case: Path | None) -> CaseTables | None:
    """Return the case's own tables of results, where it has some."""
    from electcheck.files.packaged import default_case
    from electcheck.results.reconciling.case_tables import PACKAGE, read_package

    package = (case or default_case()) / PACKAGE
    return read_package(package) if package.is_file() else None


def _progress(doing: str) -> None:
    """Say what is being done, to a person who watches."""
    if sys.stderr.isatty():
        typer.echo(f"{doing} ...", err=True)
