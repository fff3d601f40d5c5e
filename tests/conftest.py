"""What several rooms' tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def validation_data() -> Path:
    """The folder of real elections; absent it skips, unless the run requires it."""
    folder = Path(os.environ.get("ELECTCHECK_VALIDATION_DATA", ROOT.parent / "shared" / "data"))
    if folder.is_dir():
        return folder
    message = f"no folder of real elections at {folder} (ELECTCHECK_VALIDATION_DATA)"
    if os.environ.get("ELECTCHECK_REQUIRE_VALIDATION"):
        pytest.fail(message)
    pytest.skip(message)
