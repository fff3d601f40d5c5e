"""Turnout and share together: the fingerprint, its correlations, and small stations against large.

Descriptive: urban and rural stations alone make turnout and share go together.

Sources: Klimek, Yegorov, Hanel & Thurner, PNAS 109 (2012), for the histogram; Jimenez, Hidalgo &
Klimek, "Testing for voter rigging in small polling stations", Science Advances 3 (2017), for the
standardised fingerprint. Departure from the latter: a station is standardised by the larger
stations of its own region (those with at least the region's median of voters), and the
measure is how much more often small stations lie in the upper right corner than large ones.
"""

from __future__ import annotations

import numpy as np

from electcheck.forensics.bootstrap import percentile_interval, resampled
from electcheck.forensics.lattice import Flags, Floats, Whole
from electcheck.forensics.protocols import starts_of
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import Effect, NotApplicable, Null, Result
from electcheck.forensics.task import Task
from electcheck.model.said import Said

TEST = "turnout-share"


def turnout_share(task: Task) -> list[Result]:
    """Return the correlation pooled and within regions, and the standardised fingerprint.

    Stations without voters or ballots are left out; turnout above 100 % stays.
    """
    mask, excluded = usable(task)
    task.need_stations(TEST, int(mask.sum()))
    out, registered = (one[mask] for one in task.protocols.need_turnout())
    leader, cast = (one[mask] for one in task.protocols.need_share())
    turnout, share = out / registered, leader / cast
    region = task.protocols.region[mask]
    starts = starts_of(region)
    what = Said(
        "turnout (%(turnout)s) and share (%(share)s)",
        turnout=task.protocols.turnout_name,
        share=task.protocols.share_name,
    )
    bins = task.policy.fingerprint.bins
    histogram, _, _ = np.histogram2d(turnout, share, bins=bins, range=[[0, 1], [0, 1]])
    above = int((turnout > 1).sum())
    common = {"turnout_above_100_percent": above, "regions": len(starts)}

    within_t, within_s = turnout - _means(turnout, starts), share - _means(share, starts)
    features = np.column_stack([_products(turnout, share), _products(within_t, within_s)])
    results = []
    draws = None
    if task.intervals:
        draws = resampled(features, starts, _correlations, task.resamples, task.stream(0))
    estimates = _correlations(features.sum(axis=0)[None, :])[0]
    for i, variant in enumerate(("pooled", "within-regions")):
        low, high = _interval(task, draws, i)
        name = Said("correlation")
        effect = Effect(name, float(estimates[i]), low, high, name)
        results.append(
            task.result(
                TEST,
                variant,
                what,
                len(turnout),
                excluded=excluded,
                parameters=common,
                statistic=effect.estimate,
                effect=effect,
                null=Null(effect.estimate, 0.0, 0.0, {"histogram": histogram}),
            )
        )
    if not task.protocols.has_regions:
        reason = Reason("no_region")
        results[1] = task.result(
            TEST, "within-regions", what, len(turnout), status="not_applicable", reason=reason
        )
    results.append(_standardised(task, what, turnout, share, registered, region, excluded))
    return results


def usable(task: Task, share: bool = True) -> tuple[Flags, dict[str, int]]:
    """Return the stations with voters (and ballots), those left out counted by first reason."""
    out, registered = task.protocols.need_turnout()
    excluded: dict[str, int] = {}
    bad = ~(np.isfinite(out) & np.isfinite(registered))
    steps = [("missing value", bad), ("no registered voters", ~(registered > 0))]
    steps.append(("negative count", out < 0))
    if share:
        leader, cast = task.protocols.need_share()
        steps += [
            ("missing value", ~(np.isfinite(leader) & np.isfinite(cast))),
            ("no ballots", ~(cast > 0)),
            ("negative count", leader < 0),
        ]
    mask = np.ones(len(out), dtype=bool)
    for reason, wrong in steps:
        count = int((mask & wrong).sum())
        if count:
            excluded[reason] = excluded.get(reason, 0) + count
        mask &= ~wrong
    return mask, excluded


def _means(values: Floats, starts: Whole) -> Floats:
    size = np.diff(np.append(starts, len(values)))
    mean: Floats = np.repeat(np.add.reduceat(values, starts) / size, size)
    return mean


def _products(one: Floats, two: Floats) -> Floats:
    return np.column_stack([np.ones(len(one)), one, two, one * one, two * two, one * two])


def _correlations(sums: Floats) -> Floats:
    """Return both correlations from sums of shape (resamples, 12)."""
    columns = []
    for part in (sums[:, :6], sums[:, 6:]):
        n, x, y, xx, yy, xy = part.T
        with np.errstate(divide="ignore", invalid="ignore"):
            columns.append((n * xy - x * y) / np.sqrt((n * xx - x * x) * (n * yy - y * y)))
    return np.column_stack(columns)


def _interval(task: Task, draws: Floats | None, column: int) -> tuple[float | None, float | None]:
    if draws is None:
        return None, None
    return percentile_interval(draws[:, column], float(task.policy.coverage.value))


def _standardised(
    task: Task,
    what: Said,
    turnout: Floats,
    share: Floats,
    registered: Floats,
    region: Whole,
    excluded: dict[str, int],
) -> Result:
    """Compare small with large stations after standardising by the large ones of the region."""
    corner = float(task.policy.fingerprint.corner)
    z_turnout, z_share, small, usable_rows = standardise(turnout, share, registered, region)
    rows = np.flatnonzero(usable_rows)
    variant = "standardised-fingerprint"
    if not len(rows):
        raise NotApplicable(Reason("small_regions"))
    hit = (z_turnout[rows] > corner) & (z_share[rows] > corner)
    is_small = small[rows]
    features = np.column_stack([is_small, ~is_small, hit & is_small, hit & ~is_small]).astype(float)
    starts = starts_of(region[rows])
    estimate = float(_corner(features.sum(axis=0)[None, :])[0, 0])
    low: float | None = None
    high: float | None = None
    if task.intervals:
        draws = resampled(features, starts, _corner, task.resamples, task.stream(1))
        low, high = percentile_interval(draws[:, 0], float(task.policy.coverage.value))
    grid, _, _ = np.histogram2d(
        z_turnout[rows][is_small], z_share[rows][is_small], bins=60, range=[[-6, 6], [-6, 6]]
    )
    name = Said("small stations in the upper right corner, more than large ones")
    return task.result(
        TEST,
        variant,
        what,
        len(rows),
        excluded=excluded | {"region too small to standardise": len(turnout) - len(rows)},
        parameters={
            "corner": corner,
            "small_stations": int(is_small.sum()),
            "small_in_corner": int((hit & is_small).sum()),
            "large_in_corner": int((hit & ~is_small).sum()),
        },
        statistic=estimate,
        effect=Effect(name, estimate, low, high, Said("share of stations")),
        null=Null(estimate, 0.0, 0.0, {"standardised": grid}),
    )


def _corner(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return (sums[:, 2] / sums[:, 0] - sums[:, 3] / sums[:, 1])[:, None]


def standardise(
    turnout: Floats, share: Floats, registered: Floats, region: Whole
) -> tuple[Floats, Floats, Flags, Flags]:
    """Return z of turnout and share by the region's large stations, small ones, usable ones.

    Large stations have at least the region's median of registered voters; a region needs ten of
    them with some spread.

    Args:
        turnout: rates, shape (stations,).
        share: rates.
        registered: voters.
        region: numbers of regions, ascending.
    """
    z_turnout, z_share = np.zeros(len(turnout)), np.zeros(len(turnout))
    small = np.zeros(len(turnout), dtype=bool)
    good = np.zeros(len(turnout), dtype=bool)
    starts = starts_of(region)
    for begin, end in zip(starts, np.append(starts[1:], len(region)), strict=True):
        rows = slice(int(begin), int(end))
        large = registered[rows] >= np.median(registered[rows])
        small[rows] = ~large
        if large.sum() < 10:
            continue
        sd_turnout = float(turnout[rows][large].std(ddof=1))
        sd_share = float(share[rows][large].std(ddof=1))
        if sd_turnout <= 0 or sd_share <= 0:
            continue
        z_turnout[rows] = (turnout[rows] - turnout[rows][large].mean()) / sd_turnout
        z_share[rows] = (share[rows] - share[rows][large].mean()) / sd_share
        good[rows] = True
    return z_turnout, z_share, small, good
