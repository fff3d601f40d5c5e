"""Which forms there are, and the ones a case has chosen: the same at export and at import."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import Field

from electcheck.errors import Fault, InputRefused, Place, did_you_mean, refuse
from electcheck.files.documents import Document, load
from electcheck.forms.form import Form
from electcheck.forms.form_files import STATION_FORMS, station_form
from electcheck.forms.statement_form import area_form, evidence_form
from electcheck.forms.visit_form import visit_form
from electcheck.model.norms import Format
from electcheck.model.record import Name, Record
from electcheck.rules.opening import Opened

CHOSEN = "forms.yaml"


class ChosenForms(Record):
    """The file `forms.yaml` of a case: the items that its station forms leave out."""

    format: Format
    leave_out: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)


def form_names(opened: Opened) -> tuple[str, ...]:
    """Return the names of all forms of a case."""
    areas = (f"criteria-{area.area}" for area in opened.catalogue.areas)
    return ("evidence", *STATION_FORMS, *areas)


def choose(opened: Opened, folder: Path, name: str) -> Form:
    """Return a form of a case by its name.

    Args:
        opened: the case and the catalogue.
        folder: of the case, where it may keep the choice of items in `forms.yaml`.
        name: `evidence`, a station form, or `criteria-` and an area.

    Raises:
        InputRefused: there is no such form, or `forms.yaml` is wrong.
    """
    known = form_names(opened)
    if name not in known:
        raise refuse("--form", f"there is no form {name!r}.{did_you_mean(name, known)} "
                     f"The forms are: {', '.join(known)}")  # fmt: skip
    if name in STATION_FORMS:
        form = visit_form(name, opened.case.election, opened.case.id)
        return _without(form, set(chosen(folder).leave_out.get(name, ())))
    if not opened.case.sources:
        raise refuse(folder / "sources.yaml", "register a source first: each answer names one")
    if name == "evidence":
        return evidence_form(opened.norms, opened.case)
    area = next(one for one in opened.catalogue.areas if name == f"criteria-{one.area}")
    return area_form(opened.norms, area, opened.case)


def chosen(folder: Path) -> ChosenForms:
    """Return what a case leaves out of its station forms.

    Raises:
        InputRefused: `forms.yaml` is wrong, or leaves out what no form asks.
    """
    path = folder / CHOSEN
    if not path.exists():
        return ChosenForms(format=1)
    faults: list[Fault] = []
    document = load(path, CHOSEN, ChosenForms, faults)
    if document is not None:
        faults.extend(_unknown(document))
    if document is None or faults:
        raise InputRefused(faults)
    return document.record


def _unknown(document: Document[ChosenForms]) -> Iterator[Fault]:
    for name, items in document.record.leave_out.items():
        if name not in STATION_FORMS:
            place: Place = document.place("leave_out", name)
            yield Fault(
                place, f"there is no station form {name!r}.{did_you_mean(name, STATION_FORMS)}"
            )
            continue
        known = [item.id for item in station_form(name).items]
        for i, item in enumerate(items):
            if item not in known:
                place = document.place("leave_out", name, i)
                hint = did_you_mean(item, known)
                yield Fault(place, f"the form {name!r} has no item {item!r}.{hint}")
        if set(known) <= set(items):
            yield Fault(document.place("leave_out", name), "at least one item must be left")


def _without(form: Form, left_out: set[str]) -> Form:
    """Return a form without some of its items."""
    if not left_out:
        return form
    fields = tuple(
        replace(one, shown=tuple(pair for pair in one.shown if pair[0] not in left_out))
        for one in form.fields
        if one.name not in left_out
    )
    return replace(form, fields=fields)
