"""The register of sources as a reader meets it, and what was not at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from electcheck.model.case import Context
from electcheck.model.evidence import Missing, Source, Statement
from electcheck.report.runs import foreign
from electcheck.report.view_answers import statement_link
from electcheck.report.view_findings import FindingView
from electcheck.report.view_language import Tongue
from electcheck.report.view_statements import Link, anchor, web_address
from electcheck.report.view_words import READ, RELIABILITY, SOURCE_KIND
from electcheck.rules.opening import Opened


@dataclass(frozen=True)
class SourceView:
    """One source; `alone` are the findings that rest on it as their only origin.

    Where the title is translated, `english_title` is that of the files.
    """

    id: str
    anchor: str
    title: str
    english_title: str
    publisher: str
    kind: str
    language: str
    published: str
    grade: str
    reliability: str
    read: str
    fully_read: bool
    href: str
    copies: tuple[str, ...]
    statements: tuple[Link, ...]
    findings: tuple[Link, ...]
    alone: tuple[Link, ...]


@dataclass(frozen=True)
class MissingView:
    """A source that was not at hand, the findings it may change, and what else it would tell."""

    title: str
    why: str
    findings: tuple[Link, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class ContextView:
    """A score made by others."""

    index: str
    item: str
    value: str
    scale: str
    year: str
    read: str
    href: str


def source_views(
    opened: Opened, t: Tongue, findings: Sequence[FindingView]
) -> tuple[SourceView, ...]:
    """Return every source of the case, in the order of its file."""
    by_source: dict[str, list[Statement]] = {}
    for statement in opened.case.statements:
        for name in {statement.source, statement.origin or statement.source, *statement.via}:
            by_source.setdefault(name, []).append(statement)
    counted = {
        statement.id: finding
        for finding in findings
        for answer in finding.answers
        for statement in answer.statements
        if statement.counted
    }
    return tuple(
        _source_view(opened, t, source, by_source.get(name, ()), counted)
        for name, source in opened.case.sources.items()
    )


def _source_view(
    opened: Opened,
    t: Tongue,
    source: Source,
    statements: Sequence[Statement],
    counted: Mapping[str, FindingView],
) -> SourceView:
    resting = {counted[s.id].id: counted[s.id] for s in statements if s.id in counted}
    first, last = source.published.earliest, source.published.latest
    published = (
        t.day(last)
        if first == last
        else t("%(first)s to %(last)s", first=t.day(first), last=t.day(last))
    )
    title, written = t.free(source.title), foreign(source.title, "en")
    return SourceView(
        id=source.id,
        anchor=anchor("source", source.id),
        title=title,
        # Under the words of the files a source is found again.
        english_title="" if title in (source.title, written) else written,
        publisher=t.free(source.publisher),
        kind=t(SOURCE_KIND[source.kind]),
        language=t.language(source.language),
        published=f"{published} ({t.free(source.published_note)})"
        if source.published_note
        else published,
        grade=source.reliability,
        reliability=f"{t(RELIABILITY[source.reliability])}{t.colon}{t.free(source.reliability_reason)}",
        read=f"{t(READ[source.read])} ({t.free(source.read_at)})"
        if source.read_at
        else t(READ[source.read]),
        fully_read=source.read == "official text",
        href=web_address(source.url),
        copies=tuple(
            f"sha256 {c.sha256}, {t.count(c.bytes)} B, {c.captured_at}" for c in source.copies
        ),
        statements=tuple(statement_link(s.id) for s in statements),
        findings=tuple(f.link for f in resting.values()),
        alone=tuple(f.link for f in resting.values() if f.origins == (source.id,)),
    )


def missing_views(
    t: Tongue, missing: Sequence[Missing], findings: Sequence[FindingView]
) -> tuple[MissingView, ...]:
    """Return what was not at hand; what it would settle leads to findings where it names them."""
    by_id = {finding.id: finding for finding in findings}
    views = []
    for one in missing:
        # A criterion, or an indicator of one (criterion/indicator), or free words.
        named = {words: by_id.get(words.split("/")[0]) for words in one.would_settle}
        links = dict.fromkeys(finding.link for finding in named.values() if finding is not None)
        others = tuple(t.free(words) for words, finding in named.items() if finding is None)
        views.append(MissingView(t.free(one.title), t.sentence(one.why), tuple(links), others))
    return tuple(views)


def context_views(t: Tongue, scores: Sequence[Context]) -> tuple[ContextView, ...]:
    """Return the scores made by others."""
    return tuple(
        ContextView(
            t.free(one.index),
            t.free(one.item),
            t.number(one.value),
            t.free(one.scale),
            one.year,
            t(READ[one.read]) if one.read in READ else t.free(one.read),
            web_address(one.url),
        )
        for one in scores
    )
