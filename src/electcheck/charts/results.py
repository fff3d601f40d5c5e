"""Published results as pictures: turnout by region and hour, and an account step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from electcheck.charts.style import INK, MUTED, PALE, Picture, Speech, folded, sheet, styled
from electcheck.results.reconciling.bulletins import NATIONAL
from electcheck.results.reconciling.case_tables import Row
from electcheck.results.reconciling.steps import Kind, Step

_FILLS: Mapping[Kind, tuple[str, str]] = {
    "count": ("#3b4a57", ""),
    "out": ("#ffffff", "////"),
    "votes": ("#8fb8d8", ""),
    "gap": ("#d55e00", "xxxx"),
}


def turnout_by_hour(rows: Sequence[Row], regions: Mapping[str, str], t: Speech) -> Picture:
    """Draw the turnout bulletins of one ballot: a row a region, a column an hour.

    Args:
        rows: of the table of bulletins.
        regions: the name of each region by its id.
        t: the language.
    """
    hours = sorted({row["time"] for row in rows})
    seen = {(row["region"], row["time"]): row["turnout_percent"] for row in rows}
    last = {place: max(float(v) for (p, _), v in seen.items() if p == place) for place, _ in seen}
    places = sorted(last, key=lambda place: (place == NATIONAL, -last[place], place))
    names = {p: t("the whole country") if p == NATIONAL else regions.get(p, p) for p in places}
    caveat = t(
        "Per cent of the voters on the lists, as the commission's bulletins were printed; which "
        "ballots they count was not said. Hatched: not seen in the copies searched, which is a "
        "limit of the search. Turnout that differs between regions is no sign of anything alone."
    )
    with styled():
        figure, (axes,) = sheet(
            t("Turnout by region and hour"), caveat, height=0.25 * len(places) + 0.6
        )
        for y, place in enumerate(places):
            for x, hour in enumerate(hours):
                _cell(axes, x, y, seen.get((place, hour)), t)
        axes.set_xlim(0, len(hours))
        axes.set_ylim(len(places), 0)
        axes.set_xticks([x + 0.5 for x in range(len(hours))], hours)
        axes.set_yticks([y + 0.5 for y in range(len(places))], [names[p] for p in places])
        if NATIONAL in names:
            axes.axhline(len(places) - 1, color=INK, linewidth=1.5)
        axes.tick_params(length=0, labelsize=8)
        axes.spines[:].set_visible(False)
    told = "; ".join(
        t(
            "%(region)s %(percent)s %% at last", region=names[p],
            percent=t.decimal(last[p], 1),
        )
        for p in places
    )  # fmt: skip
    table = [(t("region"), *hours)]
    for place in places:
        cells = (seen.get((place, hour)) for hour in hours)
        table.append(
            (names[place], *("" if one is None else t.decimal(float(one), 1) for one in cells))
        )
    alt = t("Turnout bulletins by region and hour. %(told)s.", told=told)
    return Picture(figure, alt, tuple(table))


def _cell(axes: Axes, x: int, y: int, percent: str | None, t: Speech) -> None:
    """Draw one figure, the darker the higher; a hatched cell where none was seen."""
    box = (x + 0.02, y + 0.05)
    # Artists are not measured, as patches would be: the limits are set outright.
    if percent is None:
        axes.add_artist(
            Rectangle(box, 0.96, 0.9, facecolor="white", edgecolor=PALE, hatch="////", linewidth=0)
        )
        return
    value = float(percent)
    # Straight from white to dark blue; what lies above 100 % would stay darkest.
    share = min(max(value, 0.0), 100.0) / 100
    light = np.array([0.97, 0.98, 1.0]) * (1 - share) + np.array([0.05, 0.19, 0.35]) * share
    axes.add_artist(Rectangle(box, 0.96, 0.9, facecolor=tuple(light.tolist()), linewidth=0))
    axes.text(
        x + 0.5, y + 0.52, t.decimal(value, 1), ha="center", va="center", fontsize=7.5,
        # Here black and white stand out equally, by 4.5 to 1 and more on either side.
        color="white" if share > 0.65 else "black",
    )  # fmt: skip


def waterfall(steps: Sequence[Step], what: str, t: Speech) -> Picture:
    """Draw an account from its first count down to the candidates' votes.

    Args:
        steps: of the account.
        what: whose account it is, in words.
        t: the language.
    """
    tops, level = [], 0.0
    for step in steps:
        level = step.value if step.kind == "count" else level
        tops.append(level)
        level = level if step.kind == "count" else level + step.value
    # A candidate's name is itself, whatever it is called.
    words = _count_words(t)
    names = [step.name if step.kind == "votes" else words[step.name] for step in steps]
    gaps = [step for step in steps if step.kind == "gap"]
    caveat = t(
        "Each bar starts where the one before it ends: an account that adds up comes down to zero. "
        "That it does says nothing about whether the figures are true; what no figure explains is "
        "shown as a step of its own."
    )
    with styled():
        figure, (axes,) = sheet(
            t("The account step by step: %(what)s", what=what),
            caveat,
            height=0.26 * len(steps) + 0.2,
        )
        for y, (step, top) in enumerate(zip(steps, tops, strict=True)):
            _step(axes, y, step, top, t)
        axes.set_yticks(range(len(steps)), [folded(name, 30) for name in names], fontsize=8)
        axes.set_ylim(len(steps) - 0.4, -0.6)
        axes.set_xlim(0, 1.22 * max([abs(top) for top in tops] or [1.0]))
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(length=0)
    told = "; ".join(f"{name}: {_signed(step, t)}" for name, step in zip(names, steps, strict=True))
    verdict = t("Something is not explained.") if gaps else t("Nothing is left unexplained.")
    alt = t("The account of %(what)s. %(told)s. %(verdict)s", what=what, told=told, verdict=verdict)
    rows = tuple((name, _signed(step, t)) for name, step in zip(names, steps, strict=True))
    return Picture(figure, alt, ((t("step"), t("number")), *rows))


def _count_words(t: Speech) -> dict[str, str]:
    """Return what is counted, and what is lost on the way, in words."""
    return {
        "registered": t("registered"),
        "issued": t("issued"),
        "in boxes": t("in boxes"),
        "valid": t("valid"),
        "invalid": t("invalid"),
        "no ballot issued": t("no ballot issued"),
        "did not vote": t("did not vote"),
        "did not vote or invalid": t("did not vote or invalid"),
        "issued, not in boxes": t("issued, not in boxes"),
        "issued, not valid": t("issued, not valid"),
        "not explained": t("not explained"),
    }


def _step(axes: Axes, y: int, step: Step, top: float, t: Speech) -> None:
    fill, hatch = _FILLS[step.kind]
    left = 0.0 if step.kind == "count" else min(top, top + step.value)
    axes.barh(
        y, abs(step.value), left=left, height=0.66, color=fill, hatch=hatch, edgecolor=INK,
        linewidth=0.6,
    )  # fmt: skip
    if step.kind != "count":
        axes.plot([top, top], [y - 1 + 0.33, y - 0.33], color=MUTED, linewidth=0.6)
    end = top if step.kind == "count" else max(top, top + step.value)
    axes.annotate(
        _signed(step, t), (end, y), xytext=(4, 0),
        textcoords="offset points", va="center_baseline", fontsize=8,
    )  # fmt: skip


def _signed(step: Step, t: Speech) -> str:
    number = t.count(round(abs(step.value)))
    if step.kind == "count" or not step.value:
        return number
    return f"−{number}" if step.value < 0 else f"+{number}"
