"""Remake data/reference/elections.csv and classical.csv from the files of the real elections.

Run from the root of the checkout, about three minutes:

    ELECTCHECK_VALIDATION_DATA=../shared/data python scripts/make_reference.py

`electcheck results validate` finds and tests the elections; the classical digit tests are added
for the page alone. Statistics only: no row of any election is kept.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy.special import chdtrc

from electcheck.files.write import write_files
from electcheck.forensics.battery import TESTS, Options
from electcheck.forensics.digits import second_digits
from electcheck.forensics.protocols import Protocols, protocols_of, whole
from electcheck.results.column_map import load_map
from electcheck.results.read import read_stations
from electcheck.studies.corpus import corpus_of
from electcheck.studies.validation import Validation, claim_rows, number, statistics_csv

ROOT = Path(__file__).resolve().parent.parent
SEED = 1


def main() -> None:
    folder = Path(os.environ.get("ELECTCHECK_VALIDATION_DATA", ROOT.parent / "shared" / "data"))
    study = Validation(tuple(TESTS), SEED, Options())
    rows: list[dict[str, str]] = []
    classical: list[list[str]] = []
    for one in corpus_of(folder).elections:
        sys.stderr.write(f"{one.name} ({one.kind})\n")
        seen = protocols_of(read_stations(one.file, load_map(one.column_map)))
        whose = {"election": one.name, "class": one.kind, "seed": f"{SEED}", "source": one.source}
        rows += [whose | row for row in claim_rows(seen, study)]
        classical += [[one.name, one.kind, *row] for row in classical_rows(seen)]
    head = [
        "election",
        "class",
        "test",
        "counts",
        "n",
        "chi_square",
        "degrees_of_freedom",
        "pvalue",
    ]
    files = {
        "elections.csv": statistics_csv(rows),
        "classical.csv": text([head, *classical]),
    }
    write_files(ROOT / "data" / "reference", files)


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
