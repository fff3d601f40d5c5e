"""Test results as figures: the file against its null, and among the reference elections."""

from __future__ import annotations

import re
from itertools import groupby

import numpy as np
from matplotlib.axes import Axes

from electcheck.charts.lettering import measured_lines
from electcheck.charts.strip import BY_UNIT, Ticks, class_words, named, references_on
from electcheck.charts.style import (
    INK,
    NULL,
    OBSERVED,
    Picture,
    Speech,
    canvas,
    images,
)
from electcheck.forensics.battery import Battery
from electcheck.forensics.names import name_of_test, name_of_variant
from electcheck.forensics.reference import Reference, references
from electcheck.forensics.result import Null, Result
from electcheck.model.said import Said, Shown, capital

_UNITS = 12
# Points that the words along an axis may take.
_LABEL = 350


def caveat(t: Speech) -> str:
    """Return what stands in every picture of a test."""
    return t("A sign is no proof: see the innocent explanations and the rate of false alarms.")


def figure_files(battery: Battery, t: Speech) -> dict[str, bytes | str]:
    """Return PNG, SVG and alt text of every result that has a picture, by file name.

    Results by region or district make one picture a test, with the most extreme units.
    """
    files: dict[str, bytes | str] = {}
    run_id = battery.run_id()
    for test, group in groupby(battery.results, key=lambda result: result.test):
        shown = [result for result in group if result.null is not None]
        by_unit = test in BY_UNIT
        if test == "anomalous-votes":
            # The country's curve; the regions stand in the table.
            shown = [result for result in shown if result.variant == "national"]
        if by_unit and shown:
            files |= images(_name(test, None), units_picture(test, shown, battery.file, run_id, t))
        for result in [] if by_unit else shown:
            name = _name(test, result.variant)
            files |= images(name, picture(result, battery.file, run_id, t))
    return files


def _name(test: str, variant: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", "-", f"{test} {variant or ''}".lower()).strip("-")


def picture(result: Result, file: str, run_id: str, t: Speech) -> Picture:
    """Return the picture of one result: above what was seen, below the reference elections."""
    null = result.null
    if null is None:
        raise AssertionError("a result without a null distribution has no picture")
    title = f"{named(result, t)}, {file}"
    rows = references().get((result.test, result.claim), ())
    figure, axes = canvas(title, 2, caveat(t), _run(run_id, t))
    grid = null.grid
    if "leader" in grid:
        _curves(axes[0], null, t)
    elif "histogram" in grid or "standardised" in grid:
        _fingerprint(axes[0], result, null, t)
    elif "observed" in grid:
        _digits(axes[0], null, t)
    elif "turnout" in grid or "rate" in grid:
        _distribution(axes[0], null, t)
    elif "weights" in grid:
        _weights(axes[0], result, null, t)
    elif result.alarm is not None:
        _estimate(axes[0], result, null, t)
    else:
        _null(axes[0], result, null, t)
    references_on(axes[1], result.statistic, rows, t)
    return Picture(figure, alt_text(result, file, rows, t))


def alt_text(result: Result, file: str, rows: tuple[Reference, ...], t: Speech) -> str:
    """Return a picture's words: what was seen, what was expected, what others have."""
    test = f"{named(result, t)} ({result.test}{', ' + result.variant if result.variant else ''})"
    parts = [t("Test %(test)s on %(file)s.", test=test, file=file)]
    stations = t.several("%(n)s station", "%(n)s stations", result.n)
    parts.append(f"{stations}. " + t("Hypothesis: %(h)s.", h=t.said(result.hypothesis)))
    if result.effect is not None:
        parts.append(f"{capital(t.said(result.effect.said))}.")
    if result.pvalue is not None:
        parts.append(t.said(Said("p-value %(p)s.", p=Shown(result.pvalue, ".2g"))))
    if result.label is not None:
        parts.append(f"{t.said(result.label)}.")
    if result.reason is not None:
        why = t.said(result.reason)
        parts.append(t("%(what)s: %(said)s", what=_status(t)[result.status], said=why) + ".")
    for kind, (more, of) in (result.more_extreme_references or {}).items():
        parts.append(
            t(
                "%(more)s of %(of)s %(kind)s reference elections are more extreme.",
                more=t.count(more), of=t.count(of), kind=class_words(t)[kind],
            )
        )  # fmt: skip
    if not rows:
        parts.append(t("There is no reference election for this test."))
    return " ".join([*parts, caveat(t)])


def _run(run_id: str, t: Speech) -> str:
    """Return from which run a picture is."""
    return t("electcheck, run %(id)s", id=run_id)


def _status(t: Speech) -> dict[str, str]:
    return {
        "not_applicable": t("not applicable"),
        "underpowered": t("underpowered"),
        "refused": t("refused"),
    }


def _null(axes: Axes, result: Result, null: Null, t: Speech) -> None:
    """Draw the null as a normal curve and the observed count as a line."""
    reach = max(4 * null.sd, 1.15 * abs(null.observed - null.mean), 1e-9)
    x = np.linspace(null.mean - reach, null.mean + reach, 400)
    sd = max(null.sd, 1e-9)
    axes.fill_between(x, np.exp(-((x - null.mean) ** 2) / (2 * sd**2)), color=NULL, alpha=0.5)
    axes.axvline(null.observed, color=OBSERVED, linewidth=2)
    axes.set_yticks([])
    unit = t.said(result.effect.unit) if result.effect is not None else ""
    _along(axes, t, t("%(unit)s: expected by chance (hill) and seen (line)", unit=unit))


def _digits(axes: Axes, null: Null, t: Speech) -> None:
    observed, expected = null.grid["observed"], null.grid["expected"]
    place = np.arange(len(observed))
    axes.bar(place, observed / expected - 1, color=OBSERVED, width=0.6)
    axes.axhline(0, color=INK, linewidth=0.8)
    labels = (
        [t("repeated"), t("neighbours"), t("other")] if len(place) == 3 else [str(i) for i in place]
    )
    axes.set_xticks(place, labels)
    axes.set_ylabel(t("seen / expected - 1"))
    axes.yaxis.set_major_formatter(Ticks(t))


def _distribution(axes: Axes, null: Null, t: Speech) -> None:
    grid = null.grid
    if "turnout" in grid:
        axes.bar(np.arange(len(grid["turnout"])) + 0.5, grid["turnout"], width=1, color=NULL)
        axes.axvline(95, color=OBSERVED, linestyle="--")
        _along(axes, t, t("turnout in per cent"))
    else:
        axes.stairs(grid["rate"], grid["edges"], fill=True, color=NULL)
        _along(axes, t, t("logarithmic vote rate"))
    axes.set_ylabel(t("stations"))


def _curves(axes: Axes, null: Null, t: Speech) -> None:
    """Draw votes by turnout in steps of one point."""
    for name, colour in (("others", NULL), ("leader", OBSERVED)):
        votes = null.grid[name].reshape(-1, 4).sum(axis=1)
        axes.stairs(votes, np.arange(len(votes) + 1), color=colour, label=name)
    _along(
        axes, t, t("turnout in per cent; votes of the leader (red) and all other ballots (blue)")
    )
    axes.set_ylabel(t("votes"))


def _weights(axes: Axes, result: Result, null: Null, t: Speech) -> None:
    """Draw the three mixing weights, the result's own with its interval."""
    kinds = [t("no fraud"), t("incremental fraud"), t("extreme fraud")]
    weights = null.grid["weights"]
    own = int(null.grid["own"][0])
    colours = [OBSERVED if place == own else NULL for place in range(len(kinds))]
    axes.barh(range(len(kinds)), weights, color=colours, height=0.6)
    effect = result.effect
    if effect is not None and effect.low is not None and effect.high is not None:
        axes.plot([effect.low, effect.high], [own, own], color=INK, linewidth=2)
    axes.set_yticks(range(len(kinds)), kinds, fontsize=8)
    axes.set_xlim(0, 1)
    _along(axes, t, t("mixing weight of the model (no share of stations); line: interval"))


def _estimate(axes: Axes, result: Result, null: Null, t: Speech) -> None:
    """Draw an estimate with its interval, and what it would be if nothing is wrong (dashes)."""
    effect = result.effect
    if effect is not None and effect.low is not None and effect.high is not None:
        axes.plot([effect.low, effect.high], [0, 0], color=INK, linewidth=2)
    axes.plot(null.observed, 0, "D", color=OBSERVED)
    axes.axvline(null.mean, color=NULL, linestyle="--")
    axes.set_yticks([])
    unit = t.said(effect.unit) if effect is not None else ""
    _along(
        axes,
        t,
        t(
            "%(unit)s: the estimate with its interval, and what no anomaly gives (dashes)",
            unit=unit,
        ),
    )


def _along(axes: Axes, t: Speech, words: str) -> None:
    """Say what an axis shows, on as many lines as it takes, with numbers as the language has."""
    axes.set_xlabel("\n".join(measured_lines(words, 9, _LABEL)))
    axes.xaxis.set_major_formatter(Ticks(t))


def _unit(result: Result) -> Said:
    """Return the name of the region or district that a result is about."""
    return name_of_variant(result.test, str(result.variant))


def _fingerprint(axes: Axes, result: Result, null: Null, t: Speech) -> None:
    grid = null.grid
    raw = "histogram" in grid
    counts = grid["histogram"] if raw else grid["standardised"]
    extent = (0.0, 100.0, 0.0, 100.0) if raw else (-6.0, 6.0, -6.0, 6.0)
    axes.imshow(np.log1p(counts.T), origin="lower", extent=extent, aspect="auto", cmap="Greys")
    label = (
        t("turnout in per cent") if raw else t("turnout, in standard deviations of large stations")
    )
    above = int(result.parameters.get("turnout_above_100_percent", 0))
    if above and raw:
        label += "; " + t.several(
            "%(n)s station above 100 %% lies outside",
            "%(n)s stations above 100 %% lie outside",
            above,
        )
    _along(axes, t, label)
    axes.set_ylabel(t("share in per cent") if raw else t("share"))


def units_picture(test: str, results: list[Result], file: str, run_id: str, t: Speech) -> Picture:
    """Return the picture of a test by region: the most extreme units and their statistics."""
    ranked = sorted(results, key=lambda one: -abs(one.statistic or 0.0))[:_UNITS]
    name = t.said(name_of_test(test))
    figure, axes = canvas(f"{capital(name)}, {file}", 2, caveat(t), _run(run_id, t))
    place = np.arange(len(ranked))
    accused = [(one.pvalue_adjusted or 1.0) <= 0.05 for one in ranked]
    colours = [OBSERVED if one else NULL for one in accused]
    bars = axes[0].barh(place, [one.statistic or 0.0 for one in ranked], color=colours)
    for bar, one in zip(bars, accused, strict=True):
        bar.set_hatch("xxxx" if one else "")
    axes[0].set_yticks(place, [t.said(_unit(one)) for one in ranked], fontsize=7)
    axes[0].invert_yaxis()
    _along(axes[0], t, t("statistic; crossed: adjusted p-value (Holm) at most 0.05"))
    top = ranked[0]
    rows = references().get((test, top.claim), ())
    references_on(axes[1], top.statistic, rows, t)
    count = sum((one.pvalue_adjusted or 1.0) <= 0.05 for one in results)
    names = ", ".join(
        t.said(Said("%(name)s (%(value)s)", name=_unit(one), value=Shown(one.statistic, ".3g")))
        for one in ranked
        if one.statistic
    )
    alt = t(
        "Test %(test)s on %(file)s: %(all)s, %(count)s with an adjusted p-value of at most 0.05. "
        "Most extreme: %(names)s.",
        test=f"{capital(name)} ({test})",
        file=file,
        all=t.several("%(n)s result", "%(n)s results", len(results)),
        count=t.count(count),
        names=names,
    )
    return Picture(figure, f"{alt} {caveat(t)}")
