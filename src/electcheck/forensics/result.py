"""What every test gives back: what was tested, on what, how sure, and how often it errs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from electcheck.forensics.lattice import Floats
from electcheck.forensics.reasons import Reason
from electcheck.model.said import Said, Shown

Status = Literal["computed", "not_applicable", "underpowered", "refused"]


class NotApplicable(Exception):  # noqa: N818 - a reason, not an error
    """The test cannot be run on this file; `why` is the reason that the result gives."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Effect:
    """How large the anomaly is, with its interval.

    Attributes:
        name: what is estimated.
        estimate: the estimate, in `unit`.
        low: lower end of the interval, None where there is none.
        high: upper end.
        unit: the unit of all three.
    """

    name: Said
    estimate: float
    low: float | None
    high: float | None
    unit: Said

    @property
    def said(self) -> Said:
        """The effect in words.

        >>> Effect(Said("growth"), 2.25, None, None, Said("votes")).said
        'growth 2.25 votes'
        """
        estimate = Shown(self.estimate, ".4g")
        if self.low is None or self.high is None:
            return Said(
                "%(name)s %(estimate)s %(unit)s", name=self.name, estimate=estimate, unit=self.unit
            )
        return Said(
            "%(name)s %(estimate)s [%(low)s, %(high)s] %(unit)s",
            name=self.name,
            estimate=estimate,
            low=Shown(self.low, ".4g"),
            high=Shown(self.high, ".4g"),
            unit=self.unit,
        )


@dataclass(frozen=True)
class FalseAlarm:
    """How often the test cries wolf on clean elections.

    Attributes:
        level: the significance level at which alarms were counted.
        rate: alarms / simulations.
        low: lower end of the 95 % Clopper-Pearson interval.
        high: upper end.
        source: the clean elections on which it was measured.
    """

    level: float
    rate: float
    low: float
    high: float
    source: Said

    @property
    def above_level(self) -> bool:
        """Tell whether it errs more often than its level, by more than chance.

        >>> FalseAlarm(0.05, 0.4, 0.3, 0.5, Said("simulated")).above_level
        True
        >>> FalseAlarm(0.05, 0.07, 0.04, 0.12, Said("simulated")).above_level
        False
        """
        return self.low > self.level


@dataclass(frozen=True)
class Null:
    """What a picture of the result needs, kept so that drawing computes nothing.

    Attributes:
        observed: the observed value of what was counted or measured.
        mean: its mean if nothing is wrong.
        sd: its standard deviation if nothing is wrong.
        grid: further arrays by name, as the test's picture needs them.
    """

    observed: float
    mean: float
    sd: float
    grid: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One test in one variant, with all that a reader is owed.

    Attributes:
        test: the test's name.
        variant: which statistic, region or form of it; None where there is one only.
        status: `computed`; `not_applicable` (wrong level, too few stations, a column missing);
            `underpowered` (it could not see the smallest effect that the policy names);
            `refused` (it cannot be trusted here, for example for its false alarms).
        reason: why the status is not `computed`.
        hypothesis: what is tested, with the denominators named.
        n: stations that were used.
        level: what a row of the file is: `station`, `district` or `region`.
        excluded: reason: stations left out.
        assumptions: what must hold for the p-value to be one.
        innocent_explanations: what else makes such a result.
        parameters: unrounded numbers by name.
        statistic: the test statistic.
        effect: size of the anomaly with its interval.
        pvalue: probability of at least such a statistic if there is no anomaly; None for
            descriptive tests.
        pvalue_adjusted: after Holm over `hypotheses` claims.
        hypotheses: the number of claims that were tested together.
        false_alarm_rate: measured on clean elections.
        minimum_detectable: smallest effect seen with the policy's power, in the effect's unit.
        more_extreme_references: class: (more extreme elections, elections).
        claim: under which name false alarms of this result are counted.
        smallest_effect: what the policy wants to be seen, in the effect's unit.
        null: what a picture needs.
        alarm: of an estimate: whether its interval leaves out what no anomaly gives, which is
            what its false alarms are counted by; None for tests and for mere description.
    """

    test: str
    variant: str | None
    status: Status = "computed"
    reason: Reason | None = None
    hypothesis: Said
    n: int
    level: str
    excluded: Mapping[str, int] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    innocent_explanations: tuple[str, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    statistic: float | None = None
    effect: Effect | None = None
    pvalue: float | None = None
    pvalue_adjusted: float | None = None
    hypotheses: int | None = None
    false_alarm_rate: FalseAlarm | None = None
    minimum_detectable: float | None = None
    more_extreme_references: Mapping[str, tuple[int, int]] | None = None
    claim: str = ""
    smallest_effect: float | None = None
    null: Null | None = None
    alarm: bool | None = None

    @property
    def label(self) -> Said | None:
        """What must stand before the result where it errs too often on clean elections."""
        seen = self.false_alarm_rate
        if seen is None or not seen.above_level:
            return None
        return Said(
            "ABOVE ITS LEVEL: on simulated clean elections this finds an anomaly in %(rate)s %% of "
            "cases, where it should in %(level)s %% (%(source)s)",
            rate=Shown(100 * seen.rate, ".1f"),
            level=Shown(100 * seen.level, "g"),
            source=seen.source,
        )

    def without_pvalue(self, status: Status, reason: Reason) -> Result:
        """Return the result with its p-value taken away, saying why."""
        return replace(self, status=status, reason=reason, pvalue=None, pvalue_adjusted=None)

    def suppressed(self, reason: Reason) -> Result:
        """Return the result with nothing shown that could be read as a sign, saying why."""
        bare = self.without_pvalue("refused", reason)
        return replace(bare, statistic=None, effect=None, null=None, more_extreme_references=None)

    def to_json(self) -> dict[str, Any]:
        """Return the entry that programs read; absent things are None, never NaN."""
        false_alarm = None
        if self.false_alarm_rate is not None:
            seen = self.false_alarm_rate
            false_alarm = {
                "level": seen.level,
                "rate": seen.rate,
                "low": seen.low,
                "high": seen.high,
                "from": seen.source,
            }
        effect = None
        if self.effect is not None:
            effect = {
                "name": self.effect.name,
                "estimate": _number(self.effect.estimate),
                "low": _number(self.effect.low),
                "high": _number(self.effect.high),
                "unit": self.effect.unit,
            }
        references = None
        if self.more_extreme_references is not None:
            references = {name: list(pair) for name, pair in self.more_extreme_references.items()}
        return {
            "test": self.test,
            "variant": self.variant,
            "status": self.status,
            "reason": self.reason,
            "reason_message": None if self.reason is None else self.reason.to_json(),
            "hypothesis": self.hypothesis,
            "n": self.n,
            "level": self.level,
            "excluded": dict(self.excluded),
            "assumptions": list(self.assumptions),
            "innocent_explanations": list(self.innocent_explanations),
            "parameters": {name: _number(value) for name, value in self.parameters.items()},
            "statistic": _number(self.statistic),
            "effect": effect,
            "pvalue": _number(self.pvalue),
            "pvalue_adjusted": _number(self.pvalue_adjusted),
            "hypotheses": self.hypotheses,
            "false_alarm_rate": false_alarm,
            "minimum_detectable": _number(self.minimum_detectable),
            "more_extreme_references": references,
        }


def _number(value: float | None) -> float | int | None:
    """Return a plain number that JSON can hold, None for none and for what is not finite.

    >>> _number(np.float64(2.5)), _number(float("nan")), _number(None)
    (2.5, None, None)
    """
    if value is None or not np.isfinite(value):
        return None
    return int(value) if isinstance(value, int | np.integer) else float(value)
