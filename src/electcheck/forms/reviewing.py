"""What a person decides on drafts: accept, reject with a reason, merge; who and when are kept."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from electcheck.errors import Fault, InputRefused, Place, did_you_mean, refuse
from electcheck.files.sight import Audience
from electcheck.files.write import write_files
from electcheck.files.yaml_text import decode, read_bytes
from electcheck.forms.conflicts import Conflict, conflicts, place_of
from electcheck.forms.drafts import DECISIONS, Decision, Draft, Drafts, Verdict, load_drafts
from electcheck.forms.evidence_text import with_statements
from electcheck.forms.form_files import STATION_FORMS
from electcheck.forms.keeping import decisions_with
from electcheck.forms.visits import contradictions
from electcheck.model.evidence import Statement
from electcheck.rules.opening import Norms, Opened, open_case_under
from electcheck.rules.weighing import statement_values

ALL = "all"


@dataclass(frozen=True)
class Asked:
    """What the reviewer asks for.

    Attributes:
        accept: ids of drafts or statements; `all` is every pending one that is in no conflict.
        reject: ids.
        merge: ids that say the same as `into`.
        into: the draft or statement that stays.
        by: the role of the reviewer.
        on: the day of the decision.
        reason: of a rejection or a merger.
        credibility: given by the reviewer in place of the proposed one.
        form: limits `all` to one form.
    """

    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    merge: tuple[str, ...] = ()
    into: str | None = None
    by: str = ""
    on: date | None = None
    reason: str | None = None
    credibility: int | None = None
    form: str | None = None


def decide(opened: Opened, folder: Path, asked: Asked, audience: Audience) -> list[Decision]:
    """Record decisions, and write the accepted statements into the evidence; all or nothing.

    What is decided does not hang on who reads the answer: all drafts, and what is restricted in
    the evidence, are looked at. What is said of it does.

    Args:
        opened: the case as the audience sees it, and the catalogue.
        folder: of the case.
        asked: the decisions.
        audience: to whom it is said what keeps the decisions from being recorded.

    Raises:
        InputRefused: with everything that keeps the decisions from being recorded.
    """
    drafts = load_drafts(folder)
    found = conflicts(_whole(opened.norms, folder, audience), drafts)
    named = [unit for one in drafts.seen_by(audience, opened.case).drafts for unit in one.units]
    faults: list[Fault] = []
    made = list(_decisions(drafts, found, asked, named, faults))
    if asked.merge and not faults:
        faults.extend(_merger_faults(opened, drafts, made))
    if faults:
        raise InputRefused(faults)
    if not made:
        return []
    files = _evidence(opened, folder, drafts, made, asked)
    if files:
        _still_opens(folder, opened.norms, files, audience)
    write_files(folder, {**files, DECISIONS: decisions_with(folder, made)})
    return made


def _whole(norms: Norms, folder: Path, audience: Audience) -> Opened:
    """Return the case with what is restricted in it, saying no word of that to the public."""
    open_case_under(norms, folder, audience)
    try:
        return open_case_under(norms, folder, "internal")
    except InputRefused:
        if audience == "internal":
            raise
        message = "cannot be added to while `electcheck check --audience internal` finds faults"
        raise refuse("evidence", message) from None


def _decisions(
    drafts: Drafts,
    found: Sequence[Conflict],
    asked: Asked,
    named: Sequence[str],
    faults: list[Fault],
) -> Iterator[Decision]:
    assert asked.on is not None
    units = {draft.id: draft.units for draft in drafts.drafts}
    units |= {unit: (unit,) for draft in drafts.drafts for unit in draft.units}
    seen: dict[str, Verdict] = {}
    for verdict, names in _by_verdict(drafts, found, asked):
        for name in names:
            if name not in units:
                hint = did_you_mean(name, named)
                faults.append(Fault(Place(f"--{verdict}"), f"there is no draft {name!r}.{hint}"))
                continue
            for unit in units[name]:
                before = drafts.decisions.get(unit)
                if seen.setdefault(unit, verdict) != verdict:
                    message = f"{unit} is named under {seen[unit]} as well"
                    faults.append(Fault(Place(f"--{verdict}"), message))
                elif before is None:
                    yield Decision(
                        unit=unit,
                        decision=verdict,
                        by=asked.by,
                        on=asked.on,
                        reason=asked.reason,
                        into=asked.into if verdict == "merge" else None,
                    )
                elif before.decision != verdict:
                    told = f"{before.decision} by {before.by} on {before.on}"
                    faults.append(Fault(Place(f"--{verdict}"), f"{unit} was decided: {told}"))


def _by_verdict(
    drafts: Drafts, found: Sequence[Conflict], asked: Asked
) -> Iterator[tuple[Verdict, Iterable[str]]]:
    accept: Iterable[str] = asked.accept
    if ALL in asked.accept:
        disputed = {unit for conflict in found for unit in conflict.units}
        named = {*asked.reject, *asked.merge}
        accept = [
            unit
            for draft in drafts.drafts
            if asked.form in (None, draft.form) and draft.id not in named
            for unit in draft.units
            if drafts.status(unit) == "pending" and unit not in disputed and unit not in named
        ]
        accept += [name for name in asked.accept if name != ALL]
    yield "accept", dict.fromkeys(accept)
    yield "reject", dict.fromkeys(asked.reject)
    yield "merge", dict.fromkeys(asked.merge)


def _merger_faults(opened: Opened, drafts: Drafts, made: Sequence[Decision]) -> Iterator[Fault]:
    by_unit = {unit: draft for draft in drafts.drafts for unit in draft.units}
    for one in made:
        if one.decision != "merge":
            continue
        assert one.into is not None
        target = by_unit.get(one.into)
        place = Place("--merge")
        if target is None:
            yield Fault(Place("--into"), f"there is no draft {one.into!r}")
        elif one.into == one.unit:
            yield Fault(place, f"{one.unit} cannot be merged into itself")
        elif drafts.status(one.into) in ("rejected", "merged"):
            yield Fault(Place("--into"), f"{one.into} was {drafts.status(one.into)}")
        else:
            draft = by_unit[one.unit]
            for told in _apart(opened, draft, one.unit, target, one.into):
                message = f"{one.unit} and {one.into} {told}: reject one with a reason instead"
                yield Fault(place, message)


def _apart(opened: Opened, draft: Draft, unit: str, target: Draft, into: str) -> Iterator[str]:
    if draft.form in STATION_FORMS or target.form in STATION_FORMS:
        if (draft.form, place_of(draft)) != (target.form, place_of(target)):
            yield "are not about the same place"
        yield from (f"disagree on {name!r}" for name in contradictions(draft, target))
        return
    one, other = (_statement(d, u) for d, u in ((draft, unit), (target, into)))
    if one is None or other is None:
        yield "are not two statements"
    elif one.indicator != other.indicator:
        yield "speak of different indicators"
    else:
        indicator = opened.catalogue.indicators()[one.indicator][1]
        if statement_values(one, indicator).meet(statement_values(other, indicator)) is None:
            yield "say different values"


def _statement(draft: Draft, unit: str) -> Statement | None:
    return next(
        (Statement.model_validate(one) for one in draft.statements if one["id"] == unit), None
    )


def _evidence(
    opened: Opened, folder: Path, drafts: Drafts, made: Sequence[Decision], asked: Asked
) -> dict[str, bytes | str]:
    """Return the files of evidence with the accepted statements in them."""
    area_of = {
        f"{criterion.id}/{name}": area.area
        for area, criterion in opened.catalogue.criteria()
        for name in criterion.indicators
    }
    drafted = {str(one["id"]): one for draft in drafts.drafts for one in draft.statements}
    added: dict[str, list[tuple[Mapping[str, Any], str]]] = defaultdict(list)
    for one in made:
        if one.decision != "accept" or one.unit not in drafted:
            continue
        data = dict(drafted[one.unit])
        if asked.credibility is not None:
            data["credibility"] = asked.credibility
            data["credibility_reason"] = asked.reason or f"graded by {one.by}"
        comment = f"accepted from the drafts by {one.by} on {one.on}"
        added[area_of[data["indicator"]]].append((data, comment))
    files: dict[str, bytes | str] = {}
    for area, own in added.items():
        name = f"evidence/{area}.yaml"
        path = folder / name
        before = decode(read_bytes(path, name), name) if path.exists() else ""
        files[name] = with_statements(before, name, own)
    return files


def _still_opens(
    folder: Path, norms: Norms, files: Mapping[str, bytes | str], audience: Audience
) -> None:
    """Refuse what would leave a case that does not hold; it is tried on a copy.

    Raises:
        InputRefused: with each fault of the case as it would be, that the audience may know of.
    """
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / folder.resolve().name
        copy.mkdir()
        for path in [*folder.glob("*.yaml"), *folder.glob("evidence/*.yaml")]:
            target = copy / path.relative_to(folder)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)
        write_files(copy, files)
        try:
            _whole(norms, copy, audience)
        except InputRefused as refused:
            told = "as it would be: "
            raise InputRefused(Fault(f.place, told + f.message) for f in refused.faults) from None
