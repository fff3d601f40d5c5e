"""Robustness, what-if and agreement for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from electcheck.model.findings import Assessment
from electcheck.model.policy import Policy
from electcheck.model.values import Values
from electcheck.report.judgement_payload import AGREEMENT_NOTE, ROBUSTNESS_NOTE, shown
from electcheck.report.text import SYMBOLS, number, scored, words
from electcheck.rules.opening import Opened
from electcheck.rules.whatif import WhatIf
from electcheck.scoring.agreement import Agreement
from electcheck.scoring.difference import Difference
from electcheck.scoring.judgement import Judgement
from electcheck.scoring.spread import Spread

_TREATED = {
    "all_worst": "unknown at worst",
    "all_best": "unknown at best",
    "decided_only": "decided only",
}


def percent(share: float) -> str:
    """Return a share in words that say none or all only where it is none or all.

    >>> percent(0.334), percent(0.001), percent(0.999), percent(1)
    ('33 %', '<1 %', '>99 %', '100 %')
    """
    if 0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1:
        return ">99 %"
    return f"{share * 100:.0f} %"


def robustness_lines(opened: Opened, made: Judgement) -> Iterator[str]:
    """Yield how firmly an assessment stands, line by line."""
    tested, policy = made.robustness, opened.catalogue.policy
    low, high = policy.robustness.partly_met_low.value, policy.robustness.partly_met_high.value
    yield (
        f"{tested.settings:,} tested settings: {tested.draws:,} draws of weights and of partly met "
        f"({low} to {high}), seed {tested.seed}, by three aggregations, by "
        f"{len(tested.standards)} standards of proof"
    )
    yield ROBUSTNESS_NOTE
    yield ""
    yield "overall, 95 % of tested settings"
    for treatment, spread in tested.overall.items():
        yield f"  {_TREATED[treatment]}: {_interval(spread)}{_bands(spread, policy)}"
        for name, own in tested.by_aggregation[treatment].items():
            yield f"    {name}: {_interval(own)}"
        if spread.variance is not None:
            told = ", ".join(f"{words(k)} {percent(v)}" for k, v in spread.variance.items())
            yield f"    first-order share of variance: {told}"
    yield ""
    yield "areas, 95 % of tested settings"
    for area, by_treatment in tested.areas.items():
        told = "; ".join(f"{_TREATED[t]} {_interval(one)}" for t, one in by_treatment.items())
        yield f"  {area}: {told}"
    yield ""
    yield from _weakest(made)
    yield ""
    yield from _matrix(made)
    yield ""
    yield from _word_of_one(made)
    yield from _conflicts(opened, made)


def _interval(spread: Spread) -> str:
    if spread.low is None:
        return "no score in any setting"
    without = f", no score in {percent(spread.without_score)}" if spread.without_score else ""
    return f"{number(spread.low)} to {number(spread.high)}{without}"


def _bands(spread: Spread, policy: Policy) -> str:
    told = ", ".join(
        f"{band.start:g}-{band.end:g}: {percent(spread.bands[band.band])}" for band in policy.bands
    )
    return f"; share of tested settings in each band {told}" if told else ""


def _weakest(made: Judgement) -> Iterator[str]:
    yield "weakest areas, by share of tested settings in which no area is lower"
    for treatment, shares in made.robustness.weakest.items():
        tied: dict[float, list[str]] = {}
        for area, share in shares.items():
            tied.setdefault(share, []).append(area)
        told = [
            f"{', '.join(tied[share])} ({percent(share)})" for share in sorted(tied, reverse=True)
        ]
        yield f"  {_TREATED[treatment]}: {'; '.join(told) or 'no area has a score'}"
    yield "weakest criteria, by what they take from the overall score; one line is a tie"
    for weak in made.weakest:
        yield (
            f"  {weak.loss:.3f} {words(weak.outcome)}, holds up to {weak.holds_up_to}: "
            f"{', '.join(weak.criteria)}"
        )
    if not made.weakest:
        yield "  none is decided as partly met or not met"


def _matrix(made: Judgement) -> Iterator[str]:
    standards = list(made.matrix[0].outcomes) if made.matrix else []
    yield f"findings by standard of proof: {', '.join(standards)}"
    legend = ", ".join(f"{symbol} {words(outcome)}" for outcome, symbol in SYMBOLS.items())
    yield f"  {legend}"
    for row in made.matrix:
        marks = " ".join(SYMBOLS[outcome] for outcome in row.outcomes.values())
        held = f"  holds up to {row.holds_up_to}" if row.holds_up_to else ""
        yield f"  {marks}  {row.criterion}{held}"


def _word_of_one(made: Judgement) -> Iterator[str]:
    yield f"findings that a single origin carries: {len(made.carried)}"
    for one in made.carried:
        told = ", ".join(f"{name} (else {words(out)})" for name, out in one.without.items())
        alone = "; nobody else was counted" if one.alone else ""
        yield f"  {SYMBOLS[one.outcome]} {one.criterion}: {told}{alone}"


def _conflicts(opened: Opened, made: Judgement) -> Iterator[str]:
    yield f"answers on which sources conflict: {len(made.conflicts)}"
    for finding, answer in made.conflicts:
        yield f"  {finding.criterion} ({words(finding.outcome)}): {answer.indicator}"
        for side in answer.sides:
            value = shown(opened, answer.indicator, side.values)
            yield f"    {value}: {', '.join(side.origins)} ({', '.join(side.statements)})"
    for resolution in opened.case.resolutions:
        yield (
            f"  resolved {resolution.id}: {resolution.indicator} {resolution.how} at "
            f"{resolution.standard} by {resolution.by} on {resolution.date}: {resolution.why}"
        )


def whatif_lines(found: WhatIf) -> Iterator[str]:
    """Yield what would change one outcome."""
    finding = found.finding
    yield f"{finding.criterion}: {words(finding.outcome)}"
    if finding.outcome == "pending":
        yield f"  {finding.reason}: no evidence can change that"
        return
    whole = "all there are" if found.complete else "larger sets were not tried"
    yield f"  sets of up to {found.bound} statements or answers were tried ({whole})"
    yield f"  minimal sets of statements whose removal changes it: {len(found.removals)}"
    for removal in found.removals:
        yield f"    without {', '.join(removal.statements)}: {words(removal.outcome)}"
    kind = "in place of what is established" if found.replacing else "on what is open"
    yield f"  minimal sets of answers, {kind}, whose arrival changes it: {len(found.arrivals)}"
    for arrival in found.arrivals:
        told = ", ".join(f"{one.indicator} = {_raw(one.value)}" for one in arrival.answers)
        yield f"    {told}: {words(arrival.outcome)}"


def _raw(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def would_be_lines(
    opened: Opened,
    given: Mapping[str, Values],
    without: Sequence[str],
    after: Assessment,
    moved: Difference,
) -> Iterator[str]:
    """Yield what would move if some answers were established and some statements gone."""
    for name, values in given.items():
        yield f"set {name} = {shown(opened, name, values)}"
    for name in without:
        yield f"without {name}"
    yield f"standard of proof: {after.standard}; as of {after.as_of}"
    yield ""
    for one in moved.findings:
        old, new = one.before, one.after
        if old.outcome == new.outcome:
            left = [", ".join(words(o) for o in f.possible) for f in (old, new)]
            yield f"  {new.criterion}: {words(new.outcome)}, possible {left[0]} -> {left[1]}"
        else:
            yield f"  {new.criterion}: {words(old.outcome)} -> {words(new.outcome)}"
        for indicator in one.settled_by_loss:
            yield f"    less is open on {indicator} because one side of a conflict is left out"
    if not moved.findings:
        yield "  no finding moves"
    yield ""
    for area, (before, now) in moved.areas.items():
        yield f"{area}: {scored(before)} -> {scored(now)}"
    yield f"overall: {scored(moved.overall[0])} -> {scored(moved.overall[1])}"


def agreement_lines(found: Agreement, draws: int) -> Iterator[str]:
    """Yield how far assessors agree, and where they do not."""
    yield (
        f"{len(found.assessors)} assessors ({', '.join(found.assessors) or 'none'}), "
        f"{found.indicators} indicators coded, {found.shared} units coded by two or more"
    )
    yield AGREEMENT_NOTE
    for group in found.groups:
        one = group.alpha
        if one.estimate is None:
            why = "all codings are equal" if one.units else "no unit was coded twice"
            yield f"  {group.name}: alpha is not defined ({why}); {one.units} units"
            continue
        if one.low is None:
            interval = "no interval: too few resamples vary"
        else:
            interval = f"95 % interval {one.low:.3f} to {one.high:.3f} ({draws:,} resamples)"
        yield (
            f"  {group.name}: Krippendorff's alpha ({group.metric}) {one.estimate:.3f}, "
            f"{interval}; {one.units} units, {one.codings} codings"
        )
    yield f"disagreements to reconcile: {len(found.disagreements)}"
    for one_of in found.disagreements:
        told = ", ".join(f"{who} {_raw(value)}" for who, value in one_of.codings.items())
        source = f" ({one_of.source})" if one_of.source else ""
        yield f"  {one_of.indicator}{source}: {told}"
