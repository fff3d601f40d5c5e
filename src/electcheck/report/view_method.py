"""The method and its limits in words: standard of proof, numbers, what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from electcheck.model.findings import Assessment
from electcheck.model.policy import Alternative
from electcheck.report.view_findings import FindingView
from electcheck.report.view_language import Tongue
from electcheck.report.view_sources import SourceView
from electcheck.report.view_statements import Link
from electcheck.report.view_words import (
    CREDIBILITY,
    KIND,
    METHOD,
    OUTCOME,
    RELIABILITY,
    SOURCE_KIND,
    WEIGHT,
)
from electcheck.rules.opening import Opened


@dataclass(frozen=True)
class RuleOfProof:
    """What it takes to establish one kind of indicator."""

    kind: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class PolicyNumber:
    """A number of the policy and its reason."""

    name: str
    value: str
    reason: str


@dataclass(frozen=True)
class MethodView:
    """Everything that the method chapter says with data."""

    standard: str
    basis: str
    proof: tuple[RuleOfProof, ...]
    numbers: tuple[PolicyNumber, ...]
    vetoes: tuple[PolicyNumber, ...]
    reliability: tuple[tuple[str, str], ...]
    credibility: tuple[tuple[str, str], ...]
    from_memory: tuple[Link, ...]
    one_origin: tuple[Link, ...]
    unread: tuple[SourceView, ...]


def method_view(
    opened: Opened,
    t: Tongue,
    assessment: Assessment,
    findings: Sequence[FindingView],
    sources: Sequence[SourceView],
) -> MethodView:
    """Return the method of this assessment in words."""
    policy = opened.catalogue.policy
    standard = policy.standard(assessment.standard)
    assert standard is not None
    return MethodView(
        standard=t.text(standard.title),
        basis=t.free(standard.basis),
        proof=tuple(
            RuleOfProof(t(KIND[kind]), tuple(_way(t, way) for way in ways))
            for kind, ways in standard.establishes.items()
        ),
        numbers=tuple(_numbers(opened, t)),
        vetoes=tuple(
            PolicyNumber(one.criterion, f"{t.number(one.at)} ({one.caps})", t.free(one.reason))
            for one in policy.vetoes
        ),
        reliability=tuple((letter, t(words)) for letter, words in RELIABILITY.items()),
        credibility=tuple((str(digit), t(words)) for digit, words in CREDIBILITY.items()),
        from_memory=tuple(f.link for f in findings if f.from_memory),
        one_origin=tuple(f.link for f in findings if f.decided and len(f.origins) == 1),
        unread=tuple(s for s in sources if not s.fully_read and s.findings),
    )


def _way(t: Tongue, way: Alternative) -> str:
    """Say one way to reach a standard, for example "one origin of at least B3"."""
    grade = f"{way.reliability}{way.credibility}"
    said = t.several(
        "%(n)s origin of at least %(grade)s",
        "%(n)s origins of at least %(grade)s",
        way.origins,
        grade=grade,
    )
    if way.source_kinds:
        kinds = t.either(t(SOURCE_KIND[kind]) for kind in way.source_kinds)
        said = t("%(said)s (%(kinds)s)", said=said, kinds=kinds)
    if way.methods:
        methods = t.either(t(METHOD[method]) for method in way.methods)
        said = t("%(said)s, %(methods)s", said=said, methods=methods)
    return said


def _numbers(opened: Opened, t: Tongue) -> Iterator[PolicyNumber]:
    policy = opened.catalogue.policy
    for outcome, value in policy.values.items():
        name = t("value of a criterion that is %(outcome)s", outcome=t(OUTCOME[outcome]))
        yield PolicyNumber(name, t.number(value.value), t.free(value.reason))
    for weight, value in policy.weights.items():
        name = t("weight class %(weight)s", weight=t(WEIGHT[weight]))
        yield PolicyNumber(name, t.number(value.value), t.free(value.reason))
    share = policy.decided_share
    yield PolicyNumber(
        t("share of weight to be decided"), t.number(share.value), t.free(share.reason)
    )
    floor = policy.geometric_floor
    yield PolicyNumber(
        t("floor of an area in the geometric mean"), t.number(floor.value), t.free(floor.reason)
    )
