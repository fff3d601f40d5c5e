"""Commands on results by polling station: map, check, reconcile, impact."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from electcheck.cli.answers import TableFormat, TableFormatOption, as_json, say
from electcheck.cli.app import app
from electcheck.cli.forensics_options import MapOption
from electcheck.errors import EXIT_DOES_NOT_HOLD

results = typer.Typer(
    name="results",
    help="Read, check and weigh results by polling station.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(results)


FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="CSV, TSV, Excel or Parquet, also gzipped or in a zip."),
]
LimitOption = Annotated[
    int, typer.Option("--limit", min=0, help="Issues shown of each code, in text.")
]


@results.command("map")
def propose(
    file: FileArgument,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="MAP", help="Write the map to this file.")
    ] = None,
) -> None:
    """Propose a column map from a file's headers and arithmetic, for the analyst to confirm.

    Each line says how sure it is. What was not found is left out and said.

    Example: electcheck results map stations.xlsx --out map.yaml
    """
    from electcheck.files.write import write_files
    from electcheck.results.map_text import map_text
    from electcheck.results.proposing import propose_map

    text = map_text(propose_map(file))
    if out is None:
        say(text)
    else:
        write_files(out.parent, {out.name: text})
        typer.echo(f"wrote {out}; confirm every line before you use it", err=True)


@results.command()
def check(
    file: FileArgument,
    map_file: MapOption = None,
    output: TableFormatOption = TableFormat.text,
    limit: LimitOption = 10,
) -> None:
    """Check every protocol: E1xx contradicts itself, W2xx is worth a look.

    Exit code 1 if some protocol contradicts itself, 0 if none does. A check that lacks its
    columns is not applicable, which is neither passed nor failed.

    Example: electcheck results check stations.csv --map map.yaml --format json
    """
    from electcheck.results.answers import check_csv, check_json, check_text
    from electcheck.results.checks import check_stations
    from electcheck.results.column_map import open_map
    from electcheck.results.read import read_stations

    report = check_stations(read_stations(file, open_map(file, map_file)))
    if output is TableFormat.json:
        say(as_json(check_json(report)))
    elif output is TableFormat.csv:
        say(check_csv(report))
    else:
        say(check_text(report, limit))
    if not report.holds:
        raise typer.Exit(EXIT_DOES_NOT_HOLD)


@results.command()
def reconcile(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="Station results; or a case's folder or datapackage.json, to reconcile its "
            "national accounts; by default the bundled case.",
        ),
    ] = None,
    map_file: MapOption = None,
    announced: Annotated[
        Path | None,
        typer.Option(
            "--announced",
            metavar="CSV",
            help="Announced totals: level,name,quantity,value[,rounded_to].",
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="Another copy, or a higher level's file."),
    ] = None,
    against_map: Annotated[
        Path | None, typer.Option("--against-map", metavar="MAP", help="Its column map.")
    ] = None,
    level: Annotated[
        str,
        typer.Option("--level", help="Compare at: station, district, region or nation."),
    ] = "station",
    all_ballots: Annotated[
        bool, typer.Option("--all-ballots", help="Of a case: also the other ballots it has.")
    ] = False,
    output: TableFormatOption = TableFormat.text,
) -> None:
    """Reconcile stations with announced totals or another copy, or a case's national accounts.

    Of a case: whether the national account adds up, press copies, preliminary to final figures
    with rounding as ranges, turnout bulletins, exit polls with their sampling error. Exit code 1
    if something does not hold.

    Examples:
    electcheck results reconcile stations.csv --announced totals.csv

    electcheck results reconcile stations.csv --against observers.csv --against-map observers.yaml

    electcheck results reconcile data/kazakhstan-2019
    """
    from electcheck.errors import refuse
    from electcheck.files.packaged import default_case
    from electcheck.results.answers import reconcile_csv, reconcile_text
    from electcheck.results.reconciling.case import reconcile_case
    from electcheck.results.reconciling.case_tables import find_package
    from electcheck.results.reconciling.stations import LEVELS, reconcile_stations

    file = file or default_case()
    if level not in LEVELS:
        raise refuse("--level", f"expected one of {', '.join(LEVELS)}, found {level!r}")
    package = find_package(file)
    if package is not None:
        if announced or against or map_file:
            raise refuse(file, "--announced, --against and --map need a file of station results")
        found = reconcile_case(package, all_ballots)
    else:
        found = reconcile_stations(file, map_file, announced, against, against_map, level)
    if output is TableFormat.json:
        say(as_json(found.json()))
    elif output is TableFormat.csv:
        say(reconcile_csv(found))
    else:
        say(reconcile_text(found))
    if not found.holds:
        raise typer.Exit(EXIT_DOES_NOT_HOLD)


@results.command()
def impact(
    file: FileArgument,
    map_file: MapOption = None,
    stations: Annotated[
        Path | None,
        typer.Option("--stations", metavar="LIST", help="Doubtful stations, one key a line."),
    ] = None,
    codes: Annotated[
        str | None,
        typer.Option(
            "--codes",
            help="Doubtful by their issues: codes or their beginnings, such as E,W205; by default "
            "E unless --stations is given.",
        ),
    ] = None,
    thresholds: Annotated[
        Path | None,
        typer.Option("--thresholds", metavar="YAML", help="Bounds of the law to weigh."),
    ] = None,
    scenario: Annotated[
        str, typer.Option("--scenario", help="annul, reassign, add, or all.")
    ] = "all",
    output: TableFormatOption = TableFormat.text,
) -> None:
    """Say whether doubtful stations could change the outcome: best, worst, and the smallest set.

    Each scenario is answered by itself: `annul` (their votes do not count), `reassign` (their
    valid votes may belong to anyone), `add` (voters without a ballot in the box are added).

    A threshold names its denominator and its article:
    {id: majority, title: ..., kind: majority|share|quorum, percent: 50, more_than: true,
    of: [in_boxes, valid], settled: false, article: ...} in a list `thresholds`.

    Example: electcheck results impact stations.csv --codes E --thresholds law.yaml
    """
    from electcheck.errors import refuse
    from electcheck.files.csv_text import csv_text
    from electcheck.results.column_map import open_map
    from electcheck.results.impact import SCENARIOS
    from electcheck.results.impact_answers import (
        IMPACT_COLUMNS,
        impact_json,
        impact_rows,
        impact_text,
    )
    from electcheck.results.impact_report import weigh_file
    from electcheck.results.read import read_stations
    from electcheck.results.reconciling.case_tables import find_package
    from electcheck.results.thresholds import load_thresholds

    if scenario != "all" and scenario not in SCENARIOS:
        raise refuse("--scenario", f"expected annul, reassign, add or all, found {scenario!r}")
    if find_package(file) is not None:
        raise refuse(
            file,
            "expected results by polling station: national figures do not tell which stations "
            "could change the outcome. That none were found is a limit of the search",
        )
    bounds = () if thresholds is None else load_thresholds(thresholds)
    table = read_stations(file, open_map(file, map_file))
    if not table.votes:
        raise refuse(file, "the map names no candidate's votes, so there is no outcome to weigh")
    names = tuple(name for name in SCENARIOS if scenario in ("all", name))
    found = weigh_file(table, stations, codes, bounds, names)
    if output is TableFormat.json:
        say(as_json(impact_json(found)))
    elif output is TableFormat.csv:
        say(csv_text(IMPACT_COLUMNS, impact_rows(found)))
    else:
        say(impact_text(found))
