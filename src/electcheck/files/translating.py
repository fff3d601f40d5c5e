"""Files of translations written: with the words that are there now, translated as far as known."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from electcheck.errors import Fault
from electcheck.files.translations import (
    EXCERPT,
    Translated,
    file_name,
    read_catalog,
    read_translations,
)
from electcheck.model.prose import Prose
from electcheck.model.record import LANGUAGES, Language


def catalog_of(prose: Iterable[Prose], language: Language, known: Translated) -> Catalog:
    """Return a catalogue of words, translated as far as `known` goes.

    Args:
        prose: the words, in their order; those that the language has already are left out.
        language: into which they are translated.
        known: what is translated.
    """
    catalog = Catalog(
        locale=language,
        header_comment="# The words of the files beside this folder, for readers of another "
        "language.\n# They are translations of ours; the words they translate are what holds.",
        fuzzy=False,
    )
    seen = set()
    for one in prose:
        key = (one.words, one.excerpt)
        if one.wanted(language) and key not in seen:
            seen.add(key)
            catalog.add(
                one.words,
                known.get(key),
                auto_comments=[one.place],
                context=EXCERPT if one.excerpt else None,
            )
    return catalog


# Fields of the header that would hold a date or nothing at all.
_EMPTY = tuple(
    f'"{name}:'.encode("ascii")
    for name in (
        "Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date",
        "Last-Translator", "Language-Team", "Generated-By",
    )
)  # fmt: skip


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as a file; the same words make the same bytes."""
    out = io.BytesIO()
    write_po(out, catalog, width=100)
    lines = out.getvalue().split(b"\n")
    return b"\n".join(line for line in lines if not line.startswith(_EMPTY))


@dataclass(frozen=True)
class Kept:
    """A file of translations with the words of today.

    Attributes:
        name: below the folder that it belongs to.
        words: how many are to be translated.
        missing: those that are not, or only as a guess, each after the place that it belongs to.
        left_over: how many are translated and not said (any more, or to this reader): their words
            may be hidden ones.
        content: the file.
    """

    name: str
    words: int
    missing: tuple[tuple[str, str], ...]
    left_over: int
    content: bytes


def kept_up(folder: Path, prose: Iterable[Prose], language: Language, faults: list[Fault]) -> Kept:
    """Return the file of translations in `folder` with the words of today.

    What was translated stays. Words that nobody says any more are kept as obsolete; words that are
    nearly the same have the old translation as a guess, marked as fuzzy, which no report uses.

    Args:
        folder: of a case or a catalogue.
        prose: its words.
        language: of the file.
        faults: those of the file are added; it is then taken for empty.
    """
    today = catalog_of(prose, language, {})
    kept = read_catalog(folder, language, faults)
    if kept is None:
        kept = today
    else:
        # What was obsolete may be said again; what is not becomes obsolete once more.
        obsolete = list(kept.obsolete.values())
        kept.obsolete.clear()
        for old in obsolete:
            if kept.get(old.id, old.context) is None:
                kept[old.id] = old
        kept.update(today)
    there = [message for message in kept if message.id]
    return Kept(
        file_name(language),
        len(there),
        tuple(
            (", ".join(one.auto_comments), str(one.id))
            for one in there
            if one.fuzzy or not one.string
        ),
        len(kept.obsolete),
        written(kept),
    )


def kept_files(folder: Path, prose: Iterable[Prose], faults: list[Fault]) -> dict[str, bytes]:
    """Return the files of translations in `folder`, cut to the words that are there.

    A translation tells what it translates: what was cut out of a case is cut out of these too.
    """
    words = list(prose)
    files = {}
    for language in LANGUAGES:
        known = read_translations(folder, language, faults)
        there = {(one.words, one.excerpt) for one in words if one.wanted(language)}
        if there & known.keys():
            files[file_name(language)] = written(catalog_of(words, language, known))
    return files
