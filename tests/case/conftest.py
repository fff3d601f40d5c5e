"""The first case, the rows of the facts that it was written from, and the letter's sentences."""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from electcheck.files.case import load_case
from electcheck.model.catalogue import Case

HERE = Path(__file__).resolve().parent
CASE = HERE.parents[1] / "data" / "kazakhstan-2019"
FIRST_WORDS = "1. Exhorter"
ALL_ROWS_ACCOUNTED = (
    "kz2019_evidence.csv",
    "odf_facts.csv",
    "kz_law.csv",
    "odihr_more.csv",
)


@dataclass(frozen=True)
class Row:
    """One line of fact_rows.csv: a row of the facts, and who uses it or why nobody does."""

    file: str
    row: str
    statement: str
    reason: str


def name_of(file: str, row: Mapping[str, str]) -> str:
    """Return what names a row of a file of the facts; fact_rows.csv gives its first words."""
    match file:
        case "kz2019_evidence.csv" | "odf_facts.csv":
            return row["claim"]
        case "odihr_more.csv":
            return f"{row['election']}: {row['finding']}"
        case "kz_law.csv":
            return f"{row['implied_indicator']}={row['value']}"
        case "kz_accounting_totals.csv":
            return f"{row['election']} {row['quantity']}"
        case "kz_national_results_exitpolls.csv":
            return f"{row['election']} {row['stage']} {row['candidate']}"
    raise AssertionError(file)


def only_row(facts: Mapping[tuple[str, str], str], file: str, beginning: str) -> tuple[str, str]:
    """Return the one row of a file whose name begins so.

    The whole name is not repeated in the project: some rows name private persons or family ties.
    """
    found = [key for key in facts if key[0] == file and key[1].startswith(beginning)]
    exact = [key for key in found if key[1] == beginning]
    assert len(exact or found) == 1, f"{file}: {len(found)} rows begin with {beginning!r}"
    return (exact or found)[0]


def sentences(letter: str) -> dict[str, str]:
    """Return the letter's sentences by recommendation and place, `3/0` being a heading."""
    text = re.sub(r"\s+", " ", letter[letter.index(FIRST_WORDS) :])
    starts: list[int] = []
    at = 0
    for number in range(1, 10):
        found = re.search(rf"(?<![\d.]){number}\. (?=[A-Zd])", text[at:])
        assert found, f"recommendation {number} not found"
        starts.append(at + found.start())
        at += found.end()
    named = {}
    for number, (start, end) in enumerate(
        zip(starts, [*starts[1:], len(text)], strict=True), start=1
    ):
        part = text[start:end].strip().removeprefix(f"{number}. ")
        pieces = re.split(r"(?<!rt)[.;] (?=[A-ZÀÉLU(])", part)
        named |= {f"{number}/{place}": piece.strip() for place, piece in enumerate(pieces)}
    return named


def beside(validation_data: Path, name: str) -> Path:
    """Return a folder beside that of the real elections, or skip with a line that says so."""
    folder = validation_data.parent / name
    if not folder.is_dir():
        message = f"no folder {folder} beside ELECTCHECK_VALIDATION_DATA"
        if os.environ.get("ELECTCHECK_REQUIRE_VALIDATION"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def case() -> Case:
    faults: list = []
    loaded, _ = load_case(CASE, faults)
    assert loaded is not None, "\n".join(map(str, faults))
    return loaded


@pytest.fixture(scope="session")
def rows() -> tuple[Row, ...]:
    with (HERE / "fact_rows.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Row(**row) for row in csv.DictReader(file))


@pytest.fixture(scope="session")
def rows_of(rows: tuple[Row, ...]) -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.statement:
            found[row.statement].append(row)
    return {statement: tuple(own) for statement, own in found.items()}


@pytest.fixture(scope="session")
def facts(validation_data: Path) -> Mapping[tuple[str, str], str]:
    """The text of every row that fact_rows.csv may name, by file and the row's name."""
    folder = beside(validation_data, "facts")
    others = ("kz_accounting_totals.csv", "kz_national_results_exitpolls.csv")
    found: dict[tuple[str, str], str] = {}
    for name in (*ALL_ROWS_ACCOUNTED, *others):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = (name, name_of(name, row))
                assert key not in found, f"two rows are called {key}"
                found[key] = " | ".join(value for value in row.values() if value)
    return found


@pytest.fixture(scope="session")
def letter(validation_data: Path) -> Mapping[str, str]:
    """The letter's sentences by recommendation and place."""
    (file,) = sorted(beside(validation_data, "seed").glob("*.txt"))
    return sentences(file.read_text(encoding="utf-8"))
