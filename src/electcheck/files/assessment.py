"""Read an assessment that was kept: the file `assessment.json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from electcheck.errors import refuse
from electcheck.files.json_text import read_json
from electcheck.files.sight import Audience


class _Part(BaseModel):
    """What two assessments are compared by; the rest may stand there and is not looked at."""

    model_config = ConfigDict(strict=True)


class _Election(_Part):
    id: str
    fictional: bool = False


class _Coverage(_Part):
    assessed: int
    applicable: int


class _Finding(_Part):
    criterion: str
    outcome: str
    possible: list[str]
    statements: list[str]


class _Kept(_Part):
    election: _Election
    standard: str
    as_of: str
    coverage: _Coverage
    overall: dict[str, Any]
    areas: list[dict[str, Any]]
    findings: list[_Finding]


def load_assessment(path: Path, audience: Audience = "public") -> dict[str, Any]:
    """Return the data of an `assessment.json` of format 1; of an internal one, the side asked for.

    Raises:
        InputRefused: the file is missing, no JSON, or no assessment.
    """
    data = read_json(path, "JSON as `electcheck report` writes it")
    if data.get("format") != 1:
        raise refuse(path, "expected an assessment.json of format 1")
    if data.get("audience") == "internal" and isinstance(data.get(audience), dict):
        data = dict(data[audience])
    try:
        _Kept.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        message = f"this is no whole assessment: {where}: {first['msg'].lower()}"
        raise refuse(path, message) from None
    data["election"].setdefault("fictional", False)
    return data
