"""Which sources each decided finding rests on."""

from __future__ import annotations

from collections.abc import Mapping

from electcheck.charts.lettering import fitted, widest
from electcheck.charts.naming import PAD, name_columns, name_rows, row_height
from electcheck.charts.shapes import lines, marks
from electcheck.charts.sheet import EDGE, PAGE, Margins, plane
from electcheck.charts.style import INK, PALE, Picture, Speech, styled
from electcheck.model.findings import Assessment, Finding
from electcheck.model.outcomes import Outcome

# With more decided findings than fit a page, those that are met are left to the table.
_MOST = 60
# Points: a row and a column at least, a row's and a column's name at most, and letters.
_ROW, _COLUMN, _NAME, _ID = 13.7, 10.8, 240.0, 160.0
_NAMES, _IDS = 7.0, 6.5


def sources_by_finding(
    assessment: Assessment,
    source_of: Mapping[str, str],
    outcomes: Mapping[Outcome, str],
    t: Speech,
) -> Picture:
    """Draw a dot where a statement of a source counts for a decided finding.

    Findings and sources stand under their ids, which are the same in every language and are the
    places of the report.

    Args:
        assessment: what is drawn.
        source_of: the source of each statement by its id.
        outcomes: each outcome in words.
        t: the language.
    """
    every = [finding for finding in assessment.findings if finding.decided]
    adverse = [finding for finding in every if finding.outcome != "met"]
    whole = len(every) <= _MOST
    decided = every if whole else adverse
    title = t("The sources of each decided finding")
    if not whole:
        title = t("The sources of each finding that is not met or partly met")
    rests = {f.criterion: sorted({source_of[name] for name in f.statements}) for f in every}
    carries = [name for f in decided for name in rests[f.criterion]]
    # The sources that carry most stand first.
    columns = sorted(set(carries), key=lambda name: (-carries.count(name), name))
    alone = {f.criterion for f in every if len(_origins(f)) == 1}
    caveat = t(
        "A dot: a statement of the source counts for the finding. A diamond: all that counts for "
        "the finding comes from a single origin, so it falls with that origin. Findings that are "
        "open rest on nothing and are not shown."
    )
    names = [fitted(f"{f.criterion}  ({outcomes[f.outcome]})", _NAMES, _NAME) for f in decided]
    ids = [fitted(name, _IDS, _ID) for name in columns]
    row = row_height(names, _NAMES, _ROW)
    left = EDGE + widest(names, _NAMES) + PAD
    page = max(PAGE, left + row_height(ids, _IDS, _COLUMN) * len(columns) + EDGE)
    across, bottom = page - left - EDGE, row * max(len(decided), 2)
    at = {name: (place + 0.5) * across / len(columns) for place, name in enumerate(columns)}
    below = 2 * PAD + widest(ids, _IDS)
    with styled():
        figure, axes = plane(title, caveat, bottom, Margins(left, EDGE, 2 * PAD, below), page)
        name_rows(axes, names, _NAMES, row)
        name_columns(axes, [*zip(at.values(), ids, strict=True)], _IDS, bottom + PAD, upright=True)
        middles = [(place + 0.5) * row for place in range(len(decided))]
        lines(axes, [(x, 0, x, bottom) for x in at.values()], PALE, 0.5)
        lines(axes, [(0, y, across, y) for y in middles], PALE, 0.5)
        lines(axes, [(0, 0, 0, bottom), (0, bottom, across, bottom)], INK, 0.8)
        for single, shape in ((False, "o"), (True, "D")):
            dots = [
                (at[name], y)
                for y, f in zip(middles, decided, strict=True)
                if (f.criterion in alone) is single
                for name in rests[f.criterion]
            ]
            marks(axes, dots, shape, 4)
    return Picture(figure, _alt(rests, alone, t), _table(every, rests, outcomes, t))


def _origins(finding: Finding) -> set[str]:
    return {name for answer in finding.answers.values() for name in answer.origins}


def _alt(rests: Mapping[str, list[str]], alone: set[str], t: Speech) -> str:
    told = "; ".join(f"{name}{t.colon}{', '.join(sources)}" for name, sources in rests.items())
    return t(
        "Sources of each finding: %(found)s. %(told)s. From a single origin: %(single)s.",
        found=t.several("%(n)s decided finding", "%(n)s decided findings", len(rests)),
        told=told or t("none"),
        single=", ".join(sorted(alone)) or t("none"),
    )


def _table(
    every: list[Finding],
    rests: Mapping[str, list[str]],
    outcomes: Mapping[Outcome, str],
    t: Speech,
) -> tuple[tuple[str, ...], ...]:
    head = (t("finding"), t("outcome"), t("sources"), t("origins"))
    return (
        head,
        *(
            (
                finding.criterion,
                outcomes[finding.outcome],
                ", ".join(rests[finding.criterion]),
                ", ".join(sorted(_origins(finding))),
            )
            for finding in every
        ),
    )
