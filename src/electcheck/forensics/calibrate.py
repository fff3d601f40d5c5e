"""False-alarm rates and power, measured on simulated elections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from electcheck.forensics.battery import Options, raw_results
from electcheck.forensics.inject import inject
from electcheck.forensics.policy import policy
from electcheck.forensics.protocols import Protocols
from electcheck.forensics.result import FalseAlarm, Result
from electcheck.forensics.simulate import CleanModel, draw, fit, stream
from electcheck.model.said import Own, Said

LEVELS = (0.1, 0.05, 0.01)
Claims = Mapping[tuple[str, str], float]
"""The smallest adjusted p-value of one election by test and claim."""


@dataclass(frozen=True)
class Planted:
    """An anomaly to be found.

    Attributes:
        kind: of the injection.
        share: of the stations.
        size: of the anomaly; None takes the usual size.
    """

    kind: str
    share: float
    size: float | None = None


@dataclass(frozen=True)
class Rate:
    """How often a claim was made.

    Attributes:
        test: the test's name.
        claim: the claim's name.
        level: significance level.
        alarms: simulations with an alarm.
        simulations: simulations in which the claim could be tested.
    """

    test: str
    claim: str
    level: float
    alarms: int
    simulations: int

    @property
    def rate(self) -> float:
        """Return alarms / simulations."""
        return self.alarms / self.simulations

    def interval(self) -> tuple[float, float]:
        """Return the 95 % Clopper-Pearson interval.

        >>> low, high = Rate("t", "c", 0.05, 0, 100).interval()
        >>> low, round(high, 4)
        (0.0, 0.0362)
        """
        from scipy.special import betaincinv  # showing a result must not load SciPy

        x, n = self.alarms, self.simulations
        low = 0.0 if x == 0 else float(betaincinv(x, n - x + 1, 0.025))
        high = 1.0 if x == n else float(betaincinv(x + 1, n - x, 0.975))
        return low, high

    def false_alarm(self, source: Said) -> FalseAlarm:
        """Return the rate as a result shows it."""
        low, high = self.interval()
        return FalseAlarm(self.level, self.rate, low, high, source)


def alarm_rates(
    seen: Protocols,
    tests: Sequence[str],
    simulations: int,
    seed: int,
    how: Options | None = None,
    planted: Planted | None = None,
    told: Callable[[int], None] | None = None,
) -> list[Rate]:
    """Simulate elections on a file's stations and count the alarms of each claim.

    A claim that covers many regions alarms when any adjusted p-value reaches the level.

    Args:
        seen: the stations.
        tests: names of tests.
        simulations: how many elections.
        seed: of the simulations; election i is the same for every number of simulations.
        how: level, denominators and weights as in the tests.
        planted: None for clean elections, which makes the rates false-alarm rates.
        told: called with the number of simulations done.

    Returns:
        One rate for each claim and each of `LEVELS`, in the order of the tests.

    Raises:
        NotApplicable: no election can be simulated from the file.
    """
    model = fit(seen)

    def simulated() -> Iterator[Claims]:
        for replicate in range(simulations):
            yield replicate_pvalues(model, tests, replicate, seed, how or Options(), planted)
            if told is not None:
                told(replicate + 1)

    return count_alarms(simulated())


def replicate_pvalues(
    model: CleanModel,
    tests: Sequence[str],
    replicate: int,
    seed: int,
    how: Options,
    planted: Planted | None = None,
) -> Claims:
    """Simulate one election and return the smallest adjusted p-value of every claim.

    Args:
        model: of the clean elections.
        tests: names of tests.
        replicate: which election of the seed.
        seed: of the simulations.
        how: level, denominators and weights as in the tests.
        planted: an anomaly that is planted in it.

    Raises:
        NotApplicable: the file lacks what the anomaly changes.
    """
    rng = stream(seed, replicate)
    election = draw(model, rng)
    if planted is not None:
        election, _ = inject(election, planted.kind, planted.share, planted.size, rng)
    return _smallest(raw_results(election, tests, seed, how, intervals=False))


def count_alarms(elections: Iterable[Claims]) -> list[Rate]:
    """Return how often each claim alarmed over simulated elections, at each of `LEVELS`.

    >>> rates = count_alarms([{("t", "c"): 0.03}, {("t", "c"): 0.2}])
    >>> [(rate.level, rate.alarms, rate.simulations) for rate in rates]
    [(0.1, 1, 2), (0.05, 1, 2), (0.01, 0, 2)]
    """
    count: dict[tuple[str, str], list[int]] = {}
    for claims in elections:
        for claim, smallest in claims.items():
            alarms = count.setdefault(claim, [0] * (len(LEVELS) + 1))
            for i, level in enumerate(LEVELS):
                alarms[i] += smallest <= level
            alarms[-1] += 1
    return [
        Rate(test, claim, level, alarms[i], alarms[-1])
        for (test, claim), alarms in count.items()
        for i, level in enumerate(LEVELS)
    ]


def _smallest(results: Sequence[Result]) -> dict[tuple[str, str], float]:
    """Return the smallest adjusted p-value of every claim, 0 or 1 for an estimate."""
    smallest: dict[tuple[str, str], float] = {}
    for result in results:
        if result.pvalue_adjusted is not None:
            key = (result.test, result.claim)
            smallest[key] = min(smallest.get(key, 1.0), result.pvalue_adjusted)
        elif result.alarm is not None:
            # An estimate has one interval, and so one level.
            key = (result.test, result.claim)
            smallest[key] = min(smallest.get(key, 1.0), 0.0 if result.alarm else 1.0)
    return smallest


def measured_here(
    seen: Protocols,
    tests: Sequence[str],
    simulations: int,
    seed: int,
    how: Options | None = None,
    told: Callable[[int], None] | None = None,
) -> dict[tuple[str, str], FalseAlarm]:
    """Return the false-alarm rates of a file's own stations at the policy's level."""
    level = float(policy().level.value)
    source = Said(
        "this file's own stations, %(simulations)s simulated clean elections, seed %(seed)s",
        simulations=simulations,
        seed=Own(seed),
    )
    return {
        (rate.test, rate.claim): rate.false_alarm(source)
        for rate in alarm_rates(seen, tests, simulations, seed, how, told=told)
        if rate.level == level
    }
