"""A simulated election as a results file with its column map."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from electcheck.files.csv_text import csv_text
from electcheck.forensics.lattice import Floats, Whole
from electcheck.forensics.protocols import Protocols

# The map's keys, and the arrays of `Protocols` behind them.
_COUNTS = {"registered": "registered", "issued": "turned_out", "in_boxes": "cast"}


def simulated_files(stem: str, seen: Protocols, planted: Whole | None) -> dict[str, str]:
    """Return a CSV and a column map by file name.

    The column `planted` is 1 where an anomaly was planted; the map does not read it.

    Args:
        stem: name of both files without their endings.
        seen: the election.
        planted: rows that were changed, None for a clean election.
    """
    columns = simulated_columns(seen, planted)
    table = csv_text(list(columns), zip(*map(_written, columns.values()), strict=True))
    words = None if planted is None else f"{len(planted)} stations"
    return {f"{stem}.csv": table, f"{stem}.yaml": map_text(seen, words)}


def simulated_columns(seen: Protocols, planted: Whole | None) -> dict[str, list[Any]]:
    """Return the columns of a simulated election: names as text, counts whole, None missing.

    Args:
        seen: the election.
        planted: rows that were changed, None for a clean election.
    """
    columns: dict[str, list[Any]] = {"station": [f"{i + 1}" for i in range(len(seen))]}
    if seen.has_regions:
        columns["region"] = [seen.regions[code] for code in seen.region.tolist()]
    if seen.district is not None:
        columns["district"] = [str(name) for name in seen.district]
    for key, name in _COUNTS.items():
        values = getattr(seen, name)
        if values is not None:
            columns[key] = _counts(values)
    if seen.votes is not None:
        columns |= {
            name: _counts(votes)
            for name, votes in zip(_candidates(seen), seen.votes.T, strict=True)
        }
    marks = np.zeros(len(seen), dtype=np.int64)
    if planted is not None:
        marks[planted] = 1
    columns["planted"] = marks.tolist()
    return columns


def map_text(seen: Protocols, planted: str | None) -> str:
    """Return the column map of a simulated election.

    Args:
        seen: the election, or another on the same stations.
        planted: in how much of it an anomaly was planted, None for a clean election.
    """
    note = "a simulated clean election: no real result"
    if planted is not None:
        note = f"a simulated election with an anomaly in {planted}: no real result"
    lines = ["format: 1", f"note: {_quoted(note)}", "station: station"]
    lines += ["region: region"] if seen.has_regions else []
    lines += ["district: district"] if seen.district is not None else []
    lines += [f"{key}: {key}" for key, name in _COUNTS.items() if getattr(seen, name) is not None]
    if seen.votes is not None:
        lines.append("votes:")
        lines += [f"  {_quoted(name)}: {_quoted(name)}" for name in _candidates(seen)]
        lines.append("votes_partial: true")
    return "\n".join(lines) + "\n"


def _candidates(seen: Protocols) -> list[str]:
    count = 0 if seen.votes is None else seen.votes.shape[1]
    return [f"candidate {i + 1}" for i in range(count)]


def _counts(values: Floats) -> list[int | None]:
    """Return counts as whole numbers, None where missing."""
    return [None if value != value else round(value) for value in values.tolist()]


def _written(values: list[Any]) -> list[Any]:
    return ["" if value is None else value for value in values]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
