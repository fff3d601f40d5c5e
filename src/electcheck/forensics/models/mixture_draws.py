"""Elections drawn from the finite mixture itself, for its simulation-based calibration.

Nothing is approximated here: every station has its own logits, and counts are binomial.
"""

from __future__ import annotations

import numpy as np

from electcheck.forensics.lattice import Floats
from electcheck.forensics.models.mixture_model import variance, weights


def prior_draw(rng: np.random.Generator) -> Floats:
    """Return parameters from the prior, shape (14,)."""
    at: Floats = rng.standard_normal(14)
    return at


def drawn(
    at: Floats, stations: int, rng: np.random.Generator, threshold: float = 0.7
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return voters, ballots and leader's votes of an election, and its true mixing weights.

    Args:
        at: parameters in the order of `mixture_model.NAMES`.
        stations: how many.
        rng: the election's stream.
        threshold: between incremental and extreme fractions.
    """
    share = weights(at[None, :])[0]
    spread = np.sqrt(variance(at[8:]))
    logits = at[2:8] + spread * rng.standard_normal((stations, 6))
    rate = 1 / (1 + np.exp(-logits))
    kind = rng.choice(3, stations, p=share)
    some = kind == 2
    made = np.where(some, threshold + (1 - threshold) * rate[:, 4], threshold * rate[:, 2])
    stolen = np.where(some, threshold + (1 - threshold) * rate[:, 5], threshold * rate[:, 3])
    made, stolen = np.where(kind == 0, 0, made), np.where(kind == 0, 0, stolen)
    size = rng.integers(300, 2000, stations)
    turnout, votes = rate[:, 0], rate[:, 1]
    abstained = rng.binomial(size, (1 - turnout) * (1 - made))
    out = np.maximum(size - abstained, 1)
    # As in eforensics the leader's votes are binomial around what the abstention seen leaves.
    true = np.clip(1 - (abstained / size) / (1 - made), 1e-9, 1)
    leader = rng.binomial(
        size, np.clip(true * votes + made * (1 - true) + stolen * true * (1 - votes), 0, 1)
    )
    return (
        size.astype(np.float64),
        out.astype(np.float64),
        np.minimum(leader, out).astype(np.float64),
        share,
    )
