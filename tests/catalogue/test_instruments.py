"""Every commitment that the catalogue promised is there, says how it was read, and what it is."""

import csv
from pathlib import Path

import pytest

from electcheck.files.documents import load
from electcheck.model.norms import AreaFile, Commitment, Instrument, Instruments

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).with_name("expected_commitments.csv")

# Named in the plan of the catalogue beside the rows of the compiled facts.
BESIDES = {
    "udhr/21",
    "cedaw/7",
    "crpd/12",
    "crpd/29",
    "icerd/5c",
    "uncac/7.3",
    "cat/2",
    "cat/12",
    "cat/15",
    "hrd-declaration/12",
    "lawyers-principles/16",
    "lawyers-principles/18",
    "moscow-1991/18.1",
    "dop-2005/12",
    "assembly-guidelines/4.1",
    "party-guidelines/principle-4",
    "mc-7-09/3",
}

RANKS = {
    "copenhagen-1990": "political_commitment",
    "iccpr": "treaty",
    "gc25": "interpretation",
    "gc34": "interpretation",
    "istanbul-1999": "political_commitment",
    "maastricht-2003": "political_commitment",
    "venice-code": "good_practice",
    "udhr": "political_commitment",
    "cedaw": "treaty",
    "crpd": "treaty",
    "icerd": "treaty",
    "uncac": "treaty",
    "cat": "treaty",
    "moscow-1991": "political_commitment",
    "mc-7-09": "political_commitment",
    "assembly-guidelines": "good_practice",
    "party-guidelines": "good_practice",
    "dop-2005": "good_practice",
    "hrd-declaration": "political_commitment",
    "lawyers-principles": "good_practice",
}


@pytest.fixture(scope="module")
def instruments() -> tuple[Instrument, ...]:
    faults = []
    path = ROOT / "criteria" / "instruments.yaml"
    document = load(path, "criteria/instruments.yaml", Instruments, faults)
    assert document is not None, "\n".join(map(str, faults))
    return document.record.instruments


@pytest.fixture(scope="module")
def commitments(instruments: tuple[Instrument, ...]) -> dict[str, Commitment]:
    return {
        f"{instrument.id}/{commitment.paragraph}": commitment
        for instrument in instruments
        for commitment in instrument.commitments
    }


def expected() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_row_of_the_facts_is_a_commitment(commitments: dict[str, Commitment]) -> None:
    rows = expected()
    assert len(rows) == 84 + 89
    assert [row for row in rows if row["commitment"] not in commitments] == []


def test_the_expected_rows_are_those_of_the_facts(validation_data: Path) -> None:
    facts = validation_data.parent / "facts"
    ids = []
    for name in ("standards.csv", "venice_code.csv"):
        with (facts / name).open(encoding="utf-8") as file:
            ids += [row["id"] for row in csv.DictReader(file)]
    assert [row["fact"] for row in expected()] == ids


def test_what_was_said_to_be_from_memory_is_not_claimed_to_be_read(
    validation_data: Path, commitments: dict[str, Commitment]
) -> None:
    by_fact = {row["fact"]: row["commitment"] for row in expected()}
    for name in ("standards.csv", "venice_code.csv"):
        with (validation_data.parent / "facts" / name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["status"].startswith("from memory"):
                    assert commitments[by_fact[row["id"]]].read == "from memory", row["id"]


def test_the_numeric_limits_of_the_code_are_kept(
    validation_data: Path, commitments: dict[str, Commitment]
) -> None:
    by_fact = {row["fact"]: row["commitment"] for row in expected()}
    with (validation_data.parent / "facts" / "venice_code.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            commitment = commitments[by_fact[row["id"]]]
            assert (commitment.limit or "") == row["numeric_limit"], row["id"]


def test_the_instruments_beside_the_facts_are_there(commitments: dict[str, Commitment]) -> None:
    assert BESIDES - commitments.keys() == set()


def test_each_instrument_has_its_rank(instruments: tuple[Instrument, ...]) -> None:
    assert {instrument.id: instrument.rank for instrument in instruments} == RANKS


def test_a_general_comment_interprets_the_covenant(instruments: tuple[Instrument, ...]) -> None:
    for instrument in instruments:
        wanted = "iccpr" if instrument.rank == "interpretation" else None
        assert instrument.interprets == wanted


def test_ids_are_given_once(instruments: tuple[Instrument, ...]) -> None:
    ids = [name for instrument in instruments for name in instrument.ids()]
    assert len(ids) == len(set(ids))


def test_each_is_translated_and_says_where_it_was_read(
    commitments: dict[str, Commitment], instruments: tuple[Instrument, ...]
) -> None:
    texts = {name: commitment.paraphrase for name, commitment in commitments.items()}
    texts |= {instrument.id: instrument.title for instrument in instruments}
    for name, text in texts.items():
        assert text.fr not in (None, text.en), name
        assert text.ru not in (None, text.en), name
        assert any("а" <= letter.lower() <= "я" for letter in text.ru or ""), name
    for name, commitment in commitments.items():
        if commitment.read != "from memory":
            assert None not in (commitment.read_at, commitment.url), name


def test_a_commitment_is_tested_or_says_why_not(commitments: dict[str, Commitment]) -> None:
    faults = []
    cited = set()
    for path in sorted((ROOT / "criteria").glob("[0-9][0-9]-*.yaml")):
        document = load(path, path.name, AreaFile, faults)
        assert document is not None, "\n".join(map(str, faults))
        cited |= {name for one in document.record.criteria for name in one.commitments}
    silent = [n for n, one in commitments.items() if n not in cited and one.untested is None]
    assert silent == [], "cited by no criterion: cite it, or give 'untested' a reason"
    stale = [name for name, one in commitments.items() if name in cited and one.untested]
    assert stale == [], "cited by a criterion: remove 'untested'"
