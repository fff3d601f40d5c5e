"""Words in another language than the report's, marked inside its sentences.

A case is written once, in English, and quotes sources in theirs. A sentence of a French report can
so hold English words, and a screen reader has to know which. Each such run is set between two
characters that no text uses (of Unicode's private area); whatever prints a sentence takes it apart
with `runs`, and what needs bare words takes `plain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# What begins each run: a sentence without it has none.
OPEN, _THEN, _SHUT = "\ue100", "\ue101", "\ue102"
_RUN = re.compile(f"{OPEN}([a-z]{{2,3}}){_THEN}([^{OPEN}{_SHUT}]*){_SHUT}")
_MARKS = str.maketrans("", "", OPEN + _THEN + _SHUT)


def foreign(words: str, language: str) -> str:
    """Return words marked as being in a language.

    >>> list(runs("Selon " + foreign("the law", "en") + "."))
    [('Selon ', ''), ('the law', 'en'), ('.', '')]
    """
    bare = words.translate(_MARKS)
    return f"{OPEN}{language}{_THEN}{bare}{_SHUT}" if bare else ""


def runs(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a sentence with their language, empty for that of the report."""
    end = 0
    for found in _RUN.finditer(sentence):
        if found.start() > end:
            yield sentence[end : found.start()].translate(_MARKS), ""
        yield found[2], found[1]
        end = found.end()
    if end < len(sentence):
        yield sentence[end:].translate(_MARKS), ""


def plain(sentence: str) -> str:
    """Return the bare words of a sentence.

    >>> plain("Selon " + foreign("the law", "en"))
    'Selon the law'
    """
    return "".join(words for words, _ in runs(sentence))
