"""Run the program in this process, as fast as a call and as strict as the shell."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import NamedTuple

from electcheck.cli import main


class Ran(NamedTuple):
    """What a command gave back."""

    code: int
    out: str
    err: str


class _Stream(io.StringIO):
    def reconfigure(self, **_: object) -> None:
        """Accept what the program asks of a real stream."""


def run(*arguments: str | Path) -> Ran:
    """Return exit code, standard output and standard error of ``electcheck ARGUMENTS``."""
    out, err = _Stream(), _Stream()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    return Ran(code, out.getvalue(), err.getvalue())
