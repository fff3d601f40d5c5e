"""Ours beside the peers' algorithms: same process, same data, same numbers, one ratio a run.

    python benchmarks/peers.py        prints JSON

Times are the processor's, ours and the reference's in turns; what differs by chance (the
reference draws, ours reckons) is held to the reference's own Monte Carlo error.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from measure import DATA
from references import integer_percentages, toolkit_statistics
from references import resampled_density as reference

from electcheck.files.packaged import packaged
from electcheck.forensics.battery import Options, raw_results
from electcheck.forensics.models.mixture_file import load_mixture
from electcheck.forensics.protocols import Protocols, protocols_of
from electcheck.forensics.task import RkdChoice
from electcheck.results.column_map import map_for
from electcheck.results.read import read_stations

REPLICATES = 40
"""Replicates that are run; the reference's time grows with them exactly in proportion."""


@dataclass(frozen=True)
class Agreement:
    """One number by both ways; `error` is the chance error of their difference."""

    what: str
    ours: float
    theirs: float
    error: float

    @property
    def holds(self) -> bool:
        """Tell whether they agree to three errors, or to 1e-9 where nothing is drawn."""
        apart = abs(self.ours - self.theirs)
        return bool(apart <= max(3 * self.error, 1e-9 * max(abs(self.ours), 1)))


def election(name: str) -> Protocols:
    """Read a real election with its map."""
    file = next(one for one in sorted((DATA / name).glob(f"{name}*.csv*")))
    return protocols_of(read_stations(file, map_for(file)))


def used(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor seconds of a call, and its answer."""
    start = time.process_time()
    answer = call()
    return time.process_time() - start, answer


def integers(seen: Protocols, replicates: int = REPLICATES) -> dict[str, Any]:
    """Compare the exact test with the Monte Carlo of the same null, three statistics each."""
    out, registered = seen.need_turnout()
    leader, cast = seen.need_share()
    raw_results(seen, ["integer-percentage"], 0, Options())  # what is only loaded once
    ours = theirs = 0.0
    for _ in range(3):
        spent, results = used(lambda: raw_results(seen, ["integer-percentage"], 0, Options()))
        ours = min(ours or spent, spent)
    stations = integer_percentages.kept(registered, out, cast, leader)
    theirs, (observed, drawn) = used(
        lambda: integer_percentages.monte_carlo(stations, replicates, 1)
    )
    agreements = []
    for i, result in enumerate(results):
        assert result.effect is not None
        error = float(drawn[:, i].std(ddof=1)) / replicates**0.5
        excess = float(observed[i] - drawn[:, i].mean())
        what = f"excess stations, {result.variant}"
        agreements.append(Agreement(what, result.effect.estimate, excess, error))
    return answer("integer percentages", len(seen), ours, theirs * 10_000 / replicates, agreements,
                  f"Monte Carlo, 10,000 replicates (reckoned from {replicates})", 50)  # fmt: skip


def nine_statistics(seen: Protocols, resamples: int = 1000, run: int = 100) -> dict[str, Any]:
    """Compare the whole battery with a plain bootstrap of the toolkit's nine statistics."""
    out, registered = seen.need_turnout()
    leader, cast = seen.need_share()
    some = np.isfinite(registered + out + cast + leader)
    some &= (registered > 0) & (out > 0) & (cast > 0) & (leader >= 0)
    n, t, v = (one[some].astype(np.int64) for one in (registered, out, leader))
    how = Options(resamples=resamples)
    from electcheck.forensics.battery import TESTS

    raw_results(seen, tuple(TESTS), 0, how)
    ours, results = used(lambda: raw_results(seen, tuple(TESTS), 0, how))
    eight = [name for name in toolkit_statistics.STATISTICS if "dip" not in name.lower()]
    quick, found = used(lambda: toolkit_statistics.bootstrap(n, t, v, run, 1, eight))
    slow, dip = used(lambda: toolkit_statistics.bootstrap(n, t, v, run, 1, ["DipT"]))
    compiled, _ = used(lambda: toolkit_statistics.bootstrap(n, t, v, run, 1, ["compiled dip"]))
    theirs, found = quick + slow, found | dip
    short = (quick + compiled) * resamples / run
    by = {(one.test, one.variant): one for one in results}
    last = by["last-digit", "leader"].parameters
    second = toolkit_statistics.second_digit(n, t, v[v >= 100])
    digits = [last[f"observed_{i}"] for i in range(10)]
    numbers = {
        "Skew": by["turnout-shape", "skewness"].statistic,
        "Kurt": by["turnout-shape", "kurtosis"].statistic,
        "Correlation": by["turnout-share", "pooled"].statistic,
        "LastC": sum(i * many for i, many in enumerate(digits)) / sum(digits),
        "C05s": (digits[0] + digits[5]) / sum(digits),
    }
    agreements = [
        Agreement(name, float(value or 0.0), found[name][0], 0.0) for name, value in numbers.items()
    ]
    observed = by["second-digit", "leader"].parameters
    if "observed_0" in observed:
        counts = [observed[f"observed_{i}"] for i in range(10)]
        mean = sum(i * many for i, many in enumerate(counts)) / sum(counts)
        agreements.append(Agreement("2BL, counts from 100", mean, second, 0.0))
    here = by["turnout-shape", "dip"].statistic
    if here is not None:
        agreements.append(Agreement("DipT", here, found["DipT"][0], 0.0))
    return answer("the whole battery", len(seen), ours, theirs * resamples / run, agreements,
                  f"bootstrap of nine statistics, {resamples:,} resamples (reckoned from {run}; "
                  f"{slow / theirs:.0%} of it is the dip, in plain Python: with the compiled dip "
                  f"that ours calls it takes {short:.2g} s, {short / ours:.2g} times ours)",
                  30)  # fmt: skip


def resampled_density(seen: Protocols, resamples: int = 1000, run: int = 5) -> dict[str, Any]:
    """Compare the resampled density, as it ships, with the package's way written plainly."""
    from electcheck.forensics.models.drawing import density

    size, ballots, votes = seen.need_turnout()[1], seen.need_share()[1], seen.need_share()[0]
    stored = load_mixture(packaged("data", "reference", "canada2011-mixture.yaml"))
    how = Options(rkd=RkdChoice("quantile", stored))
    ours, (result,) = used(lambda: raw_results(seen, ["rkd"], 0, how))
    some = np.isfinite(size + ballots + votes) & (ballots > 0) & (size >= ballots)
    some &= (votes >= 0) & (votes <= ballots)
    n, t, v = (np.floor(one[some]).astype(np.int64) for one in (size, ballots, votes))
    mixtures = tuple(
        reference.Mixture(*(np.array(stored[name][key]) for key in ("alpha", "beta", "weights")))
        for name in ("turnout", "share")
    )
    theirs, _ = used(lambda: reference.spikes(n, t, v, mixtures, run, 1))
    # Constant factors are left out of ours, so that both are brought to one sum.
    here, there = (one(v / t, 1001, 1e-4) for one in (density, reference.density))
    here, there = here / here.sum(), there / there.sum()
    agreements = [
        Agreement(f"density at {place / 10:g} %", float(here[place]), float(there[place]), 0.0)
        for place in (250, 333, 500, 667)
    ]
    agreements.append(Agreement("stations used", float(result.n), float(len(n)), 0.0))
    replicates = result.parameters["replicates"]
    return answer("resampled density", len(seen), ours, theirs * resamples / run, agreements,
                  f"{resamples:,} resamples (reckoned from {run}); ours draws {replicates:.0f}, "
                  "whose fixed quantile needs no more", 20)  # fmt: skip


def answer(
    what: str, stations: int, ours: float, theirs: float, agreements: list[Agreement],
    reference: str, promise: int,
) -> dict[str, Any]:  # fmt: skip
    """Return a comparison as the page shows it."""
    return {
        "what": what,
        "stations": stations,
        "reference": reference,
        "ours": ours,
        "theirs": theirs,
        "promise": promise,
        "agreements": [vars(one) | {"holds": one.holds} for one in agreements],
    }


def compared() -> list[dict[str, Any]]:
    """Return every comparison."""
    return [
        {"election": "russia2018"} | integers(election("russia2018")),
        {"election": "albania2013"} | nine_statistics(election("albania2013")),
        {"election": "canada2011"} | resampled_density(election("canada2011")),
    ]


if __name__ == "__main__":
    print(json.dumps(compared(), indent=2))
