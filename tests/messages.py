"""The messages of the report: taken out of its code and templates, and held against its catalogues.

``python -m tests.messages`` exits 1 and names what is missing, left over or wrong in a catalogue;
``--write`` brings the catalogues up to date, with empty words where a translation is to be made.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from electcheck.files.translating import written
from electcheck.forensics.hypotheses import policy_messages
from electcheck.model.record import LANGUAGES
from electcheck.report.catalogues import catalogue_file
from electcheck.results.policy import protocol_checks
from tests.conftest import ROOT

REPORT = ROOT / "src" / "electcheck" / "report"
KEYWORDS = {
    "t": None,
    "self": None,
    "_": None,
    "Said": None,
    "several": (1, 2),
    "marked_plural": (1, 2),
}
# The pictures that the report shows.
DRAWN = (
    "areas",
    "comb",
    "coverage",
    "forensics",
    "results",
    "settings",
    "sources",
    "strip",
    "timeline",
)
# What the tests of results and the checks of protocols say; the report says it in its language.
ENGINE = [
    *sorted((REPORT.parent / "forensics").rglob("*.py")),
    REPORT.parent / "results" / "checks" / "run.py",
]
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
VALUES = re.compile(r"%\((\w+)\)s")


def extracted() -> Catalog:
    """Return every message of the report, in the order of its files."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    drawn = [REPORT.parent / "charts" / f"{name}.py" for name in DRAWN]
    sources = [*sorted(REPORT.glob("*.py")), *sorted(REPORT.rglob("*.j2")), *drawn, *ENGINE]
    for path in sources:
        for message in _of_file(path):
            catalog.add(message)
    for message in (*policy_messages(), *(check.title for check in protocol_checks().values())):
        catalog.add(message)
    return catalog


def _of_file(path: Path) -> Iterator[str | tuple[str, str]]:
    if path.suffix == ".j2":
        options = {"newstyle_gettext": "true", "trimmed": "false", "silent": "false"}
        found = extract_from_file("jinja2.ext:babel_extract", path, options=options)
    else:
        found = extract_from_file("python", path, keywords=KEYWORDS)
    for _, message, _, _ in found:
        yield (message[0], message[1]) if isinstance(message, tuple) else message


def updated(language: str) -> bytes:
    """Return the catalogue of a language with the messages of today."""
    there = known(language)
    catalog = Catalog(
        locale=language,
        header_comment="# What the report says, beside the words of the catalogue and the case.",
        fuzzy=False,
    )
    for message in sorted(message for message in extracted() if message.id):
        old = there.get(message.id)
        catalog.add(message.id, old.string if old else None)
    return written(catalog)


def known(language: str) -> Catalog:
    """Return the catalogue of a language as it is kept."""
    with catalogue_file(language).open("rb") as stream:
        return read_po(stream, locale=language)


def faults(language: str) -> Iterator[str]:
    """Yield what is missing from a catalogue, left over in it, or cannot be filled in."""
    kept = {message.id: message for message in known(language) if message.id}
    wanted = {message.id for message in extracted() if message.id}
    for name in sorted(wanted - kept.keys(), key=str):
        yield f"{language}: missing {name!r}"
    for name in sorted(kept.keys() - wanted, key=str):
        yield f"{language}: nothing says {name!r} any more"
    for name in sorted(wanted & kept.keys(), key=str):
        yield from _wrong(language, kept[name])


def _wrong(language: str, message: Message) -> Iterator[str]:
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    asked = message.id if isinstance(message.id, tuple) else (message.id,)
    if message.fuzzy or not all(said):
        yield f"{language}: not translated {message.id!r}"
        return
    allowed = {name for form in asked for name in VALUES.findall(form)}
    needed = allowed - {"n"}
    # Without values a message is not filled in, and its percent sign is one.
    filled = allowed or not any("%" in form.replace("%%", "") for form in asked)
    for form in said:
        there = set(VALUES.findall(form))
        if not needed <= there <= allowed:
            yield f"{language}: the values of {message.id!r} are not those of {form!r}"
        if filled and form.replace("%%", "").count("%") != len(VALUES.findall(form)):
            yield f"{language}: a percent sign stands alone in {form!r}"


def main(write: bool) -> int:
    """Write the catalogues, or check them; return the exit code."""
    if write:
        for language in TRANSLATED:
            catalogue_file(language).write_bytes(updated(language))
    found = [fault for language in TRANSLATED for fault in faults(language)]
    for fault in found:
        print(fault)
    if not found:
        count = sum(1 for message in extracted() if message.id)
        print(f"messages: {count} in {', '.join(LANGUAGES)}, complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
