"""Invented stations for the tests of this folder."""

from __future__ import annotations

import numpy as np

from electcheck.results.table import Stations


def invented(stations: int = 2000, regions: int = 15, seed: int = 1) -> Stations:
    """Return a clean election on invented stations of different sizes."""
    rng = np.random.default_rng(seed)
    size = np.maximum(np.round(900 * np.exp(rng.normal(0, 0.5, stations))), 50).astype(int)
    region = rng.integers(0, regions, stations)
    turnout = rng.beta(30, 20, regions)[region]
    share = rng.beta(20, 22, regions)[region]
    out = rng.binomial(size, rng.beta(turnout * 60, (1 - turnout) * 60))
    valid = rng.binomial(out, 0.98)
    leader = rng.binomial(valid, rng.beta(share * 40, (1 - share) * 40))
    second = rng.binomial(valid - leader, 0.6)
    return Stations(
        "invented.csv",
        np.array([f"s{i}" for i in range(stations)], dtype=object),
        region=np.array([f"r{i}" for i in region], dtype=object),
        district=np.array([f"d{i % 3}" for i in range(stations)], dtype=object),
        registered=size.astype(float),
        issued=out.astype(float),
        in_boxes=out.astype(float),
        valid=valid.astype(float),
        invalid=(out - valid).astype(float),
        votes={
            "A": leader.astype(float),
            "B": second.astype(float),
            "C": (valid - leader - second).astype(float),
        },
    )
