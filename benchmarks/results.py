"""Reading and checking stations, as ratios to pandas.read_csv in the same process.

Usage: python benchmarks/results.py [FOLDER]; FOLDER holds real elections (by default the one named
by ELECTCHECK_VALIDATION_DATA). Prints each promise beside what was measured.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from electcheck.results.checks import check_stations
from electcheck.results.column_map import ColumnMap, map_for
from electcheck.results.read import read_stations

MILLION = 1_000_000
SYNTHETIC_MAP = {
    "station": ["region", "district", "station"],
    "region": "region",
    "district": "district",
    **{name: name for name in ("registered", "issued", "in_boxes", "valid", "invalid")},
    "votes": {name: name for name in ("A", "B", "C", "D", "E")},
}


def fastest(what: Callable[[], object], times: int = 5) -> float:
    measured = []
    for _ in range(times):
        start = time.perf_counter()
        what()
        measured.append(time.perf_counter() - start)
    return min(measured)


def real(folder: Path) -> None:
    import pandas as pd

    path = folder / "russia2018" / "russia2018.csv.gz"
    columns = map_for(path)
    plain = fastest(lambda: pd.read_csv(path))
    ours = fastest(lambda: read_stations(path, columns))
    both = fastest(lambda: check_stations(read_stations(path, columns)))
    print("97,699 stations (promise: reading and checking at most 8 times pandas.read_csv)")
    print(f"  pandas.read_csv     {plain:.3f} s")
    print(f"  read_stations       {ours:.3f} s   {ours / plain:.2f} times")
    print(f"  and check_stations  {both:.3f} s   {both / plain:.2f} times")


def write_stations(path: Path, stations: int = MILLION) -> None:
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


def million(path: Path) -> None:
    """Read and check in a process of its own, so that its memory is its own."""
    start = time.perf_counter()
    report = check_stations(read_stations(path, ColumnMap.model_validate(SYNTHETIC_MAP)))
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{MILLION:,} synthetic stations (promise: 15 s and 2 GB)")
    print(f"  {taken:.1f} s, peak memory {peak:.2f} GB, issues {report.summary()}")


def main() -> None:
    if sys.argv[1:2] == ["--million"]:
        million(Path(sys.argv[2]))
        return
    named = os.environ.get("ELECTCHECK_VALIDATION_DATA")
    default = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    folder = Path(sys.argv[1]) if sys.argv[1:] else default
    if folder.is_dir():
        real(folder)
    else:
        print(f"no folder of real elections at {folder}: the ratio was not measured")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "million.csv"
        write_stations(path)
        sys.stdout.flush()
        subprocess.run([sys.executable, __file__, "--million", str(path)], check=True)


if __name__ == "__main__":
    main()
