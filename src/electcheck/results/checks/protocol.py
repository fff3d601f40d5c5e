"""A table's cells made ready for arithmetic: what is no count at all takes no part in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from electcheck.results.checks.report import shown
from electcheck.results.table import COUNTS, Mask, Numbers, Stations


@dataclass(frozen=True)
class Protocol:
    """Columns of counts in which a negative or fractional cell is NaN, as is a missing one.

    Attributes:
        table: the stations.
        raw: canonical name: the cells as read, of every mapped column.
        clean: the same, NaN where the cell is no count.
        repeat: rows that repeat an earlier row in every cell; they are checked once.
        votes: names of the candidates' columns.
        votes_known: the sum of the candidates' known votes; NaN where none is known.
        votes_all: the sum of all candidates' votes; NaN where one is missing.
        contents: ballots in the boxes as best known: in boxes, or valid plus invalid, or valid, or
            the sum of the votes.
        contents_from: which of these, for messages.
    """

    table: Stations
    raw: dict[str, Numbers]
    clean: dict[str, Numbers]
    repeat: Mask
    votes: tuple[str, ...]
    votes_known: Numbers
    votes_all: Numbers
    contents: Numbers
    contents_from: tuple[str, ...]

    @classmethod
    def of(cls, table: Stations) -> Protocol:
        """Prepare a table."""
        raw = {
            name: getattr(table, name)
            for name in COUNTS
            if table.has(name) and not (name == "in_boxes" and table.in_boxes_derived)
        }
        raw |= {f"votes/{name}": values for name, values in table.votes.items()}
        clean = {}
        for name, values in raw.items():
            good = (values >= 0) & (values == np.floor(values))
            clean[name] = values if good.all() else np.where(good, values, np.nan)
        votes = tuple(f"votes/{name}" for name in table.votes)
        known, full = _votes(clean, votes, len(table))
        contents, names = _contents(clean, votes, known, len(table))
        return cls(
            table, raw, clean, table.identical_repeats(), votes, known, full, contents, names
        )

    def get(self, name: str) -> Numbers:
        """Return a clean column, all NaN where the map has none."""
        found = self.clean.get(name)
        return np.full(len(self.table), np.nan) if found is None else found

    def cell(self, name: str, row: int) -> str:
        """Return one cell as messages print it: its name and number."""
        if name == "votes":
            return f"the candidates' votes are {shown(self.votes_known[row])}"
        label = name.removeprefix("votes/") if name.startswith("votes/") else LABEL[name]
        return f"{label} is {shown(self.raw[name][row])}"

    def votes_sum(self, row: int) -> str:
        """Return the sum of the votes, written out where it is short."""
        parts = [float(self.clean[name][row]) for name in self.votes]
        told = [shown(part) for part in parts if part and not np.isnan(part)]
        total = shown(self.votes_known[row])
        if 1 < len(told) <= 12:
            return f"{' + '.join(told)} = {total}"
        return total


LABEL = {
    "registered": "registered",
    "issued": "issued",
    "in_boxes": "in boxes",
    "valid": "valid",
    "invalid": "invalid",
    "blank": "blank",
}


def _votes(clean: dict[str, Numbers], votes: tuple[str, ...], rows: int) -> tuple[Numbers, Numbers]:
    if not votes:
        return np.full(rows, np.nan), np.full(rows, np.nan)
    known = np.zeros(rows)
    missing = np.zeros(rows, dtype=np.int64)
    for name in votes:
        gone = np.isnan(clean[name])
        missing += gone
        known += np.where(gone, 0.0, clean[name]) if gone.any() else clean[name]
    full = np.where(missing == 0, known, np.nan)
    return np.where(missing < len(votes), known, np.nan), full


def _contents(
    clean: dict[str, Numbers], votes: tuple[str, ...], known: Numbers, rows: int
) -> tuple[Numbers, tuple[str, ...]]:
    if "in_boxes" in clean:
        return clean["in_boxes"], ("in_boxes",)
    if "valid" in clean and "invalid" in clean:
        return clean["valid"] + clean["invalid"], ("valid", "invalid")
    if "valid" in clean:
        return clean["valid"], ("valid",)
    return known, votes
