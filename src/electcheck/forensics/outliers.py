"""Regions and districts against the rest: a hierarchical beta-binomial model.

Stations of a unit scatter around the unit's rate as a beta-binomial with the unit's own
dispersion; the units' rates are normal on the scale 2 arcsin(sqrt(rate)), on which a beta
distribution is nearly normal and differences are Cohen's h. Each unit is compared with the
distribution of the *other* units, with Student's t for the spread being estimated from them, and
its rate is shrunken towards the mean of all. Holm over the units: a region is accused.

Source: Cohen, "Statistical Power Analysis for the Behavioral Sciences" (1988), chapter 6, for h.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtr, stdtrit

from electcheck.forensics.lattice import Floats, Whole
from electcheck.forensics.multiplicity import holm
from electcheck.forensics.protocols import Protocols, starts_of
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import Effect, NotApplicable, Null, Result
from electcheck.forensics.spread import grouped_dispersion
from electcheck.forensics.task import Task
from electcheck.model.said import Said
from electcheck.model.said import marked as _

TEST = "region-outliers"
# Of each rate and its swing: its name, its name with its denominator, and that of the effect.
NAMES = {
    "turnout": (Said("turnout"), "turnout (%(of)s)", Said("shrunken turnout")),
    "share": (Said("share"), _("share (%(of)s)"), Said("shrunken share")),
    "swing of turnout": (
        Said("swing of turnout"),
        _("swing of turnout (%(of)s)"),
        Said("shrunken swing of turnout"),
    ),
    "swing of share": (
        Said("swing of share"),
        _("swing of share (%(of)s)"),
        Said("shrunken swing of share"),
    ),
}


@dataclass(frozen=True)
class Rates:
    """One rate of every unit on the arcsine scale.

    Attributes:
        names: of the units.
        stations: how many stations each has.
        angle: the rates, 2 arcsin(sqrt(rate)).
        variance: their sampling variance.
    """

    names: tuple[str, ...]
    stations: Whole
    angle: Floats
    variance: Floats


def angle(rate: Floats) -> Floats:
    """Return 2 arcsin(sqrt(rate)).

    >>> angle(np.array([0.0, 0.5, 1.0])).round(4).tolist()
    [0.0, 1.5708, 3.1416]
    """
    turned: Floats = 2 * np.arcsin(np.sqrt(rate))
    return turned


def rate_at(turned: Floats | float) -> Floats:
    """Return the rate at an angle; angles beyond a rate of 0 or 1 give 0 or 1.

    >>> float(rate_at(angle(np.array([0.3]))).round(12)[0])
    0.3
    """
    rate: Floats = np.sin(np.clip(turned, 0.0, np.pi) / 2) ** 2
    return rate


def region_outliers(task: Task) -> list[Result]:
    """Compare each region, and each district, with the others: turnout, share, and swing."""
    seen = task.protocols
    task.need_stations(TEST, len(seen))
    units = ["region"] if seen.has_regions else []
    units += ["district"] if seen.district is not None else []
    if not units:
        raise NotApplicable(Reason("no_unit"))
    results: list[Result] = []
    for unit in units:
        for rate in ("turnout", "share"):
            results += _or_why_not(task, unit, rate, "", _rates_now)
            if task.earlier is not None and unit == "region":
                results += _or_why_not(task, unit, rate, "swing of ", _swing)
    return results


def _or_why_not(
    task: Task, unit: str, rate: str, prefix: str, rates: Callable[[Task, str, str], Rates]
) -> list[Result]:
    """Compare the units on their rates, or return the one result that says why they cannot be."""
    try:
        return _compare(task, unit, rate, rates(task, unit, rate), prefix)
    except NotApplicable as no:
        what = f"{prefix}{rate}"
        why_not = {"status": "not_applicable", "reason": no.why}
        return [task.result(TEST, f"{unit} {what}", NAMES[what][0], 0, unit=unit, **why_not)]


def _rates_now(task: Task, unit: str, rate: str) -> Rates:
    return _rates(task, task.protocols, unit, rate)


def _rates(task: Task, seen: Protocols, unit: str, rate: str) -> Rates:
    """Return the units' rates with the sampling variance that their stations' scatter gives."""
    count, of = seen.need_turnout() if rate == "turnout" else seen.need_share()
    codes, names = (seen.region, seen.regions) if unit == "region" else seen.need_districts()
    good = np.isfinite(count) & np.isfinite(of) & (of > 0) & (count >= 0) & (count <= of)
    order = np.argsort(codes[good], kind="stable")
    unit_of, k, n = codes[good][order], count[good][order], of[good][order]
    if not len(k):
        raise NotApplicable(Reason("no_station"))
    starts = starts_of(unit_of)
    size = np.diff(np.append(starts, len(k)))
    mean, rho = grouped_dispersion(k, n, starts)
    total = np.add.reduceat(n, starts)
    effective = (1 - rho) / total + rho * np.add.reduceat(n * n, starts) / total**2
    use = (size >= task.policy.units.stations) & (mean > 0) & (mean < 1)
    if int(use.sum()) < task.policy.units.units:
        raise NotApplicable(
            Reason(
                "few_regions" if unit == "region" else "few_districts",
                n=int(use.sum()),
                stations=task.policy.units.stations,
                least=task.policy.units.units,
            )
        )
    share = mean[use]
    return Rates(
        tuple(names[int(code)] for code in unit_of[starts][use]),
        size[use],
        angle(share),
        effective[use],
    )


def _swing(task: Task, unit: str, rate: str) -> Rates:
    """Return now minus earlier on the arcsine scale, for units that both files name."""
    if task.earlier is None:
        raise AssertionError("no earlier election")
    now = _rates(task, task.protocols, unit, rate)
    then = _rates(task, task.earlier, unit, rate)
    place = {name: i for i, name in enumerate(then.names)}
    both = [i for i, name in enumerate(now.names) if name in place]
    if len(both) < task.policy.units.units:
        raise NotApplicable(Reason("few_regions_in_both", n=len(both)))
    old = [place[now.names[i]] for i in both]
    return Rates(
        tuple(now.names[i] for i in both),
        now.stations[both],
        now.angle[both] - then.angle[old],
        now.variance[both] + then.variance[old],
    )


def leave_one_out(value: Floats, variance: Floats) -> tuple[Floats, Floats, int]:
    """Return the mean of the others and the predictive sd of each unit, with t's degrees.

    The variance between units is the others' empirical variance less their mean sampling
    variance; it is added to the unit's own, and to the uncertainty of the others' mean.

    Args:
        value: one per unit, arcsine scale.
        variance: sampling variances.
    """
    k = len(value)
    rest = k - 1
    mean = (value.sum() - value) / rest
    squares = ((value - value.mean()) ** 2).sum() - (value - value.mean()) ** 2 * k / rest
    empirical = np.maximum(squares, 0.0) / (rest - 1)
    noise = (variance.sum() - variance) / rest
    between = np.maximum(empirical - noise, 0.0)
    spread = np.sqrt(between + variance + np.maximum(empirical, noise) / rest)
    return mean, spread, rest - 1


def _compare(task: Task, unit: str, rate: str, rates: Rates, prefix: str) -> list[Result]:
    seen = task.protocols
    mean, spread, freedom = leave_one_out(rates.angle, rates.variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(spread > 0, (rates.angle - mean) / spread, 0.0)
    pvalue = 2 * stdtr(freedom, -np.abs(t))
    k = len(pvalue)
    adjusted = holm(pvalue, k)
    low, shrunk, high = _shrunken(rates, float(task.policy.coverage.value))
    order = np.lexsort((np.array(rates.names), pvalue))[: int(task.policy.shown_units.value)]
    level, power = float(task.policy.level.value), float(task.policy.power.value)
    reach = (stdtrit(freedom, 1 - level / 2) + ndtri(power)) * spread
    name = seen.turnout_name if rate == "turnout" else seen.share_name
    is_rate = not prefix
    _name, pattern, effect = NAMES[f"{prefix}{rate}"]
    what = Said(pattern, of=name)
    results = []
    for i in order:
        parameters: Mapping[str, float] = {
            "angle": float(rates.angle[i]),
            "angle_of_the_others": float(mean[i]),
            "predictive_sd": float(spread[i]),
            "units": k,
            "rate" if is_rate else "swing_h": float(
                rate_at(rates.angle[i]) if is_rate else rates.angle[i]
            ),
        }
        shown = (low[i], shrunk[i], high[i])
        if is_rate:
            shown = (rate_at(low[i]), rate_at(shrunk[i]), rate_at(high[i]))
        result = task.result(
            TEST,
            f"{unit} {prefix}{rate}: {rates.names[i]}",
            what,
            int(rates.stations[i]),
            unit=unit,
            parameters=parameters,
            statistic=float(t[i]),
            effect=Effect(
                effect,
                float(shown[1]),
                float(shown[0]),
                float(shown[2]),
                Said("share") if is_rate else Said("Cohen's h"),
            ),
            pvalue=float(pvalue[i]),
            pvalue_adjusted=float(adjusted[i]),
            hypotheses=k,
            minimum_detectable=float(reach[i]),
            smallest_effect=float(task.says(TEST).smallest_effect or 0),
            claim=f"any {unit} {prefix}{rate}",
            null=Null(float(t[i]), 0.0, 1.0),
        )
        results.append(result)
    return results


def _shrunken(rates: Rates, coverage: float) -> tuple[Floats, Floats, Floats]:
    """Return interval and estimate of each unit, pulled towards the mean of all units."""
    mean = float(rates.angle.mean())
    empirical = float(rates.angle.var(ddof=1))
    between = max(empirical - float(rates.variance.mean()), 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = np.where(between + rates.variance > 0, between / (between + rates.variance), 1.0)
    centre = mean + weight * (rates.angle - mean)
    half = float(ndtri(0.5 + coverage / 2)) * np.sqrt(weight * rates.variance)
    return centre - half, centre, centre + half
