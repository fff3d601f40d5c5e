"""All tests by all elections as a Markdown table, from rows of reference statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from electcheck.forensics.battery import MODELS

KINDS = ("clean", "control", "contested", "documented", "unclassed")
LEVEL = 0.05
READING = """A cell gives the p-value (after Holm where there are several claims) and, for
descriptive tests, the statistic. **Bold**: at most 0.05. `-`: not applicable (a column is missing
or too few stations can be used). `weak`: underpowered, no p-value. `off`: suppressed, because the
test cries wolf too often on clean elections of this kind. For claims over regions or districts the
cell is about the most extreme one with power; in brackets, how many are at or below 0.05."""
ESTIMATES = """A cell gives the estimate with its interval of 95 %, or a p-value as above.
`refuses`: the model is not identified on this election, which the result explains; `-`: not
applicable."""
Row = Mapping[str, str]


def validation_table(elections: Sequence[Row], left_out: Mapping[str, str]) -> str:
    """Return the table as a page: one part a class, then what could not be read.

    Args:
        elections: rows of reference statistics.
        left_out: name: why it is not in the table.
    """
    kinds = [kind for kind in KINDS if any(row["class"] == kind for row in elections)]
    parts = ["# All tests by all elections", READING]
    tests = [row for row in elections if row["test"] not in MODELS]
    models = [row for row in elections if row["test"] in MODELS]
    parts += [matrix(tests, kind) for kind in kinds if tests]
    if models:
        parts += ["## Model-based estimates", ESTIMATES]
        parts += [matrix(models, kind) for kind in kinds]
    if left_out:
        parts += [
            "### Left out",
            table(["name", "reason"], (list(one) for one in left_out.items())),
        ]
    return "\n\n".join(parts) + "\n"


def table(head: list[str], body: Iterable[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |" for cells in lines
    )


def matrix(elections: Sequence[Row], kind: str) -> str:
    """Return tests by elections of one class."""
    here = [row for row in elections if row["class"] == kind]
    names = sorted({row["election"] for row in here})
    cells = {(row["election"], row["test"], row["claim"]): cell(row) for row in here}
    keys = list(dict.fromkeys((row["test"], row["claim"]) for row in elections))
    body = [
        [label(test, claim), *(cells.get((name, test, claim), "-") for name in names)]
        for test, claim in keys
        # A test that could not be run at all has no claim, and shows as '-' in each of them.
        if claim or not any(one == test and other for one, other in keys)
    ]
    return f"### {kind.capitalize()}\n\n" + table(["test", *names], body)


def label(test: str, claim: str) -> str:
    """Return how a claim is called.

    >>> label("duplicates", "")
    'duplicates'
    """
    return f"{test}: {claim}" if claim else test


def cell(row: Row) -> str:
    """Return what a cell shows."""
    model = row["test"] in MODELS
    off = "refuses" if model and not row["statistic"] else "off"
    short = {"not_applicable": "-", "underpowered": "weak", "refused": off}
    if row["status"] in short:
        return short[row["status"]]
    if model and not row["pvalue"]:
        return _estimate(row)
    if not row["pvalue"]:
        return f"{float(row['statistic']):.3g}" if row["statistic"] else "-"
    value = float(row["pvalue_adjusted"] or row["pvalue"])
    shown = f"{value:.2g}" if value >= 1e-4 else f"{value:.0e}"
    shown = f"**{shown}**" if value <= LEVEL else shown
    return f"{shown} ({row['below_level']})" if row["worst_unit"] else shown


def _estimate(row: Row) -> str:
    """Return an estimate with its interval, each to three digits."""
    shown = [f"{float(row[name]):.3g}" for name in ("estimate", "low", "high") if row[name]]
    return shown[0] if len(shown) < 3 else f"{shown[0]} [{shown[1]}, {shown[2]}]"
