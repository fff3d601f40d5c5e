"""A file of station results against announced totals and against another file."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

from electcheck.errors import refuse
from electcheck.results.column_map import open_map
from electcheck.results.read import read_stations
from electcheck.results.reconciling.levels import (
    Level,
    announced_lines,
    copy_lines,
    read_announced,
    sum_lines,
)
from electcheck.results.reconciling.line import Line, Reconciliation
from electcheck.results.table import ColumnMissing

LEVELS: tuple[str, ...] = get_args(Level)


def reconcile_stations(
    file: Path,
    map_file: Path | None,
    announced: Path | None,
    against: Path | None,
    against_map: Path | None,
    level: str,
) -> Reconciliation:
    """Reconcile one file of station results.

    Args:
        file: the results.
        map_file: its column map; None for the bundled one.
        announced: announced totals, see `read_announced`.
        against: another copy of the same protocols; at a level above `station`, a file with one
            row a place of that level.
        against_map: its column map; None for the same map, or at a higher level the bundled one.
        level: at which `against` is compared.

    Raises:
        InputRefused: a file cannot be read, or the map names no column for a level.
    """
    columns = open_map(file, map_file)
    table = read_stations(file, columns)
    lines: list[Line] = []
    if announced is not None:
        lines += announced_lines(table, read_announced(announced, table), str(announced))
    if against is not None:
        same = against_map is None and level == "station"
        other_columns = columns if same else open_map(against, against_map)
        other = read_stations(against, other_columns)
        try:
            lines += copy_lines(table, other, cast("Level", level))
        except ColumnMissing as missing:
            raise refuse(file, f"{missing}, so stations cannot be summed to it") from None
    if announced is None and against is None:
        lines += sum_lines(table)
    return Reconciliation(table.name, tuple(lines))
