"""Integer percentages: are there more stations at whole percentages than chance makes?

Source: Kobak, Shpilkin & Pshenichnikov 2016 (see `lattice`). Departures: the null is summed
exactly instead of simulated; turnout and share are combined as independent given the station's
own rates, which is what the papers' Monte Carlo draws; the p-value is the tail of the
Poisson-binomial distribution, not of a normal one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from electcheck.forensics.bootstrap import sum_interval
from electcheck.forensics.lattice import (
    Flags,
    Floats,
    Whole,
    log_factorials,
    near_integer,
    near_integer_probability,
)
from electcheck.forensics.multiplicity import holm
from electcheck.forensics.poisson_binomial import log_upper_tail, log_weighted_upper_tail
from electcheck.forensics.power import detectable_shift
from electcheck.forensics.protocols import starts_of
from electcheck.forensics.result import Effect, NotApplicable, Null, Result
from electcheck.forensics.task import Kept, Task, as_count, keep

TEST = "integer-percentage"
BY_REGION = "integer-percentage-by-region"
COARSE = "coarse-fractions"
VARIANTS = ("turnout", "share", "either")
UNITS = {
    "stations": "stations",
    "registered": "registered voters",
    "ballots": "ballots",
    "leader-votes": "leader's votes",
}


@dataclass(frozen=True)
class Hits:
    """Which stations hit, and how probable that was.

    Attributes:
        what: the rate, with its denominator.
        hit: stations that hit, shape (stations kept,).
        chance: their probabilities under the null.
    """

    what: str
    hit: Flags
    chance: Floats


def integer_percentage(task: Task) -> list[Result]:
    """Test turnout, the leader's share, and either, over all stations that are kept.

    The statistic is z = (near - expected) / sd; the effect is near - expected, in stations (or
    in what `task.weights` names), with a stratified bootstrap interval in closed form.
    """
    found, kept = _hits(task)
    size = _size(task, kept)
    results = []
    for variant in VARIANTS:
        if variant not in found:
            results.append(_lacking(task, TEST, variant))
            continue
        hits = found[variant]
        try:
            task.need_stations(TEST, len(hits.hit))
        except NotApplicable as reason:
            results.append(_not_applicable(task, TEST, variant, hits.what, kept, str(reason)))
            continue
        results.append(_whole_file(task, variant, hits, kept, size))
    return results


def integer_percentage_by_region(task: Task) -> list[Result]:
    """Test each region on `either` (or on the one rate that the file has), Holm over all."""
    if not task.protocols.has_regions:
        raise NotApplicable("the file or its map names no 'region'")
    task.need_stations(TEST, len(task.protocols))
    found, kept = _hits(task)
    if not found:
        task.protocols.need_turnout()
    hits = found.get("either") or next(iter(found.values()))
    region = task.protocols.region[kept.mask]
    numbers = range(len(task.protocols.regions))
    results = [_one_region(task, hits, region == number, number) for number in numbers]
    tested = [i for i, one in enumerate(results) if one.pvalue is not None]
    adjusted = holm(np.array([results[i].pvalue for i in tested]), len(results))
    for place, i in enumerate(tested):
        results[i] = replace(results[i], pvalue_adjusted=float(adjusted[place]))
    return sorted(results, key=lambda one: str(one.variant))


def coarse_fractions(task: Task) -> list[Result]:
    """Test whether counts sit where a coarse fraction puts them, all fractions as one family."""
    found: dict[str, Hits] = {}
    turnout, share = _can(task)
    kept = keep(task, turnout, share)
    if turnout:
        out, registered = (as_count(one[kept.mask]) for one in task.protocols.need_turnout())
        found["turnout"] = _coarse(
            task, f"turnout ({task.protocols.turnout_name})", out, registered
        )
    if share:
        leader, cast = (as_count(one[kept.mask]) for one in task.protocols.need_share())
        found["share"] = _coarse(task, f"the share ({task.protocols.share_name})", leader, cast)
    results = []
    for variant in ("turnout", "share"):
        if variant not in found:
            results.append(_lacking(task, COARSE, variant))
            continue
        try:
            task.need_stations(COARSE, len(found[variant].hit))
        except NotApplicable as reason:
            what = found[variant].what
            results.append(_not_applicable(task, COARSE, variant, what, kept, str(reason)))
            continue
        results.append(_family(task, COARSE, variant, found[variant], kept.excluded))
    return results


def _can(task: Task) -> tuple[bool, bool]:
    """Return whether the file has what turnout and share need."""
    lacking = task.protocols.lacking
    return "turnout" not in lacking, "share" not in lacking


def _hits(task: Task) -> tuple[dict[str, Hits], Kept]:
    """Return the hits of every variant that the file's columns allow."""
    turnout, share = _can(task)
    found: dict[str, Hits] = {}
    if not (turnout or share):
        return found, Kept(np.zeros(len(task.protocols), dtype=bool), {})
    kept = keep(task, turnout, share)
    if not kept.mask.any():
        nothing = Hits("", np.zeros(0, dtype=bool), np.zeros(0))
        names = [name for name, there in (("turnout", turnout), ("share", share)) if there]
        return dict.fromkeys([*names, *(["either"] if len(names) == 2 else [])], nothing), kept
    seen = task.protocols
    if turnout:
        out, registered = (as_count(one[kept.mask]) for one in seen.need_turnout())
        found["turnout"] = _near(f"turnout ({seen.turnout_name})", out, registered)
    if share:
        leader, cast = (as_count(one[kept.mask]) for one in seen.need_share())
        found["share"] = _near(f"the share ({seen.share_name})", leader, cast)
    if turnout and share:
        one, two = found["turnout"], found["share"]
        found["either"] = Hits(
            f"{one.what} or of {two.what}",
            one.hit | two.hit,
            1 - (1 - one.chance) * (1 - two.chance),
        )
    return found, kept


def _near(what: str, count: Whole, of: Whole) -> Hits:
    return Hits(what, near_integer(count, of), near_integer_probability(count, of))


def _size(task: Task, kept: Kept) -> Floats:
    """Return the size by which the sweep cuts: registered voters, or the share's denominator."""
    turnout, _ = _can(task)
    if turnout:
        return task.protocols.need_turnout()[1][kept.mask]
    cast = task.protocols.cast
    return np.zeros(0) if cast is None else cast[kept.mask]


def _whole_file(task: Task, variant: str, hits: Hits, kept: Kept, size: Floats) -> Result:
    weights = _weights(task, kept)
    sweep: dict[str, float] = {}
    for least in task.policy.sizes.values:
        inside = size >= least
        excess, sd = _moments(hits.hit[inside], hits.chance[inside], weights[inside])
        sweep[f"n_at_least_{least}"] = int(inside.sum())
        sweep[f"excess_at_least_{least}"] = excess
        if sd > 0:
            sweep[f"z_at_least_{least}"] = excess / sd
    starts = starts_of(task.protocols.region[kept.mask])
    apart = weights * (hits.hit - hits.chance)
    low, high = sum_interval(apart, starts, float(task.policy.coverage.value))
    unit = UNITS[task.weights]
    observed = float((weights * hits.hit).sum())
    expected = float((weights * hits.chance).sum())
    excess, sd = _moments(hits.hit, hits.chance, weights)
    logarithm = _log_tail(task, hits, weights)
    near = hits.hit
    return task.result(
        TEST,
        variant,
        hits.what,
        len(near),
        excluded=kept.excluded,
        parameters={
            "near": observed,
            "expected": expected,
            "sd": sd,
            "log10_pvalue": logarithm / math.log(10),
            **sweep,
        },
        statistic=excess / sd if sd > 0 else 0.0,
        effect=Effect(f"excess of {unit} at whole percentages", excess, low, high, unit),
        pvalue=math.exp(logarithm),
        hypotheses=1,
        pvalue_adjusted=math.exp(logarithm),
        **_strength(task, TEST, sd, weights),
        null=Null(observed, expected, sd),
    )


def _family(task: Task, test: str, variant: str, hits: Hits, excluded: Mapping[str, int]) -> Result:
    ones = np.ones(len(hits.hit))
    excess, sd = _moments(hits.hit, hits.chance, ones)
    logarithm = log_upper_tail(hits.chance, int(hits.hit.sum()))
    kept = keep(task, *_can(task))
    starts = starts_of(task.protocols.region[kept.mask])
    low, high = sum_interval(hits.hit - hits.chance, starts, float(task.policy.coverage.value))
    return task.result(
        test,
        variant,
        hits.what,
        len(hits.hit),
        excluded=excluded,
        parameters={
            "near": int(hits.hit.sum()),
            "expected": float(hits.chance.sum()),
            "sd": sd,
            "log10_pvalue": logarithm / math.log(10),
        },
        statistic=excess / sd if sd > 0 else 0.0,
        effect=Effect("excess of stations at coarse fractions", excess, low, high, "stations"),
        pvalue=math.exp(logarithm),
        hypotheses=1,
        pvalue_adjusted=math.exp(logarithm),
        **_strength(task, test, sd, ones),
        null=Null(float(hits.hit.sum()), float(hits.chance.sum()), sd),
    )


def _one_region(task: Task, hits: Hits, inside: Flags, number: int) -> Result:
    name = task.protocols.regions[number]
    all_rows = int((task.protocols.region == number).sum())
    hit, chance = hits.hit[inside], hits.chance[inside]
    n = len(hit)
    frame = {
        "excluded": {"not kept by the integer test": all_rows - n} if all_rows > n else {},
        "hypotheses": len(task.protocols.regions),
        "claim": "any region",
    }
    least = task.says(BY_REGION).minimum_n
    if n < least:
        reason = f"{n} stations can be used; the policy asks for at least {least}"
        return task.result(
            BY_REGION, name, hits.what, n, status="not_applicable", reason=reason, **frame
        )
    excess, sd = _moments(hit, chance, np.ones(n))
    logarithm = log_upper_tail(chance, int(hit.sum()))
    low, high = sum_interval(hit - chance, np.array([0]), float(task.policy.coverage.value))
    return task.result(
        BY_REGION,
        name,
        hits.what,
        n,
        parameters={
            "near": int(hit.sum()),
            "expected": float(chance.sum()),
            "sd": sd,
            "log10_pvalue": logarithm / math.log(10),
        },
        statistic=excess / sd if sd > 0 else 0.0,
        effect=Effect("excess of stations at whole percentages", excess, low, high, "stations"),
        pvalue=math.exp(logarithm),
        **_strength(task, BY_REGION, sd, np.ones(n)),
        **frame,
        null=Null(float(hit.sum()), float(chance.sum()), sd),
    )


def _moments(hit: Flags, chance: Floats, weights: Floats) -> tuple[float, float]:
    """Return the excess and its standard deviation under the null."""
    excess = float((weights * (hit - chance)).sum())
    return excess, math.sqrt(float((weights**2 * chance * (1 - chance)).sum()))


def _log_tail(task: Task, hits: Hits, weights: Floats) -> float:
    if task.weights == "stations":
        return log_upper_tail(hits.chance, int(hits.hit.sum()))
    return log_weighted_upper_tail(hits.chance, weights, float((weights * hits.hit).sum()))


def _weights(task: Task, kept: Kept) -> Floats:
    seen = task.protocols
    if task.weights == "registered":
        return seen.need_turnout()[1][kept.mask]
    if task.weights == "ballots":
        count = seen.cast if seen.cast is not None else seen.need_turnout()[0]
        return count[kept.mask]
    if task.weights == "leader-votes":
        return seen.need_share()[0][kept.mask]
    return np.ones(int(kept.mask.sum()))


def _strength(task: Task, test: str, sd: float, weights: Floats) -> dict[str, float]:
    level, power = float(task.policy.level.value), float(task.policy.power.value)
    wanted = float(task.says(test).smallest_effect or 0)
    return {
        "minimum_detectable": detectable_shift(sd, level, power),
        "smallest_effect": wanted * float(weights.sum()),
    }


def _coarse(task: Task, what: str, count: Whole, of: Whole) -> Hits:
    """Return which counts are the whole number nearest to a coarse fraction of `of`."""
    fractions = sorted({(a / q) for q in task.policy.coarse.denominators for a in range(1, q)})
    n, k = of.astype(np.float64), count.astype(np.float64)
    rate = k / n
    sd = np.sqrt(n * rate * (1 - rate))
    table = log_factorials(int(of.max()) if len(of) else 0)
    base = table[of]
    with np.errstate(divide="ignore", invalid="ignore"):
        log_rate, log_rest = np.log(rate), np.log1p(-rate)
    hit = np.zeros(len(n), dtype=bool)
    chance = np.zeros(len(n))
    last = np.full(len(n), -1, dtype=np.int64)
    for fraction in fractions:
        target = np.floor(fraction * n + 0.5).astype(np.int64)
        hit |= count == target
        # In small stations two fractions may share a count, which is then summed once.
        rows = np.flatnonzero((np.abs(target - k) < 8 * sd + 12) & (target != last) & (sd > 0))
        last = target
        t, m = target[rows], of[rows]
        chance[rows] += np.exp(
            base[rows] - table[t] - table[m - t] + t * log_rate[rows] + (m - t) * log_rest[rows]
        )
    return Hits(what, hit, np.minimum(chance, 1.0))


def _lacking(task: Task, test: str, variant: str) -> Result:
    """Return the result of a variant for which a column is missing."""
    seen = task.protocols
    what = {
        "turnout": f"turnout ({seen.turnout_name or 'issued / registered'})",
        "share": f"the share ({seen.share_name or 'in boxes'})",
        "either": "turnout or of the share",
    }[variant]
    try:
        if variant in ("turnout", "either"):
            seen.need_turnout()
        seen.need_share()
    except NotApplicable as reason:
        return _not_applicable(task, test, variant, what, Kept(np.zeros(0, bool), {}), str(reason))
    raise AssertionError("no column is missing")


def _not_applicable(
    task: Task, test: str, variant: str, what: str, kept: Kept, reason: str
) -> Result:
    return task.result(
        test,
        variant,
        what,
        int(kept.mask.sum()),
        excluded=kept.excluded,
        status="not_applicable",
        reason=reason,
    )
