"""How far stations of one region scatter beyond the binomial."""

from __future__ import annotations

import numpy as np

from electcheck.forensics.lattice import Floats, Whole


def dispersion(count: Floats, of: Floats) -> float:
    """Return the intraclass correlation of a beta-binomial, by moments; 0 where there is none.

    With mean p and weights n the sum of n (rate - p)^2 has the expectation
    p (1 - p) [(k - 1)(1 - rho) + rho (N - sum n^2 / N)]; rho is solved from it.

    Args:
        count: counts, shape (stations,).
        of: their denominators, positive.

    >>> dispersion(np.array([50.0, 50.0]), np.array([100.0, 100.0]))
    0.0
    """
    return float(grouped_dispersion(count, of, np.zeros(1, dtype=np.int64))[1][0])


def grouped_dispersion(count: Floats, of: Floats, starts: Whole) -> tuple[Floats, Floats]:
    """Return mean and dispersion of each group of stations.

    Args:
        count: counts, shape (stations,), stations of a group together.
        of: their denominators, positive.
        starts: where each group starts.

    Returns:
        Means and intraclass correlations in [0, 0.99], shape (groups,).
    """
    size = np.diff(np.append(starts, len(count)))
    total = np.add.reduceat(of, starts)
    mean = np.add.reduceat(count, starts) / total
    apart = count / of - np.repeat(mean, size)
    scatter = np.add.reduceat(of * apart**2, starts)
    reach = total - np.add.reduceat(of * of, starts) / total
    variance = mean * (1 - mean)
    with np.errstate(divide="ignore", invalid="ignore"):
        rho = (scatter / variance - (size - 1)) / (reach - (size - 1))
    rho = np.where(np.isfinite(rho), rho, 0.0)
    return mean, np.clip(rho, 0.0, 0.99)
