"""What a timeline shows: moments, and the phases behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Lane = Literal["event", "publication"]


@dataclass(frozen=True)
class Moment:
    """One event, or one publication.

    Attributes:
        day: when; of a publication, the last day on which it can have come out.
        sure: whether that is the day, and not only the last possible one.
        lane: what it is.
    """

    day: date
    sure: bool
    lane: Lane


@dataclass(frozen=True)
class Phase:
    """A named span of days."""

    name: str
    start: date
    end: date
