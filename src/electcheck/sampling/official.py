"""The file of the official result: totals by column, shares by estimate, thresholds.

counts: {c1: 15000284, c2: 14756350, valid: 40588729, ballots: 41791322}
shares: {turnout: 0.5856}
thresholds: {c1_share: 0.5}
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, model_validator

from electcheck.errors import Fault, InputRefused, Place, did_you_mean
from electcheck.files.documents import Document, load
from electcheck.model.norms import Format
from electcheck.model.record import Number, Record, wrong
from electcheck.sampling.design_file import Ask
from electcheck.sampling.station_file import all_or_nothing


class Official(Record):
    """The official result: totals by column, shares by estimate, thresholds to be settled.

    `counts` are national totals under the station file's column names; every ratio or margin whose
    columns are all there is compared. `shares` are published shares by the name of the estimate.
    """

    format: Format = 1
    counts: dict[str, Number] = Field(default_factory=dict)
    shares: dict[str, Number] = Field(default_factory=dict)
    thresholds: dict[str, Number] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _something(self) -> Official:
        if not self.counts and not self.shares:
            raise wrong("expected 'counts' (totals by column) or 'shares' (by estimate), or both")
        return self


def load_official(path: Path) -> Document[Official]:
    """Read the official result (YAML).

    Raises:
        InputRefused: with every fault at its place.
    """
    faults: list[Fault] = []
    document = load(path, str(path), Official, faults, format_required=False)
    if document is None:
        raise InputRefused(faults)
    return document


def official_figures(asks: list[Ask], official: Document[Official]) -> dict[str, float]:
    """Return the official share or margin of each estimate that has one.

    Raises:
        InputRefused: nothing can be compared, a name is unknown, or a share is no share.
    """
    record, names = official.record, [ask.name for ask in asks]
    faults = [
        Fault(
            official.place(section, name),
            f"{name!r} is not a ratio or margin of the design.{did_you_mean(name, names)}",
        )
        for section, given in (("shares", record.shares), ("thresholds", record.thresholds))
        for name in given
        if name not in names
    ]
    figures: dict[str, float] = {}
    for ask in asks:
        if ask.name in record.shares:
            figures[ask.name] = float(record.shares[ask.name])
        elif all(name in record.counts for name in ask.columns) and record.counts[ask.columns[-1]]:
            *parts, whole = (float(record.counts[name]) for name in ask.columns)
            figures[ask.name] = (parts[0] - parts[1] if len(parts) > 1 else parts[0]) / whole
    faults += [
        Fault(
            official.place("shares", name),
            f"{name!r}: expected a share between -1 and 1, found {value:g} (not a percentage)",
        )
        for name, value in record.shares.items()
        if abs(value) > 1
    ]
    if not figures and not faults:
        faults.append(
            Fault(
                Place(official.shown, 1, 1),
                "nothing to compare: give 'counts' for all columns of a ratio of the design, or "
                f"'shares' for one of {', '.join(names) or 'its ratios (it has none)'}",
            )
        )
    all_or_nothing(faults)
    return figures
