"""Several claims at once: Holm's adjustment for accusations."""

from __future__ import annotations

import numpy as np

from electcheck.forensics.lattice import Floats


def holm(pvalues: Floats, hypotheses: int | None = None) -> Floats:
    """Return Holm's adjusted p-values: the chance of any false accusation stays below the level.

    Args:
        pvalues: one per claim, shape (claims,).
        hypotheses: how many claims are in the family, at least `len(pvalues)`; claims that
            could not be tested count as p = 1.

    Source: Holm, Scandinavian Journal of Statistics 6 (1979).

    >>> holm(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    family = hypotheses or len(pvalues)
    order = np.argsort(pvalues, kind="stable")
    steps = (family - np.arange(len(pvalues))) * pvalues[order]
    adjusted = np.empty(len(pvalues))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted
