"""A proposed column map as YAML, each key with how sure it is."""

from __future__ import annotations

import re

from electcheck.results.proposing import Guess, Proposal

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[. ][A-Za-z0-9_]+)*")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off"}


def map_text(proposal: Proposal) -> str:
    """Return the proposal as the text of a column map that can be loaded as it is."""
    lines = [
        f"# Proposed by electcheck for {proposal.file}: confirm or correct every line.",
        "# The figure after each line says how sure the proposal is.",
        *(f"# Note: {one}" for one in proposal.notes),
        "format: 1",
        _line("station", f"[{', '.join(map(scalar, proposal.station.columns))}]", proposal.station),
    ]
    order = ("region", "district", "registered", "issued", "in_boxes", "valid", "invalid", "blank")
    for key in order:
        guess = proposal.keys.get(key)
        if guess is None:
            if key not in ("region", "district", "blank"):
                lines.append(f"# {key}: not found; checks that need it will say not_applicable")
        elif len(guess.columns) == 1:
            lines.append(_line(key, scalar(guess.columns[0]), guess))
        else:
            lines += [f"{key}:  # {_sure(guess)}", "  sum:"]
            lines += [f"    - {scalar(name)}" for name in guess.columns]
    if proposal.votes_sure is not None:
        lines.append(f"votes:  # {_sure(proposal.votes_sure)}")
        lines += [f"  {scalar(name)}: {scalar(column)}" for name, column in proposal.votes.items()]
    else:
        lines.append("# votes: not found")
    if proposal.partial:
        lines.append("votes_partial: true")
    return "\n".join(lines) + "\n"


def _line(key: str, value: str, guess: Guess) -> str:
    return f"{key}: {value}  # {_sure(guess)}"


def _sure(guess: Guess) -> str:
    because = " ".join(guess.because.split())
    return f"{100 * guess.sure:.0f} %: {because}"


def scalar(name: str) -> str:
    """Return a name as a YAML scalar that is read back as the same text.

    >>> scalar("Reg.Voters"), scalar("0131"), scalar("it's")
    ('Reg.Voters', "'0131'", "'it''s'")
    """
    if _PLAIN.fullmatch(name) and name.lower() not in _WORDS:
        return name
    return "'" + name.replace("'", "''") + "'"
