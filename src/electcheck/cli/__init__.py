"""The command line: parse, call, print, exit code. Heavy libraries are imported where used."""

from electcheck.cli import (
    assessing,
    calibrating,
    catalogue,
    custody,
    evidence,
    forensics,
    forms,
    judging,
    notebooks,
    reporting,
    results,
    sample,
    simulating,
    sources,
    translations,
    validating,
)
from electcheck.cli.app import app, main, program

for command in (forensics.test, simulating.simulate, calibrating.calibrate, validating.validate):
    results.results.command()(command)

__all__ = [
    "app",
    "assessing",
    "calibrating",
    "catalogue",
    "custody",
    "evidence",
    "forensics",
    "forms",
    "judging",
    "main",
    "notebooks",
    "program",
    "reporting",
    "results",
    "sample",
    "simulating",
    "sources",
    "translations",
    "validating",
]
