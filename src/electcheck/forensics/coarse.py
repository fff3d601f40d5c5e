"""Coarse fractions: counts that sit where halves, thirds, quarters or multiples of 5 % put them.

All fractions are one family and one hypothesis: a station hits if its count is the whole number
nearest to any of them.
"""

from __future__ import annotations

import numpy as np

from electcheck.forensics.excess import Hits, can, excess_fields, lacking_column, names_of
from electcheck.forensics.lattice import Whole, log_factorials
from electcheck.forensics.protocols import starts_of
from electcheck.forensics.result import NotApplicable, Result
from electcheck.forensics.task import Task, as_count, keep
from electcheck.model.said import Said

TEST = "coarse-fractions"


def coarse_fractions(task: Task) -> list[Result]:
    """Test turnout and the leader's share, each over all coarse fractions at once."""
    turnout, share = can(task)
    kept = keep(task, turnout, share) if turnout or share else None
    results = []
    for variant, there in (("turnout", turnout), ("share", share)):
        if not there or kept is None:
            results.append(lacking_column(task, TEST, variant))
            continue
        seen = task.protocols
        pair = seen.need_turnout() if variant == "turnout" else seen.need_share()
        count, of = (as_count(one[kept.mask]) for one in pair)
        what = names_of(task)[variant]
        frame = {"excluded": kept.excluded}
        try:
            task.need_stations(TEST, len(of))
        except NotApplicable as no:
            refused = {"status": "not_applicable", "reason": no.why}
            results.append(task.result(TEST, variant, what, len(of), **frame, **refused))
            continue
        hits = _coarse(task, what, count, of)
        starts = starts_of(seen.region[kept.mask])
        name = Said("excess of stations at coarse fractions")
        fields = excess_fields(task, TEST, hits, starts, name)
        adjusted = {"pvalue_adjusted": fields["pvalue"], "hypotheses": 1}
        results.append(task.result(TEST, variant, what, len(of), **frame, **fields, **adjusted))
    return results


def _coarse(task: Task, what: Said, count: Whole, of: Whole) -> Hits:
    """Return which counts are the whole number nearest to a coarse fraction of `of`."""
    denominators = task.policy.coarse.denominators
    fractions = sorted({a / q for q in denominators for a in range(1, q)})
    n, k = of.astype(np.float64), count.astype(np.float64)
    rate = k / n
    sd = np.sqrt(n * rate * (1 - rate))
    table = log_factorials(int(of.max()))
    with np.errstate(divide="ignore", invalid="ignore"):
        log_rate, log_rest = np.log(rate), np.log1p(-rate)
    hit = np.zeros(len(n), dtype=bool)
    chance = np.zeros(len(n))
    last = np.full(len(n), -1, dtype=np.int64)
    for fraction in fractions:
        target = np.floor(fraction * n + 0.5).astype(np.int64)
        hit |= count == target
        # In small stations two fractions may share a count, which is then summed once.
        rows = np.flatnonzero((np.abs(target - k) < 8 * sd + 12) & (target != last) & (sd > 0))
        last = target
        t, m = target[rows], of[rows]
        chance[rows] += np.exp(
            table[m] - table[t] - table[m - t] + t * log_rate[rows] + (m - t) * log_rest[rows]
        )
    return Hits(what, hit, np.minimum(chance, 1.0))
