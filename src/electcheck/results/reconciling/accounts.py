"""National figures against each other: the final account, press copies, preliminary to final."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from electcheck.results.reconciling.case_tables import CaseTables
from electcheck.results.reconciling.digits import one_digit_slips
from electcheck.results.reconciling.line import Line, Status
from electcheck.results.reconciling.rounding import Range, exactly, printed_percent
from electcheck.results.reconciling.rows import Row


class Account:
    """One ballot's national figures by stage."""

    def __init__(self, tables: CaseTables, election: str) -> None:
        self.election = election
        self.rows = tables.of("national-results", election)
        self.totals = {
            row["quantity"]: row["value"] for row in tables.of("accounting-totals", election)
        }

    def stage(self, name: str) -> dict[str, Row]:
        """Return the rows of one stage by candidate."""
        return {row["candidate"]: row for row in self.rows if row["stage"] == name}

    def votes(self, stage: str) -> dict[str, int]:
        """Return the candidates' votes at one stage, where printed."""
        return {name: int(row["votes"]) for name, row in self.stage(stage).items() if row["votes"]}

    def total(self, name: str) -> int | None:
        """Return one national count; none where it is not there or is no whole number."""
        value = self.totals.get(name, "")
        return int(value) if value.isdecimal() else None

    def source(self, stage: str) -> str:
        """Return the sources of one stage."""
        return "; ".join(dict.fromkeys(row["source"] for row in self.stage(stage).values()))


def account_lines(account: Account) -> Iterator[Line]:
    """Yield what the final national account says of itself."""
    votes, valid = account.votes("final"), account.total("valid_final")
    invalid, cast = account.total("invalid_final"), account.total("ballots_cast_final")
    voters = account.total("voters_final_lists")
    source = account.source("final")
    if votes and valid is not None:
        yield _sum_line("candidates sum to valid", votes, valid, source)
    if valid is not None and invalid is not None and cast is not None:
        parts = {"valid": valid, "invalid": invalid}
        yield _sum_line("valid and invalid sum to ballots cast", parts, cast, source)
    if cast is not None and voters is not None:
        status: Status = "holds" if cast <= voters else "does_not_hold"
        message = f"{cast:,} ballots cast, {voters:,} on the lists"
        yield Line("account", "ballots at most voters", status, cast, 0, voters, message, source)
    printed = account.totals.get("turnout_pct_official")
    if printed and cast is not None and voters:
        share = Fraction(cast, voters)
        yield _percent_line(
            "official turnout of the lists", share, printed, f"{cast:,} / {voters:,}"
        )
    if valid:
        yield from _share_lines(account, votes, valid, cast)


def _sum_line(subject: str, parts: dict[str, int], total: int, source: str) -> Line:
    found = sum(parts.values())
    if found == total:
        message = f"{' + '.join(f'{value:,}' for value in parts.values())} = {total:,}"
        return Line("account", subject, "holds", found, total, total, message, source)
    message = (
        f"the sum is {found:,}, the total {total:,}: {found - total:+,}. {_slips(parts, total)}"
    )
    return Line("account", subject, "does_not_hold", found, total, total, message, source)


def _slips(parts: dict[str, int], total: int) -> str:
    slips = one_digit_slips(parts, total)
    if not slips:
        return "No change of one digit of one figure explains it"
    told = " or ".join(f"{one.name} {one.printed:,} for {one.repaired:,}" for one in slips)
    return f"One digit explains it: {told}"


def _percent_line(subject: str, share: Fraction, printed: str, how: str) -> Line:
    bounds = printed_percent(printed)
    status: Status = "holds" if bounds.holds(share) else "does_not_hold"
    message = f"{how} = {float(100 * share):.3f} %, printed {printed} %"
    low, high = float(100 * bounds.low), float(100 * bounds.high)
    return Line("account", subject, status, float(100 * share), low, high, message)


def _share_lines(
    account: Account, votes: dict[str, int], valid: int, cast: int | None
) -> Iterator[Line]:
    """Yield whether the printed percentages are of valid votes or of ballots cast."""
    rows = account.stage("final")
    printed = {name: rows[name]["percent"] for name in votes if rows[name]["percent"]}
    for what, whole in (("valid votes", valid), ("ballots cast", cast)):
        if not whole or not printed:
            continue
        wrong = [
            name
            for name, percent in printed.items()
            if not printed_percent(percent).holds(Fraction(votes[name], whole))
        ]
        told = (
            f"{len(printed) - len(wrong)} of {len(printed)} printed percentages are votes / {what}"
        )
        status: Status = "holds" if not wrong else "look"
        subject = f"printed percentages as shares of {what}"
        count = len(printed) - len(wrong)
        yield Line("account", subject, status, count, len(printed), len(printed), told)


def press_lines(account: Account) -> Iterator[Line]:
    """Yield what a press copy does to the sum: the figure that breaks it, and by which digit."""
    votes, valid = account.votes("final"), account.total("valid_final")
    copies = account.votes("press_copy")
    if not copies or valid is None:
        return
    for name, printed in copies.items():
        if name not in votes:
            continue
        changed = {**votes, name: printed}
        row = account.stage("press_copy")[name]
        final = votes[name]
        total = sum(changed.values())
        told = f"the copy prints {name} {printed:,}; the candidates then sum to {total:,}, "
        told += f"valid is {valid:,}: {total - valid:+,}. "
        if total == valid:
            status: Status = "holds"
        else:
            status = "does_not_hold"
            told += _slips(changed, valid)
            if sum(votes.values()) == valid:
                told += f". With {final:,}, as {account.source('final')} prints, the sum is exact"
        subject = f"press copy of {name}"
        yield Line("press copies", subject, status, printed, final, final, told, row["source"])


def preliminary_lines(account: Account) -> Iterator[Line]:
    """Yield each candidate's preliminary votes, as a range, against the final ones."""
    preliminary, final = account.stage("preliminary"), account.votes("final")
    base = _base(preliminary)
    if base is None or not final:
        return
    for name, row in preliminary.items():
        if name not in final or not row["percent"]:
            continue
        bounds = (
            exactly(int(row["votes"])) if row["votes"] else (printed_percent(row["percent"]) * base)
        )
        low, high = float(bounds.low), float(bounds.high)
        value = final[name]
        falls = value < bounds.low
        told = (
            f"preliminary {row['percent']} % is {low:,.0f} to {high:,.0f} votes, final {value:,}"
            + (
                f": it appears to fall by at least {low - value:,.0f}, as the press rounded it"
                if falls
                else ""
            )
        )
        status: Status = "look" if falls else "holds"
        yield Line("preliminary to final", name, status, value, low, None, told, row["source"])
    total = sum((Fraction(row["percent"]) for row in preliminary.values()), Fraction(0))
    half = sum((_width(row["percent"]) for row in preliminary.values()), Fraction(0)) / 2
    status = "holds" if abs(total - 100) <= half else "does_not_hold"
    told = f"the printed percentages sum to {float(total):g}; rounding allows {float(half):g} off"
    yield Line(
        "preliminary to final", "percentages sum to 100", status, float(total),
        float(100 - half), float(100 + half), told,
    )  # fmt: skip


def _width(percent: str) -> Fraction:
    bounds = printed_percent(percent)
    return 100 * (bounds.high - bounds.low)


def _base(rows: dict[str, Row]) -> Range | None:
    """Return the valid votes behind percentages, from a candidate with both votes and percent."""
    for row in rows.values():
        if row["votes"] and row["percent"]:
            return exactly(int(row["votes"])) / printed_percent(row["percent"])
    return None


def other_ballots(tables: CaseTables) -> list[str]:
    """Return the ballots of the tables other than the case's own, in file order."""
    seen = dict.fromkeys(row["election"] for row in tables.of("national-results"))
    return [name for name in seen if name != tables.election]
