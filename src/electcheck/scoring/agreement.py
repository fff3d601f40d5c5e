"""Do assessors who coded the same indicators independently agree? Krippendorff's alpha.

K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): one minus the observed over the
expected disagreement, for any number of coders, with missing codings, at four levels of
measurement. The interval is a percentile bootstrap over units (A. Zapf et al., BMC Medical
Research Methodology 16:93, 2016). Agreement is reported and disagreement listed; nothing is
averaged, and nothing here enters an assessment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from electcheck.model.coding import Coding
from electcheck.model.evidence import Statement
from electcheck.model.norms import Indicator
from electcheck.model.record import Scalar
from electcheck.model.values import Between, read_value

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
Floats = NDArray[np.float64]
Unit = tuple[str, str | None]
"""What is coded: an indicator as a whole, or what one source says of it."""


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha with its bootstrap interval.

    Attributes:
        estimate: 1 is perfect agreement, 0 what chance gives; None where all codings are equal or
            no unit was coded twice, for then chance gives nothing to compare with.
        low: 2.5 % of the resamples lie below it; None where the estimate is, or where fewer than
            half of the resamples have an alpha.
        high: 2.5 % of them lie above it.
        units: how many units were coded by two assessors at least.
        codings: how many codings of those units.
        resamples: how many resamples of units had an alpha.
    """

    estimate: float | None
    low: float | None
    high: float | None
    units: int
    codings: int
    resamples: int


def alpha(units: Sequence[Sequence[float]], metric: Metric, draws: int = 0, seed: int = 0) -> Alpha:
    """Return Krippendorff's alpha of some units, each the list of its codings as numbers.

    Args:
        units: the codings of each unit; a unit coded once says nothing of agreement.
        metric: how far two values are apart.
        draws: how many bootstrap resamples of units; 0 for none.
        seed: of the resampling.

    Example (Krippendorff 2011, example A: two observers, ten units):

    >>> first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    >>> second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    >>> round(alpha(list(zip(first, second)), "nominal").estimate, 3)
    0.095
    """
    paired = [unit for unit in units if len(unit) > 1]
    codings = sum(len(unit) for unit in paired)
    if not paired:
        return Alpha(None, None, None, 0, 0, 0)
    values = np.array(sorted({value for unit in paired for value in unit}), dtype=float)
    counts = np.array([[unit.count(v) for v in values] for unit in map(list, paired)], dtype=float)
    times = np.ones((1, len(paired)))
    (estimate,) = _alphas(counts, values, metric, times)
    if np.isnan(estimate) or not draws:
        shown = None if np.isnan(estimate) else float(estimate)
        return Alpha(shown, None, None, len(paired), codings, 0)
    random = np.random.default_rng(seed)
    times = random.multinomial(len(paired), [1 / len(paired)] * len(paired), draws).astype(float)
    drawn = _alphas(counts, values, metric, times)
    drawn = drawn[~np.isnan(drawn)]
    if drawn.size * 2 < draws:
        return Alpha(float(estimate), None, None, len(paired), codings, drawn.size)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Alpha(float(estimate), float(low), float(high), len(paired), codings, drawn.size)


def _alphas(counts: Floats, values: Floats, metric: Metric, times: Floats) -> Floats:
    """Return alpha for each row of `times`: how often each unit was drawn."""
    coded = counts.sum(1)
    totals = times @ counts
    n = totals.sum(1)
    if metric == "ordinal":
        return np.array([_alpha(counts, coded, row, _ordinal(t)) for row, t in zip(
            times, totals, strict=True)])  # fmt: skip
    apart = _apart(values, metric)
    observed = times @ (((counts @ apart) * counts).sum(1) / (coded - 1)) / n
    expected = ((totals @ apart) * totals).sum(1) / (n * (n - 1))
    return _ratio(observed, expected)


def _alpha(counts: Floats, coded: Floats, times: Floats, apart: Floats) -> float:
    totals = times @ counts
    n = totals.sum()
    observed = times @ (((counts @ apart) * counts).sum(1) / (coded - 1)) / n
    expected = (totals @ apart @ totals) / (n * (n - 1))
    return float(_ratio(np.array([observed]), np.array([expected]))[0])


def _ratio(observed: Floats, expected: Floats) -> Floats:
    # Without any variation there is nothing that chance could have made different.
    safe = np.where(expected > 0, expected, 1.0)
    found: Floats = np.where(expected > 0, 1 - observed / safe, np.nan)
    return found


def _apart(values: Floats, metric: Metric) -> Floats:
    """Return the squared difference of each two values."""
    one, other = values[:, None], values[None, :]
    apart: Floats = np.abs(one - other)
    if metric == "nominal":
        apart = np.minimum(np.ceil(apart), 1.0)
    elif metric == "ratio":
        both = one + other
        apart /= np.where(both == 0, 1.0, both)
    return np.square(apart)


def _ordinal(totals: Floats) -> Floats:
    """Return the squared difference in rank: the codings between two values, ends by half."""
    upto = np.cumsum(totals)
    middle = upto - totals / 2
    return np.square(middle[:, None] - middle[None, :])


@dataclass(frozen=True, slots=True)
class Group:
    """The agreement on the indicators whose codings can be compared with each other.

    Attributes:
        name: what they are, for example `boolean`.
        metric: the level of measurement.
        alpha: the agreement.
        indicators: their ids.
    """

    name: str
    metric: Metric
    alpha: Alpha
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An indicator (from one source, where it is named) coded differently, and what each said."""

    indicator: str
    source: str | None
    codings: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the assessors agree, and where they do not.

    Attributes:
        assessors: their ids, sorted.
        indicators: how many indicators were coded.
        shared: how many units were coded by two assessors at least: indicators, or sources on one.
        groups: the agreement by kind of answer.
        disagreements: in the order of the catalogue.
    """

    assessors: tuple[str, ...]
    indicators: int
    shared: int
    groups: tuple[Group, ...]
    disagreements: tuple[Disagreement, ...]


def agree(
    codings: Sequence[Coding], indicators: Mapping[str, Indicator], draws: int, seed: int
) -> Agreement:
    """Return the agreement of the codings, each checked against its indicator before.

    Answers are compared with their like: yes or no; choices; counts by ratio; shares, dates and
    the numbers of one unit by difference.

    Args:
        codings: at most one for each assessor, indicator and source.
        indicators: the definitions by id, in the order of the catalogue.
        draws: how many bootstrap resamples.
        seed: of the resampling.
    """
    said: dict[Unit, dict[str, Scalar]] = defaultdict(dict)
    for coding in sorted(codings, key=lambda c: (c.indicator, c.source or "", c.assessor)):
        said[coding.indicator, coding.source][coding.assessor] = coding.value
    place = {name: i for i, name in enumerate(indicators)}
    order = sorted(said, key=lambda unit: (place[unit[0]], unit[1] or ""))
    groups: dict[tuple[str, Metric], list[Unit]] = defaultdict(list)
    for unit in order:
        groups[_group(indicators[unit[0]])].append(unit)
    return Agreement(
        assessors=tuple(sorted({coding.assessor for coding in codings})),
        indicators=len({name for name, _ in order}),
        shared=sum(len(said[unit]) > 1 for unit in order),
        groups=tuple(
            Group(
                name,
                metric,
                alpha(_numbers(own, said, indicators), metric, draws, seed),
                tuple(dict.fromkeys(unit[0] for unit in own)),
            )
            for (name, metric), own in sorted(groups.items())
        ),
        disagreements=tuple(
            Disagreement(name, source, said[name, source])
            for name, source in order
            if len({read_value(indicators[name], v) for v in said[name, source].values()}) > 1
        ),
    )


def codings_of(statements: Sequence[Statement]) -> tuple[list[Coding], list[str]]:
    """Return the statements that name an assessor as codings, and which of them cannot be.

    An indicator is compared as a whole where each assessor gives it one value, and source by
    source where one gives several. Where an assessor gives several values from one source, those
    statements are no coding: their ids come second.
    """
    said: dict[str, dict[str, dict[str, list[Statement]]]] = {}
    for one in statements:
        if one.assessor is not None and one.value is not None and one.says == "fact":
            own = said.setdefault(one.indicator, {}).setdefault(one.assessor, {})
            own.setdefault(one.source, []).append(one)
    codings: list[Coding] = []
    unclear: list[str] = []
    for indicator, by_assessor in said.items():
        split = any(
            len({one.value for told in by_source.values() for one in told}) > 1
            for by_source in by_assessor.values()
        )
        for assessor, by_source in by_assessor.items():
            for source, told in by_source.items():
                if len({one.value for one in told}) > 1:
                    unclear += [one.id for one in told]
                    continue
                value = told[0].value
                assert value is not None
                codings.append(
                    Coding(
                        assessor=assessor,
                        indicator=indicator,
                        value=value,
                        source=source if split else None,
                    )
                )
    return codings, unclear


def _group(indicator: Indicator) -> tuple[str, Metric]:
    if indicator.type in ("boolean", "choice"):
        return indicator.type, "nominal"
    if indicator.type == "count":
        return "count", "ratio"
    unit = f" of {indicator.unit}" if indicator.unit else ""
    return indicator.type + unit, "interval"


def _numbers(
    units: Sequence[Unit],
    said: Mapping[Unit, Mapping[str, Scalar]],
    known: Mapping[str, Indicator],
) -> list[list[float]]:
    """Return the codings as numbers; options get the number of their place among all options."""
    options = sorted({str(v) for unit in units for v in said[unit].values()})
    coded = []
    for unit in units:
        own = []
        for value in said[unit].values():
            read = read_value(known[unit[0]], value)
            number = read.low if isinstance(read, Between) else options.index(str(value))
            own.append(float(number))
        coded.append(own)
    return coded
