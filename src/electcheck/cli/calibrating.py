"""The command that measures false alarms and power on a file's stations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from electcheck.cli.answers import MOST_DRAWS, FormatOption, OutputFormat, as_json, say
from electcheck.cli.forensics_options import (
    FileArgument,
    LevelOption,
    MapOption,
    Planting,
    RowLevel,
    SeedOption,
    ShareOf,
    ShareOption,
    SizeOption,
    TestsOption,
    TurnoutOf,
    TurnoutOption,
    Weights,
    parse_shares,
    read,
    run_options,
)
from electcheck.cli.studies_options import (
    KeepOption,
    ProcessesOption,
    SchedulerOption,
    counting,
    origin,
    workers,
)

if TYPE_CHECKING:
    from electcheck.forensics.calibrate import Planted, Rate
    from electcheck.results.table import Stations
    from electcheck.studies.workers import Workers


def calibrate(
    file: FileArgument,
    map_file: MapOption = None,
    tests: TestsOption = "all",
    simulations: Annotated[
        int,
        typer.Option("--simulations", min=1, max=MOST_DRAWS, help="Clean elections to simulate."),
    ] = 200,
    planting: Annotated[
        list[Planting] | None,
        typer.Option("--inject", help="Also measure the power to find this; can be repeated."),
    ] = None,
    shares: Annotated[
        str, typer.Option("--shares", help="Shares of stations for the power curve.")
    ] = "0.02,0.05,0.1,0.2",
    size: SizeOption = None,
    seed: SeedOption = 0,
    level: LevelOption = RowLevel.station,
    answer: FormatOption = OutputFormat.text,
    turnout_of: TurnoutOption = None,
    share_of: ShareOption = None,
    processes: ProcessesOption = None,
    scheduler: SchedulerOption = None,
    out: KeepOption = None,
) -> None:
    """Measure how often tests cry wolf on FILE's own stations, and what they would find.

    Elections are simulated by all processors, or by the Dask cluster of --scheduler; each has a
    seed of its own, so that the answer is the same wherever it is made.

    Example: electcheck results calibrate stations.csv --simulations 200 --inject rounding
    """
    from electcheck.errors import refuse
    from electcheck.forensics.calibrate import Planted
    from electcheck.forensics.result import NotApplicable

    kinds = list(dict.fromkeys(one.value for one in planting or []))
    if size is not None and len(kinds) > 1:
        raise refuse("--size", "is of one kind of anomaly: name one --inject")
    parts = parse_shares(shares)
    planted = [Planted(kind, part, size) for kind in kinds for part in parts]
    at = workers(processes, scheduler)
    choice = (level, turnout_of, share_of)
    try:
        table, rates = _measure(file, map_file, tests, simulations, planted, seed, choice, at, out)
    except NotApplicable as reason:
        raise refuse(file, str(reason)) from None
    if answer is OutputFormat.json:
        say(as_json(_calibration(table, seed, rates)))
    else:
        say(_calibration_text(rates, simulations, seed))


def _measure(
    file: Path,
    map_file: Path | None,
    tests: str,
    simulations: int,
    planted: list[Planted],
    seed: int,
    choice: tuple[RowLevel, TurnoutOf | None, ShareOf | None],
    at: Workers,
    out: Path | None,
) -> tuple[Stations, list[tuple[Planted | None, list[Rate]]]]:
    from electcheck.forensics.battery import chosen_tests
    from electcheck.forensics.protocols import protocols_of
    from electcheck.forensics.simulate import fit
    from electcheck.studies.calibration import Study, measured_rates
    from electcheck.studies.partitions import Store, need_parquet

    names = chosen_tests(tests)
    table = read(file, map_file)
    how = run_options(*choice, Weights.stations, None, None, None)
    study = Study(fit(protocols_of(table, how.level, how.denominators)), names, seed, how)
    store = description = None
    if out is not None:
        need_parquet("--out")
        description = {
            "study": "calibration",
            **origin(file, map_file),
            "tests": list(names),
            "seed": seed,
            "level": how.level,
            "denominators": [how.denominators.turnout, how.denominators.share],
        }
        store = Store(out)
        store.open(description)
    plantings = [None, *planted]
    told = counting("elections", simulations * len(plantings))
    return table, measured_rates(study, plantings, simulations, at, store, description, told)


def _calibration_text(
    rates: list[tuple[Planted | None, list[Rate]]], simulations: int, seed: int
) -> str:
    from electcheck.forensics.showing import rate_lines, text

    lines: list[str] = []
    for planted, found in rates:
        what = f"False alarms on {simulations} clean elections, seed {seed}"
        if planted is not None:
            what = f"Found: {planted.kind} in {planted.share:g} of the stations"
        lines += rate_lines(found, what)
    return text(lines)


def _calibration(
    table: Stations, seed: int, rates: list[tuple[Planted | None, list[Rate]]]
) -> dict[str, Any]:
    from electcheck.forensics.inject import INJECTIONS

    def entry(rate: Rate) -> dict[str, Any]:
        low, high = rate.interval()
        return {
            "test": rate.test,
            "claim": rate.claim,
            "level": rate.level,
            "alarms": rate.alarms,
            "simulations": rate.simulations,
            "rate": rate.rate,
            "low": low,
            "high": high,
        }

    def head(planted: Planted) -> dict[str, Any]:
        usual = INJECTIONS[planted.kind].size
        return {
            "injection": planted.kind,
            "size": usual if planted.size is None else planted.size,
            "share_of_stations": planted.share,
        }

    return {
        "file": table.name,
        "stations": len(table),
        "seed": seed,
        "false_alarms": [
            entry(rate) for planted, found in rates if planted is None for rate in found
        ],
        "power": [
            head(planted) | entry(rate)
            for planted, found in rates
            if planted is not None
            for rate in found
        ],
    }
