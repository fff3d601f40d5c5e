"""What one unit of a large study costs here: the measurements behind docs/scaling.md."""

from __future__ import annotations

from typing import Any

import numpy as np
from measure import peak_mb, seconds

from electcheck.forensics.battery import TESTS, Options, raw_results
from electcheck.forensics.inject import INJECTIONS, inject
from electcheck.forensics.protocols import Protocols, protocols_of
from electcheck.forensics.simulate import draw, fit, stream
from electcheck.results.table import Stations

SIZES = (3_000, 10_000, 30_000, 100_000)


def invented(stations: int) -> Protocols:
    """Return stations of different sizes in regions of about two hundred."""
    rng = np.random.default_rng(1)
    size = np.maximum(np.round(900 * np.exp(rng.normal(0, 0.6, stations))), 50).astype(int)
    out = rng.binomial(size, rng.beta(30, 20, stations))
    leader = rng.binomial(out, rng.beta(20, 20, stations))
    second = rng.binomial(out - leader, 0.7)
    region = rng.integers(0, max(stations // 200, 10), stations)
    table = Stations(
        "invented",
        np.array([str(i) for i in range(stations)], dtype=object),
        region=np.array([f"region {i}" for i in region], dtype=object),
        registered=size.astype(float),
        issued=out.astype(float),
        in_boxes=out.astype(float),
        votes={
            "A": leader.astype(float),
            "B": second.astype(float),
            "C": (out - leader - second).astype(float),
        },
    )
    return protocols_of(table)


def units() -> list[dict[str, Any]]:
    """Return the seconds of simulating, planting and testing one election, by its size."""
    rows = []
    raw_results(invented(1_000), tuple(TESTS), 1, Options())  # what is only loaded once
    for size in SIZES:
        model = fit(invented(size))
        rng = stream(1, 0)
        election = draw(model, rng)
        simulating = seconds(lambda m=model: draw(m, stream(1, 1)), 3)
        planting = {
            kind: seconds(lambda k=kind, e=election: inject(e, k, 0.1, None, stream(1, 2)), 3)
            for kind in INJECTIONS
        }
        testing = {
            name: seconds(
                lambda n=name, e=election: raw_results(e, [n], 1, Options(), intervals=False)
            )
            for name in TESTS
        }
        rows.append({"stations": size, "simulate": simulating, "inject": planting,
                     "tests": testing, "peak_mb": peak_mb()})  # fmt: skip
    return rows
