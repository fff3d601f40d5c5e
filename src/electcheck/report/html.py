"""The report as one HTML file that loads nothing and runs nothing.

All styles stand in one element whose hash the content security policy names; there is no script,
no inline style, no picture that is not part of the text. Jinja escapes whatever is printed.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from electcheck.report.view import ReportView
from electcheck.report.view_areas import BAR
from electcheck.report.view_language import tongue

TEMPLATES = Path(__file__).resolve().parent / "templates"


def html(report: ReportView) -> str:
    """Return the report as an HTML document; the same report gives the same text."""
    t = tongue(report.language)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        t.messages, newstyle=True
    )
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(
        report=report,
        bar=BAR,
        style=Markup(style),
        policy=content_security_policy(style),
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
