"""Which columns of a file add up to which: what arithmetic alone says about an unknown table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from electcheck.results.table import Numbers

LEAST_RATE = 0.8
"""Share of rows in which a sum must hold; protocols contradict themselves, so not all rows do."""


@dataclass(frozen=True)
class SumFound:
    """Columns `parts` (indices, one after the other in the file) sum to column `total`.

    Attributes:
        parts: indices of the columns that are added.
        total: index of the column that equals their sum.
        rate: the share of rows in which it does.
    """

    parts: tuple[int, ...]
    total: int
    rate: float


def run_sums(columns: Numbers, least: int = 2) -> list[SumFound]:
    """Return runs of neighbouring columns that sum to a column outside the run.

    Args:
        columns: counts, shape (columns, rows), in the order of the file.
        least: the smallest run.

    >>> a, b = np.array([1.0, 5.0, 7.0]), np.array([2.0, 4.0, 6.0])
    >>> run_sums(np.array([a, b, a + b]))
    [SumFound(parts=(0, 1), total=2, rate=1.0)]
    """
    many = len(columns)
    live = (columns > 0).mean(axis=1) > 0
    found = []
    for start in range(many):
        if not live[start]:
            continue
        sums = columns[start:].cumsum(axis=0)
        for end in range(start + least, many + 1):
            if not live[end - 1]:
                continue
            rates = _rates(columns, sums[end - start - 1])
            rates[start:end] = 0
            rates[~live] = 0
            total = int(rates.argmax())
            if rates[total] >= LEAST_RATE:
                parts = tuple(range(start, end))
                found.append(SumFound(parts, total, float(rates[total])))
    return found


def _rates(columns: Numbers, sums: Numbers) -> Numbers:
    """Return, for each column, how often it equals `sums` where one of the two is not zero."""
    live = (columns != 0) | (sums != 0)
    count = live.sum(axis=1)
    equal = ((columns == sums) & live).sum(axis=1)
    rates = np.zeros(len(columns))
    np.divide(equal, count, out=rates, where=count >= 2)
    return rates


def rate_of_sum(columns: Numbers, parts: Sequence[int], total: int) -> float:
    """Return the share of rows in which `parts` sum to `total`."""
    return float((columns[list(parts)].sum(axis=0) == columns[total]).mean())


def rate_at_most(columns: Numbers, small: int, large: int) -> float:
    """Return the share of rows in which column `small` does not pass column `large`."""
    return float((columns[small] <= columns[large]).mean())
