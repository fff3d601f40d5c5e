"""Test results as figures: the file against its null, and among the reference elections."""

from __future__ import annotations

import re
from itertools import groupby

import numpy as np
from matplotlib.axes import Axes

from electcheck.charts.style import CLASS_COLOURS, INK, NULL, OBSERVED, Picture, canvas, images
from electcheck.forensics.battery import Battery
from electcheck.forensics.reference import Reference, references
from electcheck.forensics.result import Null, Result

CAVEAT = "A sign is no proof: see the innocent explanations and the rate of false alarms."
_UNITS = 12


def figure_files(battery: Battery) -> dict[str, bytes | str]:
    """Return PNG, SVG and alt text of every result that has a picture, by file name.

    Results by region or district make one picture a test, with the most extreme units.
    """
    files: dict[str, bytes | str] = {}
    run_id = battery.run_id()
    for test, group in groupby(battery.results, key=lambda result: result.test):
        shown = [result for result in group if result.null is not None]
        by_unit = test in ("integer-percentage-by-region", "region-outliers")
        if by_unit and shown:
            files |= images(_name(test, None), units_picture(test, shown, battery.file, run_id))
        for result in [] if by_unit else shown:
            name = _name(test, result.variant)
            files |= images(name, picture(result, battery.file, run_id))
    return files


def _name(test: str, variant: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", "-", f"{test} {variant or ''}".lower()).strip("-")


def picture(result: Result, file: str, run_id: str) -> Picture:
    """Return the picture of one result: above what was seen, below the reference elections."""
    null = result.null
    if null is None:
        raise AssertionError("a result without a null distribution has no picture")
    title = f"{result.test}{': ' + result.variant if result.variant else ''}, {file}"
    rows = references().get((result.test, result.claim), ())
    figure, axes = canvas(title, 2, CAVEAT, run_id)
    grid = null.grid
    if "histogram" in grid or "standardised" in grid:
        _fingerprint(axes[0], result, null)
    elif "observed" in grid:
        _digits(axes[0], null)
    elif "turnout" in grid or "rate" in grid:
        _distribution(axes[0], null)
    else:
        _null(axes[0], result, null)
    _references(axes[1], result, rows)
    return Picture(figure, alt_text(result, file, rows))


def alt_text(result: Result, file: str, rows: tuple[Reference, ...]) -> str:
    """Return a picture's words: what was seen, what was expected, what others have."""
    parts = [f"Test {result.test}{', ' + result.variant if result.variant else ''} on {file}."]
    parts.append(f"{result.n} stations. Hypothesis: {result.hypothesis}.")
    if result.effect is not None:
        parts.append(f"{str(result.effect).capitalize()}.")
    if result.pvalue is not None:
        parts.append(f"p-value {result.pvalue:.2g}.")
    if result.status != "computed":
        parts.append(f"{result.status}: {result.reason}.")
    for kind, (more, of) in (result.more_extreme_references or {}).items():
        parts.append(f"{more} of {of} {kind} reference elections are more extreme.")
    if not rows:
        parts.append("There is no reference election for this test.")
    return " ".join([*parts, CAVEAT])


def _null(axes: Axes, result: Result, null: Null) -> None:
    """Draw the null as a normal curve and the observed count as a line."""
    reach = max(4 * null.sd, 1.15 * abs(null.observed - null.mean), 1e-9)
    x = np.linspace(null.mean - reach, null.mean + reach, 400)
    sd = max(null.sd, 1e-9)
    axes.fill_between(x, np.exp(-((x - null.mean) ** 2) / (2 * sd**2)), color=NULL, alpha=0.5)
    axes.axvline(null.observed, color=OBSERVED, linewidth=2)
    axes.set_yticks([])
    unit = result.effect.unit if result.effect is not None else ""
    axes.set_xlabel(f"{unit}: expected by chance (blue) and seen (red line)")


def _digits(axes: Axes, null: Null) -> None:
    observed, expected = null.grid["observed"], null.grid["expected"]
    place = np.arange(len(observed))
    axes.bar(place, observed / expected - 1, color=OBSERVED, width=0.6)
    axes.axhline(0, color=INK, linewidth=0.8)
    labels = ["repeated", "neighbours", "other"] if len(place) == 3 else [str(i) for i in place]
    axes.set_xticks(place, labels)
    axes.set_ylabel("seen / expected - 1")


def _distribution(axes: Axes, null: Null) -> None:
    grid = null.grid
    if "turnout" in grid:
        axes.bar(np.arange(len(grid["turnout"])) + 0.5, grid["turnout"], width=1, color=NULL)
        axes.axvline(95, color=OBSERVED, linestyle="--")
        axes.set_xlabel("turnout, %")
    else:
        axes.stairs(grid["rate"], grid["edges"], fill=True, color=NULL)
        axes.set_xlabel("logarithmic vote rate")
    axes.set_ylabel("stations")


def _fingerprint(axes: Axes, result: Result, null: Null) -> None:
    grid = null.grid
    raw = "histogram" in grid
    counts = grid["histogram"] if raw else grid["standardised"]
    extent = (0.0, 100.0, 0.0, 100.0) if raw else (-6.0, 6.0, -6.0, 6.0)
    axes.imshow(np.log1p(counts.T), origin="lower", extent=extent, aspect="auto", cmap="cividis")
    unit = "%" if raw else "standard deviations of the region's large stations"
    above = int(result.parameters.get("turnout_above_100_percent", 0))
    note = f"; {above} stations above 100 % lie outside" if above and raw else ""
    axes.set_xlabel(f"turnout, {unit}{note}")
    axes.set_ylabel("share, %" if raw else "share")


def _references(axes: Axes, result: Result, rows: tuple[Reference, ...]) -> None:
    """Draw the reference elections by class on a line each, this file as a line through all."""
    kinds = [kind for kind in CLASS_COLOURS if any(row.kind == kind for row in rows)]
    for height, kind in enumerate(kinds):
        there = [row.statistic for row in rows if row.kind == kind]
        values = [value for value in there if value is not None]
        axes.plot(values, [height] * len(values), "o", color=CLASS_COLOURS[kind])
    if result.statistic is not None:
        axes.axvline(result.statistic, color=OBSERVED, linewidth=2)
    axes.set_yticks(range(len(kinds)), kinds)
    axes.set_ylim(-0.6, max(len(kinds), 1) - 0.4)
    axes.set_xlabel("statistic: reference elections by class (dots) and this file (red line)")


def units_picture(test: str, results: list[Result], file: str, run_id: str) -> Picture:
    """Return the picture of a test by region: the most extreme units and their statistics."""
    ranked = sorted(results, key=lambda one: -abs(one.statistic or 0.0))[:_UNITS]
    figure, axes = canvas(f"{test}, {file}", 2, CAVEAT, run_id)
    place = np.arange(len(ranked))
    accused = [(one.pvalue_adjusted or 1.0) <= 0.05 for one in ranked]
    colours = [OBSERVED if one else NULL for one in accused]
    axes[0].barh(place, [one.statistic or 0.0 for one in ranked], color=colours)
    axes[0].set_yticks(place, [str(one.variant) for one in ranked], fontsize=7)
    axes[0].invert_yaxis()
    axes[0].set_xlabel("statistic; red: adjusted p-value (Holm) at most 0.05")
    top = ranked[0]
    rows = references().get((test, top.claim), ())
    _references(axes[1], top, rows)
    count = sum((one.pvalue_adjusted or 1.0) <= 0.05 for one in results)
    names = ", ".join(f"{one.variant} ({one.statistic:.3g})" for one in ranked if one.statistic)
    alt = (
        f"Test {test} on {file}: {len(results)} results, {count} with an adjusted p-value of at "
        f"most 0.05. Most extreme: {names}. {CAVEAT}"
    )
    return Picture(figure, alt)
