"""The catalogue as pages: the tree of criteria, one criterion, one area, one commitment."""

from __future__ import annotations

from collections.abc import Iterator

from electcheck.model.norms import AreaFile, Commitment, Criterion, Indicator, Instrument
from electcheck.report.rule_words import in_words
from electcheck.report.text import words
from electcheck.rules.compiled import Compiled
from electcheck.rules.opening import Norms

CROSSWALK = {
    "carter_center": "Carter Center, Election Obligations and Standards",
    "eu_eom": "European Union election observation, area",
    "ndi": "NDI, Open Election Data Initiative",
    "pei": "Perceptions of Electoral Integrity",
    "vdem": "V-Dem",
}


def area_title(area: AreaFile, language: str = "en") -> str:
    """Return the title of an area, or its id where it has none."""
    return area.title.get(language) if area.title else area.area


def tree_lines(norms: Norms, language: str, area: str | None = None) -> Iterator[str]:
    """Yield the catalogue as a tree by area, with counts."""
    catalogue = norms.catalogue
    for file in catalogue.areas:
        if area is not None and file.area != area:
            continue
        indicators = sum(len(criterion.indicators) for criterion in file.criteria)
        counts = _count(len(file.criteria), indicators)
        yield f"{area_title(file, language)} ({file.area}): {counts}"
        for criterion in file.criteria:
            yield f"  {criterion.id}: {criterion.title.get(language)} [{criterion.weight}]"
    if area is None:
        criteria = sum(len(file.criteria) for file in catalogue.areas)
        total = _count(criteria, len(catalogue.indicators()))
        yield f"{len(catalogue.areas)} areas, {total}"


def _count(criteria: int, indicators: int) -> str:
    return f"{criteria} criteria, {indicators} indicators"


def commitment_lines(norms: Norms, name: str, language: str) -> Iterator[str]:
    """Yield a commitment and the criteria that test it."""
    instrument, commitment = norms.catalogue.commitments()[name]
    yield f"{name}: {commitment.paraphrase.get(language)}"
    yield (
        f"{instrument.title.get(language)}; {words(instrument.rank)}, adopted "
        f"{instrument.adopted}; read: {commitment.read}"
    )
    testing = [c for _, c in norms.catalogue.criteria() if name in c.commitments]
    for criterion in testing:
        yield f"  {criterion.id}: {criterion.question.get(language)}"
    if not testing:
        yield f"  tested by no criterion: {commitment.untested or 'no reason is recorded'}"


def untested(norms: Norms) -> Iterator[tuple[str, Instrument, Commitment]]:
    """Yield each commitment that no criterion tests."""
    tested = {name for _, criterion in norms.catalogue.criteria() for name in criterion.commitments}
    for name, (instrument, commitment) in norms.catalogue.commitments().items():
        if name not in tested:
            yield name, instrument, commitment


def coverage_lines(norms: Norms) -> Iterator[str]:
    """Yield how many commitments of each instrument are tested, and each that is not, with why."""
    missing = list(untested(norms))
    for instrument in norms.catalogue.instruments:
        own = [(name, c) for name, i, c in missing if i.id == instrument.id]
        total = len(instrument.commitments)
        yield f"{instrument.id}: {total - len(own)} of {total} commitments tested"
        for name, commitment in own:
            yield f"  untested {name}: {commitment.untested or 'NO REASON IS RECORDED'}"


def area_page(norms: Norms, file: AreaFile, language: str = "en") -> str:
    """Return the reference page of an area in Markdown."""
    lines = [f"# {area_title(file, language)}", ""]
    lines.append("Generated from the catalogue; do not edit by hand.")
    unweighted = norms.catalogue.policy.unweighted_areas.get(file.area)
    if unweighted:
        lines += ["", unweighted]
    for criterion in file.criteria:
        compiled = norms.compiled[criterion.id]
        lines += ["", *criterion_page(norms, compiled, language)]
    return "\n".join(lines) + "\n"


def criterion_page(norms: Norms, compiled: Compiled, language: str = "en") -> Iterator[str]:
    """Yield the page of a criterion, in Markdown."""
    criterion = compiled.criterion
    yield f"## {criterion.title.get(language)}"
    yield ""
    yield f"`{criterion.id}` · {words(criterion.phase)} · weight {criterion.weight}"
    yield ""
    yield f"**{criterion.question.get(language)}**"
    if criterion.why:
        yield from ("", "### Why it matters", "", criterion.why)
    if criterion.weight_reason:
        yield from ("", f"Weight: {criterion.weight_reason}")
    yield from ("", "### Basis", "")
    known = norms.catalogue.commitments()
    for name in criterion.commitments:
        instrument, commitment = known[name]
        yield (
            f"- `{name}` ({words(instrument.rank)}; read: {commitment.read}): "
            f"{commitment.paraphrase.get(language)}"
        )
    yield from ("", "### Indicators", "")
    for key, indicator in criterion.indicators.items():
        yield from _indicator(key, indicator, language)
    yield from ("", "### Rule", "")
    yield from _rule(compiled, language)
    for title, texts in (
        ("Exclusions", criterion.exclusions),
        ("Assumptions", criterion.assumptions),
    ):
        if texts:
            yield from ("", f"### {title}", "", *(f"- {text}" for text in texts))
    if criterion.evidence:
        yield from ("", "### Acceptable evidence", "", criterion.evidence)
    yield from _recommendation(criterion, language)
    yield from _crosswalk(criterion)
    yield from ("", "### Cases", "")
    for sentence, case in criterion.cases.items():
        yield f"- {sentence}: {words(str(case.get('expect')))}"


def _indicator(key: str, indicator: Indicator, language: str) -> Iterator[str]:
    bounds = [f"at least {indicator.min}"] if indicator.min is not None else []
    bounds += [f"at most {indicator.max}"] if indicator.max is not None else []
    of = [f"in {indicator.unit}"] if indicator.unit else []
    kind = ", ".join([words(indicator.kind), indicator.type, *of, *bounds])
    yield f"- `{key}` ({kind}): {indicator.ask.get(language)}"
    for choice, text in indicator.choices.items():
        yield f"  - `{choice}`: {text.get(language)}"
    if indicator.help:
        yield f"  {indicator.help.get(language)}"


def _rule(compiled: Compiled, language: str) -> Iterator[str]:
    criterion = compiled.criterion
    if criterion.applies is not None and compiled.applies is not None:
        said = in_words(compiled.applies, criterion)
        yield f"- **applies** where {said} (`{criterion.applies.when}`)"
        if criterion.applies.reason:
            yield f"  otherwise: {criterion.applies.reason.get(language)}"
    for clause in compiled.clauses:
        rests = f"; rests on {', '.join(clause.clause.rests_on)}" if clause.clause.rests_on else ""
        said = in_words(clause.node, criterion)
        yield f"- **{words(clause.outcome)}** where {said}"
        yield f"  (`{clause.clause.when}`{rests})"
    for name, threshold in criterion.thresholds.items():
        unit = f" {threshold.unit}" if threshold.unit else ""
        note = f": {threshold.note}" if threshold.note else ""
        yield f"- threshold `{name}` = {threshold.value}{unit}, basis {threshold.basis}{note}"


def _recommendation(criterion: Criterion, language: str) -> Iterator[str]:
    if criterion.recommendation is not None:
        recommended = criterion.recommendation
        priority = ", priority" if recommended.priority else ""
        yield from ("", "### Recommendation", "")
        yield f"To {recommended.addressee}{priority}: {recommended.get(language)}"


def _crosswalk(criterion: Criterion) -> Iterator[str]:
    if criterion.crosswalk:
        yield from ("", "### The same question elsewhere", "")
        for key, names in criterion.crosswalk.items():
            yield f"- {CROSSWALK.get(key, key)}: {'; '.join(names)}"
