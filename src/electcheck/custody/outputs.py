"""What a bundle shows of its case: the report, the assessment, and the answers of the commands."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from electcheck.custody.settings import Settings
from electcheck.files.sight import Audience
from electcheck.model.findings import Assessment
from electcheck.report.html import html
from electcheck.report.payload import payload, to_json
from electcheck.report.register import coverage_of_case, sources_lines, timeline_lines
from electcheck.report.text import assessment_lines, explain_lines
from electcheck.report.view import report_view
from electcheck.rules.opening import Opened, open_case
from electcheck.scoring.assess import assess


def outputs(case: Path, criteria: Path, settings: Settings) -> tuple[Opened, dict[str, bytes]]:
    """Return the opened case as the public sees it, and every output by its path.

    Args:
        case: folder of the case.
        criteria: folder of the catalogue.
        settings: for whom, at which standard of proof, as of which day.
    """
    opened, public = _side(case, criteria, settings, "public")
    made = {f"public/{name}": text for name, text in _texts(opened, public, None).items()}
    if settings.audience == "internal":
        inside, assessment = _side(case, criteria, settings, "internal")
        texts = _texts(inside, assessment, public)
        made |= {f"internal/{name}": text for name, text in texts.items()}
    return opened, {name: text.encode("utf-8") for name, text in made.items()}


def _side(
    case: Path, criteria: Path, settings: Settings, audience: Audience
) -> tuple[Opened, Assessment]:
    secrets = settings.secrets if audience == "internal" else ()
    opened = open_case(case, criteria, audience, secrets)
    return opened, assess(opened, settings.standard, settings.as_of)


def _texts(opened: Opened, assessment: Assessment, public: Assessment | None) -> dict[str, str]:
    audience: Audience = "public" if public is None else "internal"
    explained = (line for one in assessment.findings for line in (*explain_lines(opened, one), ""))
    return {
        "assessment.json": to_json(payload(opened, assessment)),
        "report.html": html(report_view(opened, assessment, audience, public=public)),
        "assessment.txt": _text(assessment_lines(opened, assessment)),
        "explained.txt": _text(explained),
        "sources.txt": _text(sources_lines(opened, assessment)),
        "timeline.txt": _text(timeline_lines(opened)),
        "coverage.txt": _text(coverage_of_case(opened, assessment)),
    }


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
