"""All checks of a table of stations."""

from __future__ import annotations

from collections.abc import Sequence

from electcheck.model.said import Own, Said
from electcheck.results.checks.contradictions import Contradictions
from electcheck.results.checks.looks import looks
from electcheck.results.checks.protocol import Protocol
from electcheck.results.checks.report import CheckReport
from electcheck.results.policy import protocol_checks
from electcheck.results.table import Stations, ratio


def check_stations(table: Stations) -> CheckReport:
    """Check every protocol; a check that lacks its columns is not applicable, never passed.

    >>> import numpy as np
    >>> table = Stations(
    ...     name="x.csv",
    ...     station=np.array(["7"], dtype=object),
    ...     valid=np.array([50.0]),
    ...     votes={"A": np.array([30.0]), "B": np.array([19.0])},
    ... )
    >>> report = check_stations(table)
    >>> report.summary()
    {'E104': 1}
    >>> next(report.issues()).message
    "candidates' votes 30 + 19 = 49, valid is 50: 1 too few"
    """
    protocol = Protocol.of(table)
    checks = protocol_checks()
    found = Contradictions(protocol)
    hits = (*found.hits, *looks(protocol, found, checks))
    return CheckReport(
        table=table,
        hits=tuple(hits),
        not_applicable=_not_applicable(table),
        turnout_above_100=_turnout_above_100(table),
    )


def _not_applicable(table: Stations) -> dict[str, Said]:
    lacking: dict[str, Said] = {}
    for code, check in protocol_checks().items():
        if not any(all(_there(table, name) for name in names) for names in check.needs):
            lacking[code] = Said("the map has no %(columns)s", columns=_columns(check.needs))
    for code, holds, why in _proves_nothing(table):
        if holds:
            lacking.setdefault(code, why)
    return dict(sorted(lacking.items()))


def _columns(sets: Sequence[Sequence[str]]) -> Said | Own:
    """Return sets of columns of which one would do.

    >>> _columns([["issued", "in_boxes"], ["issued", "valid"]])
    'issued and in_boxes or no issued and valid'
    """
    (first, *names), *others = sets
    said: Said | Own = Own(first)
    for name in names:
        said = Said("%(columns)s and %(column)s", columns=said, column=Own(name))
    return Said("%(one)s or no %(other)s", one=said, other=_columns(others)) if others else said


def _proves_nothing(table: Stations) -> list[tuple[str, bool, Said]]:
    """Return checks that this table cannot fail, or that another code stands for, and why."""
    votes = [f"votes/{name}" for name in table.votes]
    one_ballot = (
        _same(table, "issued", "in_boxes"),
        Said("the same columns stand for issued and in_boxes"),
    )
    nameless = (
        table.columns.get("station") == (),
        Said("the file names no station; its lines stand for it"),
    )
    closed = table.added_on_the_day is False
    return [
        ("E103", *nameless),
        ("E104", table.votes_partial, Said("only some of the candidates are in the file")),
        (
            "E104",
            _same(table, "valid", *votes),
            Said("the map makes valid out of the candidates' votes"),
        ),
        ("E106", table.in_boxes_derived, Said("in_boxes is computed as valid + invalid")),
        ("E107", *one_ballot),
        (
            "E108",
            not closed,
            Said("the map does not say that no one may be added (added_on_the_day: false)"),
        ),
        ("E109", *nameless),
        ("W201", closed, Said("the map says added_on_the_day: false, so that E108 reports it")),
        ("W209", *one_ballot),
    ]


def _there(table: Stations, name: str) -> bool:
    if name == "any":
        return bool(table.votes) or any(
            table.has(one) for one in ("registered", "issued", "in_boxes", "valid", "invalid")
        )
    if name == "votes":
        return bool(table.votes)
    return name == "station" or table.has(name)


def _same(table: Stations, name: str, *others: str) -> bool:
    """Tell whether two counts are made of the same columns: a check of them would prove nothing."""
    columns = {column for other in others for column in table.columns.get(other, ())}
    return bool(columns) and set(table.columns.get(name, ())) == columns


def _turnout_above_100(table: Stations) -> dict[str, int]:
    """Count the stations above 100 % by each numerator: the choice moves the headline."""
    if table.registered is None:
        return {}
    above = {}
    for name in ("issued", "in_boxes", "valid"):
        if table.has(name):
            turnout = ratio(table.column(name), table.registered)
            zero_list = (table.registered == 0) & (table.column(name) > 0)
            above[f"{name} / registered"] = int(((turnout > 1) | zero_list).sum())
    return above
