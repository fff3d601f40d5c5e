"""The columns of an unknown file, and what a proposal says of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from electcheck.results.column_map import ReadOptions
from electcheck.results.numbers import decimal_of, parse_number
from electcheck.results.policy import header_words, results_policy
from electcheck.results.read import open_grid
from electcheck.results.table import Numbers

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
    """Return the key that a column's name speaks of, and the words that do; empty if none does."""
    lower = re.sub(r"\s+", " ", name.casefold())
    best = ("", "")
    for key, words in header_words().items():
        for word in words:
            short = len(word) <= 4
            pattern = rf"(?<![^\W_]){re.escape(word)}(?![^\W_])"
            inside = re.search(pattern, lower) if short else word in lower
            if inside and len(word) > len(best[1]):
                best = (key, word)
    return best


def read_columns(path: Path, options: ReadOptions) -> tuple[Columns, tuple[str, ...]]:
    """Read a file's columns: counts as a sample of numbers, all as text, and notes on reading.

    Raises:
        InputRefused: the file cannot be read as a table.
    """
    grid, notes = open_grid(path, (), options)
    missing = frozenset((*results_policy().reading.missing, *options.missing))
    names = grid.header
    twice = {name for name, count in Counter(names).items() if count > 1}
    rows = len(grid.line)
    sample = np.unique(np.linspace(0, rows - 1, min(rows, SAMPLE)).astype(np.int64))
    counts, values, other, texts = [], [], [], {}
    for at, name in enumerate(names):
        if not name or name in twice:
            continue
        cells = grid.numbers(at, missing)
        decimal = options.decimal or decimal_of(set(cells.odd_texts), False)
        read = {text: parse_number(text, decimal) for text in set(cells.odd_texts)}
        bad = sum(read[text] is None for text in cells.odd_texts)
        column = cells.values
        good = [
            (row, read[text]) for row, text in zip(cells.odd_rows, cells.odd_texts, strict=True)
        ]
        for row, value in good:
            if value is not None:
                column[row] = value
        known = ~np.isnan(column)
        whole = known.any() and float((column[known] % 1 == 0).mean()) > 0.99
        if bad <= 0.02 * rows and whole and known.sum() > 0.3 * rows:
            counts.append(at)
            values.append(np.nan_to_num(column[sample]))
        else:
            other.append(at)
        texts[at] = grid.texts(at).tolist()
    matrix = np.array(values) if values else np.zeros((0, len(sample)))
    told = [*notes]
    if twice:
        told.append(f"columns with one name are left out: {', '.join(sorted(twice))}")
    return Columns(names, counts, matrix, other, texts, rows), tuple(told)


def index_of(columns: Columns, name: str) -> int:
    """Return where a count column stands among the counts."""
    return columns.counts.index(columns.names.index(name))
