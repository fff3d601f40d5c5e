"""Why a statement does not count, in the words of the report."""

from __future__ import annotations

from datetime import date
from typing import Any

from electcheck.model.record import Period
from electcheck.model.said import marked as _
from electcheck.model.why import Why
from electcheck.report.view_language import Tongue
from electcheck.report.view_words import RESOLVED, SAYS_NOUN
from electcheck.rules.opening import Opened
from electcheck.rules.scope import Where

# In the order of `electcheck.model.why`; a test holds that no id is missing here.
WHY_WORDS = {
    "no_fact": _("%(says)s, which never establishes anything"),
    "edition": _("edition not confirmed: it is not shown to have been in force on election day"),
    "not_in_force": _("not in force on election day (in force: %(period)s)"),
    "not_published": _(
        "not certainly published by %(as_of)s (%(source)s: %(latest)s at the latest)"
    ),
    "grade_unjudged": _("its grade %(grade)s cannot be judged"),
    "grade_too_low": _("its grade %(grade)s supports nothing"),
    "standard": _("not enough for this standard of proof: %(standard)s"),
    "other_scope": _("it speaks of another scope: %(scope)s"),
    "resolved": _("set aside by resolution %(resolution)s: %(how)s (%(reason)s)"),
    "contradicts_itself": _("its origin contradicts itself: %(origin)s"),
}


def why_words(opened: Opened, t: Tongue, why: Why) -> str:
    """Return why a statement does not count, in words."""
    said = {name: _value(opened, t, name, value) for name, value in why.values.items()}
    return t(WHY_WORDS[why.id], **said) if said else t(WHY_WORDS[why.id])


def _value(opened: Opened, t: Tongue, name: str, value: Any) -> str:
    if isinstance(value, date):
        return t.day(value)
    if isinstance(value, Period):
        return t.period(value)
    if isinstance(value, Where):
        return scope_words(opened, t, value)
    if name == "standard":
        standard = opened.catalogue.policy.standard(value)
        assert standard is not None
        return t.text(standard.title)
    if name in ("says", "how"):
        return t((SAYS_NOUN if name == "says" else RESOLVED)[value])
    if name in ("source", "origin"):
        sources = opened.case.sources
        return t.free(sources[value].title) if value in sources else str(value)
    return t.free(str(value)) if name == "reason" else str(value)


def scope_words(opened: Opened, t: Tongue, where: Where) -> str:
    """Return what a statement or a question is about: days, place, population, unit."""
    parts = (
        place_words(opened, t, where.place),
        t.period(where.period),
        t.free(where.population or ""),
        t.free(where.unit or ""),
    )
    return ", ".join(part for part in parts if part)


def place_words(opened: Opened, t: Tongue, place: str) -> str:
    """Return a place by its name."""
    if place == "national":
        return t("the whole country")
    names = {region.id: region.name for region in opened.case.election.regions}
    return t.text(names[place]) if place in names else t.free(place)
