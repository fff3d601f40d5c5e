"""One line of a reconciliation: what was compared, and whether it holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Status = Literal["holds", "does_not_hold", "look", "not_applicable"]


@dataclass(frozen=True)
class Line:
    """One comparison.

    Attributes:
        section: what kind of comparison.
        subject: what was compared.
        status: `holds`; `does_not_hold`, a contradiction; `look`, worth a look and no
            contradiction; `not_applicable`, which is neither.
        observed: the number found; None where there is none.
        low: the least that was expected.
        high: the most that was expected.
        message: the arithmetic in words.
        source: where the figures were read.
    """

    section: str
    subject: str
    status: Status
    observed: float | None
    low: float | None
    high: float | None
    message: str
    source: str = ""


@dataclass(frozen=True)
class Reconciliation:
    """All comparisons of one file or case.

    Attributes:
        name: the file or the case.
        lines: the comparisons, in the order in which they were made.
        limits: what could not be compared, and why; a limit of the search and no evidence.
    """

    name: str
    lines: tuple[Line, ...]
    limits: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether nothing that was compared contradicts anything else."""
        return all(line.status != "does_not_hold" for line in self.lines)

    def summary(self) -> dict[str, dict[str, int]]:
        """Return the number of lines by section and status."""
        counts: dict[str, dict[str, int]] = {}
        for line in self.lines:
            section = counts.setdefault(line.section, {})
            section[line.status] = section.get(line.status, 0) + 1
        return counts

    def json(self) -> dict[str, Any]:
        """Return the reconciliation for programs."""
        return {
            "name": self.name,
            "holds": self.holds,
            "summary": self.summary(),
            "limits": list(self.limits),
            "lines": [asdict(line) for line in self.lines],
        }


def number(value: float) -> str:
    """Return a number as lines print it.

    >>> number(1234.0), number(0.5)
    ('1,234', '0.5')
    """
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.6g}"
