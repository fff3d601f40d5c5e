"""The timed promises of the model-based estimates, each as a whole process.

    ELECTCHECK_VALIDATION_DATA=../shared/data python benchmarks/models.py

Prints one line a promise and exits 1 if any is broken. The whole process is timed, so that
reading 100,000 rows is in every figure; the finite mixture on 143 precincts is timed by itself,
since starting Python takes longer than its promise. Processor seconds stand beside: where others
work on the machine too, a promise may seem broken that is not.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from electcheck.files.packaged import packaged
from electcheck.forensics.models.mixture_fit import posterior
from electcheck.forensics.models.mixture_model import counts_of
from electcheck.results.column_map import load_map
from electcheck.results.read import read_stations

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("ELECTCHECK_VALIDATION_DATA", ROOT.parent / "shared" / "data"))
PROMISES = (
    ("anomalous-votes", "russia2018", 5),
    ("rkd", "canada2011", 10),
    ("rkd", "russia2011", 15),
    ("klimek", "russia2011", 30),
    ("finite-mixture", "russia2018", 120),
)


def process(test: str, name: str) -> tuple[float, float]:
    """Return the seconds of one run, and its processor seconds."""
    file = next((DATA / name).glob(f"{name}*.csv.gz"))
    command = [sys.executable, "-m", "electcheck", "results", "test", str(file), "--tests", test]
    start, before = time.perf_counter(), children()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start, children() - before


def children() -> float:
    """Return the processor seconds of all children so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def precincts() -> tuple[float, float]:
    """Return the seconds of the finite mixture on DC 2010, the best of five."""
    file = DATA / "dc2010" / "dc2010.csv"
    table = read_stations(file, load_map(packaged("data", "maps", "dc2010.yaml")))
    counts = counts_of(table.registered, table.in_boxes, table.votes["Votes"], 0)
    seen = []
    for _ in range(5):
        start, before = time.perf_counter(), time.process_time()
        posterior(counts, 0.7, 4000, np.random.SeedSequence(0))
        seen.append((time.perf_counter() - start, time.process_time() - before))
    return min(seen)


def main() -> int:
    if not DATA.is_dir():
        sys.stderr.write(f"no folder of real elections at {DATA}\n")
        return 2
    kept = True
    timed = [("finite-mixture", "dc2010", precincts(), 0.5)]
    timed += [(test, name, process(test, name), limit) for test, name, limit in PROMISES]
    for test, name, (seconds, busy), limit in timed:
        kept &= seconds <= limit
        word = "kept" if seconds <= limit else "BROKEN"
        told = f"{seconds:.2f} s ({busy:.2f} of a processor), promised at most {limit:g}"
        print(f"{word}: {test} on {name}: {told}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of the largest of them: {peak:.0f} MB")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
