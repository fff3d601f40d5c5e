"""From a results file and its column map to the table of stations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from electcheck.errors import did_you_mean, refuse
from electcheck.results.column_map import ColumnMap, Formula
from electcheck.results.table import COUNTS, Numbers, Stations, Texts

KEY_JOINT = " / "


def read_stations(path: Path, column_map: ColumnMap) -> Stations:
    """Read the results file at `path` as its column map says.

    Raises:
        InputRefused: the file cannot be read as a table, a column is missing, or a cell that
            should hold a number holds none.
    """
    header = list(pd.read_csv(path, nrows=0, dtype=str).columns)
    texts, numbers = column_map.texts(), column_map.numbers()
    for name in dict.fromkeys((*texts, *numbers)):
        if name not in header:
            raise refuse(path, f"no column {name!r}.{did_you_mean(name, header)}")
    wanted = [name for name in header if name in texts or name in numbers]
    frame = pd.read_csv(
        path,
        usecols=wanted,
        dtype=dict.fromkeys(texts, str),
        keep_default_na=False,
        na_values={name: ["", "NA", "-"] for name in numbers if name not in texts},
    )
    text = {name: frame[name].to_numpy(dtype=object) for name in texts}
    number = {name: frame[name].to_numpy(dtype=np.float64) for name in numbers}
    return assemble(path.name, column_map, text, number)


def assemble(
    name: str,
    column_map: ColumnMap,
    text: dict[str, Texts],
    number: dict[str, Numbers],
) -> Stations:
    """Put read columns together as the table of stations."""
    formulas = column_map.formulas()
    values = {key: _formula(formula, number) for key, formula in formulas.items()}
    counts = {key: values[key] for key in COUNTS if key in values}
    derived = "in_boxes" not in counts and "valid" in counts and "invalid" in counts
    if derived:
        counts["in_boxes"] = counts["valid"] + counts["invalid"]
    columns = {key: formula.columns for key, formula in formulas.items()}
    columns["station"] = column_map.station
    if derived:
        columns["in_boxes"] = columns["valid"] + columns["invalid"]
    for key in ("region", "district"):
        if (column := getattr(column_map, key)) is not None:
            columns[key] = (column,)
    return Stations(
        name=name,
        station=_joined([text[column] for column in column_map.station]),
        region=None if column_map.region is None else text[column_map.region],
        district=None if column_map.district is None else text[column_map.district],
        **counts,
        votes={key.removeprefix("votes/"): values[key] for key in values if key not in COUNTS},
        votes_partial=column_map.votes_partial,
        in_boxes_derived=derived,
        added_on_the_day=column_map.added_on_the_day,
        columns=columns,
    )


def _formula(formula: Formula, number: dict[str, Numbers]) -> Numbers:
    # A sum with a missing part is missing: missing is not zero.
    total = number[formula.plus[0]]
    for column in formula.plus[1:]:
        total = total + number[column]
    for column in formula.minus:
        total = total - number[column]
    return total


def _joined(parts: list[Texts]) -> Texts:
    if len(parts) == 1:
        return parts[0]
    joined = np.empty(len(parts[0]), dtype=object)
    joined[:] = [KEY_JOINT.join(row) for row in zip(*parts, strict=True)]
    return joined
