"""What a catalogue must satisfy beyond its format, each fault at its line and column."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator

from electcheck.errors import Fault, did_you_mean
from electcheck.files.places import Places
from electcheck.model.catalogue import Catalogue
from electcheck.model.norms import Criterion, Instrument
from electcheck.model.policy import Alternative
from electcheck.model.record import Text
from electcheck.rules.case_runner import run_cases
from electcheck.rules.compiled import Compiled, compile_criterion
from electcheck.rules.completeness import gaps

OURS = "ours"


def check_catalogue(
    catalogue: Catalogue, places: Places, faults: list[Fault]
) -> tuple[Compiled, ...]:
    """Add every fault of the catalogue to `faults`; return the criteria ready to be judged.

    The criteria come in the order of the report; one with a fault in its conditions is left out.
    """
    known = {name: instrument for name, (instrument, _) in catalogue.commitments().items()}
    compiled = []
    for area, criterion in catalogue.criteria():
        faults.extend(_references(criterion, known, places))
        faults.extend(_ranks(criterion, known, places))
        faults.extend(_translations(criterion, catalogue.policy.same_in_translation, places))
        ready, mistakes = compile_criterion(criterion, area.area)
        for mistake in mistakes:
            place = places.at("criterion", criterion.id, *mistake.steps)
            moved = type(place)(place.file, place.line, place.column + mistake.offset)
            faults.append(Fault(moved, mistake.message))
        if ready is not None:
            compiled.append(ready)
            for checks in (gaps, run_cases):
                for steps, message in checks(ready):
                    faults.append(Fault(places.at("criterion", criterion.id, *steps), message))
    faults.extend(_policy(catalogue, places))
    faults.extend(_nested(catalogue, places))
    return tuple(compiled)


def _references(
    criterion: Criterion, known: dict[str, Instrument], places: Places
) -> Iterator[Fault]:
    """Yield each commitment that does not exist, and each name that is used twice."""
    named: list[tuple[tuple[str | int, ...], str]] = [
        (("commitments", i), name) for i, name in enumerate(criterion.commitments)
    ]
    named += [
        (("thresholds", name, "basis"), threshold.basis)
        for name, threshold in criterion.thresholds.items()
        if threshold.basis != OURS
    ]
    named += [
        (("outcome", outcome, "rests_on"), name)
        for outcome, clause in criterion.outcome.items()
        for name in clause.rests_on
    ]
    for steps, name in named:
        if name not in known:
            hint = did_you_mean(name, known)
            place = places.at("criterion", criterion.id, *steps)
            yield Fault(place, f"commitment {name!r} is not in instruments.yaml.{hint}")
    for name in sorted(criterion.thresholds.keys() & criterion.indicators.keys()):
        place = places.at("criterion", criterion.id, "thresholds", name)
        yield Fault(place, f"{name!r} is the name of an indicator too: rename one of them")


def _ranks(criterion: Criterion, known: dict[str, Instrument], places: Places) -> Iterator[Fault]:
    """Yield each clause that rests on norms of several ranks, or on none of the criterion's."""
    for outcome, clause in criterion.outcome.items():
        messages = [
            f"{name!r} is not among the 'commitments' of the criterion"
            for name in clause.rests_on
            if name in known and name not in criterion.commitments
        ]
        ranks = sorted({known[name].rank for name in clause.rests_on if name in known})
        if len(ranks) > 1:
            messages.append(f"a clause rests on one rank of norm, found {', '.join(ranks)}")
        for message in messages:
            place = places.at("criterion", criterion.id, "outcome", outcome, "rests_on")
            yield Fault(place, message)


def _texts(criterion: Criterion) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    yield ("title",), criterion.title
    yield ("question",), criterion.question
    if criterion.recommendation is not None:
        yield ("recommendation",), criterion.recommendation
    if criterion.applies is not None and criterion.applies.reason is not None:
        yield ("applies", "reason"), criterion.applies.reason
    for name, indicator in criterion.indicators.items():
        yield ("indicators", name, "ask"), indicator.ask
        for choice, text in indicator.choices.items():
            yield ("indicators", name, "choices", choice), text


def _translations(criterion: Criterion, same: tuple[str, ...], places: Places) -> Iterator[Fault]:
    for steps, text in _texts(criterion):
        missing = [language for language in ("fr", "ru") if getattr(text, language) is None]
        if missing:
            place = places.at("criterion", criterion.id, *steps)
            yield Fault(place, f"the translation into {' and '.join(missing)} is missing")
        for language in ("fr", "ru"):
            if getattr(text, language) == text.en and text.en not in same:
                place = places.at("criterion", criterion.id, *steps, language)
                yield Fault(
                    place,
                    f"the {language} words are the English ones: translate them, or list them in "
                    "policy.yaml under same_in_translation",
                )


def _nested(catalogue: Catalogue, places: Places) -> Iterator[Fault]:
    """Yield each way to reach a standard that would not reach the one before it.

    Standards are nested on purpose: raising the standard must never settle what was open.
    """
    for i, (lower, higher) in enumerate(itertools.pairwise(catalogue.policy.standards), start=1):
        for kind, alternatives in higher.establishes.items():
            for j, alternative in enumerate(alternatives):
                if not any(_at_least(alternative, below) for below in lower.establishes[kind]):
                    steps = ("standards", i, "establishes", kind, j)
                    yield Fault(
                        places.at("policy", "policy", *steps),
                        f"this way to reach {higher.id!r} would not reach {lower.id!r}: each "
                        "standard must ask at least as much as the one before it",
                    )


def _at_least(alternative: Alternative, below: Alternative) -> bool:
    """Tell whether all evidence that satisfies `alternative` satisfies `below`."""
    return (
        alternative.origins >= below.origins
        and alternative.reliability <= below.reliability
        and alternative.credibility <= below.credibility
        and _narrower(alternative.methods, below.methods)
        and _narrower(alternative.source_kinds, below.source_kinds)
    )


def _narrower(names: Collection[str], below: Collection[str]) -> bool:
    """Tell whether `names` admits no more than `below`; an empty list admits everything."""
    return not below or (bool(names) and set(names) <= set(below))


def _policy(catalogue: Catalogue, places: Places) -> Iterator[Fault]:
    criteria = {criterion.id for _, criterion in catalogue.criteria()}
    for i, veto in enumerate(catalogue.policy.vetoes):
        if veto.criterion not in criteria:
            place = places.at("policy", "policy", "vetoes", i, "criterion")
            hint = did_you_mean(veto.criterion, criteria)
            yield Fault(place, f"criterion {veto.criterion!r} is not in the catalogue.{hint}")
    areas = {area.area for area in catalogue.areas}
    for name in catalogue.policy.unweighted_areas:
        if name not in areas:
            place = places.at("policy", "policy", "unweighted_areas", name)
            yield Fault(place, f"area {name!r} is not in the catalogue.{did_you_mean(name, areas)}")
