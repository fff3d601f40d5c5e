"""What several tests share: the repository, a small example, the folder of real elections."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Measuring which branches run makes plain Python some times slower; bounds on time allow for it.
SLOWED = 4 if sys.gettrace() is not None else 1


@pytest.fixture(scope="session")
def validation_data() -> Path:
    """Return the folder of real elections, or skip with a line that says so.

    Named by ELECTCHECK_VALIDATION_DATA, by default ../shared/data; where
    ELECTCHECK_REQUIRE_VALIDATION is set, its absence is a failure.
    """
    named = os.environ.get("ELECTCHECK_VALIDATION_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        message = f"no folder of real elections at {folder} (ELECTCHECK_VALIDATION_DATA)"
        if os.environ.get("ELECTCHECK_REQUIRE_VALIDATION"):
            pytest.fail(message)
        pytest.skip(message)
    return folder
