"""A draft statement from an estimate, for a person to confirm: statistics never move a rating.

The draft has the keys of an evidence statement, the range as its value, and the sample as its
source. Nothing reads it into a case: a person confirms it, as they confirm a filled-in form.
"""

from __future__ import annotations

import math
from typing import Any

from electcheck.sampling.estimate import Estimate


def draft_statement(
    found: Estimate,
    identifier: str,
    indicator: str,
    source: str,
    frame_sha256: str | None = None,
) -> dict[str, Any]:
    """Return a statement-shaped draft, with `range` where the estimate has one.

    Args:
        found: the estimate.
        identifier: id of the statement.
        indicator: criterion and indicator, `criterion/indicator`.
        source: id of the source that describes the sample.
        frame_sha256: hash of the frame, if the draw was sealed.

    >>> one = Estimate("late", None, 0.02, 0.01, 0.005, 0.06, 99, "korn-graubard", 100)
    >>> draft = draft_statement(one, "x-1", "count.order/late_share", "sample-1")
    >>> draft["range"], draft["draft"]
    ([0.005, 0.06], True)
    """
    draft: dict[str, Any] = {
        "id": identifier,
        "indicator": indicator,
        "says": "fact",
        "source": source,
        "method": "measured",
        "summary": _summary(found),
    }
    if math.isfinite(found.low) and math.isfinite(found.high):
        draft["range"] = [found.low, found.high]
        draft["scope"] = {"place": found.domain or "national", "population": "polling stations"}
    else:
        draft["value"] = found.estimate if math.isfinite(found.estimate) else None
        draft["scope"] = {"place": found.domain or "stations visited"}
    draft["locator"] = f"{found.n} stations" + (
        f", frame SHA-256 {frame_sha256}" if frame_sha256 else ""
    )
    return {**draft, "draft": True}


def _summary(found: Estimate) -> str:
    if found.method == "visits":
        return f"{found.name}: {found.note or f'at {found.n} stations visited'}."
    return (
        f"{found.name}: {found.estimate:.4g}, between {found.low:.4g} and {found.high:.4g} "
        f"({found.method}, {found.n} stations, {found.df:g} degrees of freedom)."
    )
