"""A small election to simulate on, and a folder of elections."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from electcheck.forensics.protocols import protocols_of
from electcheck.forensics.written import simulated_files
from electcheck.results.table import Stations


def invented(stations: int, seed: int = 1) -> Stations:
    """Return an election of ten regions with nothing planted."""
    rng = np.random.default_rng(seed)
    size = rng.integers(200, 2000, stations)
    out = rng.binomial(size, rng.beta(60, 40, stations))
    leader = rng.binomial(out, rng.beta(50, 50, stations))
    return Stations(
        "invented",
        np.array([str(i) for i in range(stations)], dtype=object),
        region=np.array([f"region {i % 10}" for i in range(stations)], dtype=object),
        registered=size.astype(float),
        issued=out.astype(float),
        in_boxes=out.astype(float),
        votes={"A": leader.astype(float), "B": (out - leader).astype(float)},
    )


def write_election(folder: Path, stem: str, stations: int, seed: int = 1) -> Path:
    """Write an election and its map, named alike; return the results file."""
    folder.mkdir(parents=True, exist_ok=True)
    seen = protocols_of(invented(stations, seed))
    for name, text in simulated_files(stem, seen, None).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / f"{stem}.csv"


@pytest.fixture
def election(tmp_path: Path) -> tuple[str, ...]:
    """A results file and its map, as arguments."""
    file = write_election(tmp_path / "given", "real", 1000)
    return str(file), "--map", str(file.with_suffix(".yaml"))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
