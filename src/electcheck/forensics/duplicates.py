"""Identical protocols: are there more twins within a region than its stations' model allows?

A protocol is the voters registered, the turnout count and every candidate's votes. Two stations
can be twins only if they have the same number of voters. The model of a region: turnout is
beta-binomial, and so are the votes of each candidate in what the candidates before leave, with
the region's means and the spreads measured in it. The expected number of twins is the sum, over
pairs with equal voters, of the probability of the one's protocol at the other: estimated without
bias by the model's probability of each station's own protocol times the number of its possible
partners.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import betaln, gammaincinv, gammaln, gdtr

from electcheck.forensics.lattice import Flags, Floats, Whole
from electcheck.forensics.power import detectable_shift
from electcheck.forensics.protocols import starts_of, whole
from electcheck.forensics.result import Effect, Null, Result
from electcheck.forensics.spread import dispersion
from electcheck.forensics.task import Task
from electcheck.model.said import Said

TEST = "duplicates"


def duplicates(task: Task) -> list[Result]:
    """Return the number of twin pairs against the number that the model expects.

    The p-value is Poisson, since twins are rare and nearly independent.
    """
    seen = task.protocols
    out, registered = seen.need_turnout()
    seen.need_share()
    votes = seen.votes
    if votes is None:
        raise AssertionError("a share has votes")
    least = task.policy.kept.registered
    columns = [registered, out, *votes.T]
    counts = np.all([whole(one) for one in columns], axis=0)
    sums = counts & (votes.sum(axis=1) <= out)
    big = sums & (registered >= least) & (out >= least / 2) & (out <= registered)
    excluded = {
        "missing or no count": int((~counts).sum()),
        "votes above the ballots": int((counts & ~sums).sum()),
        f"small (registered below {least}, ballots below {least // 2}) or turnout above 100 %": int(
            (sums & ~big).sum()
        ),
    }
    excluded = {reason: number for reason, number in excluded.items() if number}
    task.need_stations(TEST, int(big.sum()))
    region = seen.region[big]
    table = np.column_stack([one[big] for one in columns]).astype(np.int64)
    observed = twin_pairs(np.column_stack([region, table]))
    expected = expected_twins(region, table)
    level, power = float(task.policy.level.value), float(task.policy.power.value)
    wanted = float(task.says(TEST).smallest_effect or 0) * len(region)
    pvalue = poisson_tail(observed, expected)
    low, high = _poisson_interval(observed)
    counted = seen.turnout_name.values["counted"]
    if votes.shape[1] > 1:
        what = Said(
            "registered, %(counted)s and the votes of %(n)s candidates",
            counted=counted,
            n=votes.shape[1],
        )
    else:
        what = Said("registered, %(counted)s and the votes of 1 candidate", counted=counted)
    return [
        task.result(
            TEST,
            None,
            what,
            len(region),
            excluded=excluded,
            parameters={"pairs": observed, "expected": expected, "candidates": votes.shape[1]},
            # Anscombe's root: nearly normal, and comparable between elections of any size.
            statistic=2 * (math.sqrt(observed + 0.375) - math.sqrt(expected + 0.375)),
            effect=Effect(
                Said("twin pairs above expectation"),
                observed - expected,
                low - expected,
                high - expected,
                Said("pairs"),
            ),
            pvalue=pvalue,
            pvalue_adjusted=pvalue,
            hypotheses=1,
            minimum_detectable=detectable_shift(math.sqrt(max(expected, 1.0)), level, power),
            smallest_effect=wanted,
            null=Null(float(observed), expected, math.sqrt(expected)),
        )
    ]


def twin_pairs(rows: Whole) -> int:
    """Return the number of pairs of identical rows.

    >>> twin_pairs(np.array([[1, 2], [1, 2], [3, 4], [1, 2]]))
    3
    """
    order = np.lexsort(rows.T)
    same = np.all(rows[order][1:] == rows[order][:-1], axis=1)
    cut = np.flatnonzero(~same)
    runs = np.diff(np.concatenate(([-1], cut, [len(rows) - 1])))
    return int((runs * (runs - 1) // 2).sum())


def expected_twins(region: Whole, table: Whole) -> float:
    """Return the expected number of twin pairs within regions.

    Args:
        region: numbers of regions, ascending, shape (stations,).
        table: registered, turned out, votes of every candidate; shape (stations, 2 + candidates).
    """
    partners = _partners(np.column_stack([region, table[:, 0]]))
    total = 0.0
    starts = starts_of(region)
    for begin, end in zip(starts, np.append(starts[1:], len(region)), strict=True):
        mine = table[begin:end]
        some = partners[begin:end] > 0
        if not some.any():
            continue
        chance = np.exp(_log_chance(mine, some))
        total += float((partners[begin:end][some] * chance).sum()) / 2
    return total


def _partners(keys: Whole) -> Whole:
    """Return with how many others each row shares its key."""
    order = np.lexsort(keys.T)
    same = np.all(keys[order][1:] == keys[order][:-1], axis=1)
    run = np.concatenate(([0], np.cumsum(~same)))
    partners = np.empty(len(keys), dtype=np.int64)
    partners[order] = np.bincount(run)[run] - 1
    return partners


def _log_chance(mine: Whole, some: Flags) -> Floats:
    """Return the log probability of protocols: turnout, then each candidate in what is left.

    Args:
        mine: registered, turned out, votes of every candidate; one region's stations.
        some: for which of them.
    """
    registered, turned_out = mine[:, 0].astype(np.float64), mine[:, 1].astype(np.float64)
    total = _log_beta_binomial(turned_out, registered, some)
    left = turned_out
    for column in mine[:, 2:].T:
        votes = column.astype(np.float64)
        total += _log_beta_binomial(votes, left, some)
        left = left - votes
    return total


def _log_beta_binomial(count: Floats, of: Floats, some: Flags) -> Floats:
    """Return log probabilities under the beta-binomial that is fitted to all the stations."""
    known = of > 0
    if not known.any():
        return np.zeros(int(some.sum()))
    mean = min(max(float(count.sum() / of.sum()), 1e-6), 1 - 1e-6)
    strength = 1 / max(dispersion(count[known], of[known]), 1e-6) - 1
    a, b = mean * strength, (1 - mean) * strength
    n, k = of[some], count[some]
    choose = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    answer: Floats = choose + betaln(k + a, n - k + b) - betaln(a, b)
    return answer


def poisson_tail(observed: int, expected: float) -> float:
    """Return P(Poisson(expected) >= observed).

    >>> round(poisson_tail(1, 0.5), 4)
    0.3935
    """
    return 1.0 if observed <= 0 else float(gdtr(1.0, float(observed), expected))


def _poisson_interval(observed: int) -> tuple[float, float]:
    """Return the exact 95 % interval of a Poisson mean (Garwood)."""
    low = 0.0 if observed == 0 else float(gammaincinv(observed, 0.025))
    return low, float(gammaincinv(observed + 1, 0.975))
