"""Clean elections at the same stations twice: an even country, or one with strongholds.

Nothing is rounded, stuffed or moved. In a country with strongholds regions have logits of turnout
and of the leader's share with large spreads and a positive correlation, and half of each region's
stations are villages, where both are higher: what innocent geography does to methods that know one
national mode. In an even country regions and villages are alike, so that what such methods see
there is not geography.

The earlier election of a pair has other logits by region and kind of place (each grew, or fell, on
its own) and by station: what innocent geography does to the joint change.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from electcheck.forensics.lattice import Floats, Whole
from electcheck.forensics.protocols import Protocols, protocols_of
from electcheck.results.table import Stations

REGIONS = 20
CORRELATION = 0.6
WITHIN = 0.25
MEAN = (0.3, 0.0)


@dataclass(frozen=True)
class Country:
    """How much places differ, as spreads of logits.

    Attributes:
        between: of regions.
        village: by how much villages are above towns.
        growth: of the change between two elections by region and kind of place.
        alone: of the change of single stations.
    """

    between: float
    village: float
    growth: float
    alone: float


STRONGHOLDS = Country(between=0.5, village=0.5, growth=0.2, alone=0.1)
EVEN = Country(between=0.0, village=0.0, growth=0.0, alone=0.1)


@dataclass(frozen=True)
class Pair:
    """Two elections at the same stations."""

    earlier: Protocols
    later: Protocols


def stronghold_pair(
    stations: int, rng: np.random.Generator, country: Country = STRONGHOLDS
) -> Pair:
    """Return two clean elections.

    Args:
        stations: how many.
        rng: the replicate's stream.
        country: how much places differ.

    >>> pair = stronghold_pair(300, np.random.default_rng(1))
    >>> len(pair.later), sorted(pair.later.station) == sorted(pair.earlier.station)
    (300, True)
    """
    size = np.maximum(np.round(800 * np.exp(rng.normal(0, 0.6, stations))), 50).astype(np.int64)
    region = rng.integers(0, REGIONS, stations)
    own = rng.standard_normal((REGIONS, 2))
    own[:, 1] = CORRELATION * own[:, 0] + np.sqrt(1 - CORRELATION**2) * own[:, 1]
    village = rng.random(stations) < 0.5
    logit = country.between * own[region] + country.village * (village - 0.5)[:, None]
    logit = logit + WITHIN * rng.standard_normal((stations, 2)) + np.array(MEAN)
    later = _held(size, region, logit, rng)
    grew = country.growth * rng.standard_normal((REGIONS, 2, 2))[region, village.astype(np.int64)]
    alone = country.alone * rng.standard_normal((stations, 2))
    return Pair(_held(size, region, logit - grew - alone, rng), later)


def _held(size: Whole, region: Whole, logit: Floats, rng: np.random.Generator) -> Protocols:
    turnout, share = (1 / (1 + np.exp(-logit))).T
    out = rng.binomial(size, turnout)
    leader = rng.binomial(out, share)
    second = rng.binomial(out - leader, 0.6)
    table = Stations(
        "strongholds",
        np.array([str(i) for i in range(len(size))], dtype=object),
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
