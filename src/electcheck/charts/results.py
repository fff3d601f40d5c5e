"""Published results as pictures: turnout by region and hour, and an account step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from electcheck.charts.lettering import LINE, fitted, wide, widest
from electcheck.charts.naming import PAD, name_columns, name_rows, room_after, row_height
from electcheck.charts.shapes import boxes, lines
from electcheck.charts.sheet import EDGE, PAGE, Margins, plane
from electcheck.charts.style import INK, MUTED, PALE, Picture, Speech, styled
from electcheck.results.reconciling.rows import NATIONAL, Row
from electcheck.results.reconciling.step import Kind, Step

_FILLS: Mapping[Kind, tuple[str, str]] = {
    "count": ("#3b4a57", ""),
    "out": ("#ffffff", "////"),
    "votes": ("#8fb8d8", ""),
    "gap": ("#d55e00", "xxxx"),
}
# Points: a row of cells and a row of steps at least, a name at most, and letters.
_CELL, _STEP, _NAME, _NAMES = 18.0, 18.7, 170.0, 8.0


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
    named = [fitted(names[place], _NAMES, _NAME) for place in places]
    row = row_height(named, _NAMES, _CELL)
    left = EDGE + widest(named, _NAMES) + PAD
    column = widest([*hours, "100.0"], _NAMES) + 2 * PAD
    page = max(PAGE, left + column * len(hours) + EDGE)
    column = (page - left - EDGE) / len(hours)
    bottom = row * len(places)
    with styled():
        figure, axes = plane(
            t("Turnout by region and hour"),
            caveat,
            bottom,
            Margins(left, below=2 * PAD + LINE * _NAMES),
            page,
        )
        name_rows(axes, named, _NAMES, row)
        middles = [((x + 0.5) * column, hour) for x, hour in enumerate(hours)]
        name_columns(axes, middles, _NAMES, bottom + PAD)
        percents = {
            (x, y): seen.get((place, hour))
            for y, place in enumerate(places)
            for x, hour in enumerate(hours)
        }
        _cells(axes, percents, (column, row), t)
        if NATIONAL in names:
            line = (0.0, bottom - row, column * len(hours), bottom - row)
            lines(axes, [line], INK, 1.5, 2.5)
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


def _cells(
    axes: Axes,
    percents: Mapping[tuple[int, int], str | None],
    cell: tuple[float, float],
    t: Speech,
) -> None:
    """Draw each figure in its cell, the darker the higher; a hatched cell where none was seen."""
    across, down = cell
    inner = {
        (x, y): ((x + 0.02) * across, (y + 0.05) * down, 0.96 * across, 0.9 * down)
        for x, y in percents
    }
    unseen = [box for place, box in inner.items() if percents[place] is None]
    boxes(axes, unseen, "white", PALE, 0.0, "////")
    found = [(place, float(value)) for place, value in percents.items() if value is not None]
    # Straight from white to dark blue; what lies above 100 % would stay darkest.
    shares = np.clip([value for _, value in found], 0.0, 100.0)[:, None] / 100
    fills = np.array([0.97, 0.98, 1.0]) * (1 - shares) + np.array([0.05, 0.19, 0.35]) * shares
    boxes(axes, [inner[place] for place, _ in found], fills, "none", 0.0)
    for ((x, y), value), share in zip(found, shares[:, 0].tolist(), strict=True):
        axes.text(
            (x + 0.5) * across, (y + 0.5) * down, t.decimal(value, 1), ha="center",
            va="center_baseline", fontsize=7.5,
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
    named = [fitted(name, _NAMES, _NAME) for name in names]
    row = row_height(named, _NAMES, _STEP)
    left = EDGE + widest(named, _NAMES) + PAD
    room = PAGE - left - EDGE
    bars = [_ends(step, top) for step, top in zip(steps, tops, strict=True)]
    # An account with more votes than ballots goes below nothing before it comes back.
    least, most = min([0.0, *(low for low, _ in bars)]), max([1.0, *(high for _, high in bars)])
    signed = [_signed(step, t) for step in steps]
    behind = [
        ((high - least) / (most - least), PAD + wide(number, _NAMES))
        for (_, high), number in zip(bars, signed, strict=True)
    ]
    right = EDGE + room_after(behind, room, PAD)
    unit = (PAGE - left - right) / (most - least)
    with styled():
        figure, axes = plane(
            t("The account step by step: %(what)s", what=what),
            caveat,
            row * len(steps),
            Margins(left, right),
        )
        name_rows(axes, named, _NAMES, row)
        lines(axes, [(-least * unit, 0, -least * unit, row * len(steps))], INK, 0.8, 2.5)
        for kind, (fill, hatch) in _FILLS.items():
            places = [
                ((low - least) * unit, (at + 0.17) * row, (high - low) * unit, 0.66 * row)
                for at, (step, (low, high)) in enumerate(zip(steps, bars, strict=True))
                if step.kind == kind
            ]
            boxes(axes, places, fill, hatch=hatch)
        _levels(axes, [(top - least) * unit for top in tops], steps, row)
        for at, ((_, high), number) in enumerate(zip(bars, signed, strict=True)):
            place = ((high - least) * unit + PAD, (at + 0.5) * row)
            axes.text(*place, number, va="center_baseline", fontsize=_NAMES)
    told = "; ".join(
        f"{name}{t.colon}{_signed(step, t)}" for name, step in zip(names, steps, strict=True)
    )
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


def _ends(step: Step, top: float) -> tuple[float, float]:
    """Return where a step's bar begins and ends, the lower end first."""
    if step.kind == "count":
        return min(0.0, top), max(0.0, top)
    return min(top, top + step.value), max(top, top + step.value)


def _levels(axes: Axes, tops: Sequence[float], steps: Sequence[Step], row: float) -> None:
    """Join each step to the one before it, from which it starts."""
    joints = [
        (top, (at - 0.17) * row, top, (at + 0.17) * row)
        for at, (step, top) in enumerate(zip(steps, tops, strict=True))
        if step.kind != "count"
    ]
    lines(axes, joints, MUTED, 0.6)


def _signed(step: Step, t: Speech) -> str:
    number = t.count(round(abs(step.value)))
    if step.kind == "count" or not step.value:
        return number
    return f"−{number}" if step.value < 0 else f"+{number}"
