"""Coded checks of protocols: E1xx contradicts itself, W2xx is worth a look."""

from electcheck.results.checks.report import CheckReport, Issue
from electcheck.results.checks.run import check_stations

__all__ = ["CheckReport", "Issue", "check_stations"]
