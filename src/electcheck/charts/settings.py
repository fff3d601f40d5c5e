"""The overall score under three aggregations and every tested setting, as intervals."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from electcheck.charts.key import Key, Look
from electcheck.charts.lettering import LINE, fitted, wide, widest
from electcheck.charts.naming import PAD, name_columns, name_rows, room_after
from electcheck.charts.shapes import Box, boxes, lines
from electcheck.charts.sheet import EDGE, PAGE, Margins, plane
from electcheck.charts.style import INK, MUTED, PALE, Picture, Speech, styled
from electcheck.scoring.robustness import AGGREGATIONS, Robustness, Treatment
from electcheck.scoring.spread import Spread

# From the top of each band of three; apart by lightness and by hatch.
_LOOKS: dict[Treatment, tuple[str, str]] = {
    "all_best": ("#ffffff", "////"),
    "decided_only": ("#8fb8d8", ""),
    "all_worst": ("#3b4a57", ""),
}
# Points: each band of three and each bar with its gap, a name at most, and letters.
_BAND, _STEP, _NAME = 50.0, 13.5, 90.0
_NAMES, _SMALL, _NOTES = 9.0, 8.0, 7.0


def aggregation_intervals(tested: Robustness, t: Speech) -> Picture:
    """Draw where the overall score lies in 95 % of the tested settings.

    Args:
        tested: what the choices of judging make of the scores.
        t: the language.
    """
    names: Mapping[str, str] = {
        "arithmetic": t("arithmetic"),
        "geometric": t("geometric"),
        "lowest": t("lowest area"),
    }
    treatments: Mapping[Treatment, str] = {
        "all_best": t("what is open at its best"),
        "decided_only": t("decided findings only"),
        "all_worst": t("what is open at its worst"),
    }
    caveat = t(
        "%(settings)s settings: weights, the value of partly met, aggregation and standard of "
        "proof. They are ours, so shares of them are no probabilities. Scores are electcheck's "
        "own; ODIHR gives neither a score nor a verdict.",
        settings=t.count(tested.settings),
    )
    shown = [(a, name, words) for a, name in names.items() for words in treatments.items()]
    spreads = [tested.by_aggregation[treatment][a] for a, _, (treatment, _) in shown]
    table = [(t("aggregation"), t("what is open"), t("95 % of tested settings"))]
    table += [
        (name, words, _said(spread, t))
        for (_, name, (_, words)), spread in zip(shown, spreads, strict=True)
    ]
    labels = [fitted(names[one], _NAMES, _NAME) for one in AGGREGATIONS]
    left = EDGE + widest(labels, _NAMES) + 2 * PAD
    room = PAGE - left - EDGE
    behind = [(spread.high or 0.0, PAD + wide(_behind(spread, t), _NOTES)) for spread in spreads]
    right = EDGE + room_after(behind, room, 2 * PAD)
    across = PAGE - left - right
    key = Key([Look(treatments[one], *look) for one, look in _LOOKS.items()], room)
    bottom = _BAND * len(AGGREGATIONS)
    scale = 2 * PAD + LINE * _SMALL
    with styled():
        figure, axes = plane(
            t("The overall score under three aggregations"),
            caveat,
            bottom,
            Margins(left, right, key.height + PAD, scale + LINE * _NAMES),
        )
        key.draw(axes, INK, 0.8)
        name_rows(axes, labels, _NAMES, _BAND, 2 * PAD)
        _scale(axes, across, bottom, t)
        name_columns(axes, [(across / 2, t("score"))], _NAMES, bottom + scale)
        middles = [
            (at + 0.5) * _BAND + step * _STEP
            for at in range(len(AGGREGATIONS))
            for step in (-1, 0, 1)
        ]
        for step, (fill, hatch) in enumerate(_LOOKS.values()):
            bars = [
                _bar(spread, y, across)
                for spread, y in zip(spreads[step::3], middles[step::3], strict=True)
                if spread.low is not None
            ]
            boxes(axes, bars, fill, INK, 0.8, hatch)
        _notes(axes, spreads, middles, across, t)
    told = "; ".join(t.colon.join((f"{row[0]}, {row[1]}", row[2])) for row in table[1:])
    alt = t("The overall score in 95 %% of the tested settings. %(told)s.", told=told)
    return Picture(figure, alt, tuple(table))


def _scale(axes: Axes, across: float, bottom: float, t: Speech) -> None:
    """Draw the axis from zero to one, and a line through the bars at every quarter."""
    ticks = [(part * across, t.decimal(part, 2)) for part in (0, 0.25, 0.5, 0.75, 1)]
    lines(axes, [(x, 0, x, bottom) for x, _ in ticks], PALE, 0.6)
    axis = [(-PAD, 0, -PAD, bottom), (-PAD, bottom, across + PAD, bottom)]
    lines(axes, [*axis, *((x, bottom, x, bottom + 3) for x, _ in ticks)], INK, 0.8, 2.5)
    name_columns(axes, ticks, _SMALL, bottom + PAD)


def _bar(spread: Spread, y: float, across: float) -> Box:
    """Return the bar of one range."""
    low = spread.low or 0.0
    wide = max((spread.high or 0.0) - low, 0.004)
    return low * across, y - 0.41 * _STEP, wide * across, 0.82 * _STEP


def _notes(
    axes: Axes, spreads: list[Spread], middles: list[float], across: float, t: Speech
) -> None:
    """Say behind each bar, or in its place, in how many settings there is no score."""
    for spread, y in zip(spreads, middles, strict=True):
        words = _behind(spread, t)
        if words:
            axes.text(
                (spread.high or 0.0) * across + PAD,
                y,
                words,
                va="center_baseline",
                fontsize=_NOTES,
                color=MUTED,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
            )


def _behind(spread: Spread, t: Speech) -> str:
    return _without(spread, t) if spread.low is None or spread.without_score > 0 else ""


def _without(spread: Spread, t: Speech) -> str:
    if spread.low is None:
        return t("no score in any setting")
    return t("no score in %(share)s %%", share=t.decimal(100 * spread.without_score, 0))


def _said(spread: Spread, t: Speech) -> str:
    if spread.low is None or spread.high is None:
        return _without(spread, t)
    said = t("%(low)s to %(high)s", low=t.decimal(spread.low, 2), high=t.decimal(spread.high, 2))
    return f"{said}, {_without(spread, t)}" if spread.without_score > 0 else said
