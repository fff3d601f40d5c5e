"""The report in several languages as one JSON file: each sentence once, under a stable id.

Where the languages differ, the place of the sentence holds ``{"message": id}``, and ``messages``
holds its words in each language. The id is made of the English words alone, so it stays the same
as long as they do, whatever else changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from electcheck.model.record import Language
from electcheck.report.runs import plain
from electcheck.report.view import ReportView
from electcheck.report.view_findings import FindingView

FORMAT = 1


def in_every_language(reports: Mapping[Language, ReportView]) -> dict[str, Any]:
    """Return reports that differ only in their language as JSON-ready data.

    Raises:
        ValueError: they are not reports of the same assessment.
    """
    messages: dict[str, dict[str, str]] = {}
    languages = tuple(reports)
    first = next(iter(reports.values()))
    body = {
        part.name: _node([getattr(r, part.name) for r in reports.values()], languages, messages)
        for part in fields(first)
        if part.name not in ("language", "findings", "translated")
    }
    body["findings"] = [
        _parts(same, languages, messages)
        for same in zip(*(report.findings for report in reports.values()), strict=True)
    ]
    body["translated"] = {name: report.translated for name, report in reports.items()}
    return {
        "format": FORMAT,
        "languages": list(languages),
        "report": body,
        "messages": {name: messages[name] for name in sorted(messages)},
    }


def _node(
    same: Sequence[Any], languages: Sequence[Language], messages: dict[str, dict[str, str]]
) -> Any:
    one = same[0]
    if isinstance(one, FindingView):
        return {"finding": one.id}
    if is_dataclass(one):
        return _parts(same, languages, messages)
    if isinstance(one, tuple):
        return [_node(parts, languages, messages) for parts in zip(*same, strict=True)]
    if isinstance(one, str):
        return _sentence([plain(words) for words in same], languages, messages)
    if any(other != one for other in same):
        raise ValueError(f"not the same assessment: {same}")
    return one


def _parts(
    same: Sequence[Any], languages: Sequence[Language], messages: dict[str, dict[str, str]]
) -> dict[str, Any]:
    return {
        part.name: _node([getattr(one, part.name) for one in same], languages, messages)
        for part in fields(same[0])
    }


def _sentence(
    same: Sequence[str], languages: Sequence[Language], messages: dict[str, dict[str, str]]
) -> Any:
    if len(set(same)) == 1:
        return same[0]
    said: dict[str, str] = dict(zip(languages, same, strict=True))
    name = hashlib.sha256(same[0].encode("utf-8")).hexdigest()[:12]
    while messages.get(name, said) != said:
        # The same English words, said in two ways elsewhere.
        name = hashlib.sha256(name.encode("ascii")).hexdigest()[:12]
    messages[name] = said
    return {"message": name}
