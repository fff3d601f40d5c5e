"""How much a packed file may hold: a small file that unpacks to gigabytes is no table."""

from __future__ import annotations

TIMES = 100
"""Tables of digits pack to a tenth or a thirtieth; a hundredth is made to harm."""

LEAST = 10_000_000
MOST = 500_000_000


def most_bytes(packed: int) -> int:
    """Return how many bytes a file of `packed` bytes may unpack to.

    >>> most_bytes(1_000), most_bytes(1_000_000), most_bytes(100_000_000)
    (10000000, 100000000, 500000000)
    """
    return min(MOST, max(LEAST, TIMES * packed))
