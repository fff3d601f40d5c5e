"""What counts as missing, as a total, or as worth a look: `data/policy/results.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from electcheck.errors import Fault, InputRefused
from electcheck.files.documents import load
from electcheck.files.packaged import packaged
from electcheck.model.record import Int, Number, Record, Words


class Reading(Record):
    """Words of results files."""

    missing: tuple[Words, ...]
    totals: tuple[Words, ...]


class Tolerance(Record):
    """From which size on a check says something.

    Attributes:
        absolute: ballots, reached or passed.
        percent: share of the check's denominator in percent, reached or passed.
        join: whether both or one must be passed.
        multiple: what a round number is a multiple of.
        least_cells: how many cells must be round.
    """

    absolute: Number | None = None
    percent: Number | None = None
    join: Literal["and", "or"]
    multiple: Int | None = None
    least_cells: Int | None = None
    reason: Words


class BulletinLimits(Record):
    """When the turnout between two bulletins is worth a look."""

    jump_points_per_hour: Number
    flat_hours: Number
    reason: Words


class ExitPollDefaults(Record):
    """What is assumed of an exit poll that does not say."""

    design_effect: Annotated[Number, Field(ge=1)]
    confidence: Annotated[Number, Field(gt=0, lt=1)]
    reason: Words


class ResultsPolicy(Record):
    """The whole file."""

    format: Literal[1]
    reading: Reading
    checks: dict[Words, Tolerance]
    bulletins: BulletinLimits
    exit_polls: ExitPollDefaults


@cache
def results_policy() -> ResultsPolicy:
    """Return the bundled policy on results.

    >>> results_policy().checks["W202"].join
    'and'
    """
    faults: list[Fault] = []
    path = packaged("data", "policy", "results.yaml")
    document = load(path, "data/policy/results.yaml", ResultsPolicy, faults)
    if document is None:
        raise InputRefused(faults)
    return document.record
