"""What the checks found: one issue a fault, with its cells and its arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from electcheck.model.said import Said
from electcheck.results.grid import Positions
from electcheck.results.policy import protocol_checks
from electcheck.results.table import Numbers, Stations

EVERY = "any"


@dataclass(frozen=True)
class Issue:
    """One fault of one protocol.

    Attributes:
        code: E1xx or W2xx.
        station: the station's key.
        line: its line in the file (row of the sheet); 0 when unknown.
        cells: the file's columns involved, every one of them.
        observed: the number that was found.
        expected: the number it should be, or should not pass; None where there is no such number.
        message: the arithmetic in words.
        action: what to do.
    """

    code: str
    station: str
    line: int
    cells: tuple[str, ...]
    observed: float | None
    expected: float | None
    message: str
    action: str


@dataclass(frozen=True)
class Hit:
    """The stations at which one check says something, as arrays.

    Attributes:
        code: of the check.
        rows: the stations.
        observed: one number a station.
        expected: one number a station, NaN where there is none.
        cells: canonical names of the cells, or a function of the row that gives them.
        message: a function of the row's index in the table.
    """

    code: str
    rows: Positions
    observed: Numbers
    expected: Numbers
    cells: tuple[str, ...] | Callable[[int], tuple[str, ...]]
    message: Callable[[int], str]


@dataclass(frozen=True)
class CheckReport:
    """All that the checks found in one file.

    Attributes:
        table: what was checked.
        hits: by check; a check may have several.
        not_applicable: code: the columns it lacks, in words.
        turnout_above_100: how many stations pass 100 % of registered, by the numerator.
    """

    table: Stations
    hits: tuple[Hit, ...]
    not_applicable: dict[str, Said]
    turnout_above_100: dict[str, int]

    def summary(self) -> dict[str, int]:
        """Return the number of issues by code; codes without an issue are left out."""
        counts: dict[str, int] = {}
        for hit in self.hits:
            counts[hit.code] = counts.get(hit.code, 0) + len(hit.rows)
        return {code: counts[code] for code in sorted(counts) if counts[code]}

    @property
    def holds(self) -> bool:
        """Tell whether no protocol contradicts itself."""
        return not any(code.startswith("E") for code in self.summary())

    def flagged(self, prefix: str = "E") -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Mark the stations with an issue whose code starts with `prefix`."""
        marks = np.zeros(len(self.table), dtype=bool)
        for hit in self.hits:
            if hit.code.startswith(prefix):
                marks[hit.rows] = True
        return marks

    def issues(self, prefix: str = "") -> Iterator[Issue]:
        """Yield the issues whose code starts with `prefix`, by code, then in file order."""
        checks = protocol_checks()
        for code in sorted({hit.code for hit in self.hits if hit.code.startswith(prefix)}):
            found = [
                (row, number, hit)
                for hit in self.hits
                if hit.code == code
                for number, row in enumerate(hit.rows.tolist())
            ]
            found.sort(key=lambda one: one[0])
            for row, number, hit in found:
                yield self._issue(hit, number, row, checks[code].action)

    def _issue(self, hit: Hit, number: int, row: int, action: str) -> Issue:
        line = self.table.line
        names = hit.cells(row) if callable(hit.cells) else hit.cells
        cells = [column for name in names for column in self.table.columns.get(name, (name,))]
        return Issue(
            code=hit.code,
            station=str(self.table.station[row]),
            line=0 if line is None else int(line[row]),
            cells=tuple(dict.fromkeys(cells)),
            observed=_number(hit.observed[number]),
            expected=_number(hit.expected[number]),
            message=hit.message(row),
            action=action,
        )


def _number(value: float) -> float | None:
    if np.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def shown(value: float) -> str:
    """Return a count as messages print it.

    >>> shown(12345.0), shown(1.5)
    ('12,345', '1.5')
    """
    if np.isnan(value):
        return "missing"
    return f"{int(value):,}" if float(value).is_integer() else f"{float(value):,.10g}"
