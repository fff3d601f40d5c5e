"""Commands on results by polling station: map, check, reconcile, impact."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from electcheck.cli.app import app
from electcheck.errors import EXIT_DOES_NOT_HOLD

results = typer.Typer(
    name="results",
    help="Read, check and weigh results by polling station.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(results)


class TableFormat(StrEnum):
    """What standard output carries."""

    text = "text"
    json = "json"
    csv = "csv"


FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="CSV, TSV, Excel or Parquet, also gzipped or in a zip."),
]
MapOption = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="MAP",
        help="Column map (YAML); by default the bundled one named like the file's folder.",
    ),
]
FormatOption = Annotated[TableFormat, typer.Option("--format", help="What to print.")]
LimitOption = Annotated[
    int, typer.Option("--limit", min=0, help="Issues shown of each code, in text.")
]


def say(answer: str) -> None:
    """Print an answer that ends its own lines."""
    typer.echo(answer, nl=False)


def as_json(answer: Any) -> str:
    """Return JSON as every command prints it; NaN is a failure of ours."""
    return json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


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
    output: FormatOption = TableFormat.text,
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
