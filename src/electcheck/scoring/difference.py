"""Two assessments of one case side by side: what moved, and why it may."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from electcheck.errors import Fault, InputRefused, Place, did_you_mean
from electcheck.model.catalogue import Case
from electcheck.model.findings import Assessment, Finding, Interval
from electcheck.model.norms import Indicator
from electcheck.model.values import Values, domain, read_range, read_value
from electcheck.rules.findings import find
from electcheck.rules.opening import Opened
from electcheck.scoring.assess import score


@dataclass(frozen=True, slots=True)
class Moved:
    """A finding that is not what it was.

    Attributes:
        before: the finding as it was.
        after: the finding as it is.
        settled_by_loss: the answers that statements left out have narrowed or moved, because they
            were one side of a contradiction: other values are open although less is known.
    """

    before: Finding
    after: Finding
    settled_by_loss: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What moved between two assessments of one case.

    Attributes:
        findings: those whose outcome or possible outcomes differ.
        areas: per area whose score or interval differs, before and after.
        overall: before and after.
    """

    findings: tuple[Moved, ...]
    areas: Mapping[str, tuple[Interval, Interval]]
    overall: tuple[Interval, Interval]


def would_be(
    opened: Opened,
    now: Assessment,
    given: Mapping[str, Values],
    without: Collection[str] = (),
) -> Assessment:
    """Return the assessment as it would be, at the standard and day of `now`.

    Args:
        opened: the case and the catalogue.
        now: the assessment as it is.
        given: answers by the id of their indicator, taken as established.
        without: ids of statements to leave out.
    """
    findings = find(opened, now.standard, now.as_of, without, given)
    return score(opened, findings, now.standard, now.as_of)


def difference(before: Assessment, after: Assessment) -> Difference:
    """Return what moved from one assessment to another of the same catalogue."""
    moved = tuple(
        Moved(old, new, tuple(_settled_by_loss(old, new)))
        for old, new in zip(before.findings, after.findings, strict=True)
        if (old.outcome, old.possible) != (new.outcome, new.possible)
    )
    areas = {
        old.area: (old.interval, new.interval)
        for old, new in zip(before.areas, after.areas, strict=True)
        if old.interval != new.interval
    }
    return Difference(moved, areas, (before.overall, after.overall))


def _settled_by_loss(old: Finding, new: Finding) -> Iterator[str]:
    for name, answer in old.answers.items():
        kept = new.answers[name]
        lost = set(answer.statements) - set(kept.statements)
        if lost and kept.sides and not kept.values.holds(answer.values):
            yield answer.indicator


def read_answers(given: Collection[str], indicators: Mapping[str, Indicator]) -> dict[str, Values]:
    """Return answers written ``INDICATOR=VALUE``, by the id of their indicator.

    A value is written as in the files; ``3900..4000`` is a range (an end may be open), and
    ``unknown`` takes away what is established.

    Raises:
        InputRefused: with every answer that cannot be read.
    """
    faults: list[Fault] = []
    answers: dict[str, Values] = {}
    for text in given:
        name, sign, raw = text.partition("=")
        try:
            if not sign:
                raise ValueError(f"expected INDICATOR=VALUE, found {text!r}")
            if name not in indicators:
                hint = did_you_mean(name, indicators)
                raise ValueError(f"indicator {name!r} is not in the catalogue.{hint}")
            answers[name] = _read(indicators[name], raw)
        except ValueError as error:
            faults.append(Fault(Place("--set"), f"{name}: {error}" if sign else str(error)))
    if faults:
        raise InputRefused(faults)
    return answers


def _read(indicator: Indicator, raw: str) -> Values:
    if raw == "unknown":
        return domain(indicator)
    low, sign, high = raw.partition("..")
    if sign:
        ends = (_scalar(indicator, end) if end else None for end in (low, high))
        return read_range(indicator, *ends)
    return read_value(indicator, _scalar(indicator, raw))


def _scalar(indicator: Indicator, raw: str) -> object:
    if indicator.type == "boolean":
        return {"true": True, "false": False}.get(raw, raw)
    if indicator.type in ("choice", "date"):
        return raw
    for kind in (int, float):
        try:
            value = kind(raw)
        except ValueError:
            continue
        if math.isfinite(value):
            return value
    return raw


def known_statements(case: Case, names: Collection[str]) -> frozenset[str]:
    """Return the ids of statements to leave out.

    Raises:
        InputRefused: the case has no statement of some name.
    """
    known = {statement.id for statement in case.statements}
    faults = [
        Fault(
            Place("--without"), f"statement {name!r} is not in the case.{did_you_mean(name, known)}"
        )
        for name in names
        if name not in known
    ]
    if faults:
        raise InputRefused(faults)
    return frozenset(names)
