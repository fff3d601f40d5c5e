"""The resampled kernel density of Rozenas 2017: shares that recur more often than by chance.

Elections are drawn from the stations' own rates, each with a mixture of betas as its weak prior;
the density of the leader's share is compared with theirs place by place. A place is a spike where
the election's density exceeds a fixed quantile of the drawn ones; the estimate is the share of
stations by which the spikes exceed the mean of the draws.

Departure: the package compares with the *largest* of all draws, which grows with their number, so
that its answer falls the longer it runs; here the quantile is fixed and taken from the moments
of half of the draws. What the same comparison finds in the other half is the null of the estimate,
and its p-value. The largest is kept as an option, for comparison with the package only.

Source: Rozenas, "Detecting election fraud from irregularities in vote-share distributions",
Political Analysis 25 (2017), and the R package spikes 1.1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from electcheck.forensics.fingerprint import usable
from electcheck.forensics.lattice import Floats
from electcheck.forensics.models.beta_mixture import BetaMixture, fit_mixture
from electcheck.forensics.models.drawing import Draws, draw_elections
from electcheck.forensics.policy import Rkd
from electcheck.forensics.protocols import Protocols
from electcheck.forensics.result import Effect, Null, Result
from electcheck.forensics.task import Task
from electcheck.model.said import Said

TEST = "rkd"


@dataclass(frozen=True)
class Spikes:
    """The comparison of an election with its draws.

    Attributes:
        percent: per cent of stations by which the spikes exceed the mean of the draws.
        places: how many places of the grid are spikes.
        observed: stations by place of the grid, as a share of all.
        mean: the same, mean of the draws.
        limit: density that a spike exceeds.
        density: density of the election.
    """

    percent: float
    places: int
    observed: Floats
    mean: Floats
    limit: Floats
    density: Floats


def rkd(task: Task) -> list[Result]:
    """Return the spikes of the leader's share, with their null from the draws.

    Stations whose leader has more votes than there are ballots, or with more ballots than voters,
    are left out: no draw could be like them.
    """
    mask, excluded = usable(task)
    seen = task.protocols
    out, registered = seen.need_turnout()
    leader, cast = seen.need_share()
    for reason, wrong in (
        ("more ballots than voters", (out > registered) | (cast > registered)),
        ("more votes than ballots", leader > cast),
    ):
        count = int((mask & wrong).sum())
        if count:
            excluded[reason] = count
        mask = mask & ~wrong
    task.need_stations(TEST, int(mask.sum()))
    limits = task.policy.models.rkd
    size, ballots, votes = (np.floor(one[mask]) for one in (registered, cast, leader))
    mixtures = _mixtures(task, size, ballots, votes)
    replicates = task.asked or limits.replicates
    draws = draw_elections(size, ballots, votes, mixtures, replicates, task.stream(0), limits)
    found = compare(votes / ballots, draws, limits, task.rkd.null)
    return [_result(task, seen, found, draws, mixtures, len(votes), excluded)]


def _mixtures(
    task: Task, size: Floats, ballots: Floats, votes: Floats
) -> tuple[BetaMixture, BetaMixture]:
    limits = task.policy.models.rkd
    if task.rkd.mixture is not None:
        turnout, share = (_read(task.rkd.mixture, name) for name in ("turnout", "share"))
        return turnout, share
    # Evenly through the canonical order, which is by region and size: every region takes part.
    step = -(-len(size) // limits.thinned)
    some = slice(None, None, step)
    made = [
        fit_mixture(
            count[some],
            of[some],
            limits.components,
            float(limits.tolerance),
            limits.iterations,
        )
        for count, of in ((ballots, size), (votes, ballots))
    ]
    return made[0], made[1]


def _read(given: Mapping[str, Mapping[str, tuple[float, ...]]], name: str) -> BetaMixture:
    one = given[name]
    return BetaMixture(*(np.array(one[key]) for key in ("alpha", "beta", "weights")))


def compare(share: Floats, draws: Draws, limits: Rkd, null: str) -> Spikes:
    """Return where an election's density exceeds that of its draws.

    Args:
        share: the leader's share of each station.
        draws: drawn elections.
        limits: grid and quantile.
        null: `quantile` or `maximum`.
    """
    half = len(draws.mass) // 2
    grid = limits.grid
    observed = np.bincount(draws.place(share), minlength=grid) / len(share)
    density = draws.density(share)
    if null == "maximum":
        mean, limit = draws.mass.mean(axis=0), draws.densities.max(axis=0)
    else:
        mean = draws.mass[:half].mean(axis=0)
        limit = quantile(draws.densities[:half], float(limits.quantile))
    spike = (density > limit) & (observed > mean)
    percent = 100 * float((observed - mean)[spike].sum())
    return Spikes(percent, int(spike.sum()), observed, mean, limit, density)


def quantile(values: Floats, level: float) -> Floats:
    """Return a high quantile of each column from its mean and variance, as of a gamma.

    Counts of a place are sums of many rare events and so nearly gamma; the moments do not drift
    with the number of draws, as the largest or an empirical extreme quantile does.

    Args:
        values: shape (draws, places).
        level: for example 0.999.
    """
    from scipy.special import gammaincinv

    mean, variance = values.mean(axis=0), values.var(axis=0, ddof=1)
    some = (mean > 0) & (variance > 0)
    answer = np.where(some, 0.0, mean)
    shape = mean[some] ** 2 / variance[some]
    answer[some] = gammaincinv(shape, level) * variance[some] / mean[some]
    return answer


def null_percents(draws: Draws, limits: Rkd) -> Floats:
    """Return what the comparison finds in the second half of the draws, measured by the first.

    The election is measured by the first half too, so that without spikes it ranks among these
    as any of them does; a draw measured by limits that it helped to make would look too clean.
    """
    half = len(draws.mass) // 2
    limit = quantile(draws.densities[:half], float(limits.quantile))
    mean = draws.mass[:half].mean(axis=0)
    mass = draws.mass[half:]
    above = (draws.densities[half:] > limit) & (mass > mean)
    percents: Floats = 100 * np.where(above, mass - mean, 0).sum(axis=1)
    return percents


def _result(
    task: Task,
    seen: Protocols,
    found: Spikes,
    draws: Draws,
    mixtures: tuple[BetaMixture, BetaMixture],
    n: int,
    excluded: dict[str, int],
) -> Result:
    limits = task.policy.models.rkd
    quantiles = task.rkd.null == "quantile"
    expected = null_percents(draws, limits)
    pvalue = None
    if quantiles:
        pvalue = float((1 + (expected >= found.percent).sum()) / (1 + len(expected)))
    spike = (found.density > found.limit) & (found.observed > found.mean)
    # Of the stations in the spikes found, as chance would count them again.
    inside = float(found.observed[spike].sum())
    half = 196 * math.sqrt(max(inside * (1 - inside), 0.0) / n)
    low, high = max(found.percent - half, 0.0), found.percent + half
    parameters: dict[str, float] = {
        "spikes": found.places,
        "replicates": len(draws.mass),
        "expected_without_spikes": float(expected.mean()),
        "sd_without_spikes": float(expected.std()),
        "components_of_turnout": len(mixtures[0].weight),
        "components_of_share": len(mixtures[1].weight),
    }
    places = np.argsort(-np.where(spike, found.observed - found.mean, 0), kind="stable")[:3]
    for rank, place in enumerate(places, start=1):
        if spike[place]:
            parameters[f"spike_{rank}_share_percent"] = 100 * float(place) / (limits.grid - 1)
    name = Said("stations in spikes")
    if not quantiles:
        name = Said("stations in spikes (packaged envelope)")
    return task.result(
        TEST,
        None if quantiles else "maximum",
        seen.share_name,
        n,
        excluded=excluded,
        parameters=parameters,
        statistic=found.percent,
        effect=Effect(name, found.percent, low, high, Said("per cent of stations")),
        pvalue=pvalue,
        pvalue_adjusted=pvalue,
        hypotheses=1 if quantiles else None,
        null=Null(
            found.percent,
            float(expected.mean()),
            float(expected.std()),
            {"spikes": found.observed, "chance": found.mean},
        ),
    )
