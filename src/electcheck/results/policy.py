"""What counts as missing, as a total, or as worth a look: `data/policy/`."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from electcheck.errors import Fault, InputRefused
from electcheck.files.documents import load
from electcheck.files.packaged import packaged
from electcheck.model.record import Int, Number, Record, Words

R = TypeVar("R", bound=Record)


class Reading(Record):
    """Words of results files."""

    missing: tuple[Words, ...]
    totals: tuple[Words, ...]


class Tolerance(Record):
    """From which size on a check says something.

    Attributes:
        absolute: ballots; reached is enough.
        percent: share of what `of` names, in percent; reached is enough.
        join: whether both or one must be reached.
        of: the denominator.
        multiple: what a round number is a multiple of.
        least_cells: how many different cells must be round.
    """

    absolute: Number | None = None
    percent: Number | None = None
    join: Literal["and", "or"]
    of: Words
    multiple: Annotated[Int, Field(ge=2)] | None = None
    least_cells: Annotated[Int, Field(ge=1)] | None = None
    reason: Words


class Check(Record):
    """One check of a protocol, in words."""

    title: Words
    rule: Words
    needs: tuple[tuple[Words, ...], ...]
    why: Words
    innocent: Words
    action: Words
    tolerance: Tolerance | None = None


class ProtocolChecks(Record):
    """`data/policy/protocol-checks.yaml`."""

    format: Literal[1]
    checks: dict[Words, Check]


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
    """`data/policy/results.yaml`."""

    format: Literal[1]
    reading: Reading
    bulletins: BulletinLimits
    exit_polls: ExitPollDefaults


class HeaderWords(Record):
    """`data/policy/header-words.yaml`."""

    format: Literal[1]
    words: dict[Words, tuple[Words, ...]]
    general: dict[Words, tuple[Words, ...]]
    rates: tuple[Words, ...]


@cache
def results_policy() -> ResultsPolicy:
    """Return the bundled policy on results.

    >>> results_policy().exit_polls.design_effect
    2
    """
    return _load("results.yaml", ResultsPolicy)


@cache
def protocol_checks() -> dict[str, Check]:
    """Return the bundled checks of a protocol, by code.

    >>> protocol_checks()["W202"].tolerance.join
    'and'
    """
    return _load("protocol-checks.yaml", ProtocolChecks).checks


def _load(name: str, record: type[R]) -> R:
    faults: list[Fault] = []
    document = load(packaged("data", "policy", name), f"data/policy/{name}", record, faults)
    if document is None:
        raise InputRefused(faults)
    return document.record


@cache
def header_words() -> HeaderWords:
    """Return the parts of column names that tell what a column holds.

    >>> "invalid" in header_words().words["invalid"]
    True
    """
    return _load("header-words.yaml", HeaderWords)
