"""What `sample plan` was asked, checked, and its answer as data and as text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from electcheck.errors import Fault, InputRefused, Place
from electcheck.sampling.plan import (
    Plan,
    Request,
    Strata,
    assumed,
    best_per_unit,
    plan,
    stations_to_see_one,
    strata_of,
)
from electcheck.sampling.station_file import all_or_nothing, read_stations


@dataclass(frozen=True)
class Asked:
    """The question, as given: a previous file with its columns, or assumptions; and an aim."""

    previous: Path | None
    part: str | None
    whole: str | None
    stratum: str | None
    unit: str | None
    stations: int | None
    spread: float | None
    correlation: float | None
    expect: float | None
    margin: float | None
    threshold: float | None
    zero_events: float | None
    request: Request


def answer(asked: Asked) -> dict[str, Any]:
    """Return the plan as data.

    Raises:
        InputRefused: the aim or the assumptions are incomplete, or the file is faulty.
    """
    _check(asked)
    if asked.zero_events is not None:
        return _zero_events(asked)
    strata = _strata(asked)
    margin = asked.margin
    if asked.threshold is not None:
        expected = asked.expect if asked.expect is not None else strata.expected
        margin = abs(expected - asked.threshold)
        if not margin > 0:
            raise _refusal("the expected share is the threshold: no sample can settle that")
    assert margin is not None
    found = plan(strata, replace(asked.request, margin=margin))
    return _plan_data(found, strata, asked, margin)


def _refusal(*messages: str) -> InputRefused:
    return InputRefused([Fault(Place("sample plan"), message) for message in messages])


def _check(asked: Asked) -> None:
    aims = (asked.margin, asked.threshold, asked.zero_events)
    messages = []
    if sum(aim is not None for aim in aims) != 1 or 0 in (asked.margin, asked.zero_events):
        messages.append("give exactly one aim above 0: --margin, --threshold or --zero-events")
    if asked.previous is not None and asked.part is None and asked.zero_events is None:
        messages.append("a previous election needs --part (and --whole for a ratio)")
    if asked.previous is None and asked.zero_events is None:
        if asked.stations is None or asked.spread is None:
            messages.append("without a file, state --stations and --spread")
        if asked.threshold is not None and asked.expect is None:
            messages.append("--threshold needs --expect, or a previous election's file")
        if asked.request.per_unit > 1 and asked.correlation is None:
            messages.append("--per-unit needs --correlation, or a file with --unit")
    elif asked.request.per_unit > 1 and asked.correlation is None and asked.unit is None:
        messages.append(
            "--per-unit needs --unit (to learn how alike stations are) or --correlation"
        )
    if messages:
        raise _refusal(*messages)


def _strata(asked: Asked) -> Strata:
    if asked.previous is None:
        expected = float("nan") if asked.expect is None else asked.expect
        return assumed(
            int(asked.stations or 0), float(asked.spread or 0.0), asked.correlation or 0.0, expected
        )
    file = read_stations(asked.previous)
    part = str(asked.part)
    labels = [name for name in (asked.stratum, asked.unit) if name]
    columns = [name for name in (part, asked.whole) if name]
    all_or_nothing(file.require([*labels, *columns]))
    faults: list[Fault] = []
    numbers = {name: file.numbers(name, faults) for name in columns}
    all_or_nothing(faults)
    known = np.all([np.isfinite(values) for values in numbers.values()], axis=0)
    stratum = file.cells[asked.stratum] if asked.stratum else np.full(len(file), "all")
    strata = strata_of(
        stratum[known],
        numbers[part][known],
        numbers[asked.whole][known] if asked.whole else None,
        file.cells[asked.unit][known] if asked.unit else None,
    )
    if asked.correlation is not None:
        strata = replace(strata, correlation=asked.correlation)
    return strata


def _zero_events(asked: Asked) -> dict[str, Any]:
    total = asked.stations
    if asked.previous is not None:
        total = len(read_stations(asked.previous))
    effect = 1 + (asked.request.per_unit - 1) * (asked.correlation or 0.0)
    share = float(asked.zero_events or 0.0)
    n = stations_to_see_one(share, total, asked.request.level, effect)
    drawn = int(np.ceil(n / asked.request.response))
    return {
        "stations": n,
        "drawn": drawn if total is None else min(drawn, total),
        "design_effect": effect,
        "sentence": (
            f"if none of {n} stations shows the problem, it occurs in fewer than {100 * share:g} % "
            f"of the stations, at {100 * asked.request.level:g} %"
        ),
    }


def _plan_data(found: Plan, strata: Strata, asked: Asked, margin: float) -> dict[str, Any]:
    data: dict[str, Any] = {
        "stations": found.stations,
        "drawn": found.drawn,
        "units": found.units,
        "margin": margin,
        "half_width": found.half_width,
        "half_width_with_one_more": found.one_more,
        "design_effect": found.design_effect,
        "correlation": strata.correlation,
        "price": found.price,
        "reached": found.reached,
        "allocation": found.allocation,
        "sentence": found.sentence,
    }
    if strata.correlation > 0:
        data["cheapest_stations_per_unit"] = best_per_unit(strata, asked.request.cost)
    return data


def answer_text(found: dict[str, Any]) -> str:
    """Return the plan as text.

    >>> print(answer_text({"stations": 3, "sentence": "three stations"}), end="")
    stations: 3
    three stations
    """
    lines = []
    for key, value in found.items():
        if key in ("sentence", "allocation"):
            continue
        shown = f"{value:.4g}" if isinstance(value, float) else str(value).lower()
        lines.append(f"{key.replace('_', ' ')}: {shown}")
    if len(found.get("allocation", {})) > 1:
        lines += ["stations to draw in each stratum:"]
        lines += [f"  {label}: {count}" for label, count in found["allocation"].items()]
    if found.get("reached") is False:
        lines.append("even every station does not reach the margin with these assumptions")
    return "\n".join([*lines, found["sentence"]]) + "\n"
