"""Estimates as plain data for JSON, and as lines of text."""

from __future__ import annotations

import math
from typing import Any

from electcheck.sampling.estimate import Estimate, Estimates


def number(value: float) -> float | int | None:
    """Return a number for JSON: whole ones as such where they count, null where unknown.

    >>> number(float("nan")), number(0.5)
    (None, 0.5)
    """
    if not math.isfinite(value):
        return None
    return value


def as_data(found: Estimates) -> dict[str, Any]:
    """Return the answer of `sample estimate` with stable keys."""
    answer: dict[str, Any] = {
        "n": found.n,
        "warnings": list(found.warnings),
        "estimates": [_estimate(one) for one in found.estimates],
    }
    if found.response is not None:
        answer["drawn"] = found.response.drawn
        answer["reported"] = found.response.reported
    return answer


def _estimate(one: Estimate) -> dict[str, Any]:
    return {
        "name": one.name,
        "domain": one.domain,
        "estimate": number(one.estimate),
        "se": number(one.se),
        "low": number(one.low),
        "high": number(one.high),
        "df": number(one.df),
        "method": one.method,
        "n": one.n,
        "worst_case": (
            None if one.bounds is None else [number(one.bounds.low), number(one.bounds.high)]
        ),
        "note": one.note or None,
    }


def figure(value: float) -> str:
    """Return a number as a reader writes it; a dash where unknown.

    >>> figure(0.36718), figure(41570111.75), figure(float("nan")), figure(0.0003337)
    ('0.3672', '41,570,112', '-', '0.0003337')
    """
    if not math.isfinite(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def as_text(found: Estimates, level: float) -> str:
    """Return the answer of `sample estimate` as text."""
    rows = [("estimate", "", "value", "se", f"{100 * level:g} % range", "df", "n", "range by")]
    for one in found.estimates:
        wide = "-" if math.isnan(one.low) else f"{figure(one.low)} to {figure(one.high)}"
        df = figure(one.df)
        cells = (one.name, one.domain or "", figure(one.estimate), figure(one.se), wide, df)
        rows.append((*cells, str(one.n), one.method))
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    lines = [f"{found.n} stations"]
    for row in rows:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        lines.append("  ".join(padded).rstrip())
    for one in found.estimates:
        where = f" ({one.domain})" if one.domain else ""
        if one.method == "visits" and one.note:
            lines.append(f"{one.name}{where}: {one.note}")
        if one.bounds is not None:
            lines.append(
                f"{one.name}{where}: if every missing station were as far off as can be, "
                f"{figure(one.bounds.low)} to {figure(one.bounds.high)}"
            )
    return "\n".join(lines) + "\n"
