"""YAML as plain data that remembers where each key and value stood.

Built on libyaml's events, which carry positions and cost no recursion: a hostile depth of
brackets is refused, not a crash. What is read is a small, predictable part of YAML 1.2: mappings
with unique keys, sequences, and scalars that are null, true/false, a number, or text. Dates stay
text (their type reads them); `yes`, `no`, `on` and `off` are text too. Anchors, aliases, merge
keys and tags are refused, since a reader of evidence must see every value where it stands.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from electcheck.errors import Fault, Place, refuse
from electcheck.files.characters import hidden, hidden_in
from electcheck.files.reading import read_regular

MAX_BYTES = 100_000_000
MAX_DEPTH = 40
MAX_FAULTS = 200
MAX_NODES = 3_000_000
"""Beginnings and ends of values in one file: more would take more than a gigabyte."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_BEGINS_A_NUMBER = frozenset("0123456789+-.")
_NO_END = (1 << 60, 0)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Map(dict[str, Any]):
    """A mapping that knows the position of each key and each value, and where it ends."""

    __slots__ = ("at", "end", "key_at", "start")

    def __init__(self, start: tuple[int, int]) -> None:
        super().__init__()
        self.start = start
        self.end = _NO_END
        self.key_at: dict[str, tuple[int, int]] = {}
        self.at: dict[str, tuple[int, int]] = {}


class Seq(list[Any]):
    """A sequence that knows the position of each item, and where it ends."""

    __slots__ = ("at", "end", "start")

    def __init__(self, start: tuple[int, int]) -> None:
        super().__init__()
        self.start = start
        self.end = _NO_END
        self.at: list[tuple[int, int]] = []


def read_bytes(path: Path, shown: str, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file no larger than `limit`, which is looked at before reading.

    Raises:
        InputRefused: the file is missing, is no file, cannot be read, or is too large.
    """
    return read_regular(path, shown, limit)


def decode(data: bytes, shown: str) -> str:
    """Return the text of UTF-8 bytes, a byte-order mark left out.

    Raises:
        InputRefused: the bytes are no text, or text in another encoding.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        kind = "binary data" if b"\0" in data[:8192] else f"the byte 0x{data[error.start]:02x}"
        raise refuse(
            shown, f"expected text in UTF-8, found {kind}. Save the file as UTF-8", line, column
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refuse(shown, "expected text, found binary data (a zero byte)", line, 1)
    return text


def parse(text: str, shown: str) -> tuple[Any, list[Fault]]:
    r"""Return the data of one YAML document and the faults found in its text.

    An empty document is None. After a fault of syntax the data is None; after other faults
    (duplicate keys, anchors, tags) it holds what could be read, so that all else can be checked.
    Where the text could not be read to its end, no fault says a word of it: which of its records
    are hidden from the reader is not known.

    >>> data, faults = parse("a: 1\nb: [x, 2.5]\n", "x.yaml")
    >>> data["b"], data.key_at["b"], faults
    (['x', 2.5], (2, 1), [])
    """
    builder = _Builder(shown)
    builder.hidden(text)
    try:
        for event in _events(text):
            builder.take(event)
            if builder.nodes > MAX_NODES:
                builder.fault(event.start_mark, f"more than {MAX_NODES:,} values: split the file")
                return None, builder.wordless
            if len(builder.faults) >= MAX_FAULTS:
                break
    except yaml.YAMLError as error:
        builder.syntax(error)
        return None, builder.wordless
    return builder.root, builder.faults


def _events(text: str) -> Iterator[Any]:
    loader = _LOADER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _not_allowed(name: str) -> str:
    return f"the character {name} is not allowed: it makes text read otherwise than it is written"


class _Builder:
    """Turns events into data; the open mappings and sequences stand on a stack."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.faults: list[Fault] = []
        self.wordless: list[Fault] = []
        self.root: Any = None
        self.documents = 0
        self.stack: list[tuple[Map | Seq, list[Any]]] = []
        self.skipping = 0
        self.nodes = 0

    def fault(self, mark: Any, message: str, found: str = "") -> None:
        self._add(Place(self.shown, mark.line + 1, mark.column + 1), message, found)

    def _add(self, place: Place, message: str, found: str = "") -> None:
        self.faults.append(Fault(place, message + found))
        self.wordless.append(Fault(place, message))

    def hidden(self, text: str) -> None:
        """Look for characters that hide, in comments too: a person reads the whole file."""
        for at, name in itertools.islice(hidden_in(text), MAX_FAULTS):
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            self._add(Place(self.shown, line, column), _not_allowed(name))

    def syntax(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not readable as YAML"
        place = Place(self.shown, mark.line + 1, mark.column + 1) if mark else Place(self.shown)
        if isinstance(error, yaml.reader.ReaderError):
            if self.faults:  # the same character, found before where it stands
                return
            problem = "a character is not allowed"
        self._add(place, f"not valid YAML: {problem}")

    def take(self, event: Any) -> None:
        # Called for every value of every file: the commonest comes first, and nothing twice.
        self.nodes += 1
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self._odd(event)
            text = event.value
            if event.implicit[0]:
                self._put(event, self._plain(event, text))
            else:
                # What stands in the file as it is was found before; an escape may write it too.
                if event.style == '"' and (name := hidden(text)):
                    self.fault(event.start_mark, _not_allowed(name))
                self._put(event, text)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._odd(event)
            self._open(event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close(event)
        elif kind is yaml.AliasEvent:
            self.fault(event.start_mark, "aliases (*name) are not allowed: write the value out")
            self._put(event, None)
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents == 2:
                self.fault(event.start_mark, "expected one document, found a second after '---'")

    def _odd(self, event: Any) -> None:
        if event.anchor is not None:
            self.fault(event.start_mark, "anchors (&name) are not allowed: write the value out")
        if event.tag is not None and event.tag != "!":
            self.fault(event.start_mark, "tags are not allowed", f", found {event.tag!r}")

    def _open(self, event: Any) -> None:
        at = (event.start_mark.line + 1, event.start_mark.column + 1)
        if len(self.stack) >= MAX_DEPTH:
            if not self.skipping:
                self.fault(event.start_mark, f"nested deeper than {MAX_DEPTH} levels")
            self.skipping += 1
            return
        node: Map | Seq = Map(at) if isinstance(event, yaml.MappingStartEvent) else Seq(at)
        self._put(event, node)
        # The second part holds the key that waits for its value: [] none, [key, position].
        self.stack.append((node, []))

    def _close(self, event: Any) -> None:
        if self.skipping:
            self.skipping -= 1
        else:
            node, _ = self.stack.pop()
            node.end = (event.end_mark.line + 1, event.end_mark.column + 1)

    def _put(self, event: Any, value: Any) -> None:
        if self.skipping:
            return
        mark = event.start_mark
        at = (mark.line + 1, mark.column + 1)
        if not self.stack:
            if self.documents <= 1:
                self.root = value
            return
        node, waiting = self.stack[-1]
        if type(node) is Seq:
            node.append(value)
            node.at.append(at)
        elif waiting:
            key = waiting.pop()
            if key is not None and key not in node.at:
                node[key] = value
                node.at[key] = at
        else:
            waiting.append(self._key(event, node, at))

    def _key(self, event: Any, node: Any, at: tuple[int, int]) -> str | None:
        if type(event) is not yaml.ScalarEvent:
            self.fault(event.start_mark, "a key must be a word, found a list or a mapping")
            return None
        key: str = event.value
        if key in node.key_at:
            line, column = node.key_at[key]
            found = f" {key!r}, first at {line}:{column}"
            self.fault(event.start_mark, "duplicate key", found)
            return None
        node.key_at[key] = at
        return key

    def _plain(self, event: Any, text: str) -> Any:
        """Read an unquoted scalar as YAML 1.2's core schema does, without its odd numbers."""
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in _BEGINS_A_NUMBER:
            return text
        if _INTEGER.fullmatch(text):
            digits = len(text.lstrip("+-"))
            if digits > 18:
                found = f": {text[:12]}... has {digits} digits"
                self.fault(event.start_mark, "the number is too long", found)
                return 0
            return int(text)
        if _FLOAT.fullmatch(text) and not (text[0] == "0" and text.isdigit()):
            number = float(text)
            if math.isfinite(number):
                return number
            self.fault(event.start_mark, "the number is too large", f": {text[:20]}")
        return text
