"""The command line: parse, call, print, exit code. Heavy libraries are imported where used."""

from electcheck.cli import assessing, catalogue, evidence, reporting, results, sample
from electcheck.cli.app import app, main

__all__ = ["app", "assessing", "catalogue", "evidence", "main", "reporting", "results", "sample"]
