"""Remake data/reference/elections.csv and classical.csv from the files of the real elections.

Run from the root of the checkout, about three minutes:

    ELECTCHECK_VALIDATION_DATA=../shared/data python scripts/make_reference.py

Each folder is read with its map in data/maps; its class is the first word of the line "Class:"
in the folder's README. Statistics only: no row of any election is kept.
"""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy.special import chdtrc

from electcheck.files.write import write_files
from electcheck.forensics.battery import TESTS, Options, finish, profile, raw_results
from electcheck.forensics.digits import second_digits
from electcheck.forensics.policy import policy
from electcheck.forensics.protocols import Protocols, protocols_of, whole
from electcheck.forensics.reference import shipped_false_alarm
from electcheck.forensics.result import Result
from electcheck.results.column_map import load_map
from electcheck.results.read import read_stations

ROOT = Path(__file__).resolve().parent.parent
SEED = 1
KINDS = {
    "CLEAN": "clean",
    "CONTROL": "control",
    "CONTESTED": "contested",
    "FRAUD-DOCUMENTED": "documented",
}
HEAD = [
    "election",
    "class",
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
    "seed",
    "source",
]


def main() -> None:
    folder = Path(os.environ.get("ELECTCHECK_VALIDATION_DATA", ROOT.parent / "shared" / "data"))
    rows: list[list[str]] = []
    classical: list[list[str]] = []
    for path in sorted(ROOT.glob("data/maps/*.yaml")):
        here = folder / path.stem
        if not here.is_dir():
            continue
        readme = (here / "README.md").read_text(encoding="utf-8")
        kind, source = kind_of(readme), source_of(readme)
        file = next(one for one in sorted(here.glob("*.csv*")) if one.name != "codebook.csv")
        sys.stderr.write(f"{path.stem} ({kind})\n")
        seen = protocols_of(read_stations(file, load_map(path)))
        rows += [[path.stem, kind, *row, str(SEED), source] for row in election_rows(seen)]
        classical += [[path.stem, kind, *row] for row in classical_rows(seen)]
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
    files = {"elections.csv": text([HEAD, *rows]), "classical.csv": text([head, *classical])}
    write_files(ROOT / "data" / "reference", files)


def kind_of(readme: str) -> str:
    """Return the class that the README gives."""
    found = re.search(r"^- Class: ([A-Z-]+)", readme, re.MULTILINE)
    if found is None:
        raise SystemExit("the README has no line '- Class:'")
    return KINDS[found[1]]


def source_of(readme: str) -> str:
    """Return the source that the README names."""
    found = re.search(r"^- Source: (.+)$", readme, re.MULTILINE)
    if found is None:
        raise SystemExit("the README has no line '- Source:'")
    return found[1].strip()


def election_rows(seen: Protocols) -> Iterable[list[str]]:
    """Return one row for each claim; of a claim over many units the most extreme with power."""
    rules = policy()
    stations, size, spread = profile(seen)
    level = float(rules.level.value)
    by_claim: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in raw_results(seen, tuple(TESTS), SEED, Options()):
        by_claim[result.test, result.claim].append(result)
    for (test, claim), results in by_claim.items():
        alarm = shipped_false_alarm(test, claim, level, stations, size, spread)
        finished = [finish(one, alarm, rules).status for one in results]
        # Units without power say nothing, unless all are without.
        strong = [i for i, status in enumerate(finished) if status == "computed"]
        place = max(strong or range(len(results)), key=lambda i: extreme(results[i], test))
        worst, status = results[place], finished[place]
        below = sum((results[i].pvalue_adjusted or 1.0) <= level for i in strong)
        effect = worst.effect
        yield [
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
        ]


def extreme(result: Result, test: str) -> float:
    """Return how extreme a unit is among the units of its claim."""
    if result.statistic is None:
        return -1e9
    return abs(result.statistic) if test == "region-outliers" else result.statistic


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


def number(value: float | None) -> str:
    """Return ten significant digits, nothing for None."""
    return "" if value is None or not np.isfinite(value) else f"{value:.10g}"


def text(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


if __name__ == "__main__":
    main()
