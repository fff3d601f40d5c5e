"""More hits than chance gives: what the tests of counted stations share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from electcheck.forensics.bootstrap import sum_interval
from electcheck.forensics.lattice import Flags, Floats, Whole
from electcheck.forensics.poisson_binomial import log_upper_tail, log_weighted_upper_tail
from electcheck.forensics.power import detectable_shift
from electcheck.forensics.result import Effect, NotApplicable, Null, Result
from electcheck.forensics.task import Task
from electcheck.model.said import Said

STATIONS = Said("stations")


@dataclass(frozen=True)
class Hits:
    """Which stations hit, and how probable that was.

    Attributes:
        what: the rate, with its denominator.
        hit: stations that hit, shape (stations kept,).
        chance: their probabilities under the null.
    """

    what: Said
    hit: Flags
    chance: Floats

    def where(self, inside: Flags) -> Hits:
        """Return the hits of some stations."""
        return Hits(self.what, self.hit[inside], self.chance[inside])

    def moments(self, weights: Floats | None = None) -> tuple[float, float]:
        """Return the excess over expectation and its standard deviation under the null."""
        w = np.ones(len(self.hit)) if weights is None else weights
        excess = float((w * (self.hit - self.chance)).sum())
        return excess, math.sqrt(float((w**2 * self.chance * (1 - self.chance)).sum()))

    def log_pvalue(self, weights: Floats | None = None) -> float:
        """Return ln P(at least as many hits), exact for stations, by saddlepoint for weights."""
        if weights is None:
            return log_upper_tail(self.chance, int(self.hit.sum()))
        return log_weighted_upper_tail(self.chance, weights, float((weights * self.hit).sum()))


def excess_fields(
    task: Task,
    test: str,
    hits: Hits,
    starts: Whole,
    effect: Said,
    weights: Floats | None = None,
    unit: Said = STATIONS,
) -> dict[str, Any]:
    """Return the fields of a result that tests an excess of hits.

    Args:
        task: the run.
        test: its name in the policy, for the smallest effect.
        hits: the stations.
        starts: where each region starts, for the bootstrap.
        effect: the effect's name.
        weights: what each station counts for, None for one.
        unit: of the weights.
    """
    w = np.ones(len(hits.hit)) if weights is None else weights
    excess, sd = hits.moments(weights)
    low, high = sum_interval(
        w * (hits.hit - hits.chance), starts, float(task.policy.coverage.value)
    )
    logarithm = hits.log_pvalue(weights)
    observed, expected = float((w * hits.hit).sum()), float((w * hits.chance).sum())
    level, power = float(task.policy.level.value), float(task.policy.power.value)
    parameters: Mapping[str, float] = {
        "near": observed,
        "expected": expected,
        "sd": sd,
        "log10_pvalue": logarithm / math.log(10),
    }
    return {
        "parameters": parameters,
        "statistic": excess / sd if sd > 0 else 0.0,
        "effect": Effect(effect, excess, low, high, unit),
        "pvalue": math.exp(logarithm),
        "minimum_detectable": detectable_shift(sd, level, power),
        "smallest_effect": float(task.says(test).smallest_effect or 0) * float(w.sum()),
        "null": Null(observed, expected, sd),
    }


def can(task: Task) -> tuple[bool, bool]:
    """Return whether the file has what turnout and share need."""
    lacking = task.protocols.lacking
    return "turnout" not in lacking, "share" not in lacking


def names_of(task: Task) -> dict[str, Said]:
    """Return turnout and share in words, each with its denominator."""
    seen = task.protocols
    turnout = Said("turnout (%(of)s)", of=seen.turnout_name)
    share = Said("the share (%(of)s)", of=seen.share_name)
    either = Said("%(turnout)s or of %(share)s", turnout=turnout, share=share)
    return {"turnout": turnout, "share": share, "either": either}


def lacking_column(task: Task, test: str, variant: str) -> Result:
    """Return the result of a variant for which a column is missing, naming it."""
    try:
        if variant in ("turnout", "either"):
            task.protocols.need_turnout()
        task.protocols.need_share()
    except NotApplicable as no:
        what = names_of(task)[variant]
        return task.result(test, variant, what, 0, status="not_applicable", reason=no.why)
    raise AssertionError("no column is missing")
