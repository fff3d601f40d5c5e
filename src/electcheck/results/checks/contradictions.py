"""E1xx: a protocol that contradicts itself.

Each check is silent where its cause was already reported, so that one fault gives one issue: a
mistyped `valid` breaks both of the sums it stands in, and is reported once.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from electcheck.results.checks.protocol import LABEL, Protocol
from electcheck.results.checks.report import Hit, shown
from electcheck.results.table import Mask, Numbers
from electcheck.results.totals import codes_of


class Contradictions:
    """The contradictions of a table, found in the order in which they explain each other."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.hits: list[Hit] = []
        rows = len(protocol.table)
        self.votes_wrong = np.zeros(rows, dtype=bool)
        self.boxes_wrong = np.zeros(rows, dtype=bool)
        self.turnout_wrong = np.zeros(rows, dtype=bool)
        self.doubled = np.zeros(rows, dtype=bool)
        self._no_counts()
        self._stations()
        self._votes_and_valid()
        self._piles_and_boxes()
        self._parts()
        self._boxes_and_issued()
        self._issued_and_registered()

    @property
    def arithmetic(self) -> Mask:
        """Mark the stations with any contradiction between cells."""
        return self.votes_wrong | self.boxes_wrong | self.turnout_wrong

    def _add(
        self,
        code: str,
        where: Mask,
        observed: Numbers,
        expected: Numbers,
        cells: tuple[str, ...] | Callable[[int], tuple[str, ...]],
        message: Callable[[int], str],
    ) -> Mask:
        where = where & ~self.protocol.repeat
        rows = np.flatnonzero(where)
        if len(rows):
            self.hits.append(Hit(code, rows, observed[rows], expected[rows], cells, message))
        return where

    def _no_counts(self) -> None:
        nothing = np.full(len(self.protocol.table), np.nan)
        for name, values in self.protocol.raw.items():

            def message(row: int, name: str = name) -> str:
                return f"{self.protocol.cell(name, row)}: expected a whole number, 0 or more"

            negative = values < 0
            self._add("E101", negative, values, np.zeros(len(values)), (name,), message)
            fraction = ~negative & (values != np.floor(values)) & ~np.isnan(values)
            self._add("E102", fraction, values, nothing, (name,), message)

    def _stations(self) -> None:
        table = self.protocol.table
        keys = table.station.tolist()
        rows = len(table)
        nameless_rows = [
            row
            for row, text in enumerate(keys)
            if (not text or text[0] in " /") and not text.strip(" /")
        ]
        if len(set(keys)) < rows:
            codes = codes_of(table.station)
            size = np.bincount(codes)
            _, first = np.unique(codes, return_index=True)
            again = first[codes] != np.arange(rows)
            nameless = np.zeros(rows, dtype=bool)
            nameless[nameless_rows] = True
            line = table.line if table.line is not None else np.arange(rows)

            def message(row: int) -> str:
                same = ", the same in every cell" if self.protocol.repeat[row] else ""
                return (
                    f"the station {table.station[row]!r} stands on line {line[row]} and on line "
                    f"{line[first[codes[row]]]} already{same}"
                )

            where = again & ~nameless
            # Every repeat counts here, also one that the other checks pass over.
            found = np.flatnonzero(where)
            if len(found):
                many = size[codes[found]].astype(float)
                one = np.ones(len(found))
                self.hits.append(Hit("E103", found, many, one, ("station",), message))
            self.doubled = (size[codes] > 1) & ~nameless
        if nameless_rows:
            self._nameless(np.array(nameless_rows))

    def _nameless(self, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        nothing = np.full(len(rows), np.nan)
        self.hits.append(Hit("E109", rows, nothing, nothing, ("station",), lambda _: NAMELESS))

    def _votes_and_valid(self) -> None:
        protocol = self.protocol
        valid, known, full = protocol.get("valid"), protocol.votes_known, protocol.votes_all
        cells = (*protocol.votes, "valid")

        def message(row: int) -> str:
            difference = known[row] - valid[row]
            return (
                f"candidates' votes {protocol.votes_sum(row)}, {protocol.cell('valid', row)}: "
                f"{shown(abs(difference))} {'too many' if difference > 0 else 'too few'}"
            )

        partial = protocol.table.votes_partial
        wrong = (
            np.zeros(len(valid), dtype=bool) if partial else (full != valid) & _both(full, valid)
        )
        self.votes_wrong |= self._add("E104", wrong, full, valid, cells, message)
        more = (known > valid) & ~wrong
        # A cell that is no count was reported: what is left of the sum cannot be too large by it.
        self.some_votes_wrong = self._add("E105", more, known, valid, cells, message)
        self.votes_wrong |= self.some_votes_wrong

    def _piles_and_boxes(self) -> None:
        protocol = self.protocol
        if "in_boxes" not in protocol.clean:
            return
        boxes = protocol.clean["in_boxes"]
        valid, invalid = protocol.get("valid"), protocol.get("invalid")
        piles = valid + invalid

        def message(row: int) -> str:
            return (
                f"valid {shown(valid[row])} + invalid {shown(invalid[row])} = {shown(piles[row])}, "
                f"{protocol.cell('in_boxes', row)}: a difference of "
                f"{shown(abs(piles[row] - boxes[row]))}"
            )

        # With the candidates' sum in place of valid the piles agree: valid was the cause.
        least = protocol.votes_known + invalid
        explained = self.votes_wrong & (least == boxes)
        # Of some candidates' votes it is known only that valid is too small for them; the boxes
        # say so too, and leave room for them.
        explained |= self.some_votes_wrong & (piles < boxes) & (least <= boxes)
        wrong = (piles != boxes) & _both(piles, boxes) & ~explained
        cells = ("valid", "invalid", "in_boxes")
        self.boxes_wrong |= self._add("E106", wrong, piles, boxes, cells, message)

    def _parts(self) -> None:
        protocol = self.protocol
        boxes = (
            protocol.contents
            if protocol.contents_from[:1] != ("valid",)
            else (protocol.get("valid") + protocol.get("invalid"))
        )
        mapped = "in_boxes" in protocol.clean
        valid, invalid = protocol.get("valid"), protocol.get("invalid")
        parts: list[tuple[str, Numbers, tuple[str, ...]]] = []
        if mapped:
            no_invalid = np.where(np.isnan(invalid), valid, np.nan)
            no_valid = np.where(np.isnan(valid), invalid, np.nan)
            votes = np.where(np.isnan(valid), protocol.votes_known, np.nan)
            parts += [
                ("valid", no_invalid, ("valid",)),
                ("invalid", no_valid, ("invalid",)),
                ("votes", votes, protocol.votes),
            ]
        if "blank" in protocol.clean:
            parts.append(("blank", protocol.clean["blank"], ("blank",)))
        whole = ("in_boxes",)
        for name, values, cells in parts:

            def message(row: int, name: str = name) -> str:
                return (
                    f"{protocol.cell(name, row)}, in boxes {shown(boxes[row])}: "
                    "a part cannot be greater"
                )

            where = (values > boxes) & ~self.arithmetic
            self.boxes_wrong |= self._add("E110", where, values, boxes, (*cells, *whole), message)

    def _boxes_and_issued(self) -> None:
        protocol = self.protocol
        issued, contents = protocol.get("issued"), protocol.contents
        names = protocol.contents_from

        def message(row: int) -> str:
            return (
                f"{_contents_words(protocol, names, row)}, {protocol.cell('issued', row)}: "
                f"{shown(contents[row] - issued[row])} more in the boxes than were given out"
            )

        where = (contents > issued) & ~self._explained(issued)
        self.boxes_wrong |= self._add("E107", where, contents, issued, (*names, "issued"), message)

    def _explained(self, bound: Numbers) -> Mask:
        """Tell where contents above `bound` come from a cell that was reported already."""
        protocol = self.protocol
        votes, invalid = protocol.votes_known, np.nan_to_num(protocol.get("invalid"))
        piles = protocol.get("valid") + protocol.get("invalid")
        of_valid = self.votes_wrong & ~np.isnan(votes) & (votes + invalid <= bound)
        of_boxes = self.boxes_wrong & ~(piles > bound)
        if "in_boxes" in protocol.clean:
            return np.asarray(of_boxes)
        return np.asarray(of_valid | of_boxes)

    def _issued_and_registered(self) -> None:
        protocol = self.protocol
        registered = protocol.get("registered")
        has_issued = "issued" in protocol.clean
        given = protocol.clean["issued"] if has_issued else protocol.contents
        names = ("issued",) if has_issued else protocol.contents_from
        closed = protocol.table.added_on_the_day is False

        def message(row: int) -> str:
            share = f" ({100 * given[row] / registered[row]:.1f} %)" if registered[row] > 0 else ""
            words = (
                protocol.cell("issued", row)
                if has_issued
                else _contents_words(protocol, names, row)
            )
            return (
                f"{words}, {protocol.cell('registered', row)}: turnout above 100 %{share}, "
                f"{shown(given[row] - registered[row])} more than the list"
            )

        above = given > registered
        if not has_issued:
            above &= ~self._explained(registered)
        code = "E108" if closed else "W201"
        cells = (*names, "registered")
        self.turnout_wrong = self._add(code, above, given, registered, cells, message)


NAMELESS = "the row has figures and no station: every identifying cell is empty"


def _both(left: Numbers, right: Numbers) -> Mask:
    return ~np.isnan(left) & ~np.isnan(right)


def _contents_words(protocol: Protocol, names: tuple[str, ...], row: int) -> str:
    total = shown(protocol.contents[row])
    if names == ("valid", "invalid"):
        parts = " + ".join(f"{LABEL[name]} {shown(protocol.clean[name][row])}" for name in names)
        return f"{parts} = {total}"
    if names and names[0].startswith("votes/"):
        return f"candidates' votes {protocol.votes_sum(row)}"
    return f"{LABEL[names[0]]} is {total}" if names else total
