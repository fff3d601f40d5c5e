"""Estimates from a sample of stations as drafts, for the same confirmation as a filled-in form."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from electcheck.errors import Fault, InputRefused, Place, did_you_mean
from electcheck.forms.drafts import Draft
from electcheck.forms.form_files import form_words
from electcheck.forms.raw import sha256_of
from electcheck.forms.statements import check
from electcheck.model.norms import Indicator
from electcheck.model.values import Between, domain
from electcheck.rules.opening import Opened
from electcheck.sampling.estimate import Estimate, Estimates
from electcheck.sampling.statement import draft_statement


def sample_draft(
    found: Estimates,
    feeds: Sequence[str],
    opened: Opened,
    source: str,
    file: tuple[str, str],
) -> Draft:
    """Return the estimates that feed an indicator as one draft.

    Args:
        found: the estimates.
        feeds: which estimate feeds which indicator, each ``NAME=CRITERION/INDICATOR``.
        opened: the case and the catalogue.
        source: the id under which the sample stands in `sources.yaml`.
        file: name and SHA-256 of the file of stations.

    Raises:
        InputRefused: an estimate, indicator, place or source is not known, or visits that nobody
            drew at random would be taken for a share of the country.
    """
    faults: list[Fault] = []
    if source not in opened.case.sources:
        hint = did_you_mean(source, opened.case.sources)
        message = f"source {source!r} is not in sources.yaml.{hint}"
        faults.append(Fault(Place("--source"), message))
    indicators = {name: one for name, (_, one) in opened.catalogue.indicators().items()}
    pairs = [pair for text in feeds if (pair := _pair(text, found, indicators, faults))]
    regions = {"national", *(region.id for region in opened.case.election.regions)}
    content = [source, *file, *feeds, [[repr(one)] for _, one, _ in pairs]]
    sha256 = sha256_of(content)
    identifier = f"sample-{sha256[:12]}"
    statements = []
    for number, (text, estimate, full) in enumerate(pairs, start=1):
        try:
            data = _statement(estimate, f"{identifier}-{number}", full, source, file[1], regions)
            data["range"] = _inside(indicators[full], data["range"])
            check(data, indicators[full])
            statements.append(data)
        except ValueError as error:
            faults.append(Fault(Place("--feeds"), f"{text}: {error}"))
    if faults:
        raise InputRefused(faults)
    return Draft(
        id=identifier,
        form="sample",
        version="1",
        file=file[0],
        file_sha256=file[1],
        row=1,
        row_sha256=sha256,
        statements=tuple(statements),
    )


def _pair(
    text: str, found: Estimates, indicators: Mapping[str, Indicator], faults: list[Fault]
) -> tuple[str, Estimate, str] | None:
    named, sign, full = text.partition("=")
    name, _, domain = named.partition("@")
    match = [e for e in found.estimates if e.name == name and (e.domain or "") == domain]
    message = None
    if not sign:
        message = f"expected NAME=CRITERION/INDICATOR, found {text!r}"
    elif not match:
        known = [f"{e.name}@{e.domain}" if e.domain else e.name for e in found.estimates]
        message = f"there is no estimate {named!r}.{did_you_mean(named, known)}"
    elif full not in indicators:
        message = f"there is no indicator {full!r}.{did_you_mean(full, indicators)}"
    elif indicators[full].type not in ("share", "count", "number"):
        message = f"{full} is of type {indicators[full].type}: an estimate gives it no value"
    if message is not None:
        faults.append(Fault(Place("--feeds"), message))
        return None
    return text, match[0], full


def _statement(
    one: Estimate, identifier: str, full: str, source: str, sha256: str, regions: set[str]
) -> dict[str, Any]:
    if one.method == "visits":
        raise ValueError(
            "these stations were not drawn at random: x of n visited is no share of the country. "
            "`electcheck forms tally` proposes what can be said"
        )
    if not (math.isfinite(one.low) and math.isfinite(one.high)):
        raise ValueError("the estimate has no range, so nothing can be proposed")
    if one.domain is not None and one.domain not in regions:
        raise ValueError(f"the domain {one.domain!r} is no region of election.yaml")
    proposed = form_words().credibility["measured"]
    data = draft_statement(one, identifier, full, source)
    del data["draft"]
    # Where a rating may count it, its scope is what the indicator asks about.
    data["scope"] = {"place": one.domain or "national"}
    data["locator"] = f"{data['locator']} of the file with SHA-256 {sha256}"
    data |= {"credibility": proposed.value, "credibility_reason": proposed.reason}
    return data


def _inside(indicator: Indicator, ends: Sequence[float]) -> list[float | int]:
    """Return a range without what the indicator cannot be; of counts, the whole numbers around."""
    allowed = domain(indicator)
    assert isinstance(allowed, Between), "a number was asked for"
    low, high = max(ends[0], allowed.low), min(ends[1], allowed.high)
    if indicator.type == "count":
        return [math.floor(low), math.ceil(high)]
    return [low, high]
