"""The timed promises of the anomaly tests, measured as whole processes and against a peer's way.

    ELECTCHECK_VALIDATION_DATA=../shared/data python benchmarks/forensics.py

Prints one line a promise and exits 1 if any is broken. The peer is the published Monte Carlo of
the same null (Kobak, Shpilkin & Pshenichnikov), written plainly, run here on a few replicates and
counted up to 1,000.
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
from electcheck.forensics.protocols import protocols_of
from electcheck.results.column_map import load_map
from electcheck.results.read import read_stations

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("ELECTCHECK_VALIDATION_DATA", ROOT.parent / "shared" / "data"))
REPLICATES = 5


def process(name: str, *options: str) -> tuple[float, float]:
    """Run `results test` on an election; return seconds (best of three) and peak megabytes."""
    file = next((DATA / name).glob(f"{name}*.csv.gz"))
    command = [sys.executable, "-m", "electcheck", "results", "test", str(file), *options]
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    return best, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def monte_carlo_seconds() -> float:
    """Return the seconds that 1,000 replicates of the published Monte Carlo would take here."""
    file = next((DATA / "russia2018").glob("*.csv.gz"))
    seen = protocols_of(read_stations(file, load_map(packaged("data", "maps", "russia2018.yaml"))))
    out, registered = seen.need_turnout()
    leader, cast = seen.need_share()
    keep = (registered >= 100) & (out <= 0.99 * registered) & (cast > 0) & (leader <= 0.99 * cast)
    n, b = registered[keep].astype(int), cast[keep].astype(int)
    turnout, share = out[keep] / n, leader[keep] / b
    rng = np.random.default_rng(1)
    start = time.perf_counter()
    for _ in range(REPLICATES):
        near = []
        for size, rate in ((n, turnout), (b, share)):
            percent = 100 * rng.binomial(size, rate) / size
            near.append(np.abs(percent - np.round(percent)) <= 0.05)
        _ = near[0].sum(), near[1].sum(), (near[0] | near[1]).sum()
    return (time.perf_counter() - start) / REPLICATES * 1000


def main() -> int:
    if not DATA.is_dir():
        sys.stderr.write(f"no folder of real elections at {DATA}\n")
        return 2
    kept = True

    def promise(what: str, seconds: float, limit: float) -> None:
        nonlocal kept
        kept &= seconds <= limit
        word = "kept" if seconds <= limit else "BROKEN"
        print(f"{word}: {what}: {seconds:.2f}, promised at most {limit:g}")

    seconds, megabytes = process("russia2018", "--tests", "integer-percentage")
    promise("integer-percentage on 97,699 stations, whole process, s", seconds, 1.5)
    promise("the same, peak memory, MB", megabytes, 500)
    peer = monte_carlo_seconds()
    print(
        f"Monte Carlo of the same null, 1,000 replicates: {peer:.0f} s, {peer / seconds:.0f} times"
    )
    seconds, _ = process("albania2013", "--resamples", "1000")
    promise("all tests on 5,508 stations with 1,000 resamples, s", seconds, 3)
    seconds, _ = process("russia2018")
    promise("all tests on 97,699 stations, s", seconds, 15)
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
