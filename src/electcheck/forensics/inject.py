"""Anomalies planted in a clean election, each of a given size in a given share of stations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from electcheck.forensics.lattice import Floats, Whole
from electcheck.forensics.protocols import Protocols
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import NotApplicable


@dataclass(frozen=True)
class Injection:
    """One kind of anomaly.

    Attributes:
        does: what happens to a station, in a sentence; `size` stands for the size.
        size: the usual size.
        plant: changes the marked stations.
    """

    does: str
    size: float
    plant: Callable[[Protocols, Whole, float, np.random.Generator], Protocols]


def inject(
    seen: Protocols, kind: str, share: float, size: float | None, rng: np.random.Generator
) -> tuple[Protocols, Whole]:
    """Return the election with an anomaly in `share` of its stations, and which they are.

    Args:
        seen: a clean election.
        kind: a key of `INJECTIONS`.
        share: of the stations, in [0, 1].
        size: of the anomaly; None takes the usual size.
        rng: the replicate's stream.

    Raises:
        NotApplicable: the file lacks what the anomaly changes.
    """
    seen.need_turnout()
    seen.need_share()
    wanted = round(share * len(seen))
    rows = np.sort(rng.choice(len(seen), size=wanted, replace=False))
    injection = INJECTIONS[kind]
    return injection.plant(seen, rows, injection.size if size is None else size, rng), rows


def _rounding(seen: Protocols, rows: Whole, size: float, rng: np.random.Generator) -> Protocols:
    out, registered = seen.need_turnout()
    leader, cast = seen.need_share()
    n = registered[rows]
    step = size / 100
    new_out = np.minimum(np.round(np.round(out[rows] / n / step) * step * n), n)
    new_cast = np.maximum(new_out - (out[rows] - cast[rows]), 0)
    rate = leader[rows] / np.maximum(cast[rows], 1)
    new_leader = np.minimum(np.round(np.round(rate / step) * step * new_cast), new_cast)
    return _changed(seen, rows, new_out, new_cast, new_leader)


def _stuffing(seen: Protocols, rows: Whole, size: float, rng: np.random.Generator) -> Protocols:
    out, registered = seen.need_turnout()
    leader, cast = seen.need_share()
    added = np.floor(size * np.maximum(registered[rows] - out[rows], 0))
    return _changed(seen, rows, out[rows] + added, cast[rows] + added, leader[rows] + added)


def _absolute(seen: Protocols, rows: Whole, size: float, rng: np.random.Generator) -> Protocols:
    out, registered = seen.need_turnout()
    leader, cast = seen.need_share()
    added = np.minimum(np.floor(size), np.maximum(registered[rows] - out[rows], 0))
    return _changed(seen, rows, out[rows] + added, cast[rows] + added, leader[rows] + added)


def _transfer(seen: Protocols, rows: Whole, size: float, rng: np.random.Generator) -> Protocols:
    out, _ = seen.need_turnout()
    leader, cast = seen.need_share()
    moved = np.floor(size * (cast[rows] - leader[rows]))
    return _changed(seen, rows, out[rows], cast[rows], leader[rows] + moved)


def _invented(seen: Protocols, rows: Whole, size: float, rng: np.random.Generator) -> Protocols:
    out, registered = seen.need_turnout()
    leader, cast = seen.need_share()
    n = registered[rows]
    turnout = float(np.nansum(out) / np.nansum(registered))
    share = float(np.nansum(leader) / np.nansum(cast))
    new_out = _made_up(n * np.clip(rng.normal(turnout, 0.02, len(rows)), 0, 1), size, rng)
    new_out = np.minimum(new_out, n)
    new_cast = np.maximum(new_out - (out[rows] - cast[rows]), 0)
    new_leader = _made_up(new_cast * np.clip(rng.normal(share, 0.02, len(rows)), 0, 1), size, rng)
    return _changed(seen, rows, new_out, new_cast, np.minimum(new_leader, new_cast))


def _made_up(count: Floats, size: float, rng: np.random.Generator) -> Floats:
    """Return counts as people write them: often a round ten, seldom a repeated digit."""
    tens = np.floor(count / 10)
    digit = rng.integers(1, 10, len(count)).astype(np.float64)
    digit = np.where(digit == tens % 10, digit % 9 + 1, digit)
    digit = np.where(rng.random(len(count)) < size, 0, digit)
    made: Floats = tens * 10 + digit
    return made


def _digits(seen: Protocols, rows: Whole, size: float, rng: np.random.Generator) -> Protocols:
    out, registered = seen.need_turnout()
    leader, cast = seen.need_share()
    new_out = np.minimum(np.round(out[rows] / size) * size, registered[rows])
    new_cast = np.maximum(new_out - (out[rows] - cast[rows]), 0)
    new_leader = np.minimum(np.round(leader[rows] / size) * size, new_cast)
    return _changed(seen, rows, new_out, new_cast, new_leader)


def _copied(seen: Protocols, rows: Whole, size: float, rng: np.random.Generator) -> Protocols:
    # The neighbour in the file's canonical order is of the same region and of like size.
    source = np.maximum(rows - max(int(size), 1), 0)
    same = seen.region[source] == seen.region[rows]
    to, origin = rows[same], source[same]
    parts: dict[str, Any] = {}
    for name in ("registered", "turned_out", "cast", "leader", "votes"):
        old = getattr(seen, name)
        if old is not None:
            new = old.copy()
            new[to] = old[origin]
            parts[name] = new
    return replace(seen, **parts)


def _changed(seen: Protocols, rows: Whole, out: Floats, cast: Floats, leader: Floats) -> Protocols:
    """Return the election with new counts in some rows; the other candidates share the rest."""
    if seen.votes is None:
        raise NotApplicable(Reason("no_votes"))
    votes = seen.votes.copy()
    old = seen.votes[rows]
    _, old_cast = seen.need_share()
    left = np.maximum(old_cast[rows] - old[:, 0], 1)[:, None]
    votes[rows, 1:] = np.floor(old[:, 1:] * np.minimum((cast - leader)[:, None] / left, 1))
    votes[rows, 0] = leader
    parts = {"turned_out": out, "cast": cast, "leader": leader}
    arrays = {name: getattr(seen, name).copy() for name in parts}
    for name, values in parts.items():
        arrays[name][rows] = values
    return replace(seen, **arrays, votes=votes)


INJECTIONS: Mapping[str, Injection] = {
    "rounding": Injection(
        "turnout and the leader's share are moved to the nearest multiple of `size` per cent",
        1.0,
        _rounding,
    ),
    "stuffing": Injection(
        "`size` of those who did not vote get a ballot for the leader", 0.5, _stuffing
    ),
    "absolute": Injection(
        "`size` ballots for the leader are added, or as many as there are non-voters",
        150.0,
        _absolute,
    ),
    "transfer": Injection(
        "`size` of the votes that are not the leader's are given to the leader", 0.3, _transfer
    ),
    "invented": Injection(
        "ballots and votes are written near the mean by hand: a round ten with the probability "
        "`size`, otherwise no repeated digits",
        0.3,
        _invented,
    ),
    "digits": Injection(
        "ballots and the leader's votes are moved to the nearest multiple of `size`", 10.0, _digits
    ),
    "copied": Injection(
        "the protocol is that of the station `size` places before, in the same region", 1.0, _copied
    ),
}
