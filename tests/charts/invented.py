"""A clean invented election."""

from __future__ import annotations

import numpy as np

from electcheck.results.table import Stations


def invented_stations(n: int, seed: int = 3) -> Stations:
    """Return `n` stations in four regions with two candidates; nothing is planted."""
    rng = np.random.default_rng(seed)
    registered = rng.integers(300, 2000, n)
    issued = rng.binomial(registered, rng.beta(12, 8, n))
    valid = rng.binomial(issued, 0.98)
    ash = rng.binomial(valid, rng.beta(11, 9, n))
    counts = {
        "registered": registered, "issued": issued, "in_boxes": issued, "valid": valid,
        "invalid": issued - valid,
    }  # fmt: skip
    return Stations(
        "invented.csv",
        np.array([str(i) for i in range(n)], dtype=object),
        region=np.array([f"region {i % 4}" for i in range(n)], dtype=object),
        votes={"Ash": ash.astype(float), "Birch": (valid - ash).astype(float)},
        **{name: values.astype(float) for name, values in counts.items()},
    )
