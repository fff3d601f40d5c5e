"""Read an assessment that was kept: the file `assessment.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from electcheck.errors import refuse
from electcheck.files.sight import Audience
from electcheck.files.yaml_text import decode, read_bytes

_KEYS = ("election", "standard", "as_of", "coverage", "overall", "areas", "findings")
_FINDING_KEYS = ("criterion", "outcome", "possible", "statements")


def load_assessment(path: Path, audience: Audience = "public") -> dict[str, Any]:
    """Return the data of an `assessment.json` of format 1; of an internal one, the side asked for.

    Raises:
        InputRefused: the file is missing, no JSON, or no assessment.
    """
    text = decode(read_bytes(path, str(path)), str(path))
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise refuse(path, "expected JSON as `electcheck report` writes it", line, column) from None
    if not isinstance(data, dict) or data.get("format") != 1:
        raise refuse(path, "expected an assessment.json of format 1")
    if data.get("audience") == "internal" and isinstance(data.get(audience), dict):
        data = dict(data[audience])
    missing = [key for key in _KEYS if key not in data]
    if not missing and not (isinstance(data["election"], dict) and "id" in data["election"]):
        missing = ["election.id"]
    if not missing and not _findings_hold(data["findings"]):
        missing = [f"findings[].{key}" for key in _FINDING_KEYS]
    if missing:
        raise refuse(path, f"this is no whole assessment: expected the keys {', '.join(missing)}")
    return data


def _findings_hold(findings: Any) -> bool:
    return isinstance(findings, list) and all(
        isinstance(one, dict) and all(key in one for key in _FINDING_KEYS) for one in findings
    )
