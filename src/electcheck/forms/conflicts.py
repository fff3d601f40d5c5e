"""What is said twice and not the same: shown to the person who reviews, never averaged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from electcheck.forms.drafts import Draft, Drafts
from electcheck.forms.form_files import STATION_FORMS, StationForm, station_form
from electcheck.model.evidence import Statement
from electcheck.model.values import Values, show
from electcheck.rules.opening import Opened
from electcheck.rules.scope import fill_scope
from electcheck.rules.weighing import statement_values

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One fact on which submissions, or a submission and the evidence, disagree.

    Attributes:
        what: the fact, in words.
        sides: what each says, and the ids that say so.
        units: the drafts and statements among them that still wait.
    """

    what: str
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    units: frozenset[str]


def conflicts(opened: Opened, drafts: Drafts) -> list[Conflict]:
    """Return every conflict among what is pending or accepted, in a stable order."""
    live = [d for d in drafts.drafts if drafts.row_status(d) in ("pending", "accepted")]
    found = [*_edited(live, drafts)]
    for name in STATION_FORMS:
        own = [draft for draft in live if draft.form == name]
        found += _visits(station_form(name), own, drafts)
    return [*found, *_statements(opened, live, drafts)]


def place_of(draft: Draft) -> Place:
    """Return what a visit was to: region and station, or an item in the media."""
    names = ("region", "station", "commission", "outlet", "subject", "day", "starts")
    wanted = names[:3] if "region" in draft.answers else names[3:]
    return tuple(draft.answers[name] for name in wanted if name in draft.answers)


def _edited(live: Sequence[Draft], drafts: Drafts) -> Iterator[Conflict]:
    by_instance: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in live:
        if draft.instance is not None:
            by_instance[draft.form, draft.instance].append(draft)
    for own in by_instance.values():
        if len(own) > 1:
            sides = tuple((f"row {one.row} of {one.file}", (one.id,)) for one in own)
            units = frozenset(u for one in own for u in _waiting(one, drafts))
            yield Conflict("one submission, sent again with other answers", sides, units)


def _waiting(draft: Draft, drafts: Drafts) -> list[str]:
    return [unit for unit in draft.units if drafts.status(unit) == "pending"]


def _visits(form: StationForm, own: Sequence[Draft], drafts: Drafts) -> Iterator[Conflict]:
    by_place: dict[Place, list[Draft]] = defaultdict(list)
    for draft in own:
        by_place[place_of(draft)].append(draft)
    for place, there in sorted(by_place.items()):
        if len(there) == 1:
            continue
        for item in form.items:
            said = {
                answer: [d for d in there if d.answers.get(item.id) == answer]
                for answer in ("yes", "no")
            }
            if not form.happens_once(item):
                said = _at_one_time(said)
            if said["yes"] and said["no"]:
                sides = tuple((a, tuple(d.id for d in ds)) for a, ds in said.items())
                units = frozenset(
                    u for ds in said.values() for d in ds for u in _waiting(d, drafts)
                )
                yield Conflict(f"{form.form} {' '.join(place)}: {item.ask.en}", sides, units)


def _at_one_time(said: dict[str, list[Draft]]) -> dict[str, list[Draft]]:
    """Keep the visits that overlap one with the other answer; what passes may have changed."""
    yes, no = said["yes"], said["no"]
    return {
        "yes": [one for one in yes if any(overlap(one.answers, other.answers) for other in no)],
        "no": [one for one in no if any(overlap(one.answers, other.answers) for other in yes)],
    }


def overlap(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two visits were there at one time; without times they may have been."""
    if one.get("day") != other.get("day"):
        return False
    if not {"arrived", "left"} <= one.keys() & other.keys():
        return True
    return one["arrived"] < _end(other) and other["arrived"] < _end(one)


def _end(visit: Mapping[str, str]) -> str:
    # Past midnight a departure reads earlier than its arrival.
    return visit["left"] if visit["left"] >= visit["arrived"] else "24:00"


@dataclass(frozen=True, slots=True)
class _Said:
    """One statement, drafted or in the evidence; `unit` where it still waits."""

    id: str
    values: Values
    unit: str | None


def _statements(opened: Opened, live: Sequence[Draft], drafts: Drafts) -> Iterator[Conflict]:
    indicators = opened.catalogue.indicators()
    said: dict[tuple[str, str], list[_Said]] = defaultdict(list)
    accepted = {s.id for s in opened.case.statements}

    def hear(statement: Statement, unit: str | None) -> None:
        criterion, indicator = indicators[statement.indicator]
        where = fill_scope(opened.case.election, criterion, indicator, statement.scope)
        values = statement_values(statement, indicator)
        said[statement.indicator, str(where)].append(_Said(statement.id, values, unit))

    for draft in live:
        for data in draft.statements:
            unit = str(data["id"])
            if drafts.status(unit) == "pending" and unit not in accepted:
                hear(Statement.model_validate(data), unit)
    asked = {full for full, _ in said}
    for statement in opened.case.statements:
        if statement.says == "fact" and statement.indicator in asked:
            hear(statement, None)
    for (full, where), told in sorted(said.items()):
        sides: dict[Values, list[str]] = defaultdict(list)
        apart = [one for one in told if any(one.values.meet(o.values) is None for o in told)]
        for one in apart:
            sides[one.values].append(one.id)
        units = frozenset(one.unit for one in apart if one.unit is not None)
        if units:
            indicator = indicators[full][1]
            shown = tuple((show(indicator, v), tuple(ids)) for v, ids in sides.items())
            yield Conflict(f"{full} ({where})", tuple(sorted(shown)), units)
