"""Figures of samples: ranges beside the official result, and the curve as stations come in.

They draw what the sampling room computed; each carries its caveat inside, and its alternative
text as the figure's label.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from electcheck.sampling.compare import Comparison
from electcheck.sampling.stabilise import Step

INK = "#1b1b1b"
OURS = "#1f5a92"
OFFICIAL = "#a33b20"

RANGE_CAVEAT = (
    "Ranges hold together over all claims. A count at polling stations does not see\n"
    "what happens before the count there, nor protocols replaced before they were copied."
)
CURVE_CAVEAT = (
    "Stations that report early are no random part of a sample: a curve that has settled\n"
    "is no proof, and a gap means that a stratum had not reported yet."
)


def range_plot(found: Comparison) -> Figure:
    """Draw each claim's simultaneous range, its estimate, and the official figure.

    Args:
        found: the comparison.
    """
    figure, axes = _figure(0.5 * len(found.claims) + 2.0)
    for at, claim in enumerate(found.claims):
        axes.plot(
            [100 * claim.range.low, 100 * claim.range.high],
            [at, at],
            color=OURS,
            linewidth=3,
            solid_capstyle="butt",
            label="range of the sample" if at == 0 else None,
        )
        axes.plot(
            100 * claim.range.estimate, at, "o", color=OURS, label="sample" if at == 0 else None
        )
        axes.plot(
            100 * claim.official,
            at,
            "D",
            color=OFFICIAL,
            markersize=6,
            label="official" if at == 0 else None,
        )
        if claim.threshold is not None:
            axes.plot(
                [100 * claim.threshold] * 2,
                [at - 0.35, at + 0.35],
                color=INK,
                linestyle=":",
            )
    axes.set_yticks(
        range(len(found.claims)),
        [f"{c.name}\n{c.verdict} (of {c.denominator})" for c in found.claims],
    )
    axes.set_ylim(len(found.claims) - 0.5, -0.5)
    axes.set_xlabel("per cent")
    axes.set_title(f"Sample and official result: {found.verdict}", loc="left", color=INK)
    axes.legend(frameon=False, fontsize=8, loc="best")
    alt = "; ".join(
        f"{c.name}: official {100 * c.official:.2f} %, sample {100 * c.range.estimate:.2f} % "
        f"({100 * c.range.low:.2f} to {100 * c.range.high:.2f}), {c.verdict}"
        for c in found.claims
    )
    return _finish(figure, alt, RANGE_CAVEAT)


def stabilisation_curve(steps: Sequence[Step], name: str) -> Figure:
    """Draw an estimate and its range as stations come in.

    Args:
        steps: the curve.
        name: what is estimated.
    """
    figure, axes = _figure(3.6)
    known = [step for step in steps if math.isfinite(step.low)]
    counts = [step.stations for step in known]
    axes.fill_between(
        counts,
        [100 * s.low for s in known],
        [100 * s.high for s in known],
        color=OURS,
        alpha=0.2,
        linewidth=0,
        label="range",
    )
    axes.plot(counts, [100 * s.estimate for s in known], color=OURS, label="estimate")
    axes.set_xlim(0, max((s.stations for s in steps), default=1))
    axes.set_xlabel("stations in")
    axes.set_ylabel(f"{name}, per cent")
    axes.set_title(f"{name} as stations come in", loc="left", color=INK)
    axes.legend(frameon=False, fontsize=8)
    alt = f"{name} as stations come in: no range can be given yet"
    if known:
        last = known[-1]
        alt = (
            f"{name} after {last.stations} stations: {100 * last.estimate:.2f} % "
            f"({100 * last.low:.2f} to {100 * last.high:.2f}); first range after "
            f"{known[0].stations} stations"
        )
    return _finish(figure, alt, CURVE_CAVEAT)


def _figure(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(7.0, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _finish(figure: Figure, alt: str, caveat: str) -> Figure:
    figure.supxlabel(caveat, fontsize=7, color=INK, x=0.01, ha="left")
    figure.set_label(alt)
    return figure
