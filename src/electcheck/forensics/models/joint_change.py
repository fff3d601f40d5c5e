"""Two elections at the same stations: with what did the growth of turnout go?

Stations of one name in both files are paired. At each the change of turnout and the change of the
leader's votes are taken per voter of the later list, and the one is regressed on the other within
regions: the slope is how many votes more for the leader go with one vote more of turnout. That is
an association over stations (an ecological regression), not where new voters came from. Beside it
stand bounds that hold whatever happened: at a station with growing turnout the leader's part of
the new votes lies between what remains if the others lost nobody and what the counts allow.

Sources: Goodman, "Ecological regressions and the behavior of individuals", American Sociological
Review 18 (1953); Duncan & Davis, "An alternative to ecological correlation", ibid., for bounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from electcheck.forensics.bootstrap import percentile_interval, resampled
from electcheck.forensics.fingerprint import usable
from electcheck.forensics.lattice import Floats, Whole
from electcheck.forensics.models.modes import NotIdentified
from electcheck.forensics.protocols import Protocols, starts_of
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import Effect, NotApplicable, Null, Result
from electcheck.forensics.task import Task
from electcheck.model.said import Own, Said, Shown

TEST = "joint-change"


@dataclass(frozen=True)
class Pairs:
    """The same stations in two elections.

    Attributes:
        growth: ballots more per voter of the later list, shape (stations,).
        gain: votes more for the leader per voter of the later list.
        size: voters of the later list.
        starts: where each region starts.
        share: the leader's share of all ballots, later.
    """

    growth: Floats
    gain: Floats
    size: Floats
    starts: Whole
    share: float


def joint_change(task: Task) -> list[Result]:
    """Return the slope of the leader's gain on growth, and the bounds."""
    if task.earlier is None:
        raise NotApplicable(Reason("no_earlier"))
    now, then = task.protocols, task.earlier
    task.need_stations(TEST, len(now))
    who = Said("%(now)s (the leader now)", now=Own(now.leader_name))
    if then.leader_name != now.leader_name:
        who = Said(
            "%(now)s (the leader now) over %(then)s (the leader then)",
            now=Own(now.leader_name),
            then=Own(then.leader_name),
        )
    rows, excluded = _paired(task, now, then)
    task.need_stations(TEST, len(rows[0]))
    try:
        pairs = _pairs(now, then, rows)
        least = float(task.policy.models.joint.growth)
        if float(np.std(_within(pairs.growth, pairs))) < least:
            raise NotIdentified(Reason("turnout_even"))
    except NotIdentified as no:
        return [
            task.result(
                TEST, variant, who, len(rows[0]), status="refused", reason=no.why,
                excluded=excluded,
            )
            for variant in ("slope", "bounds")
        ]  # fmt: skip
    return [_slope(task, pairs, who, excluded), _bounds(task, now, then, rows, who, excluded)]


def _paired(
    task: Task, now: Protocols, then: Protocols
) -> tuple[tuple[Whole, Whole], dict[str, int]]:
    """Return the rows of stations that both files name once, in the later file's order."""

    def names(of: Protocols) -> dict[str, int]:
        # Where a file names regions, a station's name is one within its region only.
        seen: dict[str, int] = {}
        for row, (code, name) in enumerate(zip(of.region.tolist(), of.station, strict=True)):
            key = f"{of.regions[code]} / {name}"
            seen[key] = -1 if key in seen else row
        return seen

    earlier = names(then)
    both = [
        (row, earlier[name])
        for name, row in names(now).items()
        if row >= 0 and earlier.get(name, -1) >= 0
    ]
    least = float(task.policy.models.joint.matched) * len(now)
    if len(both) < least:
        matched = Shown(float(task.policy.models.joint.matched), "g")
        raise NotApplicable(Reason("few_matched", n=len(both), all=len(now), least=matched))
    pairs = np.array(sorted(both), dtype=np.int64)
    good = usable(task)[0][pairs[:, 0]]
    out, registered = then.need_turnout()
    leader, cast = then.need_share()
    for values in (out, registered, leader, cast):
        good &= np.isfinite(values[pairs[:, 1]])
    excluded = {
        "not named once in both files": len(now) - len(both),
        "unusable in one of them": int((~good).sum()),
    }
    chosen = pairs[good]
    return (chosen[:, 0], chosen[:, 1]), {k: v for k, v in excluded.items() if v}


def _pairs(now: Protocols, then: Protocols, rows: tuple[Whole, Whole]) -> Pairs:
    here, there = rows
    (out, size), (leader, cast) = now.need_turnout(), now.need_share()
    out_then, leader_then = then.need_turnout()[0], then.need_share()[0]
    size = size[here]
    return Pairs(
        (out[here] - out_then[there]) / size,
        (leader[here] - leader_then[there]) / size,
        size,
        starts_of(now.region[here]),
        float(leader[here].sum() / cast[here].sum()),
    )


def _within(values: Floats, pairs: Pairs) -> Floats:
    """Return deviations from the region's mean, weighted by voters."""
    length = np.diff(np.append(pairs.starts, len(values)))
    mean = np.add.reduceat(pairs.size * values, pairs.starts) / np.add.reduceat(
        pairs.size, pairs.starts
    )
    apart: Floats = values - np.repeat(mean, length)
    return apart


def _slope(task: Task, pairs: Pairs, who: Said, excluded: dict[str, int]) -> Result:
    growth, gain = _within(pairs.growth, pairs), _within(pairs.gain, pairs)
    features = np.column_stack([pairs.size * growth * gain, pairs.size * growth**2])

    def ratio(sums: Floats) -> Floats:
        return (sums[:, 0] / sums[:, 1])[:, None]

    estimate = float(ratio(features.sum(axis=0)[None, :])[0, 0])
    low: float | None = None
    high: float | None = None
    if task.intervals:
        draws = resampled(features, pairs.starts, ratio, task.resamples, task.stream(0))
        low, high = percentile_interval(draws[:, 0], float(task.policy.coverage.value))
    alarm = None if low is None else bool(low > pairs.share)
    name = Said("votes more for the leader that go with a vote more of turnout (association)")
    reach = None if low is None or high is None else 1.43 * (high - low) / 2
    return task.result(
        TEST,
        "slope",
        who,
        len(growth),
        excluded=excluded,
        parameters={
            "leader_share_now": pairs.share,
            "mean_growth": float(pairs.size @ pairs.growth / pairs.size.sum()),
            "mean_gain": float(pairs.size @ pairs.gain / pairs.size.sum()),
            "stations_with_growth": int((pairs.growth > 0).sum()),
        },
        statistic=estimate,
        effect=Effect(name, estimate, low, high, Said("votes per vote of turnout")),
        minimum_detectable=reach,
        smallest_effect=float(task.says(TEST).smallest_effect or 0),
        alarm=alarm,
        null=Null(estimate, pairs.share, 0.0, {}),
    )


def _bounds(
    task: Task,
    now: Protocols,
    then: Protocols,
    rows: tuple[Whole, Whole],
    who: Said,
    excluded: dict[str, int],
) -> Result:
    """Return what is certain of the new ballots at stations where turnout grew.

    Nobody can have taken part in both and in neither; new ballots are at least the growth. Of the
    growth's ballots the leader got at least what the leader gained less all votes that the others
    may have lost to the leader, and at most all of the leader's votes.
    """
    here, there = rows
    out, leader = now.need_turnout()[0][here], now.need_share()[0][here]
    out_then, leader_then = then.need_turnout()[0][there], then.need_share()[0][there]
    grew = out > out_then
    growth = (out - out_then)[grew]
    others_then = (out_then - leader_then)[grew]
    least = np.maximum(leader[grew] - leader_then[grew] - others_then, 0)
    least = np.minimum(least, growth)
    most = np.minimum(leader[grew], growth)
    total = float(growth.sum())
    if total <= 0:
        return task.result(
            TEST, "bounds", who, len(here), status="refused", reason=Reason("no_growth"),
            excluded=excluded,
        )  # fmt: skip
    low, high = float(least.sum()) / total, float(most.sum()) / total
    gained = float(np.clip((leader - leader_then)[grew], 0, growth).sum()) / total
    return task.result(
        TEST,
        "bounds",
        who,
        len(here),
        excluded=excluded,
        parameters={"stations_with_growth": int(grew.sum()), "growth": total},
        statistic=gained,
        effect=Effect(
            Said("the leader's part of the growth (bounds, no interval of chance)"),
            gained,
            low,
            high,
            Said("share of the growth"),
        ),
    )
