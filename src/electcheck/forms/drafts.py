"""Drafts in the case folder, and what was decided on them; nothing of it enters a rating.

`drafts/*.jsonl` holds one draft a line, with pseudonyms in place of observers and informants.
`drafts/decisions.jsonl` holds what a person decided, when and why; lines are only ever added.
`drafts/originals/` holds the rows word for word and who stands behind each pseudonym: keep it
apart, or encrypt it. The loader of a case reads none of these.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError

from electcheck.errors import Fault, InputRefused, Place
from electcheck.files.sight import Audience, Sight
from electcheck.files.yaml_text import decode, read_bytes
from electcheck.forms.raw import one_line
from electcheck.model.catalogue import Case
from electcheck.model.record import Bool, Day, Int, Record, Slug, Words

FOLDER = "drafts"
ORIGINALS = "drafts/originals"
DECISIONS = "drafts/decisions.jsonl"
PEOPLE = "drafts/originals/people.json"

Verdict = Literal["accept", "reject", "merge"]
Status = Literal["pending", "accepted", "rejected", "merged"]
_STATUS: dict[Verdict, Status] = {"accept": "accepted", "reject": "rejected", "merge": "merged"}
R = TypeVar("R", bound=Record)


class Draft(Record):
    """One submission that waits for a person.

    Attributes:
        id: the form and a hash of what was answered.
        form: its name; `version` is that of the form.
        file: the name of the imported file; `sheet` and `row` say where in it the row stood.
        file_sha256: of the file.
        row_sha256: of the row word for word, which lies in `drafts/originals/`.
        observer: a pseudonym.
        instance: the id that the phone gave the submission.
        sent: the day on which it was sent.
        late: it was sent later after the visit than the policy allows without a mark.
        answers: of a visit, by the name of the field.
        statements: what it would add to the evidence, each with an id.
        unknown: indicators that were said to be not known or not applicable, each with why.
        faults: why it was set aside at import.
    """

    id: Slug
    form: Words
    version: Words
    file: Words
    file_sha256: Words
    sheet: Words | None = None
    row: Int
    row_sha256: Words
    observer: Slug | None = None
    instance: Words | None = None
    sent: Day | None = None
    late: Bool = False
    answers: dict[str, str] = Field(default_factory=dict)
    statements: tuple[dict[str, Any], ...] = ()
    unknown: dict[str, str] = Field(default_factory=dict)
    faults: tuple[Words, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """What is decided on: each statement, or the draft where it has none."""
        return tuple(str(one["id"]) for one in self.statements) or (self.id,)


class Decision(Record):
    """What a person decided on a draft or on one of its statements."""

    unit: Slug
    decision: Verdict
    by: Words
    on: Day
    reason: Words | None = None
    into: Slug | None = None


@dataclass(frozen=True)
class Drafts:
    """All drafts of a case, in file and line order, and the decision on each unit."""

    drafts: tuple[Draft, ...]
    decisions: Mapping[str, Decision]

    def seen_by(self, audience: Audience, case: Case) -> Drafts:
        """Return the drafts without the statements that this audience may not see.

        What was told in confidence is marked so, and what rests on a source that the audience
        does not see is as hidden as that source. A submission of which nothing is left is none.

        Args:
            audience: who reads.
            case: as the audience sees it.
        """
        sight = Sight(audience)

        def shown(one: Mapping[str, Any]) -> bool:
            mark = str(one.get("confidentiality", "public"))
            return sight.sees(mark, one["id"]) and one["source"] in case.sources

        kept = []
        for draft in self.drafts:
            own = tuple(one for one in draft.statements if shown(one))
            if len(own) == len(draft.statements):
                kept.append(draft)
            elif own:
                kept.append(draft.model_copy(update={"statements": own}))
        return Drafts(tuple(kept), self.decisions)

    def status(self, unit: str) -> Status:
        """Return what became of a draft without statements, or of a statement."""
        decision = self.decisions.get(unit)
        return "pending" if decision is None else _STATUS[decision.decision]

    def row_status(self, draft: Draft) -> Status:
        """Return what became of a submission: pending while anything of it is."""
        found = {self.status(unit) for unit in draft.units}
        order: tuple[Status, ...] = ("pending", "accepted", "merged", "rejected")
        return next(one for one in order if one in found)

    def counts(self) -> dict[str, int]:
        """Return how many submissions there are, and how many of each status."""
        found = [self.row_status(draft) for draft in self.drafts]
        names: tuple[Status, ...] = ("accepted", "rejected", "merged", "pending")
        return {"rows": len(found), **{name: found.count(name) for name in names}}


def load_drafts(case: Path) -> Drafts:
    """Return the drafts of a case; a case without any has none.

    Raises:
        InputRefused: with every line that cannot be read.
    """
    folder = case / FOLDER
    faults: list[Fault] = []
    drafts: list[Draft] = []
    decisions: dict[str, Decision] = {}
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else []:
        shown = path.relative_to(case).as_posix()
        if shown == DECISIONS:
            decisions = {one.unit: one for one in _lines(path, shown, Decision, faults)}
        else:
            drafts.extend(_lines(path, shown, Draft, faults))
    if faults:
        raise InputRefused(faults)
    return Drafts(tuple(drafts), decisions)


def _lines(path: Path, shown: str, record: type[R], faults: list[Fault]) -> Iterator[R]:
    text = decode(read_bytes(path, shown), shown)
    for number, line in enumerate(text.split("\n"), start=1):
        if not line:
            continue
        try:
            yield record.model_validate(json.loads(line))
        except (ValidationError, json.JSONDecodeError, RecursionError) as error:
            told = str(error).split("\n", 1)[0]
            faults.append(Fault(Place(shown, number, 1), f"the line was damaged: {told}"))


def written(records: tuple[Record, ...] | list[Any]) -> str:
    """Return records as lines of JSON, without what is empty."""
    lines = []
    for one in records:
        data = one.model_dump(mode="json", exclude_defaults=True)
        lines.append(one_line(data))
    return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True)
class People:
    """Pseudonyms by kind (`observer`, `informant`) and the code or role that was given."""

    known: Mapping[str, Mapping[str, str]]

    def with_code(self, kind: str, code: str) -> tuple[People, str]:
        """Return the pseudonym of a code, and the register with it."""
        own = dict(self.known.get(kind, {}))
        if code in own:
            return self, own[code]
        own[code] = f"{kind}-{len(own) + 1:03d}"
        return People({**self.known, kind: own}), own[code]


def load_people(case: Path) -> People:
    """Return the register of pseudonyms of a case.

    Raises:
        InputRefused: the file was damaged.
    """
    path = case / PEOPLE
    if not path.exists():
        return People({})
    try:
        data = json.loads(decode(read_bytes(path, PEOPLE), PEOPLE))
        return People({str(kind): dict(own) for kind, own in data.items()})
    except (json.JSONDecodeError, AttributeError, TypeError, ValueError) as error:
        raise InputRefused([Fault(Place(PEOPLE, 1, 1), f"the file was damaged: {error}")]) from None
