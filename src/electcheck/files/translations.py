"""Translations of a catalogue and of a case: `translations/<language>.po` below its folder.

The files are gettext catalogues, so that any editor of translations opens them. A message is the
English words; the words of a source, whose translation a report shows beside them, have the context
`excerpt`. What is empty, obsolete or marked as fuzzy is not used.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from electcheck.errors import Fault, InputRefused, Place
from electcheck.files.characters import hidden_in
from electcheck.files.reading import leads_out
from electcheck.files.yaml_text import MAX_FAULTS, decode, read_bytes
from electcheck.model.record import Language

FOLDER = "translations"
EXCERPT = "excerpt"
# Words as they stand in the files, and whether they are a source's own: their translation.
Translated = Mapping[tuple[str, bool], str]


def file_name(language: Language) -> str:
    """Return where the translations into a language lie, below the folder they belong to.

    >>> file_name("fr")
    'translations/fr.po'
    """
    return f"{FOLDER}/{language}.po"


def read_translations(folder: Path, language: Language, faults: list[Fault]) -> Translated:
    """Return the translations in `folder` into a language; none where there is no file.

    Adds to `faults` what is wrong with the file.
    """
    found = read_catalog(folder, language, faults)
    return {} if found is None else used(found)


def used(catalog: Catalog) -> Translated:
    """Return what a catalogue says that is finished."""
    return {
        (str(message.id), message.context == EXCERPT): str(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }


def read_catalog(folder: Path, language: Language, faults: list[Fault]) -> Catalog | None:
    """Return the file of translations in `folder` as it is, or None where there is none."""
    name = file_name(language)
    path = folder.joinpath(*name.split("/"))
    if not os.path.lexists(path):
        return None
    shown = f"{folder.name}/{name}"
    outside = leads_out(path, folder, shown)
    if outside is not None:
        faults.append(outside)
        return None
    try:
        text = decode(read_bytes(path, shown), shown)
    except InputRefused as refused:
        faults.extend(refused.faults)
        return None
    text = text.replace("\r\n", "\n")
    # Of a file that is nothing of the kind a part of the faults is enough.
    wrong = [*islice(chain(_wrong_lines(text, shown), _twice(text, shown)), MAX_FAULTS)]
    faults.extend(wrong)
    return None if wrong else _parsed(text, language, shown, faults)


def _parsed(text: str, language: Language, shown: str, faults: list[Fault]) -> Catalog | None:
    # No word of the file is said: it may be the translation of what the reader may not see.
    try:
        return read_po(io.StringIO(text), locale=language, abort_invalid=True)
    except PoFileError as error:
        # Babel counts lines from 0.
        place = Place(shown, error.lineno + 1, 1)
        message = "a message is not whole here: expected msgid with words, then msgstr with words"
    except (ValueError, LookupError):
        place = Place(shown)
        message = "the header holds a date, a plural form or an encoding that is none"
    faults.append(Fault(place, f"{message}. `electcheck translations` writes such files"))
    return None


# Babel passes over what it does not understand; a translation that is lost is to be told.
_WORDS = r'"(?:[^"\\\n]|\\[nrt"\\])*+"'
_ONE = rf"[ \t]*+(?:#[^\n]*+|(?:(?:msgctxt|msgid|msgstr)[ \t]++)?{_WORDS})?[ \t]*+"
_LINE = re.compile(_ONE)
_LINES = re.compile(rf"(?:{_ONE}\n)*+{_ONE}")


def _wrong_lines(text: str, shown: str) -> Iterable[Fault]:
    for at, name in hidden_in(text):
        place = Place(shown, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        yield Fault(place, f"found the hidden character {name}: remove it")
    # The whole at once, and only where that fails line by line.
    lines = [] if _LINES.fullmatch(text) else text.split("\n")
    for number, line in enumerate(lines, 1):
        if _LINE.fullmatch(line) is None:
            column = len(line) - len(line.lstrip()) + 1
            message = (
                "expected a comment, or msgctxt, msgid or msgstr and words in double quotes (a "
                'quote among them is written \\")'
            )
            yield Fault(Place(shown, number, column), message)


_QUOTED = r'[ \t]*".*"[ \t]*\n(?:[ \t]*".*"[ \t]*\n)*'
_MESSAGE = re.compile(rf"^(?:msgctxt{_QUOTED})?msgid{_QUOTED}", re.MULTILINE)


def _twice(text: str, shown: str) -> Iterable[Fault]:
    """Yield a fault for each message that stands there before: only one of them would count."""
    lines: dict[str, int] = {}
    line, counted = 1, 0
    for found in _MESSAGE.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        first = lines.setdefault("".join(re.findall(r'".*"', found.group())), line)
        if first != line:
            message = f"the same words stand in line {first} too: keep one translation of them"
            yield Fault(Place(shown, line, 1), message)
