"""What the accepted visits show: x of n places, a lower bound for the country, no share of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from electcheck.forms.conflicts import Place
from electcheck.forms.drafts import Draft, Drafts
from electcheck.forms.form_files import StationForm, form_words, incidents
from electcheck.forms.raw import sha256_of
from electcheck.forms.statements import check
from electcheck.forms.visits import DISPUTED, Seen, accepted_visits, seen_places
from electcheck.model.norms import Indicator


@dataclass(frozen=True, slots=True)
class ItemTally:
    """How often one item was answered.

    Attributes:
        item: its name.
        seen: places where it was seen, either way.
        bad: places of them where it was not as it should be.
        disputed: places where visits disagree; they are in neither number.
        told: places where observers were only told that it was not as it should be.
    """

    item: str
    seen: int
    bad: int
    disputed: int
    told: int


@dataclass(frozen=True)
class Tally:
    """What the accepted visits with one form show.

    Attributes:
        form: the form.
        visits: how many were accepted.
        places: what they show of each place.
        items: in the order of the form.
        grades: how many visits gave each overall grade.
        incidents: how many visits named each kind, the gravest first.
    """

    form: StationForm
    visits: int
    places: Sequence[Seen]
    items: Sequence[ItemTally]
    grades: Mapping[str, int]
    incidents: Mapping[str, int]


def tally(drafts: Drafts, form: StationForm) -> Tally:
    """Return what the accepted visits with a form show."""
    places = seen_places(drafts, form)
    visits = list(accepted_visits(drafts, form.form))
    named = Counter(one[f"incident_{n}"] for one in visits for n in (1, 2, 3)
                    if one.get(f"incident_{n}"))  # fmt: skip
    grades = Counter(one["overall"] for one in visits if one.get("overall"))
    return Tally(
        form,
        len(visits),
        places,
        [
            ItemTally(
                item.id,
                sum(one.items.get(item.id) in ("yes", "no") for one in places),
                sum(one.items.get(item.id) == item.bad for one in places),
                sum(one.items.get(item.id) == DISPUTED for one in places),
                sum(item.id in one.told for one in places),
            )
            for item in form.items
        ],
        {name: grades[name] for name in form_words().answers["grade"]} if form.overall else {},
        {one.id: named[one.id] for one in incidents() if named[one.id]},
    )


def at_least(found: Tally) -> dict[str, int]:
    """Return, per indicator that is fed, at how many places observers saw what it asks for."""
    where: dict[str, set[Place]] = {}
    for item in found.form.items:
        if item.counts:
            bad = {one.place for one in found.places if one.items.get(item.id) == item.bad}
            where.setdefault(item.feeds, set()).update(bad)
    totals = {full: len(places) for full, places in where.items()}
    for number in found.form.numbers:
        if number.sum:
            total = sum(one.figures.get(number.id, 0) for one in found.places)
            totals[number.feeds] = max(total, totals.get(number.feeds, 0))
    return {full: count for full, count in sorted(totals.items()) if count}


def tally_draft(found: Tally, indicators: Mapping[str, Indicator], source: str) -> Draft | None:
    """Return what a tally would add to the evidence, as a draft for a person to confirm.

    Only lower bounds are proposed: what was not seen is no evidence, and visits that nobody drew
    at random give no share of the country.

    Args:
        found: the tally.
        indicators: the catalogue's, by id.
        source: the id under which the observers' work stands in `sources.yaml`.
    """
    facts = list(_facts(found, indicators))
    if not facts:
        return None
    name = f"tally-{found.form.form}"
    sha256 = sha256_of([name, source, facts])
    identifier = f"{name}-{sha256[:12]}"
    proposed = form_words().credibility["observed"]
    statements = tuple(
        {
            "id": f"{identifier}-{number}",
            "indicator": full,
            "says": "fact",
            **said,
            "source": source,
            "locator": f"{found.visits} accepted visits to {len(found.places)} places",
            "summary": summary,
            "method": "observed",
            "credibility": proposed.value,
            "credibility_reason": proposed.reason,
        }
        for number, (full, said, summary) in enumerate(facts, start=1)
    )
    for one in statements:
        check(one, indicators[str(one["indicator"])])
    return Draft(
        id=identifier,
        form=name,
        version="1",
        file="tally",
        file_sha256=sha256,
        row=1,
        row_sha256=sha256,
        statements=statements,
    )


def _facts(
    found: Tally, indicators: Mapping[str, Indicator]
) -> Iterator[tuple[str, dict[str, Any], str]]:
    n = len(found.places)
    for full, count in at_least(found).items():
        indicator = indicators[full]
        asked = indicator.ask.en
        if indicator.type == "count":
            summary = f"Observers saw it {count} times at {n} places visited. {asked}"
            yield full, {"range": [count, None]}, summary
        elif indicator.type == "boolean":
            yield full, {"value": True}, f"Observers saw it at {count} of {n} places. {asked}"
