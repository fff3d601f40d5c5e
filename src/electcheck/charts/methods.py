"""Methods by mechanisms in one picture: how often each alarms, rightly or wrongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from electcheck.charts.lettering import folded
from electcheck.charts.sheet import sheet
from electcheck.charts.style import INK, MUTED, Picture, Speech, styled
from electcheck.forensics.shipped import Sight

# From no alarm to always: lightness alone tells, hue says whether an alarm is right.
_RIGHT = ((1.0, 1.0, 1.0), (0.13, 0.36, 0.60))
_FALSE = ((1.0, 1.0, 1.0), (0.60, 0.28, 0.05))


def method_matrix(seen: Sequence[Sight], mechanisms: Mapping[str, str], t: Speech) -> Picture:
    """Draw each claim as a row, each mechanism as a column, each cell as alarms of answers.

    Args:
        seen: what every claim answered.
        mechanisms: heading of each mechanism, in the order of the columns.
        t: the language.
    """
    names = list(dict.fromkeys(one.name for one in seen))
    cells = {(one.name, one.mechanism): one for one in seen}
    caveat = t(
        "Simulated elections of 400 stations; what is planted sits in a fifth of them, in a "
        "country where regions are alike. Orange: nothing was planted, so that an alarm is "
        "false. Blue: an alarm is right. A cell counts alarms of the elections with an answer; "
        "r: elections on which the method refused. Real frauds are mixed and larger or smaller; "
        "a method that sees nothing here proves no election clean, and an alarm proves no fraud."
    )
    with styled():
        figure, (axes,) = sheet(
            t("What each method sees, and where it cries wolf"),
            caveat,
            height=0.25 * len(names) + 0.8,
        )
        for y, name in enumerate(names):
            for x, mechanism in enumerate(mechanisms):
                _cell(axes, x, y, cells.get((name, mechanism)))
        axes.set_xlim(-0.5, len(mechanisms) - 0.5)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_xticks(
            range(len(mechanisms)), [folded(words, 13) for words in mechanisms.values()], fontsize=7
        )
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(names)), names, fontsize=7)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    head = (t("method"), *mechanisms.values())
    body = [
        (name, *(words(cells.get((name, mechanism))) for mechanism in mechanisms)) for name in names
    ]
    return Picture(figure, _alt(seen, mechanisms, t), (head, *body))


def words(sight: Sight | None) -> str:
    """Return a cell as words: alarms of answers, and refusals.

    >>> words(Sight("rkd", "", "even", False, 1, 18, 2)), words(None)
    ('1/18, 2 r', '–')
    """
    if sight is None:
        return "–"
    parts = [f"{sight.alarms}/{sight.answered}"] if sight.answered else []
    parts += [f"{sight.refused} r"] if sight.refused else []
    return ", ".join(parts)


def _cell(axes: Axes, x: int, y: int, sight: Sight | None) -> None:
    rate = sight.alarms / sight.answered if sight is not None and sight.answered else 0.0
    light, dark = _RIGHT if sight is not None and sight.planted else _FALSE
    colour = tuple(a + rate * (b - a) for a, b in zip(light, dark, strict=True))
    axes.add_patch(
        Rectangle(
            (x - 0.46, y - 0.44), 0.92, 0.88, facecolor=colour, edgecolor=MUTED, linewidth=0.4
        )
    )
    ink = "#ffffff" if rate > 0.55 else INK
    axes.text(x, y, words(sight), ha="center", va="center_baseline", fontsize=6.5, color=ink)


def _alt(seen: Sequence[Sight], mechanisms: Mapping[str, str], t: Speech) -> str:
    """Return, for each mechanism, which methods alarm in most elections."""
    parts = []
    for mechanism, heading in mechanisms.items():
        often = [
            one.name
            for one in seen
            if one.mechanism == mechanism and one.answered and 2 * one.alarms > one.answered
        ]
        parts.append(f"{heading}: {', '.join(often) or t('none')}")
    told = "; ".join(parts)
    return t("Methods that alarm in more than half of the elections. %(told)s.", told=told)
