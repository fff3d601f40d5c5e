"""A statement as a reader meets it: what it says, how far it is relied on, whether it counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from electcheck.model.evidence import Source, Statement
from electcheck.model.norms import Indicator
from electcheck.model.record import Period
from electcheck.model.why import Why
from electcheck.report.view_language import Tongue
from electcheck.report.view_why import place_words, why_words
from electcheck.report.view_words import (
    CREDIBILITY,
    INTEREST,
    MARK,
    METHOD,
    PHASE,
    READ,
    RELIABILITY,
    SAYS,
)
from electcheck.rules.opening import Opened
from electcheck.rules.weighing import chain_reliability, statement_values


@dataclass(frozen=True)
class Link:
    """Words that lead to a place in the report."""

    anchor: str
    words: str


@dataclass(frozen=True)
class StatementView:
    """One statement, in words; `href` leads to its source on the web where there is an address."""

    id: str
    anchor: str
    says: str
    is_fact: bool
    said: str
    counted: bool
    why_not: str
    summary: str
    source: Link
    publisher: str
    locator: str
    href: str
    read: str
    grade: str
    reliability: str
    credibility: str
    method: str
    interest: str
    origin: str
    scope: str
    happened: str
    excerpt: str
    excerpt_language: str
    excerpt_translation: str
    mark: str


def anchor(kind: str, name: str) -> str:
    """Return the id of a place in the report; a criterion's own id is its place without this.

    The colon keeps it apart from the ids of criteria, which hold none.

    >>> anchor("commitment", "gc25/15"), anchor("commitment", "x/2 (a)")
    ('commitment:gc25/15', 'commitment:x/2%20%28a%29')
    """
    return f"{kind}:{quote(name, safe='/._-')}"


def web_address(url: str | None) -> str:
    """Return an address that may be linked to, or nothing.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    if url is None:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def source_link(t: Tongue, source: Source) -> Link:
    """Return the link to a source in the register."""
    return Link(anchor("source", source.id), t.free(source.title))


def statement_view(
    opened: Opened,
    t: Tongue,
    statement: Statement,
    indicator: Indicator,
    counted: bool,
    why_not: Why | None,
) -> StatementView:
    """Return a statement in words; `why_not` says why it does not count."""
    sources = opened.case.sources
    source = sources[statement.source]
    reliability = chain_reliability(statement, sources)
    return StatementView(
        id=statement.id,
        anchor=anchor("statement", statement.id),
        says=t(SAYS[statement.says]),
        is_fact=statement.says == "fact",
        said=_said(t, statement, indicator),
        counted=counted,
        why_not=why_words(opened, t, why_not) if why_not else "",
        summary=t.text(statement.summary),
        source=source_link(t, source),
        publisher=t.free(source.publisher),
        locator=t.free(statement.locator),
        href=web_address(source.url),
        read=t(READ[source.read]),
        grade=f"{reliability}{statement.credibility}",
        reliability=_reliability(t, statement, sources),
        credibility=_credibility(t, statement),
        method=t(METHOD[statement.method]),
        interest=_interest(t, statement),
        origin=_origin(t, statement, sources),
        scope=_scope(opened, t, statement),
        happened=t.period(statement.happened) if statement.happened else "",
        excerpt=statement.excerpt or "",
        excerpt_language=source.language,
        excerpt_translation=t.excerpt(statement.excerpt, source.language),
        mark="" if statement.confidentiality == "public" else t(MARK[statement.confidentiality]),
    )


def _said(t: Tongue, statement: Statement, indicator: Indicator) -> str:
    if statement.value is None and statement.range is None:
        return t("no value")
    return t.values(indicator, statement_values(statement, indicator))


def _reliability(t: Tongue, statement: Statement, sources: Mapping[str, Source]) -> str:
    letter = chain_reliability(statement, sources)
    said = t(RELIABILITY[letter])
    own = sources[statement.source]
    if own.reliability == letter:
        return f"{said} ({t.free(own.reliability_reason)})"
    return t("%(grade)s: the weakest link of its chain counts", grade=said)


def _credibility(t: Tongue, statement: Statement) -> str:
    said = t(CREDIBILITY[statement.credibility])
    return f"{said} ({t.free(why)})" if (why := statement.credibility_reason) else said


def _interest(t: Tongue, statement: Statement) -> str:
    said = t(INTEREST[statement.interest])
    return f"{said}{t.colon}{t.free(why)}" if (why := statement.interest_reason) else said


def _origin(t: Tongue, statement: Statement, sources: Mapping[str, Source]) -> str:
    """Say where the knowledge first came from, where that is not the source itself."""
    origin = statement.origin or statement.source
    name = t.free(sources[origin].title) if origin in sources else origin
    relays = [t.free(sources[via].title) for via in statement.via]
    if origin == statement.source and not relays:
        return t("the source itself")
    if not relays or relays == [name]:
        return t("%(origin)s, relayed by the source", origin=name)
    return t("%(origin)s, by way of %(relays)s", origin=name, relays=t.listed(relays))


def _scope(opened: Opened, t: Tongue, statement: Statement) -> str:
    """Say what the statement is about, where it says so itself."""
    scope = statement.scope
    period = scope.period
    phase = t(PHASE[period]) if isinstance(period, str) else ""
    when = t.period(period) if isinstance(period, Period) else phase
    place = place_words(opened, t, scope.place) if scope.place else ""
    named = (t.free(words or "") for words in (scope.population, scope.unit))
    return ", ".join(part for part in (when, place, *named) if part)
