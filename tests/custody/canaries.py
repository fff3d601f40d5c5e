"""Cases with and without hidden records, each hidden word of them a canary."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

EXAMPLE = ROOT / "tests" / "example"
Files = dict[str, Any]


def example() -> Files:
    """Return the public records of the example case as data, by file name."""
    files: Files = {}
    for path in sorted((EXAMPLE / "case").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        # Dates stay text, as electcheck reads them.
        files[path.relative_to(EXAMPLE / "case").as_posix()] = yaml.load(text, yaml.BaseLoader)
    for data in files.values():
        data["format"] = 1
    return json.loads(json.dumps(_typed(_public(files))))


def _public(files: Files) -> Files:
    gone = {
        source["id"]
        for source in files["sources.yaml"]["sources"]
        if source.get("confidentiality", "public") != "public"
    }
    for data in files.values():
        for key, records in data.items():
            if isinstance(records, list):
                data[key] = [one for one in records if not _hidden(one, gone)]
    return files


def _hidden(one: Any, gone: set[str]) -> bool:
    if not isinstance(one, dict):
        return False
    names = {one.get("source"), one.get("origin"), *one.get("via", ())}
    return one.get("confidentiality", "public") != "public" or bool(names & gone)


def _typed(value: Any, key: str = "") -> Any:
    """Read numbers and truth values, which BaseLoader leaves as text, where they are meant."""
    if isinstance(value, dict):
        return {name: _typed(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_typed(one, key) for one in value]
    if key in ("value", "range", "credibility", "number", "bytes", "fictional") and isinstance(
        value, str
    ):
        return yaml.safe_load(value) if not value[:4].isdigit() or len(value) < 8 else value
    return value


def write(folder: Path, files: Files) -> Path:
    """Write a case; JSON is YAML."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


class Canaries:
    """Makes strings that occur nowhere else, and remembers them."""

    def __init__(self) -> None:
        self._number = count(1)
        self.made: list[str] = []

    def word(self) -> str:
        """Return a new canary that is also a valid id."""
        name = f"canary{next(self._number):04d}zqx"
        self.made.append(name)
        return name

    def source(self, mark: str, **more: Any) -> dict[str, Any]:
        """Return a hidden source, a canary in each of its fields."""
        word = self.word
        return {
            "id": word(), "title": word(), "publisher": word(), "kind": "ngo", "language": word(),
            "published": "2031-05-12", "published_note": word(), "reliability": "A",
            "reliability_reason": word(), "read": "official text", "read_at": word(),
            "url": f"https://{word()}.example/{word()}", "confidentiality": mark,
            "copies": [{
                "sha256": "0" * 64, "bytes": 1, "captured_at": "2031-05-12",
                "captured_by": word(), "how": word(), "address": word(), "archived": word(),
                "file": word(), "origin_trusted":
                {"by": word(), "date": "2031-05-13", "why": word()},
            }],
        } | more  # fmt: skip

    def statement(self, source: str, mark: str | None, **more: Any) -> dict[str, Any]:
        """Return a statement on a source, a canary in each of its fields."""
        word = self.word
        one = {
            "id": word(), "indicator": "day.counting/altered", "says": "fact", "value": 3,
            "source": source, "locator": word(),
            "summary": {"en": word(), "fr": word(), "ru": word()}, "excerpt": word(),
            "happened": "2031-05-10", "method": "observed", "credibility": 1,
            "credibility_reason": word(), "interest": "for", "interest_reason": word(),
            "assessor": word(), "scope": {"population": word(), "unit": word()},
        }  # fmt: skip
        return one | ({} if mark is None else {"confidentiality": mark}) | more


def with_hidden(files: Files, canaries: Canaries) -> Files:
    """Return the case with hidden records in every file that can hold some, in every way."""
    files = json.loads(json.dumps(files))
    word, source, statement = canaries.word, canaries.source, canaries.statement
    for mark in ("restricted", "secret"):
        hidden = source(mark)
        name = hidden["id"]
        files["sources.yaml"]["sources"].insert(1, hidden)
        files["sources.yaml"].setdefault("missing", []).append(
            {"id": word(), "title": word(), "why": word(), "would_settle": [word()],
             "confidentiality": mark}
        )  # fmt: skip
        told = [
            statement(name, mark),
            statement(name, None),
            statement("mission", mark),
            statement("mission", None, origin=name),
            statement("mission", None, via=["watch", name]),
            statement("mission", "public", via=[name], origin="watch"),
            # Without words of its own on its scope it answers the question, and settles it.
            statement("mission", mark, scope={}, interest="none"),
        ]
        files[f"evidence/{word()}.yaml"] = {"format": 1, "statements": told}
        files["evidence/others.yaml"]["statements"].insert(0, statement(name, mark))
        _other_files(files, canaries, mark, name, told[2]["id"])
    return files


def _other_files(files: Files, canaries: Canaries, mark: str, source: str, statement: str) -> None:
    word = canaries.word
    advice = {"locator": word(), "summary": word(), "excerpt": word(), "criteria": ["day.counting"]}
    files["recommendations.yaml"]["recommendations"] += [
        {"id": word(), "source": source} | advice,
        {"id": word(), "source": "mission", "confidentiality": mark} | advice,
    ]
    answer = {"criterion": "day.counting", "status": "given", "by": word(), "summary": word()}
    files["responses.yaml"].setdefault("responses", [])
    files["responses.yaml"]["responses"] += [
        answer | {"source": source},
        answer | {"source": "mission", "confidentiality": mark},
    ]
    files.setdefault("corrections.yaml", {"format": 1}).setdefault("corrections", []).append(
        {"date": "2031-05-20", "what": word(), "findings": ["day.counting"],
         "confidentiality": mark}
    )  # fmt: skip
    settled = {
        "indicator": "day.counting/altered", "how": "outweighed", "standard": "reasonable-grounds",
        "by": word(), "date": "2031-05-20", "why": word(),
    }  # fmt: skip
    files.setdefault("resolutions.yaml", {"format": 1}).setdefault("resolutions", [])
    files["resolutions.yaml"]["resolutions"] += [
        {"id": word(), "sets_aside": [statement]} | settled,
        {"id": word(), "sets_aside": ["rur-day-01"], "confidentiality": mark} | settled,
    ]
    files.setdefault("context.yaml", {"format": 1}).setdefault("scores", []).append(
        {"index": word(), "item": word(), "value": 1, "scale": word(), "year": word(),
         "url": f"https://{word()}.example", "read": word(), "confidentiality": mark}
    )  # fmt: skip
    files.setdefault("codings.yaml", {"format": 1}).setdefault("codings", [])
    files["codings.yaml"]["codings"] += [
        {"assessor": word(), "indicator": "day.counting/altered", "value": 2, "note": word()} | one
        for one in ({"source": source}, {"confidentiality": mark})
    ]
