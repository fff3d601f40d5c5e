"""Which columns are the counts of a protocol, by their names and by arithmetic."""

from __future__ import annotations

from electcheck.results.arithmetic import rate_at_most, rate_of_sum
from electcheck.results.proposing.columns import COUNTS, Columns, Guess, Proposal, index_of


def propose_counts(columns: Columns, named: dict[int, tuple[str, str]], proposal: Proposal) -> None:
    """Assign the counts whose names speak; several ballots issued or in boxes are summed."""
    used = {name for guess in proposal.keys.values() for name in guess.columns}
    used |= set(proposal.votes.values())
    for key in COUNTS:
        if key in proposal.keys:
            continue
        found = [
            at
            for at, column in enumerate(columns.counts)
            if named[column][0] == key and columns.names[column] not in used
        ]
        if not found:
            continue
        summed = key in ("issued", "in_boxes") and len(found) > 1
        if not summed:
            found = [max(found, key=lambda at: float(columns.values[at].sum()))]
        names = tuple(columns.names[columns.counts[at]] for at in found)
        words = sorted({named[columns.counts[at]][1] for at in found})
        told = f"the name says {', '.join(map(repr, words))}"
        proposal.keys[key] = Guess(names, 0.7 if len(found) == 1 else 0.5, told)


def use_piles(columns: Columns, proposal: Proposal) -> None:
    """Use valid + invalid = in boxes to confirm what is known and to find what is not."""
    valid = proposal.keys.get("valid")
    if valid is None or len(valid.columns) != 1:
        return
    at = index_of(columns, valid.columns[0])
    if _piles_confirmed(columns, proposal, at):
        return
    found = _piles_found(columns, proposal, at)
    if found is None:
        return
    rate, other, whole = found
    told = f"valid + invalid = in boxes in {100 * rate:.0f} % of the rows"
    for key, one in (("invalid", other), ("in_boxes", whole)):
        name = columns.names[columns.counts[one]]
        before = proposal.keys.get(key)
        sure = 0.95 if before is not None and before.columns == (name,) else 0.7
        proposal.keys[key] = Guess((name,), sure, told)
    valid.sure = max(valid.sure, 0.9)


def _piles_confirmed(columns: Columns, proposal: Proposal, valid: int) -> bool:
    invalid, boxes = proposal.keys.get("invalid"), proposal.keys.get("in_boxes")
    if invalid is None or boxes is None:
        return False
    values = columns.values
    whole = values[[index_of(columns, name) for name in boxes.columns]].sum(axis=0)
    rate = float((values[valid] + values[index_of(columns, invalid.columns[0])] == whole).mean())
    if rate <= 0.9:
        return False
    for guess in (proposal.keys["valid"], invalid, boxes):
        guess.sure = max(guess.sure, 0.95)
    boxes.because += f"; valid + invalid make it in {100 * rate:.0f} % of the rows"
    return True


def _piles_found(columns: Columns, proposal: Proposal, valid: int) -> tuple[float, int, int] | None:
    """Return the best (rate, invalid, in boxes) among columns that are free for it."""
    values = columns.values
    open_keys = ("invalid", "in_boxes", "issued")
    used = {*proposal.votes.values(), *proposal.station.columns} | {
        name
        for key, guess in proposal.keys.items()
        for name in guess.columns
        if key not in open_keys
    }
    free = [one for one, column in enumerate(columns.counts) if columns.names[column] not in used]
    invalid = proposal.keys.get("invalid")
    others = free if invalid is None else [index_of(columns, invalid.columns[0])]
    best: tuple[float, int, int] | None = None
    for other in others:
        if not 0 < values[other].sum() < values[valid].sum():
            continue
        for whole in free:
            if len({valid, other, whole}) == 3:
                rate = rate_of_sum(values, (valid, other), whole)
                if rate > (best[0] if best else 0.9):
                    best = (rate, other, whole)
    return best


def use_issued(columns: Columns, proposal: Proposal) -> None:
    """Confirm the ballots issued: never fewer than in the boxes, and not many more."""
    issued, boxes = proposal.keys.get("issued"), proposal.keys.get("in_boxes")
    if issued is None or boxes is None:
        return
    given, found = (
        columns.values[[index_of(columns, name) for name in guess.columns]].sum(axis=0)
        for guess in (issued, boxes)
    )
    rate = float((given >= found).mean())
    issued.because += f"; at least those in boxes in {100 * rate:.0f} % of the rows"
    close = given.sum() < 1.1 * found.sum()
    issued.sure = 0.9 if rate > 0.95 and close else issued.sure / 2


def use_registered(columns: Columns, named: dict[int, tuple[str, str]], proposal: Proposal) -> None:
    """Check or find the registered voters: the count that no count of ballots passes."""
    ballots = proposal.keys.get("in_boxes") or proposal.keys.get("valid")
    registered = proposal.keys.get("registered")
    if ballots is None or len(ballots.columns) != 1:
        return
    at = index_of(columns, ballots.columns[0])
    if registered is not None:
        rate = rate_at_most(columns.values, at, index_of(columns, registered.columns[0]))
        registered.because += f"; at least {ballots.columns[0]!r} in {100 * rate:.0f} % of the rows"
        registered.sure = 0.95 if rate > 0.95 else registered.sure / 2
        return
    used = {name for guess in proposal.keys.values() for name in guess.columns}
    used |= {*proposal.votes.values(), *proposal.station.columns}
    free = [
        one
        for one, column in enumerate(columns.counts)
        if columns.names[column] not in used
        and named[column][0] in ("", "registered")
        and rate_at_most(columns.values, at, one) > 0.95
        and columns.values[one].sum() < 20 * columns.values[at].sum()
    ]
    if free:
        one = max(free, key=lambda at: float(columns.values[at].sum()))
        proposal.keys["registered"] = Guess(
            (columns.names[columns.counts[one]],),
            0.4,
            f"the largest count that {ballots.columns[0]!r} never passes",
        )
