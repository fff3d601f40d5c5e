"""What a case must satisfy beyond its format, each fault at its line and column."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from electcheck.errors import Fault, did_you_mean
from electcheck.files.places import Places
from electcheck.model.catalogue import Case, Catalogue
from electcheck.model.evidence import Statement
from electcheck.model.norms import Criterion, Indicator
from electcheck.rules.check_names import names_that_deceive
from electcheck.rules.weighing import statement_values

EXCERPT_WORDS = 15

Indicators = dict[str, tuple[Criterion, Indicator]]
Steps = tuple[str | int, ...]
# Whose link it is, where below its owner it stands, what kind of thing it names, and the name.
Link = tuple[tuple[str, str], Steps, str, str]


def check_case(case: Case, catalogue: Catalogue, places: Places, faults: list[Fault]) -> None:
    """Add to `faults` every reference of the case that leads nowhere and every unfitting value."""
    indicators = catalogue.indicators()
    regions = {"national", *(region.id for region in case.election.regions)}
    for statement in case.statements:
        faults.extend(_statement(statement, case, indicators, regions, places))
    faults.extend(_regions(case, regions, places))
    faults.extend(_links(case, catalogue, indicators, places))
    faults.extend(names_that_deceive(case, places))


def _unknown(what: str, name: str, known: Collection[str], where: str) -> str:
    return f"{what} {name!r} is not in {where}.{did_you_mean(name, known)}"


def _statement(
    statement: Statement, case: Case, indicators: Indicators, regions: set[str], places: Places
) -> Iterator[Fault]:
    for steps, message in (
        *_sources_and_scope(statement, case, regions),
        *_value(statement, indicators),
    ):
        place = places.at("statement", statement.id, *steps)
        yield Fault(place, f"statement {statement.id}: {message}")


def _sources_and_scope(
    statement: Statement, case: Case, regions: set[str]
) -> Iterator[tuple[Steps, str]]:
    named: list[tuple[Steps, str]] = [(("source",), statement.source)]
    named += [(("via", i), name) for i, name in enumerate(statement.via)]
    for steps, name in named:
        if name not in case.sources:
            yield steps, _unknown("source", name, case.sources, "sources.yaml")
    place = statement.scope.place
    if place is not None and place not in regions:
        yield ("scope", "place"), _unknown("place", place, regions, "election.yaml")
    words = len(statement.excerpt.split()) if statement.excerpt else 0
    if words > EXCERPT_WORDS:
        yield ("excerpt",), f"an excerpt has at most {EXCERPT_WORDS} words, found {words}"


def _value(statement: Statement, indicators: Indicators) -> Iterator[tuple[Steps, str]]:
    if statement.indicator not in indicators:
        yield (
            ("indicator",),
            _unknown("indicator", statement.indicator, indicators, "the catalogue"),
        )
        return
    _, indicator = indicators[statement.indicator]
    if statement.unit is not None and statement.unit != indicator.unit:
        expected = indicator.unit or "no unit"
        yield ("unit",), f"expected the unit {expected!r}, found {statement.unit!r}"
    if statement.value is None and statement.range is None:
        return
    try:
        statement_values(statement, indicator)
    except ValueError as error:
        key = "value" if statement.range is None else "range"
        yield (key,), f"{statement.indicator}: {error}"


def _regions(case: Case, regions: set[str], places: Places) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, region in enumerate(case.election.regions):
        if region.id in seen:
            place = places.at("file", "election", "regions", i, "id")
            yield Fault(place, f"duplicate region {region.id!r}")
        seen.add(region.id)
        if region.within not in regions:
            place = places.at("file", "election", "regions", i, "within")
            yield Fault(place, _unknown("place", region.within, regions, "election.yaml"))


def _links(
    case: Case, catalogue: Catalogue, indicators: Indicators, places: Places
) -> Iterator[Fault]:
    known: dict[str, tuple[Collection[str], str]] = {
        "criterion": ({criterion.id for _, criterion in catalogue.criteria()}, "the catalogue"),
        "indicator": (indicators, "the catalogue"),
        "instrument": ({i.id for i in catalogue.instruments}, "instruments.yaml"),
        "source": (case.sources, "sources.yaml"),
        "standard": ({s.id for s in catalogue.policy.standards}, "policy.yaml"),
        "statement": ({statement.id for statement in case.statements}, "the evidence"),
    }
    for owner, steps, what, name in (*_links_of_files(case), *_links_of_records(case)):
        names, where = known[what]
        if name not in names:
            yield Fault(places.at(*owner, *steps), _unknown(what, name, names, where))


def _links_of_files(case: Case) -> Iterator[Link]:
    for i, obligation in enumerate(case.obligations.obligations):
        steps: Steps = ("obligations", i, "instrument")
        yield ("file", "obligations"), steps, "instrument", obligation.instrument
    for i, response in enumerate(case.responses.responses):
        steps = ("responses", i, "criterion")
        yield ("file", "responses"), steps, "criterion", response.criterion
        if response.source is not None:
            yield (
                ("file", "responses"),
                ("responses", i, "source"),
                "source",
                response.source,
            )
    for i, correction in enumerate(case.corrections.corrections):
        for j, finding in enumerate(correction.findings):
            steps = ("corrections", i, "findings", j)
            yield ("file", "corrections"), steps, "criterion", finding


def _links_of_records(case: Case) -> Iterator[Link]:
    for recommendation in case.recommendations:
        owner = ("recommendation", recommendation.id)
        yield owner, ("source",), "source", recommendation.source
        for i, criterion in enumerate(recommendation.criteria):
            yield owner, ("criteria", i), "criterion", criterion
    for resolution in case.resolutions:
        owner = ("resolution", resolution.id)
        yield owner, ("indicator",), "indicator", resolution.indicator
        yield owner, ("standard",), "standard", resolution.standard
        for i, statement in enumerate(resolution.sets_aside):
            yield owner, ("sets_aside", i), "statement", statement
