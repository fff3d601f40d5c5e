"""Results as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from electcheck.forensics.battery import Battery
from electcheck.forensics.calibrate import Rate
from electcheck.forensics.result import Result

CAVEAT = (
    "A small p-value is no proof of fraud and a large one no proof of its absence; read the "
    "innocent explanations. Statistics never move a rating."
)
_SHOWN = 5


def battery_lines(battery: Battery) -> list[str]:
    """Return a battery as lines: each test's hypothesis once, then its variants."""
    lines = [f"{battery.file}: {battery.stations} rows, seed {battery.seed}"]
    for test, group in groupby(battery.results, key=lambda result: result.test):
        results = list(group)
        lines += ["", test]
        by_unit = len(results) > 2 * _SHOWN
        shown = sorted(results, key=_urgency)[:_SHOWN] if by_unit else results
        shown += [one for one in results if one.n == 0 and one not in shown]
        for result in shown:
            lines += _result_lines(result)
        if by_unit:
            rest = len(results) - len(shown)
            lines.append(f"  ... and {rest} more, in --format json")
        # Labels stand with their results.
        innocent = [one for one in results[0].innocent_explanations if one != results[0].label]
        if any(result.status == "computed" for result in results):
            lines.append(f"  innocent explanations: {'; '.join(innocent)}")
    return [*lines, "", CAVEAT]


def _urgency(result: Result) -> tuple[bool, float, float]:
    adjusted = 2.0 if result.pvalue_adjusted is None else result.pvalue_adjusted
    return result.variant != "national", adjusted, -abs(result.statistic or 0.0)


def _result_lines(result: Result) -> list[str]:
    name = result.variant or "all stations"
    if result.status in ("not_applicable", "refused"):
        return [f"  {name}: {result.status.replace('_', ' ')}: {result.reason}"]
    lines = [f"  {name}: n = {result.n}, {result.hypothesis}"]
    # How often it cries wolf stands before what it says.
    if result.label is not None:
        lines.append(f"    {result.label}")
    elif result.false_alarm_rate is not None:
        seen = result.false_alarm_rate
        lines.append(
            f"    false alarms on clean elections at {100 * seen.level:g} %: "
            f"{100 * seen.rate:.1f} % [{100 * seen.low:.1f}, {100 * seen.high:.1f}] ({seen.source})"
        )
    elif result.pvalue is not None or result.alarm is not None:
        lines.append(
            "    false alarms: not measured for this; --calibrate N measures them on this file's "
            "stations"
        )
    lines.append(f"    {_numbers(result)}")
    if result.status == "underpowered":
        lines.append(f"    underpowered, no p-value: {result.reason}")
    if result.excluded:
        left = "; ".join(f"{reason}: {count}" for reason, count in result.excluded.items())
        lines.append(f"    left out: {left}")
    if result.more_extreme_references:
        lines.append(f"    more extreme: {_references(result)}")
    return lines


def _numbers(result: Result) -> str:
    """Return effect, statistic and p-values in one line."""
    parts: list[str] = []
    if result.effect is not None:
        parts.append(result.effect.said)
    if result.statistic is not None:
        parts.append(f"statistic {result.statistic:.3f}")
    if result.pvalue is not None:
        parts.append(f"p {result.pvalue:.2g}")
        if result.hypotheses and result.hypotheses > 1 and result.pvalue_adjusted is not None:
            parts.append(f"Holm {result.pvalue_adjusted:.2g} of {result.hypotheses}")
    return "; ".join(parts)


def _references(result: Result) -> str:
    pairs = (result.more_extreme_references or {}).items()
    return ", ".join(f"{more} of {of} {kind}" for kind, (more, of) in pairs)


def rate_lines(rates: Iterable[Rate], what: str) -> list[str]:
    """Return measured rates as lines, one a claim and level."""
    lines = [what]
    for rate in rates:
        low, high = rate.interval()
        name = f"{rate.test} {rate.claim}".strip()
        lines.append(
            f"  {name}: {rate.alarms} of {rate.simulations} at {rate.level:g} "
            f"= {rate.rate:.3f} [{low:.3f}, {high:.3f}]"
        )
    return lines


def text(lines: Sequence[str]) -> str:
    """Return lines as one text that ends its last line."""
    return "\n".join(lines) + "\n"
