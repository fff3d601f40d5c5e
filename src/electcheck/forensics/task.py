"""What a test is given, and the frame of the result that it fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from electcheck.forensics.hypotheses import hypothesis
from electcheck.forensics.lattice import Flags, Floats
from electcheck.forensics.policy import Policy, TestPolicy
from electcheck.forensics.protocols import Protocols, whole
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import NotApplicable, Result
from electcheck.model.said import Said

LEVELS = {"district": Said("district"), "region": Said("region")}
WEIGHTS = ("stations", "registered", "ballots", "leader-votes")


@dataclass(frozen=True)
class RkdChoice:
    """How the resampled density is compared; the defaults are ours.

    Attributes:
        null: `quantile`, a fixed quantile of the replicates, or `maximum`, the largest of them as
            in the R package spikes, which drifts with their number.
        mixture: parameters of the two beta-mixtures by `turnout` and `share`, each with `alpha`,
            `beta` and `weights`; None fits them.
    """

    null: str = "quantile"
    mixture: Mapping[str, Mapping[str, tuple[float, ...]]] | None = None


@dataclass(frozen=True)
class Task:
    """One run of one test.

    Attributes:
        protocols: the stations.
        policy: levels, minimum sizes and texts.
        seed: the test's own stream.
        resamples: how often stations are resampled where an interval has to be drawn.
        asked: the number of resamples that the user named, which also stands for an estimate's own
            number of draws; None lets the policy's be.
        weights: what a station counts for in the integer tests, one of `WEIGHTS`.
        earlier: an earlier election for the swing, None without one.
        intervals: False in simulations, which need p-values only.
        rkd: how the resampled density is compared.
    """

    protocols: Protocols
    policy: Policy
    seed: np.random.SeedSequence
    resamples: int = 1000
    asked: int | None = None
    weights: str = "stations"
    earlier: Protocols | None = None
    intervals: bool = True
    rkd: RkdChoice = field(default_factory=RkdChoice)

    def says(self, test: str) -> TestPolicy:
        """Return what the policy says of a test."""
        return self.policy.tests[test]

    def stream(self, *key: int) -> np.random.SeedSequence:
        """Return a stream of the test's own for one purpose, whatever else is drawn."""
        return np.random.SeedSequence(
            entropy=self.seed.entropy, spawn_key=(*self.seed.spawn_key, *key)
        )

    def result(self, test: str, variant: str | None, what: Said, n: int, **rest: Any) -> Result:
        """Return a computed result with the policy's words; `rest` are fields of `Result`."""
        says = self.says(test)
        excluded = {why: many for why, many in rest.pop("excluded", {}).items() if many}
        if self.protocols.repeats:
            excluded = {"wholly identical repeat": self.protocols.repeats} | excluded
        unit = rest.pop("unit", "region")
        return Result(
            test=test,
            variant=variant,
            hypothesis=hypothesis(says.hypothesis, what, unit),
            n=n,
            level=self.protocols.level,
            excluded=excluded,
            assumptions=says.assumptions,
            innocent_explanations=says.innocent_explanations,
            claim=rest.pop("claim", variant or ""),
            **rest,
        )

    def need_stations(self, test: str, n: int) -> None:
        """Refuse to run below the policy's minimum or above the level of stations.

        Raises:
            NotApplicable: rows are not stations, or there are too few.
        """
        if self.protocols.level != "station":
            raise NotApplicable(Reason("wrong_level", level=LEVELS[self.protocols.level]))
        least = self.says(test).minimum_n
        if n < least:
            raise NotApplicable(Reason("too_few_stations", n=n, least=least))


@dataclass(frozen=True)
class Kept:
    """Which stations a test keeps, and why it left the others out."""

    mask: Flags
    excluded: Mapping[str, int]


def keep(task: Task, turnout: bool, share: bool) -> Kept:
    """Return the stations that the integer tests keep, those left out counted by first reason.

    Conditions are compared in whole numbers. Without a column for registered voters the size is
    that of the share's denominator.

    Args:
        task: the run.
        turnout: whether turnout can be made.
        share: whether the leader's share can be made.
    """
    seen, limits = task.protocols, task.policy.kept
    mask = np.ones(len(seen), dtype=bool)
    excluded: dict[str, int] = {}

    def drop(reason: str, bad: Flags) -> None:
        nonlocal mask
        count = int((mask & bad).sum())
        if count:
            excluded[reason] = count
        mask &= ~bad

    used = [*(seen.need_turnout() if turnout else ()), *(seen.need_share() if share else ())]
    for values in used:
        drop("missing value", ~np.isfinite(values))
    for values in used:
        drop("no count (negative or fractional)", ~whole(values))
    size = seen.need_turnout()[1] if turnout else seen.need_share()[1]
    name = "registered" if turnout else seen.share_name.split(" / ")[1]
    drop(f"{name} below {limits.registered}", ~(size >= limits.registered))
    for values in used:
        drop(f"a count above {limits.largest}", values > limits.largest)
    if turnout:
        out, registered = seen.need_turnout()
        limit = limits.turnout_percent
        drop(f"turnout above {limit} %", 100 * out > limit * registered)
    if share:
        leader, cast = seen.need_share()
        limit = limits.share_percent
        drop(f"no ballots {seen.share_name.split(' / ')[1]}", ~(cast > 0))
        drop(f"share above {limit} %", 100 * leader > limit * cast)
    return Kept(mask, excluded)


def as_count(values: Floats) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return kept counts as whole numbers."""
    return values.astype(np.int64)
