"""Time and memory at growing sizes, each measurement in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from measure import apart

IN_PROCESS = {
    # job: what grows, sizes
    "checking": ("stations", (10_000, 30_000, 100_000, 300_000)),
    "testing": ("stations", (6_250, 12_500, 25_000, 50_000)),
    "assessing": ("statements", (1_000, 3_000, 10_000, 30_000)),
    "by_sources": ("sources of 10,000 statements", (100, 500, 2_500, 10_000)),
    "by_rule": ("statements of one indicator, each from a source of its own",
                (500, 1_000, 2_000, 4_000)),
}  # fmt: skip


def in_process(folder: Path) -> list[dict[str, Any]]:
    """Return every part of every job by size."""
    return [
        {"job": job, "grows": grows, "sizes": list(sizes),
         "runs": [apart(job, size, folder) for size in sizes]}
        for job, (grows, sizes) in IN_PROCESS.items()
    ]  # fmt: skip
