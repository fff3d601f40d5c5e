"""The pictures of the report, for the formats that are read page by page.

HTML draws its areas and scores as part of the text; a page that is printed gets the pictures of
`electcheck.charts`, each with its caveat inside. The table behind each stands in the same chapter.
"""

from __future__ import annotations

from dataclasses import dataclass

from electcheck.charts.style import Picture, render
from electcheck.model.findings import Assessment
from electcheck.model.record import Language
from electcheck.report.document import Image
from electcheck.report.pictures import assessment_pictures
from electcheck.report.view_judgement import Questioned
from electcheck.report.view_language import tongue
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
    captions = {
        "areas": t("Areas and outcomes"),
        "coverage": t("What is established of what was asked, by area"),
        "settings": t("The overall score under three aggregations"),
    }
    drawn = assessment_pictures(opened, assessment, asked.judgement, t, tuple(captions))
    return Pictures(*(_image(drawn[name], caption) for name, caption in captions.items()))


def _image(picture: Picture, caption: str) -> Image:
    return Image(render(picture, "svg"), render(picture, "png"), picture.alt, caption)
