"""Scores under every tested setting: weights, `partly_met`, aggregation and standard, together.

A setting is one draw of the weights and of the value of `partly_met`, one aggregation across
areas and one standard of proof; every draw is crossed with every aggregation and standard. The
unknown is never drawn: each setting is computed with every open finding at its worst possible
outcome, at its best, and with the decided findings only. What comes out are shares of tested
settings; they are no probabilities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from electcheck.model.findings import Finding
from electcheck.model.outcomes import DECIDED
from electcheck.scoring.spread import TIE, Floats, Spread, spread

if TYPE_CHECKING:
    from electcheck.model.policy import Policy

Treatment = Literal["all_worst", "all_best", "decided_only"]
TREATMENTS: tuple[Treatment, ...] = ("all_worst", "all_best", "decided_only")
AGGREGATIONS = ("arithmetic", "geometric", "lowest")


@dataclass(frozen=True, slots=True)
class Robustness:
    """What the choices of judging make of the scores.

    Attributes:
        draws: how many draws of weights and `partly_met`.
        seed: of the draws.
        settings: how many settings were tested: draws by aggregations by standards.
        standards: those that were crossed.
        overall: per treatment of the unknown, over all settings.
        by_aggregation: per treatment and aggregation, over the settings with that aggregation.
        areas: per area and treatment, over all draws and standards.
        weakest: per treatment, the share of draws and standards in which each weighted area has
            the lowest score; areas of equal score are weakest together.
    """

    draws: int
    seed: int
    settings: int
    standards: tuple[str, ...]
    overall: Mapping[Treatment, Spread]
    by_aggregation: Mapping[Treatment, Mapping[str, Spread]]
    areas: Mapping[str, Mapping[Treatment, Spread]]
    weakest: Mapping[Treatment, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of some draws.

    Attributes:
        areas: per treatment, an array (draws, standards, areas); NaN where there is no score.
        overall: per treatment, an array (draws, standards, aggregations).
    """

    areas: Mapping[Treatment, Floats]
    overall: Mapping[Treatment, Floats]


@dataclass(frozen=True)
class Sheet:
    """The findings at each standard as arrays, so that draws are sums of weights.

    Attributes:
        policy: weights, values, vetoes.
        standards: their ids.
        areas: the ids of the areas.
        weighted: per area, whether it counts in the overall score.
        findings: per standard, the findings in one order.
        masks: (standards, 8, criteria) of 0 and 1: applicable; at worst met, partly met; at best
            met, partly met; decided; decided and met, decided and partly met.
        member: (criteria, areas) of 0 and 1.
    """

    policy: Policy
    standards: tuple[str, ...]
    areas: tuple[str, ...]
    weighted: NDArray[np.bool_]
    findings: tuple[Sequence[Finding], ...]
    masks: Floats
    member: Floats

    @property
    def stated(self) -> Floats:
        """The stated weight of each criterion."""
        weights = self.policy.weights
        return np.array([float(weights[f.weight].value) for f in self.findings[0]])


def sheet(
    policy: Policy, areas: Sequence[str], by_standard: Mapping[str, Sequence[Finding]]
) -> Sheet:
    """Return the findings at each standard, laid out for drawing."""
    findings = tuple(by_standard.values())
    masks = np.array([[_row(f, policy) for f in own] for own in findings], dtype=float)
    member = np.array([[f.area == area for area in areas] for f in findings[0]], dtype=float)
    weighted = np.array([area not in policy.unweighted_areas for area in areas])
    return Sheet(
        policy,
        tuple(by_standard),
        tuple(areas),
        weighted,
        findings,
        masks.transpose(0, 2, 1),
        member,
    )


def _row(finding: Finding, policy: Policy) -> list[bool]:
    if not finding.applicable:
        return [False] * 8
    possible = [o for o in DECIDED if o in finding.possible]
    worst = min(possible, key=lambda o: policy.values[o].value)
    best = max(possible, key=lambda o: policy.values[o].value)
    here = finding.decided
    return [
        True,
        *(worst == o for o in ("met", "partly_met")),
        *(best == o for o in ("met", "partly_met")),
        here,
        *(here and worst == o for o in ("met", "partly_met")),
    ]


def robustness(laid: Sheet, draws: int, seed: int) -> Robustness:
    """Return the scores over `draws` draws, crossed with every aggregation and standard.

    Args:
        laid: the findings at each standard that is to be tried.
        draws: how many, at least 2.
        seed: the same seed gives the same result.
    """
    varied = laid.policy.robustness
    random = np.random.default_rng(seed)
    stated = laid.stated
    mean = stated.mean() if stated.size and stated.any() else 1.0
    # Gamma draws are a Dirichlet once they are divided by their sum, which every mean does.
    weights = random.standard_gamma(
        float(varied.concentration.value) * stated / mean, (draws, stated.size)
    )
    partly = random.uniform(
        float(varied.partly_met_low.value), float(varied.partly_met_high.value), draws
    )
    sums = _sums(laid, weights)
    first = _scores(laid, sums, partly)
    # The same weights with the `partly_met` of another draw, for the shares of variance.
    frozen = _scores(laid, sums, np.roll(partly, 1))
    bands, names = laid.policy.bands, laid.standards
    cut = {
        t: {
            name: spread(first.overall[t][:, :, i : i + 1], frozen.overall[t][:, :, i : i + 1],
                          bands, names, False)
            for i, name in enumerate(AGGREGATIONS)
        }
        for t in TREATMENTS
    }  # fmt: skip
    return Robustness(
        draws=draws,
        seed=seed,
        settings=draws * len(names) * len(AGGREGATIONS),
        standards=names,
        overall={
            t: spread(first.overall[t], frozen.overall[t], bands, names, True) for t in TREATMENTS
        },
        by_aggregation=cut,
        areas={
            area: {
                t: spread(first.areas[t][:, :, i : i + 1], frozen.areas[t][:, :, i : i + 1],
                           bands, names, False)
                for t in TREATMENTS
            }
            for i, area in enumerate(laid.areas)
        },
        weakest={t: _weakest(laid, first.areas[t]) for t in TREATMENTS},
    )  # fmt: skip


def scores(laid: Sheet, weights: Floats, partly: Floats) -> Scores:
    """Return the scores of some draws.

    Args:
        laid: the findings at each standard.
        weights: (draws, criteria).
        partly: (draws,), the value of `partly_met`.
    """
    return _scores(laid, _sums(laid, weights), partly)


def _sums(laid: Sheet, weights: Floats) -> Floats:
    """Return the weight under each mask: (8, draws, standards, areas)."""
    levels, kinds, _ = laid.masks.shape
    # The draws lie side by side in memory, so that all that follows runs along them.
    drawn = np.ascontiguousarray(weights.T)
    sums = np.empty((kinds, levels, len(laid.areas), len(weights)))
    for i, member in enumerate(laid.member.T > 0):
        flat = laid.masks[:, :, member].reshape(levels * kinds, -1) @ drawn[member]
        sums[:, :, i] = flat.reshape(levels, kinds, -1).transpose(1, 0, 2)
    return sums.transpose(0, 3, 1, 2)


def _scores(laid: Sheet, sums: Floats, partly: Floats) -> Scores:
    total, decided = sums[0], sums[5]
    weighted = laid.weighted
    value = partly[:, None, None]
    parts = {
        "all_worst": _value(laid.policy, total, sums[1], sums[2], value),
        "all_best": _value(laid.policy, total, sums[3], sums[4], value),
        "decided_only": _value(laid.policy, decided, sums[6], sums[7], value),
    }
    with np.errstate(divide="ignore", invalid="ignore"):
        areas = _treated(laid.policy, parts, total, decided)
        whole = _treated(
            laid.policy,
            {name: part[:, :, weighted].sum(-1) for name, part in parts.items()},
            total[:, :, weighted].sum(-1),
            decided[:, :, weighted].sum(-1),
        )
    _cap(laid, areas, whole)
    overall: dict[Treatment, Floats] = {}
    for name, arithmetic in whole.items():
        own, heavy = areas[name][:, :, weighted], total[:, :, weighted]
        geometric = _geometric(own, heavy, float(laid.policy.geometric_floor.value))
        geometric[np.isnan(arithmetic)] = np.nan
        overall[name] = np.stack([arithmetic, geometric, _lowest(own)], axis=-1)
    return Scores(areas, overall)


def _value(policy: Policy, total: Floats, met: Floats, partly: Floats, at: Floats) -> Floats:
    full, none = (float(policy.values[o].value) for o in ("met", "not_met"))
    return full * met + at * partly + none * (total - met - partly)


def _treated(
    policy: Policy, parts: Mapping[str, Floats], total: Floats, decided: Floats
) -> dict[Treatment, Floats]:
    low, high = parts["all_worst"] / total, parts["all_best"] / total
    mean = np.clip(parts["decided_only"] / decided, low, high)
    enough = decided / total >= float(policy.decided_share.value)
    score = np.where(enough & (decided > 0), mean, np.nan)
    return {"all_worst": low, "all_best": high, "decided_only": score}


def _cap(laid: Sheet, areas: dict[Treatment, Floats], whole: dict[Treatment, Floats]) -> None:
    """Apply the vetoes of the policy in place, as the stated assessment does."""
    for veto in laid.policy.vetoes:
        for s, findings in enumerate(laid.findings):
            finding = next(f for f in findings if f.criterion == veto.criterion)
            if "not_met" not in finding.possible:
                continue
            fired = finding.outcome == "not_met"
            for name in TREATMENTS if fired else TREATMENTS[:1]:
                if veto.caps == "overall":
                    at = whole[name][:, s]
                else:
                    at = areas[name][:, s, laid.areas.index(finding.area)]
                np.minimum(at, float(veto.at), out=at)


def _geometric(own: Floats, heavy: Floats, floor: float) -> Floats:
    known = ~np.isnan(own)
    heavy = np.where(known, heavy, 0.0)
    total = heavy.sum(-1)
    logs = np.log(np.maximum(np.where(known, own, 1.0), floor))
    with np.errstate(invalid="ignore"):
        mean: Floats = np.exp((heavy * logs).sum(-1) / total)
    return mean


def _lowest(own: Floats) -> Floats:
    least: Floats = np.where(np.isnan(own), np.inf, own).min(-1, initial=np.inf)
    return np.where(np.isinf(least), np.nan, least)


def _weakest(laid: Sheet, areas: Floats) -> dict[str, float]:
    own = areas[:, :, laid.weighted]
    least = _lowest(own)[:, :, None]
    with np.errstate(invalid="ignore"):
        weakest = (own <= least + TIE).mean((0, 1))
    names = [laid.areas[i] for i in np.flatnonzero(laid.weighted)]
    return {name: float(s) for name, s in zip(names, weakest, strict=True) if s > 0}
