"""Propose a column map for a file that nobody has described yet, and say how sure each key is."""

from __future__ import annotations

from pathlib import Path

from electcheck.results.arithmetic import run_sums
from electcheck.results.column_map import ReadOptions
from electcheck.results.proposing.candidates import propose_votes
from electcheck.results.proposing.columns import Guess, Proposal, read_columns, says
from electcheck.results.proposing.counts import (
    propose_counts,
    use_issued,
    use_piles,
    use_registered,
)
from electcheck.results.proposing.places import propose_places

__all__ = ["Guess", "Proposal", "propose_map"]


def propose_map(path: Path, options: ReadOptions | None = None) -> Proposal:
    """Propose a column map from the names of a file's columns and from what adds up to what.

    Raises:
        InputRefused: the file cannot be read as a table.
    """
    columns, notes = read_columns(path, options or ReadOptions())
    named = {at: says(columns.names[at]) for at in range(len(columns.names))}
    proposal = Proposal(path.name, Guess((), 0, ""), notes=notes)
    propose_places(columns, named, proposal)
    sums = run_sums(columns.values)
    propose_votes(columns, named, sums, proposal)
    propose_counts(columns, named, proposal)
    use_piles(columns, named, proposal)
    use_issued(columns, proposal)
    use_registered(columns, named, proposal)
    return proposal
