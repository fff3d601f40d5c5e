"""Every file of a report by its name, in the formats and languages that are asked for.

English files carry no language in their names: `report.html`, `report.fr.html`; `findings.csv`,
`findings.ru.csv`. What holds no words of a language has one name: `assessment.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from electcheck.files.json_text import to_json
from electcheck.model.findings import Assessment
from electcheck.model.record import LANGUAGES, Language
from electcheck.report.drawn import Drawn, Found
from electcheck.report.every_language import in_every_language
from electcheck.report.format_names import PICTURED, Format
from electcheck.report.found import found
from electcheck.report.html import html
from electcheck.report.payload import payload
from electcheck.report.registers import registers
from electcheck.report.sides import both_sides
from electcheck.report.view import ReportView, report_view
from electcheck.report.view_judgement import questioned
from electcheck.report.view_language import tongue
from electcheck.rules.opening import Audience, Opened

if TYPE_CHECKING:
    from concurrent.futures import Future

    from electcheck.report.painter import Painter
    from electcheck.report.view_results import Results
    from electcheck.results.reconciling.case_tables import CaseTables
    from electcheck.scoring.robustness import Robustness


def file_name(stem: str, ending: str, language: Language) -> str:
    """Return what a file of the report is called.

    >>> file_name("report", "pdf", "en"), file_name("report", "pdf", "fr")
    ('report.pdf', 'report.fr.pdf')
    """
    return f"{stem}.{ending}" if language == "en" else f"{stem}.{language}.{ending}"


def report_files(
    made: Sequence[tuple[Opened, Assessment]],
    audience: Audience,
    languages: Sequence[Language],
    formats: Sequence[Format],
    doing: Callable[[str], None],
    results: Results | None = None,
    published: CaseTables | None = None,
    painter: Painter | None = None,
) -> dict[str, bytes | str]:
    """Return the files of a report by name, the pages first.

    Args:
        made: the case cut to what the audience may see, and its assessment; before an internal
            one stands what is made of public evidence alone.
        audience: whom the report is for.
        languages: of the report; with several, each page leads to the others.
        formats: which to make.
        results: what a file of results says, for a chapter of its own.
        published: the case's own tables of results, for pictures of them.
        painter: draws the pictures; without one the report has none.
        doing: is told what is being done.
    """
    opened, assessment = made[-1]
    ordered: list[Language] = [language for language in LANGUAGES if language in languages]
    easel = _Easel(painter, ordered, formats)
    easel.ask(opened, assessment, results, published)
    doing("asking what would change the findings")
    public = made[0][1] if audience == "internal" else None
    asked = questioned(opened, assessment)
    easel.ask_settings(asked.judgement.robustness)
    views = {
        one: report_view(opened, assessment, audience, one, asked, public, results)
        for one in ordered
    }
    files: dict[str, bytes | str] = {}
    for language, view in views.items():
        doing(f"writing the report ({language})")
        files |= _of_one(view, language, ordered, formats, easel)
    if "json" in formats:
        answers = [payload(*side) for side in made]
        files["assessment.json"] = to_json(answers[0] if public is None else both_sides(*answers))
        if len(views) > 1:
            files["report.json"] = to_json(in_every_language(views))
    return files


class _Easel:
    """The pictures of each language that are being drawn for the formats that show them."""

    def __init__(
        self, painter: Painter | None, languages: Sequence[Language], formats: Sequence[Format]
    ) -> None:
        self._painter = painter if PICTURED & set(formats) else None
        # HTML draws the areas as part of its text.
        paged = ("areas",) if {"pdf", "docx"} & set(formats) else ()
        self._names = (*paged, "timeline", "coverage", "sources")
        self._png = "docx" in formats
        self._coming: dict[Language, list[Future[list[Drawn]]]] = {one: [] for one in languages}

    def ask(
        self,
        opened: Opened,
        assessment: Assessment,
        results: Results | None,
        published: CaseTables | None,
    ) -> None:
        """Ask for what needs the assessment alone."""
        if self._painter is None:
            return
        for language in self._coming:
            t = tongue(language, opened.translated.get(language, {}))
            self._submit(language, found(opened, assessment, t, published, results))

    def ask_settings(self, tested: Robustness) -> None:
        """Ask for the picture of how firm the assessment is."""
        for language in self._coming:
            self._submit(language, tested)

    def _submit(self, language: Language, what: Found | Robustness) -> None:
        if self._painter is not None:
            coming = self._painter.draw(what, language, self._names, self._png)
            self._coming[language].append(coming)

    def drawn(self, language: Language) -> list[Drawn]:
        """Return the pictures of a language, waiting for those that are not ready."""
        return [one for job in self._coming[language] for one in job.result()]


def _of_one(
    view: ReportView,
    language: Language,
    languages: Sequence[Language],
    formats: Sequence[Format],
    easel: _Easel,
) -> Mapping[str, bytes | str]:
    """Return the files of one language; the libraries of a format are loaded only for it."""
    files: dict[str, bytes | str] = {}
    if "html" in formats:
        others = {one: file_name("report", "html", one) for one in languages}
        pictures = partial(easel.drawn, language)
        files[file_name("report", "html", language)] = html(view, others, pictures)
    if "pdf" in formats or "docx" in formats:
        from electcheck.report.document_whole import document

        whole = document(view, easel.drawn(language))
        if "pdf" in formats:
            from electcheck.report.pdf import pdf

            files[file_name("report", "pdf", language)] = pdf(whole)
        if "docx" in formats:
            from electcheck.report.docx import docx

            files[file_name("report", "docx", language)] = docx(whole)
    if "csv" in formats:
        for name, content in registers(view).items():
            files[file_name(name, "csv", language)] = content
    return files
