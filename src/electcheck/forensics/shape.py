"""How turnout and votes are spread: the tail of turnout, skewness, kurtosis, number of heaps.

Descriptive, for comparison with the reference elections.

Sources: Klimek, Yegorov, Hanel & Thurner, PNAS 109 (2012), for the logarithmic vote rate
ln((registered - votes) / votes); Hartigan & Hartigan, Annals of Statistics 13 (1985), for the
dip, computed by the library `diptest` (an extra, since its licence is the GPL).
"""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from electcheck.forensics.bootstrap import percentile_interval, resampled, sum_interval
from electcheck.forensics.fingerprint import usable
from electcheck.forensics.lattice import Floats
from electcheck.forensics.protocols import starts_of
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import Effect, NotApplicable, Null, Result
from electcheck.forensics.task import Task
from electcheck.model.said import Own, Said

TAIL = "turnout-tail"
SHAPE = "turnout-shape"
# The moments: name of the effect, and its unit.
NAMES = {
    "skewness": (Said("skewness of the logarithmic vote rate"), Said("skewness")),
    "kurtosis": (Said("excess kurtosis of the logarithmic vote rate"), Said("excess kurtosis")),
}


def turnout_tail(task: Task) -> list[Result]:
    """Return the share of stations with very high turnout; above 100 % is counted, not clipped."""
    mask, excluded = usable(task, share=False)
    task.need_stations(TAIL, int(mask.sum()))
    out, registered = (one[mask] for one in task.protocols.need_turnout())
    limit = task.policy.tail.turnout_percent
    high = 100 * out >= limit * registered
    starts = starts_of(task.protocols.region[mask])
    estimate = float(high.mean())
    coverage = float(task.policy.coverage.value)
    ends = sum_interval(high.astype(np.float64), starts, coverage)
    low_end, high_end = (max(0.0, end / len(out)) for end in ends)
    histogram, _ = np.histogram(out / registered, bins=110, range=(0, 1.1))
    return [
        task.result(
            TAIL,
            None,
            Said("turnout (%(of)s)", of=task.protocols.turnout_name),
            len(out),
            excluded=excluded,
            parameters={
                "stations": int(high.sum()),
                "registered_there": float(registered[high].sum()),
                "turnout_above_100_percent": int((out > registered).sum()),
            },
            statistic=estimate,
            effect=Effect(
                Said("stations with a turnout of %(limit)s %% or more", limit=limit),
                estimate,
                low_end,
                high_end,
                Said("share of stations"),
            ),
            null=Null(estimate, 0.0, 0.0, {"turnout": histogram.astype(np.float64)}),
        )
    ]


def turnout_shape(task: Task) -> list[Result]:
    """Return skewness and excess kurtosis of the logarithmic vote rate, and the dip of turnout."""
    return [*_moments(task), _dip(task)]


def _moments(task: Task) -> list[Result]:
    try:
        mask, excluded = usable(task)
        _, registered = task.protocols.need_turnout()
        leader, _ = task.protocols.need_share()
        some = mask & (leader > 0) & (leader < registered)
        if int((mask & ~some).sum()):
            excluded["no finite logarithmic vote rate"] = int((mask & ~some).sum())
        task.need_stations(SHAPE, int(some.sum()))
    except NotApplicable as no:
        return [_lacking(task, variant, no.why) for variant in NAMES]
    rate = np.log((registered[some] - leader[some]) / leader[some])
    centred = rate - rate.mean()
    features = np.column_stack([centred**power for power in range(5)])
    starts = starts_of(task.protocols.region[some])
    estimates = _shape(features.sum(axis=0)[None, :])[0]
    draws = None
    if task.intervals:
        draws = resampled(features, starts, _shape, task.resamples, task.stream(1))
    histogram, edges = np.histogram(rate, bins=100)
    results = []
    for i, variant in enumerate(NAMES):
        low: float | None = None
        high: float | None = None
        if draws is not None:
            low, high = percentile_interval(draws[:, i], float(task.policy.coverage.value))
        name, unit = NAMES[variant]
        estimate = float(estimates[i])
        results.append(
            task.result(
                SHAPE,
                variant,
                Said(
                    "the logarithmic vote rate, ln((registered - leader's votes) / leader's votes)"
                ),
                int(some.sum()),
                excluded=excluded,
                parameters={"mean": float(rate.mean()), "sd": float(rate.std())},
                statistic=estimate,
                effect=Effect(name, estimate, low, high, unit),
                null=Null(estimate, 0.0, 0.0, {"rate": histogram.astype(float), "edges": edges}),
            )
        )
    return results


def _shape(sums: Floats) -> Floats:
    """Return skewness and excess kurtosis from sums of powers 0 to 4."""
    n, s1, s2, s3, s4 = sums.T
    with np.errstate(divide="ignore", invalid="ignore"):
        m = s1 / n
        variance = s2 / n - m**2
        third = s3 / n - 3 * m * s2 / n + 2 * m**3
        fourth = s4 / n - 4 * m * s3 / n + 6 * m**2 * s2 / n - 3 * m**4
        return np.column_stack([third / variance**1.5, fourth / variance**2 - 3])


def _dip(task: Task) -> Result:
    what = Said("turnout (%(of)s)", of=task.protocols.turnout_name)
    try:
        mask, excluded = usable(task, share=False)
        task.need_stations(SHAPE, int(mask.sum()))
    except NotApplicable as no:
        return _lacking(task, "dip", no.why)
    if find_spec("diptest") is None:
        command = Own("pip install 'electcheck[dip]'")
        return _lacking(task, "dip", Reason("no_dip", command=command))
    from diptest import dipstat  # an extra

    out, registered = (one[mask] for one in task.protocols.need_turnout())
    dip = float(dipstat(out / registered))
    return task.result(
        SHAPE,
        "dip",
        what,
        int(mask.sum()),
        excluded=excluded,
        parameters={"sqrt_n_times_dip": dip * float(np.sqrt(mask.sum()))},
        statistic=dip,
        effect=Effect(
            Said("dip of turnout, its distance from one heap"), dip, None, None, Said("probability")
        ),
    )


def _lacking(task: Task, variant: str, reason: Reason) -> Result:
    return task.result(SHAPE, variant, Said("turnout"), 0, status="not_applicable", reason=reason)
