"""One step of an account, from the lists of voters down to a candidate's votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "out", "votes", "gap"]


@dataclass(frozen=True)
class Step:
    """One step of an account.

    Attributes:
        name: what is counted, or what is lost or given on the way.
        kind: `count`, a figure of the account; `out`, what is lost on the way to the next count;
            `votes`, what one candidate has; `gap`, what no figure explains.
        value: how many; negative where the account has more than there can be.
    """

    name: str
    kind: Kind
    value: float
