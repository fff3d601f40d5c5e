"""Bounds that a law sets on a result, each with its denominator and its article."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from electcheck.errors import Fault, InputRefused
from electcheck.files.documents import load
from electcheck.model.record import Bool, Number, Record, Slug, Words, wrong

Denominator = Literal["registered", "issued", "in_boxes", "valid"]


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


class Threshold(Record):
    """One bound.

    Attributes:
        id: its name.
        title: in words.
        kind: `majority` (the leader), `share` (every candidate), or `quorum` (ballots).
        percent: the bound.
        more_than: whether it must be passed, or reached.
        of: the denominators; several where the text is not settled, and all are shown.
        ballots: of a quorum: what counts as taking part.
        settled: whether the text says of what the share is taken.
        article: of the law.
        note: what the reader should know.
    """

    id: Slug
    title: Words
    kind: Literal["majority", "share", "quorum"]
    percent: Annotated[Number, Field(ge=0, le=100)]
    more_than: Bool
    of: Annotated[tuple[Denominator, ...], BeforeValidator(_listed), Field(min_length=1)]
    ballots: Literal["issued", "in_boxes", "valid"] = "in_boxes"
    settled: Bool = True
    article: Words
    note: Words | None = None

    @model_validator(mode="after")
    def _one_if_settled(self) -> Threshold:
        if self.settled and len(self.of) > 1:
            raise wrong("several denominators stand in 'of': say 'settled: false', or keep one")
        return self


class Thresholds(Record):
    """A file of bounds."""

    format: Literal[1] = 1
    thresholds: tuple[Threshold, ...]


def load_thresholds(path: Path) -> tuple[Threshold, ...]:
    """Read a file of bounds.

    Raises:
        InputRefused: it is no valid one; every fault is named.
    """
    faults: list[Fault] = []
    document = load(path, str(path), Thresholds, faults, format_required=False)
    if document is None:
        raise InputRefused(faults)
    return document.record.thresholds
