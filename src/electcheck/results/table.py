"""The results table: one row a polling station, canonical names, missing never zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]

COUNTS = ("registered", "issued", "in_boxes", "valid", "invalid", "blank")
"""The counts of a protocol, in the order in which ballots pass through a polling station."""


KEY_JOINT = " / "
"""Between the parts of a station's key, and between a region and its district."""


class ColumnMissing(LookupError):  # noqa: N818 - it says what is missing
    """What was asked for needs a column that the file or its map does not have.

    Attributes:
        column: the canonical name, or ``votes/<candidate>``.
    """

    def __init__(self, column: str) -> None:
        self.column = column
        super().__init__(f"the column map has no {column!r}")


@dataclass(frozen=True)
class Stations:
    """Results by polling station. Arrays have one entry a station, in file order.

    Attributes:
        name: the file's name.
        station: unique key text, the identifying columns joined by `` / ``.
        region: the region's name or code as text; None where the map names no column.
        district: the same for the district.
        registered: voters on the list, persons; NaN is missing, which is not zero.
        issued: ballots given to voters.
        in_boxes: ballots found in the boxes; ``valid + invalid`` where the map has no column.
        valid: valid ballots.
        invalid: invalid ballots.
        blank: unmarked ballots, wherever the law counts them.
        votes: candidate or list: votes, in the order of the map.
        votes_partial: only some of the candidates are in the file.
        in_boxes_derived: `in_boxes` is ``valid + invalid`` and so proves nothing about them.
        added_on_the_day: whether the law lets voters be added to the list on election day; None
            where the map does not say.
        columns: canonical name (or ``votes/<candidate>``): the columns of the file behind it.
        line: the line, or the row of the sheet, on which each station stands.
        notes: what the reader left out or assumed, in sentences.

    >>> table = Stations(
    ...     name="x.csv",
    ...     station=np.array(["1", "2"], dtype=object),
    ...     registered=np.array([100.0, 0.0]),
    ...     issued=np.array([50.0, 3.0]),
    ...     votes={"A": np.array([20.0, 1.0]), "B": np.array([30.0, np.nan])},
    ... )
    >>> table.leader(), table.turnout()
    ('B', array([0.5, nan]))
    """

    name: str
    station: Texts
    region: Texts | None = None
    district: Texts | None = None
    registered: Numbers | None = None
    issued: Numbers | None = None
    in_boxes: Numbers | None = None
    valid: Numbers | None = None
    invalid: Numbers | None = None
    blank: Numbers | None = None
    votes: Mapping[str, Numbers] = field(default_factory=dict)
    votes_partial: bool = False
    in_boxes_derived: bool = False
    added_on_the_day: bool | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    line: npt.NDArray[np.int64] | None = None
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.station)

    def column(self, name: str) -> Numbers:
        """Return a count by its canonical name, or a candidate's votes by ``votes/<candidate>``.

        Raises:
            ColumnMissing: the map has no such column.
        """
        if name.startswith("votes/"):
            found = self.votes.get(name.removeprefix("votes/"))
        else:
            found = getattr(self, name) if name in COUNTS else None
        if found is None:
            raise ColumnMissing(name)
        return found

    def has(self, *names: str) -> bool:
        """Tell whether every one of these canonical columns is there."""
        return all(
            name.removeprefix("votes/") in self.votes
            if name.startswith("votes/")
            else getattr(self, name, None) is not None
            for name in names
        )

    def leader(self) -> str:
        """Return the candidate with the most votes over all stations (the first of equals).

        Raises:
            ColumnMissing: the file has no candidate.
        """
        if not self.votes:
            raise ColumnMissing("votes")
        return max(self.votes, key=lambda name: float(np.nansum(self.votes[name])))

    def turnout(self, numerator: str = "issued", denominator: str = "registered") -> Numbers:
        """Return `numerator` / `denominator` at each station, never clipped.

        NaN where either is missing or the denominator is not positive.

        Raises:
            ColumnMissing: the map has no such column.
        """
        return ratio(self.column(numerator), self.column(denominator))

    def share(self, candidate: str | None = None, denominator: str = "in_boxes") -> Numbers:
        """Return the votes of `candidate` (the leader's, if None) / `denominator`.

        The denominator is a canonical name: ``in_boxes``, ``valid``, ``issued``, ``registered``.

        Raises:
            ColumnMissing: the map has no such column.
        """
        return ratio(self.column(f"votes/{candidate or self.leader()}"), self.column(denominator))

    def identical_repeats(self) -> Mask:
        """Mark the second and later of rows that are the same in every cell that was read.

        >>> Stations("x", np.array(["1", "1", "1"], object), valid=np.array([5.0, 5.0, 6.0])
        ...     ).identical_repeats()
        array([False,  True, False])
        """
        if len(set(self.station.tolist())) == len(self):
            return np.zeros(len(self), dtype=bool)
        _, first, inverse = np.unique(self.station, return_index=True, return_inverse=True)
        again: Mask = first[inverse] != np.arange(len(self))
        if not again.any():
            return again
        rows = np.flatnonzero(np.isin(inverse, inverse[again]))
        cells: list[list[Any]] = [self.station[rows].tolist()]
        for name in ("region", "district", *COUNTS):
            values = getattr(self, name)
            if values is not None:
                cells.append(values[rows].tolist())
        cells += [values[rows].tolist() for values in self.votes.values()]
        seen: set[tuple[Any, ...]] = set()
        again[:] = False
        for row, cell in zip(rows.tolist(), zip(*cells, strict=True), strict=True):
            # A missing cell equals a missing cell; NaN would not.
            key = tuple(None if value != value else value for value in cell)
            again[row] = key in seen
            seen.add(key)
        return again

    def keep(self, which: Mask) -> Stations:
        """Return the table with only the stations that `which` marks, in the same order."""
        parts: dict[str, Any] = {
            name: getattr(self, name)[which]
            for name in ("station", "region", "district", *COUNTS, "line")
            if getattr(self, name) is not None
        }
        votes = {name: values[which] for name, values in self.votes.items()}
        return replace(self, **parts, votes=votes)


def ratio(numerator: Numbers, denominator: Numbers) -> Numbers:
    """Return the quotient, NaN where the denominator is missing or not positive.

    >>> ratio(np.array([1.0, 1.0]), np.array([4.0, 0.0]))
    array([0.25,  nan])
    """
    result = np.full(len(numerator), np.nan)
    np.divide(numerator, denominator, out=result, where=denominator > 0)
    return result
