"""One score over all tested settings: where it lies, and which choice of judging moves it.

The first-order share of a choice is the variance of the mean score given that choice, as a share
of the whole variance (A. Saltelli et al., Global Sensitivity Analysis: The Primer, 2008, ch. 4):
exact for aggregation and standard, which are crossed; by the pick-and-freeze covariance for the
weights and `partly_met` (A. Janon et al., ESAIM: Probability and Statistics 18, 2014).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from electcheck.model.policy import Band

Floats = NDArray[np.float64]
# Scores nearer than this are one score: the arithmetic of floats is not a difference.
TIE = 1e-12


@dataclass(frozen=True, slots=True)
class Spread:
    """One score over all tested settings.

    Attributes:
        low: 2.5 % of the settings that have a score lie below it; None where none has.
        high: 2.5 % of them lie above it.
        least: the least score of all.
        most: the greatest.
        without_score: the share of settings in which too little is decided for a score.
        bands: per band of the policy, the share of all tested settings in it.
        variance: per choice, its first-order share of the variance; `interactions` is the rest.
            None where the score does not vary, or where no standard has a score throughout.
        over: the standards over which `variance` was computed, those with a score throughout.
    """

    low: float | None
    high: float | None
    least: float | None
    most: float | None
    without_score: float
    bands: Mapping[int, float]
    variance: Mapping[str, float] | None
    over: tuple[str, ...]


def spread(
    first: Floats, frozen: Floats, bands: Sequence[Band], standards: tuple[str, ...], crossed: bool
) -> Spread:
    """Summarise an array (draws, standards, aggregations), NaN where there is no score."""
    missing = np.isnan(first)
    known = np.sort(first[~missing] if missing.any() else first, axis=None)
    shares = {band.band: _count(known, band, bands) / first.size for band in bands}
    without = float(missing.mean())
    if not known.size:
        return Spread(None, None, None, None, without, shares, None, ())
    low, high = (float(known[round(q * (known.size - 1))]) for q in (0.025, 0.975))
    # Where one draw of a standard has no score another may have one: only whole standards count.
    full = ~missing.any((0, 2)) & ~np.isnan(frozen).any((0, 2))
    over = tuple(standards[i] for i in np.flatnonzero(full))
    shares_of = _variance(first[:, full], frozen[:, full], crossed) if over else None
    least, most = float(known[0]), float(known[-1])
    return Spread(low, high, least, most, without, shares, shares_of, over)


def _count(ascending: Floats, band: Band, bands: Sequence[Band]) -> int:
    """Count the scores in [from, to), those of the last band with its upper end."""
    last = band.end == max(one.end for one in bands)
    start, end = float(band.start) - TIE, float(band.end) - TIE
    low = int(np.searchsorted(ascending, start))
    return (ascending.size if last else int(np.searchsorted(ascending, end))) - low


def _variance(first: Floats, frozen: Floats, crossed: bool) -> dict[str, float] | None:
    """Return the first-order shares; `frozen[i]` has the weights of i, the partly of i - 1."""
    whole = float(first.var())
    if whole < TIE:
        return None
    one, other = first.mean((1, 2)), frozen.mean((1, 2))
    shares = {
        "weights": _covariance(one, other) / whole,
        "partly_met": _covariance(np.roll(one, 1), other) / whole,
        "standard": float(first.mean((0, 2)).var()) / whole,
    }
    if crossed:
        shares["aggregation"] = float(first.mean((0, 1)).var()) / whole
    shares = {name: min(max(share, 0.0), 1.0) for name, share in shares.items()}
    return shares | {"interactions": max(0.0, 1 - sum(shares.values()))}


def _covariance(one: Floats, other: Floats) -> float:
    return float(((one - one.mean()) * (other - other.mean())).mean())
