"""The columns of an unknown file, and what a proposal says of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from electcheck.results.column_map import ReadOptions
from electcheck.results.grid import NumberCells
from electcheck.results.numbers import decimal_of, parse_number
from electcheck.results.policy import header_words, results_policy
from electcheck.results.read import open_grid
from electcheck.results.table import Mask, Numbers
from electcheck.results.text_table import column_key

SAMPLE = 1500
COUNTS = ("registered", "issued", "in_boxes", "valid", "invalid", "blank")


@dataclass
class Guess:
    """What one key of the map is proposed to be.

    Attributes:
        columns: the columns; several are summed.
        sure: from 0 to 1, how sure the proposal is.
        because: the grounds, in words.
    """

    columns: tuple[str, ...]
    sure: float
    because: str


@dataclass
class Proposal:
    """A proposed column map.

    Attributes:
        file: the file's name.
        station: the identifying columns.
        keys: the other keys of the map.
        votes: candidate: column.
        votes_sure: how sure the candidates are.
        partial: only some of the candidates were found.
        notes: what the analyst should know.
    """

    file: str
    station: Guess
    keys: dict[str, Guess] = field(default_factory=dict)
    votes: dict[str, str] = field(default_factory=dict)
    votes_sure: Guess | None = None
    partial: bool = False
    notes: tuple[str, ...] = ()


@dataclass
class Columns:
    """The columns of a file: counts as numbers, the others as text, sampled by row."""

    names: tuple[str, ...]
    counts: list[int]
    values: Numbers
    other: list[int]
    texts: dict[int, list[str]]
    rows: int


def says(name: str) -> tuple[str, str]:
    """Return the key that a column's name speaks of, and the words that do; empty if none does.

    >>> says("Valid ballots"), says("Valid votes, %")
    (('valid', 'valid'), ('other', '%'))
    """
    lower, known = re.sub(r"\s+", " ", name.casefold()), header_words()
    for told in ({"other": known.rates}, known.words, known.general):
        found = [(key, word) for key, words in told.items() for word in words if _in(word, lower)]
        if found:
            return max(found, key=lambda one: len(one[1]))
    return ("", "")


def _in(word: str, lower: str) -> bool:
    """Tell whether a name holds a word; one of a few letters must stand by itself."""
    if word not in lower:
        return False
    short = len(word) <= 4 and word.isalpha()
    return not short or bool(re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", lower))


def read_columns(path: Path, options: ReadOptions) -> tuple[Columns, tuple[str, ...]]:
    """Read a file's columns: counts as a sample of numbers, all as text, and notes on reading.

    Raises:
        InputRefused: the file cannot be read as a table.
    """
    grid, notes = open_grid(path, (), options)
    missing = frozenset((*results_policy().reading.missing, *options.missing))
    names = grid.header
    twice = {name for name, count in Counter(names).items() if count > 1}
    read_as_text = {at: grid.texts(at) for at, name in enumerate(names) if name not in twice | {""}}
    # A header that is repeated further down would make every column look like text.
    again = np.ones(len(grid.line), dtype=bool)
    for at, cells in read_as_text.items():
        again &= np.array([column_key(text) == names[at] for text in cells.tolist()], dtype=bool)
    kept = np.flatnonzero(~again)
    rows = len(kept)
    sample = np.unique(np.linspace(0, rows - 1, min(rows, SAMPLE)).astype(np.int64))
    counts, values, other = [], [], []
    for at in read_as_text:
        column, bad = _as_numbers(grid.numbers(at, missing), options, again)
        column = column[kept]
        known = ~np.isnan(column)
        whole = known.any() and float((column[known] % 1 == 0).mean()) > 0.99
        if bad <= 0.02 * rows and whole and known.sum() > 0.3 * rows:
            counts.append(at)
            values.append(np.nan_to_num(column[sample]))
        else:
            other.append(at)
    texts = {at: cells[kept].tolist() for at, cells in read_as_text.items()}
    matrix = np.array(values) if values else np.zeros((0, len(sample)))
    told = [*notes]
    if twice:
        told.append(f"columns with one name are left out: {', '.join(sorted(twice))}")
    return Columns(names, counts, matrix, other, texts, rows), tuple(told)


def _as_numbers(cells: NumberCells, options: ReadOptions, again: Mask) -> tuple[Numbers, int]:
    """Return a column as numbers, and how many of its cells write none."""
    texts = [
        text
        for row, text in zip(cells.odd_rows.tolist(), cells.odd_texts, strict=True)
        if not again[row]
    ]
    decimal = options.decimal or decimal_of(set(texts), False)
    read = {text: parse_number(text, decimal) for text in set(cells.odd_texts)}
    column = cells.values
    for row, text in zip(cells.odd_rows.tolist(), cells.odd_texts, strict=True):
        value = read[text]
        if value is not None:
            column[row] = value
    return column, sum(read[text] is None for text in texts)


def index_of(columns: Columns, name: str) -> int:
    """Return where a count column stands among the counts."""
    return columns.counts.index(columns.names.index(name))
