"""What the results commands print: text for people, JSON and CSV for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from electcheck.files.csv_text import csv_text
from electcheck.results.checks.report import CheckReport, Issue
from electcheck.results.policy import protocol_checks
from electcheck.results.reconciling.line import Reconciliation

ISSUE_COLUMNS = ("code", "station", "line", "cells", "observed", "expected", "message", "action")


def check_json(report: CheckReport) -> dict[str, Any]:
    """Return a check's answer for programs."""
    return {
        "file": report.table.name,
        "stations": len(report.table),
        "summary": report.summary(),
        "not_applicable": report.not_applicable,
        "turnout_above_100": report.turnout_above_100,
        "notes": list(report.table.notes),
        "issues": [{**asdict(issue), "cells": list(issue.cells)} for issue in report.issues()],
    }


def check_csv(report: CheckReport) -> str:
    """Return one line an issue; cells are joined by ` + `."""
    return csv_text(
        ISSUE_COLUMNS,
        (
            [*(getattr(issue, name) for name in ISSUE_COLUMNS[:3]), " + ".join(issue.cells),
             *(getattr(issue, name) for name in ISSUE_COLUMNS[4:])]
            for issue in report.issues()
        ),
    )  # fmt: skip


def check_text(report: CheckReport, limit: int) -> str:
    """Return a check's answer for people; `limit` issues of each code are shown."""
    summary, checks = report.summary(), protocol_checks()
    lines = [f"{report.table.name}: {counted(len(report.table), 'polling station')}"]
    lines += [f"note: {note}" for note in report.table.notes]
    errors = sum(count for code, count in summary.items() if code.startswith("E"))
    looks = sum(count for code, count in summary.items() if code.startswith("W"))
    contradictions = counted(errors, "contradiction")
    lines.append(f"{contradictions}, {looks:,} worth a look")
    for name, count in report.turnout_above_100.items():
        lines.append(f"turnout above 100 % as {name}: {counted(count)}")
    for code, count in summary.items():
        lines += ["", f"{code} {checks[code].title}: {count:,}", f"  {checks[code].rule}"]
        for number, issue in enumerate(report.issues(code)):
            if number == limit:
                lines.append(f"  and {count - limit:,} more: --format json or csv lists all")
                break
            lines.append(_issue_line(issue))
        lines.append(f"  Innocent explanations: {checks[code].innocent}")
        lines.append(f"  What to do: {checks[code].action}")
    if report.not_applicable:
        lines += ["", "Not applicable, so neither passed nor failed:"]
        lines += [f"  {code}: {why}" for code, why in report.not_applicable.items()]
    return "\n".join(lines) + "\n"


def counted(count: int, word: str = "station") -> str:
    """Return a number with its word.

    >>> counted(1), counted(1200)
    ('1 station', '1,200 stations')
    """
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _issue_line(issue: Issue) -> str:
    line = f" (line {issue.line})" if issue.line else ""
    return f"  {issue.station}{line}: {issue.message}"


LINE_COLUMNS = ("section", "subject", "status", "observed", "low", "high", "message", "source")


def reconcile_csv(found: Reconciliation) -> str:
    """Return one line a comparison."""
    rows = ([getattr(line, name) for name in LINE_COLUMNS] for line in found.lines)
    return csv_text(LINE_COLUMNS, rows)


def reconcile_text(found: Reconciliation) -> str:
    """Return a reconciliation for people: what does not hold first in each section."""
    lines = [found.name]
    marks = {"does_not_hold": "DOES NOT HOLD", "look": "look", "not_applicable": "not applicable"}
    for section, counts in found.summary().items():
        told = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in counts.items())
        lines += ["", f"{section}: {told}"]
        order = list(marks)
        these = [line for line in found.lines if line.section == section]
        these.sort(key=lambda line: order.index(line.status) if line.status in order else 9)
        for line in these:
            lines.append(f"  {marks.get(line.status, 'holds')}: {line.subject}: {line.message}")
    if found.limits:
        lines += ["", "Limits:", *(f"  {limit}" for limit in found.limits)]
    return "\n".join(lines) + "\n"
