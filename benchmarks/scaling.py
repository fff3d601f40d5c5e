"""docs/scaling.md, from measurements alone."""

from __future__ import annotations

import math
from typing import Any

from measure import exponent
from page import table, time_of

from electcheck.studies.calibration import blocks

STUDY = {"elections": 10_000, "injections": 20}
STATIONS = 10_000
SPARE = 1.25
"""What a cluster needs above the bare work: starting, sending, waiting for the last job."""


def scaling_page(measured: dict[str, Any]) -> str:
    """Return what a large study costs, and which cluster does it in an hour."""
    part = measured["units"]
    rows = part["found"]
    here = next(row for row in rows if row["stations"] == STATIONS)
    simulate = here["simulate"]["cpu"]
    inject = sum(one["cpu"] for one in here["inject"].values()) / len(here["inject"])
    tests = sum(one["cpu"] for one in here["tests"].values())
    unit = simulate + inject + tests
    runs = STUDY["elections"] * STUDY["injections"]
    (first, *_) = blocks(None, STUDY["elections"], STATIONS)
    block = first.end - first.first
    total = runs * unit
    cores = math.ceil(total * SPARE / 3600)
    cost = table(
        ["stations", "simulate", "inject (mean)", *(f"`{name}`" for name in here["tests"]),
         "all tests", "one unit"],
        [cost_row(row) for row in rows],
    )  # fmt: skip
    clusters = [
        [f"{row['stations']:,}", time_of(unit_of(row)), f"{runs * unit_of(row) / 3600:,.0f} h",
         f"{math.ceil(runs * unit_of(row) * SPARE / 3600):,}",
         f"{machines(runs * unit_of(row)):,}"]
        for row in rows
    ]  # fmt: skip
    head = ["stations", "one unit", "core hours", "cores for one hour", "machines of 16 cores"]
    return SCALING.format(
        date=part["date"], note=part["note"] or "nothing else is known of it",
        load=" to ".join(map(str, part["load"])), cost=cost, unit=time_of(unit),
        runs=f"{runs:,}", hours=f"{total / 3600:,.0f}", cores=f"{cores:,}",
        stations=f"{STATIONS:,}", elections=f"{STUDY['elections']:,}",
        injections=STUDY["injections"], machines=machines(total), spare=f"{SPARE:g}",
        power=f"{exponent([row['stations'] for row in rows], list(map(unit_of, rows))):.2f}",
        block=block, rate=runs / block / 3600,
        memory=f"{max(row['peak_mb'] for row in rows):,.0f}",
        clusters=table(head, clusters),
    )  # fmt: skip


def unit_of(row: dict[str, Any]) -> float:
    """Return the processor seconds of one simulated, planted and tested election."""
    inject = sum(one["cpu"] for one in row["inject"].values()) / len(row["inject"])
    tests = sum(one["cpu"] for one in row["tests"].values())
    return float(row["simulate"]["cpu"] + inject + tests)


def machines(total: float) -> int:
    """Return how many machines of 16 cores finish in an hour."""
    return math.ceil(math.ceil(total * SPARE / 3600) / 16)


def cost_row(row: dict[str, Any]) -> list[str]:
    inject = sum(one["cpu"] for one in row["inject"].values()) / len(row["inject"])
    tests = [one["cpu"] for one in row["tests"].values()]
    times = (row["simulate"]["cpu"], inject, *tests, sum(tests), unit_of(row))
    return [f"{row['stations']:,}", *(time_of(value) for value in times)]


SCALING = """# Scaling: what a large study costs

Generated from `benchmarks/measured.json` by `make bench`. Measured on {date} (load average {load};
{note}), in seconds of one core; a busy machine makes them larger, never smaller.

## What one unit costs

A unit is one election that is simulated, gets an anomaly, and is tested by every test for a
p-value. Intervals are not drawn in simulations.

{cost}

The cost of a unit grows with the stations to the power of {power}. The process that measured all
of this held at most {memory} MB.

## A study of {elections} elections by {injections} injections by all tests

On {stations} stations that is {runs} units of {unit}: {hours} core hours. With {spare} times the
bare work for starting, sending and waiting for the last block, **{cores} cores finish it in an
hour**: {machines} machines of 16 cores.

{clusters}

Replicates are independent, and a block of them ({block} on {stations} stations) is a few seconds of
work, so that cores are used until the last block; in an hour the scheduler hands out {rate:.0f}
blocks a second. The study (model and options) travels once to each worker.

## How it is run

```sh
pip install 'electcheck[cluster]'          # on every machine, the same versions
dask scheduler                             # on one: prints its address
dask worker tcp://SCHEDULER:8786 --nworkers 16 --nthreads 1     # on each of the others
electcheck results calibrate stations.csv --map map.yaml --simulations {elections_plain} \\
  --inject rounding --inject stuffing --inject transfer --inject invented --inject digits \\
  --shares 0.02,0.05,0.1,0.2 --scheduler tcp://SCHEDULER:8786 --out study
```

Five kinds in four shares are {injections} injections. Run the same command again to go on after a
stop: finished partitions in `study` are taken over, and what a killed worker held is done by
another. `--simulations` may be raised later; the first elections stay the same. Without
`--scheduler` the same work is done by all cores of this machine, to the same bytes. A worker with
other versions of electcheck, Python, NumPy, SciPy or PyArrow is refused, since its last digits
may differ.

The machines of a cluster must trust one another: a Dask scheduler runs what anybody sends who can
reach it. Keep it on a closed network or use Dask's TLS.
""".replace("{elections_plain}", str(STUDY["elections"]))
