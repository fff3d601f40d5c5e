"""Which columns are the counts of a protocol, by their names and by arithmetic."""

from __future__ import annotations

from electcheck.results.arithmetic import LEAST_RATE, rate_of_sum
from electcheck.results.policy import header_words
from electcheck.results.proposing.columns import COUNTS, Columns, Guess, Proposal, index_of
from electcheck.results.table import Mask

SUMMED = ("issued", "in_boxes", "valid", "invalid")
"""Counts that a protocol may split: early and on the day, paper and machine, two kinds of box."""


def propose_counts(columns: Columns, named: dict[int, tuple[str, str]], proposal: Proposal) -> None:
    """Assign the counts whose names speak; several of one kind are summed."""
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
        found = _told_plainly(columns, named, found)
        if key not in SUMMED or len(found) == 1:
            found = [max(found, key=lambda at: float(columns.values[at].sum()))]
        else:
            found = _parts_or_whole(columns, found)
        names = tuple(columns.names[columns.counts[at]] for at in found)
        words = sorted({named[columns.counts[at]][1] for at in found})
        told = f"the name says {', '.join(map(repr, words))}"
        proposal.keys[key] = Guess(names, 0.7 if len(found) == 1 else 0.5, told)


def _told_plainly(
    columns: Columns, named: dict[int, tuple[str, str]], found: list[int]
) -> list[int]:
    """Leave out the columns that only a general word speaks for, where others say more."""
    general = {word for words in header_words().general.values() for word in words}
    plain = [at for at in found if named[columns.counts[at]][1] not in general]
    return plain or found


def _parts_or_whole(columns: Columns, found: list[int]) -> list[int]:
    """Return the parts of a count, or the one column that is their sum already."""
    values = columns.values
    for whole in found:
        parts = [at for at in found if at != whole]
        if rate_of_sum(values, parts, whole) >= LEAST_RATE and values[parts].any(axis=1).all():
            return [whole]
    return found


def use_piles(columns: Columns, named: dict[int, tuple[str, str]], proposal: Proposal) -> None:
    """Use valid + invalid = in boxes to confirm what is known and to find what is not."""
    valid = proposal.keys.get("valid")
    if valid is None or len(valid.columns) != 1:
        return
    at = index_of(columns, valid.columns[0])
    if _piles_confirmed(columns, proposal, at):
        return
    found = _piles_found(columns, named, proposal, at)
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


def _piles_found(
    columns: Columns, named: dict[int, tuple[str, str]], proposal: Proposal, valid: int
) -> tuple[float, int, int] | None:
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
        if named[columns.counts[other]][0] not in ("", "invalid", "blank"):
            continue
        for whole in free:
            says_so = named[columns.counts[whole]][0] in ("", "in_boxes", "issued")
            if says_so and len({valid, other, whole}) == 3:
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
    issued.sure = _surer(issued, given >= found) if close else issued.sure / 2


def _surer(guess: Guess, holds: Mask) -> float:
    """Return how sure a named count is, told in how many rows its bound holds."""
    if int((~holds).sum()) <= max(1, 0.05 * len(holds)):
        return 0.95
    return guess.sure if holds.mean() > LEAST_RATE else guess.sure / 2


def use_registered(columns: Columns, named: dict[int, tuple[str, str]], proposal: Proposal) -> None:
    """Check or find the registered voters: the count that no count of ballots passes."""
    ballots = proposal.keys.get("in_boxes") or proposal.keys.get("valid")
    registered = proposal.keys.get("registered")
    if ballots is None:
        return
    values = columns.values
    cast = values[[index_of(columns, name) for name in ballots.columns]].sum(axis=0)
    shown = " + ".join(map(repr, ballots.columns))
    if registered is not None:
        listed = values[index_of(columns, registered.columns[0])]
        rate = float((cast <= listed).mean())
        registered.because += f"; at least {shown} in {100 * rate:.0f} % of the rows"
        registered.sure = _surer(registered, cast <= listed)
        return
    used = {name for guess in proposal.keys.values() for name in guess.columns}
    used |= {*proposal.votes.values(), *proposal.station.columns}
    free = [
        one
        for one, column in enumerate(columns.counts)
        if columns.names[column] not in used
        and named[column][0] in ("", "registered")
        and float((cast <= values[one]).mean()) > 0.95
        and values[one].sum() < 20 * cast.sum()
    ]
    if free:
        one = max(free, key=lambda at: float(values[at].sum()))
        proposal.keys["registered"] = Guess(
            (columns.names[columns.counts[one]],),
            0.4,
            f"the largest count that {shown} never passes",
        )
