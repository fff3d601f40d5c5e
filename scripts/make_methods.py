"""Measure what each method sees; write methods.csv, model_alarms.csv, mixture-calibration.csv.

    python scripts/make_methods.py alarms        false alarms of the estimates on clean strongholds
    python scripts/make_methods.py methods       the estimates by every planted mechanism
    python scripts/make_methods.py alarms anomalous-votes    of one estimate alone
    python scripts/make_methods.py calibration   ranks of the truth in the mixture's posterior

About an hour on two quiet cores in all. Seeds are fixed; elections do not hang on what is measured.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from electcheck.files.write import write_files
from electcheck.forensics.battery import MODELS, Options, profile, raw_results
from electcheck.forensics.calibrate import Rate
from electcheck.forensics.inject import inject
from electcheck.forensics.models.mixture_draws import drawn, prior_draw
from electcheck.forensics.models.mixture_fit import posterior
from electcheck.forensics.models.mixture_model import counts_of
from electcheck.forensics.protocols import Protocols
from electcheck.forensics.result import Result
from electcheck.forensics.simulate import stream
from electcheck.forensics.strongholds import stronghold_election

FOLDER = Path(__file__).resolve().parent.parent / "data" / "reference"
SEED = 20190609
STATIONS = 400
CLEAN = 40
PLANTED = 6
SHARE = 0.2
RESAMPLES = 50
LEVEL = 0.05
RANKS = 60
RANK_STATIONS = 60
MECHANISMS = ("rounding", "stuffing", "absolute", "transfer", "invented")
# What needs no second election; the tests' own rates stand in false_alarms.csv and power.csv.
COMPARED = tuple(name for name in MODELS if name != "joint-change")


def alarms_in(seen: Protocols, tests: tuple[str, ...]) -> dict[tuple[str, str], bool]:
    """Return whether each claim alarms; a claim that refuses does not."""
    found: dict[tuple[str, str], bool] = {}
    for result in raw_results(seen, tests, SEED, Options(resamples=RESAMPLES), intervals=False):
        if result.status in ("computed", "refused"):
            key = (result.test, result.claim)
            found[key] = found.get(key, False) or alarm(result)
    return found


def alarm(result: Result) -> bool:
    if result.pvalue_adjusted is not None:
        return result.pvalue_adjusted <= LEVEL
    return bool(result.alarm)


def counted(
    mechanism: str, simulations: int, tests: tuple[str, ...]
) -> dict[tuple[str, str], Rate]:
    """Return how often each claim alarms with an anomaly planted, or on clean strongholds."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for replicate in range(simulations):
        rng = stream(SEED, replicate)
        election = stronghold_election(STATIONS, rng)
        if mechanism != "strongholds alone":
            election, _ = inject(election, mechanism, SHARE, None, rng)
        for key, alarmed in alarms_in(election, tests).items():
            counts[key][0] += alarmed
            counts[key][1] += 1
        sys.stderr.write(f"{mechanism} {replicate + 1}\n")
    return {key: Rate(*key, LEVEL, hit, of) for key, (hit, of) in counts.items()}


def alarms(tests: tuple[str, ...] = COMPARED) -> None:
    """Write the false-alarm rates of the estimates as the results show them."""
    stations, median, ratio = profile(stronghold_election(STATIONS, stream(SEED, 0)))
    head = ["profile", "stations", "median_size", "size_ratio", "test", "claim", "level"]
    head += ["simulations", "alarms", "rate", "low", "high", "seed"]
    rows: list[list[object]] = [head]
    for rate in counted("strongholds alone", CLEAN, tests).values():
        low, high = rate.interval()
        where = ["strongholds", stations, round(median), f"{ratio:.3f}", rate.test, rate.claim]
        shown = [f"{value:.4f}" for value in (rate.rate, low, high)]
        rows.append([*where, LEVEL, rate.simulations, rate.alarms, *shown, SEED])
    write_files(FOLDER, {"model_alarms.csv": text(rows)})


def methods() -> None:
    """Write alarms of the estimates by every planted mechanism."""
    rows: list[list[object]] = [
        ["mechanism", "share_of_stations", "test", "claim", "alarms", "simulations", "seed"]
    ]
    for mechanism in MECHANISMS:
        rows += [
            [mechanism, SHARE, rate.test, rate.claim, rate.alarms, rate.simulations, SEED]
            for rate in counted(mechanism, PLANTED, COMPARED).values()
        ]
    write_files(FOLDER, {"methods.csv": text(rows)})


def calibration() -> None:
    """Write the rank of the true weight without fraud in its posterior."""
    rows: list[list[object]] = [["replicate", "stations", "truth", "rank", "seed"]]
    for replicate in range(RANKS):
        rng = np.random.default_rng([SEED, replicate])
        size, out, leader, weights = drawn(prior_draw(rng), RANK_STATIONS, rng)
        found = posterior(counts_of(size, out, leader, 0), 0.7, 4000, np.random.SeedSequence(SEED))
        truth = float(weights[0])
        rows.append([replicate, RANK_STATIONS, f"{truth:.6f}", f"{found.rank(truth):.4f}", SEED])
        sys.stderr.write(f"rank {replicate + 1}\n")
    write_files(FOLDER, {"mixture-calibration.csv": text(rows)})


def text(rows: list[list[object]]) -> str:
    """Return rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def main() -> None:
    named = tuple(name for name in COMPARED if name in sys.argv[1:]) or COMPARED
    steps = {"alarms": lambda: alarms(named), "methods": methods, "calibration": calibration}
    for name in [one for one in sys.argv[1:] if one in steps] or list(steps):
        steps[name]()


if __name__ == "__main__":
    main()
