"""Small cells of published tables: a count of one or two may name somebody who spoke.

They matter in tables of records that are not themselves published (what observers reported). Where
each record is published, as each public statement is, anyone can count, and nothing is gained by
leaving counts out; counts of an official result are public and never left out.
"""

from __future__ import annotations

from collections.abc import Mapping


def shown(counts: Mapping[str, int], least: int) -> dict[str, int | None]:
    """Return the counts of a table whose total is known, small ones as None.

    Zero is shown: it names nobody. Where one small cell alone would follow from the total, the
    smallest of the others is left out with it.

    Args:
        counts: how many records each cell holds; no record is in two.
        least: the smallest count that is shown; 0 or 1 shows all.

    >>> shown({"a": 9, "b": 0, "c": 2}, 3)
    {'a': None, 'b': 0, 'c': None}
    >>> shown({"a": 9, "b": 1, "c": 2}, 3)
    {'a': 9, 'b': None, 'c': None}
    """
    small = {name for name, count in counts.items() if 0 < count < least}
    others = sorted((count, name) for name, count in counts.items() if count >= max(least, 1))
    # Two that are left out still add up to few, if both are small: a third is needed then.
    if small and (len(small) == 1 or sum(counts[name] for name in small) < least) and others:
        small.add(others[0][1])
    return {name: None if name in small else count for name, count in counts.items()}
