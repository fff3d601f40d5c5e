"""Anomalous votes after Shpilkin: how many of the leader's votes lie beyond the clean mode's ratio.

Stations are put in bins of turnout. Around the most frequent turnout of the *other* candidates'
voters the leader has some ratio of votes to theirs; beyond the mode each bin's votes of the
leader above that ratio times the others' votes are anomalous. The mode is taken from the others'
votes, since stuffed ballots are the leader's: taken from all votes, the mode of Russia 2011 lies
at a turnout of 100 % in some bins, and the answer is 15 million votes off.

Bin width, place of the bins and window are choices that the method leaves open: all of them are
made, the estimate is their median, and the interval covers their spread and the bootstrap's.
Negative results stand as they are; cutting them off would make every clean election anomalous.

Source: Shpilkin, "Statistics of the Russian elections" (2009 and later, in Russian); in English
Kobak, Shpilkin & Pshenichnikov, Significance 13 (2016), "Statistical fingerprints of electoral
fraud?".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from electcheck.forensics.bootstrap import percentile_interval, station_weights
from electcheck.forensics.fingerprint import usable
from electcheck.forensics.lattice import Flags, Floats, Whole
from electcheck.forensics.models.modes import NotIdentified, clean_mode
from electcheck.forensics.policy import AnomalousVotes
from electcheck.forensics.protocols import starts_of
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import Effect, NotApplicable, Null, Result
from electcheck.forensics.task import Task
from electcheck.model.said import Own, Said, Shown

TEST = "anomalous-votes"
# The smallest bin has two of these, so that every bin, also moved by half, is a sum of them.
FINE = 400
_CELLS = FINE + 8


@dataclass(frozen=True)
class Kernel:
    """One choice of bins and window, in fine cells.

    Attributes:
        width: of a bin.
        shift: by how much the bins are moved to the left.
        below: how many bins left of the mode are in the window.
        above: how many bins right of it.
    """

    width: int
    shift: int
    below: int
    above: int


def kernels(limits: AnomalousVotes) -> list[Kernel]:
    """Return every choice, in the policy's order."""
    made = []
    for size in limits.bins:
        width = round(float(size) * FINE)
        for shift in (0, width // 2):
            for below, above in limits.windows:
                bins = (round(float(reach) / float(size)) for reach in (below, above))
                made.append(Kernel(width, shift, *bins))
    return made


def anomalous(leader: Floats, others: Floats, kernel: Kernel) -> tuple[Floats, Floats, Floats]:
    """Return anomalous votes, mode and the window's part of the others' votes, for each unit.

    Args:
        leader: votes by fine cell of turnout, shape (units, cells).
        others: the other ballots, same shape.
        kernel: bins and window.
    """
    mine, rest = (_bins(one, kernel) for one in (leader, others))
    bins = rest.shape[1]
    at = rest.argmax(axis=1)
    place = np.arange(bins)[None, :]
    inside = (place >= at[:, None] - kernel.below) & (place <= at[:, None] + kernel.above)
    window = np.where(inside, rest, 0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(inside, mine, 0).sum(axis=1) / window
        part = window / rest.sum(axis=1)
    beyond = place > at[:, None]
    votes = np.where(beyond, mine - ratio[:, None] * rest, 0).sum(axis=1)
    mode = ((at + 0.5) * kernel.width - kernel.shift) / FINE
    return votes, mode, part


def _bins(cells: Floats, kernel: Kernel) -> Floats:
    width = kernel.width
    padded = np.pad(cells, ((0, 0), (kernel.shift, -(cells.shape[1] + kernel.shift) % width)))
    binned: Floats = padded.reshape(len(cells), -1, width).sum(axis=2)
    return binned


@dataclass(frozen=True)
class Curves:
    """Votes by region and fine cell of turnout.

    Attributes:
        cell: region times cells plus cell, one per station.
        leader: the leader's votes of each station.
        others: all other ballots of each station.
        starts: where each region starts.
    """

    cell: Whole
    leader: Floats
    others: Floats
    starts: Whole

    def summed(self, weight: Floats | None = None) -> tuple[Floats, Floats]:
        """Return leader's and others' votes, shape (regions, cells)."""
        shape = (len(self.starts), _CELLS)
        parts = []
        for votes in (self.leader, self.others):
            weighted = votes if weight is None else votes * weight
            counts = np.bincount(self.cell, weighted, shape[0] * shape[1])
            parts.append(counts.astype(np.float64).reshape(shape))
        return parts[0], parts[1]


def anomalous_votes(task: Task) -> list[Result]:
    """Return the national estimate, then one for each region with enough stations."""
    mask, excluded = usable(task)
    leader, cast = task.protocols.need_share()
    wrong = mask & (leader > cast)
    if wrong.any():
        excluded["more votes than ballots"] = int(wrong.sum())
        mask = mask & ~wrong
    task.need_stations(TEST, int(mask.sum()))
    curves = _curves(task, mask)
    choices = kernels(task.policy.models.anomalous_votes)
    mine, rest = curves.summed()
    size = np.diff(np.append(curves.starts, len(curves.cell)))
    rows = _regions(task, size)
    drawn = _drawn(task, curves, choices, rows) if task.intervals else None
    both = [np.vstack([one.sum(axis=0), one[rows]]) for one in (mine, rest)]
    made = np.array([anomalous(both[0], both[1], one) for one in choices])
    country = _Unit("national", Said("the country"), int(size.sum()), both[0][0], both[1][0])
    results = [_result(task, country, made[:, :, 0], drawn.country if drawn else None, excluded)]
    codes = task.protocols.region[mask][curves.starts]
    for place, row in enumerate(rows):
        name = task.protocols.regions[codes[row]]
        unit = _Unit(
            f"region: {name}",
            Own(name),
            int(size[row]),
            mine[row],
            rest[row],
        )
        own = None if drawn is None else _Draws(drawn.votes[:, place], drawn.modes[:, place])
        results.append(_result(task, unit, made[:, :, place + 1], own, {}))
    return results


@dataclass(frozen=True)
class _Unit:
    """The country or a region: name, stations, votes by fine cell."""

    variant: str
    name: Said | Own
    stations: int
    leader: Floats
    others: Floats


@dataclass(frozen=True)
class _Draws:
    """Resampled votes and modes of one unit."""

    votes: Floats
    modes: Floats


@dataclass(frozen=True)
class _AllDraws:
    """Resamples of the country, and of the regions with shape (resamples, regions)."""

    country: _Draws
    votes: Floats
    modes: Floats


def _curves(task: Task, mask: Flags) -> Curves:
    out, registered = (one[mask] for one in task.protocols.need_turnout())
    leader, cast = (one[mask] for one in task.protocols.need_share())
    # Whole numbers, so that a station at a bin's edge is on the same side on every machine.
    cell = np.minimum(FINE * out // registered, _CELLS - 1).astype(np.int64)
    region = task.protocols.region[mask]
    starts = starts_of(region)
    row = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(region))))
    return Curves(row * _CELLS + cell, leader, cast - leader, starts)


def _regions(task: Task, size: Whole) -> list[int]:
    if not task.protocols.has_regions:
        return []
    least = task.policy.models.anomalous_votes.region_stations
    return [row for row, stations in enumerate(size) if stations >= least]


def _drawn(task: Task, curves: Curves, choices: list[Kernel], rows: list[int]) -> _AllDraws:
    """Resample stations within regions; each resample takes the next kernel in turn."""
    weights = station_weights(curves.starts, len(curves.cell), task.resamples, task.stream(0))
    few = min(task.policy.models.anomalous_votes.region_resamples, task.resamples)
    country, regional = [], []
    united = Curves(curves.cell % _CELLS, curves.leader, curves.others, np.zeros(1, dtype=np.int64))
    for i, weight in enumerate(weights):
        kernel = choices[i % len(choices)]
        if rows and i < few:
            mine, rest = curves.summed(weight)
            regional.append(anomalous(mine[rows], rest[rows], kernel)[:2])
            mine, rest = mine.sum(axis=0)[None, :], rest.sum(axis=0)[None, :]
        else:
            mine, rest = united.summed(weight)
        country.append(anomalous(mine, rest, kernel)[:2])
    whole = np.array(country)[:, :, 0]
    parts = np.array(regional) if regional else np.zeros((0, 2, len(rows)))
    return _AllDraws(_Draws(whole[:, 0], whole[:, 1]), parts[:, 0], parts[:, 1])


def _result(
    task: Task,
    unit: _Unit,
    made: Floats,
    drawn: _Draws | None,
    excluded: dict[str, int],
) -> Result:
    """Return the result of a unit; `made` is votes, mode and window by kernel, (kernels, 3)."""
    seen = task.protocols
    what = Said(
        "%(where)s (%(leader)s; turnout is %(turnout)s)",
        where=unit.name,
        leader=Own(seen.leader_name),
        turnout=seen.turnout_name,
    )
    claim = unit.variant if unit.variant == "national" else "any region"
    votes, modes, parts = made.T
    leader = float(unit.leader.sum())
    frame = {"excluded": excluded, "claim": claim}
    try:
        _identified(task, unit, modes if drawn is None else np.append(modes, drawn.modes), parts)
    except NotApplicable as no:
        return task.result(
            TEST, unit.variant, what, unit.stations, status="refused", reason=no.why, **frame
        )
    estimate = float(np.median(votes))
    all_votes = votes if drawn is None else np.append(drawn.votes, np.resize(votes, len(votes)))
    low, high = percentile_interval(all_votes, float(task.policy.coverage.value))
    if drawn is not None:
        low, high = min(low, float(votes.min())), max(high, float(votes.max()))
    normal = 1.43  # (1.96 + 0.84) / 1.96: from the half width of 95 % to a power of 80 %
    return task.result(
        TEST,
        unit.variant,
        what,
        unit.stations,
        parameters={
            "mode_turnout": float(np.median(modes)),
            "lowest_of_kernels": float(votes.min()),
            "highest_of_kernels": float(votes.max()),
            "leader_votes": leader,
            "kernels": len(made),
        },
        statistic=estimate / leader if leader > 0 else 0.0,
        effect=Effect(Said("anomalous votes of the leader"), estimate, low, high, Said("votes")),
        minimum_detectable=normal * (high - low) / 2,
        smallest_effect=float(task.says(TEST).smallest_effect or 0) * leader,
        alarm=bool(low > 0),
        null=Null(estimate, 0.0, 0.0, {"leader": unit.leader, "others": unit.others}),
        **frame,
    )


def _identified(task: Task, unit: _Unit, modes: Floats, parts: Floats) -> None:
    """Refuse where the others' votes have no one clean mode.

    Raises:
        NotIdentified: why.
    """
    limits = task.policy.models.anomalous_votes
    if unit.others.sum() <= 0:
        raise NotIdentified(Reason("leader_alone"))
    coarse = unit.others.reshape(-1, 4).sum(axis=1)
    smooth = np.convolve(coarse, [1, 2, 3, 4, 3, 2, 1], mode="same")
    grid = (np.arange(len(coarse)) + 0.5) * 4 / FINE
    clean_mode(Said("the others' votes by turnout"), grid, smooth, task.policy.models.heap)
    low, high = np.quantile(modes, [0.025, 0.975])
    if high - low > float(limits.spread):
        ends = (Shown(100 * float(end), ".0f") for end in (low, high))
        raise NotIdentified(Reason("mode_moves", low=next(ends), high=next(ends)))
    if np.median(parts) < float(limits.window_share):
        part = Shown(100 * float(np.median(parts)), ".1f")
        raise NotIdentified(Reason("mode_thin", part=part))
