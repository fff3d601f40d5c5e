"""Drafts and tallies as plain data, and as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from electcheck.forms.conflicts import Conflict
from electcheck.forms.drafts import Draft, Drafts
from electcheck.forms.tally import ItemTally, Tally, at_least
from electcheck.model.small_cells import shown

MOST_LISTED = 20


def import_lines(counts: dict[str, Any]) -> Iterator[str]:
    """Yield what an import did."""
    yield (
        f"{counts['form']}: {counts['rows']} rows, {counts['drafted']} drafted, "
        f"{counts['duplicates']} known already, {counts['rejected']} set aside with faults"
    )
    for one in counts["faults"]:
        sheet = f" sheet {one['sheet']!r}" if one["sheet"] else ""
        yield f"  {one['file']}:{one['row']}:{one['column']}{sheet} {one['name']}: {one['message']}"


def review_data(drafts: Drafts, found: Sequence[Conflict]) -> dict[str, Any]:
    """Return the drafts, their status and their conflicts."""
    return {
        **drafts.counts(),
        "conflicts": [
            {
                "what": one.what,
                "sides": [{"says": says, "by": list(ids)} for says, ids in one.sides],
                "pending": sorted(one.units),
            }
            for one in found
        ],
        "drafts": [_draft(drafts, draft) for draft in drafts.drafts],
    }


def _draft(drafts: Drafts, draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "form": draft.form,
        "file": draft.file,
        "row": draft.row,
        "sheet": draft.sheet,
        "observer": draft.observer,
        "late": draft.late,
        "status": drafts.row_status(draft),
        "decision": _decision(drafts, draft.id),
        "faults": list(draft.faults),
        "unknown": dict(draft.unknown),
        "statements": [
            {
                "id": one["id"],
                "indicator": one["indicator"],
                "value": one.get("value", one.get("range")),
                "source": one["source"],
                "status": drafts.status(one["id"]),
                "decision": _decision(drafts, one["id"]),
            }
            for one in draft.statements
        ],
    }


def _decision(drafts: Drafts, unit: str) -> dict[str, Any] | None:
    one = drafts.decisions.get(unit)
    return None if one is None else one.model_dump(mode="json", exclude={"unit"})


def review_lines(drafts: Drafts, found: Sequence[Conflict], everything: bool) -> Iterator[str]:
    """Yield what waits for a decision, and what disagrees."""
    counts = drafts.counts()
    yield (
        f"{counts['rows']} submissions: {counts['accepted']} accepted, "
        f"{counts['rejected']} rejected, {counts['merged']} merged, {counts['pending']} pending"
    )
    yield f"conflicts: {len(found)}"
    for one in found if everything else found[:MOST_LISTED]:
        yield f"  {one.what}"
        for says, ids in one.sides:
            yield f"    {says}: {', '.join(ids)}"
    waiting = [d for d in drafts.drafts if drafts.row_status(d) == "pending"]
    for draft in waiting if everything else waiting[:MOST_LISTED]:
        yield from _pending(drafts, draft)
    hidden = max(0, len(waiting) - MOST_LISTED) + max(0, len(found) - MOST_LISTED)
    if hidden and not everything:
        yield f"  {hidden} more: --everything lists them"


def _pending(drafts: Drafts, draft: Draft) -> Iterator[str]:
    sheet = f" sheet {draft.sheet}" if draft.sheet else ""
    late = ", late" if draft.late else ""
    yield f"{draft.id}: {draft.observer or 'electcheck'}, {draft.file}{sheet} row {draft.row}{late}"
    if draft.answers:
        told = [f"{name} {draft.answers[name]}" for name in ("region", "station", "commission",
                "outlet", "overall", "incident_1") if name in draft.answers]  # fmt: skip
        yield f"  {', '.join(told)}"
    for one in draft.statements:
        if drafts.status(one["id"]) == "pending":
            value = one.get("value", one.get("range"))
            yield f"  {one['id']}: {one['indicator']} = {value} ({one['source']}, {one['locator']})"
    for name, why in draft.unknown.items():
        yield f"  {name}: {why}"


def tally_data(found: Tally, least: int = 0) -> dict[str, Any]:
    """Return a tally with stable keys; a count that is left out is null.

    Args:
        found: the tally.
        least: the smallest count that is shown, as the policy of small cells says; 0 shows all.
    """
    return {
        "form": found.form.form,
        "visits": found.visits,
        "places": len(found.places),
        "items": [_item(one, least) for one in found.items],
        "grades": shown(found.grades, least),
        "incidents": {name: _alone(count, least) for name, count in found.incidents.items()},
        "at_least": {
            name: count for name, count in at_least(found).items() if _alone(count, least)
        },
    }


def _item(one: ItemTally, least: int) -> dict[str, Any]:
    cells = shown({"bad": one.bad, "good": one.seen - one.bad}, least)
    return {
        "item": one.item,
        "seen": one.seen,
        "bad": cells["bad"],
        "disputed": _alone(one.disputed, least),
        "told": _alone(one.told, least),
    }


def _alone(count: int, least: int) -> int | None:
    """Return a count that is part of no total, or None where it is small."""
    return None if 0 < count < least else count


def tally_lines(found: Tally, least: int = 0) -> Iterator[str]:
    """Yield a tally; the visits are no sample, so no share of the country is said."""
    data = tally_data(found, least)
    yield f"{found.form.form}: {found.visits} accepted visits to {len(found.places)} places"
    yield "these are the places visited; without a declared draw they give no share of the country"
    if least > 1:
        yield (
            f"*: not shown, for fewer than {least} may stand behind it and be known by it; "
            "--audience internal shows it"
        )
    for item, one in zip(found.form.items, data["items"], strict=True):
        disputed = f", {_count(one['disputed'])} disputed" if one["disputed"] != 0 else ""
        told = f", at {_count(one['told'])} only told" if one["told"] != 0 else ""
        yield f"  {_count(one['bad'])} of {one['seen']}{disputed}{told}: {item.ask.en} - {item.bad}"
    if found.grades:
        yield f"overall, by visit: {_counts(data['grades'])}"
    if found.incidents:
        yield f"incidents, the gravest first: {_counts(data['incidents'])}"


def _count(count: int | None) -> str:
    return "*" if count is None else str(count)


def _counts(counts: Mapping[str, int | None]) -> str:
    return ", ".join(f"{_count(n)} {name.replace('_', ' ')}" for name, n in counts.items())
