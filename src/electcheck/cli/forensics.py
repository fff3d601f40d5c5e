"""The command that tests results by polling station."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from electcheck.cli.answers import (
    MOST_DRAWS,
    FormatOption,
    LanguageChoice,
    OutputFormat,
    as_json,
    say,
)
from electcheck.cli.forensics_options import (
    FileArgument,
    LevelOption,
    MapOption,
    ResamplesOption,
    RkdNull,
    RowLevel,
    SeedOption,
    ShareOption,
    TestsOption,
    TurnoutOption,
    Weights,
    progress,
    read,
    run_options,
    with_rkd,
)

if TYPE_CHECKING:
    from electcheck.forensics.battery import Options
    from electcheck.forensics.protocols import Protocols
    from electcheck.results.table import Stations


def test(
    file: FileArgument,
    map_file: MapOption = None,
    tests: TestsOption = "all",
    level: LevelOption = RowLevel.station,
    seed: SeedOption = 0,
    answer: FormatOption = OutputFormat.text,
    figures: Annotated[
        Path | None,
        typer.Option("--figures", metavar="DIR", help="Write PNG, SVG and alt text there."),
    ] = None,
    lang: Annotated[
        LanguageChoice, typer.Option("--lang", help="Language of the figures and their alt text.")
    ] = LanguageChoice.en,
    calibrate: Annotated[
        int,
        typer.Option(
            "--calibrate",
            metavar="N",
            min=0,
            max=MOST_DRAWS,
            help="Measure false alarms on N clean elections on this file's own stations; "
            "0 takes the shipped table.",
        ),
    ] = 0,
    resamples: ResamplesOption = None,
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
    rkd_null: Annotated[
        RkdNull,
        typer.Option("--rkd-null", help="rkd: fixed quantile, or the package's largest replicate."),
    ] = RkdNull.quantile,
    rkd_mixture: Annotated[
        Path | None,
        typer.Option(
            "--rkd-mixture",
            metavar="YAML",
            help="rkd: beta-mixtures of turnout and share, each with alpha, beta and weights.",
        ),
    ] = None,
) -> None:
    """Test results by polling station for anomalies, each with its rate of false alarms.

    A result says what it tests, on what, how often it cries wolf on clean elections, what it
    would have seen, what innocent things make the same sign, and where the file stands among
    real elections. It never moves a rating. `--tests models` runs the model-based estimates, which
    `all` leaves out since they take minutes on a nation.

    Example: electcheck results test stations.csv --map map.yaml --tests integer-percentage
    """
    from electcheck.errors import refuse
    from electcheck.forensics.battery import chosen_tests, run

    if figures is None and lang is not LanguageChoice.en:
        raise refuse("--lang", "it is the language of the figures, which need --figures DIR")
    names = chosen_tests(tests)
    table = read(file, map_file)
    how = run_options(level, turnout_of, share_of, weights, resamples, earlier, earlier_map)
    how = with_rkd(how, rkd_null, rkd_mixture)
    measured = _measured(table, names, calibrate, seed, how) if calibrate else None
    battery = run(table, names, seed, how, measured)
    if figures is not None:
        from electcheck.charts.forensics import figure_files
        from electcheck.files.write import write_files
        from electcheck.report.view_language import tongue

        for path in write_files(figures, figure_files(battery, tongue(lang.value))):
            sys.stderr.write(f"{path.as_posix()}\n")
    if answer is OutputFormat.json:
        say(as_json(battery.to_json()))
    else:
        from electcheck.forensics.showing import battery_lines, text

        say(text(battery_lines(battery)))


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
