"""A simulated election as a results file with its column map."""

from __future__ import annotations

import csv
import io
import json

import numpy as np

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
    head, columns = ["station"], [[f"{i + 1}" for i in range(len(seen))]]
    lines = ["format: 1", f"note: {_quoted(_note(planted))}", "station: station"]
    if seen.has_regions:
        head.append("region")
        columns.append([seen.regions[code] for code in seen.region.tolist()])
        lines.append("region: region")
    if seen.district is not None:
        head.append("district")
        columns.append([str(name) for name in seen.district])
        lines.append("district: district")
    for key, name in _COUNTS.items():
        values = getattr(seen, name)
        if values is not None:
            head.append(key)
            columns.append(_written(values))
            lines.append(f"{key}: {key}")
    if seen.votes is not None:
        names = [f"candidate {i + 1}" for i in range(seen.votes.shape[1])]
        lines += ["votes:", *(f"  {_quoted(name)}: {_quoted(name)}" for name in names)]
        lines.append("votes_partial: true")
        head += names
        columns += [_written(one) for one in seen.votes.T]
    marks = np.zeros(len(seen), dtype=np.int64)
    if planted is not None:
        marks[planted] = 1
    head.append("planted")
    columns.append(_written(marks.astype(np.float64)))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(zip(*columns, strict=True))
    return {f"{stem}.csv": stream.getvalue(), f"{stem}.yaml": "\n".join(lines) + "\n"}


def _written(values: Floats) -> list[str]:
    """Return counts as whole numbers, missing ones as nothing."""
    return ["" if np.isnan(value) else f"{value:.0f}" for value in values]


def _note(planted: Whole | None) -> str:
    if planted is None:
        return "a simulated clean election: no real result"
    return f"a simulated election with an anomaly in {len(planted)} stations: no real result"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
