"""A row of a case's table of results, and how the tables name the whole country."""

from __future__ import annotations

Row = dict[str, str]
NATIONAL = "kazakhstan"
