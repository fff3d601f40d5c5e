"""Could the doubtful stations change the outcome? Exact best case, worst case and smallest set.

A condition on the result (A has more votes than B; a candidate has more than half) is one linear
inequality in the votes, `slack >= 0` or `slack > 0`, to which each station adds its part. Under a
scenario a doubtful station can lower the slack by at most some whole number, whatever happens at
the others; so the worst case is the sum of these numbers, and the smallest set that breaks the
condition is found by taking the largest first. All arithmetic is in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import numpy.typing as npt

from electcheck.results.table import Mask, Numbers, Stations

Whole = npt.NDArray[np.int64]
Scenario = Literal["annul", "reassign", "add"]
SCENARIOS: dict[Scenario, str] = {
    "annul": "the doubtful stations that are chosen are annulled: none of their votes counts",
    "reassign": "every valid vote of the doubtful stations that are chosen may belong to anyone",
    "add": (
        "at the doubtful stations that are chosen, votes that were not counted are added: up to "
        "one for each registered voter without a ballot in the box"
    ),
}
Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class Effect:
    """What a scenario can do to one condition.

    Attributes:
        condition: in words.
        holds_now: whether it holds in the results as they stand.
        slack: by how much, in votes (for a threshold, in votes of the candidate).
        worst: the least slack that the scenario allows.
        best: the most.
        changes: whether some choice of doubtful stations turns the condition over; unknown where
            stations with missing cells could.
        smallest: the fewest stations that turn it over; None where none can.
        stations: these stations, the one with the largest effect first.
        smallest_to_tie: for a pair, the fewest stations that make the two equal or turn them over.
        denominator: of a threshold.
    """

    condition: str
    holds_now: bool
    slack: Fraction
    worst: Fraction
    best: Fraction
    changes: Answer
    smallest: int | None
    stations: tuple[str, ...]
    smallest_to_tie: int | None = None
    denominator: str = ""


@dataclass(frozen=True)
class Doubt:
    """The doubtful stations of a table, as whole numbers.

    Attributes:
        table: all stations.
        rows: indices of the doubtful stations whose cells are all known.
        unknown: keys of the doubtful stations with a missing or impossible cell.
    """

    table: Stations
    rows: npt.NDArray[np.int64]
    unknown: tuple[str, ...]

    @classmethod
    def of(cls, table: Stations, marked: Mask) -> Doubt:
        """Take the marked stations as doubtful."""
        known = np.ones(len(table), dtype=bool)
        for values in table.votes.values():
            known &= (values >= 0) & (values == np.floor(values))
        rows = np.flatnonzero(marked & known)
        unknown = tuple(str(key) for key in table.station[marked & ~known].tolist())
        return cls(table, rows, unknown)

    def part(self, values: Numbers) -> Whole:
        """Return the doubtful stations' cells of one column."""
        return np.nan_to_num(values[self.rows]).astype(np.int64)

    def votes(self, name: str) -> Whole:
        """Return a candidate's votes at the doubtful stations."""
        return self.part(self.table.votes[name])

    def valid(self) -> Whole:
        """Return the valid votes at the doubtful stations: as counted, or the candidates' sum."""
        total = np.zeros(len(self.rows), dtype=np.int64)
        for name in self.table.votes:
            total += self.votes(name)
        if self.table.valid is None:
            return total
        return np.maximum(self.part(self.table.valid), total)

    def uncounted(self) -> Whole | None:
        """Return registered voters without a ballot in the box; None where that is not known."""
        registered = self.table.registered
        ballots = self.table.in_boxes if self.table.in_boxes is not None else self.table.valid
        if registered is None or ballots is None:
            return None
        # Where a cell is missing nothing is claimed: none is taken as free.
        free: Whole = np.maximum(self.part(registered - ballots), 0)
        return free

    def gaps(self, *columns: Numbers | None) -> bool:
        """Tell whether a doubtful station lacks a cell of these columns; it then counts as 0."""
        return any(bool(np.isnan(one[self.rows]).any()) for one in columns if one is not None)


def total(values: Numbers) -> int:
    """Return the sum of what is known."""
    return int(np.nansum(values))


def pair_effect(doubt: Doubt, ahead: str, behind: str, scenario: Scenario) -> Effect | None:
    """Return what a scenario can do to the lead of one candidate over another.

    None where the scenario needs a column that is not there (`add` without registered voters).

    >>> table = Stations(
    ...     "x.csv", np.array(["1", "2"], object),
    ...     votes={"A": np.array([60.0, 30.0]), "B": np.array([20.0, 40.0])},
    ... )
    >>> effect = pair_effect(Doubt.of(table, np.array([True, False])), "A", "B", "annul")
    >>> int(effect.slack), int(effect.worst), effect.changes, effect.stations
    (30, -10, 'yes', ('1',))
    """
    lead = doubt.votes(ahead) - doubt.votes(behind)
    if scenario == "annul":
        lose, gain = lead, -lead
    elif scenario == "reassign":
        lose, gain = lead + doubt.valid(), doubt.valid() - lead
    else:
        uncounted = doubt.uncounted()
        if uncounted is None:
            return None
        lose = gain = uncounted
    table, votes = doubt.table, doubt.table.votes
    gaps = scenario == "add" and doubt.gaps(table.registered, table.in_boxes)
    margin = total(votes[ahead]) - total(votes[behind])
    condition = f"{ahead} has more votes than {behind}"
    return _effect(doubt, condition, margin, 1, lose, gain, pair=True, gaps=gaps)


def threshold_effect(
    doubt: Doubt,
    numerator: str,
    denominator: str,
    share: Fraction,
    more_than: bool,
    scenario: Scenario,
    registered_stays: bool = True,
) -> Effect | None:
    """Return what a scenario can do to a share that must pass, or reach, a bound.

    Args:
        doubt: the doubtful stations.
        numerator: a candidate's column ``votes/<candidate>``, or the ballots of a quorum.
        denominator: a canonical name.
        share: the bound.
        more_than: whether it must be passed, or reached.
        scenario: what happens to the votes.
        registered_stays: whether annulled stations' voters stay in a denominator of registered
            voters.

    None where the file lacks a column that is needed.
    """
    table = doubt.table
    if not table.has(numerator, denominator):
        return None
    p, q = share.numerator, share.denominator
    upper, lower = table.column(numerator), table.column(denominator)
    slack = q * total(upper) - p * total(lower)
    mine, whole = doubt.part(upper), doubt.part(lower)
    if scenario == "annul":
        kept = np.zeros_like(whole) if denominator == "registered" and registered_stays else whole
        lose = q * mine - p * kept
        gain = -lose
    elif scenario == "reassign":
        if not numerator.startswith("votes/"):
            lose = gain = np.zeros_like(mine)
        else:
            lose, gain = q * mine, q * (doubt.valid() - mine)
    else:
        uncounted = doubt.uncounted()
        if uncounted is None:
            return None
        grows = 0 if denominator == "registered" else p
        mine_only = 0 if not numerator.startswith("votes/") else grows
        lose, gain = mine_only * uncounted, (q - grows) * uncounted
    sign = ">" if more_than else ">="
    name = numerator.removeprefix("votes/")
    condition = f"{name} {sign} {float(100 * share):g} % of {denominator}"
    counted = (table.registered, table.in_boxes) if scenario == "add" else ()
    return _effect(
        doubt,
        condition,
        slack,
        q,
        lose,
        gain,
        strict=more_than,
        of=denominator,
        gaps=doubt.gaps(upper, lower, *counted),
    )


def _effect(
    doubt: Doubt,
    condition: str,
    slack: int,
    unit: int,
    lose: Whole,
    gain: Whole,
    *,
    strict: bool = True,
    pair: bool = False,
    of: str = "",
    gaps: bool = False,
) -> Effect:
    """Weigh one condition ``slack > 0`` (``>= 0`` unless strict); slack is in 1/unit votes."""
    lose, gain = np.maximum(lose, 0), np.maximum(gain, 0)
    holds = slack > 0 if strict else slack >= 0
    # What turns the condition over: for a pair, the other must be ahead, and a tie is told apart.
    if holds:
        need = slack + 1 if pair or not strict else slack
        order, tie = _fewest(lose, need), _fewest(lose, slack) if pair else None
    else:
        need = 1 - slack if strict else -slack
        order, tie = _fewest(gain, need), None
    known: Answer = "no" if order is None else "yes"
    answer: Answer = "unknown" if known == "no" and (doubt.unknown or gaps) else known
    rows = [] if order is None else doubt.rows[order].tolist()
    return Effect(
        condition=condition,
        holds_now=bool(holds),
        slack=Fraction(slack, unit),
        worst=Fraction(slack - int(lose.sum()), unit),
        best=Fraction(slack + int(gain.sum()), unit),
        changes=answer,
        smallest=None if order is None else len(rows),
        stations=tuple(str(doubt.table.station[row]) for row in rows),
        smallest_to_tie=None if tie is None else len(tie),
        denominator=of,
    )


def _fewest(effects: Whole, need: int) -> Whole | None:
    """Return the fewest indices whose effects sum to `need`, largest first; None if none do."""
    if need <= 0:
        return np.zeros(0, dtype=np.int64)
    order: Whole = np.argsort(-effects, kind="stable")
    reached = np.cumsum(effects[order])
    enough = np.flatnonzero(reached >= need)
    return order[: int(enough[0]) + 1] if len(enough) else None
