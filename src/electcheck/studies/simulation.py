"""Many simulated elections as Parquet files, one a replicate, with one column map for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from electcheck.forensics.calibrate import Planted
from electcheck.forensics.inject import inject
from electcheck.forensics.simulate import CleanModel, draw, stream
from electcheck.forensics.written import map_text, simulated_columns
from electcheck.studies.partitions import Store, key_of, packed
from electcheck.studies.workers import Workers

MAP = "map.yaml"


@dataclass(frozen=True)
class Simulation:
    """What every election needs.

    Attributes:
        model: of clean elections on the file's stations.
        planted: an anomaly in each of them, None for clean elections.
        seed: of the simulations.
        description: what all elections depend on, for their keys.
    """

    model: CleanModel
    planted: Planted | None
    seed: int
    description: Any


def election_file(replicate: int) -> str:
    """Return the name of an election's file.

    >>> election_file(7)
    'election-000007.parquet'
    """
    return f"election-{replicate:06}.parquet"


def election_bytes(study: Simulation, replicate: int) -> bytes:
    """Simulate one election; return its Parquet file."""
    rng = stream(study.seed, replicate)
    election = draw(study.model, rng)
    rows = None
    if study.planted is not None:
        planted = study.planted
        election, rows = inject(election, planted.kind, planted.share, planted.size, rng)
    return packed(simulated_columns(election, rows), _key(study, replicate))


def _key(study: Simulation, replicate: int) -> str:
    return key_of(study.description, replicate)


def simulated(
    study: Simulation,
    simulations: int,
    workers: Workers,
    store: Store,
    told: Callable[[int], None] | None = None,
) -> int:
    """Simulate elections on any workers into a folder; return how many were made now.

    Args:
        study: model, planting and seed.
        simulations: how many elections the folder is to hold.
        workers: where they are simulated.
        store: the folder; elections that it holds are kept.
        told: called with the number of elections done.

    Raises:
        NotApplicable: the file lacks what the anomaly changes.
        Unfinished: workers were lost for good; finished elections stay.
    """
    missing = [
        replicate
        for replicate in range(simulations)
        if store.kept(election_file(replicate), _key(study, replicate)) is None
    ]
    part = None if study.planted is None else f"{study.planted.share:.0%} of the stations"
    store.keep(MAP, map_text(study.model.frame, part).encode())
    done = simulations - len(missing)
    for replicate, content in workers.run(study, missing, election_bytes):
        store.keep(election_file(replicate), content)
        done += 1
        if told is not None:
            told(done)
    return len(missing)
