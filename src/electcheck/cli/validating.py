"""The command that runs the tests over a folder of elections."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from electcheck.cli.answers import TableFormat, TableFormatOption, as_json, say
from electcheck.cli.forensics_options import (
    LevelOption,
    ResamplesOption,
    RowLevel,
    SeedOption,
    ShareOption,
    TestsOption,
    TurnoutOption,
    Weights,
    run_options,
)
from electcheck.cli.studies_options import (
    ProcessesOption,
    SchedulerOption,
    counting,
    workers,
)


def validate(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder of elections, one in each folder.")
    ],
    tests: TestsOption = "all",
    seed: SeedOption = 0,
    level: LevelOption = RowLevel.station,
    resamples: ResamplesOption = None,
    answer: TableFormatOption = TableFormat.text,
    turnout_of: TurnoutOption = None,
    share_of: ShareOption = None,
    processes: ProcessesOption = None,
    scheduler: SchedulerOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Where answers go; by default validation/FOLDER's name."
        ),
    ] = None,
) -> None:
    """Run the tests over a folder of elections; make the table of all tests by all elections.

    An election is a folder with a results file; its column map lies beside the file (`map.yaml`
    or a name like the file's), or is the one that ships with electcheck under the folder's name.
    DIR gets elections.csv (the reference statistics), validation.md (the table) and one partition
    an election, which a rerun takes over unless file, map, tests, seed or version have changed.
    Exit code 1 if an election with a map could not be read.

    Example: electcheck results validate elections/ --out validation
    """
    from electcheck.errors import EXIT_DOES_NOT_HOLD
    from electcheck.files.write import write_files
    from electcheck.forensics.battery import chosen_tests
    from electcheck.studies.corpus import corpus_of
    from electcheck.studies.partitions import Store, need_parquet
    from electcheck.studies.validation import Validation, statistics_csv, validated
    from electcheck.studies.validation_table import validation_table

    need_parquet("validate")
    how = run_options(level, turnout_of, share_of, Weights.stations, resamples, None, None)
    study = Validation(chosen_tests(tests), seed, how)
    at = workers(processes, scheduler)
    corpus = corpus_of(folder)
    into = out if out is not None else Path("validation") / folder.resolve().name
    told = counting("elections", len(corpus.elections))
    rows, refused = validated(study, corpus.elections, at, Store(into), told)
    left_out = corpus.left_out | refused
    page, statistics = validation_table(rows, left_out), statistics_csv(rows)
    files = {"elections.csv": statistics, "validation.md": page}
    for path in write_files(into, files):
        sys.stderr.write(f"{path.as_posix()}\n")
    if answer is TableFormat.json:
        say(as_json({"folder": folder.name, "seed": seed, "elections": rows, "left_out": left_out}))
    else:
        say(page if answer is TableFormat.text else statistics)
    for name, reason in refused.items():
        sys.stderr.write(f"{name}: {reason}\n")
    if refused:
        raise typer.Exit(EXIT_DOES_NOT_HOLD)
