"""The pictures of the report, for the formats that are read page by page.

HTML draws its areas and scores as part of the text; a page that is printed gets the pictures of
`electcheck.charts`, each with its caveat inside. The table behind each stands in the same chapter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from electcheck.charts.areas import area_matrix
from electcheck.charts.coverage import evidence_coverage
from electcheck.charts.settings import aggregation_intervals
from electcheck.charts.style import Picture, render
from electcheck.model.findings import Assessment
from electcheck.model.record import Language
from electcheck.report.document import Image
from electcheck.report.view_judgement import Questioned
from electcheck.report.view_language import tongue
from electcheck.report.view_words import OUTCOME
from electcheck.rules.opening import Opened


@dataclass(frozen=True)
class Pictures:
    """The pictures in the order of their chapters."""

    areas: Image
    coverage: Image
    aggregations: Image


def pictures(
    opened: Opened, assessment: Assessment, asked: Questioned, language: Language
) -> Pictures:
    """Return the pictures of an assessment in a language; the same one gives the same bytes."""
    t = tongue(language)
    titles: Mapping[str, str] = {
        area.area: getattr(area.title, language) or area.title.en if area.title else area.area
        for area in opened.catalogue.areas
    }
    outcomes = {outcome: t(words) for outcome, words in OUTCOME.items()}
    return Pictures(
        _image(area_matrix(assessment, titles, outcomes, t), t("Areas and outcomes")),
        _image(
            evidence_coverage(assessment, titles, t),
            t("What is established of what was asked, by area"),
        ),
        _image(
            aggregation_intervals(asked.judgement, t),
            t("The overall score under three aggregations"),
        ),
    )


def _image(picture: Picture, caption: str) -> Image:
    return Image(render(picture, "svg"), render(picture, "png"), picture.alt, caption)
