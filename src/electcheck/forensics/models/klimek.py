"""The fingerprint model of Klimek et al. 2012: raw parameters, and its fraud weights fitted twice.

Once as published, by the distance of the share's histogram with the raw parameters held, and once
by likelihood over the cells of turnout and share with all parameters free. Where the two differ by
more than their intervals, the answer hangs on the estimator, and both say so.

Departures: the published fit draws elections; here the model's densities are summed (see
`fingerprint_model`). The mode of a rate is the highest heap, not the first above 30 %, and there
must be one only. One part in a hundred of the likelihood is spread evenly over all cells, since
real elections have stations anywhere.

Source: Klimek, Yegorov, Hanel & Thurner, PNAS 109 (2012), and its supporting information; raw
parameters after Kobak's notebook (theta is a fourth root there).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from electcheck.forensics.bootstrap import percentile_interval, station_weights
from electcheck.forensics.fingerprint import usable
from electcheck.forensics.lattice import Flags, Floats, Whole
from electcheck.forensics.models.fingerprint_fit import (
    Fit,
    fit_distance,
    fit_likelihood,
    goodness,
)
from electcheck.forensics.models.fingerprint_model import Parameters
from electcheck.forensics.models.modes import NotIdentified, clean_mode, kernel_density
from electcheck.forensics.policy import Heap
from electcheck.forensics.protocols import starts_of
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import Effect, NotApplicable, Null, Result
from electcheck.forensics.task import Task
from electcheck.model.said import Said, Shown
from electcheck.model.said import marked as _

TEST = "klimek"
GRID = np.arange(1001) / 1000
FITS = ("distance", "likelihood")
KINDS = ("incremental", "extreme")
FRAUD = {"incremental": Said("incremental fraud"), "extreme": Said("extreme fraud")}

# The name of an effect whose two fits differ, by the other fit.
DEPENDENT = {
    "distance": _("mixing weight of %(kind)s (ESTIMATOR-DEPENDENT: %(other)s by distance)"),
    "likelihood": _("mixing weight of %(kind)s (ESTIMATOR-DEPENDENT: %(other)s by likelihood)"),
}


def raw_parameters(
    turnout: Floats, share: Floats, limits: Heap, weight: Floats | None = None
) -> Parameters:
    """Return the published raw parameters, alpha being 1.

    Args:
        turnout: rates of the stations.
        share: the leader's.
        limits: of a clean heap.
        weight: how often each station counts, for a resample.

    Raises:
        NotIdentified: a rate has no one clean mode, or too few stations lie below it.
    """
    w = np.ones(len(turnout)) if weight is None else weight
    modes = [
        clean_mode(name, GRID, kernel_density(rate, GRID, weight), limits)
        for name, rate in ((Said("turnout"), turnout), (Said("the leader's share"), share))
    ]
    tau, nu = modes

    def square(rate: Floats, mode: float, some: Flags) -> float:
        total = float(w[some].sum())
        if total < 10:
            raise NotIdentified(Reason("few_beside_mode"))
        return float((w[some] * (rate[some] - mode) ** 2).sum() / total)

    sigma_tau = square(turnout, tau, (turnout < tau) & (share < nu)) ** 0.5
    sigma_nu = square(share, nu, share < nu) ** 0.5
    theta = square(share, nu, share > nu) ** 0.25
    return Parameters(tau, nu, sigma_tau, sigma_nu, theta, 1.0)


@dataclass(frozen=True)
class _Stations:
    """The rates of the stations that are used, their regions' starts, and who was left out."""

    turnout: Floats
    share: Floats
    starts: Whole
    excluded: dict[str, int]


def _stations(task: Task) -> _Stations:
    mask, excluded = usable(task)
    out, registered = (one[mask] for one in task.protocols.need_turnout())
    leader, cast = (one[mask] for one in task.protocols.need_share())
    starts = starts_of(task.protocols.region[mask])
    return _Stations(out / registered, leader / cast, starts, excluded)


def klimek(task: Task) -> list[Result]:
    """Return incremental and extreme fraud's weights by both fits."""
    stations = _stations(task)
    n = len(stations.turnout)
    task.need_stations(TEST, n)
    limits = task.policy.models
    try:
        raw = raw_parameters(stations.turnout, stations.share, limits.heap)
        cells = histogram(stations, limits.klimek.cells)(None)
        fits = {
            "distance": fit_distance(cells, raw, limits.klimek),
            "likelihood": fit_likelihood(cells, raw, limits.klimek),
        }
        for name, fit in fits.items():
            seen = goodness(cells, fit, limits.klimek)
            misfit = seen["misfit"] - seen["misfit_expected"]
            if misfit > float(limits.klimek.misfit):
                raise NotIdentified(
                    Reason(
                        "distance_misfit" if name == "distance" else "likelihood_misfit",
                        misfit=Shown(100 * misfit, ".0f"),
                    )
                )
    except NotApplicable as no:
        return _refused(task, stations, n, no.why)
    intervals = _intervals(task, stations, fits) if task.intervals else {}
    return [
        _result(task, stations, raw, fits, intervals, name, kind) for name in FITS for kind in KINDS
    ]


def histogram(stations: _Stations, cells: int) -> Callable[[Floats | None], Floats]:
    """Return what counts stations, weighted or not, by cell of turnout and share.

    A rate above 1 has no cell and is left out.
    """
    places = [
        np.minimum((rate * cells).astype(np.int64), cells - 1)
        for rate in (stations.turnout, stations.share)
    ]
    inside = (stations.turnout <= 1) & (stations.share <= 1)
    flat = (places[0] * cells + places[1])[inside]

    def count(weight: Floats | None) -> Floats:
        some = None if weight is None else weight[inside]
        counts = np.bincount(flat, some, cells * cells).reshape(cells, cells)
        return counts.astype(np.float64)

    return count


def _refused(task: Task, stations: _Stations, n: int, reason: Reason) -> list[Result]:
    return [
        task.result(
            TEST,
            f"{kind} fraud, {name}",
            _what(task, kind, name),
            n,
            status="refused",
            reason=reason,
            excluded=stations.excluded,
        )
        for name in FITS
        for kind in KINDS
    ]


def _what(task: Task, kind: str, fit: str) -> Said:
    seen = task.protocols
    how = Said("by likelihood")
    if fit == "distance":
        how = Said("by the published distance")
    return Said(
        "of %(kind)s, fitted %(how)s (turnout %(turnout)s, share %(share)s)",
        kind=FRAUD[kind],
        how=how,
        turnout=seen.turnout_name,
        share=seen.share_name,
    )


def _intervals(
    task: Task, stations: _Stations, fits: dict[str, Fit]
) -> dict[str, list[tuple[float, float]]]:
    """Return the bootstrap intervals of both weights for each fit.

    Stations are drawn within regions. The distance fit is made anew on each resample, raw
    parameters and all; the likelihood takes one Newton step from its maximum.
    """
    limits = task.policy.models
    n, count = len(stations.turnout), histogram(stations, limits.klimek.cells)
    near = _near(fits["distance"].parameters.alpha, [float(a) for a in limits.klimek.alphas])
    drawn: dict[str, list[tuple[float, float]]] = {name: [] for name in FITS}
    resamples = task.asked or limits.klimek.resamples
    for weight in station_weights(stations.starts, n, resamples, task.stream(0)):
        cells = count(weight)
        drawn["likelihood"].append(fits["likelihood"].step(cells))
        try:
            raw = raw_parameters(stations.turnout, stations.share, limits.heap, weight)
            again = fit_distance(cells, raw, limits.klimek, near)
        except NotApplicable:
            continue
        drawn["distance"].append(again.weights)
    coverage = float(task.policy.coverage.value)
    return {
        name: [percentile_interval(np.array(draws)[:, i], coverage) for i in range(2)]
        for name, draws in drawn.items()
    }


def _near(alpha: float, alphas: list[float]) -> list[float]:
    """Return an exponent and its neighbours, which a resample does not leave."""
    place = alphas.index(alpha)
    return alphas[max(place - 1, 0) : place + 2]


def _result(
    task: Task,
    stations: _Stations,
    raw: Parameters,
    fits: dict[str, Fit],
    intervals: dict[str, list[tuple[float, float]]],
    name: str,
    kind: str,
) -> Result:
    limits = task.policy.models.klimek
    fit, place = fits[name], KINDS.index(kind)
    low, high = intervals[name][place] if intervals else (None, None)
    parameters: dict[str, float] = {
        "tau": raw.tau,
        "nu": raw.nu,
        "sigma_tau": raw.sigma_tau,
        "sigma_nu": raw.sigma_nu,
        "theta": raw.theta,
        "f_i": fit.weights[0],
        "f_e": fit.weights[1],
        "alpha": fit.parameters.alpha,
        "turnout_above_100_percent": int((stations.turnout > 1).sum()),
    }
    frame = {"excluded": stations.excluded, "parameters": parameters}
    if low is not None and high is not None and high - low > float(limits.widest):
        return task.result(
            TEST,
            f"{kind} fraud, {name}",
            _what(task, kind, name),
            len(stations.turnout),
            status="refused",
            reason=Reason("weight_open", low=Shown(low, ".2f"), high=Shown(high, ".2f")),
            **frame,
        )
    cells = histogram(stations, limits.cells)(None)
    parameters |= goodness(cells, fit, limits)
    if name == "likelihood":
        names = ("tau", "nu", "sigma_tau", "sigma_nu", "theta")
        fitted = zip(names, fit.parameters.vector(), strict=False)
        parameters |= {f"fitted_{one}": float(value) for one, value in fitted}
    words = Said("mixing weight of %(kind)s", kind=FRAUD[kind])
    if intervals and _apart(intervals["distance"][place], intervals["likelihood"][place]):
        other = FITS[1 - FITS.index(name)]
        weight = Shown(fits[other].weights[place], ".3g")
        words = Said(DEPENDENT[other], kind=FRAUD[kind], other=weight)
        parameters["estimator_dependent"] = 1
    return task.result(
        TEST,
        f"{kind} fraud, {name}",
        _what(task, kind, name),
        len(stations.turnout),
        statistic=fit.weights[place],
        effect=Effect(words, fit.weights[place], low, high, Said("mixing weight")),
        alarm=None if low is None else bool(low > float(limits.alarm)),
        null=Null(fit.weights[place], 0.0, 0.0, {"histogram": cells, "model": fit.cells}),
        **frame,
    )


def _apart(one: tuple[float, float], two: tuple[float, float]) -> bool:
    """Tell whether two intervals share no point.

    >>> _apart((0.1, 0.2), (0.3, 0.4)), _apart((0.1, 0.3), (0.2, 0.4))
    (True, False)
    """
    return one[1] < two[0] or two[1] < one[0]
