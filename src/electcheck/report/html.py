"""The report as one HTML file that loads nothing and runs nothing.

All styles stand in one element whose hash the content security policy names; there is no script
and no inline style, and a picture is part of the file. Jinja escapes whatever is printed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from electcheck.model.record import Language
from electcheck.report.compiled_templates import CompiledTemplates
from electcheck.report.drawn import PUBLISHED, Drawn, by_chapter
from electcheck.report.runs import OPEN, plain, runs
from electcheck.report.view import ReportView
from electcheck.report.view_areas import BAR
from electcheck.report.view_language import tongue

TEMPLATES = Path(__file__).resolve().parent / "templates"


def html(
    report: ReportView,
    versions: Mapping[Language, str] | None = None,
    drawn: Callable[[], Sequence[Drawn]] = tuple,
) -> str:
    """Return the report as an HTML document; the same report gives the same text.

    Args:
        report: in words.
        versions: the file of each language that lies beside this one, itself among them.
        drawn: its pictures; asked for when all words stand, since drawing takes its time.
    """
    t = tongue(report.language)
    environment = Environment(
        bytecode_cache=CompiledTemplates(),
        finalize=_marked_up,
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # The extension adds this method when it is loaded; jinja2's own types do not know of it.
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        t.messages, newstyle=True
    )
    # What has no values to be filled in is the same every time, and is said thousands of times.
    environment.globals["_"] = cache(lambda message: Markup(t.messages.gettext(message) % {}))
    environment.globals |= {"colon": t.colon, "quoted": t.quoted}
    environment.filters["plain"] = plain
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    page = environment.get_template("report.html.j2").render(
        report=report,
        bar=BAR,
        pictures=_kept_free,
        versions=[
            (language, tongue(language).language(language).capitalize(), file)
            for language, file in (versions or {}).items()
        ],
        style=Markup(style),
        policy=content_security_policy(style),
    )
    return _hung(page, environment, by_chapter(drawn()))


# Of Unicode's private area, like the marks of `runs`: what the case says cannot hold them.
_FREE = re.compile("\ue110([a-z:]+)\ue111")


def _kept_free(what: str) -> Markup:
    """Keep a place free for the pictures of a chapter, or for the chapter that is all pictures."""
    return Markup(f"\ue110{what}\ue111")


def _hung(page: str, environment: Environment, chapters: Mapping[str, Sequence[Drawn]]) -> str:
    """Return the page with each picture in its place."""
    parts = environment.get_template("pictures.html.j2").module

    def fill(free: re.Match[str]) -> str:
        what = free[1]
        if what in ("contents", "chapter"):
            shown = chapters.get(PUBLISHED)
            return str(getattr(parts, what)(shown)) if shown else ""
        # A template's macros are attributes that only running it gives it.
        return str(parts.figures(chapters.get(what, ())))  # type: ignore[attr-defined]

    return _FREE.sub(fill, page)


def _marked_up(value: object) -> object:
    """Give each run of another language its own element; everything else is printed as it is."""
    if not isinstance(value, str) or OPEN not in value:
        return value
    # What a translated block returns is escaped already; other words are escaped here.
    escaped = isinstance(value, Markup)
    return Markup("").join(
        Markup('<span lang="{}">{}</span>').format(language, words) if language else words
        for words, language in (
            (Markup(words) if escaped else words, language) for words, language in runs(value)
        )
    )


def content_security_policy(style: str) -> str:
    """Return the policy that the page carries: nothing is loaded, only this style is applied.

    >>> content_security_policy("")[:48]
    "default-src 'none'; style-src 'sha256-47DEQpj8HB"
    """
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
