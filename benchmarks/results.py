"""Invented results by station, of any size, and their column map."""

from __future__ import annotations

from pathlib import Path

import numpy as np

SYNTHETIC_MAP = {
    "station": ["region", "district", "station"],
    "region": "region",
    "district": "district",
    **{name: name for name in ("registered", "issued", "in_boxes", "valid", "invalid")},
    "votes": {name: name for name in ("A", "B", "C", "D", "E")},
}


def write_stations(path: Path, stations: int) -> None:
    """Write stations whose protocols add up, 20,000 a region and 500 a district."""
    rng = np.random.default_rng(1)
    votes = rng.integers(10, 200, (stations, 5))
    valid = votes.sum(axis=1)
    invalid = rng.integers(0, 9, stations)
    boxes = valid + invalid
    issued = boxes + rng.integers(0, 3, stations)
    registered = issued + rng.integers(50, 900, stations)
    counts = np.column_stack([registered, issued, boxes, valid, invalid, votes])
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("region,district,station,registered,issued,in_boxes,valid,invalid,A,B,C,D,E\n")
        for row, cells in enumerate(counts.tolist()):
            place = f"Region {row // 20_000},District {row // 500},{row}"
            stream.write(f"{place},{','.join(map(str, cells))}\n")
