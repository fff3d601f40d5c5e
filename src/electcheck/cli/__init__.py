"""The command line: parse, call, print, exit code. Heavy libraries are imported where used."""

from electcheck.cli import assessing, catalogue, evidence, judging, reporting, results, sample
from electcheck.cli.app import app, main

__all__ = [
    "app",
    "assessing",
    "catalogue",
    "evidence",
    "judging",
    "main",
    "reporting",
    "results",
    "sample",
]
