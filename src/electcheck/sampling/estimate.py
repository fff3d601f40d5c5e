"""Every estimate of a design, with its range and what a reader must know about it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from electcheck.sampling import estimators
from electcheck.sampling.build import Stations
from electcheck.sampling.design_file import Ask
from electcheck.sampling.estimators import Linear
from electcheck.sampling.intervals import Interval, share_interval, t_interval
from electcheck.sampling.policy import SamplingPolicy
from electcheck.sampling.response import Bounds, Response, response, worst_case
from electcheck.sampling.sample import Mask, Sample
from electcheck.sampling.station_file import all_or_nothing


@dataclass(frozen=True)
class Estimate:
    """One estimate. Unknown numbers are nan.

    Attributes:
        name: as the design calls it.
        domain: the domain it is about, None for all stations.
        estimate: the estimate.
        se: its standard error.
        low: lower end of its range.
        high: upper end of its range.
        df: degrees of freedom.
        method: how the range was made: `t`, `korn-graubard`, `wilson`, `logit`, `beta`, `visits`.
        n: stations it rests on.
        bounds: what it would be if every missing station were as far off as can be, or None.
        note: what a reader must know of this range, or an empty string.
    """

    name: str
    domain: str | None
    estimate: float
    se: float
    low: float
    high: float
    df: float
    method: str
    n: int
    bounds: Bounds | None = None
    note: str = ""


@dataclass(frozen=True)
class Estimates:
    """All estimates of a design, the stations they rest on, and warnings."""

    n: int
    estimates: tuple[Estimate, ...]
    warnings: tuple[str, ...]
    response: Response | None = field(default=None)

    def find(self, name: str, domain: str | None = None) -> Estimate:
        """Return one estimate by name and domain."""
        return next(one for one in self.estimates if (one.name, one.domain) == (name, domain))


def linearise(ask: Ask, sample: Sample, domain: Mask | None = None) -> Linear:
    """Return the estimate that `ask` asks for, with its influence."""
    of = [sample.columns[name] for name in ask.columns]
    if ask.kind == "ratio":
        return estimators.ratio(sample, of[0], of[1], domain)
    if ask.kind == "margin":
        return estimators.ratio(sample, of[0] - of[1], of[2], domain)
    if ask.kind != "total":
        return estimators.mean(sample, of[0], domain)
    if ask.auxiliary is None:
        return estimators.total(sample, of[0], domain)
    first = [int(np.flatnonzero(sample.stratum == h)[0]) for h in range(len(sample.strata))]
    known = sample.columns[ask.auxiliary.known][first]
    if domain is not None:
        raise ValueError("a total from known strata has no domains")
    return estimators.separate_ratio_total(
        sample, of[0], of[1], known, combined=ask.auxiliary.method == "combined"
    )


def estimate(stations: Stations, policy: SamplingPolicy) -> Estimates:
    """Estimate everything that the design asks for, in all stations and in each domain.

    Raises:
        InputRefused: a stratum is silent, or shows no spread and the design does not say what then.
    """
    if not stations.design.is_random:
        return _visits(stations)
    warnings = list(stations.notes)
    answer = response(stations)
    warnings += answer.sentences(policy)
    results: list[Estimate] = []
    reporting = np.zeros(len(stations.file), dtype=bool)
    for ask in stations.design.estimates:
        _check_known(stations, ask)
        mask = stations.reported(ask.columns)
        reporting |= mask
        sample = stations.of(mask)
        for label in _domains(stations, ask):
            domain = None if label is None else stations.inside(label)[mask]
            results.append(_one(ask, label, sample, domain, stations, mask, policy))
    warnings += _on_lonely(stations)
    if stations.sample.units_are_strata():
        warnings.append(UNITS_ARE_STRATA)
    warnings += [f"{_title(one)}: {one.note}" for one in results if one.note]
    if not stations.sample.is_census:
        warnings += _on_df(results, policy)
    return Estimates(int(reporting.sum()), tuple(results), tuple(dict.fromkeys(warnings)), answer)


def _domains(stations: Stations, ask: Ask) -> list[str | None]:
    if stations.domain is None or ask.auxiliary is not None:
        return [None]
    return [None, *sorted(set(stations.domain.tolist()))]


def _one(
    ask: Ask,
    label: str | None,
    sample: Sample,
    domain: Mask | None,
    stations: Stations,
    mask: Mask,
    policy: SamplingPolicy,
) -> Estimate:
    level = float(stations.design.level or policy.level.value)
    n = sample.n if domain is None else int(domain.sum())
    df = sample.df(domain) if n else 0
    linear = linearise(ask, sample, domain) if n else Linear(math.nan, np.zeros(sample.n))
    known = n > 0 and math.isfinite(linear.estimate)
    variance = float(estimators.covariances(sample, [linear])[0, 0]) if known else math.nan
    found, note = _range(ask, linear, variance, n, df, sample, domain, level)
    bounds = None if mask.all() else worst_case(ask, stations, mask, label)
    se = math.sqrt(variance) if known else math.nan
    return Estimate(
        ask.name,
        label,
        linear.estimate,
        se,
        found.low,
        found.high,
        df,
        found.method,
        n,
        bounds,
        note,
    )


def _range(
    ask: Ask,
    linear: Linear,
    variance: float,
    n: int,
    df: int,
    sample: Sample,
    domain: Mask | None,
    level: float,
) -> tuple[Interval, str]:
    """Return the range and, where it differs from what a reader may expect, why."""
    value = linear.estimate
    if n and not math.isnan(value) and sample.counted(domain):
        method = ask.method or ("korn-graubard" if ask.kind == "share" else "t")
        return Interval(value, value, method), ""
    if not n:
        return Interval(math.nan, math.nan, "t"), "no station of the sample lies in this domain"
    if math.isnan(value):
        return Interval(math.nan, math.nan, "t"), "the denominator is zero: there is no ratio"
    if df < 1:
        return Interval(math.nan, math.nan, ask.method or "t"), NO_DF
    if ask.kind == "share":
        found = share_interval(value, variance, n, df, ask.method or "korn-graubard", level)
        return found, "" if variance > 0 else NO_SPREAD_SHARE
    if variance > 0:
        return t_interval(value, math.sqrt(variance), df, level), ""
    return _without_spread(ask, value, n, df, sample, domain, level)


NO_DF = "one first-stage unit per stratum: no degree of freedom is left and no range can be given"
UNITS_ARE_STRATA = (
    "each stratum is one unit that was taken for certain, so the units are strata: the degrees of "
    "freedom are those of the stations in them (R's survey counts none and gives no range)"
)
NO_SPREAD_SHARE = (
    "no spread was seen among the stations, so the range is the exact binomial one with n stations "
    "(R's survey gives none, or one without width)"
)


def _without_spread(
    ask: Ask, value: float, n: int, df: int, sample: Sample, domain: Mask | None, level: float
) -> tuple[Interval, str]:
    """Nothing varied: a standard error of 0 is then no knowledge, unless everything was counted."""
    inside = np.ones(sample.n, dtype=bool) if domain is None else domain
    of = [sample.columns[name][inside] for name in ask.columns]
    if ask.auxiliary is None and _only_zero_and_one(ask, of, value):
        scale = float(sample.weight[inside].sum()) if ask.kind == "total" else 1.0
        found = share_interval(value / scale, 0.0, n, df, "korn-graubard", level)
        bound = Interval(found.low * scale, found.high * scale, found.method, found.effective_n)
        return bound, NO_SPREAD_SHARE
    note = "every station gave the same value: the range has no width, which is no certainty"
    return Interval(value, value, "t"), note


def _only_zero_and_one(ask: Ask, of: list[np.ndarray], value: float) -> bool:
    """Tell whether the estimate counts stations, or parts that are nothing or all of a whole."""
    if ask.kind == "margin":
        return False
    if ask.kind == "ratio":
        return value in (0.0, 1.0)
    nothing_but_ones = bool((of[0] == 1).all())
    # A column of ones adds up to the number of stations, which the sizes give exactly.
    if ask.kind == "total" and nothing_but_ones:
        return False
    return bool(np.isin(of[0], (0, 1)).all())


def _check_known(stations: Stations, ask: Ask) -> None:
    """A known total is one per stratum."""
    if ask.auxiliary is None:
        return
    values, faults = stations.sample.columns[ask.auxiliary.known], []
    for label in sorted(set(stations.stratum.tolist())):
        rows = np.flatnonzero(stations.stratum == label)
        if np.isnan(values[rows]).any() or len(np.unique(values[rows])) > 1:
            message = f"column {ask.auxiliary.known!r}: expected one known total for stratum "
            faults.append(stations.file.fault(int(rows[0]), message + repr(label)))
    all_or_nothing(faults)


def _visits(stations: Stations) -> Estimates:
    """Say what was seen at the stations visited, and nothing about any other."""
    results = []
    for ask in stations.design.estimates:
        mask = stations.reported(ask.columns)
        for label in _domains(stations, ask):
            inside = mask if label is None else mask & stations.inside(label)
            results.append(_seen(ask, label, stations.sample, inside))
            if label is None and stations.design.poststrata is not None and inside.all():
                results[-1] = _with_mix(results[-1], ask, stations)
    warnings = [
        *stations.notes,
        "the stations were chosen by the observers, not drawn: the figures are those of the "
        "stations visited, without a range for any other. Where a draw was made, declare it with "
        "'sizes'",
    ]
    return Estimates(len(stations.file), tuple(results), tuple(warnings))


def _with_mix(found: Estimate, ask: Ask, stations: Stations) -> Estimate:
    """Add what the figure would be with the country's mix of known classes: a sensitivity."""
    mixed = linearise(ask, stations.sample).estimate
    assert stations.design.poststrata is not None
    column = stations.design.poststrata.column
    words = (
        f"with the country's mix of {column!r} it would be {mixed:.4g} (a sensitivity, no range)"
    )
    return replace(found, note=f"{found.note}; {words}" if found.note else words)


def _seen(ask: Ask, label: str | None, sample: Sample, inside: Mask) -> Estimate:
    of = [sample.columns[name][inside] for name in ask.columns]
    n = int(inside.sum())
    value, seen = math.nan, ""
    if n and ask.kind in ("ratio", "margin"):
        above = of[0].sum() if ask.kind == "ratio" else (of[0] - of[1]).sum()
        value = float(above / of[-1].sum()) if of[-1].sum() else math.nan
    elif n and ask.kind == "total":
        value = float(of[0].sum())
    elif n:
        value = float(of[0].mean())
        seen = f"{of[0].sum():g} of {n} stations visited" if ask.kind == "share" else ""
    nan = math.nan
    return Estimate(ask.name, label, value, nan, nan, nan, nan, "visits", n, None, seen)


def _on_lonely(stations: Stations) -> list[str]:
    """Say when strata of one unit were collapsed or averaged."""
    alone = int(stations.sample.stages[0].lonely.sum())
    inside = sum(int(stage.lonely.sum()) for stage in stations.sample.stages[1:])
    if not alone + inside or stations.design.lonely == "refuse":
        return []
    how = {
        "collapse": "each was joined to the next in order, which makes ranges wider",
        "average": "each was given the mean variance of the others",
    }[stations.design.lonely]
    where = [f"{alone} strata have one unit"] * bool(alone)
    where += [f"{inside} units have one station"] * bool(inside)
    return [f"{' and '.join(where)} and show no spread: {how}"]


def _on_df(results: list[Estimate], policy: SamplingPolicy) -> list[str]:
    few = float(policy.few_clusters_df.value)
    found = [one.df for one in results if one.domain is None and one.df < few]
    if not found:
        return []
    return [
        f"few clusters: {min(found):g} degrees of freedom; 95 % ranges were measured to hold less "
        f"often below {few:g} (docs/sampling-validation.md)"
    ]


def _title(one: Estimate) -> str:
    return one.name if one.domain is None else f"{one.name} ({one.domain})"
