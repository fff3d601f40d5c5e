"""The report in several languages as one JSON file: each sentence once, under a stable id.

Where the languages differ, the place of the sentence holds ``{"message": id}``, and ``messages``
holds its words in each language. The id is made of the English words alone, so it stays the same
as long as they do, whatever else changes. `other_language` lists, for each language, the ids of the
sentences that hold words nobody has translated; where such a sentence is the same in every
language it stands as it is, and its id is the beginning of its SHA-256.
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
    sentences = _Sentences(tuple(reports))
    first = next(iter(reports.values()))
    body = {
        part.name: sentences.node([getattr(one, part.name) for one in reports.values()])
        for part in fields(first)
        if part.name not in ("language", "findings", "translated")
    }
    body["findings"] = [
        sentences.parts(same)
        for same in zip(*(report.findings for report in reports.values()), strict=True)
    ]
    body["translated"] = {name: report.translated for name, report in reports.items()}
    return {
        "format": FORMAT,
        "languages": list(reports),
        "report": body,
        "messages": {name: sentences.said[name] for name in sorted(sentences.said)},
        "other_language": {name: sorted(ids) for name, ids in sentences.other.items()},
    }


class _Sentences:
    """The sentences met so far, in every language, and those that nobody has translated."""

    def __init__(self, languages: Sequence[Language]) -> None:
        self._languages = languages
        self.said: dict[str, dict[str, str]] = {}
        self.other: dict[Language, set[str]] = {language: set() for language in languages}

    def node(self, same: Sequence[Any]) -> Any:
        one = same[0]
        if isinstance(one, FindingView):
            return {"finding": one.id}
        if is_dataclass(one):
            return self.parts(same)
        if isinstance(one, tuple):
            return [self.node(parts) for parts in zip(*same, strict=True)]
        if isinstance(one, str):
            return self._sentence(same)
        if any(other != one for other in same):
            raise ValueError(f"not the same assessment: {same}")
        return one

    def parts(self, same: Sequence[Any]) -> dict[str, Any]:
        return {
            part.name: self.node([getattr(one, part.name) for one in same])
            for part in fields(same[0])
        }

    def _sentence(self, marked: Sequence[str]) -> Any:
        same = [plain(words) for words in marked]
        one = len(set(same)) == 1
        name = hashlib.sha256(same[0].encode("utf-8")).hexdigest()[:12]
        if not one:
            said: dict[str, str] = dict(zip(self._languages, same, strict=True))
            while self.said.get(name, said) != said:
                # The same English words, said in two ways elsewhere.
                name = hashlib.sha256(name.encode("ascii")).hexdigest()[:12]
            self.said[name] = said
        for language, words, bare in zip(self._languages, marked, same, strict=True):
            if words != bare:
                self.other[language].add(name)
        return same[0] if one else {"message": name}
