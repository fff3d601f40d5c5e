"""Stations that did not report: how many and where, and how far they could move a result.

Weights make the stations that reported stand for those beside them that did not. That repairs
nothing if stations are missing because of their votes, so the worst case stands beside the range.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from electcheck.sampling.build import Stations
from electcheck.sampling.design_file import Ask
from electcheck.sampling.policy import SamplingPolicy
from electcheck.sampling.sample import Mask
from electcheck.sampling.station_file import Texts


@dataclass(frozen=True)
class Group:
    """How many stations of a stratum or a domain were drawn, and how many reported."""

    label: str
    drawn: int
    reported: int

    @property
    def rate(self) -> float:
        """The share that reported."""
        return self.reported / self.drawn


@dataclass(frozen=True)
class Response:
    """Who reported every number that the design asks for."""

    drawn: int
    reported: int
    strata: tuple[Group, ...]
    domains: tuple[Group, ...]

    def low_strata(self, policy: SamplingPolicy) -> list[Group]:
        """Return the strata under the policy's limit."""
        return [group for group in self.strata if group.rate < float(policy.response_limit.value)]

    def domain_gap(self) -> float:
        """Return the distance between the best and the worst domain's response; 0 without any."""
        rates = [group.rate for group in self.domains]
        return max(rates) - min(rates) if rates else 0.0

    def sentences(self, policy: SamplingPolicy) -> list[str]:
        """Return what a reader must know about missing stations."""
        if self.reported == self.drawn:
            return []
        lines = [
            f"{self.drawn - self.reported} of {self.drawn} drawn stations reported not all "
            "numbers; the others of their stratum stand for them"
        ]
        low = self.low_strata(policy)
        if low:
            shown = ", ".join(f"{g.label} ({g.reported} of {g.drawn})" for g in low[:10])
            more = f" and {len(low) - 10} more" if len(low) > 10 else ""
            lines.append(
                f"under {100 * float(policy.response_limit.value):g} % reported in {len(low)} "
                f"strata: {shown}{more}"
            )
        if self.domain_gap() > float(policy.domain_gap.value):
            shown = ", ".join(f"{g.label} {g.reported} of {g.drawn}" for g in self.domains)
            lines.append(f"missing stations differ by domain: reported {shown}")
        return lines


def response(stations: Stations) -> Response:
    """Count who reported every number asked for, by stratum and by domain."""
    columns = tuple(name for ask in stations.design.estimates for name in ask.columns)
    mask = stations.reported(columns)
    return Response(
        len(mask),
        int(mask.sum()),
        _groups(stations.stratum, mask),
        () if stations.domain is None else _groups(stations.domain, mask),
    )


def _groups(labels: Texts, mask: Mask) -> tuple[Group, ...]:
    found = []
    for label in sorted(set(labels.tolist())):
        inside = labels == label
        found.append(Group(label, int(inside.sum()), int((mask & inside).sum())))
    return tuple(found)


@dataclass(frozen=True)
class Bounds:
    """The estimate if every missing station were as low, and as high, as can be."""

    low: float
    high: float


def worst_case(ask: Ask, stations: Stations, mask: Mask, label: str | None) -> Bounds | None:
    """Return how far missing stations could move an estimate; None where nothing limits them.

    A share of stations is limited by 0 and 1. A ratio is limited by taking missing stations to
    be as large as the mean of those that reported in their stratum, with none or all of the whole
    on the part (for a margin: all on one side or the other).
    """
    if ask.kind in ("total", "mean"):
        return None
    sample = stations.sample
    inside = np.ones(len(mask), dtype=bool) if label is None else stations.inside(label)
    here, away = mask & inside, ~mask & inside
    if not away.any():
        return None
    of = [np.nan_to_num(sample.columns[name]) for name in ask.columns]
    above = of[0] - of[1] if ask.kind == "margin" else of[0]
    below = np.ones(len(mask)) if ask.kind == "share" else of[-1].copy()
    if ask.kind != "share":
        below[~mask] = _mean_by_stratum(below, mask, sample.stratum)[~mask]
    weight = sample.weight
    known, whole = (
        float(weight[here] @ above[here]),
        float(weight[here | away] @ below[here | away]),
    )
    if whole <= 0:
        return None
    open_part = float(weight[away] @ below[away])
    least = known - open_part if ask.kind == "margin" else known
    return Bounds(least / whole, (known + open_part) / whole)


def _mean_by_stratum(values: np.ndarray, mask: Mask, stratum: np.ndarray) -> np.ndarray:
    count = np.bincount(stratum[mask], minlength=int(stratum.max()) + 1)
    total = np.bincount(stratum[mask], values[mask], minlength=len(count))
    return np.asarray((total / np.maximum(count, 1))[stratum])
