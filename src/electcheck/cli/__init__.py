"""The command line: parse, call, print, exit code. Heavy libraries are imported where used."""

from electcheck.cli.app import main

__all__ = ["main"]
