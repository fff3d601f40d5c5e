"""The command line: parse, call, print, exit code. Heavy libraries are imported where used."""

from electcheck.cli import assessing, catalogue, results
from electcheck.cli.app import app, main

__all__ = ["app", "assessing", "catalogue", "main", "results"]
