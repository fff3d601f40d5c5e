"""Which sources each decided finding rests on."""

from __future__ import annotations

from collections.abc import Mapping

from electcheck.charts.style import INK, PALE, Picture, Speech, sheet, styled
from electcheck.model.findings import Assessment, Finding
from electcheck.model.norms import Outcome

# With more decided findings than fit a page, those that are met are left to the table.
_MOST = 60


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
    with styled():
        figure, (axes,) = sheet(
            title,
            caveat,
            height=0.19 * max(len(decided), 2) + 2.2,
            width=max(7.2, 2.6 + 0.15 * len(columns)),
        )
        for y, finding in enumerate(decided):
            x = [columns.index(name) for name in rests[finding.criterion]]
            shape = "D" if finding.criterion in alone else "o"
            axes.plot(x, [y] * len(x), shape, color=INK, markersize=4, clip_on=False)
        labels = [f"{f.criterion}  ({outcomes[f.outcome]})" for f in decided]
        axes.set_yticks(range(len(decided)), labels, fontsize=7)
        axes.set_xticks(range(len(columns)), columns, fontsize=6.5, rotation=90)
        axes.set_xlim(-0.6, max(len(columns), 1) - 0.4)
        axes.set_ylim(max(len(decided), 1) - 0.4, -0.6)
        axes.grid(color=PALE, linewidth=0.5)
        axes.set_axisbelow(True)
        axes.tick_params(length=0)
    return Picture(figure, _alt(rests, alone, t), _table(every, rests, outcomes, t))


def _origins(finding: Finding) -> set[str]:
    return {name for answer in finding.answers.values() for name in answer.origins}


def _alt(rests: Mapping[str, list[str]], alone: set[str], t: Speech) -> str:
    told = "; ".join(f"{name}: {', '.join(sources)}" for name, sources in rests.items())
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
