"""Forms made from the catalogue: one indicator after the other, or one statement at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from electcheck.forms.form import Choice, FieldKind, Form, FormField, column_name
from electcheck.forms.form_files import form_words
from electcheck.forms.skipping import relevant_unless_skipped
from electcheck.forms.visit_form import CODE, choices
from electcheck.model.catalogue import Case
from electcheck.model.norms import AreaFile, Indicator
from electcheck.model.record import Text
from electcheck.model.values import Between, domain
from electcheck.rules.compiled import Compiled
from electcheck.rules.opening import Norms

UNKNOWN = ("not_known", "not_applicable")
PARTS = ("value", "from", "to", "why", "source", "where", "says", "method", "since", "told_by")
EVIDENCE_TITLE = Text(
    en="One statement of evidence",
    fr="Une déclaration de preuve",
    ru="Одно утверждение доказательства",
)
_NUMBER_OR_DAY = r"^(-?[0-9]+([.][0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2})$"


def area_form(norms: Norms, area: AreaFile, case: Case) -> Form:
    """Return the form that asks for every indicator of an area."""
    title = area.title or Text(en=area.area.replace("-", " ").capitalize())
    compiled = [norms.compiled[criterion.id] for criterion in area.criteria]
    fields = (*_opening(), *(f for one in compiled for f in _criterion(one, case)))
    return Form(f"criteria-{area.area}", case.id, title, "statements", fields)


def evidence_form(norms: Norms, case: Case) -> Form:
    """Return the form that takes one statement on any indicator of the catalogue."""
    fields = (*_opening(), *_which(norms), *_one_answer(norms, case))
    return Form("evidence", case.id, EVIDENCE_TITLE, "statement", fields)


def _opening() -> Iterator[FormField]:
    ask = form_words().fields
    yield FormField("about", "note", ask["about"])
    yield FormField("about_statement", "note", ask["about_statement"])
    yield FormField("observer", "text", ask["observer"], required=True, pattern=CODE)


def _criterion(compiled: Compiled, case: Case) -> Iterator[FormField]:
    criterion = compiled.criterion
    for name, indicator in criterion.indicators.items():
        full = f"{criterion.id}/{name}"
        skip = relevant_unless_skipped(compiled, name)
        yield from _indicator(full, indicator, case, skip)


def _indicator(
    full: str, indicator: Indicator, case: Case, relevant: str | None
) -> Iterator[FormField]:
    name = column_name(full)
    options = answer_options(indicator)
    yield FormField(
        name,
        "choice",
        indicator.ask,
        hint=_hint(indicator),
        options=options,
        required=True,
        page=name,
        relevant=relevant,
    )
    known = tuple(one.name for one in options if one.name not in UNKNOWN)
    for field in _parts(case, indicator.kind == "law"):
        yield _placed(field, name, indicator, known)


def _placed(field: FormField, name: str, indicator: Indicator, known: tuple[str, ...]) -> FormField:
    """Return a part of an answer as the field of one indicator."""
    when: dict[str, tuple[str, ...]] = {
        "value": ("exactly",),
        "from": ("between",),
        "to": ("between",),
        "why": UNKNOWN,
    }
    low, high = bounds(indicator) if field.name in ("value", "from", "to") else (None, None)
    kind = field.kind
    if field.name in ("value", "from", "to"):
        kind = number_kind(indicator)
    return FormField(
        f"{name}__{field.name}",
        kind,
        field.label,
        hint=_hint(indicator) if field.name == "value" else None,
        options=field.options,
        of_case=field.of_case,
        required=field.required,
        shown=((name, when.get(field.name, known)),),
        low=low,
        high=high,
        page=name,
        pattern=field.pattern if kind == "text" else None,
    )


def number_kind(indicator: Indicator) -> FieldKind:
    """Return how a value of the indicator is typed in: whole, with decimals, or as a date."""
    if indicator.type == "count":
        return "integer"
    return "date" if indicator.type == "date" else "decimal"


def bounds(indicator: Indicator) -> tuple[float | None, float | None]:
    """Return the least and the greatest number that an indicator allows, None where open."""
    allowed = domain(indicator)
    if not isinstance(allowed, Between) or indicator.type == "date":
        return None, None
    low, high = (None if math.isinf(end) else float(end) for end in (allowed.low, allowed.high))
    return low, high


def answer_options(indicator: Indicator) -> tuple[Choice, ...]:
    """Return the answers that may be chosen for an indicator, the unknown ones last."""
    answers = form_words().answers
    if indicator.type == "boolean":
        own = choices(answers["yes_no"])
    elif indicator.type == "choice":
        own = choices(indicator.choices)
    else:
        own = choices(answers["number"])
    return (*own, *choices(answers["unknown"]))


def _hint(indicator: Indicator) -> Text | None:
    """Return the help of the indicator, with its unit; a share is said to be one."""
    parts = []
    if indicator.help is not None:
        parts.append(indicator.help)
    if indicator.type == "share":
        parts.append(
            Text(
                en="A share from 0 to 1: 0.15 is 15 per cent.",
                fr="Une part de 0 à 1 : 0,15 vaut 15 pour cent.",
                ru="Доля от 0 до 1: 0,15 — это 15 процентов.",
            )
        )
    elif indicator.unit is not None:
        unit = indicator.unit
        parts.append(Text(en=f"In {unit}.", fr=f"Unité : {unit}.", ru=f"Единица: {unit}."))
    if not parts:
        return None
    told = {code: " ".join(one.get(code) for one in parts) for code in ("en", "fr", "ru")}
    return Text(**told)


def _parts(case: Case, law: bool) -> Iterator[FormField]:
    """Yield what is asked once an answer is given, by the last part of its name."""
    words = form_words()
    ask = words.fields
    registered = tuple(
        Choice(one.id, Text(en=f"{one.title} ({one.publisher})")) for one in case.sources.values()
    )
    yield FormField("value", "text", ask["value"], required=True, pattern=_NUMBER_OR_DAY)
    yield FormField("from", "text", ask["from"], pattern=_NUMBER_OR_DAY)
    yield FormField("to", "text", ask["to"], pattern=_NUMBER_OR_DAY)
    yield FormField("why", "text", ask["why"], required=True)
    yield FormField(
        "source", "choice", ask["source"], options=registered, of_case=True, required=True
    )
    yield FormField("where", "text", ask["where"], required=True)
    yield FormField("says", "text", ask["says"], required=True)
    yield FormField(
        "method", "choice", ask["method"], options=choices(words.answers["method"]), required=True
    )
    if law:
        yield FormField("since", "date", ask["since"], required=True)
    else:
        yield FormField("told_by", "text", ask["told_by"])


def _which(norms: Norms) -> Iterator[FormField]:
    ask = form_words().fields
    areas = norms.catalogue.areas
    yield FormField(
        "area",
        "choice",
        ask["area"],
        options=tuple(Choice(one.area, one.title or Text(en=one.area)) for one in areas),
        required=True,
    )
    yield FormField(
        "indicator",
        "choice",
        ask["indicator"],
        options=tuple(
            Choice(column_name(f"{criterion.id}/{name}"), indicator.ask, goes_with=area.area)
            for area in areas
            for criterion in area.criteria
            for name, indicator in criterion.indicators.items()
        ),
        required=True,
        narrowed_by="area",
    )


def _one_answer(norms: Norms, case: Case) -> Iterator[FormField]:
    ask = form_words().fields
    indicators = norms.catalogue.indicators()
    known = {
        choice.name: None
        for _, indicator in indicators.values()
        for choice in answer_options(indicator)
        if choice.name not in UNKNOWN
    }
    yield FormField(
        "answer",
        "choice",
        ask["answer"],
        options=tuple(
            Choice(choice.name, choice.label, goes_with=column_name(full))
            for full, (_, indicator) in indicators.items()
            for choice in answer_options(indicator)
        ),
        required=True,
        narrowed_by="indicator",
    )
    laws = tuple(column_name(full) for full, (_, one) in indicators.items() if one.kind == "law")
    yield from _one_statement(tuple(known), laws, case)


def _one_statement(
    known: tuple[str, ...], laws: tuple[str, ...], case: Case
) -> Sequence[FormField]:
    when: dict[str, tuple[str, tuple[str, ...]]] = {
        "value": ("answer", ("exactly",)),
        "from": ("answer", ("between",)),
        "to": ("answer", ("between",)),
        "why": ("answer", UNKNOWN),
        "since": ("indicator", laws),
    }
    parts = {field.name: field for law in (True, False) for field in _parts(case, law)}
    return [
        FormField(
            field.name,
            field.kind,
            field.label,
            options=field.options,
            of_case=field.of_case,
            required=field.required and field.name != "since",
            shown=(when.get(field.name, ("answer", known)),),
            pattern=field.pattern,
        )
        for field in parts.values()
    ]
