"""Commands on results by polling station: test, simulate, calibrate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from electcheck.cli.forensics_options import (
    Answer,
    FileArgument,
    FormatOption,
    LevelOption,
    MapOption,
    Planting,
    RowLevel,
    SeedOption,
    ShareOption,
    SizeOption,
    TestsOption,
    TurnoutOption,
    Weights,
    as_json,
    parse_shares,
    progress,
    read,
    run_options,
    say,
)

if TYPE_CHECKING:
    from electcheck.forensics.battery import Options
    from electcheck.forensics.calibrate import Rate
    from electcheck.forensics.protocols import Protocols
    from electcheck.results.table import Stations


def test(
    file: FileArgument,
    map_file: MapOption = None,
    tests: TestsOption = "all",
    level: LevelOption = RowLevel.station,
    seed: SeedOption = 0,
    answer: FormatOption = Answer.text,
    figures: Annotated[
        Path | None,
        typer.Option("--figures", metavar="DIR", help="Write PNG, SVG and alt text there."),
    ] = None,
    calibrate: Annotated[
        int,
        typer.Option(
            "--calibrate",
            metavar="N",
            min=0,
            help="Measure false alarms on N clean elections on this file's own stations; "
            "0 takes the shipped table.",
        ),
    ] = 0,
    resamples: Annotated[
        int | None, typer.Option("--resamples", min=20, help="Resamples for drawn intervals.")
    ] = None,
    weights: Annotated[
        Weights, typer.Option("--weights", help="What a station counts for.")
    ] = Weights.stations,
    turnout_of: TurnoutOption = None,
    share_of: ShareOption = None,
    earlier: Annotated[
        Path | None, typer.Option("--earlier", metavar="FILE", help="Earlier election, for swing.")
    ] = None,
    earlier_map: Annotated[
        Path | None, typer.Option("--earlier-map", metavar="MAP", help="Its column map.")
    ] = None,
) -> None:
    """Test results by polling station for anomalies, each with its rate of false alarms.

    A result says what it tests, on what, how often it cries wolf on clean elections, what it
    would have seen, what innocent things make the same sign, and where the file stands among
    real elections. It never moves a rating.

    Example: electcheck results test stations.csv --map map.yaml --tests integer-percentage
    """
    from electcheck.forensics.battery import chosen_tests, run

    names = chosen_tests(tests)
    table = read(file, map_file)
    how = run_options(level, turnout_of, share_of, weights, resamples, earlier, earlier_map)
    measured = _measured(table, names, calibrate, seed, how) if calibrate else None
    battery = run(table, names, seed, how, measured)
    if figures is not None:
        from electcheck.charts.forensics import figure_files
        from electcheck.files.write import write_files

        for path in write_files(figures, figure_files(battery)):
            sys.stderr.write(f"{path.as_posix()}\n")
    if answer is Answer.json:
        say(as_json(battery.to_json()))
    else:
        from electcheck.forensics.showing import battery_lines, text

        say(text(battery_lines(battery)))


def simulate(
    file: FileArgument,
    out: Annotated[
        Path, typer.Option("--out", metavar="CSV", help="Where the simulated results go.")
    ],
    map_file: MapOption = None,
    seed: SeedOption = 0,
    replicate: Annotated[
        int, typer.Option("--replicate", min=0, help="Which election of this seed.")
    ] = 0,
    planting: Annotated[
        Planting | None, typer.Option("--inject", help="Plant an anomaly of this kind.")
    ] = None,
    share: Annotated[
        float, typer.Option("--share", min=0, max=1, help="In this share of the stations.")
    ] = 0.1,
    size: SizeOption = None,
) -> None:
    """Write a clean election on FILE's own stations, or one with a planted anomaly.

    Beside OUT.csv stands OUT.yaml, its column map; the column `planted` marks the stations that
    were changed. Sizes: rounding 1 (per cent), stuffing 0.5 (of the non-voters), transfer 0.3 (of
    the others' votes), invented 0.3 (chance of a round ten), digits 10 (multiple), copied 1
    (places).

    Example: electcheck results simulate stations.csv --map map.yaml --out clean.csv --seed 7
    """
    from electcheck.errors import refuse
    from electcheck.files.write import write_files
    from electcheck.forensics.inject import inject
    from electcheck.forensics.protocols import protocols_of
    from electcheck.forensics.result import NotApplicable
    from electcheck.forensics.simulate import draw, fit, stream
    from electcheck.forensics.written import simulated_files

    if out.suffix.lower() != ".csv":
        raise refuse("--out", f"expected a file ending in .csv, found {out.name!r}")
    try:
        model = fit(protocols_of(read(file, map_file)))
        rng = stream(seed, replicate)
        election = draw(model, rng)
        rows = None
        if planting is not None:
            election, rows = inject(election, planting.value, share, size, rng)
    except NotApplicable as reason:
        raise refuse(file, str(reason)) from None
    for path in write_files(out.parent, simulated_files(out.stem, election, rows)):
        say(f"{path.as_posix()}\n")


def calibrate(
    file: FileArgument,
    map_file: MapOption = None,
    tests: TestsOption = "all",
    simulations: Annotated[
        int, typer.Option("--simulations", min=1, help="Clean elections to simulate.")
    ] = 200,
    planting: Annotated[
        Planting | None, typer.Option("--inject", help="Also measure the power to find this.")
    ] = None,
    shares: Annotated[
        str, typer.Option("--shares", help="Shares of stations for the power curve.")
    ] = "0.02,0.05,0.1,0.2",
    size: SizeOption = None,
    seed: SeedOption = 0,
    level: LevelOption = RowLevel.station,
    answer: FormatOption = Answer.text,
    turnout_of: TurnoutOption = None,
    share_of: ShareOption = None,
) -> None:
    """Measure how often tests cry wolf on FILE's own stations, and what they would find.

    Example: electcheck results calibrate stations.csv --simulations 200 --inject rounding
    """
    from electcheck.errors import refuse
    from electcheck.forensics.battery import chosen_tests
    from electcheck.forensics.calibrate import Planted, alarm_rates
    from electcheck.forensics.protocols import protocols_of
    from electcheck.forensics.result import NotApplicable
    from electcheck.forensics.showing import rate_lines, text

    names = chosen_tests(tests)
    parts = parse_shares(shares)
    table = read(file, map_file)
    how = run_options(level, turnout_of, share_of, Weights.stations, None, None, None)
    seen = protocols_of(table, how.level, how.denominators)
    curves: list[tuple[float, list[Rate]]] = []
    try:
        clean = alarm_rates(seen, names, simulations, seed, how, told=progress("clean"))
        for part in parts if planting is not None else []:
            planted = Planted(str(planting), part, size)
            told = progress(f"{planting} in {part:g}")
            found = alarm_rates(seen, names, simulations, seed, how, planted, told)
            curves.append((part, found))
    except NotApplicable as reason:
        raise refuse(file, str(reason)) from None
    if answer is Answer.json:
        say(as_json(_calibration(table, seed, clean, str(planting), size, curves)))
        return
    lines = rate_lines(clean, f"False alarms on {simulations} clean elections, seed {seed}")
    for part, found in curves:
        lines += rate_lines(found, f"Found: {planting} in {part:g} of the stations")
    say(text(lines))


def _calibration(
    table: Stations,
    seed: int,
    clean: list[Rate],
    planting: str,
    size: float | None,
    curves: list[tuple[float, list[Rate]]],
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

    def planted(share: float) -> dict[str, Any]:
        usual = INJECTIONS[planting].size
        return {
            "injection": planting,
            "size": usual if size is None else size,
            "share_of_stations": share,
        }

    return {
        "file": table.name,
        "stations": len(table),
        "seed": seed,
        "false_alarms": [entry(rate) for rate in clean],
        "power": [planted(share) | entry(rate) for share, found in curves for rate in found],
    }


def _measured(
    table: Stations, names: tuple[str, ...], simulations: int, seed: int, how: Options
) -> Any:
    from electcheck.forensics.calibrate import measured_here
    from electcheck.forensics.protocols import protocols_of
    from electcheck.forensics.result import NotApplicable

    seen: Protocols = protocols_of(table, how.level, how.denominators)
    try:
        return measured_here(seen, names, simulations, seed, how, progress("clean elections"))
    except NotApplicable:
        # Nothing can be simulated, so nothing can be tested either: each test says why.
        return {}
