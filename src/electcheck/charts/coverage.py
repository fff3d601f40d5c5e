"""How much of what was asked is answered, by area."""

from __future__ import annotations

from collections.abc import Mapping

from electcheck.charts.style import INK, Picture, Speech, folded, sheet, styled
from electcheck.model.findings import Assessment, Status

# From left to right; apart by lightness and by hatch.
_LOOKS: dict[Status, tuple[str, str]] = {
    "established": ("#2c5d85", ""),
    "bounded": ("#8fb8d8", ""),
    "conflict": ("#e3b04b", "xxxx"),
    "unknown": ("#ffffff", ""),
}


def evidence_coverage(assessment: Assessment, areas: Mapping[str, str], t: Speech) -> Picture:
    """Draw the indicators of each area by what is established of them, and how many origins.

    Args:
        assessment: what is drawn.
        areas: the title of each area by its id.
        t: the language.
    """
    words: Mapping[Status, str] = {
        "established": t("established"),
        "bounded": t("a lower bound only"),
        "conflict": t("sources conflict"),
        "unknown": t("not established"),
    }
    rows = [(areas[one.area], *_row(assessment, one.area)) for one in assessment.areas]
    table = [(t("area"), *words.values(), t("origins"))]
    table += [
        (title, *(t.count(counts[s]) for s in _LOOKS), t.count(origins))
        for title, counts, origins in rows
    ]
    caveat = t(
        "Each indicator is one fact that a criterion asks for, judged at the standard of proof "
        "named in the report. What was not found is a limit of the search, and no evidence. Ten "
        "papers that print one agency's wire are one origin."
    )
    with styled():
        figure, (axes,) = sheet(
            t("What is established of what was asked, by area"),
            caveat,
            height=0.29 * len(rows) + 1.1,
        )
        left = [0] * len(rows)
        for status, (fill, hatch) in _LOOKS.items():
            widths = [counts[status] for _, counts, _ in rows]
            axes.barh(
                range(len(rows)), widths, left=left, height=0.72, color=fill, hatch=hatch,
                edgecolor=INK, linewidth=0.6, label=words[status] if any(widths) else None,
            )  # fmt: skip
            left = [a + b for a, b in zip(left, widths, strict=True)]
        for y, (_, _, origins) in enumerate(rows):
            told = t.several("%(n)s origin", "%(n)s origins", origins)
            axes.text(left[y] + 0.4, y, told, va="center_baseline", fontsize=7)
        axes.set_yticks(range(len(rows)), [folded(one[0], 42) for one in rows], fontsize=7)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, 1.13 * max([*left, 1]))
        axes.set_xlabel(t("indicators"))
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(-0.02, 1.0),
            ncols=2,
            frameon=False,
            fontsize=8,
            borderaxespad=0.2,
        )
    told = "; ".join(
        t(
            "%(area)s: %(known)s of %(all)s established",
            area=title,
            known=t.count(counts["established"]),
            all=t.count(sum(counts.values())),
        )
        for title, counts, _ in rows
    )
    return Picture(figure, t("Indicators established, by area. %(told)s.", told=told), tuple(table))


def _row(assessment: Assessment, area: str) -> tuple[Mapping[Status, int], int]:
    answers = [
        answer
        for finding in assessment.findings
        if finding.area == area
        for answer in finding.answers.values()
    ]
    counts = {status: sum(one.status == status for one in answers) for status in _LOOKS}
    return counts, len({name for one in answers for name in one.origins})
