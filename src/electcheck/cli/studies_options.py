"""Options that studies share: where the work is done, and how far it is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from electcheck.studies.workers import Workers

SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Work on the Dask cluster of this scheduler, for example tcp://10.0.0.1:8786.",
    ),
]
ProcessesOption = Annotated[
    int | None,
    typer.Option(
        "--processes", min=1, help="Processes on this machine; by default one a processor."
    ),
]
KeepOption = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="DIR", help="Keep finished partitions (Parquet) there; a rerun goes on."
    ),
]


def workers(processes: int | None, scheduler: str | None) -> Workers:
    """Return where the work is done."""
    from electcheck.errors import refuse
    from electcheck.studies.workers import Workers, cores

    if scheduler is not None and processes is not None:
        raise refuse("--processes", "the cluster of --scheduler does the work: name one of them")
    return Workers(processes or cores(), scheduler)


def counting(what: str, total: int) -> Callable[[int], None] | None:
    """Return what tells how many are done and how long the rest takes, on a terminal only."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()
    first: list[int] = []

    def told(done: int) -> None:
        # What a folder held before took no time, so that it says nothing of the rest.
        first.append(done)
        spent = time.monotonic() - started
        speed = (done - first[0]) / spent if spent > 0 else 0.0
        rest = f", about {(total - done) / speed:.0f} s left" if speed and done < total else ""
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{what}: {done} of {total}, {spent:.0f} s{rest}   {end}")
        sys.stderr.flush()

    return told


def origin(file: Path, map_file: Path | None) -> dict[str, Any]:
    """Return what a study on a file depends on: the bytes of file and map, not where they lie."""
    from electcheck.results.column_map import open_map
    from electcheck.studies.partitions import digest

    columns = open_map(file, map_file).model_dump(mode="json")
    return {"file": file.name, "sha256": digest(file), "map": columns}
