"""Remake the tables of the real elections in data/reference/ from their files.

Run from the root of the checkout, about three minutes for the tests and six for the models:

    ELECTCHECK_VALIDATION_DATA=../shared/data python scripts/make_reference.py

or, behind it, `tests`, or `models` and which of them.

`elections.csv` has the statistics of all, `classical.csv` the classical digit tests, which are
for the page alone, `model_costs.csv` the time and memory of each estimate (a whole process, so
with date and machine), and `pairs.csv` whether two elections name the same stations. What is not
named is kept as it stands. Statistics only: no row of any election is kept.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.special import chdtrc

from electcheck.files.write import write_files
from electcheck.forensics.battery import MODELS, TESTS, Options, run
from electcheck.forensics.digits import second_digits
from electcheck.forensics.protocols import Protocols, protocols_of, whole
from electcheck.results.column_map import load_map
from electcheck.results.read import read_stations
from electcheck.results.table import Stations
from electcheck.studies.corpus import Corpus, Election, corpus_of
from electcheck.studies.validation import Validation, claim_rows, number, statistics_csv

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "data" / "reference"
SEED = 1
# What needs one election only.
ESTIMATES = tuple(name for name in MODELS if name != "joint-change")
# The later and the earlier election of one country.
PAIRS = (("uganda2011", "uganda2006"), ("russia2011", "russia2004"), ("russia2018", "russia2011"))
Row = dict[str, str]


def main() -> None:
    folder = Path(os.environ.get("ELECTCHECK_VALIDATION_DATA", ROOT.parent / "shared" / "data"))
    corpus = corpus_of(folder)
    if sys.argv[1:2] == ["one"]:
        election = next(one for one in corpus.elections if one.name == sys.argv[2])
        print(json.dumps(found(election, (sys.argv[3],))))
        return
    parts = [one for one in ("tests", "models") if one in sys.argv[1:]] or ["tests", "models"]
    if "tests" in parts:
        tests(corpus)
    if "models" in parts:
        models(corpus, [name for name in ESTIMATES if name in sys.argv[1:]] or list(ESTIMATES))
        pairs(corpus)


def tests(corpus: Corpus) -> None:
    """Write the tests' statistics and the classical digit tests."""
    rows: list[Row] = []
    classical: list[list[str]] = []
    for one in corpus.elections:
        sys.stderr.write(f"{one.name} ({one.kind})\n")
        rows += found(one, tuple(TESTS))
        seen = protocols_of(stations(one))
        classical += [[one.name, one.kind, *row] for row in classical_rows(seen)]
    head = ["election", "class", "test", "counts", "n", "chi_square", "degrees_of_freedom"]
    write_files(FOLDER, {"classical.csv": text([[*head, "pvalue"], *classical])})
    keep(rows, set(TESTS))


def models(corpus: Corpus, estimates: list[str]) -> None:
    """Write the estimates' statistics, and what each cost as a process of its own."""
    rows: list[Row] = []
    head = ["election", "test", "processor_seconds", "peak_mb", "date", "machine"]
    path = FOLDER / "model_costs.csv"
    costs = []
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as old:
            costs = [row for row in list(csv.reader(old))[1:] if row[1] not in estimates]
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    for one in corpus.elections:
        for test in estimates:
            command = [sys.executable, __file__, "one", one.name, test]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                answer = process.stdout.read() if process.stdout else ""
                _, code, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(code)
            if process.returncode:
                raise SystemExit(f"{one.name}: {test} ended with {process.returncode}")
            rows += json.loads(answer)
            seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
            sys.stderr.write(f"{one.name}: {test} {seconds:.1f} s {memory:.0f} MB\n")
            day = datetime.date.today().isoformat()
            costs.append([one.name, test, f"{seconds:.1f}", f"{memory:.0f}", day, where])
    costs.sort(key=lambda row: (row[0], ESTIMATES.index(row[1])))
    write_files(FOLDER, {"model_costs.csv": text([head, *costs])})
    keep(rows, set(estimates))


def pairs(corpus: Corpus) -> None:
    """Write what the joint change answers for two elections of one country."""
    elections = {one.name: one for one in corpus.elections}
    rows = [["later", "earlier", "status", "reason", "estimate", "low", "high"]]
    for later, earlier in PAIRS:
        how = replace(Options(), earlier=stations(elections[earlier]))
        result = run(stations(elections[later]), ["joint-change"], SEED, how).results[0]
        seen = result.effect
        ends = (seen.estimate, seen.low, seen.high) if seen else (None, None, None)
        rows.append([later, earlier, result.status, result.reason or "", *map(number, ends)])
    write_files(FOLDER, {"pairs.csv": text(rows)})


def stations(election: Election) -> Stations:
    return read_stations(election.file, load_map(election.column_map))


def found(election: Election, names: tuple[str, ...]) -> list[Row]:
    """Return the rows of an election's claims."""
    whose = {
        "election": election.name,
        "class": election.kind,
        "seed": f"{SEED}",
        "source": election.source,
    }
    study = Validation(names, SEED, Options())
    return [whose | row for row in claim_rows(protocols_of(stations(election)), study)]


def keep(rows: list[Row], made: set[str]) -> None:
    """Write the statistics with the rows of what was made in place of the old ones."""
    path = FOLDER / "elections.csv"
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as stream:
            rows = [*rows, *(row for row in csv.DictReader(stream) if row["test"] not in made)]
    order = [*TESTS, *MODELS]
    # Stable: claims keep the order in which their test gave them.
    rows = sorted(rows, key=lambda row: (row["election"], order.index(row["test"])))
    write_files(FOLDER, {"elections.csv": statistics_csv(rows)})


def classical_rows(seen: Protocols) -> Iterable[list[str]]:
    """Return the classical digit tests against fixed frequencies, for the page alone."""
    pairs = {"leader": (seen.leader, seen.cast), "ballots": (seen.turned_out, seen.registered)}
    for name, (count, of) in pairs.items():
        if count is None or of is None:
            continue
        kept = count[whole(count) & (count >= 10)].astype(np.int64)
        if len(kept) < 100:
            continue
        first = kept // 10 ** np.floor(np.log10(kept)).astype(np.int64)
        second = np.array(
            [sum(np.log10(1 + 1 / (10 * a + b)) for a in range(1, 10)) for b in range(10)]
        )
        benford = np.log10(1 + 1 / np.arange(1, 10))
        tests = {
            "last digits uniform": (np.bincount(kept % 10, minlength=10), np.full(10, 0.1)),
            "second digits after Benford": (np.bincount(second_digits(kept), minlength=10), second),
            "first digits after Benford": (np.bincount(first, minlength=10)[1:], benford),
        }
        for test, (observed, chance) in tests.items():
            expected = chance * len(kept)
            distance = float(((observed - expected) ** 2 / expected).sum())
            freedom = len(chance) - 1
            pvalue = number(float(chdtrc(freedom, distance)))
            yield [test, name, str(len(kept)), number(distance), str(freedom), pvalue]


def text(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


if __name__ == "__main__":
    main()
