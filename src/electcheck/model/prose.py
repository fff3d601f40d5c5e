"""Every sentence of a catalogue and of a case that a report shows and a person may translate.

A catalogue and a case are written in one language, English, beside what their sources said in
theirs. Titles of criteria and of elections carry their translations with them; all other words are
listed here, with the place they come from, for a file of translations.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from electcheck.model.case import Election, Obligation
from electcheck.model.catalogue import Case, Catalogue
from electcheck.model.evidence import Source, Statement
from electcheck.model.norms import Criterion, Instrument
from electcheck.model.policy import Policy
from electcheck.model.record import Language, Text

_ID = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")


@dataclass(frozen=True)
class Prose:
    """Words that a reader of another language needs translated.

    Attributes:
        words: as they are written.
        place: what they belong to, for who translates them.
        known: the languages in which they are there already.
        excerpt: they are the words of a source, so that a translation is shown beside them.
    """

    words: str
    place: str
    known: tuple[str, ...] = ("en",)
    excerpt: bool = False

    def wanted(self, language: Language) -> bool:
        """Whether a reader of a language needs a translation."""
        return language not in self.known


def catalogue_prose(catalogue: Catalogue, units: Collection[str] = ()) -> Iterator[Prose]:
    """Yield the words of a catalogue in the order of its files.

    Args:
        catalogue: whose words they are.
        units: those which the report names by itself, in the form that a number asks for.
    """
    for instrument in catalogue.instruments:
        yield from _instrument(instrument)
    yield from _policy(catalogue.policy)
    for area in catalogue.areas:
        yield from _text(area.title, f"area {area.area}, title")
        for criterion in area.criteria:
            yield from _criterion(criterion, units)


def case_prose(case: Case) -> Iterator[Prose]:
    """Yield the words of a case in the order of its files."""
    yield from _election(case.election)
    for source in case.sources.values():
        yield from _source(source)
    for one in case.missing:
        place = f"missing source {one.id}"
        yield from _words(one.title, f"{place}, title")
        yield from _words(one.why, f"{place}, why")
        # What would be settled is a criterion, by its id, or something else, in words.
        other = (words for words in one.would_settle if not _ID.fullmatch(words))
        yield from _several(other, f"{place}, would_settle")
    yield from _obligations(case.obligations.obligations)
    for treaty in case.obligations.treaties:
        yield from _text(treaty.title, f"treaty {treaty.id}, title")
        yield from _obligations(treaty.history)
    for demand in case.recommendations:
        place = f"recommendation {demand.id}"
        yield from _words(demand.locator, f"{place}, locator")
        yield from _text(demand.summary, f"{place}, summary")
        yield from _excerpt(demand.excerpt, case.sources.get(demand.source), place)
    named = {region.id for region in case.election.regions} | {"national"}
    for statement in case.statements:
        yield from _statement(statement, case.sources.get(statement.source), named)
    yield from _answers(case)
    for score in case.context:
        for name in ("index", "item", "scale", "read"):
            yield from _words(getattr(score, name), f"context, {name}")


def _election(election: Election) -> Iterator[Prose]:
    for name in ("title", "country", "office"):
        yield from _text(getattr(election, name), f"election, {name}")
    for candidate in election.candidates:
        yield from _words(candidate.nominated_by, f"candidate {candidate.id}, nominated_by")
    for region in election.regions:
        yield from _text(region.name, f"region {region.id}, name")
    yield from _several(election.notes, "election, notes")


def _answers(case: Case) -> Iterator[Prose]:
    """Yield what was answered, mended and settled."""
    yield from _text(case.responses.note, "responses, note")
    for response in case.responses.responses:
        yield from _words(response.by, f"response on {response.criterion}, by")
        yield from _text(response.summary, f"response on {response.criterion}, summary")
    for correction in case.corrections.corrections:
        yield from _text(correction.what, f"correction of {correction.date}, what")
    for resolution in case.resolutions:
        yield from _words(resolution.by, f"resolution {resolution.id}, by")
        yield from _words(resolution.why, f"resolution {resolution.id}, why")


def _instrument(instrument: Instrument) -> Iterator[Prose]:
    yield from _text(instrument.title, f"instrument {instrument.id}, title")
    yield from _words(instrument.citation, f"instrument {instrument.id}, citation")
    for name, commitment in zip(instrument.ids(), instrument.commitments, strict=True):
        yield from _text(commitment.paraphrase, f"commitment {name}, paraphrase")
        for field in ("read_at", "limit", "untested"):
            yield from _words(getattr(commitment, field), f"commitment {name}, {field}")


def _policy(policy: Policy) -> Iterator[Prose]:
    for standard in policy.standards:
        yield from _text(standard.title, f"standard {standard.id}, title")
        yield from _words(standard.basis, f"standard {standard.id}, basis")
    for outcome, value in policy.values.items():
        yield from _words(value.reason, f"policy, {outcome}")
    for weight, value in policy.weights.items():
        yield from _words(value.reason, f"policy, {weight}")
    yield from _words(policy.decided_share.reason, "policy, decided_share")
    yield from _words(policy.geometric_floor.reason, "policy, geometric_floor")
    for area, why in policy.unweighted_areas.items():
        yield from _words(why, f"policy, unweighted area {area}")
    for veto in policy.vetoes:
        yield from _words(veto.reason, f"policy, veto of {veto.criterion}")


def _criterion(criterion: Criterion, units: Collection[str]) -> Iterator[Prose]:
    place = f"criterion {criterion.id}"
    yield from _text(criterion.title, f"{place}, title")
    yield from _text(criterion.question, f"{place}, question")
    yield from _words(criterion.why, f"{place}, why")
    yield from _words(criterion.weight_reason, f"{place}, weight_reason")
    if criterion.applies is not None:
        yield from _text(criterion.applies.reason, f"{place}, applies")
    for name, indicator in criterion.indicators.items():
        own = f"{place}, indicator {name}"
        yield from _text(indicator.ask, f"{own}, ask")
        if indicator.unit not in units:
            yield from _words(indicator.unit, f"{own}, unit")
        for choice, words in indicator.choices.items():
            yield from _text(words, f"{own}, choice {choice}")
    for name, threshold in criterion.thresholds.items():
        if threshold.unit not in units:
            yield from _words(threshold.unit, f"{place}, threshold {name}, unit")
        yield from _words(threshold.note, f"{place}, threshold {name}, note")
    if criterion.recommendation is not None:
        yield from _text(criterion.recommendation, f"{place}, recommendation")
    yield from _several(criterion.exclusions, f"{place}, exclusions")
    yield from _several(criterion.assumptions, f"{place}, assumptions")


def _source(source: Source) -> Iterator[Prose]:
    place = f"source {source.id}"
    for name in ("title", "publisher", "published_note", "reliability_reason", "read_at"):
        yield from _words(getattr(source, name), f"{place}, {name}")


def _statement(
    statement: Statement, source: Source | None, named: Collection[str]
) -> Iterator[Prose]:
    place = f"statement {statement.id}"
    yield from _text(statement.summary, f"{place}, summary")
    for name in ("locator", "credibility_reason", "interest_reason"):
        yield from _words(getattr(statement, name), f"{place}, {name}")
    scope = statement.scope
    if scope.place not in named:
        yield from _words(scope.place, f"{place}, scope, place")
    for name in ("population", "unit"):
        yield from _words(getattr(scope, name), f"{place}, scope, {name}")
    yield from _excerpt(statement.excerpt, source, place)


def _obligations(obligations: Iterable[Obligation]) -> Iterator[Prose]:
    for one in obligations:
        yield from _words(one.note, f"obligation {one.instrument}, note")


def _text(text: Text | None, place: str) -> Iterator[Prose]:
    if text is not None:
        spoken = tuple(name for name in ("en", "fr", "ru") if getattr(text, name))
        yield Prose(text.en, place, spoken)


def _words(words: str | None, place: str) -> Iterator[Prose]:
    if words:
        yield Prose(words, place)


def _several(words: Iterable[str], place: str) -> Iterator[Prose]:
    for one in words:
        yield Prose(one, place)


def _excerpt(words: str | None, source: Source | None, place: str) -> Iterator[Prose]:
    if words and source is not None:
        yield Prose(words, f"{place}, excerpt", (source.language,), excerpt=True)
