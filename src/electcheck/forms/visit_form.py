"""A station form of one case: what is asked about a polling station, a commission, a media item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from electcheck.forms.form import Choice, Form, FormField
from electcheck.forms.form_files import StationForm, Sum, form_words, incidents, station_form
from electcheck.model.case import Election
from electcheck.model.record import Text

CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,29}$"
PLACE = r"^[^=+@\s-][^\t\n\r]{0,59}$"
MOST = 10_000_000


def visit_form(name: str, election: Election, case: str) -> Form:
    """Return one of the station forms for a case."""
    asked = station_form(name)
    return Form(name, case, asked.title, "visits", tuple(_fields(asked, election)))


def choices(options: Mapping[str, Text]) -> tuple[Choice, ...]:
    """Return the options of a choice from their words."""
    return tuple(Choice(name, label) for name, label in options.items())


def _fields(form: StationForm, election: Election) -> Iterator[FormField]:
    words = form_words()
    ask, answers = words.fields, words.answers
    yield FormField("about", "note", ask["about"])
    yield FormField("about_seen", "note", ask["about_seen"])
    yield from _place(form, election)
    for detail in form.details:
        yield FormField(
            detail.id, "choice", detail.ask, options=choices(detail.choices), required=True
        )
    for item in form.items:
        yield FormField(
            item.id, "choice", item.ask, options=choices(answers["seen"]), required=True
        )
    every = [item.id for item in form.items]
    for name, answer, options in (
        ("unseen_why", "not_seen", choices(answers["unseen_why"])),
        ("not_applicable_why", "not_applicable", ()),
    ):
        yield FormField(
            name,
            "choice" if options else "text",
            ask[name],
            options=options,
            required=True,
            shown=tuple((one, (answer,)) for one in every),
        )
    yield from _figures(form)
    if form.photo:
        yield FormField("photo", "image", ask["photo"])
    if form.incidents:
        yield from _incidents()
    if form.overall:
        yield FormField(
            "overall", "choice", ask["overall"], options=choices(answers["grade"]), required=True
        )


def _place(form: StationForm, election: Election) -> Iterator[FormField]:
    ask, answers = form_words().fields, form_words().answers
    yield FormField("observer", "text", ask["observer"], required=True, pattern=CODE)
    if form.unit == "item":
        told = [Choice(one.id, Text(en=one.name)) for one in election.candidates]
        told += choices(answers["not_a_candidate"])
        yield FormField("outlet", "text", ask["outlet"], required=True, pattern=PLACE)
        yield FormField(
            "subject", "choice", ask["subject"], options=tuple(told), of_case=True, required=True
        )
        yield _day(ask["day_of_item"], election)
        yield FormField("starts", "time", ask["starts"], required=True)
        return
    regions = [Choice(one.id, one.name) for one in election.regions]
    regions = regions or list(choices(answers["national"]))
    yield FormField(
        "region", "choice", ask["region"], options=tuple(regions), of_case=True, required=True
    )
    yield FormField(form.unit, "text", ask[form.unit], required=True, pattern=PLACE)
    yield _day(ask["day"], election)
    yield FormField("arrived", "time", ask["arrived"], required=True)
    yield FormField("left", "time", ask["left"], required=True)


def _day(label: Text, election: Election) -> FormField:
    """Return the question for the day, which must lie within the election's phases."""
    whole = election.phases.period("process")
    low, high = (None if day is None else day.toordinal() for day in (whole.start, whole.end))
    return FormField("day", "date", label, required=True, low=low, high=high)


def _figures(form: StationForm) -> Iterator[FormField]:
    words = form_words()
    for figure in form.numbers:
        yield FormField(figure.id, "integer", figure.ask, low=0, high=MOST, page="figures")
    wrong = [_does_not_add_up(one) for one in form.sums]
    wrong += [f"${{{one.id}}} > ${{{one.at_most}}}" for one in form.numbers if one.at_most]
    if wrong:
        yield FormField(
            "numbers_confirmed",
            "choice",
            words.fields["numbers_confirmed"],
            options=choices(words.answers["as_written"]),
            required=True,
            relevant=" or ".join(wrong),
        )


def _does_not_add_up(one: Sum) -> str:
    given = " and ".join(f"${{{name}}} != ''" for name in (one.whole, *one.parts))
    told = " + ".join(f"${{{part}}}" for part in one.parts)
    return f"({given} and ${{{one.whole}}} != {told})"


def _incidents() -> Iterator[FormField]:
    words = form_words()
    kinds = {one.id: one.label for one in incidents()}
    options = choices(words.answers["none"] | kinds)
    some = tuple(kinds)
    yield FormField("incident_1", "choice", words.fields["incident_1"], options=options)
    for name, before in (("incident_2", "incident_1"), ("incident_3", "incident_2")):
        yield FormField(
            name, "choice", words.fields[name], options=options, shown=((before, some),)
        )
    yield FormField(
        "incident_what",
        "text",
        words.fields["incident_what"],
        required=True,
        shown=(("incident_1", some),),
    )
