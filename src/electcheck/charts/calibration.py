"""How often tests cry wolf, and how often they find what was planted: the shipped tables."""

from __future__ import annotations

from collections.abc import Sequence

from electcheck.charts.sheet import sheet
from electcheck.charts.style import INK, NULL, PALE, Picture, Speech, styled
from electcheck.forensics.shipped import Measured

_MARKERS = ("o", "s", "^", "D", "v", "X", "P", "*")


def false_alarms(rows: Sequence[Measured], level: float, t: Speech) -> Picture:
    """Draw each claim's rate of false alarms with its interval, one mark a profile.

    Args:
        rows: rates at one level; `at` is the profile.
        level: the level of the tests.
        t: the language.
    """
    names = list(dict.fromkeys(row.name for row in rows))
    profiles = list(dict.fromkeys(str(row.at) for row in rows))
    caveat = t(
        "Clean elections simulated on stations of several sizes. A test that keeps its promise "
        "lies at the line; left of it a test is careful, right of it its alarms mean less than "
        "they say. A simulated election is tamer than a real one."
    )
    with styled():
        figure, (axes,) = sheet(
            t("False alarms at the level %(level)s", level=t.decimal(level, 2)),
            caveat,
            height=0.3 * len(names) + 0.9,
        )
        for row in rows:
            place = profiles.index(str(row.at))
            y = names.index(row.name) + 0.7 * ((place + 0.5) / len(profiles) - 0.5)
            axes.plot([row.low, row.high], [y, y], color=INK, linewidth=0.8)
            axes.plot(
                row.rate, y, _MARKERS[place % len(_MARKERS)], color=NULL, markeredgecolor=INK,
                markeredgewidth=0.5, markersize=4,
                label=str(row.at) if row.name == names[0] else None,
            )  # fmt: skip
        axes.axvline(level, color=INK, linestyle="--", linewidth=0.8)
        axes.set_yticks(range(len(names)), names, fontsize=8)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.set_xlabel(t("share of clean elections with an alarm"))
        axes.grid(axis="x", color=PALE, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=4, frameon=False, fontsize=8,
            borderaxespad=0.2,
        )  # fmt: skip
    return Picture(figure, _told(rows, t("False alarms"), t), _table(rows, t("profile"), t))


def power_curves(rows: Sequence[Measured], planted: str, t: Speech) -> Picture:
    """Draw how often each claim is made, the more stations carry a planted anomaly.

    Args:
        rows: rates; `at` is the share of the stations.
        planted: what was planted, in words.
        t: the language.
    """
    names = list(dict.fromkeys(row.name for row in rows))
    caveat = t(
        "Planted in clean simulated elections; bars: 95 % intervals of the simulation. What a "
        "test does not find may still be there: each test sees one kind of anomaly, and a fraud "
        "that leaves no such trace is seen by none.",
    )
    with styled():
        figure, (axes,) = sheet(
            t("How often it is found: %(planted)s", planted=planted), caveat, height=3.4
        )
        for i, name in enumerate(names):
            own = [row for row in rows if row.name == name]
            axes.errorbar(
                [100 * float(row.at) for row in own],
                [row.rate for row in own],
                yerr=(
                    [row.rate - row.low for row in own],
                    [row.high - row.rate for row in own],
                ),
                marker=_MARKERS[i % len(_MARKERS)],
                color=str(0.15 + 0.6 * i / max(len(names), 1)),
                markersize=4,
                linewidth=1,
                elinewidth=0.6,
                label=name,
            )
        axes.set_ylim(-0.03, 1.03)
        axes.set_xlabel(t("stations with the anomaly, %"))
        axes.set_ylabel(t("share of elections with a sign"))
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, frameon=False, fontsize=8,
            borderaxespad=0.2,
        )  # fmt: skip
    return Picture(figure, _told(rows, planted, t), _table(rows, t("share of stations"), t))


def _told(rows: Sequence[Measured], what: str, t: Speech) -> str:
    parts = [
        t(
            "%(name)s, %(at)s: %(rate)s (%(low)s to %(high)s)",
            name=row.name,
            at=row.at,
            rate=t.decimal(row.rate, 3),
            low=t.decimal(row.low, 3),
            high=t.decimal(row.high, 3),
        )
        for row in rows
    ]
    return f"{what}. {'; '.join(parts)}."


def _table(rows: Sequence[Measured], at: str, t: Speech) -> tuple[tuple[str, ...], ...]:
    head = (t("claim"), at, t("rate"), t("lower end"), t("upper end"))
    return (
        head,
        *(
            (
                row.name,
                str(row.at),
                t.decimal(row.rate, 3),
                t.decimal(row.low, 3),
                t.decimal(row.high, 3),
            )
            for row in rows
        ),
    )
