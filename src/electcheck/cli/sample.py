"""The commands `electcheck sample …`: samples of polling stations."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from electcheck.errors import EXIT_DOES_NOT_HOLD

sample = typer.Typer(
    name="sample",
    help="Plan, draw, estimate and compare samples of polling stations.",
    no_args_is_help=True,
)


class Format(str, Enum):
    """How the answer is written."""

    text = "text"
    json = "json"


DesignFile = Annotated[Path, typer.Option("--design", help="The DESIGN file (YAML).")]
OutputFormat = Annotated[Format, typer.Option("--format", help="text or json.")]
FrameFile = Annotated[
    Path | None, typer.Option("--frame", help="The frame the stations were drawn from (CSV).")
]
SealFile = Annotated[
    Path | None, typer.Option("--seal", help="The seal of the draw (JSON, from `sample draw`).")
]


def _say(data: dict[str, Any]) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))


def _warn(lines: tuple[str, ...] | list[str]) -> None:
    for line in lines:
        typer.echo(f"warning: {line}", err=True)


@sample.command()
def estimate(
    file: Annotated[Path, typer.Argument(help="One row per drawn station (CSV).")],
    design: DesignFile,
    frame: FrameFile = None,
    seal: SealFile = None,
    format: OutputFormat = Format.text,
) -> None:
    """Estimate what the design asks for, with ranges that follow from the draw.

    Example: electcheck sample estimate stations.csv --design design.yaml --format json
    """
    from electcheck.sampling.against_frame import check_draw
    from electcheck.sampling.build import build
    from electcheck.sampling.design_file import load_design
    from electcheck.sampling.estimate import estimate as estimate_all
    from electcheck.sampling.policy import load_policy
    from electcheck.sampling.present import as_data, as_text
    from electcheck.sampling.station_file import read_stations

    asked, policy = load_design(design), load_policy()
    stations = check_draw(build(read_stations(file), asked, policy), frame, seal)
    found = estimate_all(stations, policy)
    _warn(found.warnings)
    if format is Format.json:
        _say(as_data(found))
    else:
        typer.echo(as_text(found, float(asked.level or policy.level.value)), nl=False)
