"""What a reader may see of a case: whatever else its files hold is cut out before it is read.

The cut is made on plain data, before any record is validated, so that nothing later (a message, a
count, a guess at what was meant) can know what was cut: the public outputs of a case are those of
the same case without its restricted records.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from electcheck.errors import Fault, did_you_mean
from electcheck.files.documents import Raw
from electcheck.files.yaml_text import MAX_FAULTS, Map, Seq

Audience = Literal["public", "internal"]

MARK = "confidentiality"
MARKS = ("public", "restricted", "secret")
# Each list of records in the files of a case, and the keys by which a record names others.
_LISTS = ("sources", "missing", "statements", "recommendations", "responses", "corrections",
          "resolutions", "scores", "codings")  # fmt: skip
_NAMES_SOURCES = ("source", "origin", "via")
_NAMES_STATEMENTS = ("sets_aside",)


@dataclass(frozen=True)
class Sight:
    """Whose eyes the files are read with.

    Attributes:
        audience: `public` sees what is public; `internal` also what is restricted.
        secrets: the ids of secret records that an internal reader asked for, one by one.
    """

    audience: Audience = "public"
    secrets: frozenset[str] = frozenset()

    def sees(self, mark: str, name: object) -> bool:
        """Tell whether a record with this mark and id is shown.

        >>> Sight().sees("restricted", "a"), Sight("internal").sees("restricted", "a")
        (False, True)
        >>> Sight("internal", frozenset({"a"})).sees("secret", "b")
        False
        """
        if mark == "public" or self.audience == "public":
            return mark == "public"
        return mark == "restricted" or name in self.secrets


@dataclass
class Cut:
    """Cuts the files of one case, sources first, and remembers what it cut.

    Attributes:
        sight: whose eyes.
        faults: records whose mark cannot be read; their words are in no message.
        withheld: something restricted was cut.
        shown_secrets: the secret records that were asked for and found.
    """

    sight: Sight

    def __post_init__(self) -> None:
        self.faults: list[Fault] = []
        self.withheld = False
        self.shown_secrets: set[str] = set()
        self._gone: dict[str, dict[str, str]] = {"sources": {}, "statements": {}}

    def file(self, raw: Raw) -> Raw:
        """Return a file without what the reader may not see, nor any fault inside of it."""
        if not isinstance(raw.data, Map):
            return raw
        root = _copy(raw.data)
        hidden: list[Map] = []
        for key in _LISTS:
            if isinstance(root.get(key), Seq):
                root[key], gone = self._list(raw, key)
                hidden += gone
        faults = tuple(fault for fault in raw.faults if not _inside(fault, hidden))
        if len(raw.faults) >= MAX_FAULTS:
            unread = Fault(raw.place((1, 1)), "has so many faults that it was not read to its end")
            faults = (*faults, unread)
        return replace(raw, data=root, faults=faults)

    def _list(self, raw: Raw, key: str) -> tuple[Seq, list[Map]]:
        given: Seq = raw.data[key]
        kept, gone = Seq(given.start), []
        for item, at in zip(given, given.at, strict=True):
            if isinstance(item, Map) and not self._shown(raw, key, item):
                gone.append(item)
            else:
                kept.append(item)
                kept.at.append(at)
        return kept, gone

    def _shown(self, raw: Raw, key: str, item: Map) -> bool:
        name, mark = item.get("id"), self._mark(raw, item)
        beneath = self._hidden_beneath(item)
        seen = self.sight.sees(mark, name) and not beneath
        if mark == "secret" and seen:
            self.shown_secrets.add(str(name))
        if not seen:
            secret = mark == "secret" or "secret" in beneath
            # What a secret hides is not even hinted at.
            self.withheld = self.withheld or not secret
            if key in self._gone and isinstance(name, str):
                self._gone[key][name] = "secret" if secret else mark
        return seen

    def _hidden_beneath(self, item: Map) -> set[str]:
        """Return the marks of the hidden records that this one names."""
        return {
            self._gone[kind][name]
            for kind, keys in (("sources", _NAMES_SOURCES), ("statements", _NAMES_STATEMENTS))
            for key in keys
            for name in _words(item.get(key))
            if name in self._gone[kind]
        }

    def _mark(self, raw: Raw, item: Map) -> str:
        """Return the mark of a record; one that cannot be read hides it, and is a fault."""
        if MARK in item.key_at:
            at = item.at.get(MARK, item.key_at[MARK])
            twice = any(
                fault.message.startswith(f"duplicate key {MARK!r}") and _inside(fault, [item])
                for fault in raw.faults
            )
            if item.get(MARK) in MARKS and not twice:
                return str(item[MARK])
        else:
            near = [word for word in item.key_at if _misspelt(word)]
            if not near:
                return "public"
            at = item.key_at[near[0]]
        message = f"{MARK!r} must be one of {', '.join(MARKS)}, written once. Until it is, nothing"
        self.faults.append(Fault(raw.place(at), f"{message} more is said of this record"))
        return "unclear"


@lru_cache(maxsize=4096)
def _misspelt(word: str) -> bool:
    """Tell whether a key is nearly the mark's name; a case has many records and few keys."""
    return bool(did_you_mean(word, [MARK]))


def unreadable(raw: Raw) -> bool:
    """Tell whether the file of sources does not even show which of them are hidden."""
    return not isinstance(raw.data, Map) or not isinstance(
        raw.data.get("sources", Seq((1, 1))), Seq
    )


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, Seq) else []


def _copy(data: Map) -> Map:
    new = Map(data.start)
    new.update(data)
    new.key_at, new.at, new.end = data.key_at, data.at, data.end
    return new


def _inside(fault: Fault, records: list[Map]) -> bool:
    at = (fault.place.line, fault.place.column)
    return any(record.start <= at < record.end for record in records)
