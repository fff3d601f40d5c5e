"""Options that test, simulate and calibrate share, and what they make of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from electcheck.cli.answers import MOST_DRAWS

if TYPE_CHECKING:
    from electcheck.forensics.battery import Options
    from electcheck.results.table import Stations


class RowLevel(StrEnum):
    """What a row of the file is."""

    station = "station"
    district = "district"
    region = "region"


class Weights(StrEnum):
    """What a station counts for in the integer tests."""

    stations = "stations"
    registered = "registered"
    ballots = "ballots"
    leader_votes = "leader-votes"


class TurnoutOf(StrEnum):
    """Numerators of turnout."""

    issued = "issued"
    in_boxes = "in_boxes"
    valid = "valid"


class ShareOf(StrEnum):
    """Denominators of the leader's share."""

    in_boxes = "in_boxes"
    valid = "valid"
    issued = "issued"
    registered = "registered"


class RkdNull(StrEnum):
    """With what the resampled density is compared."""

    quantile = "quantile"
    maximum = "maximum"


class Planting(StrEnum):
    """Anomalies that can be planted."""

    rounding = "rounding"
    stuffing = "stuffing"
    absolute = "absolute"
    transfer = "transfer"
    invented = "invented"
    digits = "digits"
    copied = "copied"


FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="Results by polling station.")]
MapOption = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="MAP",
        help="Column map (YAML); by default the bundled one named like the file's folder.",
    ),
]
TestsOption = Annotated[
    str, typer.Option("--tests", help="Comma-separated names of tests; 'all', 'models'.")
]
LevelOption = Annotated[RowLevel, typer.Option("--level", help="What a row of FILE is.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Seed of every random draw.")]
ResamplesOption = Annotated[
    int | None,
    typer.Option("--resamples", min=20, max=MOST_DRAWS, help="Resamples for drawn intervals."),
]
TurnoutOption = Annotated[
    TurnoutOf | None,
    typer.Option("--turnout-of", help="Numerator of turnout over registered voters."),
]
ShareOption = Annotated[
    ShareOf | None, typer.Option("--share-of", help="Denominator of the leader's share.")
]
SizeOption = Annotated[
    float | None, typer.Option("--size", min=0, help="Size of the anomaly; see --help.")
]


def read(file: Path, map_file: Path | None) -> Stations:
    """Return the table of a results file, read with its own map or the bundled one."""
    from electcheck.results.column_map import load_map, map_for
    from electcheck.results.read import read_stations

    return read_stations(file, load_map(map_file) if map_file is not None else map_for(file))


def run_options(
    level: RowLevel,
    turnout_of: TurnoutOf | None,
    share_of: ShareOf | None,
    weights: Weights,
    resamples: int | None,
    earlier: Path | None,
    earlier_map: Path | None,
) -> Options:
    """Return how tests are run."""
    from electcheck.errors import refuse
    from electcheck.forensics.battery import Options
    from electcheck.forensics.protocols import Denominators

    if earlier is None and earlier_map is not None:
        raise refuse("--earlier-map", "a map of an earlier election needs --earlier FILE")
    return Options(
        level=level.value,
        denominators=Denominators(
            turnout_of.value if turnout_of else None, share_of.value if share_of else None
        ),
        resamples=resamples,
        weights=weights.value,
        earlier=read(earlier, earlier_map) if earlier is not None else None,
    )


def with_rkd(how: Options, null: RkdNull, mixture: Path | None) -> Options:
    """Return the options with those of the resampled density."""
    from dataclasses import replace

    from electcheck.forensics.models.mixture_file import load_mixture
    from electcheck.forensics.task import RkdChoice

    if null is RkdNull.quantile and mixture is None:
        return how
    given = None if mixture is None else load_mixture(mixture)
    return replace(how, rkd=RkdChoice(null.value, given))


def parse_shares(given: str) -> list[float]:
    """Return shares of stations from a comma-separated list."""
    from electcheck.errors import refuse

    parts = []
    for part in given.split(","):
        try:
            share = float(part)
        except ValueError:
            share = -1.0
        if not 0 < share <= 1:
            raise refuse("--shares", f"expected shares between 0 and 1, found {part.strip()!r}")
        parts.append(share)
    return parts


def progress(what: str) -> Callable[[int], None] | None:
    """Return what tells of progress, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def told(done: int) -> None:
        sys.stderr.write(f"\r{what}: {done} ")

    return told
