"""A comparison as plain data for JSON, and as lines of text."""

from __future__ import annotations

import math
from typing import Any

from electcheck.sampling.compare import Comparison
from electcheck.sampling.present import number


def comparison_data(found: Comparison) -> dict[str, Any]:
    """Return the answer of `sample compare` with stable keys."""
    return {
        "verdict": found.verdict,
        "sentence": found.sentence,
        "df": found.df,
        "claims": [
            {
                "name": claim.name,
                "denominator": claim.denominator,
                "official": number(claim.official),
                "threshold": claim.threshold,
                "estimate": number(claim.range.estimate),
                "se": number(claim.range.se),
                "low": number(claim.range.low),
                "high": number(claim.range.high),
                "df": number(claim.range.df),
                "verdict": claim.verdict,
                "sentence": claim.sentence,
                "smallest_shift": number(claim.smallest_shift),
            }
            for claim in found.claims
        ],
        "alternative_denominators": [
            {
                "name": other.name,
                "denominator": other.denominator,
                "official": number(other.official),
                "estimate": number(other.estimate),
            }
            for other in found.alternatives
        ],
        "warnings": list(found.warnings),
        "blind_spot": found.blind_spot,
    }


def comparison_text(found: Comparison) -> str:
    """Return the answer of `sample compare` as text."""
    lines = [f"{found.verdict}: {found.sentence}", ""]
    lines += [f"- {claim.verdict}: {claim.sentence}" for claim in found.claims]
    if found.alternatives:
        lines += ["", "With other denominators:"]
        lines += [
            f"- {other.name} of {other.denominator!r}: official {_percent(other.official)}, "
            f"sample {_percent(other.estimate)}"
            for other in found.alternatives
        ]
    return "\n".join([*lines, "", found.blind_spot]) + "\n"


def _percent(share: float) -> str:
    return "unknown" if math.isnan(share) else f"{100 * share:.2f} %"
