"""What a user sees without a traceback: faults with their place, and exit codes.

Exit codes (`DESIGN`, "Errors"): 0 done; 1 done, and what was examined does not hold; 2 input
refused, nothing written; 3 a failure of electcheck itself.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

EXIT_DONE = 0
EXIT_DOES_NOT_HOLD = 1
EXIT_REFUSED = 2
EXIT_OUR_FAILURE = 3

LONGEST_LINE = 1_000
"""Characters of one fault; what the input holds may be longer than anyone can read."""

MOST_FAULTS = 1_000
"""Faults that are listed; a file that is wrong throughout is not listed to its end."""

# Spelling is compared letter by letter: names longer than this, or lists longer than this, would
# cost a hostile file's reader minutes.
_LONGEST_WORD = 80
_MOST_WORDS = 2_000


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where in the input something stands; `line` and `column` count from 1, 0 when unknown.

    >>> str(Place("evidence/media.yaml", 41, 16))
    'evidence/media.yaml:41:16'
    >>> str(Place("evidence/media.yaml"))
    'evidence/media.yaml'
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One thing that is wrong with the input: where, what was found, what to do about it.

    >>> print(Fault(Place("a.yaml", 3, 7), "unknown key 'tilte'. Did you mean 'title'?"))
    a.yaml:3:7 unknown key 'tilte'. Did you mean 'title'?
    """

    place: Place
    message: str

    def __str__(self) -> str:
        # One fault is one line, whatever the input contained.
        return one_line(f"{self.place} {self.message}")


def one_line(text: str) -> str:
    r"""Return `text` as one line that a terminal shows as it is, cut where it is too long.

    >>> print(one_line("a\x1b[2Jb\n c"))
    a\u001b[2Jb c
    """
    line = " ".join(text[: 2 * LONGEST_LINE].split())
    if not line.isprintable():
        # What would move the cursor, turn the line around or hide in it.
        line = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 3]}..."


class InputRefused(Exception):  # noqa: N818 - the name says what happened to the user's input
    """The input is refused whole; carries every fault found, sorted by place.

    Attributes:
        faults: at least one fault, sorted by file, line and column; after `MOST_FAULTS` of them
            one that says how many more there are.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        found = sorted(set(faults))
        if not found:
            raise AssertionError("InputRefused needs a fault")
        if len(found) > MOST_FAULTS:
            left = len(found) - MOST_FAULTS
            last = Fault(found[MOST_FAULTS].place, f"and {left:,} more faults from here on")
            found = [*found[:MOST_FAULTS], last]
        self.faults = tuple(found)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Unfinished(Exception):  # noqa: N818 - what happened, and no fault of the input
    """A long run was stopped from outside: a scheduler that went away, a worker killed again.

    The message says what is kept and how to go on; the exit code is 3.
    """


def refuse(file: str | Path, message: str, line: int = 0, column: int = 0) -> InputRefused:
    """Return a refusal with one fault, ready to be raised.

    >>> print(refuse("x.csv", "the file is empty"))
    x.csv the file is empty
    """
    return InputRefused([Fault(Place(str(file), line, column), message)])


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return a hint naming the nearest known word, or an empty string.

    Very long words and very long lists get no hint.

    >>> did_you_mean("odihr-finl", ["odihr-final", "odf-letter"])
    " Did you mean 'odihr-final'?"
    >>> did_you_mean("zzz", ["odihr-final"])
    ''
    """
    if len(word) > _LONGEST_WORD or len(known) > _MOST_WORDS:
        return ""
    short = sorted(one for one in known if len(one) <= _LONGEST_WORD)
    near = difflib.get_close_matches(word, short, n=1, cutoff=0.6)
    return f" Did you mean {near[0]!r}?" if near else ""
