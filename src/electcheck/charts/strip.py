"""Where a file stands among real elections: the reference strip."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from matplotlib.axes import Axes
from matplotlib.ticker import ScalarFormatter

from electcheck.charts.lettering import measured_lines
from electcheck.charts.sheet import sheet
from electcheck.charts.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    INK,
    OBSERVED,
    Picture,
    Speech,
    styled,
)
from electcheck.forensics.names import name_of_test
from electcheck.forensics.reference import Reference, references
from electcheck.forensics.result import Result
from electcheck.model.said import capital

# Tests with one result a unit.
BY_UNIT = ("integer-percentage-by-region", "region-outliers")


# Points that a panel's title may take, and inches that a panel is higher for a second line.
_ROOM, _LINE = 160, 0.16


class Ticks(ScalarFormatter):
    """Numbers along an axis, with the decimal mark of a language."""

    def __init__(self, t: Speech) -> None:
        super().__init__()
        self._mark = t.decimal(0.5, 1)[1:-1]

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Return the label of a tick."""
        return str(super().__call__(x, pos)).replace(".", self._mark)


def class_words(t: Speech) -> dict[str, str]:
    """Return what others have found of a reference election, in words."""
    return {
        "clean": t("clean"),
        "control": t("control"),
        "contested": t("contested"),
        "documented": t("documented"),
    }


def references_on(
    axes: Axes, statistic: float | None, rows: tuple[Reference, ...], t: Speech, label: bool = True
) -> None:
    """Draw the reference elections by class on a line each, this file as a line through all.

    Args:
        axes: to draw on.
        statistic: of this file, None where it has none.
        rows: the reference elections.
        t: the language.
        label: whether the axis says what is drawn.
    """
    kinds = [kind for kind in CLASS_COLOURS if any(row.kind == kind for row in rows)]
    for height, kind in enumerate(kinds):
        there = [row.statistic for row in rows if row.kind == kind]
        values = [value for value in there if value is not None]
        axes.plot(
            values, [height] * len(values), CLASS_MARKERS[kind], color=CLASS_COLOURS[kind],
            markeredgecolor=INK, markeredgewidth=0.5, linestyle="none",
        )  # fmt: skip
    if statistic is not None:
        axes.axvline(statistic, color=OBSERVED, linewidth=2)
    axes.set_yticks(range(len(kinds)), [class_words(t)[kind] for kind in kinds], fontsize=8)
    axes.set_ylim(-0.6, max(len(kinds), 1) - 0.4)
    axes.xaxis.set_major_formatter(Ticks(t))
    if label:
        axes.set_xlabel(t("statistic: reference elections by class (marks) and this file (line)"))


def reference_strip(results: Iterable[Result], file: str, t: Speech) -> Picture:
    """Draw every result that has reference elections among them, one panel each.

    Tests of many units are left out: their references are the largest over all units.

    Args:
        results: of one file.
        file: its name.
        t: the language.

    Raises:
        ValueError: no result has both a statistic and a reference election.
    """
    known = references()
    shown = [(result, known[result.test, result.claim]) for result in placed(results)]
    if not shown:
        raise ValueError("no result has both a statistic and a reference election")
    caveat = t(
        "The line is this file, each mark a real election, by what others have found of it: "
        "clean; a control, of which nothing is known; contested; documented falsification. A "
        "file beyond all clean ones is unlike them, and that alone proves nothing: size of "
        "stations and law differ too."
    )
    rows_of = (len(shown) + 1) // 2
    titles = ["\n".join(measured_lines(named(result, t), 8, _ROOM)) for result, _ in shown]
    folded = sum(any("\n" in one for one in titles[i : i + 2]) for i in range(0, len(titles), 2))
    with styled():
        figure, axes = sheet(
            t("Among the reference elections: %(file)s", file=file),
            caveat,
            height=1.15 * rows_of + _LINE * folded,
            nrows=rows_of,
            ncols=2,
        )
        for panel in axes[len(shown) :]:
            panel.set_visible(False)
        for panel, title, (result, rows) in zip(axes, titles, shown, strict=False):
            references_on(panel, result.statistic, rows, t, label=False)
            panel.set_title(title, loc="left", fontsize=8, pad=3)
            panel.tick_params(axis="x", labelsize=7)
    words = class_words(t)
    table = [(t("test"), t("statistic"), t("more extreme reference elections"))]
    for result, _ in shown:
        pairs = (result.more_extreme_references or {}).items()
        more = ", ".join(
            t("%(more)s of %(of)s %(kind)s", more=t.count(a), of=t.count(b), kind=words[kind])
            for kind, (a, b) in pairs
        )
        table.append((named(result, t), t.decimal(result.statistic or 0.0, 3), more))
    told = t("; ").join(
        t("%(what)s: %(said)s", what=test, said=more or t("none")) for test, _, more in table[1:]
    )
    alt = t("More extreme than %(file)s are: %(told)s.", file=file, told=told)
    return Picture(figure, alt, tuple(table))


def placed(results: Iterable[Result]) -> list[Result]:
    """Return the results of whole files that have a statistic and reference elections."""
    known = references()
    return [
        one
        for one in results
        # A claim of any region stands for many, and its references are their largest.
        if one.statistic is not None
        and isfinite(one.statistic)
        and (one.test, one.claim) in known
        and not one.claim.startswith("any ")
    ]


def named(result: Result, t: Speech) -> str:
    """Return a result's test and variant in words."""
    return capital(t.said(name_of_test(result.test, result.variant)))
