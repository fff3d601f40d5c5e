"""Clocks, peak memory, growth: what every benchmark here measures with.

Wall time hangs on who else works on the machine; the processor's time hangs on it less, and a
ratio of two times taken in turns in one process least of all.
"""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("ELECTCHECK_VALIDATION_DATA", ROOT.parent / "shared" / "data"))


def seconds(call: Callable[[], Any], times: int = 1) -> dict[str, float]:
    """Return the least wall and processor seconds of several runs."""
    wall, processor = [], []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        call()
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return {"wall": min(wall), "cpu": min(processor)}


def peak_mb() -> float:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def command(arguments: Sequence[str], times: int = 1) -> dict[str, float]:
    """Run a command; return least wall and processor seconds, and the most memory of a process."""
    best: dict[str, float] = {}
    once = [sys.executable, "-I", "-S", str(ROOT / "benchmarks" / "once.py"), *arguments]
    for _ in range(times):
        done = subprocess.run(once, check=True, capture_output=True, text=True, cwd=ROOT)
        seen = json.loads(done.stdout)
        code, complaint = seen.pop("code"), seen.pop("complaint")
        if code not in (0, 1):
            raise SystemExit(f"{' '.join(arguments)}: {complaint}")
        best = {name: min(value, best.get(name, value)) for name, value in seen.items()}
    return best


def apart(name: str, *arguments: object) -> dict[str, Any]:
    """Run a job of jobs.py in a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "jobs.py"), name, *map(str, arguments)],
        check=True, capture_output=True, text=True, cwd=ROOT,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # as the program itself has it
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Return the exponent of growth, by least squares in the logarithms.

    >>> round(exponent([10, 100, 1000], [2, 20, 200]), 6)
    1.0
    """
    x = [math.log(size) for size in sizes]
    y = [math.log(value) for value in values]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    across = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return across / sum((a - mean_x) ** 2 for a in x)


def electcheck(*arguments: object) -> list[str]:
    """Return the program as a command."""
    return [sys.executable, "-m", "electcheck", *map(str, arguments)]
