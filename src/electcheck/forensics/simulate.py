"""Clean elections: the user's own stations, voting as a beta-binomial model of them has it.

Each region draws its rates of turnout and of the leader's share from a beta distribution with
the mean and the spread of the file's regions; each station draws its own rates around its
region's, with the dispersion measured in that region; ballots and votes are binomial. Nothing is
rounded, stuffed or moved, so every alarm on such an election is false.

Randomness: one counter-based stream (Philox) for each replicate, named by seed and number, so
that replicate 7 is the same whether or not the others are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from electcheck.forensics.lattice import Floats, Whole
from electcheck.forensics.protocols import Protocols, starts_of
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import NotApplicable
from electcheck.forensics.spread import grouped_dispersion

REPLICATES = 1000


@dataclass(frozen=True)
class RateModel:
    """How one rate is spread over regions and stations.

    Attributes:
        mean: over the regions.
        between: variance of the regions' rates.
        within: intraclass correlation of each region's stations, shape (regions,).
        own: the regions' own rates, which serve where there is only one region.
    """

    mean: float
    between: float
    within: Floats
    own: Floats

    def draw(self, rng: np.random.Generator, region: Whole) -> Floats:
        """Return a rate for every station.

        Args:
            rng: the replicate's stream.
            region: index of each station's region in `within`.
        """
        centre: Floats = self.own
        if len(self.own) > 1 and 0 < self.between < self.mean * (1 - self.mean):
            reach = self.mean * (1 - self.mean) / self.between - 1
            centre = rng.beta(self.mean * reach, (1 - self.mean) * reach, size=len(self.own))
        centre = np.clip(centre, 1e-6, 1 - 1e-6)[region]
        strength = 1 / np.maximum(self.within, 1e-6) - 1
        rate: Floats = rng.beta(centre * strength[region], (1 - centre) * strength[region])
        return np.clip(rate, 1e-9, 1 - 1e-9)


@dataclass(frozen=True)
class CleanModel:
    """A clean election on a file's stations.

    Attributes:
        frame: the stations, those without a size left out.
        region: index of each station's region.
        size: voters of each station (the share's denominator without a column for voters).
        turnout: None without a column for voters.
        kept: the share of turned-out ballots that the share's denominator counts.
        share: None without votes.
        others: shares of the other candidates in what the leader leaves, shape (candidates - 1,);
            what they leave is invalid or for candidates that are not in the file.
    """

    frame: Protocols
    region: Whole
    size: Whole
    turnout: RateModel | None
    kept: float
    share: RateModel | None
    others: Floats


def fit(seen: Protocols) -> CleanModel:
    """Measure a file's sizes, rates and spread.

    Raises:
        NotApplicable: neither turnout nor share can be made.
    """
    has_turnout, has_share = "turnout" not in seen.lacking, "share" not in seen.lacking
    size = seen.registered if has_turnout else seen.cast
    if size is None or not (has_turnout or has_share):
        raise NotApplicable(Reason("no_clean_election"))
    some = np.isfinite(size) & (size >= 1)
    frame = _rows(seen, some)
    starts = starts_of(frame.region)
    region = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(frame))))
    turnout = share = None
    kept, others = 1.0, np.zeros(0)
    if has_turnout:
        out, registered = frame.need_turnout()
        turnout = _rate(out, registered, region)
    if has_share:
        leader, cast = frame.need_share()
        share = _rate(leader, cast, region)
        if has_turnout:
            kept = min(float(np.nansum(cast) / np.nansum(frame.need_turnout()[0])), 1.0)
        if frame.votes is not None:
            total = np.nansum(frame.votes, axis=0)
            left = max(float(np.nansum(cast) - total[0]), 1.0)
            others = np.minimum(total[1:] / left, 1.0)
            others = others / max(float(others.sum()), 1.0)
    whole_size = np.floor(size[some]).astype(np.int64)
    return CleanModel(frame, region, whole_size, turnout, kept, share, others)


def _rows(seen: Protocols, some: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Protocols:
    parts = {
        name: getattr(seen, name)[some]
        for name in (
            "station",
            "region",
            "district",
            "registered",
            "turned_out",
            "cast",
            "leader",
            "votes",
        )
        if getattr(seen, name) is not None
    }
    return replace(seen, **parts)


def _rate(count: Floats, of: Floats, region: Whole) -> RateModel:
    """Return the spread of a rate; regions without a usable station take the mean."""
    good = np.isfinite(count) & np.isfinite(of) & (of > 0) & (count >= 0) & (count <= of)
    number = int(region[-1]) + 1 if len(region) else 0
    if not good.any():
        raise NotApplicable(Reason("no_usable_rate"))
    seen = region[good]
    starts = starts_of(seen)
    mean, rho = grouped_dispersion(count[good], of[good], starts)
    overall = float(count[good].sum() / of[good].sum())
    own, within = np.full(number, overall), np.full(number, float(np.median(rho)))
    own[seen[starts]], within[seen[starts]] = mean, rho
    noise = mean * (1 - mean) * np.maximum(rho, 1 / of[good].mean())
    noise = noise / np.diff(np.append(starts, len(seen)))
    between = 0.0
    if len(mean) > 1:
        between = max(float(mean.var(ddof=1) - noise.mean()), 0.0)
    centre = float(mean.mean()) if len(mean) > 1 else overall
    return RateModel(centre, between, within, own)


def stream(seed: int, replicate: int) -> np.random.Generator:
    """Return the random stream of one replicate."""
    sequence = np.random.SeedSequence(entropy=seed, spawn_key=(REPLICATES, replicate))
    return np.random.Generator(np.random.Philox(sequence))


def draw(model: CleanModel, rng: np.random.Generator) -> Protocols:
    """Return one clean election on the model's stations."""
    size = model.size
    turned = size
    if model.turnout is not None:
        turned = rng.binomial(size, model.turnout.draw(rng, model.region))
    parts: dict[str, Any] = {}
    if model.turnout is not None:
        parts["turned_out"] = turned.astype(np.float64)
        parts["registered"] = size.astype(np.float64)
    if model.share is not None:
        cast = turned if model.kept >= 1 else rng.binomial(turned, model.kept)
        leader = rng.binomial(cast, model.share.draw(rng, model.region))
        rest = cast - leader
        left = 1.0
        columns = [leader]
        for part in model.others:
            votes = rng.binomial(rest, min(max(float(part) / left, 0.0), 1.0) if left > 0 else 0.0)
            columns.append(votes)
            rest = rest - votes
            left -= float(part)
        parts["cast"] = cast.astype(np.float64)
        parts["leader"] = leader.astype(np.float64)
        parts["votes"] = np.column_stack(columns).astype(np.float64)
    return replace(model.frame, **parts, repeats=0)
