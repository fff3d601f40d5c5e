"""The command line: parse, call, print, exit code. Heavy libraries are imported where used."""

from electcheck.cli import (
    assessing,
    catalogue,
    evidence,
    forensics,
    judging,
    reporting,
    results,
    sample,
)
from electcheck.cli.app import app, main

for command in (forensics.test, forensics.simulate, forensics.calibrate):
    results.results.command()(command)

__all__ = [
    "app",
    "assessing",
    "catalogue",
    "evidence",
    "forensics",
    "judging",
    "main",
    "reporting",
    "results",
    "sample",
]
