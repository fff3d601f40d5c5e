"""The finite mixture of `eforensics` as an estimate: weights of no, incremental and extreme fraud.

See `mixture_model` for the model and `mixture_fit` for the posterior. Turnout is that of the
ballots that the share counts, as in the package. The model knows one mean of turnout and one of
the share: regions that differ make weights of fraud by themselves, and the measured rate of that
stands beside every answer.
"""

from __future__ import annotations

import numpy as np

from electcheck.forensics.fingerprint import usable
from electcheck.forensics.models.mixture_fit import Posterior, posterior
from electcheck.forensics.models.mixture_model import counts_of
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import Effect, Null, Result
from electcheck.forensics.task import Task
from electcheck.model.said import Said, Shown

TEST = "finite-mixture"
KINDS = (Said("no fraud"), Said("incremental fraud"), Said("extreme fraud"))
# Above so many stations cells of stations stand for them.
_MANY = 1500


def finite_mixture(task: Task) -> list[Result]:
    """Return the three mixing weights with their posterior intervals.

    Stations with more ballots than voters, or more votes than ballots, have no probability under
    the model and are left out.
    """
    mask, excluded = usable(task)
    seen = task.protocols
    _, registered = seen.need_turnout()
    leader, cast = seen.need_share()
    for reason, wrong in (
        ("more ballots than voters", cast > registered),
        ("more votes than ballots", leader > cast),
    ):
        number = int((mask & wrong).sum())
        if number:
            excluded[reason] = number
        mask = mask & ~wrong
    n = int(mask.sum())
    task.need_stations(TEST, n)
    limits = task.policy.models.mixture
    cells = limits.cells if n > _MANY else 0
    counts = counts_of(registered[mask], cast[mask], leader[mask], cells)
    found = posterior(counts, float(limits.threshold), limits.draws, task.stream(0))
    return [_result(task, found, kind, n, excluded) for kind in range(3)]


def _result(task: Task, found: Posterior, kind: int, n: int, excluded: dict[str, int]) -> Result:
    seen, limits = task.protocols, task.policy.models.mixture
    tail = float(limits.tails)
    draws = found.draws[:, kind]
    ends = np.quantile(draws, [tail, 1 - tail])
    low, high = (float(end) for end in ends)
    mean = found.mean()
    what = Said(
        "of %(kind)s (%(share)s; turnout is that of the same ballots)",
        kind=KINDS[kind],
        share=seen.share_name,
    )
    reason = None
    if high - low > float(limits.widest):
        reason = Reason("weight_open", low=Shown(low, ".2f"), high=Shown(high, ".2f"))
    odds = found.draws[:, 1:] / found.draws[:, :1]
    highest = float(np.quantile(odds, 1 - tail, axis=0).max())
    if highest > float(limits.edge):
        reason = Reason("second_kind", odds=Shown(highest, ".2f"))
    if reason is not None:
        return task.result(
            TEST,
            KINDS[kind],
            what,
            n,
            status="refused",
            reason=reason,
            excluded=excluded,
        )
    parameters = {
        "pi_no_fraud": float(mean[0]),
        "pi_incremental": float(mean[1]),
        "pi_extreme": float(mean[2]),
        "log_posterior": found.value,
    }
    name = Said("mixing weight of %(kind)s", kind=KINDS[kind])
    alarm = None
    if kind:
        alarm = low > float(limits.alarm)
    return task.result(
        TEST,
        KINDS[kind],
        what,
        n,
        excluded=excluded,
        parameters=parameters,
        statistic=float(mean[kind]),
        effect=Effect(name, float(mean[kind]), low, high, Said("weight")),
        alarm=alarm,
        null=Null(float(mean[kind]), 0.0, 0.0, {"weights": mean, "own": np.array([float(kind)])}),
    )
