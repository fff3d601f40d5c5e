"""All that can be reconciled of a case without results by polling station."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from electcheck.results.reconciling.accounts import (
    Account,
    account_lines,
    other_ballots,
    preliminary_lines,
    press_lines,
)
from electcheck.results.reconciling.bulletins import bulletin_lines
from electcheck.results.reconciling.case_tables import CaseTables, read_package
from electcheck.results.reconciling.exit_polls import exit_poll_lines
from electcheck.results.reconciling.line import Line, Reconciliation

NO_STATIONS = (
    "No results by polling station were found in the copies searched. That is a limit of the "
    "search, and no evidence about the commission. Not checked for that reason: protocols' "
    "arithmetic (E1xx, W2xx), sums of stations to districts, regions and the nation, observers' "
    "copies against official ones, and which stations could change the outcome."
)


def reconcile_case(package: Path, every_ballot: bool = False) -> Reconciliation:
    """Reconcile a case's national accounts, press copies, bulletins and exit polls.

    Args:
        package: its datapackage.
        every_ballot: also the other ballots in the tables, not the case's own alone.

    Raises:
        InputRefused: a table is missing or faulty.
    """
    tables = read_package(package)
    ballots = [tables.election, *(other_ballots(tables) if every_ballot else [])]
    lines = [line for ballot in ballots for line in _ballot(tables, ballot)]
    if every_ballot:
        seen = dict.fromkeys(row["election"] for row in tables.of("turnout-bulletins"))
        for ballot in [name for name in seen if name not in ballots]:
            lines += _named(ballot, bulletin_lines(tables.of("turnout-bulletins", ballot)))
    limits = [NO_STATIONS]
    if not tables.of("turnout-bulletins", tables.election):
        limits.append("No turnout bulletins of this ballot are in the case.")
    return Reconciliation(tables.name, tuple(lines), tuple(limits))


def _ballot(tables: CaseTables, ballot: str) -> list[Line]:
    account = Account(tables, ballot)
    lines = [*account_lines(account), *press_lines(account), *preliminary_lines(account)]
    bulletins = tables.of("turnout-bulletins", ballot)
    if bulletins:
        lines += bulletin_lines(bulletins)
    lines += exit_poll_lines(tables.of("exit-polls", ballot), _percents(account))
    return lines if ballot == tables.election else list(_named(ballot, lines))


def _percents(account: Account) -> dict[str, float]:
    """Return the result of each candidate in percent of valid votes, from votes where printed."""
    valid = account.total("valid_final")
    votes = account.votes("final")
    if valid:
        return {name: 100 * value / valid for name, value in votes.items()}
    return {name: float(row["percent"]) for name, row in account.stage("final").items()}


def _named(ballot: str, lines: Iterator[Line] | list[Line]) -> Iterator[Line]:
    for line in lines:
        yield Line(**{**line.__dict__, "subject": f"{ballot}: {line.subject}"})
