"""How a language writes numbers, days and lists (Babel, CLDR), and its marks between words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from babel.core import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from electcheck.model.record import Language


# British English, since it writes the day before the month as the other languages do.
_LOCALE: dict[Language, str] = {"en": "en_GB", "fr": "fr", "ru": "ru"}
_DAY: dict[Language, str] = {"en": "d MMMM y", "fr": "d MMMM y", "ru": "d MMMM y 'г'."}

_QUOTES: dict[Language, tuple[str, str]] = {
    "en": ("“", "”"),
    "fr": ("«\u00a0", "\u00a0»"),
    "ru": ("«", "»"),
}


@cache
def _locale(code: Language) -> Locale:
    return Locale.parse(_LOCALE[code])


# A report says the same days and the same small numbers thousands of times.
@lru_cache(maxsize=8192)
def _number(code: Language, number: int | Decimal, pattern: str | None = None) -> str:
    return str(format_decimal(number, pattern, locale=_locale(code)))


@lru_cache(maxsize=8192)
def _day(code: Language, day: date) -> str:
    said = format_date(day, _DAY[code], locale=_locale(code))
    return f"1er{said[1:]}" if code == "fr" and day.day == 1 else said


@dataclass(frozen=True)
class Written:
    """A language as it is written; what has words of its own is said by a `Tongue`."""

    code: Language

    @property
    def locale(self) -> Locale:
        """Its locale.

        >>> Written("en").locale.territory
        'GB'
        """
        return _locale(self.code)

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return "\u00a0: " if self.code == "fr" else ": "

    def quoted(self, words: str) -> str:
        """Return words between the quotation marks of the language.

        >>> Written("en").quoted("so"), Written("ru").quoted("так")
        ('“so”', '«так»')
        """
        first, last = _QUOTES[self.code]
        return f"{first}{words}{last}"

    def count(self, number: int) -> str:
        """Return a whole number."""
        return _number(self.code, number)

    def number(self, value: float) -> str:
        """Return a number with the decimals that it has.

        >>> Written("fr").number(0.5), Written("en").number(2)
        ('0,5', '2')
        """
        return _number(self.code, Decimal(f"{value:.10g}"), "#,##0.##########")

    def share(self, value: float) -> str:
        r"""Return a share in percent, with four figures: what a reader can use of two thirds.

        >>> Written("en").share(2 / 3)
        '66.67\xa0%'
        """
        percent = Decimal(f"{value * 100:.4g}")
        return f"{_number(self.code, percent, '#,##0.####')}\u00a0%"

    def part(self, share: float) -> str:
        r"""Return a share in whole percent that says none or all only where it is none or all.

        >>> [Written("en").part(share) for share in (0.334, 0.001, 0.999, 1)]
        ['33\xa0%', '<1\xa0%', '>99\xa0%', '100\xa0%']
        """
        if 0 < share < 0.01:
            return "<1\u00a0%"
        if 0.99 < share < 1:
            return ">99\u00a0%"
        return f"{share * 100:.0f}\u00a0%"

    def decimal(self, value: float, places: int) -> str:
        """Return a number with so many decimals.

        >>> Written("fr").decimal(77.5, 1), Written("en").decimal(0.125, 0)
        ('77,5', '0')
        """
        rounded = Decimal(f"{value:.{places}f}")
        pattern = "#,##0." + "0" * places if places else "#,##0"
        return _number(self.code, rounded, pattern)

    def _two(self, value: float) -> str:
        return _number(self.code, Decimal(f"{value:.2f}"), "0.00")

    def day(self, day: date) -> str:
        """Return a day in words."""
        return _day(self.code, day)

    def language(self, code: str) -> str:
        """Return the name of a language.

        >>> Written("fr").language("ru")
        'russe'
        """
        return str(self.locale.languages.get(code, code))

    def listed(self, items: Iterable[str]) -> str:
        """Return items as a list in a sentence.

        >>> Written("en").listed(["a", "b", "c"]), Written("fr").listed(["a", "b"])
        ('a, b and c', 'a et b')
        """
        return str(format_list(list(items), locale=self.locale))

    def either(self, items: Iterable[str]) -> str:
        """Return items as alternatives in a sentence.

        >>> Written("en").either(["a", "b"]), Written("ru").either(["a", "b"])
        ('a or b', 'a или b')
        """
        return str(format_list(list(items), style="or", locale=self.locale))
