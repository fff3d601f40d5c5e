"""JSON Schemas of the YAML files, made from the records that read them."""

from __future__ import annotations

import json
from typing import Any

from electcheck.model.case import (
    ContextFile,
    Corrections,
    Election,
    Obligations,
    Recommendations,
    Responses,
)
from electcheck.model.coding import Codings
from electcheck.model.evidence import Resolutions, Sources, Statements
from electcheck.model.norms import AreaFile, Instruments
from electcheck.model.policy import Policy
from electcheck.model.record import Record

RECORDS: dict[str, type[Record]] = {
    "area": AreaFile,
    "codings": Codings,
    "context": ContextFile,
    "corrections": Corrections,
    "election": Election,
    "evidence": Statements,
    "instruments": Instruments,
    "obligations": Obligations,
    "policy": Policy,
    "recommendations": Recommendations,
    "resolutions": Resolutions,
    "responses": Responses,
    "sources": Sources,
}


def schemas() -> dict[str, str]:
    """Return the text of each schema by its file name, ``<kind>.schema.json``.

    >>> "evidence.schema.json" in schemas()
    True
    """
    return {f"{name}.schema.json": _schema(record) for name, record in RECORDS.items()}


def _schema(record: type[Record]) -> str:
    data: dict[str, Any] = record.model_json_schema(by_alias=True)
    data["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def editor_line(name: str, depth: int = 0) -> str:
    """Return the comment by which an editor finds the schema of a file.

    Args:
        name: the kind of file.
        depth: how many folders below the case the file lies.
    """
    return f"# yaml-language-server: $schema={'../' * depth}schemas/{name}.schema.json\n"
