"""Which columns are candidates: neighbours that sum to one other column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from electcheck.results.arithmetic import SumFound, rate_at_most, rate_of_sum
from electcheck.results.proposing.columns import COUNTS, Columns, Guess, Proposal


def propose_votes(
    columns: Columns,
    named: dict[int, tuple[str, str]],
    sums: list[SumFound],
    proposal: Proposal,
) -> None:
    """Take the longest run of neighbouring columns that sums to another as the candidates."""
    taken = set(proposal.station.columns)
    best: tuple[tuple[float, ...], SumFound] | None = None
    for one in sums:
        heads = [named[columns.counts[at]][0] for at in one.parts]
        protocol = sum(head in (*COUNTS, "received") for head in heads)
        names = [columns.names[columns.counts[at]] for at in one.parts]
        if protocol > 1 or any(name in taken for name in names):
            continue
        speaks_of = named[columns.counts[one.total]][0]
        fits = {"valid": 2, "in_boxes": 1, "": 1}.get(speaks_of, 0)
        rank = (-protocol, fits, round(one.rate, 1), len(one.parts))
        if best is None or rank > best[0]:
            best = (rank, one)
    if best is None or len(best[1].parts) < 2:
        _unsummed_votes(columns, named, proposal)
        return
    one = best[1]
    parts, total = list(one.parts), one.total
    odd = _odd_one(columns, named, parts)
    total_name = columns.names[columns.counts[total]]
    told = f"together they are {total_name!r} in {100 * one.rate:.0f} % of the rows"
    if odd is not None:
        parts.remove(odd)
        invalid = columns.names[columns.counts[odd]]
        proposal.keys["invalid"] = Guess(
            (invalid,), 0.6, f"with the candidates it makes {total_name!r}"
        )
        key, sure = ("in_boxes", 0.6)
    else:
        said = named[columns.counts[total]][0]
        key = "valid" if said != "in_boxes" or _adds_to_more(columns, total) else "in_boxes"
        sure = 0.95 if said == key else 0.6
    proposal.keys[key] = Guess((total_name,), sure, f"the candidates' columns sum to it; {told}")
    proposal.votes = _by_candidate(columns, parts)
    proposal.votes_sure = Guess(
        tuple(proposal.votes.values()), 0.9 if len(parts) > 2 else 0.6, told
    )


def _by_candidate(columns: Columns, parts: Sequence[int]) -> dict[str, str]:
    names = [columns.names[columns.counts[at]] for at in parts]
    return {name: name for name in names}


def _adds_to_more(columns: Columns, total: int) -> bool:
    """Tell whether a column and one other sum to a third, as valid and invalid do."""
    values = columns.values
    return any(
        rate_of_sum(values, (total, other), whole) > 0.9 and values[other].any()
        for other in range(len(values))
        for whole in range(len(values))
        if len({total, other, whole}) == 3
    )


def _odd_one(columns: Columns, named: dict[int, tuple[str, str]], parts: list[int]) -> int | None:
    """Return the one column at an end of the run that is no candidate but the invalid ballots."""
    for at in (parts[-1], parts[0]):
        if named[columns.counts[at]][0] in ("invalid", "blank"):
            return at
    stems = [re.sub(r"\d+", "", columns.names[columns.counts[at]]) for at in parts]
    if len(parts) > 3:
        common, count = Counter(stems).most_common(1)[0]
        if count == len(parts) - 1 and common:
            for end in (-1, 0):
                if stems[end] != common:
                    return parts[end]
    return None


def _unsummed_votes(
    columns: Columns, named: dict[int, tuple[str, str]], proposal: Proposal
) -> None:
    """Propose the count columns that say nothing else as candidates, unsure."""
    valid = [at for at, column in enumerate(columns.counts) if named[column][0] == "valid"]
    taken = set(proposal.station.columns) | {
        name for guess in proposal.keys.values() for name in guess.columns
    }
    parts = [
        at
        for at, column in enumerate(columns.counts)
        if not named[column][0]
        and columns.names[column] not in taken
        and len(set(columns.values[at].tolist())) > 1
        and all(rate_at_most(columns.values, at, one) > 0.95 for one in valid[:1])
        and not re.search(r"(^|[\W_])id($|[\W_])|unnamed", columns.names[column].casefold())
    ]
    if parts:
        proposal.votes = _by_candidate(columns, parts)
        proposal.partial = True
        proposal.votes_sure = Guess(
            tuple(proposal.votes.values()),
            0.3,
            "nothing else is known of these columns, and they sum to no other: delete what is "
            "no candidate",
        )
