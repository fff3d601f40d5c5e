"""What a bundle shows of its case: the report, the assessment, and the answers of the commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from electcheck.custody.settings import Settings
from electcheck.files.sight import Audience
from electcheck.model.findings import Assessment
from electcheck.model.record import Language
from electcheck.report.format_names import Format
from electcheck.report.formats import report_files
from electcheck.report.register import coverage_of_case, sources_lines, timeline_lines
from electcheck.report.text import assessment_lines, explain_lines
from electcheck.rules.opening import Opened, open_case
from electcheck.scoring.assess import assess

Side = tuple[Opened, Assessment]
_LANGUAGE: Language = "en"
# Those that are text: whoever checks with other versions compares them exactly.
_FORMATS: tuple[Format, ...] = ("html", "json", "csv")


def outputs(case: Path, criteria: Path, settings: Settings) -> tuple[Opened, dict[str, bytes]]:
    """Return the opened case as the public sees it, and every output by its path.

    Args:
        case: folder of the case.
        criteria: folder of the catalogue.
        settings: for whom, at which standard of proof, as of which day.
    """
    sides = [_side(case, criteria, settings, "public")]
    made = _files(sides, "public")
    if settings.audience == "internal":
        sides.append(_side(case, criteria, settings, "internal"))
        made |= _files(sides, "internal")
    return sides[0][0], made


def _side(case: Path, criteria: Path, settings: Settings, audience: Audience) -> Side:
    secrets = settings.secrets if audience == "internal" else ()
    opened = open_case(case, criteria, audience, secrets, (_LANGUAGE,))
    return opened, assess(opened, settings.standard, settings.as_of)


def _files(sides: Sequence[Side], audience: Audience) -> dict[str, bytes]:
    opened, assessment = sides[-1]
    explained = (line for one in assessment.findings for line in (*explain_lines(opened, one), ""))
    files = report_files(sides, audience, [_LANGUAGE], _FORMATS, lambda doing: None) | {
        "assessment.txt": _text(assessment_lines(opened, assessment)),
        "explained.txt": _text(explained),
        "sources.txt": _text(sources_lines(opened, assessment)),
        "timeline.txt": _text(timeline_lines(opened)),
        "coverage.txt": _text(coverage_of_case(opened, assessment)),
    }
    return {
        f"{audience}/{name}": text.encode("utf-8") if isinstance(text, str) else text
        for name, text in files.items()
    }


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
