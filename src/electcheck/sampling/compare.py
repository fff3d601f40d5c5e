"""A sample held against the official result, with a sentence for every verdict.

Verdicts: `consistent`, `outside the range`, `not decidable` (the range holds a threshold, or a
margin of zero, so that the sample cannot say on which side the result lies), `not assessable`
(too many stations missing, missing in a way that differs by domain, or too few degrees of
freedom; limits in the policy). Ranges hold together over all claims.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from electcheck.errors import refuse
from electcheck.files.documents import Document
from electcheck.sampling.build import Stations
from electcheck.sampling.design_file import Ask
from electcheck.sampling.estimate import linearise
from electcheck.sampling.intervals import t_quantile
from electcheck.sampling.official import Official, official_figures
from electcheck.sampling.policy import SamplingPolicy
from electcheck.sampling.response import response
from electcheck.sampling.sample import Mask
from electcheck.sampling.simultaneous import Range, simultaneous_ranges

BLIND_SPOT = (
    "A count at polling stations sees what is in the boxes and protocols of the stations drawn. It "
    "does not see who was kept off the ballot or the lists, pressure on voters, ballots stuffed "
    "before the count began, nor protocols replaced before the observers copied them: agreement "
    "with the official result says nothing about any of these."
)
CONSISTENT = "consistent"
OUTSIDE = "outside the range"
NOT_DECIDABLE = "not decidable"
NOT_ASSESSABLE = "not assessable"


@dataclass(frozen=True)
class Compared:
    """One claim: what the sample says, what is official, and the verdict.

    Attributes:
        name: the estimate.
        denominator: the column that the share is of.
        official: the official share or margin.
        threshold: what had to be settled, or None.
        range: the simultaneous range.
        verdict: one of the four.
        sentence: what states the verdict.
        smallest_shift: a shift of the official result by this much would have been seen.
    """

    name: str
    denominator: str
    official: float
    threshold: float | None
    range: Range
    verdict: str
    sentence: str
    smallest_shift: float


@dataclass(frozen=True)
class Alternative:
    """A share with another denominator; the official one is nan where its counts are unknown."""

    name: str
    denominator: str
    official: float
    estimate: float


@dataclass(frozen=True)
class Comparison:
    """All claims, the verdict on them together, and what has to be said with it."""

    verdict: str
    sentence: str
    claims: tuple[Compared, ...]
    alternatives: tuple[Alternative, ...]
    warnings: tuple[str, ...]
    df: int
    blind_spot: str = BLIND_SPOT


def compare(stations: Stations, official: Document[Official], policy: SamplingPolicy) -> Comparison:
    """Compare every ratio and margin of the design with the official result.

    Raises:
        InputRefused: nothing can be compared, or the official file names what the design lacks.
    """
    if not stations.design.is_random:
        raise refuse(
            stations.file.shown,
            "stations that were not drawn say nothing of the country: there is nothing to compare. "
            "Where a draw was made, declare it in the design with 'sizes'",
        )
    asks = [ask for ask in stations.design.estimates if ask.kind in ("ratio", "margin")]
    figures = official_figures(asks, official)
    chosen = [ask for ask in asks if ask.name in figures]
    for lead, official_lead in _leads(chosen, figures, policy):
        chosen.append(lead)
        figures[lead.name] = official_lead
    columns = tuple(dict.fromkeys(name for ask in chosen for name in ask.columns))
    mask = stations.reported(columns)
    sample = stations.of(mask)
    level = float(stations.design.level or policy.level.value)
    ranges = simultaneous_ranges(
        sample,
        [linearise(ask, sample) for ask in chosen],
        [a.kind == "ratio" for a in chosen],
        level,
    )
    if sample.is_census:
        slack = float(policy.census_tolerance.value)
        ranges = [replace(one, low=one.low - slack, high=one.high + slack) for one in ranges]
    obstacles = [] if sample.is_census else _obstacles(stations, sample.df(), policy)
    claims = tuple(
        _judge(
            ask,
            figures[ask.name],
            official.record.thresholds.get(ask.name),
            found,
            obstacles,
            sample.df(),
            float(policy.power.value),
        )
        for ask, found in zip(chosen, ranges, strict=True)
    )
    alternatives = _alternatives(chosen, stations, official.record, mask)
    warnings = [*stations.notes, *response(stations).sentences(policy)]
    warnings += _sums(chosen, ranges, figures)
    warnings += _denominators(chosen, claims, alternatives)
    few = float(policy.few_clusters_df.value)
    if sample.df() < few:
        warnings.append(f"few clusters: {sample.df()} degrees of freedom")
    verdict, sentence = _together(claims, obstacles, level)
    return Comparison(verdict, sentence, claims, alternatives, tuple(warnings), sample.df())


def _leads(
    asks: list[Ask], figures: dict[str, float], policy: SamplingPolicy
) -> list[tuple[Ask, float]]:
    """Return the margin of the two leading shares of each whole, where the design names none."""
    asked = {ask.columns for ask in asks if ask.kind == "margin"}
    leads = []
    for whole in dict.fromkeys(ask.columns[-1] for ask in asks):
        shares = [ask for ask in asks if ask.kind == "ratio" and ask.columns[-1] == whole]
        if len(shares) < 2 or whole.lower() in policy.may_exceed.value:
            continue
        first, second = sorted(shares, key=lambda ask: -figures[ask.name])[:2]
        margin = (first.columns[0], second.columns[0], whole)
        if not asked & {margin, (margin[1], margin[0], whole)}:
            lead = Ask(name=f"{first.name} minus {second.name}", margin=margin)
            leads.append((lead, figures[first.name] - figures[second.name]))
    return leads


def _obstacles(stations: Stations, df: int, policy: SamplingPolicy) -> list[str]:
    found = response(stations)
    reasons = []
    low = found.low_strata(policy)
    if low:
        limit = 100 * float(policy.response_limit.value)
        worst = min(low, key=lambda group: (group.rate, group.label))
        reasons.append(
            f"in {len(low)} strata fewer than {limit:g} % of the drawn stations reported "
            f"(stratum {worst.label}: {worst.reported} of {worst.drawn})"
        )
    if df < float(policy.minimum_df.value):
        reasons.append(
            f"the design has {df} degrees of freedom, fewer than {policy.minimum_df.value:g}"
        )
    if found.domain_gap() > float(policy.domain_gap.value):
        reasons.append(
            f"stations are missing unevenly: reporting differs by "
            f"{100 * found.domain_gap():.1f} points between domains"
        )
    return reasons


def _judge(
    ask: Ask,
    official: float,
    threshold: float | None,
    found: Range,
    obstacles: list[str],
    df: int,
    power: float,
) -> Compared:
    shift = (found.critical + t_quantile(power, df)) * found.se if found.se > 0 else 0.0
    line = threshold if threshold is not None else (0.0 if ask.kind == "margin" else None)
    what = f"{ask.name}: official {_points(official)} of {ask.columns[-1]!r}"
    said = f"the sample says {_points(found.estimate)}, between {_points(found.low)} and "
    said += f"{_points(found.high)} with all ranges together"
    if obstacles:
        verdict, sentence = NOT_ASSESSABLE, f"{what} cannot be assessed: {'; '.join(obstacles)}."
    elif not found.low < found.high:
        reason = "the sample shows no spread of its own"
        verdict, sentence = NOT_ASSESSABLE, f"{what} cannot be assessed: {reason}."
    elif not found.low <= official <= found.high:
        verdict, sentence = OUTSIDE, f"{what} lies outside the range: {said}."
    elif line is not None and found.low < line < found.high:
        side = "a margin of zero" if ask.kind == "margin" and threshold is None else _points(line)
        verdict = NOT_DECIDABLE
        sentence = (
            f"{what} lies in the range, but so does {side}: {said}, so the sample cannot say on "
            "which side the result lies."
        )
    else:
        verdict, sentence = CONSISTENT, f"{what} is consistent with the sample: {said}."
    if shift > 0:
        sentence += f" A shift of {100 * shift:.2f} points or more would have been seen with "
        sentence += f"probability {power:g}."
    return Compared(ask.name, ask.columns[-1], official, threshold, found, verdict, sentence, shift)


def _together(claims: tuple[Compared, ...], obstacles: list[str], level: float) -> tuple[str, str]:
    verdicts = [claim.verdict for claim in claims]
    names = {v: ", ".join(c.name for c in claims if c.verdict == v) for v in set(verdicts)}
    if obstacles:
        return NOT_ASSESSABLE, f"The comparison is not assessable: {'; '.join(obstacles)}."
    if OUTSIDE in verdicts:
        return OUTSIDE, (
            f"The official result lies outside the range of the sample for {names[OUTSIDE]}; if it "
            f"were right, that would happen in fewer than {100 * (1 - level):g} % of samples."
        )
    if NOT_ASSESSABLE in verdicts:
        return NOT_ASSESSABLE, f"The sample says nothing about {names[NOT_ASSESSABLE]}."
    if NOT_DECIDABLE in verdicts:
        return NOT_DECIDABLE, (
            "The official result lies inside all ranges, but the sample cannot settle "
            f"{names[NOT_DECIDABLE]}: this must not be read as confirmation."
        )
    return CONSISTENT, "The official result lies inside all ranges of the sample."


def _alternatives(
    asks: list[Ask], stations: Stations, official: Official, mask: Mask
) -> tuple[Alternative, ...]:
    """Return each share by every other denominator of the design, official where it is known."""
    wholes = dict.fromkeys(
        ask.columns[-1] for ask in stations.design.estimates if ask.kind in ("ratio", "margin")
    )
    sample = stations.of(mask)
    result = []
    for ask in asks:
        for whole in wholes:
            if ask.kind != "ratio" or whole in ask.columns:
                continue
            if not stations.reported((whole,))[mask].all():
                continue
            share = math.nan
            if ask.columns[0] in official.counts and official.counts.get(whole):
                share = float(official.counts[ask.columns[0]]) / float(official.counts[whole])
            found = linearise(Ask(name=ask.name, ratio=(ask.columns[0], whole)), sample)
            result.append(Alternative(ask.name, whole, share, found.estimate))
    return tuple(result)


def _sums(asks: list[Ask], ranges: list[Range], figures: dict[str, float]) -> list[str]:
    """Shares of one whole cannot add up to more than all of it."""
    lines = []
    for whole in dict.fromkeys(ask.columns[-1] for ask in asks):
        of = [k for k, ask in enumerate(asks) if ask.kind == "ratio" and ask.columns[-1] == whole]
        if len(of) < 2:
            continue
        official = sum(figures[asks[k].name] for k in of)
        ours = sum(ranges[k].estimate for k in of)
        lines.append(
            f"the {len(of)} shares of {whole!r} add up to {_points(official)} in the official "
            f"result and {_points(ours)} in the sample"
            + (": more than the whole, a denominator is wrong" if official > 1 + 1e-9 else "")
        )
    return lines


def _denominators(
    asks: list[Ask], claims: tuple[Compared, ...], alternatives: tuple[Alternative, ...]
) -> list[str]:
    """Say when an official share would fit, had it another denominator."""
    return [
        f"{ask.name}: the official {_points(claim.official)} fits the sample's share of "
        f"{other.denominator!r} ({_points(other.estimate)}): check which denominator was published"
        for ask, claim in zip(asks, claims, strict=True)
        for other in alternatives
        if claim.verdict == OUTSIDE
        and other.name == ask.name
        and abs(other.estimate - claim.official) <= claim.range.critical * claim.range.se
    ]


def _points(share: float) -> str:
    return f"{100 * share:.2f} %"
