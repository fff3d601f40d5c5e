"""Exit polls against results, with the sampling error and the design effect stated."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from statistics import NormalDist

from electcheck.results.policy import ExitPollDefaults, results_policy
from electcheck.results.reconciling.line import Line, Status
from electcheck.results.reconciling.rows import Row

SECTION = "exit polls"
CAVEAT = "voters who refuse, lie or are out of reach are not in this error"


def margin(share: float, interviews: int, design_effect: float, confidence: float) -> float:
    """Return the half-width of the interval of a share in a clustered sample.

    The normal approximation with the variance of simple random sampling times the design effect
    (Kish 1965, section 8.2).

    >>> round(100 * margin(0.5, 1000, 1, 0.95), 2)
    3.1
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    return z * math.sqrt(design_effect * share * (1 - share) / interviews)


def exit_poll_lines(
    rows: Sequence[Row],
    results: Mapping[str, float],
    defaults: ExitPollDefaults | None = None,
) -> Iterator[Line]:
    """Yield each poll's figure against the result.

    Args:
        rows: of one ballot.
        results: candidate: percent of the result, of valid votes.
        defaults: the design effect that is assumed, and the confidence; by default the policy's.

    A candidate without a result is left out; a poll without sample size or stated error is
    compared and not judged.
    """
    defaults = defaults or results_policy().exit_polls
    for row in rows:
        name = row["candidate"]
        if name not in results:
            continue
        percent, result = float(row["percent"]), results[name]
        error, how = _error(row, percent / 100, defaults)
        told = f"poll {row['percent']} %, result {result:.2f} %: {percent - result:+.2f} points"
        subject = f"{row['poll']}: {name}"
        if error is None:
            told += f"; {how}"
            yield Line(SECTION, subject, "not_applicable", percent, None, None, told, row["source"])
            continue
        inside = abs(percent - result) <= error
        status: Status = "holds" if inside else "look"
        where = "within" if inside else "outside"
        told += f", sampling error {error:.2f} ({how}): {where} it; {CAVEAT}"
        low, high = result - error, result + error
        yield Line(SECTION, subject, status, percent, low, high, told, row["source"])


def _error(row: Row, share: float, defaults: ExitPollDefaults) -> tuple[float | None, str]:
    if row["stated_error_points"]:
        return float(row["stated_error_points"]), "as the pollster states it"
    if not row["sample_size"]:
        return None, "no sample size was seen, so no sampling error can be given"
    interviews = int(row["sample_size"])
    effect, confidence = defaults.design_effect, defaults.confidence
    stations = f" at {row['stations']} stations" if row["stations"] else ""
    how = (
        f"{interviews:,} interviews{stations}, design effect {effect:g} assumed, "
        f"{100 * confidence:g} %"
    )
    return 100 * margin(share, interviews, effect, confidence), how
