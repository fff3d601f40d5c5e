"""Measure what each method sees; write model_alarms.csv, methods.csv, mixture-calibration.csv.

    python scripts/make_methods.py alarms                    false alarms on clean strongholds
    python scripts/make_methods.py alarms anomalous-votes strongholds    some of them alone
    python scripts/make_methods.py methods                   every method by every mechanism
    python scripts/make_methods.py methods even rkd          some of them alone
    python scripts/make_methods.py calibration   ranks of the truth in the mixture's posterior

About an hour of processor time in all. Each estimate, and each mechanism, is written when it is
done, beside what the file already holds of the others. Seeds are fixed; the elections do not hang
on what is measured.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import numpy as np

from electcheck.files.write import write_files
from electcheck.forensics.battery import MODELS, TESTS, Options, profile, raw_results
from electcheck.forensics.calibrate import Rate
from electcheck.forensics.inject import INJECTIONS, inject
from electcheck.forensics.models.mixture_draws import drawn, prior_draw
from electcheck.forensics.models.mixture_fit import posterior
from electcheck.forensics.models.mixture_model import counts_of
from electcheck.forensics.result import Result
from electcheck.forensics.simulate import stream
from electcheck.forensics.strongholds import EVEN, STRONGHOLDS, Country, Pair, stronghold_pair

FOLDER = Path(__file__).resolve().parent.parent / "data" / "reference"
SEED = 20190609
STATIONS = 400
# Profile: stations, and how many clean elections, by what an estimate costs.
PROFILES: dict[str, tuple[int, dict[str, int]]] = {
    "strongholds": (
        STATIONS,
        {
            "klimek": 60,
            "rkd": 200,
            "finite-mixture": 60,
            "anomalous-votes": 200,
            "joint-change": 500,
        },
    ),
    "strongholds-large": (
        4000,
        {
            "klimek": 20,
            "rkd": 40,
            "finite-mixture": 30,
            "anomalous-votes": 100,
            "joint-change": 200,
        },
    ),
}
PLANTED = 12
SHARE = 0.2
LEVEL = 0.05
RANKS = 200
RANK_STATIONS = 60
MECHANISMS = ("rounding", "stuffing", "absolute", "transfer", "invented")
# Without an anomaly: alike everywhere, and with strongholds.
COUNTRIES = {"even": EVEN, "strongholds": STRONGHOLDS}
# A weight of no fraud has no alarm.
SILENT = ("finite-mixture", "no fraud")
ALARM_ORDER = {"profile": list(PROFILES), "test": list(MODELS)}


@dataclass
class Answers:
    """What a claim answered over the elections in which it could be asked.

    Attributes:
        alarms: elections with an alarm.
        answered: elections with an answer, alarms among them.
        refused: elections on which it refused.
    """

    alarms: int = 0
    answered: int = 0
    refused: int = 0


@dataclass
class Count:
    """Answers by test and claim."""

    answers: dict[tuple[str, str], Answers] = field(default_factory=dict)

    def add(self, results: Sequence[Result]) -> None:
        """Count one election; a claim over regions alarms when one of them does."""
        by_claim: dict[tuple[str, str], list[Result]] = {}
        for result in results:
            tested = result.pvalue is not None or result.alarm is not None
            key = (result.test, result.claim)
            if key != SILENT and (tested or result.status == "refused"):
                by_claim.setdefault(key, []).append(result)
        for key, several in by_claim.items():
            answer = self.answers.setdefault(key, Answers())
            given = [one for one in several if one.status != "refused"]
            answer.answered += bool(given)
            answer.refused += not given
            answer.alarms += any(alarm(one) for one in given)


def alarm(result: Result) -> bool:
    """Tell whether a result is an alarm: its adjusted p-value, or an estimate's interval."""
    if result.alarm is not None:
        return result.alarm
    seen = result.pvalue if result.pvalue_adjusted is None else result.pvalue_adjusted
    return seen is not None and seen <= LEVEL


def results(pair: Pair, tests: Sequence[str]) -> list[Result]:
    """Return the tests' own results on the later election, as the command runs them."""
    return raw_results(pair.later, tests, SEED, Options(), pair.earlier, intervals=False)


def alarms(tests: Sequence[str], profiles: Sequence[str]) -> None:
    """Write the false-alarm rates of the estimates as the results show them."""
    head = ["profile", "stations", "median_size", "size_ratio", "test", "claim", "level"]
    head += ["simulations", "alarms", "rate", "low", "high", "seed", "refused"]
    for name in profiles:
        many, simulations = PROFILES[name]
        stations, median, ratio = profile(stronghold_pair(many, stream(SEED, 0)).later)
        for test in tests:
            count = Count()
            for replicate in range(simulations[test]):
                count.add(results(stronghold_pair(many, stream(SEED, replicate)), (test,)))
                sys.stderr.write(f"{name}, {test}: {replicate + 1} of {simulations[test]}\n")
            rows = []
            for (_, claim), one in count.answers.items():
                rate = Rate(test, claim, LEVEL, one.alarms, one.answered)
                # Where it refused everywhere there is no rate, and the row says so.
                ends = (rate.rate, *rate.interval()) if one.answered else ("", "", "")
                shown = [f"{value:.4f}" if one.answered else "" for value in ends]
                where = [name, stations, round(median), f"{ratio:.3f}", test, claim, LEVEL]
                rows.append([*where, one.answered, one.alarms, *shown, SEED, one.refused])
            keep("model_alarms.csv", head, {"profile": name, "test": test}, rows, ALARM_ORDER)


def methods(mechanisms: Sequence[str], tests: Sequence[str]) -> None:
    """Write how often each claim alarms without an anomaly, and with each planted one."""
    head = ["mechanism", "share_of_stations", "size", "test", "claim", "alarms", "answered"]
    head += ["refused", "seed"]
    order = {"mechanism": [*COUNTRIES, *MECHANISMS], "test": [*TESTS, *MODELS]}
    for mechanism in mechanisms:
        count = Count()
        clean = mechanism in COUNTRIES
        for replicate in range(PLANTED):
            pair = planted(mechanism, replicate, COUNTRIES.get(mechanism, EVEN))
            count.add(results(pair, tests))
            sys.stderr.write(f"{mechanism}: {replicate + 1} of {PLANTED}\n")
        how = [mechanism, 0 if clean else SHARE, 0 if clean else INJECTIONS[mechanism].size]
        for test in tests:
            rows = [
                [*how, *key, one.alarms, one.answered, one.refused, SEED]
                for key, one in count.answers.items()
                if key[0] == test
            ]
            keep("methods.csv", head, {"mechanism": mechanism, "test": test}, rows, order)


def planted(mechanism: str, replicate: int, country: Country) -> Pair:
    """Return a pair of elections, the later with an anomaly unless the mechanism is a country."""
    rng = stream(SEED, replicate)
    pair = stronghold_pair(STATIONS, rng, country)
    if mechanism in COUNTRIES:
        return pair
    election, _ = inject(pair.later, mechanism, SHARE, None, rng)
    return Pair(pair.earlier, election)


def keep(
    name: str,
    head: list[str],
    made: dict[str, str],
    rows: Sequence[Sequence[object]],
    order: dict[str, list[str]],
) -> None:
    """Write a table anew with what was made in place of the old rows of it."""
    path = FOLDER / name
    kept: list[Sequence[object]] = []
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as old:
            lines = list(csv.reader(old))
        same = [[line[head.index(column)] for column in made] for line in lines]
        pairs = zip(lines[1:], same[1:], strict=True)
        kept = [line for line, key in pairs if key != list(made.values())]
    places = {head.index(column): known for column, known in order.items()}
    merged = sorted(
        [*kept, *rows],
        key=lambda row: [known.index(str(row[place])) for place, known in places.items()],
    )
    write_files(FOLDER, {name: text([head, *merged])})


def calibration() -> None:
    """Write the rank of the true weight without fraud in its posterior.

    By the elections of the first seed the interval's tails were chosen; those of the second tell
    how often it holds.
    """
    rows: list[Sequence[object]] = [["replicate", "stations", "truth", "rank", "seed"]]
    for seed, replicate in product((SEED, SEED + 1), range(RANKS)):
        rng = np.random.default_rng([seed, replicate])
        size, out, leader, weights = drawn(prior_draw(rng), RANK_STATIONS, rng)
        found = posterior(counts_of(size, out, leader, 0), 0.7, 4000, np.random.SeedSequence(seed))
        truth = float(weights[0])
        rows.append([replicate, RANK_STATIONS, f"{truth:.6f}", f"{found.rank(truth):.4f}", seed])
        sys.stderr.write(f"rank {replicate + 1}\n")
    write_files(FOLDER, {"mixture-calibration.csv": text(rows)})


def text(rows: Sequence[Sequence[object]]) -> str:
    """Return rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def main() -> None:
    def named(known: Sequence[str]) -> Sequence[str]:
        return [one for one in known if one in sys.argv[1:]] or known

    steps = {
        "alarms": lambda: alarms(named(list(MODELS)), named(list(PROFILES))),
        "methods": lambda: methods(named([*COUNTRIES, *MECHANISMS]), named([*MODELS, *TESTS])),
        "calibration": calibration,
    }
    for name in named(list(steps)):
        steps[name]()


if __name__ == "__main__":
    main()
