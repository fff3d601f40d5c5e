"""Clean elections with strongholds: regions that differ strongly, turnout and share together.

Nothing is rounded, stuffed or moved. Regions have logits of turnout and of the leader's share with
large spreads and a positive correlation, and half of each region's stations are villages, where
both are higher: what innocent geography does to methods that know one national mode.
"""

from __future__ import annotations

import numpy as np

from electcheck.forensics.protocols import Protocols, protocols_of
from electcheck.results.table import Stations

REGIONS = 20
BETWEEN = 0.5
CORRELATION = 0.6
VILLAGE = 0.5
WITHIN = 0.25


def stronghold_election(stations: int, rng: np.random.Generator) -> Protocols:
    """Return one clean election.

    Args:
        stations: how many.
        rng: the replicate's stream.
    """
    size = np.maximum(np.round(800 * np.exp(rng.normal(0, 0.6, stations))), 50).astype(np.int64)
    region = rng.integers(0, REGIONS, stations)
    own = rng.standard_normal((REGIONS, 2))
    own[:, 1] = CORRELATION * own[:, 0] + np.sqrt(1 - CORRELATION**2) * own[:, 1]
    village = rng.random(stations) < 0.5
    logit = BETWEEN * own[region] + VILLAGE * (village - 0.5)[:, None]
    logit = logit + WITHIN * rng.standard_normal((stations, 2)) + np.array([0.3, 0.0])
    turnout, share = (1 / (1 + np.exp(-logit))).T
    out = rng.binomial(size, turnout)
    leader = rng.binomial(out, share)
    second = rng.binomial(out - leader, 0.6)
    table = Stations(
        "strongholds",
        np.array([str(i) for i in range(stations)], dtype=object),
        region=np.array([f"region {i}" for i in region], dtype=object),
        registered=size.astype(np.float64),
        issued=out.astype(np.float64),
        in_boxes=out.astype(np.float64),
        votes={
            "A": leader.astype(np.float64),
            "B": second.astype(np.float64),
            "C": (out - leader - second).astype(np.float64),
        },
    )
    return protocols_of(table)
