"""A clean synthetic election, and files made of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from electcheck.results.column_map import ColumnMap
from electcheck.results.table import Stations

CANDIDATES = ("Alma", "Boris", "Chiara")
MAP = {
    "station": ["region", "district", "station"],
    "region": "region",
    "district": "district",
    "registered": "registered",
    "issued": "issued",
    "in_boxes": "in_boxes",
    "valid": "valid",
    "invalid": "invalid",
    "votes": {name: name for name in CANDIDATES},
}
COUNTS = ("registered", "issued", "in_boxes", "valid", "invalid", *CANDIDATES)


def column_map(**changes: object) -> ColumnMap:
    return ColumnMap.model_validate({**MAP, **changes})


def clean(stations: int = 400, seed: int = 7) -> dict[str, np.ndarray]:
    """Return columns of an election in which every identity holds and nothing is worth a look."""
    rng = np.random.default_rng(seed)
    registered = rng.integers(601, 2500, stations)
    issued = (registered * rng.uniform(0.4, 0.8, stations)).astype(int)
    in_boxes = issued - rng.integers(0, 4, stations)
    invalid = (in_boxes * rng.uniform(0.005, 0.04, stations)).astype(int)
    valid = in_boxes - invalid
    first = (valid * rng.uniform(0.35, 0.5, stations)).astype(int)
    second = (valid * rng.uniform(0.2, 0.35, stations)).astype(int)
    # No figure ends in 0 at once with the others: the valid votes are moved off the tens.
    columns = {
        "registered": registered + (registered % 10 == 0),
        "issued": issued,
        "in_boxes": in_boxes,
        "valid": valid,
        "invalid": invalid,
        "Alma": first,
        "Boris": second,
        "Chiara": valid - first - second,
    }
    return {name: values.astype(float) for name, values in columns.items()}


def keys(stations: int) -> dict[str, np.ndarray]:
    index = np.arange(stations)
    parts = {
        "region": [f"Region {row // 100 + 1}" for row in index],
        "district": [f"District {row // 20 % 5 + 1}" for row in index],
        "station": [f"No. {row + 1}" for row in index],
    }
    return {name: np.array(values, dtype=object) for name, values in parts.items()}


def table(columns: dict[str, np.ndarray], **changes: object) -> Stations:
    places = keys(len(columns["valid"]))
    station = np.array(
        [" / ".join(row) for row in zip(*places.values(), strict=True)], dtype=object
    )
    names = {name: (name,) for name in COUNTS[:5]}
    names |= {f"votes/{name}": (name,) for name in CANDIDATES}
    given: dict[str, object] = {
        "name": "synthetic.csv",
        "station": station,
        "region": places["region"],
        "district": places["district"],
        "votes": {name: columns[name] for name in CANDIDATES},
        "columns": {**names, "station": ("region", "district", "station")},
        "line": np.arange(len(station)) + 2,
        **{name: columns[name] for name in COUNTS[:5]},
        **changes,
    }
    return Stations(**given)  # type: ignore[arg-type]


def csv_lines(columns: dict[str, np.ndarray], delimiter: str = ",") -> list[str]:
    places = keys(len(columns["valid"]))
    lines = [delimiter.join((*places, *COUNTS))]
    for row in range(len(columns["valid"])):
        cells = [str(values[row]) for values in places.values()]
        cells += ["" if np.isnan(v := columns[name][row]) else f"{v:g}" for name in COUNTS]
        lines.append(delimiter.join(cells))
    return lines


def write(path: Path, lines: list[str], encoding: str = "utf-8") -> Path:
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path
