"""The command that simulates elections on a file's stations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from electcheck.cli.answers import MOST_DRAWS, say
from electcheck.cli.forensics_options import (
    FileArgument,
    MapOption,
    Planting,
    SeedOption,
    SizeOption,
    read,
)
from electcheck.cli.studies_options import (
    ProcessesOption,
    SchedulerOption,
    counting,
    origin,
    workers,
)

if TYPE_CHECKING:
    from electcheck.forensics.calibrate import Planted
    from electcheck.studies.workers import Workers


def simulate(
    file: FileArgument,
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="CSV|DIR", help="Where the results go; a folder with --simulations."
        ),
    ],
    map_file: MapOption = None,
    seed: SeedOption = 0,
    replicate: Annotated[
        int, typer.Option("--replicate", min=0, help="Which election of this seed.")
    ] = 0,
    simulations: Annotated[
        int | None,
        typer.Option(
            "--simulations",
            min=1,
            max=MOST_DRAWS,
            help="Write this many elections, each a Parquet file.",
        ),
    ] = None,
    planting: Annotated[
        Planting | None, typer.Option("--inject", help="Plant an anomaly of this kind.")
    ] = None,
    share: Annotated[
        float, typer.Option("--share", min=0, max=1, help="In this share of the stations.")
    ] = 0.1,
    size: SizeOption = None,
    processes: ProcessesOption = None,
    scheduler: SchedulerOption = None,
) -> None:
    """Write clean elections on FILE's own stations, or some with a planted anomaly.

    Beside OUT.csv stands OUT.yaml, its column map; the column `planted` marks the stations that
    were changed. Sizes: rounding 1 (per cent), stuffing 0.5 (of the non-voters), transfer 0.3 (of
    the others' votes), invented 0.3 (chance of a round ten), digits 10 (multiple), copied 1
    (places). With --simulations N, OUT is a folder of N Parquet files with one map.yaml, made by
    all processors or by a Dask cluster; a rerun makes what is missing.

    Example: electcheck results simulate stations.csv --map map.yaml --out clean.csv --seed 7
    """
    from electcheck.errors import refuse
    from electcheck.forensics.calibrate import Planted
    from electcheck.forensics.result import NotApplicable

    planted = Planted(planting.value, share, size) if planting is not None else None
    if simulations is None:
        if processes is not None or scheduler is not None:
            raise refuse("--simulations", "say how many elections the workers are to simulate")
        if out.suffix.lower() != ".csv":
            raise refuse("--out", f"expected a file ending in .csv, found {out.name!r}")
    try:
        if simulations is None:
            _simulate_one(file, map_file, out, seed, replicate, planted)
        else:
            at = workers(processes, scheduler)
            _simulate_many(file, map_file, out, seed, simulations, planted, at)
    except NotApplicable as reason:
        raise refuse(file, str(reason)) from None


def _simulate_one(
    file: Path,
    map_file: Path | None,
    out: Path,
    seed: int,
    replicate: int,
    planted: Planted | None,
) -> None:
    from electcheck.files.write import write_files
    from electcheck.forensics.inject import inject
    from electcheck.forensics.protocols import protocols_of
    from electcheck.forensics.simulate import draw, fit, stream
    from electcheck.forensics.written import simulated_files

    model = fit(protocols_of(read(file, map_file)))
    rng = stream(seed, replicate)
    election = draw(model, rng)
    rows = None
    if planted is not None:
        election, rows = inject(election, planted.kind, planted.share, planted.size, rng)
    for path in write_files(out.parent, simulated_files(out.stem, election, rows)):
        say(f"{path.as_posix()}\n")


def _simulate_many(
    file: Path,
    map_file: Path | None,
    out: Path,
    seed: int,
    simulations: int,
    planted: Planted | None,
    at: Workers,
) -> None:
    from electcheck.forensics.protocols import protocols_of
    from electcheck.forensics.simulate import fit
    from electcheck.studies.partitions import Store, need_parquet
    from electcheck.studies.simulation import Simulation, simulated

    need_parquet("--simulations")
    model = fit(protocols_of(read(file, map_file)))
    description = {
        "study": "simulated elections",
        **origin(file, map_file),
        "seed": seed,
        "planted": None if planted is None else [planted.kind, planted.share, planted.size],
    }
    store = Store(out)
    store.open(description)
    study = Simulation(model, planted, seed, description)
    made = simulated(study, simulations, at, store, counting("elections", simulations))
    say(f"{out.as_posix()}: {simulations} elections, {made} of them made now\n")
