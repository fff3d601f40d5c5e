"""Accepted visits as one picture of each place: mergers joined, disagreements kept open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from electcheck.forms.conflicts import Place, overlap, place_of
from electcheck.forms.drafts import Draft, Drafts
from electcheck.forms.form_files import Item, StationForm

SEEN = ("yes", "no")
TOLD = {"yes_told": "yes", "no_told": "no"}
DISPUTED = "disputed"


@dataclass(frozen=True)
class Seen:
    """One place as the accepted visits show it.

    Attributes:
        place: region and number, or the item in the media.
        visits: the ids of the visits.
        items: per item `yes`, `no`, or `disputed` where visits disagree on one fact; items that
            nobody saw are left out.
        told: per item what observers were only told.
        figures: per number; numbers on which visits differ are left out.
    """

    place: Place
    visits: tuple[str, ...]
    items: Mapping[str, str]
    told: Mapping[str, str]
    figures: Mapping[str, int]


def contradictions(one: Draft, other: Draft) -> Iterator[str]:
    """Yield the fields in which two visits say different things that both saw."""
    for name, answer in one.answers.items():
        said = other.answers.get(name)
        if said is None or name in ("day", "arrived", "left", "starts"):
            continue
        both_seen = answer in SEEN and said in SEEN
        figures = answer.isdigit() and said.isdigit() and name not in ("station", "commission")
        if (both_seen or figures) and answer != said:
            yield name


def accepted_visits(drafts: Drafts, form: str) -> Iterator[Mapping[str, str]]:
    """Yield the answers of each accepted visit, filled up from those merged into it."""
    merged: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts.drafts:
        decision = drafts.decisions.get(draft.id)
        if decision is not None and decision.into is not None:
            merged[decision.into].append(draft)
    for draft in drafts.drafts:
        if draft.form == form and drafts.status(draft.id) == "accepted":
            yield _joined(draft, merged)


def _joined(draft: Draft, merged: Mapping[str, Sequence[Draft]]) -> dict[str, str]:
    answers = dict(draft.answers) | {"": draft.id}
    for more in merged.get(draft.id, ()):
        for name, answer in _joined(more, merged).items():
            if name and (answer in SEEN or name not in answers):
                answers[name] = answer
    return answers


def seen_places(drafts: Drafts, form: StationForm) -> list[Seen]:
    """Return what accepted visits show of each place, in the order of the places."""
    by_place: dict[Place, list[Mapping[str, str]]] = defaultdict(list)
    places = {draft.id: place_of(draft) for draft in drafts.drafts if draft.form == form.form}
    for answers in accepted_visits(drafts, form.form):
        by_place[places[answers[""]]].append(answers)
    return [_seen(place, form, by_place[place]) for place in sorted(by_place)]


def _seen(place: Place, form: StationForm, visits: Sequence[Mapping[str, str]]) -> Seen:
    items: dict[str, str] = {}
    told: dict[str, str] = {}
    for item in form.items:
        saw = [one for one in visits if one.get(item.id) in SEEN]
        if saw:
            items[item.id] = _together(saw, item, form.happens_once(item))
        heard = {TOLD[one[item.id]] for one in visits if one.get(item.id) in TOLD}
        if item.bad in heard:
            told[item.id] = item.bad
    figures: dict[str, int] = {}
    for number in form.numbers:
        given = {int(one[number.id]) for one in visits if one.get(number.id)}
        if len(given) == 1:
            figures[number.id] = given.pop()
    return Seen(place, tuple(one[""] for one in visits), items, told, figures)


def _together(saw: Sequence[Mapping[str, str]], item: Item, once: bool) -> str:
    """Return what several visits saw: a fact of the day is one, what passes was seen or not."""
    if len({one[item.id] for one in saw}) == 1:
        return saw[0][item.id]
    at_once = any(
        overlap(one, other) for one in saw for other in saw if one[item.id] != other[item.id]
    )
    return DISPUTED if once or at_once else item.bad
