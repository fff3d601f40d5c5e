"""A language that says messages: all that a picture needs of one.

Nothing here knows what a case is, so that who only draws does not wait for it.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from electcheck.model.said import Said, spoken
from electcheck.report.catalogues import messages
from electcheck.report.written import Written

if TYPE_CHECKING:
    from electcheck.model.record import Language


@dataclass(frozen=True)
class Speaker(Written):
    """A language with its messages.

    >>> speaker("ru")("met"), speaker("fr").several("%(n)s finding", "%(n)s findings", 2)
    ('выполнено', '2 constats')
    """

    messages: gettext.NullTranslations

    def __call__(self, message: str, **values: Any) -> str:
        """Return a message with its values filled in."""
        said = self.messages.gettext(message)
        return said % values if values else said

    def several(self, one: str, many: str, n: int, **values: Any) -> str:
        """Return a message in the plural form that `n` asks for; ``%(n)s`` is the number."""
        return self.messages.ngettext(one, many, n) % {"n": self.count(n), **values}

    def said(self, words: Said) -> str:
        """Return a sentence of a test or a check.

        >>> speaker("fr").said(Said("%(counted)s / registered", counted=Said("valid")))
        'valables / inscrits'
        """
        return str(words) if self.code == "en" else spoken(words, self)


def speaker(code: Language) -> Speaker:
    """Return a language by its code."""
    return Speaker(code, messages(code))
