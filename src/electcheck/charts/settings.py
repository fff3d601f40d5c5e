"""The overall score under three aggregations and every tested setting, as intervals."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from electcheck.charts.style import INK, MUTED, PALE, Picture, Speech, folded, sheet, styled
from electcheck.scoring.judgement import Judgement
from electcheck.scoring.robustness import AGGREGATIONS, Treatment
from electcheck.scoring.spread import Spread

# From the top of each band of three; apart by lightness and by hatch.
_LOOKS: dict[Treatment, tuple[str, str]] = {
    "all_best": ("#ffffff", "////"),
    "decided_only": ("#8fb8d8", ""),
    "all_worst": ("#3b4a57", ""),
}


def aggregation_intervals(made: Judgement, t: Speech) -> Picture:
    """Draw where the overall score lies in 95 % of the tested settings.

    Args:
        made: the judgement, with its robustness.
        t: the language.
    """
    tested = made.robustness
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
    table = [(t("aggregation"), t("what is open"), t("95 % of tested settings"))]
    with styled():
        figure, (axes,) = sheet(t("The overall score under three aggregations"), caveat, height=3.3)
        for row, aggregation in enumerate(AGGREGATIONS):
            for step, treatment in enumerate(_LOOKS):
                spread = tested.by_aggregation[treatment][aggregation]
                y = row + (step - 1) * 0.27
                label = treatments[treatment] if row == 0 else None
                _bar(axes, y, spread, treatment, label, t)
                table.append((names[aggregation], treatments[treatment], _said(spread, t)))
        axes.set_yticks(range(len(AGGREGATIONS)), [folded(names[a], 16) for a in AGGREGATIONS])
        axes.set_ylim(len(AGGREGATIONS) - 0.45, -0.55)
        axes.set_xlim(-0.01, 1.01)
        ticks = [0, 0.25, 0.5, 0.75, 1]
        axes.set_xticks(ticks, [t.decimal(tick, 2) for tick in ticks])
        axes.set_xlabel(t("score"))
        axes.grid(axis="x", color=PALE, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(-0.01, 1.0),
            ncols=2,
            frameon=False,
            fontsize=8,
            borderaxespad=0.2,
        )
    told = "; ".join(": ".join((f"{row[0]}, {row[1]}", row[2])) for row in table[1:])
    alt = t("The overall score in 95 %% of the tested settings. %(told)s.", told=told)
    return Picture(figure, alt, tuple(table))


def _bar(
    axes: Axes, y: float, spread: Spread, treatment: Treatment, label: str | None, t: Speech
) -> None:
    """Draw one range; where no setting has a score, say so in its place."""
    fill, hatch = _LOOKS[treatment]
    low, high = (0.0, 0.0) if spread.low is None else (spread.low, spread.high or 0.0)
    axes.barh(
        y,
        max(high - low, 0.004) if spread.low is not None else 0.0,
        left=low,
        height=0.22,
        color=fill,
        edgecolor=INK,
        linewidth=0.8,
        hatch=hatch,
        label=label,
    )
    if spread.low is None or spread.without_score > 0:
        axes.text(
            high + 0.012,
            y,
            _without(spread, t),
            va="center_baseline",
            fontsize=7,
            color=MUTED,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )


def _without(spread: Spread, t: Speech) -> str:
    if spread.low is None:
        return t("no score in any setting")
    return t("no score in %(share)s %%", share=t.decimal(100 * spread.without_score, 0))


def _said(spread: Spread, t: Speech) -> str:
    if spread.low is None or spread.high is None:
        return _without(spread, t)
    said = t("%(low)s to %(high)s", low=t.decimal(spread.low, 2), high=t.decimal(spread.high, 2))
    return f"{said}, {_without(spread, t)}" if spread.without_score > 0 else said
