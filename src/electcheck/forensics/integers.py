"""Integer percentages: are there more stations at whole percentages than chance makes?

Source: Kobak, Shpilkin & Pshenichnikov 2016 (see `lattice`). Departures: the null is summed
exactly instead of simulated; turnout and share are combined as independent given the station's
own rates, which is what the papers' Monte Carlo draws; the p-value is the tail of the
Poisson-binomial distribution, not of a normal one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from electcheck.forensics.excess import Hits, can, excess_fields, lacking_column, names_of
from electcheck.forensics.lattice import (
    Flags,
    Floats,
    Whole,
    near_integer,
    near_integer_probability,
)
from electcheck.forensics.multiplicity import holm
from electcheck.forensics.protocols import starts_of
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import NotApplicable, Result
from electcheck.forensics.task import Kept, Task, as_count, keep
from electcheck.model.said import Said

TEST = "integer-percentage"
BY_REGION = "integer-percentage-by-region"
VARIANTS = ("turnout", "share", "either")
# What is counted at whole percentages, and the name of its excess.
UNITS = {
    "stations": (Said("stations"), Said("excess of stations at whole percentages")),
    "registered": (
        Said("registered voters"),
        Said("excess of registered voters at whole percentages"),
    ),
    "ballots": (Said("ballots"), Said("excess of ballots at whole percentages")),
    "leader-votes": (Said("leader's votes"), Said("excess of leader's votes at whole percentages")),
}


def integer_percentage(task: Task) -> list[Result]:
    """Test turnout, the leader's share, and either, over all stations that are kept.

    The statistic is z = (near - expected) / sd; the effect is near - expected, in stations (or
    in what `task.weights` names), with a stratified bootstrap interval in closed form.
    """
    found, kept = _hits(task)
    results = []
    for variant in VARIANTS:
        if variant not in found:
            results.append(lacking_column(task, TEST, variant))
            continue
        hits = found[variant]
        try:
            task.need_stations(TEST, len(hits.hit))
        except NotApplicable as no:
            refused = {"status": "not_applicable", "reason": no.why}
            n = len(hits.hit)
            results.append(
                task.result(TEST, variant, hits.what, n, excluded=kept.excluded, **refused)
            )
            continue
        results.append(_whole_file(task, variant, hits, kept))
    return results


def integer_percentage_by_region(task: Task) -> list[Result]:
    """Test each region on `either` (or on the one rate that the file has), Holm over all."""
    seen = task.protocols
    if not seen.has_regions:
        raise NotApplicable(Reason("no_region"))
    task.need_stations(TEST, len(seen))
    found, kept = _hits(task)
    if not found:
        seen.need_turnout()
    hits = found.get("either") or next(iter(found.values()))
    region = seen.region[kept.mask]
    results = [_one_region(task, hits, region == i, i) for i in range(len(seen.regions))]
    tested = [(i, one.pvalue) for i, one in enumerate(results) if one.pvalue is not None]
    adjusted = holm(np.array([pvalue for _, pvalue in tested]), len(results))
    for (i, _), value in zip(tested, adjusted.tolist(), strict=True):
        results[i] = replace(results[i], pvalue_adjusted=value)
    return sorted(results, key=lambda one: str(one.variant))


def _hits(task: Task) -> tuple[dict[str, Hits], Kept]:
    """Return the hits of every variant that the file's columns allow."""
    turnout, share = can(task)
    if not (turnout or share):
        return {}, Kept(np.zeros(len(task.protocols), dtype=bool), {})
    seen, names = task.protocols, names_of(task)
    kept = keep(task, turnout, share)
    found: dict[str, Hits] = {}
    if turnout:
        out, registered = (as_count(one[kept.mask]) for one in seen.need_turnout())
        found["turnout"] = _near(names["turnout"], out, registered)
    if share:
        leader, cast = (as_count(one[kept.mask]) for one in seen.need_share())
        found["share"] = _near(names["share"], leader, cast)
    if turnout and share:
        one, two = found["turnout"], found["share"]
        chance = 1 - (1 - one.chance) * (1 - two.chance)
        found["either"] = Hits(names["either"], one.hit | two.hit, chance)
    return found, kept


def _near(what: Said, count: Whole, of: Whole) -> Hits:
    return Hits(what, near_integer(count, of), near_integer_probability(count, of))


def _whole_file(task: Task, variant: str, hits: Hits, kept: Kept) -> Result:
    seen = task.protocols
    weights = _weights(task, kept)
    size = seen.registered if can(task)[0] else seen.cast
    if size is None:
        raise AssertionError("a tested rate has a denominator")
    sweep: dict[str, float] = {}
    for least in task.policy.sizes.values:
        inside = size[kept.mask] >= least
        part = None if weights is None else weights[inside]
        excess, sd = hits.where(inside).moments(part)
        sweep[f"n_at_least_{least}"] = int(inside.sum())
        sweep[f"excess_at_least_{least}"] = excess
        if sd > 0:
            sweep[f"z_at_least_{least}"] = excess / sd
    unit, name = UNITS[task.weights]
    starts = starts_of(seen.region[kept.mask])
    fields = excess_fields(task, TEST, hits, starts, name, weights, unit)
    fields["parameters"] = fields["parameters"] | sweep
    fields |= {"pvalue_adjusted": fields["pvalue"], "hypotheses": 1}
    return task.result(TEST, variant, hits.what, len(hits.hit), excluded=kept.excluded, **fields)


def _one_region(task: Task, hits: Hits, inside: Flags, number: int) -> Result:
    seen = task.protocols
    all_rows = int((seen.region == number).sum())
    here = hits.where(inside)
    n = len(here.hit)
    frame = {
        "excluded": {"not kept by the integer test": all_rows - n} if all_rows > n else {},
        "hypotheses": len(seen.regions),
        "claim": "any region",
    }
    name, least = seen.regions[number], task.says(BY_REGION).minimum_n
    if n < least:
        reason = Reason("too_few_stations", n=n, least=least)
        refused = {"status": "not_applicable", "reason": reason}
        return task.result(BY_REGION, name, hits.what, n, **refused, **frame)
    fields = excess_fields(task, BY_REGION, here, np.array([0]), UNITS["stations"][1])
    return task.result(BY_REGION, name, hits.what, n, **fields, **frame)


def _weights(task: Task, kept: Kept) -> Floats | None:
    """Return what each kept station counts for, None for one each."""
    seen = task.protocols
    if task.weights == "registered":
        return seen.need_turnout()[1][kept.mask]
    if task.weights == "ballots":
        count = seen.cast if seen.cast is not None else seen.need_turnout()[0]
        return count[kept.mask]
    if task.weights == "leader-votes":
        return seen.need_share()[0][kept.mask]
    return None
