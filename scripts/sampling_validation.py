"""Measure how often the ranges of the sampling room hold, on four real elections.

    python scripts/sampling_validation.py DATA [--replications 2000] [--seed 20190609]

DATA is the folder of real elections. Each election is sampled again and again under several
designs; a range counts when it holds the figure of the full count. Writes
data/reference/sampling-coverage.csv and, made from it, docs/sampling-validation.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from real_elections import ELECTIONS, election

from electcheck.files.write import write_files
from electcheck.sampling.estimators import Linear, covariances, mean, ratio
from electcheck.sampling.intervals import share_interval, t_interval
from electcheck.sampling.policy import load_policy
from electcheck.sampling.replicate import (
    Population,
    draw_stations,
    draw_units,
    population,
    proportional,
)
from electcheck.sampling.sample import Sample
from electcheck.sampling.simultaneous import simultaneous_ranges

ROOT = Path(__file__).resolve().parent.parent
TABLE = "data/reference/sampling-coverage.csv"
PAGE = "docs/sampling-validation.md"
COLUMNS = ["registered", "ballots", "valid", "c1", "c2", "c3", "arith", "hi", "hi80"]


class Design(NamedTuple):
    """A draw: its name, stratified or not, and units and stations per unit, or stations alone."""

    name: str
    stratified: bool
    units: int
    stations: int


DESIGNS = {
    "mexico2006": [
        Design("stratified", True, 0, 1500),
        Design("simple", False, 0, 1000),
        Design("two-stage", False, 60, 20),
        Design("two-stage, few units", False, 30, 20),
        Design("two-stage, very few units", False, 15, 20),
    ],
    "georgia2024": [
        Design("stratified", True, 0, 500),
        Design("simple", False, 0, 300),
        Design("two-stage", False, 56, 10),
        Design("two-stage, few units", False, 40, 10),
        Design("two-stage, very few units", False, 15, 10),
    ],
    "uganda2011": [
        Design("stratified", True, 0, 600),
        Design("simple", False, 0, 500),
        Design("two-stage", False, 80, 10),
        Design("two-stage, few units", False, 40, 10),
        Design("two-stage, very few units", False, 15, 10),
    ],
    "russia2018": [
        Design("stratified", True, 0, 1500),
        Design("simple", False, 0, 1000),
        Design("two-stage", False, 100, 8),
        Design("two-stage, few units", False, 40, 8),
        Design("two-stage, very few units", False, 15, 8),
    ],
}


def draw(everything: Population, design: Design, rng: np.random.Generator) -> Sample:
    """Draw one sample under `design`."""
    if design.units:
        allocation = proportional(everything.units, design.units)
        return draw_units(everything, allocation, design.stations, rng)
    allocation = proportional(everything.sizes, design.stations)
    return draw_stations(everything, allocation, rng)


def claims(sample: Sample) -> list[Linear]:
    """Return the four claims of a count: three shares and the margin of the first two."""
    of = sample.columns
    shares = [ratio(sample, of[name], of["valid"]) for name in ("c1", "c2", "c3")]
    return [*shares, ratio(sample, of["c1"] - of["c2"], of["valid"])]


def measure(table: pd.DataFrame, design: Design, replications: int, seed: int) -> dict[str, float]:
    """Return how often each range held the full count's figure, over seeded replications."""
    stratum = table["stratum"] if design.stratified else np.ones(len(table), dtype=int)
    unit = table["unit"] if design.units else None
    everything = population(stratum, {name: table[name] for name in COLUMNS}, unit)
    of = everything.columns
    truths = [of[name].sum() / of["valid"].sum() for name in ("c1", "c2", "c3")]
    truths.append(truths[0] - truths[1])
    turnout = of["ballots"].sum() / of["registered"].sum()
    shares = {name: of[name].mean() for name in ("arith", "hi", "hi80") if of[name].any()}
    rng = np.random.default_rng(seed)
    hits = dict.fromkeys(["c1", "turnout", "wrong", *shares], 0)
    df = 0
    for _ in range(replications):
        sample = draw(everything, design, rng)
        df = sample.df()
        linear = [
            *claims(sample),
            ratio(sample, sample.columns["ballots"], sample.columns["registered"]),
            *(mean(sample, sample.columns[name]) for name in shares),
        ]
        variance = np.diag(covariances(sample, linear))
        se = np.sqrt(variance)
        hits["c1"] += holds(t_interval(linear[0].estimate, se[0], df), truths[0])
        hits["turnout"] += holds(t_interval(linear[4].estimate, se[4], df), turnout)
        ranges = simultaneous_ranges(sample, linear[:4], [True, True, True, False])
        hits["wrong"] += not all(map(holds, ranges, truths))
        for k, name in enumerate(shares, start=5):
            found = share_interval(linear[k].estimate, variance[k], sample.n, df, "korn-graubard")
            hits[name] += holds(found, shares[name])
    return {"df": df, "stations": sample.n} | {k: v / replications for k, v in hits.items()}


def holds(interval: object, truth: float) -> bool:
    """Tell whether the range holds the truth."""
    return bool(interval.low <= truth <= interval.high)


def coverage(folder: Path, replications: int, seed: int) -> pd.DataFrame:
    """Return one row per election and design."""
    rows = []
    for name in ELECTIONS:
        table = election(folder, name)
        for design in DESIGNS[name]:
            result = measure(table, design, replications, seed)
            rows.append({"election": name, "design": design.name, **result})
            sys.stderr.write(f"{name} {design.name}\n")
    frame = pd.DataFrame(rows)
    frame.insert(2, "replications", replications)
    frame.insert(3, "seed", seed)
    order = ["election", "design", "replications", "seed", "stations", "df", "c1", "turnout"]
    return frame.reindex(columns=[*order, "wrong", "hi80", "hi", "arith"])


def page(frame: pd.DataFrame) -> str:
    """Return the page made from the table."""
    policy = load_policy()
    lines = [
        "# How often the ranges of the sampling room hold",
        "",
        "Generated by `scripts/sampling_validation.py` from `data/reference/sampling-coverage.csv`;",
        "do not edit. Four elections whose every station is known were sampled again and again",
        f"({int(frame['replications'].iloc[0]):,} samples per row, seed "
        f"{int(frame['seed'].iloc[0])}); a range counts when it holds the figure of the full count.",
        "",
        "`c1` and `turnout`: 95 % ranges of ratios, linearised variance, t with design degrees of",
        "freedom (df). `wrong`: samples in which at least one of four simultaneous ranges (three",
        "shares and the margin of the first two) misses a true result: a false alarm of `compare`.",
        "`hi80`, `hi`, `arith`: Korn-Graubard ranges for the share of stations with turnout above",
        "80 %, above 95 %, and with a protocol that contradicts itself; `-` where no station has it.",
        "",
        "| election | design | stations | df | c1 | turnout | wrong | hi80 | hi | arith | note |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for row in frame.itertuples():
        cells = [percent(value) for value in (row.c1, row.turnout, row.wrong, row.hi80, row.hi)]
        note = note_on(row.df, policy.minimum_df.value, policy.few_clusters_df.value)
        lines.append(
            f"| {row.election} | {row.design} | {row.stations} | {row.df} | "
            f"{' | '.join(cells)} | {percent(row.arith)} | {note} |"
        )
    enough = frame[frame["df"] >= policy.few_clusters_df.value]
    ratios = pd.concat([enough["c1"], enough["turnout"]])
    small = pd.concat([frame["hi80"], frame["hi"], frame["arith"]]).dropna()
    lines += [
        "",
        f"With at least {policy.few_clusters_df.value} degrees of freedom the ratios' ranges held in "
        f"{percent(ratios.min())} to {percent(ratios.max())} of the samples,",
        f"and at most {percent(enough['wrong'].max())} of the simultaneous comparisons were wrong. "
        "Over all rows the ranges of small shares",
        f"held in {percent(small.min())} to {percent(small.max())}.",
        "",
        f'Below {policy.few_clusters_df.value} degrees of freedom ranges are marked "few clusters"; '
        f"below {policy.minimum_df.value} `compare` answers `not assessable`.",
        "",
    ]
    return "\n".join(lines)


def note_on(df: float, least: float, few: float) -> str:
    """Return what the policy says of so few degrees of freedom."""
    if df < least:
        return "not assessable"
    return "few clusters" if df < few else ""


def percent(value: float) -> str:
    """Return a share as a percentage, or a dash where there is none."""
    return "-" if np.isnan(value) else f"{100 * value:.1f} %"


def main() -> None:
    """Measure, and write the table and the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--replications", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20190609)
    given = parser.parse_args()
    frame = coverage(given.data, given.replications, given.seed)
    write_files(
        ROOT,
        {TABLE: frame.to_csv(index=False, lineterminator="\n"), PAGE: page(frame)},
    )


if __name__ == "__main__":
    main()
