"""How many go from one count of an account to the next: from the lists down to each candidate."""

from __future__ import annotations

from collections.abc import Mapping

from electcheck.results.reconciling.accounts import Account
from electcheck.results.reconciling.levels import sums
from electcheck.results.reconciling.step import Step
from electcheck.results.table import Stations

# What is lost on the way to each count, by the count that stands before it.
_LOST = {
    ("registered", "issued"): "no ballot issued",
    ("registered", "in boxes"): "did not vote",
    ("registered", "valid"): "did not vote or invalid",
    ("issued", "in boxes"): "issued, not in boxes",
    ("issued", "valid"): "issued, not valid",
    ("in boxes", "valid"): "invalid",
}


def account_steps(account: Account) -> tuple[Step, ...]:
    """Return the steps of a ballot's final national account, as far as it was published."""
    counts = {
        "registered": account.total("voters_final_lists"),
        "in boxes": account.total("ballots_cast_final"),
        "valid": account.total("valid_final"),
    }
    known = {name: float(value) for name, value in counts.items() if value is not None}
    votes = {name: float(value) for name, value in account.votes("final").items()}
    invalid = account.total("invalid_final")
    return steps(known, None if invalid is None else float(invalid), votes)


def station_steps(table: Stations) -> tuple[Step, ...]:
    """Return the steps of a file of station results; counts that it lacks are left out."""
    totals = {name: float(values[0]) for name, values in sums(table, "nation").totals.items()}
    known = {
        name.replace("_", " "): totals[name]
        for name in ("registered", "issued", "in_boxes", "valid")
        if name in totals
    }
    votes = {
        name.removeprefix("votes/"): value
        for name, value in totals.items()
        if name.startswith("votes/")
    }
    return steps(known, totals.get("invalid"), votes)


def steps(
    counts: Mapping[str, float], invalid: float | None, votes: Mapping[str, float]
) -> tuple[Step, ...]:
    """Return the steps from each count to the next and from the last one to the candidates.

    What no figure explains is a gap of its own: between ballots, invalid and valid ones, and
    between the last count and the candidates' sum.

    Args:
        counts: some of registered, issued, in boxes and valid, in this order.
        invalid: invalid ballots, None where they are not published.
        votes: of each candidate.

    >>> [(s.name, s.value) for s in steps({"in boxes": 10.0, "valid": 8.0}, 1.0, {"A": 8.0})]
    [('in boxes', 10.0), ('invalid', -1.0), ('not explained', -1.0), ('valid', 8.0), ('A', -8.0)]
    """
    found: list[Step] = []
    before: tuple[str, float] | None = None
    for name, value in counts.items():
        if before is not None:
            lost = before[1] - value
            told = _LOST[before[0], name]
            if told == "invalid" and invalid is not None:
                found.append(Step(told, "out", 0.0 - invalid))
                lost -= invalid
                told = "not explained"
            if lost or told != "not explained":
                found.append(Step(told, "gap" if told == "not explained" else "out", 0.0 - lost))
        found.append(Step(name, "count", value))
        before = (name, value)
    found += [Step(name, "votes", 0.0 - value) for name, value in votes.items()]
    if before is not None and votes and (left := before[1] - sum(votes.values())):
        found.append(Step("not explained", "gap", -left))
    return tuple(found)
