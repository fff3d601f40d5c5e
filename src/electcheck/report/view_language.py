"""The one door through which everything passes that a reader sees in words, numbers and dates.

Messages are gettext messages whose id is the English text, with values as ``%(name)s``. English
needs no catalogue; another language is one more catalogue (`catalogues.py`) and one more locale.
Numbers, days and lists are written as the locale writes them (Babel, CLDR).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from electcheck.model.norms import Indicator
from electcheck.model.record import Language, Period, Text
from electcheck.model.values import Among, Bound, Option, Values, domain
from electcheck.report.catalogues import messages
from electcheck.report.runs import foreign, plain
from electcheck.report.speaker import Speaker


def marked_plural(one: str, many: str) -> tuple[str, str]:
    """Mark a message that has plural forms for extraction."""
    return one, many


# The units of the catalogue, in the form that follows a number.
UNIT: dict[str, tuple[str, str]] = {
    "years": marked_plural("%(n)s year", "%(n)s years"),
    "months": marked_plural("%(n)s month", "%(n)s months"),
    "days": marked_plural("%(n)s day", "%(n)s days"),
    "hours": marked_plural("%(n)s hour", "%(n)s hours"),
    "minutes": marked_plural("%(n)s minute", "%(n)s minutes"),
    "updates a year": marked_plural("%(n)s update a year", "%(n)s updates a year"),
    "average monthly wages": marked_plural(
        "%(n)s average monthly wage", "%(n)s average monthly wages"
    ),
    "times an equal part": marked_plural("%(n)s time an equal part", "%(n)s times an equal part"),
}


@dataclass(frozen=True)
class Tongue(Speaker):
    """A language of the report: its messages, and how it writes numbers and days.

    >>> english, russian = tongue("en"), tongue("ru")
    >>> english("%(n)s of %(all)s assessed", n=3, all=4)
    '3 of 4 assessed'
    >>> english.several("%(n)s finding", "%(n)s findings", 1)
    '1 finding'
    >>> english.score(None), english.score(1 / 3), english.day(date(2019, 6, 9))
    ('no score', '0.33', '9 June 2019')
    >>> russian.score(1 / 3), russian.day(date(2019, 6, 9))
    ('0,33', '9 июня 2019 г.')
    """

    translated: Mapping[tuple[str, bool], str]

    def text(self, text: Text) -> str:
        """Return words of the catalogue or the case in this language, or marked as English."""
        own = getattr(text, self.code)
        return str(own) if own else self.free(text.en)

    def free(self, words: str, language: str = "en") -> str:
        """Return words of a file: as they are, translated, or marked as of another language.

        >>> tongue("en").free("as it was written")
        'as it was written'
        >>> tongue("fr", {("the law", False): "la loi"}).free("the law")
        'la loi'
        """
        if language == self.code:
            return words
        return self.translated.get((words, False)) or foreign(words, language)

    def excerpt(self, words: str | None, language: str) -> str:
        """Return our translation of the words of a source, or nothing where there is none.

        >>> tongue("en", {("la loi", True): "the law"}).excerpt("la loi", "fr")
        'the law'
        """
        if words is None or language == self.code:
            return ""
        return self.translated.get((words, True), "")

    def score(self, value: float | None) -> str:
        """Return a score with two decimals, or that there is none."""
        return self("no score") if value is None else self._two(value)

    def bound(self, value: float | None) -> str:
        """Return an end of an interval with two decimals, or a dash where nothing applies."""
        return "–" if value is None else self._two(value)

    def period(self, period: Period) -> str:
        """Return a period in words."""
        if period.start is not None and period.start == period.end:
            return self.day(period.start)
        if period.end is None:
            assert period.start is not None
            return self("since %(day)s", day=self.day(period.start))
        if period.start is None:
            return self("until %(day)s", day=self.day(period.end))
        first, last = self.day(period.start), self.day(period.end)
        return self("%(first)s to %(last)s", first=first, last=last)

    def sentence(self, words: str) -> str:
        """Return free words of a file closed as a sentence.

        >>> tongue("en").sentence("not seen"), tongue("en").sentence("Not seen.")
        ('not seen.', 'Not seen.')
        """
        own = self.free(words)
        end = plain(own).rstrip()
        if end.endswith((".", "!", "?", "…")):
            return own
        return f"{end}." if own == plain(own) else self.free(f"{end}.")

    def values(self, indicator: Indicator, values: Values) -> str:
        """Return what an answer may be, with its unit; the whole domain is "unknown"."""
        if values == domain(indicator):
            return self("unknown")
        if isinstance(values, Among):
            return self.either(sorted(self.option(indicator, one) for one in values.options))
        return self.either(self._interval(indicator, *part) for part in values.parts)

    def option(self, indicator: Indicator, option: Option) -> str:
        """Return one option of a boolean or a choice."""
        if isinstance(option, bool):
            return self("yes") if option else self("no")
        return self.text(indicator.choices[option])

    def _interval(self, indicator: Indicator, low: Bound, high: Bound) -> str:
        if low == high:
            return self._with_unit(indicator, self._bound(indicator, low), low)
        if math.isinf(high):
            said = self("at least %(value)s", value=self._bound(indicator, low))
            return self._with_unit(indicator, said, low)
        if math.isinf(low):
            said = self("at most %(value)s", value=self._bound(indicator, high))
            return self._with_unit(indicator, said, high)
        first, last = self._bound(indicator, low), self._bound(indicator, high)
        return self._with_unit(
            indicator, self("%(first)s to %(last)s", first=first, last=last), high
        )

    def _with_unit(self, indicator: Indicator, said: str, last: Bound) -> str:
        """Return a number with its unit in the form that the last number asks for."""
        if indicator.unit is None:
            return said
        if indicator.unit not in UNIT:
            return f"{said} {self.free(indicator.unit)}"
        # A number with decimals takes the form of two in French and of a part in Russian.
        whole = int(last) if last == int(last) else 2
        return self.messages.ngettext(*UNIT[indicator.unit], whole) % {"n": said}

    def _bound(self, indicator: Indicator, value: Bound) -> str:
        if indicator.type == "date":
            return self.day(date.fromordinal(int(value)))
        if indicator.type == "share":
            return self.share(value)
        return self.count(value) if isinstance(value, int) else self.number(value)


def tongue(
    code: Language, translated: Mapping[tuple[str, bool], str] = MappingProxyType({})
) -> Tongue:
    """Return a language of the report.

    Args:
        code: of the language.
        translated: the words of the catalogue and the case in it, as far as they are; the key says
            whether they are those of a source.
    """
    return Tongue(code, messages(code), translated)
