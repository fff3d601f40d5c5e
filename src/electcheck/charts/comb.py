"""The comb: stations at each whole percentage beside the exact range that chance gives."""

from __future__ import annotations

import numpy as np

from electcheck.charts.sheet import sheet
from electcheck.charts.style import INK, NULL, OBSERVED, Picture, Speech, styled
from electcheck.forensics.comb import Comb


def integer_comb(found: Comb, file: str, t: Speech) -> Picture:
    """Draw how many stations lie at each whole percentage, and the null range of each.

    Args:
        found: the comb.
        file: the file's name.
        t: the language.
    """
    what = t.said(found.what)
    percent = np.arange(found.last + 1)
    observed, low, high = (one[percent] for one in (found.observed, found.low, found.high))
    above, below = observed > high, observed < low
    share = t.decimal(100 * found.coverage, 0)
    caveat = t(
        "Band: the middle %(coverage)s %% of what chance puts at each whole percentage, exactly, "
        "if each station's count is binomial at its own rate; taken one by one, some percentages "
        "lie outside by chance. Officials who round leave peaks, but so may small round lists.",
        coverage=share,
    )
    with styled():
        figure, (axes,) = sheet(
            t("Stations at whole percentages of %(what)s: %(file)s", what=what, file=file),
            caveat,
            height=3.2,
        )
        axes.step(
            np.arange(1001) / 10, found.tenths, where="mid", color="#a8a8a8", linewidth=0.7,
            label=t("each tenth of a point"),
        )  # fmt: skip
        axes.bar(
            percent, high - low, bottom=low, width=0.8, color=NULL, alpha=0.35,
            linewidth=0, label=t("by chance, %(coverage)s %%", coverage=share),
        )  # fmt: skip
        inside = ~above
        axes.plot(
            percent[inside], observed[inside], "o", color=INK, markersize=3,
            markerfacecolor="white", markeredgewidth=0.7, label=t("seen, not above the band"),
        )  # fmt: skip
        axes.plot(
            percent[above], observed[above], "^", color=OBSERVED, markersize=5,
            markeredgecolor=INK, markeredgewidth=0.5, label=t("seen, above the band"),
        )  # fmt: skip
        there = np.flatnonzero((observed > 0) | (high > 0))
        first, last = (int(there[0]), int(there[-1])) if len(there) else (0, 100)
        axes.set_xlim(first - 1.5, last + 1.5)
        axes.set_ylim(0, 1.05 * max(float(observed.max()), float(high.max()), 1.0))
        axes.set_xlabel("%")
        axes.set_ylabel(t("stations"))
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, frameon=False, fontsize=8,
            borderaxespad=0.2,
        )  # fmt: skip
    peaks = ", ".join(t("%(n)s %%", n=p) for p in percent[above].tolist())
    alt = t(
        "Stations within 0.05 points of a whole percentage of %(what)s in %(file)s: %(near)s of "
        "%(n)s, %(expected)s expected by chance. Above the %(coverage)s %% band at %(above)s of "
        "%(all)s percentages (%(peaks)s), below it at %(below)s.",
        what=what,
        file=file,
        near=t.count(int(found.observed.sum())),
        n=t.count(found.n),
        expected=t.decimal(float(found.expected.sum()), 1),
        coverage=share,
        above=t.count(int(above.sum())),
        all=t.count(len(percent)),
        peaks=peaks or t("none"),
        below=t.count(int(below.sum())),
    )
    return Picture(figure, alt, _table(found, t))


def _table(found: Comb, t: Speech) -> tuple[tuple[str, ...], ...]:
    head = ("%", t("seen"), t("expected by chance"), t("lower end"), t("upper end"))
    return (
        head,
        *(
            (
                t.count(percent),
                t.count(int(found.observed[percent])),
                t.decimal(float(found.expected[percent]), 2),
                t.count(int(found.low[percent])),
                t.count(int(found.high[percent])),
            )
            for percent in range(found.last + 1)
            if found.observed[percent] or found.high[percent]
        ),
    )
