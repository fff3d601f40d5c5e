"""False alarms and power from many simulated elections, block by block.

A block is a run of replicates of one planting, about as much work as another block; blocks hang
on the number of stations alone, so that partitions are the same wherever they are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from electcheck.forensics.battery import Options
from electcheck.forensics.calibrate import Claims, Planted, Rate, count_alarms, replicate_pvalues
from electcheck.forensics.simulate import CleanModel
from electcheck.studies.partitions import Store, key_of, packed
from electcheck.studies.workers import Workers

STATIONS_A_BLOCK = 50_000
"""About the stations that one block simulates: seconds of work, so that little is lost."""
MOST_A_BLOCK = 50
Row = tuple[int, str, str, float]
"""Replicate, test, claim, smallest adjusted p-value."""


@dataclass(frozen=True)
class Study:
    """What every block needs.

    Attributes:
        model: of clean elections on the file's stations.
        tests: names of tests.
        seed: of the simulations.
        how: level, denominators and weights as in the tests.
    """

    model: CleanModel
    tests: tuple[str, ...]
    seed: int
    how: Options


@dataclass(frozen=True)
class Block:
    """Replicates from `first` to before `end` with one planting, None for clean elections."""

    planted: Planted | None
    first: int
    end: int

    @property
    def file(self) -> str:
        """Return the name of the partition: it does not say where the block ends.

        >>> Block(Planted("rounding", 0.05), 20, 40).file
        'planted=rounding-0.05/from-000020.parquet'
        """
        what = "clean"
        if self.planted is not None:
            size = "" if self.planted.size is None else f"-{self.planted.size:g}"
            what = f"{self.planted.kind}-{self.planted.share:g}{size}"
        return f"planted={what}/from-{self.first:06}.parquet"

    def key(self, description: Any) -> str:
        """Return what the block's answer depends on, its end left out."""
        return key_of(description, self.file)


def blocks(planted: Planted | None, simulations: int, stations: int) -> list[Block]:
    """Return the blocks of one planting.

    >>> [(one.first, one.end) for one in blocks(None, 25, 5000)]
    [(0, 10), (10, 20), (20, 25)]
    """
    step = max(min(STATIONS_A_BLOCK // max(stations, 1), MOST_A_BLOCK), 1)
    return [
        Block(planted, first, min(first + step, simulations))
        for first in range(0, simulations, step)
    ]


def block_rows(study: Study, block: Block) -> list[Row]:
    """Simulate and test the elections of a block."""
    rows: list[Row] = []
    for replicate in range(block.first, block.end):
        claims = replicate_pvalues(
            study.model, study.tests, replicate, study.seed, study.how, block.planted
        )
        rows += [(replicate, test, claim, value) for (test, claim), value in claims.items()]
    return rows


def measured_rates(
    study: Study,
    plantings: Sequence[Planted | None],
    simulations: int,
    workers: Workers,
    store: Store | None = None,
    description: Any = None,
    told: Callable[[int], None] | None = None,
) -> list[tuple[Planted | None, list[Rate]]]:
    """Simulate clean and planted elections on any workers; return the rates of each planting.

    Args:
        study: model, tests and seed.
        plantings: None for clean elections, and what is to be planted.
        simulations: elections of each planting.
        workers: where they are simulated.
        store: where partitions are kept and found again; None keeps none.
        description: what all partitions depend on, for their keys.
        told: called with the number of elections done.

    Raises:
        NotApplicable: the file lacks what an anomaly changes.
        Unfinished: workers were lost for good; finished partitions stay.
    """
    stations = len(study.model.frame)
    wanted = [part for one in plantings for part in blocks(one, simulations, stations)]
    made: dict[Block, list[Row]] = {}
    for block in wanted:
        rows = _kept(store, block, description)
        if rows is not None:
            made[block] = rows
    done = sum(block.end - block.first for block in made)
    if told is not None and done:
        told(done)
    missing = [block for block in wanted if block not in made]
    for block, rows in workers.run(study, missing, block_rows):
        if store is not None:
            store.keep(block.file, _packed(rows, block, description))
        made[block] = rows
        done += block.end - block.first
        if told is not None:
            told(done)
    return [
        (one, count_alarms(_elections([made[part] for part in wanted if part.planted == one])))
        for one in plantings
    ]


def _elections(parts: Sequence[list[Row]]) -> Iterator[Claims]:
    """Yield the claims of each election in the order of replicates."""
    for rows in parts:
        for _, group in groupby(rows, key=lambda row: row[0]):
            yield {(test, claim): value for _, test, claim, value in group}


def _packed(rows: Sequence[Row], block: Block, description: Any) -> bytes:
    import numpy as np

    columns = {
        "replicate": np.array([row[0] for row in rows], dtype=np.int64),
        "test": np.array([row[1] for row in rows], dtype=str),
        "claim": np.array([row[2] for row in rows], dtype=str),
        "smallest_adjusted_pvalue": np.array([row[3] for row in rows], dtype=np.float64),
    }
    return packed(columns, block.key(description), block.end)


def _kept(store: Store | None, block: Block, description: Any) -> list[Row] | None:
    """Return a block's rows from its partition, which may reach farther than asked for."""
    table = None if store is None else store.kept(block.file, block.key(description), block.end)
    if table is None:
        return None
    columns = [table.column(i).to_pylist() for i in range(4)]
    return [row for row in zip(*columns, strict=True) if row[0] < block.end]
