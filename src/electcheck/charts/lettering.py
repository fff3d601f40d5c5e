"""How much room words take as they are drawn, and words broken into lines that fit."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

# A line with the gap to the next one, in sizes of the letters.
LINE = 1.2


def wide(text: str, size: float) -> float:
    r"""Return how wide a text is drawn at most, in points; of several lines, the widest.

    Args:
        text: with line breaks or without.
        size: of the letters, in points.

    >>> wide("area\nby area", 10) == wide("by area", 10) < wide("by area", 11)
    True
    """
    return size * max(sum(map(_letter, line)) for line in text.split("\n"))


def high(text: str, size: float) -> float:
    r"""Return how high the lines of a text are, in points.

    >>> high("area\nby area", 10)
    24.0
    """
    return LINE * size * (text.count("\n") + 1)


def widest(texts: Iterable[str], size: float) -> float:
    """Return the width of the widest text, nothing where there is none.

    >>> widest(["a", "abc"], 8) == wide("abc", 8)
    True
    """
    return max((wide(text, size) for text in texts), default=0.0)


def highest(texts: Iterable[str], size: float) -> float:
    """Return the height of the highest text, nothing where there is none.

    >>> highest([], 8)
    0.0
    """
    return max((high(text, size) for text in texts), default=0.0)


def measured_lines(text: str, size: float, room: float) -> list[str]:
    """Return a text broken into lines that are at most so wide, as they are drawn.

    Args:
        text: words with spaces between them; a word longer than a line is broken too.
        size: of the letters, in points.
        room: width of a line, in points.

    >>> measured_lines("one two three", 10, 45)
    ['one two', 'three']
    >>> measured_lines("one interminable", 10, 40)
    ['one', 'intermi', 'nable']
    """
    lines: list[str] = []
    filled, space = 0.0, wide(" ", size)
    words = [piece for word in text.split() for piece in _pieces(word, size, room)]
    for word in words:
        across = wide(word, size)
        if lines and filled + space + across <= room:
            lines[-1] += f" {word}"
            filled += space + across
        else:
            lines.append(word)
            filled = across
    return lines


def fitted(text: str, size: float, room: float) -> str:
    r"""Return a text as it is where it fits, otherwise broken by `measured_lines`.

    >>> fitted("one two three", 10, 45)
    'one two\nthree'
    """
    if wide(text, size) <= room:
        return text
    return "\n".join(measured_lines(text, size, room))


def folded(text: str, width: int) -> str:
    r"""Return a label broken into lines of at most `width` characters.

    >>> folded("Assembly and association", 12)
    'Assembly and\nassociation'
    """
    return "\n".join(textwrap.wrap(text, width))


def _pieces(word: str, size: float, room: float) -> list[str]:
    """Return a word whole, or, where it is wider than a line, in pieces that fit."""
    if wide(word, size) <= room:
        return [word]
    pieces, filled = [""], 0.0
    for letter in word:
        across = wide(letter, size)
        if pieces[-1] and filled + across > room:
            pieces.append("")
            filled = 0.0
        pieces[-1] += letter
        filled += across
    return pieces


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    """Return how wide a letter is, in sizes.

    Letter by letter: measuring a text whole costs as much as drawing it, and pairs of letters are
    drawn closer than their sum, hardly ever farther.
    """
    # At one hundred points, at which it is measured anyway.
    font = FontProperties(family="DejaVu Sans", size=100)
    return float(text_to_path.get_text_width_height_descent(letter, font, ismath=False)[0]) / 100
