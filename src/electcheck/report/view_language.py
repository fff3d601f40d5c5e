"""The one door through which everything passes that a reader sees in words, numbers and dates.

Messages are gettext messages whose id is the English text, with values as ``%(name)s``. English
needs no catalogue; another language is one more `gettext` catalogue and one more `Formats`.
"""

from __future__ import annotations

import gettext
import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from electcheck.model.norms import Indicator
from electcheck.model.record import Language, Period, Text
from electcheck.model.values import Among, Bound, Option, Values, domain

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def marked(message: str) -> str:
    """Mark a message of a table for extraction; it is translated where it is used."""
    return message


@dataclass(frozen=True)
class Tongue:
    """A language of the report: its messages, and how it writes numbers and days.

    >>> english = tongue("en")
    >>> english("%(n)s of %(all)s assessed", n=3, all=4)
    '3 of 4 assessed'
    >>> english.several("%(n)s finding", "%(n)s findings", 1)
    '1 finding'
    >>> english.score(None), english.score(1 / 3), english.day(date(2019, 6, 9))
    ('no score', '0.33', '9 June 2019')
    """

    code: Language
    messages: gettext.NullTranslations

    def __call__(self, message: str, **values: Any) -> str:
        """Return a message with its values filled in."""
        said = self.messages.gettext(message)
        return said % values if values else said

    def several(self, one: str, many: str, n: int, **values: Any) -> str:
        """Return a message in the plural form that `n` asks for; ``%(n)s`` is the number."""
        return self.messages.ngettext(one, many, n) % {"n": self.count(n), **values}

    def text(self, text: Text) -> str:
        """Return words of the catalogue or the case in this language."""
        return text.get(self.code)

    def count(self, number: int) -> str:
        """Return a whole number."""
        return f"{number:,}"

    def decimal(self, value: float, places: int) -> str:
        """Return a number with so many decimals."""
        return f"{value:,.{places}f}"

    def score(self, value: float | None) -> str:
        """Return a score with two decimals, or that there is none."""
        return self("no score") if value is None else f"{value:.2f}"

    def bound(self, value: float | None) -> str:
        """Return an end of an interval with two decimals, or a dash where nothing applies."""
        return "–" if value is None else f"{value:.2f}"

    def day(self, day: date) -> str:
        """Return a day in words."""
        return f"{day.day} {self(_MONTHS[day.month - 1])} {day.year}"

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
        return words if words.rstrip().endswith((".", "!", "?", "…")) else f"{words.rstrip()}."

    def listed(self, items: list[str] | tuple[str, ...]) -> str:
        """Return items as a list in a sentence.

        >>> tongue("en").listed(["a", "b", "c"])
        'a, b and c'
        """
        if len(items) < 2:
            return "".join(items)
        return self("%(items)s and %(last)s", items=", ".join(items[:-1]), last=items[-1])

    def values(self, indicator: Indicator, values: Values) -> str:
        """Return what an answer may be, with its unit; the whole domain is "unknown"."""
        if values == domain(indicator):
            return self("unknown")
        if isinstance(values, Among):
            said = sorted(self.option(indicator, option) for option in values.options)
        else:
            unit = f" {indicator.unit}" if indicator.unit else ""
            said = [self._interval(indicator, *part) + unit for part in values.parts]
        return self(" or ").join(said)

    def option(self, indicator: Indicator, option: Option) -> str:
        """Return one option of a boolean or a choice."""
        if isinstance(option, bool):
            return self("yes") if option else self("no")
        return self.text(indicator.choices[option])

    def _interval(self, indicator: Indicator, low: Bound, high: Bound) -> str:
        if low == high:
            return self._bound(indicator, low)
        if math.isinf(high):
            return self("at least %(value)s", value=self._bound(indicator, low))
        if math.isinf(low):
            return self("at most %(value)s", value=self._bound(indicator, high))
        first, last = self._bound(indicator, low), self._bound(indicator, high)
        return self("%(first)s to %(last)s", first=first, last=last)

    def _bound(self, indicator: Indicator, value: Bound) -> str:
        if indicator.type == "date":
            return self.day(date.fromordinal(int(value)))
        if indicator.type == "share":
            # Four figures: what a reader can use of a share such as two thirds.
            return f"{value * 100:.4g} %"
        return self.count(value) if isinstance(value, int) else f"{value:.10g}"


def tongue(code: Language) -> Tongue:
    """Return a language; English is the language of the messages themselves."""
    return Tongue(code, gettext.NullTranslations())
