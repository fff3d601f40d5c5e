"""The report's pictures by name, each from what was already made."""

from __future__ import annotations

from collections.abc import Sequence

from electcheck.charts.settings import aggregation_intervals
from electcheck.charts.style import Picture
from electcheck.model.findings import Assessment
from electcheck.report.found import found, published
from electcheck.report.sketches import (
    assessment_sketches,
    published_sketches,
    station_pictures,
)
from electcheck.report.view_language import Tongue
from electcheck.results.reconciling.case_tables import CaseTables
from electcheck.rules.opening import Opened
from electcheck.scoring.judgement import Judgement

__all__ = ["ASSESSMENT", "assessment_pictures", "case_pictures", "station_pictures"]

# The pictures of an assessment; the last one shows how firm it is.
ASSESSMENT = ("areas", "coverage", "sources", "timeline", "settings")


def assessment_pictures(
    opened: Opened,
    assessment: Assessment,
    made: Judgement | None,
    t: Tongue,
    names: Sequence[str] = ASSESSMENT,
) -> dict[str, Picture]:
    """Return the pictures of an assessment by name, in the order of the report.

    Args:
        opened: the case and the catalogue, already cut to what the audience may see.
        assessment: what was made of them.
        made: how firmly it stands; without it that picture is left out.
        t: the language.
        names: those to draw.

    >>> from electcheck.files.packaged import criteria_folder, packaged
    >>> from electcheck.report.view_language import tongue
    >>> from electcheck.rules.opening import open_case
    >>> from electcheck.scoring.assess import assess
    >>> from electcheck.scoring.judgement import judgement
    >>> opened = open_case(packaged("data", "example-meridia"), criteria_folder())
    >>> made = judgement(opened, assess(opened), 10, 1, False)
    >>> [*assessment_pictures(opened, made.assessment, made, tongue("en"))]
    ['areas', 'coverage', 'sources', 'timeline', 'settings']
    """
    drawn = assessment_sketches(found(opened, assessment, t), t, names)
    if made is not None and "settings" in names:
        drawn["settings"] = aggregation_intervals(made.robustness, t)
    return drawn


def case_pictures(tables: CaseTables, opened: Opened, t: Tongue) -> dict[str, Picture]:
    """Return the pictures of what a case's own results tables hold, by name.

    Args:
        tables: of the case.
        opened: the case.
        t: the language.
    """
    return published_sketches(published(tables, opened, t), t)
