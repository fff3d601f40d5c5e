r"""Characters that make a text read otherwise than it is written, and names that look alike.

Unicode's technical reports 36 and 39 describe the attacks: a right-to-left override turns a line
around, a character without a width makes two equal names differ, a letter of another alphabet
makes one name pass for another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

# All controls but tab and line ends; what turns the direction around, has no width, or only marks
# up. The joiners U+200C and U+200D and the marks U+200E and U+200F belong to living scripts.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u180e\u200b\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")

# Letters that are drawn like a Latin one in common type faces, of the table of UTS 39.
_DRAWN_ALIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝүАВЕЅІЈКМНОРСТУХҮԌαινορυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwyABESIJKMHOPCTYXYGaivopuxABEZHIKMNOPTYX",
)


def hidden_in(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield each hidden character of `text`: its index, and what it is called.

    >>> list(hidden_in("a\u202eb"))
    [(1, 'U+202E (right-to-left override)')]
    """
    for found in _HIDDEN.finditer(text):
        character = found.group()
        name = unicodedata.name(character, "control character").lower()
        yield found.start(), f"U+{ord(character):04X} ({name})"


def hidden(text: str) -> str:
    r"""Return what the first hidden character of `text` is called, nothing where there is none.

    >>> hidden("Ёлка, d’Éole"), hidden("\x1b[2J")
    ('', 'U+001B (control character)')
    """
    return next((name for _, name in hidden_in(text)), "")


def mixed(name: str) -> str:
    """Return the first word of `name` that mixes letters of several alphabets, or nothing.

    >>> mixed("Тоқаев, Qasym-Жомарт"), mixed("Tокаев")
    ('', 'Tокаев')
    """
    if name.isascii():
        return ""
    for word in _WORD.findall(name):
        if len({_script(letter) for letter in word} - {""}) > 1:
            return str(word)
    return ""


def _script(letter: str) -> str:
    words = unicodedata.name(letter, "").split(" ")
    return words[0] if words[0] in _SCRIPTS else ""


def look_alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each name that is drawn like an earlier, different one, and the earlier one.

    >>> list(look_alike(["Cop", "Rose", "Сор"]))
    [('Сор', 'Cop')]
    """
    seen: dict[str, str] = {}
    for name in names:
        earlier = seen.setdefault(drawn(name), name)
        if earlier != name:
            yield name, earlier


def drawn(name: str) -> str:
    """Return one spelling for all names that are drawn alike: of letters, width and spaces."""
    plain = unicodedata.normalize("NFKC", name).translate(_DRAWN_ALIKE)
    return " ".join(plain.split())
