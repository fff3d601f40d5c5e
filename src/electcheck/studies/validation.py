"""The battery over a corpus of elections: one row a claim, one partition an election."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from electcheck.errors import InputRefused
from electcheck.files.csv_text import csv_text
from electcheck.forensics.battery import Options, finish, profile, raw_results
from electcheck.forensics.policy import policy
from electcheck.forensics.protocols import Protocols, protocols_of
from electcheck.forensics.reference import shipped_false_alarm
from electcheck.forensics.result import Result
from electcheck.results.column_map import load_map
from electcheck.results.read import read_stations
from electcheck.studies.corpus import Election
from electcheck.studies.partitions import Store, digest, key_of, packed
from electcheck.studies.workers import Workers

CLAIM = (
    "test",
    "claim",
    "status",
    "n",
    "level",
    "statistic",
    "effect",
    "estimate",
    "low",
    "high",
    "unit",
    "pvalue",
    "pvalue_adjusted",
    "hypotheses",
    "below_level",
    "minimum_detectable",
    "worst_unit",
)
HEAD = ("election", "class", *CLAIM, "seed", "source")
"""Columns of the reference statistics (`data/reference/elections.csv`)."""
Row = dict[str, str]


@dataclass(frozen=True)
class Validation:
    """What every election needs.

    Attributes:
        tests: names of tests.
        seed: of every random draw.
        how: level, denominators and resamples.
    """

    tests: tuple[str, ...]
    seed: int
    how: Options


def validated(
    study: Validation,
    elections: Sequence[Election],
    workers: Workers,
    store: Store,
    told: Callable[[int], None] | None = None,
) -> tuple[list[Row], dict[str, str]]:
    """Run the battery on each election that the folder does not hold yet.

    Args:
        study: tests and seed.
        elections: what is tested; a process holds one of them at a time.
        workers: where; they see the files under the same paths.
        store: where partitions are kept and found again.
        told: called with the number of elections done.

    Returns:
        Rows in the order of the elections, and the elections that could not be read, with why.

    Raises:
        InputRefused: a file or a map went away.
        Unfinished: workers were lost for good; finished partitions stay.
    """
    rows: dict[str, list[Row]] = {}
    refused: dict[str, str] = {}
    keys = {one: _key(study, one) for one in elections}
    for one in elections:
        table = store.kept(_file(one), keys[one])
        if table is not None:
            rows[one.name] = table.to_pylist()
    missing = [one for one in elections if one.name not in rows]
    for one, answer in workers.run(study, missing, tested):
        if isinstance(answer, str):
            refused[one.name] = answer
        else:
            columns = {name: np.array([row[name] for row in answer], dtype=str) for name in CLAIM}
            store.keep(_file(one), packed(columns, keys[one]))
            rows[one.name] = answer
        if told is not None:
            told(len(rows) + len(refused))
    whole = [
        {"election": one.name, "class": one.kind, **row, "seed": f"{study.seed}",
         "source": one.source}
        for one in elections
        for row in rows.get(one.name, [])
    ]  # fmt: skip
    return whole, {one.name: refused[one.name] for one in elections if one.name in refused}


def tested(study: Validation, election: Election) -> list[Row] | str:
    """Return an election's rows, or why its file cannot be read."""
    try:
        table = read_stations(election.file, load_map(election.column_map))
    except InputRefused as refusal:
        faults = refusal.faults
        rest = f" (and {len(faults) - 1} more faults)" if len(faults) > 1 else ""
        return f"{faults[0]}{rest}"
    seen = protocols_of(table, study.how.level, study.how.denominators)
    del table  # the tests need as much again
    return list(claim_rows(seen, study))


def claim_rows(seen: Protocols, study: Validation) -> Iterator[Row]:
    """Yield one row for each claim; of a claim over many units the most extreme with power."""
    rules = policy()
    stations, size, spread = profile(seen)
    level = float(rules.level.value)
    by_claim: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in raw_results(seen, study.tests, study.seed, study.how):
        by_claim[result.test, result.claim].append(result)
    for (test, claim), results in by_claim.items():
        alarm = shipped_false_alarm(test, claim, level, stations, size, spread)
        finished = [finish(one, alarm, rules).status for one in results]
        # Units without power say nothing, unless all are without.
        strong = [i for i, status in enumerate(finished) if status == "computed"]
        place = max(strong or range(len(results)), key=lambda i: _extreme(results[i], test))
        worst, status = results[place], finished[place]
        below = sum((results[i].pvalue_adjusted or 1.0) <= level for i in strong)
        effect = worst.effect
        cells = (
            test,
            claim,
            status,
            str(worst.n),
            worst.level,
            number(worst.statistic),
            effect.name if effect else "",
            number(effect.estimate if effect else None),
            number(effect.low if effect else None),
            number(effect.high if effect else None),
            effect.unit if effect else "",
            number(worst.pvalue),
            number(worst.pvalue_adjusted),
            str(worst.hypotheses or ""),
            str(below) if worst.pvalue is not None else "",
            number(worst.minimum_detectable),
            str(worst.variant) if len(results) > 1 else "",
        )
        yield dict(zip(CLAIM, cells, strict=True))


def _extreme(result: Result, test: str) -> float:
    """Return how extreme a unit is among the units of its claim."""
    if result.statistic is None:
        return -1e9
    return abs(result.statistic) if test == "region-outliers" else result.statistic


def _file(election: Election) -> str:
    return f"partitions/{election.name}.parquet"


def _key(study: Validation, election: Election) -> str:
    how = [study.how.level, study.how.denominators.turnout, study.how.denominators.share]
    files = [digest(election.file), digest(election.column_map)]
    return key_of(list(study.tests), study.seed, how, study.how.resamples, files)


def number(value: float | None) -> str:
    """Return ten significant digits, nothing for None.

    >>> number(1 / 3), number(None)
    ('0.3333333333', '')
    """
    return "" if value is None or not np.isfinite(value) else f"{value:.10g}"


def statistics_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return reference statistics as CSV."""
    return csv_text(HEAD, ([row[name] for name in HEAD] for row in rows))
