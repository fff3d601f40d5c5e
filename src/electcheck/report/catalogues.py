"""The messages of the report in a language: one gettext catalogue each, read as it was written.

The catalogues are kept as text (`locale/<language>/LC_MESSAGES/electcheck.po`) and compiled in
memory, so that no compiled copy can be older than its text.
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from electcheck.model.record import Language


LOCALE = Path(__file__).resolve().parent / "locale"


def catalogue_file(language: Language) -> Path:
    """Return where the catalogue of a language lies."""
    return LOCALE / language / "LC_MESSAGES" / "electcheck.po"


@cache
def messages(language: Language) -> gettext.NullTranslations:
    """Return the messages in a language; English is the language of the messages themselves."""
    if language == "en":
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with catalogue_file(language).open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
