"""Each code is triggered by its own corruption and by no other; one fault gives one issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from electcheck.results.check_pages import pages
from electcheck.results.checks import check_stations
from electcheck.results.policy import protocol_checks
from electcheck.results.table import Stations

from . import elections

Columns = dict[str, np.ndarray]
ROW = 25


def test_a_clean_election_has_no_issue() -> None:
    report = check_stations(elections.table(elections.clean()))
    assert report.summary() == {}
    assert report.holds
    assert set(report.not_applicable) == {"E108", "W203"}


def negative(c: Columns) -> None:
    c["Alma"][ROW] = -c["Alma"][ROW]


def fraction(c: Columns) -> None:
    c["invalid"][ROW] += 0.5


def votes_too_many(c: Columns) -> None:
    c["Alma"][ROW] += 3


def valid_mistyped(c: Columns) -> None:
    c["valid"][ROW] += 3


def invalid_mistyped(c: Columns) -> None:
    c["invalid"][ROW] += 2


def boxes_mistyped(c: Columns) -> None:
    c["in_boxes"][ROW] += 1000


def stuffed(c: Columns) -> None:
    more = c["issued"][ROW] - c["in_boxes"][ROW] + 5
    for name in ("in_boxes", "valid", "Alma"):
        c[name][ROW] += more


def issued_too_few(c: Columns) -> None:
    c["issued"][ROW] = c["in_boxes"][ROW] - 1


def list_too_short(c: Columns) -> None:
    c["registered"][ROW] = c["issued"][ROW] - 1


def many_invalid(c: Columns) -> None:
    moved = np.ceil(0.15 * c["in_boxes"][ROW])
    c["invalid"][ROW] += moved
    c["valid"][ROW] -= moved
    c["Alma"][ROW] -= moved


def all_to_one(c: Columns) -> None:
    c["Alma"][ROW] = c["valid"][ROW]
    c["Boris"][ROW] = c["Chiara"][ROW] = 0


def copied_protocol(c: Columns) -> None:
    for values in c.values():
        values[ROW] = values[ROW + 2]


def round_numbers(c: Columns) -> None:
    figures = (1500, 1000, 1000, 990, 10, 500, 300, 190)
    for name, value in zip(elections.COUNTS, figures, strict=True):
        c[name][ROW] = value


def empty(c: Columns) -> None:
    for name in elections.COUNTS[1:]:
        c[name][ROW] = 0


def missing(c: Columns) -> None:
    c["Boris"][ROW] = np.nan


def not_found(c: Columns) -> None:
    c["issued"][ROW] = np.ceil(c["in_boxes"][ROW] * 1.1) + 20
    c["registered"][ROW] = c["issued"][ROW] + 301


PLANTED: list[tuple[Callable[[Columns], None], str, tuple[str, ...]]] = [
    (negative, "E101", ("Alma",)),
    (fraction, "E102", ("invalid",)),
    (votes_too_many, "E104", ("Alma", "Boris", "Chiara", "valid")),
    (valid_mistyped, "E104", ("Alma", "Boris", "Chiara", "valid")),
    (invalid_mistyped, "E106", ("valid", "invalid", "in_boxes")),
    (boxes_mistyped, "E106", ("valid", "invalid", "in_boxes")),
    (stuffed, "E107", ("in_boxes", "issued")),
    (issued_too_few, "E107", ("in_boxes", "issued")),
    (list_too_short, "W201", ("issued", "registered")),
    (many_invalid, "W202", ("invalid", "in_boxes")),
    (all_to_one, "W204", ("Alma", "valid")),
    (copied_protocol, "W205", elections.COUNTS),
    (round_numbers, "W206", ("registered", "issued", "valid", "Alma", "Boris", "Chiara")),
    (empty, "W207", elections.COUNTS[1:]),
    (missing, "W208", ("Boris",)),
    (not_found, "W209", ("issued", "in_boxes")),
]


@pytest.mark.parametrize(
    ("corrupt", "code", "cells"), PLANTED, ids=[one[0].__name__ for one in PLANTED]
)
def test_a_planted_fault_gives_its_own_code_and_no_other(
    corrupt: Callable[[Columns], None], code: str, cells: tuple[str, ...]
) -> None:
    columns = elections.clean()
    corrupt(columns)
    report = check_stations(elections.table(columns))
    assert report.summary() == {code: 1}
    (issue,) = report.issues()
    # Of two equal protocols the later row is the repeat.
    row = ROW + 2 if code == "W205" else ROW
    assert issue.station.endswith(f"No. {row + 1}")
    assert issue.line == row + 2
    if code != "W206":
        assert set(issue.cells) == set(cells)
    assert issue.message
    assert issue.action
    assert report.holds == code.startswith("W")


def double(table: Stations) -> Stations:
    station = table.station.copy()
    station[ROW] = station[3]
    return elections.table(elections.clean(), station=station)


def test_a_double_station_is_one_issue() -> None:
    table = double(elections.table(elections.clean()))
    report = check_stations(table)
    assert report.summary() == {"E103": 1}
    assert "line 27" in next(report.issues()).message
    assert "line 5" in next(report.issues()).message


def test_a_wholly_identical_repeat_is_one_issue_even_if_its_protocol_is_wrong() -> None:
    table = elections.table(elections.clean())
    order = np.concatenate((np.arange(len(table)), [ROW]))
    repeated = table.keep(order)  # type: ignore[arg-type]
    assert check_stations(repeated).summary() == {"E103": 1}
    columns = elections.clean()
    votes_too_many(columns)
    repeated = elections.table(columns).keep(order)  # type: ignore[arg-type]
    assert check_stations(repeated).summary() == {"E103": 1, "E104": 1}
    assert repeated.identical_repeats().sum() == 1


def test_a_station_without_a_name() -> None:
    table = elections.table(elections.clean())
    station = table.station.copy()
    station[ROW] = " /  / "
    assert check_stations(elections.table(elections.clean(), station=station)).summary() == {
        "E109": 1
    }


def test_a_closed_list_makes_turnout_above_100_a_contradiction() -> None:
    columns = elections.clean()
    list_too_short(columns)
    report = check_stations(elections.table(columns, added_on_the_day=False))
    assert report.summary() == {"E108": 1}
    assert not report.holds
    assert "W201" in report.not_applicable


def test_partial_votes_may_stay_below_valid_and_not_pass_it() -> None:
    columns = elections.clean()
    votes = {"Alma": columns["Alma"]}
    report = check_stations(elections.table(columns, votes=votes, votes_partial=True))
    assert report.summary() == {}
    assert "E104" in report.not_applicable
    columns["Alma"][ROW] = columns["valid"][ROW] + 1
    report = check_stations(elections.table(columns, votes=votes, votes_partial=True))
    assert report.summary() == {"E105": 1}


def test_a_part_greater_than_the_whole() -> None:
    columns = elections.clean()
    columns["valid"][ROW] = columns["in_boxes"][ROW] + 1
    table = elections.table(columns, invalid=None, votes={})
    assert check_stations(table).summary() == {"E110": 1}


def test_many_blank_ballots() -> None:
    columns = elections.clean()
    blank = np.zeros(len(columns["valid"]))
    blank[ROW] = 0.2 * columns["in_boxes"][ROW] // 1
    report = check_stations(elections.table(columns, blank=blank))
    assert report.summary() == {"W203": 1}


def test_every_code_was_planted_somewhere() -> None:
    planted = {code for _, code, _ in PLANTED}
    assert planted | {"E103", "E105", "E108", "E109", "E110", "W203"} == set(protocol_checks())


FEWER_COLUMNS: dict[str, dict[str, object]] = {
    "all": {},
    "no in_boxes": {"in_boxes": None},
    "no in_boxes, no issued": {"in_boxes": None, "issued": None},
    "the same with a closed list": {"in_boxes": None, "issued": None, "added_on_the_day": False},
    "no valid": {"valid": None},
    "no invalid": {"invalid": None},
    "no candidates": {"votes": {}},
    "some candidates": {"votes": None, "votes_partial": True},
}


@pytest.mark.parametrize("given", FEWER_COLUMNS)
@pytest.mark.parametrize("name", elections.COUNTS)
def test_one_mistyped_cell_gives_at_most_one_issue_whatever_columns_there_are(
    given: str, name: str
) -> None:
    mistypings: list[Callable[[float], float]] = [
        lambda value: value - 1000,
        lambda value: value + 1000,
        lambda value: value - 100,
        lambda value: 10 * value,
        lambda value: 0,
        lambda value: -value,
        lambda value: float(str(int(value))[::-1]),
    ]
    for mistype in mistypings:
        columns = elections.clean()
        for row in range(0, 400, 8):
            columns[name][row] = mistype(columns[name][row])
        changes = dict(FEWER_COLUMNS[given])
        if "votes" in changes and changes["votes"] is None:
            changes["votes"] = {one: columns[one] for one in elections.CANDIDATES[:2]}
        worst = Counter(
            issue.station for issue in check_stations(elections.table(columns, **changes)).issues()
        )
        assert not worst or worst.most_common(1)[0][1] == 1, worst.most_common(2)


@pytest.mark.parametrize("name", elections.COUNTS)
@pytest.mark.parametrize("change", [-1000, -100, -7, -1, 1, 7, 100, 1000, 9000])
def test_one_mistyped_cell_gives_at_most_one_issue(name: str, change: int) -> None:
    """The cascade guard, for every cell and both directions, at fifty stations each."""
    columns = elections.clean()
    rows = np.arange(0, 400, 8)
    for row in rows:
        columns[name][row] += change
    report = check_stations(elections.table(columns))
    worst = Counter(issue.station for issue in report.issues())
    assert not worst or worst.most_common(1)[0][1] == 1, worst.most_common(2)


def broken_identities(c: Columns, row: int) -> bool:
    """Tell, by plain Python, whether the protocol breaks an identity that the checks state."""
    cells = {name: float(c[name][row]) for name in elections.COUNTS}
    known = {name: value for name, value in cells.items() if not np.isnan(value)}
    if any(value < 0 or value != int(value) for value in known.values()):
        return True
    votes = [cells[name] for name in elections.CANDIDATES]
    total = sum(votes)
    if not np.isnan(total) and "valid" in known and total != known["valid"]:
        return True
    if {"valid", "invalid", "in_boxes"} <= known.keys() and (
        known["valid"] + known["invalid"] != known["in_boxes"]
    ):
        return True
    if sum(value for value in votes if not np.isnan(value)) > known.get("valid", np.inf):
        return True
    boxes = known.get("in_boxes", np.inf)
    if known.get("valid", 0) > boxes or known.get("invalid", 0) > boxes:
        return True
    if "valid" not in known and sum(value for value in votes if not np.isnan(value)) > boxes:
        return True
    return boxes != np.inf and boxes > known.get("issued", np.inf)


def test_ten_thousand_corruptions_are_accepted_only_if_every_identity_holds() -> None:
    stations = 10_000
    columns = elections.clean(stations, seed=11)
    rng = np.random.default_rng(12)
    values = [0, -1, -3, 0.5, 1, 2, 10, 99, 1000, 123456, np.nan]
    for row in range(stations):
        for at in rng.integers(0, len(elections.COUNTS), rng.integers(1, 4)).tolist():
            name, kind = elections.COUNTS[at], rng.integers(0, 3)
            if kind == 0:
                columns[name][row] = values[rng.integers(0, len(values))]
            elif kind == 1:
                columns[name][row] += rng.integers(-50, 50)
            else:
                columns[name][row] = columns[elections.COUNTS[rng.integers(0, 8)]][row]
    report = check_stations(elections.table(columns))
    flagged = report.flagged("E")
    broken = np.array([broken_identities(columns, row) for row in range(stations)])
    assert broken.sum() > 5000
    assert (~broken).sum() > 300
    assert np.flatnonzero(flagged != broken).tolist() == []
    assert sum(1 for _ in report.issues()) == sum(report.summary().values())


def test_the_generated_pages_are_those_of_the_policy() -> None:
    folder = Path(__file__).parents[2] / "docs" / "checks"
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert found == pages()
