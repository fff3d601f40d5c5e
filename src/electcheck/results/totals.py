"""Rows that are totals of other rows: the classic way to count an election twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from electcheck.errors import Fault, InputRefused, Place
from electcheck.results.policy import results_policy
from electcheck.results.table import ColumnMissing, Mask, Numbers, Stations, Texts

Codes = npt.NDArray[np.int64]

Near = tuple[float, float]
Hint = tuple[str, Near]
NEAR_NAMED: Near = (0.02, 10.0)
"""By what share, and by how many votes besides, a row called total may miss the sum."""
NEAR_NAMELESS: Near = (0.002, 3.0)
"""The same for a row that names no station: it may be a station, so that chance must not do it."""

# A cell may run over several lines, and holds no zero character: such a file is refused before.
_JOINT = "\0"
_LEAST = 2
"""How many different figures, other than 0, a total must agree in."""


def refuse_totals(
    shown: str, table: Stations, texts: Mapping[str, Texts], numbers: Mapping[str, Numbers]
) -> None:
    """Refuse a table in which rows are totals: named so, or equal to the sum of other rows.

    A row counts as a total where an identifying cell says nothing but `total` (in the languages
    of the policy); where each of its figures is the sum of all other rows, of all others of its
    region or district, or of the rows directly above or below it; or where an identifying cell
    begins or ends with `total` (or names no station) and its figures are nearly such a sum, since
    published totals often miss it by a few votes.

    Args:
        shown: how messages name the file.
        table: the stations.
        texts: the columns that were read as text, by their name in the file.
        numbers: the columns that were read as numbers.

    Raises:
        InputRefused: some row is a total; every such row is named.
    """
    named = _named(texts)
    use = np.ones(len(table), dtype=bool)
    use[list(named)] = False
    found = _summed(table, numbers, use, _hinted(table, texts))
    faults = []
    for row in sorted({**found, **named}):
        why = named.get(row) or found[row]
        line = 0 if table.line is None else int(table.line[row])
        faults.append(
            Fault(
                Place(shown, line, 1 if line else 0),
                f"the row {table.station[row]!r} {why}: it would be counted twice. Delete it "
                "(and keep it as the announced total for `electcheck results reconcile`)",
            )
        )
    if faults:
        raise InputRefused(faults)


def _total_words() -> frozenset[str]:
    return frozenset(word.casefold() for word in results_policy().reading.totals)


def _named(texts: Mapping[str, Texts]) -> dict[int, str]:
    words = _total_words()
    longest = max(map(len, words)) + 4
    found: dict[int, str] = {}
    for cells in texts.values():
        short = [text for text in set(cells.tolist()) if len(text) <= longest]
        hits = {text for text in short if not text.isdigit() and _plain(text) in words}
        if hits:
            for row, text in enumerate(cells.tolist()):
                if text in hits:
                    found.setdefault(row, f"is called {text!r}, so it holds totals")
    return found


def _plain(text: str) -> str:
    return " ".join(text.strip(" .:*-–—").casefold().split())


def _hinted(table: Stations, texts: Mapping[str, Texts]) -> dict[int, Hint]:
    """Return the rows that may be totals by their name, which a station may bear too."""
    words = _total_words()
    found: dict[int, Hint] = {}
    for cells in texts.values():
        different = [text for text in set(cells.tolist()) if not text.isdigit()]
        # Most names hold none of the words, and are passed over without a look at each.
        together = _JOINT.join(different).casefold()
        near = [word for word in words if word in together]
        told = {
            name
            for word in near
            for name in _names_with(together, word)
            if _begins_or_ends(_plain(name), near)
        }
        hits = {text for text in different if text.casefold() in told} if told else set()
        if hits:
            for row, text in enumerate(cells.tolist()):
                if text in hits:
                    found.setdefault(row, (f"is called {text!r}", NEAR_NAMED))
    keys = table.station.tolist()
    nameless = {key for key in set(keys) if not key.strip(" /")}
    if nameless:
        for row, key in enumerate(keys):
            if key in nameless:
                found.setdefault(row, ("names no station", NEAR_NAMELESS))
    return found


def _names_with(together: str, word: str) -> Iterator[str]:
    r"""Yield the names, joined by zero characters, that hold a word.

    >>> list(_names_with("a total\0b\0total total", "total"))
    ['a total', 'total total']
    """
    at = together.find(word)
    while at >= 0:
        begin = together.rfind(_JOINT, 0, at) + 1
        end = together.find(_JOINT, at)
        end = len(together) if end < 0 else end
        yield together[begin:end]
        at = together.find(word, end)


def _begins_or_ends(text: str, words: Sequence[str]) -> bool:
    return any(text.startswith(f"{word} ") or text.endswith(f" {word}") for word in words)


def _summed(
    table: Stations, numbers: Mapping[str, Numbers], use: Mask, hinted: Mapping[int, Hint]
) -> dict[int, str]:
    if not numbers:
        return {}
    columns = np.array([np.nan_to_num(values) for values in numbers.values()])
    columns[:, ~use] = 0
    found: dict[int, str] = {}
    groups = [("district", district_codes(table))] if table.district is not None else []
    groups += [("region", codes_of(table.region))] if table.region is not None else []
    # A grand total over subtotals is twice the stations, so it shows once these are set aside.
    for _ in range(4):
        new = _nearly(columns, hinted)
        new |= _of_all(columns)
        for what, codes in groups:
            new |= _of_groups(columns, codes, what)
        new |= _of_blocks(columns)
        new = {row: why for row, why in new.items() if row not in found}
        if not new:
            break
        found |= new
        columns[:, list(new)] = 0
    return found


def _figures(columns: Numbers, row: int) -> int:
    figures = set(columns[:, row].tolist())
    return len(figures - {0.0})


def _of_all(columns: Numbers) -> dict[int, str]:
    total = columns.sum(axis=1)
    hits = np.flatnonzero((2 * columns == total[:, None]).all(axis=0) & (columns != 0).any(axis=0))
    others = int((columns != 0).any(axis=0).sum()) - 1
    return {
        row: "is the sum of all other rows"
        for row in hits.tolist()
        if others >= 2 and _figures(columns, row) >= min(_LEAST, len(columns))
    }


def _of_groups(columns: Numbers, codes: Codes, what: str) -> dict[int, str]:
    size = np.bincount(codes, weights=(columns != 0).any(axis=0))
    mask = (size[codes] >= 3) & (columns != 0).any(axis=0)
    for values in columns:
        if not mask.any():
            return {}
        total = np.bincount(codes, weights=values)
        mask &= 2 * values == total[codes]
    return {
        row: f"is the sum of the other rows of its {what}"
        for row in np.flatnonzero(mask).tolist()
        if _figures(columns, row) > _LEAST
    }


def _of_blocks(columns: Numbers) -> dict[int, str]:
    """Find rows that are the sum of two or more rows directly above or directly below."""
    found = _above(columns)
    rows = columns.shape[1]
    for row in _above(columns[:, ::-1]):
        found.setdefault(rows - 1 - row, "")
    return {
        row: "is the sum of the rows " + ("above it" if why else "below it")
        for row, why in found.items()
    }


def _above(columns: Numbers) -> dict[int, str]:
    if len(columns) <= _LEAST or (columns < 0).any():
        return {}
    # The sum of rows j..i-1 is before[i] - before[j]; a running sum never falls, so that j is
    # found by halving, for all rows at once, in the fullest column, and checked in the others.
    main = int(columns.sum(axis=1).argmax())
    running = _running(columns[main])
    start = np.searchsorted(running, running[:-1] - columns[main], side="right") - 1
    start = np.maximum(start, 0)
    fits = (np.arange(len(start)) - start >= 2) & (columns[main] > 0)
    rows = np.flatnonzero(fits & (running[:-1] - running[start] == columns[main]))
    for values in columns:
        if not len(rows):
            return {}
        sums = _running(values)
        rows = rows[sums[rows] - sums[start[rows]] == values[rows]]
    found = {}
    for row in rows.tolist():
        block = columns[:, start[row] : row]
        if _figures(columns, row) > _LEAST + 1 and int((block[main] > 0).sum()) >= 2:
            found[row] = "above"
    return found


def _running(values: Numbers) -> Numbers:
    """Return the sum of what stands before each row, and of all."""
    return np.concatenate(([0.0], values.cumsum()))


def _nearly(columns: Numbers, hinted: Mapping[int, Hint]) -> dict[int, str]:
    """Return the hinted rows that are nearly the sum of rows directly above, below, or of all.

    The rows are told by the fullest column; every other figure must then nearly agree. Sums of
    rows are differences of running sums, so that each hinted row costs a search and no walk.
    """
    found: dict[int, str] = {}
    if not hinted or len(columns) <= _LEAST:
        return found
    main = int(columns.sum(axis=1).argmax())
    # A negative figure is a fault of its own; for the search the running sum must not fall.
    reached = _running(np.maximum(columns[main], 0))
    running = np.array([_running(values) for values in columns])
    filled = _running((columns[main] > 0).astype(np.float64))
    last = columns.shape[1]
    for row, (why, near) in hinted.items():
        mine = columns[:, row]
        if mine[main] <= 0:
            continue
        above = _nearest(reached[:row], reached[row] - mine[main], later=True)
        below = _nearest(reached[row + 2 :], reached[row + 1] + mine[main], later=False)
        blocks = {(above, row), (0, row)} if row else set()
        blocks |= {(row + 1, row + 2 + below), (row + 1, last)} if row + 1 < last else set()
        for begin, end in blocks:
            if filled[end] - filled[begin] < _LEAST:
                continue
            if _near_sum(running[:, end] - running[:, begin], mine, near):
                found[row] = f"{why}, and its figures are nearly the sum of other rows"
    return found


def _nearest(rising: Numbers, wanted: float, later: bool) -> int:
    """Return where a sequence that never falls is nearest to `wanted`; of equals a later one.

    >>> _nearest(np.array([0.0, 3.0, 3.0, 9.0]), 5.0, True)
    2
    >>> _nearest(np.array([0.0, 3.0, 3.0, 9.0]), 5.0, False)
    1
    """
    if not len(rising):
        return 0
    right = min(int(np.searchsorted(rising, wanted)), len(rising) - 1)
    left = max(right - 1, 0)
    apart = abs(rising[left] - wanted), abs(rising[right] - wanted)
    best = left if apart[0] < apart[1] or (apart[0] == apart[1] and not later) else right
    if later:
        return int(np.searchsorted(rising, rising[best], side="right")) - 1
    return int(np.searchsorted(rising, rising[best]))


def _near_sum(sums: Numbers, mine: Numbers, near: Near) -> bool:
    share, votes = near
    # A few votes are a few only beside a larger sum.
    most = share * sums + np.minimum(votes, 5 * share * sums)
    return bool((np.abs(sums - mine) <= most).all())


def district_codes(table: Stations) -> Codes:
    """Return a number for each district; districts of two regions may share a name."""
    if table.district is None:
        raise ColumnMissing("district")
    codes = codes_of(table.district)
    if table.region is None:
        return codes
    pairs = codes + codes_of(table.region) * (int(codes.max(initial=0)) + 1)
    dense: Codes = np.unique(pairs, return_inverse=True)[1]
    return dense


def codes_of(names: Texts) -> Codes:
    """Return a number for each different name, in order of first appearance.

    >>> codes_of(np.array(["b", "a", "b"], dtype=object))
    array([0, 1, 0])
    """
    texts = names.tolist()
    known = {name: code for code, name in enumerate(dict.fromkeys(texts))}
    return np.array([known[name] for name in texts], dtype=np.int64)
