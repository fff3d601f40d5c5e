"""The same answer twice, from public evidence alone and from all of it, side by side."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

from electcheck.report.payload import FORMAT

WARNING = "INTERNAL: made with restricted evidence. Not for publication: it may endanger sources"


def side_by_side(public: Iterable[str], internal: Iterable[str]) -> Iterator[str]:
    """Yield both answers as one text; each line says whose it is, and a common one stands once.

    >>> for line in side_by_side(["a", "b", "c"], ["a", "B", "c"]):
    ...     print(line)
    INTERNAL: made with restricted evidence. Not for publication: it may endanger sources
    both     | a
    public   | b
    internal | B
    both     | c
    """
    left, right = list(public), list(internal)
    yield WARNING
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for _, i, j, k, m in matcher.get_opcodes():
        if left[i:j] == right[k:m]:
            yield from (f"both     | {line}".rstrip() for line in left[i:j])
            continue
        yield from (f"public   | {line}".rstrip() for line in left[i:j])
        yield from (f"internal | {line}".rstrip() for line in right[k:m])


def both_sides(public: Any, internal: Any) -> dict[str, Any]:
    """Return both answers as one for programs; the keys say which is which.

    >>> list(both_sides({}, {}))
    ['format', 'audience', 'note', 'public', 'internal']
    """
    return {
        "format": FORMAT,
        "audience": "internal",
        "note": WARNING,
        "public": public,
        "internal": internal,
    }
