"""Which one-digit slip would explain that printed figures do not add up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Slip(NamedTuple):
    """One figure, and the figure that makes the sum right by changing one of its digits."""

    name: str
    printed: int
    repaired: int


def one_digit_slips(parts: Mapping[str, int], total: int) -> list[Slip]:
    """Return every change of one digit of one figure after which the parts sum to the total.

    The total's own digits are tried too, under the name ``total``. Several slips may explain the
    same difference: arithmetic alone does not tell which figure is wrong.

    >>> one_digit_slips({"A": 191, "B": 300}, 401)
    [Slip(name='A', printed=191, repaired=101), Slip(name='total', printed=401, repaired=491)]
    >>> one_digit_slips({"A": 101, "B": 300}, 401)
    []
    """
    missing = total - sum(parts.values())
    if not missing:
        return []
    found = [
        Slip(name, value, value + missing)
        for name, value in parts.items()
        if _one_digit_apart(value, value + missing)
    ]
    if _one_digit_apart(total, total - missing):
        found.append(Slip("total", total, total - missing))
    return found


def _one_digit_apart(left: int, right: int) -> bool:
    one, other = str(left), str(right)
    return (
        left >= 0
        and right >= 0
        and len(one) == len(other)
        and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    )
