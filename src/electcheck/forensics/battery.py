"""Run tests on a table and give each result what the reader is owed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from electcheck.errors import did_you_mean, refuse
from electcheck.forensics.policy import Policy, policy
from electcheck.forensics.power import weakness
from electcheck.forensics.protocols import Denominators, Protocols, protocols_of
from electcheck.forensics.reasons import Reason
from electcheck.forensics.reference import more_extreme, shipped_false_alarm
from electcheck.forensics.result import FalseAlarm, NotApplicable, Result
from electcheck.forensics.task import RkdChoice, Task
from electcheck.model.said import Said, Shown
from electcheck.results.table import Stations

if TYPE_CHECKING:
    import pandas as pd

TESTS: Mapping[str, tuple[str, str]] = {
    "integer-percentage": ("integers", "integer_percentage"),
    "integer-percentage-by-region": ("integers", "integer_percentage_by_region"),
    "coarse-fractions": ("coarse", "coarse_fractions"),
    "turnout-share": ("fingerprint", "turnout_share"),
    "turnout-tail": ("shape", "turnout_tail"),
    "turnout-shape": ("shape", "turnout_shape"),
    "last-digit": ("digits", "last_digit"),
    "digit-pairs": ("digits", "digit_pairs"),
    "second-digit": ("digits", "second_digit"),
    "duplicates": ("duplicates", "duplicates"),
    "region-outliers": ("outliers", "region_outliers"),
}
"""Test: its module in this room and its function. Only what is run is loaded: SciPy alone costs
as long as testing 100,000 stations for integer percentages."""
MODELS: Mapping[str, tuple[str, str]] = {
    "klimek": ("models.klimek", "klimek"),
    "rkd": ("models.rkd", "rkd"),
    "finite-mixture": ("models.finite_mixture", "finite_mixture"),
    "anomalous-votes": ("models.anomalous_votes", "anomalous_votes"),
    "joint-change": ("models.joint_change", "joint_change"),
}
"""Model-based estimates: as `TESTS`, but apart, since together they take minutes on a nation."""
WEIGHTED_TEST = "integer-percentage"
"""The one test in which a station can count for its voters or ballots."""
LEVELS = ("station", "district", "region")
Measured = Mapping[tuple[str, str], FalseAlarm]


@dataclass(frozen=True)
class Options:
    """How tests are run.

    Attributes:
        level: what a row of the file is: `station`, `district` or `region`.
        denominators: which counts make turnout and share.
        resamples: for the intervals that have to be drawn; None takes the policy's number.
        weights: what a station counts for in the integer tests.
        earlier: an earlier election for the swing and for the joint change.
        rkd: how the resampled density is compared.
    """

    level: str = "station"
    denominators: Denominators = field(default_factory=Denominators)
    resamples: int | None = None
    weights: str = "stations"
    earlier: Stations | None = None
    rkd: RkdChoice = field(default_factory=RkdChoice)


@dataclass(frozen=True)
class Battery:
    """All results on one file.

    Attributes:
        file: the file's name.
        stations: rows of the file.
        seed: of every random draw.
        results: in the order of the tests.
    """

    file: str
    stations: int
    seed: int
    results: tuple[Result, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what programs read."""
        return {
            "file": self.file,
            "stations": self.stations,
            "seed": self.seed,
            "tests": [result.to_json() for result in self.results],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row a result with the keys of the JSON, for notebooks."""
        import pandas as pd  # a command must not wait for it

        rows = [result.to_json() for result in self.results]
        for row in rows:
            effect = row.pop("effect") or {}
            row |= {f"effect_{name}": value for name, value in effect.items()}
        return pd.DataFrame(rows)

    def run_id(self) -> str:
        """Return a short name of this run: the same results have the same name."""
        content = repr(self.to_json()).encode()
        return hashlib.sha256(content).hexdigest()[:12]


def chosen_tests(names: str) -> tuple[str, ...]:
    """Return the tests of a comma-separated list, in the battery's order.

    `all` stands for every test, `models` for every model-based estimate.

    >>> chosen_tests("last-digit,integer-percentage")
    ('integer-percentage', 'last-digit')
    >>> chosen_tests("rkd, models")[:2]
    ('klimek', 'rkd')

    Raises:
        InputRefused: a name is no test.
    """
    known = {**TESTS, **MODELS}
    groups = {"all": tuple(TESTS), "models": tuple(MODELS)}
    wanted: list[str] = []
    for name in (one.strip() for one in names.split(",")):
        if name and name not in known and name not in groups:
            hint = did_you_mean(name, [*groups, *known])
            listed = ", ".join([*groups, *known])
            raise refuse("--tests", f"{name!r} is no test.{hint} Tests: {listed}")
        wanted += groups.get(name, (name,))
    if not any(wanted):
        raise refuse("--tests", f"name at least one test: {', '.join([*groups, *known])}")
    return tuple(name for name in known if name in wanted)


def run(
    table: Stations,
    tests: Sequence[str] = tuple(TESTS),
    seed: int = 0,
    options: Options | None = None,
    measured: Measured | None = None,
) -> Battery:
    """Run tests on a results table.

    Args:
        table: results by polling station.
        tests: names of tests, in any order.
        seed: of every random draw; each test has a stream of its own.
        options: level, denominators, resamples.
        measured: false-alarm rates by test and claim measured on this file's own stations; the
            shipped table serves where it is None.

    >>> table = Stations("tiny.csv", np.array(["1", "2"], object))
    >>> [one.status for one in run(table, ["turnout-tail"]).results]
    ['not_applicable']
    """
    how = options or Options()
    seen = protocols_of(table, how.level, how.denominators)
    earlier = None
    if how.earlier is not None:
        earlier = protocols_of(how.earlier, how.level, how.denominators)
    results = raw_results(seen, tests, seed, how, earlier)
    rules = policy()
    stations, size, spread = profile(seen)

    def rate(result: Result) -> FalseAlarm | None:
        if result.pvalue is None and result.alarm is None:
            return None
        if measured is not None:
            return measured.get((result.test, result.claim))
        if _weighted(result, how):
            return None
        return shipped_false_alarm(
            result.test, result.claim, float(rules.level.value), stations, size, spread
        )

    finished = tuple(
        finish(result, rate(result), rules, _weighted(result, how)) for result in results
    )
    return Battery(table.name, len(table), seed, finished)


def raw_results(
    seen: Protocols,
    tests: Sequence[str],
    seed: int,
    how: Options,
    earlier: Protocols | None = None,
    intervals: bool = True,
) -> list[Result]:
    """Return the tests' own results, before power, false alarms and references are looked at."""
    rules = policy()
    results: list[Result] = []
    for place, (name, (module, function)) in enumerate({**TESTS, **MODELS}.items()):
        if name not in tests:
            continue
        test = getattr(import_module(f"electcheck.forensics.{module}"), function)
        task = Task(
            protocols=seen,
            policy=rules,
            seed=np.random.SeedSequence(entropy=seed, spawn_key=(place,)),
            resamples=how.resamples or int(rules.resamples.value),
            asked=how.resamples,
            weights=how.weights,
            earlier=earlier,
            # An estimate alarms by its interval, so that simulations need that too.
            intervals=intervals or name in MODELS,
            rkd=how.rkd,
        )
        try:
            results += test(task)
        except NotApplicable as no:
            what = Said("turnout and the leader's share")
            results.append(task.result(name, None, what, 0, status="not_applicable", reason=no.why))
    return results


def _weighted(result: Result, how: Options) -> bool:
    """Tell whether a result counts more than stations, as no shipped figure does."""
    return how.weights != "stations" and result.test == WEIGHTED_TEST


def finish(
    result: Result, false_alarm: FalseAlarm | None, rules: Policy, weighted: bool = False
) -> Result:
    """Add false alarms and references; take the p-value away where it may not be shown."""
    if result.status != "computed":
        return result
    if not weighted:
        result = replace(result, more_extreme_references=more_extreme(result))
    if result.pvalue is None:
        return result if result.alarm is None else finished_estimate(result, false_alarm, rules)
    result = replace(result, false_alarm_rate=false_alarm)
    factor = float(rules.suppression.value)
    if false_alarm is not None and false_alarm.rate > factor * false_alarm.level:
        return result.suppressed(
            Reason(
                "cries_wolf",
                rate=Shown(100 * false_alarm.rate, ".1f"),
                level=Shown(100 * false_alarm.level, "g"),
                source=false_alarm.source,
            )
        )
    result = labelled(result)
    unit = rules_unit(result, rules)
    if weighted and result.effect is not None:
        unit = result.effect.unit
    weak = weakness(result.minimum_detectable, result.smallest_effect, unit)
    if weak is not None:
        return result.without_pvalue("underpowered", weak)
    return result


def finished_estimate(result: Result, false_alarm: FalseAlarm | None, rules: Policy) -> Result:
    """Return an estimate with its false alarms, and with the label that too many of them ask for.

    An estimate that cannot see the policy's smallest effect is underpowered as a test is.
    """
    result = replace(result, false_alarm_rate=false_alarm)
    weak = weakness(result.minimum_detectable, result.smallest_effect, rules_unit(result, rules))
    if weak is not None:
        result = replace(result, status="underpowered", reason=weak)
    return labelled(result)


def labelled(result: Result) -> Result:
    """Return a result with its label, if it has one, first among the innocent explanations.

    So it stands in every output, whatever the output shows of the false alarms.
    """
    if result.label is None:
        return result
    return replace(result, innocent_explanations=(result.label, *result.innocent_explanations))


def rules_unit(result: Result, rules: Policy) -> Said:
    """Return the unit in which the smallest effect of a result's test is given."""
    return Said(rules.tests[result.test].unit)


def profile(seen: Protocols) -> tuple[int, float, float]:
    """Return the number of stations, their median size, and the interquartile ratio of sizes."""
    size = seen.registered if seen.registered is not None else seen.cast
    if size is None:
        return len(seen), 1.0, 1.0
    known = size[np.isfinite(size) & (size > 0)]
    if not len(known):
        return len(seen), 1.0, 1.0
    low, middle, high = np.quantile(known, [0.25, 0.5, 0.75])
    return len(seen), float(middle), float(high / low)
